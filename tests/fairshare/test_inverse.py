"""Inverse questions: the answer, put back in, gives what was asked; and what cannot be reached is said with its range."""

import itertools

import numpy as np
import pytest
from by_hand import KOPLOPERS, MEASURED, SMALL, allocated, here, keys, region
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fairshare import Agreement, FairShareError, Result, Scenario, allocate
from fairshare.inverse import nearest_key, weight_for, with_weight

GROUP = "statushouders"
ARNHEM, NIJMEGEN = "GM0202", "GM0268"
LAND = region(inwoners=[50, 30, 20], land=[10, 30, 60], woningen=[40, 40, 20])


def outcome(result: Result, municipality: str, group: str = GROUP) -> float:
    return float(result.unrounded[result.inputs.position[municipality], result.column(group)])


def again(result: Result, group: str, criterion: str, weight: float) -> Result:
    """The result with another weight."""
    return allocate(result.inputs, with_weight(result.scenario, group, criterion, weight))


def asked(result: Result, criterion: str, municipality: str, number: float, group: str = GROUP):
    return weight_for(result.inputs, result.scenario, group, criterion, municipality, number)


def closed_form(result: Result, criterion: str, municipality: str, number: float, group: str = GROUP) -> float:
    """w = (X B / N - A) / (s - X / N), from X = N (A + w s) / (B + w): A and B of the other criteria."""
    inputs, i = result.inputs, result.inputs.position[municipality]
    others = {c: w for c, w in result.scenario.weights_for(group).items() if c != criterion}
    a = sum(w * inputs.share(c, group)[i] for c, w in others.items())
    b, part = sum(others.values()), number / result.tasks[group].value
    return (part * b - a) / (inputs.share(criterion, group)[i] - part)


# -- which weight


def test_the_weight_by_hand():
    # A has half of the inhabitants and a tenth of the land; 100 are divided. 30 = 100 (0.5 x 6 + 0.1 w) / (6 + w)
    # -> 180 + 30 w = 300 + 10 w -> w = 6.
    result = here(LAND, weights={"inwoners": 6})
    assert asked(result, "land", "A", 30, "groep").weight == pytest.approx(6, abs=1e-9)


def test_the_range_by_hand():
    # From 50 without land to 100 (0.5 x 6 + 0.1 x 10) / 16 = 25 with all of it; 24 lies outside, 50 and 25 just within.
    result = here(LAND, weights={"inwoners": 6})
    answer = asked(result, "land", "A", 24, "groep")
    assert answer.weight is None
    assert (answer.low, answer.high) == pytest.approx((25, 50))
    assert asked(result, "land", "A", 50, "groep").weight == pytest.approx(0, abs=1e-9)
    assert asked(result, "land", "A", 25, "groep").weight == pytest.approx(10, abs=1e-9)


def test_the_weight_of_the_only_criterion_changes_nothing():
    result = here(LAND, weights={"land": 4})
    answer = asked(result, "land", "C", 50, "groep")
    assert answer.weight is None
    assert (answer.low, answer.high) == pytest.approx((60, 60))


def test_a_number_that_stands_already_asks_for_the_weight_that_stands():
    result = allocated("arnhem-nijmegen", weights={"inwoners": 6, "sociale_huur": 3.3})
    answer = asked(result, "sociale_huur", ARNHEM, outcome(result, ARNHEM))
    assert answer.weight == pytest.approx(3.3, abs=1e-6)


