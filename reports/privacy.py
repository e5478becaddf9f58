"""What may stand in a public export: small cells of groups of people are hidden, or rounded to fives; regional totals stay right.

Hiding is cell suppression with secondary suppression, rounding is rounding to a base with the remainder controlled per column
(Hundepool, Domingo-Ferrer, Franconi, Giessing, Schulte Nordholt, Spicer and De Wolf, *Statistical Disclosure Control*, Wiley
2012, sections 4.4 and 5.4). Decision 0013 has the reasons, and what this does not protect against.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from charts.words import noun
from fairshare import Result
from fairshare.robustness import Interval

OPEN, HIDE, FIVES = "geen", "verbergen", "vijftallen"
CHOICES = {
    OPEN: "Alle getallen precies",
    HIDE: "Aantallen onder 5 verbergen",
    FIVES: "Afronden op vijftallen",
}
STATEMENTS = {
    OPEN: "Privacy: alle getallen staan er precies in.",
    HIDE: "Privacy: aantallen mensen onder 5 zijn verborgen. Soms is ook een groter getal verborgen, zodat niemand "
    "het kleine getal kan uitrekenen. De totalen van de regio kloppen.",
    FIVES: "Privacy: aantallen mensen per gemeente zijn afgerond op vijftallen. De totalen van de regio zijn niet "
    "afgerond. De gemeenten samen kunnen daar 1 of 2 van afwijken.",
}
OWN_WORDS = "Uw eigen teksten staan er letterlijk in. Kijk na of daar geen kleine aantallen in staan."
SMALL = 5
"""A number of people below this is small. [units of the group]"""
BASE = 5
HIDDEN = "verborgen"
THINGS = {"woningen", "plekken", "woonplekken", "wooneenheden", "standplaatsen", "locaties", "bedden"}
"""Units that do not count people; every other unit does, to be on the safe side."""


def counts_people(unit: str) -> bool:
    """Whether a group with this unit is a group of people (or of households)."""
    return noun(unit) not in THINGS


@dataclass(frozen=True, eq=False)
class Published:
    """A result as it may be seen. Arrays are (municipalities, groups), like those of the result.

    Parameters
    ----------
    choice : a key of `CHOICES`.
    numbers, reference : what is printed, NaN where it is hidden; both are hidden in the same cells. [units of the group]
    """

    result: Result
    choice: str
    numbers: np.ndarray
    reference: np.ndarray

    def is_exact(self, group: str) -> np.ndarray:
        """(municipalities,) whether what lies behind a number, such as steps and decimals, may be printed."""
        g = self.result.column(group)
        if self.choice == FIVES and counts_people(self.result.inputs.groups[group].unit):
            return np.zeros(len(self.numbers), dtype=bool)
        return ~np.isnan(self.numbers[:, g])

    def is_open(self, group: str) -> bool:
        """Whether everything about this group may be printed."""
        return bool(self.is_exact(group).all())

    def total(self, groups: tuple[str, ...]) -> int:
        """The task of the groups together, as it is. [their unit]"""
        return sum(self.result.tasks[group].value for group in groups)

    def sums(self, groups: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
        """Numbers and reference per municipality over groups with one unit; NaN where one of them is hidden."""
        columns = [self.result.column(group) for group in groups]
        return self.numbers[:, columns].sum(axis=1), self.reference[:, columns].sum(axis=1)

    def interval(self, group: str, interval: Interval) -> tuple[np.ndarray, np.ndarray]:
        """Low and high of the interval as they may be printed, NaN where hidden. [units of the group]"""
        if self.choice == FIVES and counts_people(self.result.inputs.groups[group].unit):
            return BASE * np.floor(interval.low / BASE), BASE * np.ceil(interval.high / BASE)
        is_exact = self.is_exact(group)
        return np.where(is_exact, interval.low, np.nan), np.where(is_exact, interval.high, np.nan)

    def statement(self) -> str:
        """The choice in words, for every export."""
        return STATEMENTS[self.choice]


def published(result: Result, choice: str = OPEN) -> Published:
    """The result under one of `CHOICES`. The regional totals are those of the result, whatever the choice.

    Raises
    ------
    KeyError
        For another choice.
    """
    CHOICES[choice]
    numbers, reference = result.numbers.astype(float), result.whole_reference.astype(float)
    for g, group in enumerate(result.groups):
        if choice == OPEN or not counts_people(result.inputs.groups[group].unit):
            continue
        if choice == FIVES:
            numbers[:, g], reference[:, g] = in_fives(numbers[:, g]), in_fives(reference[:, g])
        else:
            hidden = hidden_cells([numbers[:, g], reference[:, g]])
            numbers[hidden, g] = reference[hidden, g] = np.nan
    return Published(result, choice, numbers, reference)


def hidden_cells(columns: list[np.ndarray]) -> np.ndarray:
    """Which cells of columns with a known total are hidden: the small ones, and others until none can be worked out.

    Cells are added, smallest first, until in every column at least two are hidden, they add up to at least `SMALL`, and they
    do not add up to what they would be if each were the largest small number. Then every hidden cell may be 0 and may be
    `SMALL` or more as far as the total tells, and a reader who takes all hidden cells to be small finds no single answer
    either. A column whose total is 0 hides nothing: the total already says what is in it.

    Parameters
    ----------
    columns : (municipalities,) whole numbers, >= 0; hidden in the same cells. [one unit]

    Returns
    -------
    np.ndarray
        (municipalities,) bool. With a single municipality its cell is the total, and nothing can be hidden.
    """
    hidden = np.zeros(len(columns[0]), dtype=bool)
    columns = [column for column in columns if column.sum() > 0]
    if not columns:
        return hidden
    for column in columns:
        hidden |= column < SMALL
    order = np.argsort(np.max(columns, axis=0), kind="stable")
    while hidden.any() and not hidden.all() and not all(_is_safe(column[hidden]) for column in columns):
        hidden[next(i for i in order if not hidden[i])] = True
    return hidden


def _is_safe(hidden: np.ndarray) -> bool:
    """Whether the sum of the hidden cells tells none of them."""
    total = hidden.sum()
    return len(hidden) > 1 and total >= SMALL and total != (SMALL - 1) * len(hidden)


def in_fives(column: np.ndarray) -> np.ndarray:
    """Multiples of five less than five away from ``column``, that add up to the multiple of five nearest to its total.

    Largest remainder, ties to the earlier position. The total then differs from the sum by at most 2, while every cell may
    differ by 4: with two or more municipalities no cell follows from the total.
    """
    floor, rest = np.divmod(column, BASE)
    units = int(np.floor(column.sum() / BASE + 0.5) - floor.sum())
    up = np.argsort(-rest, kind="stable")[:units]
    floor[up] += 1
    return BASE * floor
