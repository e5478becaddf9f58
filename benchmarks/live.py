"""Everything that issue 3 promises about speed, measured in one run: `make bench`, or

    .venv/bin/python -m benchmarks.live [--quick] [--only verdelen,engine,room,loads,scenarios,store] [--sizes 30,342]

Starts the app as `make run` does, and the naive page; drives Chromium; prints Markdown tables and the verdict on each target.
Absolute times hold for one machine on one day: read the ratios.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks import engine, loads, room, scenarios, store, verdelen
from benchmarks.browser import chromium
from benchmarks.moves import REGIONS
from benchmarks.server import LIVE, NAIVE, serve

PARTS = ("verdelen", "engine", "room", "loads", "scenarios", "store")
KB = 1000
"""[bytes]"""


@dataclass(frozen=True)
class Size:
    """How much is measured: moves per page, seconds of a drag and of a room, reruns, sessions per room."""

    moves: int = 40
    drag: float = 6.0
    stay: float = 15.0
    reruns: int = 30
    rooms: tuple[int, ...] = (1, 10, 25, 50)


QUICK = Size(moves=5, drag=2.0, stay=6.0, reruns=4, rooms=(1, 5))


@dataclass
class Verdicts:
    """Targets and what was found."""

    rows: list[list[str]] = field(default_factory=list)

    def at_most(self, name: str, value: float, target: float, unit: str) -> None:
        """``value`` should not be larger than ``target``."""
        digits = 0 if target == 0 or target >= 20 else 2 if target <= 2 else 1
        met = "met" if value <= target else "**missed**"
        self.rows.append([name, f"{value:.{digits}f} {unit}".strip(), f"{target:g} {unit}".strip(), met])


def median(values: Sequence[float]) -> float:
    """Middle of the values, in their unit; nan when there are none."""
    return float(np.median(values)) if len(values) else float("nan")


def p95(values: Sequence[float]) -> float:
    """95th percentile of the values, in their unit; nan when there are none."""
    return float(np.percentile(values, 95)) if len(values) else float("nan")


def both(values: Sequence[float], factor: float = 1.0) -> str:
    """``median (p95)``."""
    return f"{factor * median(values):.0f} ({factor * p95(values):.0f})"


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a Markdown table under a heading."""
    print(f"\n### {title}\n\n| {' | '.join(head)} |\n|{' --- |' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(str(cell) for cell in row)} |")
    sys.stdout.flush()


def machine(browser_version: str) -> str:
    """What this was measured on, and how busy it was before anything started."""
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    model = models[0].partition(":")[2].strip() if models else platform.processor() or "unknown CPU"
    cores = len(os.sched_getaffinity(0))
    return (
        f"{date.today()}, {cores} cores ({model}), load {os.getloadavg()[0]:.1f} before the start, "
        f"Python {platform.python_version()}, Chromium {browser_version}."
    )


def measure_verdelen(browser, size: Size, verdicts: Verdicts, counts: Sequence[int]) -> None:
    """Tables 1 and 2: the live page and the naive page, for these numbers of municipalities."""
    found = {}
    with serve(LIVE) as app, serve(NAIVE) as usual:
        for count, region in ((count, REGIONS[count]) for count in counts):
            moves, drag = verdelen.live(browser, app.address, region, size.moves, size.drag)
            found[count] = moves, drag, verdelen.naive(browser, usual.address, region, size.moves)
    table(
        "1. /verdelen: a move until all outputs show it, median (p95) [ms]",
        ["municipalities", "key: drawn", "key: painted", "drag: drawn", "drag: painted", "draws/s", "frames/s"],
        [
            [n, both(m.drawn), both(m.painted), both(d.drawn), both(d.painted), f"{d.draws:.0f}", f"{d.frames:.0f}"]
            for n, (m, d, _) in found.items()
        ],
    )
    table(
        "2. The same page the usual way (plotly, inline GeoJSON, a rerun per move)",
        [
            "municipalities",
            "naive key: painted [ms]",
            "live / naive, median",
            "live / naive, p95",
            "live, drag [KB per move]",
            "live, key and commit [KB]",
            "naive [KB per move]",
            "drag / naive, bytes",
            "key and commit / naive, bytes",
        ],
        [
            [
                n,
                both(u.painted),
                f"{median(m.painted) / median(u.painted):.2f}",
                f"{p95(m.painted) / p95(u.painted):.2f}",
                f"{d.size / KB:.1f}",
                f"{m.size / KB:.1f}",
                f"{u.size / KB:.1f}",
                f"{d.size / u.size:.2f}",
                f"{m.size / u.size:.2f}",
            ]
            for n, (m, d, u) in found.items()
        ],
    )
    if 30 in found:
        _judge_30(*found[30], verdicts)
    if 342 in found:
        _judge_342(*found[342], verdicts)


