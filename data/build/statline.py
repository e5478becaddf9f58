"""Newer figures for `gemeenten.csv` from CBS StatLine (table 70072ned, Regionale kerncijfers Nederland).

A topic of that table has a key such as `VoorraadOp1Januari_90`. The number at the end changes between editions of the
table, so a topic is found by the part before it together with its unit, in the table's own list of topics.

A column is replaced only when one year has a figure for every municipality; otherwise it stays as it was. Not touched:
what the table does not offer (building plans, low incomes, people of 75 and older) and homes built, a sum over years.
"""

import json
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data.build.files import replace_tables
from data.build.municipalities import YEARS, derive
from data.tables import load_tables

TABLE = "70072ned"
TABLE_NAME = f"{TABLE} Regionale kerncijfers Nederland"
TABLE_URL = f"https://opendata.cbs.nl/statline/#/CBS/nl/dataset/{TABLE}/table"
API = f"https://opendata.cbs.nl/ODataApi/odata/{TABLE}"
TIMEOUT = 60  # seconds

Fetch = Callable[[str], dict]


class StatLineError(Exception):
    """StatLine could not be reached, or answered something unexpected."""


@dataclass(frozen=True)
class Topic:
    """One column of ours: the sum of topics that have one of `units` [StatLine's unit -> factor]."""

    column: str
    stems: tuple[tuple[str, ...], ...]
    """Ways to compose the column, best first: the stems of the topics to add up."""
    units: dict[str, float]
    year: int | None = None
    """Fixed year of the column; None = the newest year that is complete."""
    decimals: int = 0


COUNT = {"aantal": 1.0}
PER_KM2 = {"aantal": 1.0, "per km2": 1.0, "per km²": 1.0, "aantal per km2": 1.0, "aantal per km²": 1.0}
THOUSAND_EUROS = {"1 000 euro": 1.0, "x 1 000 euro": 1.0, "euro": 0.001}
TOPICS = (
    *(Topic(f"inwoners_{year}", (("TotaleBevolking",),), COUNT, year) for year in YEARS),
    Topic("huishoudens", (("TotaalParticuliereHuishoudens",),), COUNT),
    Topic("woningen", (("VoorraadOp1Januari",),), COUNT),
    Topic("sociale_huur_aandeel", (("HuurwoningenVanWoningcorporatie",),), {"%": 1.0}, decimals=1),
    Topic("ouderen_65plus", (("k_65Tot80Jaar", "k_80JaarOfOuder"),), COUNT),
    Topic("jongeren_15_24", (("k_15Tot25Jaar",), ("k_15Tot20Jaar", "k_20Tot25Jaar")), COUNT),
    Topic("land", (("Land",),), {"km2": 1.0, "km²": 1.0, "ha": 0.01}, decimals=2),
    Topic("adressendichtheid", (("Omgevingsadressendichtheid",),), PER_KM2),
    Topic("woz_waarde", (("GemiddeldeWOZWaardeVanWoningen",),), THOUSAND_EUROS),
)
# Columns that follow from refreshed ones, and so carry the years of both.
DERIVED = {
    "sociale_huur": ("sociale_huur_aandeel", "woningen"),
    "laag_inkomen": ("laag_inkomen_aandeel", "huishoudens"),
}


def fetch_json(url: str) -> dict:
    """The answer of StatLine. Raises StatLineError."""
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT) as answer:
            return json.load(answer)
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise StatLineError(f"CBS StatLine geeft geen bruikbaar antwoord ({reason}).") from error


def refresh(folder: Path, fetch: Fetch = fetch_json) -> list[str]:
    """Put the newest complete figures into `gemeenten.csv`, their year into `bronnen.csv`, and drop settled remarks.

    Everything is fetched, written beside the tables and checked there before a file is replaced. Returns one Dutch line
    per column. Raises StatLineError or DataError; the files are then as they were.
    """
    tables = load_tables(folder)
    figures, lines = newest_figures(tables.municipalities.index, fetch)
    values = {column: of_year for column, (_, of_year) in figures.items()}
    municipalities = derive(tables.municipalities.assign(**values))
    replace_tables(
        folder,
        {
            "municipalities": municipalities.reset_index(),
            "sources": described(tables.sources, {column: year for column, (year, _) in figures.items()}),
            "remarks": still_true(tables.remarks, tables.municipalities, municipalities),
        },
    )
    return lines


