"""The benchmarks of the engine and the store run and print a column for every size; how long they take is not a test."""

import re

import numpy as np
import pytest
from by_hand import TABLES

from benchmarks import engine, store
from fairshare import allocate
from fairshare.robustness import weight_draws


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """One time each, and no draws of ours left behind for others."""
    monkeypatch.setattr(engine, "REPEATS", 1)
    yield
    weight_draws.cache_clear()


@pytest.mark.parametrize(("size", "place"), engine.REGIONS.items())
def test_every_size_has_its_municipalities_twelve_groups_and_every_rule(size, place):
    inputs, scenario = engine.sized(TABLES, place)
    assert len(inputs.codes) == len(set(inputs.codes)) == size
    assert list(inputs.codes) == sorted(inputs.codes)
    assert len(inputs.groups) == engine.GROUPS == 12
    assert (scenario.floor, scenario.cap) == (0.7, 1.5)
    assert len(scenario.agreements) == 1
    result = allocate(inputs, scenario)
    assert result.numbers.sum(axis=0).tolist() == [result.tasks[group].value for group in result.groups]
    assert not result.warnings


def test_the_smallest_size_is_measured_in_every_part():
    found = engine.measure(*engine.sized(TABLES, engine.REGIONS[7]))
    assert {"rounding", "allocate"} <= set(found)
    assert any("draws" in name for name in found)
    assert all(np.isfinite(time) and time > 0 for time in found.values())


def test_the_median_is_of_as_many_times_as_is_said(monkeypatch):
    monkeypatch.setattr(engine, "REPEATS", 5)
    calls = []
    assert engine.median_ms(lambda: calls.append(1)) >= 0
    assert len(calls) == 6  # once before, so that caches are filled


def test_the_table_has_a_column_for_every_size_and_growth_beside_it(capsys):
    engine.main()
    title, head, *rows = capsys.readouterr().out.strip("\n").splitlines()
    assert "median of 1 [ms]" in title
    assert head.split() == ["7", "18", "30", "82", "342"]
    assert len(rows) >= 4
    for row in rows:
        times = re.findall(r"(\d+\.\d\d)(?: \(x(\d+\.\d)\))?", row)
        assert len(times) == 5, row
        assert [bool(growth) for _, growth in times] == [False, True, True, True, True], row


def test_the_benchmark_of_the_store_has_a_column_for_every_number_of_scenarios(capsys, monkeypatch):
    monkeypatch.setattr(store, "SIZES", (6, 12))
    store.main()
    title, _, head, *rows = capsys.readouterr().out.strip("\n").splitlines()
    assert title.startswith("sqlite")
    assert head.split() == ["scenarios", "6", "12"]
    assert len(rows) >= 6
    for row in rows:
        assert re.search(r" \d+\.\d\d +\d+\.\d\d \(x\d+\.\d\)$", row.rstrip()), row
