"""The moves that are made on both pages: which slider, which key, and what the weights are then."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

START = {"inwoners": 4, "sociale_huur": 3, "draagkracht": 2, "land": 1}
"""Criterion -> weight at the start [0-10]."""
PAIRS = (("sociale_huur", "land"), ("inwoners", "draagkracht"), ("sociale_huur", "inwoners"), ("draagkracht", "land"))
STRIDE = 5
REGIONS = {7: "parkstad", 18: "arnhem-nijmegen", 30: "mra", 342: "nl"}
"""Number of municipalities -> region."""


def key_text(weights: dict[str, float]) -> str:
    """The weights in one line: ``inwoners 4, land 1``."""
    return ", ".join(f"{criterion} {weight:g}" for criterion, weight in sorted(weights.items()) if weight > 0)


def walk(count: int) -> Iterator[tuple[str, str, dict[str, float]]]:
    """``count`` moves as (criterion, key on the keyboard, weights after it).

    Up and down with two sliders by turns, five steps each: a square, so that nearly every key is a new one and no cache of
    the engine makes a move cheaper than a visitor's.
    """
    return islice(_squares(), count)


def _squares() -> Iterator[tuple[str, str, dict[str, float]]]:
    weights = dict(START)
    while True:
        for first, second in PAIRS:
            for criterion, step in ((first, 1), (second, 1), (first, -1), (second, -1)):
                for _ in range(STRIDE):
                    weights[criterion] += step
                    now = {name: weight for name, weight in weights.items() if weight > 0}
                    yield criterion, "ArrowRight" if step > 0 else "ArrowLeft", now
