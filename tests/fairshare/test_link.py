"""A scenario as a link: everything that counts is in it and comes back; a broken part is said and the rest is kept."""

import pytest
from by_hand import CRITERIA, EVERYTHING, GROUPS, KOPLOPERS, SMALL, TABLES, documents, is_one_line
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from fairshare import Agreement, FairShareError, Scenario, Swap, allocate, inputs_for, link

ELSEWHERE = "mra"
WRITTEN = {
    "regio": "arnhem-nijmegen",
    "jaar": "2023",
    "optellen": "factors",
    "referentie": "woningen",
    "gewicht": "inwoners:6,sociale_huur:2.5",
    "gewicht.ouderen": "ouderen_75plus:1",
    "gewicht.studenten": "jongeren_15_24:7,land:0.125",
    "opgave": "dak_thuisloos:1489,mantelzorg:12",
    "regels": "floor:0.5,cap:1.75",
    "regels.statushouders": "cap:2,existing:0.5",
    "regels.studenten": "cap:geen,floor:geen",
    "afspraak": "GM0202:uitstroom_bw:40,GM0268:statushouders:340",
    "uitruil": "GM0202:GM0268:statushouders:12,GM0268:GM0202:uitstroom_bw:5",
}
BROKEN = [
    ("regio", "atlantis"),
    ("jaar", "morgen"),
    ("optellen", "product"),
    ("referentie", "gevoel"),
    ("gewicht", "inwoners:twee"),
    ("gewicht", "inwoners:1,inwoners:2"),
    ("gewicht.ouderen", "geluk:1"),
    ("opgave", "studenten:1:2"),
    ("regels", "floor:2,cap:1"),
    ("regels", "vloer:1"),
    ("regels", "floor"),
    ("regels", "cap:0.1"),
    ("regels", "floor:0.5,floor:0.6"),
    ("regels", "existing:geen"),
    ("regels", "cap:nan"),
    ("regels", ""),
    ("regels.studenten", "cap:0.3"),
    ("regels.studenten", "weights:0.3"),
    ("regels.kabouters", "cap:2"),
    ("regels.", "cap:2"),
    ("afspraak", "GM0268:statushouders"),
    ("afspraak", "GM0268:statushouders:340:ja"),
    ("afspraak", "GM0268:statushouders:veel"),
    ("afspraak", "GM0268:statushouders:-1"),
    ("afspraak", "GM0268:statushouders:12.5"),
    ("afspraak", "GM0268:statushouders:1000000"),
    ("afspraak", "GM9999:statushouders:3"),
    ("afspraak", "GM0268:kabouters:3"),
    ("afspraak", "GM0268:statushouders:3,GM0268:statushouders:4"),
    ("afspraak", ""),
    ("uitruil", "GM0202:GM0268:statushouders"),
    ("uitruil", "GM0202:GM0202:statushouders:3"),
    ("uitruil", "GM0202:GM9999:statushouders:3"),
    ("uitruil", "GM0202:GM0268:statushouders:0"),
    ("uitruil", "GM0202:GM0268:statushouders:100000"),
    ("uitruil", "\n"),
]


def check(scenario: Scenario) -> None:
    allocate(inputs_for(TABLES, scenario), scenario)


def read(query: dict[str, str]) -> tuple[Scenario, list[str]]:
    return link.from_query(query, ELSEWHERE, check)


def without_texts(scenario: Scenario) -> Scenario:
    """A link holds no texts of people."""
    return scenario.with_(
        name="",
        note="",
        agreements=tuple(Agreement(a.municipality, a.group, a.number) for a in scenario.agreements),
        swaps=tuple(Swap(s.giver, s.taker, s.group, s.number) for s in scenario.swaps),
    )


# -- there and back


def test_a_scenario_with_everything_is_written_readably_and_comes_back():
    assert link.to_query(EVERYTHING) == WRITTEN
    assert read(WRITTEN) == (EVERYTHING, [])


def test_a_plain_scenario_is_a_region_alone():
    assert link.to_query(Scenario(region="groningen")) == {"regio": "groningen"}
    assert read({"regio": "groningen"}) == (Scenario(region="groningen"), [])
    assert read({}) == (Scenario(region=ELSEWHERE), [])


def test_what_people_wrote_is_not_in_a_link():
    told = EVERYTHING.with_(
        name="Geheim", note="Geheim", agreements=(Agreement("GM0268", "statushouders", 340, "Geheim"),)
    )
    assert "Geheim" not in str(link.to_query(told))