def _judge_30(moves: verdelen.Moves, drag: verdelen.Drag, usual: verdelen.Moves, verdicts: Verdicts) -> None:
    verdicts.at_most("30 municipalities, drag to all outputs drawn, median", median(drag.drawn), 16, "ms")
    verdicts.at_most("30 municipalities, drag to all outputs drawn, p95", p95(drag.drawn), 33, "ms")
    verdicts.at_most("30 municipalities, key press to painted, median", median(moves.painted), 16, "ms")
    verdicts.at_most("30 municipalities, key press to painted, p95", p95(moves.painted), 33, "ms")
    verdicts.at_most("30 municipalities, bytes per move of a drag", drag.size / KB, 8, "KB")
    verdicts.at_most("30 municipalities, bytes per key press with its commit", moves.size / KB, 8, "KB")
    verdicts.at_most("30 municipalities, latency live / naive", median(moves.painted) / median(usual.painted), 0.2, "")
    verdicts.at_most("30 municipalities, bytes live (drag) / naive", drag.size / usual.size, 0.2, "")
    verdicts.at_most("30 municipalities, bytes live (key and commit) / naive", moves.size / usual.size, 0.2, "")


def _judge_342(moves: verdelen.Moves, drag: verdelen.Drag, usual: verdelen.Moves, verdicts: Verdicts) -> None:
    verdicts.at_most("342 municipalities, drag to all outputs drawn, p95", p95(drag.drawn), 150, "ms")
    verdicts.at_most("342 municipalities, key press to painted, p95", p95(moves.painted), 150, "ms")
    verdicts.at_most("342 municipalities, bytes live (drag) / naive", drag.size / usual.size, 0.1, "")
    verdicts.at_most("342 municipalities, bytes live (key and commit) / naive", moves.size / usual.size, 0.1, "")


def measure_engine() -> None:
    """Table 3: the engine alone."""
    print("\n### 3. The engine alone\n\n```")
    engine.main()
    print("```", flush=True)


def measure_room(size: Size, verdicts: Verdicts) -> None:
    """Table 4: sessions that each drag at 1 Hz."""
    rooms = [room.measure(sessions, size.stay) for sessions in size.rooms]
    rooms.append(room.measure(size.rooms[-1], size.stay, in_step=True))
    table(
        f"4. A room in which every visitor moves once a second ({room.REGION}, {size.stay:.0f} s), median (p95)",
        [
            "sessions",
            "answer [ms]",
            "rerun on commit [ms]",
            "questions, reruns",
            "errors",
            "server CPU [% of a core]",
            "visitors' CPU [% of a core]",
            "memory per extra session [MB]",
        ],
        [
            [
                f"{r.sessions}, all commit in one second" if r.in_step else r.sessions,
                both(r.posts, 1000),
                both(r.reruns, 1000),
                f"{len(r.posts)}, {len(r.reruns)}",
                len(r.errors),
                f"{100 * r.cpu:.0f}",
                f"{100 * r.own_cpu:.0f}",
                "" if r.memory is None else f"{r.memory:.1f}",
            ]
            for r in rooms
        ],
    )
    for text in sorted({error for r in rooms for error in r.errors}):
        print(f"\n- error: {text}")
    print("\nThe visitors run on the same cores as the server.")
    most, in_step = rooms[-2:]
    verdicts.at_most(f"{most.sessions} sessions, answer, p95", 1000 * p95(most.posts), 500, "ms")
    verdicts.at_most(
        f"{most.sessions} sessions that commit in one second, answer, p95", 1000 * p95(in_step.posts), 500, "ms"
    )
    verdicts.at_most(f"{most.sessions} sessions, errors", len(most.errors) + len(in_step.errors), 0, "")
    if most.memory is not None:
        verdicts.at_most(f"{most.sessions} sessions, memory per extra session", most.memory, 15, "MB")


