"""Regions side by side: figures that can be compared and what a key does."""

import numpy as np
import pytest
from by_hand import KOPLOPERS, TABLES, allocated, here, region

from fairshare import Scenario, inputs_for
from fairshare.comparison import indicators, key_effect

# Two municipalities, small enough to divide by heart.
FIGURES = {
    "inwoners": [300, 100],
    "woningen": [120, 80],
    "sociale_huur": [60, 8],
    "ouderen_75plus": [30, 10],
    "laag_inkomen": [15, 5],
    "huishoudens": [150, 50],
    "land": [10, 30],
    "nieuwbouw_2024": [2, 0],
    "plancapaciteit": [20, 10],
}


def test_indicators_are_sums_of_the_region_divided():
    found = indicators(region(**FIGURES))
    assert (found.municipalities, found.inhabitants) == (2, 400)
    assert found.social_rent == pytest.approx(0.34)  # 68 of 200 homes
    assert found.elderly == pytest.approx(0.1)  # 40 of 400 inhabitants
    assert found.low_income == pytest.approx(0.1)  # 20 of 200 households
    assert found.density == pytest.approx(10)  # 400 inhabitants on 40 km2
    assert found.building == pytest.approx(10)  # 2 per 200 homes
    assert found.planned == pytest.approx(150)  # 30 per 200 homes
    assert found.highest == ("Gemeente A", 0.5)
    assert found.lowest == ("Gemeente B", 0.1)


def test_an_indicator_with_a_missing_municipality_is_missing_and_the_others_are_not():
    found = indicators(region(**FIGURES | {"plancapaciteit": [20, np.nan]}))
    assert np.isnan(found.planned)
    assert found.social_rent == pytest.approx(0.34)


@pytest.mark.parametrize("place", KOPLOPERS)
def test_the_koploper_regions_have_every_indicator(place):
    found = indicators(inputs_for(TABLES, Scenario(region=place)))
    numbers = [found.social_rent, found.elderly, found.low_income, found.density, found.building, found.planned]
    assert np.isfinite(numbers).all()
    assert found.lowest[1] < found.social_rent < found.highest[1]


def test_the_effect_of_a_key_by_hand():
    # Task 100. Reference by inhabitants: 75 and 25. By land: 25 and 75. So 50 move from A to B.
    result = here(region(**FIGURES), weights={"land": 1})
    effect = key_effect(result, "groep", ("A",))
    assert (effect.task, effect.rate) == (100, 250)  # 100 over 400 inhabitants
    assert (effect.central, effect.central_reference) == (0.25, 0.75)
    assert effect.moved == (50, 0.5)
    assert effect.most == ("Gemeente B", 50)
    # Lorenz through (0, 0), (3/4, 1/4) and (1, 1): below it 3/32 + 5/32 = 1/4, so Gini 1/2.
    assert effect.concentration == pytest.approx(0.5)


def test_two_central_cities_count_together():
    assert key_effect(here(region(**FIGURES)), "groep", ("A", "B")).central == 1


def test_pro_rata_moves_nothing():
    effect = key_effect(allocated("mra"), "statushouders", ("GM0363",))
    assert effect.moved == (0, 0)
    assert effect.central == effect.central_reference


def test_a_task_of_nothing_has_an_effect_without_nan():
    effect = key_effect(here(region(**FIGURES), tasks={"groep": 0}, weights={"land": 1}), "groep", ("A",))
    assert (effect.task, effect.rate, effect.central, effect.moved, effect.concentration) == (0, 0, 0, (0, 0), 0)
