"""Sentences made from a result: active, short, no judgement, with correct plurals."""

from __future__ import annotations

from html import escape

import numpy as np

from charts.areas import AreaValues
from charts.numbers import listing, number, percent, plural
from charts.remembered import remembered
from charts.terms import explained
from charts.words import COMBINATIONS, REFERENCES, counted, lower_first, noun
from fairshare.engine import Result
from fairshare.inputs import Group, Inputs
from fairshare.measures import shifted, up_down_equal
from fairshare.robustness import FIRM, Interval
from fairshare.scenario import Agreement, Swap
from fairshare.tasks import CALCULATED, OWN, Task


def finding(result: Result, group: str) -> str:
    """Who takes most more and who takes most less than the reference: the largest text on the page."""
    g = result.column(group)
    difference = result.numbers[:, g] - result.whole_reference[:, g]
    words = REFERENCES[result.scenario.reference]
    return difference_line(result.inputs.names, difference, result.inputs.groups[group].unit, words)


def difference_line(names: tuple[str, ...], difference: np.ndarray, unit: str, reference: str) -> str:
    """Who takes most more and who most less; a NaN is not in the running."""
    if np.isnan(difference).all():
        return "Er is geen getal dat hier mag worden getoond."
    up, down = int(np.nanargmax(difference)), int(np.nanargmin(difference))
    more, less = counted(int(difference[up]), unit), number(-difference[down])
    if difference[up] > 0 and difference[down] < 0:
        return f"{names[up]} neemt {more} meer op zich dan {reference}, {names[down]} {less} minder."
    if difference[up] > 0:
        return f"{names[up]} neemt {more} meer op zich dan {reference}."
    if difference[down] < 0:
        return f"{names[down]} neemt {counted(int(-difference[down]), unit)} minder op zich dan {reference}."
    if np.isnan(difference).any():
        return f"Waar hier een getal staat, is het gelijk aan het deel {reference}."
    return f"Elke gemeente neemt precies haar deel op zich {reference}."


def _difference_of_shares(values: AreaValues, reference: str) -> str:
    """The same for shares of two tasks that differ. [percentage points]"""
    difference = values.numbers - values.reference
    up, down = int(np.argmax(difference)), int(np.argmin(difference))
    if round(difference[up], values.decimals) <= 0:
        return f"Elke gemeente neemt hetzelfde deel van de opgave op zich als {reference}."
    more, less = (number(abs(difference[i]), values.decimals) for i in (up, down))
    return f"{values.names[up]} neemt {more} procentpunt van de opgave meer op zich dan {reference}, {values.names[down]} {less} minder."


def finding_html(text: str, quiet: str = "", *terms: str) -> str:
    """A finding as the largest text on the page, with a quiet line under it in which ``terms`` explain themselves."""
    line = f'<p class="fs-quiet">{explained(quiet, *terms)}</p>' if quiet else ""
    return f'<h2 class="fs-finding">{escape(text)}</h2>{line}'


def summary(result: Result, group: str) -> str:
    """How much is divided, how much of it moves, and for how many municipalities."""
    g = result.column(group)
    spec, task = result.inputs.groups[group], result.tasks[group].value
    numbers, reference = result.numbers[:, g], result.whole_reference[:, g]
    moved = shifted(numbers, reference)
    up, down, equal = up_down_equal(numbers, reference)
    share = f" ({percent(moved / task, 1)})" if task else ""
    towns = f"{plural(up, 'gemeente', 'gemeenten')} meer, {number(down)} minder, {number(equal)} gelijk"
    return f"{number(task)} {spec.unit} verdeeld. {number(moved)} verschoven{share}. {towns}."


def task_line(group: Group, task: Task, region: str) -> str:
    """One line on where the task comes from: the calculation written out."""
    if task.value is None:
        return f"Voor {group.people} is geen landelijk of regionaal cijfer gevonden."
    amount = f"{number(task.value)} {group.unit}"
    if task.status == OWN and task.origin is None:
        return f"{amount}. Dit aantal is hier zelf ingevuld."
    figure = task.origin
    year = figure.year or "jaar onbekend"
    span = ""
    if task.low is not None and task.low < task.value:
        span += f" Laagste gepubliceerde schatting: {number(task.low)}."
    if task.high is not None and task.high > task.value:
        span += f" Hoogste: {number(task.high)} ({task.high_origin.source})."
    if task.status != CALCULATED:
        return f"{amount}. Status: {task.status}. Bron: {figure.source}, {year}.{span}"
    return (
        f"{amount}. Berekend: {number(figure.value)} in Nederland ({figure.status}, {year}) × {percent(task.share, 2)}, "
        f"het aandeel van {region} in {base_words(task.base)}. Bron: {figure.source}.{span}"
    )


def base_words(base: str) -> str:
    """What a national figure is scaled with: ``inwoners_2021`` -> ``alle inwoners van Nederland op 1 januari 2021``."""
    words = {
        "ouderen_75plus": "alle 75-plussers in Nederland",
        "jongeren_15_24": "alle jongeren van 15 tot 25 jaar in Nederland",
        "woningen": "alle woningen in Nederland",
    }
    return words.get(base) or f"alle inwoners van Nederland op 1 januari {base.removeprefix('inwoners_')}"


