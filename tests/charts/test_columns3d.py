"""Columns on the map: the same numbers, and nothing from the internet."""

import json
import re

import pytest
from by_hand import KOPLOPERS, allocated

from charts.areas import area_values
from charts.assets import shapes_url
from charts.columns3d import columns_deck
from charts.scales import MEASURES


def columns(deck) -> list[dict]:
    layers = json.loads(deck.to_json())["layers"]
    return next(layer["data"] for layer in layers if layer["@@type"] == "ColumnLayer")


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("place", KOPLOPERS)
def test_there_is_a_column_per_municipality_as_high_as_its_value(place, measure):
    result = allocated(place, weights={"inwoners": 3, "land": 7})
    deck = columns_deck(result, ("statushouders",), measure)
    values = area_values(result, ("statushouders",))
    rows = columns(deck)
    assert [row["name"] for row in rows] == list(values.names)
    assert [row["value"] for row in rows] == values.written(measure)
    amounts = values.measure(measure)
    tallest = max(range(len(rows)), key=lambda i: rows[i]["height"])
    assert amounts[tallest] == pytest.approx(max(amounts[amounts == amounts]))
    for row, amount in zip(rows, amounts, strict=True):
        ratio = row["height"] / rows[tallest]["height"] * amounts[tallest]
        assert ratio == pytest.approx(max(amount, 0) if amount == amount else 0, abs=1e-9)


@pytest.mark.parametrize("place", KOPLOPERS)
def test_the_map_below_the_columns_is_fetched_by_its_address_and_not_sent(place):
    layers = json.loads(columns_deck(allocated(place), ("statushouders",), "aantal").to_json())["layers"]
    assert next(layer["data"] for layer in layers if layer["@@type"] == "GeoJsonLayer") == shapes_url(place, 2024)


@pytest.mark.parametrize("place", KOPLOPERS)
def test_a_deck_asks_nothing_of_another_host(place):
    text = columns_deck(allocated(place), ("statushouders",), "per_1000").to_json()
    assert not re.search(r"https?://|//[a-z]+\.", text)


def test_a_task_of_zero_has_flat_columns():
    deck = columns_deck(allocated("groningen", tasks={"statushouders": 0}), ("statushouders",), "aandeel")
    assert {row["height"] for row in columns(deck)} == {0}
    json.loads(deck.to_json(), parse_constant=lambda text: pytest.fail(text))
