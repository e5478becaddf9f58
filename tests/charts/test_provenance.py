"""Every number with its source, year, unit and status; what is missing is missing."""

import re

import pytest
from by_hand import GROUPS, KOPLOPERS, TABLES, YEARS
from reading import ReadTable, dutch

from charts.provenance import (
    STATUS_SIGNS,
    STATUS_WORDS,
    coverage_table,
    criteria_table,
    group_html,
    indicators_table,
    remarks_table,
    status_key,
    tasks_table,
)
from fairshare import Scenario, inputs_for


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("place", KOPLOPERS)
def test_every_task_has_a_status_and_every_figure_a_source_and_a_year(place, year):
    inputs = inputs_for(TABLES, Scenario(region=place, year=year))
    table = ReadTable(tasks_table(inputs))
    columns = {head.text: i for i, head in enumerate(table.head)}
    assert len(table.rows) == len(inputs.groups)
    for row, group in zip(table.rows, inputs.groups.values(), strict=True):
        figures = {name: row[i] for name, i in columns.items()}
        assert figures["Status"].text.split(maxsplit=1)[1] in STATUS_WORDS
        assert figures["Eenheid"].text == group.unit
        if group.task.value is None:
            assert figures["Opgave"].text == "–"
            assert "ontbreekt" in figures["Status"].text
        else:
            assert dutch(figures["Opgave"].text) == group.task.value
            assert re.search(r"\d{4}|jaar onbekend", figures["Jaar"].text)
            assert figures["Bron"].text
            assert figures["Bron"].links[0].startswith("http")


@pytest.mark.parametrize("year", (YEARS[0], YEARS[-1]))
def test_the_coverage_of_every_region_and_group_is_shown(year):
    table = ReadTable(coverage_table(TABLES, year))
    assert len(table.rows) == len(GROUPS)
    assert len(table.head) == 1 + len(KOPLOPERS)
    for row, key in zip(table.rows, inputs_for(TABLES, Scenario(region="mra")).groups, strict=True):
        for cell, place in zip(row[1:], TABLES.regions["region"], strict=True):
            task = inputs_for(TABLES, Scenario(region=place, year=year)).groups[key].task
            sign, _, amount = cell.text.partition(" ")
            assert cell.note == task.status
            assert sign == STATUS_SIGNS[task.status]
            assert (amount == "") == (task.value is None)
            assert task.value is None or dutch(amount) == task.value


def test_every_status_of_the_tables_is_explained():
    used = {*TABLES.national_figures["status"], *TABLES.regional_figures["status"], *TABLES.sources["status"]}
    assert used - {"verschilt per rij"} <= set(STATUS_SIGNS) == set(STATUS_WORDS)
    assert all(status in status_key() for status in STATUS_SIGNS)


def test_an_estimate_never_looks_official():
    assert STATUS_SIGNS["raming"] not in (STATUS_SIGNS["officieel"], STATUS_SIGNS["CBS"])
    assert STATUS_SIGNS["berekend"] not in (STATUS_SIGNS["officieel"], STATUS_SIGNS["CBS"])


@pytest.mark.parametrize("key", GROUPS)
def test_every_group_is_defined_and_its_figures_have_a_source(key):
    text = group_html(TABLES, key)
    row = TABLES.groups.set_index("group").loc[key]
    assert row["unit"].split()[0] in text
    assert not re.search(r"\b(nan|None|NaT)\b", text)
    published = sum((frame["group"] == key).sum() for frame in (TABLES.national_figures, TABLES.regional_figures))
    table = ReadTable(text)
    assert len(table.rows) == published
    assert ("geen gepubliceerd cijfer" in text) == (published == 0)
    for figure in table.rows if published else ():
        figures = {head.text: cell for head, cell in zip(table.head, figure, strict=True)}
        dutch(figures["Waarde"].text)
        assert figures["Gebied"].text
        assert figures["Jaar"].text
        assert figures["Status"].text in STATUS_WORDS
        assert figures["Bron"].links


@pytest.mark.parametrize("write", [indicators_table, criteria_table, remarks_table])
def test_no_table_shows_the_word_for_a_hole(write):
    text = write(TABLES)
    assert not re.search(r"\b(nan|None|NaT|&lt;NA&gt;)\b", text)
    assert all(cell.text for row in ReadTable(text).rows for cell in row)


def test_every_figure_per_municipality_has_unit_year_status_and_source():
    table = ReadTable(indicators_table(TABLES))
    assert len(table.rows) == len(TABLES.sources)
    for name in ("Eenheid", "Jaar", "Status", "Bron"):
        assert all(cell.text for cell in table.column(name))


def test_every_criterion_says_how_it_is_calculated():
    table = ReadTable(criteria_table(TABLES))
    assert [cell.text for cell in table.column("Maatstaf")] == list(TABLES.criteria.sort_values("order")["name"])
    for cell in table.column("Zo rekenen wij"):
        assert not re.search(r"[a-z]_[a-z]", cell.text), cell.text  # names, not column names
