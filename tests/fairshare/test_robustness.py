"""Intervals and importance: what a loop over every draw gives, within the rules of the game, the same every time."""

import numpy as np
import pytest
from by_hand import KOPLOPERS, ROOM, SMALL, allocated, documents, group, here, is_one_line, keys, region, rerun
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fairshare import Agreement, FairShareError, Result
from fairshare.allocation import combined_share, divide
from fairshare.engine import key_of, rules_of, share_of_reference
from fairshare.robustness import (
    CERTAINTY,
    DEFAULT_CERTAINTY,
    DRAWS,
    Interval,
    importance,
    intervals,
    weight_draws,
)

GROUP = "statushouders"
KEY = {"inwoners": 3, "sociale_huur": 4, "land": 2, "draagkracht": 1}
FEW = 300
SINGLE = 1e-6
"""Where no rule holds, draws are sorted in single precision: 7 digits. [fraction]"""
ARNHEM, NIJMEGEN = "GM0202", "GM0268"
CASES = {
    "a key alone": {},
    "floor and cap": {"floor": 0.8, "cap": 1.25},
    "a cap of one group": {"group_rules": {GROUP: {"cap": 1.1}}},
    "agreements": {"agreements": (Agreement(ARNHEM, GROUP, 300), Agreement("GM0275", GROUP, 60))},
    "bounds and an agreement": {"floor": 0.7, "cap": 1.4, "agreements": (Agreement(NIJMEGEN, GROUP, 330),)},
    "a key of its own": {"group_weights": {GROUP: {"nieuwbouw": 2, "tekort_sociale_huur": 5}}},
    "factors": {"combine": "factors", "cap": 1.2},
    "another reference": {"reference": "sociale_huur", "floor": 0.5},
}
by_case = pytest.mark.parametrize("rules", CASES.values(), ids=CASES)


def negotiated(**rules) -> Result:
    return allocated("arnhem-nijmegen", **({"weights": KEY} | rules))


def one_by_one(result: Result, key: str, certainty: str = DEFAULT_CERTAINTY, draws: int = FEW) -> np.ndarray:
    """The unrounded numbers (draws, municipalities): the engine's own steps, one draw after another."""
    inputs, scenario = result.inputs, result.scenario
    reference_share = share_of_reference(inputs, scenario.reference)
    weights, parts, _ = key_of(inputs, scenario, key, reference_share)
    task = result.tasks[key].value
    rules, _ = rules_of(inputs, scenario, key, task * reference_share)
    chosen = weight_draws(tuple(weights.values()), certainty, draws)
    return np.array([divide(combined_share(parts, draw), task, rules)[2] for draw in chosen])


def width(interval: Interval) -> np.ndarray:
    return interval.high - interval.low


def same(one: Interval, other: Interval) -> bool:
    """Equal to the bit."""
    return all(getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in ("low", "high", "above"))


# -- the draws


@pytest.mark.parametrize("certainty", CERTAINTY)
@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=6))
def test_every_draw_is_a_key_around_the_chosen_weights(certainty, chosen):
    weights = np.array(chosen) / sum(chosen)
    found = weight_draws(tuple(weights), certainty)
    assert found.shape == (DRAWS, len(weights))
    assert (found >= 0).all()
    assert found.sum(axis=1) == pytest.approx(np.ones(DRAWS), abs=1e-12)
    # The variance of a Dirichlet weight is w (1 - w) / (a + 1); the mean of 2,000 draws lies within 5 standard errors.
    error = np.sqrt(weights * (1 - weights) / (CERTAINTY[certainty] + 1) / DRAWS)
    assert (np.abs(found.mean(axis=0) - weights) <= 5 * error + 1e-12).all()


@pytest.mark.parametrize("certainty", CERTAINTY)
def test_draws_spread_as_wide_as_the_certainty_says(certainty):
    # w (1 - w) / (a + 1) for w = 0.6; a sample variance of 2,000 draws is within 15 %.
    found = weight_draws((0.6, 0.4), certainty)
    assert found[:, 0].var() == pytest.approx(0.24 / (CERTAINTY[certainty] + 1), rel=0.15)


