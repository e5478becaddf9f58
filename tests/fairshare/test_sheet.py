"""One municipality of a result: numbers, place, path, and what may be seen."""

from decimal import Decimal

import numpy as np
import pytest
from by_hand import SMALL, allocated, documents, exactly, group, here, is_one_line, region, rerun
from hypothesis import given

from fairshare import Agreement, FairShareError, Swap
from fairshare.sheet import compared, default_municipality, path, sheet_of


@pytest.fixture
def three():
    """Inhabitants 100, 200 and 700, social rent 50, 30 and 20: task 100, half by each."""
    inputs = region(
        [group("groep", 100), group("leeg", None)],
        inwoners=[100, 200, 700],
        sociale_huur=[50, 30, 20],
        woningen=[80, 120, 300],
    )
    return here(inputs, weights={"inwoners": 5, "sociale_huur": 5})


def test_the_numbers_are_those_of_the_result(three):
    taken = sheet_of(three, "A").taken["groep"]
    assert (taken.number, taken.reference, taken.difference) == (30, 10, 20)  # (10 + 50) / 2, and 10 % of 100
    assert taken.rate == 300  # 30 per 100 inhabitants
    assert taken.regional_rate == 100  # 100 per 1.000


def test_the_place_counts_from_the_most_per_inhabitant(three):
    """A 30 of 100, B 25 of 200, C 45 of 700."""
    assert [sheet_of(three, code).taken["groep"].place for code in "ABC"] == [1, 2, 3]


def test_equals_share_a_place():
    inputs = region([group("groep", 90)], inwoners=[100, 100, 100])
    assert [sheet_of(here(inputs), code).taken["groep"].place for code in "ABC"] == [1, 1, 1]


def test_the_path_adds_up_and_leaves_out_what_adds_nothing(three):
    assert sheet_of(three, "A").taken["groep"].steps == {"reference": 10, "sociale_huur": 20, "rounding": 0}


def test_a_group_without_a_task_is_among_the_missing(three):
    assert [one.key for one in sheet_of(three, "B").missing] == ["leeg"]


def test_agreements_and_swaps_of_the_municipality_stand_with_its_number(three):
    result = here(
        three.inputs,
        weights={"inwoners": 10},
        agreements=(Agreement("A", "groep", 12, "Er is plek."), Agreement("B", "groep", 20)),
        swaps=(Swap("C", "A", "groep", 3), Swap("C", "B", "groep", 1)),
    )
    taken = sheet_of(result, "A").taken["groep"]
    assert taken.agreement == Agreement("A", "groep", 12, "Er is plek.")
    assert taken.swaps == (Swap("C", "A", "groep", 3),)
    assert taken.number == 15
    assert (taken.low, taken.high) == (12, 12)  # what was agreed does not depend on weights


def test_a_municipality_of_elsewhere_is_refused_in_one_line(three):
    with pytest.raises(FairShareError) as refusal:
        sheet_of(three, "Z")
    assert is_one_line(str(refusal.value))


def test_figures_beside_region_and_country(three):
    found = compared(three.inputs, 0, "sociale_huur", "woningen", 100)
    assert (found.municipality, found.region) == (62.5, 20)  # 50 of 80, 100 of 500
    assert found.lacking == 0


def test_one_missing_figure_leaves_the_region_without_and_is_counted():
    inputs = region(inwoners=[100, 200], plancapaciteit=[10, np.nan])
    found = compared(inputs, 0, "plancapaciteit")
    assert found.municipality == 10
    assert np.isnan(found.region)
    assert found.lacking == 1


def test_the_first_to_be_shown_is_the_largest():
    assert default_municipality(region(inwoners=[3, 9, 5])) == "B"


class Partly:
    """What may be seen: the first municipality is hidden, of the second only the number."""

    def __init__(self, result):
        self.numbers = result.numbers.astype(float)
        self.reference = result.whole_reference.astype(float)
        self.numbers[0] = self.reference[0] = np.nan

    def is_exact(self, group):
        return np.array([False, False, True])


def test_what_may_not_be_seen_is_nowhere_on_the_sheet(three):
    seen = Partly(three)
    hidden, rounded, open_ = (sheet_of(three, code, seen).taken["groep"] for code in "ABC")
    assert hidden.is_hidden
    assert np.isnan([hidden.rate, hidden.reference, hidden.low, hidden.high, hidden.above]).all()
    assert hidden.steps == rounded.steps == {}
    assert rounded.number == 25
    assert np.isnan(rounded.low)
    assert open_.steps
    assert (hidden.place, rounded.place, open_.place) == (
        None,
        None,
        None,
    )  # who is first tells about the hidden number
    assert np.isnan(sheet_of(three, "C", seen).rates("groep")[0])


@given(documents(regions=SMALL))
def test_for_every_key_the_path_of_every_cell_adds_up_to_the_last_decimal(document):
    try:
        result = rerun(document)
    except FairShareError:
        return
    code = result.inputs.codes[-1]
    i = result.inputs.position[code]
    for key in result.groups:
        steps = path(result, key, i)
        assert sum(map(exactly, steps.values()), Decimal(0)) == int(result.numbers[i, result.column(key)])


@pytest.mark.parametrize("place", ["nl", "eigen:GM0014,GM0037", "corop:CR03"])
def test_every_kind_of_region_has_a_sheet_for_each_of_its_municipalities(place):
    result = allocated(place)
    for code in (result.inputs.codes[0], result.inputs.codes[-1]):
        sheet = sheet_of(result, code)
        assert list(sheet.taken) == list(result.groups)
        assert all(1 <= taken.place <= len(result.inputs.codes) for taken in sheet.taken.values())
