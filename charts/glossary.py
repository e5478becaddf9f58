"""The glossary, where the law stands, and where help is found."""

from __future__ import annotations

from datetime import date
from html import escape

from babel.dates import format_date

from charts.numbers import LOCALE, plural
from charts.terms import glossary, term_url
from data.tables import Tables

OPEN = "Niet nagegaan"


def matches(words: str) -> list[str]:
    """Keys of the terms in which every word stands, in alphabetical order; all terms without words."""
    wanted = words.casefold().split()
    rows = sorted(glossary().values(), key=lambda row: row["term"].casefold())
    text = {row["key"]: f"{row['term']} {row['short']} {row['long']}".casefold() for row in rows}
    return [key for key, said in text.items() if all(word in said for word in wanted)]


def glossary_finding(keys: list[str]) -> str:
    """How many terms are shown."""
    return f"{plural(len(keys), 'begrip', 'begrippen')} uitgelegd in gewone taal"


def glossary_html(keys: list[str], asked: str | None = None) -> str:
    """The terms as a list of definitions; the one that a link points at is marked."""
    if not keys:
        return "<p>Geen begrip gevonden. Probeer een ander woord.</p>"
    return f"<dl class='fs-glossary'>{''.join(_entry(key, key == asked) for key in keys)}</dl>"


def _entry(key: str, is_asked: bool) -> str:
    row = glossary()[key]
    parts = [f"<p>{escape(row['short'])}</p><p>{escape(row['long'])}</p>"]
    if row["example"]:
        parts.append(f"<p><em>Voorbeeld.</em> {escape(row['example'])}</p>")
    if row["source"]:
        parts.append(f"<p class='fs-quiet'>Bron: {_source(row)}</p>")
    if row["related"]:
        others = [(other, glossary()[other]["term"]) for other in row["related"].split(";")]
        links = ", ".join(
            f"<a class='fs-keep' href='{term_url(other)}' target='_self'>{escape(name)}</a>" for other, name in others
        )
        parts.append(f"<p class='fs-quiet'>Zie ook: {links}</p>")
    mark = " class='fs-here'" if is_asked else ""
    said = " <small>Dit zocht u</small>" if is_asked else ""
    return f"<div{mark}><dt>{escape(row['term'])}{said}</dt><dd>{''.join(parts)}</dd></div>"


def law_finding(tables: Tables) -> str:
    """The last thing that is known of the law, with its date, and that the rest is open."""
    rows = tables.guides[(tables.guides["kind"] == "wet") & (tables.guides["status"] == "bekend")]
    return f"Wij hebben de stand van de wet gevolgd tot en met {written_date(rows['date'].dropna().max())}"


def law_html(tables: Tables) -> str:
    """Where the law stands, in order of date; what we could not verify says so."""
    rows = tables.guides[tables.guides["kind"] == "wet"].sort_values("date", na_position="last", kind="stable")
    items = []
    for row in rows.to_dict("records"):
        is_known = row["status"] == "bekend"
        when = written_date(row["date"]) if isinstance(row["date"], str) else OPEN
        style = "" if is_known else " class='unknown'"
        items.append(
            f"<li{style}><strong>{when}.</strong> {escape(row['name'])}. {escape(row['text'])} {_source(row)}</li>"
        )
    return f"<ol class='fs-law'>{''.join(items)}</ol>"


def help_html(tables: Tables) -> str:
    """Guides and expert teams."""
    rows = tables.guides[tables.guides["kind"] == "hulp"].to_dict("records")
    items = "".join(
        f"<li><strong>{escape(row['name'])}.</strong> {escape(row['text'])} {_source(row)}</li>" for row in rows
    )
    return f"<ul class='fs-law'>{items}</ul>"


def _source(row: dict[str, str]) -> str:
    return f"<a href='{escape(row['source_url'])}' target='_blank' rel='noopener'>{escape(row['source'])}</a>"


def written_date(iso: str) -> str:
    """``2026-02-18`` -> ``18 februari 2026``."""
    return format_date(date.fromisoformat(iso), "d MMMM yyyy", locale=LOCALE)
