"""What is known of one value, own or published, with its source; and what differs between two sets of own figures."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from fairshare.assumptions import assumption, assumptions
from fairshare.figures import PER_MUNICIPALITY, VALUE, OwnFigure, checked_figures, origin_of
from fairshare.inputs import Inputs
from fairshare.tasks import MISSING

if TYPE_CHECKING:
    from data.tables import Tables

Key = tuple[str, str, str]
"""Kind, subject, and municipality or role: what one value is about."""


@dataclass(frozen=True)
class Fact:
    """One value with its provenance; None is missing."""

    value: float | None
    unit: str = ""
    year: str = ""
    source: str = ""
    status: str = MISSING


NOTHING = Fact(None)


@dataclass(frozen=True)
class Difference:
    """One value that changes, or several that only get another year, source or status.

    Parameters
    ----------
    subject_name, key_name : in words: the group, column or criterion, and the municipality or role ('' for several).
    count : values concerned; more than 1 only when the values themselves stay.
    """

    kind: str
    subject: str
    subject_name: str
    key_name: str
    old: Fact
    new: Fact
    count: int = 1


ROLE_NAMES = {"primary": "opgave", "low": "lage schatting", "high": "hoge schatting", VALUE: ""}


@functools.lru_cache(maxsize=64)
def subject_names(tables: Tables, kind: str) -> Mapping[str, str]:
    """Subject -> name on screen, of what a region may bring; own criteria are named by themselves."""
    return MappingProxyType(_subject_names(tables, kind))


def _subject_names(tables: Tables, kind: str) -> dict[str, str]:
    if kind in ("task", "existing"):
        return tables.groups.sort_values("order").set_index("group")["name"].to_dict()
    if kind == "quantity":
        named = tables.sources[tables.sources["table"] == "gemeenten"].set_index("column")["name"].to_dict()
        columns = tables.municipalities.columns[2:]
        return {column: named.get(column, column) for column in columns if not column.startswith("inwoners_")}
    if kind == "assumption":
        groups = tables.groups.set_index("group")["short_name"]
        return {a.subject: f"{a.name}: {groups[a.group]}" if a.group else a.name for a in assumptions(tables, {})}
    return {}


def subject_name(tables: Tables, figure: OwnFigure) -> str:
    """What an own figure is about, in words: the group, column or assumption, or the criterion by its own name."""
    return figure.name or subject_names(tables, figure.kind).get(figure.subject, figure.subject)


@functools.lru_cache(maxsize=4_000)
def unit_of(tables: Tables, kind: str, subject: str) -> str:
    """The unit that values of this subject have; '' where it is free."""
    if kind in ("task", "existing"):
        return tables.groups.set_index("group").at[subject, "unit"]
    if kind == "quantity":
        return _source(tables, subject).get("unit") or ""
    if kind == "assumption":
        return assumption(tables, {}, *subject.split(".", 1)).unit
    return ""


def published(tables: Tables, plain: Inputs, kind: str, subject: str, key: str) -> Fact:
    """The published value.

    Parameters
    ----------
    plain : the inputs of region and year without own figures.
    """
    if kind == "task":
        task = plain.groups[subject].task
        value, origin = {
            "primary": (task.value, task.origin),
            "low": (task.low, task.low_origin),
            "high": (task.high, task.high_origin),
        }[key]
        unit = plain.groups[subject].unit
        return NOTHING if value is None else Fact(float(value), unit, origin.year, origin.source, task.status)
    if kind == "existing":
        row = _existing_rows(tables).get((key, subject))
        if row is None:
            return NOTHING
        return Fact(float(row["number"]), row["unit"], str(row["year"]), row["source"], row["status"])
    if kind == "quantity":
        value = tables.municipalities.at[key, subject]
        source = _source(tables, subject)
        if pd.isna(value):
            return replace(NOTHING, unit=source.get("unit", ""))
        return Fact(float(value), *(source.get(part, "") for part in ("unit", "year", "source", "status")))
    if kind == "assumption":
        factor, _, group = subject.partition(".")
        found = assumption(tables, {}, factor, group)
        return NOTHING if found.value is None else Fact(found.value, found.unit, found.year, found.source, found.status)
    return NOTHING


@functools.lru_cache(maxsize=4)
def _existing_rows(tables: Tables) -> dict[tuple[str, str], dict]:
    rows = tables.existing_supply.to_dict("records")
    return {(row["municipality"], row["group"]): row for row in rows}


@functools.lru_cache(maxsize=1_000)
def _source(tables: Tables, column: str) -> dict[str, str]:
    rows = tables.sources
    found = rows[(rows["table"] == "gemeenten") & (rows["column"] == column)]
    return {} if found.empty else found.iloc[0].fillna("").to_dict()


def fact(tables: Tables, plain: Inputs, figures: tuple[OwnFigure, ...], key: Key) -> Fact:
    """The value that counts: the own one where there is one, else the published one."""
    kind, subject, where = key
    own = origin_of(figures, kind, subject, where)
    if own is None:
        return published(tables, plain, kind, subject, where)
    unit = own.unit or unit_of(tables, kind, subject)
    return Fact(dict(own.values)[where], unit, own.year, own.source, own.status)


def value_keys(figures: tuple[OwnFigure, ...]) -> dict[Key, OwnFigure]:
    """Every own value with the figure that it belongs to, in the order of the figures."""
    return {(f.kind, f.subject, key): f for f in figures for key, _ in f.values}


def differences(
    tables: Tables, plain: Inputs, before: tuple[OwnFigure, ...], after: tuple[OwnFigure, ...]
) -> list[Difference]:
    """What changes from one set of own figures to the other: a line per value, and one per subject for what else is said.

    Parameters
    ----------
    plain : the inputs of region and year without own figures.
    """
    old, new = value_keys(before), value_keys(after)
    found: list[Difference] = []
    restated: dict[tuple[str, str, Fact, Fact], int] = {}
    for key in sorted(old.keys() | new.keys()):
        was, is_now = fact(tables, plain, before, key), fact(tables, plain, after, key)
        if key not in old or key not in new or was.value != is_now.value:
            found.append(Difference(*key[:2], *_names(tables, key, new.get(key) or old[key]), was, is_now))
        elif was != is_now or old[key].direction != new[key].direction:
            stated = (*key[:2], replace(was, value=None), replace(is_now, value=None))
            restated[stated] = restated.get(stated, 0) + 1
    for (kind, subject, was, is_now), count in restated.items():
        figure = next(f for f in after if (f.kind, f.subject) == (kind, subject))
        found.append(Difference(kind, subject, _names(tables, (kind, subject, ""), figure)[0], "", was, is_now, count))
    return found


def _names(tables: Tables, key: Key, figure: OwnFigure) -> tuple[str, str]:
    kind, _, where = key
    name = subject_name(tables, figure)
    if kind in PER_MUNICIPALITY:
        return name, tables.municipalities["name"].get(where, where)
    return name, ROLE_NAMES.get(where, where)


def without_seen(figures: tuple[OwnFigure, ...], seen: set[Key]) -> tuple[OwnFigure, ...]:
    """The figures less the values that are in ``seen``."""
    kept = []
    for figure in figures:
        values = tuple((key, value) for key, value in figure.values if (figure.kind, figure.subject, key) not in seen)
        if values:
            kept.append(replace(figure, values=values))
    return tuple(kept)


def with_value(
    figures: tuple[OwnFigure, ...], key: Key, figure: OwnFigure | None, kind_keys: tuple[str, ...] = ()
) -> tuple[OwnFigure, ...]:
    """The figures with another value for ``key``: that of ``figure``, or the published one when it is None.

    Parameters
    ----------
    kind_keys : other keys of the same subject that go with it, such as the low and high of a task.
    """
    seen = {key, *((key[0], key[1], other) for other in kind_keys)}
    return checked_figures([*without_seen(figures, seen), *([figure] if figure else [])])
