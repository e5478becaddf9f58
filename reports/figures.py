"""Map and bars of a result as figures that stand on their own: SVG, and PNG of the same. The title is the finding."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from html import escape

import numpy as np

from charts.areas import AreaValues, area_values
from charts.assets import SOURCE
from charts.findings import key_line, map_finding
from charts.maps import used_scale
from charts.numbers import listing
from charts.scales import MEASURES, MISSING_CLASS, Scale, text_color
from geo.layers import region_layer
from reports.privacy import HIDDEN, OPEN, Published
from reports.text import FONTS, in_typeface, one_line
from reports.wording import dutch_date, versions

WIDTH = 960
MAP_WIDTH, MAP_HEIGHT = 660, 640
MARGIN = 24
ROW = 22
"""Height of a bar with its air. [px]"""
TYPEFACE = "'Thuis Sans', 'Source Sans 3', 'Source Sans Pro', Arial, 'Liberation Sans', sans-serif"
INK, QUIET, LINE, WATER, LAND, HATCH = "#1a1a1a", "#4a4f55", "#5f676e", "#ffffff", "#e9ebee", "#8a949e"
LETTER = 0.52
"""Width of an average letter. [of the size of the type]"""
SMALLEST_TYPE, LARGEST_TYPE = 8.5, 15
DESCRIBED = 60
"""Up to so many areas the text alternative names every number."""
PPI = 192


@dataclass(frozen=True)
class Figure:
    """A figure: its finding, its text alternative, and the drawing."""

    title: str
    description: str
    svg: str

    @property
    def ratio(self) -> float:
        """Height over width."""
        _, _, width, height = self.svg.partition('viewBox="')[2].partition('"')[0].split()
        return float(height) / float(width)


def shown_values(view: Published, groups: tuple[str, ...]) -> AreaValues:
    """The values per municipality as they may be seen."""
    numbers, reference = view.sums(groups)
    values = area_values(view.result, groups)
    return replace(values, numbers=numbers, reference=reference, total=view.total(groups))


def shown_words(values: AreaValues, measure: str) -> list[str]:
    """The values of a measure as they are written in a figure."""
    hidden = np.isnan(values.numbers)
    return [HIDDEN if is_hidden else word for is_hidden, word in zip(hidden, values.written(measure), strict=True)]


def result_map(view: Published, groups: tuple[str, ...], measure: str, made: date, *, is_bare: bool = False) -> Figure:
    """The map of a measure over the groups, which have one unit. Classes and colours are those of the screen.

    A bare map has no title: it stands in a document that says the same.
    """
    values, used = shown_values(view, groups), used_scale(view.result, groups, measure)
    return _figure(
        view, values, groups, measure, made, "Kaart", lambda top: _map(view, values, used, measure, top), is_bare
    )


def result_bars(view: Published, groups: tuple[str, ...], measure: str, made: date) -> Figure:
    """The same values as bars, the largest first; a line marks the reference where numbers are shown."""
    values, used = shown_values(view, groups), used_scale(view.result, groups, measure)
    return _figure(view, values, groups, measure, made, "Staven", lambda top: _bars(values, used, measure, top))


def png(svg: str, ppi: float = PPI) -> bytes:
    """A figure as pixels, drawn with the typeface of the reports."""
    import typst

    source = (
        b"#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
        b'#image(bytes(sys.inputs.svg), format: "svg", width: 720pt)'
    )
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    compiler = typst.Compiler(source, font_paths=fonts, sys_inputs={"svg": svg})
    return compiler.compile(format="png", ppi=ppi)


# -- the card around a drawing -----------------------------------------------------------------------------------------


def _figure(
    view: Published,
    values: AreaValues,
    groups: tuple[str, ...],
    measure: str,
    made: date,
    kind: str,
    draw: Callable[[float], tuple[str, float]],
    is_bare: bool = False,
) -> Figure:
    """Title, drawing with legend, and below it sources and versions."""
    inputs = view.result.inputs
    title = map_finding(values, measure)
    names = listing([inputs.groups[group].name for group in groups])
    head, what, y = "", "", 4.0
    if not is_bare:
        head, y = _lines([title], MARGIN + 22, 24, 34, "700", INK)
        about = [f"{names}. {MEASURES[measure]}.", key_line(view.result, groups)]
        what, y = _lines(about, y + 2, 14, 19, "400", QUIET)
    drawing, y = draw(y)
    notes = [f"{SOURCE}."]
    if not is_bare:
        notes.append(f"{versions(view.result)} Gemaakt op {dutch_date(made)}.")
        if view.choice != OPEN:
            notes.append(view.statement())
    foot, y = _lines(notes, y + 26, 12, 16, "400", QUIET)
    description = _description(values, measure, kind, title)
    return Figure(
        title,
        description,
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 2:.0f}" width="{WIDTH}" height="{y + 2:.0f}" role="img" '
        f'aria-labelledby="titel uitleg" xml:lang="nl" font-family="{escape(TYPEFACE)}">'
        f'<title id="titel">{_text(title)}</title><desc id="uitleg">{_text(description)}</desc>'
        f'<rect width="100%" height="100%" fill="{WATER}"/>{head}{what}{drawing}{foot}</svg>',
    )


def _description(values: AreaValues, measure: str, kind: str, title: str) -> str:
    """The text alternative: the finding, and every number where there are not too many."""
    if len(values.ids) > DESCRIBED:
        return f"{kind}. {title} De tabel geeft het getal van elke gemeente."
    words = shown_words(values, measure)
    amounts = [f"{values.names[i]}: {words[i]}" for i in _order(values, measure)]
    return f"{kind}. {title} {MEASURES[measure]} ({values.unit}). {'; '.join(amounts)}."


def _order(values: AreaValues, measure: str) -> list[int]:
    """Largest value first, hidden and missing ones last."""
    amounts = values.numbers - values.reference if measure == "verschil" else values.measure(measure)
    return np.argsort(-np.where(np.isnan(amounts), -np.inf, amounts), kind="stable").tolist()


def _text(text: str) -> str:
    return escape(in_typeface(one_line(text)))


def _lines(paragraphs: list[str], y: float, size: float, leading: float, weight: str, color: str) -> tuple[str, float]:
    """Paragraphs broken into lines from baseline ``y``; the drawing and the next baseline."""
    letters = int((WIDTH - 2 * MARGIN) / (size * LETTER))
    lines = [line for paragraph in paragraphs for line in textwrap.wrap(paragraph, letters)]
    drawn = "".join(
        f'<text x="{MARGIN}" y="{y + i * leading:.1f}" font-size="{size}" font-weight="{weight}" fill="{color}">{_text(line)}</text>'
        for i, line in enumerate(lines)
    )
    return drawn, y + len(lines) * leading


def _legend(
    used: Scale, measure: str, has_missing: bool, has_hidden: bool, x: float, y: float, with_reference: bool
) -> tuple[str, float]:
    """The classes that the colours stand for, one below another."""
    rows = [(item["color"], item["label"]) for item in used.legend()]
    rows += [
        (
            "url(#verborgen)",
            "verborgen of onbekend" if has_missing and has_hidden else HIDDEN if has_hidden else "onbekend",
        )
    ] * (has_missing or has_hidden)
    parts = [f'<text x="{x}" y="{y}" font-size="14" font-weight="700" fill="{INK}">{_text(MEASURES[measure])}</text>']
    for i, (color, label) in enumerate(rows, 1):
        at = y + 22 * i
        parts.append(f'<rect x="{x}" y="{at - 13}" width="18" height="16" fill="{color}" stroke="{LINE}"/>')
        parts.append(f'<text x="{x + 26}" y="{at}" font-size="14" fill="{INK}">{_text(label)}</text>')
    at = y + 22 * (len(rows) + 1)
    if with_reference:
        parts.append(f'<path d="M{x + 9} {at - 14}v18" stroke="{INK}" stroke-width="2.5"/>')
        parts.append(f'<text x="{x + 26}" y="{at}" font-size="14" fill="{INK}">referentie</text>')
    return "".join(parts), at


PATTERN = (
    '<defs><pattern id="verborgen" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="6" height="6" fill="#ffffff"/><path d="M0 0v6" stroke="{HATCH}" stroke-width="2.5"/></pattern></defs>'
)


def _fill(used: Scale, index: int) -> str:
    return "url(#verborgen)" if index == MISSING_CLASS else used.colors[index]


def _map(view: Published, values: AreaValues, used: Scale, measure: str, top: float) -> tuple[str, float]:
    """The municipalities in their colours, their surroundings in grey, names and numbers where they fit."""
    layer = json.loads(region_layer(view.result.inputs.region, view.result.inputs.codes))
    x, y, width, height = layer["view"]
    scale = min(MAP_WIDTH / width, MAP_HEIGHT / height)
    drawn_height = height * scale
    left = MARGIN + (MAP_WIDTH - width * scale) / 2
    classes, words = used.classes(values.measure(measure)), shown_words(values, measure)
    place = f"translate({left:.2f} {top:.2f}) scale({scale:.6f}) translate({-x} {-y})"
    shapes = [f'<path d="{area["d"]}" fill="{LAND}"/>' for area in layer["context"]]
    labels = []
    for i, area in enumerate(layer["areas"]):
        name, word = values.names[i], words[i]
        shapes.append(
            f'<path d="{area["d"]}" fill="{_fill(used, classes[i])}"><title>{_text(f"{name}: {word}")}</title></path>'
        )
        ink = INK if classes[i] == MISSING_CLASS else text_color(used.colors[classes[i]])
        at = (left + (area["label"][0] - x) * scale, top + (area["label"][1] - y) * scale)
        is_hidden = classes[i] == MISSING_CLASS
        labels.append(_label(name, "" if is_hidden else word, at, area["radius"] * scale, ink, is_hidden))
    outline = (
        f'<path d="{layer["outline"]}" fill="none" stroke="{INK}" stroke-width="2" vector-effect="non-scaling-stroke"/>'
    )
    clip = f'<clipPath id="venster"><rect x="{MARGIN}" y="{top:.1f}" width="{MAP_WIDTH}" height="{drawn_height:.1f}"/></clipPath>'
    has_hidden = bool(np.isnan(values.numbers).any())
    has_missing = any(c == MISSING_CLASS and not np.isnan(n) for c, n in zip(classes, values.numbers, strict=True))
    legend, legend_end = _legend(used, measure, has_missing, has_hidden, MARGIN + MAP_WIDTH + 24, top + 18, False)
    drawing = (
        f'{PATTERN}<defs>{clip}</defs><g clip-path="url(#venster)"><g transform="{place}" stroke="#ffffff" '
        f'stroke-width="{0.8 / scale:.2f}" fill-rule="evenodd">{"".join(shapes)}</g>'
        f'<g transform="{place}">{outline if layer["outline"] else ""}</g>{"".join(labels)}</g>{legend}'
    )
    return drawing, max(top + drawn_height, legend_end)


def _label(name: str, word: str, at: tuple[float, float], radius: float, ink: str, is_hidden: bool) -> str:
    """Number, and above it the name, as large as fits within the area; nothing where it cannot be read."""

    def size(text: str, room: float) -> float:
        return min(LARGEST_TYPE, room / (LETTER * max(len(text), 1)))

    x, y = at
    name_size, word_size = size(name, 2.3 * radius), size(word, 1.9 * radius)
    halo = ' stroke="#ffffff" stroke-width="3" paint-order="stroke"' if is_hidden else ""
    parts = []
    has_name = name_size >= SMALLEST_TYPE and radius > 1.1 * SMALLEST_TYPE
    if has_name:
        lift = 2 if word else -4
        name_size = min(name_size, 12.5)
        parts.append(
            f'<text x="{x:.1f}" y="{y - lift:.1f}" font-size="{name_size:.1f}" fill="{ink}"{halo}>{_text(name)}</text>'
        )
    if word and word_size >= SMALLEST_TYPE:
        drop = word_size if has_name else 0.35 * word_size
        parts.append(
            f'<text x="{x:.1f}" y="{y + drop:.1f}" font-size="{word_size:.1f}" font-weight="700" fill="{ink}">{_text(word)}</text>'
        )
    return f'<g text-anchor="middle">{"".join(parts)}</g>' if parts else ""


def _bars(values: AreaValues, used: Scale, measure: str, top: float) -> tuple[str, float]:
    """One bar per municipality; differences go both ways from a line in the middle."""
    classes, words = used.classes(values.measure(measure)), shown_words(values, measure)
    is_difference = measure == "verschil"
    amounts = values.numbers - values.reference if is_difference else values.measure(measure)
    ticks = values.reference if measure == "aantal" else np.full(len(amounts), np.nan)
    lengths = np.concatenate([np.abs(amounts), ticks])
    longest = np.nanmax(lengths) if not np.isnan(lengths).all() else 0.0
    names_end, room = MARGIN + 190, 400
    zero = names_end + (room / 2 if is_difference else 0)
    unit = (room / 2 if is_difference else room) / longest if longest else 0.0
    parts = []
    for row, i in enumerate(_order(values, measure)):
        y = top + 8 + row * ROW
        middle = y + 0.5 * ROW + 4
        amount = amounts[i]
        parts.append(
            f'<text x="{names_end - 8}" y="{middle:.1f}" font-size="13" text-anchor="end" fill="{INK}">{_text(values.names[i])}</text>'
        )
        end = zero
        if not np.isnan(amount):
            length = abs(amount) * unit
            start = zero - length if amount < 0 else zero
            end = zero + max(amount, 0) * unit
            parts.append(
                f'<rect x="{start:.1f}" y="{y + 3:.1f}" width="{max(length, 0.5):.1f}" height="{ROW - 6}" '
                f'fill="{_fill(used, classes[i])}" stroke="{LINE}"/>'
            )
        if not np.isnan(ticks[i]):
            tick = zero + ticks[i] * unit
            parts.append(f'<path d="M{tick:.1f} {y + 1:.1f}v{ROW - 2}" stroke="{INK}" stroke-width="2.5"/>')
            end = max(end, tick)
        at = names_end + room + 12 if is_difference else end + 8
        parts.append(
            f'<text x="{at:.1f}" y="{middle:.1f}" font-size="13" font-weight="700" fill="{INK}">{_text(words[i])}</text>'
        )
    bottom = top + 8 + ROW * len(values.ids)
    if is_difference:
        parts.append(f'<path d="M{zero} {top + 4:.1f}V{bottom:.1f}" stroke="{INK}" stroke-width="1.5"/>')
    has_hidden = bool(np.isnan(values.numbers).any())
    has_missing = any(c == MISSING_CLASS and not np.isnan(n) for c, n in zip(classes, values.numbers, strict=True))
    legend, legend_end = _legend(
        used, measure, has_missing, has_hidden, MARGIN + MAP_WIDTH + 24, top + 18, measure == "aantal"
    )
    return PATTERN + "".join(parts) + legend, max(bottom, legend_end)
