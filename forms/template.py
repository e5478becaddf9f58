"""The form for own figures as a workbook or csv, filled with what is known today. Pure functions: inputs in, bytes out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter

from data.tables import Tables
from fairshare import Inputs
from fairshare.errors import dutch
from fairshare.figures import DIRECTIONS, ROLES, STATUSES, VALUE, VALUE_MAX, OwnFigure
from fairshare.provenance import ROLE_NAMES, Fact, fact, published, subject_names, unit_of, value_keys
from forms.layout import (
    ASSUMPTIONS,
    CODE,
    CRITERIA,
    CSV_HEADS,
    CSV_KINDS,
    CSV_ROLES,
    DIRECTION,
    EXISTING,
    KINDS,
    MUNICIPALITY,
    NOW,
    NOW_HEADS,
    OTHER,
    PLANNED,
    README,
    REGION,
    ROLE_HEADS,
    ROW_KINDS,
    SOURCE,
    STATUS,
    SUBJECT,
    TASKS,
    TOTAL,
    UNIT,
    YEAR,
    sheet_columns,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SPARE_CRITERIA = 4
EXPLANATIONS = {
    TASKS: "Vul alleen in wat u zelf beter weet. Een lege regel betekent: het gepubliceerde cijfer blijft.",
    EXISTING: "Hoeveel er nu al is per gemeente en groep. Het telt mee zodra het van elke gemeente bekend is.",
    PLANNED: "Hoeveel woningen er gepland zijn. Laat leeg wat u niet beter weet; het cijfer links blijft dan staan.",
    OTHER: "Andere cijfers per gemeente. Links staat wat wij gebruiken, rechts uw eigen cijfer. Leeg: ons cijfer blijft.",
    CRITERIA: "Een eigen maatstaf: een naam, een eenheid, een bron, de richting en van elke gemeente een getal.",
    ASSUMPTIONS: "Factoren die niemand precies weet. Vul alleen in wat u zelf beter weet.",
}
STEPS = (
    "Vul de witte cellen in. De grijze cellen laten zien wat wij nu gebruiken; die leest het dashboard niet terug.",
    "Schrijf bij elk eigen cijfer een bron en een jaar. Zonder bron wordt niets overgenomen.",
    "Schrijf getallen als getal. Een formule, een datum of tekst in een getalcel wordt geweigerd: plak als waarde.",
    "Een lege cel betekent: het gepubliceerde cijfer blijft. Een 0 betekent echt nul.",
    "Heeft u twee bronnen voor één onderwerp? Voeg een kolom toe met dezelfde kop en zet daar de rest in.",
    "De bladen zijn beveiligd zonder wachtwoord (Controleren, Beveiliging opheffen).",
    "Sla op als .xlsx en lever het in op de pagina Gegevens. U ziet eerst wat er verandert; pas daarna kiest u.",
)
FIRST_INPUT = 2


def template_xlsx(tables: Tables, inputs: Inputs, plain: Inputs) -> bytes:
    """The workbook of a region.

    Parameters
    ----------
    inputs : with the own figures that are used now; they stand in the cells to fill in.
    plain : the same region and year without own figures.
    """
    memory = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(memory, options) as book:
        writer = _Writer(book, tables, inputs, plain)
        writer.readme()
        writer.rows(TASKS)
        for sheet in (EXISTING, PLANNED, OTHER, CRITERIA):
            writer.grid(sheet)
        if not tables.assumptions.empty:
            writer.rows(ASSUMPTIONS)
    return memory.getvalue()


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook, tables: Tables, inputs: Inputs, plain: Inputs) -> None:
        self.book, self.tables, self.inputs, self.plain = book, tables, inputs, plain
        edge = {"border": 1, "border_color": "#CFD6DD", "valign": "top"}
        fixed = edge | {"bg_color": "#F3F5F7", "font_color": "#1B1F24"}
        self.title = book.add_format({"bold": True, "font_size": 14, "font_color": "#154273"})
        self.plain_text = book.add_format({"text_wrap": True, "valign": "top"})
        self.head = book.add_format(
            edge | {"bold": True, "bg_color": "#154273", "font_color": "#FFFFFF", "text_wrap": True}
        )
        self.fixed = book.add_format(fixed)
        self.fixed_number = book.add_format(fixed | {"num_format": "#,##0.###"})
        self.open_number = book.add_format(edge | {"locked": False, "num_format": "#,##0.###"})
        self.open_text = book.add_format(edge | {"locked": False, "text_wrap": True})

    def sheet(self, name: str) -> Any:
        found = self.book.add_worksheet(name)
        allowed = ("format_columns", "format_rows", "format_cells", "insert_columns", "sort", "autofilter")
        found.protect("", dict.fromkeys(allowed, True))
        found.set_landscape()
        found.fit_to_pages(1, 0)
        return found

    def readme(self) -> None:
        sheet = self.sheet(README)
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, 100)
        sheet.write_string(0, 0, f"Eigen cijfers van {self.inputs.region_name}", self.title)
        facts = {
            REGION: self.inputs.region,
            "Naam": self.inputs.region_name,
            "Peiljaar": str(self.inputs.year),
            "Cijferversie": self.inputs.data_version,
        }
        for row, (name, text) in enumerate(facts.items(), 2):
            sheet.write_string(row, 0, name, self.fixed)
            sheet.write_string(row, 1, text, self.fixed)
        for row, text in enumerate(STEPS, len(facts) + 3):
            sheet.write_string(row, 0, f"Stap {row - len(facts) - 2}", self.plain_text)
            sheet.write_string(row, 1, text, self.plain_text)

    def start(self, name: str, heads: Iterable[str]) -> Any:
        sheet = self.sheet(name)
        sheet.write_string(0, 0, f"{name}: {self.inputs.region_name}", self.title)
        sheet.write_string(1, 0, EXPLANATIONS[name])
        for column, text in enumerate(heads):
            sheet.write_string(3, column, text, self.head)
        sheet.set_row(3, 60)
        return sheet

    def rows(self, name: str) -> None:
        """A row per group or assumption: what is known, and cells to fill in."""
        kind, roles = ROW_KINDS[name], ROLE_HEADS[name]
        heads = [CODE, SUBJECT[name], UNIT, *NOW_HEADS[name], *roles.values(), YEAR, SOURCE, STATUS]
        sheet = self.start(name, heads)
        own = {(f.kind, f.subject): f for f in self.inputs.figures}
        first = heads.index(next(iter(roles.values())))
        subjects = subject_names(self.tables, kind)
        for row, (subject, text) in enumerate(subjects.items(), 4):
            now = [published(self.tables, self.plain, kind, subject, role) for role in roles]
            for column, word in enumerate((subject, text, unit_of(self.tables, kind, subject))):
                sheet.write_string(row, column, word, self.fixed)
            for column, value in enumerate(now, 3):
                self.now(sheet, row, column, value.value)
            for column, word in enumerate((now[0].year, now[0].source, now[0].status), 3 + len(now)):
                sheet.write_string(row, column, word, self.fixed)
            figure = own.get((kind, subject))
            values = dict(figure.values) if figure else {}
            for column, role in enumerate(roles, first):
                self.value(sheet, row, column, values.get(role))
            told = (figure.year, figure.source, figure.status) if figure else ("", "", "")
            for column, word in enumerate(told, first + len(roles)):
                self.text(sheet, row, column, word)
        last = 3 + len(subjects)
        self.check_numbers(sheet, 4, first, last, first + len(roles) - 1)
        self.check_list(sheet, 4, heads.index(STATUS), last, heads.index(STATUS), STATUSES)
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 38)
        sheet.set_column(2, 2, 24)
        sheet.set_column(3, len(heads) - 4, 12)
        for head in (SOURCE, SOURCE + NOW):
            sheet.set_column(heads.index(head), heads.index(head), 40)
        sheet.set_column(heads.index(STATUS), heads.index(STATUS), 20)
        sheet.freeze_panes(4, 2)

    def grid(self, name: str) -> None:
        """A column per figure, a row per municipality; above each column its unit, year, source and status."""
        kind = KINDS[name]
        columns = self.columns(name)
        labels = [UNIT, YEAR, SOURCE, STATUS] + ([DIRECTION] if kind == "criterion" else [])
        sheet = self.start(name, [CODE, MUNICIPALITY, *(text for text, _, _ in columns)])
        first_town = 4 + len(labels)
        for row, label in enumerate(labels, 4):
            sheet.write_string(row, 0, "", self.fixed)
            sheet.write_string(row, 1, label, self.fixed)
        for row, (code, town) in enumerate(zip(self.inputs.codes, self.inputs.names, strict=True), first_town):
            sheet.write_string(row, 0, code, self.fixed)
            sheet.write_string(row, 1, town, self.fixed)
        last = first_town + len(self.inputs.codes) - 1
        has_total = name in (EXISTING, PLANNED)
        if has_total:
            sheet.write_string(last + 1, 0, "", self.fixed)
            sheet.write_string(last + 1, 1, TOTAL, self.fixed)
            sheet.write_comment(
                last + 1, 1, "Mag leeg blijven. Vult u een totaal in, dan controleren wij of het klopt."
            )
        for column, (text, subject, figure) in enumerate(columns, FIRST_INPUT):
            if text.endswith(NOW):
                self.now_column(sheet, column, kind, subject, first_town)
                if has_total:
                    sheet.write_string(last + 1, column, "", self.fixed)
                continue
            if kind == "criterion":
                sheet.write_string(3, column, text, self.open_text)
            told = self.told(kind, subject, figure)
            for row, label in enumerate(labels, 4):
                if label == UNIT and kind != "criterion":
                    sheet.write_string(row, column, told[label], self.fixed)
                else:
                    self.text(sheet, row, column, told[label])
            values = dict(figure.values) if figure else {}
            for row, code in enumerate(self.inputs.codes, first_town):
                self.value(sheet, row, column, values.get(code))
            if has_total:
                self.value(sheet, last + 1, column, None)
            self.check_numbers(sheet, first_town, column, last + has_total, column)
            self.check_list(sheet, 4 + labels.index(STATUS), column, 4 + labels.index(STATUS), column, STATUSES)
            if DIRECTION in labels:
                at = 4 + labels.index(DIRECTION)
                self.check_list(sheet, at, column, at, column, DIRECTIONS)
        sheet.set_column(0, 0, 10)
        sheet.set_column(1, 1, 24)
        sheet.set_column(2, 1 + len(columns), 18)
        sheet.freeze_panes(first_town, 2)

    def columns(self, name: str) -> list[tuple[str, str, OwnFigure | None]]:
        """Heading, subject and own figure of every column; today's value stands left of the one to fill in."""
        kind, here = KINDS[name], set(self.inputs.codes)
        own: dict[str, list[OwnFigure]] = {}
        for figure in self.inputs.figures:
            if figure.kind == kind and here & set(dict(figure.values)):
                own.setdefault(figure.subject, []).append(figure)
        if kind == "criterion":
            found = [(figure.name, subject, figure) for subject, figures in own.items() for figure in figures]
            return found + [("", "", None)] * SPARE_CRITERIA
        names = sheet_columns(self.tables, name, subject_names(self.tables, kind))
        found = []
        for subject, text in names.items():
            if kind == "quantity":
                found.append((text + NOW, subject, None))
            found += [(text, subject, figure) for figure in own.get(subject, [None])]
        return found

    def told(self, kind: str, subject: str, figure: OwnFigure | None) -> dict[str, str]:
        unit = unit_of(self.tables, kind, subject) if subject else ""
        if figure is None:
            return {UNIT: unit, YEAR: "", SOURCE: "", STATUS: "", DIRECTION: ""}
        return {
            UNIT: figure.unit or unit,
            YEAR: figure.year,
            SOURCE: figure.source,
            STATUS: figure.status,
            DIRECTION: figure.direction,
        }

    def now_column(self, sheet: Any, column: int, kind: str, subject: str, first: int) -> None:
        facts = [published(self.tables, self.plain, kind, subject, code) for code in self.inputs.codes]
        told = next((one for one in facts if one.value is not None), Fact(None))
        for row, word in enumerate((told.unit, told.year, told.source, told.status), 4):
            sheet.write_string(row, column, word, self.fixed)
        for row, one in enumerate(facts, first):
            self.now(sheet, row, column, one.value)

    def now(self, sheet: Any, row: int, column: int, value: float | None) -> None:
        if value is None:
            sheet.write_string(row, column, "onbekend", self.fixed)
        else:
            sheet.write_number(row, column, value, self.fixed_number)

    def value(self, sheet: Any, row: int, column: int, value: float | None) -> None:
        if value is None:
            sheet.write_blank(row, column, None, self.open_number)
        else:
            sheet.write_number(row, column, value, self.open_number)

    def text(self, sheet: Any, row: int, column: int, text: str) -> None:
        if text:
            sheet.write_string(row, column, text, self.open_text)
        else:
            sheet.write_blank(row, column, None, self.open_text)

    def check_numbers(self, sheet: Any, *area: int) -> None:
        rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": VALUE_MAX}
        words = {"error_title": "Geen getal", "error_message": "Typ een getal van 0 of meer, of laat de cel leeg."}
        sheet.data_validation(*area, rule | words)

    def check_list(self, sheet: Any, *area_and_options: Any) -> None:
        *area, options = area_and_options
        words = {"error_title": "Kies uit de lijst", "error_message": f"Kies: {', '.join(options)}."}
        sheet.data_validation(*area, {"validate": "list", "source": list(options)} | words)


