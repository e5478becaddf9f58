"""What every table must look like. Imports pandera, which is slow: only imported while checking.

The `error` of a check is how to mend the value, in Dutch; it ends the message of a DataError.
"""

from collections.abc import Iterable

from pandera.pandas import Check, Column, DataFrameSchema

STATUSES = ("CBS", "officieel", "berekend", "raming", "regionaal onderzoek", "eigen invoer", "ontbreekt")
REGIONS = ("groningen", "mra", "arnhem-nijmegen", "haaglanden", "parkstad", "enschede")
TOPICS = ("start", "bestuur", "aanpak", "fair_share", "kennisvragen", "goede_voorbeelden")
ROLES = ("primary", "low", "high", "other")
METHODS = ("largest_remainder", "controlled_rounding", "existing_supply", "bounds")
ITEMS = ("opgave", "marge", "registratie", "bestaand_aanbod", "woningen_per_eenheid")
KEY = r"^[a-z0-9]+([_-][a-z0-9]+)*$"
CODE = r"^GM\d{4}$"
YEARS = (1990, 2050)
URL = Check.str_matches(r"https?://\S+", error="Schrijf een webadres dat met http begint.")


def text(*checks: Check, empty: bool = False, unique: bool = False) -> Column:
    return Column(str, list(checks), nullable=empty, unique=unique, coerce=True)


def key(empty: bool = False, unique: bool = False) -> Column:
    hint = "Gebruik kleine letters en cijfers, met - of _ ertussen."
    return text(Check.str_matches(KEY, error=hint), empty=empty, unique=unique)


def code(unique: bool = False) -> Column:
    return text(Check.str_matches(CODE, error="Schrijf de code als GM0014."), unique=unique)


def one_of(*values: str) -> Column:
    return text(Check.isin(values, error=f"Kies uit: {', '.join(values)}."))


def whole(low: int = 0, high: int | None = None, empty: bool = False) -> Column:
    return Column("Int64" if empty else "int64", [between(low, high)], nullable=empty, coerce=True)


def number(low: float = 0, high: float | None = None, empty: bool = False) -> Column:
    return Column(float, [between(low, high)], nullable=empty, coerce=True)


def between(low: float, high: float | None) -> Check:
    if high is None:
        return Check.ge(low, error=f"Kies een getal van {low} of hoger.")
    return Check.in_range(low, high, error=f"Kies een getal van {low} tot en met {high}.")


def year(empty: bool = False, years: tuple[int, int] = YEARS) -> Column:
    return whole(*years, empty=empty)


def optional_url() -> Column:
    return text(Check.str_matches(r"(https?://\S+)?$", error="Schrijf een webadres dat met http begint, of niets."))


def table(columns: dict[str, Column], unique: list[str] | None = None) -> DataFrameSchema:
    return DataFrameSchema(columns, unique=unique, strict=True)


def figure(roles: tuple[str, ...] = ROLES) -> dict[str, Column]:
    return {"role": one_of(*roles), "description": text(), "value": number(), "unit": text(), "year": year(empty=True)}


def origin() -> dict[str, Column]:
    return {"status": one_of(*STATUSES), "source": text(), "source_url": text(URL), "note": text(empty=True)}


