"""The link: what is seen goes in and comes out the same; whatever a link holds, what can be used is kept."""

import pytest
from by_hand import CRITERIA, GROUPS, KOPLOPERS, MEASURED, TABLES, YEARS, is_one_line
from hypothesis import example, given
from hypothesis import strategies as st

import session
from fairshare import Scenario, allocate, inputs_for
from fairshare.scenario import REFERENCES

PLAIN = Scenario(region=session.DEFAULT_REGION)
UNUSABLE = {
    "regio": ["atlantis", "", "GRONINGEN", "\x00", "a" * 10_000, "'; drop table--", "ü\nü", "groningen,mra"],
    "jaar": ["1999", "3000", "", "twee", "2024.5", "-2024", "2024 of zo", "9" * 5_000, "1e3", "inf", "nan", "20\n24x"],
    "referentie": ["gevoel", "", "land", "INWONERS", "\n"],
    "groep": ["kabouters", "", "STATUSHOUDERS", "a" * 10_000, "x\ny"],
    "gewicht.kabouters": ["inwoners:1"],
    "gewicht.": ["inwoners:1"],
}
BAD_WEIGHTS = """inwoners | inwoners: | | inwoners:11 | inwoners:-1 | inwoners:nan | inwoners:inf | geluk:5 | inwoners:0 | , | ::
    | inwoners:0,land:0 | inwoners:1,inwoners:2 | inwoners:5,geluk:5 | inwoners:0x10 | ruimte_bestaand_aanbod:5
    | inwoners:5,,land:5 | inwoners:1e999"""
BAD_TASKS = """statushouders | statushouders: | : | | statushouders:-1 | statushouders:1.5 | kabouters:3 | statushouders:1e9
    | statushouders:nan | statushouders:inf | statushouders:1,statushouders:2 | statushouders:1:2
    | statushouders:1;ouderen:2"""
for part, bad in {"gewicht": BAD_WEIGHTS, "gewicht.statushouders": BAD_WEIGHTS, "opgave": BAD_TASKS}.items():
    UNUSABLE[part] = [value.strip() for value in bad.split("|")]
UNUSABLE["opgave"].append("statushouders:" + "9" * 400)
BROKEN = [(key, value) for key, values in UNUSABLE.items() for value in values]
WHOLE = {
    "regio": "groningen",
    "jaar": "2023",
    "groep": "ouderen",
    "gewicht": "inwoners:6,sociale_huur:4",
    "gewicht.ouderen": "land:2,inwoners:1",
    "opgave": "statushouders:100",
    "referentie": "woningen",
}

weights = st.dictionaries(
    st.sampled_from(MEASURED),
    st.one_of(st.integers(1, 10), st.floats(0.001, 10).map(lambda weight: round(weight, 6))),
    min_size=1,
    max_size=5,
)


@st.composite
def scenarios(draw) -> Scenario:
    """What can be chosen on screen."""
    return Scenario(
        region=draw(st.sampled_from(KOPLOPERS)),
        year=draw(st.sampled_from(YEARS)),
        reference=draw(st.sampled_from(REFERENCES)),
        weights=draw(weights),
        group_weights=draw(st.dictionaries(st.sampled_from(GROUPS), weights, max_size=2)),
        tasks=draw(st.dictionaries(st.sampled_from(GROUPS), st.integers(0, 10_000_000), max_size=3)),
    )


@given(scenarios(), st.sampled_from(GROUPS))
@example(Scenario(region="mra", weights={"inwoners": 3.14159265, "land": 1e-3}), "ouderen")
def test_a_link_reopens_exactly_what_was_chosen(scenario, group):
    query = session.to_query(scenario, group, {})
    assert all(isinstance(value, str) for value in query.values())
    assert session.from_query(query, TABLES) == (scenario, group, [])


@given(scenarios(), st.sampled_from(GROUPS))
def test_a_link_that_was_reopened_gives_the_same_link(scenario, group):
    query = session.to_query(scenario, group, {})
    again, same, _ = session.from_query(query, TABLES)
    assert session.to_query(again, same, {}) == query


def test_a_link_is_short_and_readable():
    assert session.to_query(PLAIN, session.DEFAULT_GROUP, {}) == {"regio": session.DEFAULT_REGION}
    scenario = Scenario(region="mra", weights={"sociale_huur": 4, "inwoners": 6})
    assert session.to_query(scenario, "ouderen", {"maat": "aantal"}) == {
        "regio": "mra",
        "groep": "ouderen",
        "gewicht": "inwoners:6,sociale_huur:4",
        "maat": "aantal",
    }


def test_an_empty_link_is_the_default():
    assert session.from_query({}, TABLES) == (PLAIN, session.DEFAULT_GROUP, [])


def test_a_whole_link_is_read_without_a_word():
    scenario, group, problems = session.from_query(WHOLE, TABLES)
    assert problems == []
    assert group == "ouderen"
    assert scenario == Scenario(
        region="groningen",
        year=2023,
        weights={"inwoners": 6, "sociale_huur": 4},
        group_weights={"ouderen": {"land": 2, "inwoners": 1}},
        tasks={"statushouders": 100},
        reference="woningen",
    )


@pytest.mark.parametrize("key", WHOLE)
def test_every_part_of_a_link_can_be_left_out(key):
    part = {name: value for name, value in WHOLE.items() if name != key}
    assert session.from_query(part, TABLES)[2] == []


@pytest.mark.parametrize(("key", "value"), BROKEN, ids=[f"{key}-{value[:20]!r}" for key, value in BROKEN])
def test_a_broken_part_is_said_and_the_rest_is_kept(key, value):
    scenario, group, problems = session.from_query(WHOLE | {key: value}, TABLES)
    assert len(problems) == 1
    assert is_one_line(problems[0]), problems
    assert problems[0].startswith(f"{key}:")
    assert len(problems[0]) < 300
    rest = {name: part for name, part in WHOLE.items() if name != key}
    assert (scenario, group) == session.from_query(rest, TABLES)[:2]


def test_every_broken_part_gets_a_line_of_its_own():
    problems = session.from_query({"regio": "x", "jaar": "x", "groep": "x", "gewicht": "x", "opgave": "x"}, TABLES)[2]
    assert len(problems) == 5


@pytest.mark.parametrize("key", ["onbekend", "REGIO", "gewichten", "maat", "<script>"])
def test_a_part_that_is_not_ours_is_left_alone(key):
    assert session.from_query({key: "x"}, TABLES) == (PLAIN, session.DEFAULT_GROUP, [])


keys = st.sampled_from([*WHOLE, "gewicht.statushouders", "gewicht.x", "maat"]) | st.text(max_size=20)
pieces = st.sampled_from([*CRITERIA, *GROUPS, *KOPLOPERS, ":", ",", "5", "0", "-1", "1e9", "nan", "2024", " ", "\n"])
values = st.text(max_size=60) | st.lists(pieces, max_size=8).map("".join)


@given(st.dictionaries(keys, values, max_size=5))
def test_any_link_gives_a_scenario_that_can_be_calculated(query):
    scenario, group, problems = session.from_query(query, TABLES)
    assert allocate(inputs_for(TABLES, scenario), scenario).groups
    assert group in GROUPS
    assert all(is_one_line(problem) for problem in problems)