@settings(max_examples=40)
@given(st.sampled_from(KOPLOPERS), keys(weights=st.floats(0.1, 10)), st.sampled_from(MEASURED), st.data())
def test_the_weight_is_that_of_the_closed_form_and_gives_the_number(place, key, criterion, data):
    result = allocated(place, weights=key)
    assume(set(key) - {criterion})
    code = data.draw(st.sampled_from(result.inputs.codes))
    ends = [outcome(again(result, GROUP, criterion, weight), code) for weight in (0, 10)]
    assume(abs(ends[1] - ends[0]) > 1e-3 * result.tasks[GROUP].value)
    number = ends[0] + data.draw(st.floats(0.001, 0.999)) * (ends[1] - ends[0])
    answer = asked(result, criterion, code, number)
    assert answer.weight == pytest.approx(closed_form(result, criterion, code, number), abs=1e-9)
    assert 0 <= answer.weight <= 10
    assert (answer.low, answer.high) == pytest.approx((min(ends), max(ends)))
    assert outcome(again(result, GROUP, criterion, answer.weight), code) == pytest.approx(number, abs=1e-9 * number)


@settings(max_examples=20)
@given(st.sampled_from(SMALL), keys(weights=st.floats(0.1, 10)), st.sampled_from(MEASURED), st.data())
def test_a_number_out_of_reach_has_no_weight_and_the_range_holds_every_outcome(place, key, criterion, data):
    result = allocated(place, weights=key)
    assume(set(key) - {criterion})
    code = data.draw(st.sampled_from(result.inputs.codes))
    answer = asked(result, criterion, code, result.tasks[GROUP].value + 1)
    assert answer.weight is None
    fine = [outcome(again(result, GROUP, criterion, weight), code) for weight in np.linspace(0, 10, 73)]
    assert answer.low == pytest.approx(min(fine), rel=1e-9)
    assert answer.high == pytest.approx(max(fine), rel=1e-9)


RULES = {
    "floor and cap": {"floor": 0.7, "cap": 1.3},
    "a cap of the group": {"group_rules": {GROUP: {"cap": 1.15}}},
    "an agreement": {"agreements": (Agreement(NIJMEGEN, GROUP, 330),)},
    "bounds and an agreement": {"floor": 0.7, "cap": 1.5, "agreements": (Agreement(NIJMEGEN, GROUP, 330),)},
    "factors": {"combine": "factors"},
}


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_within_the_rules_of_the_game_the_weight_gives_the_number(rules):
    result = allocated("arnhem-nijmegen", weights={"inwoners": 6, "sociale_huur": 4}, **rules)
    fine = [outcome(again(result, GROUP, "land", weight), ARNHEM) for weight in np.linspace(0, 10, 100)]
    wide = asked(result, "land", ARNHEM, 0)
    assert wide.weight is None
    slack = 1e-3 * (
        wide.high - wide.low
    )  # the range is that of 41 weights; where bounds bend the line a corner may lie between
    assert wide.low - slack <= min(fine) <= max(fine) <= wide.high + slack
    for part in (0.1, 0.5, 0.9):
        number = wide.low + part * (wide.high - wide.low)
        answer = asked(result, "land", ARNHEM, number)
        assert outcome(again(result, GROUP, "land", answer.weight), ARNHEM) == pytest.approx(number, abs=1e-9 * number)


def test_what_is_agreed_no_weight_can_change():
    result = allocated("arnhem-nijmegen", weights={"inwoners": 1}, agreements=(Agreement(NIJMEGEN, GROUP, 330),))
    answer = asked(result, "land", NIJMEGEN, 300)
    assert answer.weight is None
    assert answer.low == answer.high == 330


def test_a_group_with_its_own_key_gets_its_answer_in_that_key():
    result = allocated("arnhem-nijmegen", weights={"inwoners": 1}, group_weights={GROUP: {"inwoners": 6, "land": 1}})
    answer = asked(result, "land", ARNHEM, 195)
    changed = again(result, GROUP, "land", answer.weight)
    assert outcome(changed, ARNHEM) == pytest.approx(195)
    assert changed.scenario.weights == result.scenario.weights
    assert dict(changed.scenario.group_weights)[GROUP] == (("inwoners", 6), ("land", answer.weight))


