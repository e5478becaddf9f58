"""Columns on the map (pydeck): height is the number. Works without map tiles from the internet: the map is our own layer."""

from __future__ import annotations

import json
import math
from functools import lru_cache

import pydeck
from pydeck.types import String

from charts.areas import area_values
from charts.assets import shapes_url
from charts.maps import used_scale
from charts.remembered import remembered
from fairshare import Result
from geo.layers import areas_geojson

TALLEST, RADIUS = 0.22, 0.013
"""Height of the tallest column and radius of a column. [fraction of the width of the region]"""
METERS_PER_DEGREE = 68_000
"""Length of a degree of longitude at 52 degrees north. [m]"""
LAND = [228, 232, 236]
BORDER = [150, 158, 166]


@remembered
def columns_deck(result: Result, groups: tuple[str, ...], measure: str) -> pydeck.Deck:
    """A deck with one column per municipality on the map of its region; the browser fetches the map by its address, once."""
    values, used = area_values(result, groups), used_scale(result, groups, measure)
    labels, words = values.written(measure), values.words()
    amounts = values.measure(measure)
    classes = used.classes(amounts)
    places = _places(values.ids)
    top = max(float(amounts[amounts == amounts].max()), 1e-9) if (amounts == amounts).any() else 1.0
    lons, lats = zip(*places, strict=True)
    span = max(max(lons) - min(lons), 1.6 * (max(lats) - min(lats)))
    tallest = TALLEST * span * METERS_PER_DEGREE
    heights = [max(0.0, float(amounts[i])) / top * tallest if classes[i] >= 0 else 0.0 for i in range(len(amounts))]
    rows = [
        {
            "position": [lons[i], lats[i]],
            "top": [lons[i], lats[i], heights[i]],
            "height": heights[i],
            "color": _rgb(used.colors[classes[i]]) if classes[i] >= 0 else LAND,
            "name": values.names[i],
            "value": labels[i],
            "words": " · ".join(words[i][:3]),
        }
        for i in range(len(amounts))
    ]
    view = pydeck.ViewState(
        longitude=(min(lons) + max(lons)) / 2,
        latitude=(min(lats) + max(lats)) / 2,
        zoom=9.6 - math.log2(span / 0.6),
        pitch=48,
        bearing=-8,
    )
    layers = [
        pydeck.Layer(
            "GeoJsonLayer",
            shapes_url(result.inputs.region, result.inputs.year),
            get_fill_color=LAND,
            get_line_color=BORDER,
            line_width_min_pixels=1,
            pickable=False,
        ),
        pydeck.Layer(
            "ColumnLayer",
            rows,
            get_position="position",
            get_elevation="height",
            get_fill_color="color",
            radius=RADIUS * span * METERS_PER_DEGREE,
            elevation_scale=1,
            disk_resolution=24,
            pickable=True,
            auto_highlight=True,
        ),
        pydeck.Layer(
            "TextLayer",
            rows,
            get_position="top",
            get_text="name",
            get_size=12,
            get_color=[20, 24, 28],
            get_pixel_offset=[0, -9],
            background=True,
            get_background_color=[255, 255, 255, 210],
            character_set=String("auto"),
            font_family=String("sans-serif"),
        ),
    ]
    return pydeck.Deck(layers, initial_view_state=view, map_provider=None, tooltip={"text": "{name}\n{words}"})


@lru_cache
def _places(codes: tuple[str, ...]) -> list[tuple[float, float]]:
    """Where the column of every municipality stands: longitude and latitude. [degrees]"""
    features = json.loads(areas_geojson(codes))["features"]
    return [(f["properties"]["label_lon"], f["properties"]["label_lat"]) for f in features]


def _rgb(color: str) -> list[int]:
    return [int(color[i : i + 2], 16) for i in (1, 3, 5)]
