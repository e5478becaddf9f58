"""Results that are shared: computed once for everyone who asks for the same, and never changed."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from fairshare.engine import Result, allocate
from fairshare.inputs import inputs_for
from fairshare.scenario import Scenario

if TYPE_CHECKING:
    from data.tables import Tables

KEPT = 256
"""How many results are kept, those asked for last. A result of 30 municipalities and 18 groups takes about 0.1 MB."""


@functools.lru_cache(maxsize=KEPT)
def result_for(tables: Tables, scenario: Scenario) -> Result:
    """The result of a scenario, by value: the same object for everyone who asks for the same while it is kept.

    A question while a slider moves and the page that is drawn after its release share one calculation.

    Raises
    ------
    FairShareError
        Whatever :func:`fairshare.inputs.inputs_for` and :func:`fairshare.engine.allocate` refuse.
    """
    return allocate(inputs_for(tables, scenario), scenario)