def test_the_same_weights_give_the_same_draws_to_the_bit():
    first = weight_draws((0.5, 0.3, 0.2), "laag")
    weight_draws.cache_clear()
    weight_draws((0.1, 0.9), "hoog")
    again = weight_draws((0.5, 0.3, 0.2), "laag")
    assert again is not first
    assert again.tobytes() == first.tobytes()


def test_draws_that_everyone_shares_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        weight_draws((0.5, 0.5), "laag")[0, 0] = 1


@pytest.mark.parametrize("certainty", ["", "zeker", "HOOG", "a\nb"])
def test_an_unknown_certainty_is_refused_in_one_line_that_names_the_choices(certainty):
    with pytest.raises(FairShareError) as refused:
        intervals(negotiated(), certainty)
    assert is_one_line(str(refused.value))
    assert all(name in str(refused.value) for name in CERTAINTY)


# -- the interval


@by_case
@pytest.mark.parametrize("certainty", ["laag", "hoog"])
def test_an_interval_is_the_5_to_95_percent_of_a_loop_over_every_draw(rules, certainty):
    result = negotiated(**rules)
    numbers = one_by_one(result, GROUP, certainty)
    found = intervals(result, certainty, FEW)[GROUP]
    low, middle, high = np.quantile(numbers, [0.05, 0.5, 0.95], axis=0)
    precision = 1e-9 if set(rules) & {"floor", "cap", "agreements", "group_rules"} else SINGLE
    assert found.low == pytest.approx(low, rel=precision, abs=1e-9)
    assert found.high == pytest.approx(high, rel=precision, abs=1e-9)
    slack = precision * result.tasks[GROUP].value
    assert (found.low <= middle + slack).all()
    assert (middle <= found.high + slack).all()


@by_case
def test_above_is_the_part_of_the_draws_with_more_than_the_reference(rules):
    result = negotiated(**rules)
    reference = result.reference[:, result.column(GROUP)]
    expected = (one_by_one(result, GROUP) > reference * (1 + 1e-9)).mean(axis=0)
    assert intervals(result, draws=FEW)[GROUP].above == pytest.approx(expected, abs=1e-12)


def test_without_rules_a_large_region_gives_the_loop_to_seven_digits():
    result = allocated("nl", weights={"inwoners": 1, "land": 1, "sociale_huur": 2})
    low, high = np.quantile(one_by_one(result, GROUP, draws=DRAWS), [0.05, 0.95], axis=0)
    found = intervals(result, groups=(GROUP,))[GROUP]
    assert found.low == pytest.approx(low, rel=SINGLE)
    assert found.high == pytest.approx(high, rel=SINGLE)


def test_existing_supply_counts_in_every_draw():
    # A already has 30 of the 100; the others share what is left under every key.
    inputs = region(existing={"groep": [30, 0, 10]}, inwoners=[50, 30, 20], land=[10, 30, 60])
    result = here(inputs, weights={"inwoners": 1, "land": 1}, existing=1, cap=2)
    low, high = np.quantile(one_by_one(result, "groep"), [0.05, 0.95], axis=0)
    found = intervals(result, draws=FEW)["groep"]
    assert found.low == pytest.approx(low, rel=1e-12)
    assert found.high == pytest.approx(high, rel=1e-12)


def test_a_large_region_that_is_worked_on_in_batches_gives_the_loop_too():
    result = allocated("nl", weights={"inwoners": 1, "land": 1}, cap=1.5)
    low, high = np.quantile(one_by_one(result, GROUP, draws=DRAWS), [0.05, 0.95], axis=0)
    found = intervals(result, groups=(GROUP,))[GROUP]
    assert found.low == pytest.approx(low, rel=1e-9)
    assert found.high == pytest.approx(high, rel=1e-9)


@settings(max_examples=30)
@given(documents())
def test_every_scenario_that_is_accepted_has_intervals_in_order_and_never_negative(document):
    try:
        result = rerun(document)
    except FairShareError:
        assume(False)
    found = intervals(result, draws=FEW)
    assert tuple(found) == result.groups
    for interval in found.values():
        assert (interval.low >= 0).all()
        assert (interval.low <= interval.high).all()
        assert np.isfinite(interval.high).all()
        assert ((interval.above >= 0) & (interval.above <= 1)).all()


