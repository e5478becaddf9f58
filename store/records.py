"""What the store gives back: frozen values, read from rows that are checked first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fairshare import FairShareError, Result, Scenario
from fairshare.kept import canonical
from fairshare.scenario import parsed
from store.errors import StoreError

SEALED = (
    "id",
    "thread",
    "number",
    "parent",
    "sha256",
    "outcome_sha256",
    "headline",
    "data_version",
    "region",
    "region_name",
    "name",
    "note",
    "author",
    "created_at",
)
"""The columns of a version that its seal holds; the document and the outcome are in it by their hash."""


@dataclass(frozen=True)
class OutcomeGroup:
    """A target group in an outcome: its task [units of the group]."""

    key: str
    name: str
    unit: str
    task: int


@dataclass(frozen=True)
class Outcome:
    """The whole numbers as they were when the scenario was saved, whatever the figures have become since.

    Parameters
    ----------
    municipalities : (code, name), ordered by code.
    groups : the groups that had a task.
    numbers : per municipality, the number of each group. [units of the group]

    Raises
    ------
    FairShareError
        When the numbers are not a whole table, or a group does not add up to its task.
    """

    municipalities: tuple[tuple[str, str], ...]
    groups: tuple[OutcomeGroup, ...]
    numbers: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        width = len(self.groups)
        is_table = len(self.numbers) == len(self.municipalities) and all(len(row) == width for row in self.numbers)
        cells = [number for row in self.numbers for number in row]
        if not is_table or any(type(number) is not int or number < 0 for number in cells):
            raise FairShareError("De uitkomst is geen tabel van hele getallen.")
        for g, group in enumerate(self.groups):
            if sum(row[g] for row in self.numbers) != group.task:
                raise FairShareError(f"De uitkomst van '{group.name}' telt niet op tot de opgave.")

    @classmethod
    def of(cls, result: Result) -> Outcome:
        """The outcome of a result."""
        specs = [result.inputs.groups[group] for group in result.groups]
        return cls(
            municipalities=tuple(zip(result.inputs.codes, result.inputs.names, strict=True)),
            groups=tuple(OutcomeGroup(s.key, s.name, s.unit, int(result.tasks[s.key].value)) for s in specs),
            numbers=tuple(tuple(int(number) for number in row) for row in result.numbers),
        )

    def column(self, group: str) -> dict[str, int]:
        """Municipality code -> number of ``group``; empty when the group had no task. [units of the group]"""
        keys = [known.key for known in self.groups]
        if group not in keys:
            return {}
        g = keys.index(group)
        return {code: row[g] for (code, _), row in zip(self.municipalities, self.numbers, strict=True)}

    def as_dict(self) -> dict[str, Any]:
        """The outcome as json can hold it."""
        return {
            "municipalities": [list(municipality) for municipality in self.municipalities],
            "groups": [[g.key, g.name, g.unit, g.task] for g in self.groups],
            "numbers": [list(row) for row in self.numbers],
        }

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Outcome:
        """The outcome that `as_dict` wrote."""
        return cls(
            municipalities=tuple((code, name) for code, name in document["municipalities"]),
            groups=tuple(OutcomeGroup(*group) for group in document["groups"]),
            numbers=tuple(tuple(row) for row in document["numbers"]),
        )


@dataclass(frozen=True)
class Change:
    """A number that differs between two outcomes; None where one of them does not have the municipality or the group."""

    municipality: str
    name: str
    group: str
    before: int | None
    after: int | None


def differences(before: Outcome, after: Outcome) -> tuple[Change, ...]:
    """Every number that differs, ordered by group and code: what new figures did to a saved scenario, or two scenarios."""
    names = dict(before.municipalities) | dict(after.municipalities)
    found = []
    for group in dict.fromkeys(g.key for g in before.groups + after.groups):
        old, new = before.column(group), after.column(group)
        found += [
            Change(code, names[code], group, old.get(code), new.get(code))
            for code in sorted(old.keys() | new.keys())
            if old.get(code) != new.get(code)
        ]
    return tuple(found)


@dataclass(frozen=True, kw_only=True)
class Summary:
    """A version without its document: what a list shows.

    Parameters
    ----------
    thread : the thread of versions it belongs to; ``number`` counts them from 1, ``parent`` is the version it was made from.
    sha256 : hash of the document: the same scenario, the same hash.
    data_version : the version of the figures it was saved on.
    region, region_name : the key of its region, and what that was called.
    headline : the main numbers as they were saved.
    archived_at : when the thread was archived, or None.
    tips : how many versions of the thread nobody went on from; more than one: people went on from the same version.
    damaged : a Dutch line when what the database holds is not what was saved; then no number is given.
    """

    id: str
    thread: str
    number: int
    parent: str | None
    sha256: str
    data_version: str
    region: str
    region_name: str
    name: str
    note: str
    author: str
    created_at: datetime | None
    headline: Mapping[str, Any]
    archived_at: datetime | None
    tips: int = 1
    damaged: str = ""


@dataclass(frozen=True, kw_only=True)
class Version(Summary):
    """A saved scenario with everything: the scenario, and its outcome as it was when saved."""

    scenario: Scenario
    outcome: Outcome


@dataclass(frozen=True)
class Saved:
    """What saving did: the new version; and the other one, when someone had gone on from the same version already."""

    version: Version
    conflict: Summary | None = None


@dataclass(frozen=True)
class Listed:
    """One page of a list, and how many there are in all."""

    scenarios: tuple[Summary, ...]
    total: int


@dataclass(frozen=True)
class Share:
    """A link to a version. ``token`` is known only when the link is made: '' afterwards."""

    id: str
    version: str
    created_at: datetime
    revoked_at: datetime | None
    token: str = ""


def digest(content: str) -> str:
    """SHA-256 of text, in hexadecimals."""
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def seal(row: Mapping[str, Any]) -> str:
    """A hash over everything in a version that never changes. It shows damage; it is no signature."""
    return digest(json.dumps([row[name] for name in SEALED], default=repr))


def read_summary(row: Mapping[str, Any]) -> Summary:
    """The summary in a row; a row that is not as it was saved gives no number, and says so."""
    given = {name: row[name] for name in SEALED if name not in ("outcome_sha256", "headline", "created_at")}
    given |= {"archived_at": _time_or_none(row["archived_at"]), "tips": row["tips"]}
    if row["seal"] == seal(row):
        return Summary(**given, headline=json.loads(row["headline"]), created_at=_time_or_none(row["created_at"]))
    return Summary(**given, headline={}, created_at=None, damaged=_damaged(row))


def read_version(row: Mapping[str, Any]) -> Version:
    """The version in a row.

    Raises
    ------
    StoreError
        When the row is not what was saved, or a newer program wrote the scenario.
    """
    document, outcome = str(row["document"]), str(row["outcome"])
    if (row["sha256"], row["outcome_sha256"], row["seal"]) != (digest(document), digest(outcome), seal(row)):
        raise StoreError(_damaged(row))
    try:
        scenario, kept = Scenario.from_json(document), Outcome.from_dict(parsed(outcome))
    except (FairShareError, KeyError, TypeError, ValueError) as error:
        said = error if isinstance(error, FairShareError) else "de uitkomst is niet te lezen."
        raise StoreError(f"Dit bewaarde scenario is niet te openen: {said}") from error
    return Version(**read_summary(row).__dict__, scenario=scenario, outcome=kept)


def written(scenario: Scenario, outcome: Outcome, headline: Mapping[str, Any]) -> dict[str, str]:
    """What a version says, as its columns hold it."""
    document, table = canonical(scenario.as_dict()), canonical(outcome.as_dict())
    return {
        "document": document,
        "sha256": digest(document),
        "outcome": table,
        "outcome_sha256": digest(table),
        "headline": canonical({name: _plain(value) for name, value in headline.items()}),
        "region": scenario.region,
        "name": scenario.name,
        "note": scenario.note,
    }


def _plain(value: Any) -> Any:
    """A number of numpy as Python has it; anything else as it is."""
    return value.item() if hasattr(value, "item") else value


def _damaged(row: Mapping[str, Any]) -> str:
    return f"Versie {row['number']} van dit scenario is beschadigd bewaard en wordt niet getoond. Vraag de beheerder om een reservekopie."


def _time_or_none(text: Any) -> datetime | None:
    """The time in ``text``, with its zone; None where there is none."""
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
