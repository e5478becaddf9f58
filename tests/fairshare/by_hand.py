"""Regions small enough to calculate by hand, shorthands for the real ones, and scenarios for hypothesis."""

from dataclasses import fields, replace
from decimal import Decimal

import numpy as np
from hypothesis import strategies as st

from data.tables import Tables, load_tables
from fairshare import Agreement, Inputs, Result, Scenario, Swap, allocate, inputs_for
from fairshare.criteria import EXISTING, Criterion
from fairshare.inputs import Group
from fairshare.tasks import OWN, Task

TABLES = load_tables()
KOPLOPERS = ("groningen", "mra", "arnhem-nijmegen", "haaglanden", "parkstad", "enschede")
YEARS = (2021, 2022, 2023, 2024, 2025)
SMALL = ("groningen", "haaglanden", "parkstad", "enschede")
CRITERIA = tuple(TABLES.criteria["criterion"])
MEASURED = tuple(criterion for criterion in CRITERIA if criterion != "ruimte_bestaand_aanbod")
"""The criteria with figures for every municipality of the koploper regions."""
GROUPS = tuple(TABLES.groups["group"])


# -- a region by hand


def group(key: str, task: int | None, unit: str = "personen", part_of: str = "") -> Group:
    """A target group of which only task, unit and whole matter."""
    texts = {field.name: "" for field in fields(Group)}
    known = {"key": key, "name": key, "unit": unit, "part_of": part_of}
    return Group(**texts | known | {"task": Task(None) if task is None else Task(task, status=OWN)})


def region(
    groups: list[Group] | None = None, existing: dict | None = None, criteria: tuple = (), **quantities
) -> Inputs:
    """Municipalities A, B, C ... with these quantities; every quantity is also a proportional criterion."""
    arrays = {name: np.array(values, dtype=float) for name, values in quantities.items()}
    n = len(next(iter(arrays.values())))
    known = {name: Criterion(name, name, "proportional", name) for name in arrays}
    return Inputs(
        region="hier",
        region_name="Hier",
        year=2024,
        codes=tuple("ABCDEFGHIJ"[:n]),
        names=tuple(f"Gemeente {letter}" for letter in "ABCDEFGHIJ"[:n]),
        subregions=("",) * n,
        quantities=arrays,
        national={name: float(values.sum()) for name, values in arrays.items()},
        existing={key: np.array(values, dtype=float) for key, values in (existing or {}).items()},
        criteria=known | {criterion.key: criterion for criterion in criteria},
        groups={spec.key: spec for spec in groups or [group("groep", 100)]},
        data_version="met de hand",
    )


def here(inputs: Inputs, **scenario) -> Result:
    """The result of a key in a region by hand."""
    return allocate(inputs, Scenario(region="hier", **scenario))


ROOM = Criterion("ruimte", "Ruimte", "gap", EXISTING, "inwoners")
"""Gap to the regional mean of existing supply per inhabitant."""


# -- the real regions


def allocated(region: str = "groningen", tables: Tables = TABLES, **scenario) -> Result:
    """The result of a key in a real region."""
    chosen = Scenario(region=region, **scenario)
    return allocate(inputs_for(tables, chosen), chosen)


def rerun(document: dict, tables: Tables = TABLES) -> Result:
    """The result of a scenario file."""
    chosen = Scenario.from_dict(document)
    return allocate(inputs_for(tables, chosen), chosen)


def shuffled(seed: int) -> Tables:
    """The same tables with the rows of every frame in another order."""
    frames = {field.name: getattr(TABLES, field.name) for field in fields(Tables) if field.name != "version"}
    return replace(TABLES, **{name: frame.sample(frac=1, random_state=seed) for name, frame in frames.items()})


def is_one_line(message: str) -> bool:
    """Whether a refusal is one line that says something."""
    return len(message.splitlines()) == 1 and bool(message.strip())


def exactly(number: float | int) -> Decimal:
    """A number as it is printed, without the noise of a float."""
    return Decimal(repr(number))


# -- scenarios