def described(sources: pd.DataFrame, years: dict[str, int]) -> pd.DataFrame:
    """The sources with the new years. A column that came from another table before loses the gaps of that table."""
    sources = sources.copy()
    ours = sources["table"] == "gemeenten"
    for column, year in years.items():
        row = ours & (sources["column"] == column)
        moved = row & (sources["source_table"] != TABLE_NAME)
        sources.loc[moved, "gaps"] = pd.NA
        sources.loc[row, ["year", "status", "source_table", "source_url"]] = [str(year), "CBS", TABLE_NAME, TABLE_URL]
    for column, parts in DERIVED.items():
        if years.keys() & set(parts):
            behind = sources.loc[ours & sources["column"].isin(parts), "year"]
            sources.loc[ours & (sources["column"] == column), "year"] = " en ".join(sorted(set(behind)))
    return sources


def still_true(remarks: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The remarks about figures that did not change."""
    cells = zip(remarks["municipality"], remarks["column"], strict=True)
    return remarks[[str(before.at[cell]) == str(after.at[cell]) for cell in cells]]


def newest_figures(codes: pd.Index, fetch: Fetch) -> tuple[dict[str, tuple[int, pd.Series]], list[str]]:
    """Column -> year and values for exactly these municipalities, and one Dutch line per column."""
    keys = topic_keys(read_pages(f"{API}/DataProperties", fetch))
    found = {topic.column: _find(topic, keys) for topic in TOPICS}
    wanted = sorted({key for parts in found.values() if parts for key, _ in parts})
    if not wanted:
        raise StatLineError(f"tabel {TABLE} heeft andere onderwerpen dan verwacht.")
    rows = pd.DataFrame(list(read_pages(_query(wanted), fetch)), columns=["RegioS", "Perioden", *wanted])
    rows["year"] = rows["Perioden"].str[:4].astype(int)
    rows["municipality"] = rows["RegioS"].str.strip()
    per_year = rows.set_index(["year", "municipality"])[wanted].apply(pd.to_numeric)

    figures, lines = {}, []
    for topic in TOPICS:
        if not (parts := found[topic.column]):
            lines.append(f"{topic.column}: onderwerp niet gevonden in {TABLE}, niet veranderd.")
            continue
        values = sum(per_year[key] * factor for key, factor in parts)
        newest = _newest(values, codes, topic.year)
        if newest is None:
            lines.append(f"{topic.column}: nog geen jaar met cijfers voor alle gemeenten, niet veranderd.")
            continue
        year, complete = newest
        rounded = complete.round(topic.decimals)
        figures[topic.column] = year, rounded if topic.decimals else rounded.astype("int64")
        lines.append(f"{topic.column}: cijfers van {year}.")
    return figures, lines


def topic_keys(properties: Iterable[dict]) -> dict[tuple[str, str], str]:
    """(stem, unit) -> key. The first of equal ones counts: totals stand before their breakdown."""
    keys: dict[tuple[str, str], str] = {}
    for item in properties:
        if item.get("Type") == "Topic":
            stem = item["Key"].rpartition("_")[0]
            keys.setdefault((stem, (item.get("Unit") or "").strip().lower()), item["Key"])
    return keys


def read_pages(url: str | None, fetch: Fetch) -> Iterator[dict]:
    """All rows of an answer, page after page. Raises StatLineError when it is no OData answer."""
    while url:
        page = fetch(url)
        if not isinstance(page, dict) or "value" not in page:
            raise StatLineError(f"het antwoord van {TABLE} heeft een onbekende vorm.")
        yield from page["value"]
        url = page.get("odata.nextLink")


def _query(keys: list[str]) -> str:
    options = {
        "$format": "json",
        "$filter": f"substringof('GM',RegioS) and Perioden ge '{YEARS[0]}JJ00'",
        "$select": ",".join(["RegioS", "Perioden", *keys]),
    }
    return f"{API}/TypedDataSet?{urllib.parse.urlencode(options, quote_via=urllib.parse.quote)}"


def _find(topic: Topic, keys: dict[tuple[str, str], str]) -> list[tuple[str, float]] | None:
    """Key and factor of every part of the topic; None when the table has no way to compose it."""
    for stems in topic.stems:
        parts = [
            next(((keys[stem, unit], factor) for unit, factor in topic.units.items() if (stem, unit) in keys), None)
            for stem in stems
        ]
        if all(parts):
            return parts
    return None


def _newest(values: pd.Series, codes: pd.Index, only: int | None) -> tuple[int, pd.Series] | None:
    """The newest year (or this one only) that has a figure for every municipality."""
    years = values.index.unique("year")
    for year in sorted(years if only is None else years.intersection([only]), reverse=True):
        of_year = values.loc[year].reindex(codes)
        if of_year.notna().all():
            return year, of_year
    return None
