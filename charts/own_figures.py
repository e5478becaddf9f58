"""What a region brings itself, on screen: what is in use, what would change, what that does, and what is wrong with a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

import numpy as np

from charts.numbers import decimals_of, exact, listing, number, plural, signed
from charts.tables import Cell, html_table
from charts.words import counted
from data.tables import Tables
from fairshare import Result
from fairshare.figures import PER_MUNICIPALITY, OwnFigure
from fairshare.provenance import ROLE_NAMES, Difference, Fact, subject_name, unit_of

KIND_NAMES = {
    "task": "Opgave",
    "existing": "Bestaand aanbod",
    "quantity": "Cijfer per gemeente",
    "criterion": "Eigen maatstaf",
    "assumption": "Aanname",
}
SHOWN_MAX = 300
NAMED_MAX = 3


def value_text(value: float | None) -> str:
    """A value with the decimals that it has; missing is said in words."""
    return "geen cijfer" if value is None else exact(value)


def count_of(figures: Iterable[OwnFigure]) -> int:
    """How many values."""
    return sum(len(figure.values) for figure in figures)


def in_use(figures: tuple[OwnFigure, ...]) -> str:
    """What is in use now, in one sentence."""
    if not figures:
        return "U werkt nu met de gepubliceerde cijfers."
    return f"U werkt nu met {plural(count_of(figures), 'eigen cijfer', 'eigen cijfers')}."


def figures_table(tables: Tables, figures: tuple[OwnFigure, ...], region: str) -> str:
    """Every own figure that is in use: what, where, how much, year, source and status."""
    rows = []
    for figure in figures:
        name = subject_name(tables, figure)
        values = dict(figure.values)
        if figure.kind in PER_MUNICIPALITY:
            where = plural(len(values), "gemeente", "gemeenten")
            low, high = min(values.values()), max(values.values())
            amount = value_text(low) if low == high else f"{value_text(low)} tot {value_text(high)}"
        else:
            where = "regio"
            amount = ", ".join(f"{ROLE_NAMES[key]} {value_text(value)}".strip() for key, value in values.items())
        unit = figure.unit or unit_of(tables, figure.kind, figure.subject)
        rows.append(
            [
                name,
                KIND_NAMES[figure.kind],
                where,
                Cell(amount, note=unit),
                figure.year or "–",
                figure.source,
                figure.status,
            ]
        )
    head = ["Wat", "Soort", "Waarvoor", "Waarde", "Jaar", "Bron", "Status"]
    return html_table(f"Eigen cijfers van {region}", head, rows)


def change_title(differences: Sequence[Difference]) -> str:
    """How much a file changes."""
    values = sum(1 for one in differences if one.count == 1 and one.old.value != one.new.value)
    others = len(differences) - values
    if not differences:
        return "Dit bestand verandert niets: alle cijfers zijn gelijk aan die van nu."
    parts = [plural(values, "cijfer verandert", "cijfers veranderen")] if values else []
    if others:
        parts.append(f"bij {plural(others, 'cijfer', 'cijfers')} verandert alleen de bron, het jaar of de status")
    text = listing(parts)
    return f"{text[:1].upper()}{text[1:]}."


def differences_table(differences: Sequence[Difference]) -> str:
    """What changes: what, where, from and to, each with its source; more than `SHOWN_MAX` lines are counted."""
    rows = []
    for one in differences[:SHOWN_MAX]:
        where = one.key_name or (f"{number(one.count)} waarden" if one.count > 1 else "regio")
        rows.append(
            [one.subject_name, KIND_NAMES[one.kind], where, _fact(one.old, one), _fact(one.new, one), _step(one)]
        )
    rest = len(differences) - SHOWN_MAX
    more = f'<p class="fs-quiet">En nog {number(rest)} andere.</p>' if rest > 0 else ""
    head = ["Wat", "Soort", "Waar", "Nu", "Wordt", "Verschil"]
    return html_table("Dit verandert er", head, rows) + more


def _fact(fact: Fact, one: Difference) -> Cell:
    text = (
        "zelfde waarden"
        if one.count > 1
        else f"{value_text(fact.value)} {fact.unit if fact.value is not None else ''}".strip()
    )
    told = [part for part in (fact.source, fact.year, fact.status) if part and fact.status != "ontbreekt"]
    return Cell(text, note=", ".join(told))


def _step(one: Difference) -> Cell:
    if one.old.value is None or one.new.value is None:
        return Cell("nieuw" if one.old.value is None else "vervalt", is_number=True)
    step = one.new.value - one.old.value
    return Cell(signed(step, decimals_of(step)) if step else "gelijk", is_number=True)


def set_line(time: datetime, count: int, is_used: bool) -> str:
    """One set of own figures in the list of this visit."""
    used = ", nu in gebruik" if is_used else ""
    return quiet(f"{time:%H:%M} uur: {plural(count, 'eigen cijfer', 'eigen cijfers')}{used}")


def today_line(fact: Fact) -> str:
    """What is used today for one value."""
    if fact.value is None:
        return "Nu is hier geen cijfer voor."
    told = ", ".join(part for part in (fact.source, fact.year, fact.status) if part)
    return f"Nu: {value_text(fact.value)} {fact.unit} ({told})."


# -- what it does to the division


def effect_sentence(before: Result, after: Result, group: str) -> str:
    """Who gets more and who gets less of the group in view, and how many other groups change."""
    spec = after.inputs.groups[group]
    others = [
        key for key in after.groups if key != group and not np.array_equal(_numbers(before, key), _numbers(after, key))
    ]
    also = f" Ook bij {plural(len(others), 'andere groep', 'andere groepen')} verandert de verdeling." if others else ""
    name = spec.name
    if group not in after.groups:
        gone = " De opgave vervalt." if group in before.groups else ""
        return f"Voor {spec.people} is er dan geen opgave om te verdelen.{gone}{also}"
    new = after.tasks[group].value
    if group not in before.groups:
        return f"{name}: er komt een opgave van {number(new)} {spec.unit} om te verdelen.{also}"
    old, step = before.tasks[group].value, _numbers(after, group) - _numbers(before, group)
    if not step.any() and old == new:
        weight = after.scenario.rules_for(group)[0]
        hint = "" if weight else " Bestaand aanbod telt nu voor 0 procent mee; dat stelt u in op Verdelen."
        brings = [f for f in after.scenario.figures if (f.kind, f.subject) == ("existing", group)]
        return f"De verdeling voor {spec.people} verandert niet.{hint if brings else ''}{also}"
    task = f"de opgave blijft {number(new)}" if old == new else f"de opgave gaat van {number(old)} naar {number(new)}"
    more, less = _named(after, step, spec.unit, 1), _named(after, -step, spec.unit, -1)
    moved = int((step != 0).sum())
    return f"{name}: {task} {spec.unit}. {' '.join([*more, *less])} Bij {moved} van de {len(step)} gemeenten verandert het aantal.{also}"


def _named(after: Result, step: np.ndarray, unit: str, sign: int) -> list[str]:
    """The municipalities with the largest steps of one sign, in a sentence."""
    order = [i for i in np.argsort(-step, kind="stable")[:NAMED_MAX] if step[i] > 0]
    if not order:
        return []
    word = "meer" if sign > 0 else "minder"
    first = f"{after.inputs.names[order[0]]} neemt {counted(int(step[order[0]]), unit)} {word} op zich"
    rest = [f"{after.inputs.names[i]} {number(int(step[i]))}" for i in order[1:]]
    return [f"{', '.join([first, *rest])}."]


def _numbers(result: Result, group: str) -> np.ndarray:
    if group not in result.groups:
        return np.full(len(result.inputs.codes), -1)
    return result.numbers[:, result.column(group)]


def effect_table(before: Result, after: Result, group: str) -> str:
    """Every municipality whose number changes: now, then and the difference; '' when there is none."""
    if group not in before.groups or group not in after.groups:
        return ""
    old, new = _numbers(before, group), _numbers(after, group)
    order = [i for i in np.argsort(-np.abs(new - old), kind="stable") if new[i] != old[i]]
    rows = []
    for i in order:
        texts = (number(int(old[i])), number(int(new[i])), signed(int(new[i] - old[i])))
        rows.append([after.inputs.names[i], *(Cell(text, is_number=True) for text in texts)])
    if not rows:
        return ""
    spec = after.inputs.groups[group]
    return html_table(
        f"Zo verandert de verdeling: {spec.name} ({spec.unit})", ["Gemeente", "Nu", "Wordt", "Verschil"], rows
    )


# -- mistakes


def problems_title(count: int) -> str:
    """How many mistakes there are, and that nothing was taken over."""
    return f"Er {'is 1 fout' if count == 1 else f'zijn {number(count)} fouten'} gevonden. Er is niets overgenomen."


def problems_table(problems: Sequence[tuple[str, int, str, str]]) -> str:
    """Every mistake with sheet, row, column and how to mend it."""
    rows = [
        [sheet or "bestand", Cell(str(row) if row else "–", is_number=True), column or "–", Cell(text)]
        for sheet, row, column, text in problems[:SHOWN_MAX]
    ]
    rest = len(problems) - SHOWN_MAX
    more = (
        f'<p class="fs-quiet">En nog {number(rest)} andere; die staan in het bestand met alle fouten.</p>'
        if rest > 0
        else ""
    )
    return (
        html_table("Fouten in het bestand", ["Blad", "Rij", "Kolom", "Wat is er, en hoe herstelt u het"], rows) + more
    )


def quiet(text: str) -> str:
    """A quiet line."""
    return f'<p class="fs-quiet">{escape(text)}</p>'


def line(text: str) -> str:
    """An ordinary line."""
    return f"<p>{escape(text)}</p>"


def lead(text: str) -> str:
    """The sentence under the title of a page."""
    return f'<p class="fs-lead">{escape(text)}</p>'
