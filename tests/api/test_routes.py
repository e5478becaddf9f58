"""The routes: a scenario in, a result out; whatever is sent, the answer is a result or one Dutch line."""

import asyncio
import json
import re

import httpx
import pytest
from by_hand import CRITERIA, GROUPS, KOPLOPERS, TABLES, YEARS, documents, is_one_line, rerun
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.applications import Starlette

from api.routes import BODY_MAX, LEVELS, ROUTES
from charts.assets import FILES, FOLDER, assets_version, layer_url, netherlands_url, shapes_url
from charts.live_panel import message
from fairshare import FairShareError, Scenario
from geo.layers import layers_version

GROUP = "statushouders"
KEY = {"version": 1, "region": "enschede", "weights": {"inwoners": 6, "sociale_huur": 4}}
DIGITS_TOO_MANY = 5_000  # more than Python reads into a whole number
LAYER_BYTES_MAX = {"mra": 120_000, "nl": 500_000}
TYPES = {".js": "text/javascript", ".css": "text/css"}


class Browser:
    """Asks the routes as a browser does; an exception in a route is an answer of 500."""

    def __init__(self) -> None:
        self.runner = asyncio.Runner()
        transport = httpx.ASGITransport(Starlette(routes=ROUTES), raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://hier")

    def ask(self, method: str, address: str, **more) -> httpx.Response:
        return self.runner.run(self.client.request(method, address, **more))

    def get(self, address: str) -> httpx.Response:
        return self.ask("GET", address)

    def divide(self, body: bytes | str) -> httpx.Response:
        return self.ask("POST", "/api/verdeel", content=body)

    def scenario(self, scenario: object, group: object = GROUP) -> httpx.Response:
        return self.divide(json.dumps({"scenario": scenario, "group": group}))


BROWSER = Browser()


def refused(answer: httpx.Response, *status: int) -> str:
    """The Dutch line of a refusal."""
    assert answer.status_code in status, answer.text
    assert answer.headers["content-type"].startswith("application/json")
    document = answer.json()
    assert set(document) == {"fout"}
    assert is_one_line(document["fout"])
    return document["fout"]


# -- POST /api/verdeel


@pytest.mark.parametrize("group", ["statushouders", "ouderen"])
@pytest.mark.parametrize("place", KOPLOPERS)
def test_the_answer_is_the_message_of_the_panel_with_the_numbers_of_the_command_line(place, group):
    document = KEY | {"region": place}
    answer = BROWSER.scenario(document, group)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    result, found = rerun(document), answer.json()
    assert found == json.loads(json.dumps(message(result, group)))
    printed = result.as_dict([group])
    assert found["scenario"] == printed["scenario"]
    assert found["data_version"] == printed["data_version"]
    rows = zip(found["codes"], found["numbers"], strict=True)
    assert list(rows) == [(row["municipality"], row["result"]) for row in printed["rows"]]


def test_everything_in_a_scenario_file_can_be_asked():
    document = KEY | {
        "year": 2023,
        "reference": "woningen",
        "group_weights": {GROUP: {"land": 1}},
        "tasks": {GROUP: 321},
        "floor": 0.5,
        "cap": 2.5,
        "agreements": [{"municipality": "GM0153", "group": GROUP, "number": 40, "reason": "afspraak"}],
        "swaps": [{"from": "GM0153", "to": "GM0164", "group": GROUP, "number": 3}],
        "name": "Ons scenario",
        "note": "Ünïcode ✓",
    }
    found = BROWSER.scenario(document).json()
    assert sum(found["numbers"]) == 321
    assert dict(zip(found["codes"], found["numbers"], strict=True))["GM0153"] == 37
    assert found["scenario"]["note"] == "Ünïcode ✓"


@given(documents())
def test_the_same_question_gives_the_same_answer_byte_for_byte(document):
    assert BROWSER.scenario(document).content == BROWSER.scenario(document).content


@pytest.mark.parametrize(
    "body",
    [
        "",
        "geen json",
        "{",
        '{"scenario": ',
        b"\xff\xfe\xfa",
        "[" * 50_000,
        '{"a":' * 10_000,
        "[]",
        "null",
        "3",
        '"tekst"',
        "{}",
        '{"scenario": {}}',
        '{"scenario": {}, "group": 3}',
        '{"scenario": {}, "group": null}',
        '{"scenario": {}, "group": ["statushouders"]}',
        '{"scenario": {"version": 1, "region": "mra"}, "group": "statushouders", "extra": 1}',
    ],
)
def test_what_is_no_question_is_refused(body):
    refused(BROWSER.divide(body), 400, 422)


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"version": 2}, "version"),
        ({"region": "atlantis"}, "atlantis"),
        ({"region": ""}, "region"),
        ({"year": 1999}, "1999"),
        ({"year": 2024.5}, "year"),
        ({"year": "2024"}, "year"),
        ({"kleur": "rood"}, "kleur"),
        ({"combine": "product"}, "combine"),
        ({"reference": "gevoel"}, "reference"),
        ({"reference": ["inwoners"]}, "reference"),
        ({"weights": {"inwoners": 11}}, "weights.inwoners"),
        ({"weights": {"inwoners": -1}}, "weights.inwoners"),
        ({"weights": {"inwoners": "veel"}}, "weights.inwoners"),
        ({"weights": {"inwoners": None}}, "weights.inwoners"),
        ({"weights": {"inwoners": True}}, "weights.inwoners"),
        ({"weights": {"inwoners": 0, "land": 0}}, "gewichten"),
        ({"weights": {}}, "gewichten"),
        ({"weights": {"geluk": 5}}, "geluk"),
        ({"weights": 5}, "weights"),
        ({"weights": {"ruimte_bestaand_aanbod": 5}}, "maatstaf"),
        ({"group_weights": {"kabouters": {"land": 1}}}, "kabouters"),
        ({"group_weights": {"statushouders": {}}}, "statushouders"),
        ({"tasks": {"statushouders": -1}}, "tasks.statushouders"),
        ({"tasks": {"statushouders": 1.5}}, "tasks.statushouders"),
        ({"tasks": {"statushouders": 10**9}}, "tasks.statushouders"),
        ({"existing": 2}, "existing"),
        ({"floor": 2, "cap": 1}, "floor"),
        ({"floor": 1.2}, "ondergrenzen"),
        ({"cap": 0.8}, "bovengrenzen"),
        ({"agreements": [{"municipality": "GM0153", "group": GROUP, "number": 10**6}]}, "afspraken"),
        ({"agreements": [{"municipality": "GM9999", "group": GROUP, "number": 1}]}, "GM9999"),
        ({"agreements": [{"municipality": "GM0153", "group": "medisch_urgent", "number": 1}]}, "opgave"),
        ({"agreements": "veel"}, "agreements"),
        ({"agreements": [5]}, "agreements"),
        ({"swaps": [{"from": "GM0153", "to": "GM0164", "group": GROUP, "number": 10**6}]}, "Enschede"),
        ({"swaps": [{"from": "GM0153", "to": "GM0153", "group": GROUP, "number": 1}]}, "GM0153"),
        ({"name": "x" * 5_000}, "name"),
        ({"name": 5}, "name"),
    ],
)
def test_a_scenario_that_cannot_be_is_refused_and_the_line_names_what(change, names):
    assert names in refused(BROWSER.scenario(KEY | change), 422)


