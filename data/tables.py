"""Read the csv tables of this folder, check them once, and hand them out as typed frames.

Every figure carries its unit, year, source and status: a column of `municipalities` in `sources`, the other figures in
their own row. Missing is NA, never 0.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

DATA = Path(__file__).parent
DATA_EDITION = "2026-11"  # year and month in which the figures were last looked at
FIRST_ROW = 2  # of the values in a file; the header is line 1
FIRST_FIGURE = 3  # column of gemeenten.csv, after municipality, name and province

FILES = {
    "municipalities": "gemeenten.csv",
    "remarks": "kanttekeningen.csv",
    "divisions": "indelingen.csv",
    "regions": "regios.csv",
    "region_municipalities": "regio_gemeenten.csv",
    "region_profiles": "regio_profielen.csv",
    "groups": "aandachtsgroepen.csv",
    "national_figures": "landelijke_cijfers.csv",
    "regional_figures": "opgaven.csv",
    "criteria": "maatstaven.csv",
    "presets": "voorkeuren.csv",
    "existing_supply": "bestaand_aanbod.csv",
    "cases": "toetsgevallen.csv",
    "sources": "bronnen.csv",
}

# (table, column) -> the table whose first column must hold the value.
REFERENCES = {
    ("remarks", "municipality"): "municipalities",
    ("divisions", "municipality"): "municipalities",
    ("region_municipalities", "region"): "regions",
    ("region_municipalities", "municipality"): "municipalities",
    ("region_profiles", "region"): "regions",
    ("groups", "part_of"): "groups",
    ("national_figures", "group"): "groups",
    ("regional_figures", "region"): "regions",
    ("regional_figures", "group"): "groups",
    ("presets", "criterion"): "criteria",
    ("existing_supply", "municipality"): "municipalities",
    ("existing_supply", "group"): "groups",
    ("cases", "municipality"): "municipalities",
}

# Names that are no column of gemeenten.csv: inhabitants come per year, existing supply has its own table.
STEMS = {"inwoners", "bestaand_aanbod"}


class DataError(Exception):
    """A table is missing or wrong. The message is one Dutch line that names file, row and column."""


@dataclass(frozen=True, eq=False)
class Tables:
    """All tables, checked. Shared by everyone in the process: copy a frame before changing it."""

    municipalities: pd.DataFrame
    """342 rows, index = municipality code (GM0014), sorted; units and years of the columns in `sources`."""
    remarks: pd.DataFrame
    """Doubts about one cell of `municipalities`: municipality, column, note."""
    divisions: pd.DataFrame
    """Official areas, one row per municipality and division."""
    regions: pd.DataFrame
    """The six koploper regions; `woondeal_homes` [homes 2022-2030], NA where unknown."""
    region_municipalities: pd.DataFrame
    """Members with subregion; `from_year` and `until_year` inclusive, NA = no limit."""
    region_profiles: pd.DataFrame
    """Sentences per region and topic, in `order`; status bekend or onbekend."""
    groups: pd.DataFrame
    """Target groups; only groups with the same `unit` may be added up."""
    national_figures: pd.DataFrame
    """`value` in `unit` for the Netherlands; role primary, low, high (scaled to a region) or other (shown only)."""
    regional_figures: pd.DataFrame
    """`value` in `unit` for one region; a primary one replaces the scaled national figure."""
    criteria: pd.DataFrame
    """What can carry weight: proportional to `quantity`, or the gap `norm` * `base` - `quantity` [unit]."""
    presets: pd.DataFrame
    """Ready-made weights [0 to 10], one row per preset and criterion."""
    existing_supply: pd.DataFrame
    """What municipalities already offer per group; empty until regions bring their own figures."""
    cases: pd.DataFrame
    """Published allocations [persons or places]; `strict` ones follow from inhabitants alone."""
    sources: pd.DataFrame
    """One row per figure column: unit, year, status, source, definition, gaps."""
    version: str
    """Edition and content, for example 2026-11.ab12cd34ef."""


@cache
def load_tables(folder: Path = DATA) -> Tables:
    """All tables of `folder`, read and checked once per process. Raises DataError when a table is missing or wrong."""
    raw = {name: _read(folder / file) for name, file in FILES.items()}
    checked = {name: _checked(name, frame) for name, frame in raw.items()}
    _check_references(checked)
    _check_figures(checked)
    checked["municipalities"] = checked["municipalities"].set_index("municipality").sort_index()
    checked["cases"]["strict"] = checked["cases"]["strict"] == "true"
    return Tables(**checked, version=f"{DATA_EDITION}.{_content_hash(folder)}")


def _read(path: Path) -> pd.DataFrame:
    """A csv as text; only an empty cell is missing."""
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8")
    except FileNotFoundError:
        raise DataError(f"{path.name}: dit bestand ontbreekt.") from None
    except (ValueError, pd.errors.ParserError) as error:
        raise DataError(f"{path.name}: dit bestand is niet te lezen als csv ({str(error).strip()}).") from error


def _checked(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its proper types. Raises DataError for the first thing that is wrong."""
    from pandera.errors import SchemaErrors

    from data.schemas import SCHEMAS

    try:
        return SCHEMAS[name].validate(frame, lazy=True)
    except SchemaErrors as errors:
        raise DataError(_in_dutch(FILES[name], errors.failure_cases)) from None


