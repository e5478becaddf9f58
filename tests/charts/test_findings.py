"""Sentences made from a result: true, with correct plurals, without judgement."""

import re

import numpy as np
import pytest
from by_hand import GROUPS, KOPLOPERS, MEASURED, SMALL, TABLES, YEARS, allocated, documents, here, keys, region, rerun
from by_hand import group as by_hand_group
from hypothesis import assume, given
from hypothesis import strategies as st

from charts.areas import area_values
from charts.findings import (
    agreement_line,
    counts_line,
    difference_line,
    finding,
    firm,
    key_line,
    map_finding,
    rules_lines,
    summary,
    swap_line,
    task_line,
)
from charts.scales import MEASURES
from charts.words import KINDS, REFERENCES, counted, noun
from fairshare import Agreement, FairShareError, Scenario, Swap, inputs_for
from fairshare.robustness import intervals
from fairshare.scenario import REFERENCES as ENGINE_REFERENCES

JUDGEMENT = re.compile(r"\b(moet\w*|moest\w*|last\w*|belast\w*|probleem\w*|te veel|te weinig|oneerlijk\w*)\b", re.I)
NOT_A_NUMBER = re.compile(r"\b(nan|inf|none)\b", re.I)


def sentences(result, group: str) -> list[str]:
    """Everything that is said about one group."""
    spec, task = result.inputs.groups[group], result.tasks[group]
    found = [finding(result, group), summary(result, group), key_line(result, (group,))]
    found.append(task_line(spec, task, result.inputs.region_name))
    levels = ["gemeenten", *(["deelregios"] if any(result.inputs.subregions) else [])]
    return found + [
        map_finding(area_values(result, (group,), level), measure) for level in levels for measure in MEASURES
    ]


# -- words


@pytest.mark.parametrize("unit", sorted(set(TABLES.groups["unit"])))
def test_one_of_every_unit_is_singular(unit):
    assert counted(2, unit) == f"2 {noun(unit)}"
    one = counted(1, unit)
    assert one.startswith("1 ")
    assert one != f"1 {noun(unit)}"


def test_one_person_two_persons():
    assert counted(1, "personen per halfjaar") == "1 persoon"
    assert counted(1234, "personen per halfjaar") == "1.234 personen"


def test_every_reference_and_kind_has_words():
    assert set(REFERENCES) == set(ENGINE_REFERENCES)
    assert set(KINDS) >= set(TABLES.groups["kind"])


# -- the finding of a real scenario


@pytest.mark.parametrize("place", KOPLOPERS)
def test_the_finding_names_who_takes_most_more_and_who_most_less(place):
    result = allocated(place, weights={"inwoners": 6, "sociale_huur": 4})
    g = result.column("statushouders")
    difference = result.numbers[:, g] - result.whole_reference[:, g]
    up, down = int(np.argmax(difference)), int(np.argmin(difference))
    text = finding(result, "statushouders")
    assert text.startswith(f"{result.inputs.names[up]} neemt {difference[up]} ")
    assert f"{result.inputs.names[down]} {-difference[down]} minder" in text


def test_a_key_that_is_the_reference_moves_nothing_and_says_so():
    result = allocated("groningen")
    assert "precies" in finding(result, "statushouders")
    assert "0 verschoven (0,0\u00a0%)" in summary(result, "statushouders")


def test_the_summary_says_how_much_how_many_and_how_much_moves():
    # 100 shared 50/50 by inhabitants, 80/20 by land: 30 of 100 moves, one more and one less.
    inputs = region([by_hand_group("groep", 100)], inwoners=[50, 50], land=[80, 20], sociale_huur=[1, 1])
    text = summary(here(inputs, weights={"land": 1}), "groep")
    assert text == "100 personen verdeeld. 30 verschoven (30,0\u00a0%). 1 gemeente meer, 1 minder, 0 gelijk."


def test_one_person_more_is_one_persoon():
    inputs = region([by_hand_group("groep", 2)], inwoners=[50, 50], land=[100, 0], sociale_huur=[1, 1])
    text = finding(here(inputs, weights={"land": 1}), "groep")
    assert text == "Gemeente A neemt 1 persoon meer op zich dan naar rato van inwoners, Gemeente B 1 minder."


def test_nothing_to_divide_is_said():
    result = allocated("groningen", tasks={"statushouders": 0})
    for text in sentences(result, "statushouders"):
        assert not NOT_A_NUMBER.search(text), text


@pytest.mark.parametrize("measure", MEASURES)
def test_the_map_finding_names_the_highest_and_the_lowest(measure):
    values = area_values(allocated("groningen", weights={"land": 5, "inwoners": 5}), ("statushouders",))
    amounts = values.measure(measure)
    if measure == "verschil":  # in units, as the label on the map
        amounts = values.numbers - values.reference
    text = map_finding(values, measure)
    assert values.names[int(np.nanargmax(amounts))] in text
    assert values.names[int(np.nanargmin(amounts))] in text


def test_the_key_line_names_the_criteria_with_their_percentage():
    text = key_line(allocated("groningen", weights={"inwoners": 6, "sociale_huur": 4}), ("statushouders",))
    assert "inwoners (60\u00a0%) en sociale huur (40\u00a0%)" in text
    assert "Peiljaar 2024" in text


