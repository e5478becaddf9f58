"""What is known of a region: every group and item has a status, and what is missing can be asked from someone."""

from dataclasses import replace

import numpy as np
import pytest
from by_hand import GROUPS, KOPLOPERS, TABLES, YEARS

from data.schemas import ITEMS as ITEMS_OF_TABLE
from data.schemas import STATUSES
from fairshare import Scenario, inputs_for
from fairshare.assumptions import HOMES
from fairshare.coverage import EXISTING, ITEMS, MARGIN, REGISTERED, TASK, coverage, gaps, whom_to_ask
from fairshare.figures import OwnFigure


def matrix(region="arnhem-nijmegen", year=2024, tasks=(), overrides=(), **changed):
    inputs = replace(inputs_for(TABLES, Scenario(region=region, year=year)), **changed)
    return coverage(inputs, TABLES, dict(tasks), dict(overrides))


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("region", [*KOPLOPERS, "nl"])
def test_every_group_has_a_status_for_every_item(region, year):
    found = matrix(region, year)
    assert tuple(found) == GROUPS
    for cells in found.values():
        assert tuple(cells) == ITEMS
        for known in cells.values():
            assert known.status in STATUSES
            assert known.is_missing == (known.text == "")


def test_the_items_are_those_that_the_table_of_requests_knows():
    assert set(ITEMS) == set(ITEMS_OF_TABLE)


def test_a_task_carries_its_number_and_year_and_a_missing_one_is_missing():
    found = matrix()
    # 21,200 x 788,655 / 17,475,415 = 956.7
    assert (found["statushouders"][TASK].text, found["statushouders"][TASK].year) == ("957", "2023")
    assert found["statushouders"][TASK].status == "berekend"
    assert found["medisch_urgent"][TASK].is_missing


def test_a_margin_names_the_ends_that_differ_from_the_task():
    # 7,723 and 8,800 pitches: the low one differs; for labour migrants high equals the task.
    assert matrix()["woonwagenbewoners"][MARGIN].text.startswith("laag ")
    assert "hoog" not in matrix()["arbeidsmigranten"][MARGIN].text
    assert matrix("mra")["dak_thuisloos"][MARGIN].text == "hoog 26.075"
    assert matrix()["studenten"][MARGIN].is_missing


def test_a_figure_of_the_region_itself_shows_with_its_own_status():
    assert matrix("groningen")["woonwagenbewoners"][REGISTERED].status == "regionaal onderzoek"
    assert matrix("groningen")["woonwagenbewoners"][REGISTERED].text == "174 standplaatsen"
    assert matrix("arnhem-nijmegen")["woonwagenbewoners"][REGISTERED].is_missing


def test_own_figures_show_up_as_soon_as_they_are_there():
    known = np.array([3.0, np.nan, *[1.0] * 16])
    found = matrix(
        tasks={"medisch_urgent": 120}, overrides={f"{HOMES}.studenten": 0.5}, existing={"statushouders": known}
    )
    assert (found["medisch_urgent"][TASK].status, found["medisch_urgent"][TASK].text) == ("eigen invoer", "120")
    assert found["studenten"][HOMES].status == "eigen invoer"
    supply = found["statushouders"][EXISTING]
    assert (supply.status, supply.text) == ("eigen invoer", "17 van 18 gemeenten")
    assert found["ouderen"][EXISTING].is_missing


def test_own_existing_supply_shows_its_own_status_and_year():
    own = OwnFigure(
        "existing", "statushouders", {"GM0202": 3}, year="2023", source="Telling", status="regionaal onderzoek"
    )
    here = inputs_for(TABLES, Scenario(region="arnhem-nijmegen", figures=(own,)))
    supply = coverage(here, TABLES, {}, {})["statushouders"][EXISTING]
    assert (supply.status, supply.year, supply.text) == ("regionaal onderzoek", "2023", "1 van 18 gemeenten")


@pytest.mark.parametrize("region", KOPLOPERS)
def test_every_gap_has_someone_to_ask(region):
    found = gaps(matrix(region))
    assert found
    for group, item in found:
        ask, request = whom_to_ask(TABLES, item, group)
        assert ask and request.endswith(("?", ".")), (group, item)


def test_who_to_ask_is_of_the_group_first_and_of_any_group_else():
    assert "COA" in whom_to_ask(TABLES, EXISTING, "statushouders")[0]
    assert whom_to_ask(TABLES, EXISTING, "studenten") == whom_to_ask(TABLES, EXISTING, "mantelzorg")
    assert whom_to_ask(TABLES, "onbekend", "studenten") == ("", "")
