"""A result per area, a municipality or a subregion: the values of every measure, and the words for them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from charts.numbers import decimals_for, number, percent, signed
from charts.remembered import remembered
from charts.words import REFERENCES
from fairshare import Inputs, Result

SOCIAL_RENT = "sociale_huur"


@dataclass(frozen=True, eq=False)
class AreaValues:
    """One measure per area (municipality or subregion), with what a reader asks next. Arrays are (areas,)."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    numbers: np.ndarray
    reference: np.ndarray
    inhabitants: np.ndarray
    social_rent: np.ndarray
    unit: str
    reference_words: str
    total: int | None = None
    """The task that is divided, where the numbers do not add up to it: because some are hidden or rounded. [units]"""
    decimals: int = 0

    def measure(self, name: str) -> np.ndarray:
        """The values of a measure, NaN where it cannot be said. [see `MEASURES`]"""
        total = self.numbers.sum() if self.total is None else self.total
        with np.errstate(invalid="ignore", divide="ignore"):
            return {
                "aantal": self.numbers.astype(float),
                "per_1000": 1000 * self.numbers / self.inhabitants,
                "aandeel": self.numbers / total if total else np.full(len(self.ids), np.nan),
                "sociale_huur": np.where(self.social_rent > 0, 100 * self.numbers / self.social_rent, np.nan),
                "verschil": np.where(self.reference > 0, self.numbers / self.reference - 1, np.nan),
            }[name]

    def written(self, name: str) -> list[str]:
        """The values of a measure as they stand on the map: one number of decimals for all areas."""
        values = self.measure(name)
        if name == "aantal":
            return [number(value, self.decimals) for value in self.numbers]
        if name == "verschil":
            return [signed(value, self.decimals) for value in (self.numbers - self.reference).tolist()]
        if name == "aandeel":
            return [percent(value, 1) for value in values]
        decimals = decimals_for(values)
        return [number(value, decimals) for value in values]

    def words(self) -> list[list[str]]:
        """The numbers of every area in short lines."""
        columns = [
            [f"{text} {self.unit}" for text in self.written("aantal")],
            [f"{text} per 1.000 inwoners" for text in self.written("per_1000")],
            [f"{text} van de opgave" for text in self.written("aandeel")],
            [f"{text} per 100 sociale huurwoningen" for text in self.written("sociale_huur")],
            [
                f"{self.reference_words}: {number(value, self.decimals)} ({difference})"
                for value, difference in zip(self.reference, self.written("verschil"), strict=True)
            ],
        ]
        return [list(lines) for lines in zip(*columns, strict=True)]


@remembered
def area_values(result: Result, groups: tuple[str, ...], level: str = "gemeenten") -> AreaValues:
    """Numbers of one or more groups with the same unit, per municipality or subregion."""
    columns = [result.column(group) for group in groups]
    inputs = result.inputs
    numbers = result.numbers[:, columns].sum(axis=1)
    reference = result.whole_reference[:, columns].sum(axis=1)
    parts = [numbers, reference, inputs.quantities["inwoners"], inputs.quantities[SOCIAL_RENT]]
    ids, names = inputs.codes, inputs.names
    if level == "deelregios":
        ids = names = tuple(dict.fromkeys(sorted(inputs.subregions)))
        member = np.array([[part == name for part in inputs.subregions] for name in names])
        parts = [member @ part for part in parts]
    unit = inputs.groups[groups[0]].unit
    return AreaValues(ids, names, *parts, unit=unit, reference_words=REFERENCES[result.scenario.reference].capitalize())


def against(values: AreaValues, other: AreaValues, words: str) -> AreaValues:
    """The same values with another scenario in the place of the reference; ``words`` name it."""
    return replace(values, reference=other.numbers, reference_words=words)


def national_rate(inputs: Inputs, groups: tuple[str, ...], measure: str) -> float | None:
    """The rate of the same groups in the Netherlands, or None where a group has no national figure.

    Units per 1,000 inhabitants for ``per_1000``, per 100 social rent homes for ``sociale_huur``.
    """
    national = [inputs.groups[group].task.national for group in groups]
    if measure not in ("per_1000", "sociale_huur") or any(value is None for value in national):
        return None
    base, per = ("inwoners", 1000) if measure == "per_1000" else (SOCIAL_RENT, 100)
    return per * sum(national) / inputs.national[base]
