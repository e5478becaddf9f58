"""Colour classes: fixed per measure, so that a colour keeps its meaning whatever the sliders do.

Amounts use a sequential scale (ColorBrewer YlGnBu), differences a diverging one (ColorBrewer PuOr, neutral at the reference);
both are safe for colour blindness. The number always stands beside the colour.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from charts.numbers import number, percent, signed, significant

SEQUENTIAL = ("#ffffd9", "#edf8b1", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#0c2c84")
DIVERGING = ("#542788", "#8073ac", "#b2abd2", "#d8daeb", "#f1f1ef", "#fee0b6", "#fdb863", "#e08214", "#b35806")
MISSING_CLASS = -1
NUMBER_BREAKS = (5, 20, 50, 100, 250, 500, 1000)
SHARE_BREAKS = (0.01, 0.02, 0.05, 0.10, 0.20, 0.40)
RATE_FACTORS = (0.5, 0.75, 0.9, 1.1, 1.33, 2.0)
DIFFERENCE_BREAKS = (-0.50, -0.25, -0.10, -0.02, 0.02, 0.10, 0.25, 0.50)

MEASURES = {
    "aantal": "Aantal",
    "per_1000": "Per 1.000 inwoners",
    "aandeel": "Aandeel in de opgave",
    "sociale_huur": "Per 100 sociale huurwoningen",
    "verschil": "Verschil met de referentie",
}


@dataclass(frozen=True)
class Scale:
    """Breaks and colours of one measure: class k holds ``breaks[k-1] <= value < breaks[k]``."""

    measure: str
    breaks: tuple[float, ...]
    colors: tuple[str, ...]
    labels: tuple[str, ...]

    def classes(self, values: np.ndarray) -> list[int]:
        """Class of every value; `MISSING_CLASS` for NaN."""
        found = np.searchsorted(self.breaks, values, side="right")
        return np.where(np.isnan(values), MISSING_CLASS, found).tolist()

    def legend(self) -> list[dict[str, str]]:
        """Colour and label of every class, low to high."""
        return [{"color": color, "label": label} for color, label in zip(self.colors, self.labels, strict=True)]


@functools.lru_cache(maxsize=1000)
def scale(measure: str, national_rate: float | None = None) -> Scale:
    """The fixed scale of a measure.

    Parameters
    ----------
    national_rate : for ``per_1000`` and ``sociale_huur``, the rate of the same group(s) in the Netherlands: the middle
        class holds what is near to it. Without a national figure the classes are fixed steps. [units / 1,000 or / 100]
    """
    if measure == "aantal":
        return _sequential(measure, NUMBER_BREAKS, number)
    if measure == "aandeel":
        return _sequential(measure, SHARE_BREAKS, lambda value: percent(value))
    if measure == "verschil":
        return Scale(measure, DIFFERENCE_BREAKS, DIVERGING, _difference_labels())
    if measure in ("per_1000", "sociale_huur"):
        breaks = [national_rate * factor for factor in RATE_FACTORS] if national_rate else [0.1, 0.5, 1, 2, 5, 10]
        return _sequential(measure, tuple(breaks), significant)
    raise KeyError(measure)


def _sequential(measure: str, breaks: tuple[float, ...], write) -> Scale:
    colors = SEQUENTIAL[: len(breaks) + 1] if len(breaks) == len(SEQUENTIAL) - 1 else SEQUENTIAL[1 : len(breaks) + 2]
    written = [write(value) for value in breaks]
    labels = [f"minder dan {written[0]}"]
    labels += [f"{low} tot {high}" for low, high in pairwise(written)]
    return Scale(measure, tuple(breaks), colors, (*labels, f"{written[-1]} of meer"))


def _difference_labels() -> tuple[str, ...]:
    written = [signed(100 * value) for value in DIFFERENCE_BREAKS]
    labels = [f"lager dan {written[0]} %"]
    labels += [f"{low} tot {high} %" for low, high in pairwise(written)]
    labels[len(DIFFERENCE_BREAKS) // 2] = "ongeveer gelijk"
    return (*labels, f"{written[-1]} % of meer")


def text_color(color: str) -> str:
    """Black or white, whichever reads best on ``color`` (WCAG relative luminance)."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#ffffff" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "#000000"
