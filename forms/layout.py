"""How the form for own figures looks: sheets, headings and labels, in the words of the screen."""

from __future__ import annotations

from collections.abc import Mapping

from data.tables import Tables
from fairshare.figures import ROLES

README, TASKS, EXISTING = "Leesmij", "Opgaven", "Bestaand aanbod"
PLANNED, OTHER, CRITERIA, ASSUMPTIONS = "Geplande woningen", "Andere cijfers", "Eigen maatstaven", "Aannames"
SHEETS = (README, TASKS, EXISTING, PLANNED, OTHER, CRITERIA, ASSUMPTIONS)
KINDS = {EXISTING: "existing", PLANNED: "quantity", OTHER: "quantity", CRITERIA: "criterion"}
"""Sheets with a row per municipality and a column per figure."""
PLANNED_COLUMNS = ("plancapaciteit",)

CODE, MUNICIPALITY = "Code", "Gemeente"
UNIT, YEAR, SOURCE, STATUS, DIRECTION, TOTAL = "Eenheid", "Jaar", "Bron", "Status", "Richting", "Totaal"
LABELS = (UNIT, YEAR, SOURCE, STATUS, DIRECTION, TOTAL)
NOW = " (nu)"
"""After the name of a column that shows today's value; it is never read back."""
REGION = "Regio"

SUBJECT = {TASKS: "Aandachtsgroep", ASSUMPTIONS: "Aanname"}
ROLE_HEADS = {
    TASKS: dict(zip(ROLES, ("Uw opgave", "Uw lage schatting", "Uw hoge schatting"), strict=True)),
    ASSUMPTIONS: {"value": "Uw waarde"},
}
NOW_HEADS = {
    TASKS: ("Opgave (nu)", "Laag (nu)", "Hoog (nu)", "Jaar (nu)", "Bron (nu)", "Status (nu)"),
    ASSUMPTIONS: ("Waarde (nu)", "Jaar (nu)", "Bron (nu)", "Status (nu)"),
}
ROW_KINDS = {TASKS: "task", ASSUMPTIONS: "assumption"}

CSV_KINDS = {
    "opgave": "task",
    "bestaand aanbod": "existing",
    "cijfer": "quantity",
    "eigen maatstaf": "criterion",
    "aanname": "assumption",
}
CSV_ROLES = {"opgave": "primary", "laag": "low", "hoog": "high", "waarde": "value"}
CSV_HEADS = (
    "Soort",
    "Onderwerp",
    "Naam",
    "Voor",
    "Gemeente",
    "Nu",
    "Uw cijfer",
    UNIT,
    YEAR,
    SOURCE,
    STATUS,
    DIRECTION,
)


def sheet_columns(tables: Tables, sheet: str, names: Mapping[str, str]) -> Mapping[str, str]:
    """The part of ``names`` (subject -> name) that has a column on this sheet."""
    if KINDS[sheet] != "quantity":
        return names
    return {key: name for key, name in names.items() if (key in PLANNED_COLUMNS) == (sheet == PLANNED)}
