"""Every number with its source, year, unit and status; what is missing is missing."""

import re

import pytest
from by_hand import GROUPS, KOPLOPERS, TABLES, YEARS
from reading import ReadTable, dutch

from charts.provenance import (
    ITEM_NAMES,
    STATUS_SIGNS,
    STATUS_WORDS,
    assumptions_table,
    calculation_html,
    coverage_finding,
    coverage_table,
    criteria_table,
    group_html,
    homes_html,
    indicators_table,
    region_coverage_table,
    remarks_table,
    requests_table,
    status_key,
    tasks_table,
)
from fairshare import Scenario, inputs_for
from fairshare.coverage import Known, coverage, gaps, whom_to_ask


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


# -- how a figure was made


@pytest.mark.parametrize("key", GROUPS)
@pytest.mark.parametrize("place", [*KOPLOPERS, "nl"])
def test_a_calculation_that_is_written_out_comes_out(place, key):
    inputs = inputs_for(TABLES, Scenario(region=place))
    html = calculation_html(inputs, key, None)
    task = inputs.groups[key].task
    written = re.findall(r"([\d.]+) × ([\d.]+) / ([\d.]+) = ([\d.]+) ", html)
    if task.base is None:
        assert written == []
    for figure, within, everywhere, result in written:
        figure, within, everywhere, result = (int(dutch(text)) for text in (figure, within, everywhere, result))
        assert abs(figure * within / everywhere - result) <= 0.5 + 1e-9
    if task.status == "berekend":
        assert int(dutch(written[0][3])) == task.value


def test_the_calculation_of_permit_holders_is_the_one_that_was_published():
    html = calculation_html(inputs_for(TABLES, Scenario(region="arnhem-nijmegen")), "statushouders", None)
    assert "21.200 × 788.655 / 17.475.415 = 957 personen per halfjaar" in html
    assert "4,51" in html


def test_an_own_task_says_so_and_keeps_the_published_calculation_beside_it():
    html = calculation_html(inputs_for(TABLES, Scenario(region="arnhem-nijmegen")), "statushouders", 1_000)
    assert "1.000 personen per halfjaar" in html
    assert "zelf ingevuld" in html
    assert "= 957 personen per halfjaar" in html


def test_the_margin_is_calculated_too_and_leads_to_its_source():
    html = calculation_html(inputs_for(TABLES, Scenario(region="parkstad")), "woonwagenbewoners", None)
    assert re.search(r"Laagste schatting: 7\.723 × [\d.]+ / 8\.204\.049 = \d+ standplaatsen <a href='https?:", html)


def test_a_task_becomes_homes_with_a_factor_that_says_what_it_rests_on():
    inputs = inputs_for(TABLES, Scenario(region="arnhem-nijmegen"))
    # 957 x 0.43 = 411.5
    html = homes_html(TABLES, {}, inputs, "statushouders", None)
    assert "957 personen × 0,43 = 412 woningen per halfjaar" in html
    assert "raming" in html and "13.000 / 30.000" in html
    own = homes_html(TABLES, {"woningen_per_eenheid.statushouders": 0.5}, inputs, "statushouders", 100)
    assert "100 personen × 0,5 = 50 woningen per halfjaar" in own
    assert "eigen invoer" in own


@pytest.mark.parametrize("key", GROUPS)
def test_every_group_says_what_its_factor_rests_on_and_shows_no_hole(key):
    html = homes_html(TABLES, {}, inputs_for(TABLES, Scenario(region="mra")), key, None)
    assert not re.search(r"\b(nan|None)\b", html)
    task = inputs_for(TABLES, Scenario(region="mra")).groups[key].task
    assert (" × " in html) == (task.value is not None)


def test_places_are_not_called_homes():
    html = homes_html(TABLES, {}, inputs_for(TABLES, Scenario(region="mra")), "ouderen_verpleegzorg", 100)
    assert "100 plekken × 1 = 100 woningen of plekken t/m 2030" in html


def test_assumptions_stand_with_value_status_and_evidence_and_the_asked_one_is_marked():
    inputs = inputs_for(TABLES, Scenario(region="mra"))
    table = ReadTable(assumptions_table(TABLES, {}, inputs, "mutatiegraad"))
    assert len(table.rows) == len(TABLES.assumptions)
    assert table.rows[0][1].text == "6,94\u00a0%"
    assert "Dit zocht u" in table.rows[0][0].note
    assert all(cell.text for cell in table.column("Waar het op berust"))
    own = ReadTable(assumptions_table(TABLES, {"mutatiegraad": 0.08}, inputs, None))
    assert own.rows[0][1].text == "8,00\u00a0%"
    assert own.rows[0][3].note == "gepubliceerd: 0,0694"


# -- coverage


@pytest.mark.parametrize("place", KOPLOPERS)
def test_the_matrix_of_a_region_says_every_status_in_words(place):
    inputs = inputs_for(TABLES, Scenario(region=place))
    matrix = coverage(inputs, TABLES, {}, {})
    table = ReadTable(region_coverage_table(inputs, matrix))
    assert len(table.rows) == len(GROUPS)
    assert [head.text for head in table.head][1:] == [head.text for head in ITEM_NAMES.values()]
    for row, cells in zip(table.rows, matrix.values(), strict=True):
        for cell, known in zip(row[1:], cells.values(), strict=True):
            assert cell.text == f"{STATUS_SIGNS[known.status]} {known.status}"
            assert known.text in cell.note and known.year in cell.note
    known = sum(not cells["opgave"].is_missing for cells in matrix.values())
    assert f"voor {known} van de 22 groepen is er een opgave" in coverage_finding(inputs, matrix)


def test_every_gap_stands_among_the_questions_and_nothing_else():
    inputs = inputs_for(TABLES, Scenario(region="groningen"))
    matrix = coverage(inputs, TABLES, {}, {})
    table = ReadTable(requests_table(TABLES, inputs, matrix))
    for group, item in gaps(matrix):
        ask, request = whom_to_ask(TABLES, item, group)
        rows = [row for row in table.rows if (row[0].text, row[3].text) == (ITEM_NAMES[item].text, request)]
        who = " ".join(row[1].text for row in rows if row[2].text == ask)
        assert inputs.groups[group].short_name in who or who == "Alle groepen", (group, item)
    assert all(cell.text for row in table.rows for cell in row)
    filled = {group: dict.fromkeys(cells, Known("eigen invoer", "", "1")) for group, cells in matrix.items()}
    assert "ontbreekt niets" in requests_table(TABLES, inputs, filled)


# -- rows that a link points at


@pytest.mark.parametrize("column", list(TABLES.sources.query("table == 'gemeenten'")["column"]))
def test_every_column_can_be_pointed_at(column):
    html = indicators_table(TABLES, column)
    row = re.search(r"<tr class=fs-here><th scope=\"row\">(.*?)<", html)[1]
    assert row == TABLES.sources.set_index("column")["name"][column]
    assert html.count("fs-here") == 1


@pytest.mark.parametrize("criterion", list(TABLES.criteria["criterion"]))
def test_every_criterion_can_be_pointed_at(criterion):
    assert criteria_table(TABLES, criterion).count("fs-here") == 1
    assert "fs-here" not in criteria_table(TABLES)
