"""The engine against published outcomes: it runs now, on the tables that the tests read too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from fairshare.allocation import count_existing, within_bounds
from fairshare.engine import Result, allocate
from fairshare.inputs import NETHERLANDS, inputs_for
from fairshare.rounding import controlled_rounding, largest_remainder
from fairshare.scenario import Scenario
from fairshare.tasks import whole

if TYPE_CHECKING:
    from data.tables import Tables

PERMITS = "statushouders"
KEY_YEAR = 2021
"""The inhabitants with which the published tasks of permit holders were divided. [1 January]"""
SPREAD_PRESET = "zoals-spreidingswet"
DECIMALS = 4
"""Decimals in which a published number that is not whole is written."""

TASKS, BACKLOG, SEATS, TEXTBOOK, OWN_EXAMPLE, SUMS = "taakstelling", "achterstand", "zetels", "leerboek", "eigen", "som"
STRICT = (TASKS, SEATS, TEXTBOOK)
"""Kinds of case that depend on the method alone: here the engine must give the published number."""


@dataclass(frozen=True)
class Number:
    """One published number beside ours. [unit of the case]"""

    item: str
    ours: float
    theirs: float

    @property
    def difference(self) -> float:
        """Ours minus theirs, 0 when they are equal in the decimals of the source."""
        decimals = 0 if float(self.theirs).is_integer() and float(self.ours).is_integer() else DECIMALS
        return round(self.ours - self.theirs, decimals) + 0.0


@dataclass(frozen=True)
class Case:
    """One published outcome: its numbers, what explains a difference, and where it was published."""

    key: str
    kind: str
    name: str
    numbers: tuple[Number, ...]
    note: str
    source: str
    source_url: str

    @property
    def is_equal(self) -> bool:
        """Whether every number is the published one."""
        return all(number.difference == 0 for number in self.numbers)


@dataclass(frozen=True)
class Direction:
    """A municipality in a published division of which we do not know the formula. [places]

    Parameters
    ----------
    published : what the source has; pro_rata : by inhabitants alone; ours : with the preset that resembles the law.
    """

    key: str
    name: str
    published: int
    pro_rata: float
    ours: float
    note: str
    source_url: str

    @property
    def agrees(self) -> bool:
        """Whether ours and theirs lie on the same side of pro rata."""
        return (self.published - self.pro_rata) * (self.ours - self.pro_rata) > 0


@dataclass(frozen=True)
class Verification:
    """Everything that was compared."""

    cases: tuple[Case, ...]
    directions: tuple[Direction, ...]

    def of(self, *kinds: str) -> tuple[Case, ...]:
        """The cases of these kinds."""
        return tuple(case for case in self.cases if case.kind in kinds)

    def equal(self, *kinds: str) -> tuple[int, int]:
        """How many cases of these kinds give the published numbers, and how many there are."""
        cases = self.of(*kinds)
        return sum(case.is_equal for case in cases), len(cases)


def verify(tables: Tables, seats: tuple[Tables, Mapping[str, tuple[str, Mapping[str, int]]]]) -> Verification:
    """Run the engine on every published case.

    Parameters
    ----------
    seats : tables of the cantons, and election -> scenario file [json] and published seats, see `data.published`.
    """
    cases = [*_tasks(tables), *_examples(tables), *_seats(*seats), *_sums(tables)]
    return Verification(tuple(cases), tuple(_directions(tables)))


def _divided(tables: Tables, total: int, weights: Mapping[str, float]) -> tuple[Result, int]:
    """A task divided over all municipalities, and its column."""
    scenario = Scenario(region=NETHERLANDS, year=KEY_YEAR, weights=tuple(weights.items()), tasks=((PERMITS, total),))
    result = allocate(inputs_for(tables, scenario), scenario)
    return result, result.column(PERMITS)


def _tasks(tables: Tables) -> list[Case]:
    """The task of permit holders per half year: total x inhabitants / inhabitants of the Netherlands."""
    rows = tables.cases[tables.cases["allocation"] == "taakstelling"].sort_values("case")
    cases = []
    for total, of_total in rows.groupby("national_total"):
        result, g = _divided(tables, int(total), {"inwoners": 1})
        for row in of_total.to_dict("records"):
            i = result.inputs.position[row["municipality"]]
            number = Number(result.inputs.names[i], whole(result.unrounded[i, g]), row["published"])
            name = f"Taak van {result.inputs.names[i]}, {row['period']}, uit {total}"
            kind = TASKS if row["strict"] else BACKLOG
            cases.append(Case(row["case"], kind, name, (number,), row["note"], row["period"], row["source_url"]))
    return sorted(cases, key=lambda case: case.key)


def _directions(tables: Tables) -> list[Direction]:
    """The indicative numbers of the Spreidingswet: ours with the preset, and by inhabitants alone."""
    rows = tables.cases[tables.cases["allocation"] == "spreidingswet"].sort_values("case")
    if rows.empty:
        return []
    preset = tables.presets[tables.presets["preset"] == SPREAD_PRESET]
    key = dict(zip(preset["criterion"], preset["weight"], strict=True))
    result, g = _divided(tables, int(rows["national_total"].iloc[0]), key)
    found = []
    for row in rows.to_dict("records"):
        i = result.inputs.position[row["municipality"]]
        numbers = float(result.reference[i, g]), float(result.unrounded[i, g])
        texts = row["note"], row["source_url"]
        found.append(Direction(row["case"], result.inputs.names[i], row["published"], *numbers, *texts))
    return found


def _examples(tables: Tables) -> list[Case]:
    """Worked examples of the steps: rounding, existing supply and bounds."""
    cases = []
    for key, rows in tables.examples.groupby("example", sort=False):
        first = rows.iloc[0]
        ours = METHODS[first["method"]](rows)
        items = rows["item"] + rows["column"].map(lambda column: "" if pd.isna(column) else f", {column}")
        triples = zip(items, ours, rows["published"], strict=True)
        numbers = tuple(Number(item, float(mine), float(theirs)) for item, mine, theirs in triples)
        kind = OWN_EXAMPLE if pd.isna(first["source_url"]) else TEXTBOOK
        texts = ["" if pd.isna(first[name]) else first[name] for name in ("note", "source", "source_url")]
        cases.append(Case(key, kind, first["name"], numbers, *texts))
    return cases


def _by_remainder(rows: pd.DataFrame) -> np.ndarray:
    total = int(rows["total"].iloc[0])
    quantity = rows["quantity"].to_numpy()
    return largest_remainder(quantity / quantity.sum() * total, total)


def _as_table(rows: pd.DataFrame) -> np.ndarray:
    """Rows are ordered by item, then by column."""
    columns = rows["column"].nunique()
    table = rows["quantity"].to_numpy().reshape(-1, columns)
    return controlled_rounding(table, rows["total"].to_numpy()[:columns]).ravel()


def _with_existing(rows: pd.DataFrame) -> np.ndarray:
    quantity = rows["quantity"].to_numpy()
    return count_existing(quantity / quantity.sum(), float(rows["total"].iloc[0]), rows["existing"].to_numpy(), 1.0)


def _with_bounds(rows: pd.DataFrame) -> np.ndarray:
    total, quantity = float(rows["total"].iloc[0]), rows["quantity"].to_numpy()
    low = np.zeros(len(rows))
    return within_bounds(quantity / quantity.sum() * total, total, low, rows["high"].to_numpy())


METHODS: dict[str, Callable[[pd.DataFrame], np.ndarray]] = {
    "largest_remainder": _by_remainder,
    "controlled_rounding": _as_table,
    "existing_supply": _with_existing,
    "bounds": _with_bounds,
}


def _seats(cantons: Tables, elections: Mapping[str, tuple[str, Mapping[str, int]]]) -> list[Case]:
    """The Swiss National Council: 200 seats by largest remainder, at least one per canton."""
    cases = []
    for election, (document, published) in elections.items():
        scenario = Scenario.from_json(document)
        result = allocate(inputs_for(cantons, scenario), scenario)
        seats = dict(zip(result.inputs.codes, result.numbers[:, 0].tolist(), strict=True))
        names = dict(zip(result.inputs.codes, result.inputs.names, strict=True))
        numbers = tuple(Number(names[code], seats[code], theirs) for code, theirs in published.items())
        name = f"Zwitserse Nationale Raad {election}: 200 zetels over 26 kantons"
        note = "Grootste resten; wie te klein is voor een zetel, krijgt er vooraf één."
        source = "Zwitserse Bondsraad, art. 149 van de grondwet en art. 17 BPR"
        cases.append(Case(f"nationalrat-{election}", SEATS, name, numbers, note, source, SEATS_URL))
    return cases


SEATS_URL = "https://bundesblatt.weblaw.ch"


def _sums(tables: Tables) -> list[Case]:
    """Parts that were published with their total."""
    cases = []
    for key, rows in tables.sums.groupby("sum", sort=False):
        first = rows.iloc[0]
        number = Number("Samen", int(rows["value"].sum()), int(first["published"]))
        note = "" if pd.isna(first["note"]) else first["note"]
        texts = note, first["source"], first["source_url"]
        cases.append(Case(key, SUMS, f"{first['name']} ({first['unit']})", (number,), *texts))
    return cases
