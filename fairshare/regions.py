"""Which municipalities a region has: a koploper region, an official area, a region of one's own, or the whole country.

A region is named by one text, so that a link, an address and a scenario can hold it: ``mra``; ``corop:CR03``, an area of an
official division; ``eigen:GM0014,GM0037``, municipalities put together by hand; ``nl``, all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from fairshare.checks import refuse_twice, short, unknown
from fairshare.errors import FairShareError

if TYPE_CHECKING:
    from data.tables import Tables

NETHERLANDS = "nl"
OWN = "eigen"
FEWEST = 2
"""Municipalities in a region of one's own: fewer have nothing to divide."""


def own_region(codes: Iterable[str]) -> str:
    """The region of these municipalities; the order in which they are named does not matter."""
    return f"{OWN}:{','.join(sorted(codes))}"


def toggled(codes: Iterable[str], code: str) -> list[str]:
    """The municipalities with ``code`` added, or taken out when it was among them."""
    return sorted(set(codes) ^ {code})


def own_codes(region: str) -> tuple[str, ...]:
    """The municipalities of a region of one's own; empty for every other region."""
    kind, _, codes = region.partition(":")
    return tuple(codes.split(",")) if kind == OWN and codes else ()


def canonical(region: str) -> str:
    """The one way to write a region.

    Raises
    ------
    FairShareError
        For a region of one's own with a municipality twice, or with too few.
    """
    if not region.startswith(f"{OWN}:"):
        return region
    codes = own_codes(region)
    refuse_twice("region", list(codes))
    if len(codes) < FEWEST:
        raise FairShareError(f"region: een eigen regio heeft ten minste {FEWEST} gemeenten.")
    return own_region(codes)


def areas(tables: Tables) -> pd.DataFrame:
    """The areas of the official divisions: index region (``corop:CR03``), columns division_name, area, municipalities [count]."""
    rows = tables.divisions.assign(region=tables.divisions["division"] + ":" + tables.divisions["area_code"])
    found = rows.groupby("region", sort=False).agg(
        division_name=("division_name", "first"), area=("area", "first"), municipalities=("municipality", "count")
    )
    return found.sort_values(["division_name", "area"], kind="stable")


def members(tables: Tables, region: str, year: int) -> pd.DataFrame:
    """The municipalities of ``region`` in ``year``: index code (sorted), columns name and subregion ('' where none).

    Raises
    ------
    FairShareError
        For an unknown region, or a municipality that we do not know.
    """
    names = tables.municipalities["name"].sort_index()
    if region == NETHERLANDS:
        return pd.DataFrame({"name": names, "subregion": ""})
    if codes := own_codes(canonical(region)):
        for code in codes:
            if code not in names.index:
                raise FairShareError(f"region: gemeente '{short(code)}' is niet bekend. Haal haar uit de regio.")
        return pd.DataFrame({"name": names.loc[sorted(codes)], "subregion": ""})
    known = [*tables.regions["region"], NETHERLANDS]
    if ":" in region and region not in known:
        return pd.DataFrame({"name": names.loc[_area_codes(tables, region)], "subregion": ""})
    if region not in known:
        raise unknown("region", region, known)
    rows = tables.region_municipalities
    rows = rows[
        (rows["region"] == region) & (rows["from_year"].fillna(0) <= year) & (rows["until_year"].fillna(9999) >= year)
    ]
    subregion = rows.set_index("municipality")["subregion"].fillna("").sort_index()
    return pd.DataFrame({"name": names.loc[subregion.index], "subregion": subregion})


def _area_codes(tables: Tables, region: str) -> list[str]:
    return sorted(_area_rows(tables, region)["municipality"])


def _area_rows(tables: Tables, region: str) -> pd.DataFrame:
    division, _, code = region.partition(":")
    rows = tables.divisions
    found = rows[(rows["division"] == division) & (rows["area_code"] == code)]
    if found.empty:
        raise unknown("region", region, areas(tables).index)
    return found


def region_name(tables: Tables, region: str, own_name: str = "") -> str:
    """The name of a region on screen.

    Parameters
    ----------
    region : a region that `members` knows.
    own_name : what its makers call a region of their own.
    """
    if region == NETHERLANDS:
        return "Alle gemeenten" if tables.is_own else "Nederland"
    if codes := own_codes(region):
        return own_name or f"Eigen regio van {len(codes)} gemeenten"
    known = tables.regions.set_index("region")["name"]
    if region in known.index:
        return known[region]
    area = _area_rows(tables, region).iloc[0]
    return f"{area['division_name']} {area['area']}"
