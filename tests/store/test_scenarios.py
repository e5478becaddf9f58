"""Scenarios that are kept: every version as it was, conflicts shown, nothing deleted, links that end when they are ended."""

import json
import re
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from by_hand import allocated, is_one_line, scenarios
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keeping import RESULT, named, opened, unlocked, with_scenario
from sqlalchemy import text

from fairshare import Scenario
from fairshare.kept import canonical
from store import Outcome, OutcomeGroup, StoreError, Summary, Version, differences
from store.records import SEALED, digest, seal

NOWHERE = "0" * 32
SAME_STORE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def refusal(call, *arguments, **named_arguments) -> str:
    """Why the store refuses; always one line."""
    with pytest.raises(StoreError) as refused:
        call(*arguments, **named_arguments)
    assert is_one_line(str(refused.value))
    return str(refused.value)


# -- saving and opening


def test_a_saved_scenario_is_opened_as_it_was(store):
    before = datetime.now(UTC)
    saved = store.save(RESULT, author="Fatma", headline={"shifted": 12.5, "up": ["GM0882"]})
    version = store.get(saved.version.id)
    assert version == saved.version
    assert isinstance(version, Version)
    assert version.scenario == RESULT.scenario
    assert version.outcome == Outcome.of(RESULT)
    assert (version.name, version.note, version.author, version.region) == (
        "Voorstel A",
        "Zo besproken.",
        "Fatma",
        "parkstad",
    )
    assert (version.number, version.parent, version.tips, version.archived_at) == (1, None, 1, None)
    assert version.data_version == RESULT.inputs.data_version
    assert version.headline == {"shifted": 12.5, "up": ["GM0882"]}
    assert before <= version.created_at <= datetime.now(UTC)
    assert version.created_at.utcoffset() == timedelta(0)
    assert saved.conflict is None


def test_the_outcome_is_the_table_of_the_result(store):
    outcome = store.get(store.save(RESULT).version.id).outcome
    assert [code for code, _ in outcome.municipalities] == list(RESULT.inputs.codes)
    assert [group.key for group in outcome.groups] == list(RESULT.groups)
    np.testing.assert_array_equal(np.array(outcome.numbers), RESULT.numbers)
    for g, group in enumerate(RESULT.groups):
        assert outcome.column(group) == dict(zip(RESULT.inputs.codes, RESULT.numbers[:, g].tolist(), strict=True))
        assert sum(outcome.column(group).values()) == RESULT.tasks[group].value
    assert outcome.column("kabouters") == {}


@SAME_STORE
@given(scenario=scenarios(), author=st.just("") | st.from_regex("[A-Za-zÀ-ž ]{1,30}x", fullmatch=True))
def test_any_scenario_comes_back_to_the_last_decimal(store, scenario, author):
    saved = store.save(with_scenario(scenario), author=author)
    opened_again = store.get(saved.version.id)
    assert opened_again.scenario == scenario
    assert canonical(opened_again.scenario.as_dict()) == canonical(scenario.as_dict())
    assert (opened_again.name, opened_again.note, opened_again.author) == (scenario.name, scenario.note, author)


def test_the_same_scenario_has_the_same_hash_and_another_has_another(store):
    first, second = store.save(RESULT).version, store.save(RESULT).version
    assert first.sha256 == second.sha256
    assert first.id != second.id
    assert first.sha256 != store.save(named("Voorstel B")).version.sha256


def test_main_numbers_of_numpy_are_kept_as_numbers(store):
    saved = store.save(RESULT, headline={"up": np.int64(4), "shifted": np.float64(0.1)})
    assert store.get(saved.version.id).headline == {"up": 4, "shifted": 0.1}


def test_what_the_store_gives_cannot_be_changed(store):
    version = store.save(RESULT).version
    with pytest.raises(FrozenInstanceError):
        version.name = "Anders"
    with pytest.raises(FrozenInstanceError):
        version.outcome.numbers = ()


@pytest.mark.parametrize("statement", ["UPDATE scenario_version SET name = 'Anders'", "DELETE FROM scenario_version"])
def test_the_database_itself_refuses_to_change_or_delete_a_version(store, statement):
    version = store.save(RESULT).version
    refusal(store.database.write, lambda connection: connection.execute(text(statement)))
    assert store.get(version.id) == version


def test_no_function_of_the_store_changes_a_version(store):
    version = store.save(RESULT, headline={"up": 3}).version
    store.save(named("Verder"), parent=version.id)
    store.rename(version.id, "Anders", note="Ander verhaal")
    store.revoke(store.share(version.id).id)
    store.archive(version.thread)
    store.restore(version.thread)
    assert store.get(version.id) == replace(version, tips=2)  # two versions were made from it


