"""Regions side by side: indicators that can be compared, and what one key does in each region."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairshare.engine import Result
from fairshare.inputs import Inputs
from fairshare.measures import gini, shifted


@dataclass(frozen=True)
class Indicators:
    """Figures of one region. Shares are fractions; NaN where a municipality has no figure.

    Parameters
    ----------
    social_rent, elderly, low_income : share of homes, inhabitants and households. [fraction]
    density : inhabitants per km2 of land.
    building : homes built in 2024 per 1,000 homes.
    planned : planned homes (2021) per 1,000 homes.
    lowest, highest : (name, share of social rent) of the municipalities with the least and the most. [fraction]
    """

    municipalities: int
    inhabitants: float
    social_rent: float
    elderly: float
    low_income: float
    density: float
    building: float
    planned: float
    lowest: tuple[str, float]
    highest: tuple[str, float]


def indicators(inputs: Inputs) -> Indicators:
    """The comparable figures of a region: sums over its municipalities, divided."""
    q = {name: values.sum() for name, values in inputs.quantities.items()}
    social = inputs.quantities["sociale_huur"] / inputs.quantities["woningen"]
    low, high = int(np.nanargmin(social)), int(np.nanargmax(social))
    return Indicators(
        municipalities=len(inputs.codes),
        inhabitants=float(q["inwoners"]),
        social_rent=float(q["sociale_huur"] / q["woningen"]),
        elderly=float(q["ouderen_75plus"] / q["inwoners"]),
        low_income=float(q["laag_inkomen"] / q["huishoudens"]),
        density=float(q["inwoners"] / q["land"]),
        building=float(1000 * q["nieuwbouw_2024"] / q["woningen"]),
        planned=float(1000 * q["plancapaciteit"] / q["woningen"]),
        lowest=(inputs.names[low], float(social[low])),
        highest=(inputs.names[high], float(social[high])),
    )


@dataclass(frozen=True)
class KeyEffect:
    """What a key does with one group in one region.

    Parameters
    ----------
    task : the regional task. [units of the group]
    rate : task per 1,000 inhabitants.
    central, central_reference : share of the central city or cities in the result and in the reference. [fraction]
    moved : units that move from one municipality to another, and as a fraction of the task.
    concentration : Gini coefficient over inhabitants; 0 is pro rata. [0-1]
    most : (name, units more than the reference) of the municipality that takes most more.
    """

    task: int
    rate: float
    central: float
    central_reference: float
    moved: tuple[float, float]
    concentration: float
    most: tuple[str, int]


def key_effect(result: Result, group: str, central: tuple[str, ...]) -> KeyEffect:
    """What the key of ``result`` does with ``group``, compared with its reference.

    Parameters
    ----------
    central : codes of the central city or cities.
    """
    g = result.column(group)
    numbers, reference = result.numbers[:, g], result.whole_reference[:, g]
    inhabitants = result.inputs.quantities["inwoners"]
    task = int(numbers.sum())
    cities = [result.inputs.position[code] for code in central]
    moved = shifted(numbers, reference)
    most = int(np.argmax(numbers - reference))
    return KeyEffect(
        task=task,
        rate=float(1000 * task / inhabitants.sum()),
        central=float(numbers[cities].sum() / task) if task else 0.0,
        central_reference=float(reference[cities].sum() / task) if task else 0.0,
        moved=(moved, moved / task if task else 0.0),
        concentration=gini(numbers, inhabitants) if task else 0.0,
        most=(result.inputs.names[most], int(numbers[most] - reference[most])),
    )
