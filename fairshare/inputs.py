"""What the engine needs of one region in one year, as arrays; built once from the tables and shared by everyone."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from fairshare.assumptions import assumption, assumptions
from fairshare.checks import short, unknown
from fairshare.criteria import EXISTING, Criterion, NoShare, criterion_share
from fairshare.errors import FairShareError
from fairshare.figures import PER_MUNICIPALITY, VALUE, OwnFigure, digest, own_values
from fairshare.regions import NETHERLANDS, OWN, members, region_name
from fairshare.scenario import Scenario
from fairshare.tasks import Figure, Task, regional_task

if TYPE_CHECKING:
    from data.tables import Tables

__all__ = ["NETHERLANDS", "Group", "Inputs", "inputs_for", "members", "years"]

INHABITANTS = "inwoners"
ROLES = ("primary", "low", "high")
OWN_DIRECTIONS = {
    "meer": "Wie meer heeft, krijgt een groter deel.",
    "minder": "Wie per inwoner minder heeft dan het gemiddelde van de regio, krijgt een groter deel.",
}
RESERVED = ("reference", "existing", "bounds", "agreements", "rounding", "swaps")
"""Steps of an explanation: no criterion may have one of these names."""


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
    figures : what the region brought itself; already part of everything above.
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
    figures: tuple[OwnFigure, ...] = ()
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


def inputs_for(tables: Tables, scenario: Scenario) -> Inputs:
    """The inputs of the scenario's region and year; the same object for everyone who asks for the same.

    Raises
    ------
    FairShareError
        For an unknown region, a year without figures, a region without municipalities in that year, or own figures about
        something that does not exist.
    """
    return _inputs(tables, scenario.region, scenario.year, scenario.region_name, scenario.figures)


@functools.lru_cache(maxsize=64)
def _inputs(tables: Tables, region: str, year: int, own_name: str, figures: tuple[OwnFigure, ...]) -> Inputs:
    known_years = years(tables)
    if year not in known_years:
        raise FairShareError(f"year is {year}; er zijn cijfers voor {_period(known_years)}.")
    chosen = members(tables, region, year)
    if chosen.empty:
        raise FairShareError(f"region: '{region}' heeft in {year} geen gemeenten. Kies een ander jaar.")
    everyone = tables.municipalities
    columns = everyone.drop(columns=["name", "province"])
    columns = columns.assign(**{INHABITANTS: columns[f"{INHABITANTS}_{year}"]}).astype("float64")
    _check_figures(tables, figures)
    within = _with_own_quantities(columns.loc[chosen.index], figures)
    return Inputs(
        region=region,
        region_name=region_name(tables, region, own_name),
        year=year,
        codes=tuple(chosen.index),
        names=tuple(chosen["name"]),
        subregions=tuple(chosen["subregion"]),
        quantities=MappingProxyType({name: _frozen(within[name].to_numpy()) for name in within}),
        national=MappingProxyType({name: float(columns[name].sum(skipna=False)) for name in columns}),
        existing=MappingProxyType(_existing(tables, chosen.index, figures)),
        criteria=MappingProxyType(_criteria(tables, figures)),
        groups=MappingProxyType(_groups(tables, region, year, columns, chosen.index, figures)),
        data_version=f"{tables.version}+{OWN}.{digest(figures)}" if figures else tables.version,
        figures=figures,
    )


def _check_figures(tables: Tables, figures: tuple[OwnFigure, ...]) -> None:
    """Own figures are about groups, columns and municipalities that exist; inhabitants stay those of CBS."""
    groups = tables.groups.set_index("group")["unit"]
    known = {
        "task": set(groups.index),
        "existing": set(groups.index),
        "quantity": {c for c in tables.municipalities.columns[2:] if not c.startswith(f"{INHABITANTS}_")},
        "assumption": {a.subject for a in assumptions(tables, {})},
    }
    taken = {*tables.criteria["criterion"], *tables.municipalities.columns, INHABITANTS, EXISTING, *RESERVED}
    for figure in figures:
        where = f"figures.{figure.kind}"
        if figure.kind == "quantity" and figure.subject.partition("_")[0] == INHABITANTS:
            raise FairShareError(
                f"{where}: het aantal inwoners blijft dat van het CBS. Haal '{short(figure.subject)}' weg."
            )
        if figure.kind in known and figure.subject not in known[figure.kind]:
            raise unknown(where, figure.subject, known[figure.kind])
        if figure.kind in ("task", "existing") and figure.unit not in ("", groups[figure.subject]):
            unit = groups[figure.subject]
            raise FairShareError(f"{where}.{figure.subject}: de eenheid is '{figure.unit}', dat moet '{unit}' zijn.")
        if figure.kind == "criterion" and figure.subject in taken:
            raise FairShareError(f"{where}: de naam '{short(figure.subject)}' is al in gebruik. Kies een andere.")
        if figure.kind == "assumption":
            assumption(tables, {figure.subject: dict(figure.values)[VALUE]}, *figure.subject.split(".", 1))
        if figure.kind in PER_MUNICIPALITY:
            for code, _ in figure.values:
                if code not in tables.municipalities.index:
                    raise unknown(f"{where}.{figure.subject}", code, tables.municipalities.index)


def _with_own_quantities(within: pd.DataFrame, figures: tuple[OwnFigure, ...]) -> pd.DataFrame:
    """Own key figures over the published ones, and own criteria beside them; municipalities of elsewhere are left out."""
    found = within.copy()
    for column, values in own_values(figures, "quantity").items():
        found[column] = pd.Series(values, dtype="float64").reindex(found.index).fillna(found[column])
    for key, values in own_values(figures, "criterion").items():
        found[key] = pd.Series(values, dtype="float64").reindex(found.index)
    return found


def _period(known: tuple[int, ...]) -> str:
    """Years in words: a series without gaps by its ends, other years one by one."""
    if len(known) > 1 and known[-1] - known[0] == len(known) - 1:
        return f"{known[0]} tot en met {known[-1]}"
    return ", ".join(map(str, known))


def _criteria(tables: Tables, figures: tuple[OwnFigure, ...]) -> dict[str, Criterion]:
    """The criteria in their order on screen, own ones last. A lower value that counts more is a gap to the regional mean per
    inhabitant, never 1/x."""
    found = {
        key: Criterion(
            key,
            row["name"],
            row["kind"],
            row["quantity"],
            _or_none(row["base"]),
            _or_none(row["norm"]),
            " ".join(row[column] for column in ("explanation", "argument") if _or_none(row[column])),
        )
        for key, row in tables.criteria.sort_values("order", kind="stable").set_index("criterion").iterrows()
    }
    own = [figure for figure in figures if figure.kind == "criterion"]
    for figure in own:
        is_more = figure.direction == "meer"
        kind, base = ("proportional", None) if is_more else ("gap", INHABITANTS)
        sources = dict.fromkeys(other.source for other in own if other.subject == figure.subject)
        text = (
            f"Eigen maatstaf in {figure.unit or 'een eigen eenheid'}. {OWN_DIRECTIONS[figure.direction]} "
            f"Bron: {'; '.join(sources)}."
        )
        found[figure.subject] = Criterion(figure.subject, figure.name, kind, figure.subject, base, None, text)
    return found


def _existing(tables: Tables, codes: pd.Index, figures: tuple[OwnFigure, ...]) -> dict[str, np.ndarray]:
    table = tables.existing_supply.pivot(index="municipality", columns="group", values="number").reindex(codes)
    found = {group: table[group].astype("float64") for group in table}
    nothing = pd.Series(np.nan, index=codes)
    for group, values in own_values(figures, "existing").items():
        found[group] = pd.Series(values, dtype="float64").reindex(codes).fillna(found.get(group, nothing))
    return {group: _frozen(values.to_numpy(dtype=float)) for group, values in found.items()}


def _groups(
    tables: Tables, region: str, year: int, columns: pd.DataFrame, codes: pd.Index, figures: tuple[OwnFigure, ...]
) -> dict[str, Group]:
    national = _figures(tables.national_figures)
    regional = _figures(tables.regional_figures[tables.regional_figures["region"] == region]) | _own_tasks(figures)
    groups = {}
    for key, row in tables.groups.sort_values("order").set_index("group").iterrows():
        published = national.get(key, {})
        base = row["base"]
        if base == INHABITANTS:
            primary = published.get("primary")
            base = f"{INHABITANTS}_{(primary.base_year if primary else None) or year}"
        share = columns[base].loc[codes].sum() / columns[base].sum()
        task = regional_task(published, regional.get(key, {}), base, float(share))
        texts = {
            name: row[name]
            for name in ("name", "short_name", "people", "family", "kind", "unit", "definition", "reading")
        }
        groups[key] = Group(key=key, part_of=_or_none(row["part_of"]) or "", task=task, **texts)
    return groups


def _own_tasks(figures: tuple[OwnFigure, ...]) -> dict[str, dict[str, Figure]]:
    """Group -> role -> figure, of the tasks that the region brought."""
    found: dict[str, dict[str, Figure]] = {}
    for figure in figures:
        if figure.kind == "task":
            for role, value in figure.values:
                own = Figure(value, figure.year, figure.status, figure.source, "", "", "Eigen cijfer van de regio")
                found.setdefault(figure.subject, {})[role] = own
    return found


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
