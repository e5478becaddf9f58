"""How long the pages of saved scenarios take in a browser: a list of 1,000, and a comparison of six.

    .venv/bin/python -m benchmarks.scenarios

In a store of its own that is thrown away. The promise: the list and the comparison within a second each, from a click in
the navigation until everything is drawn. By its address the whole app starts as well. Absolute times hold for one machine on one day.
"""

from __future__ import annotations

import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page

from benchmarks.browser import chromium, settled, visit
from benchmarks.loads import GROUPS, link_to, searches
from benchmarks.server import LIVE, serve
from charts.scenarios import headline
from data.tables import load_tables
from fairshare import Scenario, allocate, inputs_for
from store import current

STORE = "FAIRSHARE_STORE"
SIZE, COMPARED, TIMES = 1_000, 6, 5
REGION, GROUP = "mra", "statushouders"
KEYS = [{"inwoners": 10.0 - i, "sociale_huur": float(i), "nieuwbouw": 1.0} for i in range(COMPARED)]
ROWS = ".fs-scenario"
AREAS = 4 * 30
"""Of the five difference maps, as many as four of them have together."""


def fill() -> list[str]:
    """Save `SIZE` scenarios with different keys; returns the ids of the last ones."""
    tables, saved = load_tables(), []
    scenarios = [Scenario(region=REGION, weights=weights) for weights in KEYS]
    results = [allocate(inputs_for(tables, scenario), scenario) for scenario in scenarios]
    lines = [headline(result, GROUP) for result in results]
    for i in range(SIZE):
        k = i % COMPARED
        named = replace(results[k], scenario=results[k].scenario.with_(name=f"Voorstel {i}"))
        saved.append(current().save(named, author="Fatma", headline=lines[k]).version.id)
    return saved[-COMPARED:]


def median_s(page: Page, start: Callable[[], None], act: Callable[[], None], done: Callable[[], None]) -> float:
    """Median time from ``act`` until ``done`` returns, from where ``start`` leads; once before, so that the browser has what
    it keeps. [s]"""
    times = []
    for _ in range(TIMES + 1):
        start()
        settled(page)
        began = time.perf_counter()
        act()
        done()
        times.append(time.perf_counter() - began)
    return statistics.median(times[1:])


def measure(page: Page, chosen: list[str]) -> dict[str, float]:
    """The times. [s]"""
    compared = f"/vergelijk-scenarios?regio={REGION}&met={','.join(chosen)}"
    group = GROUPS["Scenario's"]

    def elsewhere() -> None:
        link_to(page, "Bronnen").click()
        page.get_by_role("heading", level=1).filter(has_text="Bronnen").wait_for()
        settled(page)
        page.get_by_test_id("stTopNavSection").filter(has_text=group).click()

    def entry(name: str) -> Locator:
        return page.get_by_test_id("stTopNavDropdownLink").filter(has_text=re.compile(f"{name}$"))

    def listed() -> None:
        page.locator(ROWS).nth(19).wait_for()

    def drawn() -> None:
        page.locator(".area").nth(AREAS).wait_for(state="attached")
        page.locator(".js-plotly-plot").wait_for()
        page.locator(".fs-table").nth(1).wait_for()

    page.goto(compared)
    here = lambda: None  # noqa: E731
    to_list, to_comparison = entry("Scenario's"), entry("Scenario's vergelijken")
    return {
        f"list of {SIZE}, from another page": median_s(page, elsewhere, to_list.click, listed),
        f"{COMPARED} compared, from another page": median_s(page, elsewhere, to_comparison.click, drawn),
        f"list of {SIZE}, by its address": median_s(page, here, lambda: page.goto("/scenarios"), listed),
        f"{COMPARED} compared, by its address": median_s(page, here, lambda: page.goto(compared), drawn),
    }


def run(browser: Browser, count: int) -> tuple[dict[str, float], tuple[list[float], float]]:
    """The times [s], and those of so many searches in the list with their bytes [ms], in a store of their own."""
    with tempfile.TemporaryDirectory() as folder, in_store(Path(folder) / "scenarios.sqlite"):
        chosen = fill()
        with serve(LIVE) as app, visit(browser, app.address) as page:
            found = measure(page, chosen)
            page.goto("/scenarios")
            page.locator(ROWS).nth(19).wait_for()
            settled(page)
            return found, searches(page, "Zoek op naam, toelichting of maker", ["Voorstel 1", "Voorstel 22"], count)


@contextmanager
def in_store(path: Path) -> Iterator[None]:
    """Here and in the servers that are started, scenarios are kept in this file."""
    before = os.environ.get(STORE)
    os.environ[STORE] = str(path)
    try:
        yield
    finally:
        current().database.close()
        os.environ.pop(STORE)
        if before is not None:
            os.environ[STORE] = before


def main() -> None:
    """Print the times."""
    with chromium() as browser:
        found, (times, _) = run(browser, TIMES)
    for name, took in (found | {"a search in the list": statistics.median(times) / 1000}).items():
        print(f"{name:40} {took:6.2f} s")


if __name__ == "__main__":
    main()
