"""POST /api/omgekeerd: a question in, one sentence out; whatever is sent, the answer is a sentence or one Dutch line."""

import asyncio
import itertools
import json

import httpx
import pytest
from by_hand import CRITERIA, GROUPS, TABLES, is_one_line
from hypothesis import example, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from api.routes import BODY_MAX, ROUTES
from charts.negotiation import inverse_answer

SCENARIO = {"version": 1, "region": "parkstad", "weights": {"inwoners": 6, "sociale_huur": 4}}
HEERLEN = "GM0917"
QUESTION = {
    "scenario": SCENARIO,
    "group": "statushouders",
    "criterion": "land",
    "municipality": HEERLEN,
    "number": 100,
}
RUNNER = asyncio.Runner()
VISITORS = itertools.count(1)
APP = Starlette(routes=ROUTES)


def ask(body: bytes | str, method: str = "POST") -> httpx.Response:
    """Ask as a new visitor, so that the number of questions per address plays no part."""
    transport = httpx.ASGITransport(APP, raise_app_exceptions=False, client=(f"visitor-{next(VISITORS)}", 1))

    async def once() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://hier") as client:
            return await client.request(method, "/api/omgekeerd", content=body)

    return RUNNER.run(once())


def asked(**changes) -> httpx.Response:
    return ask(json.dumps(QUESTION | changes))


def refused(answer: httpx.Response, *status: int) -> str:
    """The Dutch line of a refusal."""
    assert answer.status_code in status, answer.text
    document = answer.json()
    assert set(document) == {"fout"}
    assert is_one_line(document["fout"])
    return document["fout"]


@pytest.mark.parametrize("number", [60, 100, 100_000])
def test_the_answer_is_the_sentence_of_the_charts(number):
    answer = asked(number=number)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {"antwoord": inverse_answer(TABLES, QUESTION | {"number": number})}


def test_a_number_out_of_reach_is_answered_with_the_range_and_one_within_it_with_a_weight():
    beyond = asked(number=100_000).json()["antwoord"]
    start = "Dat lukt niet met alleen 'Oppervlakte'. Heerlen komt dan uit tussen "
    assert beyond.startswith(start)
    low, high = (float(part.rstrip(".").replace(",", ".")) for part in beyond.removeprefix(start).split(" en "))
    within = asked(number=round((low + high) / 2)).json()["antwoord"]
    assert within.startswith("Zet het gewicht van 'Oppervlakte' op ")


def test_the_same_question_gives_the_same_answer_byte_for_byte():
    assert asked().content == asked().content


@pytest.mark.parametrize("body", ["", "geen json", "{", b"\xff\xfe", "[" * 50_000, "[]", "null", "3", '"tekst"'])
def test_what_is_no_json_object_is_refused_with_400(body):
    refused(ask(body), 400)


def test_a_body_that_is_too_large_is_refused_with_413():
    refused(asked(extra="x" * BODY_MAX), 413)


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"municipality": "GM0014"}, "gemeente"),
        ({"municipality": ""}, "gemeente"),
        ({"criterion": "geluk"}, "maatstaf"),
        ({"group": "kabouters"}, "kabouters"),
        ({"group": "mantelzorg"}, "mantelzorg"),
        ({"number": None}, "aantal"),
        ({"number": -3}, "aantal"),
        ({"number": "100"}, "aantal"),
        ({"number": 10**400}, "aantal"),
        ({"scenario": {}}, "version"),
        ({"scenario": SCENARIO | {"region": "atlantis"}}, "atlantis"),
        ({"scenario": SCENARIO | {"weights": {"geluk": 1}}}, "geluk"),
        ({"scenario": SCENARIO | {"cap": 0.5}}, "bovengrenzen"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_with_422_and_names_what(changes, names):
    assert names in refused(asked(**changes), 422).lower()


@pytest.mark.parametrize("part", QUESTION)
def test_a_question_of_which_a_part_is_missing_is_refused(part):
    refused(ask(json.dumps({name: value for name, value in QUESTION.items() if name != part})), 400, 422)


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_another_method_is_refused_with_405(method):
    assert "POST" in refused(ask("", method), 405)


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_that_is_none_is_refused(constant):
    refused(ask(json.dumps(QUESTION).replace('"number": 100', f'"number": {constant}')), 400, 422)


# -- whatever is sent

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
likely = st.one_of(anything, st.sampled_from([*CRITERIA, *GROUPS, HEERLEN, 0, 100, 1e-300, 5e6]))
scenarios = st.dictionaries(
    st.sampled_from(["year", "weights", "floor", "cap", "combine", "group_rules", "agreements", "swaps", "tasks"]),
    anything | st.floats(0, 2) | st.dictionaries(st.sampled_from(CRITERIA), st.floats(0, 10), max_size=3),
    max_size=2,
).map(lambda changes: SCENARIO | changes)


def answered(answer: httpx.Response) -> None:
    """A sentence, or one Dutch line; never an accident of the server."""
    if answer.status_code == 200:
        assert is_one_line(answer.json()["antwoord"])
    else:
        refused(answer, 400, 422)


@given(st.binary(max_size=200))
def test_any_bytes_get_an_answer(body):
    refused(ask(body), 400, 422)


@settings(max_examples=120)
@given(st.dictionaries(st.sampled_from([*QUESTION, "extra"]), likely, max_size=3))
@example({"municipality": "\ud800"})
@example({"group": ["statushouders"]})
@example({"criterion": {"land": 1}})
def test_any_value_in_a_question_gets_an_answer(changes):
    answered(asked(**changes))


@settings(max_examples=80)
@given(scenarios, st.sampled_from(CRITERIA), st.floats(0, 500))
@example(SCENARIO | {"weights": {"tekort_sociale_huur": 1e-300}}, "tekort_sociale_huur", 100.0)
@example(SCENARIO | {"weights": {"land": 5e-324, "inwoners": 10}}, "land", 100.0)
def test_any_scenario_in_a_question_gets_an_answer(scenario, criterion, number):
    answered(asked(scenario=scenario, criterion=criterion, number=number))
