"""The files of the geo room as shapes again, and a small made-up country to build from."""

import csv
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from decoding import decode, read_layer
from shapely import Polygon

from geo import build


@pytest.fixture(scope="session")
def tables() -> build.Tables:
    """What the project's own tables say."""
    return build.read_tables(build.TABLES)


@pytest.fixture(scope="session")
def municipalities() -> gpd.GeoSeries:
    """The committed municipalities in drawing units, decoded from their paths."""
    areas = read_layer("municipalities")["areas"]
    return gpd.GeoSeries({code: decode(area["d"]) for code, area in areas.items()})


@pytest.fixture
def country() -> gpd.GeoSeries:
    """Four municipalities [RD, m] around one point: one with islet and island, one with a lake, a wrinkled border."""
    middle, north, south = (110_000, 460_000), (110_000, 470_000), (110_000, 450_000)
    west, east = (100_000, 460_000), (120_000, 460_000)
    wrinkle = [(110_010, 461_000), (109_990, 462_000), (110_005, 463_000), (111_500, 466_000)]  # from middle to north
    lake = [(113_000, 453_000), (115_000, 453_000), (115_000, 455_000), (113_000, 455_000)]
    return gpd.GeoSeries(
        {
            "GM0001": shapely.MultiPolygon(
                [
                    Polygon([west, middle, *wrinkle, north, (100_000, 470_000)]),
                    shapely.box(97_000, 465_000, 97_100, 465_100),
                    shapely.box(97_000, 468_000, 98_000, 469_000),
                ]
            ),
            "GM0002": Polygon([middle, east, (120_000, 470_000), north, *wrinkle[::-1]]),
            "GM0003": Polygon([west, (100_000, 450_000), south, middle]),
            "GM0004": Polygon([middle, south, (120_000, 450_000), east], [lake]),
        },
        crs="EPSG:28992",
    )


@pytest.fixture
def country_tables(tmp_path) -> Path:
    """Tables for `country`: two provinces; region `oost` in two parts, one member until 2024."""
    folder = tmp_path / "tables"
    folder.mkdir()
    _write_csv(
        folder / "gemeenten.csv",
        ["municipality,name,province", "GM0001,Eén,West", "GM0002,Twee,Oost", "GM0003,Drie,West", "GM0004,Vier,Oost"],
    )
    _write_csv(
        folder / "regio_gemeenten.csv",
        [
            "region,municipality,subregion,from_year,until_year",
            "oost,GM0002,Boven,,",
            "oost,GM0004,Onder,,",
            "oost,GM0003,Zij,,2024",
            "west,GM0001,,,",
        ],
    )
    return folder


def _write_csv(file: Path, lines: list[str]) -> None:
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows(line.split(",") for line in lines)
