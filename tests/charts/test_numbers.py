"""Numbers the Dutch way; missing is named, never 0."""

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import dutch

from charts.numbers import decimals_for, exact, listing, number, percent, plural, signed, significant

amounts = st.floats(-1e9, 1e9)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, 1, "1.234,5"),
        (1234567, 0, "1.234.567"),
        (0, 0, "0"),
        (0.5, 2, "0,50"),
        (999.96, 1, "1.000,0"),
        (-48, 0, "−48"),
        (-1234.56, 2, "−1.234,56"),
        (np.int64(1234), 0, "1.234"),
        (np.float64(12.3), 1, "12,3"),
    ],
)
def test_a_number_has_dots_per_thousand_a_decimal_comma_and_a_true_minus(value, decimals, text):
    assert number(value, decimals) == text


@pytest.mark.parametrize("value", [None, math.nan, np.nan, np.float64("nan")])
def test_a_missing_number_is_unknown_never_zero(value):
    assert number(value) == number(value, 2) == percent(value) == significant(value) == "onbekend"


@pytest.mark.parametrize("write", [number, signed, percent])
def test_nothing_is_less_than_zero_after_rounding(write):
    assert write(-0.001) == write(0).replace("−", "")
    assert "−" not in write(-0.0)


@given(amounts, st.integers(0, 3))
def test_a_written_number_reads_back_as_the_rounded_number(value, decimals):
    assert float(dutch(number(value, decimals))) == pytest.approx(round(value, decimals), abs=1e-9)
    assert abs(dutch(number(value, decimals)) - Decimal(value)) <= Decimal(10) ** -decimals / 2 + Decimal("1e-6")


@given(amounts)
def test_a_signed_number_shows_its_sign_unless_it_is_zero(value):
    text = signed(value)
    assert text.startswith("+") == (round(value) > 0)
    assert text.startswith("−") == (round(value) < 0)


def test_percentages_keep_their_sign_on_the_same_line():
    assert percent(0.064, 1) == "6,4\u00a0%"
    assert percent(1) == "100\u00a0%"


@pytest.mark.parametrize(
    ("value", "text"), [(0.034, "0,034"), (0.34, "0,34"), (3.4, "3,4"), (34.4, "34"), (3400, "3.400"), (0, "0")]
)
def test_a_number_gets_as_many_decimals_as_its_size_asks_for(value, text):
    assert significant(value) == text


@given(st.lists(st.one_of(amounts, st.just(math.nan)), max_size=8))
def test_a_column_of_numbers_has_zero_to_three_decimals(values):
    assert decimals_for(values) in (0, 1, 2, 3)


@given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=8))
def test_the_largest_of_a_column_is_never_written_as_zero(values):
    assert dutch(number(max(values), decimals_for(values))) > 0


@pytest.mark.parametrize(("words", "text"), [(["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c")])
def test_a_listing_reads_as_a_sentence(words, text):
    assert listing(words) == text


def test_one_is_singular_and_the_rest_is_plural():
    assert plural(1, "gemeente", "gemeenten") == "1 gemeente"
    assert plural(0, "gemeente", "gemeenten") == "0 gemeenten"
    assert plural(1234, "gemeente", "gemeenten") == "1.234 gemeenten"


@pytest.mark.parametrize(
    ("value", "written"), [(7.0, "7"), (0.43, "0,43"), (0.1 + 0.2, "0,3"), (1 / 3, "0,3333"), (1234.5, "1.234,5")]
)
def test_a_number_keeps_the_decimals_that_it_has_and_not_the_noise_of_a_float(value, written):
    assert exact(value) == written
