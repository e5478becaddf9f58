"""The scenario: everything that determines a result, as a value; json in, json out."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from typing import Any

from fairshare.errors import FairShareError, dutch

VERSION = 1
DEFAULT_YEAR = 2024
DEFAULT_WEIGHTS = {"inwoners": 10.0}
WEIGHT_MAX = 10
BOUND_MAX = 10
TASK_MAX = 10_000_000
TEXT_MAX = 2_000
HUGE = 1e300
COMBINATIONS = ("shares", "factors")
RULES = ("existing", "floor", "cap")
REFERENCES = ("inwoners", "woningen", "sociale_huur", "gelijk")

Weights = tuple[tuple[str, float], ...]


@dataclass(frozen=True, order=True)
class Agreement:
    """A number fixed by hand for one municipality and group [units of the group]."""

    municipality: str
    group: str
    number: int
    reason: str = ""


@dataclass(frozen=True, order=True)
class Swap:
    """A transfer between two municipalities under an unchanged regional total [units of the group]."""

    giver: str
    taker: str
    group: str
    number: int
    reason: str = ""


@dataclass(frozen=True)
class Scenario:
    """Region, year, allocation key, tasks and agreements. Frozen, comparable and hashable.

    Parameters
    ----------
    region : key of the region, or ``nl``.
    year : reference year [1 January]: decides membership and inhabitants.
    combine : how criteria are combined: ``shares``, the weighted sum of shares, or ``factors``, the reference share times a
        factor of 0.5 to 1.5 per criterion.
    reference : what the result is compared with: pro rata to ``inwoners``, ``woningen`` or ``sociale_huur``, or ``gelijk``.
    weights : criterion -> weight [0-10], common to all groups. Zero weights are dropped: they change nothing.
    group_weights : group -> criterion -> weight [0-10], the group's own key.
    tasks : group -> task set by the user [units of the group].
    existing : fraction of existing supply that counts [0-1].
    floor, cap : bounds relative to the reference [fraction], or None.
    group_rules : group -> ``existing``, ``floor`` and ``cap`` of its own, instead of the common ones.

    Raises
    ------
    FairShareError
        For every value outside its range; the message names the key.
    """

    region: str
    year: int = DEFAULT_YEAR
    combine: str = "shares"
    reference: str = "inwoners"
    weights: Weights = tuple(DEFAULT_WEIGHTS.items())
    group_weights: tuple[tuple[str, Weights], ...] = ()
    tasks: tuple[tuple[str, int], ...] = ()
    existing: float = 0.0
    floor: float | None = None
    cap: float | None = None
    group_rules: tuple[tuple[str, tuple[tuple[str, float | None], ...]], ...] = ()
    agreements: tuple[Agreement, ...] = ()
    swaps: tuple[Swap, ...] = ()
    name: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        put = lambda key, value: object.__setattr__(self, key, value)  # noqa: E731  the class is frozen
        put("region", _text("region", self.region, required=True))
        put("year", _whole("year", self.year, 1900, 2100))
        put("combine", _choice("combine", self.combine, COMBINATIONS))
        put("reference", _choice("reference", self.reference, REFERENCES))
        put("weights", _weights("weights", self.weights))
        own = _pairs("group_weights", self.group_weights)
        put("group_weights", tuple((g, _weights(f"group_weights.{g}", w)) for g, w in own))
        tasks = _pairs("tasks", self.tasks)
        put("tasks", tuple((g, _whole(f"tasks.{g}", n, 0, TASK_MAX)) for g, n in tasks))
        common = _rules("", {key: getattr(self, key) for key in RULES})
        for key in RULES:
            put(key, common[key])
        own = _pairs("group_rules", self.group_rules)
        put("group_rules", tuple((g, tuple(_own_rules(f"group_rules.{g}", common, r).items())) for g, r in own))
        put("agreements", tuple(sorted(self.agreements)))
        put("swaps", tuple(self.swaps))
        put("name", _text("name", self.name))
        put("note", _text("note", self.note))
        _refuse_twice("agreements", [(a.municipality, a.group) for a in self.agreements])

    def weights_for(self, group: str) -> dict[str, float]:
        """Criterion -> weight [0-10] for ``group``: its own key, or the common one."""
        return dict(dict(self.group_weights).get(group, self.weights))

    def rules_for(self, group: str) -> tuple[float, float | None, float | None]:
        """Existing supply that counts [0-1], floor and cap [fraction or None] for ``group``: its own, or the common ones."""
        own = dict(dict(self.group_rules).get(group, ()))
        existing, floor, cap = (own.get(key, getattr(self, key)) for key in RULES)
        return existing, floor, cap

    def with_(self, **changes: Any) -> Scenario:
        """A copy with other values."""
        return replace(self, **changes)

    def as_dict(self) -> dict[str, Any]:
        """The scenario file (stable format, version 1). Values that are at their default are left out."""
        document: dict[str, Any] = {
            "version": VERSION,
            "region": self.region,
            "year": self.year,
            "combine": self.combine,
        }
        document["reference"] = self.reference
        document["weights"] = dict(self.weights)
        if self.group_weights:
            document["group_weights"] = {group: dict(weights) for group, weights in self.group_weights}
        if self.tasks:
            document["tasks"] = dict(self.tasks)
        if self.existing:
            document["existing"] = self.existing
        for key in ("floor", "cap"):
            if getattr(self, key) is not None:
                document[key] = getattr(self, key)
        if self.group_rules:
            document["group_rules"] = {group: dict(rules) for group, rules in self.group_rules}
        if self.agreements:
            document["agreements"] = [_without_empty(a.__dict__) for a in self.agreements]
        if self.swaps:
            document["swaps"] = [
                _without_empty(
                    {"from": s.giver, "to": s.taker, "group": s.group, "number": s.number, "reason": s.reason}
                )
                for s in self.swaps
            ]
        for key in ("name", "note"):
            if getattr(self, key):
                document[key] = getattr(self, key)
        return document

    @classmethod
    def from_dict(cls, document: Any) -> Scenario:
        """The scenario in a parsed scenario file.

        Raises
        ------
        FairShareError
            For a newer version, unknown keys, wrong types and numbers outside their range; the message names the key.
        """
        if not isinstance(document, Mapping):
            raise FairShareError("Een scenario is een json-object met ten minste 'version' en 'region'.")
        if "version" not in document:
            raise FairShareError(f'version ontbreekt; zet "version": {VERSION} in het scenario.')
        version = _whole("version", document["version"], 1, 10_000)
        if version > VERSION:
            raise FairShareError(f"version is {version}; dit programma kent versie {VERSION}. Werk het programma bij.")
        known = {field.name for field in fields(cls)}
        _refuse_unknown("", document, known | {"version"})
        if "region" not in document:
            raise FairShareError('region ontbreekt; noem de regio, bijvoorbeeld "region": "groningen".')
        values = {key: value for key, value in document.items() if key != "version"}
        values["agreements"] = _records("agreements", values.get("agreements", ()), _agreement)
        values["swaps"] = _records("swaps", values.get("swaps", ()), _swap)
        return cls(**values)

    @classmethod
    def from_json(cls, text: str) -> Scenario:
        """The scenario in json ``text``; duplicate keys and NaN are refused like everything else that is not sure."""
        try:
            document = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_duplicates)
        except json.JSONDecodeError as error:
            raise FairShareError(f"Dit is geen geldige json: regel {error.lineno}, teken {error.colno}.") from None
        except RecursionError:
            raise FairShareError("Dit is geen geldig scenario: de json is te diep genest.") from None
        return cls.from_dict(document)


def _agreement(where: str, record: Mapping) -> Agreement:
    _refuse_unknown(where, record, {"municipality", "group", "number", "reason"})
    return Agreement(
        _text(f"{where}.municipality", record.get("municipality"), required=True),
        _text(f"{where}.group", record.get("group"), required=True),
        _whole(f"{where}.number", record.get("number"), 0, TASK_MAX),
        _text(f"{where}.reason", record.get("reason", "")),
    )


def _swap(where: str, record: Mapping) -> Swap:
    _refuse_unknown(where, record, {"from", "to", "group", "number", "reason"})
    swap = Swap(
        _text(f"{where}.from", record.get("from"), required=True),
        _text(f"{where}.to", record.get("to"), required=True),
        _text(f"{where}.group", record.get("group"), required=True),
        _whole(f"{where}.number", record.get("number"), 1, TASK_MAX),
        _text(f"{where}.reason", record.get("reason", "")),
    )
    if swap.giver == swap.taker:
        raise FairShareError(f"{where}: 'from' en 'to' zijn dezelfde gemeente ({swap.giver}).")
    return swap


def _records(key: str, value: Any, parse: Any) -> tuple:
    if not isinstance(value, (list, tuple)):
        raise FairShareError(f"{key} is geen lijst.")
    for i, record in enumerate(value):
        if not isinstance(record, Mapping):
            raise FairShareError(f"{key}[{i}] is geen object.")
    return tuple(parse(f"{key}[{i}]", record) for i, record in enumerate(value))


def _weights(key: str, value: Any) -> Weights:
    pairs = [(c, _number(f"{key}.{c}", w, 0, WEIGHT_MAX)) for c, w in _pairs(key, value)]
    if not any(weight > 0 for _, weight in pairs):
        raise FairShareError(f"{key}: alle gewichten staan op 0. Zet ten minste één maatstaf hoger dan 0.")
    return tuple((criterion, weight) for criterion, weight in pairs if weight > 0)


def _rules(where: str, rules: Mapping[str, Any]) -> dict[str, float | None]:
    """The rules of the game in their ranges; ``where`` names the group they belong to."""
    checked: dict[str, float | None] = {}
    for key, value in rules.items():
        top = 1 if key == "existing" else BOUND_MAX
        is_off = value is None and key != "existing"
        checked[key] = None if is_off else _number(f"{where}{key}", value, 0, top)
    floor, cap = checked.get("floor"), checked.get("cap")
    if floor is not None and cap is not None and floor > cap:
        low, high = dutch(floor, 6), dutch(cap, 6)
        raise FairShareError(f"{where}floor ({low}) is hoger dan cap ({high}); maak floor lager of cap hoger.")
    return checked


def _own_rules(where: str, common: Mapping[str, Any], rules: Any) -> dict[str, float | None]:
    """A group's own rules: only those that it sets, checked together with the common ones that stay."""
    own = dict(_pairs(where, rules))
    _refuse_unknown(where, own, set(RULES))
    checked = _rules(f"{where}.", dict(common) | own)
    return {key: checked[key] for key in own}


