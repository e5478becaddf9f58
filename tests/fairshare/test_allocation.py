"""Steps 2 to 5 and 7: shares become unrounded numbers; existing supply, bounds, agreements and swaps."""

import numpy as np
import pytest
from by_hand import allocated, group, here, is_one_line, region
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq, linprog

from fairshare import Agreement, FairShareError, Swap
from fairshare.allocation import combined_share, count_existing, within_bounds


def shares(n: int) -> st.SearchStrategy:
    """Shares that add up to 1, some of them 0."""
    parts = st.lists(st.integers(0, 1000), min_size=n, max_size=n).filter(any)
    return parts.map(lambda x: np.array(x) / sum(x))


def sizes(strategy):
    return st.integers(1, 12).flatmap(strategy)


# -- step 2: the combined share


def test_a_combined_share_is_the_weighted_mean():
    # 6 x (0.5, 0.5) + 4 x (1, 0), divided by 10.
    assert combined_share(np.array([[0.5, 0.5], [1, 0]]), np.array([6.0, 4.0])) == pytest.approx([0.7, 0.3])


@given(sizes(lambda n: st.tuples(shares(n), shares(n))), st.floats(0.01, 10), st.floats(0, 10))
def test_a_combined_share_lies_between_the_shares(both, first, second):
    combined = combined_share(np.array(both), np.array([first, second]))
    assert combined.sum() == pytest.approx(1)
    assert (combined >= np.minimum(*both) - 1e-12).all()
    assert (combined <= np.maximum(*both) + 1e-12).all()


# -- step 3: existing supply counts


def test_who_already_has_more_than_its_part_of_everything_gets_nothing():
    # Task 10, A has 10 already: together 20, half each is 10. A has that, B gets all 10.
    assert count_existing(np.array([0.5, 0.5]), 10, np.array([10.0, 0]), 1).tolist() == [0, 10]


def test_existing_supply_counts_for_the_fraction():
    # 10 existing counts for half: 10 + 5 = 15, half each is 7.5; A has 5 of that.
    assert count_existing(np.array([0.5, 0.5]), 10, np.array([10.0, 0]), 0.5).tolist() == [2.5, 7.5]


def test_a_surplus_is_not_taken_back_from_others():
    # A has 100, far above any level; B and C share the task of 10 as if A were not there: 2 to 3.
    found = count_existing(np.array([0.5, 0.2, 0.3]), 10, np.array([100.0, 0, 0]), 1)
    assert found == pytest.approx([0, 4, 6])


supply = sizes(lambda n: st.tuples(shares(n), st.lists(st.integers(0, 10_000), min_size=n, max_size=n).map(np.array)))


@given(supply, st.integers(0, 10**6), st.floats(0, 1))
def test_the_level_of_existing_supply_is_that_of_a_root_finder(region, task, fraction):
    share, existing = region
    found = count_existing(share, task, existing, fraction)

    def surplus(level):
        return np.maximum(0, share * level - fraction * existing).sum() - task

    # At N + k * sum(E) nobody can have more than its part of everything, so the level lies below.
    top = task + fraction * existing.sum() + 1
    while surplus(top) < 0:
        top *= 2
    level = brentq(surplus, 0, top, xtol=1e-9, rtol=1e-14) if surplus(0) < 0 else 0.0
    expected = np.maximum(0, share * level - fraction * existing)
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-6)


@given(supply, st.integers(0, 10**6), st.floats(0, 1))
def test_what_is_left_after_existing_supply_adds_up_and_is_never_negative(region, task, fraction):
    share, existing = region
    found = count_existing(share, task, existing, fraction)
    assert found.sum() == pytest.approx(task, abs=1e-9 * max(1, task))
    assert (found >= 0).all()


@given(supply, st.integers(0, 10**6))
def test_existing_supply_that_does_not_count_changes_nothing(region, task):
    share, existing = region
    assert count_existing(share, task, existing, 0.0).tolist() == (share * task).tolist()


@given(supply, st.integers(1, 10**6), st.floats(0, 1), st.integers(1, 1000), st.data())
def test_more_existing_supply_never_brings_a_higher_number(region, task, fraction, more, data):
    share, existing = region
    i = data.draw(st.integers(0, len(share) - 1))
    richer = existing.copy()
    richer[i] += more
    assert count_existing(share, task, richer, fraction)[i] <= count_existing(share, task, existing, fraction)[i] + 1e-6


