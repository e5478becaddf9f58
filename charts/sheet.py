"""What the sheet of one municipality draws: facts in short, the path as bars, the strip of all municipalities; styles for print."""

from __future__ import annotations

from functools import cache, lru_cache
from html import escape

import numpy as np

from charts.assets import FOLDER
from charts.findings import finding_html, key_line, task_line
from charts.municipality import (
    Daily,
    agreed,
    agreement_lines,
    assumptions_listing,
    count,
    daily_listing,
    daily_sentences,
    has_span,
    missing_listing,
    path_sentence,
    paths_listing,
    place_finding,
    place_listing,
    place_words,
    plural_years,
    rate_words,
    sheet_finding,
    span,
    step_name,
    stock_finding,
    stock_listing,
    supply_line,
    supply_listing,
    tasks_listing,
    version_lines,
)
from charts.numbers import decimals_for, number, percent, signed
from charts.terms import explained
from charts.words import noun
from data.tables import Tables
from fairshare.assumptions import Assumption
from fairshare.coverage import TASK, whom_to_ask
from fairshare.daily import VACANT
from fairshare.sheet import STEP_DECIMALS, Sheet

NAMED = 45
"""Up to so many municipalities every bar of the strip can be reached by keyboard; with more, the table is quicker."""
KEPT = 64
"""Pieces of html that are kept per function: a sheet is looked at again each time a visitor touches the page."""
FIRST_STEP, LAST_STEP = "reference", "result"


TAKE_AWAY = (
    "Een bouwsteen voor de woonzorgvisie: vaste koppen, deze cijfers, en ruimte voor eigen tekst die blijft staan. "
    "U kunt deze pagina ook afdrukken."
)
NOTE_TASKS = (
    "Aantallen met een andere eenheid tellen wij niet bij elkaar op. Bandbreedte: in 90 % van de denkbare wegingen rond de gekozen "
    "gewichten ligt het aantal tussen deze getallen."
)
NOTE_PATHS = "De stappen tellen per groep precies op tot het aantal."
NOTE_DAILY = (
    "Een aantal dat elk jaar terugkomt, staat naast woningen die per jaar vrijkomen. Een aantal op één moment spreiden wij eerst over "
    "een aantal jaren. Woningen die erbij moeten, staan naast de bouwplannen van 2021. De periode van die plannen verschilt per "
    "provincie. Groepen kunnen overlappen: tel de delen niet op."
)


@cache
def sheet_style() -> str:
    """Styles of the sheet, on screen and on paper."""
    return f"<style>{(FOLDER / 'sheet.css').read_text(encoding='utf-8')}</style>"


# -- on top ------------------------------------------------------------------------------------------------------------


def top_html(sheet: Sheet, tables: Tables, group: str, daily: Daily | None) -> str:
    """The finding, which key is behind it, and the facts in short; without a task what to ask, and whom."""
    finding = finding_html(sheet_finding(sheet, group))
    if daily is None:
        ask, request = whom_to_ask(tables, TASK, group)
        return finding + (f"<p>Vraag: {escape(request)} Aan: {escape(ask)}.</p>" if request else "")
    said = explained(key_line(sheet.result, (group,)), "naar-rato", "peiljaar")
    return f'{finding}<p class="fs-quiet">{said}</p>{_short(sheet, group, daily)}'


def _short(sheet: Sheet, group: str, daily: Daily) -> str:
    taken = sheet.taken[group]
    weighed = "in 90 % van de denkbare wegingen" if has_span(taken) else "andere gewichten geven hetzelfde aantal"
    facts = [
        ("Per 1.000 inwoners", *rate_words(taken)),
        ("Plaats in de regio", place_words(sheet, taken), "1e = het meest per 1.000 inwoners"),
        (
            "Bandbreedte",
            span(taken),
            "vast door de afspraak" if taken.agreement else weighed,
        ),
    ]
    share = daily.terms.share[sheet.position]
    if daily.terms.compared:
        is_vacant = daily.terms.compared == VACANT
        beside = "sociale huur die per jaar vrijkomt" if is_vacant else "woningen in bouwplannen"
        spread = f", gespreid over {plural_years(daily.years.value)}" if daily.terms.is_spread else ""
        basis = f"met aannames{spread}" if is_vacant else "plannen van 2021"
        facts.append((f"Deel van de {beside}", percent(float(share), 1), basis))
    facts.append(("Afspraak", agreed(taken), ""))
    items = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}<small>{escape(note)}</small></dd></div>"
        for name, value, note in facts
    )
    return f'<dl class="fs-short">{items}</dl>'


