"""The scenario file: what goes in comes out, and everything that is not sure is refused in one Dutch line."""

import json
import math

import pytest
from by_hand import CRITERIA, TABLES, allocated, documents, is_one_line, rerun
from hypothesis import given
from hypothesis import strategies as st

from fairshare import Agreement, FairShareError, Scenario, Swap, allocate, inputs_for

FULL = {
    "version": 1,
    "region": "arnhem-nijmegen",
    "year": 2024,
    "combine": "shares",
    "reference": "woningen",
    "weights": {"inwoners": 6, "sociale_huur": 4},
    "group_weights": {"statushouders": {"inwoners": 1}},
    "tasks": {"dak_thuisloos": 1489},
    "existing": 0.5,
    "floor": 0.5,
    "cap": 1.5,
    "group_rules": {"studenten": {"cap": None, "floor": 0.2}},
    "agreements": [{"municipality": "GM0268", "group": "uitstroom_bw", "number": 40, "reason": "Zo afgesproken."}],
    "swaps": [{"from": "GM0202", "to": "GM0268", "group": "statushouders", "number": 12, "reason": "Ruil."}],
    "name": "Voorstel",
    "note": "Twee\nregels.",
}
AGREED = {"municipality": "GM0014", "group": "statushouders", "number": 3}
SWAPPED = {"from": "GM0014", "to": "GM0037", "group": "statushouders", "number": 3}
SMALLEST = {"version": 1, "region": "groningen"}

SURE = {"version": st.just(1), "region": st.sampled_from(["groningen", "nl"])}

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["inwoners", "nl", 10**400]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text() | st.sampled_from(CRITERIA), inner, max_size=4)
    ),
    max_leaves=12,
)
odd = (
    st.integers()
    | st.floats()
    | st.text(max_size=3)
    | st.sampled_from([0, 1, 3, True, None, 10**400, math.nan, [], {}])
)
code = st.sampled_from(["GM0014", "GM0037", "GM0363"]) | odd
some = st.sampled_from(["studenten", "statushouders", "medisch_urgent"])
weighed = st.dictionaries(st.sampled_from(CRITERIA) | st.text(max_size=3), odd, max_size=2)
agreed = st.fixed_dictionaries({}, optional={"municipality": code, "group": some | odd, "number": odd, "reason": odd})
swapped = st.fixed_dictionaries({"from": code, "to": code, "group": some | odd, "number": odd})
FORMS = {
    "weights": weighed,
    "group_weights": st.dictionaries(some | st.text(max_size=3), weighed | odd, max_size=2),
    "group_rules": st.dictionaries(some | odd.map(str), weighed | odd, max_size=2),
    "tasks": st.dictionaries(some | st.text(max_size=3), odd, max_size=2),
    "agreements": st.lists(agreed | odd, max_size=2),
    "swaps": st.lists(swapped | odd, max_size=2),
}
ONE_KEY = [key for key in FULL if key not in ("version", "region")]
almost = st.sampled_from(ONE_KEY).flatmap(
    lambda key: st.fixed_dictionaries(SURE | {key: FORMS.get(key, odd) | anything})
) | st.fixed_dictionaries(SURE, optional={key: FORMS.get(key, odd) for key in ONE_KEY})
"""Scenarios of which one key, or every key, may hold anything that looks a little like what belongs there."""


def refusal(document) -> str:
    """Why the scenario, or else the engine, refuses a document; always one line."""
    with pytest.raises(FairShareError) as refused:
        rerun(document)
    assert is_one_line(str(refused.value))
    return str(refused.value)


# -- there and back


def test_a_full_scenario_comes_back_as_it_was_written():
    assert Scenario.from_dict(FULL).as_dict() == FULL


def test_a_scenario_needs_only_a_version_and_a_region():
    scenario = Scenario.from_dict(SMALLEST)
    assert scenario == Scenario(region="groningen")
    assert dict(scenario.weights) == {"inwoners": 10}
    assert (scenario.year, scenario.reference, scenario.existing, scenario.floor, scenario.cap) == (
        2024,
        "inwoners",
        0,
        None,
        None,
    )


@given(documents())
def test_a_scenario_written_and_read_is_the_same_scenario(document):
    scenario = Scenario.from_dict(document)
    back = Scenario.from_json(json.dumps(scenario.as_dict(), allow_nan=False))
    assert back == scenario
    assert hash(back) == hash(scenario)
    assert back.as_dict() == scenario.as_dict()


