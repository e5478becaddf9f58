"""Read the csv tables of this folder, check them once, and hand them out as typed frames.

Every figure carries its unit, year, source and status: a column of `municipalities` in `sources`, the other figures in
their own row. Missing is NA, never 0.
"""

import csv
import hashlib
import io
import math
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

DATA = Path(__file__).parent
DATA_EDITION = "2026-11"  # year and month in which the figures were last looked at
FIRST_ROW = 2  # of the values in a file; the header is line 1
FIRST_FIGURE = 3  # column of gemeenten.csv, after municipality, name and province
OWN = "eigen"  # the edition of tables that are not ours, see own.py

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
    "sums": "sommen.csv",
    "examples": "rekenvoorbeelden.csv",
    "assumptions": "aannames.csv",
    "glossary": "begrippen.csv",
    "requests": "opvragen.csv",
    "guides": "wegwijzer.csv",
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
    ("assumptions", "group"): "groups",
    ("requests", "group"): "groups",
}

# Names that are no column of gemeenten.csv: inhabitants come per year, existing supply has its own table.
STEMS = {"inwoners", "bestaand_aanbod"}

NUMERIC = {"int64", "float64"}
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


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
    sums: pd.DataFrame
    """Parts that were published together with their total, one row per part; `published` is the total [unit]."""
    examples: pd.DataFrame
    """Published worked examples of the method, one row per number: what goes in, and what the source has as outcome."""
    assumptions: pd.DataFrame
    """Factors that nobody knows exactly, per group or for all (group NA), with the evidence; see `fairshare.assumptions`."""
    glossary: pd.DataFrame
    """Terms with a `short` explanation [one sentence] and a `long` one; `related` holds keys with `;` between them."""
    requests: pd.DataFrame
    """Whom to ask what to fill a gap, per item of the coverage and group (NA: any group)."""
    guides: pd.DataFrame
    """Where the law stands, with dates, and where help is found; what could not be verified has status onbekend."""
    sources: pd.DataFrame
    """One row per figure column: unit, year, status, source, definition, gaps."""
    version: str
    """Edition and content, for example 2026-11.ab12cd34ef."""

    @property
    def is_own(self) -> bool:
        """Whether these are tables that the user brought: then `nl` is every municipality in them."""
        return self.version.startswith(f"{OWN}.")


@cache
def load_tables(folder: Path = DATA) -> Tables:
    """All tables of `folder`, read and checked once per process. Raises DataError when a table is missing or wrong."""
    from data.schemas import SCHEMAS

    raw = {name: read(folder / file) for name, file in FILES.items()}
    tables = {name: checked(name, frame, SCHEMAS[name]) for name, frame in raw.items()}
    check_references(tables)
    _check_sources(tables)
    _check_related(tables)
    check_figures(tables)
    return as_tables(tables, f"{DATA_EDITION}.{content_hash(folder, FILES.values())}")


def as_tables(tables: dict[str, pd.DataFrame], version: str) -> Tables:
    """The checked frames in the form in which they are handed out."""
    tables = {name: frame.reset_index(drop=True) for name, frame in tables.items()}
    tables["municipalities"] = tables["municipalities"].set_index("municipality").sort_index()
    tables["cases"]["strict"] = tables["cases"]["strict"] == "true"
    return Tables(**tables, version=version)