def test_of_several_weights_the_nearest_to_the_one_that_stands_is_told():
    # B has 0.3 of the inhabitants, of the land and of the task: every weight gives 30, so also the 4 that stands.
    result = here(LAND, weights={"inwoners": 6, "land": 4})
    assert asked(result, "land", "B", 30, "groep").weight == pytest.approx(4)


def test_a_weight_that_breaks_a_rule_does_not_hide_one_that_does_not():
    # With no weight for inhabitants the caps do not fit; with a weight of 2 to 10 they do: the number lies halfway those outcomes.
    key = {"tekort_sociale_huur": 5, "inwoners": 5}
    result = allocated("arnhem-nijmegen", weights=key, cap=1.3)
    with pytest.raises(FairShareError, match="bovengrenzen"):
        again(result, GROUP, "inwoners", 0)
    ends = [outcome(again(result, GROUP, "inwoners", weight), ARNHEM) for weight in (2, 10)]
    number = sum(ends) / 2
    answer = asked(result, "inwoners", ARNHEM, number)
    assert outcome(again(result, GROUP, "inwoners", answer.weight), ARNHEM) == pytest.approx(number)


def test_a_criterion_without_figures_in_the_region_is_refused():
    result = allocated("arnhem-nijmegen")
    with pytest.raises(FairShareError):
        asked(result, "ruimte_bestaand_aanbod", ARNHEM, 100)


@pytest.mark.parametrize(
    ("group", "criterion", "municipality"),
    [
        (GROUP, "geluk", ARNHEM),
        (GROUP, "land", "GM9999"),
        ("kabouters", "land", ARNHEM),
        ("mantelzorg", "land", ARNHEM),
    ],
)
def test_a_question_about_what_is_not_there_is_refused(group, criterion, municipality):
    result = allocated("arnhem-nijmegen")
    with pytest.raises(FairShareError):
        weight_for(result.inputs, result.scenario, group, criterion, municipality, 100)


# -- the nearest key


def moved(result: Result, group: str, key: dict[str, float]) -> float:
    """Percentage points that move between criteria: sum |v - w| / 2."""
    today = result.weights[group]
    return sum(abs(key.get(c, 0) - today.get(c, 0)) for c in {*key, *today}) / 2


def numbers_of(result: Result, group: str, key: dict[str, float]) -> np.ndarray:
    """What a key gives without rules: N sum v s."""
    inputs = result.inputs
    return result.tasks[group].value * sum(weight * inputs.share(c, group) for c, weight in key.items())


def test_a_key_that_keeps_the_bounds_already_is_its_own_nearest():
    result = here(LAND, weights={"inwoners": 6, "land": 4})
    found = nearest_key(result, "groep", np.zeros(3), np.full(3, 100.0))
    assert found == pytest.approx({"inwoners": 0.6, "land": 0.4})


def test_the_nearest_key_by_hand():
    # Two criteria. C has 20 of 100 by inhabitants and 60 by land: 20 + 40 v. At most 30 asks v <= 1/4.
    inputs = region(inwoners=[50, 30, 20], land=[10, 30, 60])
    result = here(inputs, weights={"inwoners": 5, "land": 5})
    found = nearest_key(result, "groep", np.zeros(3), np.array([100.0, 100, 30]))
    assert found == pytest.approx({"inwoners": 0.75, "land": 0.25})


@settings(max_examples=25)
@given(
    st.lists(st.integers(1, 60), min_size=6, max_size=6),
    st.lists(st.integers(1, 9), min_size=3, max_size=3),
    st.lists(st.integers(0, 20), min_size=3, max_size=3).filter(any),
)
def test_the_nearest_key_is_not_farther_than_the_best_of_a_grid(quantities, weights, other):
    inputs = region(inwoners=[50, 30, 20], land=quantities[:3], woningen=quantities[3:])
    result = here(inputs, weights=dict(zip(("inwoners", "land", "woningen"), weights, strict=True)))
    names = ("inwoners", "land", "woningen")
    aim = numbers_of(result, "groep", {name: part / sum(other) for name, part in zip(names, other, strict=True)})
    low, high = aim - 2, aim + 2
    found = nearest_key(result, "groep", low, high)
    numbers = numbers_of(result, "groep", found)
    assert (numbers >= low - 1e-6).all()
    assert (numbers <= high + 1e-6).all()
    best = np.inf
    for i, j in itertools.product(range(51), repeat=2):
        key = {"inwoners": i / 50, "land": j / 50, "woningen": (50 - i - j) / 50}
        if i + j <= 50 and (np.abs(numbers_of(result, "groep", key) - aim) <= 2).all():
            best = min(best, moved(result, "groep", key))
    assert moved(result, "groep", found) <= best + 1e-9


