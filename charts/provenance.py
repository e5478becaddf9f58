"""Where every number comes from: figures with source, year, unit and status; definitions; and what is missing."""

from __future__ import annotations

from html import escape

import pandas as pd

from charts.findings import task_line
from charts.numbers import number
from charts.remembered import remembered
from charts.tables import Cell, html_table
from charts.words import KINDS
from data.tables import Tables
from fairshare import Inputs, Scenario, inputs_for
from fairshare.tasks import MISSING

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
        rows.append([next(iter(inputs.values())).groups[key].name, *cells])
    return html_table(f"Wat is bekend per regio en aandachtsgroep ({year})", ["Aandachtsgroep", *regions], rows)


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
        "Aandachtsgroep",
        "Opgave",
        "Eenheid",
        "Jaar",
        "Status",
        "Andere schatting",
        "Bron",
        "Zo is het getal gemaakt",
    ]
    return html_table(f"Opgaven van {inputs.region_name}, peiljaar {inputs.year}", head, rows)


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
        ["Cijfer", "Gebied", "Waarde", "Eenheid", "Jaar", "Status", "Bron"],
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
def indicators_table(tables: Tables) -> str:
    """Every figure per municipality that the dashboard uses: unit, year, status, source, known gaps."""
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
    return html_table(
        "Cijfers per gemeente", ["Cijfer", "Eenheid", "Jaar", "Status", "Bron", "Licentie", "Let op"], rows
    )


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
def criteria_table(tables: Tables) -> str:
    """What can carry weight, how it is measured, and the argument for and against."""
    names = tables.sources.set_index("column")["name"].to_dict() | {
        "bestaand_aanbod": "Bestaand aanbod",
        "inwoners": "Inwoners (peiljaar)",
    }
    rows = []
    for row in tables.criteria.sort_values("order").to_dict("records"):
        quantity = names.get(row["quantity"], row["quantity"])
        how = f"Naar rato van: {quantity}."
        if row["kind"] == "gap":
            norm = "het gemiddelde van de regio" if pd.isna(row["norm"]) else f"{number(100 * row['norm'])} procent"
            how = f"Tekort ten opzichte van een norm: {norm} van {names.get(row['base'], row['base'])}, min {quantity}; nooit onder 0."
        rows.append([row["name"], how, row["explanation"], row["argument"]])
    return html_table("Maatstaven", ["Maatstaf", "Zo rekenen wij", "Wat het is", "Voor en tegen"], rows)


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)
