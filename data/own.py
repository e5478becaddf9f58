"""Tables that the user brings: any municipalities, criteria, groups and tasks in a folder with the schema of `data/`.

Read and checked as our own tables are, with two differences: codes and figure columns are free, and only what the engine
needs must be there. See *Own tables* in README.md.
"""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd

from data.tables import (
    FILES,
    FIRST_FIGURE,
    FIRST_ROW,
    OWN,
    STEMS,
    DataError,
    Tables,
    as_tables,
    check_columns,
    check_figures,
    check_known,
    check_references,
    checked,
    content_hash,
    read,
    short,
)

FILE_MAX = 5_000_000  # bytes
REGION = "eigen"  # the region of everyone, when there is no table of regions
INHABITANTS = re.compile(r"inwoners_(19\d\d|20\d\d|2100)", re.ASCII)

# Table -> the columns that it must have; in the order in which they are checked.
REQUIRED = {
    "municipalities": ("municipality", "name"),
    "groups": ("group", "name", "unit"),
    "criteria": ("criterion", "name", "kind", "quantity"),
    "regions": ("region", "name"),
    "region_municipalities": ("region", "municipality"),
    "national_figures": ("group", "value"),
    "regional_figures": ("region", "group", "value"),
    "existing_supply": ("municipality", "group", "number"),
}
NEEDED = ("municipalities", "groups", "criteria")  # the tables that must be there, with rows

Default = str | pd.Series | Callable[[pd.DataFrame], pd.Series]


def same_as_name(table: pd.DataFrame) -> pd.Series:
    return table["name"]


def row_number(table: pd.DataFrame) -> pd.Series:
    return pd.Series(range(1, len(table) + 1), index=table.index).astype("str")


# What takes the place of an empty cell; a column that is not here stays empty.
ORIGIN: dict[str, Default] = {"source": "eigen tabel", "source_url": "", "status": "eigen invoer"}
DEFAULTS: dict[str, dict[str, Default]] = {
    "municipalities": {"province": ""},
    "groups": {
        "short_name": same_as_name,
        "people": same_as_name,
        "family": "aandachtsgroepen",
        "kind": "stock",
        "base": "inwoners",
        **dict.fromkeys(("definition", "base_reason", "reading", "not_said"), ""),
        "order": row_number,
    },
    "criteria": {**dict.fromkeys(("unit", "explanation", "argument"), ""), "order": row_number},
    "regions": {
        "short_name": same_as_name,
        **dict.fromkeys(("woondeal_note", "woondeal_source", "woondeal_source_url", "distinct_sentence"), ""),
    },
    "national_figures": {"role": "primary", "description": "", **ORIGIN},
    "regional_figures": {"role": "primary", "description": "", **ORIGIN},
    "existing_supply": ORIGIN,
}


def load_own_tables(folder: Path | str) -> Tables:
    """The tables in `folder`, checked; what is not there gets a default or stays empty.

    Raises
    ------
    DataError
        One Dutch line with file, row, column and how to mend it, for the first thing that is wrong.
    """
    folder = Path(folder)
    raw = {name: read(folder / FILES[name]) for name in _present(folder)}
    version = f"{OWN}.{content_hash(folder, [FILES[name] for name in raw])}"
    tables: dict[str, pd.DataFrame] = {}
    for name in REQUIRED:
        tables[name] = _checked(name, raw[name], tables) if name in raw else _absent(name, raw, tables)
        if name in NEEDED and tables[name].empty:
            raise DataError(f"{FILES[name]}: er staan geen rijen in. Vul de tabel.")
    tables |= {name: _nothing(name) for name in FILES.keys() - REQUIRED.keys()}
    check_references(tables)
    check_figures(tables)
    _check_members(tables)
    _check_gaps(tables["criteria"])
    _check_bases(tables)
    return as_tables(tables, version)


def _present(folder: Path) -> list[str]:
    """The tables that are in the folder. Raises DataError when it is no folder, or a file is too large or not there."""
    if not folder.is_dir():
        what = "dit is geen map" if folder.exists() else "deze map is er niet"
        raise DataError(f"{short(folder)}: {what}. Noem een map met eigen tabellen (zie data/README.md).")
    present = [name for name in REQUIRED if (folder / FILES[name]).exists()]
    for name in NEEDED:
        if name not in present:
            raise DataError(f"{FILES[name]}: dit bestand ontbreekt. Zet het in de map (zie data/README.md).")
    for name in present:
        path = folder / FILES[name]
        if not path.is_file():
            raise DataError(f"{path.name}: dit is geen bestand. Zet hier een csv-bestand neer.")
        if path.stat().st_size > FILE_MAX:
            raise DataError(f"{path.name}: dit bestand is te groot (meer dan 5 MB). Haal rijen of kolommen weg.")
    return present