@pytest.mark.parametrize("scenario", [None, [], 3, "tekst", {}, {"version": 1}, {"region": "mra"}])
def test_what_is_no_scenario_is_refused(scenario):
    refused(BROWSER.scenario(scenario), 422)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_that_is_none_is_refused(text):
    body = f'{{"scenario": {{"version": 1, "region": "mra", "weights": {{"inwoners": {text}}}}}, "group": "{GROUP}"}}'
    refused(BROWSER.divide(body), 422)


def test_a_group_that_is_unknown_or_has_no_task_is_refused_by_name():
    assert "kabouters" in refused(BROWSER.scenario(KEY, "kabouters"), 422)
    assert "medische urgentie" in refused(BROWSER.scenario(KEY, "medisch_urgent"), 422)


def test_which_weight_brings_a_municipality_to_a_number_is_answered_in_dutch_and_true():
    question = {"scenario": KEY, "group": GROUP, "criterion": "sociale_huur", "municipality": "GM0153", "number": 200}
    answer = BROWSER.ask("POST", "/api/omgekeerd", json=question)
    assert answer.status_code == 200
    text = answer.json()["antwoord"]
    assert is_one_line(text)
    assert "Enschede" in text
    weight = float(re.search(r"gewicht van '[^']+' op ([\d,]+) ", text)[1].replace(",", "."))
    result = rerun(KEY | {"weights": KEY["weights"] | {"sociale_huur": weight}})
    row = result.inputs.position["GM0153"]
    assert result.unrounded[row, result.column(GROUP)] == pytest.approx(200, abs=0.5)


