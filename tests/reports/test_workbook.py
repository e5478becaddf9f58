"""The workbook holds the numbers of the result, adds them up with live formulas, and keeps text of people inert."""

import io
import re
import zipfile
from functools import cache

import numpy as np
import openpyxl
import pytest
from by_hand import TABLES
from office import GROUP, HOSTILE, MADE, converted, full_result

from fairshare import Result
from fairshare.robustness import intervals
from reports.privacy import CHOICES, FIVES, HIDDEN, HIDE, OPEN, counts_people, published
from reports.text import plain
from reports.workbook import FIRST, workbook

SHEETS = ["Leesmij", "Verdeling", "Onafgerond", "Sleutel", "Afspraken", "Uitleg", "Bandbreedte", "Bronnen"]
RESULT = full_result()


@cache
def made(choice: str = OPEN, region: str = "arnhem-nijmegen") -> bytes:
    return workbook(published(full_result(region), choice), GROUP, TABLES, MADE)


def opened(content: bytes, values: bool = True):
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def rows_of(book, name: str) -> list[dict]:
    """The rows of a table by header, the total included."""
    sheet = book[name]
    head, *rows = list(sheet.iter_rows(min_row=FIRST + 1, values_only=True))
    return [dict(zip(head, row, strict=True)) for row in rows]


def formulas(content: bytes) -> dict[str, dict[str, str]]:
    """Sheet -> cell -> formula."""
    book = opened(content, values=False)
    found = {}
    for sheet in book:
        cells = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
        found |= {sheet.title: cells} if cells else {}
    return found


def unit_head(result: Result, group: str) -> str:
    spec = result.inputs.groups[group]
    return f"{spec.short_name} ({spec.unit})"


@pytest.mark.parametrize("region", ["parkstad", "arnhem-nijmegen", "nl"])
def test_the_sheets_hold_the_numbers_of_the_result(region):
    result, book = full_result(region), opened(made(region=region))
    assert book.sheetnames == SHEETS
    *rows, total = rows_of(book, "Verdeling")
    exact = {row["Code"]: row for row in rows_of(book, "Onafgerond")[:-1]}
    assert {row["Code"] for row in rows} == set(result.inputs.codes)
    for row in rows:
        i = result.inputs.position[row["Code"]]
        assert row["Gemeente"] == result.inputs.names[i]
        for g, group in enumerate(result.groups):
            head = unit_head(result, group)
            assert row[head] == result.numbers[i, g]
            assert exact[row["Code"]][head] == pytest.approx(result.unrounded[i, g], abs=1e-6)
    for group in result.groups:
        assert total[unit_head(result, group)] == result.tasks[group].value


def test_explanation_and_band_hold_every_municipality_and_group():
    book, found = opened(made()), intervals(RESULT)
    explained, bands = rows_of(book, "Uitleg"), rows_of(book, "Bandbreedte")
    assert len(explained) == len(bands) == RESULT.numbers.size
    names = {spec.name: key for key, spec in RESULT.inputs.groups.items()}
    for row, band in zip(explained, bands, strict=True):
        assert row["Gemeente"] == band["Gemeente"] and row["Groep"] == band["Groep"]
        i, group = RESULT.inputs.names.index(row["Gemeente"]), names[row["Groep"]]
        number = RESULT.numbers[i, RESULT.column(group)]
        assert row["Uitkomst"] == row["Som van de stappen"] == band["Uitkomst"] == number
        assert row["Referentie"] == pytest.approx(RESULT.reference[i, RESULT.column(group)], abs=1e-6)
        assert band["Laag (5 %)"] == pytest.approx(found[group].low[i], abs=1e-6)
        assert band["Hoog (95 %)"] == pytest.approx(found[group].high[i], abs=1e-6)


def test_key_agreements_and_sources_are_complete():
    book = opened(made())
    key = rows_of(book, "Sleutel")
    for group in RESULT.groups:
        name = RESULT.inputs.groups[group].name
        parts = {row["Maatstaf"]: row["Telt mee"] for row in key if row["Groep"] == name}
        assert sum(parts.values()) == pytest.approx(1, abs=1e-5)
        assert len(parts) == len(RESULT.weights[group])
    moves = rows_of(book, "Afspraken")
    assert [(row["Soort"], row["Aantal"], row["Reden"]) for row in moves] == [
        ("Afspraak", 120, "Er staat al een locatie."),
        ("Uitruil", 7, "Geruild."),
    ]
    sources = rows_of(book, "Bronnen")
    for group in RESULT.groups:
        row = next(row for row in sources if row["Cijfer"] == f"Opgave: {RESULT.inputs.groups[group].name}")
        assert row["Status"] == RESULT.tasks[group].status and row["Bron"] and row["Adres"].startswith("https://")
    assert {"Inwoners 2024", "Sociale huurwoningen", "Kaart"} <= {row["Cijfer"] for row in sources}


def test_the_first_sheet_says_what_this_is():
    text = "\n".join(str(cell) for row in opened(made())["Leesmij"].iter_rows(values_only=True) for cell in row if cell)
    for part in (
        "Voorstel B",
        "Besproken op 3 november.",
        "2024",
        RESULT.inputs.data_version,
        "25 november 2026",
        "CC BY 4.0",
    ):
        assert part in text