def test_a_scenario_with_refused_author_or_parent_is_not_kept(store):
    assert "auteur" in refusal(store.save, RESULT, author="Twee\nregels")
    refusal(store.save, RESULT, author="a" * 101)
    refusal(store.save, RESULT, parent=NOWHERE)
    refusal(store.save, RESULT, parent="'; DROP TABLE scenario_version; --")
    large = RESULT.scenario.with_(tasks={f"groep {i} {'x' * 80}": i for i in range(60_000)})
    assert "te groot" in refusal(store.save, with_scenario(large))
    assert store.list_scenarios().total == 0


@pytest.mark.parametrize("key", [NOWHERE, "", "x", "\0", "\ud800", None, 3, "A" * 32, "0" * 31 + "\n"])
def test_a_version_that_is_not_there_is_said(store, key):
    assert refusal(store.get, key) == refusal(store.rename, key, "Naam") == refusal(store.share, key)
    assert store.versions(key) == ()
    refusal(store.archive, key)
    refusal(store.restore, key)


# -- versions, renaming and conflicts


def test_a_change_makes_a_new_version_with_its_parent(store):
    first = store.save(RESULT).version
    second = store.save(named("Voorstel A, bijgesteld"), parent=first.id).version
    assert (second.thread, second.number, second.parent) == (first.thread, 2, first.id)
    assert [version.id for version in store.versions(first.thread)] == [second.id, first.id]
    assert store.get(first.id) == first


def test_renaming_keeps_everything_but_the_name_as_a_new_version(store):
    old = store.save(RESULT, author="Fatma", headline={"shifted": 3}).version
    new = store.rename(old.id, "Definitief", author="Jan").version
    assert (new.name, new.note, new.author, new.number, new.parent) == ("Definitief", old.note, "Jan", 2, old.id)
    assert (new.outcome, new.headline, new.data_version) == (old.outcome, old.headline, old.data_version)
    assert new.scenario == old.scenario.with_(name="Definitief")
    assert store.rename(new.id, "Definitief", note="").version.note == ""
    refusal(store.rename, new.id, "x" * 3_000)
    assert len(store.versions(old.thread)) == 3


def test_two_people_who_go_on_from_the_same_version_both_keep_theirs_and_are_told(store):
    seen = store.save(RESULT).version
    first = store.save(named("Van Jan"), author="Jan", parent=seen.id)
    second = store.save(named("Van Piet"), author="Piet", parent=seen.id)
    assert first.conflict is None
    assert (second.conflict.id, second.conflict.author, second.conflict.name) == (first.version.id, "Jan", "Van Jan")
    assert second.conflict.created_at == first.version.created_at
    assert [version.name for version in store.versions(seen.thread)] == ["Van Piet", "Van Jan", "Voorstel A"]
    assert store.get(first.version.id).parent == store.get(second.version.id).parent == seen.id
    (listed,) = store.list_scenarios().scenarios
    assert (listed.name, listed.tips) == ("Van Piet", 2)


def test_a_third_person_is_told_about_the_latest_of_the_others(store):
    seen = store.save(RESULT).version
    for author in ("Jan", "Piet"):
        store.save(named(f"Van {author}"), author=author, parent=seen.id)
    assert store.save(named("Van Noor"), parent=seen.id).conflict.author == "Piet"


@SAME_STORE
@given(parents=st.lists(st.integers(0, 8), min_size=1, max_size=8))
def test_whoever_saves_after_whichever_version_nothing_is_lost(store, parents):
    """A tree of versions grows at any place: as many versions as saves, numbered on, a conflict where there was a child."""
    made = [store.save(RESULT).version]
    children = set()
    for i, chosen in enumerate(parents):
        parent = made[chosen % len(made)]
        saved = store.save(named(f"Versie {i}"), parent=parent.id)
        assert (saved.conflict is not None) == (parent.id in children)
        children.add(parent.id)
        made.append(saved.version)
    found = store.versions(made[0].thread)
    assert [(version.number, version.id) for version in reversed(found)] == [(i + 1, v.id) for i, v in enumerate(made)]
    assert {version.tips for version in found} == {len(made) - len(children)}


# -- the list


def test_the_list_has_the_newest_version_of_every_thread_the_latest_first(store):
    first = store.save(named("Een")).version
    second = store.save(named("Twee")).version
    third = store.save(named("Een, verder"), parent=first.id).version
    listed = store.list_scenarios()
    assert [scenario.id for scenario in listed.scenarios] == [third.id, second.id]
    assert listed.total == 2
    assert all(type(scenario) is Summary for scenario in listed.scenarios)


def test_the_list_gives_whole_scenarios_when_asked(store):
    version = store.save(RESULT).version
    assert store.list_scenarios(whole=True).scenarios == (version,)


