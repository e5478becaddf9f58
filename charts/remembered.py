"""Drawings that are made once. A sentence, a table or a map is a function of what it shows, so the next run need not make it again."""

from __future__ import annotations

import functools

KEPT = 128
"""How many drawings of one kind are kept, those asked for last, shared by all visitors."""

remembered = functools.lru_cache(maxsize=KEPT)
"""For functions of shared values (`Result`, `AreaValues`, `Inputs`, `Tables`) and of words; what they return is never changed."""


class Shared(dict):
    """A dict that is made once and never changed, so that a remembered function may be given it: known by its identity."""

    __hash__ = object.__hash__
