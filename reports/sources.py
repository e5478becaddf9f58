"""Every figure that a result rests on, with unit, year, status and source: one list for workbook and note."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from charts.assets import SOURCE
from charts.findings import task_line
from charts.numbers import exact, number, plural
from data.tables import Tables
from fairshare import Result
from fairshare.inputs import INHABITANTS
from fairshare.provenance import subject_name, unit_of
from fairshare.tasks import Task

UNKNOWN_YEAR = "jaar onbekend"


@dataclass(frozen=True)
class Source:
    """Where one figure comes from. All texts; an address is never made into a link."""

    figure: str
    value: str
    unit: str
    year: str
    status: str
    source: str
    address: str
    note: str


def task_sources(result: Result) -> list[Source]:
    """The task of every group."""
    found = []
    for group in result.groups:
        spec, task = result.inputs.groups[group], result.tasks[group]
        year, source, address = origin_of(result, group, task)
        note = task_line(spec, task, result.inputs.region_name)
        found.append(
            Source(f"Opgave: {spec.name}", number(task.value), spec.unit, year, task.status, source, address, note)
        )
    return found


def origin_of(result: Result, group: str, task: Task) -> tuple[str, str, str]:
    """Year, source and address of a task; one that was typed in has no other source than that."""
    if group in dict(result.scenario.tasks) or task.origin is None:
        return "", "zelf ingevuld", ""
    return task.origin.year or UNKNOWN_YEAR, task.origin.source, task.origin.source_url


def criterion_sources(result: Result, tables: Tables) -> list[Source]:
    """The figures per municipality that count in the key or in the reference, inhabitants, existing supply and own figures."""
    rows = tables.sources.set_index("column")
    found = []
    for column in _columns(result):
        if column in rows.index:
            row = rows.loc[column]
            source = f"{row['source']}: {row['source_table']}" if pd.notna(row["source_table"]) else row["source"]
            parts = [_text(row[part]) for part in ("unit", "year")]
            unit, year = (part or "per gemeente" for part in parts)
            note = " ".join(part for part in (_text(row["definition"]), _text(row["gaps"])) if part)
            found.append(
                Source(
                    _text(row["name"]),
                    "per gemeente",
                    unit,
                    year,
                    row["status"],
                    source,
                    _text(row["source_url"]),
                    note,
                )
            )
    return [*found, *existing_sources(result, tables), *own_sources(result, tables)]


def existing_sources(result: Result, tables: Tables) -> list[Source]:
    """Published existing supply of the groups of this result, one row per source."""
    rows = tables.existing_supply
    rows = rows[rows["municipality"].isin(result.inputs.codes) & rows["group"].isin(result.groups)]
    found = []
    for (group, unit, year, source, address, status), _ in rows.groupby(
        ["group", "unit", "year", "source", "source_url", "status"], dropna=False
    ):
        name = f"Bestaand aanbod: {result.inputs.groups[group].name}"
        found.append(Source(name, "per gemeente", _text(unit), _text(year), status, source, _text(address), ""))
    return found


def own_sources(result: Result, tables: Tables) -> list[Source]:
    """The figures that the region brought itself, apart from tasks: those are among the tasks."""
    inputs, found = result.inputs, []
    for figure in inputs.figures:
        if figure.kind == "task":
            continue
        here = len(set(dict(figure.values)) & set(inputs.codes))
        about = "Bestaand aanbod: " if figure.kind == "existing" else ""
        note = f"Komt in {plural(here, 'gemeente', 'gemeenten')} in plaats van het gepubliceerde cijfer."
        found.append(
            Source(
                f"Eigen cijfer: {about}{subject_name(tables, figure)}",
                "per gemeente" if here else " ".join(exact(value) for _, value in figure.values),
                figure.unit or unit_of(tables, figure.kind, figure.subject),
                figure.year or UNKNOWN_YEAR,
                figure.status,
                figure.source,
                "",
                note if figure.kind == "quantity" else "",
            )
        )
    return found


def map_source() -> Source:
    """The boundaries on the map."""
    return Source("Kaart", "", "", "2023", "officieel", SOURCE, "", "")


def _columns(result: Result) -> list[str]:
    """Columns of figures in the order in which they are met; existing supply and own criteria have no column."""
    inputs = result.inputs
    quantities = [INHABITANTS, result.scenario.reference]
    for weights in result.weights.values():
        for key in weights:
            quantities += [inputs.criteria[key].quantity, inputs.criteria[key].base]
    stems = {INHABITANTS: f"{INHABITANTS}_{inputs.year}"}
    return list(dict.fromkeys(stems.get(quantity, quantity) for quantity in quantities if quantity))


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)
