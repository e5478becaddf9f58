"""Measures of a result, by hand and against PySAL's `inequality`."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from inequality.gini import Gini
from inequality.theil import Theil, TheilD

from fairshare.measures import (
    gini,
    largest_share,
    location_quotient,
    lorenz,
    per_1000,
    shifted,
    theil,
    up_down_equal,
)


def array(*values):
    return np.array(values, dtype=float)


@st.composite
def regions(draw, least=0):
    """Numbers, inhabitants and subregions of up to ten municipalities; not every number is 0."""
    n = draw(st.integers(2, 10))
    numbers = draw(st.lists(st.integers(least, 1000), min_size=n, max_size=n).filter(any))
    inhabitants = draw(st.lists(st.integers(1, 100_000), min_size=n, max_size=n))
    parts = draw(st.lists(st.sampled_from("abc"), min_size=n, max_size=n))
    return array(*numbers), array(*inhabitants), np.array(parts)


def test_per_thousand_inhabitants():
    assert per_1000(array(5, 3), array(1000, 6000)).tolist() == [5, 0.5]


def test_a_location_quotient_is_the_share_of_the_task_over_the_share_of_inhabitants():
    # A has 60 % of the task and 30 % of the inhabitants: 2. B has 40 % and 70 %: 4/7.
    assert location_quotient(array(6, 4), array(300, 700)) == pytest.approx([2, 4 / 7])


@given(regions(), st.floats(0.001, 10))
def test_pro_rata_every_location_quotient_is_one_and_nothing_is_concentrated(case, rate):
    _, inhabitants, parts = case
    assert location_quotient(rate * inhabitants, inhabitants) == pytest.approx(np.ones(len(parts)))
    assert gini(rate * inhabitants, inhabitants) == pytest.approx(0, abs=1e-12)
    assert theil(rate * inhabitants, inhabitants, parts) == pytest.approx((0, 0), abs=1e-12)


def test_shifted_is_half_of_all_differences():
    # 5 leave A, 2 go to B and 3 to C.
    assert shifted(array(5, 12, 13), array(10, 10, 10)) == 5


def test_up_down_and_equal_do_not_see_the_noise_of_floats():
    assert up_down_equal(array(5, 12, 10 + 1e-12), array(10, 10, 10)) == (1, 1, 1)


def test_the_largest_share_is_of_the_largest_number_and_the_first_when_equal():
    assert largest_share(array(2, 3, 3, 2)) == (1, 0.3)


def test_nothing_has_no_largest_share():
    assert largest_share(array(0, 0)) == (0, 0.0)


# -- concentration


def test_the_lorenz_curve_by_hand():
    # Per inhabitant B has 1/3 and A has 1: first B, three quarters of the people with half of the numbers.
    x, y = lorenz(array(10, 10), array(10, 30))
    assert x.tolist() == [0, 0.75, 1]
    assert y.tolist() == [0, 0.5, 1]


@given(regions())
def test_the_lorenz_curve_rises_from_nothing_to_everything_and_lies_below_the_diagonal(case):
    x, y = lorenz(*case[:2])
    assert (x[0], y[0]) == (0, 0)
    assert (x[-1], y[-1]) == pytest.approx((1, 1))
    assert (np.diff(x) > 0).all()
    assert (np.diff(y) >= 0).all()
    assert (y <= x + 1e-12).all()


def test_gini_by_hand():
    # The curve through (0, 0), (3/4, 1/2) and (1, 1) has 3/16 + 3/16 below it: 1 - 2 x 3/8 = 1/4.
    assert gini(array(10, 10), array(10, 30)) == pytest.approx(0.25)


def test_gini_of_everything_in_one_municipality_is_the_share_of_the_other_inhabitants():
    assert gini(array(0, 10, 0), array(50, 20, 30)) == pytest.approx(0.8)


@given(regions())
def test_gini_over_equal_municipalities_is_that_of_pysal(case):
    numbers = case[0]
    assert gini(numbers, np.ones(len(numbers))) == pytest.approx(Gini(numbers).g, abs=1e-9)


@given(regions())
def test_gini_is_that_of_pysal_over_single_inhabitants(case):
    numbers, inhabitants = case[0], np.minimum(case[1], 1 + case[1] % 7)
    # PySAL weighs every observation equally: repeat each municipality once per inhabitant.
    people = np.repeat(numbers / inhabitants, inhabitants.astype(int))
    assert gini(numbers, inhabitants) == pytest.approx(Gini(people).g, abs=1e-9)


def test_theil_by_hand():
    # Shares of the numbers 1/2, 1/2 against 1/4, 3/4 of the people: 1/2 ln 2 + 1/2 ln(2/3) = 1/2 ln(4/3).
    between, within = theil(array(10, 10), array(10, 30), np.array(["a", "b"]))
    assert between == pytest.approx(np.log(4 / 3) / 2)
    assert within == 0


def test_theil_within_one_subregion_is_all_of_it():
    assert theil(array(10, 10), array(10, 30), np.array(["a", "a"])) == pytest.approx((0, np.log(4 / 3) / 2))


@given(regions())
def test_theil_between_and_within_add_up_to_the_whole(case):
    numbers, inhabitants, parts = case
    q, p = numbers / numbers.sum(), inhabitants / inhabitants.sum()
    whole = sum(a * np.log(a / b) for a, b in zip(q, p, strict=True) if a > 0)
    between, within = theil(numbers, inhabitants, parts)
    assert between + within == pytest.approx(whole, abs=1e-9)
    assert between >= 0
    assert within >= 0


@given(regions(least=1))
def test_theil_over_equal_municipalities_is_that_of_pysal(case):
    numbers, _, parts = case
    between, within = theil(numbers, np.ones(len(numbers)), parts)
    assert between + within == pytest.approx(float(Theil(numbers).T), abs=1e-9)
    assert between == pytest.approx(float(TheilD(numbers, parts).bg[0]), abs=1e-9)


@given(regions(), st.integers(2, 50))
def test_concentration_does_not_depend_on_the_size_of_the_task(case, factor):
    numbers, inhabitants, parts = case
    assert gini(factor * numbers, inhabitants) == pytest.approx(gini(numbers, inhabitants), abs=1e-12)
    assert theil(factor * numbers, inhabitants, parts) == pytest.approx(theil(numbers, inhabitants, parts), abs=1e-12)


def test_no_measure_of_a_task_of_nothing_is_nan():
    nothing, inhabitants, parts = array(0, 0), array(10, 30), np.array(["a", "b"])
    measures = [per_1000(nothing, inhabitants), location_quotient(nothing, inhabitants), *lorenz(nothing, inhabitants)]
    numbers = [gini(nothing, inhabitants), *theil(nothing, inhabitants, parts), *largest_share(nothing)]
    assert not np.isnan(np.concatenate([*measures, numbers])).any()
