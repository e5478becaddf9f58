"""Two hundred faulty files: each gives a list of mistakes in Dutch, never a traceback, never a figure."""

import csv
import io
import random
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from by_hand import TABLES, is_one_line
from filling import GRID_SHEETS, column_of, fill_task, form, plain, row_of, saved, tell
from openpyxl import Workbook

from fairshare.figures import OwnFigure
from forms.files import FILE_MAX, UNZIPPED_MAX, FileError, read_file
from forms.layout import NOW
from forms.reading import problems_csv, read_form
from forms.template import template_csv, template_xlsx

OWN = (OwnFigure("existing", "studenten", {"GM0202": 5}, "", "2024", "Telling"),)
INPUTS = plain(figures=OWN)
GOOD = template_xlsx(TABLES, INPUTS, plain())
SEEDS = 5
Fault = Callable[[random.Random], bytes]


def a_column(book: Workbook, chance: random.Random, *names: str):
    """A sheet with a row per municipality, a column to fill in with its source told, and the rows of the municipalities."""
    sheet = book[chance.choice(names or GRID_SHEETS[:3])]
    free = [c for c in range(3, sheet.max_column + 1) if not (sheet.cell(4, c).value or "").endswith(NOW)]
    column = chance.choice(free)
    tell(sheet, column)
    rows = [row for row in range(5, sheet.max_row + 1) if str(sheet.cell(row, 1).value).startswith("GM")]
    return sheet, column, rows


def in_a_cell(value: object) -> Fault:
    """The form with one bad value among good ones."""

    def make(chance: random.Random) -> bytes:
        book = form(INPUTS)
        if chance.random() < 0.3:
            fill_task(book, chance.choice(list(TABLES.groups["group"])), value)
        else:
            sheet, column, rows = a_column(book, chance)
            for row in chance.sample(rows, 3):
                sheet.cell(row, column).value = chance.randrange(100)
            sheet.cell(chance.choice(rows), column).value = value
        return saved(book)

    return make


def with_book(change: Callable) -> Fault:
    def make(chance: random.Random) -> bytes:
        book = form(INPUTS)
        return change(book, chance) or saved(book)

    return make


