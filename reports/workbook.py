"""A result as an Excel workbook: numbers, key, agreements, explanation, band and sources, with live formulas for sums.

Whatever people typed is written as text: never a formula, never a link. How numbers look (1.234,5) follows the reader's Excel.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from charts.findings import firm, rules_lines
from charts.live_panel import STEP_NAMES
from charts.words import CERTAINTIES, REFERENCES
from data.tables import Tables
from fairshare import Result
from fairshare.engine import blocks
from fairshare.explanation import in_decimals
from fairshare.robustness import DEFAULT_CERTAINTY, intervals
from reports.blocks import AUTHOR
from reports.figures import png, result_map
from reports.privacy import FIVES, HIDDEN, HIDE, OPEN, Published, counts_people
from reports.sources import Source, criterion_sources, map_source, task_sources
from reports.text import plain
from reports.wording import (
    LICENCE,
    agreed_number,
    dutch_date,
    finding_of,
    in_order,
    statement_of,
    summary_of,
    swapped_number,
    title_of,
)

WHOLE, DECIMALS, SIGNED, PERCENT = "#,##0", "#,##0.00", "+#,##0.00;-#,##0.00;0.00", "0.0%"
BLUE = "#154273"
TABLE_STYLE = "Table Style Light 1"
FIRST = 3
"""Row of the headers of a table; above it the title of the sheet and what it says."""
NAME_WIDTH, NUMBER_WIDTH, TEXT_WIDTH = 24, 13, 46
README_WIDTH = 90
LINE = 13.5
"""Height of a line of text. [pt]"""
HIGHEST = 400
"""Highest row that Excel takes. [pt]"""
CELL_MAX = 32_000
"""Most characters in a cell."""
PICTURE_PPI = 144
PICTURE_SCALE = 0.45

Cell = str | float | int | None


@dataclass(frozen=True)
class Formula:
    """A live formula with its value, so that a reader without Excel sees the same."""

    text: str
    value: float


def workbook(view: Published, group: str, tables: Tables, made: date) -> bytes:
    """The workbook about a result. ``group`` is the one that the first sheet tells about and shows on the map."""
    import xlsxwriter

    saved = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    book = xlsxwriter.Workbook(saved, options)
    result = view.result
    book.set_properties(
        {
            "title": plain(title_of(result))[:255],
            "subject": f"{result.inputs.region_name}, peiljaar {result.inputs.year}"[:255],
            "author": AUTHOR,
            "company": "",
            "comments": f"Cijferversie {result.inputs.data_version}"[:255],
            "created": datetime(made.year, made.month, made.day, 12),
        }
    )
    writer = Writer(book)
    _readme(writer, view, group, made)
    _numbers(writer, view)
    _unrounded(writer, view)
    _key(writer, result)
    _bargaining(writer, view)
    _explanation(writer, view)
    _band(writer, view)
    _sources(writer, result, tables)
    book.close()
    return saved.getvalue()


class Writer:
    """Writes sheets of one form: a title, a line of words, and one table with frozen headers."""

    def __init__(self, book: Any) -> None:
        self.book = book
        look = lambda **more: book.add_format({"font_name": "Arial", "font_size": 10, "valign": "top"} | more)  # noqa: E731
        self.title = look(bold=True, font_size=14, font_color=BLUE)
        self.text = look()
        self.wrapped = look(text_wrap=True)
        self.strong = look(bold=True)
        self.head = look(bold=True, text_wrap=True, bottom=1, font_color=BLUE, valign="bottom")
        self.formats = {name: look(num_format=name) for name in (WHOLE, DECIMALS, SIGNED, PERCENT)}
        self.totals = {name: look(num_format=name, bold=True, top=1) for name in (WHOLE, DECIMALS, SIGNED, PERCENT)}
        self.total_name = look(bold=True, top=1)
        self.hidden = look(align="right", italic=True)

    def sheet(self, name: str, title: str, words: str) -> Any:
        """An empty sheet with its title, what it says, and how it is printed."""
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.5, 0.5, 0.6, 0.7)
        sheet.set_footer("&L&8&A&R&8Pagina &P van &N")
        sheet.hide_gridlines(2)
        self.write(sheet, 0, 0, title, self.title)
        self.write(sheet, 1, 0, words, self.text)
        return sheet

    def write(self, sheet: Any, row: int, column: int, value: Cell | Formula, form: Any) -> None:
        """One cell. A text is a text, whatever it begins with."""
        if isinstance(value, Formula):
            sheet.write_formula(row, column, value.text, form, value.value)
        elif isinstance(value, str):
            sheet.write_string(row, column, plain(value)[:CELL_MAX], form)
        elif value is None:
            sheet.write_blank(row, column, None, form)
        elif np.isnan(value):
            sheet.write_string(row, column, HIDDEN, self.hidden)
        else:
            sheet.write_number(row, column, value, form)

    def table(
        self,
        sheet: Any,
        name: str,
        head: Sequence[str],
        rows: Sequence[Sequence[Cell | Formula]],
        forms: Sequence[str],
        widths: Sequence[float],
        first: int = FIRST,
        total: Sequence[Cell | Formula] | None = None,
    ) -> None:
        """A real Excel table. ``forms`` per column: a number format, "" for text, "wrap" for long text."""
        last = first + len(rows)
        heads = _distinct([plain(text)[:200] for text in head])
        sheet.add_table(
            first,
            0,
            max(last, first + 1),
            len(head) - 1,
            {
                "name": name,
                "style": TABLE_STYLE,
                "columns": [{"header": text, "header_format": self.head} for text in heads],
            },
        )
        looks = [self.formats.get(form, self.wrapped if form == "wrap" else self.text) for form in forms]
        for y, row in enumerate(rows, first + 1):
            for x, value in enumerate(row):
                self.write(sheet, y, x, value, looks[x])
            wrapped = [(str(row[x]), widths[x]) for x, form in enumerate(forms) if form == "wrap"]
            if wrapped:
                sheet.set_row(y, _height(wrapped))
        if total is not None:
            for x, value in enumerate(total):
                self.write(sheet, last + 1, x, value, self.totals.get(forms[x], self.total_name))
        for x, width in enumerate(widths):
            sheet.set_column(x, x, width)
        sheet.freeze_panes(first + 1, 1)
        sheet.repeat_rows(first)


def _height(texts: list[tuple[str, float]]) -> float:
    """Height of a row in which these texts are broken over columns of these widths. [pt]"""
    lines = [sum(1 + int(len(line) / width) for line in text.split("\n")) for text, width in texts]
    return min(LINE * max(lines), HIGHEST)


def _distinct(heads: list[str]) -> list[str]:
    """Headers of a table differ: a second one of the same name gets a number."""
    found: list[str] = []
    for head in heads:
        text, number = head or "-", 2
        while text.casefold() in {other.casefold() for other in found}:
            text, number = f"{head} ({number})", number + 1
        found.append(text)
    return found


def column_letter(x: int) -> str:
    """``0`` -> ``A``, ``27`` -> ``AB``."""
    from xlsxwriter.utility import xl_col_to_name

    return xl_col_to_name(x)


def _sum_down(x: int, rows: int, value: float) -> Formula:
    letter = column_letter(x)
    return Formula(f"=SUM({letter}{FIRST + 2}:{letter}{FIRST + 1 + rows})", value)


# -- the sheets ---------------------------------------------------------------------------------------------------------


def _readme(writer: Writer, view: Published, group: str, made: date) -> None:
    """What this is, what it was made from, what to mind; and the map."""
    result = view.result
    inputs, scenario = result.inputs, result.scenario
    sheet = writer.sheet("Leesmij", title_of(result), finding_of(view, group))
    lines = [
        ("Wat is dit?", "Een verdeling van de woonopgave voor aandachtsgroepen over gemeenten. Een berekening, geen besluit."),
        ("Regio", f"{inputs.region_name}: {len(inputs.codes)} gemeenten"),
        ("Peiljaar", str(inputs.year)),
        ("Scenario", scenario.name or "zonder naam"),
        ("Toelichting", scenario.note or "geen"),
        ("In beeld", f"{inputs.groups[group].name}. {summary_of(view, group)}"),
        ("Sleutel", " ".join(rules_lines(result, group))),
        ("Ligt het vast?", firm(result, group, intervals(result, groups=(group,))[group])),
        ("Let op", " ".join(result.warnings) or "Alle gekozen maatstaven tellen mee."),
        ("Privacy", statement_of(view)),
        ("Cijferversie", inputs.data_version),
        ("Gemaakt op", dutch_date(made)),
        ("Licentie", LICENCE),
        ("Verdeling", "Hele getallen per gemeente en groep, met het totaal als formule."),
        ("Onafgerond", "Dezelfde getallen voor de afronding op hele getallen, zonder uitruil."),
        ("Sleutel (blad)", "Wat telt hoe zwaar, per groep, en de spelregels in woorden."),
        ("Afspraken", "Vaste aantallen en uitruil, met de reden."),
        ("Uitleg", "Per gemeente en groep de stappen van de referentie naar de uitkomst. De formule telt ze op."),
        ("Bandbreedte", "Tussen welke getallen de uitkomst ligt bij andere gewichten."),
        ("Bronnen", "Van elk cijfer het jaar, de eenheid, de status en de bron."),
    ]  # fmt: skip
    for y, (name, text) in enumerate(lines, FIRST):
        writer.write(sheet, y, 0, name, writer.strong)
        writer.write(sheet, y, 1, text, writer.wrapped)
        sheet.set_row(y, _height([(text, README_WIDTH)]))
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, README_WIDTH)
    sheet.set_portrait()
    figure = result_map(view, (group,), "verschil", made)
    options = {
        "image_data": io.BytesIO(png(figure.svg, PICTURE_PPI)),
        "x_scale": PICTURE_SCALE,
        "y_scale": PICTURE_SCALE,
        "description": plain(figure.description),
    }
    sheet.insert_image(FIRST + len(lines) + 1, 0, "kaart.png", options)


def _numbers(writer: Writer, view: Published) -> None:
    """Whole numbers; columns add up to the task, rows only within one unit."""
    result = view.result
    inputs = result.inputs
    sheet = writer.sheet("Verdeling", "Verdeling in hele getallen", view.statement())
    sums = [block for block in blocks([inputs.groups[group] for group in result.groups]) if len(block) > 1]
    head = ["Code", "Gemeente", "Deelregio", *(_with_unit(result, group) for group in result.groups)]
    head += [f"Samen: {_short_names(result, block)} ({inputs.groups[block[0]].unit})" for block in sums]
    order, first_row = in_order(inputs.names), FIRST + 2
    rows = []
    for y, i in enumerate(order):
        row: list[Cell | Formula] = [
            inputs.codes[i],
            inputs.names[i],
            inputs.subregions[i],
            *map(float, view.numbers[i]),
        ]
        for block in sums:
            columns = [result.column(group) for group in block]
            total = float(view.numbers[i, columns].sum())
            cells = ",".join(f"{column_letter(3 + g)}{first_row + y}" for g in columns)
            row.append(total if np.isnan(total) else Formula(f"=SUM({cells})", total))
        rows.append(row)
    totals: list[Cell | Formula] = ["", "Totaal", ""]
    for g, group in enumerate(result.groups):
        totals.append(_total(3 + g, len(rows), result.tasks[group].value, _adds_up(view, group)))
    for b, block in enumerate(sums):
        is_open = all(_adds_up(view, group) for group in block)
        totals.append(_total(3 + len(result.groups) + b, len(rows), view.total(block), is_open))
    forms = ["", "", "", *[WHOLE] * (len(head) - 3)]
    widths = [9, NAME_WIDTH, NAME_WIDTH, *[NUMBER_WIDTH] * (len(head) - 3)]
    writer.table(sheet, "Verdeling", head, rows, forms, widths, total=totals)
    sheet.freeze_panes(FIRST + 1, 2)


def _adds_up(view: Published, group: str) -> bool:
    """Whether the cells that are printed add up to the task."""
    return view.choice == OPEN or not counts_people(view.result.inputs.groups[group].unit)


def _total(x: int, rows: int, value: int, adds_up: bool) -> Cell | Formula:
    """The total as a live sum, or as a number where cells are hidden or rounded."""
    return _sum_down(x, rows, value) if adds_up else value


def _with_unit(result: Result, group: str) -> str:
    spec = result.inputs.groups[group]
    return f"{spec.short_name} ({spec.unit})"


def _short_names(result: Result, groups: Sequence[str]) -> str:
    return " + ".join(result.inputs.groups[group].short_name for group in groups)


def _unrounded(writer: Writer, view: Published) -> None:
    result = view.result
    inputs = result.inputs
    sheet = writer.sheet("Onafgerond", "Verdeling voor de afronding", _exact_words(view))
    head = ["Code", "Gemeente", *(_with_unit(result, group) for group in result.groups)]
    shown = np.column_stack(
        [np.where(view.is_exact(group), result.unrounded[:, g], np.nan) for g, group in enumerate(result.groups)]
    )
    rows = [[inputs.codes[i], inputs.names[i], *map(float, shown[i])] for i in in_order(inputs.names)]
    totals: list[Cell | Formula] = ["", "Totaal"]
    for g, group in enumerate(result.groups):
        letter, value = column_letter(2 + g), result.tasks[group].value
        total = Formula(f"=ROUND(SUM({letter}{FIRST + 2}:{letter}{FIRST + 1 + len(rows)}),6)", value)
        totals.append(total if _adds_up(view, group) else value)
    forms = ["", "", *[DECIMALS] * len(result.groups)]
    writer.table(
        sheet, "Onafgerond", head, rows, forms, [9, NAME_WIDTH, *[NUMBER_WIDTH] * len(result.groups)], total=totals
    )
    sheet.freeze_panes(FIRST + 1, 2)


def _exact_words(view: Published) -> str:
    """What is left out where numbers may not be exact."""
    if view.choice == HIDE:
        return "Waar een aantal verborgen is, staan ook de onderliggende getallen er niet in."
    if view.choice == FIVES:
        return "Van groepen mensen staan deze getallen er niet in: ze verraden het precieze aantal achter een vijftal."
    return "De getallen achter de hele getallen. Het totaal is een formule."


def _key(writer: Writer, result: Result) -> None:
    """Weights as they were set and as they work out, and the rules of each group in words."""
    inputs, scenario = result.inputs, result.scenario
    words = f"Referentie: {REFERENCES[scenario.reference]}. Gewicht: 0 tot 10. Telt mee: het gewicht als deel van alle gewichten samen."
    sheet = writer.sheet("Sleutel", "Wat telt hoe zwaar", words)
    rows: list[list[Cell | Formula]] = []
    for group in result.groups:
        chosen, said = scenario.weights_for(group), " ".join(rules_lines(result, group))
        for criterion, part in sorted(result.weights[group].items(), key=lambda pair: -pair[1]):
            name = inputs.criteria[criterion].name
            rows.append([inputs.groups[group].name, name, chosen[criterion], round(part, 6), said])
            said = ""
    head = ["Groep", "Maatstaf", "Gewicht", "Telt mee", "De sleutel in woorden"]
    writer.table(
        sheet, "Sleutel", head, rows, ["", "", "#,##0.00", PERCENT, "wrap"], [NAME_WIDTH + 10, NAME_WIDTH, 10, 10, 80]
    )


def _bargaining(writer: Writer, view: Published) -> None:
    """Agreements and swaps with their reasons."""
    result = view.result
    inputs, scenario = result.inputs, result.scenario
    names = dict(zip(inputs.codes, inputs.names, strict=True))
    rows: list[list[Cell | Formula]] = []
    for agreement in scenario.agreements:
        spec, number = inputs.groups[agreement.group], agreed_number(view, agreement)[1]
        shown = float("nan") if number is None else number
        rows.append(["Afspraak", names[agreement.municipality], "", spec.name, shown, spec.unit, agreement.reason])
    for swap in scenario.swaps:
        spec, number = inputs.groups[swap.group], swapped_number(view, swap)[1]
        shown = float("nan") if number is None else number
        rows.append(["Uitruil", names[swap.giver], names[swap.taker], spec.name, shown, spec.unit, swap.reason])
    words = "Een afspraak zet een aantal vast. Bij uitruil draagt de ene gemeente over aan de andere."
    sheet = writer.sheet("Afspraken", "Afspraken en uitruil", words)
    if not rows:
        writer.write(sheet, FIRST, 0, "Er zijn geen afspraken en er is geen uitruil.", writer.text)
        sheet.set_column(0, 0, 60)
        return
    head = ["Soort", "Gemeente", "Draagt over aan", "Groep", "Aantal", "Eenheid", "Reden"]
    widths = [11, NAME_WIDTH, NAME_WIDTH, NAME_WIDTH + 8, NUMBER_WIDTH, NAME_WIDTH, TEXT_WIDTH]
    writer.table(sheet, "Afspraken", head, rows, ["", "", "", "", WHOLE, "", "wrap"], widths)


def _explanation(writer: Writer, view: Published) -> None:
    """Per municipality and group the steps from reference to result, and a formula that adds them up."""
    result = view.result
    inputs = result.inputs
    sheet = writer.sheet(
        "Uitleg",
        "Van de referentie naar de uitkomst",
        _exact_words(view).replace(" Het totaal is een formule.", " De som is een formule."),
    )
    criteria = list(dict.fromkeys(key for group in result.groups for key in result.weights[group]))
    first, *closing = STEP_NAMES
    steps = [first, *criteria, *closing]
    names = STEP_NAMES | {key: inputs.criteria[key].name for key in criteria}
    head = ["Gemeente", "Groep", "Eenheid", *(names[step] for step in steps), "Som van de stappen", "Uitkomst"]
    left, right = column_letter(3), column_letter(2 + len(steps))
    rows: list[list[Cell | Formula]] = []
    for i in in_order(inputs.names):
        for g, group in enumerate(result.groups):
            spec, number = inputs.groups[group], int(result.numbers[i, g])
            row: list[Cell | Formula] = [inputs.names[i], spec.name, spec.unit]
            if view.is_exact(group)[i]:
                found = in_decimals({name: values[i] for name, values in result.steps[group].items()}, number)
                y = FIRST + 2 + len(rows)
                row += [found.get(step) for step in steps]
                row.append(Formula(f"=ROUND(SUM({left}{y}:{right}{y}),6)", number))
            else:
                row += [float("nan")] * (len(steps) + 1)
            rows.append([*row, float(view.numbers[i, g])])
    forms = ["", "", "", DECIMALS, *[SIGNED] * (len(steps) - 1), DECIMALS, WHOLE]
    widths = [NAME_WIDTH, NAME_WIDTH + 8, NAME_WIDTH, *[NUMBER_WIDTH] * (len(steps) + 2)]
    writer.table(sheet, "Uitleg", head, rows, forms, widths)
    sheet.freeze_panes(FIRST + 1, 2)


def _band(writer: Writer, view: Published) -> None:
    """Low and high under conceivable keys, and how often a municipality gets more than the reference."""
    result = view.result
    inputs = result.inputs
    certainty = CERTAINTIES[DEFAULT_CERTAINTY].lower()
    words = f"In 90 van de 100 denkbare wegingen ligt het getal tussen laag en hoog. Zekerheid over de gewichten: {certainty}."
    sheet = writer.sheet("Bandbreedte", "Hoe vast ligt de uitkomst?", words)
    rows: list[list[Cell | Formula]] = []
    found = intervals(result)
    spans = {group: view.interval(group, found[group]) for group in result.groups}
    for i in in_order(inputs.names):
        for g, group in enumerate(result.groups):
            spec = inputs.groups[group]
            low, high = (float(bound[i]) for bound in spans[group])
            number = float(view.numbers[i, g])
            above = float("nan") if np.isnan(number) else round(float(found[group].above[i]), 4)
            rows.append([inputs.names[i], spec.name, spec.unit, round(low, 6), number, round(high, 6), above])
    head = ["Gemeente", "Groep", "Eenheid", "Laag (5 %)", "Uitkomst", "Hoog (95 %)", "Meer dan de referentie"]
    widths = [NAME_WIDTH, NAME_WIDTH + 8, NAME_WIDTH, *[NUMBER_WIDTH] * 4]
    writer.table(sheet, "Bandbreedte", head, rows, ["", "", "", DECIMALS, WHOLE, DECIMALS, PERCENT], widths)


def _sources(writer: Writer, result: Result, tables: Tables) -> None:
    words = "Een adres is hier tekst. Kopieer het naar uw browser."
    sheet = writer.sheet("Bronnen", "Waar de cijfers vandaan komen", words)
    found: list[Source] = [*task_sources(result), *criterion_sources(result, tables), map_source()]
    rows = [[s.figure, s.value, s.unit, s.year, s.status, s.source, s.address, s.note] for s in found]
    head = ["Cijfer", "Waarde", "Eenheid", "Jaar", "Status", "Bron", "Adres", "Zo is het gemaakt"]
    widths = [38, 13, 20, 14, 18, TEXT_WIDTH, TEXT_WIDTH, 80]
    writer.table(sheet, "Bronnen", head, rows, ["", "", "", "", "", "wrap", "wrap", "wrap"], widths)
