"""Step 8: the path from the reference to the result as a sum of steps."""

from __future__ import annotations

import numpy as np


def criterion_effect(weight: float, task: float, share: np.ndarray, reference_share: np.ndarray) -> np.ndarray:
    """What one criterion adds to the reference: ``w_c / sum(w) * N * (s_c[i] - s_ref[i])``.

    Every criterion has its own term, so effects add up without an order.

    Parameters
    ----------
    weight : effective weight of the criterion. [fraction]
    task : N. [units of the group]
    share, reference_share : shares per municipality. [fraction]
    """
    return weight * task * (share - reference_share)


def in_decimals(steps: dict[str, float], result: int, decimals: int = 6) -> dict[str, float]:
    """The steps of one cell in ``decimals`` that still add up to the result: rounding takes up what print leaves out."""
    printed = {name: round(float(value), decimals) + 0.0 for name, value in steps.items()}
    rest = result - sum(value for name, value in printed.items() if name != "rounding")
    printed["rounding"] = round(rest, decimals) + 0.0
    return printed
