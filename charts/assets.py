"""Where the browser finds scripts, styles and geometry: addresses that hold a content hash, so that they may be kept forever."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from geo.layers import layers_version

FOLDER = Path(__file__).parent
TYPES = {".js": "text/javascript", ".css": "text/css"}
FILES = {file.name: TYPES[file.suffix] for file in sorted(FOLDER.iterdir()) if file.suffix in TYPES}
EVERY_PAGE = ("layout.css", "terms.css", "page.js")
"""What every page has; part of the page that a browser opens, so that no rerun sends it again."""
FAVICON = str(FOLDER / "favicon.svg")
SOURCE = "Kaart: CBS/Kadaster, gemeentegrenzen 1-1-2023 (CC BY 4.0)"


@functools.cache
def assets_version() -> str:
    """Hash of all scripts and styles."""
    return hashlib.sha256(b"".join((FOLDER / name).read_bytes() for name in sorted(FILES))).hexdigest()[:12]


def page_html() -> str:
    """Links to the styles and the script of every page, for the end of its body: after Streamlit's own styles."""
    address = f"/onderdelen/{assets_version()}"
    tags = {
        "text/css": '<link rel="stylesheet" href="{address}/{name}">',
        "text/javascript": '<script type="module" src="{address}/{name}"></script>',
    }
    return "".join(tags[FILES[name]].format(address=address, name=name) for name in EVERY_PAGE)


def layer_url(region: str, year: int, level: str = "gemeenten") -> str:
    """Address of the geometry of a region: its municipalities (``gemeenten``) or subregions (``deelregios``)."""
    return f"/kaartlaag/{layers_version()}/{region}/{year}/{level}.json"


def netherlands_url() -> str:
    """Address of the geometry of the Netherlands with the koploper regions."""
    return f"/kaartlaag/{layers_version()}/nederland.json"


def shapes_url(region: str, year: int) -> str:
    """Address of the municipalities as GeoJSON [EPSG:4326], for pydeck."""
    return f"/kaartlaag/{layers_version()}/{region}/{year}/gemeenten.geojson"


def loader(name: str) -> str:
    """A component's script: fetches the real one from its address, which the browser keeps."""
    address = f"/onderdelen/{assets_version()}/{name}.js"
    return f"""export default async (component) => {{
  const module = await import(location.origin + "{address}");
  return module.default(component);
}};
"""
