"""Figures that a region brings itself: tasks, existing supply, key figures, criteria and assumptions, each with its source.

They are part of the scenario: frozen values that lie over the published figures and leave those as they are.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
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
CRITERION_PREFIX = "eigen_"
"""Of the key of an own criterion, so that it never is one of ours."""
PART_NAMES = {
    "source": "Bron",
    "year": "Jaar",
    "unit": "Eenheid",
    "status": "Status",
    "name": "Naam",
    "direction": "Richting",
}
FILE_NAME = re.compile(rf"figures(?:\.[\w.]*?)??(?:\.({'|'.join(PART_NAMES)}))?(?=[: ])")


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
        is_criterion = self.kind == "criterion"
        check = checks.code_name if is_criterion else checks.name
        put("subject", check("figures.subject", self.subject))
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
        put("unit", checks.optional_label(f"{where}.unit", self.unit))
        put("year", checks.optional_label(f"{where}.year", _as_text(self.year)))
        put("source", checks.name(f"{where}.source", self.source, checks.SOURCE_MAX))
        put("status", checks.choice(f"{where}.status", self.status, STATUSES))
        if is_criterion:
            put("name", checks.label(f"{where}.name", self.name))
            put("direction", checks.choice(f"{where}.direction", self.direction, DIRECTIONS))
        elif self.name != "" or self.direction != "":
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
        for key in ("kind", "subject", "values", "source"):
            if key not in record:
                raise FairShareError(f"{where}: '{key}' ontbreekt.")
        return cls(**record)

    def provenance(self) -> OwnFigure:
        """The figure without its values: what two values must share to be one figure."""
        return replace(self, values=((ROLES[0] if self.kind == "task" else VALUE, 0.0),))


def checked_figures(figures: Iterable[OwnFigure]) -> tuple[OwnFigure, ...]:
    """The figures in one form and order, so that equal content is equal; a municipality has one value per subject, a subject
    one unit, name and direction.

    Raises
    ------
    FairShareError
        For two values of the same thing, two units of one subject, or too many figures.
    """
    listed = tuple(figures)
    checks.refuse_twice("figures", [(f.kind, f.subject, key) for f in listed for key, _ in f.values])
    together: dict[OwnFigure, list[tuple[str, float]]] = {}
    for figure in listed:
        together.setdefault(figure.provenance(), []).extend(figure.values)
    found = tuple(sorted(replace(figure, values=tuple(values)) for figure, values in together.items()))
    if len(found) > FIGURES_MAX:
        raise FairShareError(f"figures: dit zijn meer dan {FIGURES_MAX} eigen cijfers.")
    for figure in found:
        first = next(f for f in found if (f.kind, f.subject) == (figure.kind, figure.subject))
        is_criterion = figure.kind == "criterion"  # for others an empty unit is the unit of the subject
        if (first.name, first.direction) != (figure.name, figure.direction) or (
            first.unit != figure.unit and (is_criterion or (first.unit and figure.unit))
        ):
            where = f"figures.{figure.kind}.{figure.subject}"
            raise FairShareError(f"{where}: eenheid, naam en richting moeten voor alle gemeenten gelijk zijn.")
    return found


def criterion_key(name: str) -> str:
    """The key of an own criterion with this name: ``Leegstand (2025)`` -> ``eigen_leegstand_2025``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return f"{CRITERION_PREFIX}{re.sub(r'[^a-z0-9]+', '_', plain).strip('_')}"


def plainly(error: FairShareError) -> str:
    """A refusal for somebody at the screen: without the names that figures have in a scenario file."""
    text = str(error)
    found = FILE_NAME.match(text)
    if not found:
        return text
    rest = text[found.end() :].lstrip(": ")
    return f"{PART_NAMES[found[1]]} {rest}" if found[1] else rest[:1].upper() + rest[1:]


def _as_text(year: Any) -> Any:
    return str(year) if isinstance(year, int) and not isinstance(year, bool) else year


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
