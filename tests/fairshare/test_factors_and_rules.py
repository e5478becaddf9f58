"""Two ways to change the division itself: factors instead of shares, and rules of the game of one group."""

import json

import numpy as np
import pytest
from by_hand import KOPLOPERS, SMALL, allocated, group, here, is_one_line, keys, own_rules, region, rerun
from hypothesis import assume, given
from hypothesis import strategies as st

from fairshare import FairShareError, Result, Scenario
from fairshare.criteria import FACTOR_HIGH, FACTOR_LOW, factor_share

GROUP = "statushouders"
SMALLEST = {"version": 1, "region": "groningen"}

# -- factors


def test_two_factors_by_hand():
    # Reference 0.5, 0.3, 0.2. Land 0.1, 0.3, 0.6: intensity 0.2, 1 and 3, so factors 0.5, 0.5 + 0.8 / 2.8 and 1.5.
    # Homes 0.6, 0.3, 0.1: intensity 1.2, 1 and 0.5, so factors 1.5, 0.5 + 0.5 / 0.7 and 0.5.
    inputs = region(inwoners=[50, 30, 20], land=[10, 30, 60], woningen=[60, 30, 10])
    land = np.array([0.5 * 0.5, 0.3 * (0.5 + 0.8 / 2.8), 0.2 * 1.5])
    homes = np.array([0.5 * 1.5, 0.3 * (0.5 + 0.5 / 0.7), 0.2 * 0.5])
    expected = 100 * (0.75 * land / land.sum() + 0.25 * homes / homes.sum())
    result = here(inputs, weights={"land": 3, "woningen": 1}, combine="factors")
    assert result.unrounded[:, 0] == pytest.approx(expected)
    assert result.numbers[:, 0].sum() == 100


@given(st.sampled_from(SMALL), keys(), st.sampled_from(["inwoners", "woningen", "gelijk"]))
def test_factors_add_up_and_explain_themselves(place, key, reference):
    result = allocated(place, weights=key, combine="factors", reference=reference)
    for g, name in enumerate(result.groups):
        task = result.tasks[name].value
        assert result.numbers[:, g].sum() == task
        assert result.unrounded[:, g].sum() == pytest.approx(task)
        path = sum(result.steps[name].values())
        assert path == pytest.approx(result.numbers[:, g], abs=1e-9 * max(1, task))


@given(st.sampled_from(SMALL), keys())
def test_factors_stay_within_a_half_and_one_and_a_half_before_they_are_renormalised(place, key):
    # Renormalising divides by the mean factor, which itself lies from 0.5 to 1.5: at least a third, at most three times.
    result = allocated(place, weights=key, combine="factors")
    ratio = result.unrounded / result.reference
    assert (ratio >= FACTOR_LOW / FACTOR_HIGH - 1e-9).all()
    assert (ratio <= FACTOR_HIGH / FACTOR_LOW + 1e-9).all()


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.01, 1)), min_size=2, max_size=8))
def test_a_higher_intensity_never_has_a_lower_factor(pairs):
    share, reference = np.array(pairs).T
    assume(share.sum() > 0.01)
    share, reference = share / share.sum(), reference / reference.sum()
    order = np.argsort(share / reference, kind="stable")
    factor = (factor_share(share, reference) / reference)[order]
    assert (np.diff(factor) >= -1e-9).all()
    assert factor_share(share, reference).sum() == pytest.approx(1)


@given(st.sampled_from(SMALL), keys(weights=st.floats(0.1, 4)), st.floats(0.1, 6), st.data())
def test_more_weight_moves_every_number_towards_the_factor_of_that_criterion(place, key, more, data):
    criterion = data.draw(st.sampled_from(sorted(key)))
    before = allocated(place, weights=key, combine="factors")
    after = allocated(place, weights=key | {criterion: key[criterion] + more}, combine="factors")
    alone = allocated(place, weights={criterion: 1}, combine="factors")
    g, slack = before.column(GROUP), 1e-9 * before.tasks[GROUP].value
    old, new, target = (result.unrounded[:, g] for result in (before, after, alone))
    assert (np.minimum(old, target) - slack <= new).all()
    assert (new <= np.maximum(old, target) + slack).all()