@given(documents(), st.randoms(use_true_random=False))
def test_the_order_of_the_keys_of_a_file_does_not_matter(document, random):
    def mixed(value):
        if not isinstance(value, dict):
            return value
        return {key: mixed(value[key]) for key in random.sample(list(value), len(value))}

    assert Scenario.from_dict(mixed(document)) == Scenario.from_dict(document)


def test_the_order_of_agreements_does_not_matter_and_that_of_swaps_does():
    first, second = Agreement("GM0014", "studenten", 4), Agreement("GM0037", "studenten", 5)
    give, back = Swap("GM0014", "GM0037", "studenten", 1), Swap("GM0037", "GM0014", "studenten", 1)
    a = Scenario(region="groningen", agreements=(first, second), swaps=(give, back))
    assert a == Scenario(region="groningen", agreements=(second, first), swaps=(give, back))
    assert a != Scenario(region="groningen", agreements=(first, second), swaps=(back, give))


def test_a_weight_of_zero_is_no_weight():
    assert Scenario(region="nl", weights={"inwoners": 3, "land": 0}) == Scenario(region="nl", weights={"inwoners": 3})


def test_a_changed_scenario_is_checked_again():
    with pytest.raises(FairShareError, match="floor"):
        Scenario(region="nl").with_(floor=-1)


def test_the_example_of_the_specification_is_accepted():
    # The file in ENGINE.md: 40 for Nijmegen is fixed, 12 permit holders go from Arnhem to Nijmegen.
    document = {key: value for key, value in FULL.items() if key not in ("reference", "group_rules")}
    result = rerun(document)
    nijmegen = result.inputs.position["GM0268"]
    assert result.numbers[nijmegen, result.column("uitstroom_bw")] == 40
    assert result.steps["statushouders"]["swaps"][nijmegen] == 12
    assert result.tasks["dak_thuisloos"].value == 1489


# -- what is refused: each with a line that names the key