def test_the_list_is_of_a_region_when_asked(store):
    store.save(RESULT)
    other = store.save(allocated("groningen")).version
    assert [scenario.id for scenario in store.list_scenarios(region="groningen").scenarios] == [other.id]
    assert store.list_scenarios(region="mra").total == 0
    assert store.list_scenarios(region="\0\ud800").total == 0


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", 3),
        ("voorstel", 2),
        ("VOORSTEL sudwest", 1),
        ("Súdwest-Fryslân", 1),
        ("fatma", 1),
        ("besproken fatma", 1),
        ("100%", 1),
        ("%", 1),
        ("_", 0),
        ("\\", 0),
        ("'; DROP TABLE scenario_version; --", 0),
        ("\0", 3),
        ("\ud800", 3),
    ],
)
def test_words_are_found_in_name_note_and_author_without_capitals_and_accents(store, search, found):
    store.save(named("Voorstel Súdwest-Fryslân"))
    store.save(named("Voorstel B"), author="Fatma")
    store.save(named("100% naar inwoners"))
    assert store.list_scenarios(search=search).total == found


@pytest.mark.parametrize(("limit", "offset", "found"), [(10**30, 0, 1), (1, 10**30, 0), (-1, 0, 0), (1, -1, 1)])
def test_a_part_that_no_list_has_is_empty_or_the_beginning(store, limit, offset, found):
    store.save(RESULT)
    listed = store.list_scenarios(limit=limit, offset=offset)
    assert (len(listed.scenarios), listed.total) == (found, 1)


def test_the_list_comes_in_parts(store):
    made = [store.save(named(f"Nummer {i}")).version.id for i in range(5)]
    parts = [store.list_scenarios(limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert [[scenario.id for scenario in part.scenarios] for part in parts] == [
        [made[4], made[3]],
        [made[2], made[1]],
        [made[0]],
        [],
    ]
    assert {part.total for part in parts} == {5}


# -- the archive


def test_an_archived_thread_leaves_the_list_and_comes_back_whole(store):
    first = store.save(RESULT).version
    second = store.save(named("Verder"), parent=first.id).version
    store.archive(first.thread)
    assert store.list_scenarios().total == 0
    (archived,) = store.list_scenarios(archived=True).scenarios
    assert archived.id == second.id
    assert archived.archived_at >= second.created_at
    assert store.get(first.id).scenario == RESULT.scenario
    store.restore(first.thread)
    assert store.list_scenarios(archived=True).total == 0
    assert [scenario.id for scenario in store.list_scenarios().scenarios] == [second.id]
    assert store.get(second.id) == second


def test_whoever_goes_on_from_an_archived_scenario_finds_it_in_the_list(store):
    version = store.save(RESULT).version
    store.archive(version.thread)
    saved = store.save(named("Toch verder"), parent=version.id)
    assert saved.version.archived_at is None
    assert [scenario.id for scenario in store.list_scenarios().scenarios] == [saved.version.id]


# -- links


def test_a_link_opens_the_version_for_anyone_until_it_is_ended(store, url):
    version = store.save(RESULT).version
    link = store.share(version.id)
    assert opened(url).open_shared(link.token) == version
    store.revoke(link.token)
    assert "ingetrokken" in refusal(store.open_shared, link.token)
    store.revoke(link.id)
    (listed,) = store.shares(version.id)
    assert (listed.id, listed.version, listed.created_at) == (link.id, version.id, link.created_at)
    assert listed.revoked_at >= listed.created_at
    assert listed.token == ""


def test_a_link_is_to_a_version_and_not_to_what_came_after_it(store):
    version = store.save(RESULT).version
    link = store.share(version.id)
    store.save(named("Later"), parent=version.id)
    store.archive(version.thread)
    assert store.open_shared(link.token).scenario == version.scenario


def test_ending_one_link_leaves_the_others(store):
    version = store.save(RESULT).version
    ended, other = store.share(version.id), store.share(version.id)
    store.revoke(ended.id)
    assert store.open_shared(other.token) == version
    assert [link.revoked_at is None for link in store.shares(version.id)] == [False, True]


def test_a_token_cannot_be_guessed_and_is_not_in_the_database(store):
    version = store.save(RESULT).version
    links = [store.share(version.id) for _ in range(50)]
    assert len({link.token for link in links}) == 50
    assert all(re.fullmatch("[A-Za-z0-9_-]{43}", link.token) for link in links)  # 32 bytes: 256 bits of chance
    kept = store.database.read(lambda c: [tuple(row) for row in c.execute(text("SELECT * FROM scenario_share"))])
    assert len(kept) == 50
    for link in links:
        assert link.token not in json.dumps(kept)
        assert version.id not in link.token and link.id not in link.token


@pytest.mark.parametrize(
    "token", ["", "x", "A" * 43, NOWHERE, "%" * 43, "\0", "\ud800" * 43, None, 12, "A" * 42 + "\n"]
)
def test_a_token_that_is_not_known_opens_nothing(store, token):
    share = store.share(store.save(RESULT).version.id)
    assert "bestaat niet" in refusal(store.open_shared, token)
    refusal(store.revoke, token)
    refusal(store.open_shared, share.id)
    refusal(store.open_shared, share.token[:-1] + ("A" if share.token[-1] != "A" else "E"))
    assert store.shares(NOWHERE) == ()


# -- what the database gives is checked


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("document", "replace(document, '6.0', '7.0')"),
        ("document", "'geen json'"),
        ("outcome", "replace(outcome, '1', '2')"),
        ("headline", "replace(headline, '12.5', '21.5')"),
        ("data_version", "'2020-01.ouder'"),
        ("author", "'Iemand anders'"),
        ("created_at", "'gisteren'"),
        ("number", "7"),
        ("sha256", "'0'"),
        ("seal", "'0'"),
    ],
)
def test_a_version_that_was_changed_is_said_and_its_numbers_are_not_given(store, column, value):
    version = store.save(RESULT, headline={"shifted": 12.5}).version
    whole = store.save(named("Heel")).version
    unlocked(store, f"UPDATE scenario_version SET {column} = {value} WHERE id = '{version.id}'")
    assert "beschadigd" in refusal(store.get, version.id)
    refusal(store.rename, version.id, "Nieuwe naam")
    link = store.share(version.id)
    refusal(store.open_shared, link.token)
    listed = {scenario.id: scenario for scenario in store.list_scenarios(whole=True).scenarios}
    assert is_one_line(listed[version.id].damaged)
    assert listed[version.id].headline == {}
    assert not hasattr(listed[version.id], "outcome")
    assert listed[whole.id] == whole
    seen = {scenario.id: scenario for scenario in store.list_scenarios().scenarios}
    assert seen[version.id].damaged or column in ("document", "outcome")


