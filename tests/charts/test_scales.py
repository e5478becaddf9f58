"""A colour keeps its meaning: fixed classes, text that reads on every colour, missing apart."""

from itertools import pairwise

import numpy as np
import pytest
from by_hand import GROUPS, KOPLOPERS, allocated
from hypothesis import given
from hypothesis import strategies as st

from charts.maps import used_scale
from charts.scales import DIVERGING, MEASURES, MISSING_CLASS, SEQUENTIAL, scale, text_color

RATES = (None, 0.01, 0.9, 1.18, 40.0, 5000.0)
SCALES = [scale(measure, rate) for measure in MEASURES for rate in RATES]
READABLE = 4.5  # WCAG 2.2, contrast of text: level AA


def luminance(color: str) -> float:
    """WCAG relative luminance."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("color", sorted({*SEQUENTIAL, *DIVERGING}))
def test_text_reads_on_every_class_colour(color):
    assert contrast(color, text_color(color)) >= READABLE


@pytest.mark.parametrize("used", SCALES, ids=lambda used: used.measure)
def test_a_scale_has_a_colour_and_a_label_for_every_class(used):
    assert len(used.colors) == len(used.labels) == len(used.breaks) + 1 == len(used.legend())
    assert len(set(used.colors)) == len(used.colors)
    assert len(set(used.labels)) == len(used.labels)
    assert all(low < high for low, high in pairwise(used.breaks))


@pytest.mark.parametrize("measure", MEASURES)
@given(values=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20), rate=st.sampled_from(RATES))
def test_a_value_lies_within_the_breaks_of_its_class(measure, values, rate):
    used = scale(measure, rate)
    for value, found in zip(values, used.classes(np.array(values)), strict=True):
        assert found == 0 or used.breaks[found - 1] <= value
        assert found == len(used.breaks) or value < used.breaks[found]


def test_a_missing_value_is_in_no_class_of_amounts():
    assert scale("per_1000").classes(np.array([np.nan, 0.0])) == [MISSING_CLASS, 0]


def test_a_difference_of_zero_is_in_the_middle_class():
    used = scale("verschil")
    assert used.classes(np.array([0.0])) == [len(used.colors) // 2]
    assert used.labels[len(used.colors) // 2] == "ongeveer gelijk"


@given(st.floats(0.03, 5))
def test_more_and_less_of_a_difference_mirror_each_other(value):
    low, high = scale("verschil").classes(np.array([-value, value]))
    assert abs(low + high - (len(DIVERGING) - 1)) <= (1 if value in scale("verschil").breaks else 0)


def test_the_national_rate_lies_in_the_middle_class():
    used = scale("per_1000", 1.18)
    assert used.classes(np.array([1.18])) == [3]


def test_an_unknown_measure_is_refused():
    with pytest.raises(KeyError):
        scale("gevoel")


@pytest.mark.parametrize("measure", MEASURES)
def test_a_value_keeps_its_class_whatever_the_region_and_the_key(measure):
    keys = ({"inwoners": 10}, {"sociale_huur": 3, "land": 7})
    results = [allocated(region, weights=key) for region in KOPLOPERS for key in keys]
    for group in GROUPS:
        found = {used_scale(result, (group,), measure) for result in results if group in result.groups}
        assert len(found) <= 1, group
