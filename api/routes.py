"""The routes. No logic of their own: they read the question, call the engine, and write the answer."""

from __future__ import annotations

import functools
import gzip
import json
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.limits import RateLimit
from api.openapi import description
from charts.assets import FILES, FOLDER, assets_version
from charts.live_panel import message, settings
from charts.negotiation import inverse_answer
from data.tables import load_tables
from fairshare import FairShareError, Scenario, result_for
from fairshare.inputs import members, years
from fairshare.robustness import DEFAULT_CERTAINTY
from fairshare.scenario import DEFAULT_YEAR
from geo.layers import GeoError, areas_geojson, layers_version, nl_layer, region_layer, subregion_layer

BODY_MAX = 300_000
"""A scenario is a few kilobytes, with own figures of every municipality some more; anything larger is refused. [bytes]"""
YEARS = {str(year): year for year in range(1990, 2051)}
LIMIT = RateLimit()
CHOICES = {"certainty": DEFAULT_CERTAINTY, "by_key": False, "brief": False}
"""What a question may choose, and what it is when nothing is chosen."""
FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}


COMPRESSED = 256
"""How many layers, scripts and styles are kept compressed, those asked for last. Tens of kilobytes each."""


class BadQuestion(Exception):
    """A question that lacks something, or has something that does not belong in it."""


def refusal(text: str, status: int) -> JSONResponse:
    """An answer that says in one Dutch line what is wrong."""
    return JSONResponse({"fout": text}, status_code=status)


async def verdeel(request: Request) -> Response:
    """``POST /api/verdeel``: ``{"scenario": {...}, "group": "statushouders"}`` -> the message of the live panel.

    Optional keys: ``certainty`` (laag, gemiddeld, hoog); ``by_key`` (true adds the table without agreements and swaps);
    ``brief`` (true leaves out the scenario and the codes); ``settings`` (true adds what does not change with the key: names,
    criteria, presets and colours).
    """
    return await _asked(request, _divided)


async def _asked(request: Request, answer: Callable[[dict], dict]) -> Response:
    """The answer to a question in json, or one Dutch line.

    400 no json or not a question, 413 too large, 422 refused by the engine, 429 too many questions from one address.
    """
    if LIMIT.is_exceeded(request.client.host if request.client else ""):
        return refusal("Dit zijn te veel vragen tegelijk. Probeer het zo nog eens.", 429)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_MAX:
            return refusal("Dit scenario is te groot.", 413)
    try:
        question = json.loads(body)
    except (ValueError, RecursionError):
        return refusal("Dit is geen geldige json.", 400)
    if not isinstance(question, dict):
        return refusal("Stuur een json-object.", 400)
    try:
        told = await run_in_threadpool(answer, question)
    except BadQuestion as error:
        return refusal(str(error), 400)
    except FairShareError as error:
        return refusal(str(error), 422)
    return _json(told)