def test_sums_are_live_formulas_within_one_unit():
    found = formulas(made())
    assert set(found) == {"Verdeling", "Onafgerond", "Uitleg"}
    assert len(found["Uitleg"]) == RESULT.numbers.size
    rows = len(RESULT.inputs.codes)
    totals = [text for text in found["Verdeling"].values() if ":" in text]
    assert f"=SUM(D{FIRST + 2}:D{FIRST + 1 + rows})" in totals
    assert len(totals) >= len(RESULT.groups)
    units = [spec.unit for spec in (RESULT.inputs.groups[g] for g in RESULT.groups)]
    letters = {chr(ord("D") + g): unit for g, unit in enumerate(units)}
    for text in (text for text in found["Verdeling"].values() if "," in text):
        assert len({letters[letter] for letter in re.findall(r"([A-Z])\d+", text)}) == 1


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory):
    """Workbooks from which every value of a formula was taken out, after LibreOffice opened and saved them."""
    names = {"geen": made(), "verbergen": made(HIDE), "vijftallen": made(FIVES), "klein": made(region="parkstad")}
    bare = {f"{name}.xlsx": without_values(content) for name, content in names.items()}
    return converted(bare, "xlsx", tmp_path_factory.mktemp("rekenen"))


def without_values(content: bytes) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part)
            new.writestr(name, part)
    return saved.getvalue()


@pytest.mark.parametrize(
    ("name", "choice", "region"),
    [
        ("geen", OPEN, "arnhem-nijmegen"),
        ("verbergen", HIDE, "arnhem-nijmegen"),
        ("vijftallen", FIVES, "arnhem-nijmegen"),
        ("klein", OPEN, "parkstad"),
    ],
)
def test_libreoffice_recalculates_every_formula_to_the_value_that_we_wrote(recalculated, name, choice, region):
    ours, theirs = opened(made(choice, region)), opened(recalculated[name])
    assert formulas(without_values(made(choice, region)))
    for sheet, cells in formulas(made(choice, region)).items():
        for cell in cells:
            assert theirs[sheet][cell].value == pytest.approx(ours[sheet][cell].value, abs=1e-9), (sheet, cell)


@pytest.mark.parametrize("choice", CHOICES)
def test_every_sheet_obeys_the_privacy_choice(choice):
    view, book = published(RESULT, choice), opened(made(choice))
    assert view.statement() in str(book["Leesmij"]["B12"].value) + str([c.value for c in book["Leesmij"]["B"]])
    *rows, total = rows_of(book, "Verdeling")
    for group in RESULT.groups:
        head, g = unit_head(RESULT, group), RESULT.column(group)
        assert total[head] == RESULT.tasks[group].value
        for row in rows:
            shown = view.numbers[RESULT.inputs.position[row["Code"]], g]
            assert row[head] == (HIDDEN if np.isnan(shown) else shown)
    names = {spec.name: key for key, spec in RESULT.inputs.groups.items()}
    for row in (*rows_of(book, "Uitleg"), *rows_of(book, "Bandbreedte")):
        group, i = names[row["Groep"]], RESULT.inputs.names.index(row["Gemeente"])
        figures = [
            value for head, value in row.items() if head not in ("Gemeente", "Groep", "Eenheid") and value is not None
        ]
        if np.isnan(view.numbers[i, RESULT.column(group)]):
            assert set(figures) == {HIDDEN}
        elif choice == FIVES and counts_people(RESULT.inputs.groups[group].unit) and "Som van de stappen" in row:
            assert set(figures[:-1]) == {HIDDEN} and row["Uitkomst"] % 5 == 0


@pytest.mark.parametrize("start", range(0, len(HOSTILE), 4))
def test_text_of_people_is_text_in_every_cell(start):
    texts = (HOSTILE * 2)[start : start + 4]
    content = workbook(published(full_result("arnhem-nijmegen", *texts)), GROUP, TABLES, MADE)
    book = opened(content, values=False)
    typed = {plain(text) for text in texts}
    found = {cell.value: cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value in typed}
    assert len(found) >= 3  # a name is shown on one line
    for cell in found.values():
        assert cell.data_type == "s" and cell.hyperlink is None
    for cells in formulas(content).values():
        assert all(re.fullmatch(r"=(ROUND\(SUM\([A-Z:\d]+\),6\)|SUM\([A-Z:,\d]+\))", text) for text in cells.values())
    parts = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not [
        name for name in parts if "hyperlink" in name.lower() or "external" in name.lower() or "vba" in name.lower()
    ]
    assert b"<hyperlink" not in b"".join(zipfile.ZipFile(io.BytesIO(content)).read(name) for name in parts)


def test_tables_are_tables_with_frozen_headers_and_print_setup():
    book = opened(made())
    for name in SHEETS[1:]:
        sheet = book[name]
        assert list(sheet.tables) == [name] and sheet.freeze_panes and sheet.print_title_rows
        assert sheet.page_setup.paperSize == 9 or sheet.page_setup.paperSize == "9"
        assert sheet.column_dimensions["A"].width > 5
    assert book["Verdeling"]["D6"].number_format == "#,##0"
    properties = book.properties
    assert properties.title == "Voorstel B" and "arnhem" in properties.subject.lower()
    drawing = zipfile.ZipFile(io.BytesIO(made())).read("xl/drawings/drawing1.xml").decode()
    assert 'descr="Kaart. ' in drawing


def test_equal_results_give_equal_bytes():
    again = workbook(published(full_result()), GROUP, TABLES, MADE)
    assert again == made()
