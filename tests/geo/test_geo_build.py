"""From boundaries to files, on a small made-up country; and the web service, on answers written down."""

import json
from urllib.parse import parse_qs, urlparse

import geopandas as gpd
import numpy as np
import pytest
import shapely
from decoding import decode

from geo import build, pdok, shapes


def _snapshot(folder):
    return {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def files(country, country_tables):
    return build.build(country, build.read_tables(country_tables))


def _areas(files, name):
    return json.loads(files[f"layers/{name}.json"])["areas"]


def test_the_same_boundaries_give_the_same_bytes(country, country_tables, files, tmp_path):
    source = tmp_path / "source.gpkg"
    gpd.GeoDataFrame({"statcode": country.index}, geometry=country.values, crs=shapes.RD).iloc[::-1].to_file(source)
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        assert (
            build.main(["--source", str(source), "--tables", str(country_tables), "--target", str(tmp_path / name)])
            == 0
        )
    first = _snapshot(tmp_path / "first")
    assert first == _snapshot(tmp_path / "second")
    assert {str(name): content.decode() for name, content in first.items()} == files


def test_shared_borders_are_simplified_once_and_stay_shared(files):
    drawn = gpd.GeoSeries({code: decode(area["d"]) for code, area in _areas(files, "municipalities").items()})
    assert shapes.is_coverage(drawn)
    # Corners, the bend of 1.5 km and where it starts, closing point: the wrinkles of 20 m are gone.
    assert len(shapely.get_coordinates(drawn["GM0002"])) == 4 + 2 + 1


def test_an_islet_goes_and_an_island_and_a_lake_stay(files):
    areas = {code: decode(area["d"]) for code, area in _areas(files, "municipalities").items()}
    assert len(areas["GM0001"].geoms) == 2
    assert len(areas["GM0004"].geoms[0].interiors) == 1
    assert areas["GM0004"].area * build.UNIT**2 == 10_000**2 - 2_000**2


def test_a_municipality_of_small_parts_only_keeps_the_biggest():
    small = gpd.GeoSeries(
        {"GM0001": shapely.MultiPolygon([shapely.box(0, 0, 50, 50), shapely.box(200, 0, 260, 60)])}, crs=shapes.RD
    )
    assert shapes.drop_islets(small, build.SMALLEST_ISLET)["GM0001"].equals(shapely.box(200, 0, 260, 60))


def test_a_small_part_that_touches_a_neighbour_stays():
    land = gpd.GeoSeries(
        {
            "GM0001": shapely.MultiPolygon([shapely.box(0, 0, 5_000, 5_000), shapely.box(9_000, 0, 9_100, 100)]),
            "GM0002": shapely.box(9_100, 0, 15_000, 100),
        },
        crs=shapes.RD,
    )
    assert shapes.drop_islets(land, build.SMALLEST_ISLET)["GM0001"].equals(land["GM0001"])


def test_dissolved_layers_follow_the_tables(files):
    assert {name: area["members"] for name, area in _areas(files, "provinces").items()} == {
        "Oost": ["GM0002", "GM0004"],
        "West": ["GM0001", "GM0003"],
    }
    assert {name: area["members"] for name, area in _areas(files, "regions").items()} == {
        "oost": ["GM0002", "GM0003", "GM0004"],
        "west": ["GM0001"],
    }
    assert list(_areas(files, "subregions")) == ["oost"]
    assert list(_areas(files, "subregions")["oost"]) == ["Boven", "Onder", "Zij"]
    (later,) = json.loads(files["layers/regions.json"])["earlier_or_later"]
    assert (later["region"], later["members"]) == ("oost", ["GM0002", "GM0004"])


def test_geojson_is_a_coverage_in_degrees_near_its_place(files, tmp_path):
    (tmp_path / "areas.geojson").write_text(files["municipalities.geojson"])
    frame = gpd.read_file(tmp_path / "areas.geojson")
    assert shapes.is_coverage(frame.geometry)
    assert list(frame["name"]) == ["Eén", "Twee", "Drie", "Vier"]
    # Middle (105000, 455000) [m]: 50 km west and 8 km south of Amersfoort (155000, 463000), at 5.387 E, 52.155 N;
    # at this latitude a degree is 68.6 km wide and 111.3 km high.
    longitude, latitude = frame.set_index("municipality").loc["GM0003", ["label_lon", "label_lat"]]
    assert (longitude, latitude) == (
        pytest.approx(5.387 - 50 / 68.6, abs=0.01),
        pytest.approx(52.155 - 8 / 111.3, abs=0.01),
    )


def test_paths_are_relative_and_as_short_as_can_be():
    area = shapely.Polygon([(12, 34), (15, 30), (20, 36), (20, 40)])
    assert shapes.svg_path(area) == "M12 34l3-4 5 6 0 4z"


def test_a_neck_that_rounding_pinches_gives_two_valid_parts():
    """Two squares of 100 m joined by a neck of 4 m: on a grid of 20 m the neck closes."""
    neck = shapely.union_all([shapely.box(0, 0, 100, 100), shapely.box(90, 42, 210, 46), shapely.box(200, 0, 300, 100)])
    areas = gpd.GeoSeries({"GM0001": neck}, crs=shapes.RD)
    drawn = shapes.quantise(areas, shapes.grid_origin(areas, 20), 20)
    assert shapes.is_coverage(drawn)
    assert drawn["GM0001"].area == 2 * 5 * 5


def test_old_municipalities_merge_to_the_division_of_the_tables():
    """Weesp (GM0457) is part of Amsterdam (GM0363) from 24-3-2022."""
    old = gpd.GeoSeries(
        {"GM0363": shapely.box(0, 0, 9_000, 9_000), "GM0457": shapely.box(9_000, 0, 12_000, 9_000)}, crs=shapes.RD
    )
    assert shapes.merge_to_division(old, ["GM0363"])["GM0363"].equals(shapely.box(0, 0, 12_000, 9_000))


def test_overlap_and_missing_municipalities_are_refused(country, country_tables, tmp_path, capsys):
    overlapping = country.copy()
    overlapping["GM0002"] = country["GM0002"].buffer(50)
    with pytest.raises(shapes.CoverageError, match="sluiten niet aan"):
        shapes.check_coverage(overlapping)
    source = tmp_path / "three.gpkg"
    gpd.GeoDataFrame({"gm_code": country.index[:3]}, geometry=country.values[:3], crs=shapes.RD).to_file(source)
    assert build.main(["--source", str(source), "--tables", str(country_tables), "--target", str(tmp_path)]) == 2
    assert "GM0004" in capsys.readouterr().err
    assert not (tmp_path / "layers").exists()


class Service:
    """PDOK as it answers: GeoJSON features `startIndex` to `startIndex + count`."""

    def __init__(self, areas: gpd.GeoSeries):
        self.features = [
            {
                "type": "Feature",
                "id": f"gemeente_gegeneraliseerd.{number}",
                "properties": {
                    "id": number,
                    "statcode": code,
                    "jrstatcode": f"2023{code}",
                    "statnaam": code,
                    "rubriek": "gemeente",
                },
                "geometry": json.loads(shapely.to_geojson(area)),
            }
            for number, (code, area) in enumerate(areas.items(), 1)
        ]
        self.urls: list[str] = []

    def __call__(self, url: str) -> bytes:
        self.urls.append(url)
        query = parse_qs(urlparse(url).query)
        start, count = int(query["startIndex"][0]), int(query["count"][0])
        return json.dumps(
            {
                "type": "FeatureCollection",
                "name": "gemeente_gegeneraliseerd",
                "features": self.features[start : start + count],
            }
        ).encode()


@pytest.mark.parametrize(("size", "pages"), [(500, 1), (3, 2), (2, 3)])
def test_refresh_fetches_page_after_page_until_one_is_not_full(country, size, pages):
    service = Service(country)
    areas = pdok.fetch_municipalities(2023, service, size)
    assert len(service.urls) == pages
    assert list(areas.index) == list(country.index)
    assert np.all(shapely.equals(areas.values, country.values))


def test_the_address_asks_for_generalised_municipalities_in_rd_metres():
    url = pdok.page_url(2023, 500, 500)
    assert url.startswith(
        "https://service.pdok.nl/cbs/gebiedsindelingen/2023/wfs/v1_0?service=WFS&version=2.0.0&request=GetFeature"
    )
    query = parse_qs(urlparse(url).query)
    assert query["typeNames"] == ["gebiedsindelingen:gemeente_gegeneraliseerd"]
    assert (query["srsName"], query["outputFormat"]) == (["EPSG:28992"], ["application/json"])


def test_refresh_makes_the_same_files_as_a_download(country, country_tables, files, tmp_path):
    target = tmp_path / "target"
    target.mkdir()
    assert build.main(["--refresh", "--tables", str(country_tables), "--target", str(target)], Service(country)) == 0
    assert {str(name): content.decode() for name, content in _snapshot(target).items()} == files


def _unreachable(url: str) -> bytes:
    raise pdok.PdokError("PDOK is niet bereikbaar (geen netwerk)")


@pytest.mark.parametrize(
    ("fetch", "words"),
    [
        (_unreachable, "niet bereikbaar"),
        (lambda url: b"<html>storing</html>", "geen GeoJSON"),
        (lambda url: b'{"features": []}', "geen of dubbele gemeentecodes"),
    ],
)
def test_without_boundaries_refresh_ends_with_2_and_one_line_and_changes_nothing(
    fetch, words, country_tables, files, tmp_path, capsys
):
    target = tmp_path / "target"
    target.mkdir()
    build.write(files, target)
    before = _snapshot(target)
    assert build.main(["--refresh", "--tables", str(country_tables), "--target", str(target)], fetch) == 2
    assert _snapshot(target) == before
    error = capsys.readouterr().err
    assert words in error and error.endswith("er is niets gewijzigd\n") and error.count("\n") == 1


def test_download_says_that_the_service_cannot_be_reached(monkeypatch):
    def broken(url, timeout):
        raise OSError("Name or service not known")

    monkeypatch.setattr(pdok, "urlopen", broken)
    with pytest.raises(pdok.PdokError, match="niet bereikbaar"):
        pdok.download("https://example.invalid")


def test_no_file_names_the_machine_it_was_made_on(files):
    committed = [
        file.read_text(encoding="utf-8")
        for file in build.HERE.rglob("*.*")
        if file.suffix in {".py", ".json", ".geojson", ".csv", ".md"}
    ]
    assert not any("/work/" in text or "/home/" in text for text in committed + list(files.values()))