def _json(told: object) -> Response:
    content = json.dumps(told, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    return Response(content, media_type="application/json", headers={"Cache-Control": "no-store"})


def _divided(question: dict) -> dict:
    kinds = {"group": str, "certainty": str, "by_key": bool, "brief": bool, "settings": bool}
    if (
        set(question) - {"scenario", *kinds}
        or "group" not in question
        or any(not isinstance(question[key], kinds[key]) for key in kinds if key in question)
    ):
        raise BadQuestion("Stuur 'scenario' en 'group', en eventueel 'certainty', 'by_key', 'brief' en 'settings'.")
    tables, group, asked = load_tables(), question["group"], Scenario.from_dict(question.get("scenario"))
    result = result_for(tables, asked)
    certainty, by_key, brief = (question.get(key, usual) for key, usual in CHOICES.items())
    told = message(result, group, certainty, by_key, brief)
    if question.get("settings", False):
        told["settings"] = settings(tables, result.inputs, group, dict(asked.tasks))
    return told


async def omgekeerd(request: Request) -> Response:
    """``POST /api/omgekeerd``: which weight of a criterion brings a municipality to a number; the answer in words."""
    return await _asked(request, lambda question: {"antwoord": inverse_answer(load_tables(), question)})


def regios(_request: Request) -> Response:
    """``GET /api/regios``: the regions, with the years that can be chosen."""
    tables = load_tables()
    rows = tables.regions[["region", "name", "short_name"]].to_dict("records")
    return _json({"regions": rows, "years": years(tables), "data_version": tables.version})


def gemeenten(request: Request) -> Response:
    """``GET /api/gemeenten?regio=mra&jaar=2024``: the municipalities of a region in a year."""
    tables, query = load_tables(), request.query_params
    year = YEARS.get(query.get("jaar", str(DEFAULT_YEAR)))
    if year not in years(tables):
        return refusal(f"jaar: kies een jaar van {years(tables)[0]} tot en met {years(tables)[-1]}.", 404)
    try:
        found = members(tables, query.get("regio", ""), year)
    except FairShareError as error:
        return refusal(str(error), 404)
    rows = [{"municipality": code, **row} for code, row in found.to_dict("index").items()]
    return _json({"region": query["regio"], "year": year, "municipalities": rows, "data_version": tables.version})


def versie(_request: Request) -> Response:
    """``GET /api/versie``: the versions of figures, layers and scripts."""
    return _json({"data_version": load_tables().version, "layers": layers_version(), "assets": assets_version()})


def openapi(_request: Request) -> Response:
    """``GET /api/openapi.json``: the description of the api."""
    return _json(description())


def lost(request: Request) -> Response:
    """An address or a method that the api does not have."""
    methods = {route.path: " en ".join(sorted(route.methods - {"HEAD"})) for route in ROUTES}
    allowed = methods.get(f"/api/{request.path_params['path']}")
    return refusal(f"Stel deze vraag met {allowed}.", 405) if allowed else refusal("Dit adres is er niet.", 404)


LEVELS = {
    "gemeenten.json": region_layer,
    "deelregios.json": subregion_layer,
    "gemeenten.geojson": lambda _region, codes: areas_geojson(codes),
}


def geometry(request: Request) -> Response:
    """``GET /kaartlaag/{version}/...``: geometry of a region, kept by the browser for as long as the version stands."""
    region, level = request.path_params.get("region"), request.path_params.get("level")
    try:
        if region is None:
            content = nl_layer()
        else:
            codes = tuple(members(load_tables(), region, YEARS[request.path_params["year"]]).index)
            content = LEVELS[level](region, codes)
    except KeyError:
        return refusal("Deze kaartlaag is er niet.", 404)
    except (FairShareError, GeoError) as error:
        return refusal(str(error), 404)
    return _kept(content, "application/json", request, layers_version())


def asset(request: Request) -> Response:
    """``GET /onderdelen/{version}/{name}``: scripts and styles of our own components."""
    name = request.path_params["name"]
    if name not in FILES:
        return refusal("Dit bestand is er niet.", 404)
    return _kept(_read(name), FILES[name], request, assets_version())


def _kept(content: bytes, media_type: str, request: Request, version: str) -> Response:
    """Kept forever under its own version; an address with another version gets today's content, unkept."""
    headers = FOREVER if request.path_params["version"] == version else {"Cache-Control": "no-cache"}
    headers = headers | {"Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        content, headers = _compressed(content), headers | {"Content-Encoding": "gzip"}
    return Response(content, media_type=f"{media_type}; charset=utf-8", headers=headers)


@functools.lru_cache(maxsize=COMPRESSED)
def _compressed(content: bytes) -> bytes:
    """Compressed as well as can be, once: not again for every browser that asks."""
    return gzip.compress(content, 9, mtime=0)


@functools.cache
def _read(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


ROUTES = [
    Route("/api/verdeel", verdeel, methods=["POST"]),
    Route("/api/omgekeerd", omgekeerd, methods=["POST"]),
    Route("/api/regios", regios),
    Route("/api/gemeenten", gemeenten),
    Route("/api/versie", versie),
    Route("/api/openapi.json", openapi),
    Route("/api/{path:path}", lost, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
    Route("/kaartlaag/{version}/nederland.json", geometry),
    Route("/kaartlaag/{version}/{region}/{year}/{level}", geometry),
    Route("/onderdelen/{version}/{name}", asset),
]
