"""Step 6: whole numbers that add up, the nearest there are; against HiGHS, brute force and `apportionment`."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from apportionment.methods import TiesException, compute
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, linprog, milp

from fairshare.rounding import controlled_rounding, largest_remainder, split


@st.composite
def tables(draw, rows: int = 12, columns: int = 6, parts: int = 30, task: int = 200):
    """Exact tables of which every column adds up to a whole task, with many zeros, whole cells and ties."""
    n, m = draw(st.integers(1, rows)), draw(st.integers(1, columns))
    totals = draw(st.lists(st.integers(0, task), min_size=m, max_size=m))
    column = st.lists(st.integers(0, parts), min_size=n, max_size=n).filter(any)
    shares = draw(st.lists(column, min_size=m, max_size=m))
    return [[Fraction(totals[g] * shares[g][i], sum(shares[g])) for g in range(m)] for i in range(n)], totals


@st.composite
def rough_tables(draw):
    """Tables of floats: shares times a task, as the engine makes them."""
    n, m = draw(st.integers(1, 12)), draw(st.integers(1, 6))
    totals = np.array(draw(st.lists(st.integers(0, 1_000_000), min_size=m, max_size=m)))
    column = st.lists(st.floats(0, 1), min_size=n, max_size=n).filter(lambda x: sum(x) > 0.01)
    shares = np.array(draw(st.lists(column, min_size=m, max_size=m))).T
    return shares / shares.sum(axis=0) * totals, totals


def rounded(exact, totals) -> np.ndarray:
    return controlled_rounding(np.array(exact, dtype=float), np.array(totals))


def distance(numbers, exact) -> Fraction:
    """Sum of |whole number - exact value|."""
    return sum(
        abs(int(number) - value)
        for row, cells in zip(numbers, exact, strict=True)
        for number, value in zip(row, cells, strict=True)
    )


def constraints(exact) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Rounding up as 0-1 variables: remainder and freedom per cell, units per column, least and most units per row."""
    floor = np.array([[math.floor(value) for value in row] for row in exact])
    rest = np.array([[float(value - math.floor(value)) for value in row] for row in exact])
    units = np.array([int(sum(column)) for column in zip(*exact, strict=True)]) - floor.sum(axis=0)
    low = np.array([math.floor(sum(row)) for row in exact]) - floor.sum(axis=1)
    high = np.array([math.ceil(sum(row)) for row in exact]) - floor.sum(axis=1)
    return rest, (rest > 0).astype(float), units, low, high