SCHEMAS = {
    "municipalities": table(
        {
            "municipality": code(unique=True),
            "name": text(unique=True),
            "province": text(),
            **{f"inwoners_{y}": whole(low=1) for y in range(2021, 2026)},
            "huishoudens": whole(low=1),
            "woningen": whole(low=1),
            "sociale_huur_aandeel": number(high=100),
            "sociale_huur": whole(),
            "nieuwbouw": whole(),
            "nieuwbouw_2024": whole(),
            "plancapaciteit": whole(low=1, empty=True),
            "ouderen_65plus": whole(low=1),
            "ouderen_75plus": whole(low=1),
            "jongeren_15_24": whole(low=1),
            "land": number(low=0.1),
            "adressendichtheid": whole(low=1),
            "woz_waarde": whole(low=1),
            "laag_inkomen_aandeel": number(low=0.1, high=100),
            "laag_inkomen": whole(low=1),
            "wmo_clienten_per_1000": number(low=0.1, high=1000, empty=True),
            "jeugdzorg_aandeel": number(low=0.1, high=100, empty=True),
        }
    ),
    "remarks": table({"municipality": code(), "column": key(), "note": text()}, unique=["municipality", "column"]),
    "divisions": table(
        {"municipality": code(), "division": key(), "division_name": text(), "area_code": text(), "area": text()},
        unique=["municipality", "division"],
    ),
    "regions": table(
        {
            "region": text(Check.isin(REGIONS, error=f"Kies uit: {', '.join(REGIONS)}."), unique=True),
            "name": text(unique=True),
            "short_name": text(unique=True),
            "central_municipality": text(
                Check.str_matches(r"^GM\d{4}(;GM\d{4})*$", error="Schrijf de code als GM0014, met ; tussen twee codes.")
            ),
            "woondeal_homes": whole(low=1, empty=True),
            "woondeal_note": text(),
            "woondeal_source": text(),
            "woondeal_source_url": text(URL),
            "distinct_sentence": text(),
        }
    ),
    "region_municipalities": table(
        {
            "region": key(),
            "municipality": code(unique=True),
            "subregion": text(empty=True),
            "from_year": year(empty=True),
            "until_year": year(empty=True),
        }
    ),
    "region_profiles": table(
        {
            "region": key(),
            "topic": one_of(*TOPICS),
            "order": whole(low=1),
            "text": text(),
            "status": one_of("bekend", "onbekend"),
            "source": text(),
            "source_url": text(URL),
        },
        unique=["region", "topic", "order"],
    ),
    "groups": table(
        {
            "group": key(unique=True),
            "name": text(unique=True),
            "short_name": text(unique=True),
            "people": text(),
            "family": one_of("aandachtsgroepen", "ouderen"),
            "part_of": key(empty=True),
            "kind": one_of("stock", "flow", "shortage", "to_build"),
            "unit": text(),
            "definition": text(),
            "base": one_of("inwoners", "ouderen_75plus", "jongeren_15_24", "woningen"),
            "base_reason": text(),
            "reading": text(),
            "not_said": text(),
            "order": whole(low=1),
        }
    ),
    "national_figures": table(
        {"group": key(), **figure(), "period": text(empty=True), "base_year": year(empty=True), **origin()}
    ),
    "regional_figures": table({"region": key(), "group": key(), **figure(), **origin()}),
    "criteria": table(
        {
            "criterion": key(unique=True),
            "name": text(Check.str_length(max_value=26, error="Gebruik hoogstens 26 tekens."), unique=True),
            "kind": one_of("proportional", "gap"),
            "quantity": key(),
            "base": key(empty=True),
            "norm": number(high=1, empty=True),
            "unit": text(),
            "explanation": text(),
            "argument": text(),
            "order": whole(low=1),
        }
    ),
    "presets": table(
        {
            "preset": key(),
            "name": text(),
            "criterion": key(),
            "weight": number(high=10),
            "explanation": text(),
            "order": whole(low=1),
        },
        unique=["preset", "criterion"],
    ),
    "existing_supply": table(
        {
            "municipality": code(),
            "group": key(),
            "number": number(),
            "unit": text(),
            "year": year(),
            "source": text(),
            "source_url": text(URL, empty=True),
            "status": one_of(*STATUSES),
        },
        unique=["municipality", "group"],
    ),
    "cases": table(
        {
            "case": text(unique=True),
            "allocation": key(),
            "period": text(),
            "national_total": whole(low=1),
            "municipality": code(),
            "published": whole(),
            "strict": one_of("true", "false"),  # tables.py makes it a boolean
            "note": text(),
            "source_url": text(URL),
        }
    ),
    "sums": table(
        {
            "sum": key(),
            "name": text(),
            "part": text(),
            "value": whole(),
            "published": whole(),
            "unit": text(),
            "source": text(),
            "source_url": text(URL),
            "note": text(empty=True),
        },
        unique=["sum", "part"],
    ),
    "examples": table(
        {
            "example": key(),
            "method": one_of(*METHODS),
            "name": text(),
            "item": text(),
            "column": text(empty=True),
            "quantity": number(),
            "existing": number(empty=True),
            "high": number(empty=True),
            "total": whole(),
            "published": number(),
            "source": text(),
            "source_url": text(URL, empty=True),
            "note": text(empty=True),
        },
        unique=["example", "item", "column"],
    ),
    "assumptions": table(
        {
            "key": key(),
            "group": key(empty=True),
            "name": text(),
            "value": number(),
            "low": number(empty=True),
            "high": number(empty=True),
            "unit": text(),
            "status": one_of(*STATUSES),
            "year": year(empty=True),
            "source": text(),
            "source_url": text(URL, empty=True),
            "evidence": text(),
        },
        unique=["key", "group"],
    ),
    "glossary": table(
        {
            "key": key(unique=True),
            "term": text(unique=True),
            "short": text(Check.str_length(max_value=140, error="Gebruik hoogstens 140 tekens.")),
            "long": text(),
            "example": text(empty=True),
            "related": text(empty=True),
            "source": text(empty=True),
            "source_url": text(URL, empty=True),
        }
    ),
    "requests": table(
        {"item": one_of(*ITEMS), "group": key(empty=True), "ask": text(), "request": text()}, unique=["item", "group"]
    ),
    "guides": table(
        {
            "kind": one_of("wet", "hulp"),
            "date": text(Check.str_matches(r"\d{4}-\d\d-\d\d$", error="Schrijf de datum als 2026-02-18."), empty=True),
            "name": text(),
            "text": text(),
            "status": one_of("bekend", "onbekend"),
            "source": text(),
            "source_url": text(URL),
        }
    ),
    "sources": table(
        {
            "table": key(),
            "column": key(),
            "name": text(),
            "unit": text(empty=True),
            "year": text(empty=True),
            "status": one_of(*STATUSES, "verschilt per rij"),
            "source": text(),
            "source_table": text(empty=True),
            "source_url": text(URL, empty=True),
            "licence": text(empty=True),
            "definition": text(),
            "gaps": text(empty=True),
        },
        unique=["table", "column"],
    ),
}

