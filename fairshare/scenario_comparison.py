"""Scenarios side by side: whether they can be compared, what each does, and where they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fairshare.engine import Result
from fairshare.errors import FairShareError
from fairshare.measures import EQUAL, gini, largest_share, shifted, up_down_equal
from fairshare.robustness import FIRM, intervals

FEWEST, MOST = 2, 6
LARGEST = 3
"""How many of the largest gainers and losers are named."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """Scenarios that can be compared for one group; the first is what the others are compared with.

    Parameters
    ----------
    labels : what each scenario is called, in order.
    values : (municipalities, scenarios), whole numbers [units of the group], or shares of the task [fraction] where the
        tasks differ.
    is_share : whether ``values`` are shares.
    notes : Dutch lines about what must be kept in mind.
    """

    labels: tuple[str, ...]
    results: tuple[Result, ...]
    group: str
    values: np.ndarray
    is_share: bool
    notes: tuple[str, ...]

    @property
    def differences(self) -> np.ndarray:
        """(municipalities, scenarios) what each differs from the first. [as ``values``]"""
        return self.values - self.values[:, :1]

    @property
    def spread(self) -> np.ndarray:
        """(municipalities,) highest minus lowest. [as ``values``]"""
        return self.values.max(axis=1) - self.values.min(axis=1)

    def extremes(self) -> tuple[np.ndarray, np.ndarray]:
        """(municipalities, scenarios) where a municipality has its lowest, and its highest value; nowhere when all are equal."""
        differs = (self.spread > EQUAL)[:, None]
        lowest = self.values <= self.values.min(axis=1, keepdims=True) + EQUAL
        highest = self.values >= self.values.max(axis=1, keepdims=True) - EQUAL
        return lowest & differs, highest & differs


def compare(results: Mapping[str, Result], group: str) -> Comparison:
    """The scenarios side by side for one target group.

    Parameters
    ----------
    results : what a scenario is called -> its result, 2 to 6 of them.

    Raises
    ------
    FairShareError
        When there are too few or too many, they are about other municipalities, or one has no task for the group.
    """
    if not FEWEST <= len(results) <= MOST:
        raise FairShareError(f"Kies {FEWEST} tot {MOST} scenario's om te vergelijken.")
    labels, found = tuple(results), tuple(results.values())
    first = found[0]
    for label, result in results.items():
        if result.inputs.codes != first.inputs.codes:
            raise FairShareError(_other_municipalities(labels[0], first, label, result))
        if group not in result.groups:
            name = result.inputs.groups[group].name
            raise FairShareError(f"‘{label}’ heeft geen opgave voor '{name}'. Kies een andere aandachtsgroep.")
    tasks = [result.tasks[group].value for result in found]
    numbers = np.stack([result.numbers[:, result.column(group)] for result in found], axis=1).astype(float)
    is_share = len(set(tasks)) > 1
    if is_share and min(tasks) == 0:
        raise FairShareError("Een van de opgaven is 0: dan is er niets te vergelijken. Kies een andere aandachtsgroep.")
    return Comparison(
        labels, found, group, numbers / np.array(tasks) if is_share else numbers, is_share, _notes(found, is_share)
    )


def _other_municipalities(label: str, first: Result, other_label: str, other: Result) -> str:
    if first.scenario.region != other.scenario.region:
        return (
            f"‘{label}’ gaat over {first.inputs.region_name} en ‘{other_label}’ over {other.inputs.region_name}. "
            "Vergelijk scenario's van één regio."
        )
    return (
        f"In {first.inputs.year} en {other.inputs.year} hoorden niet dezelfde gemeenten bij {first.inputs.region_name}. "
        "Kies scenario's met hetzelfde peiljaar."
    )


def _notes(results: tuple[Result, ...], is_share: bool) -> tuple[str, ...]:
    notes = []
    if is_share:
        notes.append(
            "De opgaven verschillen. Daarom vergelijken wij het aandeel van elke gemeente in de opgave, in procenten."
        )
    years = sorted({result.inputs.year for result in results})
    if len(years) > 1:
        notes.append(f"De peiljaren verschillen ({', '.join(map(str, years))}): inwoners zijn van het eigen peiljaar.")
    if len({result.scenario.reference for result in results}) > 1:
        notes.append("De referenties verschillen: ‘verschoven’ is bij elk scenario gemeten vanaf de eigen referentie.")
    return tuple(notes)


@dataclass(frozen=True)
class Measures:
    """What one scenario does with one group.

    Parameters
    ----------
    task : [units of the group]
    moved, moved_share : what moves away from the reference [units], and as a fraction of the task.
    concentration : Gini coefficient over inhabitants; 0 is pro rata. [0-1]
    largest : (name, share of the task) of the municipality with the largest number. [fraction]
    gainers, losers : (name, units more or less than the reference), the largest first.
    up, down, equal : municipalities with more than, less than and as much as the reference.
    firm : fraction of the municipalities for which more or less than the reference holds in 95 % of the conceivable keys.
    """

    task: int
    moved: float
    moved_share: float
    concentration: float
    largest: tuple[str, float]
    gainers: tuple[tuple[str, int], ...]
    losers: tuple[tuple[str, int], ...]
    up: int
    down: int
    equal: int
    firm: float


def measures(result: Result, group: str) -> Measures:
    """The measures of one scenario, compared with its own reference."""
    g, names = result.column(group), result.inputs.names
    numbers, reference = result.numbers[:, g], result.whole_reference[:, g]
    difference, task = numbers - reference, int(numbers.sum())
    order = np.argsort(difference, kind="stable")
    moved = shifted(numbers, reference)
    top, share = largest_share(numbers)
    up, down, equal = up_down_equal(numbers, reference)
    return Measures(
        task=task,
        moved=moved,
        moved_share=moved / task if task else 0.0,
        concentration=gini(numbers, result.inputs.quantities["inwoners"]) if task else 0.0,
        largest=(names[top], share),
        gainers=tuple((names[i], int(difference[i])) for i in order[::-1][:LARGEST] if difference[i] > 0),
        losers=tuple((names[i], int(difference[i])) for i in order[:LARGEST] if difference[i] < 0),
        up=up,
        down=down,
        equal=equal,
        firm=firm_share(result, group),
    )


def firm_share(result: Result, group: str) -> float:
    """Fraction of the municipalities whose sign, more or less than the reference, almost every conceivable key gives. [0-1]"""
    above = intervals(result, groups=(group,))[group].above
    return float(((above >= FIRM) | (above <= 1 - FIRM)).mean())
