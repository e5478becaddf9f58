"""How long the engine takes, alone: median over municipalities, and the growth from one size to the next.

    .venv/bin/python -m benchmarks.engine

Prints a table for 7, 18, 30, 82 and 342 municipalities and all target groups with a task, with floor, cap and an agreement.
Absolute times hold for one machine on one day: read the ratios.
"""

from __future__ import annotations

import dataclasses
import platform
import statistics
import time
from collections.abc import Callable

import numpy as np

from data.tables import Tables, load_tables
from fairshare import Agreement, Inputs, Scenario, allocate, inputs_for
from fairshare.engine import blocks
from fairshare.inputs import NETHERLANDS, members
from fairshare.robustness import DRAWS, intervals, weight_draws
from fairshare.rounding import controlled_rounding

REPEATS = 25
WEIGHTS = {"inwoners": 4, "sociale_huur": 3, "draagkracht": 2, "land": 1}
REGIONS = {7: "parkstad", 18: "arnhem-nijmegen", 30: "mra", 82: "koplopers", 342: NETHERLANDS}
GROUPS = 12
"""Number of target groups: the issue's size; the first twelve that have a task."""


def median_ms(work: Callable[[], object]) -> float:
    """Median time of ``work``. [ms]"""
    work()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def sized(tables: Tables, region: str) -> tuple[Inputs, Scenario]:
    """Inputs and scenario of a region, or of all koploper municipalities together, with twelve groups."""
    base = NETHERLANDS if region == "koplopers" else region
    scenario = Scenario(region=base, weights=WEIGHTS, floor=0.7, cap=1.5)
    inputs = inputs_for(tables, scenario)
    if region == "koplopers":
        codes = [code for key in tables.regions["region"] for code in members(tables, key, scenario.year).index]
        keep = np.array(sorted(inputs.position[code] for code in codes))
        inputs = dataclasses.replace(
            inputs,
            codes=tuple(inputs.codes[i] for i in keep),
            names=tuple(inputs.names[i] for i in keep),
            subregions=tuple(inputs.subregions[i] for i in keep),
            quantities={name: values[keep] for name, values in inputs.quantities.items()},
            _shares={},
        )
    with_task = [key for key, group in inputs.groups.items() if group.task.value is not None][:GROUPS]
    inputs = dataclasses.replace(inputs, groups={key: inputs.groups[key] for key in with_task}, _shares={})
    first = inputs.groups[with_task[0]].task.value
    agreement = Agreement(inputs.codes[0], with_task[0], int(0.8 * first / len(inputs.codes)))
    return inputs, scenario.with_(agreements=(agreement,))


def measure(inputs: Inputs, scenario: Scenario) -> dict[str, float]:
    """Times of one size. [ms]"""
    result = allocate(inputs, scenario)
    totals = np.array([result.tasks[group].value for group in result.groups])
    largest = max(blocks(list(inputs.groups.values())), key=len)
    columns = [result.groups.index(group) for group in largest]

    def whole() -> None:
        weight_draws.cache_clear()
        intervals(allocate(inputs, scenario))

    return {
        "rounding": median_ms(
            lambda: [controlled_rounding(result.unrounded[:, [g]], totals[[g]]) for g in range(len(result.groups))]
        ),
        "rounding as one table": median_ms(lambda: controlled_rounding(result.unrounded, totals)),
        "rounding of the largest block": median_ms(
            lambda: controlled_rounding(result.unrounded[:, columns], totals[columns])
        ),
        "allocate": median_ms(lambda: allocate(inputs, scenario)),
        f"allocate and {DRAWS} draws": median_ms(whole),
    }


def main() -> None:
    """Print the table."""
    tables = load_tables()
    found = {size: measure(*sized(tables, region)) for size, region in REGIONS.items()}
    print(
        f"{platform.machine()}, Python {platform.python_version()}, {GROUPS} groups, median of {REPEATS} [ms], and growth"
    )
    print(f"{'':32}" + "".join(f"{size:>16}" for size in found))
    sizes = list(found)
    for name in found[sizes[0]]:
        cells = []
        for before, size in zip([None, *sizes], sizes, strict=False):
            growth = f" (x{found[size][name] / found[before][name]:.1f})" if before else ""
            cells.append(f"{found[size][name]:8.2f}{growth:<8}")
        print(f"{name:32}" + "".join(f"{cell:>16}" for cell in cells))


if __name__ == "__main__":
    main()
