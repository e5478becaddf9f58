"""The committed files: complete, valid, consistent with the tables and with each other, and small."""

import csv
import json
import os

import geopandas as gpd
import numpy as np
import pytest
import shapely
from decoding import HERE, decode, read_layer

from geo import build, shapes

LAYERS = ["municipalities", "subregions", "regions", "provinces", "land"]


@pytest.fixture(scope="module")
def geojson() -> gpd.GeoDataFrame:
    return gpd.read_file(HERE / "municipalities.geojson").set_index("municipality")


def test_every_municipality_of_the_tables_is_drawn_and_no_other(tables, municipalities, geojson):
    assert list(municipalities.index) == sorted(tables.names) == list(geojson.index)
    assert len(municipalities) == 342
    assert geojson["name"].to_dict() == tables.names


def test_drawn_municipalities_leave_no_gaps_and_do_not_overlap(municipalities):
    assert shapes.is_coverage(municipalities)


def test_geojson_municipalities_leave_no_gaps_and_do_not_overlap(geojson):
    assert geojson.crs == shapes.WGS84
    assert shapes.is_coverage(geojson.geometry)


def test_a_hole_between_municipalities_is_open_water_and_not_a_crack(municipalities):
    """The smallest is a creek between Dordrecht and Moerdijk, 59 ha; the enclaves of Baarle lie in one municipality."""
    land = shapely.get_parts(shapely.coverage_union_all(municipalities.values))
    holes = [shapely.Polygon(ring) for part in land for ring in part.interiors]
    between = [hole for hole in holes if municipalities.intersects(hole).sum() > 1]
    assert len(between) > 10
    assert min(hole.area for hole in between) * build.UNIT**2 > 500_000


def test_geojson_and_paths_are_the_same_shapes(municipalities, geojson):
    layer = read_layer("municipalities")
    degrees = shapes.to_wgs84(municipalities, layer["origin"], layer["unit_m"])
    assert shapely.equals(shapely.normalize(degrees.values), shapely.normalize(geojson.geometry.values)).all()


def test_areas_are_about_as_large_as_the_land_in_the_tables(municipalities):
    """CBS land [km²] excludes water inside the borders, so an area is hardly smaller and in total somewhat larger."""
    with (build.TABLES / "gemeenten.csv").open(encoding="utf-8") as text:
        land = {row["municipality"]: float(row["land"]) for row in csv.DictReader(text)}
    drawn = municipalities.area * (build.UNIT / 1000) ** 2
    ratio = drawn / drawn.index.map(land)
    assert ratio.min() > 0.9
    assert 1.0 < drawn.sum() / sum(land.values()) < 1.15
    assert 1.0 <= ratio.median() < 1.06


@pytest.mark.parametrize("name", LAYERS)
def test_layers_share_one_header(name):
    layer = read_layer(name)
    assert layer["source"] == build.SOURCE
    assert (layer["division"], layer["crs"], layer["unit_m"]) == (build.DIVISION, "EPSG:28992", build.UNIT)
    assert layer["origin"] == read_layer("municipalities")["origin"]


@pytest.mark.parametrize("name", LAYERS)
def test_labels_lie_inside_and_boxes_and_circles_fit(name):
    areas = read_layer(name)["areas"]
    if name == "subregions":
        areas = {(region, part): area for region, parts in areas.items() for part, area in parts.items()}
    for key, area in areas.items():
        shape, label = decode(area["d"]), shapely.Point(area["label"])
        assert shape.contains(label), key
        assert list(shape.bounds) == area["box"], key
        assert 0 < area["radius"] <= shape.boundary.distance(label), key


def test_geojson_labels_lie_inside(geojson):
    assert shapely.contains_xy(geojson.geometry.values, geojson.label_lon, geojson.label_lat).all()


def test_no_municipality_lost_the_place_for_its_label(municipalities):
    """Only a sliver would have a free circle with a radius under 500 m."""
    radius = [area["radius"] for area in read_layer("municipalities")["areas"].values()]
    assert min(radius) * build.UNIT > 500


def test_dissolved_areas_are_the_union_of_their_members(tables, municipalities):
    regions, provinces, subregions = (read_layer(name)["areas"] for name in ("regions", "provinces", "subregions"))
    assert {key: area["members"] for key, area in regions.items()} == build.region_members(tables.memberships)
    assert {
        key: {name: area["members"] for name, area in parts.items()} for key, parts in subregions.items()
    } == build.subregion_members(tables.memberships)
    assert sorted(code for area in provinces.values() for code in area["members"]) == sorted(tables.provinces)
    parts = [area for region in subregions.values() for area in region.values()]
    for area in [*regions.values(), *provinces.values(), *parts, *read_layer("regions")["earlier_or_later"]]:
        union = shapely.union_all(municipalities.loc[area["members"]].values)
        assert decode(area["d"]).equals(union)


def test_land_is_the_union_of_everything(municipalities):
    assert decode(read_layer("land")["areas"]["nl"]["d"]).equals(shapely.union_all(municipalities.values))


def test_six_regions_of_82_municipalities_are_there(tables):
    members = build.region_members(tables.memberships)
    assert sorted(members) == ["arnhem-nijmegen", "enschede", "groningen", "haaglanden", "mra", "parkstad"]
    assert len({code for codes in members.values() for code in codes}) == 82
    assert "Montferland" in read_layer("subregions")["areas"]["arnhem-nijmegen"]


def test_files_are_small(tables):
    areas = read_layer("municipalities")["areas"]
    koplopers = {row.municipality for row in tables.memberships}
    size = {name: os.path.getsize(HERE / "layers" / f"{name}.json") for name in LAYERS}
    assert size["municipalities"] < 300_000
    assert sum(size.values()) < 500_000
    assert sum(len(json.dumps(areas[code])) for code in koplopers) < 100_000
    assert os.path.getsize(HERE / "municipalities.geojson") < 1_000_000


def test_no_islet_is_smaller_than_promised(municipalities):
    """Loose parts are at least 0.1 km²; simplifying may take a tenth off."""
    parts = municipalities.explode()
    first, second = shapely.STRtree(parts.values).query(parts.values, predicate="intersects")
    is_free = ~np.isin(np.arange(len(parts)), first[first != second])
    assert (parts[is_free].area * build.UNIT**2).min() > 0.9 * build.SMALLEST_ISLET
