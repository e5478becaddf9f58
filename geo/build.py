"""Make every file of this room from the official boundaries.

python -m geo.build --source FILE.gpkg   from a downloaded file
python -m geo.build --refresh            from the PDOK web service; without a connection nothing changes
"""

import argparse
import csv
import json
import os
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np

from geo import pdok, shapes, tiles

HERE = Path(__file__).parent
TABLES = HERE.parent / "data"

SOURCE = "CBS/Kadaster, gemeentegrenzen 1-1-2023 (gegeneraliseerd), CC BY 4.0"
DIVISION = "1-1-2023"
DIVISION_YEAR = 2023
UNIT = 20  # [m] one drawing unit
TOLERANCE = 75  # [m] bends smaller than a square of this side disappear
SMALLEST_ISLET = 100_000  # [m²] loose parts below this disappear
SHORTEST_BORDER = 100  # [m] municipalities that share less are no neighbours
OPEN_END = 9999  # until_year of a membership that still holds


@dataclass(frozen=True)
class Membership:
    """A municipality in a region, and in a part of it, from one year through another."""

    region: str
    municipality: str
    subregion: str
    from_year: int
    until_year: int


@dataclass(frozen=True)
class Tables:
    """What the project's own tables say about the municipalities: name and province by code, and the regions."""

    names: dict[str, str]
    provinces: dict[str, str]
    memberships: tuple[Membership, ...]


def read_tables(folder: Path) -> Tables:
    """Names, provinces and memberships from gemeenten.csv and regio_gemeenten.csv in `folder`."""
    municipalities, members = _read_csv(folder / "gemeenten.csv"), _read_csv(folder / "regio_gemeenten.csv")
    return Tables(
        names={row["municipality"]: row["name"] for row in municipalities},
        provinces={row["municipality"]: row["province"] for row in municipalities},
        memberships=tuple(
            Membership(
                row["region"],
                row["municipality"],
                row["subregion"].strip(),
                int(row["from_year"] or 0),
                int(row["until_year"] or OPEN_END),
            )
            for row in members
        ),
    )


def read_boundaries(file: Path) -> gpd.GeoSeries:
    """Boundaries [RD, m] by municipality code from a file with a column `gm_code` or `statcode`."""
    frame = gpd.read_file(file).to_crs(shapes.RD)
    code = "gm_code" if "gm_code" in frame else "statcode"
    return gpd.GeoSeries(frame.geometry.values, index=frame[code].tolist(), crs=shapes.RD).sort_index()


def build(boundaries: gpd.GeoSeries, tables: Tables) -> dict[str, str]:
    """Everything this room holds: file name -> content. The same input gives the same bytes."""
    official = shapes.merge_to_division(shapes.check_coverage(boundaries), tables.names)
    light = shapes.simplify(shapes.drop_islets(official, SMALLEST_ISLET), TOLERANCE)
    origin = shapes.grid_origin(light, UNIT)
    areas = shapes.quantise(light, origin, UNIT)
    members, provinces = region_members(tables.memberships), _group(tables.provinces)

    def layer(content: dict, **more) -> str:
        header = {"source": SOURCE, "division": DIVISION, "crs": shapes.RD, "unit_m": UNIT, "origin": origin}
        return _json(header | more, content)

    def outline(codes) -> dict:
        return drawn(shapes.dissolve(areas, codes)) | {"members": sorted(codes)}

    return {
        "layers/municipalities.json": layer({code: drawn(area) for code, area in areas.items()}),
        "layers/subregions.json": layer(
            {
                region: {name: outline(codes) for name, codes in parts.items()}
                for region, parts in subregion_members(tables.memberships).items()
            }
        ),
        "layers/regions.json": layer(
            {region: outline(codes) for region, codes in members.items()},
            earlier_or_later=[
                {"region": region, "members": list(codes), "d": shapes.svg_path(shapes.dissolve(areas, codes))}
                for region, codes in partial_memberships(tables.memberships)
            ],
        ),
        "layers/provinces.json": layer({name: outline(codes) for name, codes in provinces.items()}),
        "layers/land.json": layer({"nl": drawn(shapes.dissolve(areas, areas.index))}),
        "municipalities.geojson": geojson(areas, tables.names, origin),
        "tiles.csv": tiles_csv(areas, members),
    }


def drawn(area) -> dict:
    """How an area is drawn: path, label point, box and the radius of the free circle around the label, in units."""
    x, y, radius = shapes.label_point(area)
    return {"d": shapes.svg_path(area), "label": [x, y], "box": [int(side) for side in area.bounds], "radius": radius}


def region_members(memberships) -> dict[str, list[str]]:
    """Region -> the codes of everyone who is a member in any year."""
    return _group({(row.region, row.municipality): row.region for row in memberships}, name=lambda key: key[1])


