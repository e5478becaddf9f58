"""What a map draws: an area for every number, a class and words for every area."""

import json

import pytest
from by_hand import KOPLOPERS, TABLES, YEARS, allocated
from reading import dutch

from charts.areas import area_values
from charts.assets import FILES, FOLDER, layer_url, netherlands_url, shapes_url
from charts.maps import MODES, netherlands_map, result_map, shared_legend
from charts.overview import region_overviews
from charts.remembered import Shared
from charts.scales import MEASURES
from fairshare.inputs import members
from geo.layers import areas_geojson, nl_layer, region_layer, subregion_layer

REAL = [("mra", "ouderen"), ("enschede", "statushouders"), ("parkstad", "mensenhandel")]


def drawn(layer: bytes, kind: str = "areas") -> set[str]:
    """The areas of a layer that have a polygon."""
    return {area["id"] for area in json.loads(layer)[kind] if area["d"].startswith("M")}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("place", KOPLOPERS)
def test_every_area_with_a_number_has_a_polygon(place, year):
    result = allocated(place, year=year)
    codes = tuple(members(TABLES, place, year).index)
    assert codes == result.inputs.codes
    assert drawn(region_layer(place, codes)) == set(area_values(result, ("statushouders",)).ids)
    assert [f["properties"]["municipality"] for f in json.loads(areas_geojson(codes))["features"]] == list(codes)
    if any(result.inputs.subregions):
        parts = area_values(result, ("statushouders",), "deelregios")
        assert drawn(subregion_layer(place, codes)) == set(parts.ids)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("place", KOPLOPERS)
def test_every_area_has_a_tile(place, year):
    codes = tuple(members(TABLES, place, year).index)
    tiles = [area["tile"] for area in json.loads(region_layer(place, codes))["areas"]]
    assert all(tiles)
    assert len({tuple(tile) for tile in tiles}) == len(codes)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(("place", "group"), REAL)
@pytest.mark.parametrize("level", ["gemeenten", "deelregios"])
def test_every_area_of_a_map_has_class_label_and_words(place, group, measure, level):
    result = allocated(place, weights={"inwoners": 5, "tekort_sociale_huur": 5})
    if level == "deelregios" and not any(result.inputs.subregions):
        return
    data = result_map(result, (group,), measure, title="Zin.", height="1px", level=level)
    values = area_values(result, (group,), level)
    assert list(data["areas"]) == list(values.ids)
    assert len(data["colors"]) == len(data["ink"]) == len(data["legend"]["items"])
    for area in data["areas"].values():
        assert -1 <= area["class"] < len(data["colors"])
        assert (area["label"] == "?") == (area["class"] == -1)
        assert area["name"]
        assert area["tip"]
    assert data["legend"]["missing"] == any(area["class"] == -1 for area in data["areas"].values())
    assert [item["color"] for item in data["legend"]["items"]] == data["colors"]
    json.dumps(data, allow_nan=False)


def test_the_labels_are_the_numbers():
    result = allocated("mra", weights={"land": 1})
    data = result_map(result, ("ouderen",), "aantal", title="", height="1px")
    found = [int(dutch(area["label"])) for area in data["areas"].values()]
    assert found == result.numbers[:, result.column("ouderen")].tolist()


def test_a_map_says_in_words_what_it_shows_and_where_the_table_is():
    result = allocated("groningen")
    text = result_map(result, ("statushouders",), "per_1000", title="Deze zin.", height="1px")["description"]
    assert "Deze zin." in text
    assert "tabel" in text
    assert "pijltjestoetsen" in text


def test_a_small_map_is_looked_at_only():
    data = result_map(allocated("groningen"), ("statushouders",), "per_1000", title="", height="1px", is_small=True)
    assert not data["selectable"]
    assert data["legend"] is None
    assert "pijltjestoetsen" not in data["description"]


def test_the_chosen_area_is_marked():
    data = result_map(allocated("groningen"), ("ouderen",), "aantal", title="", height="1px", selected="GM0014")
    assert [code for code, area in data["areas"].items() if area["selected"]] == ["GM0014"]


def test_one_legend_stands_for_all_regions_and_none_for_no_region():
    results = Shared((place, allocated(place)) for place in KOPLOPERS)
    for place in KOPLOPERS:
        alone = shared_legend((results[place],), "statushouders", "per_1000")
        assert alone == shared_legend(tuple(results.values()), "statushouders", "per_1000")
    assert shared_legend(("Dit kan niet.",), "statushouders", "per_1000") == ""


def test_the_country_shows_the_six_regions():
    data = netherlands_map(region_overviews(), "Zin.", "1px")
    assert set(data["areas"]) == set(KOPLOPERS) <= drawn(nl_layer(), "regions")
    assert data["selectable"]


def test_the_forms_of_a_map_have_dutch_names():
    assert list(MODES.values()) == ["Kaart", "Tegels", "3D"]


def test_addresses_stay_within_the_app_and_files_exist():
    for address in (layer_url("mra", 2024), netherlands_url(), shapes_url("mra", 2024)):
        assert address.startswith("/kaartlaag/")
    assert all((FOLDER / name).is_file() for name in FILES)


@pytest.mark.parametrize("name", FILES)
def test_scripts_and_styles_name_no_other_host(name):
    text = (FOLDER / name).read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert "http://" not in text
    assert "https://" not in text
