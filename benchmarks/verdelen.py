"""A move on /verdelen until every output shows it: on the live page, and on the same page written the usual way."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page

from benchmarks.browser import QUIET, Traffic, settled, visit
from benchmarks.moves import START, key_text, walk

DRAGGED = ["sociale_huur", "land"]
EMPTY_WORLD = """
const none = { type: "GeometryCollection", geometries: [] };
const names = ["coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"];
const objects = Object.fromEntries(names.map((name) => [name, none]));
window.PlotlyGeoAssets = { topojson: { world_110m: { type: "Topology", arcs: [], objects } } };
"""
"""Plotly fetches a map of the world from its own site before it draws any choropleth; here it finds an empty one."""
WARM_UP = 3
"""Moves before the first that counts."""


@dataclass(frozen=True)
class Moves:
    """Key presses, one by one from rest.

    Parameters
    ----------
    drawn : from the key to the DOM with all outputs; None where the page does not tell. [ms]
    painted : from the key to the end of the frame that shows all outputs. [ms]
    size : bytes per move, both ways, HTTP and websocket, with all that follows from it. [bytes]
    """

    drawn: list[float] | None
    painted: list[float]
    size: float


@dataclass(frozen=True)
class Drag:
    """An input event per frame.

    Parameters
    ----------
    drawn, painted : from each event to the DOM, or the frame, that shows it or a newer one. [ms]
    draws, frames : per second. [1/s]
    size : bytes per draw, both ways. [bytes]
    """

    drawn: list[float]
    painted: list[float]
    draws: float
    frames: float
    size: float


def live(browser: Browser, address: str, region: str, moves: int, seconds: float) -> tuple[Moves, Drag]:
    """Key presses and a drag on the live page."""
    with visit(browser, address) as page:
        traffic = Traffic.of(page)
        key = ",".join(f"{criterion}:{weight}" for criterion, weight in START.items())
        page.goto(f"/verdelen?{urlencode({'regio': region, 'gewicht': key})}")
        page.locator(".panel[data-drawn]").wait_for(state="attached")
        page.locator(".panel .area").first.wait_for()
        settled(page)
        page.evaluate("bench.watchDraws()")
        return _pressed(page, traffic, moves, "live"), _dragged(page, traffic, seconds)


def naive(browser: Browser, address: str, region: str, moves: int) -> Moves:
    """Key presses on the naive page."""
    with visit(browser, address) as page:
        traffic = Traffic.of(page)
        page.add_init_script(EMPTY_WORLD)
        page.goto(f"/?regio={region}")
        page.locator("path.choroplethlocation").first.wait_for()
        settled(page)
        return _pressed(page, traffic, moves, "naive")


def _pressed(page: Page, traffic: Traffic, moves: int, kind: str) -> Moves:
    drawn, painted = [], []
    for i, (criterion, key, weights) in enumerate(walk(WARM_UP + moves)):
        if i == WARM_UP:
            traffic.reset()
        _slider(page, criterion, kind).focus()
        given = {"weights": weights, "key": key_text(weights)}
        page.evaluate("([kind, given]) => { bench.drawn = undefined; bench.arm(kind, given) }", [kind, given])
        page.keyboard.press(key)
        found = page.evaluate("bench.outcome.then((painted) => [painted, bench.drawn ?? null])")
        settled(page)
        if i >= WARM_UP:
            painted.append(found[0])
            drawn.append(found[1])
    return Moves(drawn if kind == "live" else None, painted, traffic.total / moves)


def _slider(page: Page, criterion: str, kind: str):
    return page.locator(f"#c-{criterion}" if kind == "live" else f'.st-key-{criterion} input[type="range"]')


def _dragged(page: Page, traffic: Traffic, seconds: float) -> Drag:
    page.evaluate("([criteria, seconds]) => bench.drag(criteria, seconds)", [DRAGGED, 0.5])
    page.wait_for_timeout(2 * QUIET)
    settled(page)
    traffic.reset()
    found = page.evaluate("([criteria, seconds]) => bench.drag(criteria, seconds)", [DRAGGED, seconds])
    page.wait_for_timeout(2 * QUIET)
    settled(page)
    if found["wrong"]:
        raise RuntimeError(f"{found['wrong']} draws showed another key than was asked for.")
    return Drag(
        found["drawn"],
        found["painted"],
        found["drawsPerSecond"],
        found["framesPerSecond"],
        (traffic.http_down + traffic.http_up) / found["draws"],
    )
