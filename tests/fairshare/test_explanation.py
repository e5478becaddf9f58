"""Step 8: the steps from the reference to the result add up, in floats and as they are printed."""

from decimal import Decimal

import numpy as np
import pytest
from by_hand import KOPLOPERS, allocated, documents, exactly, group, here, keys, region, rerun
from hypothesis import assume, given
from hypothesis import strategies as st

from fairshare import Agreement, FairShareError, Swap
from fairshare.explanation import criterion_effect, in_decimals

CLOSING = ["existing", "bounds", "agreements", "rounding", "swaps"]


def accepted(document):
    """The result of a scenario that the engine accepts."""
    try:
        return rerun(document)
    except FairShareError:
        assume(False)


def test_the_effect_of_a_criterion_is_its_own_term():
    # Half of the weight, a task of 100, a share of 0.8 instead of 0.6: 0.5 x 100 x 0.2 = 10.
    assert criterion_effect(0.5, 100, np.array([0.8, 0.2]), np.array([0.6, 0.4])) == pytest.approx([10, -10])


def test_the_path_from_reference_to_result_by_hand():
    # Reference 60 and 40. Land (0.2, 0.8) has weight 1 of 4: 0.25 x 100 x (0.2 - 0.6) = -10. So 50 and 50.
    # Of the 20 in A half counts: 110 in all, 55 each, A has 10 of that: 45, so -5. The cap of B is 1.3 x 40 = 52: -3.
    # An agreement of 49 for A: +1. Nothing to round. A swap of 7 to B: -7 and +7.
    inputs = region(existing={"groep": [20, 0]}, inwoners=[60, 40], land=[20, 80])
    key = {"inwoners": 3, "land": 1}
    fixed, swap = (Agreement("A", "groep", 49),), (Swap("A", "B", "groep", 7),)
    result = here(inputs, weights=key, existing=0.5, cap=1.3, agreements=fixed, swaps=swap)
    rows = result.as_dict()["rows"]
    a = {
        "reference": 60,
        "inwoners": 0,
        "land": -10,
        "existing": -5,
        "bounds": 3,
        "agreements": 1,
        "rounding": 0,
        "swaps": -7,
    }
    b = {
        "reference": 40,
        "inwoners": 0,
        "land": 10,
        "existing": 5,
        "bounds": -3,
        "agreements": -1,
        "rounding": 0,
        "swaps": 7,
    }
    assert [row["steps"] for row in rows] == [a, b]
    assert [row["result"] for row in rows] == [42, 58]


@given(documents())
def test_the_steps_add_up_to_the_result(document):
    result = accepted(document)
    for g, key in enumerate(result.groups):
        total = sum(result.steps[key].values())
        assert total == pytest.approx(result.numbers[:, g], rel=0, abs=1e-9 * max(1, result.tasks[key].value))


@given(documents())
def test_the_printed_steps_add_up_to_the_result_to_the_last_decimal(document):
    for row in accepted(document).as_dict()["rows"]:
        assert sum(exactly(value) for value in row["steps"].values()) == row["result"]


@pytest.mark.parametrize("place", [*KOPLOPERS, "nl"])
def test_the_printed_steps_of_a_large_task_add_up(place):
    result = allocated(place, weights={"inwoners": 3, "land": 7}, tasks={"ouderen": 10_000_000})
    for row in result.as_dict(["ouderen"])["rows"]:
        assert sum(exactly(value) for value in row["steps"].values()) == row["result"]


@given(documents())
def test_before_rounding_the_steps_add_up_to_the_unrounded_number(document):
    result = accepted(document)
    for g, key in enumerate(result.groups):
        until = sum(value for name, value in result.steps[key].items() if name not in ("rounding", "swaps"))
        assert until == pytest.approx(result.unrounded[:, g], rel=0, abs=1e-9 * max(1, result.tasks[key].value))


@given(documents())
def test_every_step_adds_nothing_to_the_region(document):
    result = accepted(document)
    for key in result.groups:
        for name, values in result.steps[key].items():
            total = result.tasks[key].value if name == "reference" else 0
            assert values.sum() == pytest.approx(total, abs=1e-7 * max(1, result.tasks[key].value))


@given(st.sampled_from(KOPLOPERS), keys(), st.sampled_from(["inwoners", "woningen", "sociale_huur", "gelijk"]))
def test_the_effect_of_every_criterion_is_its_weight_times_its_distance_from_the_reference(place, key, reference):
    result = allocated(place, weights=key, reference=reference)
    g, total = result.column("statushouders"), sum(key.values())
    for criterion, weight in key.items():
        if weight:
            share = result.inputs.share(criterion, "statushouders")
            distance = share * result.tasks["statushouders"].value - result.reference[:, g]
            assert result.steps["statushouders"][criterion] == pytest.approx(weight / total * distance, abs=1e-6)


@given(documents())
def test_the_steps_are_those_of_the_key_in_a_fixed_order(document):
    result = accepted(document)
    for key in result.groups:
        printed = result.as_dict([key])["rows"][0]["steps"]
        assert list(printed) == list(result.steps[key]) == ["reference", *result.weights[key], *CLOSING]


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=8), st.integers(0, 10**6))
def test_rounding_takes_up_what_print_leaves_out(values, number):
    steps = {f"stap {i}": np.array([value]) for i, value in enumerate(values)} | {"rounding": np.zeros(1)}
    printed = [float(values[0]) for values in in_decimals(steps, np.array([number])).values()]
    assert sum(exactly(value) for value in printed) == number
    assert all(exactly(value) == exactly(value).quantize(Decimal("1e-6")) for value in printed)


def test_no_step_is_printed_as_minus_zero():
    steps = {"reference": np.array([3.0]), "land": np.array([-1e-9]), "rounding": np.array([-0.0])}
    printed = in_decimals(steps, np.array([3]))
    assert [str(values[0]) for values in printed.values()] == ["3.0", "0.0", "0.0"]


def test_a_municipality_that_gets_its_reference_has_no_effects():
    # Both criteria have the shares of the reference.
    inputs = region([group("groep", 10)], inwoners=[60, 40], woningen=[30, 20])
    steps = here(inputs, weights={"inwoners": 1, "woningen": 1}).as_dict()["rows"][0]["steps"]
    assert steps == {"reference": 6} | dict.fromkeys(["inwoners", "woningen", *CLOSING], 0)
