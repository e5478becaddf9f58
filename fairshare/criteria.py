"""Step 1: quantities per municipality -> criterion shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

RESIDUE = 1e-12
"""A shortfall this small beside what is wanted is a rounding error of the machine: the norm is met. [fraction]"""
EXISTING = "bestaand_aanbod"
"""Name of the quantity that differs per target group: what a municipality already houses or offers."""


@dataclass(frozen=True)
class Criterion:
    """A quantity per municipality that can carry weight.

    Parameters
    ----------
    kind : ``proportional`` (share of a quantity) or ``gap`` (how far below a norm).
    quantity : name of the quantity; for a gap the stock that falls short.
    base : for a gap, the quantity that the norm is a fraction of.
    norm : for a gap, the norm [stock per unit of base]; None takes the regional mean.
    text : what it says, and what speaks for and against it.
    """

    key: str
    name: str
    kind: str
    quantity: str
    base: str | None = None
    norm: float | None = None
    text: str = ""


@dataclass(frozen=True)
class NoShare:
    """Why a criterion carries no weight in a region: ``missing`` for some municipalities, or ``zero`` everywhere."""

    reason: str
    missing: tuple[int, ...] = ()


def proportional_share(x: np.ndarray) -> np.ndarray:
    """``s_c[i] = x_c[i] / sum_j x_c[j]``.

    Parameters
    ----------
    x : quantity per municipality, >= 0, not all zero. [any unit]

    Returns
    -------
    np.ndarray
        Shares that add up to 1. [fraction]
    """
    return x / x.sum()


def gap(stock: np.ndarray, base: np.ndarray, norm: float | None = None) -> np.ndarray:
    """``gap[i] = max(0, norm * base[i] - stock[i])``: how much is lacking to reach the norm.

    Parameters
    ----------
    stock, base : quantities per municipality, >= 0. [any unit]
    norm : stock per unit of base; None takes the regional mean ``sum(stock) / sum(base)``.

    Returns
    -------
    np.ndarray
        The shortfall, >= 0. [unit of stock]
    """
    if norm is None:
        norm = stock.sum() / base.sum() if base.sum() > 0 else 0.0
    wanted = norm * base
    lacking = wanted - stock
    return np.where(lacking > RESIDUE * wanted, lacking, 0.0)


def criterion_share(criterion: Criterion, quantities: Mapping[str, np.ndarray]) -> np.ndarray | NoShare:
    """The share of every municipality on one criterion, or why the criterion carries no weight.

    A criterion that is missing for a municipality, or zero everywhere, carries no weight in the region: missing is never zero.

    Parameters
    ----------
    quantities : name -> quantity per municipality of the region, NaN where missing.
    """
    names = [criterion.quantity] + ([criterion.base] if criterion.kind == "gap" else [])
    absent = [name for name in names if name not in quantities]
    if absent:
        return NoShare("missing", tuple(range(len(next(iter(quantities.values()))))))
    values = [quantities[name] for name in names]
    missing = np.isnan(values).any(axis=0)
    if missing.any():
        return NoShare("missing", tuple(np.flatnonzero(missing).tolist()))
    x = values[0] if criterion.kind == "proportional" else gap(values[0], values[1], criterion.norm)
    if x.sum() <= 0:
        return NoShare("zero")
    return proportional_share(x)


FACTOR_LOW, FACTOR_HIGH = 0.5, 1.5


def factor_share(share: np.ndarray, reference_share: np.ndarray) -> np.ndarray:
    """The reference share times a factor of the criterion, renormalised: the second way to combine criteria.

    The intensity of the criterion, its share divided by the reference share, is scaled linearly over the municipalities of
    the region to 0.5 (the lowest) - 1.5 (the highest). A criterion with the same intensity everywhere has factor 1. This is
    how Californian councils of governments turn factors into a Regional Housing Needs Allocation (e.g. ABAG, *Final Regional
    Housing Needs Allocation Plan: San Francisco Bay Area, 2023-2031*, 2021).

    Parameters
    ----------
    share, reference_share : (municipalities,), add up to 1; without a reference a municipality gets nothing. [fraction]

    Returns
    -------
    np.ndarray
        (municipalities,), adds up to 1. [fraction]
    """
    known = reference_share > 0
    intensity = np.divide(share, reference_share, out=np.zeros_like(share), where=known)
    low, high = intensity[known].min(), intensity[known].max()
    if high - low <= 1e-12 * high:
        return reference_share.copy()
    factor = FACTOR_LOW + (FACTOR_HIGH - FACTOR_LOW) * (intensity - low) / (high - low)
    return proportional_share(reference_share * factor)
