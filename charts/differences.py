"""What differs between two scenarios, in words: for undo, the history of versions, comparing, and two people who saved at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from charts.numbers import number, percent
from charts.words import COMBINATIONS, REFERENCES, lower_first
from data.tables import Tables
from fairshare import FairShareError, Scenario
from fairshare.figures import OwnFigure
from fairshare.regions import region_name
from fairshare.scenario import RULES

RULE_NAMES = {"existing": "deel van het bestaand aanbod dat meetelt", "floor": "ondergrens", "cap": "bovengrens"}
KIND_NAMES = {
    "task": "opgave van",
    "existing": "bestaand aanbod voor",
    "quantity": "cijfers over",
    "criterion": "maatstaf",
    "assumption": "aanname",
}
IN_ONE_LINE = 3


@dataclass(frozen=True)
class Names:
    """What keys are called on screen; a key that is not known stands as it is."""

    towns: Mapping[str, str]
    groups: Mapping[str, str]
    criteria: Mapping[str, str]

    def town(self, code: str) -> str:
        return self.towns.get(code, code)

    def group(self, key: str) -> str:
        return lower_first(self.groups.get(key, key))

    def criterion(self, key: str) -> str:
        return lower_first(self.criteria.get(key, key))


@lru_cache(maxsize=8)
def names_of(tables: Tables) -> Names:
    """The names in the tables."""
    return Names(
        tables.municipalities["name"].to_dict(),
        tables.groups.set_index("group")["short_name"].to_dict(),
        tables.criteria.set_index("criterion")["name"].to_dict(),
    )


def differences(tables: Tables, before: Scenario, after: Scenario) -> list[str]:
    """Every rule that differs, one short line each, in the order of the screens; empty when nothing differs."""
    if before == after:
        return []
    names = names_of(tables)
    own = {f.subject: f.name for f in (*before.figures, *after.figures) if f.kind == "criterion"}
    names = Names(names.towns, names.groups, {**names.criteria, **own})
    told = [
        *_changed("Regio", before, after, lambda s: (_region(tables, s), s.region), lambda pair: pair[0]),
        *_changed("Peiljaar", before, after, lambda s: s.year, str),
        *_changed("Referentie", before, after, lambda s: s.reference, REFERENCES.get),
        *_changed("Manier van rekenen", before, after, lambda s: s.combine, _combination),
        *_weights("Gewicht van ", dict(before.weights), dict(after.weights), names),
        *_group_weights(before, after, names),
        *_rules(before, after, names),
        *_tasks(before, after, names),
        *_figures(before.figures, after.figures, names),
        *table_moves(before, after, names),
        *_changed("Naam", before, after, lambda s: s.name, _quoted),
        *_changed("Toelichting", before, after, lambda s: s.note, _quoted),
    ]
    return [text[:1].upper() + text[1:] for text in told]


def in_one_line(told: list[str], most: int = IN_ONE_LINE) -> str:
    """The first few differences in one line, and how many more there are."""
    if not told:
        return "Geen verschil in de regels"
    more = len(told) - most
    return "; ".join(told[:most]) + (f"; en nog {more}" if more > 0 else "")


def table_moves(before: Scenario, after: Scenario, names: Names) -> list[str]:
    """What changed at the table: agreements made, changed and released, and swaps."""
    old = {(a.municipality, a.group): a for a in before.agreements}
    new = {(a.municipality, a.group): a for a in after.agreements}
    told = []
    for key in sorted(set(old) | set(new)):
        place = f"{names.town(key[0])}, {names.group(key[1])}"
        if key not in new:
            told.append(f"{place}: losgelaten")
        elif key not in old or old[key].number != new[key].number:
            told.append(f"{place}: vast op {number(new[key].number)}")
        elif old[key].reason != new[key].reason:
            told.append(f"{place}: andere reden bij de afspraak")
    same = _same_start(before.swaps, after.swaps)
    told += [f"uitruil vervallen: {_swap(swap, names)}" for swap in before.swaps[same:]]
    return told + [_swap(swap, names) for swap in after.swaps[same:]]


def _same_start(before: tuple, after: tuple) -> int:
    """How many of the first elements are the same."""
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    return same


def _swap(swap, names: Names) -> str:
    amount = f"{number(swap.number)} ({names.group(swap.group)})"
    return f"{names.town(swap.giver)} draagt {amount} over aan {names.town(swap.taker)}"


def _changed(what: str, before: Scenario, after: Scenario, read: Callable, write: Callable) -> list[str]:
    old, new = read(before), read(after)
    return [] if old == new else [f"{what} van {write(old)} naar {write(new)}"]


def _region(tables: Tables, scenario: Scenario) -> str:
    try:
        return region_name(tables, scenario.region, scenario.region_name)
    except (FairShareError, KeyError):
        return scenario.region_name or scenario.region


def _combination(key: str) -> str:
    return f"‘{lower_first(COMBINATIONS[key]['name'])}’"


def _quoted(text: str) -> str:
    return f"‘{text}’" if text else "leeg"


def _weights(lead: str, old: Mapping[str, float], new: Mapping[str, float], names: Names) -> list[str]:
    return [
        f"{lead}{names.criterion(key)} van {number(old.get(key, 0), _decimals(old.get(key, 0)))} "
        f"naar {number(new.get(key, 0), _decimals(new.get(key, 0)))}"
        for key in dict.fromkeys((*old, *new))
        if old.get(key, 0) != new.get(key, 0)
    ]


def _decimals(value: float) -> int:
    """As many decimals as the value has, at most three."""
    return next((most for most in range(3) if round(value, most) == value), 3)


def _group_weights(before: Scenario, after: Scenario, names: Names) -> list[str]:
    old, new = dict(before.group_weights), dict(after.group_weights)
    told = []
    for group in dict.fromkeys((*old, *new)):
        name = names.group(group)
        if group not in new:
            told.append(f"{name}: geen eigen weging meer")
        elif group not in old:
            parts = ", ".join(f"{names.criterion(key)} {number(w, _decimals(w))}" for key, w in new[group])
            told.append(f"{name}: eigen weging ({parts})")
        else:
            told += _weights(f"{name}: gewicht van ", dict(old[group]), dict(new[group]), names)
    return told


def _rules(before: Scenario, after: Scenario, names: Names) -> list[str]:
    told = []
    for key in RULES:
        told += _changed(RULE_NAMES[key], before, after, lambda s, k=key: getattr(s, k), _rule)
    old, new = ({group: dict(rules) for group, rules in s.group_rules} for s in (before, after))
    for group in dict.fromkeys((*old, *new)):
        for key in RULES:
            was, now = (_own_rule(rules.get(group, {}), key) for rules in (old, new))
            if was != now:
                told.append(f"{names.group(group)}: {RULE_NAMES[key]} van {was} naar {now}")
    return told


def _rule(value: float | None) -> str:
    return "geen" if value is None else percent(value, 0 if round(100 * value) == round(100 * value, 6) else 1)


def _own_rule(rules: Mapping[str, float | None], key: str) -> str:
    return _rule(rules[key]) if key in rules else "zoals bij alle groepen"


def _tasks(before: Scenario, after: Scenario, names: Names) -> list[str]:
    old, new = dict(before.tasks), dict(after.tasks)
    write = lambda value: "het cijfer uit de bronnen" if value is None else number(value)  # noqa: E731
    return [
        f"opgave van {names.group(key)} van {write(old.get(key))} naar {write(new.get(key))}"
        for key in dict.fromkeys((*old, *new))
        if old.get(key) != new.get(key)
    ]


def _figures(before: tuple[OwnFigure, ...], after: tuple[OwnFigure, ...], names: Names) -> list[str]:
    """Own figures by subject: added, left out, or other values or origin."""
    old, new = _by_subject(before), _by_subject(after)
    told = []
    for kind, subject in dict.fromkeys((*old, *new)):
        was, now = old.get((kind, subject)), new.get((kind, subject))
        if was == now:
            continue
        how = "toegevoegd" if was is None else "weggelaten" if now is None else "veranderd"
        name = names.group(subject) if kind in ("task", "existing") else names.criterion(subject)
        told.append(f"eigen {KIND_NAMES[kind]} {name} {how}")
    return told


def _by_subject(figures: Iterable[OwnFigure]) -> dict[tuple[str, str], tuple[OwnFigure, ...]]:
    found: dict[tuple[str, str], tuple[OwnFigure, ...]] = {}
    for figure in figures:
        key = (figure.kind, figure.subject)
        found[key] = (*found.get(key, ()), figure)
    return found
