"""A result as csv for a spreadsheet with Dutch settings, and as json for a program."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import numpy as np

from reports.privacy import HIDDEN, OPEN, Published, counts_people
from reports.text import csv_text
from reports.wording import agreed_number, dutch_date, in_order, statement_of, swapped_number, versions

HEAD = (
    "code",
    "gemeente",
    "deelregio",
    "groep",
    "eenheid",
    "referentie",
    "uitkomst",
    "verschil",
    "onafgerond",
    "status van de opgave",
    "cijferversie",
)


def as_csv(view: Published, made: date) -> bytes:
    """One row per municipality and group: semicolons, decimal commas, and a mark that tells Excel it is UTF-8."""
    result = view.result
    inputs = result.inputs
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    for i in in_order(inputs.names):
        for g, group in enumerate(result.groups):
            number, reference = view.numbers[i, g], view.reference[i, g]
            exact = result.unrounded[i, g] if view.is_exact(group)[i] else np.nan
            texts = (
                inputs.codes[i],
                inputs.names[i],
                inputs.subregions[i],
                inputs.groups[group].name,
                inputs.groups[group].unit,
            )
            figures = (_whole(reference), _whole(number), _whole(number - reference), _decimals(exact))
            last = (result.tasks[group].status, inputs.data_version)
            writer.writerow([*map(csv_text, texts), *figures, *map(csv_text, last)])
    writer.writerow([])
    for line in (f"{versions(result)} Gemaakt op {dutch_date(made)}.", statement_of(view)):
        writer.writerow([csv_text(line)])
    return text.getvalue().encode("utf-8-sig")


def _whole(value: float) -> str:
    return HIDDEN if np.isnan(value) else str(int(value))


def _decimals(value: float) -> str:
    return HIDDEN if np.isnan(value) else f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")


def as_json(view: Published) -> bytes:
    """The result as the command line prints it (version 1), with the privacy choice.

    Where a number may not be exact, ``result`` and ``reference`` are what may be seen or null, ``unrounded`` and ``steps``
    are null, and agreements and swaps stand apart from the scenario. Own figures are left out: it cannot be run again then.
    """
    result = view.result
    document = result.as_dict()
    if view.choice != OPEN:
        _protect(document, view)
    document["privacy"] = {"choice": view.choice, "statement": statement_of(view)}
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1).encode()


def _protect(document: dict[str, Any], view: Published) -> None:
    """Take out of the document, in place, what may not be seen."""
    result = view.result
    inputs = result.inputs
    for row in document["rows"]:
        i, g = inputs.position[row["municipality"]], result.column(row["group"])
        if not counts_people(inputs.groups[row["group"]].unit):
            continue
        if not view.is_exact(row["group"])[i]:
            row["unrounded"] = row["steps"] = None
            row["reference"] = _or_null(view.reference[i, g])
        row["result"] = _or_null(view.numbers[i, g])
    scenario = document["scenario"]
    for part in ("agreements", "swaps", "figures"):  # own figures hold existing supply per municipality
        scenario.pop(part, None)
    document["agreements"] = [
        {"municipality": a.municipality, "group": a.group, "number": agreed_number(view, a)[1], "reason": a.reason}
        for a in result.scenario.agreements
    ]
    document["swaps"] = [
        {"from": s.giver, "to": s.taker, "group": s.group, "number": swapped_number(view, s)[1], "reason": s.reason}
        for s in result.scenario.swaps
    ]


def _or_null(value: float) -> int | None:
    return None if np.isnan(value) else int(value)