EVERYTHING = Scenario(
    region="arnhem-nijmegen",
    year=2023,
    combine="factors",
    reference="woningen",
    weights={"inwoners": 6, "sociale_huur": 2.5},
    group_weights={"ouderen": {"ouderen_75plus": 1}, "studenten": {"jongeren_15_24": 7, "land": 0.125}},
    tasks={"dak_thuisloos": 1489, "mantelzorg": 12},
    floor=0.5,
    cap=1.75,
    group_rules={"studenten": {"floor": None, "cap": None}, "statushouders": {"cap": 2, "existing": 0.5}},
    agreements=(Agreement("GM0268", "statushouders", 340), Agreement("GM0202", "uitstroom_bw", 40)),
    swaps=(Swap("GM0202", "GM0268", "statushouders", 12), Swap("GM0268", "GM0202", "uitstroom_bw", 5)),
)
"""A scenario with something of everything that a readable link can hold."""

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
"""Text as people may type it: any letter of any alphabet, lines, signs."""
weight = st.one_of(st.integers(0, 10), st.floats(0.001, 10))


def keys(criteria: tuple[str, ...] = MEASURED, weights: st.SearchStrategy = weight) -> st.SearchStrategy:
    """Weights of one to four criteria, not all zero."""
    chosen = st.dictionaries(st.sampled_from(criteria), weights, min_size=1, max_size=4)
    return chosen.filter(lambda key: any(value > 0 for value in key.values()))


own_rules = st.fixed_dictionaries(
    {}, optional={"existing": st.floats(0, 1), "floor": st.none() | st.floats(0, 1), "cap": st.none() | st.floats(1, 4)}
)
"""The rules of one group, instead of the common ones."""


@st.composite
def documents(draw, regions: tuple[str, ...] = SMALL, agreements: bool = True) -> dict:
    """Scenario files that are well formed; the engine may still refuse bounds, agreements and swaps that do not fit."""
    place = draw(st.sampled_from(regions))
    year = draw(st.sampled_from(YEARS))
    document = {"version": 1, "region": place, "year": year, "weights": draw(keys(CRITERIA, weight | st.floats(0, 10)))}
    optional = {
        "reference": st.sampled_from(["inwoners", "woningen", "sociale_huur", "gelijk"]),
        "tasks": st.dictionaries(st.sampled_from(GROUPS), st.integers(0, 20_000), max_size=3),
        "group_weights": st.dictionaries(st.sampled_from(GROUPS), keys(), max_size=2),
        "combine": st.sampled_from(["shares", "factors"]),
        "group_rules": st.dictionaries(st.sampled_from(GROUPS), own_rules, max_size=2),
        "existing": st.floats(0, 1),
        "floor": st.floats(0, 1.05),
        "cap": st.floats(0.98, 4),
    }
    document |= {name: draw(values) for name, values in optional.items() if draw(st.booleans())}
    if "floor" in document and "cap" in document:
        document["cap"] = max(document["floor"], document["cap"])
    if "group_rules" in document:
        document["cap"] = max(document.get("cap", 1.1), 1.1)
        document["floor"] = min(document.get("floor", 0.9), 0.9)
    if agreements and draw(st.booleans()):
        codes = inputs_for(TABLES, Scenario(region=place, year=year)).codes
        cell = st.tuples(st.sampled_from(codes), st.sampled_from(["statushouders", "ouderen", "studenten"]))
        cells = draw(st.lists(cell, max_size=3, unique=True))
        document["agreements"] = [
            {"municipality": code, "group": key, "number": draw(st.integers(0, 200))} for code, key in cells
        ]
        pairs = draw(st.lists(st.tuples(cell, st.sampled_from(codes)), max_size=3))
        document["swaps"] = [
            {"from": giver, "to": taker, "group": key, "number": draw(st.integers(1, 30))}
            for (giver, key), taker in pairs
            if giver != taker
        ]
    return document


@st.composite
def scenarios(draw) -> Scenario:
    """Any scenario that is well formed, with name, note and reasons."""
    document = draw(documents())
    for record in document.get("agreements", []) + document.get("swaps", []):
        record["reason"] = draw(words)
    return Scenario.from_dict(document | {"name": draw(words), "note": draw(words)})
