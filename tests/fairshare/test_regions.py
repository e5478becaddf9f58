"""Regions of one's own and official areas: their members, names, and what is refused."""

import numpy as np
import pytest
from by_hand import KOPLOPERS, TABLES, allocated, is_one_line
from hypothesis import given
from hypothesis import strategies as st

from fairshare import FairShareError, Scenario
from fairshare.inputs import members
from fairshare.regions import areas, canonical, own_codes, own_region, region_name

CODES = list(TABLES.municipalities.index)
AREAS = list(areas(TABLES).index)


@given(st.lists(st.sampled_from(CODES), min_size=2, max_size=20, unique=True), st.randoms(use_true_random=False))
def test_a_region_of_ones_own_has_its_municipalities_in_whatever_order_they_are_named(codes, random):
    other = list(codes)
    random.shuffle(other)
    region = own_region(codes)
    assert region == own_region(other) == canonical(f"eigen:{','.join(other)}")
    assert list(own_codes(region)) == sorted(codes)
    assert list(members(TABLES, region, 2024).index) == sorted(codes)
    assert Scenario(region=f"eigen:{','.join(other)}") == Scenario(region=region)


@given(st.lists(st.sampled_from(CODES), min_size=2, max_size=12, unique=True))
def test_totals_are_exact_in_any_region_of_ones_own(codes):
    result = allocated(own_region(codes), weights={"inwoners": 5, "sociale_huur": 5})
    assert result.numbers.sum(axis=0).tolist() == [result.tasks[group].value for group in result.groups]


def test_a_koploper_region_put_together_by_hand_has_the_same_division():
    # Groningen has no regional task for status holders: both scale the national figure with the same inhabitants.
    codes = members(TABLES, "groningen", 2024).index
    one, other = allocated("groningen"), allocated(own_region(codes))
    g, h = one.column("statushouders"), other.column("statushouders")
    assert np.array_equal(one.numbers[:, g], other.numbers[:, h])


@pytest.mark.parametrize("area", AREAS)
def test_every_official_area_is_a_region_with_a_name(area):
    found = members(TABLES, area, 2024)
    assert len(found) == areas(TABLES).at[area, "municipalities"]
    row = areas(TABLES).loc[area]
    assert region_name(TABLES, area) == f"{row['division_name']} {row['area']}"


def test_the_areas_of_a_division_share_out_the_country():
    table = areas(TABLES)
    for division in TABLES.divisions["division"].unique():
        inside = [code for a in table.index if a.startswith(f"{division}:") for code in members(TABLES, a, 2024).index]
        assert sorted(inside) == CODES


@pytest.mark.parametrize(
    ("region", "named"),
    [
        ("eigen:", "ten minste 2"),
        ("eigen:GM0014", "ten minste 2"),
        ("eigen:GM0014,GM0014", "twee keer"),
        ("eigen:GM0014,GM9999", "GM9999"),
        ("eigen:GM0014,", "niet bekend"),
        ("eigen:gm0014,gm0037", "niet bekend"),
        ("corop:CR99", "Bedoelt u 'corop:CR"),
        ("corop:", "corop:"),
        (":", "':' is niet bekend"),
        ("kabouters:1", "kabouters"),
        ("", "niet bekend"),
        ("groningn", "Bedoelt u 'groningen'"),
    ],
)
def test_what_is_not_a_region_is_refused_by_name(region, named):
    with pytest.raises(FairShareError, match=named) as error:
        members(TABLES, region, 2024)
    assert is_one_line(str(error.value))


@pytest.mark.parametrize("region", ["eigen:", "eigen:GM0014", "eigen:GM0014,GM0014"])
def test_a_scenario_refuses_a_region_that_has_nothing_to_divide(region):
    with pytest.raises(FairShareError, match="region"):
        Scenario(region=region)


def test_all_municipalities_together_fit_in_a_scenario():
    everyone = own_region(CODES)
    assert len(members(TABLES, everyone, 2024)) == 342
    assert Scenario(region=everyone).region == everyone


@pytest.mark.parametrize(
    ("region", "own", "expected"),
    [
        ("mra", "", "Metropoolregio Amsterdam"),
        ("nl", "", "Nederland"),
        ("eigen:GM0014,GM0037", "", "Eigen regio van 2 gemeenten"),
        ("eigen:GM0014,GM0037", "Ons Veen", "Ons Veen"),
        ("corop:CR03", "", "COROP-gebied Overig Groningen"),
    ],
)
def test_a_region_has_a_name(region, own, expected):
    assert region_name(TABLES, region, own) == expected


@pytest.mark.parametrize("region", [*KOPLOPERS, "nl", "corop:CR03"])
def test_only_a_region_of_ones_own_gets_a_name_of_its_own(region):
    with pytest.raises(FairShareError, match="alleen een eigen regio"):
        Scenario(region=region, region_name="Ons Veen")


@pytest.mark.parametrize("name", [[], {}, 3, None, "<script>", "*vet*", "a\nb"])
def test_a_name_of_a_region_is_plain_text(name):
    with pytest.raises(FairShareError, match="region_name"):
        Scenario(region="eigen:GM0014,GM0037", region_name=name)
