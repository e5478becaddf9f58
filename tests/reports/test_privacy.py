"""Small cells of groups of people cannot be read, nor worked out, from what a public export shows; totals stay right."""

import json

import numpy as np
import pytest
from by_hand import group, here, region
from hypothesis import given
from hypothesis import strategies as st
from office import GROUP, MADE, full_result
from scipy.optimize import linprog

from fairshare import Result
from fairshare.robustness import intervals
from reports.files import as_csv, as_json
from reports.privacy import BASE, CHOICES, FIVES, HIDE, OPEN, SMALL, counts_people, hidden_cells, in_fives, published
from reports.wording import agreed_number, swapped_number

towns = st.lists(st.integers(1, 60), min_size=2, max_size=7)
columns = st.lists(st.integers(0, 30), min_size=2, max_size=12)


@st.composite
def results(draw) -> Result:
    """Two to seven municipalities, one to three groups of people and one of homes."""
    inhabitants = draw(towns)
    tasks = draw(st.lists(st.integers(0, 60), min_size=1, max_size=3))
    groups = [group(f"groep{i}", task, "personen") for i, task in enumerate(tasks)]
    groups.append(group("huizen", draw(st.integers(0, 40)), "woningen"))
    social = draw(st.lists(st.integers(1, 60), min_size=len(inhabitants), max_size=len(inhabitants)))
    inputs = region(groups, inwoners=inhabitants, sociale_huur=social)
    return here(inputs, weights={"inwoners": draw(st.integers(1, 9)), "sociale_huur": draw(st.integers(1, 9))})


def people(result: Result) -> list[str]:
    return [key for key in result.groups if counts_people(result.inputs.groups[key].unit)]


def reach(
    known: np.ndarray, totals: np.ndarray, sums: np.ndarray, low: np.ndarray, high: np.ndarray, cell
) -> tuple[float, float]:
    """Smallest and largest value that one cell may have, given every number that is printed (linear programming).

    ``known`` and ``low``, ``high`` are (municipalities, groups), ``totals`` per group, ``sums`` per municipality or NaN.
    """
    n, m = known.shape
    rows, right = [], []
    for g in range(m):
        row = np.zeros((n, m))
        row[:, g] = 1
        rows.append(row.ravel())
        right.append(totals[g])
    for i in np.flatnonzero(~np.isnan(sums)):
        row = np.zeros((n, m))
        row[i] = 1
        rows.append(row.ravel())
        right.append(sums[i])
    bounds = [
        (k, k) if not np.isnan(k) else (a, b) for k, a, b in zip(known.ravel(), low.ravel(), high.ravel(), strict=True)
    ]
    found = []
    for sign in (1, -1):
        aim = np.zeros((n, m))
        aim[cell] = sign
        solved = linprog(aim.ravel(), A_eq=rows, b_eq=right, bounds=bounds, method="highs")
        assert solved.status == 0
        found.append(sign * solved.fun)
    return found[0], found[1]


@given(results())
def test_a_hidden_cell_cannot_be_worked_out_from_rows_columns_and_totals(result):
    view, keys = published(result, HIDE), people(result)
    at = [result.column(key) for key in keys]
    for shown, true in ((view.numbers, result.numbers), (view.reference, result.whole_reference)):
        known = shown[:, at]
        sums = known.sum(axis=1) if len(keys) > 1 else np.full(len(known), np.nan)
        totals = true[:, at].sum(axis=0)
        free, none = np.zeros(known.shape), np.full(known.shape, np.inf)
        for cell in zip(*np.nonzero(np.isnan(known)), strict=True):
            low, high = reach(known, totals, sums, free, none, cell)
            assert low <= 0 + 1e-9 and high >= min(SMALL, totals[cell[1]]) - 1e-9


@given(results())
def test_no_small_number_of_people_is_printed_unless_there_are_none_at_all(result):
    view = published(result, HIDE)
    for key in people(result):
        g = result.column(key)
        seen = view.numbers[:, g][~np.isnan(view.numbers[:, g])]
        assert (seen >= SMALL).all() or result.tasks[key].value == 0


@given(columns)
def test_cells_are_not_given_away_by_being_the_largest_small_number(column):
    """Two hidden cells that add up to 8 can only be 4 and 4 for a reader who knows that both are small."""
    values = np.array(column, dtype=float)
    hidden = hidden_cells([values])
    assert hidden.all() or not hidden.any() or values[hidden].sum() != (SMALL - 1) * hidden.sum()


def test_the_second_cell_that_is_hidden_is_the_smallest_one():
    """One small cell (3): hiding it alone gives 60 - 57 = 3 away; 7 is the smallest other."""
    assert hidden_cells([np.array([3.0, 20, 7, 30])]).tolist() == [True, False, True, False]


