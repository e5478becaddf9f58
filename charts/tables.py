"""Tables as plain HTML with caption and header cells: read by everyone, a screen reader included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from charts.areas import AreaValues
from charts.numbers import number, percent, signed, significant
from charts.terms import source_link, source_url, term


@dataclass(frozen=True)
class Cell:
    """A cell: text, with optional title, link, bar [0-1] and alignment as a number.

    ``link`` leads to the publication, ``source`` to the row on /bronnen, ``term`` is a key of the glossary.
    """

    text: str
    is_number: bool = False
    bar: float | None = None
    link: str = ""
    note: str = ""
    source: str = ""
    term: str = ""


@dataclass(frozen=True)
class Head:
    """The head of a column: text, with optional term of the glossary and address of the source on /bronnen."""

    text: str
    term: str = ""
    source: str = ""


def html_table(
    caption: str,
    head: Sequence[Head | str],
    rows: Sequence[Sequence[Cell | str]],
    *,
    row_header: bool = True,
    asked: int | None = None,
) -> str:
    """One table; the first cell of every row is its header. All text is escaped.

    ``asked`` is the row that a link points at: it is marked and brought into view.
    """
    numeric = [isinstance(cell, Cell) and cell.is_number for cell in rows[0]] if rows else [False] * len(head)
    columns = "".join(
        f'<th scope="col"{" class=number" if right else ""}>{_head(title)}</th>'
        for title, right in zip(head, numeric, strict=True)
    )
    body = "".join(
        f"<tr{' class=fs-here' if i == asked else ''}>{_cells(row, row_header, i == asked)}</tr>"
        for i, row in enumerate(rows)
    )
    return (
        f'<div class="fs-table" tabindex="0" role="region" aria-label="{escape(caption)}"><table><caption>{escape(caption)}</caption>'
        f"<thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _head(head: Head | str) -> str:
    if isinstance(head, str):
        return escape(head)
    text = term(head.term, head.text) if head.term else escape(head.text)
    return text + (f"<small>{source_link(head.text, head.source)}</small>" if head.source else "")


def _cells(row: Sequence[Cell | str], row_header: bool, is_asked: bool = False) -> str:
    cells = [cell if isinstance(cell, Cell) else Cell(cell) for cell in row]
    mark = "<small>Dit zocht u</small>" if is_asked else ""
    return "".join(_cell(cell, row_header and i == 0, mark if i == 0 else "") for i, cell in enumerate(cells))


def _cell(cell: Cell, is_header: bool, mark: str = "") -> str:
    text = term(cell.term, cell.text) if cell.term else escape(cell.text)
    if cell.link.startswith(("https://", "http://")):
        text = f'<a href="{escape(cell.link)}" target="_blank" rel="noopener">{text}</a>'
    if cell.bar is not None:
        text = f'<span class="bar" aria-hidden="true"><i style="width:{100 * max(0.0, min(1.0, cell.bar)):.0f}%"></i></span>{text}'
    if cell.note:
        text += f"<small>{escape(cell.note)}</small>"
    if cell.source:
        text += f"<small>{source_link(cell.text, cell.source)}</small>"
    text += mark
    if is_header:
        return f'<th scope="row">{text}</th>'
    return f'<td class="number">{text}</td>' if cell.is_number else f"<td>{text}</td>"


def area_table(values: AreaValues, caption: str) -> str:
    """Every measure of every area, largest first: the table beside a map."""
    task, inhabitants = source_url("groepen"), source_url("gemeenten", "inwoners")
    head = [
        "Gebied",
        Head("Inwoners", source=inhabitants),
        Head(values.reference_words, "referentie", source_url("maatstaven")),
        Head(f"Nu ({values.unit})", source=task),
        Head("Verschil", "verschil"),
        Head("Per 1.000 inwoners", source=inhabitants),
        Head("Aandeel in de opgave", "aandeel", task),
        Head("Per 100 sociale huurwoningen", "sociale-huur", source_url("gemeenten", "sociale_huur")),
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


def facts(values: AreaValues, i: int) -> str:
    """The numbers of one area as a list of terms and values."""
    difference = int(values.numbers[i] - values.reference[i])
    task, inhabitants = source_url("groepen"), source_url("gemeenten", "inwoners")
    social_rent = source_url("gemeenten", "sociale_huur")
    lines = [
        (values.unit.capitalize(), "", task, number(values.numbers[i])),
        (values.reference_words, "referentie", "", number(values.reference[i])),
        ("Verschil", "verschil", "", signed(difference)),
        ("Per 1.000 inwoners", "", inhabitants, significant(values.measure("per_1000")[i])),
        ("Aandeel in de opgave", "aandeel", task, percent(values.measure("aandeel")[i], 1)),
        ("Per 100 sociale huurwoningen", "", social_rent, significant(values.measure("sociale_huur")[i])),
        ("Inwoners", "", inhabitants, number(values.inhabitants[i])),
        ("Sociale huurwoningen", "sociale-huur", social_rent, number(values.social_rent[i])),
    ]
    return f"<dl class='fs-facts'>{''.join(fact(*line) for line in lines)}</dl>"


def fact(name: str, key: str, source: str, text: str) -> str:
    """One line of a list of facts: a name, with a term of the glossary and a source where there is one, and its value."""
    said = term(key, name) if key else escape(name)
    link = f" {source_link(name, source)}" if source else ""
    return f"<dt>{said}{link}</dt><dd>{escape(text)}</dd>"