def sums(rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """The matrices that add up the cells of a raveled table per column and per row."""
    cells = np.arange(rows * columns)
    per_column = (cells % columns == np.arange(columns)[:, None]).astype(float)
    per_row = (cells // columns == np.arange(rows)[:, None]).astype(float)
    return per_column, per_row


# -- what is promised of every table


@given(tables())
def test_every_column_adds_up_to_its_task(case):
    exact, totals = case
    assert rounded(exact, totals).sum(axis=0).tolist() == totals


@given(tables())
def test_every_cell_is_the_floor_or_the_ceiling_of_its_value(case):
    exact, totals = case
    for row, cells in zip(rounded(exact, totals), exact, strict=True):
        assert all(math.floor(v) <= number <= math.ceil(v) for number, v in zip(row, cells, strict=True))


@given(tables())
def test_every_row_total_is_the_floor_or_the_ceiling_of_its_total(case):
    exact, totals = case
    for total, cells in zip(rounded(exact, totals).sum(axis=1), exact, strict=True):
        assert math.floor(sum(cells)) <= total <= math.ceil(sum(cells))


@given(rough_tables())
def test_tables_of_floats_keep_columns_cells_and_rows(case):
    table, totals = case
    numbers = controlled_rounding(table, totals)
    slack = 1e-9 * np.maximum(1, table)
    assert numbers.dtype == np.int64
    assert numbers.sum(axis=0).tolist() == totals.tolist()
    assert (np.floor(table - slack) <= numbers).all()
    assert (numbers <= np.ceil(table + slack)).all()
    whole = table.sum(axis=1)
    slack = 1e-9 * np.maximum(1, whole)
    assert (np.floor(whole - slack) <= numbers.sum(axis=1)).all()
    assert (numbers.sum(axis=1) <= np.ceil(whole + slack)).all()


# -- the nearest table


@given(tables())
def test_no_table_is_nearer_according_to_the_linear_programme_of_highs(case):
    exact, totals = case
    rest, free, units, low, high = constraints(exact)
    per_column, per_row = sums(*rest.shape)
    best = linprog(
        -rest.ravel(),
        A_ub=np.vstack([per_row, -per_row]),
        b_ub=np.concatenate([high, -low]),
        A_eq=per_column,
        b_eq=units,
        bounds=[(0, end) for end in free.ravel()],
        method="highs",
    )
    assert best.status == 0
    up = rounded(exact, totals) - np.array([[math.floor(value) for value in row] for row in exact])
    assert (up * rest).sum() == pytest.approx(-best.fun, abs=1e-6)


@given(tables(rows=8, columns=4))
def test_no_table_is_nearer_according_to_the_integer_programme_of_highs(case):
    exact, totals = case
    rest, free, units, low, high = constraints(exact)
    per_column, per_row = sums(*rest.shape)
    best = milp(
        (1 - 2 * rest).ravel(),  # |1 - rest| - |rest|: what rounding up adds to the distance
        constraints=[LinearConstraint(per_column, units, units), LinearConstraint(per_row, low, high)],
        bounds=(0, free.ravel()),
        integrality=np.ones(rest.size),
    )
    assert best.status == 0
    assert float(distance(rounded(exact, totals), exact)) == pytest.approx(rest.sum() + best.fun, abs=1e-6)


@given(tables(rows=4, columns=3, parts=9, task=20))
def test_no_table_is_nearer_when_all_are_tried(case):
    exact, totals = case
    rest, free, units, low, high = constraints(exact)
    cells = np.flatnonzero(free.ravel())
    tried = np.zeros((2 ** len(cells), rest.size), dtype=int)
    tried[:, cells] = list(itertools.product([0, 1], repeat=len(cells)))
    tried = tried.reshape(-1, *rest.shape)
    fits = (tried.sum(axis=1) == units).all(axis=1)
    fits &= ((tried.sum(axis=2) >= low) & (tried.sum(axis=2) <= high)).all(axis=1)
    nearest = (np.where(tried[fits], 1 - rest, rest)).sum(axis=(1, 2)).min()
    assert float(distance(rounded(exact, totals), exact)) == pytest.approx(nearest, abs=1e-6)


def test_a_row_total_moves_a_unit_that_largest_remainder_would_place_elsewhere():
    # Largest remainder gives A both units. With 0.6 and 0.6 A has 1.2 in all and may have 2. With 0.6 and 0.4 its total
    # is exactly 1: A keeps the 0.6 and the second unit goes to the earlier of B and C, which both have 0.3.
    assert rounded([[0.6, 0.6], [0.3, 0.2], [0.1, 0.2]], [1, 1]).tolist() == [[1, 1], [0, 0], [0, 0]]
    assert rounded([[0.6, 0.4], [0.3, 0.3], [0.1, 0.3]], [1, 1]).tolist() == [[1, 0], [0, 1], [0, 0]]


def test_a_whole_cell_never_moves():
    assert rounded([[5.0, 0.5], [2.5, 0.25], [2.5, 0.25]], [10, 1])[0, 0] == 5


def test_a_value_that_a_float_puts_just_beside_a_whole_number_is_that_number():
    floor, rest = split(np.array([3 - 1e-12, 3 + 1e-12, 2.5, 0.0]))
    assert floor.tolist() == [3, 3, 2, 0]
    assert rest.tolist() == [0, 0, 0.5, 0]


def test_a_column_that_does_not_add_up_is_refused():
    with pytest.raises(ValueError, match="does not add up"):
        controlled_rounding(np.array([[1.5], [1.0]]), np.array([3]))


@pytest.mark.filterwarnings("ignore:invalid value")
def test_a_table_with_nan_is_refused():
    with pytest.raises(ValueError, match="does not add up"):
        controlled_rounding(np.array([[np.nan], [1.0]]), np.array([1]))


# -- one column: largest remainder


@given(tables(rows=40, columns=1))
def test_one_column_goes_to_the_largest_remainders_and_the_earlier_row_wins_a_tie(case):
    exact, (total,) = case
    values = [row[0] for row in exact]
    expected = [math.floor(value) for value in values]
    by_remainder = sorted(range(len(values)), key=lambda i: (math.floor(values[i]) - values[i], i))
    for i in by_remainder[: total - sum(expected)]:
        expected[i] += 1
    assert largest_remainder(np.array(values, dtype=float), total).tolist() == expected


@given(st.lists(st.integers(1, 100_000), min_size=2, max_size=40), st.integers(1, 5_000))
def test_one_column_equals_hamilton_of_the_apportionment_library(votes, seats):
    try:
        expected = compute("hamilton", votes, seats, tiesallowed=False)
    except TiesException:
        assume(False)
    assert largest_remainder(np.array(votes) / sum(votes) * seats, seats).tolist() == list(expected)


@pytest.mark.parametrize(("total", "expected"), [(1, [1, 0, 0]), (2, [1, 1, 0]), (4, [2, 1, 1])])
def test_between_equal_remainders_the_earlier_row_gets_the_unit(total, expected):
    assert largest_remainder(np.full(3, total / 3), total).tolist() == expected


@given(rough_tables())
def test_the_same_table_gives_the_same_bytes(case):
    table, totals = case
    assert controlled_rounding(table, totals).tobytes() == controlled_rounding(table.copy(), totals.copy()).tobytes()


@given(rough_tables())
def test_the_table_that_is_rounded_does_not_change(case):
    table, totals = case
    before = table.copy()
    controlled_rounding(table, totals)
    assert table.tobytes() == before.tobytes()
