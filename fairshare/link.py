"""A scenario as readable query parameters, and back: ``?regio=mra&gewicht=inwoners:6,sociale_huur:4``.

Reasons, name and note are not in a link: they are text of people, and a link is passed on. Own figures are too many for a
link: it only says which ones were used (``cijfers=``), for whoever has them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fairshare import checks
from fairshare.errors import FairShareError
from fairshare.figures import OwnFigure, digest
from fairshare.scenario import RULES, Agreement, Scenario, Swap

OFF = "geen"
"""A rule that a group switches off for itself."""
Check = Callable[[Scenario], None]


def to_query(scenario: Scenario) -> dict[str, str]:
    """Query parameters of ``scenario``; what is at its default is left out, except the region."""
    base = Scenario(region=scenario.region)
    query = {"regio": scenario.region}
    if scenario.region_name:
        query["regionaam"] = scenario.region_name
    if scenario.figures:
        query["cijfers"] = digest(scenario.figures)
    for key, field in {"jaar": "year", "optellen": "combine", "referentie": "reference"}.items():
        if getattr(scenario, field) != getattr(base, field):
            query[key] = str(getattr(scenario, field))
    if scenario.weights != base.weights:
        query["gewicht"] = _write(scenario.weights)
    query |= {f"gewicht.{group}": _write(weights) for group, weights in scenario.group_weights}
    if scenario.tasks:
        query["opgave"] = _write(scenario.tasks)
    rules = {"existing": scenario.existing or None, "floor": scenario.floor, "cap": scenario.cap}
    if given := {name: value for name, value in rules.items() if value is not None}:
        query["regels"] = _write(tuple(given.items()))
    query |= {f"regels.{group}": _write(own) for group, own in scenario.group_rules if own}
    if scenario.agreements:
        query["afspraak"] = ",".join(f"{a.municipality}:{a.group}:{a.number}" for a in scenario.agreements)
    if scenario.swaps:
        query["uitruil"] = ",".join(f"{s.giver}:{s.taker}:{s.group}:{s.number}" for s in scenario.swaps)
    return query


def from_query(
    query: Mapping[str, str], region: str, check: Check, figures: Mapping[str, tuple[OwnFigure, ...]] | None = None
) -> tuple[Scenario, list[str]]:
    """The scenario in a link, with a Dutch line for every part that could not be used; the rest is kept.

    Parameters
    ----------
    region : the region where the link names none.
    check : raises FairShareError for a scenario that cannot be worked with.
    figures : digest -> own figures that this visitor has.
    """
    values: dict[str, Any] = {"region": region}
    problems: list[str] = []
    for key in _in_order(query):
        kind, dot, group = key.partition(".")
        try:
            change = _known_figures(query[key], figures or {}) if kind == FIGURES else READERS[kind](query[key])
            if dot:
                field = f"group_{'weights' if kind == 'gewicht' else 'rules'}"
                own = change["weights"] if kind == "gewicht" else change
                change = {field: values.get(field, {}) | {group: own}}
            candidate = values | change
            check(Scenario(**candidate))
        except FairShareError as error:
            problems.append(f"{key}: {error}")
        except (ValueError, TypeError, OverflowError):
            problems.append(f"{key}: '{checks.short(query[key])}' is niet te lezen.")
        else:
            values = candidate
    return Scenario(**values), problems


def _in_order(query: Mapping[str, str]) -> list[str]:
    """The parameters of a scenario in a link, those that others depend on first; ``gewicht.`` and ``regels.`` name a group."""
    kinds = list(READERS)
    known = [key for key in query if key in READERS or key.partition(".")[0] in ("gewicht", "regels")]
    return sorted(known, key=lambda key: (kinds.index(key.partition(".")[0]), key))


def _known_figures(text: str, figures: Mapping[str, tuple[OwnFigure, ...]]) -> dict[str, Any]:
    if text not in figures:
        raise FairShareError(
            "deze link hoort bij eigen cijfers van een regio, en die staan niet in de link. U ziet de gepubliceerde cijfers. "
            "Vraag om een gedeeld scenario: daar gaan de eigen cijfers in mee."
        )
    return {"figures": figures[text]}


def _parts(text: str, length: int) -> list[list[str]]:
    parts = [part.split(":") for part in text.split(",")]
    if any(len(part) != length for part in parts):
        raise ValueError(text)
    return parts


def _numbers(text: str) -> dict[str, float]:
    return {name: float(number) for name, number in _named(text).items()}


def _rules(text: str) -> dict[str, float | None]:
    rules = {name: None if value == OFF else float(value) for name, value in _named(text).items()}
    if set(rules) - set(RULES):
        raise ValueError(text)
    return rules


def _named(text: str) -> dict[str, str]:
    parts = _parts(text, 2)
    if len({name for name, _ in parts}) < len(parts):
        raise ValueError(text)
    return {name: value for name, value in parts}


FIGURES = "cijfers"
READERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "regio": lambda text: {"region": text},
    "regionaam": lambda text: {"region_name": text},
    "jaar": lambda text: {"year": int(text)},
    FIGURES: lambda _text: {},
    "optellen": lambda text: {"combine": text},
    "referentie": lambda text: {"reference": text},
    "opgave": lambda text: {"tasks": _numbers(text)},
    "gewicht": lambda text: {"weights": _numbers(text)},
    "regels": _rules,
    "afspraak": lambda text: {"agreements": tuple(Agreement(*part[:2], int(part[2])) for part in _parts(text, 3))},
    "uitruil": lambda text: {"swaps": tuple(Swap(*part[:3], int(part[3])) for part in _parts(text, 4))},
}


def _write(numbers: tuple[tuple[str, float | None], ...]) -> str:
    return ",".join(f"{name}:{OFF if number is None else format(number, '.10g')}" for name, number in numbers)
