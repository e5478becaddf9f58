"""Checks of what comes in from people and files: every refusal is one Dutch line that names the key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from fairshare.errors import FairShareError, dutch

NAME_MAX = 100
SOURCE_MAX = 300
TEXT_MAX = 2_000
LABEL = re.compile(r"[^\W_](?:[^\W_]|[ .,:;%'’&()/+²³€-])*")
"""What people call something of their own: letters, figures and ordinary signs, so that it is plain text wherever it stands."""
SHOWN_MAX = 40
HUGE = 1e15


def number(key: str, value: Any, low: float, high: float) -> float:
    """``value`` as a number from ``low`` to ``high``; a boolean, NaN or infinity is no number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise FairShareError(f"{key} is geen getal: {short(value)}.")
    if not low <= value <= high:
        said = dutch(value, 6) if abs(value) < HUGE else "geen getal" if value != value else "veel te groot"
        raise FairShareError(f"{key} is {said}; dat moet tussen {dutch(low, 6)} en {dutch(high, 6)} liggen.")
    return float(value) + 0.0  # so that -0.0 is 0.0: equal scenarios are written the same


def whole(key: str, value: Any, low: int, high: int) -> int:
    """``value`` as a whole number from ``low`` to ``high``."""
    found = number(key, value, low, high)
    if found != int(found):
        raise FairShareError(f"{key} is {dutch(found, 6)}; dat moet een heel getal zijn.")
    return int(found)


def year(key: str, value: Any, low: int, high: int) -> int:
    """``value`` as a year: like `whole`, written without a point."""
    try:
        return whole(key, value, low, high)
    except FairShareError as error:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < HUGE:
            raise
        said = f"{value:.10g}".replace(".", ",")
        if low <= value <= high:
            raise FairShareError(f"{key} is {said}; dat moet een heel getal zijn.") from None
        raise FairShareError(f"{key} is {said}; dat moet tussen {low} en {high} liggen.") from error


def text(key: str, value: Any) -> str:
    """``value`` as text of people: any length up to `TEXT_MAX`, lines allowed."""
    if not isinstance(value, str):
        raise FairShareError(f"{key} ontbreekt of is geen tekst: {short(value)}.")
    if value.encode("utf-8", "ignore").decode() != value or "\0" in value:
        raise FairShareError(f"{key} bevat tekens die geen tekst zijn.")
    if len(value) > TEXT_MAX:
        raise FairShareError(f"{key} is langer dan {TEXT_MAX} tekens.")
    return value


def name(key: str, value: Any, longest: int = NAME_MAX) -> str:
    """``value`` as the name of something: not empty, one line, up to ``longest`` characters."""
    if isinstance(value, str) and len(value) > longest:
        raise FairShareError(f"{key} is langer dan {longest} tekens.")
    text(key, value)
    if not value.strip():
        raise FairShareError(f"{key} is leeg.")
    if not value.isprintable():
        raise FairShareError(f"{key}: '{short(value)}' is geen naam.")
    return value


def label(key: str, value: Any) -> str:
    """``value`` as a name that people give: as `name`, of ordinary signs only."""
    found = name(key, value).strip()
    if not LABEL.fullmatch(found):
        raise FairShareError(
            f"{key}: '{short(found)}' heeft tekens die niet kunnen. Gebruik letters, cijfers en leestekens."
        )
    return found


def choice(key: str, value: Any, allowed: tuple[str, ...]) -> str:
    """``value`` as one of ``allowed``."""
    if value not in allowed:
        raise FairShareError(f"{key} is {short(value)}; kies uit: {', '.join(allowed)}.")
    return value


def pairs(key: str, value: Any) -> list[tuple[str, Any]]:
    """A mapping, or pairs, as pairs sorted by name, so that the order of writing never matters."""
    items = value.items() if isinstance(value, Mapping) else value
    if isinstance(items, str) or not isinstance(items, Iterable):
        raise FairShareError(f"{key} is geen object met namen en waarden.")
    listed = list(items)
    if any(not isinstance(item, (tuple, list)) or len(item) != 2 for item in listed):
        raise FairShareError(f"{key} is geen object met namen en waarden.")
    found = [(name(key, first), second) for first, second in listed]
    refuse_twice(key, [first for first, _ in found])
    return sorted(found, key=lambda pair: pair[0])


def unknown(key: str, value: str, known: Iterable[str]) -> FairShareError:
    """The error for a name we do not know, with the nearest name that we do know."""
    near = get_close_matches(value[:NAME_MAX], list(known), n=1)
    hint = f" Bedoelt u '{near[0]}'?" if near else ""
    return FairShareError(f"{key}: '{short(value)}' is niet bekend.{hint}")


def refuse_unknown(where: str, record: Mapping, known: set[str]) -> None:
    """Refuse keys of ``record`` that are not ``known``."""
    for key in record:
        if key not in known:
            raise unknown(where, str(key), known)


def refuse_twice(key: str, names: list) -> None:
    """Refuse a name that occurs twice."""
    seen = set()
    for item in names:
        if item in seen:
            raise FairShareError(f"{key}: {short(item)} staat er twee keer in.")
        seen.add(item)


def short(value: Any) -> str:
    """A value as it can be repeated in one line: no line ends, nothing that cannot be printed, not too long."""
    if isinstance(value, (list, dict)):
        return "een lijst" if isinstance(value, list) else "een object"
    said = " - ".join(map(str, value)) if isinstance(value, tuple) else str(value)[: 10 * SHOWN_MAX]
    said = " ".join("".join(c if c.isprintable() else " " for c in said).split())
    return said if len(said) <= SHOWN_MAX else said[: SHOWN_MAX - 1] + "…"