@by_case
def test_the_surer_the_weights_the_narrower_the_interval(rules):
    widths = [width(intervals(negotiated(**rules), certainty)[GROUP]).sum() for certainty in CERTAINTY]
    assert widths[0] > widths[1] > widths[2] > 0


@given(st.sampled_from(SMALL), keys().filter(lambda key: sum(weight > 0 for weight in key.values()) == 1))
def test_one_criterion_alone_leaves_no_room(place, key):
    result = allocated(place, weights=key)
    for name, interval in intervals(result, draws=FEW).items():
        assert width(interval) == pytest.approx(0, abs=1e-9 * result.tasks[name].value)
        assert interval.low == pytest.approx(result.unrounded[:, result.column(name)])


@by_case
def test_the_same_question_gives_the_same_interval_to_the_bit(rules):
    first = intervals(negotiated(**rules))
    weight_draws.cache_clear()
    again = intervals(negotiated(**rules))
    assert all(same(first[name], again[name]) for name in first)


@by_case
def test_an_interval_does_not_depend_on_which_other_groups_were_asked_for(rules):
    result = negotiated(**rules)
    everything = intervals(result, draws=FEW)
    for name in result.groups:
        assert same(intervals(result, draws=FEW, groups=(name,))[name], everything[name]), name
    some = intervals(result, draws=FEW, groups=(result.groups[-1], GROUP))
    assert same(some[GROUP], everything[GROUP])


# -- within the rules of the game


def test_every_interval_lies_within_floor_and_cap():
    result = negotiated(floor=0.9, cap=1.1)
    for name, interval in intervals(result, "laag").items():
        reference, slack = result.reference[:, result.column(name)], 1e-9 * result.tasks[name].value
        assert (interval.low >= 0.9 * reference - slack).all()
        assert (interval.high <= 1.1 * reference + slack).all()


def test_what_was_agreed_is_firm_and_the_rest_is_not():
    result = negotiated(agreements=(Agreement(NIJMEGEN, GROUP, 330),))
    found, i = intervals(result)[GROUP], result.inputs.position[NIJMEGEN]
    assert found.low[i] == found.high[i] == pytest.approx(330)
    assert (np.delete(width(found), i) > 0).all()
    # The reference of Nijmegen is below or above 330 in every draw alike.
    assert found.above[i] == float(result.reference[i, result.column(GROUP)] < 330)


def test_groups_with_the_same_key_have_intervals_proportional_to_their_tasks():
    result = negotiated(floor=0.6, cap=1.6)
    found = intervals(result)
    shares = {name: found[name].low / result.tasks[name].value for name in result.groups}
    for name in result.groups:
        assert shares[name] == pytest.approx(shares[GROUP], rel=1e-12), name
        assert found[name].above.tolist() == found[GROUP].above.tolist(), name


@pytest.mark.parametrize(
    "change",
    [
        {"group_weights": {GROUP: {"land": 3, "inwoners": 1}}},
        {"group_rules": {GROUP: {"cap": 1.05}}},
        {"group_rules": {GROUP: {"floor": None, "cap": None}}, "floor": 0.95, "cap": 1.3},
        {"agreements": (Agreement(ARNHEM, GROUP, 300),)},
    ],
    ids=["its own key", "its own rules", "rules it switches off", "an agreement"],
)
def test_what_is_special_to_one_group_changes_only_its_own_interval(change):
    common = {name: value for name, value in change.items() if name in ("floor", "cap")}
    plain, changed = intervals(negotiated(**common)), intervals(negotiated(**change))
    assert not same(plain[GROUP], changed[GROUP])
    assert all(same(plain[name], changed[name]) for name in plain if name != GROUP)


def test_a_criterion_that_differs_per_group_gives_every_group_its_own_interval():
    # 20 places for 100 inhabitants: `een` has them all in A, `twee` all in B, so the room lies on opposite sides.
    inputs = region(
        [group("een", 10), group("twee", 10)],
        existing={"een": [20, 0], "twee": [0, 20]},
        criteria=(ROOM,),
        inwoners=[50, 50],
    )
    result = here(inputs, weights={"ruimte": 1, "inwoners": 1})
    found = intervals(result)
    assert found["een"].low[::-1] == pytest.approx(found["twee"].low)
    assert found["een"].above.tolist() == [0, 1]
    assert found["twee"].above.tolist() == [1, 0]


