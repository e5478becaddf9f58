"""The geometry a map fetches once, as ready JSON bytes. Light: only the standard library, everything cached.

Coordinates are whole drawing units (`unit_m` [m] each), x to the right and y down, equal in every layer.
"""

import csv
import hashlib
import json
from functools import cache, lru_cache
from pathlib import Path

HERE = Path(__file__).parent
FILES = ("municipalities", "subregions", "regions", "provinces", "land")

MARGIN = 0.03  # around the areas in view, as a share of the longest side
TILE_MARGIN = 0.1  # [tiles]
WIDEST_WINDOW = 1.8  # widest or highest window that context fills: longest over shortest side
SKETCHED_MAX = 60  # municipalities of a region whose tiles are laid out at once
REMEMBERED_SELECTIONS = 128  # regions people put together themselves


class GeoError(ValueError):
    """A region or municipality that is not on the map. The message is for the screen."""


def region_layer(region: str, codes: tuple[str, ...]) -> bytes:
    """The map of the municipalities `codes`, in that order, with their tiles and their surroundings.

    The outline and the parts are there when `codes` are exactly the members of `region` in some year; for any other
    selection the outline is "" and the parts are empty. `codes` of the whole country make a map without surroundings.
    """
    return _region_layer(region, tuple(codes))


def has_tiles(region: str, municipalities: int) -> bool:
    """Whether there is a tile layout of this region, made before or made at once."""
    return region in _tiles() or municipalities <= SKETCHED_MAX


def subregion_layer(region: str, codes: tuple[str, ...] = ()) -> bytes:
    """The map of the parts of `region` (id = name of the part), for regions that have parts.

    With `codes`, the members in some year, only the parts of that year; without, all parts there have been.
    """
    return _subregion_layer(region, frozenset(codes))


@cache
def nl_layer() -> bytes:
    """The map of the country: land, provinces and the regions, each with its label point."""
    land = _areas("land")["nl"]
    return _json(
        {
            "key": "nl",
            "source": _file("land")["source"],
            "unit_m": _file("land")["unit_m"],
            "view": _view([land]),
            "land": land["d"],
            "provinces": [{"id": name, "d": area["d"]} for name, area in _areas("provinces").items()],
            "regions": [_area(region, area) for region, area in _areas("regions").items()],
        }
    )


@lru_cache(REMEMBERED_SELECTIONS)
def areas_geojson(codes: tuple[str, ...]) -> bytes:
    """GeoJSON FeatureCollection [degrees] of the municipalities `codes`, in that order, for pydeck and geopandas."""
    features = _features()
    return _json({"type": "FeatureCollection", "features": [_known(features, code) for code in codes]})


