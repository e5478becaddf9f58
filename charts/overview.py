"""The six regions in short: what stands on their cards on the start page."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Any

from charts.numbers import number, plural
from charts.terms import source_link, source_url
from data.tables import load_tables
from fairshare import Scenario, inputs_for

SHOWN_GROUPS = ("statushouders", "dak_thuisloos", "ouderen")


@cache
def region_overviews() -> list[dict[str, Any]]:
    """Per region its id, names, facts (label, unit, value) and one sentence that holds for this region only."""
    tables = load_tables()
    overviews = []
    for row in tables.regions.to_dict("records"):
        inputs = inputs_for(tables, Scenario(region=row["region"]))
        inhabitants = inputs.quantities["inwoners"].sum()
        facts = []
        for key in SHOWN_GROUPS:
            group = inputs.groups[key]
            facts.append((group.short_name, group.unit, number(group.task.value)))
        overviews.append(
            {
                "id": row["region"],
                "name": row["name"],
                "short": row["short_name"],
                "facts": facts,
                "sentence": row["distinct_sentence"],
                "size": f"{plural(len(inputs.codes), 'gemeente', 'gemeenten')}, {number(inhabitants)} inwoners ({inputs.year})",
                "tip": [plural(len(inputs.codes), "gemeente", "gemeenten"), f"{number(inhabitants)} inwoners"],
            }
        )
    return overviews


def card(overview: dict[str, Any]) -> str:
    """The card of one region as HTML."""
    facts = "".join(
        f"<dt>{escape(label)}<small>{escape(unit)} {_source(overview, group, label)}</small></dt><dd>{escape(value)}</dd>"
        for group, (label, unit, value) in zip(SHOWN_GROUPS, overview["facts"], strict=True)
    )
    return (
        f"<div class='fs-card'><h2>{escape(overview['name'])}</h2><p class='fs-quiet'>{escape(overview['size'])}</p>"
        f"<dl>{facts}</dl><p>{escape(overview['sentence'])}</p></div>"
    )


def _source(overview: dict[str, Any], group: str, label: str) -> str:
    """A link to how the task of a group was made in this region."""
    return source_link(
        f"{label}, {overview['short']}", source_url("groepen", group=group, query={"regio": overview["id"]})
    )
