"""A move on /verdelen until every output shows it: on the live page, and on the same page written the usual way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
WARM_UP_SECONDS = 0.5
"""A drag before the one that counts. [s]"""
WEIGHED_MOVES, WEIGHED_SECONDS = 6, 2.0
"""Key presses, and seconds of a drag, of which the bytes are counted."""


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
    """Key presses and a drag on the live page. Bytes are counted on a visit of their own, so that counting is no part of the times."""
    with _on_live(browser, address, region) as (page, _):
        drawn, painted = _pressed(page, moves, "live")
        _dragged(page, WARM_UP_SECONDS)
        drag = _dragged(page, seconds)
    with _on_live(browser, address, region, is_counted=True) as (page, traffic):
        size = _weighed(page, traffic, "live")
        traffic.reset()
        draws = _dragged(page, WEIGHED_SECONDS)["draws"]
        weight = (traffic.http_down + traffic.http_up) / draws
    of_drag = Drag(drag["drawn"], drag["painted"], drag["drawsPerSecond"], drag["framesPerSecond"], weight)
    return Moves(drawn, painted, size), of_drag


def naive(browser: Browser, address: str, region: str, moves: int) -> Moves:
    """Key presses on the naive page; bytes on a visit of their own."""
    with _on_naive(browser, address, region) as (page, _):
        _, painted = _pressed(page, moves, "naive")
    with _on_naive(browser, address, region, is_counted=True) as (page, traffic):
        return Moves(None, painted, _weighed(page, traffic, "naive"))


@contextmanager
def _on_live(browser: Browser, address: str, region: str, is_counted: bool = False) -> Iterator[tuple[Page, Traffic]]:
    """A visit to the live page at rest."""
    with visit(browser, address) as page:
        traffic = Traffic.of(page) if is_counted else Traffic()
        key = ",".join(f"{criterion}:{weight}" for criterion, weight in START.items())
        page.goto(f"/verdelen?{urlencode({'regio': region, 'gewicht': key})}")
        page.locator(".panel[data-drawn]").wait_for(state="attached")
        page.locator(".panel .area").first.wait_for()
        settled(page)
        page.evaluate("bench.watchDraws()")
        yield page, traffic


@contextmanager
def _on_naive(browser: Browser, address: str, region: str, is_counted: bool = False) -> Iterator[tuple[Page, Traffic]]:
    """A visit to the naive page at rest."""
    with visit(browser, address) as page:
        traffic = Traffic.of(page) if is_counted else Traffic()
        page.add_init_script(EMPTY_WORLD)
        page.goto(f"/?regio={region}")
        page.locator("path.choroplethlocation").first.wait_for()
        settled(page)
        yield page, traffic


def _pressed(page: Page, moves: int, kind: str) -> tuple[list[float], list[float]]:
    """Times until drawn and painted of key presses, after a few that do not count. [ms]"""
    found = [_press(page, kind, *move) for move in walk(WARM_UP + moves)][WARM_UP:]
    return [drawn for _, drawn in found], [painted for painted, _ in found]


def _weighed(page: Page, traffic: Traffic, kind: str) -> float:
    """Bytes per key press with all that follows from it. [bytes]"""
    for i, move in enumerate(walk(WARM_UP + WEIGHED_MOVES)):
        if i == WARM_UP:
            traffic.reset()
        _press(page, kind, *move)
    return traffic.total / WEIGHED_MOVES


def _press(page: Page, kind: str, criterion: str, key: str, weights: dict[str, float]) -> tuple[float, float | None]:
    """Press a key from rest: time until painted, and until drawn where the page tells. [ms]"""
    _slider(page, criterion, kind).focus()
    given = {"weights": weights, "key": key_text(weights)}
    page.evaluate("([kind, given]) => { bench.drawn = undefined; bench.arm(kind, given) }", [kind, given])
    page.keyboard.press(key)
    painted, drawn = page.evaluate("bench.outcome.then((painted) => [painted, bench.drawn ?? null])")
    settled(page)
    return painted, drawn


def _slider(page: Page, criterion: str, kind: str):
    return page.locator(f"#c-{criterion}" if kind == "live" else f'.st-key-{criterion} input[type="range"]')


def _dragged(page: Page, seconds: float) -> dict:
    """What `bench.drag` found."""
    found = page.evaluate("([criteria, seconds]) => bench.drag(criteria, seconds)", [DRAGGED, seconds])
    page.wait_for_timeout(2 * QUIET)
    settled(page)
    if found["wrong"]:
        raise RuntimeError(f"{found['wrong']} draws showed another key than was asked for.")
    return found
