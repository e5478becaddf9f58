"""Published allocations of other places, in the form of own tables: the seats of the Swiss National Council."""

import csv
from functools import cache

from data.own import load_own_tables
from data.tables import DATA, Tables

SEATS = DATA / "nationalrat"


@cache
def load_seats() -> tuple[Tables, dict[str, tuple[str, dict[str, int]]]]:
    """The tables of the cantons, and election -> scenario file [json] and published seats per canton."""
    with (SEATS / "uitkomst.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    elections = [name for name in rows[0] if name != "municipality"]
    return load_own_tables(SEATS), {
        name: (
            (SEATS / f"{name}.json").read_text(encoding="utf-8"),
            {row["municipality"]: int(row[name]) for row in rows},
        )
        for name in elections
    }
