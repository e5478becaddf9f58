"""Where every number comes from: figures with source, year, unit and status; definitions; and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import pandas as pd

from charts.findings import base_words, task_line
from charts.numbers import exact, listing, number, percent
from charts.remembered import remembered
from charts.tables import Cell, Head, html_table
from charts.terms import source_url, term
from charts.words import KINDS
from data.tables import Tables
from fairshare import Inputs, Scenario, inputs_for
from fairshare.assumptions import HOMES, TURNOVER, Assumption, assumption, assumptions
from fairshare.coverage import EXISTING, ITEMS, MARGIN, REGISTERED, TASK, Known, gaps, whom_to_ask
from fairshare.inputs import Group
from fairshare.scenario import DEFAULT_YEAR
from fairshare.tasks import MISSING, Figure, whole

STATUS_SIGNS = {
    "CBS": "●",
    "officieel": "●",
    "regionaal onderzoek": "◆",
    "berekend": "◐",
    "raming": "○",
    "eigen invoer": "✎",
    MISSING: "–",
}
STATUS_WORDS = {
    "CBS": "geteld of berekend door het CBS",
    "officieel": "vastgesteld door het Rijk of een andere overheid",
    "regionaal onderzoek": "uit een onderzoek in de regio of provincie",
    "berekend": "door dit dashboard berekend uit een landelijk cijfer",
    "raming": "een schatting; het echte getal kan anders zijn",
    "eigen invoer": "door u ingevuld",
    MISSING: "geen cijfer gevonden",
}
PLACES = ("plekken", "woonplekken", "wooneenheden", "standplaatsen")
"""Units that are places to live, but not always a home each."""
ITEM_NAMES = {
    TASK: Head("Opgave", "opgave"),
    MARGIN: Head("Laag en hoog", "laag-hoog"),
    REGISTERED: Head("Cijfer uit de regio zelf", "regionaal-onderzoek"),
    EXISTING: Head("Bestaand aanbod", "bestaand-aanbod"),
    HOMES: Head("Woningen per eenheid", "woningen-per-eenheid"),
}


def introduction() -> str:
    """What a reader may expect of every number."""
    return (
        '<p class="fs-lead">Elk getal in dit dashboard heeft een bron, een jaar, een eenheid en een status. Waar geen cijfer is, '
        "staat er geen nul maar een streepje. Twijfel schrijven wij op.</p>"
    )


def status_key() -> str:
    """What every status means."""
    items = "".join(
        f"<li>{sign} <strong>{status}</strong>: {STATUS_WORDS[status]}</li>" for status, sign in STATUS_SIGNS.items()
    )
    return f"<ul class='fs-key'>{items}</ul>"


@remembered
def coverage_table(tables: Tables, year: int) -> str:
    """Per region and group the status of the task: the matrix of what is known and what is missing."""
    regions = tables.regions.set_index("region")["short_name"]
    inputs = {region: inputs_for(tables, Scenario(region=region, year=year)) for region in regions.index}
    rows = []
    for key in next(iter(inputs.values())).groups:
        cells = []
        for region in regions.index:
            task = inputs[region].groups[key].task
            amount = "" if task.value is None else number(task.value)
            cells.append(Cell(f"{STATUS_SIGNS[task.status]} {amount}".strip(), is_number=True, note=task.status))
        name = next(iter(inputs.values())).groups[key].name
        rows.append([Cell(name, source=source_url("groepen", group=key)), *cells])
    head = [Head("Aandachtsgroep", "aandachtsgroep"), *regions]
    return html_table(f"Opgave en status per regio en aandachtsgroep ({year})", head, rows)


def coverage_finding(inputs: Inputs, matrix: Mapping[str, Mapping[str, Known]]) -> str:
    """For how many groups there is a task, a figure of the region itself, and existing supply."""
    known = {item: sum(not cells[item].is_missing for cells in matrix.values()) for item in ITEMS}
    return (
        f"{inputs.region_name}: voor {number(known[TASK])} van de {number(len(matrix))} groepen is er een opgave, "
        f"voor {number(known[REGISTERED])} een cijfer uit de regio zelf, voor {number(known[EXISTING])} het bestaande aanbod."
    )


def region_coverage_table(inputs: Inputs, matrix: Mapping[str, Mapping[str, Known]]) -> str:
    """The matrix of one region: group by item, each cell with sign, status, figure and year."""
    rows = []
    for key, cells in matrix.items():
        source = "" if cells[TASK].is_missing else source_url("groepen", group=key)
        rows.append([Cell(inputs.groups[key].name, source=source), *(_known(cells[item]) for item in ITEMS)])
    head = [Head("Aandachtsgroep", "aandachtsgroep"), *ITEM_NAMES.values()]
    return html_table(f"Wat is bekend van {inputs.region_name}, peiljaar {inputs.year}", head, rows)


def _known(known: Known) -> Cell:
    note = f"{known.text} ({known.year})" if known.year else known.text
    return Cell(f"{STATUS_SIGNS[known.status]} {known.status}", note=note)


def requests_table(tables: Tables, inputs: Inputs, matrix: Mapping[str, Mapping[str, Known]]) -> str:
    """What to ask from whom to fill the gaps; groups with the same question stand together."""
    questions: dict[tuple[str, str, str], list[str]] = {}
    for group, item in sorted(gaps(matrix), key=lambda gap: ITEMS.index(gap[1])):
        ask, request = whom_to_ask(tables, item, group)
        if ask:
            questions.setdefault((item, ask, request), []).append(inputs.groups[group].short_name)
    if not questions:
        return "<p>Er ontbreekt niets.</p>"
    rows = [
        [ITEM_NAMES[item].text, _groups_in_words(names, len(matrix)), ask, request]
        for (item, ask, request), names in questions.items()
    ]
    head = ["Wat ontbreekt", "Voor wie", "Vraag het aan", "Wat u vraagt"]
    return html_table("Vragen om de gaten te vullen", head, rows)


def _groups_in_words(names: list[str], all_: int) -> str:
    return "Alle groepen" if len(names) == all_ else listing(names)


@remembered
def tasks_table(inputs: Inputs) -> str:
    """Every task of a region with how it was made."""
    rows = []
    for group in inputs.groups.values():
        task = group.task
        origin = task.origin
        value = Cell("–" if task.value is None else number(task.value), is_number=True)
        span = " tot ".join(number(bound) for bound in (task.low, task.high) if bound is not None)
        rows.append(
            [
                group.name,
                value,
                group.unit,
                origin.year or "jaar onbekend" if origin else "–",
                f"{STATUS_SIGNS[task.status]} {task.status}",
                span or "–",
                Cell(origin.source, link=origin.source_url) if origin else "–",
                task_line(group, task, inputs.region_name),
            ]
        )
    head = [
        Head("Aandachtsgroep", "aandachtsgroep"),
        Head("Opgave", "opgave"),
        Head("Eenheid", "eenheid"),
        "Jaar",
        Head("Status", "status"),
        Head("Andere schatting", "laag-hoog"),
        "Bron",
        "Zo is het getal gemaakt",
    ]
    return html_table(f"Opgaven van {inputs.region_name}, peiljaar {inputs.year}", head, rows)


def calculation_html(inputs: Inputs, key: str, own: int | None) -> str:
    """How the task of a group was made: the calculation written out with the numbers of this region, low and high too.

    ``own`` is the number that the user filled in, or None.
    """
    group = inputs.groups[key]
    task = group.task
    if own is not None:
        lines = [
            f"<p><strong>{number(own)} {escape(group.unit)}.</strong> Dit aantal is hier zelf ingevuld ({term('eigen-invoer')}).</p>"
        ]
        if task.value is not None:
            lines.append(f"<p>Zonder uw getal: {_calculated(inputs, group, task.origin, task.value)}</p>")
    elif task.value is None:
        lines = [
            f"<p>{escape(task_line(group, task, inputs.region_name))} Vul een eigen aantal in als u dat heeft.</p>"
        ]
    else:
        lines = [
            f"<p><strong>{_calculated(inputs, group, task.origin, task.value)}</strong></p>",
            _made_of(inputs, group),
        ]
        ends = {"Laagste schatting": (task.low, task.low_origin), "Hoogste schatting": (task.high, task.high_origin)}
        lines += [
            f"<p>{name}: {_calculated(inputs, group, origin, value)} {_published(origin)}</p>"
            for name, (value, origin) in ends.items()
            if origin is not None
        ]
    return f"<div class='fs-calculation'>{''.join(lines)}</div>"


def _calculated(inputs: Inputs, group: Group, figure: Figure, value: int) -> str:
    """``21.200 × 788.655 / 17.475.415 = 957 personen per halfjaar``; a figure that was not scaled stands as it is."""
    base = group.task.base
    if base is None or whole(figure.value * group.task.share) != value:
        return f"{number(value)} {escape(group.unit)}"
    within, everywhere = inputs.quantities[base].sum(), inputs.national[base]
    return f"{number(figure.value)} × {number(within)} / {number(everywhere)} = {number(value)} {escape(group.unit)}"


def _made_of(inputs: Inputs, group: Group) -> str:
    """What the numbers in the calculation are, with their source."""
    task, figure = group.task, group.task.origin
    if task.base is None:
        return f"<p>{escape(figure.description)} ({escape(figure.status)}, {_year(figure)}). {_published(figure)}</p>"
    within, everywhere = inputs.quantities[task.base].sum(), inputs.national[task.base]
    return (
        f"<p>{number(figure.value)}: {escape(figure.description)} in Nederland ({escape(figure.status)}, {_year(figure)}). "
        f"{_published(figure)}</p>"
        f"<p>{number(within)} van {number(everywhere)}: het deel van {escape(inputs.region_name)} ({percent(task.share, 2)}) "
        f"in {escape(base_words(task.base))}.</p>"
    )


def _year(figure: Figure) -> str:
    return figure.year or "jaar onbekend"


def _published(figure: Figure) -> str:
    """The source of a figure as a link."""
    return f"<a href='{escape(figure.source_url)}' target='_blank' rel='noopener'>{escape(figure.source)}</a>"


def homes_html(tables: Tables, overrides: Mapping[str, float], inputs: Inputs, key: str, own: int | None) -> str:
    """From the unit of a group to homes: the factor with its evidence, and the task in homes."""
    factor = assumption(tables, overrides, HOMES, key)
    group = inputs.groups[key]
    if factor.value is None:
        return "<p>Hoeveel woningen er per eenheid nodig zijn, is voor deze groep niet bekend.</p>"
    value = group.task.value if own is None else own
    lines = [f"<p><strong>{_factor(factor)}</strong> {escape(factor.evidence)}</p>"]
    if value is not None:
        counted, _, period = group.unit.partition(" ")
        homes = f"{number(whole(value * factor.value))} {'woningen of plekken' if counted in PLACES else 'woningen'}"
        period = f" {period}" if period.startswith(("per ", "t/m ")) else ""
        sum_ = escape(f"{number(value)} {counted} × {exact(factor.value)} = {homes}{period}")
        lines.insert(0, f"<p><strong>{sum_}.</strong></p>")
    return f"<div class='fs-calculation'>{''.join(lines)}</div>"


def _factor(factor: Assumption) -> str:
    """``0,43 woningen per persoon (raming, 2023).``"""
    how = ", ".join(text for text in (factor.status, factor.year) if text)
    ends = [f"{name} {exact(end)}" for name, end in (("laag", factor.low), ("hoog", factor.high)) if end is not None]
    span = f"; {', '.join(ends)}" if ends else ""
    unit = factor.unit.replace("woningen", "woning", 1) if factor.value == 1 else factor.unit
    return f"{exact(factor.value)} {escape(unit)} ({how}{span})."


def assumptions_table(tables: Tables, overrides: Mapping[str, float], inputs: Inputs, asked: str | None) -> str:
    """Every assumption with value, status, source and evidence; what the user filled in stands beside what was published."""
    found = assumptions(tables, overrides)
    rows = [
        [
            Cell(inputs.groups[one.group].name if one.group in inputs.groups else one.name),
            Cell(percent(one.value, 2) if one.key == TURNOVER else exact(one.value), is_number=True),
            one.unit,
            Cell(
                f"{STATUS_SIGNS[one.status]} {one.status}",
                note=f"gepubliceerd: {exact(one.published)}" if one.is_own else one.year,
            ),
            one.evidence,
            Cell(one.source, link=one.source_url),
        ]
        for one in found
    ]
    place = next((i for i, one in enumerate(found) if one.subject == asked), None)
    head = [
        Head("Aanname", "aanname"),
        "Waarde",
        Head("Eenheid", "eenheid"),
        Head("Status", "status"),
        "Waar het op berust",
        "Bron",
    ]
    return html_table("Aannames", head, rows, asked=place)


@remembered
def group_html(tables: Tables, key: str) -> str:
    """One target group: definition, how to read the figure, what it does not say, and every published figure."""
    row = tables.groups.set_index("group").loc[key]
    figures = pd.concat([tables.national_figures.assign(region="Nederland"), _named(tables)])
    rows = []
    for figure in figures[figures["group"] == key].to_dict("records"):
        value = number(figure["value"], 0 if float(figure["value"]).is_integer() else 1)
        year = "onbekend" if pd.isna(figure["year"]) else str(figure["year"])
        note = "" if pd.isna(figure["note"]) else figure["note"]
        place = figure["region"]
        source = Cell(figure["source"], link=figure["source_url"])
        rows.append(
            [
                Cell(figure["description"], note=note),
                place,
                Cell(value, is_number=True),
                figure["unit"],
                year,
                figure["status"],
                source,
            ]
        )
    table = html_table(
        f"Gepubliceerde cijfers: {row['name']}",
        ["Cijfer", "Gebied", "Waarde", Head("Eenheid", "eenheid"), "Jaar", Head("Status", "status"), "Bron"],
        rows,
    )
    text = [
        f"<p>{escape(row['definition'])}</p>",
        f"<p><strong>Soort cijfer.</strong> {KINDS[row['kind']]} Eenheid: {escape(row['unit'])}.</p>",
        f"<p><strong>Zo leest u het.</strong> {escape(row['reading'])}</p>",
        f"<p><strong>Dit zegt het niet.</strong> {escape(row['not_said'])}</p>",
        f"<p><strong>Van land naar regio.</strong> {escape(row['base_reason'])}</p>",
    ]
    return "".join(text) + (table if rows else "<p><strong>Er is geen gepubliceerd cijfer gevonden.</strong></p>")


def _named(tables: Tables) -> pd.DataFrame:
    names = tables.regions.set_index("region")["short_name"]
    return tables.regional_figures.assign(region=tables.regional_figures["region"].map(names))


@remembered
def indicators_table(tables: Tables, asked: str | None = None) -> str:
    """Every figure per municipality that the dashboard uses: unit, year, status, source, known gaps.

    ``asked`` is the column that a link points at.
    """
    rows = [
        [
            Cell(row["name"], note=row["definition"]),
            _text(row["unit"]) or "per rij",
            _text(row["year"]) or "per rij",
            row["status"],
            Cell(
                f"{row['source']}: {row['source_table']}" if pd.notna(row["source_table"]) else row["source"],
                link=_text(row["source_url"]),
            ),
            _text(row["licence"]) or "–",
            _text(row["gaps"]) or "geen bekend",
        ]
        for row in tables.sources.to_dict("records")
    ]
    place = next((i for i, column in enumerate(tables.sources["column"]) if column == asked), None)
    head = [
        "Cijfer",
        Head("Eenheid", "eenheid"),
        "Jaar",
        Head("Status", "status"),
        "Bron",
        "Licentie",
        "Let op",
    ]
    return html_table("Cijfers per gemeente", head, rows, asked=place)


@remembered
def remarks_table(tables: Tables) -> str:
    """Doubts about single figures, with the figure itself."""
    names = tables.sources.set_index("column")["name"]
    rows = []
    for row in tables.remarks.to_dict("records"):
        town = tables.municipalities.loc[row["municipality"]]
        value = town.get(row["column"])
        text = "–" if value is None or pd.isna(value) else number(float(value), 0 if float(value).is_integer() else 1)
        rows.append([town["name"], names.get(row["column"], row["column"]), Cell(text, is_number=True), row["note"]])
    return html_table("Cijfers waar wij aan twijfelen", ["Gemeente", "Cijfer", "Waarde", "Kanttekening"], rows)


@remembered
def criteria_table(tables: Tables, asked: str | None = None) -> str:
    """What can carry weight, how it is measured, and the argument for and against; ``asked`` is the one a link points at."""
    names = tables.sources.set_index("column")["name"].to_dict() | {
        "bestaand_aanbod": "Bestaand aanbod",
        "inwoners": "Inwoners (peiljaar)",
    }
    criteria = tables.criteria.sort_values("order").to_dict("records")
    rows = []
    for row in criteria:
        quantity = names.get(row["quantity"], row["quantity"])
        how = f"Naar rato van: {quantity}."
        if row["kind"] == "gap":
            norm = "het gemiddelde van de regio" if pd.isna(row["norm"]) else f"{number(100 * row['norm'])} procent"
            how = f"Tekort ten opzichte van een norm: {norm} van {names.get(row['base'], row['base'])}, min {quantity}; nooit onder 0."
        column = f"inwoners_{DEFAULT_YEAR}" if row["quantity"] == "inwoners" else row["quantity"]
        is_column = column in tables.municipalities
        source = source_url("gemeenten", column) if is_column else ""
        rows.append([Cell(row["name"], source=source), how, row["explanation"], row["argument"]])
    place = next((i for i, row in enumerate(criteria) if row["criterion"] == asked), None)
    head = [Head("Maatstaf", "maatstaf"), "Zo rekenen wij", "Wat het is", "Voor en tegen"]
    return html_table("Maatstaven", head, rows, asked=place)


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)
