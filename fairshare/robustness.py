"""How firm an outcome is: intervals over many conceivable keys, and how much each criterion really matters."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fairshare.allocation import Rules, combined_share, divide, is_unruled
from fairshare.engine import Result, key_of, rules_of, share_of_reference
from fairshare.errors import FairShareError

DRAWS = 2_000
SEED = 20_301
QUANTILES = (0.05, 0.95)
CERTAINTY = {"laag": 12.0, "gemiddeld": 50.0, "hoog": 200.0}
"""How sure we are of the weights -> concentration of the Dirichlet distribution around them: the larger, the narrower."""
SMALLEST = 1e-12
"""A drawn weight is never quite 0: what counts a little under the chosen key counts a little under every key. [fraction]"""
DEFAULT_CERTAINTY = "gemiddeld"
FIRM = 0.95
"""More or less than the reference is firm when it holds in this fraction of the draws."""
BATCH = 400_000
"""Largest number of cells (draws x municipalities) that is worked on at once."""


@dataclass(frozen=True, eq=False)
class Interval:
    """What conceivable keys do with one group. Arrays are (municipalities,).

    Parameters
    ----------
    low, high : 5th and 95th percentile of the unrounded number. [units of the group]
    above : fraction of the draws in which a municipality gets more than the reference. [0-1]
    """

    low: np.ndarray
    high: np.ndarray
    above: np.ndarray


@functools.lru_cache(maxsize=256)
def weight_draws(weights: tuple[float, ...], certainty: str, draws: int = DRAWS) -> np.ndarray:
    """Conceivable weights: Dirichlet around the chosen ones, seeded, so that equal input gives equal draws.

    Parameters
    ----------
    weights : effective weights, add up to 1, all positive. [fraction]
    certainty : a key of `CERTAINTY`.

    Returns
    -------
    np.ndarray
        (draws, criteria), every row adds up to 1; the mean is ``weights``. [fraction]
    """
    if certainty not in CERTAINTY:
        raise FairShareError(f"certainty: kies uit {', '.join(CERTAINTY)}.")
    generator = np.random.default_rng(SEED)
    found = np.maximum(generator.dirichlet(CERTAINTY[certainty] * np.array(weights), size=draws), SMALLEST)
    found /= found.sum(axis=1, keepdims=True)
    found.flags.writeable = False
    return found


def intervals(
    result: Result, certainty: str = DEFAULT_CERTAINTY, draws: int = DRAWS, groups: tuple[str, ...] | None = None
) -> Mapping[str, Interval]:
    """The interval of every group: the same rules of the game and agreements, under ``draws`` conceivable keys.

    Groups with the same key, and rules that only depend on the reference, share one calculation: their numbers are
    proportional to their tasks.

    Raises
    ------
    FairShareError
        For an unknown certainty.
    """
    inputs, scenario = result.inputs, result.scenario
    reference_share = share_of_reference(inputs, scenario.reference)
    found: dict[str, Interval] = {}
    shared: dict[tuple, Interval] = {}
    for group in groups or result.groups:
        task = result.tasks[group].value
        weights, parts, _ = key_of(inputs, scenario, group, reference_share)
        rules, _ = rules_of(inputs, scenario, group, reference_share)
        is_alone = (rules.fraction and rules.existing.any()) or not np.isnan(rules.fixed).all()
        differs = any(not np.array_equal(inputs.share(c, group), inputs.share(c, result.groups[0])) for c in weights)
        sign = (tuple(weights.items()), scenario.rules_for(group))
        if is_alone or differs or sign not in shared:
            chosen = weight_draws(tuple(weights.values()), certainty, draws)
            amount = float(task) if is_alone else 1.0
            if is_alone:
                rules, _ = rules_of(inputs, scenario, group, task * reference_share)
            numbers = _divided(chosen, parts, amount, rules)
            low, high = _quantiles(numbers, np.float32 if is_unruled(rules) else np.float64)
            above = (numbers > (amount * reference_share * (1 + 1e-12))[:, None]).mean(axis=1)
            interval = Interval(low / amount if amount else low, high / amount if amount else high, above)
            if not is_alone and not differs:
                shared[sign] = interval
        else:
            interval = shared[sign]
        above = interval.above if task else np.zeros_like(interval.above)
        found[group] = Interval(interval.low * task, interval.high * task, above)
    return found


def _divided(weights: np.ndarray, parts: np.ndarray, task: float, rules: Rules) -> np.ndarray:
    """The numbers (municipalities, draws) under every draw; a draw that breaks a rule is refused.

    Without rules that is a weighted sum of shares; with rules every draw is divided, a batch at a time.
    """
    if is_unruled(rules):
        return parts.T @ (task * weights.T)
    size = max(1, BATCH // parts.shape[1])
    batches = [weights[i : i + size] for i in range(0, len(weights), size)]
    return np.concatenate([divide(combined_share(parts, batch), task, rules)[2] for batch in batches]).T


def _quantiles(numbers: np.ndarray, precision: type) -> np.ndarray:
    """`QUANTILES` of every row, interpolated as `numpy.quantile` does.

    Parameters
    ----------
    numbers : (municipalities, draws). [units of the group]
    precision : in which the numbers are sorted. In single precision, 7 digits, that takes half the time, and an interval is
        printed in fewer; bounds and agreements are to be met exactly.

    Returns
    -------
    np.ndarray
        (quantiles, municipalities).
    """
    ranked = np.sort(np.ascontiguousarray(numbers, dtype=precision), axis=1)
    last = numbers.shape[1] - 1
    found = []
    for place in (fraction * last for fraction in QUANTILES):
        below, above = (ranked[:, min(at, last)].astype(float) for at in (int(place), int(place) + 1))
        found.append(below + (place - int(place)) * (above - below))
    return np.array(found)


def importance(result: Result, group: str) -> dict[str, float]:
    """How much each criterion really matters: its share in the variance of the shift away from the reference.

    With ``d_c[i] = w_c (s_c[i] - s_ref[i])`` and ``d = sum_c d_c`` criterion c contributes ``sum(d_c d)`` to the variance
    ``sum(d d)``: the covariance decomposition (Becker, Saisana, Paruolo and Vandecasteele, *Weights and importance in composite
    indicators*, 2017, section 2). Contributions are divided by the sum of their absolute values, so that opposing criteria
    do not blow one another up.

    Returns
    -------
    dict
        criterion -> share; absolute values add up to 1; negative for a criterion that works against the outcome. [fraction]
        All zero when nothing moves.
    """
    reference_share = share_of_reference(result.inputs, result.scenario.reference)
    weights, parts, _ = key_of(result.inputs, result.scenario, group, reference_share)
    shifts = np.array(list(weights.values()))[:, None] * (parts - reference_share)
    contributions = shifts @ shifts.sum(axis=0)
    total = float(np.abs(contributions).sum())
    if total <= 1e-24:
        return dict.fromkeys(weights, 0.0)
    return {criterion: float(part) / total for criterion, part in zip(weights, contributions, strict=True)}
