"""Steps 2 to 5: shares -> unrounded numbers: combination, existing supply, floor and cap, agreements.

Every function works on one allocation, shape (municipalities,), and on many at once, shape (draws, municipalities).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairshare.errors import FairShareError, dutch

TOLERANCE = 1e-9
"""How far a sum may be from the task. [fraction of the task]"""


def combined_share(shares: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Step 2: ``s[i] = sum_c w_c s_c[i] / sum_c w_c``.

    Parameters
    ----------
    shares : (criteria, municipalities), every row adds up to 1. [fraction]
    weights : (..., criteria), >= 0, not all zero.

    Returns
    -------
    np.ndarray
        (..., municipalities), adds up to 1. [fraction]
    """
    return (weights / weights.sum(axis=-1, keepdims=True)) @ shares


def count_existing(share: np.ndarray, task: float, existing: np.ndarray, fraction: float) -> np.ndarray:
    """Step 3: existing supply counts for ``fraction``.

    Finds the level T with ``sum_i max(0, s[i] * T - k * E[i]) = N`` and returns ``max(0, s[i] * T - k * E[i])``.
    The sum is piecewise linear and rising in T; its kinks are sorted, the right segment is solved exactly.

    Parameters
    ----------
    share : (..., municipalities), combined shares, add up to 1. [fraction]
    task : N, >= 0. [units of the group]
    existing : (municipalities,) E, what is already there, >= 0. [units of the group]
    fraction : k. [0-1]
    """
    if task == 0 or fraction == 0 or not existing.any():
        return share * task
    counts = np.broadcast_to(fraction * existing, share.shape)
    kinks = np.full(share.shape, np.inf)
    np.divide(counts, share, out=kinks, where=share > 0)
    order = np.argsort(kinks, axis=-1, kind="stable")
    sorted_counts, sorted_shares = (np.take_along_axis(x, order, axis=-1) for x in (counts, share))
    levels = (task + np.cumsum(sorted_counts, axis=-1)) / np.cumsum(sorted_shares, axis=-1)
    reached = levels >= np.take_along_axis(kinks, order, axis=-1)
    last = share.shape[-1] - 1 - np.argmax(reached[..., ::-1], axis=-1)
    level = np.take_along_axis(levels, last[..., None], axis=-1)
    return np.where(share > 0, np.maximum(0.0, share * level - counts), 0.0)


