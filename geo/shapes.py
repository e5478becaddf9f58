"""From official boundaries to a light coverage on an integer grid: pure steps, from GeoSeries by code to the same.

A coverage is a set of areas without gaps or overlaps in which shared borders have identical vertices. Every step
keeps it one.
"""

import geopandas as gpd
import numpy as np
import shapely

RD, WGS84 = "EPSG:28992", "EPSG:4326"
CLEANING_ROUNDS = 10
LESS_THAN_ANY_BEND = 0.5  # [units] the smallest triangle on a grid has an area of 0.5 units², the square of 0.7

# Municipalities that merged between 1-1-2022 and 1-1-2023: old code -> code in the division of 1-1-2023.
MERGED = {"GM0457": "GM0363", "GM0501": "GM1992", "GM0530": "GM1992", "GM0614": "GM1992"}


class CoverageError(ValueError):
    """The boundaries do not form a valid coverage, or not of the expected municipalities."""


def is_coverage(geometry) -> bool:
    """Whether every area is valid by itself and together they have no overlaps and identical shared borders."""
    areas = np.asarray(geometry)
    return bool(shapely.is_valid(areas).all() and shapely.coverage_is_valid(areas))


def check_coverage(areas: gpd.GeoSeries) -> gpd.GeoSeries:
    """The same areas, or CoverageError."""
    if not is_coverage(areas):
        raise CoverageError("de grenzen sluiten niet aan: overlap, kier of ongeldig vlak")
    return areas


def merge_to_division(areas: gpd.GeoSeries, codes) -> gpd.GeoSeries:
    """Merge older municipalities into today's and sort by code; CoverageError unless exactly `codes` remain."""
    today = areas.index.map(lambda code: MERGED.get(code, code))
    merged = areas.groupby(today).agg(lambda parts: shapely.coverage_union_all(parts.values))
    merged = gpd.GeoSeries(merged, crs=areas.crs).sort_index()
    if set(merged.index) != set(codes):
        missing, strange = sorted(set(codes) - set(merged.index)), sorted(set(merged.index) - set(codes))
        raise CoverageError(f"gemeenten komen niet overeen: ontbreekt {missing[:5]}, onbekend {strange[:5]}")
    return merged


def drop_islets(areas: gpd.GeoSeries, minimum: float) -> gpd.GeoSeries:
    """Drop parts smaller than `minimum` [m²] that touch no other part; the biggest part of an area always stays."""
    parts = areas.explode()
    first, second = shapely.STRtree(parts.values).query(parts.values, predicate="intersects")
    is_free = ~np.isin(np.arange(len(parts)), first[first != second])
    is_biggest = parts.area == parts.area.groupby(level=0).transform("max")
    kept = parts[~is_free | (parts.area >= minimum) | is_biggest]
    return gpd.GeoSeries(kept.groupby(level=0).agg(lambda group: shapely.union_all(group.values)), crs=areas.crs)


def simplify(areas: gpd.GeoSeries, tolerance: float) -> gpd.GeoSeries:
    """Simplify shared borders once, for both sides (Visvalingam-Whyatt).

    `tolerance` [m]: a point goes when the triangle with its neighbours is smaller than a square of this side.
    """
    return gpd.GeoSeries(shapely.coverage_simplify(areas.values, tolerance), index=areas.index, crs=areas.crs)


def grid_origin(areas: gpd.GeoSeries, unit: int) -> tuple[int, int]:
    """Top left corner [m] of the drawing grid with cells of `unit` [m]."""
    west, _, _, north = areas.total_bounds
    return int(np.floor(west / unit)) * unit, int(np.ceil(north / unit)) * unit


def quantise(areas: gpd.GeoSeries, origin: tuple[int, int], unit: int) -> gpd.GeoSeries:
    """Drawing coordinates: x to the right, y DOWN, whole units of `unit` [m] from `origin` [m].

    Rounding moves both sides of a border alike, but may pinch a narrow neck. Cleaning and rounding again until nothing
    changes mends that. Points halfway a straight line go.
    """

    def to_grid(metres):
        return np.rint((metres - origin) / (unit, -unit))

    grid = shapely.transform(areas.values, to_grid)
    for _ in range(CLEANING_ROUNDS):
        if is_coverage(grid):
            straight = shapely.coverage_simplify(grid, LESS_THAN_ANY_BEND)
            return gpd.GeoSeries(shapely.orient_polygons(shapely.normalize(straight)), index=areas.index)
        grid = shapely.transform(shapely.coverage_clean(grid), np.rint)
    raise CoverageError(f"op een raster van {unit} m blijven de grenzen niet geldig; kies een andere eenheid")


def to_wgs84(areas: gpd.GeoSeries, origin: tuple[int, int], unit: int, decimals: int = 5) -> gpd.GeoSeries:
    """Drawing units -> longitude and latitude [degrees], rounded, outer rings counterclockwise."""
    metres = gpd.GeoSeries(
        shapely.transform(areas.values, lambda grid: grid * (unit, -unit) + origin), areas.index, crs=RD
    )
    degrees = shapely.transform(metres.to_crs(WGS84).values, lambda point: np.round(point, decimals))
    return gpd.GeoSeries(shapely.orient_polygons(degrees), index=areas.index, crs=WGS84)


def dissolve(areas: gpd.GeoSeries, codes) -> shapely.Geometry:
    """The outline of `codes` together, with exactly the points of their outer borders."""
    union = shapely.coverage_union_all(areas.loc[sorted(codes)].values)
    return shapely.orient_polygons(shapely.normalize(union))


def label_point(area: shapely.Geometry) -> tuple[int, int, int]:
    """(x, y, radius) in whole units: the point of the largest part that lies farthest from its border."""
    largest = max(shapely.get_parts(area), key=shapely.area)
    centre = shapely.transform(shapely.get_point(shapely.maximum_inscribed_circle(largest, tolerance=1), 0), np.rint)
    if not largest.contains(centre):
        centre = largest.representative_point()
    return round(centre.x), round(centre.y), int(largest.boundary.distance(centre))


def svg_path(area: shapely.Geometry) -> str:
    """Compact SVG path of an area on the grid: every ring `M` absolute, then relative `l` steps, then `z`."""
    return "".join(_svg_ring(ring) for part in shapely.get_parts(area) for ring in (part.exterior, *part.interiors))


def _svg_ring(ring) -> str:
    points = shapely.get_coordinates(ring).astype(int)
    steps = np.diff(points, axis=0)[:-1].ravel()
    numbers = "".join(f"{step}" if step < 0 else f" {step}" for step in steps).lstrip()
    return f"M{points[0][0]} {points[0][1]}l{numbers}z"


def shared_borders(areas: gpd.GeoSeries, minimum: float) -> dict[tuple[str, str], float]:
    """Length [units] of the border of every pair of codes, sorted, that share at least `minimum` [units]."""
    first, second = shapely.STRtree(areas.values).query(areas.values, predicate="intersects")
    first, second = first[first < second], second[first < second]
    length = shapely.length(shapely.intersection(areas.values[first], areas.values[second]))
    return dict(
        sorted(
            ((areas.index[a], areas.index[b]), float(shared))
            for a, b, shared in zip(first, second, length, strict=False)
            if shared >= minimum
        )
    )
