"""Text of people in a document: whatever it holds, it stays text. And the letters that our typeface has."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
NOT_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Control characters, lone surrogates, marks that turn the direction of reading, and what is no character at all."""
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def plain(text: str) -> str:
    """Text without characters that are no text; line ends become line feeds, tabs become spaces."""
    return NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


def one_line(text: str) -> str:
    """Plain text on one line; a space that does not break stays one."""
    return re.sub("[ \n]+", " ", plain(text)).strip(" ")


def csv_text(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    line = one_line(text)
    return f"'{line}" if line.startswith(FORMULA_SIGNS) else line


@cache
def _covered() -> frozenset[int]:
    spans = [line.split("-") for line in (FONTS / "covered.txt").read_text(encoding="ascii").split()]
    return frozenset(code for low, high in spans for code in range(int(low, 16), int(high, 16) + 1))


def in_typeface(text: str) -> str:
    """Plain text in the letters of our typeface (Latin, Greek, Cyrillic); another sign becomes a question mark.

    PDF/UA asks that every sign can be read; in Word and Excel the text keeps all its signs.
    """
    return "".join(sign if sign == "\n" or ord(sign) in _covered() else "?" for sign in plain(text))
