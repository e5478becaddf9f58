"""What the browser fetches: complete, in the order asked for, small, and clear about what is not on the map."""

import json
import subprocess
import sys
from collections import Counter

import pytest
from decoding import decode, read_layer

from geo import build, layers

REGIONS = ["arnhem-nijmegen", "enschede", "groningen", "haaglanden", "mra", "parkstad"]


@pytest.fixture(scope="module")
def members(tables) -> dict[str, list[str]]:
    return build.region_members(tables.memberships)


@pytest.mark.parametrize("region", REGIONS)
def test_a_region_comes_with_tiles_parts_outline_and_surroundings(region, members):
    layer = json.loads(layers.region_layer(region, tuple(members[region])))
    assert list(layer) == ["key", "source", "unit_m", "view", "tile_view", "areas", "subregions", "outline", "context"]
    assert [area["id"] for area in layer["areas"]] == members[region]
    assert all(area["tile"] for area in layer["areas"])
    assert layer["outline"] == read_layer("regions")["areas"][region]["d"]
    assert [part["id"] for part in layer["subregions"]] == list(read_layer("subregions")["areas"].get(region, {}))
    assert layer["context"] and not {area["id"] for area in layer["context"]} & set(members[region])


@pytest.mark.parametrize("region", REGIONS)
def test_every_area_and_tile_fits_in_the_view(region, members):
    layer = json.loads(layers.region_layer(region, tuple(members[region])))
    x, y, width, height = layer["view"]
    column, row, columns, rows = layer["tile_view"]
    for area in layer["areas"]:
        west, north, east, south = decode(area["d"]).bounds
        assert x < west and y < north and east < x + width and south < y + height
        assert column < area["tile"][0] and area["tile"][0] + 1 < column + columns
        assert row < area["tile"][1] and area["tile"][1] + 1 < row + rows


@pytest.mark.parametrize("region", REGIONS)
def test_every_neighbour_outside_the_region_is_drawn_as_context(region, members, municipalities):
    layer = json.loads(layers.region_layer(region, tuple(members[region])))
    outline = decode(layer["outline"])
    neighbours = {code for code, area in municipalities.items() if area.intersects(outline)} - set(members[region])
    assert neighbours <= {area["id"] for area in layer["context"]}


def test_areas_keep_the_order_asked_for(members):
    backwards = tuple(reversed(members["parkstad"]))
    assert tuple(area["id"] for area in json.loads(layers.region_layer("parkstad", backwards))["areas"]) == backwards


def test_a_region_in_a_year_with_fewer_members_has_its_own_outline_and_parts(members, municipalities):
    """Montferland (GM1955) takes part until 2024."""
    codes = tuple(code for code in members["arnhem-nijmegen"] if code != "GM1955")
    layer = json.loads(layers.region_layer("arnhem-nijmegen", codes))
    assert decode(layer["outline"]).equals(municipalities.loc[list(codes)].union_all())
    assert [part["id"] for part in layer["subregions"]] == ["Arnhem e.o.", "Nijmegen e.o."]
    assert "GM1955" in {area["id"] for area in layer["context"]}


def test_a_region_people_put_together_has_tiles_and_no_outline_or_parts(members):
    layer = json.loads(layers.region_layer("eigen", ("GM0344", "GM0321", "GM0363")))
    assert (layer["outline"], layer["subregions"]) == ("", [])
    assert len({tuple(area["tile"]) for area in layer["areas"]}) == 3
    assert json.loads(layers.region_layer("mra", tuple(members["mra"][:5])))["outline"] == ""


def test_the_whole_country_is_a_region_without_surroundings(tables):
    layer = json.loads(layers.region_layer("nl", tuple(tables.names)))
    assert len(layer["areas"]) == 342
    assert layer["context"] == []


def test_the_start_map_has_land_provinces_and_six_regions():
    layer = json.loads(layers.nl_layer())
    assert (len(layer["provinces"]), [region["id"] for region in layer["regions"]]) == (12, REGIONS)
    assert all(
        decode(region["d"]).contains_properly(decode(region["d"]).representative_point()) for region in layer["regions"]
    )
    assert layer["source"] == build.SOURCE


def test_parts_of_a_region_are_areas_of_their_own(members):
    layer = json.loads(layers.subregion_layer("mra"))
    assert [area["id"] for area in layer["areas"]] == list(read_layer("subregions")["areas"]["mra"])
    assert len(layer["areas"]) == 7
    assert not {area["id"] for area in layer["context"]} & set(members["mra"])


def test_parts_follow_the_members_of_a_year(members):
    codes = tuple(code for code in members["arnhem-nijmegen"] if code != "GM1955")
    layer = json.loads(layers.subregion_layer("arnhem-nijmegen", codes))
    assert [area["id"] for area in layer["areas"]] == ["Arnhem e.o.", "Nijmegen e.o."]
    assert layer["outline"] == json.loads(layers.region_layer("arnhem-nijmegen", codes))["outline"] != ""
    assert "Montferland" in [area["id"] for area in json.loads(layers.subregion_layer("arnhem-nijmegen"))["areas"]]


def test_layers_are_small(members, tables):
    assert max(len(layers.region_layer(region, tuple(members[region]))) for region in REGIONS) < 100_000
    assert len(layers.nl_layer()) < 150_000
    assert len(layers.region_layer("nl", tuple(tables.names))) < 300_000


def test_geojson_of_a_choice_holds_exactly_that_choice_in_order():
    collection = json.loads(layers.areas_geojson(("GM0363", "GM0014")))
    assert [feature["properties"]["name"] for feature in collection["features"]] == ["Amsterdam", "Groningen"]


def test_tiles_and_paths_cover_the_same_municipalities(members):
    for region, codes in members.items():
        assert Counter(layers._tiles()[region].keys()) == Counter(codes)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: layers.region_layer("mra", ("GM9999",)), "GM9999"),
        (lambda: layers.region_layer("mra", ()), "Kies ten minste één gemeente"),
        (lambda: layers.region_layer("mra", ("GM0363", "GM0363")), "elke gemeente één keer"),
        (lambda: layers.subregion_layer("nergens"), "staat niet op de kaart"),
        (lambda: layers.subregion_layer("parkstad"), "geen deelregio's"),
        (lambda: layers.areas_geojson(("GM9999",)), "GM9999"),
    ],
)
def test_what_is_not_on_the_map_is_said_in_dutch(call, words):
    with pytest.raises(layers.GeoError, match=words):
        call()


def test_version_is_stable_and_changes_with_a_file(tmp_path, monkeypatch):
    version = layers.layers_version()
    assert version == layers.layers_version.__wrapped__()
    for name in [f"layers/{name}.json" for name in layers.FILES] + ["municipalities.geojson", "tiles.csv"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((layers.HERE / name).read_bytes())
    monkeypatch.setattr(layers, "HERE", tmp_path)
    assert layers.layers_version.__wrapped__() == version
    (tmp_path / "tiles.csv").write_text("region,municipality,column,row\n")
    assert layers.layers_version.__wrapped__() != version


def test_a_layer_is_made_once(members):
    codes = tuple(members["parkstad"])
    assert layers.region_layer("parkstad", codes) is layers.region_layer("parkstad", codes)
    assert layers.nl_layer() is layers.nl_layer()


def test_serving_layers_loads_no_geometry_library():
    script = (
        "import sys, geo.layers as l; l.nl_layer(); "
        "sys.exit(bool({'geopandas', 'shapely', 'numpy', 'pandas'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=layers.HERE.parent, check=False).returncode == 0