def firm(result: Result, group: str, interval: Interval) -> str:
    """What holds under almost every conceivable key, and what does not; swaps come after it."""
    if np.allclose(interval.low, interval.high):
        return "Er is geen bandbreedte: andere gewichten geven hier dezelfde verdeling."
    words, names = REFERENCES[result.scenario.reference], result.inputs.names
    more, less = (interval.above >= FIRM).sum(), (interval.above <= 1 - FIRM).sum()
    open_ = [names[i] for i in np.flatnonzero((interval.above < FIRM) & (interval.above > 1 - FIRM))]
    known = f"In 95 % van de denkbare wegingen {'neemt' if more == 1 else 'nemen'} {plural(int(more), 'gemeente', 'gemeenten')} meer"
    known += f" op zich dan {words} en {number(int(less))} minder."
    before = (
        " Dit en de bandbreedte gelden vóór de uitruil." if any(s.group == group for s in result.scenario.swaps) else ""
    )
    if not open_:
        return f"{known} Dat ligt voor alle gemeenten vast.{before}"
    who = listing(open_) if len(open_) <= 4 else plural(len(open_), "gemeente", "gemeenten")
    return f"{known} Voor {who} ligt dat niet vast.{before}"


@remembered
def map_finding(values: AreaValues, measure: str) -> str:
    """What the map shows, in one sentence."""
    amounts = values.measure(measure)
    if not (values.numbers.sum() if values.total is None else values.total):
        return "Er is niets te verdelen: de opgave is 0."
    if np.isnan(amounts).all():
        return "Er is geen getal dat hier mag worden getoond."
    high, low = int(np.nanargmax(amounts)), int(np.nanargmin(amounts))
    top, bottom, written = values.names[high], values.names[low], values.written(measure)
    if measure == "aantal":
        return f"{top} neemt {counted(int(values.numbers[high]), values.unit)} op zich, {bottom} {written[low]}."
    if measure == "aandeel":
        return f"{top} neemt {written[high]} van de opgave op zich, {bottom} {written[low]}."
    if measure == "verschil":
        words = lower_first(values.reference_words)
        if values.decimals:
            return _difference_of_shares(values, words)
        return difference_line(values.names, values.numbers - values.reference, values.unit, words)
    per = "per 1.000 inwoners" if measure == "per_1000" else "per 100 sociale huurwoningen"
    if written[high] == written[low]:
        return f"Overal evenveel: {written[high]} {noun(values.unit)} {per}."
    if np.isnan(values.numbers).any():
        return f"Van de gemeenten met een getal neemt {top} {per} het meest op zich: {written[high]}. {bottom} het minst: {written[low]}."
    return f"{top} neemt {per} het meest op zich: {written[high]}. {bottom} het minst: {written[low]}."


def counts_line(result: Result, group: str) -> str:
    """What counts for a group, the heaviest first: ``Wat telt mee: inwoners 60 %, sociale huur 40 %.``"""
    weights = sorted(result.weights[group].items(), key=lambda pair: -pair[1])
    parts = [f"{lower_first(result.inputs.criteria[key].name)} {percent(weight)}" for key, weight in weights]
    return f"Wat telt mee: {', '.join(parts)}."


def rules_lines(result: Result, group: str) -> list[str]:
    """The key of a group in words: what counts, how it is added up, and the rules of the game that are on."""
    scenario = result.scenario
    existing, floor, cap = scenario.rules_for(group)
    words = REFERENCES[scenario.reference]
    lines = [counts_line(result, group), f"De referentie is een verdeling {words}."]
    if scenario.combine == "factors":
        lines.append(COMBINATIONS["factors"]["text"])
    if existing:
        lines.append(f"Wat een gemeente al heeft, telt voor {percent(existing)} mee.")
    if floor is not None:
        lines.append(f"Geen gemeente krijgt minder dan {percent(floor)} van de referentie.")
    if cap is not None:
        lines.append(f"Geen gemeente krijgt meer dan {percent(cap)} van de referentie.")
    return lines


def agreement_line(inputs: Inputs, agreement: Agreement, amount: str | None = None) -> str:
    """An agreement in words; ``amount`` stands for the number where that may not be shown."""
    name, spec = inputs.names[inputs.position[agreement.municipality]], inputs.groups[agreement.group]
    said = counted(agreement.number, spec.unit) if amount is None else amount
    return f"{name}, {lower_first(spec.short_name)}: vast op {said}."


def swap_line(inputs: Inputs, swap: Swap, amount: str | None = None) -> str:
    """A swap in words; ``amount`` stands for the number where that may not be shown."""
    giver, taker = (inputs.names[inputs.position[code]] for code in (swap.giver, swap.taker))
    spec = inputs.groups[swap.group]
    said = counted(swap.number, spec.unit) if amount is None else amount
    return f"{giver} draagt {said} ({lower_first(spec.short_name)}) over aan {taker}."


@remembered
def key_line(result: Result, groups: tuple[str, ...]) -> str:
    """Which task is divided by which key: ``Verdeeld naar inwoners (60 %) en sociale huur (40 %)``."""
    tasks = []
    for group in groups:
        spec, task = result.inputs.groups[group], result.tasks[group]
        tasks.append(f"{spec.name}: {number(task.value)} {spec.unit} ({task.status}).")
    if any(result.weights[group] != result.weights[groups[0]] for group in groups):
        key = "Elke groep heeft een eigen verdeelsleutel"
    else:
        weights = sorted(result.weights[groups[0]].items(), key=lambda pair: -pair[1])
        parts = [f"{result.inputs.criteria[key].name.lower()} ({percent(weight)})" for key, weight in weights]
        is_reference = [key for key, _ in weights] == [result.scenario.reference]
        key = f"Verdeeld {REFERENCES[result.scenario.reference]}" if is_reference else f"Verdeeld naar {listing(parts)}"
    return f"{' '.join(tasks)} {key}. Peiljaar {result.inputs.year}."
