"""The six regions side by side: the same key, the same words, every number the engine's."""

import re

import pytest
from by_hand import KOPLOPERS, TABLES, allocated, keys
from hypothesis import given
from reading import ReadTable, dutch

from charts.comparison import (
    comparison_finding,
    effect_table,
    effects,
    indicator_table,
    profile,
    profile_html,
    results_per_region,
)
from charts.remembered import Shared
from fairshare import Agreement, Scenario, inputs_for
from fairshare.comparison import indicators, key_effect

MINE = Scenario(region="groningen", weights={"inwoners": 6, "sociale_huur": 4}, tasks={"statushouders": 100})
GROUP = "statushouders"


def percent(cell) -> float:
    return float(dutch(cell.text))


def test_the_same_key_and_year_hold_in_every_region_and_an_own_task_only_in_its_own():
    results = results_per_region(TABLES, MINE.with_(year=2022), GROUP)
    assert set(results) == set(KOPLOPERS)
    for place, result in results.items():
        assert result.scenario.weights == MINE.weights
        assert result.inputs.year == 2022
        own = result.tasks[GROUP].value == 100
        assert own == (place == "groningen")


def test_a_region_where_the_group_has_no_task_says_why():
    results = results_per_region(TABLES, Scenario(region="mra", tasks={"medisch_urgent": 50}), "medisch_urgent")
    assert not isinstance(results["mra"], str)
    for place in set(KOPLOPERS) - {"mra"}:
        assert "opgave" in results[place]
    table = ReadTable(effect_table(TABLES, results, "medisch_urgent"))
    assert len(table.rows) == len(KOPLOPERS)
    assert {len(row) for row in table.rows} == {len(table.head)}
    assert "onbekend" in indicator_table(TABLES, results, "medisch_urgent")


def test_the_indicators_are_those_of_the_engine():
    table = ReadTable(indicator_table(TABLES, results_per_region(TABLES, MINE, GROUP), GROUP))
    names = TABLES.regions.set_index("short_name")["region"]
    assert len(table.rows) == len(KOPLOPERS)
    for row in table.rows:
        place = names[row[0].text]
        inputs = inputs_for(TABLES, Scenario(region=place))
        expected = indicators(inputs)
        figures = {head.text: cell for head, cell in zip(table.head, row, strict=True)}
        assert dutch(figures["Gemeenten"].text) == len(inputs.codes)
        assert float(dutch(figures["Inwoners 2024"].text)) == expected.inhabitants
        assert percent(figures["Sociale huur"]) == pytest.approx(100 * expected.social_rent, abs=0.051)
        assert float(dutch(figures["Inwoners per km² land"].text)) == pytest.approx(expected.density, abs=0.51)
        task = 100 if place == "groningen" else inputs.groups[GROUP].task.value
        rate = float(dutch(figures["Opgave per 1.000 inwoners"].text))
        assert rate == pytest.approx(1000 * task / expected.inhabitants, abs=0.051)


def test_the_effects_are_those_of_the_engine():
    results = results_per_region(TABLES, MINE, GROUP)
    table = ReadTable(effect_table(TABLES, results, GROUP))
    regions = TABLES.regions.set_index("short_name")
    for row in table.rows:
        here = regions.loc[row[0].text]
        expected = key_effect(results[here["region"]], GROUP, tuple(here["central_municipality"].split(";")))
        task, moved, most, city, was, gini = row[1:]
        assert dutch(task.text) == expected.task
        assert percent(moved) == pytest.approx(100 * expected.moved[1], abs=0.051)
        assert float(dutch(moved.note.split()[0])) == pytest.approx(expected.moved[0], abs=0.51)
        assert expected.most[0] in most.text
        assert percent(city) == pytest.approx(100 * expected.central, abs=0.051)
        assert percent(was) == pytest.approx(100 * expected.central_reference, abs=0.051)
        assert float(dutch(gini.text)) == pytest.approx(expected.concentration, abs=0.00051)


def test_pro_rata_moves_nothing_anywhere():
    results = results_per_region(TABLES, Scenario(region="mra"), GROUP)
    assert "gelijk aan de referentie" in comparison_finding(TABLES, results, GROUP)


@given(keys())
def test_the_finding_names_the_region_where_most_and_least_moves(weights):
    results = results_per_region(TABLES, Scenario(region="mra", weights=weights), GROUP)
    text = comparison_finding(TABLES, results, GROUP)
    assert not re.search(r"\b(nan|None)\b", text)
    moved = {place: effect.moved[1] for place, effect in effects(TABLES, results, GROUP).items()}
    names = TABLES.regions.set_index("region")["short_name"]
    if max(moved.values()) > 0.001:
        assert names[max(moved, key=moved.get)] in text
        assert names[min(moved, key=moved.get)] in text


def test_a_key_that_fits_nowhere_is_said():
    assert "geen van de regio's" in comparison_finding(TABLES, Shared.fromkeys(KOPLOPERS, "Nee."), GROUP)


@pytest.mark.parametrize("place", KOPLOPERS)
def test_every_profile_has_every_topic_and_says_what_is_unknown(place):
    topics = profile(TABLES, place)
    assert all(lines for _, lines in topics)
    text = profile_html(TABLES, place)
    assert not re.search(r"\b(nan|None)\b", text)
    unknown = [line for _, lines in topics for line in lines if line["status"] != "bekend"]
    assert text.count('class="unknown"') >= len(unknown)
    known = [line for _, lines in topics for line in lines if line["status"] == "bekend"]
    assert all(str(line["source_url"]).startswith("http") for line in known)


def test_the_effect_of_an_own_key_of_the_group_counts():
    own = allocated("mra", group_weights={GROUP: {"land": 1}})
    results = results_per_region(TABLES, own.scenario, GROUP)
    assert effects(TABLES, results, GROUP)["mra"].moved[0] > 0


def test_what_was_bargained_in_one_region_is_left_out_when_regions_are_compared():
    key = Scenario(region="mra", weights={"inwoners": 6, "sociale_huur": 4})
    agreed = key.with_(agreements=(Agreement("GM0363", GROUP, 200),))
    plain, bargained = (results_per_region(TABLES, scenario, GROUP) for scenario in (key, agreed))
    for region in plain:
        assert bargained[region].rows().equals(plain[region].rows())
