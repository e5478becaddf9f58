"""Municipalities and official areas to choose from, in words."""

from __future__ import annotations

from charts.numbers import number, plural
from data.tables import Tables
from fairshare.regions import FEWEST, areas


def division_names(tables: Tables) -> dict[str, str]:
    """Division -> name, in the order of the names."""
    found = tables.divisions.drop_duplicates("division").sort_values("division_name")
    return dict(zip(found["division"], found["division_name"], strict=True))


def area_names(tables: Tables, division: str) -> dict[str, str]:
    """Region -> name with its number of municipalities; areas of one municipality have nothing to divide."""
    found = areas(tables)
    found = found[found.index.str.startswith(f"{division}:") & (found["municipalities"] >= FEWEST)]
    return {region: f"{row['area']} ({row['municipalities']} gemeenten)" for region, row in found.iterrows()}


def town_names(tables: Tables) -> dict[str, str]:
    """Municipality -> name, by alphabet; the province stands behind it to find it by."""
    rows = tables.municipalities.sort_values("name")
    return {code: f"{row['name']} ({row['province']})" for code, row in rows[["name", "province"]].iterrows()}


def chosen_line(tables: Tables, codes: list[str], year: int) -> str:
    """How many municipalities were chosen and how many people live there."""
    if len(codes) < FEWEST:
        return f"Kies ten minste {FEWEST} gemeenten, hier of op de kaart."
    people = tables.municipalities.loc[codes, f"inwoners_{year}"].sum()
    return f"{plural(len(codes), 'gemeente', 'gemeenten')}, {number(people)} inwoners ({year})."