@cache
def layers_version() -> str:
    """Changes when any layer changes: put it in the address, then a browser may keep the layer forever."""
    files = [HERE / "layers" / f"{name}.json" for name in FILES] + [
        HERE / "municipalities.geojson",
        HERE / "tiles.csv",
        Path(__file__).with_name("tiles.py"),
        Path(__file__),
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


@lru_cache(REMEMBERED_SELECTIONS)
def _region_layer(region: str, codes: tuple[str, ...]) -> bytes:
    if not codes or len(set(codes)) < len(codes):
        raise GeoError("Kies ten minste één gemeente, en elke gemeente één keer.")
    areas = {code: _known(_areas("municipalities"), code) for code in codes}
    outline = _outlines().get((region, frozenset(codes)), "")
    parts = _parts(region, frozenset(codes)) if outline else {}
    return _layer(region, areas, _tiles().get(region) or _sketched(areas), outline, parts)


def _sketched(areas: dict[str, dict]) -> dict[str, list[int]]:
    """Tiles for a selection that has no layout of its own; none when there are too many to do at once."""
    if len(areas) > SKETCHED_MAX:
        return {}
    import numpy as np  # and scipy with it: only who composes a region waits for them

    from geo.tiles import sketch

    places = sketch(np.array([area["label"] for area in areas.values()], dtype=float)).tolist()
    return dict(zip(areas, places, strict=True))


@lru_cache(REMEMBERED_SELECTIONS)
def _subregion_layer(region: str, codes: frozenset[str]) -> bytes:
    if region not in _areas("regions"):
        raise GeoError(f"De regio ‘{region}’ staat niet op de kaart.")
    codes = codes or frozenset(_areas("regions")[region]["members"])
    parts = _parts(region, codes)
    if not parts:
        raise GeoError(f"De regio ‘{region}’ heeft geen deelregio's.")
    return _layer(region, parts, {}, _outlines().get((region, codes), ""), {})


def _parts(region: str, codes: frozenset[str]) -> dict[str, dict]:
    """The parts of `region` that lie wholly within `codes`."""
    return {
        name: part for name, part in _areas("subregions").get(region, {}).items() if codes.issuperset(part["members"])
    }


def _layer(key, areas, tiles, outline, subregions) -> bytes:
    view = _view(areas.values())
    inside = {code for name, area in areas.items() for code in area.get("members", [name])}
    return _json(
        {
            "key": key,
            "source": _file("municipalities")["source"],
            "unit_m": _file("municipalities")["unit_m"],
            "view": view,
            "tile_view": _tile_view([tiles[name] for name in areas if name in tiles]),
            "areas": [_area(name, area) | {"tile": tiles.get(name)} for name, area in areas.items()],
            "subregions": [_area(name, part) for name, part in subregions.items()],
            "outline": outline,
            "context": [
                {"id": code, "d": area["d"]}
                for code, area in _areas("municipalities").items()
                if code not in inside and _meets(area["box"], view)
            ],
        }
    )


def _area(name: str, area: dict) -> dict:
    return {"id": name, "d": area["d"], "label": area["label"], "radius": area["radius"]}


def _view(areas) -> list[int]:
    """[x, y, width, height] around the boxes of `areas`, with a margin."""
    west, north, east, south = zip(*(area["box"] for area in areas), strict=False)
    width, height = max(east) - min(west), max(south) - min(north)
    margin = round(MARGIN * max(width, height))
    return [min(west) - margin, min(north) - margin, width + 2 * margin, height + 2 * margin]


def _tile_view(tiles) -> list[float] | None:
    """[column, row, width, height] around `tiles`, or None when there are none."""
    if not tiles:
        return None
    columns, rows = zip(*tiles, strict=False)
    width, height = max(columns) - min(columns) + 1, max(rows) - min(rows) + 1
    return [min(columns) - TILE_MARGIN, min(rows) - TILE_MARGIN, width + 2 * TILE_MARGIN, height + 2 * TILE_MARGIN]


def _meets(box, view) -> bool:
    """Whether `box` shows in a window that fits `view`, even when the window is wider or higher than the view."""
    x, y, width, height = view
    wide, high = max(width, WIDEST_WINDOW * height), max(height, WIDEST_WINDOW * width)
    return (
        abs(box[0] + box[2] - 2 * x - width) < wide + box[2] - box[0]
        and abs(box[1] + box[3] - 2 * y - height) < high + box[3] - box[1]
    )


def _known(areas: dict, code: str) -> dict:
    if code not in areas:
        raise GeoError(f"De gemeente ‘{code}’ staat niet op de kaart.")
    return areas[code]


@cache
def _file(name: str) -> dict:
    return json.loads((HERE / "layers" / f"{name}.json").read_bytes())


def _areas(name: str) -> dict:
    return _file(name)["areas"]


@cache
def _outlines() -> dict[tuple[str, frozenset[str]], str]:
    """Outline by region and its members, for every membership the region has had."""
    whole = [{"region": region} | area for region, area in _areas("regions").items()]
    return {
        (area["region"], frozenset(area["members"])): area["d"] for area in whole + _file("regions")["earlier_or_later"]
    }


@cache
def _tiles() -> dict[str, dict[str, list[int]]]:
    tiles: dict[str, dict[str, list[int]]] = {}
    with (HERE / "tiles.csv").open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            tiles.setdefault(row["region"], {})[row["municipality"]] = [int(row["column"]), int(row["row"])]
    return tiles


@cache
def _features() -> dict[str, dict]:
    collection = json.loads((HERE / "municipalities.geojson").read_bytes())
    return {feature["properties"]["municipality"]: feature for feature in collection["features"]}


def _json(value) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