def template_csv(tables: Tables, inputs: Inputs, plain: Inputs) -> bytes:
    """The same form as one long table: semicolons, decimal commas, UTF-8 with a mark so that Excel reads it well."""
    own = value_keys(inputs.figures)
    lines = [CSV_HEADS]
    kinds, roles = ({name: word for word, name in found.items()} for found in (CSV_KINDS, CSV_ROLES))
    for kind in ("task", "existing", "quantity", "assumption"):
        for subject, name in subject_names(tables, kind).items():
            where = {"task": ROLES, "assumption": (VALUE,)}.get(kind, inputs.codes)
            for key in where:
                now = published(tables, plain, kind, subject, key)
                told = _told(tables, plain, inputs.figures, own, (kind, subject, key))
                place = (
                    (inputs.names[inputs.position[key]], key)
                    if key in inputs.position
                    else (ROLE_NAMES[key], roles[key])
                )
                lines.append((kinds[kind], subject, name, place[1], place[0], _written(now.value), *told, ""))
    for figure in inputs.figures:
        if figure.kind == "criterion":
            for key in inputs.codes:
                if key in dict(figure.values):
                    told = _told(tables, plain, inputs.figures, own, ("criterion", figure.subject, key))
                    place = (key, inputs.names[inputs.position[key]])
                    lines.append((kinds["criterion"], figure.subject, figure.name, *place, "", *told, figure.direction))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode("utf-8-sig")


def _told(tables: Tables, plain: Inputs, figures: tuple[OwnFigure, ...], own: dict, key: tuple) -> tuple[str, ...]:
    """Own value, unit, year, source and status of one line; empty to fill in."""
    if key not in own:
        return "", unit_of(tables, *key[:2]), "", "", ""
    one = fact(tables, plain, figures, key)
    return _written(one.value), one.unit, one.year, one.source, one.status


def _written(value: float | None) -> str:
    return "" if value is None else dutch(value, 10).replace(".", "")