def test_bounds_that_no_key_keeps_have_no_nearest_key():
    # A gets 10 to 50 of 100 under every key.
    result = here(LAND, weights={"inwoners": 1})
    assert nearest_key(result, "groep", np.array([60.0, 0, 0]), np.full(3, 100.0)) is None
    assert nearest_key(result, "groep", np.zeros(3), np.array([5.0, 100, 100])) is None
    assert nearest_key(result, "groep", np.full(3, 40.0), np.full(3, 100.0)) is None  # together above the task


@settings(max_examples=40)
@given(st.sampled_from(SMALL), keys(), keys(), st.floats(0.001, 0.3), st.data())
def test_no_key_within_the_bounds_is_nearer_than_the_nearest(place, key, other, room, data):
    result = allocated(place, weights=key)
    total = sum(other.values())
    target = {name: weight / total for name, weight in other.items()}
    aim = numbers_of(result, GROUP, target)
    low, high = aim * (1 - room), aim * (1 + room)
    found = nearest_key(result, GROUP, low, high)
    slack = 1e-6 * result.tasks[GROUP].value
    assert sum(found.values()) == pytest.approx(1, abs=1e-6)
    assert all(weight > 0 for weight in found.values())
    numbers = numbers_of(result, GROUP, found)
    assert (numbers >= low - slack).all()
    assert (numbers <= high + slack).all()
    nearest = moved(result, GROUP, found)
    assert nearest <= moved(result, GROUP, target) + 1e-6
    seed = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    for part in seed.dirichlet(np.ones(len(target)), size=20):
        near = {name: 0.9 * weight + 0.1 * share for (name, weight), share in zip(target.items(), part, strict=True)}
        numbers = numbers_of(result, GROUP, near)
        if (numbers >= low).all() and (numbers <= high).all():
            assert nearest <= moved(result, GROUP, near) + 1e-6


def test_the_nearest_key_put_back_gives_numbers_within_the_bounds():
    result = allocated("arnhem-nijmegen", weights={"inwoners": 6, "sociale_huur": 4})
    reference = result.reference[:, result.column(GROUP)]
    low, high = 0.9 * reference, 1.1 * reference
    found = nearest_key(result, GROUP, low, high)
    changed = allocate(result.inputs, Scenario(region="arnhem-nijmegen", weights={c: 10 * v for c, v in found.items()}))
    numbers = changed.unrounded[:, changed.column(GROUP)]
    assert (numbers >= low - 1e-6).all()
    assert (numbers <= high + 1e-6).all()
    assert 0 < moved(result, GROUP, found) < 0.4  # all weight on inhabitants would move 0.4


def test_a_criterion_without_figures_is_no_part_of_the_nearest_key():
    result = allocated("groningen", weights={"land": 1})
    reference = result.reference[:, result.column(GROUP)]
    assert "ruimte_bestaand_aanbod" not in nearest_key(result, GROUP, 0.9 * reference, 1.1 * reference)


def test_a_municipality_without_an_upper_bound_is_no_accident():
    result = here(LAND, weights={"inwoners": 6, "land": 4})
    found = nearest_key(result, "groep", np.zeros(3), np.full(3, np.inf))
    assert found == pytest.approx({"inwoners": 0.6, "land": 0.4})
