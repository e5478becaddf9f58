"""Scenarios side by side, on regions small enough to calculate by hand."""

import numpy as np
import pytest
from by_hand import KOPLOPERS, allocated, group, here, region
from hypothesis import given
from hypothesis import strategies as st

from fairshare import FairShareError
from fairshare.measures import gini
from fairshare.scenario_comparison import MOST, compare, firm_share, measures

# A, B and C with 60, 30 and 10 inhabitants and 10, 30 and 60 km2: 100 places by inhabitants give 60, 30, 10, by land 10, 30, 60.
INPUTS = region([group("groep", 100), group("leeg", None)], inwoners=[60, 30, 10], land=[10, 30, 60])
PEOPLE = here(INPUTS, weights={"inwoners": 1})
LAND = here(INPUTS, weights={"land": 1})
BOTH = here(INPUTS, weights={"inwoners": 1, "land": 1})  # half of each: 35, 30, 35


def test_the_numbers_stand_side_by_side_and_the_first_is_the_base():
    found = compare({"mensen": PEOPLE, "land": LAND, "half": BOTH}, "groep")
    assert found.labels == ("mensen", "land", "half")
    assert found.values.tolist() == [[60, 10, 35], [30, 30, 30], [10, 60, 35]]
    assert found.differences.tolist() == [[0, -50, -25], [0, 0, 0], [0, 50, 25]]
    assert found.spread.tolist() == [50, 0, 50]
    assert (found.is_share, found.notes) == (False, ())


def test_lowest_and_highest_are_named_where_it_makes_a_difference():
    lowest, highest = compare({"mensen": PEOPLE, "land": LAND, "half": BOTH}, "groep").extremes()
    assert lowest.tolist() == [[False, True, False], [False, False, False], [True, False, False]]
    assert highest.tolist() == [[True, False, False], [False, False, False], [False, True, False]]


def test_the_measures_of_a_scenario():
    found = measures(LAND, "groep")
    # Reference by inhabitants 60, 30, 10: A -50, B 0, C +50.
    assert (found.task, found.moved, found.moved_share) == (100, 50, 0.5)
    assert (found.gainers, found.losers) == ((("Gemeente C", 50),), (("Gemeente A", -50),))
    assert (found.up, found.down, found.equal) == (1, 1, 1)
    assert found.largest == ("Gemeente C", 0.6)
    assert found.concentration == gini(np.array([10, 30, 60]), np.array([60, 30, 10]))


def test_a_key_of_one_criterion_is_firm_everywhere():
    assert firm_share(LAND, "groep") == 1.0


def test_a_key_that_hangs_in_the_balance_is_not_firm_everywhere():
    # B has 30 % on both criteria and 28 % on a third: with some draws more, with others less than by inhabitants.
    inputs = region([group("groep", 1000)], inwoners=[40, 30, 30], land=[30, 40, 30], water=[50, 20, 30])
    assert firm_share(here(inputs, weights={"land": 1, "water": 1}), "groep") < 1


def test_other_tasks_are_compared_as_shares_and_that_is_said():
    double = here(INPUTS, weights={"land": 1}, tasks={"groep": 200})
    found = compare({"mensen": PEOPLE, "land": double}, "groep")
    assert found.is_share
    assert found.values[:, 1].tolist() == [0.1, 0.3, 0.6]
    assert "De opgaven verschillen." in found.notes[0]


def test_another_reference_is_said():
    other = here(INPUTS, weights={"land": 1}, reference="gelijk")
    assert "De referenties verschillen" in compare({"a": PEOPLE, "b": other}, "groep").notes[0]


@pytest.mark.parametrize("count", [0, 1, MOST + 1])
def test_too_few_and_too_many_are_refused(count):
    with pytest.raises(FairShareError, match="Kies 2 tot 6"):
        compare({str(i): PEOPLE for i in range(count)}, "groep")


def test_other_municipalities_are_refused_in_words():
    one, other = allocated("groningen"), allocated("parkstad")
    with pytest.raises(FairShareError, match="één regio"):
        compare({"een": one, "twee": other}, "statushouders")


def test_a_group_without_a_task_is_refused():
    with pytest.raises(FairShareError, match="geen opgave"):
        compare({"a": PEOPLE, "b": LAND}, "leeg")


def test_a_task_of_nothing_beside_another_is_refused():
    nothing = here(INPUTS, tasks={"groep": 0})
    with pytest.raises(FairShareError, match="opgaven is 0"):
        compare({"a": PEOPLE, "b": nothing}, "groep")


@given(st.sampled_from(KOPLOPERS), st.floats(0.1, 10), st.floats(0.1, 10))
def test_what_one_takes_more_another_takes_less(place, land, rent):
    one = allocated(place, weights={"inwoners": 5, "land": land})
    other = allocated(place, weights={"inwoners": 5, "sociale_huur": rent})
    found = compare({"een": one, "twee": other}, "statushouders")
    assert found.differences.sum(axis=0).tolist() == [0, 0]
    lowest, highest = found.extremes()
    assert not (lowest & highest).any()
    assert (lowest.any(axis=1) == highest.any(axis=1)).all()