def subregion_members(memberships) -> dict[str, dict[str, list[str]]]:
    """Region -> part of it -> codes; only regions that are divided in parts."""
    divided = defaultdict(lambda: defaultdict(set))
    for row in memberships:
        if row.subregion:
            divided[row.region][row.subregion].add(row.municipality)
    return {
        region: {name: sorted(codes) for name, codes in sorted(parts.items())}
        for region, parts in sorted(divided.items())
    }


def partial_memberships(memberships) -> list[tuple[str, tuple[str, ...]]]:
    """Regions as they were in years when not every member took part: (region, codes)."""
    everyone = {region: tuple(codes) for region, codes in region_members(memberships).items()}
    found = set()
    for year in {year for row in memberships for year in (row.from_year, row.until_year + 1)}:
        active = region_members(row for row in memberships if row.from_year <= year <= row.until_year)
        found |= {(region, tuple(codes)) for region, codes in active.items() if tuple(codes) != everyone[region]}
    return sorted(found)


def geojson(areas: gpd.GeoSeries, names: dict[str, str], origin: tuple[int, int]) -> str:
    """The municipalities as GeoJSON [degrees], one feature per line, still a valid coverage after rounding."""
    degrees = shapes.check_coverage(shapes.to_wgs84(areas, origin, UNIT))
    labels = gpd.GeoSeries.from_xy(*np.array([shapes.label_point(area)[:2] for area in areas]).T, index=areas.index)
    labels = shapes.to_wgs84(labels, origin, UNIT)
    features = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {
                    "municipality": code,
                    "name": names[code],
                    "label_lon": labels[code].x,
                    "label_lat": labels[code].y,
                },
                "geometry": area.__geo_interface__,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for code, area in degrees.items()
    ]
    header = json.dumps({"type": "FeatureCollection", "source": SOURCE}, ensure_ascii=False, separators=(",", ":"))
    return header[:-1] + ',"features":[\n' + ",\n".join(features) + "\n]}\n"


def tiles_csv(areas: gpd.GeoSeries, members: dict[str, list[str]]) -> str:
    """The tile layout of every region: region,municipality,column,row."""
    lines = ["region,municipality,column,row"]
    for region, codes in members.items():
        own = areas.loc[codes]
        points = np.array([shapes.label_point(area)[:2] for area in own], dtype=float)
        borders = {
            (codes.index(a), codes.index(b)): length
            for (a, b), length in shapes.shared_borders(own, SHORTEST_BORDER / UNIT).items()
        }
        lines += [
            f"{region},{code},{column},{row}"
            for code, (column, row) in zip(codes, tiles.layout(points, borders), strict=False)
        ]
    return "\n".join(lines) + "\n"


def write(files: dict[str, str], target: Path) -> None:
    """Write all files next to their place first, then put them in place one by one."""
    with tempfile.TemporaryDirectory(dir=target, prefix=".build-") as folder:
        for name, content in files.items():
            draft = Path(folder, name)
            draft.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(content, encoding="utf-8", newline="\n")
        for name in files:
            Path(target, name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(Path(folder, name), Path(target, name))


def main(arguments: list[str] | None = None, fetch=pdok.download) -> int:
    """0 when built, 2 when the boundaries could not be had or are not right: then nothing has changed."""
    parser = argparse.ArgumentParser(
        prog="python -m geo.build", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    origin = parser.add_mutually_exclusive_group(required=True)
    origin.add_argument("--source", type=Path, metavar="FILE", help="municipal boundaries, any format geopandas reads")
    origin.add_argument("--refresh", action="store_true", help="fetch the boundaries from PDOK")
    parser.add_argument("--tables", type=Path, default=TABLES, help="folder with gemeenten.csv and regio_gemeenten.csv")
    parser.add_argument("--target", type=Path, default=HERE, help="folder to write to")
    options = parser.parse_args(arguments)
    try:
        boundaries = (
            pdok.fetch_municipalities(DIVISION_YEAR, fetch) if options.refresh else read_boundaries(options.source)
        )
        files = build(boundaries, read_tables(options.tables))
    except (pdok.PdokError, shapes.CoverageError, OSError) as error:
        print(f"{error}; er is niets gewijzigd", file=sys.stderr)
        return 2
    write(files, options.target)
    return 0


def _group(values: dict, name=lambda key: key) -> dict[str, list[str]]:
    """Turn key -> group around: group -> sorted names of its keys."""
    groups = defaultdict(list)
    for key, group in values.items():
        groups[group].append(name(key))
    return {group: sorted(groups[group]) for group in sorted(groups)}


def _json(header: dict, areas: dict) -> str:
    """Compact JSON with one area per line, so that a difference between versions can be read."""

    def compact(value):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    lines = ",\n".join(f"{compact(name)}:{compact(area)}" for name, area in areas.items())
    return compact(header)[:-1] + ',"areas":{\n' + lines + "\n}}\n"


def _read_csv(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


if __name__ == "__main__":
    sys.exit(main())