def test_an_outcome_whose_groups_do_not_add_up_is_no_outcome():
    groups = (OutcomeGroup("studenten", "Studenten", "personen", 5),)
    places = (("GM0001", "A"), ("GM0002", "B"))
    assert Outcome(places, groups, ((2,), (3,))).column("studenten") == {"GM0001": 2, "GM0002": 3}
    for numbers in [((2,), (4,)), ((6,), (-1,)), ((5,),), ((2, 3), (3, 2)), ((2.0,), (3,)), ((True,), (4,))]:
        with pytest.raises(ValueError, match="uitkomst"):
            Outcome(places, groups, numbers)


def test_a_scenario_of_a_newer_program_is_refused_in_its_words(store):
    version = store.save(RESULT).version
    newer = canonical(RESULT.scenario.as_dict() | {"version": 2})
    columns = ", ".join(SEALED)
    row = store.database.read(
        lambda c: dict(c.execute(text(f"SELECT {columns} FROM scenario_version")).mappings().one())
    )
    row["sha256"] = digest(newer)
    changed = f"document = '{newer}', sha256 = '{row['sha256']}', seal = '{seal(row)}'"
    unlocked(store, f"UPDATE scenario_version SET {changed} WHERE id = '{version.id}'")
    assert "Werk het programma bij" in refusal(store.get, version.id)


# -- the figures change


def test_old_and_new_numbers_stand_side_by_side_when_the_figures_have_changed():
    before = Outcome.of(RESULT)
    group = before.groups[0].key
    numbers = [list(row) for row in before.numbers]
    numbers[0][0] -= 1
    numbers[1][0] += 1
    after = Outcome(before.municipalities, before.groups, tuple(map(tuple, numbers)))
    found = differences(before, after)
    assert [(change.municipality, change.group, change.after - change.before) for change in found] == [
        (RESULT.inputs.codes[0], group, -1),
        (RESULT.inputs.codes[1], group, 1),
    ]
    assert differences(before, before) == ()


def test_a_municipality_that_is_only_on_one_side_is_missing_on_the_other_and_not_zero():
    groups = (OutcomeGroup("studenten", "Studenten", "personen", 5),)
    before = Outcome((("GM0001", "A"), ("GM0002", "B")), groups, ((2,), (3,)))
    after = Outcome((("GM0001", "A"), ("GM0003", "C")), groups, ((2,), (3,)))
    assert [(c.municipality, c.name, c.before, c.after) for c in differences(before, after)] == [
        ("GM0002", "B", 3, None),
        ("GM0003", "C", None, 3),
    ]


def test_what_was_saved_is_computed_again_to_the_same_numbers(store):
    version = store.get(store.save(RESULT).version.id)
    scenario = Scenario.from_dict(json.loads(canonical(version.scenario.as_dict())))
    again = allocated(scenario.region, **{k: getattr(scenario, k) for k in ("weights", "name", "note")})
    assert Outcome.of(again) == version.outcome
