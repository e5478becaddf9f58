"""Saved scenarios in lists and on banners: headline numbers, a small map, times and names. All text of people is escaped."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from babel.dates import format_datetime

from charts.areas import area_values
from charts.numbers import LOCALE, number, plural, signed
from charts.scales import DIVERGING, MISSING_CLASS, scale
from charts.tables import Cell, html_table
from charts.words import counted
from fairshare import FairShareError, Result
from fairshare.measures import shifted
from geo.layers import GeoError, region_layer

ZONE = ZoneInfo("Europe/Amsterdam")
MAP_SIZE = 96
"""Longest side of a small map. [px]"""
MISSING_COLOR = "#c9ced4"
NAMELESS = "Zonder naam"
PATH = re.compile(r"M(-?\d+) (-?\d+)l?([^Mz]*)")
WHOLE = re.compile(r"-?\d+")


def moment(time: datetime | None) -> str:
    """``24 november 2026, 15.04 uur``, in Dutch time."""
    if time is None:
        return "tijd onbekend"
    return format_datetime(time.astimezone(ZONE), "d MMMM y, HH.mm 'uur'", locale=LOCALE)


def scenario_name(name: str) -> str:
    """The name that its makers gave it, or that it has none."""
    return name or NAMELESS


# -- what a list shows of a scenario


def headline(result: Result, group: str) -> dict[str, Any]:
    """The main numbers of a result for a list, as they are when it is saved; colour classes per municipality for its map."""
    group = group if group in result.groups else result.groups[0]
    g, inputs = result.column(group), result.inputs
    difference = result.numbers[:, g] - result.whole_reference[:, g]
    up, down = int(np.argmax(difference)), int(np.argmin(difference))
    classes = scale("verschil").classes(area_values(result, (group,)).measure("verschil"))
    return {
        "group": inputs.groups[group].short_name,
        "unit": inputs.groups[group].unit,
        "task": int(result.numbers[:, g].sum()),
        "moved": shifted(result.numbers[:, g], result.whole_reference[:, g]),
        "more": [inputs.names[up], int(difference[up])],
        "less": [inputs.names[down], int(difference[down])],
        "region": inputs.region_name,
        "year": inputs.year,
        "classes": dict(zip(inputs.codes, classes, strict=True)),
    }


def headline_words(saved: Mapping[str, Any]) -> str:
    """The main numbers in one line; '' when they were not kept."""
    try:
        (up, more), (down, less) = saved["more"], saved["less"]
        towns = "elke gemeente haar deel" if more <= 0 else f"{up} {signed(int(more))}, {down} {signed(int(less))}"
        amount = counted(int(saved["task"]), saved["unit"])
        return f"{saved['group']}: {amount}, {number(saved['moved'])} verschoven. {towns[:1].upper()}{towns[1:]}."
    except (KeyError, TypeError, ValueError):
        return ""


def small_map(region: str, saved: Mapping[str, Any]) -> str:
    """A small map in the colours that the result had when it was saved, as an image with a text; '' when it cannot be drawn."""
    classes = saved.get("classes")
    if not isinstance(classes, Mapping) or not classes:
        return ""
    try:
        width, height, paths = _small_paths(region, tuple(classes))
    except GeoError:
        return ""
    shapes = "".join(
        f'<path d="{path}" fill="{_color(classes[code])}"/>' for code, path in zip(classes, paths, strict=True)
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<g stroke="#6b7580" stroke-width=".5">{shapes}</g></svg>'
    )
    return image(svg, f"Kaartje van het verschil met de referentie. {headline_words(saved)}", "fs-smallmap")


def image(svg: str, alt: str, css: str) -> str:
    """An svg as an image: nothing in it is executed, and it has a text alternative."""
    whole = svg if "xmlns=" in svg else svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    content = base64.b64encode(whole.encode()).decode()
    return f'<img class="{css}" alt="{escape(alt)}" src="data:image/svg+xml;base64,{content}">'


def _color(kind: Any) -> str:
    known = isinstance(kind, int) and MISSING_CLASS < kind < len(DIVERGING)
    return DIVERGING[kind] if known else MISSING_COLOR


@lru_cache(maxsize=128)
def _small_paths(region: str, codes: tuple[str, ...]) -> tuple[int, int, tuple[str, ...]]:
    """Width and height [px], and a coarse outline per municipality: a point a pixel."""
    layer = json.loads(region_layer(region, codes))
    left, top, width, height = layer["view"]
    factor = MAP_SIZE / max(width, height)
    paths = tuple(_coarse(area["d"], left, top, factor) for area in layer["areas"])
    return round(width * factor), round(height * factor), paths


def _coarse(path: str, left: float, top: float, factor: float) -> str:
    """A path of the layer in whole pixels; islands smaller than a pixel disappear, except the first part."""
    parts = []
    for x, y, rest in PATH.findall(path):
        steps = np.array([int(x), int(y), *map(int, WHOLE.findall(rest))]).reshape(-1, 2).cumsum(axis=0)
        points = np.round((steps - [left, top]) * factor).astype(int)
        keep = np.concatenate([[True], (np.diff(points, axis=0) != 0).any(axis=1)])
        if keep.sum() > 2 or not parts:
            parts.append("M" + "L".join(f"{px} {py}" for px, py in points[keep]) + "z")
    return "".join(parts)


def list_item(
    name: str, region: str, saved: Mapping[str, Any], note: str, by: str, time: datetime | None, signs: Sequence[str]
) -> str:
    """A scenario in the list: small map, name, region, main numbers, who and when. ``signs`` are short remarks."""
    lines = [headline_words(saved), note]
    text = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    place = f"{saved.get('region', region)}{', ' + str(saved['year']) if 'year' in saved else ''}"
    who = f"{escape(by) or 'Naam niet ingevuld'}, {escape(moment(time))}"
    remarks = "".join(f'<span class="fs-sign">{escape(sign)}</span>' for sign in signs if sign)
    return (
        f'<div class="fs-scenario">{small_map(region, saved)}<div><h3>{escape(scenario_name(name))}</h3>'
        f'<p class="fs-quiet">{escape(str(place))} · {who}</p>{text}{remarks}</div></div>'
    )


def list_finding(total: int, archived: bool) -> str:
    """How many scenarios were found."""
    count = plural(total, "scenario", "scenario's")
    return f'<h2 class="fs-finding">{count} {"in het archief" if archived else "bewaard"}</h2>'


def version_item(
    number_: int, name: str, by: str, time: datetime | None, note: str, told: Sequence[str], since: str
) -> str:
    """A version in the history of a scenario, with what changed since the one it was made from."""
    items = "".join(f"<li>{escape(line)}</li>" for line in told)
    changes = f"<p>{escape(since)}</p><ul>{items}</ul>" if told else f"<p>{escape(since)}</p>"
    remark = f"<p>{escape(note)}</p>" if note else ""
    return (
        f'<div class="fs-version"><h3>Versie {number_}: {escape(scenario_name(name))}</h3>'
        f'<p class="fs-quiet">{escape(by) or "Naam niet ingevuld"}, {escape(moment(time))}</p>{remark}{changes}</div>'
    )


def version_count(count: int, tips: int) -> str:
    """How many versions there are, and whether people went on side by side."""
    if tips > 1:
        return f"{plural(count, 'versie', 'versies')}, waarvan {number(tips)} naast elkaar"
    return plural(count, "versie", "versies")


# -- old and new figures side by side


def old_and_new(changes: Sequence[Any], groups: Mapping[str, str]) -> str:
    """Every number that new figures change, as saved and as it would be now.

    Parameters
    ----------
    changes : records with municipality name, group, before and after.
    groups : group -> name on screen.
    """
    if not changes:
        return '<p class="fs-note">De uitkomst is dezelfde: de nieuwe cijfers veranderen geen enkel aantal.</p>'
    rows = [
        [
            change.name,
            groups.get(change.group, change.group),
            Cell(number(change.before), is_number=True),
            Cell(number(change.after), is_number=True),
            Cell(_difference(change.before, change.after), is_number=True),
        ]
        for change in changes
    ]
    head = ["Gemeente", "Aandachtsgroep", "Zoals bewaard", "Met de cijfers van nu", "Verschil"]
    return html_table(f"Wat de nieuwe cijfers veranderen: {plural(len(rows), 'aantal', 'aantallen')}", head, rows)


def _difference(before: int | None, after: int | None) -> str:
    return "–" if before is None or after is None else signed(after - before)


# -- the line that every page has


def status_html(name: str, number_: int, by: str, time: datetime | None, *, changed: bool, shared: bool) -> str:
    """What the scenario on screen is kept as, in one line."""
    if not number_ and not name:
        state = "Nog niet bewaard"
    elif shared:
        state = "uw eigen kopie, nog niet bewaard" if changed else "gedeeld scenario, alleen lezen"
    elif not number_:
        state = "gewijzigd sinds het openen" if changed else "nog niet bewaard"
    else:
        kept = f"versie {number_}{' van ' + by if by else ''}, {moment(time)}"
        state = f"gewijzigd sinds {kept}" if changed else f"bewaard: {kept}"
    lead = f"<strong>{escape(name)}</strong> · " if name else ""
    return f'<p class="fs-status">{lead}{escape(state)}</p>'


def shared_html(name: str, by: str, time: datetime | None, *, changed: bool) -> str:
    """The banner over a scenario that was opened with a link."""
    whose = f"‘{scenario_name(name)}’{' van ' + by if by else ''}, bewaard op {moment(time)}"
    if changed:
        text = f"U werkt in uw eigen kopie van {whose}. Het gedeelde scenario verandert niet."
    else:
        text = (
            f"U bekijkt een gedeeld scenario (alleen lezen): {whose}. Verschuift u iets, dan gebeurt dat in een kopie."
        )
    return f'<p class="fs-banner" role="status">{escape(text)}</p>'


def note_html(text: str) -> str:
    """A remark in a page; whatever stands in it is text."""
    return f'<p class="fs-note">{escape(text)}</p>'


def error_html(error: FairShareError) -> str:
    """What went wrong, for who waits for it."""
    return f'<p class="fs-note" role="alert">{escape(str(error))}</p>'
