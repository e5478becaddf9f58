"""Figures that a region brings itself: tasks, existing supply, key figures, criteria and assumptions, each with its source.

They are part of the scenario: frozen values that lie over the published figures and leave those as they are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fairshare import checks
from fairshare.errors import FairShareError

KINDS = ("task", "existing", "quantity", "criterion", "assumption")
DIRECTIONS = ("meer", "minder")
"""For an own criterion: whether a higher value gives a larger share, or a smaller one (a gap to the regional mean)."""
STATUSES = ("eigen invoer", "regionaal onderzoek", "raming")
ROLES = ("primary", "low", "high")
VALUE = "value"
"""The one key in the values of an assumption."""
VALUE_MAX = 100_000_000
VALUES_MAX = 1_000
FIGURES_MAX = 400
PER_MUNICIPALITY = ("existing", "quantity", "criterion")


@dataclass(frozen=True, order=True)
class OwnFigure:
    """One figure that a region brings, with its provenance.

    Parameters
    ----------
    kind : ``task`` (regional task of a group), ``existing`` (existing supply for a group), ``quantity`` (a column of
        gemeenten.csv), ``criterion`` (a criterion of their own) or ``assumption``.
    subject : the group, column, key of the criterion or key of the assumption.
    values : municipality code -> value; for a task the roles ``primary``, ``low``, ``high``; for an assumption ``value``.
    unit : of the values; for existing supply and tasks that of the group, '' is the same. [text]
    year, source : of the figure; a figure without source is refused.
    status : one of `STATUSES`.
    name, direction : of an own criterion, see `DIRECTIONS`.

    Raises
    ------
    FairShareError
        For every part that is not as described; the message names the key.
    """

    kind: str
    subject: str
    values: tuple[tuple[str, float], ...]
    unit: str = ""
    year: str = ""
    source: str = ""
    status: str = STATUSES[0]
    name: str = ""
    direction: str = ""

    def __post_init__(self) -> None:
        put = lambda key, value: object.__setattr__(self, key, value)  # noqa: E731  the class is frozen
        put("kind", checks.choice("figures.kind", self.kind, KINDS))
        put("subject", checks.name("figures.subject", self.subject))
        where = f"figures.{self.kind}.{self.subject}"
        pairs = checks.pairs(where, self.values)
        if not pairs or len(pairs) > VALUES_MAX:
            raise FairShareError(f"{where}: geef 1 tot {VALUES_MAX} waarden.")
        put("values", tuple((key, checks.number(f"{where}.{key}", value, 0, VALUE_MAX)) for key, value in pairs))
        if self.kind not in PER_MUNICIPALITY:
            allowed = ROLES if self.kind == "task" else (VALUE,)
            for key, _ in self.values:
                checks.choice(where, key, allowed)
            if (ROLES[0] if self.kind == "task" else VALUE) not in dict(self.values):
                raise FairShareError(f"{where}: '{allowed[0]}' ontbreekt.")
        put("unit", self.unit and checks.label(f"{where}.unit", self.unit))
        put("year", self.year and checks.label(f"{where}.year", self.year))
        put("source", checks.name(f"{where}.source", self.source, checks.SOURCE_MAX))
        put("status", checks.choice(f"{where}.status", self.status, STATUSES))
        is_criterion = self.kind == "criterion"
        if is_criterion:
            put("name", checks.label(f"{where}.name", self.name))
            put("direction", checks.choice(f"{where}.direction", self.direction, DIRECTIONS))
        elif self.name or self.direction:
            raise FairShareError(f"{where}: alleen een eigen maatstaf heeft een naam en een richting.")

    def as_dict(self) -> dict[str, Any]:
        """The figure in a scenario file; what is empty or at its default is left out."""
        values = {key: int(value) if value == int(value) else value for key, value in self.values}
        document = {"kind": self.kind, "subject": self.subject, "values": values}
        for key in ("unit", "year", "source", "name", "direction"):
            if getattr(self, key):
                document[key] = getattr(self, key)
        if self.status != STATUSES[0]:
            document["status"] = self.status
        return document

    @classmethod
    def from_dict(cls, where: str, record: Any) -> OwnFigure:
        """The figure in a parsed scenario file."""
        if not isinstance(record, Mapping):
            raise FairShareError(f"{where} is geen object.")
        checks.refuse_unknown(where, record, set(cls.__dataclass_fields__))
        for key in ("kind", "subject", "values"):
            if key not in record:
                raise FairShareError(f"{where}: '{key}' ontbreekt.")
        return cls(**record)


def checked_figures(figures: Iterable[OwnFigure]) -> tuple[OwnFigure, ...]:
    """The figures in one order; a municipality has one value per subject, a subject one unit, name and direction."""
    found = tuple(sorted(figures))
    if len(found) > FIGURES_MAX:
        raise FairShareError(f"figures: dit zijn meer dan {FIGURES_MAX} eigen cijfers.")
    told: dict[tuple[str, str], OwnFigure] = {}
    for figure in found:
        first = told.setdefault((figure.kind, figure.subject), figure)
        if (first.unit, first.name, first.direction) != (figure.unit, figure.name, figure.direction):
            where = f"figures.{figure.kind}.{figure.subject}"
            raise FairShareError(f"{where}: eenheid, naam en richting moeten voor alle gemeenten gelijk zijn.")
    checks.refuse_twice("figures", [(f.kind, f.subject, key) for f in found for key, _ in f.values])
    return found


def digest(figures: tuple[OwnFigure, ...]) -> str:
    """A short hash of the content: equal figures, equal text."""
    text = json.dumps([figure.as_dict() for figure in figures], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def own_values(figures: Iterable[OwnFigure], kind: str) -> dict[str, dict[str, float]]:
    """Subject -> municipality (or role) -> value, of one kind."""
    found: dict[str, dict[str, float]] = {}
    for figure in figures:
        if figure.kind == kind:
            found.setdefault(figure.subject, {}).update(figure.values)
    return found


def origin_of(figures: Iterable[OwnFigure], kind: str, subject: str, key: str) -> OwnFigure | None:
    """The own figure that the value of one municipality (or role) comes from, None when it is not their own."""
    for figure in figures:
        if (figure.kind, figure.subject) == (kind, subject) and key in dict(figure.values):
            return figure
    return None