def _in_dutch(file: str, failures: pd.DataFrame) -> str:
    """One line about the first failure, wrong columns before wrong values."""
    for check, what in (("column_in_dataframe", "ontbreekt"), ("column_in_schema", "is onbekend")):
        columns = failures.loc[failures["check"] == check, "failure_case"]
        if len(columns):
            return f"{file}: kolom '{columns.iloc[0]}' {what}."
    first = failures.sort_values("index", kind="stable").iloc[0]
    check, value = str(first["check"]), first["failure_case"]
    if pd.isna(value):
        what = "is leeg"
    elif "unique" in check:
        what = f"heeft een waarde die twee keer voorkomt: '{value}'"
    elif check.startswith("isin("):
        what = f"heeft een onbekende waarde: '{value}'. Kies uit {check.removeprefix('isin(').removesuffix(')')}"
    else:
        what = f"heeft een waarde die niet kan: '{value}'"
    return f"{file}: rij {int(first['index']) + FIRST_ROW}, kolom '{first['column']}' {what}."


def _check_references(tables: dict[str, pd.DataFrame]) -> None:
    """Every key must exist in the table that it points to."""
    for (name, column), target in REFERENCES.items():
        known = tables[target].iloc[:, 0]
        _check_known(name, column, tables[name][column], known)
    central = tables["regions"]["central_municipality"].str.split(";").explode()
    _check_known("regions", "central_municipality", central, tables["municipalities"]["municipality"])
    figures = tables["municipalities"].columns[1:]
    _check_known("remarks", "column", tables["remarks"]["column"], figures)
    for column in ("quantity", "base"):
        _check_known("criteria", column, tables["criteria"][column], {*figures, *STEMS})


def _check_known(name: str, column: str, values: pd.Series, known) -> None:
    unknown = values[values.notna() & ~values.isin(list(known))]
    if len(unknown):
        row, value = unknown.index[0] + FIRST_ROW, unknown.iloc[0]
        raise DataError(f"{FILES[name]}: rij {row}, kolom '{column}' noemt iets dat niet bestaat: '{value}'.")


def _check_figures(tables: dict[str, pd.DataFrame]) -> None:
    """Every figure column has a source and the other way round; scaled figures have the unit of their group."""
    sources = tables["sources"]
    described = sources.loc[sources["table"] == "gemeenten", "column"]
    figures = tables["municipalities"].columns[FIRST_FIGURE:]
    if lacking := [column for column in figures if column not in set(described)]:
        raise DataError(f"bronnen.csv: kolom '{lacking[0]}' van gemeenten.csv heeft geen bron.")
    _check_known("sources", "column", described, figures)

    units = tables["groups"].set_index("group")["unit"]
    for name in ("national_figures", "regional_figures"):
        scaled = tables[name][tables[name]["role"] != "other"]
        other_unit = scaled[scaled["unit"] != scaled["group"].map(units)]
        if len(other_unit):
            row = other_unit.index[0] + FIRST_ROW
            raise DataError(f"{FILES[name]}: rij {row}, kolom 'unit' is anders dan die van de groep.")
        where = [column for column in ("region", "group", "role") if column in scaled]
        twice = scaled[scaled.duplicated(where)]
        if len(twice):
            row = twice.index[0] + FIRST_ROW
            raise DataError(f"{FILES[name]}: rij {row}, kolom 'role' komt voor deze groep al eerder voor.")


def _content_hash(folder: Path) -> str:
    """The same on every platform: file names and contents in a fixed order, line ends as LF."""
    digest = hashlib.sha256()
    for file in sorted(FILES.values()):
        digest.update(file.encode() + b"\0" + (folder / file).read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:10]