def test_existing_supply_works_through_to_the_result():
    inputs = region([group("groep", 10)], existing={"groep": [10, 0]}, inwoners=[50, 50])
    result = here(inputs, existing=0.5)
    assert result.unrounded[:, 0].tolist() == [2.5, 7.5]
    assert result.steps["groep"]["existing"].tolist() == [-2.5, 2.5]  # from 5 and 5


def test_existing_supply_that_is_missing_for_one_does_not_count_and_is_said():
    inputs = region([group("groep", 10)], existing={"groep": [10, np.nan]}, inwoners=[50, 50])
    result = here(inputs, existing=1)
    assert result.numbers[:, 0].tolist() == [5, 5]
    assert len(result.warnings) == 1
    assert "'groep'" in result.warnings[0]


def test_existing_supply_without_figures_is_said_for_every_group():
    result = allocated("parkstad", existing=0.5)
    assert len(result.warnings) == len(result.groups)
    assert result.unrounded.tolist() == allocated("parkstad").unrounded.tolist()


# -- step 4: floor and cap


def test_a_floor_is_paid_for_by_the_others():
    low, high = np.array([0.0, 30]), np.array([np.inf, np.inf])
    assert within_bounds(np.array([80.0, 20]), 100, low, high).tolist() == [70, 30]


def test_what_a_cap_takes_off_goes_to_the_others_in_proportion():
    # 50 taken from A; B and C share it 1 to 3.
    found = within_bounds(np.array([80.0, 5, 15]), 100, np.zeros(3), np.array([30.0, 100, 100]))
    assert found == pytest.approx([30, 17.5, 52.5])


def test_a_municipality_without_a_share_stays_at_its_floor():
    # A has floor 10; B and C share the other 90 as 60 to 40.
    low = np.array([10.0, 0, 0])
    assert within_bounds(np.array([0.0, 60, 40]), 100, low, np.full(3, np.inf)) == pytest.approx([10, 54, 36])


def test_bounds_that_leave_one_choice_give_that_choice():
    low = np.array([30.0, 70])
    assert within_bounds(np.array([90.0, 10]), 100, low, low).tolist() == [30, 70]


def test_floors_above_the_task_are_refused_with_both_sums():
    with pytest.raises(FairShareError, match="ondergrenzen tellen op tot 412, de opgave is 380"):
        within_bounds(np.array([200.0, 180]), 380, np.array([212.0, 200]), np.full(2, np.inf))


def test_caps_below_the_task_are_refused_with_both_sums():
    with pytest.raises(FairShareError, match="bovengrenzen tellen op tot 350, de opgave is 380"):
        within_bounds(np.array([200.0, 180]), 380, np.zeros(2), np.array([150.0, 200]))


def test_a_cap_of_someone_without_a_share_does_not_help():
    # C could take 100 but has no share: only 150 + 200 can be reached.
    with pytest.raises(FairShareError, match="tellen op tot 350, de opgave is 380"):
        within_bounds(np.array([200.0, 180, 0]), 380, np.zeros(3), np.array([150.0, 200, 100]))


@st.composite
def bounded(draw):
    """Numbers, task, floor and cap of a small region; the task may lie outside what can be reached."""
    n = draw(st.integers(1, 10))
    task = draw(st.integers(0, 100_000))
    numbers, reference = draw(shares(n)) * task, draw(shares(n)) * task
    low = reference * draw(st.floats(0, 1.05))
    high = np.full(n, np.inf) if draw(st.booleans()) else np.maximum(low, reference * draw(st.floats(0.95, 5)))
    return numbers, task, low, high


@given(bounded())
def test_bounds_hold_or_are_refused_because_no_factor_exists(case):
    numbers, task, low, high = case
    slack = 1e-6 * max(1, task)
    try:
        found = within_bounds(numbers, task, low, high)
    except FairShareError as refusal:
        assert is_one_line(str(refusal))
        assert low.sum() > task or np.where(numbers > 0, high, low).sum() < task
    else:
        assert found.sum() == pytest.approx(task, abs=slack)
        assert (found >= low - slack).all()
        assert (found <= high + slack).all()


