"""Every figure that a result rests on, with unit, year, status and source: one list for workbook and note."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from charts.assets import SOURCE
from charts.findings import task_line
from charts.numbers import number
from data.tables import Tables
from fairshare import Result
from fairshare.criteria import EXISTING
from fairshare.inputs import INHABITANTS
from fairshare.scenario import REFERENCES
from fairshare.tasks import OWN, Task

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
    """The figures per municipality that count in the key or in the reference, and inhabitants."""
    rows = tables.sources.set_index("column")
    found = []
    for column, name in _columns(result).items():
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
        else:
            found.append(Source(name, "per gemeente", "", "", OWN, "eigen cijfers van de regio", "", ""))
    return found


def map_source() -> Source:
    """The boundaries on the map."""
    return Source("Kaart", "", "", "2023", "officieel", SOURCE, "", "")


def _columns(result: Result) -> dict[str, str]:
    """Columns of figures -> name, in the order in which they are met; existing supply has no column."""
    inputs = result.inputs
    stem = lambda name: f"{INHABITANTS}_{inputs.year}" if name == INHABITANTS else name  # noqa: E731  one line, used twice
    found = {stem(INHABITANTS): "Inwoners"}
    if result.scenario.reference in REFERENCES and result.scenario.reference != "gelijk":
        found.setdefault(stem(result.scenario.reference), result.scenario.reference)
    for weights in result.weights.values():
        for key in weights:
            spec = inputs.criteria[key]
            for quantity in (spec.quantity, spec.base):
                if quantity and quantity != EXISTING:
                    found.setdefault(stem(quantity), spec.name)
    return found


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)
