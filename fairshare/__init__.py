"""The allocation engine: who takes which part of a regional task, and why.

Pure functions on arrays and frozen values: no screen, no clock, no global state. `docs/nomenclature.md` lists the words;
every step is numbered as in that page. Use it from a notebook::

    from data.tables import load_tables
    from fairshare import Scenario, allocate, inputs_for

    scenario = Scenario(region="arnhem-nijmegen", weights={"inwoners": 6, "sociale_huur": 4})
    result = allocate(inputs_for(load_tables(), scenario), scenario)
    result.rows(group="statushouders")
"""

from fairshare import checks, kept, link
from fairshare.engine import Result, allocate
from fairshare.errors import FairShareError
from fairshare.inputs import Inputs, inputs_for
from fairshare.scenario import Agreement, Scenario, Swap

__all__ = [
    "Agreement",
    "FairShareError",
    "Inputs",
    "Result",
    "Scenario",
    "Swap",
    "allocate",
    "checks",
    "inputs_for",
    "kept",
    "link",
]