# --- tables that the user brings (own.py): any codes and columns, the rest as above

OWN_YEARS = (1900, 2100)
TASK_MAX = 10_000_000  # as for a task in a scenario
FIGURE_MAX = 10**15  # sums of larger numbers are no longer exact
NORM_MAX = 1_000_000
INHABITANTS_MIN = 1e-6
EVERYONE = "nl"  # the region of all municipalities
STEPS = ("reference", "unrounded", "existing", "bounds", "agreements", "rounding", "swaps")  # of an explanation


def own_code(*checks: Check, empty: bool = False, unique: bool = False) -> Column:
    hint = "Gebruik een code zonder spaties, / of =."
    return text(Check.str_matches(r"[^\s/=]+$", error=hint), *checks, empty=empty, unique=unique)


def never(*values: str, reason: str) -> Check:
    return Check.notin(values, error=f"{reason} Kies een andere code.")


def inhabitants() -> Column:
    check = Check.in_range(INHABITANTS_MIN, FIGURE_MAX, error="Kies een getal boven 0.")
    return Column(float, [check], coerce=True)


OWN_COLUMNS = {
    "regions": {
        "region": own_code(never(EVERYONE, reason="Dat zijn alle gemeenten samen."), unique=True),
        "name": text(),
        "short_name": text(),
        "central_municipality": text(empty=True),
        "woondeal_source_url": optional_url(),
    },
    "region_municipalities": {
        "region": own_code(),
        "municipality": own_code(),
        "from_year": year(empty=True, years=OWN_YEARS),
        "until_year": year(empty=True, years=OWN_YEARS),
    },
    "groups": {
        "group": own_code(unique=True),
        "name": text(),
        "short_name": text(),
        "family": text(),
        "part_of": own_code(empty=True),
        "base": text(),
    },
    "national_figures": {
        "group": own_code(),
        "value": number(high=TASK_MAX),
        "year": year(empty=True, years=OWN_YEARS),
        "base_year": year(empty=True, years=OWN_YEARS),
        "source_url": optional_url(),
    },
    "regional_figures": {
        "region": own_code(),
        "group": own_code(),
        "value": number(high=TASK_MAX),
        "year": year(empty=True, years=OWN_YEARS),
        "source_url": optional_url(),
    },
    "criteria": {
        "criterion": own_code(never(*STEPS, reason="Zo heet een stap van de uitleg."), unique=True),
        "name": text(),
        "quantity": text(),
        "base": text(empty=True),
        "norm": number(high=NORM_MAX, empty=True),
    },
    "existing_supply": {
        "municipality": own_code(),
        "group": own_code(),
        "number": number(high=TASK_MAX),
        "year": year(empty=True, years=OWN_YEARS),
        "source_url": optional_url(),
    },
}
OWN_UNIQUE = {"region_municipalities": ["region", "municipality"]}


def own_columns(name: str, found: Iterable[str] = ()) -> dict[str, Column]:
    """The columns of a table that the user brings; in `municipalities` whatever is `found` beside the first three is a figure."""
    if name != "municipalities":
        return SCHEMAS[name].columns | OWN_COLUMNS.get(name, {})
    known = {"municipality": own_code(unique=True), "name": text(), "province": text()}
    figures = [column for column in found if column not in known]
    return known | {
        c: inhabitants() if c.startswith("inwoners_") else number(high=FIGURE_MAX, empty=True) for c in figures
    }


def own_schema(name: str, columns: dict[str, Column]) -> DataFrameSchema:
    """What a table with these columns, all or some, must look like."""
    return table(columns, unique=OWN_UNIQUE.get(name, SCHEMAS[name].unique))
