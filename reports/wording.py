"""What is said of a result in every export: finding, summary, band, agreements; never more than may be seen."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

import numpy as np

from charts.findings import agreement_line, difference_line, finding, summary, swap_line
from charts.numbers import decimals_for, number
from charts.words import REFERENCES, counted, slug
from fairshare import Agreement, Result, Swap
from reports.privacy import FIVES, HIDDEN, HIDE, OPEN, OWN_WORDS, SMALL, Published, counts_people

LICENCE = (
    "Cijfers en kaart: CBS en Kadaster, CC BY 4.0; andere bronnen zoals vermeld. De uitkomsten zijn berekeningen, "
    "geen besluiten van een regio. U mag ze gebruiken met vermelding van bron en cijferversie."
)


TITLE_MAX = 120
"""Longest title. [characters]"""


def in_order(names: tuple[str, ...]) -> list[int]:
    """Positions in the order of the alphabet; accents and ``'s-`` do not count."""

    def sign(name: str) -> str:
        letters = unicodedata.normalize("NFKD", re.sub(r"^'[st][- ]", "", name))
        return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()

    return sorted(range(len(names)), key=lambda i: (sign(names[i]), i))


def title_of(result: Result) -> str:
    """The name that the scenario was given, cut where it is long, or what it is."""
    name = " ".join(result.scenario.name.split())
    if len(name) > TITLE_MAX:
        return f"{name[: TITLE_MAX - 1]}…"
    return name or f"Verdeling van de woonopgave in {result.inputs.region_name}"


def finding_of(view: Published, group: str) -> str:
    """Who takes most more and who most less, of what may be seen."""
    if view.is_open(group):
        return finding(view.result, group)
    g = view.result.column(group)
    inputs = view.result.inputs
    words = REFERENCES[view.result.scenario.reference]
    return difference_line(inputs.names, view.numbers[:, g] - view.reference[:, g], inputs.groups[group].unit, words)


def summary_of(view: Published, group: str) -> str:
    """How much is divided, and how much of it moves where every number may be seen."""
    if view.is_open(group):
        return summary(view.result, group)
    return f"{number(view.total((group,)))} {view.result.inputs.groups[group].unit} verdeeld."


def amount(value: float, decimals: int = 0) -> str:
    """A number that may be seen, or the word for one that may not."""
    return HIDDEN if np.isnan(value) else number(float(value), decimals)


def band(low: float, high: float) -> str:
    """``45 tot 62``: one decimal where the numbers are small; one number where nothing varies."""
    if np.isnan(low) or np.isnan(high):
        return HIDDEN
    decimals = min(decimals_for([high]), 1)
    written = [number(float(bound), decimals) for bound in (low, high)]
    return written[0] if written[0] == written[1] else " tot ".join(written)


def agreement_of(view: Published, agreement: Agreement) -> str:
    """An agreement in words, its number only where it may be seen."""
    return agreement_line(view.result.inputs, agreement, agreed_number(view, agreement)[0])


def agreed_number(view: Published, agreement: Agreement) -> tuple[str, int | None]:
    """The number of an agreement in words, and as a number, None where it is hidden.

    A reader must not learn a hidden or rounded cell from the agreement about it; a rounded number stands for it only where
    no swap came after.
    """
    spec = view.result.inputs.groups[agreement.group]
    if view.choice == OPEN or not counts_people(spec.unit):
        return counted(agreement.number, spec.unit), agreement.number
    i, g = view.result.inputs.position[agreement.municipality], view.result.column(agreement.group)
    is_swapped = any(
        swap.group == agreement.group and agreement.municipality in (swap.giver, swap.taker)
        for swap in view.result.scenario.swaps
    )
    if view.choice == FIVES and not is_swapped:
        rounded = int(view.numbers[i, g])
        return f"ongeveer {counted(rounded, spec.unit)}", rounded
    if view.choice == HIDE and not np.isnan(view.numbers[i, g]) and agreement.number >= SMALL and not is_swapped:
        return counted(agreement.number, spec.unit), agreement.number
    return "een aantal dat hier niet staat", None


def swap_of(view: Published, swap: Swap) -> str:
    """A swap in words, its number only where it may be seen."""
    return swap_line(view.result.inputs, swap, swapped_number(view, swap)[0])


def swapped_number(view: Published, swap: Swap) -> tuple[str, int | None]:
    """The number of a swap in words, and as a number, None where it is hidden."""
    spec = view.result.inputs.groups[swap.group]
    if view.choice == OPEN or not counts_people(spec.unit):
        return counted(swap.number, spec.unit), swap.number
    inputs, g = view.result.inputs, view.result.column(swap.group)
    ends = [view.numbers[inputs.position[code], g] for code in (swap.giver, swap.taker)]
    if view.choice == HIDE and swap.number >= SMALL and not np.isnan(ends).any():
        return counted(swap.number, spec.unit), swap.number
    return "een aantal dat hier niet staat", None


def statement_of(view: Published) -> str:
    """The privacy choice in words, with a line about text that people wrote."""
    scenario = view.result.scenario
    has_words = scenario.note or any(move.reason for move in (*scenario.agreements, *scenario.swaps))
    return f"{view.statement()} {OWN_WORDS}" if has_words and view.choice != OPEN else view.statement()


def versions(result: Result) -> str:
    """What the result can be made again from."""
    inputs = result.inputs
    return f"{inputs.region_name}, peiljaar {inputs.year}. Cijferversie {inputs.data_version}."


def file_name(result: Result, group: str, what: str, made_of: str, kind: str) -> str:
    """``verdeling-arnhem-nijmegen-statushouders-2024.xlsx``; an area or a region of one's own goes by its name."""
    inputs = result.inputs
    place = inputs.region_name if ":" in inputs.region else inputs.region
    return f"{slug(what, place, group, made_of, str(inputs.year))}.{kind}"


def dutch_date(made: date) -> str:
    """``25 november 2026``."""
    from babel.dates import format_date

    return format_date(made, "d MMMM y", locale="nl")