def _pairs(key: str, value: Any) -> list[tuple[str, Any]]:
    """Mapping or pairs -> pairs sorted by key, so that the order of writing never matters."""
    items = value.items() if isinstance(value, Mapping) else value
    if isinstance(items, str) or not isinstance(items, Iterable):
        raise FairShareError(f"{key} is geen object met namen en waarden.")
    try:
        pairs = [(_text(key, name, required=True), item) for name, item in items]
    except (TypeError, ValueError) as error:
        if isinstance(error, FairShareError):
            raise
        raise FairShareError(f"{key} is geen object met namen en waarden.") from None
    _refuse_twice(key, [name for name, _ in pairs])
    return sorted(pairs, key=lambda pair: pair[0])


def _number(key: str, value: Any, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise FairShareError(f"{key} is geen getal: {_short(value)}.")
    number = float(value) if abs(value) < HUGE else math.inf
    if not math.isfinite(number) or not low <= number <= high:
        raise FairShareError(
            f"{key} is {dutch(number, 6)}; dat moet tussen {dutch(low, 6)} en {dutch(high, 6)} liggen."
        )
    return number


def _whole(key: str, value: Any, low: int, high: int) -> int:
    number = _number(key, value, low, high)
    if number != int(number):
        raise FairShareError(f"{key} is {dutch(number, 6)}; dat moet een heel getal zijn.")
    return int(number)


def _text(key: str, value: Any, required: bool = False) -> str:
    if not isinstance(value, str):
        raise FairShareError(f"{key} ontbreekt of is geen tekst: {_short(value)}.")
    if required and not value.strip():
        raise FairShareError(f"{key} is leeg.")
    if not value.isprintable() and not value.encode("utf-8", "ignore").decode() == value:
        raise FairShareError(f"{key} bevat tekens die geen tekst zijn.")
    if len(value) > TEXT_MAX:
        raise FairShareError(f"{key} is langer dan {TEXT_MAX} tekens.")
    return value


def _choice(key: str, value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise FairShareError(f"{key} is {_short(value)}; kies uit: {', '.join(allowed)}.")
    return value


def unknown(key: str, value: str, known: Iterable[str]) -> FairShareError:
    """The error for a name we do not know, with the nearest name that we do know."""
    near = get_close_matches(value, list(known), n=1)
    hint = f" Bedoelt u '{near[0]}'?" if near else ""
    return FairShareError(f"{key}: '{_short(value)}' is niet bekend.{hint}")


def _refuse_unknown(where: str, record: Mapping, known: set[str]) -> None:
    for key in record:
        if key not in known:
            raise unknown(where or "scenario", str(key), known)


def _refuse_twice(key: str, names: list) -> None:
    seen = set()
    for name in names:
        if name in seen:
            raise FairShareError(f"{key}: {_short(name)} staat er twee keer in.")
        seen.add(name)


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    _refuse_twice("scenario", [name for name, _ in pairs])
    return dict(pairs)


def _no_constant(text: str) -> None:
    raise FairShareError(f"'{text}' is geen getal.")


def _without_empty(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value != ""}


def _short(value: Any) -> str:
    text = " - ".join(value) if isinstance(value, tuple) else str(value)
    text = " ".join(text.encode("utf-8", "replace").decode().split())
    return text if len(text) <= 40 else text[:39] + "…"