@pytest.mark.parametrize("place", KOPLOPERS)
def test_the_criterion_that_is_the_reference_is_neutral(place):
    result = allocated(place, weights={"inwoners": 7}, combine="factors")
    assert result.numbers.tolist() == result.whole_reference.tolist()
    with_land = allocated(place, weights={"inwoners": 5, "land": 5}, combine="factors")
    land = allocated(place, weights={"land": 5}, combine="factors")
    g = result.column(GROUP)
    # Half the reference and half the factor of land.
    expected = (land.reference[:, g] + land.unrounded[:, g]) / 2
    assert with_land.unrounded[:, g] == pytest.approx(expected)


@pytest.mark.parametrize("place", KOPLOPERS)
def test_factors_stay_nearer_to_the_reference_than_shares(place):
    key = {"land": 5, "inwoners": 5}
    g = allocated(place).column(GROUP)
    shift = [
        np.abs(r.unrounded - r.reference)[:, g].sum()
        for r in (allocated(place, weights=key, combine=how) for how in ("factors", "shares"))
    ]
    assert 0 < shift[0] < shift[1]


# -- the rules of one group


def accepted(place: str, key: dict, **more) -> Result | None:
    """The result, or None when the engine refuses."""
    try:
        return allocated(place, weights=key, **more)
    except FairShareError:
        return None


TWO = [group("een", 100), group("twee", 100)]
PLACES = region(TWO, inwoners=[50, 50], land=[90, 10])


def numbers(**rules) -> dict[str, list[float]]:
    """All weight on land, 90 to 10 of 100; the reference is 50 to 50."""
    result = here(PLACES, weights={"land": 1}, **rules)
    return {name: result.unrounded[:, result.column(name)].tolist() for name in result.groups}


def test_a_group_has_its_own_cap_instead_of_the_common_one():
    assert numbers(cap=1.2, group_rules={"een": {"cap": 1.4}}) == {"een": [70, 30], "twee": [60, 40]}


def test_a_group_has_its_own_floor_and_keeps_the_common_cap():
    # Een: at least 0.5 x 50 = 25, so 75 for A. Twee: at most the common 1.6 x 50 = 80 for A.
    found = numbers(floor=0.2, cap=1.6, group_rules={"een": {"floor": 0.5}})
    assert found == {"een": [75, 25], "twee": [80, 20]}


def test_none_switches_a_rule_off_for_the_group():
    assert numbers(cap=1.2, group_rules={"een": {"cap": None}}) == {"een": [90, 10], "twee": [60, 40]}


def test_a_rule_that_a_group_leaves_out_is_the_common_one():
    scenario = Scenario(
        region="hier",
        existing=0.5,
        floor=0.2,
        cap=1.6,
        group_rules={"een": {"floor": 0.4}, "twee": {"cap": None, "existing": 0}},
    )
    assert scenario.rules_for("een") == (0.5, 0.4, 1.6)
    assert scenario.rules_for("twee") == (0, 0.2, None)
    assert scenario.rules_for("drie") == (0.5, 0.2, 1.6)


def test_existing_supply_can_count_for_one_group_only():
    # A has 20 of both. For `een` they count whole: (100 + 20) / 2 - 20 = 40 and 60. For `twee` they do not count.
    inputs = region(TWO, existing={"een": [20, 0], "twee": [20, 0]}, inwoners=[50, 50])
    result = here(inputs, group_rules={"een": {"existing": 1}})
    assert result.unrounded.T.tolist() == [[40, 60], [50, 50]]


