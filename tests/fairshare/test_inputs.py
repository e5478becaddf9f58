"""What the engine takes from the tables: who belongs to a region, which figures, which groups."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from by_hand import CRITERIA, GROUPS, KOPLOPERS, TABLES, YEARS, shuffled

from fairshare import FairShareError, Scenario, allocate, inputs_for
from fairshare.inputs import members, years


def inputs(region: str = "groningen", year: int = 2024, tables=TABLES):
    return inputs_for(tables, Scenario(region=region, year=year))


# -- members


@pytest.mark.parametrize(("year", "expected"), [(2021, 82), (2024, 82), (2025, 81)])
def test_the_six_regions_have_82_members_until_montferland_leaves(year, expected):
    assert sum(len(members(TABLES, region, year)) for region in KOPLOPERS) == expected


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("groningen", 10),
        ("mra", 30),
        ("arnhem-nijmegen", 18),
        ("haaglanden", 9),
        ("parkstad", 7),
        ("enschede", 8),
        ("nl", 342),
    ],
)
def test_every_region_has_its_members(region, expected):
    assert len(inputs(region).codes) == expected


def test_montferland_belongs_to_arnhem_nijmegen_until_2024():
    assert "GM1955" in inputs("arnhem-nijmegen", 2024).codes
    assert inputs("arnhem-nijmegen", 2024).names[inputs("arnhem-nijmegen", 2024).position["GM1955"]] == "Montferland"
    assert "GM1955" not in inputs("arnhem-nijmegen", 2025).codes


@pytest.mark.parametrize("year", YEARS)
def test_no_municipality_is_in_two_regions(year):
    codes = [code for region in KOPLOPERS for code in members(TABLES, region, year).index]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("region", [*KOPLOPERS, "nl"])
def test_municipalities_are_in_the_order_of_their_code(region):
    assert list(inputs(region).codes) == sorted(inputs(region).codes)


@pytest.mark.parametrize("region", [*KOPLOPERS, "nl"])
def test_municipalities_are_in_the_order_of_their_code_whatever_the_order_of_the_tables(region):
    assert inputs(region, tables=shuffled(1)).codes == inputs(region).codes


def test_subregions_are_of_the_region_and_the_netherlands_has_none():
    assert len(set(inputs("mra").subregions)) == 7  # the seven subregions of the Metropoolregio Amsterdam
    assert set(inputs("nl").subregions) == {""}


@pytest.mark.parametrize(
    ("region", "near"),
    [("groningn", "groningen"), ("arnhem_nijmegen", "arnhem-nijmegen"), ("Haaglanden", "haaglanden")],
)
def test_an_unknown_region_is_refused_with_the_nearest_name(region, near):
    with pytest.raises(FairShareError, match=f"region: '{region}' is niet bekend. Bedoelt u '{near}'?"):
        inputs(region)


# -- years


def test_the_years_are_those_with_inhabitants():
    assert years(TABLES) == YEARS


@pytest.mark.parametrize("year", [1900, 2020, 2026, 2100])
def test_a_year_without_figures_is_refused(year):
    with pytest.raises(FairShareError, match=f"year is {year}; er zijn cijfers voor 2021 tot en met 2025"):
        inputs("nl", year)


@pytest.mark.parametrize("year", YEARS)
def test_inhabitants_are_of_the_reference_year(year):
    table = TABLES.municipalities
    assert inputs("nl", year).quantities["inwoners"].sum() == table[f"inwoners_{year}"].sum()


# -- figures


def test_quantities_are_those_of_the_members():
    groningen = inputs()
    assert groningen.quantities["woningen"][groningen.position["GM0014"]] == 124_258  # CBS, 1 January 2024
    assert groningen.national["woningen"] == 8_204_049


def test_a_national_sum_with_a_missing_municipality_is_missing():
    assert np.isnan(inputs("groningen").national["plancapaciteit"])
    assert np.isnan(inputs("nl").quantities["plancapaciteit"]).sum() == 3


def test_quantities_cannot_be_changed_by_one_of_those_who_share_them():
    with pytest.raises(ValueError, match="read-only"):
        inputs().quantities["inwoners"][0] = 1
    with pytest.raises(TypeError):
        inputs().quantities["inwoners"] = np.zeros(10)


def test_who_asks_for_the_same_gets_the_same():
    one = inputs_for(TABLES, Scenario(region="mra"))
    assert inputs_for(TABLES, Scenario(region="mra", weights={"land": 1})) is one
    assert inputs_for(TABLES, Scenario(region="mra", year=2023)) is not one


@pytest.mark.parametrize("region", [*KOPLOPERS, "nl"])
def test_all_groups_and_criteria_are_there_in_the_order_of_their_tables(region):
    assert tuple(inputs(region).groups) == tuple(TABLES.groups.sort_values("order")["group"]) == GROUPS
    assert tuple(inputs(region).criteria) == CRITERIA


def test_the_data_version_is_that_of_the_tables():
    assert inputs().data_version == TABLES.version


# -- existing supply


def with_supply(rows: dict[str, float]):
    """The tables after Parkstad handed in places for permit holders."""
    supply = pd.DataFrame({"municipality": list(rows), "group": "statushouders", "number": list(rows.values())})
    supply = supply.assign(
        unit="plekken", year=2024, source="Parkstad", source_url="https://example.org", status="eigen invoer"
    )
    return replace(TABLES, existing_supply=supply)


def test_existing_supply_is_missing_where_nothing_was_handed_in_and_not_zero():
    supply = inputs("parkstad", tables=with_supply({"GM0917": 40.0})).existing["statushouders"]
    assert supply[inputs("parkstad").position["GM0917"]] == 40
    assert np.isnan(supply).sum() == 6


def test_existing_supply_of_a_whole_region_counts():
    codes = inputs("parkstad").codes
    tables = with_supply(dict.fromkeys(codes, 0.0) | {"GM0917": 40.0})
    scenario = Scenario(region="parkstad", existing=1)
    result = allocate(inputs_for(tables, scenario), scenario)
    heerlen, g = result.inputs.position["GM0917"], result.column("statushouders")
    # Task 311 and 40 existing: Heerlen takes its part of 351, less the 40 it has.
    part = result.reference[heerlen, g] / 311
    assert result.unrounded[heerlen, g] == pytest.approx(351 * part - 40)
    assert not any("Statushouders" in warning for warning in result.warnings)


def test_room_in_existing_supply_carries_weight_once_everyone_handed_in_figures():
    codes = inputs("parkstad").codes
    tables = with_supply(dict.fromkeys(codes, 0.0) | {"GM0917": 40.0})
    scenario = Scenario(
        region="parkstad",
        weights={"ruimte_bestaand_aanbod": 1},
        group_weights={group: {"inwoners": 1} for group in GROUPS if group != "statushouders"},
    )
    result = allocate(inputs_for(tables, scenario), scenario)
    # Only Heerlen has places, so it is the only one above the regional mean.
    assert result.numbers[result.inputs.position["GM0917"], result.column("statushouders")] == 0
    assert result.warnings == ()
