"""Steps 2 to 5: shares -> unrounded numbers: combination, existing supply, floor and cap, agreements."""

from __future__ import annotations

import numpy as np

from fairshare.errors import FairShareError, dutch


def combined_share(shares: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Step 2: ``s[i] = sum_c w_c s_c[i] / sum_c w_c``.

    Parameters
    ----------
    shares : (criteria, municipalities), every row adds up to 1. [fraction]
    weights : (criteria,), >= 0, not all zero.
    """
    return (weights / weights.sum()) @ shares


def count_existing(share: np.ndarray, task: float, existing: np.ndarray, fraction: float) -> np.ndarray:
    """Step 3: existing supply counts for ``fraction``.

    Finds the level T with ``sum_i max(0, s[i] * T - k * E[i]) = N`` and returns ``max(0, s[i] * T - k * E[i])``.
    The sum is piecewise linear and rising in T; its kinks are sorted, the right segment is solved exactly.

    Parameters
    ----------
    share : combined shares, add up to 1. [fraction]
    task : N, >= 0. [units of the group]
    existing : E, what is already there, >= 0. [units of the group]
    fraction : k. [0-1]
    """
    if task == 0 or fraction == 0 or not existing.any():
        return share * task
    active = share > 0
    s, c = share[active], fraction * existing[active]
    order = np.argsort(c / s, kind="stable")
    kinks = (c / s)[order]
    levels = (task + np.cumsum(c[order])) / np.cumsum(s[order])
    last = np.flatnonzero(levels >= kinks)[-1]
    out = np.zeros_like(share, dtype=float)
    out[active] = np.maximum(0.0, s * levels[last] - c)
    return out


def within_bounds(numbers: np.ndarray, task: float, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Step 4: ``clip(m * a[i], lo[i], hi[i])`` with the factor m for which the sum is the task.

    A municipality with ``a[i] = 0`` stays at its floor.

    Parameters
    ----------
    numbers : a, unrounded numbers, >= 0. [units of the group]
    low, high : bounds, ``0 <= low <= high``; high may be infinite. [units of the group]

    Raises
    ------
    FairShareError
        When no factor exists; the message names both sums.
    """
    reachable = np.where(numbers > 0, high, low)
    slack = 1e-9 * max(1.0, task)
    if low.sum() > task + slack:
        raise FairShareError(
            f"De ondergrenzen tellen op tot {dutch(low.sum())}, de opgave is {dutch(task)}. Maak de ondergrens lager."
        )
    if reachable.sum() < task - slack:
        raise FairShareError(
            f"De bovengrenzen tellen op tot {dutch(reachable.sum())}, de opgave is {dutch(task)}. Maak de bovengrens hoger."
        )
    a, lo, hi = (x[numbers > 0] for x in (numbers, low, high))
    if not len(a):
        return low.astype(float)
    kinks = np.concatenate([lo / a, hi / a])
    slopes = np.concatenate([a, -a])
    finite = np.isfinite(kinks)
    order = np.argsort(kinks[finite], kind="stable")
    at, slope = kinks[finite][order], np.cumsum(slopes[finite][order])
    value = low.sum() + np.concatenate([[0.0], np.cumsum(slope[:-1] * np.diff(at))])
    segment = int(np.searchsorted(value, task, side="right")) - 1
    segment = max(segment, 0)
    rest = task - value[segment]
    factor = at[segment] + (rest / slope[segment] if slope[segment] > 1e-12 * a.max() else 0.0)
    out = low.astype(float)
    out[numbers > 0] = np.clip(factor * a, lo, hi)
    return out
