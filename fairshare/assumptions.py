"""Factors that nobody knows exactly: the value, how sure it is, the evidence for it, and a value of one's own instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from fairshare import checks
from fairshare.tasks import MISSING, OWN

if TYPE_CHECKING:
    from data.tables import Tables

TURNOVER = "mutatiegraad"
HOMES = "woningen_per_eenheid"
LIMITS = {TURNOVER: (0.0, 1.0), HOMES: (0.0, 10.0)}
"""Key -> lowest and highest value that may be filled in. [unit of the assumption]"""
LIMIT = (0.0, 1_000_000.0)
"""The same for a key that is not in `LIMITS`."""


@dataclass(frozen=True)
class Assumption:
    """One factor with its evidence.

    Parameters
    ----------
    key, group : which factor; ``group`` is '' where it holds for every group.
    value, low, high : the factor and its margin, None where nothing is known. [unit]
    status : as of a figure; ``eigen invoer`` when the user filled it in, ``ontbreekt`` when there is none.
    evidence : what the value rests on, in Dutch; the evidence for the published value also when it is not used.
    published : the value in the tables, None where there is none. [unit]
    """

    key: str
    group: str
    name: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    status: str
    year: str
    source: str
    source_url: str
    evidence: str
    published: float | None

    @property
    def is_own(self) -> bool:
        """Whether the user filled the value in."""
        return self.status == OWN

    @property
    def subject(self) -> str:
        """The name by which it is overridden: ``mutatiegraad`` or ``woningen_per_eenheid.statushouders``."""
        return subject_of(self.key, self.group)


def subject_of(key: str, group: str = "") -> str:
    """The name by which an assumption is overridden."""
    return f"{key}.{group}" if group else key


def assumption(tables: Tables, overrides: Mapping[str, float], key: str, group: str = "") -> Assumption:
    """The factor ``key``, of ``group`` where it differs per group; a value of one's own goes before the published one.

    Parameters
    ----------
    overrides : subject -> value of one's own, see `subject_of`. [unit of the assumption]

    Raises
    ------
    FairShareError
        For a value of one's own that is no number or outside `LIMITS`; the message names the subject.
    """
    found = _row(tables, key, group)
    subject = subject_of(key, group)
    if subject not in overrides:
        return found
    own = checks.number(subject, overrides[subject], *LIMITS.get(key, LIMIT))
    origin = {"status": OWN, "year": "", "source": "Eigen invoer", "source_url": ""}
    return Assumption(**vars(found) | {"value": own, "low": None, "high": None} | origin)


def assumptions(tables: Tables, overrides: Mapping[str, float]) -> list[Assumption]:
    """Every factor in the tables, in their order."""
    rows = tables.assumptions
    subjects = zip(rows["key"], rows["group"].fillna(""), strict=True)
    return [assumption(tables, overrides, key, group) for key, group in subjects]


def _row(tables: Tables, key: str, group: str) -> Assumption:
    """The factor as the tables have it, or one without a value."""
    rows = tables.assumptions
    rows = rows[(rows["key"] == key) & (rows["group"].fillna("") == group)]
    if rows.empty:
        words = dict.fromkeys(("unit", "year", "source", "source_url", "evidence"), "")
        none = dict.fromkeys(("value", "low", "high", "published"))
        return Assumption(key=key, group=group, name=key, status=MISSING, **words, **none)
    row = {name: None if pd.isna(value) else value for name, value in rows.iloc[0].items()}
    return Assumption(
        key=key,
        group=group,
        name=row["name"],
        value=float(row["value"]),
        low=row["low"],
        high=row["high"],
        unit=row["unit"],
        status=row["status"],
        year="" if row["year"] is None else str(row["year"]),
        source=row["source"],
        source_url=row["source_url"] or "",
        evidence=row["evidence"],
        published=float(row["value"]),
    )
