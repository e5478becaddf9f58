"""Fill in forms as people do: change cells of a workbook by the words around them."""

import io

from by_hand import TABLES
from openpyxl import Workbook, load_workbook

from fairshare import Inputs, Scenario, inputs_for
from forms.template import template_xlsx

GRID_SHEETS = ("Bestaand aanbod", "Geplande woningen", "Andere cijfers", "Eigen maatstaven")


def plain(region: str = "arnhem-nijmegen", year: int = 2024, **more) -> Inputs:
    return inputs_for(TABLES, Scenario(region=region, year=year, **more))


def form(inputs: Inputs) -> Workbook:
    """The form of a region as somebody opens it."""
    bare = plain(inputs.region, inputs.year)
    return load_workbook(io.BytesIO(template_xlsx(TABLES, inputs, bare)))


def saved(book: Workbook) -> bytes:
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def column_of(sheet, head: str, row: int = 4) -> int:
    return next(cell.column for cell in sheet[row] if cell.value == head)


def row_of(sheet, text: str, column: int = 1) -> int:
    return next(row for row in range(5, sheet.max_row + 1) if sheet.cell(row, column).value == text)


def tell(sheet, column: int, year: str = "2025", source: str = "Telling van de regio") -> None:
    """Year and source above a column of a sheet with a row per municipality."""
    sheet.cell(row_of(sheet, "Jaar", 2), column).value = year
    sheet.cell(row_of(sheet, "Bron", 2), column).value = source


def fill_task(book: Workbook, group: str, value: object, source: str = "Onderzoek", year: object = "2025") -> None:
    sheet = book["Opgaven"]
    row = row_of(sheet, group)
    for head, text in (("Uw opgave", value), ("Bron", source), ("Jaar", year)):
        sheet.cell(row, column_of(sheet, head)).value = text