def zipped(change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The good form with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return memory.getvalue()


def wrong_sheet(_book, chance):
    other = Workbook()
    other.active.title = chance.choice(["Blad1", "Cijfers", "Begroting", "opgave"])
    other.active.append(["Gemeente", "Aantal"])
    other.active.append(["Arnhem", 3])
    return saved(other)


def renamed_sheet(book, chance):
    sheet = book[chance.choice(GRID_SHEETS)]
    sheet.title = f"{sheet.title} (2)"


def extra_sheet(book, chance):
    book.create_sheet(chance.choice(["Notities", "Berekening", "Opgaven oud"])).append(["x", 1])


def unknown_code(book, chance):
    sheet, _, rows = a_column(book, chance, *GRID_SHEETS)
    sheet.cell(chance.choice(rows), 1).value = chance.choice(["GM9999", "GM0363", "Arnem", 202, "GM202", "x" * 300])


def unknown_group(book, chance):
    sheet = book["Opgaven"]
    sheet.cell(chance.randrange(5, sheet.max_row), 1).value = chance.choice(["studente", "kabouters", 7])


def unknown_column(book, chance):
    sheet, column, _ = a_column(book, chance)
    sheet.cell(4, column).value = chance.choice(["Studente", "Inwoners 2024", "Kabouters", "=A1"])


def twice_a_municipality(book, chance):
    sheet, _, rows = a_column(book, chance, *GRID_SHEETS)
    one, other = chance.sample(rows, 2)
    for at in (1, 2):
        sheet.cell(one, at).value = sheet.cell(other, at).value


def twice_a_figure(book, chance):
    sheet, column, rows = a_column(book, chance)
    added = sheet.max_column + 1
    sheet.cell(4, added).value = sheet.cell(4, column).value
    tell(sheet, added)
    row = chance.choice(rows)
    sheet.cell(row, column).value = sheet.cell(row, added).value = 4


def merged(book, chance):
    sheet, column, rows = a_column(book, chance)
    sheet.cell(rows[2], column).value = 12
    sheet.merge_cells(
        start_row=rows[2], end_row=rows[2] + chance.randrange(1, 3), start_column=column, end_column=column
    )


def merged_head(book, chance):
    sheet = book[chance.choice(GRID_SHEETS[:2])]
    sheet.merge_cells("C4:D4")


def swapped_columns(book, chance):
    sheet = book["Opgaven"]
    fill_task(book, "studenten", 300)
    row = row_of(sheet, "studenten")
    one, other = column_of(sheet, "Uw opgave"), column_of(sheet, chance.choice(["Bron", "Status"]))
    sheet.cell(row, other).value = sheet.cell(row, other).value or "eigen invoer"
    sheet.cell(row, one).value, sheet.cell(row, other).value = sheet.cell(row, other).value, sheet.cell(row, one).value


def swapped_names(book, chance):
    sheet, _, rows = a_column(book, chance, *GRID_SHEETS)
    one, other = chance.sample(rows, 2)
    sheet.cell(one, 2).value, sheet.cell(other, 2).value = sheet.cell(other, 2).value, sheet.cell(one, 2).value


def without(label: str) -> Callable:
    def change(book, chance):
        sheet, column, rows = a_column(book, chance)
        sheet.cell(rows[0], column).value = 3
        sheet.cell(row_of(sheet, label, 2), column).value = chance.choice([None, "", "   "])

    return change


def bad_words(label: str, *values: object) -> Callable:
    def change(book, chance):
        sheet, column, rows = a_column(book, chance)
        sheet.cell(rows[0], column).value = 3
        sheet.cell(row_of(sheet, label, 2), column).value = chance.choice(values)

    return change


def wrong_total(book, chance):
    sheet, column, rows = a_column(book, chance, "Bestaand aanbod", "Geplande woningen")
    sheet.cell(rows[0], column).value = 100
    sheet.cell(row_of(sheet, "Totaal", 2), column).value = chance.choice([99, 101, 0, 1000, "honderd"])


def wrong_margin(book, chance):
    fill_task(book, "studenten", 300)
    sheet = book["Opgaven"]
    head, value = chance.choice([("Uw lage schatting", 301), ("Uw hoge schatting", 299), ("Uw opgave", None)])
    sheet.cell(row_of(sheet, "studenten"), column_of(sheet, "Uw lage schatting")).value = 200
    sheet.cell(row_of(sheet, "studenten"), column_of(sheet, head)).value = value


def hidden_row(book, chance):
    sheet, column, rows = a_column(book, chance)
    row = chance.choice(rows)
    sheet.cell(row, column).value = 5
    sheet.row_dimensions[row].hidden = True


def hidden_column(book, chance):
    sheet, column, rows = a_column(book, chance)
    sheet.cell(rows[0], column).value = 5
    sheet.column_dimensions[sheet.cell(4, column).column_letter].hidden = True


def hidden_sheet(book, chance):
    book[chance.choice(GRID_SHEETS)].sheet_state = chance.choice(["hidden", "veryHidden"])


def without_head(book, chance):
    book[chance.choice(["Opgaven", *GRID_SHEETS])].delete_rows(4)


def without_code(book, chance):
    sheet, _, rows = a_column(book, chance)
    sheet.cell(chance.choice(rows), 1).value = None


def other_region(_book, chance):
    other = plain(chance.choice(["mra", "nl", "eigen:GM0014,GM0037", "corop:CR03"]))
    return template_xlsx(TABLES, other, other)


def criterion_half(book, chance):
    sheet = book["Eigen maatstaven"]
    words = {"Eenheid": "woningen", "Jaar": 2025, "Bron": "Telling", "Richting": "meer"}
    words[chance.choice(list(words))] = chance.choice([None, "=1+1"])
    sheet.cell(4, 3).value = "Leegstand"
    for label, text in words.items():
        sheet.cell(row_of(sheet, label, 2), 3).value = text
    sheet.cell(row_of(sheet, "GM0202"), 3).value = 4


def criterion_name(book, chance):
    sheet = book["Eigen maatstaven"]
    sheet.cell(4, 3).value = chance.choice([None, "%%%", "<script>", "x" * 200, "-"])
    for label, text in {"Eenheid": "woningen", "Jaar": 2025, "Bron": "Telling", "Richting": "omhoog"}.items():
        sheet.cell(row_of(sheet, label, 2), 3).value = text
    sheet.cell(row_of(sheet, "GM0202"), 3).value = 4


def many_mistakes(book, chance):
    sheet, column, rows = a_column(book, chance)
    for row in rows:
        sheet.cell(row, column).value = chance.choice(["veel", -3, "=1", date(2025, 1, 1)])


def bomb(chance: random.Random) -> bytes:
    size = chance.choice([UNZIPPED_MAX + 1, 5 * UNZIPPED_MAX])
    return zipped(lambda parts: parts.update({"xl/worksheets/sheet2.xml": b"0" * size}))


def many_parts(chance: random.Random) -> bytes:
    return zipped(lambda parts: parts.update({f"xl/media/{i}.png": b"x" for i in range(chance.randrange(600, 900))}))


def lying_size(_chance: random.Random) -> bytes:
    """A directory that promises less than there is."""
    content = bytearray(zipped(lambda parts: parts.update({"xl/worksheets/sheet2.xml": b"0" * 1_000_000})))
    at = content.rfind(b"PK\x01\x02")
    while at >= 0 and b"sheet2.xml" not in content[at : at + 100]:
        at = content.rfind(b"PK\x01\x02", 0, at)
    content[at + 24 : at + 28] = struct.pack("<I", 100)
    return bytes(content)


def macros(_chance: random.Random) -> bytes:
    return zipped(lambda parts: parts.update({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}))


def external_links(_chance: random.Random) -> bytes:
    return zipped(lambda parts: parts.update({"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}))


def broken_zip(chance: random.Random) -> bytes:
    return GOOD[: chance.randrange(10, len(GOOD) - 30)]


def broken_xml(chance: random.Random) -> bytes:
    def change(parts):
        name = f"xl/worksheets/sheet{chance.randrange(1, 8)}.xml"
        parts[name] = parts[name][: len(parts[name]) // chance.choice([2, 3, 9])]

    return zipped(change)


def entities(_chance: random.Random) -> bytes:
    text = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    body = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>&b;</sheetData></worksheet>'
    return zipped(lambda parts: parts.update({"xl/worksheets/sheet2.xml": text + body}))


def outside_file(_chance: random.Random) -> bytes:
    text = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    body = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&a;</t></si></sst>'
    return zipped(lambda parts: parts.update({"xl/sharedStrings.xml": text + body}))


def not_numbers(chance: random.Random) -> bytes:
    """NaN or an infinite number where a number stands."""

    def change(parts):
        value = chance.choice([b"NaN", b"INF", b"1e999", b"-1e999"])
        name = "xl/worksheets/sheet3.xml"
        parts[name] = parts[name].replace(b"<v>5</v>", b"<v>" + value + b"</v>")

    return zipped(change)


def noise(chance: random.Random) -> bytes:
    return chance.choice([b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"\xd0\xcf\x11\xe0", b"\x00"]) + chance.randbytes(
        2_000
    )


def encrypted(chance: random.Random) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + chance.randbytes(1_000)
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(500)
    )


def huge(_chance: random.Random) -> bytes:
    return GOOD + bytes(FILE_MAX)


def far_away(chance: random.Random) -> bytes:
    """A workbook with one cell at the end of the sheet."""

    def change(parts):
        row = chance.choice([50_000, 1_048_576])
        name = "xl/worksheets/sheet3.xml"
        cell = f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row></sheetData>'.encode()
        parts[name] = parts[name].replace(b"</sheetData>", cell)

    return zipped(change)


def csv_with(column: int, *values: str) -> Fault:
    """The csv with one bad cell in a line that is filled in."""

    def make(chance: random.Random) -> bytes:
        rows = list(csv.reader(io.StringIO(template_csv(TABLES, INPUTS, plain()).decode("utf-8-sig")), delimiter=";"))
        row = chance.choice([row for row in rows if row[0] == "cijfer"])
        row[6], row[8], row[9] = "12", "2025", "Telling"
        row[column] = chance.choice(values)
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=";").writerows(rows)
        return text.getvalue().encode()

    return make


FAULTS: dict[str, Fault] = {
    "text in a number": in_a_cell("veel"),
    "text after a number": in_a_cell("12 woningen"),
    "english decimals": in_a_cell("12.5"),
    "negative": in_a_cell(-3),
    "negative text": in_a_cell("-3,5"),
    "too large": in_a_cell(10**12),
    "formula": in_a_cell("=1+1"),
    "formula to another file": in_a_cell("=[1]Blad1!A1"),
    "command": in_a_cell("=cmd|' /C calc'!A0"),
    "excel error": in_a_cell("#REF!"),
    "date": in_a_cell(datetime(2025, 1, 1)),
    "time": in_a_cell(time(12, 30)),
    "boolean": in_a_cell(True),
    "not a number": not_numbers,
    "wrong sheet": with_book(wrong_sheet),
    "renamed sheet": with_book(renamed_sheet),
    "extra sheet": with_book(extra_sheet),
    "unknown code": with_book(unknown_code),
    "unknown group": with_book(unknown_group),
    "unknown column": with_book(unknown_column),
    "municipality twice": with_book(twice_a_municipality),
    "figure twice": with_book(twice_a_figure),
    "merged": with_book(merged),
    "merged head": with_book(merged_head),
    "swapped columns": with_book(swapped_columns),
    "swapped names": with_book(swapped_names),
    "no source": with_book(without("Bron")),
    "no year": with_book(without("Jaar")),
    "bad unit": with_book(bad_words("Eenheid", "kilo", 5, "=A1")),
    "bad year": with_book(bad_words("Jaar", "vorig jaar", 25, datetime(2025, 1, 1), "=2025", "#N/A", -2025)),
    "bad status": with_book(bad_words("Status", "CBS", "officieel", "zeker", 1, "=A1")),
    "bad source": with_book(bad_words("Bron", "=HYPERLINK(A1)", "x" * 400, datetime(2025, 1, 1))),
    "wrong total": with_book(wrong_total),
    "wrong margin": with_book(wrong_margin),
    "hidden row": with_book(hidden_row),
    "hidden column": with_book(hidden_column),
    "hidden sheet": with_book(hidden_sheet),
    "without head": with_book(without_head),
    "without code": with_book(without_code),
    "another region": with_book(other_region),
    "half a criterion": with_book(criterion_half),
    "name of a criterion": with_book(criterion_name),
    "many mistakes": with_book(many_mistakes),
    "zip bomb": bomb,
    "many parts": many_parts,
    "lying size": lying_size,
    "macros": macros,
    "external links": external_links,
    "broken zip": broken_zip,
    "broken xml": broken_xml,
    "entities": entities,
    "outside file": outside_file,
    "noise": noise,
    "encrypted": encrypted,
    "huge": huge,
    "far away": far_away,
    "empty": lambda chance: chance.choice([b"", b"  \r\n", b"\xef\xbb\xbf\n"]),
    "html": lambda chance: chance.choice([b"<html><table><tr><td>1</td></tr></table></html>", b"<!DOCTYPE html><p>x"]),
    "xml": lambda _: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    "pdf": lambda chance: b"%PDF-1.7" + chance.randbytes(100),
    "json": lambda _: b'{"figures": []}',
    "picture": lambda chance: b"\x89PNG\r\n\x1a\n" + chance.randbytes(500),
    "other csv": lambda _: b"naam;aantal\nArnhem;3\n",
    "csv kind": csv_with(0, "opgaven", "", "bestaand"),
    "csv subject": csv_with(1, "woning", "kabouters", "inwoners_2024"),
    "csv place": csv_with(3, "GM9999", "Arnhem", "", "GM0363"),
    "csv number": csv_with(6, "12.5", "-3", "twaalf", "1e5", "NaN", "=1+1"),
    "csv unit": csv_with(7, "kilo", "12"),
    "csv year": csv_with(8, "", "ooit", "25"),
    "csv source": csv_with(9, "", "x" * 400),
    "csv status": csv_with(10, "CBS", "zeker"),
}
CASES = [(name, seed) for name in FAULTS for seed in range(SEEDS)]


def test_there_are_two_hundred_and_more():
    assert len(CASES) >= 200


@pytest.mark.parametrize(("name", "seed"), CASES)
def test_a_faulty_file_gives_a_list_of_mistakes_and_never_a_figure(name, seed):
    content = FAULTS[name](random.Random(f"{name}-{seed}"))
    reading = read_form(content, TABLES, INPUTS)
    assert reading.figures == ()
    assert reading.problems, name
    for problem in reading.problems:
        assert is_one_line(problem.text)
        assert len(problem.text) > 20
        assert problem.row >= 0
        assert "Traceback" not in problem.text
        assert "figures." not in problem.text
    table = problems_csv(reading.problems).decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(table), delimiter=";"))) == len(reading.problems) + 1


