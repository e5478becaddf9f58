"""There and back: the form of today changes nothing, and what was filled in is exactly what changes."""

import csv
import io
import random
import shutil
import subprocess

import pytest
from by_hand import KOPLOPERS, TABLES
from filling import GRID_SHEETS, column_of, fill_task, form, plain, row_of, saved, tell

from fairshare import Scenario, allocate, inputs_for
from fairshare.figures import OwnFigure
from fairshare.provenance import differences
from forms.layout import NOW
from forms.reading import read_form
from forms.template import template_csv, template_xlsx

CODES = plain().codes
OWN = (
    OwnFigure(
        "task",
        "statushouders",
        {"primary": 500, "low": 450, "high": 600},
        "",
        "2025",
        "Companen",
        "regionaal onderzoek",
    ),
    OwnFigure("existing", "studenten", {CODES[0]: 10.5, CODES[3]: 0}, "", "2024", "Telling A"),
    OwnFigure("existing", "studenten", {CODES[1]: 7}, "", "2023", "Telling B", "raming"),
    OwnFigure("quantity", "plancapaciteit", {CODES[2]: 1234}, "woningen", "2025", "Planlijst"),
    OwnFigure(
        "criterion",
        "eigen_leegstand",
        dict.fromkeys(CODES, 3.25),
        "woningen",
        "2025",
        "Telling",
        name="Leegstand",
        direction="minder",
    ),
    OwnFigure("assumption", "mutatiegraad", {"value": 0.05}, "", "2025", "Corporaties"),
)


def changes(content: bytes, inputs):
    reading = read_form(content, TABLES, inputs)
    assert not reading.problems, reading.problems[:3]
    return differences(TABLES, plain(inputs.region, inputs.year), inputs.figures, reading.figures)


REGIONS = [*KOPLOPERS, "eigen:GM0014,GM0037", "corop:CR03", "nl"]


@pytest.mark.parametrize("region", REGIONS)
def test_an_untouched_form_changes_nothing(region):
    inputs = plain(region)
    assert changes(template_xlsx(TABLES, inputs, inputs), inputs) == []
    assert changes(template_csv(TABLES, inputs, inputs), inputs) == []


@pytest.mark.parametrize("make", [template_xlsx, template_csv])
def test_an_untouched_form_with_own_figures_in_it_changes_nothing(make):
    inputs = plain(figures=OWN)
    reading = read_form(make(TABLES, inputs, plain()), TABLES, inputs)
    assert not reading.problems
    assert changes(make(TABLES, inputs, plain()), inputs) == []
    assert reading.filled == sum(len(figure.values) for figure in OWN)


@pytest.mark.parametrize("make", [template_xlsx, template_csv])
def test_a_form_with_own_figures_gives_them_back_to_somebody_who_has_none(make):
    reading = read_form(make(TABLES, plain(figures=OWN), plain()), TABLES, plain())
    assert not reading.problems
    spelled = {(f.kind, f.subject, f.source, f.year, f.status, f.name, f.direction, f.values) for f in reading.figures}
    assert spelled == {(f.kind, f.subject, f.source, f.year, f.status, f.name, f.direction, f.values) for f in OWN}


@pytest.mark.parametrize("seed", range(5))
def test_twenty_cells_that_change_are_exactly_twenty_differences(seed):
    chance = random.Random(seed)
    inputs, book = plain(), form(plain())
    expected = {}
    for group in chance.sample(list(TABLES.groups["group"]), 5):
        value = chance.randrange(20_000)
        fill_task(book, group, value)
        expected["task", group, "primary"] = value
    columns = []
    for name in ("Bestaand aanbod", "Geplande woningen", "Andere cijfers"):
        sheet = book[name]
        heads = [c for c in range(3, sheet.max_column + 1) if not sheet.cell(4, c).value.endswith(NOW)]
        columns += [(sheet, column) for column in chance.sample(heads, min(3, len(heads)))]
    names = {name: key for key, name in TABLES.groups.set_index("group")["name"].items()}
    figures = {row["name"]: row["column"] for row in TABLES.sources.to_dict("records") if row["table"] == "gemeenten"}
    cells = [(sheet, column, code) for sheet, column in columns for code in inputs.codes]
    for sheet, column, code in chance.sample(cells, 15):
        value = round(chance.uniform(0, 30_000), 2)
        sheet.cell(row_of(sheet, code), column).value = value
        tell(sheet, column)
        head = sheet.cell(4, column).value
        kind, subject = ("existing", names[head]) if sheet.title == "Bestaand aanbod" else ("quantity", figures[head])
        expected[kind, subject, code] = value
    reading = read_form(saved(book), TABLES, inputs)
    found = differences(TABLES, inputs, (), reading.figures)
    assert len(expected) == len(found) == 20
    by_name = {name: code for code, name in TABLES.municipalities["name"].items()} | {"opgave": "primary"}
    assert {(one.kind, one.subject, by_name[one.key_name]): one.new.value for one in found} == expected
    assert {one.new.source for one in found} <= {"Onderzoek", "Telling van de regio"}


