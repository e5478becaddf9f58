"""The comparison with published outcomes as it stands on screen: the same numbers, and honest about the rest."""

import re
from dataclasses import replace

from by_hand import TABLES
from reading import ReadTable, dutch

from charts.verification import (
    directions_check,
    examples_check,
    sums_check,
    tasks_check,
    verification,
    verification_finding,
    verification_rest,
)
from fairshare.verification import BACKLOG, OWN_EXAMPLE, SEATS, STRICT, SUMS, TASKS, TEXTBOOK

FOUND = verification()


def test_the_finding_counts_the_cases():
    assert verification_finding(FOUND).startswith("De rekenkern komt in 20 van de 20 gevallen")
    one_off = replace(FOUND.cases[0].numbers[0], ours=0)
    wrong = replace(FOUND, cases=(replace(FOUND.cases[0], numbers=(one_off,)), *FOUND.cases[1:]))
    assert verification_finding(wrong).startswith("De rekenkern komt in 19 van de 20 gevallen")


def test_what_the_finding_does_not_cover_is_said():
    text = " ".join(verification_rest(FOUND))
    assert "4 gepubliceerde taken met achterstand" in text
    assert "17 van de 22 gemeenten" in text
    assert "28.509" in text and "28.500" in text


def test_every_task_stands_with_ours_theirs_difference_and_source():
    table = ReadTable(tasks_check(FOUND))
    cases = FOUND.of(TASKS, BACKLOG)
    assert len(table.rows) == len(cases)
    for row, case in zip(table.rows, cases, strict=True):
        cells = {head.text: cell for head, cell in zip(table.head, row, strict=True)}
        ours, theirs = int(dutch(cells["Ons getal"].text)), int(dutch(cells["Gepubliceerd"].text))
        assert (ours, theirs) == (case.numbers[0].ours, case.numbers[0].theirs)
        assert int(dutch(cells["Verschil"].text)) == ours - theirs
        assert ("gelijk" in cells["Uitkomst"].text) == (ours == theirs)
        assert cells["Bron"].links == [case.source_url]
        assert case.source in (
            f"{year}-H{half}" for half, year in re.findall(r"(\d)e helft (\d{4})", cells["Halfjaar"].text)
        )


def test_every_example_says_whether_it_is_equal_in_words():
    table = ReadTable(examples_check(FOUND))
    assert len(table.rows) == len(FOUND.of(TEXTBOOK, SEATS, OWN_EXAMPLE))
    for cell, case in zip(table.column("Uitkomst"), FOUND.of(TEXTBOOK, SEATS, OWN_EXAMPLE), strict=True):
        assert ("gelijk" in cell.text) == case.is_equal
    for ours, theirs, equal in zip(
        table.column("Ons getal"), table.column("Gepubliceerd"), table.column("Gelijk"), strict=True
    ):
        same, all_ = (int(part) for part in equal.text.split(" van "))
        assert (ours.text == theirs.text) == (same == all_)


def test_a_sum_shows_its_parts():
    table = ReadTable(sums_check(FOUND, TABLES))
    assert len(table.rows) == len(FOUND.of(SUMS))
    for row in table.rows:
        parts = [int(dutch(part)) for part in row[1].text.split(" + ")]
        assert sum(parts) == int(dutch(row[2].text))
        assert len(parts) == len(row[0].note.split(", "))


def test_the_direction_is_said_in_words_and_agrees_with_the_percentages():
    table = ReadTable(directions_check(FOUND))
    assert len(table.rows) == len(FOUND.directions)
    for row, direction in zip(table.rows, FOUND.directions, strict=True):
        cells = {head.text: cell.text for head, cell in zip(table.head, row, strict=True)}
        assert ("zelfde kant" in cells["Richting"]) == direction.agrees
        assert int(dutch(cells["Gepubliceerd"])) == direction.published


def test_no_table_shows_the_word_for_a_hole():
    html = tasks_check(FOUND) + examples_check(FOUND) + sums_check(FOUND, TABLES) + directions_check(FOUND)
    assert not re.search(r"\b(nan|None|NaT)\b", html)


def test_the_strict_kinds_are_those_that_the_finding_counts():
    assert FOUND.equal(*STRICT)[1] == len(FOUND.of(TASKS, TEXTBOOK, SEATS))
