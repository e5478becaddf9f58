"""Two to six scenarios side by side: difference maps, a dumbbell per municipality, tables, and sentences."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np
import plotly.graph_objects as go

from charts.areas import AreaValues, against, area_values
from charts.differences import differences
from charts.maps import result_map
from charts.numbers import listing, number, percent, plural, signed
from charts.tables import Cell, html_table
from charts.words import counted
from data.tables import Tables
from fairshare import FairShareError, Result
from fairshare.measures import EQUAL
from fairshare.scenario_comparison import Comparison, compare, measures

LETTERS = "ABCDEF"
COLORS = ("#2c7fb8", "#d95f02", "#8073ac", "#1b9e77", "#e7298a", "#8a949e")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "star")
SIZES = (18, 15, 12, 10, 8, 7)
"""Of the marks, the first largest: marks at the same value stay visible. [px]"""
ROWS_MAX = 40
"""Municipalities in the dumbbell: those that differ most. The table has all."""
ROW_HEIGHT = 26
LINE = "#8a949e"
FIRM_NOTE = "Steeds meer, of steeds minder dan de referentie in 95 % van de denkbare wegingen"
BETTER_OFF = (
    "Beter af lezen wij hier als: minder op zich nemen. Dat is geen oordeel. ▼ is het laagste getal van een gemeente, "
    "▲ het hoogste."
)


def lettered(names: list[str]) -> list[str]:
    """``A. Voorstel``, ``B. Ander voorstel``: no two scenarios are called the same."""
    return [f"{letter}. {name or 'Zonder naam'}" for letter, name in zip(LETTERS, names, strict=False)]


def written(comparison: Comparison, value: float, sign: bool = False) -> str:
    """A value of the comparison: a whole number, or a percentage with one decimal (a difference in percentage points)."""
    if comparison.is_share:
        return f"{signed(100 * value, 1)} %-punt" if sign else percent(value, 1)
    return signed(int(value)) if sign else number(value)


def comparison_finding(comparison: Comparison) -> str:
    """Where the scenarios differ most: the largest text on the page."""
    most = int(np.argmax(comparison.spread))
    if comparison.spread[most] <= EQUAL:
        return "Deze scenario's geven elke gemeente hetzelfde."
    row = comparison.values[most]
    low, high = int(np.argmin(row)), int(np.argmax(row))
    name = comparison.results[0].inputs.names[most]
    least, largest = written(comparison, row[low]), _amount(comparison, row[high])
    same = int((comparison.spread <= EQUAL).sum())
    equal = f" Voor {plural(same, 'gemeente', 'gemeenten')} maakt het niet uit." if same else ""
    return f"Het verschil is het grootst in {name}: {least} in {LETTERS[low]}, {largest} in {LETTERS[high]}.{equal}"


def _amount(comparison: Comparison, value: float) -> str:
    if comparison.is_share:
        return f"{percent(value, 1)} van de opgave"
    return counted(int(value), comparison.results[0].inputs.groups[comparison.group].unit)


# -- maps


def compared_values(
    result: Result, base: Result, groups: tuple[str, ...], words: str, level: str = "gemeenten"
) -> AreaValues:
    """The areas of ``result`` with those of ``base`` in the place of the reference.

    Where the tasks differ both are shares of their task. [%]
    """
    values, other = area_values(result, groups, level), area_values(base, groups, level)
    if values.numbers.sum() != other.numbers.sum():
        values, other = _as_shares(values), _as_shares(other)
    return against(values, other, words)


def _as_shares(values: AreaValues) -> AreaValues:
    shares = 100 * values.numbers / max(values.numbers.sum(), 1)
    return AreaValues(
        values.ids,
        values.names,
        shares,
        values.reference,
        values.inhabitants,
        values.social_rent,
        unit="% van de opgave",
        reference_words=values.reference_words,
        decimals=1,
    )


def difference_map(comparison: Comparison, other: int, height: str) -> dict[str, Any]:
    """The map of one scenario, coloured by its difference with the first."""
    result, first = comparison.results[other], comparison.results[0]
    values = compared_values(result, first, (comparison.group,), comparison.labels[0])
    title = f"{comparison.labels[other]} vergeleken met {comparison.labels[0]}. {difference_finding(comparison, other)}"
    return result_map(result, (comparison.group,), "verschil", title=title, height=height, is_small=True, values=values)


def difference_finding(comparison: Comparison, other: int) -> str:
    """Who takes most more and most less in a scenario than in the first."""
    row, names = comparison.differences[:, other], comparison.results[0].inputs.names
    up, down = int(np.argmax(row)), int(np.argmin(row))
    if row[up] <= EQUAL and row[down] >= -EQUAL:
        return f"Elke gemeente krijgt hetzelfde als in {LETTERS[0]}."
    parts = [f"{names[i]} {written(comparison, row[i], sign=True)}" for i in (up, down) if abs(row[i]) > EQUAL]
    return f"{listing(parts)}."


# -- dumbbell


def dumbbell(comparison: Comparison) -> go.Figure:
    """A line per municipality from its lowest to its highest value, a mark per scenario; every mark has its own form."""
    inputs = comparison.results[0].inputs
    factor = 100 if comparison.is_share else 1
    shown = np.argsort(-comparison.spread, kind="stable")[:ROWS_MAX]
    rows = [inputs.names[i] for i in shown]
    lows, highs = (factor * f(comparison.values[shown], axis=1) for f in (np.min, np.max))
    xs = np.stack([lows, highs, np.full(len(rows), np.nan)], axis=1).ravel()
    ys = [name for name in rows for _ in range(3)]
    figure = go.Figure()
    figure.add_scatter(
        x=xs.tolist(), y=ys, mode="lines", line={"color": LINE, "width": 2}, hoverinfo="skip", showlegend=False
    )
    for s, label in enumerate(comparison.labels):
        values = comparison.values[shown, s]
        figure.add_scatter(
            x=(factor * values).tolist(),
            y=rows,
            mode="markers",
            name=escape(label),
            text=[written(comparison, value) for value in values],
            hovertemplate=f"%{{y}}: %{{text}} in {LETTERS[s]}<extra></extra>",
            marker={
                "symbol": SYMBOLS[s],
                "color": COLORS[s],
                "size": SIZES[s],
                "line": {"width": 1, "color": "#ffffff"},
            },
        )
    unit = "aandeel in de opgave (%)" if comparison.is_share else inputs.groups[comparison.group].unit
    figure.update_layout(
        height=ROW_HEIGHT * len(rows) + 120,
        margin={"l": 10, "r": 20, "t": 10, "b": 40},
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0},
        xaxis={"title": unit, "separatethousands": True, "rangemode": "tozero"},
        yaxis={"autorange": "reversed", "type": "category", "dtick": 1},
        separators=",.",
        uirevision="scenarios",
    )
    return figure


def dumbbell_note(comparison: Comparison) -> str:
    """What the dumbbell leaves out, or ''."""
    left_out = len(comparison.values) - ROWS_MAX
    if left_out <= 0:
        return ""
    return f"De {ROWS_MAX} gemeenten met het grootste verschil. De tabel geeft alle gemeenten."


# -- tables


def comparison_table(comparison: Comparison) -> str:
    """Every municipality in every scenario, the largest difference first; ▼ and ▲ mark its lowest and highest value."""
    lowest, highest = comparison.extremes()
    names = comparison.results[0].inputs.names
    rows = []
    for i in np.argsort(-comparison.spread, kind="stable"):
        cells = [_cell(comparison, i, s, lowest[i, s], highest[i, s]) for s in range(len(comparison.labels))]
        best = [LETTERS[s] for s in np.flatnonzero(lowest[i])]
        worst = [LETTERS[s] for s in np.flatnonzero(highest[i])]
        words = f"minst in {listing(best)}, meest in {listing(worst)}" if best else "overal gelijk"
        rows.append([names[i], *cells, words])
    head = ["Gemeente", *comparison.labels, "Wie is beter af in welk scenario?"]
    return html_table("Alle gemeenten in alle scenario's", head, rows)


def _cell(comparison: Comparison, i: int, s: int, is_lowest: bool, is_highest: bool) -> Cell:
    mark = "▼ " if is_lowest else "▲ " if is_highest else ""
    difference = "" if s == 0 else f"{written(comparison, comparison.differences[i, s], sign=True)} t.o.v. {LETTERS[0]}"
    return Cell(mark + written(comparison, comparison.values[i, s]), is_number=True, note=difference)


def better_off_html(comparison: Comparison) -> str:
    """Per scenario how many municipalities have their lowest, and their highest value there."""
    lowest, highest = comparison.extremes()
    lines = [
        f"<li>{escape(label)}: {plural(int(lowest[:, s].sum()), 'gemeente heeft', 'gemeenten hebben')} hier het laagste getal (▼), "
        f"{number(int(highest[:, s].sum()))} het hoogste (▲).</li>"
        for s, label in enumerate(comparison.labels)
    ]
    return f'<ul class="fs-lines">{"".join(lines)}</ul>'


def measures_table(comparison: Comparison) -> str:
    """The measures of every scenario side by side: a row per measure."""
    found = [measures(result, comparison.group) for result in comparison.results]
    unit = comparison.results[0].inputs.groups[comparison.group].unit
    rows = {
        f"Opgave ({unit})": lambda m: Cell(number(m.task), is_number=True),
        "Verschoven": lambda m: Cell(
            percent(m.moved_share, 1), is_number=True, note=f"{number(m.moved)} van de opgave"
        ),
        "Concentratie (Gini, 0 = naar rato)": lambda m: Cell(number(m.concentration, 3), is_number=True),
        "Grootste aandeel": lambda m: Cell(percent(m.largest[1], 1), is_number=True, note=m.largest[0]),
        "Meer dan de referentie": lambda m: Cell(_named(m.gainers), is_number=True, note=_count(m.up)),
        "Minder dan de referentie": lambda m: Cell(_named(m.losers), is_number=True, note=_count(m.down)),
        "Hoe vast ligt het?": lambda m: Cell(percent(m.firm), is_number=True, note="van de gemeenten"),
    }
    notes = {"Hoe vast ligt het?": FIRM_NOTE}
    body = [[Cell(name, note=notes.get(name, "")), *(write(m) for m in found)] for name, write in rows.items()]
    return html_table("Maten per scenario", ["Maat", *comparison.labels], body)


def _named(towns: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{name} {signed(amount)}" for name, amount in towns) or "niemand"


def _count(towns: int) -> str:
    return f"{plural(towns, 'gemeente', 'gemeenten')} in totaal"


def rules_html(tables: Tables, comparison: Comparison) -> str:
    """Which rules differ from the first scenario, in words."""
    first, parts = comparison.results[0].scenario, []
    for label, result in zip(comparison.labels[1:], comparison.results[1:], strict=True):
        told = differences(tables, first.with_(name="", note=""), result.scenario.with_(name="", note=""))
        items = "".join(f"<li>{escape(line)}</li>" for line in told) or "<li>Dezelfde regels.</li>"
        parts.append(f"<h4>Van {escape(LETTERS[0])} naar {escape(label)}</h4><ul>{items}</ul>")
    return f'<div class="fs-profile">{"".join(parts)}</div>'


def notes_html(comparison: Comparison) -> str:
    """What must be kept in mind with this comparison."""
    return "".join(f'<p class="fs-note">{escape(note)}</p>' for note in comparison.notes)


def pinned_line(result: Result, base: Result, group: str, name: str) -> str:
    """What the scenario on screen differs from the one that was pinned, for the group in view."""
    try:
        comparison = compare({"vast": base, "nu": result}, group)
    except FairShareError:
        return f"Vastgezet: {name}. Dat scenario is met dit scenario niet te vergelijken."
    row, names = comparison.differences[:, 1], result.inputs.names
    if np.abs(row).max() <= EQUAL:
        return f"Vastgezet: {name}. Elke gemeente krijgt hier hetzelfde."
    up, down = int(np.argmax(row)), int(np.argmin(row))
    moved = np.abs(row).sum() / 2
    amount = f"{percent(moved, 1)} van de opgave" if comparison.is_share else _amount(comparison, moved)
    verb = "verschuift" if comparison.is_share or moved == 1 else "verschuiven"
    towns = [f"{names[i]} {written(comparison, row[i], sign=True)}" for i in (up, down) if abs(row[i]) > EQUAL]
    return f"Vastgezet: {name}. Ten opzichte daarvan {verb} hier {amount}: {listing(towns)}."
