"""The message of the live panel: small, complete, adds up, and says the same as the engine."""

import json
from decimal import Decimal

import pytest
from by_hand import KOPLOPERS, SMALL, TABLES, allocated, documents, exactly, rerun
from hypothesis import given

from charts.areas import area_values
from charts.live_panel import COLOR_MEASURES, committed, handed, message, settings, sign, turn_of
from charts.maps import used_scale
from fairshare import FairShareError, Scenario

BYTES_MAX = {"arnhem-nijmegen": 8_000, "mra": 12_000}


def sent(result, group: str) -> bytes:
    """The message as it goes over the line."""
    return json.dumps(message(result, group), ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


@pytest.mark.parametrize("place", BYTES_MAX)
def test_a_message_is_small(place):
    key = {"inwoners": 3.3, "sociale_huur": 2.7, "nieuwbouw": 1.1, "land": 0.9, "draagkracht": 2.1}
    result = allocated(place, weights=key, group_weights={"ouderen": key, "studenten": key})
    assert max(len(sent(result, group)) for group in result.groups) < BYTES_MAX[place]


@given(documents(SMALL))
def test_a_message_adds_up(document):
    try:
        result = rerun({key: value for key, value in document.items() if key not in ("floor", "cap")})
    except FairShareError:
        return
    group = result.groups[0]
    found = json.loads(sent(result, group))
    task = result.tasks[group].value
    assert sum(found["numbers"]) == sum(found["reference"]) == task
    assert found["numbers"] == result.numbers[:, result.column(group)].tolist()
    for g, key in enumerate(found["groups"]):
        assert sum(row[g] for row in found["table"]) == result.tasks[key].value
    for i, number in enumerate(found["numbers"]):
        assert sum((exactly(values[i]) for values in found["steps"].values()), Decimal(0)) == number
    assert sum(found["weights"].values()) == pytest.approx(1, abs=0.0001 * len(found["weights"]))


@pytest.mark.parametrize("place", KOPLOPERS)
def test_a_message_has_a_value_for_every_municipality(place):
    result = allocated(place, weights={"inwoners": 1, "nieuwbouw": 2})
    found = message(result, "statushouders")
    count = len(result.inputs.codes)
    rows = [found[name] for name in ("codes", "numbers", "reference", "per_1000", "table")]
    assert {len(row) for row in [*rows, *found["classes"].values(), *found["steps"].values()]} == {count}
    assert set(found["classes"]) == set(COLOR_MEASURES)


@pytest.mark.parametrize("measure", ["per_1000", "aantal"])
def test_the_panel_colours_an_amount_as_the_map_page_does(measure):
    result = allocated("mra", weights={"land": 5, "inwoners": 5})
    scale = used_scale(result, ("ouderen",), measure)
    expected = scale.classes(area_values(result, ("ouderen",)).measure(measure))
    assert message(result, "ouderen")["classes"][measure] == expected
    fixed = settings(TABLES, result.inputs, "ouderen", {})
    assert fixed["scales"][measure]["legend"] == scale.legend()


def test_a_group_without_a_task_is_refused():
    with pytest.raises(FairShareError):
        message(allocated("groningen"), "medisch_urgent")
    with pytest.raises(FairShareError):
        message(allocated("groningen"), "kabouters")


@pytest.mark.parametrize("place", KOPLOPERS)
def test_the_settings_describe_every_criterion_group_and_step_of_the_message(place):
    result = allocated(place, weights={"inwoners": 1, "tekort_sociale_huur": 1}, tasks={"medisch_urgent": 12})
    fixed = settings(TABLES, result.inputs, "statushouders", {"medisch_urgent": 12})
    found = message(result, "statushouders")
    json.dumps(fixed, allow_nan=False)
    assert {criterion["key"] for criterion in fixed["criteria"]} == set(result.inputs.criteria)
    assert set(found["groups"]) == set(fixed["groups"])
    assert set(found["steps"]) <= set(fixed["step_names"])
    assert len(fixed["names"]) == len(found["codes"])
    for name, ranks in found["classes"].items():
        assert max(ranks) < len(fixed["scales"][name]["legend"]) == len(fixed["scales"][name]["ink"])


# -- what a rerun hands to the panel


HANDED_BYTES_MAX = 1_000


def hands(**scenario) -> dict:
    """What the page hands over for a scenario in the MRA."""
    result = allocated("mra", **scenario)
    return handed(result.inputs, result.scenario, "statushouders")


def test_a_rerun_hands_over_little_and_no_geometry_names_or_numbers():
    sent = hands(weights={"inwoners": 3.3, "sociale_huur": 2.7, "nieuwbouw": 1.1, "land": 0.9, "draagkracht": 2.1})
    assert len(json.dumps(sent)) < HANDED_BYTES_MAX
    assert set(sent) == {"scenario", "sign", "group", "settings", "layer", "turn"}


def test_the_page_names_the_commit_it_took_up_and_nothing_else_from_the_browser():
    assert turn_of({"commit": {"scenario": {}, "turn": "a1-3"}}) == "a1-3"
    assert turn_of({"move": {"turn": "a1-4"}}, "move") == "a1-4"
    assert turn_of(None) == turn_of({}) == turn_of({"commit": None}) == turn_of({"commit": "x"}) == ""
    assert len(turn_of({"commit": {"turn": "x" * 10_000}})) < 100


def test_the_sign_of_a_scenario_is_that_of_its_message_in_whatever_order_it_was_written():
    one, other = hands(weights={"inwoners": 1, "land": 2}), hands(weights={"land": 2, "inwoners": 1})
    assert (
        one["sign"] == other["sign"] == message(allocated("mra", weights={"land": 2, "inwoners": 1}), "ouderen")["sign"]
    )
    assert len({hands(weights={"inwoners": 1, "land": weight})["sign"] for weight in (1, 2, 2.5)}) == 3


@pytest.mark.parametrize(
    "change",
    [{"weights": {"land": 1}}, {"floor": 0.5}, {"reference": "gelijk"}, {"combine": "factors"}, {"name": "Plan B"}],
    ids=str,
)
def test_another_key_keeps_the_settings(change):
    assert hands(**change)["settings"] == hands()["settings"]
    assert hands(**change)["sign"] != hands()["sign"]


def test_other_tasks_years_and_groups_have_settings_of_their_own():
    result = allocated("mra")
    others = [
        hands(),
        hands(tasks={"medisch_urgent": 12}),
        hands(year=2023),
        handed(result.inputs, result.scenario, "ouderen"),
    ]
    assert len({sent["settings"] for sent in others}) == len(others)


@given(documents(SMALL))
def test_settings_that_are_called_the_same_are_the_same(document):
    try:
        one, other = (
            rerun(document),
            rerun({key: document[key] for key in document if key in ("version", "region", "year", "tasks")}),
        )
    except FairShareError:
        return
    group = one.groups[0]
    assert (
        handed(one.inputs, one.scenario, group)["settings"] == handed(other.inputs, other.scenario, group)["settings"]
    )
    made = [settings(TABLES, result.inputs, group, dict(result.scenario.tasks)) for result in (one, other)]
    assert made[0] == made[1]


def test_a_brief_message_leaves_out_what_the_panel_has_and_nothing_else():
    result = allocated("mra", weights={"inwoners": 1, "land": 2})
    whole, brief = message(result, "ouderen"), message(result, "ouderen", brief=True)
    assert set(whole) - set(brief) == {"scenario", "codes"}
    assert {name: whole[name] for name in brief} == brief
    assert brief["sign"] == sign(whole["scenario"])
    assert settings(TABLES, result.inputs, "ouderen", {})["codes"] == whole["codes"]


def test_a_criterion_without_figures_says_why():
    fixed = settings(TABLES, allocated("groningen").inputs, "statushouders", {})
    missing = {criterion["key"]: criterion["missing"] for criterion in fixed["criteria"] if criterion["missing"]}
    assert set(missing) == {"ruimte_bestaand_aanbod"}
    assert all(text.endswith(".") for text in missing.values())


def test_the_presets_are_the_table_and_can_be_used():
    presets = settings(TABLES, allocated("groningen").inputs, "statushouders", {})["presets"]
    assert [preset["key"] for preset in presets] == list(dict.fromkeys(TABLES.presets["preset"]))
    for preset in presets:
        assert allocated("groningen", weights=preset["weights"]).groups


def test_what_the_panel_commits_is_the_scenario():
    scenario = Scenario(region="mra", weights={"land": 3}, group_weights={"ouderen": {"inwoners": 2}})
    assert committed({"commit": {"scenario": scenario.as_dict(), "turn": 1}}) == scenario
    assert committed({"commit": None}) is committed(None) is None


@pytest.mark.parametrize("state", [{"version": 2}, {"x": 1}, "tekst", ["lijst"], {"version": 1, "region": 5}])
def test_what_is_not_a_scenario_is_refused_in_words(state):
    with pytest.raises(FairShareError):
        committed({"commit": {"scenario": state, "turn": 1}})