REFUSED = [
    # not an object, version, region
    ({"region": "nl"}, "version ontbreekt"),
    ({"version": 1}, "region ontbreekt"),
    (SMALLEST | {"version": 2}, "version is 2; dit programma kent versie 1"),
    (SMALLEST | {"version": 0}, "version is 0"),
    (SMALLEST | {"version": True}, "version is geen getal"),
    (SMALLEST | {"version": "1"}, "version is geen getal"),
    (SMALLEST | {"region": "atlantis"}, "region: 'atlantis' is niet bekend"),
    (SMALLEST | {"region": ""}, "region is leeg"),
    (SMALLEST | {"region": None}, "region"),
    (SMALLEST | {"region": ["nl"]}, "region"),
    # keys and names
    (SMALLEST | {"wieghts": {}}, "'wieghts' is niet bekend. Bedoelt u 'weights'?"),
    (SMALLEST | {"regio": "x"}, "'regio' is niet bekend. Bedoelt u 'region'?"),
    (SMALLEST | {"weights": {"inwoner": 1}}, "weights: 'inwoner' is niet bekend. Bedoelt u 'inwoners'?"),
    (SMALLEST | {"weights": {"": 1}}, "weights is leeg"),
    (SMALLEST | {"group_weights": {"studenten": {"huur": 1}}}, "group_weights.studenten: 'huur' is niet bekend"),
    (SMALLEST | {"group_weights": {"student": {"land": 1}}}, "group_weights: 'student' is niet bekend"),
    (SMALLEST | {"tasks": {"student": 5}}, "tasks: 'student' is niet bekend. Bedoelt u 'studenten'?"),
    (
        SMALLEST | {"agreements": [AGREED | {"municipality": "GM0363"}]},
        "agreements: gemeente 'GM0363' hoort in 2024 niet bij",
    ),
    (SMALLEST | {"agreements": [AGREED | {"group": "student"}]}, "agreements: 'student' is niet bekend"),
    (SMALLEST | {"swaps": [SWAPPED | {"to": "GM9999"}]}, "swaps: gemeente 'GM9999' hoort in 2024 niet bij"),
    (SMALLEST | {"swaps": [SWAPPED | {"from": "GM9999"}]}, "swaps: gemeente 'GM9999' hoort in 2024 niet bij"),
    (SMALLEST | {"swaps": [SWAPPED | {"group": "student"}]}, "swaps: 'student' is niet bekend"),
    # years and choices
    (SMALLEST | {"year": 2020}, "year is 2020; er zijn cijfers voor 2021 tot en met 2025"),
    (SMALLEST | {"year": 2026}, "year is 2026; er zijn cijfers voor 2021 tot en met 2025"),
    (SMALLEST | {"year": 2024.5}, "dat moet een heel getal zijn"),
    (SMALLEST | {"year": "2024"}, "year is geen getal"),
    (SMALLEST | {"year": None}, "year is geen getal"),
    (SMALLEST | {"combine": "product"}, "combine is product; kies uit: shares"),
    (SMALLEST | {"reference": "land"}, "reference is land; kies uit: inwoners, woningen, sociale_huur, gelijk"),
    (SMALLEST | {"reference": None}, "reference"),
    # weights
    (SMALLEST | {"weights": {"inwoners": 11}}, "weights.inwoners is 11; dat moet tussen 0 en 10 liggen"),
    (SMALLEST | {"weights": {"inwoners": -0.5}}, "weights.inwoners is -0,5"),
    (SMALLEST | {"weights": {"inwoners": True}}, "weights.inwoners is geen getal"),
    (SMALLEST | {"weights": {"inwoners": "6"}}, "weights.inwoners is geen getal: 6"),
    (SMALLEST | {"weights": {"inwoners": None}}, "weights.inwoners is geen getal"),
    (SMALLEST | {"weights": {"inwoners": math.nan}}, "weights.inwoners"),
    (SMALLEST | {"weights": {"inwoners": math.inf}}, "weights.inwoners"),
    (SMALLEST | {"weights": {"inwoners": 0, "land": 0}}, "weights: alle gewichten staan op 0"),
    (SMALLEST | {"weights": {}}, "weights: alle gewichten staan op 0"),
    (SMALLEST | {"weights": 6}, "weights is geen object"),
    (SMALLEST | {"weights": "inwoners"}, "weights is geen object"),
    (SMALLEST | {"weights": None}, "weights is geen object"),
    (SMALLEST | {"group_weights": {"studenten": {"land": 0}}}, "group_weights.studenten: alle gewichten staan op 0"),
    (SMALLEST | {"group_weights": {"studenten": {"land": 12}}}, "group_weights.studenten.land is 12"),
    (SMALLEST | {"group_weights": {"studenten": 3}}, "group_weights.studenten is geen object"),
    # tasks
    (SMALLEST | {"tasks": {"studenten": 10.5}}, "tasks.studenten is 10,5; dat moet een heel getal zijn"),
    (SMALLEST | {"tasks": {"studenten": -1}}, "tasks.studenten is -1"),
    (SMALLEST | {"tasks": {"studenten": 10_000_001}}, "tasks.studenten"),
    (SMALLEST | {"tasks": {"studenten": True}}, "tasks.studenten is geen getal"),
    (SMALLEST | {"tasks": {"studenten": None}}, "tasks.studenten is geen getal"),
    (SMALLEST | {"tasks": {"studenten": 10**400}}, "tasks.studenten"),
    (SMALLEST | {"tasks": [1]}, "tasks is geen object"),
    # fraction and bounds
    (SMALLEST | {"existing": 1.1}, "existing is 1,1; dat moet tussen 0 en 1 liggen"),
    (SMALLEST | {"existing": -0.1}, "existing"),
    (SMALLEST | {"existing": False}, "existing is geen getal"),
    (SMALLEST | {"existing": None}, "existing is geen getal"),
    (SMALLEST | {"floor": -1}, "floor is -1"),
    (SMALLEST | {"cap": 11}, "cap is 11"),
    (SMALLEST | {"cap": math.inf}, "cap"),
    (SMALLEST | {"group_rules": {"studenten": {"flor": 1}}}, "'flor' is niet bekend. Bedoelt u 'floor'?"),
    (SMALLEST | {"group_rules": {"studenten": {"floor": -1}}}, "group_rules.studenten.floor is -1"),
    (SMALLEST | {"group_rules": {"studenten": {"existing": None}}}, "group_rules.studenten.existing is geen getal"),
    (
        SMALLEST | {"group_rules": {"studenten": {"cap": 0.5}}, "floor": 0.8},
        "group_rules.studenten.floor (0,8) is hoger",
    ),
    (SMALLEST | {"group_rules": {"student": {"floor": 1}}}, "group_rules: 'student' is niet bekend"),
    (SMALLEST | {"group_rules": {"studenten": 3}}, "group_rules.studenten is geen object"),
    (SMALLEST | {"floor": 0.9, "cap": 0.8}, "floor (0,9) is hoger dan cap (0,8)"),
    # agreements and swaps
    (SMALLEST | {"agreements": {}}, "agreements is geen lijst"),
    (SMALLEST | {"agreements": None}, "agreements is geen lijst"),
    (SMALLEST | {"agreements": [3]}, "agreements[0] is geen object"),
    (SMALLEST | {"agreements": [AGREED | {"numer": 3}]}, "agreements[0]: 'numer' is niet bekend. Bedoelt u 'number'?"),
    (SMALLEST | {"agreements": [AGREED, {}]}, "agreements[1].municipality ontbreekt"),
    (SMALLEST | {"agreements": [AGREED | {"number": -3}]}, "agreements[0].number is -3"),
    (
        SMALLEST | {"agreements": [AGREED | {"number": 2.5}]},
        "agreements[0].number is 2,5; dat moet een heel getal zijn",
    ),
    (SMALLEST | {"agreements": [AGREED | {"number": True}]}, "agreements[0].number is geen getal"),
    (SMALLEST | {"agreements": [AGREED | {"number": None}]}, "agreements[0].number"),
    (SMALLEST | {"agreements": [AGREED, AGREED]}, "agreements: GM0014 - statushouders staat er twee keer in"),
    (SMALLEST | {"agreements": [AGREED | {"number": 713}]}, "tellen op tot 713, 1 meer dan de opgave van 712"),
    (SMALLEST | {"swaps": "GM0014"}, "swaps is geen lijst"),
    (SMALLEST | {"swaps": [SWAPPED | {"number": 0}]}, "swaps[0].number is 0"),
    (SMALLEST | {"swaps": [SWAPPED | {"number": -5}]}, "swaps[0].number is -5"),
    (SMALLEST | {"swaps": [SWAPPED | {"to": "GM0014"}]}, "swaps[0]: 'from' en 'to' zijn dezelfde gemeente (GM0014)"),
    (SMALLEST | {"swaps": [SWAPPED | {"giver": "GM0014"}]}, "swaps[0]: 'giver' is niet bekend"),
    (SMALLEST | {"swaps": [SWAPPED | {"number": 5000}]}, "swaps: Groningen heeft"),
    # texts
    (SMALLEST | {"name": 3}, "name ontbreekt of is geen tekst"),
    (SMALLEST | {"note": None}, "note ontbreekt of is geen tekst"),
    (SMALLEST | {"note": "x" * 2001}, "note is langer dan 2000 tekens"),
]