def test_without_a_task_there_is_no_width_and_nobody_above_the_reference():
    found = intervals(negotiated(tasks={GROUP: 0}))[GROUP]
    assert found.low.tolist() == found.high.tolist() == [0] * len(found.low)
    assert found.above.tolist() == [0] * len(found.low)  # 0 is not more than a reference of 0


@pytest.mark.parametrize("certainty", CERTAINTY)
@pytest.mark.parametrize("tiny", [0.001, 0.0001])
def test_a_key_that_can_be_divided_has_an_interval_whatever_its_draws(certainty, tiny):
    # Three of the ten have no shortage of social rent; a draw may leave them out, and the caps of the others do not fit the task.
    result = allocated("groningen", weights={"tekort_sociale_huur": 10, "inwoners": tiny}, cap=1.3)
    found = intervals(result, certainty)[GROUP]
    assert (found.low <= found.high).all()


# -- importance


@settings(max_examples=40)
@given(documents())
def test_importance_adds_up_to_one_or_nothing_moves(document):
    try:
        result = rerun(document)
    except FairShareError:
        assume(False)
    for name in result.groups:
        found = importance(result, name)
        assert set(found) == set(result.weights[name])
        total = sum(abs(part) for part in found.values())
        assert total == pytest.approx(1) or all(part == 0 for part in found.values())


def test_importance_by_hand():
    # Reference 0.5, 0.5. Land 0.8, 0.2 counts for a half: shift +0.15, -0.15. Homes 0.6, 0.4 too: +0.05, -0.05.
    # Together +0.2, -0.2. Land: 2 x 0.15 x 0.2 = 0.06; homes: 2 x 0.05 x 0.2 = 0.02. So three quarters and a quarter.
    inputs = region(inwoners=[50, 50], land=[80, 20], woningen=[60, 40])
    found = importance(here(inputs, weights={"land": 5, "woningen": 5}), "groep")
    assert found == pytest.approx({"land": 0.75, "woningen": 0.25})


def test_a_criterion_equal_to_the_reference_has_no_importance():
    inputs = region(inwoners=[50, 50], land=[80, 20])
    found = importance(here(inputs, weights={"inwoners": 9, "land": 1}), "groep")
    assert found == pytest.approx({"inwoners": 0, "land": 1})


def test_a_criterion_that_works_against_the_outcome_is_negative():
    # Land 0.8, 0.2 counts for 0.6: +0.18; homes 0.4, 0.6 for 0.4: -0.04. Together +0.14.
    # Land 0.18 / (0.18 + 0.04) of the absolute sum, homes -0.04 / 0.22.
    inputs = region(inwoners=[50, 50], land=[80, 20], woningen=[40, 60])
    found = importance(here(inputs, weights={"land": 6, "woningen": 4}), "groep")
    assert found == pytest.approx({"land": 0.18 / 0.22, "woningen": -0.04 / 0.22})


def test_nothing_has_importance_when_nothing_moves():
    inputs = region(inwoners=[50, 50], woningen=[70, 70])
    found = importance(here(inputs, weights={"inwoners": 1, "woningen": 3}), "groep")
    assert found == {"inwoners": 0, "woningen": 0}


def test_importance_of_factors_by_hand():
    # Factors on the reference 0.5, 0.5: land 0.75, 0.25 (shift 0.25 x 0.5), homes, lower in A, 0.25, 0.75 (-0.25 x 0.5).
    # Equal weights cancel: nothing moves. At 3 to 1 the shifts are 0.1875 and -0.0625, so 3/4 and -1/4.
    inputs = region(inwoners=[50, 50], land=[80, 20], woningen=[45, 55])
    level = here(inputs, weights={"land": 1, "woningen": 1}, combine="factors")
    assert importance(level, "groep") == {"land": 0, "woningen": 0}
    found = importance(here(inputs, weights={"land": 3, "woningen": 1}, combine="factors"), "groep")
    assert found == pytest.approx({"land": 0.75, "woningen": -0.25})


@pytest.mark.parametrize("place", KOPLOPERS)
def test_a_criterion_without_figures_has_no_importance_at_all(place):
    result = allocated(place, weights={"ruimte_bestaand_aanbod": 5, "land": 2, "inwoners": 3})
    assert set(importance(result, GROUP)) == {"land", "inwoners"}
