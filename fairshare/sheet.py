"""One municipality: its number for every group, where it stands in the region, and what it has already."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from fairshare.engine import Result
from fairshare.errors import FairShareError
from fairshare.explanation import in_decimals
from fairshare.inputs import Group, Inputs
from fairshare.measures import per_1000
from fairshare.robustness import Interval, intervals
from fairshare.scenario import Agreement, Swap
from fairshare.tasks import Task

STEP_DECIMALS = 1
EXACT_STEPS = ("reference", "rounding")
"""Steps that every path has, also when they add nothing."""


class Seen(Protocol):
    """What may be seen of a result: numbers and reference, NaN where they are hidden, and where what lies behind is open."""

    numbers: np.ndarray
    reference: np.ndarray

    def is_exact(self, group: str) -> np.ndarray:
        """(municipalities,) whether steps, place and interval may be seen."""


@dataclass(frozen=True)
class Taken:
    """What the municipality takes on for one group.

    Parameters
    ----------
    task : the regional task, after what the user filled in.
    number, reference : whole numbers, NaN where they are hidden. [units of the group]
    rate, regional_rate : per 1,000 inhabitants, of the municipality and of the region.
    is_exact : whether steps, place and interval may be seen; where not, they are empty.
    place : 1 for the most per 1,000 inhabitants, equals share a place; None where a number of anyone is hidden.
    low, high : 5th and 95th percentile of the interval. [units of the group]
    above : fraction of the conceivable keys in which the number is above the reference. [0-1]
    steps : the path from reference to number, in `STEP_DECIMALS`; adds up to the number exactly. [units of the group]
    existing : existing supply, NaN where it is not known. [units of the group]
    agreement, swaps : what was agreed about this number.
    """

    group: Group
    task: Task
    number: float
    reference: float
    rate: float
    regional_rate: float
    is_exact: bool
    place: int | None
    low: float
    high: float
    above: float
    steps: dict[str, float]
    existing: float
    agreement: Agreement | None
    swaps: tuple[Swap, ...]

    @property
    def difference(self) -> float:
        """Number minus reference. [units of the group]"""
        return self.number - self.reference

    @property
    def is_hidden(self) -> bool:
        """Whether the number may not be seen."""
        return bool(np.isnan(self.number))


@dataclass(frozen=True, eq=False)
class Sheet:
    """One municipality of a result.

    Parameters
    ----------
    position : of the municipality in every array.
    numbers, reference : of everyone as they may be seen, NaN where hidden; (municipalities, groups). [units of the group]
    taken : group -> what it takes on, for the groups with a task.
    missing : the groups without a task.
    """

    result: Result
    code: str
    name: str
    position: int
    numbers: np.ndarray
    reference: np.ndarray
    taken: dict[str, Taken]
    missing: tuple[Group, ...]

    @property
    def inputs(self) -> Inputs:
        """The figures of its region."""
        return self.result.inputs

    def rates(self, group: str) -> np.ndarray:
        """(municipalities,) number per 1,000 inhabitants, NaN where hidden."""
        return per_1000(self.numbers[:, self.result.column(group)], self.inputs.quantities["inwoners"])


@dataclass(frozen=True)
class Compared:
    """One figure of the municipality, its region and the Netherlands, NaN where it cannot be said.

    Parameters
    ----------
    lacking : municipalities of the region without the figure: then the region has none either. [count]
    """

    municipality: float
    region: float
    national: float
    lacking: int = 0


@functools.lru_cache(maxsize=128)
def sheet_of(result: Result, code: str, seen: Seen | None = None) -> Sheet:
    """The sheet of one municipality.

    Parameters
    ----------
    seen : what may be seen of the result; everything unless given.

    Raises
    ------
    FairShareError
        When the municipality is not in the region.
    """
    inputs = result.inputs
    if code not in inputs.position:
        raise FairShareError(f"gemeente: '{code}' hoort in {inputs.year} niet bij {inputs.region_name}.")
    i = inputs.position[code]
    numbers = result.numbers.astype(float) if seen is None else seen.numbers
    reference = result.whole_reference.astype(float) if seen is None else seen.reference
    found, inhabitants = _intervals(result), inputs.quantities["inwoners"]
    taken = {}
    for g, group in enumerate(result.groups):
        is_exact = seen is None or bool(seen.is_exact(group)[i])
        rates = per_1000(numbers[:, g], inhabitants)
        has_place = is_exact and not np.isnan(rates).any()
        interval, existing = found[group], inputs.existing.get(group)
        agreements = [a for a in result.scenario.agreements if (a.municipality, a.group) == (code, group)]
        low, high, above = (
            float(values[i]) if is_exact else np.nan for values in (interval.low, interval.high, interval.above)
        )
        taken[group] = Taken(
            group=inputs.groups[group],
            task=result.tasks[group],
            number=float(numbers[i, g]),
            reference=float(reference[i, g]),
            rate=float(rates[i]),
            regional_rate=1000 * result.tasks[group].value / float(inhabitants.sum()),
            is_exact=is_exact,
            place=int((rates > rates[i]).sum()) + 1 if has_place else None,
            low=low,
            high=high,
            above=above,
            steps=path(result, group, i) if is_exact else {},
            existing=float(existing[i]) if existing is not None else np.nan,
            agreement=agreements[0] if agreements else None,
            swaps=tuple(s for s in result.scenario.swaps if s.group == group and code in (s.giver, s.taker)),
        )
    missing = tuple(group for key, group in inputs.groups.items() if key not in result.groups)
    return Sheet(result, code, inputs.names[i], i, numbers, reference, taken, missing)


@functools.lru_cache(maxsize=64)
def _intervals(result: Result) -> Mapping[str, Interval]:
    """The intervals of all groups, kept: every municipality of a region asks for the same."""
    return intervals(result)


def path(result: Result, group: str, i: int) -> dict[str, float]:
    """The path from reference to number of one municipality, in `STEP_DECIMALS`; what adds nothing is left out."""
    steps = in_decimals(result.steps[group], result.numbers[:, result.column(group)], STEP_DECIMALS)
    found = {name: float(values[i]) for name, values in steps.items()}
    return {name: value for name, value in found.items() if value or name in EXACT_STEPS}


def compared(inputs: Inputs, i: int, quantity: str, per: str = "", times: float = 1.0) -> Compared:
    """A figure of the municipality beside those of its region and the Netherlands.

    Parameters
    ----------
    quantity : name in ``inputs.quantities``.
    per : divide by this quantity; '' for the figure itself.
    times : what the ratio is multiplied with, 1000 for a number per 1,000.
    """
    part, whole = inputs.quantities[quantity], inputs.quantities[per] if per else None
    national = inputs.national[quantity] / inputs.national[per] if per else inputs.national[quantity]
    own, region = (part[i], part.sum()) if whole is None else (part[i] / whole[i], part.sum() / whole.sum())
    lacking = int((np.isnan(part) | (np.isnan(whole) if whole is not None else False)).sum())
    return Compared(*(float(value) * times for value in (own, region, national)), lacking)


def default_municipality(inputs: Inputs) -> str:
    """The municipality with the most inhabitants."""
    return inputs.codes[int(np.argmax(inputs.quantities["inwoners"]))]
