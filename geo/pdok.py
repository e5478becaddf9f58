"""Municipal boundaries from the PDOK web service (WFS, GeoJSON in pages)."""

import json
from collections.abc import Callable
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

import geopandas as gpd

from geo.shapes import RD

SERVICE = "https://service.pdok.nl/cbs/gebiedsindelingen/{year}/wfs/v1_0"
PAGE_SIZE = 500
TIMEOUT = 30  # [s]


class PdokError(RuntimeError):
    """PDOK could not be reached or answered something else than municipal boundaries."""


def download(url: str) -> bytes:
    """The body of a web page; PdokError when it cannot be had."""
    try:
        with urlopen(url, timeout=TIMEOUT) as answer:
            return answer.read()
    except (URLError, OSError) as error:
        raise PdokError(f"PDOK is niet bereikbaar ({error})") from error


def page_url(year: int, start: int, size: int) -> str:
    """Where features `start` to `start + size` of the generalised municipalities of `year` are."""
    return (
        SERVICE.format(year=year)
        + "?"
        + urlencode(
            {
                "service": "WFS",
                "version": "2.0.0",
                "request": "GetFeature",
                "typeNames": "gebiedsindelingen:gemeente_gegeneraliseerd",
                "outputFormat": "application/json",
                "srsName": RD,
                "count": size,
                "startIndex": start,
            }
        )
    )


def fetch_municipalities(year: int, fetch: Callable[[str], bytes] = download, size: int = PAGE_SIZE) -> gpd.GeoSeries:
    """Boundaries [RD, m] by municipality code, page after page until one is not full."""
    features: list[dict] = []
    while True:
        page = _features(fetch(page_url(year, len(features), size)))
        features += page
        if len(page) < size:
            break
    return _by_code(features)


def _features(body: bytes) -> list[dict]:
    try:
        return json.loads(body)["features"]
    except (ValueError, KeyError, TypeError) as error:
        raise PdokError("PDOK gaf geen GeoJSON terug") from error


def _by_code(features: list[dict]) -> gpd.GeoSeries:
    codes = [(feature.get("properties") or {}).get("statcode") for feature in features]
    if not codes or None in codes or len(set(codes)) < len(codes):
        raise PdokError("PDOK gaf geen of dubbele gemeentecodes terug")
    return gpd.GeoSeries(gpd.GeoDataFrame.from_features(features).geometry.values, index=codes, crs=RD).sort_index()