def test_all_mistakes_come_at_once_with_sheet_row_and_column():
    book = form(INPUTS)
    sheet = book["Geplande woningen"]
    column = column_of(sheet, "Bouwplannen")
    letter = sheet.cell(4, column).column_letter
    rows = [row_of(sheet, code) for code in ("GM0202", "GM0268")]
    for row, value in zip(rows, ("veel", -3), strict=True):
        sheet.cell(row, column).value = value
    sheet.cell(row_of(sheet, "GM1955"), column).value = 3
    fill_task(book, "ouderen", 5.5)
    found = {(p.sheet, p.row, p.column) for p in read_form(saved(book), TABLES, INPUTS).problems}
    task = book["Opgaven"]
    opgave = task.cell(4, column_of(task, "Uw opgave")).column_letter
    assert (
        found
        == {
            *(("Geplande woningen", row, letter) for row in rows),
            ("Geplande woningen", 4, letter),  # no source
            ("Opgaven", row_of(task, "ouderen"), opgave),  # no whole number
        }
        and len(found) == 4
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("macros", "macro's"),
        ("encrypted", "wachtwoord"),
        ("zip bomb", "niet geopend"),
        ("html", "webpagina"),
        ("external links", "andere bestanden"),
        ("huge", "5 MB"),
        ("empty", "leeg"),
        ("broken zip", "beschadigd"),
        ("wrong sheet", "niet het formulier"),
        ("another region", "andere regio"),
        ("formula", "plak haar als waarde"),
        ("merged", "samengevoegd"),
        ("english decimals", "12,5"),
        ("unknown column", "kennen wij niet"),
        ("swapped names", "bij elkaar"),
        ("pdf", "pdf"),
    ],
)
def test_a_mistake_says_how_to_mend_it(name, said):
    reading = read_form(FAULTS[name](random.Random(1)), TABLES, INPUTS)
    assert any(said in problem.text for problem in reading.problems), [p.text for p in reading.problems]


def test_a_bomb_is_refused_before_it_is_unpacked():
    # Its first part alone would take more memory than a visitor may use.
    with pytest.raises(FileError, match="niet geopend"):
        read_file(bomb(random.Random(0)))


def test_a_table_of_mistakes_runs_no_formula():
    from forms.reading import Problem

    assert b"'=cmd" in problems_csv([Problem("=cmd|calc", 1, "", "x")])
