"""Tables as plain HTML with caption and header cells: read by everyone, a screen reader included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from charts.areas import AreaValues
from charts.numbers import number, percent, signed, significant
from charts.remembered import remembered


@dataclass(frozen=True)
class Cell:
    """A cell: text, with optional title, link, bar [0-1] and alignment as a number."""

    text: str
    is_number: bool = False
    bar: float | None = None
    link: str = ""
    note: str = ""


def html_table(
    caption: str, head: Sequence[str], rows: Sequence[Sequence[Cell | str]], *, row_header: bool = True
) -> str:
    """One table; the first cell of every row is its header. All text is escaped."""
    numeric = [isinstance(cell, Cell) and cell.is_number for cell in rows[0]] if rows else [False] * len(head)
    columns = "".join(
        f'<th scope="col"{" class=number" if right else ""}>{escape(text)}</th>'
        for text, right in zip(head, numeric, strict=True)
    )
    body = "".join(f"<tr>{_cells(row, row_header)}</tr>" for row in rows)
    return (
        f'<div class="fs-table" tabindex="0" role="region" aria-label="{escape(caption)}"><table><caption>{escape(caption)}</caption>'
        f"<thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cells(row: Sequence[Cell | str], row_header: bool) -> str:
    cells = [cell if isinstance(cell, Cell) else Cell(cell) for cell in row]
    return "".join(_cell(cell, row_header and i == 0) for i, cell in enumerate(cells))


def _cell(cell: Cell, is_header: bool) -> str:
    text = escape(cell.text)
    if cell.link.startswith(("https://", "http://")):
        text = f'<a href="{escape(cell.link)}" target="_blank" rel="noopener">{text}</a>'
    if cell.bar is not None:
        text = f'<span class="bar" aria-hidden="true"><i style="width:{100 * max(0.0, min(1.0, cell.bar)):.0f}%"></i></span>{text}'
    if cell.note:
        text += f"<small>{escape(cell.note)}</small>"
    if is_header:
        return f'<th scope="row">{text}</th>'
    return f'<td class="number">{text}</td>' if cell.is_number else f"<td>{text}</td>"


@remembered
def area_table(values: AreaValues, caption: str) -> str:
    """Every measure of every area, largest first: the table beside a map."""
    head = [
        "Gebied",
        "Inwoners",
        values.reference_words,
        f"Nu ({values.unit})",
        "Verschil",
        "Per 1.000 inwoners",
        "Aandeel in de opgave",
        "Per 100 sociale huurwoningen",
    ]
    rates, shares, social = (values.measure(name) for name in ("per_1000", "aandeel", "sociale_huur"))
    rows = []
    for i in np.argsort(-values.numbers, kind="stable"):
        figures = [
            number(values.inhabitants[i]),
            number(values.reference[i]),
            number(values.numbers[i]),
            signed(int(values.numbers[i] - values.reference[i])),
            significant(rates[i]),
            percent(shares[i], 1),
            significant(social[i]),
        ]
        rows.append([values.names[i], *(Cell(text, is_number=True) for text in figures)])
    return html_table(caption, head, rows)


@remembered
def facts(values: AreaValues, i: int) -> str:
    """The numbers of one area as a list of terms and values."""
    difference = int(values.numbers[i] - values.reference[i])
    lines = {
        values.unit.capitalize(): number(values.numbers[i]),
        values.reference_words: number(values.reference[i]),
        "Verschil": signed(difference),
        "Per 1.000 inwoners": significant(values.measure("per_1000")[i]),
        "Aandeel in de opgave": percent(values.measure("aandeel")[i], 1),
        "Per 100 sociale huurwoningen": significant(values.measure("sociale_huur")[i]),
        "Inwoners": number(values.inhabitants[i]),
        "Sociale huurwoningen": number(values.social_rent[i]),
    }
    return (
        "<dl class='fs-facts'>"
        + "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in lines.items())
        + "</dl>"
    )
