"""Inverse questions: what has to change so that a municipality comes out at a number, or everyone within the bounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq, linprog

from fairshare.checks import unknown
from fairshare.criteria import NoShare
from fairshare.engine import Result, allocate, key_of, share_of_reference
from fairshare.errors import FairShareError
from fairshare.inputs import Inputs
from fairshare.scenario import WEIGHT_MAX, Scenario

STEPS = 40
"""Number of intervals in which a root is looked for."""


@dataclass(frozen=True)
class Answer:
    """The answer to "which weight of criterion c brings municipality m to X?".

    Parameters
    ----------
    weight : the weight that does it [0-10], or None when no weight does.
    low, high : the numbers that can be reached with weights from 0 to 10. [units of the group]
    """

    weight: float | None
    low: float
    high: float


def with_weight(scenario: Scenario, group: str, criterion: str, weight: float) -> Scenario:
    """The scenario with another weight for one criterion in the key that ``group`` uses."""
    own = dict(scenario.group_weights)
    if group in own:
        return scenario.with_(group_weights=own | {group: dict(own[group]) | {criterion: weight}})
    return scenario.with_(weights=dict(scenario.weights) | {criterion: weight})


def weight_for(
    inputs: Inputs, scenario: Scenario, group: str, criterion: str, municipality: str, number: float
) -> Answer:
    """The weight of ``criterion`` that brings the unrounded number of ``municipality`` to ``number``.

    The number is looked for on a grid of weights and then between grid points, to machine precision (Brent's method). Without
    bounds, existing supply and agreements it is ``N (A + w s) / (B + w)``, which rises or falls all the way, so nothing is missed;
    with them the line bends. A weight that breaks a rule is passed over.

    Raises
    ------
    FairShareError
        When the criterion carries no weight in the region, a name is unknown, or every weight breaks a rule.
    """
    if municipality not in inputs.position:
        raise unknown("municipality", municipality, inputs.position)
    if criterion not in inputs.criteria:
        raise unknown("criterion", criterion, inputs.criteria)
    if isinstance(inputs.share(criterion, group), NoShare):
        raise FairShareError(f"'{inputs.criteria[criterion].name}' heeft geen cijfers voor deze regio.")
    i, refusals = inputs.position[municipality], []

    def outcome(weight: float) -> float:
        changed = with_weight(scenario, group, criterion, weight)
        try:
            result = allocate(inputs, changed)
        except FairShareError as error:
            refusals.append(error)
            return np.nan
        return float(result.unrounded[i, result.column(group)])

    others = {c: w for c, w in scenario.weights_for(group).items() if c != criterion}
    start = 0.0 if others else 1e-6
    grid = np.linspace(start, WEIGHT_MAX, STEPS + 1)
    values = np.array([outcome(weight) for weight in grid])
    if np.isnan(values).all():
        raise refusals[0]
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    found = [grid[k] for k in range(len(grid)) if abs(values[k] - number) <= 1e-9 * max(1.0, abs(number))]
    now = dict(scenario.weights_for(group)).get(criterion, 0.0)
    for k in range(len(grid) - 1):
        if (values[k] - number) * (values[k + 1] - number) < 0:
            found.append(brentq(lambda weight: outcome(weight) - number, grid[k], grid[k + 1], xtol=1e-12, rtol=1e-14))
    weight = min(found, key=lambda candidate: abs(candidate - now)) if found else None
    return Answer(None if weight is None else float(weight), low, high)


def nearest_key(result: Result, group: str, low: np.ndarray, high: np.ndarray) -> dict[str, float] | None:
    """The key that moves least from today's and still keeps every municipality within the bounds.

    Minimises the percentage points that move between criteria, ``sum |v_c - w_c| / 2``, over keys with the criteria that have
    a share in the region: a linear programme (HiGHS).

    Parameters
    ----------
    low, high : (municipalities,) bounds on the unrounded number. [units of the group]

    Returns
    -------
    dict or None
        criterion -> effective weight, adds up to 1 [fraction]; None when no key keeps everyone within the bounds.
    """
    inputs, scenario = result.inputs, result.scenario
    reference_share = share_of_reference(inputs, scenario.reference)
    everything = scenario.with_(weights=dict.fromkeys(inputs.criteria, 1.0), group_weights=())
    weights, parts, _ = key_of(inputs, everything, group, reference_share)
    today = np.array([result.weights[group].get(criterion, 0.0) for criterion in weights])
    task, n = result.tasks[group].value, len(weights)
    outcome = np.hstack([task * parts.T, np.zeros((len(low), n))])
    away = np.vstack([np.hstack([np.eye(n), -np.eye(n)]), np.hstack([-np.eye(n), -np.eye(n)])])
    solution = linprog(
        c=np.concatenate([np.zeros(n), np.ones(n)]),
        A_ub=np.vstack([outcome, -outcome, away]),
        b_ub=np.concatenate([np.minimum(high, task), -low, today, -today]),
        A_eq=np.concatenate([np.ones(n), np.zeros(n)])[None, :],
        b_eq=[1.0],
        bounds=[(0, 1)] * n + [(0, None)] * n,
        method="highs",
    )
    if solution.status == 2:
        return None
    if solution.status != 0:
        raise FairShareError("De vraag naar de dichtstbijzijnde sleutel kon niet worden opgelost.")
    return {c: float(v) for c, v in zip(weights, np.maximum(0.0, solution.x[:n]), strict=True) if v > 1e-9}
