"""What is known of a region and what is missing: per target group and item the status and the year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from fairshare.assumptions import HOMES, assumption
from fairshare.errors import dutch
from fairshare.inputs import Group, Inputs
from fairshare.tasks import MISSING, OWN

if TYPE_CHECKING:
    from data.tables import Tables

TASK, MARGIN, REGISTERED, EXISTING = "opgave", "marge", "registratie", "bestaand_aanbod"
ITEMS = (TASK, MARGIN, REGISTERED, EXISTING, HOMES)


@dataclass(frozen=True)
class Known:
    """One cell of the matrix.

    Parameters
    ----------
    status : of the figure, ``ontbreekt`` when there is none.
    year : of the figure, '' when it has none.
    text : the figure itself in short, '' when there is none.
    """

    status: str
    year: str = ""
    text: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether there is no figure."""
        return self.status == MISSING


NOTHING = Known(MISSING)


def coverage(
    inputs: Inputs, tables: Tables, tasks: Mapping[str, int], overrides: Mapping[str, float]
) -> dict[str, dict[str, Known]]:
    """Group -> item -> what is known. Figures that a user brought show up through ``inputs``, ``tasks`` and ``overrides``.

    Parameters
    ----------
    tasks : group -> task that the user filled in. [units of the group]
    overrides : see `fairshare.assumptions.assumption`.
    """
    return {
        key: {
            TASK: _task(group, tasks.get(key)),
            MARGIN: NOTHING if key in tasks else _margin(group),
            REGISTERED: _registered(tables, inputs.region, key),
            EXISTING: _existing(inputs, tables, key),
            HOMES: _homes(tables, overrides, key),
        }
        for key, group in inputs.groups.items()
    }


def gaps(matrix: Mapping[str, Mapping[str, Known]]) -> list[tuple[str, str]]:
    """Group and item of every cell without a figure, in the order of the matrix."""
    return [(group, item) for group, cells in matrix.items() for item, known in cells.items() if known.is_missing]


def whom_to_ask(tables: Tables, item: str, group: str) -> tuple[str, str]:
    """Who may have the figure, and what to ask: of this group, else of any group; empty texts when nobody is named."""
    rows = tables.requests[tables.requests["item"] == item]
    of_group, of_any = rows[rows["group"] == group], rows[rows["group"].isna()]
    found = of_any if of_group.empty else of_group
    return ("", "") if found.empty else (found.iloc[0]["ask"], found.iloc[0]["request"])


def _task(group: Group, own: int | None) -> Known:
    if own is not None:
        return Known(OWN, "", dutch(own))
    task = group.task
    return NOTHING if task.value is None else Known(task.status, task.origin.year, dutch(task.value))


def _margin(group: Group) -> Known:
    """The lowest and highest published estimate that differ from the task itself."""
    task = group.task
    ends = [("laag", task.low, task.low_origin), ("hoog", task.high, task.high_origin)]
    ends = [end for end in ends if end[1] is not None and end[1] != task.value]
    if not ends:
        return NOTHING
    years = sorted({origin.year for _, _, origin in ends if origin.year})
    is_estimate = any(origin.status == "raming" for _, _, origin in ends)
    status = "raming" if is_estimate else ends[0][2].status
    return Known(status, ", ".join(years), ", ".join(f"{name} {dutch(value)}" for name, value, _ in ends))


def _registered(tables: Tables, region: str, group: str) -> Known:
    """A figure that was published for the region itself, the task first."""
    rows = tables.regional_figures
    rows = rows[(rows["region"] == region) & (rows["group"] == group)]
    if rows.empty:
        return NOTHING
    first = rows.sort_values("role", key=lambda roles: roles != "primary", kind="stable").iloc[0]
    year = "" if pd.isna(first["year"]) else str(first["year"])
    return Known(first["status"], year, f"{dutch(first['value'])} {first['unit']}")


def _existing(inputs: Inputs, tables: Tables, group: str) -> Known:
    """Of how many municipalities existing supply is known."""
    known = np.isfinite(inputs.existing[group]) if group in inputs.existing else np.zeros(len(inputs.codes), bool)
    if not known.any():
        return NOTHING
    rows = tables.existing_supply
    rows = rows[(rows["group"] == group) & rows["municipality"].isin(inputs.codes)]
    own = [figure for figure in inputs.figures if (figure.kind, figure.subject) == ("existing", group)]
    years = ", ".join(sorted({*(str(year) for year in rows["year"].dropna()), *(f.year for f in own if f.year)}))
    status = next(iter([*(figure.status for figure in own), *rows["status"]]), OWN)
    return Known(status, years, f"{known.sum()} van {len(inputs.codes)} gemeenten")


def _homes(tables: Tables, overrides: Mapping[str, float], group: str) -> Known:
    factor = assumption(tables, overrides, HOMES, group)
    return NOTHING if factor.value is None else Known(factor.status, factor.year, dutch(factor.value, 2))