def test_a_difference_names_old_and_new_with_their_sources():
    book = form(plain())
    sheet = book["Geplande woningen"]
    column = column_of(sheet, "Bouwplannen")
    sheet.cell(row_of(sheet, "GM0202"), column).value = 4321
    tell(sheet, column)
    (one,) = changes(saved(book), plain())
    assert (one.subject_name, one.key_name) == ("Bouwplannen", "Arnhem")
    assert one.old.value == TABLES.municipalities.at["GM0202", "plancapaciteit"]
    source = TABLES.sources.set_index("column").loc["plancapaciteit"]
    assert (one.old.source, one.old.year, one.old.status) == (source["source"], source["year"], source["status"])
    assert (one.new.value, one.new.source, one.new.year, one.new.status) == (
        4321, "Telling van de regio", "2025", "eigen invoer",
    )  # fmt: skip


def test_an_own_cell_that_is_emptied_goes_back_to_the_published_figure():
    inputs = plain(figures=OWN)
    book = form(inputs)
    sheet = book["Geplande woningen"]
    sheet.cell(row_of(sheet, CODES[2]), column_of(sheet, "Bouwplannen")).value = None
    (one,) = changes(saved(book), inputs)
    assert (one.old.value, one.new.status) == (1234, TABLES.sources.set_index("column").at["plancapaciteit", "status"])


def test_another_source_for_the_same_values_is_one_line():
    inputs = plain(figures=OWN)
    book = form(inputs)
    sheet = book["Eigen maatstaven"]
    sheet.cell(row_of(sheet, "Bron", 2), column_of(sheet, "Leegstand")).value = "Nieuwe telling"
    (one,) = changes(saved(book), inputs)
    assert (one.count, one.old.source, one.new.source) == (18, "Telling", "Nieuwe telling")


def test_an_emptied_column_of_an_own_criterion_takes_it_away():
    inputs = plain(figures=OWN)
    book = form(inputs)
    sheet = book["Eigen maatstaven"]
    column = column_of(sheet, "Leegstand")
    for row in range(4, sheet.max_row + 1):
        sheet.cell(row, column).value = None
    found = changes(saved(book), inputs)
    assert len(found) == 18
    assert {(one.kind, one.new.value) for one in found} == {("criterion", None)}


def test_a_new_criterion_can_be_weighed():
    book = form(plain())
    sheet = book["Eigen maatstaven"]
    words = {"Eenheid": "% van de woningen", "Jaar": 2025, "Bron": "Regionale monitor", "Richting": "meer"}
    sheet.cell(4, 3).value = "Leegstand (2025)"
    for label, text in words.items():
        sheet.cell(row_of(sheet, label, 2), 3).value = text
    for i, code in enumerate(CODES):
        sheet.cell(row_of(sheet, code), 3).value = i + 0.5
    figures = read_form(saved(book), TABLES, plain()).figures
    scenario = Scenario(region="arnhem-nijmegen", figures=figures, weights={"eigen_leegstand_2025": 10})
    result = allocate(inputs_for(TABLES, scenario), scenario)
    assert not result.warnings
    assert result.inputs.criteria["eigen_leegstand_2025"].name == "Leegstand (2025)"