def test_hiding_goes_on_until_the_hidden_cells_add_up_to_five():
    """1 + 2 = 3 would tell that both are below 5 for sure; 10 joins them."""
    assert hidden_cells([np.array([1.0, 2, 10, 30])]).tolist() == [True, True, True, False]


def test_a_group_without_anyone_hides_nothing():
    assert not hidden_cells([np.zeros(4)]).any()


@given(results())
def test_a_number_in_fives_cannot_be_worked_out_from_the_total(result):
    view = published(result, FIVES)
    for key in people(result):
        g = result.column(key)
        shown, total = view.numbers[:, [g]], float(result.tasks[key].value)
        if not total:
            continue
        low, high = np.maximum(0, shown - BASE + 1), shown + BASE - 1
        unknown, none = np.full(shown.shape, np.nan), np.full(len(shown), np.nan)
        for i in range(len(shown)):
            least, most = reach(unknown, np.array([total]), none, low, high, (i, 0))
            assert most - least >= 1 - 1e-9


@given(columns)
def test_rounding_gives_fives_near_the_numbers_that_add_up_to_nearly_the_total(column):
    values = np.array(column, dtype=float)
    rounded = in_fives(values)
    assert (rounded % BASE == 0).all()
    assert (np.abs(rounded - values) < BASE).all()
    assert abs(rounded.sum() - values.sum()) <= 2


def test_rounding_by_hand():
    """2, 4 and 8 are 14 together, nearest to 15: three fives. Remainders 2, 4 and 3: the 4 and the 8 go up to 5 and 10."""
    assert in_fives(np.array([2.0, 4, 8])).tolist() == [0, 5, 10]


@given(results(), st.sampled_from(sorted(CHOICES)))
def test_totals_and_homes_stay_what_they_are(result, choice):
    view = published(result, choice)
    for key in result.groups:
        assert view.total((key,)) == result.tasks[key].value
    homes = result.column("huizen")
    assert view.numbers[:, homes].tolist() == result.numbers[:, homes].tolist()
    if choice == OPEN:
        assert (view.numbers == result.numbers).all() and (view.reference == result.whole_reference).all()


@given(results())
def test_numbers_and_reference_are_hidden_together(result):
    """Else the difference between the two would say more than one of them may."""
    view = published(result, HIDE)
    assert (np.isnan(view.numbers) == np.isnan(view.reference)).all()


@given(results())
def test_decimals_steps_and_bands_obey_the_choice(result):
    found = intervals(result, draws=50)
    for choice in (HIDE, FIVES):
        view = published(result, choice)
        for key in people(result):
            g = result.column(key)
            low, high = view.interval(key, found[key])
            hidden = np.isnan(view.numbers[:, g])
            assert np.isnan(low[hidden]).all() and np.isnan(high[hidden]).all()
            if choice == FIVES:
                assert not view.is_exact(key).any()
                assert (low % BASE == 0).all() and (high % BASE == 0).all()
            else:
                assert (view.is_exact(key) == ~hidden).all()


@given(results(), st.sampled_from([HIDE, FIVES]))
def test_json_holds_nothing_that_may_not_be_seen(result, choice):
    view, rows = published(result, choice), json.loads(as_json(published(result, choice)))["rows"]
    for row in rows:
        i, g = result.inputs.position[row["municipality"]], result.column(row["group"])
        if row["group"] == "huizen":
            assert row["result"] == result.numbers[i, g] and row["steps"]
        elif np.isnan(view.numbers[i, g]):
            assert [row[key] for key in ("result", "reference", "unrounded", "steps")] == [None] * 4
        elif choice == FIVES:
            assert row["result"] % BASE == 0 and row["reference"] % BASE == 0
            assert row["unrounded"] is None and row["steps"] is None


def test_units_that_count_things_are_not_about_people():
    seen = {spec.unit: counts_people(spec.unit) for spec in full_result().inputs.groups.values()}
    things = {unit for unit, is_people in seen.items() if not is_people}
    assert things == {"woningen t/m 2030", "plekken t/m 2030", "woonplekken", "wooneenheden", "standplaatsen"}


@pytest.mark.parametrize("choice", [HIDE, FIVES])
def test_an_agreement_or_a_swap_does_not_give_a_hidden_number_away(choice):
    """The swap of 7 leaves the cell of the agreement at 113: agreement, swap and cell together would give it away."""
    view = published(full_result(), choice)
    scenario = view.result.scenario
    assert agreed_number(view, scenario.agreements[0])[1] is None
    assert swapped_number(view, scenario.swaps[0])[1] == (7 if choice == HIDE else None)
    assert "120" not in json.dumps(json.loads(as_json(view))["scenario"])


def test_the_choice_is_printed_in_csv_and_json():
    for choice in CHOICES:
        view = published(full_result(), choice)
        assert view.statement() in as_csv(view, MADE).decode("utf-8-sig")
        assert json.loads(as_json(view))["privacy"]["choice"] == choice
        assert view.result.tasks[GROUP].value == view.total((GROUP,))
