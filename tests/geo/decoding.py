"""Read the committed layers back: from path to shape."""

import json
import re
from pathlib import Path

import shapely
from shapely import Polygon

from geo import build

HERE = Path(build.__file__).parent
RING = re.compile(r"M(-?\d+) (-?\d+)l((?:[- ]?\d+)+)z")


def decode(path: str) -> shapely.Geometry:
    """An SVG path of relative steps as a shape; rings that turn the other way are holes in the ring before them."""
    assert RING.sub("", path) == ""
    polygons: list[tuple[list, list]] = []
    for x, y, steps in RING.findall(path):
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        ring = [(int(x), int(y))]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            ring.append((ring[-1][0] + dx, ring[-1][1] + dy))
        if shapely.is_ccw(shapely.linearrings(ring)):
            polygons.append((ring, []))
        else:
            polygons[-1][1].append(ring)
    return shapely.multipolygons([Polygon(outer, inner) for outer, inner in polygons])


def read_layer(name: str) -> dict:
    return json.loads((HERE / "layers" / f"{name}.json").read_text(encoding="utf-8"))