@given(bounded())
def test_the_factor_of_the_bounds_is_that_of_a_root_finder(case):
    numbers, task, low, high = case
    reach = np.where(numbers > 0, high, low).sum()
    if low.sum() >= task or reach <= task:
        with_slack = pytest.approx(task, abs=1e-6 * max(1, task))
        is_tight = low.sum() == with_slack or reach == with_slack
        assert is_tight or refuses(numbers, task, low, high)
        return

    def surplus(factor):
        return np.clip(factor * numbers, low, high).sum() - task

    top = 1.0
    while surplus(top) < 0:
        top *= 2
    factor = brentq(surplus, 0, top, xtol=1e-15, rtol=1e-14)
    expected = np.clip(factor * numbers, low, high)
    assert within_bounds(numbers, task, low, high) == pytest.approx(expected, rel=1e-7, abs=1e-6 * max(1, task))


def refuses(numbers, task, low, high) -> bool:
    try:
        within_bounds(numbers, task, low, high)
    except FairShareError:
        return True
    return False


@given(bounded())
def test_bounds_that_a_linear_programme_finds_feasible_are_accepted(case):
    numbers, task, low, high = case
    # A municipality without a share stays at its floor; any other may lie anywhere between its bounds.
    ends = [(a, a if n == 0 else None if np.isinf(b) else b) for n, a, b in zip(numbers, low, high, strict=True)]
    found = linprog(np.zeros(len(numbers)), A_eq=np.ones((1, len(numbers))), b_eq=[task], bounds=ends)
    if found.status == 0 and task > 0:
        reach = np.where(numbers > 0, high, low).sum()
        is_at_the_edge = min(abs(low.sum() - task), abs(reach - task)) < 1e-6 * task
        assert is_at_the_edge or not refuses(numbers, task, low, high)


def test_bounds_hold_for_a_municipality_with_a_very_small_share():
    # A is capped at 50, so B and C must take 25 each, however small their share was.
    numbers, cap = np.array([100.0, 1e-11, 1e-11]), np.array([50.0, 50, 50])
    assert within_bounds(numbers, 100, np.zeros(3), cap) == pytest.approx([50, 25, 25])


@pytest.mark.parametrize("tiny", [1e-3, 1e-6, 1e-9, 1e-12, 1e-300])
def test_a_very_small_weight_with_a_cap_adds_up_to_the_task_or_is_refused(tiny):
    # Many municipalities have no shortage of social rent: above the cap they take over by inhabitants.
    try:
        result = allocated("nl", weights={"tekort_sociale_huur": 10, "inwoners": tiny}, cap=1.1)
    except FairShareError as refusal:
        assert is_one_line(str(refusal))
        assert tiny < 1e-6
    else:
        g = result.column("statushouders")
        assert result.numbers[:, g].sum() == 21_200
        assert (result.unrounded[:, g] <= 1.1 * result.reference[:, g] + 1e-6).all()


def test_floor_and_cap_are_relative_to_the_reference():
    # Reference 60, 30, 10. By land alone 10, 10, 80: C is capped at 1.5 x 10 = 15. A and B share the other 85 equally:
    # 42.5 lies between A's floor of 30 and cap of 90, and between B's floor of 15 and cap of 45.
    inputs = region(inwoners=[60, 30, 10], land=[10, 10, 80])
    result = here(inputs, weights={"land": 1}, floor=0.5, cap=1.5)
    assert result.unrounded[:, 0] == pytest.approx([42.5, 42.5, 15])
    assert result.steps["groep"]["bounds"] == pytest.approx([32.5, 32.5, -65])


def test_a_floor_above_the_reference_is_refused_with_both_sums():
    with pytest.raises(FairShareError, match="ondergrenzen tellen op tot 120, de opgave is 100"):
        here(region(inwoners=[60, 40]), floor=1.2)


# -- step 5: agreements


def test_the_remainder_of_an_agreement_is_shared_by_the_others():
    # A takes 20 instead of 50; the other 80 go to B and C, 30 to 20.
    result = here(region(inwoners=[50, 30, 20]), agreements=(Agreement("A", "groep", 20),))
    assert result.numbers[:, 0].tolist() == [20, 48, 32]
    assert result.steps["groep"]["agreements"] == pytest.approx([-30, 18, 12])


def test_an_agreement_touches_no_other_group():
    inputs = region([group("een", 100), group("twee", 50, "plekken")], inwoners=[50, 30, 20])
    result = here(inputs, agreements=(Agreement("A", "een", 20),))
    assert result.numbers[:, 1].tolist() == [25, 15, 10]


