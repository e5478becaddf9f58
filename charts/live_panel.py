"""The live panel of /verdelen: one message that sliders, map, bars, table and finding are all drawn from."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

import numpy as np

from charts.areas import national_rate
from charts.assets import SOURCE, layer_url, loader
from charts.findings import finding, firm, summary
from charts.scales import MEASURES, scale, text_color
from charts.terms import source_url
from charts.words import CERTAINTIES, COMBINATIONS, REFERENCES, noun
from data.tables import Tables
from fairshare import Inputs, Result, Scenario, allocate
from fairshare.criteria import NoShare
from fairshare.engine import blocks
from fairshare.explanation import in_decimals
from fairshare.inputs import Group
from fairshare.measures import per_1000
from fairshare.robustness import DEFAULT_CERTAINTY, importance, intervals

COLOR_MEASURES = ("verschil", "per_1000", "aantal")
STEP_DECIMALS = 1
SIGN_BYTES = 8
TURN_MAX = 40
KEY_PARTS = ("weights", "group_weights", "reference", "combine", "existing", "floor", "cap", "group_rules")
"""What the panel changes of the scenario; tasks, agreements and swaps are changed elsewhere."""
NEGOTIATED = ("agreements", "swaps", "name", "note")
STEP_NAMES = {
    "reference": "Referentie",
    "existing": "Bestaand aanbod",
    "bounds": "Onder- en bovengrens",
    "agreements": "Afspraken",
    "rounding": "Afronding",
    "swaps": "Uitruil",
}


def message(
    result: Result, group: str, certainty: str = DEFAULT_CERTAINTY, by_key: bool = False, brief: bool = False
) -> dict[str, Any]:
    """Everything that the panel shows of ``result``, by position in ``codes``; the command line's json in compact form.

    Parameters
    ----------
    group : the target group in view.
    certainty : how sure we are of the weights, a key of `fairshare.robustness.CERTAINTY`.
    by_key : add the table by the key alone, without agreements and swaps.
    brief : leave out the scenario and the codes, which whoever asks knows already; ``sign`` stands for the scenario.

    Raises
    ------
    FairShareError
        When the group is unknown or has no task.
    """
    g = result.column(group)
    inputs = result.inputs
    numbers, reference = result.numbers[:, g], result.whole_reference[:, g]
    rates = per_1000(numbers, inputs.quantities["inwoners"])
    exact = result.reference[:, g]
    moved = np.divide(result.unrounded[:, g] - exact, exact, out=np.zeros(len(exact)), where=exact > 0)
    values = {"verschil": moved, "per_1000": rates, "aantal": numbers.astype(float)}
    rate = national_rate(inputs, (group,), "per_1000")
    printed = in_decimals(result.steps[group], numbers, STEP_DECIMALS)
    interval = intervals(result, certainty, groups=(group,))[group]
    document = result.scenario.as_dict()
    return {
        "version": 1,
        "data_version": inputs.data_version,
        "sign": sign(document),
        "group": group,
        "warnings": list(result.warnings),
        "finding": finding(result, group),
        "summary": summary(result, group),
        "firm": firm(result, group, interval),
        "weights": {criterion: round(weight, 4) for criterion, weight in result.weights[group].items()},
        "importance": {criterion: round(part, 2) + 0.0 for criterion, part in importance(result, group).items()},
        "numbers": numbers.tolist(),
        "reference": reference.tolist(),
        "low": np.round(interval.low, 1).tolist(),
        "high": np.round(interval.high, 1).tolist(),
        "above": np.round(interval.above, 2).tolist(),
        "per_1000": np.round(rates, 3).tolist(),
        "classes": {name: scale(name, rate).classes(values[name]) for name in COLOR_MEASURES},
        "steps": {name: values.tolist() for name, values in printed.items()},
        "groups": result.groups,
        "table": result.numbers.tolist(),
        **({} if brief else {"scenario": document, "codes": inputs.codes}),
        **({"by_key": without_bargaining(result).numbers.tolist()} if by_key else {}),
    }


def sign(document: dict[str, Any]) -> str:
    """A short text for a document: equal for equal documents, another for others."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.blake2b(text, digest_size=SIGN_BYTES).hexdigest()


def handed(inputs: Inputs, scenario: Scenario, group: str, turn: str = "") -> dict[str, Any]:
    """What every run of the page hands to the panel: the scenario, and signs of what the panel may have already.

    ``sign`` is that of the scenario, ``settings`` that of everything but the key: what `settings` is made from. The panel
    asks the route for what it does not have. ``turn`` names the last commit that the page took up, see `turn_of`.
    """
    document = scenario.as_dict()
    place = {key: value for key, value in document.items() if key not in (*KEY_PARTS, *NEGOTIATED)}
    return {
        "scenario": document,
        "sign": sign(document),
        "group": group,
        "settings": sign(place | {"group": group, "data_version": inputs.data_version}),
        "layer": layer_url(inputs.region, inputs.year),
        "turn": turn,
    }


