"""What a task means in daily terms: homes per year beside the social homes that become vacant, homes beside the plans.

A flow comes back every period, a stock is there once. They are never compared as they stand: a stock is first spread over a
number of years, and that number is an assumption that goes along with the answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairshare.inputs import Group

FLOW, STOCK, SHORTAGE, TO_BUILD = "flow", "stock", "shortage", "to_build"
PERIODS = {"per jaar": 1, "per halfjaar": 2}
"""End of the unit of a flow -> how often it comes in a year."""
THINGS = ("woningen", "plekken", "woonplekken", "wooneenheden", "standplaatsen")
"""Units that count places to live; the others count people or households."""
VACANT, PLANS, NOTHING = "vacant", "plans", ""
"""What a task is compared with: social homes that become vacant in a year, or planned homes."""


@dataclass(frozen=True)
class Assumed:
    """The factors that daily terms rest on.

    Parameters
    ----------
    turnover : part of the social homes that becomes vacant in a year. [fraction / year]
    homes : homes that one unit of the group needs. [homes / unit]
    years : over how many years a number that is there once is spread. [year]
    """

    turnover: float
    homes: float
    years: float


@dataclass(frozen=True, eq=False)
class DailyTerms:
    """One group in daily terms; arrays are (municipalities,), NaN where it cannot be said.

    Parameters
    ----------
    compared : `VACANT`, `PLANS`, or `NOTHING` where neither would be honest.
    is_spread : whether the number was spread over the years of the assumption.
    per_year : units per year, NaN for a group that is compared with plans. [units / year]
    homes : homes per year beside `VACANT`, homes in all beside `PLANS`. [homes / year or homes]
    beside : what they are compared with. [homes / year or homes]
    regional_homes : homes of the region together, as ``homes``.
    """

    compared: str
    is_spread: bool
    per_year: np.ndarray
    homes: np.ndarray
    beside: np.ndarray
    regional_homes: float

    @property
    def share(self) -> np.ndarray:
        """Homes as a part of what they are compared with; NaN where that is missing or 0. [fraction]"""
        return share_of(self.homes, self.beside)

    @property
    def regional_share(self) -> float:
        """The same for all municipalities together, NaN where one of them has no figure. [fraction]"""
        return float(share_of(np.array([self.regional_homes]), self.beside.sum(keepdims=True))[0])


def daily_terms(
    group: Group, numbers: np.ndarray, task: float, social_rent: np.ndarray, planned: np.ndarray, assumed: Assumed
) -> DailyTerms:
    """The numbers of a group in daily terms.

    People and households are set beside the social homes that become vacant in a year: a flow as it comes, a stock spread over
    the years of the assumption. Homes that must be added (and a shortage of places) are set beside the planned homes: both
    are totals over some years. A stock of places that are already there is compared with nothing.

    Parameters
    ----------
    numbers : (municipalities,) what each takes on, NaN where that may not be seen. [units of the group]
    task : what they take on together. [units of the group]
    social_rent, planned : (municipalities,) social homes and planned homes, NaN where missing. [homes]
    """
    nothing = np.full(len(numbers), np.nan)
    compared = compared_with(group)
    if compared == NOTHING:
        return DailyTerms(NOTHING, False, nothing, nothing, nothing, float("nan"))
    if compared == PLANS:
        return DailyTerms(PLANS, False, nothing, numbers * assumed.homes, planned, task * assumed.homes)
    is_spread = group.kind != FLOW
    times = 1 / assumed.years if is_spread else times_a_year(group.unit)
    beside = vacated(social_rent, assumed.turnover)
    return DailyTerms(
        VACANT, is_spread, numbers * times, numbers * times * assumed.homes, beside, task * times * assumed.homes
    )


def compared_with(group: Group) -> str:
    """What the group may honestly be compared with: `VACANT`, `PLANS` or `NOTHING`."""
    if group.kind in (SHORTAGE, TO_BUILD):
        return PLANS
    return NOTHING if group.unit.split()[0] in THINGS else VACANT


def times_a_year(unit: str) -> int:
    """How often the number of a flow comes in a year: ``personen per halfjaar`` -> 2."""
    return next((times for end, times in PERIODS.items() if unit.endswith(end)), 1)


def vacated(social_rent: np.ndarray, turnover: float) -> np.ndarray:
    """Social homes that become vacant in a year. [homes / year]"""
    return social_rent * turnover


def share_of(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """``part / whole``; NaN where one is missing or the whole is 0. [fraction]"""
    return np.divide(part, whole, out=np.full(len(part), np.nan), where=np.nan_to_num(whole) > 0)


def one_in(share: float) -> int | None:
    """``1 op de ...``: the whole number nearest to 1 / share; None above a half, for 0, and where it is missing."""
    return round(1 / share) if 0 < share <= 0.5 else None
