"""How long it takes to open a list of saved scenarios, and six of them to compare; and how that grows.

    .venv/bin/python -m benchmarks.store [DATABASE_URL]

In a SQLite file of its own that is thrown away, or in the (empty) database that is named. Absolute times hold for one machine on
one day: read the ratios. The promise: a list of 1,000 and a comparison of six, each within a second.
"""

from __future__ import annotations

import platform
import sys
import tempfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from benchmarks.engine import REPEATS, median_ms
from benchmarks.moves import START
from data.tables import load_tables
from fairshare import Result, Scenario, allocate, inputs_for
from store import Store, differences
from store.database import DATABASE, Database, url_from

SIZES = (10, 100, 1_000)
"""Numbers of saved scenarios."""
VERSIONS = 2
"""Every so many scenarios have a second version."""
COMPARED = 6
REGION = "mra"


def fill(store: Store, result: Result, before: int, size: int) -> None:
    """Save scenarios until there are ``size``."""
    for i in range(before, size):
        named = replace(
            result, scenario=result.scenario.with_(name=f"Voorstel {i}", note="Besproken in de stuurgroep.")
        )
        saved = store.save(named, author="Fatma", headline={"shifted": i, "up": 12, "down": 18})
        if i % VERSIONS == 0:
            store.rename(saved.version.id, f"Voorstel {i}, bijgesteld")


def compare(store: Store, keys: list[str]) -> int:
    """Open scenarios and say what differs from the first; returns how many numbers do."""
    first, *others = [store.get(key).outcome for key in keys]
    return sum(len(differences(first, other)) for other in others)


def measure(store: Store, size: int) -> dict[str, float]:
    """Times with ``size`` scenarios in the store. [ms]"""
    listed = store.list_scenarios(limit=size)
    assert (len(listed.scenarios), listed.total) == (size, size)
    keys = [scenario.id for scenario in listed.scenarios[:COMPARED]]
    return {
        "the whole list": median_ms(lambda: store.list_scenarios(limit=size)),
        "one page of the list": median_ms(lambda: store.list_scenarios()),
        "one page with every outcome": median_ms(lambda: store.list_scenarios(whole=True)),
        "a search": median_ms(lambda: store.list_scenarios(search="voorstel bijgesteld")),
        "one scenario": median_ms(lambda: store.get(keys[0])),
        f"{COMPARED} scenarios compared": median_ms(lambda: compare(store, keys)),
        "renaming one": median_ms(lambda: store.rename(keys[0], listed.scenarios[0].name)),
    }


def main(place: str = "") -> None:
    """Print the table, for the (empty) database at ``place`` or a file that is thrown away."""
    tables = load_tables()
    scenario = Scenario(region=REGION, weights=START, floor=0.7, cap=1.5)
    result = allocate(inputs_for(tables, scenario), scenario)
    with tempfile.TemporaryDirectory() as folder:
        url = url_from({DATABASE: place} if place else {"FAIRSHARE_STORE": str(Path(folder) / "scenarios.sqlite")})
        store = Store(Database(url))
        if store.list_scenarios().total:
            raise SystemExit("This database is not empty.")
        found, before = {}, 0
        for size in SIZES:
            fill(store, result, before, size)
            found[size], before = measure(store, size), size
        store.database.close()
    print(
        f"{url.get_backend_name()}, {platform.machine()}, Python {platform.python_version()}, {len(result.inputs.codes)} municipalities,"
    )
    print(f"{len(result.groups)} groups; median of {REPEATS} [ms], and growth")
    print(f"{'scenarios':30}" + "".join(f"{size:>18}" for size in SIZES))
    for name in found[SIZES[0]]:
        cells = [f"{found[size][name]:8.2f}" for size in SIZES]
        growth = ["", *(f"(x{found[b][name] / found[a][name]:.1f})" for a, b in pairwise(SIZES))]
        print(f"{name:30}" + "".join(f"{cell} {more:<9}" for cell, more in zip(cells, growth, strict=True)))


if __name__ == "__main__":
    main(*sys.argv[1:2])
