"""The description of the api stands next to the routes, and what the routes tell about the figures is true."""

import jsonschema
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.openapi import SCENARIO, description
from api.routes import ROUTES
from charts.assets import assets_version
from data.tables import load_tables
from fairshare import Agreement, Scenario, Swap
from geo.layers import layers_version

CLIENT = TestClient(Starlette(routes=ROUTES))


def test_every_question_that_can_be_asked_is_described_and_nothing_else():
    routes = {
        (r.path, m.lower()) for r in ROUTES if r.path.startswith("/api/") and "{" not in r.path for m in r.methods
    }
    described = {(path, method) for path, methods in description()["paths"].items() for method in methods}
    assert described == {(path, method) for path, method in routes if method != "head" and "openapi" not in path}


def test_the_description_is_served_as_it_is():
    assert CLIENT.get("/api/openapi.json").json() == description()


@pytest.mark.parametrize(
    "scenario",
    [
        Scenario(region="mra"),
        Scenario(region="mra", weights={"land": 3}, group_weights={"ouderen": {"land": 1}}, tasks={"studenten": 5}),
        Scenario(
            region="mra", floor=0.5, cap=1.5, existing=0.5, group_rules={"ouderen": {"floor": None}}, combine="factors"
        ),
        Scenario(region="mra", agreements=(Agreement("GM0363", "studenten", 1),), name="a", note="b"),
        Scenario(region="mra", swaps=(Swap("GM0363", "GM0034", "studenten", 1, "reden"),)),
    ],
)
def test_every_scenario_we_write_fits_the_description(scenario):
    jsonschema.Draft202012Validator(SCENARIO).validate(scenario.as_dict())


@pytest.mark.parametrize(
    "document", [{"version": 2, "region": "mra"}, {"region": "mra"}, {"version": 1, "region": "mra", "x": 1}]
)
def test_the_description_refuses_what_the_engine_refuses(document):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCENARIO).validate(document)
    assert CLIENT.post("/api/verdeel", json={"scenario": document, "group": "studenten"}).status_code == 422


def test_the_regions_and_their_years_are_told():
    told = CLIENT.get("/api/regios").json()
    assert [row["region"] for row in told["regions"]] == list(load_tables().regions["region"])
    assert told["years"] == [2021, 2022, 2023, 2024, 2025]


@pytest.mark.parametrize(("year", "count"), [(2024, 18), (2025, 17)])  # Montferland left on 1-1-2025
def test_the_municipalities_of_a_region_follow_the_year(year, count):
    told = CLIENT.get(f"/api/gemeenten?regio=arnhem-nijmegen&jaar={year}").json()
    names = [row["name"] for row in told["municipalities"]]
    assert len(names) == count
    assert ("Montferland" in names) == (year == 2024)


@pytest.mark.parametrize("query", ["", "regio=atlantis", "regio=mra&jaar=1999", "regio=mra&jaar=x"])
def test_a_place_or_year_we_do_not_know_is_said_in_dutch(query):
    answer = CLIENT.get(f"/api/gemeenten?{query}")
    assert answer.status_code == 404
    assert "\n" not in answer.json()["fout"]


def test_the_versions_are_those_of_figures_layers_and_scripts():
    told = CLIENT.get("/api/versie").json()
    assert told == {"data_version": load_tables().version, "layers": layers_version(), "assets": assets_version()}