def test_a_body_that_is_too_large_is_refused():
    refused(BROWSER.scenario(KEY | {"note": "x" * BODY_MAX}), 413)
    just_fits = json.dumps({"scenario": KEY, "group": GROUP}).ljust(BODY_MAX)
    assert BROWSER.divide(just_fits).status_code == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_another_method_is_refused(method):
    refused(BROWSER.ask(method, "/api/verdeel"), 405)


@pytest.mark.parametrize("field", ["name", "note", "region"])
def test_half_a_character_is_refused(field):
    refused(BROWSER.scenario(KEY | {field: "\ud800"}), 422)


def test_half_a_character_as_group_is_refused():
    refused(BROWSER.scenario(KEY, "\ud800"), 422)


@pytest.mark.parametrize("field", ["year", "version", "existing", "floor"])
def test_a_number_too_large_to_calculate_with_is_refused(field):
    refused(BROWSER.scenario(KEY | {field: 10**400}), 422)


def test_a_number_with_too_many_digits_is_refused():
    body = f'{{"scenario": {{"version": 1, "region": "mra", "year": 1{"0" * DIGITS_TOO_MANY}}}, "group": "{GROUP}"}}'
    assert BROWSER.divide(body).status_code in (400, 422)


@pytest.mark.parametrize("small", [1e-20, 1e-300, 5e-324])
@pytest.mark.parametrize("bounds", [{}, {"cap": 1.0}, {"floor": 1.0}, {"floor": 0.9, "cap": 1.1}])
def test_a_weight_of_almost_nothing_is_no_accident(small, bounds):
    document = {"version": 1, "region": "groningen", "weights": {"tekort_sociale_huur": 1, "inwoners": small}}
    answer = BROWSER.scenario(document | bounds)
    assert answer.status_code in (200, 422)
    if answer.status_code == 200:
        assert sum(answer.json()["numbers"]) == rerun({"version": 1, "region": "groningen"}).tasks[GROUP].value


# -- whatever is sent

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
RULES = ["combine", "reference", "weights", "group_weights", "existing", "floor", "cap", "group_rules"]
fields = st.sampled_from(["version", "region", "year", *RULES, "tasks", "agreements", "swaps", "name", "note"])
nearly = st.one_of(
    anything,
    st.dictionaries(st.sampled_from(CRITERIA + GROUPS), anything, max_size=3),
    st.dictionaries(st.sampled_from(GROUPS), st.dictionaries(st.sampled_from(CRITERIA), anything), max_size=2),
    st.lists(st.fixed_dictionaries({"municipality": anything, "group": anything, "number": anything}), max_size=2),
    st.lists(
        st.fixed_dictionaries({"from": anything, "to": anything, "group": anything, "number": anything}), max_size=2
    ),
)


def answered(answer: httpx.Response) -> None:
    """A result, or one Dutch line."""
    if answer.status_code == 200:
        assert answer.json()["version"] == 1
    else:
        assert answer.status_code in (400, 422), answer.text
        refused(answer, answer.status_code)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_get_an_answer(body):
    answered(BROWSER.divide(body))


@given(anything, anything)
@example({"version": 1, "region": "mra"}, "\ud800")
def test_any_json_gets_an_answer(scenario, group):
    answered(BROWSER.scenario(scenario, group))


@given(st.dictionaries(fields, nearly, max_size=3), st.sampled_from(GROUPS))
def test_any_wrong_value_in_a_scenario_gets_an_answer(changes, group):
    answered(BROWSER.scenario(KEY | changes, group))


