"""A task in daily terms: by hand, and what holds for every number."""

from dataclasses import replace

import numpy as np
import pytest
from by_hand import TABLES, allocated, group
from hypothesis import given
from hypothesis import strategies as st

from fairshare.daily import (
    NOTHING,
    PLANS,
    VACANT,
    Assumed,
    compared_with,
    daily_terms,
    one_in,
    share_of,
    times_a_year,
    vacated,
)

SOCIAL = np.array([1000.0, 500.0])
PLANNED = np.array([400.0, np.nan])
USUAL = Assumed(turnover=0.07, homes=0.5, years=7)


def spec(kind: str, unit: str):
    return replace(group("groep", 100, unit), kind=kind)


def terms(kind: str, unit: str, numbers=(60.0, 40.0), task: float = 100, assumed: Assumed = USUAL, **more):
    places = {"social_rent": SOCIAL, "planned": PLANNED} | more
    return daily_terms(spec(kind, unit), np.array(numbers), task, assumed=assumed, **places)


def test_a_flow_per_half_year_comes_twice_a_year():
    found = terms("flow", "personen per halfjaar")
    assert found.per_year.tolist() == [120, 80]  # 60 * 2, 40 * 2
    assert found.homes.tolist() == [60, 40]  # half a home per person
    assert found.beside == pytest.approx([70, 35])  # 1.000 * 7 %, 500 * 7 %
    assert found.share == pytest.approx([60 / 70, 40 / 35])
    assert found.regional_share == pytest.approx(100 / 105)  # 200 people a year need 100 homes; 1.500 * 7 % = 105
    assert not found.is_spread


def test_a_flow_per_year_is_taken_as_it_comes():
    assert terms("flow", "personen per jaar").per_year.tolist() == [60, 40]


def test_a_stock_is_spread_over_the_years_of_the_assumption():
    found = terms("stock", "personen", assumed=replace(USUAL, years=10))
    assert found.is_spread
    assert found.per_year.tolist() == [6, 4]
    assert found.homes.tolist() == [3, 2]


def test_a_stock_whose_unit_ends_on_per_year_is_still_a_stock():
    """People who used care in a year are no yearly flow: 7 years, not 1."""
    assert terms("stock", "cliënten per jaar").per_year == pytest.approx([60 / 7, 40 / 7])


@pytest.mark.parametrize(("kind", "unit"), [("to_build", "woningen t/m 2030"), ("shortage", "wooneenheden")])
def test_what_must_be_added_stands_beside_the_plans_and_is_not_spread(kind, unit):
    found = terms(kind, unit, assumed=replace(USUAL, homes=1))
    assert found.compared == PLANS
    assert np.isnan(found.per_year).all()
    assert found.share[0] == pytest.approx(60 / 400)


def test_missing_plans_give_no_share_and_no_share_of_the_region():
    found = terms("to_build", "woningen t/m 2030")
    assert np.isnan(found.share[1])
    assert np.isnan(found.regional_share)


def test_places_that_are_there_already_are_compared_with_nothing():
    found = terms("stock", "standplaatsen")
    assert found.compared == NOTHING
    assert np.isnan(found.share).all()
    assert np.isnan(found.regional_share)


def test_a_municipality_without_social_rent_has_no_share():
    assert np.isnan(terms("flow", "personen per jaar", social_rent=np.array([0.0, 500.0])).share[0])


def test_a_hidden_number_is_hidden_here_too_and_the_region_stays_known():
    found = terms("flow", "personen per jaar", numbers=(np.nan, 40.0))
    assert np.isnan(found.homes[0])
    assert found.regional_share == pytest.approx(50 / 105)  # the task is 100 people, half a home each


def test_an_unknown_factor_gives_no_homes():
    assert np.isnan(terms("flow", "personen per jaar", assumed=replace(USUAL, homes=np.nan)).share).all()


@pytest.mark.parametrize(
    ("unit", "times"),
    [("personen per jaar", 1), ("personen per halfjaar", 2), ("personen", 1)],
)
def test_how_often_a_flow_comes(unit, times):
    assert times_a_year(unit) == times


@pytest.mark.parametrize(("share", "number"), [(0.096, 10), (0.5, 2), (0.51, None), (0.0, None), (float("nan"), None)])
def test_one_in_so_many(share, number):
    assert one_in(share) == number


@pytest.mark.parametrize("key", TABLES.groups["group"])
def test_every_group_is_compared_with_what_its_kind_allows(key):
    found = allocated("groningen").inputs.groups[key]
    expected = PLANS if found.kind in ("to_build", "shortage") else VACANT
    assert compared_with(found) == (NOTHING if key == "woonwagenbewoners" else expected)


amounts = st.lists(st.integers(0, 10_000), min_size=2, max_size=8)


@given(numbers=amounts, turnover=st.floats(0.01, 1), homes=st.floats(0.1, 4), years=st.floats(1, 30))
def test_the_share_of_the_region_lies_between_those_of_its_municipalities(numbers, turnover, homes, years):
    values = np.array(numbers, dtype=float)
    social = np.linspace(100, 5_000, len(values))
    found = daily_terms(
        spec("stock", "personen"), values, values.sum(), social, social, Assumed(turnover, homes, years)
    )
    assert found.share.min() - 1e-9 <= found.regional_share <= found.share.max() + 1e-9
    assert found.homes.sum() == pytest.approx(found.regional_homes)
    assert (found.homes >= 0).all()


@given(numbers=amounts, turnover=st.floats(0.01, 0.5))
def test_twice_the_turnover_is_half_the_share(numbers, turnover):
    values = np.array(numbers, dtype=float)
    social = np.full(len(values), 800.0)
    once, twice = (
        daily_terms(spec("flow", "personen per jaar"), values, values.sum(), social, social, Assumed(part, 1, 7)).share
        for part in (turnover, 2 * turnover)
    )
    assert twice == pytest.approx(once / 2)


@given(numbers=amounts)
def test_a_stock_spread_over_one_year_is_a_flow_per_year(numbers):
    values = np.array(numbers, dtype=float)
    social = np.full(len(values), 800.0)
    stock, flow = (
        daily_terms(spec(kind, "personen per jaar"), values, values.sum(), social, social, Assumed(0.07, 1, 1)).homes
        for kind in ("stock", "flow")
    )
    assert stock.tolist() == flow.tolist()


@given(st.lists(st.floats(0, 1e6) | st.just(float("nan")), min_size=1, max_size=6), st.data())
def test_a_share_is_a_number_only_where_both_are_known_and_there_is_a_whole(part, data):
    whole = data.draw(st.lists(st.floats(0, 1e6) | st.just(float("nan")), min_size=len(part), max_size=len(part)))
    found = share_of(np.array(part), np.array(whole))
    for value, top, bottom in zip(found, part, whole, strict=True):
        assert np.isnan(value) == (np.isnan(top) or np.isnan(bottom) or bottom <= 0)


def test_vacated_homes_are_a_part_of_the_stock():
    assert vacated(np.array([27_749.0]), 0.0694)[0] == pytest.approx(1925.78)
