"""The description of the api (OpenAPI 3.1), for people who build on it; a test holds it next to the routes."""

from __future__ import annotations

from typing import Any

from fairshare.figures import DIRECTIONS, KINDS, STATUSES, VALUE_MAX
from fairshare.robustness import CERTAINTY
from fairshare.scenario import BOUND_MAX, COMBINATIONS, REFERENCES, TASK_MAX, VERSION, WEIGHT_MAX

WEIGHTS = {"type": "object", "additionalProperties": {"type": "number", "minimum": 0, "maximum": WEIGHT_MAX}}
NUMBER = {"type": "integer", "minimum": 0, "maximum": TASK_MAX}
BOUND = {"type": ["number", "null"], "minimum": 0, "maximum": BOUND_MAX}
RULES = {"existing": {"type": "number", "minimum": 0, "maximum": 1}, "floor": BOUND, "cap": BOUND}
FIGURE = {
    "type": "object",
    "required": ["kind", "subject", "values", "source"],
    "additionalProperties": False,
    "properties": {
        "kind": {"enum": list(KINDS)},
        "subject": {"type": "string"},
        "values": {"type": "object", "additionalProperties": {"type": "number", "minimum": 0, "maximum": VALUE_MAX}},
        "unit": {"type": "string"},
        "year": {"type": "string"},
        "source": {"type": "string"},
        "status": {"enum": list(STATUSES)},
        "name": {"type": "string"},
        "direction": {"enum": ["", *DIRECTIONS]},
    },
}
SCENARIO = {
    "type": "object",
    "required": ["version", "region"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": VERSION},
        "region": {"type": "string"},
        "year": {"type": "integer"},
        "combine": {"enum": list(COMBINATIONS)},
        "reference": {"enum": list(REFERENCES)},
        "weights": WEIGHTS,
        "group_weights": {"type": "object", "additionalProperties": WEIGHTS},
        "tasks": {"type": "object", "additionalProperties": NUMBER},
        **RULES,
        "group_rules": {"type": "object", "additionalProperties": {"type": "object", "properties": RULES}},
        "agreements": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["municipality", "group", "number"],
                "properties": {
                    "municipality": {"type": "string"},
                    "group": {"type": "string"},
                    "number": NUMBER,
                    "reason": {"type": "string"},
                },
            },
        },
        "swaps": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["from", "to", "group", "number"],
                "properties": {
                    "from": {"type": "string"},
                    "to": {"type": "string"},
                    "group": {"type": "string"},
                    "number": NUMBER | {"minimum": 1},
                    "reason": {"type": "string"},
                },
            },
        },
        "region_name": {"type": "string"},
        "figures": {"type": "array", "items": FIGURE},
        "name": {"type": "string"},
        "note": {"type": "string"},
    },
}


def description() -> dict[str, Any]:
    """The OpenAPI document."""
    query = [
        {"name": "regio", "in": "query", "required": True, "schema": {"type": "string"}},
        {"name": "jaar", "in": "query", "schema": {"type": "integer"}},
    ]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Een thuis voor iedereen",
            "version": str(VERSION),
            "description": "A scenario in, a result out. Stateless: nothing is kept, and nobody's choices can be reached.",
            "license": {
                "name": "Figures: CC BY 4.0 (CBS, Kadaster)",
                "url": "https://creativecommons.org/licenses/by/4.0/",
            },
        },
        "paths": {
            "/api/verdeel": {
                "post": _post(
                    "Divide the tasks of a region",
                    ["scenario", "group"],
                    {
                        "scenario": SCENARIO,
                        "group": {"type": "string"},
                        "certainty": {"enum": list(CERTAINTY)},
                        "by_key": {"type": "boolean"},
                        "brief": {"type": "boolean"},
                        "settings": {"type": "boolean"},
                    },
                )
            },
            "/api/omgekeerd": {
                "post": _post(
                    "The weight that brings a municipality to a number, in words",
                    ["scenario", "group", "municipality", "criterion", "number"],
                    {
                        "scenario": SCENARIO,
                        "group": {"type": "string"},
                        "municipality": {"type": "string"},
                        "criterion": {"type": "string"},
                        "number": {"type": "number", "minimum": 0, "maximum": TASK_MAX},
                    },
                )
            },
            "/api/regios": {"get": _get("The regions", [])},
            "/api/gemeenten": {"get": _get("The municipalities of a region in a year", query)},
            "/api/versie": {"get": _get("The versions of figures and layers", [])},
        },
    }


def _post(summary: str, required: list[str], properties: dict[str, Any]) -> dict[str, Any]:
    body = {"type": "object", "required": required, "additionalProperties": False, "properties": properties}
    return {
        "summary": summary,
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": _responses(
            {
                "400": "Geen geldige vraag",
                "413": "Te groot",
                "422": "Door de rekenkern geweigerd",
                "429": "Te veel vragen",
            }
        ),
    }


def _get(summary: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "summary": summary,
        "parameters": parameters,
        "responses": _responses({"404": "Niet bekend", "429": "Te veel vragen"}),
    }


def _responses(refusals: dict[str, str]) -> dict[str, Any]:
    refused = {"type": "object", "required": ["fout"], "properties": {"fout": {"type": "string"}}}
    found: dict[str, Any] = {"200": {"description": "Het antwoord", "content": {"application/json": {}}}}
    for code, text in refusals.items():
        found[code] = {"description": text, "content": {"application/json": {"schema": refused}}}
    return found
