"""Step 8: the path from the reference to the result as a sum of steps."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np


def criterion_effect(
    weight: float | np.ndarray, task: float, share: np.ndarray, reference_share: np.ndarray
) -> np.ndarray:
    """What one criterion adds to the reference: ``w_c / sum(w) * N * (s_c[i] - s_ref[i])``.

    Every criterion has its own term, so effects add up without an order.

    Parameters
    ----------
    weight : effective weight of the criterion, or of several, (criteria, 1). [fraction]
    task : N. [units of the group]
    share, reference_share : shares per municipality; of several criteria (criteria, municipalities). [fraction]
    """
    return weight * task * (share - reference_share)


def in_decimals(steps: Mapping[str, np.ndarray], result: np.ndarray, decimals: int = 6) -> dict[str, np.ndarray]:
    """The steps in ``decimals`` that still add up to the result: rounding takes up what print leaves out.

    Parameters
    ----------
    steps : step -> (municipalities,). [units of the group]
    result : (municipalities,) whole numbers. [units of the group]
    """
    printed = {name: np.round(values, decimals) + 0.0 for name, values in steps.items()}
    told = sum(values for name, values in printed.items() if name != "rounding")
    return printed | {"rounding": np.round(result - told, decimals) + 0.0}