@given(st.dictionaries(st.sampled_from(["group", "criterion", "municipality", "number"]), nearly), st.booleans())
def test_any_inverse_question_gets_an_answer(changes, is_whole):
    whole = {"scenario": KEY, "group": GROUP, "criterion": "land", "municipality": "GM0153", "number": 200}
    answer = BROWSER.ask("POST", "/api/omgekeerd", content=json.dumps((whole if is_whole else {}) | changes))
    if answer.status_code == 200:
        assert is_one_line(answer.json()["antwoord"])
    else:
        refused(answer, 400, 422)


@given(documents(), st.sampled_from(GROUPS))
def test_any_well_formed_scenario_gets_the_answer_of_the_engine(document, group):
    answer = BROWSER.scenario(document, group)
    answered(answer)
    try:
        expected = message(rerun(document), group)
    except FairShareError as error:
        assert refused(answer, 422) == str(error)
    else:
        assert answer.json()["numbers"] == expected["numbers"]


# -- geometry


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("place", KOPLOPERS)
def test_every_address_a_page_asks_for_is_there_and_may_be_kept(place, year):
    has_parts = TABLES.region_municipalities.set_index("region").loc[[place], "subregion"].notna().any()
    levels = ["gemeenten", *(["deelregios"] if has_parts else [])]
    for address in [*(layer_url(place, year, level) for level in levels), shapes_url(place, year), netherlands_url()]:
        answer = BROWSER.get(address)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("application/json")
        assert "immutable" in answer.headers["cache-control"]
        assert answer.json()


def test_the_whole_country_is_a_region_too():
    assert len(BROWSER.get(layer_url("nl", 2024)).json()["areas"]) == len(TABLES.municipalities)


@pytest.mark.parametrize("place", LAYER_BYTES_MAX)
def test_a_layer_is_small_enough_to_fetch_on_a_phone(place):
    assert len(BROWSER.get(layer_url(place, 2024)).content) < LAYER_BYTES_MAX[place]


@pytest.mark.parametrize(
    ("address", "version"),
    [
        (layer_url("mra", 2024), layers_version()),
        (netherlands_url(), layers_version()),
        (f"/onderdelen/{assets_version()}/live_panel.js", assets_version()),
    ],
)
def test_another_version_gives_the_content_of_today_unkept(address, version):
    other = BROWSER.get(address.replace(version, "000000000000"))
    assert other.status_code == 200
    assert other.content == BROWSER.get(address).content
    assert "immutable" not in other.headers["cache-control"]
    assert "max-age" not in other.headers["cache-control"]


@pytest.mark.parametrize(
    "address",
    [
        "atlantis/2024/gemeenten.json",
        "mra/2024/straten.json",
        "mra/2024/gemeenten.py",
        "enschede/2024/deelregios.json",
        "nl/2024/deelregios.json",
        f"mra/{10**30}/gemeenten.json",
    ],
)
def test_a_layer_that_is_not_there_is_refused_in_dutch(address):
    refused(BROWSER.get(f"/kaartlaag/x/{address}"), 404)


@pytest.mark.parametrize(
    "address",
    ["mra/vandaag/gemeenten.json", f"mra/{'9' * DIGITS_TOO_MANY}/gemeenten.json", "mra/-1/gemeenten.json", "mra", ""],
)
def test_an_address_that_makes_no_sense_is_not_found(address):
    assert BROWSER.get(f"/kaartlaag/x/{address}").status_code == 404


@given(
    st.text(min_size=1, max_size=20).filter(lambda text: text.isprintable()),
    st.integers(-10, 10**6),
    st.sampled_from(sorted(LEVELS)),
)
def test_any_region_gets_an_answer(place, year, level):
    answer = BROWSER.ask("GET", httpx.URL(f"http://hier/kaartlaag/x/{place.replace('/', '')}/{year}/{level}"))
    assert answer.status_code in (200, 404)


# -- scripts and styles


