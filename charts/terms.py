"""Terms that explain themselves on hover, focus and tap, and links that lead from a figure to its source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import escape
from urllib.parse import urlencode

import pandas as pd

from data.tables import load_tables

PARTS = {
    "bekend": "Wat is er bekend?",
    "dekking": "Dekking",
    "groepen": "Aandachtsgroepen",
    "aannames": "Aannames",
    "gemeenten": "Cijfers per gemeente",
    "maatstaven": "Maatstaven",
    "twijfel": "Twijfel",
}
"""The parts of /bronnen: name in a link -> on screen."""


@cache
def glossary() -> dict[str, dict[str, str]]:
    """Key -> term, short, long, example, related, source, source_url; '' where there is none."""
    rows = load_tables().glossary.to_dict("records")
    return {row["key"]: {name: "" if pd.isna(text) else text for name, text in row.items()} for row in rows}


def term(key: str, text: str = "") -> str:
    """A term of the glossary that explains itself: a button with its explanation behind it.

    ``text`` is how the term stands on the page; without it the term itself, in lower case.
    The explanation opens on hover, focus and tap (`page.js`), stays while it is read, and closes on Escape (WCAG 1.4.13).

    Raises
    ------
    KeyError
        For a key that the glossary does not have: a mistake in the code.
    """
    row = glossary()[key]
    said = escape(text or row["term"][:1].lower() + row["term"][1:])
    more = f'<a class="fs-keep" href="{escape(term_url(key))}" target="_blank" rel="noopener">Meer over dit begrip</a>'
    return (
        f'<span class="fs-term"><button type="button" aria-expanded="false">{said}</button>'
        f'<small class="fs-tip" popover="auto">{escape(row["short"])} {more}</small></span>'
    )


def term_url(key: str) -> str:
    """The address of a term in the glossary; the scenario of the page is added when someone follows it."""
    return f"/begrippen?{urlencode({'item': key})}"


def source_url(part: str, item: str = "", group: str = "", query: Mapping[str, str] | None = None) -> str:
    """The address of a figure on /bronnen.

    Parameters
    ----------
    part : key of `PARTS`.
    item : the row: a column of `gemeenten.csv`, a criterion, or the subject of an assumption.
    group : the target group in view there.
    query : the scenario (`fairshare.link.to_query`); without it the scenario of the page that holds the link goes along.
    """
    if part not in PARTS:
        raise KeyError(part)
    asked = {"deel": part, "item": item, "groep": group}
    return f"/bronnen?{urlencode((query or {}) | {name: value for name, value in asked.items() if value})}"


def source_link(of: str, url: str) -> str:
    """A short link ``bron`` to an address of `source_url`; a screen reader hears of which figure."""
    return (
        f'<a class="fs-source fs-keep" href="{escape(url)}" target="_blank" rel="noopener" '
        f'aria-label="bron van {escape(of)}">bron</a>'
    )


def explained(text: str, *keys: str) -> str:
    """Text as html in which the first occurrence of each term explains itself."""
    said = escape(text)
    for key in keys:
        word = escape(glossary()[key]["term"])
        found = re.search(rf"\b{re.escape(word)}\b", said, re.IGNORECASE)
        if found and not re.search(r"<[^>]*$", said[: found.start()]):
            said = said[: found.start()] + term(key, found.group()) + said[found.end() :]
    return said