def test_the_remainder_stays_within_the_bounds():
    # 20 for A leaves 80. By land C would take two thirds of it; its cap is 1.5 x 20 = 30, so B takes 50.
    inputs = region(inwoners=[40, 40, 20], land=[25, 25, 50])
    result = here(inputs, weights={"land": 1}, cap=1.5, agreements=(Agreement("A", "groep", 20),))
    assert result.unrounded[:, 0] == pytest.approx([20, 50, 30])


def test_the_remainder_counts_the_existing_supply_of_the_others():
    # A takes 40; B and C share 60 with 20 existing in B: together 80, 40 each, B has 20 of that.
    inputs = region(existing={"groep": [0, 20, 0]}, inwoners=[50, 25, 25])
    result = here(inputs, existing=1, agreements=(Agreement("A", "groep", 40),))
    assert result.unrounded[:, 0] == pytest.approx([40, 20, 40])


def test_agreements_above_the_task_are_refused_with_the_excess():
    fixed = (Agreement("A", "groep", 70), Agreement("B", "groep", 42))
    with pytest.raises(FairShareError, match="112, 12 meer dan de opgave van 100"):
        here(region(inwoners=[50, 30, 20]), agreements=fixed)


def test_agreements_with_everyone_that_leave_a_part_of_the_task_are_refused():
    fixed = (Agreement("A", "groep", 70), Agreement("B", "groep", 28))
    with pytest.raises(FairShareError, match=r"tellen op tot 98\b.*\b2\b"):
        here(region(inwoners=[50, 50]), agreements=fixed)


def test_agreements_with_everyone_that_add_up_are_the_result():
    fixed = (Agreement("A", "groep", 70), Agreement("B", "groep", 30))
    assert here(region(inwoners=[50, 50]), agreements=fixed).numbers[:, 0].tolist() == [70, 30]


def test_a_remainder_that_nobody_has_a_share_in_is_refused():
    inputs = region(inwoners=[50, 50], land=[10, 0])
    with pytest.raises(FairShareError, match=r"niemand kan .*\b30\b"):
        here(inputs, weights={"land": 1}, agreements=(Agreement("A", "groep", 70),))


def test_an_agreement_on_the_whole_task_leaves_nothing_for_the_others():
    result = here(region(inwoners=[50, 30, 20]), agreements=(Agreement("A", "groep", 100),))
    assert result.numbers[:, 0].tolist() == [100, 0, 0]


def test_an_agreement_about_a_group_without_a_task_is_refused():
    with pytest.raises(FairShareError, match="medisch_urgent.*Vul zelf een opgave in"):
        allocated(agreements=(Agreement("GM0014", "medisch_urgent", 3),))


# -- step 7: swaps


def test_a_swap_moves_a_number_and_the_total_stands_still():
    result = here(region(inwoners=[50, 30, 20]), swaps=(Swap("A", "C", "groep", 12),))
    assert result.numbers[:, 0].tolist() == [38, 30, 32]
    assert result.steps["groep"]["swaps"].tolist() == [-12, 0, 12]


def test_what_was_taken_over_can_be_passed_on():
    swaps = (Swap("A", "C", "groep", 50), Swap("C", "B", "groep", 70))
    assert here(region(inwoners=[50, 30, 20]), swaps=swaps).numbers[:, 0].tolist() == [0, 100, 0]


def test_a_giver_never_goes_below_zero():
    with pytest.raises(FairShareError, match="Gemeente C heeft 20 .* kan er geen 21 overdragen"):
        here(region(inwoners=[50, 30, 20]), swaps=(Swap("C", "A", "groep", 21),))


def test_a_swap_of_a_group_without_a_task_is_refused():
    with pytest.raises(FairShareError, match="medisch_urgent.*Vul zelf een opgave in"):
        allocated(swaps=(Swap("GM0014", "GM0037", "medisch_urgent", 3),))


def test_a_swap_moves_no_other_group():
    before = allocated("enschede")
    after = allocated("enschede", swaps=(Swap("GM0153", "GM0147", "statushouders", 10),))
    g = before.column("statushouders")
    moved = after.numbers - before.numbers
    assert moved[:, g].sum() == 0
    assert np.abs(moved).sum() == np.abs(moved[:, g]).sum() == 20
