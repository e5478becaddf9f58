"""The regional task per target group: a national figure scaled by the group's own base, or a published regional figure."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

OWN = "eigen invoer"
MISSING = "ontbreekt"
CALCULATED = "berekend"


@dataclass(frozen=True)
class Figure:
    """A published figure with its provenance. ``value`` in units of the group."""

    value: float
    year: str
    status: str
    source: str
    source_url: str
    note: str = ""
    description: str = ""
    base_year: int | None = None


@dataclass(frozen=True)
class Task:
    """The regional number for one target group.

    Parameters
    ----------
    value, low, high : whole numbers, None where nothing is published. [units of the group]
    status : ``berekend``, ``officieel``, ``regionaal onderzoek``, ``raming``, ``eigen invoer`` or ``ontbreekt``.
    origin : the published figure that the task rests on.
    base : indicator the national figure is scaled with, e.g. ``inwoners_2024``; None when it was not scaled.
    share : the region's share of that base in the Netherlands. [fraction]
    national : the figure for the Netherlands, None where there is none. [units of the group]
    """

    value: int | None
    low: int | None = None
    high: int | None = None
    status: str = MISSING
    origin: Figure | None = None
    low_origin: Figure | None = None
    high_origin: Figure | None = None
    base: str | None = None
    share: float | None = None
    national: float | None = None

    def own(self, value: int) -> Task:
        """The same task with a number that the user filled in: no published figure says how low or high it may be."""
        nothing = dict.fromkeys(("low", "high", "origin", "low_origin", "high_origin", "base", "share"))
        return replace(self, value=value, status=OWN, **nothing)


def whole(number: float) -> int:
    """Nearest whole number, halves up."""
    return math.floor(number + 0.5)


def regional_task(national: dict[str, Figure], regional: dict[str, Figure], base: str, share: float) -> Task:
    """The task of a region: a published regional figure where one exists, else the national figure times the share.

    A low or high of the national figure says nothing beside a regional one, and is left out there.

    Parameters
    ----------
    national, regional : role (``primary``, ``low``, ``high``) -> figure.
    base : indicator that gives the share.
    share : the region's share of the base. [fraction]
    """
    values: dict[str, tuple[int | None, Figure | None]] = {}
    for role in ("primary", "low", "high"):
        if role in regional:
            values[role] = whole(regional[role].value), regional[role]
        elif role in national and "primary" not in regional:
            values[role] = whole(national[role].value * share), national[role]
        else:
            values[role] = None, None
    (value, origin), (low, low_origin), (high, high_origin) = (values[role] for role in ("primary", "low", "high"))
    nationwide = national["primary"].value if "primary" in national else None
    if origin is None:
        return Task(None)
    is_scaled = "primary" not in regional
    return Task(
        value=value,
        low=low,
        high=high,
        status=CALCULATED if is_scaled else origin.status,
        origin=origin,
        low_origin=low_origin,
        high_origin=high_origin,
        base=base if is_scaled else None,
        share=share if is_scaled else None,
        national=nationwide,
    )
