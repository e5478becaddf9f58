"""What the engine needs of one region in one year, as arrays; built once from the tables and shared by everyone."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from fairshare.checks import unknown
from fairshare.criteria import EXISTING, Criterion, NoShare, criterion_share
from fairshare.errors import FairShareError
from fairshare.scenario import Scenario
from fairshare.tasks import Figure, Task, regional_task

if TYPE_CHECKING:
    from data.tables import Tables

NETHERLANDS = "nl"
INHABITANTS = "inwoners"
ROLES = ("primary", "low", "high")


@dataclass(frozen=True)
class Group:
    """A target group with one unit and one task."""

    key: str
    name: str
    short_name: str
    people: str
    family: str
    part_of: str
    kind: str
    unit: str
    definition: str
    reading: str
    task: Task


@dataclass(frozen=True, eq=False)
class Inputs:
    """One region in one year.

    Parameters
    ----------
    codes, names, subregions : per municipality, ordered by code; a subregion is '' where the region has none.
    quantities : name -> quantity per municipality, NaN where missing; ``inwoners`` is of the reference year.
    national : name -> the same quantity for the Netherlands, NaN where a municipality is missing.
    existing : group -> existing supply per municipality [units of the group], NaN where missing.
    groups : every target group, also those whose task is missing.
    """

    region: str
    region_name: str
    year: int
    codes: tuple[str, ...]
    names: tuple[str, ...]
    subregions: tuple[str, ...]
    quantities: Mapping[str, np.ndarray]
    national: Mapping[str, float]
    existing: Mapping[str, np.ndarray]
    criteria: Mapping[str, Criterion]
    groups: Mapping[str, Group]
    data_version: str
    _shares: dict[str, np.ndarray | NoShare] = field(default_factory=dict, repr=False)

    @functools.cached_property
    def position(self) -> Mapping[str, int]:
        """Municipality code -> position in every array."""
        return {code: i for i, code in enumerate(self.codes)}

    def share(self, criterion: str, group: str) -> np.ndarray | NoShare:
        """Share per municipality [fraction] on ``criterion``, which may differ per group where existing supply is measured."""
        spec = self.criteria[criterion]
        differs = spec.quantity == EXISTING
        key = f"{criterion}/{group}" if differs else criterion
        if key not in self._shares:
            quantities = dict(self.quantities)
            if differs and group in self.existing:
                quantities[EXISTING] = self.existing[group]
            self._shares[key] = criterion_share(spec, quantities)
        return self._shares[key]


def years(tables: Tables) -> tuple[int, ...]:
    """The reference years for which inhabitants are known, rising."""
    prefix = f"{INHABITANTS}_"
    return tuple(sorted(int(c.removeprefix(prefix)) for c in tables.municipalities.columns if c.startswith(prefix)))


def members(tables: Tables, region: str, year: int) -> pd.DataFrame:
    """The municipalities of ``region`` in ``year``: index code (sorted), columns name and subregion ('' where none).

    Raises
    ------
    FairShareError
        For an unknown region.
    """
    names = tables.municipalities["name"].sort_index()
    if region == NETHERLANDS:
        return pd.DataFrame({"name": names, "subregion": ""})
    known = [*tables.regions["region"], NETHERLANDS]
    if region not in known:
        raise unknown("region", region, known)
    rows = tables.region_municipalities
    rows = rows[
        (rows["region"] == region) & (rows["from_year"].fillna(0) <= year) & (rows["until_year"].fillna(9999) >= year)
    ]
    subregion = rows.set_index("municipality")["subregion"].fillna("").sort_index()
    return pd.DataFrame({"name": names.loc[subregion.index], "subregion": subregion})


def inputs_for(tables: Tables, scenario: Scenario) -> Inputs:
    """The inputs of the scenario's region and year; the same object for everyone who asks for the same.

    Raises
    ------
    FairShareError
        For an unknown region, a year without figures, or a region without municipalities in that year.
    """
    return _inputs(tables, scenario.region, scenario.year)


@functools.lru_cache(maxsize=64)
def _inputs(tables: Tables, region: str, year: int) -> Inputs:
    known_years = years(tables)
    if year not in known_years:
        raise FairShareError(f"year is {year}; er zijn cijfers voor {_period(known_years)}.")
    chosen = members(tables, region, year)
    if chosen.empty:
        raise FairShareError(f"region: '{region}' heeft in {year} geen gemeenten. Kies een ander jaar.")
    everyone = tables.municipalities
    columns = everyone.drop(columns=["name", "province"])
    columns = columns.assign(**{INHABITANTS: columns[f"{INHABITANTS}_{year}"]}).astype("float64")
    within = columns.loc[chosen.index]
    is_nl = region == NETHERLANDS
    return Inputs(
        region=region,
        region_name=_everyone(tables) if is_nl else tables.regions.set_index("region").at[region, "name"],
        year=year,
        codes=tuple(chosen.index),
        names=tuple(chosen["name"]),
        subregions=tuple(chosen["subregion"]),
        quantities=MappingProxyType({name: _frozen(within[name].to_numpy()) for name in within}),
        national=MappingProxyType({name: float(columns[name].sum(skipna=False)) for name in within}),
        existing=MappingProxyType(_existing(tables, chosen.index)),
        criteria=MappingProxyType(_criteria(tables)),
        groups=MappingProxyType(_groups(tables, region, year, columns, chosen.index)),
        data_version=tables.version,
    )


def _everyone(tables: Tables) -> str:
    return "Alle gemeenten" if tables.is_own else "Nederland"


def _period(known: tuple[int, ...]) -> str:
    """Years in words: a series without gaps by its ends, other years one by one."""
    if len(known) > 1 and known[-1] - known[0] == len(known) - 1:
        return f"{known[0]} tot en met {known[-1]}"
    return ", ".join(map(str, known))


def _criteria(tables: Tables) -> dict[str, Criterion]:
    return {
        key: Criterion(key, row["name"], row["kind"], row["quantity"], _or_none(row["base"]), _or_none(row["norm"]))
        for key, row in tables.criteria.set_index("criterion").iterrows()
    }


def _existing(tables: Tables, codes: pd.Index) -> dict[str, np.ndarray]:
    table = tables.existing_supply.pivot(index="municipality", columns="group", values="number").reindex(codes)
    return {group: _frozen(table[group].to_numpy(dtype=float)) for group in table}


def _groups(tables: Tables, region: str, year: int, columns: pd.DataFrame, codes: pd.Index) -> dict[str, Group]:
    national = _figures(tables.national_figures)
    regional = _figures(tables.regional_figures[tables.regional_figures["region"] == region])
    groups = {}
    for key, row in tables.groups.sort_values("order").set_index("group").iterrows():
        figures = national.get(key, {})
        base = row["base"]
        if base == INHABITANTS:
            primary = figures.get("primary")
            base = f"{INHABITANTS}_{(primary.base_year if primary else None) or year}"
        share = columns[base].loc[codes].sum() / columns[base].sum()
        task = regional_task(figures, regional.get(key, {}), base, float(share))
        texts = {
            name: row[name]
            for name in ("name", "short_name", "people", "family", "kind", "unit", "definition", "reading")
        }
        groups[key] = Group(key=key, part_of=_or_none(row["part_of"]) or "", task=task, **texts)
    return groups


def _figures(table: pd.DataFrame) -> dict[str, dict[str, Figure]]:
    """Group -> role -> figure."""
    found: dict[str, dict[str, Figure]] = {}
    for row in table[table["role"].isin(ROLES)].to_dict("records"):
        base_year = row.get("base_year")
        found.setdefault(row["group"], {})[row["role"]] = Figure(
            value=float(row["value"]),
            year="" if pd.isna(row["year"]) else str(row["year"]),
            status=row["status"],
            source=row["source"],
            source_url=row["source_url"],
            note=_or_none(row["note"]) or "",
            description=row["description"],
            base_year=None if base_year is None or pd.isna(base_year) else int(base_year),
        )
    return found


def _or_none(value: object) -> object:
    return None if value is None or pd.isna(value) or value == "" else value


def _frozen(array: np.ndarray) -> np.ndarray:
    array = np.array(array, dtype=float)
    array.flags.writeable = False
    return array
