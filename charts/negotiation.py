"""The table at which municipalities bargain: what a move is, in words, and what the panel of /onderhandelen needs."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from charts.assets import loader
from charts.differences import Names, table_moves
from charts.live_panel import handed
from charts.numbers import number
from data.tables import Tables
from fairshare import Agreement, FairShareError, Inputs, Result, Scenario, Swap, allocate, inputs_for
from fairshare.inverse import weight_for


def moves_between(before: Scenario, after: Scenario, inputs: Inputs) -> str:
    """What changed at the table, in words: agreements made, changed and released, and swaps."""
    names = Names(
        dict(zip(inputs.codes, inputs.names, strict=True)),
        {key: group.short_name for key, group in inputs.groups.items()},
        {},
    )
    told = table_moves(before, after, names)
    text = "; ".join(told) or "geen verandering"
    return text[0].upper() + text[1:]


def at_table(
    result: Result, group: str, log: list[dict[str, Any]], can_undo: bool, can_redo: bool, turn: str = ""
) -> dict[str, Any]:
    """What every run of the page hands to the panel, with the log of moves."""
    steps = {"log": log, "can_undo": can_undo, "can_redo": can_redo}
    return handed(result.inputs, result.scenario, group, turn) | steps


def inverse_answer(tables: Tables, question: dict[str, Any]) -> str:
    """The answer to "which weight brings this municipality to this number?", in words.

    Raises
    ------
    FairShareError
        For a question that is not one.
    """
    scenario = Scenario.from_dict(question.get("scenario"))
    inputs = inputs_for(tables, scenario)
    code, group, criterion = (str(question.get(key, "")) for key in ("municipality", "group", "criterion"))
    wanted = question.get("number")
    if code not in inputs.position or criterion not in inputs.criteria:
        raise FairShareError("Kies een gemeente en een maatstaf van deze regio.")
    if isinstance(wanted, bool) or not isinstance(wanted, (int, float)) or not 0 <= wanted <= 10_000_000:
        raise FairShareError("Vul een aantal in van 0 of hoger.")
    allocate(inputs, scenario).column(group)
    answer = weight_for(inputs, scenario, group, criterion, code, float(wanted))
    name, measure = inputs.names[inputs.position[code]], inputs.criteria[criterion].name
    if answer.weight is None:
        return f"Dat lukt niet met alleen '{measure}'. {name} komt dan uit tussen {number(answer.low, 1)} en {number(answer.high, 1)}."
    now, reached = scenario.weights_for(group).get(criterion, 0.0), number(wanted, 0 if wanted == int(wanted) else 1)
    weights = f"op {number(answer.weight, 2)} (nu {number(now, 2)})"
    return f"Zet het gewicht van '{measure}' {weights}. Dan komt {name} uit op {reached}."


@cache
def _component():
    import streamlit as st

    return st.components.v2.component("negotiation_panel", js=loader("negotiation_panel"))


def negotiation_panel(data: dict[str, Any], key: str, on_move: Callable[[], None], on_step: Callable[[], None]) -> None:
    """Place the panel. ``on_move`` is called when a move is made, ``on_step`` for undo and redo."""
    _component()(key=key, data=data, on_move_change=on_move, on_step_change=on_step)


def bargained(move: dict[str, Any]) -> tuple[tuple[Agreement, ...], tuple[Swap, ...]]:
    """The agreements and swaps of a move that came from the browser.

    Raises
    ------
    FairShareError
        When what came from the browser is not a scenario.
    """
    scenario = Scenario.from_dict(move.get("scenario"))
    return scenario.agreements, scenario.swaps