def six_digits(document: dict) -> dict:
    """A link keeps ten digits of a number; what people choose has fewer."""
    if isinstance(document, dict):
        return {name: six_digits(value) for name, value in document.items()}
    return round(document, 6) if isinstance(document, float) else document


@settings(max_examples=120)
@given(documents(SMALL))
@example({"version": 1, "region": "groningen", "cap": 1.1, "group_rules": {"studenten": {"cap": None}}})
def test_every_scenario_that_can_be_worked_with_comes_back_from_its_link(document):
    assume({} not in document.get("group_rules", {}).values())
    try:
        scenario = Scenario.from_dict(six_digits(document))
        check(scenario)
    except FairShareError:
        assume(False)
    query = link.to_query(scenario)
    assert all(isinstance(value, str) for value in query.values())
    found, problems = read(query)
    assert problems == []
    assert found == without_texts(scenario)
    assert link.to_query(found) == query


def test_a_group_whose_own_rules_are_all_the_common_ones_comes_back_without_a_complaint():
    scenario = Scenario(region="groningen", cap=1.1, group_rules={"studenten": {}})
    found, problems = read(link.to_query(scenario))
    assert problems == []
    assert found.rules_for("studenten") == scenario.rules_for("studenten")


def test_a_link_in_another_order_is_the_same_scenario():
    assert read(dict(reversed(WRITTEN.items()))) == (EVERYTHING, [])


# -- broken parts


@pytest.mark.parametrize(("key", "value"), BROKEN, ids=[f"{key}-{value!r}" for key, value in BROKEN])
def test_a_broken_part_is_named_in_one_line_and_the_rest_is_kept(key, value):
    base = {name: part for name, part in WRITTEN.items() if name in ("regio", "jaar", "gewicht", "opgave", "regels")}
    if key == "regio":  # tasks and years belong to every region alike
        base["opgave"] = "dak_thuisloos:1489"
    found, problems = read(base | {key: value})
    assert len(problems) == 1, problems
    assert is_one_line(problems[0])
    assert problems[0].startswith(f"{key}:")
    assert len(problems[0]) < 300
    assert found == read({name: part for name, part in base.items() if name != key})[0]


def test_another_region_in_the_link_loses_only_what_belongs_to_municipalities():
    found, problems = read(WRITTEN | {"regio": "groningen"})
    assert [problem.partition(":")[0] for problem in problems] == ["afspraak", "uitruil"]
    assert found == EVERYTHING.with_(region="groningen", agreements=(), swaps=())


def test_a_rule_of_a_group_that_contradicts_the_common_ones_is_the_part_that_goes():
    found, problems = read({"regio": "groningen", "regels": "floor:0.8,cap:1.2", "regels.studenten": "cap:0.5"})
    assert len(problems) == 1
    assert problems[0].startswith("regels.studenten: ")
    assert (found.floor, found.cap, found.group_rules) == (0.8, 1.2, ())


@pytest.mark.parametrize(
    "key", ["onbekend", "REGIO", "regel", "afspraken", "uitruil.studenten", "jaar.2023", "<b>", ""]
)
def test_a_part_that_is_not_ours_is_left_alone(key):
    assert read({key: "x"}) == (Scenario(region=ELSEWHERE), [])


# -- whatever stands in a link

kinds = st.sampled_from([*WRITTEN, "gewicht.x", "regels.x", "regels.", "groep"]) | st.text(max_size=20)
words = [*CRITERIA, *GROUPS, *KOPLOPERS, "floor", "cap", "existing", "geen", "GM0202", "GM0268", *":::,,,"]
figures = ["5", "0", "-1", "1e9", "nan", "inf", "1_000", "٣", "2024", " ", "\n", "\x00", "\ud800", "9" * 400]
pieces = st.sampled_from([*words, *figures])
values = st.text(max_size=60) | st.lists(pieces, max_size=9).map("".join)


@settings(max_examples=150)
@given(st.dictionaries(kinds, values, max_size=5))
@example({"regels": "cap:" + "9" * 400})
@example({"afspraak": "GM0202:statushouders:" + "9" * 5_000})
@example({"regels.\ud800": "cap:2"})
@example({"gewicht." + "x" * 5_000: "land:2"})
@example({"uitruil": ",".join(["GM0202:GM0268:statushouders:1"] * 500)})
def test_any_link_gives_a_scenario_that_can_be_worked_with(query):
    found, problems = read(query)
    check(found)
    assert all(is_one_line(problem) for problem in problems)
    assert len(problems) <= len(query)