def measure_loads(browser, size: Size, verdicts: Verdicts) -> None:
    """Table 5: first and next pages, and reruns of other pages."""
    with serve(LIVE) as app:
        fresh, later = (loads.loads(browser, app.address) for _ in range(2))
        changed = loads.reruns(browser, app.address, size.reruns)
    table(
        "5. Pages: time until everything is drawn, in an empty browser, then by the navigation on top",
        ["page", "just after the start [ms]", "another visitor [ms]", "bytes [KB]"],
        [[name, f"{fresh[name][0]:.0f}", f"{later[name][0]:.0f}", f"{later[name][1] / KB:.0f}"] for name in fresh],
    )
    table(
        "6. Reruns of other pages: from the click until the new content is painted, median (p95)",
        ["page, control", "time [ms]", "bytes [KB]"],
        [[name, both(times), f"{weight / KB:.1f}"] for name, (times, weight) in changed.items()],
    )
    verdicts.at_most("first page, cold browser", max(fresh["Start"][0], later["Start"][0]) / 1000, 2, "s")
    slowest = max(took for found in (fresh, later) for name, (took, _) in found.items() if name != "Start")
    verdicts.at_most("slowest next page", slowest / 1000, 0.5, "s")
    for name, (times, _) in changed.items():
        verdicts.at_most(f"rerun of {name}, p95", p95(times), 100, "ms")


def measure_scenarios(browser, size: Size, verdicts: Verdicts) -> None:
    """Table 7: the pages of saved scenarios."""
    found, (searched, weight) = scenarios.run(browser, size.reruns)
    table(
        f"7. Saved scenarios, {scenarios.SIZE} in the store: until everything is drawn",
        ["what", "median (p95) [ms]", "bytes [KB]"],
        [
            *([name, f"{1000 * took:.0f}", ""] for name, took in found.items()),
            ["search in the list", both(searched), f"{weight / KB:.1f}"],
        ],
    )
    for name, took in found.items():
        if "from another page" in name:
            verdicts.at_most(name, took, 1, "s")
    verdicts.at_most("rerun of /scenarios, search, p95", p95(searched), 100, "ms")


def measure_store() -> None:
    """Table 8: the store alone."""
    print("\n### 8. The store alone\n\n```")
    store.main()
    print("```", flush=True)


def main() -> None:
    """Measure what was asked for, and print it."""
    parser = argparse.ArgumentParser(description="Speed of the dashboard, as Markdown tables.")
    parser.add_argument("--quick", action="store_true", help="a few moves and seconds: whether it works, not how fast")
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of {','.join(PARTS)}")
    parser.add_argument("--sizes", default=",".join(map(str, REGIONS)), help="numbers of municipalities on /verdelen")
    options = parser.parse_args()
    chosen = options.only.split(",")
    if unknown := set(chosen) - set(PARTS):
        parser.error(f"--only: choose from {', '.join(PARTS)}, not {', '.join(sorted(unknown))}")
    counts = [int(count) for count in options.sizes.split(",") if count.isdigit()]
    if not counts or set(counts) - set(REGIONS):
        parser.error(f"--sizes: choose from {', '.join(map(str, REGIONS))}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    size, verdicts, began = QUICK if options.quick else Size(), Verdicts(), time.monotonic()
    with chromium() as browser:
        print(machine(browser.version), flush=True)
        if "verdelen" in chosen:
            measure_verdelen(browser, size, verdicts, counts)
        if "loads" in chosen:
            measure_loads(browser, size, verdicts)
        if "scenarios" in chosen:
            measure_scenarios(browser, size, verdicts)
    if "engine" in chosen:
        measure_engine()
    if "room" in chosen:
        measure_room(size, verdicts)
    if "store" in chosen:
        measure_store()
    table("Targets", ["what", "found", "target", ""], verdicts.rows)
    print(f"\n{'Quick run: few moves. ' if options.quick else ''}Took {time.monotonic() - began:.0f} s.")


if __name__ == "__main__":
    main()
