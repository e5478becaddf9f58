"""The engine against published outcomes, from the tables that /klopt-het shows too."""

from dataclasses import replace

import pytest
from by_hand import TABLES, shuffled

from data.published import load_seats
from fairshare.verification import (
    BACKLOG,
    OWN_EXAMPLE,
    SEATS,
    STRICT,
    SUMS,
    TASKS,
    TEXTBOOK,
    Direction,
    Number,
    verify,
)

FOUND = verify(TABLES, load_seats())
CASES = [pytest.param(case, id=case.key) for case in FOUND.of(*STRICT, OWN_EXAMPLE)]


@pytest.mark.parametrize("case", CASES)
def test_every_number_is_the_published_one(case):
    assert [(value.item, value.difference) for value in case.numbers if value.difference] == []


def test_there_are_twenty_cases_that_depend_on_the_method_alone():
    # 5 tasks, 5 seat divisions and 3 x 2 worked examples from the literature, 4 elections.
    assert [len(FOUND.of(kind)) for kind in (TASKS, TEXTBOOK, SEATS)] == [5, 11, 4]
    assert FOUND.equal(*STRICT) == (20, 20)


def test_what_was_published_cites_where():
    for case in FOUND.of(*STRICT, BACKLOG, SUMS):
        assert case.source_url.startswith("http"), case.key
    assert all(case.source_url == "" for case in FOUND.of(OWN_EXAMPLE))


def test_a_task_with_backlog_is_never_below_ours():
    # The backlog comes on top of the task: 417 - 313, 109 - 72, 81 - 64 and 76 - 59.
    assert [int(-case.numbers[0].difference) for case in FOUND.of(BACKLOG)] == [104, 37, 17, 17]


def test_a_sum_differs_only_where_the_source_rounds():
    # 3,293 + 3,846 + 21,370 = 28,509, published as 28,500.
    off = {case.key: case.numbers[0].difference for case in FOUND.of(SUMS) if not case.is_equal}
    assert off == {"woondeals-groningen": 9}
    assert all(case.note for case in FOUND.of(SUMS) if not case.is_equal)


def test_the_seats_of_every_canton_are_compared():
    assert all(len(case.numbers) == 26 for case in FOUND.of(SEATS))
    assert all(sum(value.theirs for value in case.numbers) == 200 for case in FOUND.of(SEATS))


def test_a_direction_agrees_when_both_lie_on_the_same_side_of_pro_rata():
    direction = Direction("x", "X", published=90, pro_rata=100.0, ours=95.0, note="", source_url="")
    assert direction.agrees
    assert not replace(direction, ours=105.0).agrees
    assert not replace(direction, ours=100.0).agrees


def test_seventeen_of_twenty_two_municipalities_go_the_same_way_under_the_spreidingswet():
    assert len(FOUND.directions) == 22
    assert sum(direction.agrees for direction in FOUND.directions) == 17


def test_a_number_that_is_not_whole_is_compared_in_the_decimals_of_the_source():
    assert Number("x", 2 / 3, 0.6667).difference == 0
    assert Number("x", 0.66, 0.6667).difference == pytest.approx(-0.0067)
    assert Number("x", 3, 4).difference == -1


def test_a_wrong_published_number_is_found():
    cases = TABLES.cases.copy()
    cases.loc[cases["case"] == "TS-01", "published"] = 198
    found = verify(replace(TABLES, cases=cases), load_seats())
    assert found.equal(*STRICT) == (19, 20)
    assert [case.key for case in found.of(TASKS) if not case.is_equal] == ["TS-01"]


def test_the_order_of_the_published_cases_does_not_matter():
    mixed = replace(TABLES, cases=shuffled(1).cases)
    assert verify(mixed, load_seats()) == FOUND