@pytest.mark.parametrize("name", FILES)
def test_scripts_and_styles_are_served_with_their_type(name):
    answer = BROWSER.get(f"/onderdelen/{assets_version()}/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(TYPES[name[name.rindex(".") :]])
    assert "utf-8" in answer.headers["content-type"]
    assert "immutable" in answer.headers["cache-control"]
    assert answer.content == (FOLDER / name).read_bytes()


@pytest.mark.parametrize("path", [layer_url("mra", 2024), f"/onderdelen/{assets_version()}/live_panel.js"])
def test_what_is_kept_travels_compressed_when_the_browser_can_read_that(path):
    small, plain = (BROWSER.ask("GET", path, headers={"Accept-Encoding": way}) for way in ("gzip", "identity"))
    assert small.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert int(small.headers["content-length"]) < 0.5 * int(plain.headers["content-length"])
    assert small.content == plain.content
    assert all(answer.headers["vary"].lower() == "accept-encoding" for answer in (small, plain))
    assert all("immutable" in answer.headers["cache-control"] for answer in (small, plain))


@pytest.mark.parametrize(
    "name", ["geheim.js", "live_panel.py", "layout.py", "__init__.py", "favicon.svg", "live_panel.js.map"]
)
def test_a_file_that_is_no_asset_is_refused(name):
    refused(BROWSER.get(f"/onderdelen/{assets_version()}/{name}"), 404)


@pytest.mark.parametrize(
    "path",
    [
        "../api/routes.py",
        "..%2f..%2fdashboard.py",
        "%2e%2e/dashboard.py",
        "..\\dashboard.py",
        "/etc/passwd",
        "%2fetc%2fpasswd",
    ],
)
def test_a_path_out_of_the_folder_is_not_found(path):
    answer = BROWSER.get(f"/onderdelen/x/{path}")
    assert answer.status_code == 404
    assert "import" not in answer.text
    assert "root:" not in answer.text


def test_the_default_scenario_is_what_the_start_uses():
    assert BROWSER.scenario(Scenario(region="mra").as_dict()).status_code == 200


# -- own figures and regions of one's own

OWN = {"kind": "task", "subject": GROUP, "values": {"primary": 400}, "source": "Eigen onderzoek"}


def test_own_figures_in_a_scenario_are_divided_and_kept_nowhere():
    answer = BROWSER.scenario(KEY | {"figures": [OWN]}).json()
    assert sum(answer["numbers"]) == 400
    assert "+eigen." in answer["data_version"]
    assert answer["scenario"]["figures"] == [OWN]
    assert sum(BROWSER.scenario(KEY).json()["numbers"]) != 400


@pytest.mark.parametrize(
    "figures",
    [3, {}, [3], [[]], [{}], [OWN | {"unit": {}}], [OWN | {"year": []}], [OWN | {"status": []}], [OWN | {"kind": {}}],
     [OWN | {"values": [[[], 1]]}], [OWN | {"values": {"primary": 1e400}}], [OWN, OWN], [OWN | {"name": 0}],
     [OWN | {"subject": "x" * 500}], [OWN | {"source": None}], [OWN | {"region": "mra"}]],
)  # fmt: skip
def test_figures_that_are_none_are_refused_in_one_line(figures):
    assert "figures" in refused(BROWSER.scenario(KEY | {"figures": figures}), 422)


def test_figures_of_a_whole_country_fit_in_a_question():
    codes = TABLES.municipalities.index
    figures = [
        {"kind": "existing", "subject": group, "values": dict.fromkeys(codes, 1234), "source": "Landelijke telling"}
        for group in GROUPS
    ]
    body = json.dumps({"scenario": {"version": 1, "region": "nl", "figures": figures}, "group": GROUP})
    assert len(body) < BODY_MAX
    assert BROWSER.divide(body).status_code == 200


@pytest.mark.parametrize("region", ["eigen:GM0014,GM0037", "corop:CR03", "nl"])
def test_every_kind_of_region_has_municipalities_and_a_map(region):
    listed = BROWSER.get(f"/api/gemeenten?regio={region}&jaar=2024").json()["municipalities"]
    layer = BROWSER.get(layer_url(region, 2024)).json()
    assert [area["id"] for area in layer["areas"]] == [town["municipality"] for town in listed]


@pytest.mark.parametrize("region", ["eigen:GM0014,GM0014", "eigen:GM0014", "eigen:", "corop:XX", "eigen:GM0014,kip"])
def test_a_region_that_is_none_is_refused_in_one_line(region):
    refused(BROWSER.get(f"/api/gemeenten?regio={region}&jaar=2024"), 404)
    refused(BROWSER.get(f"/kaartlaag/x/{region}/2024/gemeenten.json"), 404)