def test_a_sheet_that_is_gone_leaves_its_figures_as_they_were():
    inputs = plain(figures=OWN)
    book = form(inputs)
    for name in ("Opgaven", *GRID_SHEETS[1:], "Aannames", "Leesmij"):
        del book[name]
    assert changes(saved(book), inputs) == []


def test_figures_of_a_municipality_that_left_the_region_stay():
    # Montferland (GM1955) is in Arnhem-Nijmegen until 2024.
    figures = (OwnFigure("existing", "studenten", {"GM1955": 5, "GM0202": 6}, "", "2024", "Telling"),)
    later = plain(year=2025, figures=figures)
    assert changes(template_xlsx(TABLES, later, plain(year=2025)), later) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", 1234.5),
        ("1234,5", 1234.5),
        ("1.234", 1234),
        (" 12 ", 12),
        ("0", 0),
        ("1 234", 1234),
        ("12.345.678", 12345678),
    ],
)
def test_dutch_numbers_that_are_text_are_numbers(text, value):
    book = form(plain())
    sheet = book["Geplande woningen"]
    column = column_of(sheet, "Bouwplannen")
    sheet.cell(row_of(sheet, "GM0202"), column).value = text
    tell(sheet, column)
    (one,) = changes(saved(book), plain())
    assert one.new.value == value


def test_a_total_that_fits_is_accepted_and_codes_may_stand_in_any_order():
    book = form(plain())
    sheet = book["Geplande woningen"]
    column = column_of(sheet, "Bouwplannen")
    first, second = row_of(sheet, "GM0202"), row_of(sheet, "GM0268")
    for at in (1, 2):
        one, other = sheet.cell(first, at), sheet.cell(second, at)
        one.value, other.value = other.value, one.value
    sheet.cell(first, column).value, sheet.cell(second, column).value = 10, 20.5
    sheet.cell(row_of(sheet, "Totaal", 2), column).value = 30.5
    tell(sheet, column)
    assert {one.key_name: one.new.value for one in changes(saved(book), plain())} == {"Nijmegen": 10, "Arnhem": 20.5}


def test_a_csv_with_semicolons_commas_or_tabs_and_dutch_decimals_is_read():
    rows = list(csv.reader(io.StringIO(template_csv(TABLES, plain(), plain()).decode("utf-8-sig")), delimiter=";"))
    row = next(row for row in rows if row[0] == "bestaand aanbod" and row[3] == "GM0202")
    row[6], row[8], row[9] = "1.234,5", "2025", "Telling; met een puntkomma"
    for mark, code in ((";", "utf-8-sig"), (",", "utf-8"), ("\t", "utf-16"), (";", "cp1252")):
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=mark).writerows(
            [[cell.encode("cp1252", "ignore").decode("cp1252") for cell in r] for r in rows]
        )
        (one,) = changes(text.getvalue().encode(code), plain())
        assert (one.new.value, one.new.source) == (1234.5, "Telling; met een puntkomma")


def test_a_csv_may_hold_only_the_lines_that_matter():
    inputs = plain(figures=OWN)
    text = (
        "Soort;Onderwerp;Naam;Voor;Gemeente;Nu;Uw cijfer;Eenheid;Jaar;Bron;Status;Richting\n"
        "opgave;ouderen;;opgave;;;12.000;woningen t/m 2030;2025;Woondeal;;\n"
    )
    (one,) = changes(text.encode(), inputs)
    assert (one.subject, one.new.value, one.new.source) == ("ouderen", 12_000, "Woondeal")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_opens_and_saves_the_form_and_nothing_changes(tmp_path):
    inputs = plain(figures=OWN)
    (tmp_path / "in.xlsx").write_bytes(template_xlsx(TABLES, inputs, plain()))
    for kind in ("xlsx", "ods"):
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(tmp_path / kind),
            str(tmp_path / "in.xlsx"),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert changes((tmp_path / "xlsx" / "in.xlsx").read_bytes(), inputs) == []
    (problem,) = read_form((tmp_path / "ods" / "in.ods").read_bytes(), TABLES, inputs).problems
    assert "OpenDocument" in problem.text
    assert ".xlsx" in problem.text
