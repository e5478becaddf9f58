"""Numbers the Dutch way. Babel knows the locale (CLDR), so that we do not."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable

from babel.numbers import format_decimal

LOCALE = "nl_NL"
MISSING = "onbekend"
MINUS = "−"
WHOLE = 1e-9
WRITTEN = 20_000
"""How many written numbers are remembered: a page writes hundreds, and writes most of them again in its next run."""


def number(value: float | None, decimals: int = 0) -> str:
    """``1234.5`` -> ``1.234,5``; a missing value is named, never shown as 0."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return MISSING
    return _written(round(value, decimals) + 0.0, decimals)


@functools.lru_cache(maxsize=WRITTEN)
def _written(value: float, decimals: int) -> str:
    """A number that was written once is not written again: sentences change as often as a slider moves."""
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return format_decimal(value, format=pattern, locale=LOCALE).replace("-", MINUS)


def decimals_of(value: float) -> int:
    """How many decimals a number has, at most four; the noise of a float is none."""
    return next((d for d in range(4) if abs(round(value, d) - value) < WHOLE), 4)


def exact(value: float) -> str:
    """With the decimals that it has: ``0,43``, ``7``."""
    return number(value, decimals_of(value))


def decimals_for(values: Iterable[float]) -> int:
    """How many decimals a column of numbers needs: none from 20 up, three below 0.2."""
    top = max((abs(value) for value in values if not math.isnan(value)), default=0.0)
    return 0 if top >= 20 or top == 0 else 1 if top >= 2 else 2 if top >= 0.2 else 3


def significant(value: float | None) -> str:
    """As many decimals as the size of the number asks for: 0,034, 0,34, 3,4 and 34."""
    return number(value, decimals_for([value]) if value is not None else 0)


def signed(value: float, decimals: int = 0) -> str:
    """With its sign: ``+61``, ``−48``; zero is ``0``."""
    text = number(value, decimals)
    return f"+{text}" if round(value, decimals) > 0 else text


def percent(fraction: float | None, decimals: int = 0) -> str:
    """``0.064`` with one decimal -> ``6,4 %``."""
    if fraction is None or (isinstance(fraction, float) and math.isnan(fraction)):
        return MISSING
    return f"{number(100 * fraction, decimals)}\u00a0%"


def listing(words: list[str]) -> str:
    """``a``, ``a en b``, ``a, b en c``."""
    return " en ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def plural(count: int, one: str, many: str) -> str:
    """``1 gemeente``, ``2 gemeenten``."""
    return f"{number(count)} {one if count == 1 else many}"
