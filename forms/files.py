"""Open a file that a stranger sends: only plain cells come out, and whatever else it is, a Dutch line says what to do.

Nothing in a file is trusted: what it is follows from its content and not from its name; the size after unpacking is looked at
before unpacking; macros, links to other files and formulas are refused and never run.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook
from openpyxl.utils import coordinate_to_tuple, get_column_letter

FILE_MAX = 5_000_000
UNZIPPED_MAX = 30_000_000
RATIO_MAX = 200
SMALL = 100_000
"""Below this size a part of a workbook may be packed as tightly as it likes. [bytes]"""
ENTRIES_MAX = 500
ROWS_MAX = 20_000
"""Lines of a csv."""
SHEET_ROWS_MAX = 2_000
COLUMNS_MAX = 200
CELL_MAX = 2_000
SHEETS_MAX = 30

OLE = b"\xd0\xcf\x11\xe0"
ZIP = b"PK"
CONTENT_TYPES, WORKBOOK, MACROS = "[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"
SAVE_AS = "Open het en kies Opslaan als, type Excel-werkmap (.xlsx)."
BROKEN = f"Dit werkboek is beschadigd en niet te lezen. {SAVE_AS} Lukt dat niet? Download dan een nieuw formulier."

Value = str | float | bool | date | time | timedelta | None


class FileError(Exception):
    """A file that cannot be read. The message is for the screen: what it is, and what to do."""


@dataclass(frozen=True)
class Cell:
    """One cell: its value, and what makes it unfit to be taken over as it stands."""

    value: Value = None
    is_formula: bool = False
    is_error: bool = False

    @property
    def text(self) -> str:
        """What a cell says, as one line; '' when it is empty."""
        value = self.value
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            value = int(value)
        return "" if value is None else " ".join(str(value)[:CELL_MAX].split())

    @property
    def is_empty(self) -> bool:
        return self.text == "" and not self.is_formula


EMPTY = Cell()


@dataclass(frozen=True)
class Sheet:
    """A sheet as rows of cells, with what a reader would not see: merged ranges, hidden rows and columns (counted from 1)."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    is_csv: bool = False
    is_hidden: bool = False
    merged: tuple[str, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def cell(self, row: int, column: int) -> Cell:
        """The cell at row and column, counted from 0; empty where the file has none."""
        line = self.rows[row] if row < len(self.rows) else ()
        return line[column] if column < len(line) else EMPTY


def read_file(content: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook, or the one table of a csv.

    Raises
    ------
    FileError
        For everything that is not an ordinary xlsx or csv of a decent size.
    """
    if len(content) > FILE_MAX:
        raise FileError(
            "Dit bestand is groter dan 5 MB. Haal bladen, plaatjes of lege rijen weg die niet van het formulier zijn."
        )
    if not content.strip():
        raise FileError("Dit bestand is leeg. Download het formulier en vul het in.")
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise FileError(
                "Dit werkboek heeft een wachtwoord. Haal het wachtwoord weg (Bestand, Info) en sla het opnieuw op."
            )
        raise FileError(f"Dit is een oud Excel-bestand (.xls) of een Word-bestand. {SAVE_AS}")
    if content.startswith(ZIP):
        return _workbook(content)
    if content.startswith(b"%PDF"):
        raise FileError("Dit is een pdf. Stuur het ingevulde formulier als Excel-bestand (.xlsx) of csv.")
    return (_table(content),)


# -- workbooks


def _workbook(content: bytes) -> tuple[Sheet, ...]:
    _check_zip(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        if len(book.worksheets) > SHEETS_MAX:
            raise FileError(f"Dit werkboek heeft meer dan {SHEETS_MAX} bladen. Haal weg wat niet van het formulier is.")
        return tuple(_sheet(book, sheet) for sheet in book.worksheets)
    except FileError:
        raise
    except Exception as error:  # the library raises whatever a damaged file makes it stumble over
        raise FileError(BROKEN) from error


def _check_zip(content: bytes) -> None:
    """What kind of zip it is and how large it would become, from its directory alone: nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            kind = (
                archive.read("mimetype")[:100]
                if "mimetype" in names and archive.getinfo("mimetype").file_size < 200
                else b""
            )
    except Exception as error:  # as above
        raise FileError(BROKEN) from error
    if b"opendocument" in kind:
        raise FileError(f"Dit is een OpenDocument-bestand (zoals .ods). {SAVE_AS}")
    if any(part.flag_bits & 1 for part in parts):
        raise FileError("Dit bestand heeft een wachtwoord. Haal het wachtwoord weg en sla het opnieuw op.")
    total = sum(part.file_size for part in parts)
    is_bomb = any(part.file_size > max(SMALL, RATIO_MAX * part.compress_size) for part in parts)
    if len(parts) > ENTRIES_MAX or total > UNZIPPED_MAX or is_bomb:
        raise FileError(
            "Dit bestand wordt na uitpakken veel te groot en is daarom niet geopend. Download een nieuw formulier, en plak uw "
            "cijfers daarin als waarde."
        )
    if MACROS in names:
        raise FileError(
            "Dit werkboek heeft macro's. Kies Opslaan als, type Excel-werkmap (.xlsx): dan zijn de macro's weg."
        )
    if "xl/workbook.bin" in names:
        raise FileError(f"Dit is een binair Excel-bestand (.xlsb). {SAVE_AS}")
    if CONTENT_TYPES not in names or WORKBOOK not in names:
        what = "een Word-bestand" if any(name.startswith("word/") for name in names) else "geen Excel-werkboek"
        raise FileError(f"Dit is {what}. Stuur het ingevulde formulier als Excel-bestand (.xlsx) of csv.")
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise FileError(
            "Dit werkboek haalt cijfers uit andere bestanden. Plak de cijfers als waarde en verbreek de koppelingen "
            "(Gegevens, Koppelingen bewerken)."
        )


def _sheet(book: Any, sheet: Any) -> Sheet:
    with book._archive.open(sheet._worksheet_path) as xml:  # openpyxl reads none of these without keeping all in memory
        seen = _look(iterparse(xml))
    if seen.rows > SHEET_ROWS_MAX or seen.columns > COLUMNS_MAX:
        raise FileError(
            f"Blad '{sheet.title[:CELL_MAX]}' heeft meer dan {SHEET_ROWS_MAX} rijen of {COLUMNS_MAX} kolommen. "
            "Haal weg wat niet van het formulier is."
        )
    rows = []
    for row in sheet.iter_rows(max_row=seen.rows, max_col=max(seen.columns, 1)) if seen.rows else ():
        cells = [_cell(cell) for cell in row]
        while cells and cells[-1].is_empty:
            cells.pop()
        rows.append(tuple(cells))
    while rows and not rows[-1]:
        rows.pop()
    is_hidden = sheet.sheet_state != "visible"
    hidden = frozenset(seen.hidden_rows), frozenset(seen.hidden_columns)
    return Sheet(sheet.title, tuple(rows), False, is_hidden, tuple(seen.merged), *hidden)


@dataclass
class _Seen:
    """What the xml of a sheet says beside the values; rows and columns up to the last cell with something in it."""

    rows: int = 0
    columns: int = 0
    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def _cell(cell: Any) -> Cell:
    value = cell.value
    if cell.data_type == "f":
        return Cell("", is_formula=True)
    if cell.data_type == "e":
        return Cell(str(value), is_error=True)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = float(value)
    return Cell(value[:CELL_MAX] if isinstance(value, str) else value)


def _look(events: Iterator[tuple[str, Any]]) -> _Seen:
    """Size, merged ranges, hidden rows and hidden columns of the xml of a sheet."""
    seen, number = _Seen(), 0
    for _, element in events:
        tag = element.tag.rpartition("}")[2]
        is_hidden = element.get("hidden") in ("1", "true")
        if tag == "row":
            number = int(element.get("r", number + 1))
            filled = [i for i, cell in enumerate(element, 1) if len(cell)]
            if filled:
                seen.rows = max(seen.rows, number)
                address = element[filled[-1] - 1].get("r")
                last = coordinate_to_tuple(address)[1] if address else filled[-1]
                seen.columns = max(seen.columns, last)
            if is_hidden:
                seen.hidden_rows.add(number)
        elif tag == "col" and is_hidden:
            first, last = int(element.get("min")), int(element.get("max"))
            seen.hidden_columns.update(range(first, min(last, COLUMNS_MAX) + 1))
        elif tag == "mergeCell":
            seen.merged.append(element.get("ref", ""))
        if tag in ("row", "mergeCell"):
            element.clear()
    return seen


# -- csv


def _table(content: bytes) -> Sheet:
    text = _decoded(content)
    start = text.lstrip()[:200].lower()
    if start.startswith("<") or "<html" in start:
        raise FileError(f"Dit is een webpagina of xml met de naam van een werkboek, geen Excel-bestand. {SAVE_AS}")
    if start.startswith(("{", "[")):
        raise FileError("Dit is json. Stuur het ingevulde formulier als Excel-bestand (.xlsx) of csv.")
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(";\t,", key=first.count)
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True):
            if len(rows) >= ROWS_MAX:
                raise FileError(f"Dit bestand heeft meer dan {ROWS_MAX} rijen. Haal weg wat niet van het formulier is.")
            rows.append(tuple(Cell(cell[:CELL_MAX].strip() or None) for cell in row[:COLUMNS_MAX]))
    except csv.Error:
        where = len(rows) + 1
        raise FileError(f"Dit bestand is niet te lezen als csv (rij {where}). Kijk de aanhalingstekens na.") from None
    return Sheet("csv", tuple(rows), is_csv=True)


def _decoded(content: bytes) -> str:
    """Text as Excel and others save it: UTF-8, UTF-16 with a mark, or the Windows code page."""
    codes = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for code in codes:
        try:
            text = content.decode(code)
        except UnicodeDecodeError:
            continue
        if not any(ord(sign) < 32 and sign not in "\t\r\n" for sign in text[:10_000]):
            return text
    raise FileError(
        "Dit is geen Excel-bestand en geen csv. Stuur het ingevulde formulier als Excel-bestand (.xlsx) of csv."
    )


# -- words


def place(row: int, column: int) -> str:
    """The address of a cell as Excel writes it, from row and column counted from 0."""
    return f"{get_column_letter(column + 1)}{row + 1}"


def is_moment(value: object) -> bool:
    """Whether a cell holds a date or a time."""
    return isinstance(value, (date, datetime, time, timedelta))