@pytest.mark.parametrize(("document", "line"), REFUSED, ids=[line[:50] for _, line in REFUSED])
def test_a_refusal_is_one_line_that_names_the_key(document, line):
    assert line in refusal(document)


@pytest.mark.parametrize("document", [None, 3, "nl", [], [SMALLEST], True])
def test_a_scenario_that_is_no_object_is_refused(document):
    assert "json-object" in refusal(document)


@pytest.mark.parametrize(
    "document",
    [
        SMALLEST | {"weights": {"in\nwoners": "x"}},
        SMALLEST | {"weights": {"in\nwoners": 1}},
        SMALLEST | {"group_weights": {"stu\r\ndenten": {}}},
        SMALLEST | {"tasks": {"stu\u2028denten": -1}},
        SMALLEST | {"region": "a\nb"},
        SMALLEST | {"reference": "a\nb"},
        SMALLEST | {"a\nb": 1},
        SMALLEST | {"agreements": [AGREED | {"municipality": "GM\n14"}]},
        SMALLEST | {"swaps": [SWAPPED | {"from": "GM\n14"}]},
        SMALLEST | {"swaps": [SWAPPED | {"from": "GM\n14", "to": "GM\n14"}]},
    ],
    ids=str,
)
def test_a_name_of_two_lines_does_not_make_a_refusal_of_two_lines(document):
    assert refusal(document)


@pytest.mark.parametrize("key", ["weights", "group_weights", "tasks", "agreements", "swaps"])
def test_a_very_long_name_does_not_make_a_very_long_refusal(key):
    long = "x" * 2000
    values = {"weights": {long: 99}, "group_weights": {long: {"inwoners": 99}}, "tasks": {long: -1}}
    values |= {"agreements": [AGREED | {"municipality": long}], "swaps": [SWAPPED | {"from": long}]}
    assert len(refusal(SMALLEST | {key: values[key]})) < 300


@pytest.mark.parametrize("number", [10_000_001, 1e9, 2_000_000.5, 1e300])
def test_a_large_number_is_refused_without_powers_of_ten(number):
    line = refusal(SMALLEST | {"tasks": {"studenten": number}})
    assert "e+" not in line


