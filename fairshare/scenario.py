"""The scenario: everything that determines a result, as a value; json in, json out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from fairshare import checks
from fairshare.errors import FairShareError, dutch
from fairshare.figures import OwnFigure, checked_figures
from fairshare.regions import canonical, own_codes

VERSION = 1
DEFAULT_YEAR = 2024
DEFAULT_WEIGHTS = {"inwoners": 10.0}
WEIGHT_MAX = 10
BOUND_MAX = 10
TASK_MAX = 10_000_000
REGION_MAX = 3_000
"""Characters in the text that names a region: a region of one's own names its municipalities."""
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
    region : key of the region, see `fairshare.regions`.
    region_name : what a region of one's own is called.
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
    figures : what the region brings itself, see `fairshare.figures`.

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
    region_name: str = ""
    figures: tuple[OwnFigure, ...] = ()
    name: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        put = lambda key, value: object.__setattr__(self, key, value)  # noqa: E731  the class is frozen
        put("region", canonical(checks.name("region", self.region, REGION_MAX)))
        put("year", checks.year("year", self.year, 1900, 2100))
        put("combine", checks.choice("combine", self.combine, COMBINATIONS))
        put("reference", checks.choice("reference", self.reference, REFERENCES))
        put("weights", _weights("weights", self.weights))
        own = checks.pairs("group_weights", self.group_weights)
        put("group_weights", tuple((g, _weights(f"group_weights.{g}", w)) for g, w in own))
        tasks = checks.pairs("tasks", self.tasks)
        put("tasks", tuple((g, checks.whole(f"tasks.{g}", n, 0, TASK_MAX)) for g, n in tasks))
        common = _rules("", {key: getattr(self, key) for key in RULES})
        for key in RULES:
            put(key, common[key])
        own = checks.pairs("group_rules", self.group_rules)
        put("group_rules", tuple((g, tuple(_own_rules(f"group_rules.{g}", common, r).items())) for g, r in own))
        agreements = [_checked_agreement(f"agreements[{i}]", a) for i, a in enumerate(self.agreements)]
        put("agreements", tuple(sorted(agreements)))
        put("swaps", tuple(_checked_swap(f"swaps[{i}]", swap) for i, swap in enumerate(self.swaps)))
        put("region_name", self.region_name and checks.label("region_name", self.region_name))
        if self.region_name and not own_codes(self.region):
            raise FairShareError("region_name: alleen een eigen regio krijgt een eigen naam.")
        put("figures", checked_figures(self.figures))
        put("name", checks.text("name", self.name))
        put("note", checks.text("note", self.note))
        checks.refuse_twice("agreements", [(a.municipality, a.group) for a in self.agreements])

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
        if self.figures:
            document["figures"] = [figure.as_dict() for figure in self.figures]
        for key in ("region_name", "name", "note"):
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
        version = checks.whole("version", document["version"], 1, 10_000)
        if version > VERSION:
            raise FairShareError(f"version is {version}; dit programma kent versie {VERSION}. Werk het programma bij.")
        known = {field.name for field in fields(cls)}
        checks.refuse_unknown("scenario", document, known | {"version"})
        if "region" not in document:
            raise FairShareError('region ontbreekt; noem de regio, bijvoorbeeld "region": "groningen".')
        values = {key: value for key, value in document.items() if key != "version"}
        for key in ("weights", "group_weights", "tasks", "group_rules"):
            if key in values and not isinstance(values[key], Mapping):
                raise FairShareError(f"{key} is geen object met namen en waarden.")
        values["agreements"] = _records("agreements", values.get("agreements", ()), _agreement)
        values["swaps"] = _records("swaps", values.get("swaps", ()), _swap)
        values["figures"] = _records("figures", values.get("figures", ()), OwnFigure.from_dict)
        return cls(**values)

    @classmethod
    def from_json(cls, text: str) -> Scenario:
        """The scenario in json ``text``; duplicate keys and NaN are refused like everything else that is not sure."""
        return cls.from_dict(parsed(text))


