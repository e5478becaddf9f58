"""Factors that nobody knows exactly: from the tables, or a value of one's own that says so."""

import pytest
from by_hand import GROUPS, TABLES
from hypothesis import given
from hypothesis import strategies as st

from data.published import load_seats
from fairshare import FairShareError
from fairshare.assumptions import HOMES, LIMITS, TURNOVER, assumption, assumptions, subject_of


def test_the_turnover_comes_from_the_tables_with_its_evidence():
    found = assumption(TABLES, {}, TURNOVER)
    assert (found.value, found.published, found.status, found.is_own) == (0.0694, 0.0694, "berekend", False)
    assert "161.000" in found.evidence
    assert found.source_url.startswith("https://")


@pytest.mark.parametrize("group", GROUPS)
def test_every_group_has_a_factor_to_homes_with_a_unit_and_evidence(group):
    found = assumption(TABLES, {}, HOMES, group)
    assert 0 < found.value <= 1
    assert found.unit.startswith("woningen per ")
    assert found.evidence


@given(st.floats(0, 10))
def test_a_value_of_ones_own_goes_first_and_leaves_other_groups_alone(value):
    overrides = {f"{HOMES}.statushouders": value}
    found = assumption(TABLES, overrides, HOMES, "statushouders")
    assert (found.value, found.status, found.is_own) == (value, "eigen invoer", True)
    assert (found.low, found.high, found.year, found.source_url) == (None, None, "", "")
    assert found.published == 0.43
    assert assumption(TABLES, overrides, HOMES, "studenten").value == 1
    assert found.subject == subject_of(HOMES, "statushouders")


@pytest.mark.parametrize("value", [-0.1, 1.01, float("nan"), float("inf"), "veel", True, None])
def test_a_value_that_cannot_be_is_refused_with_the_name_of_the_assumption(value):
    with pytest.raises(FairShareError, match="^mutatiegraad is"):
        assumption(TABLES, {TURNOVER: value}, TURNOVER)


def test_every_assumption_is_listed_once_and_within_its_limits():
    found = assumptions(TABLES, {TURNOVER: 0.08})
    assert len({one.subject for one in found}) == len(found) == len(TABLES.assumptions)
    assert [one.subject for one in found if one.is_own] == [TURNOVER]
    assert all(LIMITS[one.key][0] <= one.value <= LIMITS[one.key][1] for one in found)


def test_a_group_that_the_tables_do_not_know_has_no_factor_and_can_get_one():
    cantons = load_seats()[0]
    found = assumption(cantons, {}, HOMES, "nationalrat")
    assert (found.value, found.status) == (None, "ontbreekt")
    assert assumption(cantons, {f"{HOMES}.nationalrat": 2}, HOMES, "nationalrat").value == 2