def within_bounds(numbers: np.ndarray, task: float, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Step 4: ``clip(m * a[i], lo[i], hi[i])`` with the factor m for which the sum is the task.

    A municipality with ``a[i] = 0`` stays at its floor.

    Parameters
    ----------
    numbers : (..., municipalities) a, unrounded numbers, >= 0. [units of the group]
    task : N, >= 0. [units of the group]
    low, high : (municipalities,) bounds, ``0 <= low <= high``; high may be infinite. [units of the group]

    Raises
    ------
    FairShareError
        When no factor exists; the message names both sums.
    """
    _check_bounds(numbers, task, low, high)
    movable = numbers > 0
    lows, highs = np.full(numbers.shape, np.inf), np.full(numbers.shape, np.inf)
    with np.errstate(over="ignore"):
        np.divide(low, numbers, out=lows, where=movable)
        np.divide(high, numbers, out=highs, where=movable)
    at = _last_kink(numbers, task, low, high, np.sort(np.concatenate([lows, highs], axis=-1), axis=-1))
    free = movable & (lows <= at) & (highs > at)
    held = np.where(movable & (highs <= at), high, low)
    held_sum = np.where(free, 0.0, held).sum(axis=-1, keepdims=True)
    free_sum = np.where(free, numbers, 0.0).sum(axis=-1, keepdims=True)
    with np.errstate(over="ignore"):
        factor = np.divide(task - held_sum, free_sum, out=np.zeros_like(free_sum), where=free_sum > 0)
        moved = np.clip(np.where(free, factor * numbers, 0.0), low, high)
    out = np.where(free, moved, held)
    if np.abs(out.sum(axis=-1) - task).max(initial=0.0) > TOLERANCE * max(1.0, task):
        raise FairShareError("De gewichten liggen te ver uiteen om binnen de grenzen op te tellen tot de opgave.")
    return out


def _last_kink(numbers: np.ndarray, task: float, low: np.ndarray, high: np.ndarray, kinks: np.ndarray) -> np.ndarray:
    """The largest kink at which the clipped sum does not exceed the task, found by halving the sorted kinks.

    The sum is evaluated directly at every step: no running sums, so nothing cancels. Shapes: kinks (..., 2 municipalities).
    """
    first = np.zeros((*kinks.shape[:-1], 1), dtype=np.intp)
    last = np.isfinite(kinks).sum(axis=-1, keepdims=True) - 1
    while (first < last).any():
        middle = (first + last + 1) // 2
        at = np.take_along_axis(kinks, np.maximum(middle, 0), axis=-1)
        with np.errstate(over="ignore", invalid="ignore"):
            value = np.where(numbers > 0, np.clip(at * numbers, low, high), low).sum(axis=-1, keepdims=True)
        fits = value <= task
        first, last = np.where(fits, middle, first), np.where(fits, last, middle - 1)
    at = np.take_along_axis(kinks, np.maximum(first, 0), axis=-1)
    return np.where(np.isfinite(at), at, 0.0)


def _check_bounds(numbers: np.ndarray, task: float, low: np.ndarray, high: np.ndarray) -> None:
    slack = TOLERANCE * max(1.0, task)
    if low.sum() > task + slack:
        raise FairShareError(
            f"De ondergrenzen tellen op tot {dutch(low.sum())}, de opgave is {dutch(task)}. Maak de ondergrens lager."
        )
    reachable = np.where(numbers > 0, high, low).sum(axis=-1).min()
    if reachable < task - slack:
        raise FairShareError(
            f"De bovengrenzen tellen op tot {dutch(reachable)}, de opgave is {dutch(task)}. Maak de bovengrens hoger."
        )


@dataclass(frozen=True, eq=False)
class Rules:
    """What limits the division of one task: arrays are (municipalities,). [units of the group]

    Parameters
    ----------
    existing : what is already there.
    fraction : how much of it counts. [0-1]
    low, high : bounds, or None when there are none.
    fixed : numbers fixed by agreement, NaN where free.
    """

    existing: np.ndarray
    fraction: float
    low: np.ndarray | None
    high: np.ndarray | None
    fixed: np.ndarray


def is_unruled(rules: Rules) -> bool:
    """Whether nothing limits the division: every municipality gets its share of the task."""
    counts = rules.fraction and rules.existing.any()
    return not counts and rules.low is None and rules.high is None and bool(np.isnan(rules.fixed).all())


def divide(share: np.ndarray, task: float, rules: Rules) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Steps 3 to 5 for one group.

    Parameters
    ----------
    share : (..., municipalities), combined shares, add up to 1. [fraction]
    task : N, >= 0. [units of the group]

    Returns
    -------
    tuple of np.ndarray
        Numbers after existing supply, after the bounds, and after the agreements; each adds up to the task.

    Raises
    ------
    FairShareError
        For bounds or agreements that do not fit the task.
    """
    everyone = np.ones(share.shape[-1], dtype=bool)
    free = np.isnan(rules.fixed)
    try:
        counted, bounded = _share_out(share, task, rules, everyone)
    except FairShareError:
        if free.all():
            raise
        # The bounds only fit thanks to the agreements: what both do together is told as the effect of the agreements.
        counted = bounded = count_existing(share, task, rules.existing, rules.fraction)
    if free.all():
        return counted, bounded, bounded
    rest = task - rules.fixed[~free].sum()
    if rest < 0:
        raise FairShareError(
            f"De afspraken tellen op tot {dutch(task - rest)}, {dutch(-rest)} meer dan de opgave van {dutch(task)}."
        )
    if rest > 0 and not (free.any() and (share[..., free].sum(axis=-1) > 0).all()):
        raise FairShareError(
            f"De afspraken tellen op tot {dutch(task - rest)} en niemand kan de overige {dutch(rest)} overnemen. "
            "Laat een afspraak los."
        )
    agreed = np.empty_like(bounded)
    agreed[..., ~free] = rules.fixed[~free]
    agreed[..., free] = _share_out(share, rest, rules, free)[1]
    return counted, bounded, agreed


def _share_out(share: np.ndarray, amount: float, rules: Rules, who: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Steps 3 and 4 over some of the municipalities: after existing supply, and after the bounds."""
    part = share[..., who]
    part = part / part.sum(axis=-1, keepdims=True) if amount else np.zeros_like(part)
    counted = count_existing(part, amount, rules.existing[who], rules.fraction)
    if rules.low is None or rules.high is None:
        return counted, counted
    return counted, within_bounds(counted, amount, rules.low[who], rules.high[who])
