"""A result per municipality or subregion, of one group or of several together."""

import numpy as np
import pytest
from by_hand import KOPLOPERS, YEARS, allocated, here, region
from by_hand import group as by_hand_group
from reading import dutch

from charts.areas import area_values, national_rate
from charts.scales import MEASURES

WITH_PARTS = ("groningen", "mra", "arnhem-nijmegen")


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("place", WITH_PARTS)
def test_the_subregions_add_up_to_the_region(place, year):
    result = allocated(place, year=year, weights={"inwoners": 5, "land": 5})
    for group in result.groups:
        whole, parts = area_values(result, (group,)), area_values(result, (group,), "deelregios")
        assert parts.numbers.sum() == whole.numbers.sum() == result.tasks[group].value
        assert parts.reference.sum() == whole.reference.sum()
        assert parts.inhabitants.sum() == pytest.approx(whole.inhabitants.sum())
        assert parts.social_rent.sum() == pytest.approx(whole.social_rent.sum())


@pytest.mark.parametrize("place", WITH_PARTS)
def test_every_municipality_is_in_one_subregion_with_a_name(place):
    parts = area_values(allocated(place), ("statushouders",), "deelregios")
    assert all(parts.names)
    assert len(set(parts.ids)) == len(parts.ids)


@pytest.mark.parametrize("place", KOPLOPERS)
def test_groups_with_the_same_unit_add_up(place):
    result = allocated(place, weights={"sociale_huur": 1})
    one, other = result.sums_of("ouderen_nultreden")[:2]
    both = area_values(result, (one, other))
    apart = [area_values(result, (key,)) for key in (one, other)]
    assert both.numbers.tolist() == (apart[0].numbers + apart[1].numbers).tolist()
    assert both.reference.tolist() == (apart[0].reference + apart[1].reference).tolist()


def test_a_whole_is_never_added_up_with_its_parts():
    result = allocated("groningen")
    assert "ouderen" not in result.sums_of("ouderen_nultreden")
    assert result.sums_of("ouderen") == ("ouderen",)


def test_measures_by_hand():
    # 100 over (75, 25): A 1,000 inhabitants, 300 social homes; B 1,000 inhabitants and none.
    inputs = region([by_hand_group("groep", 100)], inwoners=[1000, 1000], land=[75, 25], sociale_huur=[300, 0])
    values = area_values(here(inputs, weights={"land": 1}), ("groep",))
    assert values.numbers.tolist() == [75, 25]
    assert values.measure("per_1000").tolist() == [75, 25]
    assert values.measure("aandeel").tolist() == [0.75, 0.25]
    assert values.measure("verschil").tolist() == [0.5, -0.5]
    assert values.measure("sociale_huur")[0] == 25
    assert np.isnan(values.measure("sociale_huur")[1])  # no homes: it cannot be said, and is not 0
    assert values.written("sociale_huur") == ["25", "onbekend"]
    assert values.written("verschil") == ["+25", "−25"]


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("place", KOPLOPERS)
def test_what_is_written_is_the_measure(place, measure):
    values = area_values(allocated(place, weights={"land": 3, "inwoners": 7}), ("ouderen",))
    amounts = {"verschil": values.numbers - values.reference, "aandeel": 100 * values.measure("aandeel")}
    for text, amount in zip(values.written(measure), amounts.get(measure, values.measure(measure)), strict=True):
        assert text == "onbekend" if np.isnan(amount) else abs(float(dutch(text)) - amount) <= 0.5


@pytest.mark.parametrize("place", KOPLOPERS)
def test_every_area_has_words_with_its_own_number(place):
    values = area_values(allocated(place, weights={"draagkracht": 1}), ("statushouders",))
    for lines, amount in zip(values.words(), values.numbers, strict=True):
        assert dutch(lines[0].split()[0]) == int(amount)
        assert len(lines) == 5
        assert all(lines)


def test_the_national_rate_of_two_groups_is_the_sum_and_unknown_if_one_is():
    inputs = allocated("groningen", tasks={"medisch_urgent": 10}).inputs
    both = national_rate(inputs, ("statushouders", "dak_thuisloos"), "per_1000")
    apart = [national_rate(inputs, (key,), "per_1000") for key in ("statushouders", "dak_thuisloos")]
    assert both == pytest.approx(sum(apart))
    assert national_rate(inputs, ("medisch_urgent",), "per_1000") is None
    assert national_rate(inputs, ("statushouders",), "aantal") is None