def without_bargaining(result: Result) -> Result:
    """The result by the key alone: no agreements, no swaps."""
    scenario = result.scenario
    if not scenario.agreements and not scenario.swaps:
        return result
    return allocate(result.inputs, scenario.with_(agreements=(), swaps=()))


def settings(tables: Tables, inputs: Inputs, group: str, tasks: dict[str, int]) -> dict[str, Any]:
    """What stays the same while sliders move: criteria, presets, codes, names, colours."""
    spec = inputs.groups[group]
    rate = national_rate(inputs, (group,), "per_1000")
    scales = {name: scale(name, rate) for name in COLOR_MEASURES}
    shown = [g for g in inputs.groups.values() if g.task.value is not None or g.key in tasks]
    return {
        "source": SOURCE,
        "region_name": inputs.region_name,
        "year": inputs.year,
        "group": {"key": group, "name": spec.name, "people": spec.people, "unit": spec.unit, "noun": noun(spec.unit)},
        "codes": inputs.codes,
        "names": inputs.names,
        "subregions": inputs.subregions,
        "criteria": _criteria(inputs, group),
        "presets": _presets(tables),
        "references": REFERENCES,
        "combinations": COMBINATIONS,
        "certainties": CERTAINTIES,
        "has_existing": group in inputs.existing and not bool(np.isnan(inputs.existing[group]).any()),
        "scales": {
            name: {"title": MEASURES[name], "legend": s.legend(), "ink": [text_color(c) for c in s.colors]}
            for name, s in scales.items()
        },
        "step_names": STEP_NAMES | {key: criterion.name for key, criterion in inputs.criteria.items()},
        "groups": {
            g.key: {
                "name": g.name,
                "short": g.short_name,
                "unit": g.unit,
                "origin": _origin(g, tasks),
                "source": source_url("groepen", group=g.key),
            }
            for g in shown
        },
        "sums": [block for block in blocks(shown) if len(block) > 1],
    }


def _origin(group: Group, tasks: dict[str, int]) -> str:
    """Where the task comes from, in one line."""
    if group.key in tasks:
        return "De opgave is zelf ingevuld."
    origin = group.task.origin
    return f"Opgave: {group.task.status}. Bron: {origin.source}, {origin.year or 'jaar onbekend'}."


def _criteria(inputs: Inputs, group: str) -> list[dict[str, Any]]:
    """Every criterion with its texts; ``missing`` says why it cannot carry weight in this region."""
    found = []
    for key, spec in inputs.criteria.items():
        share = inputs.share(key, group)
        why = ""
        if isinstance(share, NoShare):
            towns = [inputs.names[i] for i in share.missing]
            everywhere = len(towns) in (0, len(inputs.names))
            why = (
                "Nog geen cijfers voor deze regio." if everywhere else f"Het cijfer ontbreekt voor {', '.join(towns)}."
            )
            why = "Het cijfer is overal 0." if share.reason == "zero" else why
        found.append({"key": key, "name": spec.name, "text": spec.text, "missing": why})
    return found


def _presets(tables: Tables) -> list[dict[str, Any]]:
    found = []
    for (_, key), rows in tables.presets.groupby(["order", "preset"]):
        first = rows.iloc[0]
        weights = {
            criterion: float(weight) for criterion, weight in zip(rows["criterion"], rows["weight"], strict=True)
        }
        found.append({"key": key, "name": first["name"], "text": first["explanation"], "weights": weights})
    return found


@cache
def _component():
    import streamlit as st

    return st.components.v2.component("live_panel", js=loader("live_panel"))


def live_panel(data: dict[str, Any], key: str, on_commit):
    """Place the panel; ``on_commit`` is called when the user lets go of a slider. Returns the component's state."""
    return _component()(key=key, data=data, on_commit_change=on_commit)


def turn_of(state: Any, name: str = "commit") -> str:
    """Which commit of the panel the page has: its name for it, '' when there was none."""
    commit = state.get(name) if state else None
    return str(commit.get("turn", ""))[:TURN_MAX] if isinstance(commit, dict) else ""


def committed(state: Any) -> Scenario | None:
    """The scenario that the panel committed, or None.

    Raises
    ------
    FairShareError
        When what came from the browser is not a scenario.
    """
    commit = state.get("commit") if state else None
    return Scenario.from_dict(commit.get("scenario")) if isinstance(commit, dict) else None