@pytest.mark.parametrize(
    ("year", "line"),
    [(20240, "year is 20240; dat moet tussen 1900 en 2100 liggen"), (2024.5, "year is 2024,5; dat moet")],
)
def test_a_year_is_written_without_a_point(year, line):
    assert line in refusal(SMALLEST | {"year": year})


def test_a_list_of_pairs_is_no_object_in_a_file():
    assert "weights is geen object" in refusal(SMALLEST | {"weights": [["inwoners", 1]]})


# -- built in Python instead of read from a file

WRONG_IN_PYTHON = [
    {"agreements": (Agreement("GM0014", "statushouders", -50),)},
    {"agreements": (Agreement("GM0014", "statushouders", 1.5),)},
    {"agreements": (Agreement("GM0014", "statushouders", True),)},
    {"swaps": (Swap("GM0014", "GM0037", "statushouders", -5000),)},
    {"swaps": (Swap("GM0014", "GM0037", "statushouders", 1.5),)},
    {"swaps": (Swap("GM0014", "GM0014", "statushouders", 1),)},
]


@pytest.mark.parametrize("wrong", WRONG_IN_PYTHON, ids=str)
def test_agreements_and_swaps_built_in_python_are_checked_too(wrong):
    with pytest.raises(FairShareError):
        allocated("groningen", **wrong)


# -- json text

BROKEN = [
    ("", "geen geldige json: regel 1, teken 1"),
    ("{", "geen geldige json: regel 1, teken 2"),
    ('{"version": 1,\n "region": nl}', "geen geldige json: regel 2, teken 12"),
    ('{"version": 1, "region": "nl", "floor": NaN}', "'NaN' is geen getal"),
    ('{"version": 1, "region": "nl", "cap": Infinity}', "'Infinity' is geen getal"),
    ('{"version": 1, "region": "nl", "cap": -Infinity}', "'-Infinity' is geen getal"),
    ('{"version": 1, "region": "nl", "region": "mra"}', "region staat er twee keer in"),
    ('{"version": 1, "region": "nl", "weights": {"land": 1, "land": 2}}', "land staat er twee keer in"),
    ('{"version": 1, "region": "nl", "cap": 1e999}', "cap"),
    ("[" * 100_000, "te diep genest"),
    ('{"version": 1, "region": "nl", "cap": ' + "9" * 5_000 + "}", ""),
]


@pytest.mark.parametrize(("text", "line"), BROKEN, ids=[text[:60] for text, _ in BROKEN])
def test_json_that_is_not_sure_is_refused_in_one_line(text, line):
    with pytest.raises(FairShareError) as refused:
        Scenario.from_json(text)
    assert is_one_line(str(refused.value))
    assert line in str(refused.value)


@pytest.mark.parametrize("key", ["region", "year", "combine", "weights", "tasks", "agreements", "name"])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_a_value_of_any_depth_is_refused_in_one_line(key, opening, closing):
    # Around a thousand levels Python can still read what it can no longer write.
    for depth in [10, 100, *range(600, 1010), 5_000]:
        value = opening * depth + "1" + closing * depth
        others = "".join(f'"{name}": "x", ' for name in ["region"] if name != key)
        with pytest.raises(FairShareError) as refused:
            Scenario.from_json(f'{{"version": 1, {others}"{key}": {value}}}')
        assert is_one_line(str(refused.value))


def accepted_or_refused(read) -> None:
    """Whatever is read gives a result, or one line why not."""
    try:
        scenario = read()
        result = allocate(inputs_for(TABLES, scenario), scenario)
    except FairShareError as refused:
        assert is_one_line(str(refused))
    else:
        assert (result.numbers >= 0).all()


@given(anything)
def test_any_json_value_is_accepted_or_refused(document):
    accepted_or_refused(lambda: Scenario.from_dict(document))


@given(almost)
def test_anything_under_a_known_key_is_accepted_or_refused(document):
    accepted_or_refused(lambda: Scenario.from_dict(document))


@given(almost | anything)
def test_any_json_text_is_accepted_or_refused(document):
    accepted_or_refused(lambda: Scenario.from_json(json.dumps(document)))


@given(st.text())
def test_any_text_is_accepted_or_refused(text):
    accepted_or_refused(lambda: Scenario.from_json(text))


@given(documents())
def test_a_well_formed_scenario_gives_a_result_or_one_line(document):
    accepted_or_refused(lambda: Scenario.from_dict(document))