def test_groups_with_another_key_do_not_share_a_key_line():
    result = allocated("groningen", group_weights={"dak_thuisloos": {"land": 1}})
    assert "eigen verdeelsleutel" in key_line(result, ("statushouders", "dak_thuisloos"))


# -- always


@given(st.sampled_from(KOPLOPERS), st.sampled_from(YEARS), keys(MEASURED), st.sampled_from(GROUPS))
def test_every_sentence_reads_well_for_any_key(place, year, weights, group):
    result = allocated(place, year=year, weights=weights)
    assume(group in result.groups)
    for text in sentences(result, group):
        assert text.strip()
        assert text == text.strip()
        assert "  " not in text
        assert not NOT_A_NUMBER.search(text), text
        assert not JUDGEMENT.search(text), text


@given(documents(SMALL))
def test_every_sentence_of_any_scenario_has_numbers(document):
    try:
        result = rerun({key: value for key, value in document.items() if key not in ("floor", "cap")})
    except FairShareError:
        return
    for group in result.groups:
        for text in sentences(result, group):
            assert not NOT_A_NUMBER.search(text), text


@pytest.mark.parametrize("place", KOPLOPERS)
def test_where_a_task_comes_from_is_complete(place):
    inputs = inputs_for(TABLES, Scenario(region=place))
    for spec in inputs.groups.values():
        text = task_line(spec, spec.task, inputs.region_name)
        assert text.endswith((".", ")"))
        assert ", )" not in text, text
        assert not re.search(r", \.|\(\)|: \.", text), text
        if spec.task.value is not None:
            assert spec.task.origin.source in text


def test_an_own_task_says_so():
    spec = inputs_for(TABLES, Scenario(region="groningen")).groups["statushouders"]
    assert "zelf ingevuld" in task_line(spec, spec.task.own(5), "Groningen")


def test_what_holds_says_after_a_swap_that_it_is_before_it():
    weights = {"inwoners": 6, "sociale_huur": 4}
    plain = allocated("parkstad", weights=weights)
    swap = Swap(plain.inputs.codes[0], plain.inputs.codes[1], "statushouders", 1)
    swapped = allocated("parkstad", weights=weights, swaps=(swap,))
    said = [
        firm(r, "statushouders", intervals(r, groups=("statushouders",))["statushouders"]) for r in (plain, swapped)
    ]
    assert said[1] == f"{said[0]} Dit en de bandbreedte gelden vóór de uitruil."


def test_the_key_in_words_names_what_counts_and_the_rules_that_are_on():
    result = allocated("parkstad", weights={"inwoners": 6, "sociale_huur": 4}, floor=0.8, cap=1.5, combine="factors")
    assert rules_lines(result, "statushouders") == [
        "Wat telt mee: inwoners 60\u00a0%, sociale huur 40\u00a0%.",
        "De referentie is een verdeling naar rato van inwoners.",
        "De referentie is het begin. Elke maatstaf maakt een deel kleiner (tot 0,5 keer) of groter (tot 1,5 keer).",
        "Geen gemeente krijgt minder dan 80\u00a0% van de referentie.",
        "Geen gemeente krijgt meer dan 150\u00a0% van de referentie.",
    ]


def test_a_group_with_a_key_of_its_own_is_told_by_that_key():
    result = allocated("parkstad", group_weights={"ouderen": {"ouderen_75plus": 10}})
    assert counts_line(result, "ouderen") == "Wat telt mee: 75-plussers 100\u00a0%."
    assert counts_line(result, "statushouders") == "Wat telt mee: inwoners 100\u00a0%."


def test_agreements_and_swaps_are_told_with_their_number_or_without():
    inputs = allocated("parkstad").inputs
    agreement = Agreement(inputs.codes[0], "statushouders", 1)
    swap = Swap(inputs.codes[0], inputs.codes[1], "statushouders", 12)
    first, second = inputs.names[:2]
    assert agreement_line(inputs, agreement) == f"{first}, statushouders: vast op 1 persoon."
    assert agreement_line(inputs, agreement, "iets") == f"{first}, statushouders: vast op iets."
    assert swap_line(inputs, swap) == f"{first} draagt 12 personen (statushouders) over aan {second}."


def test_a_difference_that_may_not_be_seen_is_not_in_the_running():
    names, unit, words = ("A", "B", "C"), "personen", "naar rato van inwoners"
    hidden = float("nan")
    assert difference_line(names, np.array([hidden, 4, -1]), unit, words).startswith("B neemt 4 personen meer")
    assert (
        difference_line(names, np.array([hidden, 4, 0]), unit, words) == f"B neemt 4 personen meer op zich dan {words}."
    )
    assert (
        difference_line(names, np.array([hidden, 0, -1]), unit, words)
        == f"C neemt 1 persoon minder op zich dan {words}."
    )
    assert "Waar hier een getal staat" in difference_line(names, np.array([hidden, 0, 0]), unit, words)
    assert "geen getal" in difference_line(names, np.full(3, hidden), unit, words)