def not_here(name: str, region: str, year: int, shown: str) -> str:
    """A municipality was asked for that is not in the region."""
    return (
        f"{name} hoort in {year} niet bij {region}. U ziet {shown}. Kies een andere regio, of kies hier een gemeente."
    )


# -- sections ----------------------------------------------------------------------------------------------------------


def section(title: str, *parts: str, finding: str = "") -> str:
    """A section with its heading, and its finding under it."""
    said = f'<p class="fs-said">{escape(finding)}</p>' if finding else ""
    return f'<section class="fs-section"><h2>{escape(title)}</h2>{said}{"".join(parts)}</section>'


def note(text: str) -> str:
    """A quiet line."""
    return f'<p class="fs-quiet">{escape(text)}</p>'


@lru_cache(maxsize=KEPT)
def why_html(sheet: Sheet, group: str) -> str:
    """Why this number: the path from reference to result, as bars in a table, and in words."""
    origin = note(task_line(sheet.taken[group].group, sheet.taken[group].task, sheet.inputs.region_name))
    left_out = "".join(note(warning) for warning in sheet.result.warnings)
    return section("Waarom dit getal?", _path(sheet, group), origin, left_out, finding=path_sentence(sheet, group))


def _path(sheet: Sheet, group: str) -> str:
    taken = sheet.taken[group]
    levels, level = [], 0.0
    for step, value in taken.steps.items():
        levels.append((step, level, level + value))
        level = round(level + value, STEP_DECIMALS)
    levels.append((LAST_STEP, 0.0, taken.number))
    low, high = (f(0.0, *(end for _, *ends in levels for end in ends)) for f in (min, max))
    room = (high - low) or 1.0
    rows = []
    for step, start, end in levels:
        is_total = step in (FIRST_STEP, LAST_STEP)
        name = "Aantal" if step == LAST_STEP else step_name(sheet, step)
        value = (
            count(end)
            if step == LAST_STEP
            else number(end, STEP_DECIMALS)
            if is_total
            else signed(end - start, STEP_DECIMALS)
        )
        kind = "whole" if is_total else "more" if end >= start else "less"
        left, width = 100 * (min(start, end) - low) / room, 100 * abs(end - start) / room
        bar = f'<span class="fs-fall" aria-hidden="true"><i class="{kind}" style="left:{left:.2f}%;width:{width:.2f}%"></i></span>'
        strong = ' class="total"' if is_total else ""
        rows.append(
            f'<tr{strong}><th scope="row">{escape(name)}</th><td class="number">{value}</td><td class="fall">{bar}</td></tr>'
        )
    caption = f"Van referentie naar aantal: {sheet.name}, {taken.group.short_name.lower()} ({taken.group.unit})"
    return (
        f'<div class="fs-table fs-path" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr><th scope='col'>Stap</th><th scope='col' class='number'>Effect</th>"
        f"<th scope='col'><span class='fs-unseen'>Als staaf</span></th></tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


@lru_cache(maxsize=KEPT)
def place_html(sheet: Sheet, group: str) -> str:
    """Its place in the region: all municipalities from low to high per 1,000 inhabitants."""
    return section("Plaats in de regio", _strip(sheet, group), finding=place_finding(sheet, group))


def _strip(sheet: Sheet, group: str) -> str:
    values, names, taken = sheet.rates(group), sheet.inputs.names, sheet.taken[group]
    order = np.argsort(values, kind="stable")
    top, decimals, unit = float(values.max()) or 1.0, decimals_for(values), noun(taken.group.unit)
    written = [number(value, decimals) for value in values]
    can_focus = len(order) <= NAMED
    bars = []
    for place, i in enumerate(order):
        said = f"{names[i]}: {written[i]} {unit} per 1.000 inwoners"
        here = i == sheet.position
        side = " left" if place < len(order) / 3 else " right" if place >= 2 * len(order) / 3 else ""
        focus = ' tabindex="0"' if can_focus else ""
        bars.append(
            f'<li class="{"here" if here else ""}{side}"{focus} aria-label="{escape(said)}">'
            f'<i style="height:{100 * values[i] / top:.2f}%"></i><span aria-hidden="true">{escape(said)}</span></li>'
        )
    mean = taken.regional_rate
    at = 100 * (int(np.flatnonzero(order == sheet.position)[0]) + 0.5) / len(order)
    align = "left" if at < 25 else "right" if at > 75 else "middle"
    mark = f"{escape(sheet.name)}: {written[sheet.position]}"
    low, high = order[0], order[-1]
    alt = f"Staven van laag naar hoog. {place_finding(sheet, group)} De tabel onderaan geeft alle gemeenten."
    return (
        f'<figure class="fs-strip{" many" if len(order) > NAMED else ""}" role="group" aria-label="{escape(alt)}">'
        f'<div class="mark {align}" style="left:{at:.2f}%" aria-hidden="true">{mark}</div>'
        f'<div class="plot"><ol>{"".join(bars)}</ol>'
        f'<div class="mean" style="bottom:{100 * mean / top:.2f}%" aria-hidden="true">'
        f"<span class='{'far' if align == 'left' else ''}'>regio {number(mean, decimals)}</span></div></div>"
        f"<figcaption><span>minst: {escape(names[low])} {written[low]}</span>"
        f"<span>meest: {escape(names[high])} {written[high]}</span></figcaption></figure>"
    )


@lru_cache(maxsize=KEPT)
def tasks_html(sheet: Sheet, tables: Tables) -> str:
    """The task of every group, and what is not known."""
    parts = [tasks_listing(sheet).html(), note(NOTE_TASKS)]
    if sheet.missing:
        parts.append(missing_listing(sheet, tables).html())
    return section("Opgave per groep", *parts)


@lru_cache(maxsize=KEPT)
def paths_html(sheet: Sheet) -> str:
    """The path of every group."""
    return paths_listing(sheet).html() + note(NOTE_PATHS)


def daily_html(sheet: Sheet, daily: Daily | None, group: str) -> str:
    """What the task of the group in view means, calculated step by step."""
    said = "".join(f"<p>{escape(line)}</p>" for line in daily_sentences(sheet, daily, group)) if daily else ""
    return section("Wat betekent dit per jaar en per woning?", f'<div class="fs-steps">{said}</div>')


@lru_cache(maxsize=KEPT)
def daily_tables(sheet: Sheet, tables: Tables) -> str:
    """All groups in daily terms."""
    return daily_listing(sheet, tables).html() + note(NOTE_DAILY)


@lru_cache(maxsize=KEPT)
def assumptions_html(sheet: Sheet, tables: Tables) -> str:
    """Every assumption with its evidence."""
    return assumptions_listing(sheet, tables).html()


def evidence(of: Assumption) -> str:
    """What one assumption rests on, under the field that changes it."""
    link = (
        f' <a href="{escape(of.source_url)}" target="_blank" rel="noopener">{escape(of.source)}</a>'
        if of.source_url
        else f" Bron: {escape(of.source.lower())}."
    )
    return f'<p class="fs-quiet"><strong>{escape(of.status)}.</strong> {escape(of.evidence)}{link}</p>'


@lru_cache(maxsize=KEPT)
def stock_html(sheet: Sheet, tables: Tables) -> str:
    """Homes, social rent, building and existing supply."""
    supply = supply_listing(sheet, tables)
    parts = [stock_listing(sheet, tables).html(), f"<p>{escape(supply_line(sheet))}</p>"]
    if supply.rows:
        parts.append(supply.html())
    return section("Voorraad en aanbod", *parts, finding=stock_finding(sheet))


def agreements_html(sheet: Sheet) -> str:
    """What was agreed with the other municipalities."""
    lines = agreement_lines(sheet)
    if not lines:
        return section("Afspraken", f"<p>Er zijn geen afspraken over {escape(sheet.name)}.</p>")
    return section("Afspraken", f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>")


def versions_html(sheet: Sheet) -> str:
    """What determines the figures."""
    return section("Bronnen en versies", *(f"<p>{escape(line)}</p>" for line in version_lines(sheet)))


@lru_cache(maxsize=KEPT)
def place_table(sheet: Sheet, group: str) -> str:
    """The strip as a table."""
    return place_listing(sheet, group).html()