def parsed(text: str) -> Any:
    """What json ``text`` holds.

    Raises
    ------
    FairShareError
        For text that is not json, duplicate keys, NaN, and numbers or nesting beyond what can be read.
    """
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_duplicates)
    except json.JSONDecodeError as error:
        raise FairShareError(f"Dit is geen geldige json: regel {error.lineno}, teken {error.colno}.") from None
    except ValueError as error:
        if isinstance(error, FairShareError):
            raise
        raise FairShareError("Dit is geen geldig scenario: er staat een getal in dat veel te lang is.") from None
    except RecursionError:
        raise FairShareError("Dit is geen geldig scenario: de json is te diep genest.") from None


def _agreement(where: str, record: Mapping) -> Agreement:
    checks.refuse_unknown(where, record, {"municipality", "group", "number", "reason"})
    return Agreement(record.get("municipality"), record.get("group"), record.get("number"), record.get("reason", ""))


def _swap(where: str, record: Mapping) -> Swap:
    checks.refuse_unknown(where, record, {"from", "to", "group", "number", "reason"})
    giver, taker = record.get("from"), record.get("to")
    return Swap(giver, taker, record.get("group"), record.get("number"), record.get("reason", ""))


def _checked_agreement(where: str, agreement: Agreement) -> Agreement:
    return Agreement(
        checks.name(f"{where}.municipality", agreement.municipality),
        checks.name(f"{where}.group", agreement.group),
        checks.whole(f"{where}.number", agreement.number, 0, TASK_MAX),
        checks.text(f"{where}.reason", agreement.reason),
    )


def _checked_swap(where: str, swap: Swap) -> Swap:
    if swap.giver == swap.taker:
        raise FairShareError(f"{where}: 'from' en 'to' zijn dezelfde gemeente ({checks.short(swap.giver)}).")
    return Swap(
        checks.name(f"{where}.from", swap.giver),
        checks.name(f"{where}.to", swap.taker),
        checks.name(f"{where}.group", swap.group),
        checks.whole(f"{where}.number", swap.number, 1, TASK_MAX),
        checks.text(f"{where}.reason", swap.reason),
    )


def _records(key: str, value: Any, parse: Any) -> tuple:
    if not isinstance(value, (list, tuple)):
        raise FairShareError(f"{key} is geen lijst.")
    for i, record in enumerate(value):
        if not isinstance(record, Mapping):
            raise FairShareError(f"{key}[{i}] is geen object.")
    return tuple(parse(f"{key}[{i}]", record) for i, record in enumerate(value))


def _weights(key: str, value: Any) -> Weights:
    pairs = [(c, checks.number(f"{key}.{c}", w, 0, WEIGHT_MAX)) for c, w in checks.pairs(key, value)]
    if not any(weight > 0 for _, weight in pairs):
        raise FairShareError(f"{key}: alle gewichten staan op 0. Zet ten minste één maatstaf hoger dan 0.")
    return tuple((criterion, weight) for criterion, weight in pairs if weight > 0)


def _rules(where: str, rules: Mapping[str, Any]) -> dict[str, float | None]:
    """The rules of the game in their ranges; ``where`` names the group they belong to."""
    checked: dict[str, float | None] = {}
    for key, value in rules.items():
        top = 1 if key == "existing" else BOUND_MAX
        is_off = value is None and key != "existing"
        checked[key] = None if is_off else checks.number(f"{where}{key}", value, 0, top)
    floor, cap = checked.get("floor"), checked.get("cap")
    if floor is not None and cap is not None and floor > cap:
        low, high = dutch(floor, 6), dutch(cap, 6)
        raise FairShareError(f"{where}floor ({low}) is hoger dan cap ({high}); maak floor lager of cap hoger.")
    return checked


def _own_rules(where: str, common: Mapping[str, Any], rules: Any) -> dict[str, float | None]:
    """A group's own rules: only those that it sets, checked together with the common ones that stay."""
    own = dict(checks.pairs(where, rules))
    checks.refuse_unknown(where, own, set(RULES))
    checked = _rules(f"{where}.", dict(common) | own)
    return {key: checked[key] for key in own}


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    checks.refuse_twice("scenario", [name for name, _ in pairs])
    return dict(pairs)


def _no_constant(text: str) -> None:
    raise FairShareError(f"'{text}' is geen getal.")


def _without_empty(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value != ""}