def _absent(name: str, raw: dict[str, pd.DataFrame], tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """What a table holds when its file is not there: all municipalities are in one region, anything else is empty."""
    if name == "regions":
        members = raw.get("region_municipalities", pd.DataFrame())
        codes = members["region"].dropna().unique() if "region" in members else [REGION]
        names = codes if "region" in members else ["Eigen regio"]
        return _checked(name, pd.DataFrame({"region": codes, "name": names}, dtype="str"), tables)
    if name == "region_municipalities":
        regions = tables["regions"]["region"]
        if len(regions) != 1:
            raise DataError(f"{FILES[name]}: dit bestand ontbreekt. Zet erin welke gemeente bij welke regio hoort.")
        everyone = tables["municipalities"]["municipality"]
        one = pd.DataFrame({"region": regions.iloc[0], "municipality": everyone}, dtype="str")
        return _checked(name, one, tables)
    return _nothing(name)


@cache
def _nothing(name: str) -> pd.DataFrame:
    """The table without rows, for the types of its columns; nobody changes it."""
    from data.schemas import own_columns, own_schema

    columns = own_columns(name)
    return own_schema(name, columns).validate(pd.DataFrame(columns=list(columns), dtype="str"))


def _checked(name: str, found: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The table with its proper types, and a default where a cell or a column is not there."""
    from data.schemas import own_columns, own_schema

    if name == "municipalities":
        _check_figure_names(found.columns)
    columns = own_columns(name, found.columns)
    check_columns(name, found, REQUIRED[name], columns)
    defaults = dict(DEFAULTS.get(name, {}))
    if "group" in columns and "unit" in columns and name != "groups":
        units = tables["groups"].set_index("group")["unit"]
        defaults["unit"] = found["group"].map(units).fillna("")
    given = {column: spec for column, spec in columns.items() if column in found}
    filled = found[[*given]].copy()
    for column, default in defaults.items():
        defaults[column] = default(found) if callable(default) else default
        if column in given:
            filled[column] = filled[column].fillna(defaults[column])
    table = checked(name, filled, own_schema(name, given))
    for column in columns.keys() - given.keys():
        value = pd.Series(defaults.get(column), index=table.index)
        table[column] = value.astype(_nothing(name)[column].dtype)
    return table[[*columns]]


def _check_figure_names(names: pd.Index) -> None:
    """Raises DataError when there are no inhabitants of a year, or a name that means something else."""
    file = FILES["municipalities"]
    for name in names:
        if name == "bestaand_aanbod":
            raise DataError(f"{file}: kolom '{name}' kan niet. Zet deze aantallen in {FILES['existing_supply']}.")
        if name == "inwoners" or (name.startswith("inwoners_") and not INHABITANTS.fullmatch(name)):
            raise DataError(f"{file}: kolom '{short(name)}' heeft geen jaar. Noem de kolom bijvoorbeeld inwoners_2024.")
    if not any(INHABITANTS.fullmatch(name) for name in names):
        raise DataError(f"{file}: een kolom met inwoners ontbreekt. Voeg een kolom als inwoners_2024 toe.")


def _check_members(tables: dict[str, pd.DataFrame]) -> None:
    """Every region has a municipality."""
    regions, members = tables["regions"]["region"], tables["region_municipalities"]["region"]
    for row, region in regions[~regions.isin(members)].items():
        raise DataError(
            f"{FILES['regions']}: rij {row + FIRST_ROW}, kolom 'region' noemt een regio zonder gemeenten: "
            f"'{short(region)}'. Zet ze in {FILES['region_municipalities']} of haal de regio weg."
        )


def _check_gaps(criteria: pd.DataFrame) -> None:
    """A gap is below a norm times a base."""
    for row in criteria.index[(criteria["kind"] == "gap") & criteria["base"].isna()]:
        raise DataError(
            f"{FILES['criteria']}: rij {row + FIRST_ROW}, kolom 'base' is leeg. Noem het cijfer waar de norm een deel van is."
        )


def _check_bases(tables: dict[str, pd.DataFrame]) -> None:
    """What a national figure is scaled with is known for every municipality."""
    municipalities, groups, national = (tables[name] for name in ("municipalities", "groups", "national_figures"))
    figures = municipalities.columns[FIRST_FIGURE:]
    file = FILES["municipalities"]
    check_known("groups", "base", groups["base"], {*figures, *STEMS} - {"bestaand_aanbod"}, file)
    for row, base in groups["base"].items():
        values = municipalities[base] if base in figures else None
        if values is not None and (values.isna().any() or values.sum() <= 0):
            raise DataError(
                f"{FILES['groups']}: rij {row + FIRST_ROW}, kolom 'base' noemt '{short(base)}', en dat cijfer is niet van "
                f"elke gemeente bekend of overal 0. Vul het aan in {file} of kies inwoners."
            )
    for row, year in national["base_year"].dropna().items():
        if f"inwoners_{year}" not in figures:
            raise DataError(
                f"{FILES['national_figures']}: rij {row + FIRST_ROW}, kolom 'base_year' is {year}, en de kolom "
                f"inwoners_{year} ontbreekt in {file}. Voeg die toe of kies een ander jaar."
            )