@given(st.sampled_from(SMALL), keys(), own_rules)
def test_own_rules_of_a_group_are_common_rules_for_that_group_alone(place, key, rules):
    plain = allocated(place, weights=key)
    own = accepted(place, key, group_rules={GROUP: rules})
    common = accepted(place, key, tasks={name: 0 for name in plain.groups if name != GROUP}, **rules)
    assert (own is None) == (common is None)
    assume(own is not None)
    g = plain.column(GROUP)
    assert own.unrounded[:, g].tolist() == common.unrounded[:, g].tolist()
    others = [i for i in range(len(plain.groups)) if i != g]
    assert own.unrounded[:, others].tolist() == plain.unrounded[:, others].tolist()


@given(st.dictionaries(st.sampled_from(["statushouders", "ouderen", "studenten"]), own_rules, max_size=3))
def test_own_rules_written_and_read_are_the_same(rules):
    assume(all((own.get("floor", 0.5) or 0) <= (own.get("cap", 2.0) or 10) for own in rules.values()))
    scenario = Scenario.from_dict(SMALLEST | {"group_rules": rules, "floor": 0.5, "cap": 2.0})
    document = json.loads(json.dumps(scenario.as_dict(), allow_nan=False))
    assert Scenario.from_dict(document) == scenario
    assert document.get("group_rules", {}) == rules


def test_a_rule_that_was_switched_off_is_written_as_null():
    scenario = Scenario(region="groningen", cap=1.5, group_rules={"studenten": {"cap": None}})
    assert '"group_rules": {"studenten": {"cap": null}}' in json.dumps(scenario.as_dict())
    assert Scenario.from_json(json.dumps(scenario.as_dict())).rules_for("studenten") == (0, None, None)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            {"floor": 0.9, "group_rules": {"studenten": {"cap": 0.8}}},
            "group_rules.studenten.floor (0,9) is hoger dan cap (0,8)",
        ),
        (
            {"cap": 0.9, "group_rules": {"studenten": {"floor": 0.95}}},
            "group_rules.studenten.floor (0,95) is hoger dan cap (0,9)",
        ),
        (
            {"group_rules": {"studenten": {"floor": 2, "cap": 1}}},
            "group_rules.studenten.floor (2) is hoger dan cap (1)",
        ),
        ({"group_rules": {"studenten": {"weights": 1}}}, "group_rules.studenten: 'weights' is niet bekend"),
        ({"group_rules": {"studenten": {"caps": 1}}}, "Bedoelt u 'cap'?"),
        ({"group_rules": {"student": {"cap": 1}}}, "group_rules: 'student' is niet bekend. Bedoelt u 'studenten'?"),
        ({"group_rules": {"studenten": {"existing": 1.5}}}, "group_rules.studenten.existing is 1,5"),
        ({"group_rules": {"studenten": {"existing": None}}}, "group_rules.studenten.existing is geen getal"),
        ({"group_rules": {"studenten": {"cap": "1"}}}, "group_rules.studenten.cap is geen getal"),
        ({"group_rules": {"studenten": {"floor": 1.2}}}, "Studenten: De ondergrenzen tellen op tot"),
        ({"group_rules": {"studenten": {"cap": 0.5}}}, "Studenten: De bovengrenzen tellen op tot"),
        ({"group_rules": ["studenten"]}, "group_rules is geen object"),
        ({"group_rules": {"": {"cap": 1}}}, "group_rules is leeg"),
    ],
)
def test_rules_that_cannot_be_are_refused_in_one_line_that_names_the_group(change, line):
    with pytest.raises(FairShareError) as refused:
        rerun(SMALLEST | change)
    assert line in str(refused.value)
    assert is_one_line(str(refused.value))


def test_a_group_may_switch_off_a_common_rule_that_would_contradict_its_own():
    rules = {"studenten": {"floor": None, "cap": 1.0}}
    assert Scenario(region="groningen", floor=1.1, cap=1.2, group_rules=rules).rules_for("studenten") == (0, None, 1.0)