def read(path: Path) -> pd.DataFrame:
    """A csv as text, where only an empty cell is missing; rows without any value are skipped but counted in the index."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise DataError(f"{path.name}: dit bestand ontbreekt.") from None
    except OSError:
        raise DataError(f"{path.name}: dit is geen bestand dat kan worden gelezen.") from None
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise DataError(f"{path.name}: dit bestand is geen UTF-8-tekst. Bewaar het als 'CSV UTF-8'.")
    rows = [[cell.strip() for cell in row] for row in _rows(path.name, text)]
    header = _header(path.name, rows[0] if rows else [])
    found = {number: row for number, row in enumerate(rows[1:], FIRST_ROW) if any(row)}
    for number, row in found.items():
        if len(row) != len(header):
            raise DataError(
                f"{path.name}: rij {number} heeft {len(row)} velden en de kop {len(header)}. "
                "Zet tekst met een komma tussen aanhalingstekens; een getal krijgt een punt voor de decimalen."
            )
    cells = [[cell or None for cell in row] for row in found.values()]
    return pd.DataFrame(cells, index=[number - FIRST_ROW for number in found], columns=header, dtype="str")


def _rows(file: str, text: str) -> list[list[str]]:
    """The records of a csv; an empty line is an empty record."""
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        raise DataError(
            f"{file}: dit bestand is niet te lezen als csv (rij {len(rows) + 1}). Kijk de aanhalingstekens na."
        ) from None
    return rows


def _header(file: str, header: list[str]) -> list[str]:
    """The names of the columns. Raises DataError when they cannot be told apart."""
    if not any(header):
        raise DataError(
            f"{file}: dit bestand is niet te lezen als csv (er staat geen kop in). Begin met de kolomnamen."
        )
    if len(header) == 1 and re.search(r"[;\t]", header[0]):
        raise DataError(
            f"{file}: tussen de kolommen staan puntkomma's of tabs. "
            "Bewaar het bestand met komma's, en met een punt voor de decimalen."
        )
    for number, name in enumerate(header, 1):
        if not name:
            raise DataError(f"{file}: kolom {number} heeft geen naam. Vul de naam in of haal de kolom weg.")
        if name in header[: number - 1]:
            raise DataError(f"{file}: kolom '{short(name)}' komt twee keer voor. Haal er één weg.")
    return header


def check_columns(name: str, frame: pd.DataFrame, required: Collection[str], allowed: Collection[str]) -> None:
    """Raises DataError for a column that is missing or unknown."""
    for column in required:
        if column not in frame:
            raise DataError(f"{FILES[name]}: kolom '{column}' ontbreekt. Voeg de kolom toe.")
    for column in frame:
        if column not in allowed:
            raise DataError(
                f"{FILES[name]}: kolom '{short(column)}' is onbekend.{_meant(column, allowed) or ' Haal hem weg.'}"
            )


def checked(name: str, frame: pd.DataFrame, schema: "DataFrameSchema") -> pd.DataFrame:
    """The frame with its proper types. Raises DataError for the first thing that is wrong, columns before values."""
    from pandera.errors import SchemaErrors

    check_columns(name, frame, schema.columns, schema.columns)
    for column, spec in schema.columns.items():
        if str(spec.dtype).lower() in NUMERIC:
            _check_numbers(name, column, frame[column])
    try:
        return schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        raise DataError(_in_dutch(FILES[name], errors.failure_cases)) from None


def _check_numbers(name: str, column: str, values: pd.Series) -> None:
    """Raises DataError for text that is no ordinary, finite number."""
    known = values.dropna()
    wrong = known[[not NUMBER.fullmatch(text) or math.isinf(float(text)) for text in known]]
    if len(wrong):
        row, value = wrong.index[0] + FIRST_ROW, short(wrong.iloc[0])
        raise DataError(
            f"{FILES[name]}: rij {row}, kolom '{column}' heeft een waarde die geen getal is: '{value}'. "
            "Schrijf cijfers, met een punt voor de decimalen."
        )


def _in_dutch(file: str, failures: pd.DataFrame) -> str:
    """One line about the first failure; the checks in `schemas` carry their own hint."""
    first = failures.sort_values("index", kind="stable").iloc[0]
    check, column, value = str(first["check"]), first["column"], first["failure_case"]
    if check == "multiple_fields_uniqueness":  # a row of failures per column of the key
        key = failures[(failures["index"] == first["index"]) & (failures["check"] == check)]
        column, value = "', '".join(key["column"]), ", ".join(key["failure_case"])
    if pd.isna(value):
        what = "is leeg. Vul een waarde in."
    elif "unique" in check:
        what = f"heeft een waarde die twee keer voorkomt: '{short(value)}'. Haal één van de rijen weg."
    elif check.startswith("coerce_dtype"):
        what = f"heeft een waarde die niet kan: '{short(value)}'. Kies een heel getal."
    else:
        what = f"heeft een waarde die niet kan: '{short(value)}'. {check}"
    return f"{file}: rij {int(first['index']) + FIRST_ROW}, kolom '{column}' {what}"


def check_references(tables: dict[str, pd.DataFrame]) -> None:
    """Every key must exist in the table that it points to."""
    for (name, column), target in REFERENCES.items():
        check_known(name, column, tables[name][column], tables[target].iloc[:, 0], FILES[target])
    central = tables["regions"]["central_municipality"].str.split(";").explode()
    municipalities, file = tables["municipalities"], FILES["municipalities"]
    check_known("regions", "central_municipality", central, municipalities["municipality"], file)
    check_known("remarks", "column", tables["remarks"]["column"], municipalities.columns[1:], file)
    figures = municipalities.columns[FIRST_FIGURE:]
    for column in ("quantity", "base"):
        check_known("criteria", column, tables["criteria"][column], {*figures, *STEMS}, file)


def check_known(name: str, column: str, values: pd.Series, known: Iterable[str], where: str) -> None:
    """Raises DataError for a value that is not among `known`, which are kept in the file `where`."""
    known = list(known)
    unknown = values[values.notna() & ~values.isin(known)]
    if len(unknown):
        row, value = unknown.index[0] + FIRST_ROW, unknown.iloc[0]
        hint = _meant(value, known) or f" Zet het in {where}, of verbeter de naam."
        raise DataError(
            f"{FILES[name]}: rij {row}, kolom '{column}' noemt iets dat niet bestaat: '{short(value)}'.{hint}"
        )


def _check_sources(tables: dict[str, pd.DataFrame]) -> None:
    """Every figure column has a source and the other way round."""
    sources = tables["sources"]
    described = sources.loc[sources["table"] == "gemeenten", "column"]
    figures = tables["municipalities"].columns[FIRST_FIGURE:]
    if lacking := [column for column in figures if column not in set(described)]:
        raise DataError(f"bronnen.csv: kolom '{lacking[0]}' van gemeenten.csv heeft geen bron.")
    check_known("sources", "column", described, figures, FILES["municipalities"])


def _check_related(tables: dict[str, pd.DataFrame]) -> None:
    """A term refers to terms that exist."""
    related = tables["glossary"]["related"].str.split(";").explode()
    check_known("glossary", "related", related, tables["glossary"]["key"], FILES["glossary"])


def check_figures(tables: dict[str, pd.DataFrame]) -> None:
    """Figures that are divided have the unit of their group, and there is one for each group and role."""
    units = tables["groups"].set_index("group")["unit"]
    for name in ("national_figures", "regional_figures"):
        scaled = tables[name][tables[name]["role"] != "other"]
        other_unit = scaled[scaled["unit"] != scaled["group"].map(units)]
        if len(other_unit):
            row, unit = other_unit.index[0] + FIRST_ROW, units[other_unit["group"].iloc[0]]
            raise DataError(
                f"{FILES[name]}: rij {row}, kolom 'unit' is anders dan die van de groep. Schrijf '{short(unit)}'."
            )
        where = [column for column in ("region", "group", "role") if column in scaled]
        twice = scaled[scaled.duplicated(where)]
        if len(twice):
            row = twice.index[0] + FIRST_ROW
            raise DataError(
                f"{FILES[name]}: rij {row}, kolom 'role' komt voor deze groep al eerder voor. Haal één van de rijen weg."
            )


def short(value: object) -> str:
    """A value on one line, cut where it is long."""
    text = " ".join(str(value).split())
    return text if len(text) <= 40 else text[:39] + "…"


def _meant(value: str, known: Collection[str]) -> str:
    """A question with the nearest name that does exist, if there is one."""
    near = get_close_matches(value, list(known), n=1)
    return f" Bedoelt u '{near[0]}'?" if near else ""


def content_hash(folder: Path, files: Iterable[str]) -> str:
    """The same on every platform: file names and contents in a fixed order, line ends as LF."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.encode() + b"\0" + (folder / file).read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:10]
