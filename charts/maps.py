"""Results on the map: values, classes, labels and words per area, for the map component."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache
from html import escape
from typing import Any

from charts.areas import AreaValues, area_values, national_rate
from charts.assets import SOURCE, layer_url, loader, netherlands_url
from charts.remembered import remembered
from charts.scales import MEASURES, MISSING_CLASS, Scale, scale, text_color
from charts.words import lower_first
from data.tables import Tables
from fairshare import Result
from fairshare.regions import NETHERLANDS
from geo.layers import has_tiles

LEVELS = {"gemeenten": "Gemeenten", "deelregios": "Deelregio's"}
COLUMNS_3D = "3d"
TILES = "tegels"
MODES = {"kaart": "Kaart", TILES: "Tegels", COLUMNS_3D: "3D"}


def modes(result: Result) -> dict[str, str]:
    """The forms that the map of this region can take: only regions with a layout have tiles."""
    inputs = result.inputs
    return {mode: name for mode, name in MODES.items() if mode != TILES or has_tiles(inputs.region, len(inputs.codes))}


def used_scale(result: Result, groups: tuple[str, ...], measure: str) -> Scale:
    """The fixed scale of a measure for these groups, the same in every region."""
    return scale(measure, national_rate(result.inputs, groups, measure))


@remembered
def result_map(
    result: Result,
    groups: tuple[str, ...],
    measure: str,
    *,
    title: str,
    height: str,
    level: str = "gemeenten",
    mode: str = "kaart",
    selected: str | None = None,
    is_small: bool = False,
    values: AreaValues | None = None,
) -> dict[str, Any]:
    """What the map component draws of one measure; a small map is looked at only: its title above it, its legend beside it.

    ``values`` come in the place of those of the result: when it is compared with something else than its reference.
    """
    is_compared = values is not None
    values, used = values or area_values(result, groups, level), used_scale(result, groups, measure)
    classes, labels, words = used.classes(values.measure(measure)), values.written(measure), values.words()
    areas = {
        area: {
            "class": classes[i],
            "label": "?" if classes[i] == MISSING_CLASS else labels[i],
            "name": values.names[i],
            "tip": words[i],
            "selected": area == selected,
        }
        for i, area in enumerate(values.ids)
    }
    name = f"Verschil met {lower_first(values.reference_words)}" if is_compared else MEASURES[measure]
    legend = {"title": name, "items": used.legend(), "missing": MISSING_CLASS in classes}
    hint = "De tabel op deze pagina geeft dezelfde cijfers."
    return {
        "layer": layer_url(result.inputs.region, result.inputs.year, level),
        "mode": mode,
        "title": title if is_small else "",
        "description": f"Kaart. {title} {hint}"
        if is_small
        else f"Kaart. {title} Kies een gebied met de pijltjestoetsen. {hint}",
        "areas": areas,
        "colors": list(used.colors),
        "ink": [text_color(color) for color in used.colors],
        "selectable": not is_small,
        "zoom": not is_small,
        "height": height,
        "source": "" if is_small else SOURCE,
        "legend": None if is_small else legend,
    }


@remembered
def shared_legend(results: tuple[Result | str, ...], group: str, measure: str, title: str = "") -> str:
    """One legend for several maps of the same group: the scale does not depend on the region."""
    first = next((result for result in results if not isinstance(result, str)), None)
    if first is None:
        return ""
    items = used_scale(first, (group,), measure).legend()
    swatches = "".join(f'<li><i style="background:{item["color"]}"></i>{item["label"]}</li>' for item in items)
    name = escape(title or MEASURES[measure])
    return f'<div class="fs-legend"><strong>{name}</strong><ul>{swatches}</ul><p class="fs-quiet">{SOURCE}</p></div>'


def netherlands_map(regions: list[dict[str, Any]], title: str, height: str) -> dict[str, Any]:
    """The Netherlands with regions to choose from; every region: id, name and lines of words."""
    areas = {
        r["id"]: {
            "class": 0,
            "label": "",
            "name": r["name"],
            "short": r["short"],
            "tip": r["tip"],
            "selected": False,
            "named": True,
        }
        for r in regions
    }
    return {
        "layer": netherlands_url(),
        "mode": "kaart",
        "title": "",
        "description": title,
        "areas": areas,
        "colors": ["#154273"],
        "ink": ["#ffffff"],
        "selectable": True,
        "zoom": False,
        "height": height,
        "source": SOURCE,
        "legend": None,
    }


def towns_map(tables: Tables, chosen: Collection[str], year: int, height: str) -> dict[str, Any]:
    """All municipalities, to put a region together; a click or Enter adds one, or takes it out."""
    areas = {
        code: {
            "class": int(code in chosen),
            "label": "",
            "name": name,
            "tip": ["gekozen" if code in chosen else "niet gekozen"],
            "selected": code in chosen,
        }
        for code, name in tables.municipalities["name"].items()
    }
    return {
        "layer": layer_url(NETHERLANDS, year),
        "mode": "kaart",
        "title": "",
        "description": "Kaart van alle gemeenten. Kies er een om haar toe te voegen of weg te halen. De lijst met gemeenten "
        "doet hetzelfde.",
        "areas": areas,
        "colors": ["#dfe5ec", "#154273"],
        "ink": ["#1b1f24", "#ffffff"],
        "selectable": True,
        "several": True,
        "zoom": True,
        "height": height,
        "source": SOURCE,
        "legend": None,
    }


@cache
def _component():
    import streamlit as st

    return st.components.v2.component("municipal_map", js=loader("municipal_map"))


def municipal_map(data: dict[str, Any], key: str, on_pick: Callable[[str], None] | None = None) -> str | None:
    """Place the map; returns the id of the area that was chosen in this run, '' when the choice was undone, else None.

    ``on_pick`` is called with that id before the run, so that the run shows the choice at once.
    """
    import streamlit as st

    def picked() -> None:
        if on_pick is not None:
            on_pick(st.session_state[key].picked)

    return _component()(key=key, data=data, on_picked_change=picked).picked
