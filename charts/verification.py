"""The engine beside published outcomes: the finding, and a table per kind of comparison."""

from __future__ import annotations

from functools import cache

from charts.numbers import number, percent, plural, signed
from charts.tables import Cell, Head, html_table
from data.published import load_seats
from data.tables import Tables, load_tables
from fairshare.verification import (
    BACKLOG,
    OWN_EXAMPLE,
    SEATS,
    STRICT,
    SUMS,
    TASKS,
    TEXTBOOK,
    Case,
    Verification,
    verify,
)

EQUAL, OTHER = "✓ gelijk", "≠ anders"
DIFFERENCE = Head("Verschil", "verschil")
PUBLISHED = Head("Gepubliceerd", "gepubliceerd")


@cache
def verified(tables: Tables) -> Verification:
    """The comparison, run once per process: tables never change while it runs."""
    return verify(tables, load_seats())


def verification() -> Verification:
    """The comparison with the tables of this dashboard."""
    return verified(load_tables())


def verification_finding(found: Verification) -> str:
    """In how many cases that depend on the method alone the engine gives the published number."""
    equal, all_ = found.equal(*STRICT)
    return (
        f"De rekenkern komt in {number(equal)} van de {number(all_)} gevallen precies op het gepubliceerde getal uit."
    )


def verification_rest(found: Verification) -> list[str]:
    """What that finding does not cover: one honest sentence per kind."""
    backlog = found.of(BACKLOG)
    agree = sum(direction.agrees for direction in found.directions)
    off = [case for case in found.of(SUMS) if not case.is_equal]
    lines = [
        f"In die {number(found.equal(*STRICT)[1])} gevallen hangt de uitkomst alleen van de methode af. Daarnaast zijn er "
        f"{plural(len(backlog), 'gepubliceerde taak', 'gepubliceerde taken')} met achterstand. Die kunnen wij niet narekenen: "
        "hoe groot de achterstand was, staat niet in de bron.",
        f"De formule van de Spreidingswet kennen wij niet precies. Wij vergelijken daar alleen de richting: "
        f"in {number(agree)} van de {number(len(found.directions))} gemeenten is die gelijk.",
    ]
    for case in off:
        value = case.numbers[0]
        said = f"{case.name}: de delen zijn samen {number(value.ours)}, het gepubliceerde totaal is {number(value.theirs)}."
        lines.append(f"{said} {case.note}")
    return lines


def tasks_check(found: Verification) -> str:
    """The task of permit holders, municipality by municipality."""
    rows = [_one_number(case) for case in found.of(TASKS, BACKLOG)]
    head = ["Gemeente", "Halfjaar", "Ons getal", PUBLISHED, DIFFERENCE, "Uitkomst", "Toelichting", "Bron"]
    return html_table("Taak voor statushouders per gemeente", head, rows)


def _one_number(case: Case) -> list[Cell | str]:
    value = case.numbers[0]
    outcome = EQUAL if case.is_equal else "met achterstand" if case.kind == BACKLOG else OTHER
    return [
        value.item,
        _half_year(case.source),
        Cell(number(value.ours), is_number=True),
        Cell(number(value.theirs), is_number=True),
        Cell(signed(value.difference), is_number=True),
        outcome,
        case.note,
        Cell("bron", link=case.source_url),
    ]


def _half_year(period: str) -> str:
    """``2023-H1`` -> ``1e helft 2023``."""
    year, half = period.split("-H")
    return f"{half}e helft {year}"


def examples_check(found: Verification) -> str:
    """Worked examples from the literature, and seats: one row per case."""
    rows = [_many_numbers(case) for case in found.of(TEXTBOOK, SEATS, OWN_EXAMPLE)]
    head = ["Voorbeeld", "Ons getal", PUBLISHED, "Gelijk", "Uitkomst", "Toelichting", "Bron"]
    return html_table("Voorbeelden uit leerboeken en zetelverdelingen", head, rows)


def _many_numbers(case: Case) -> list[Cell | str]:
    same = sum(value.difference == 0 for value in case.numbers)
    ours = " · ".join(_written(value.ours) for value in case.numbers)
    theirs = " · ".join(_written(value.theirs) for value in case.numbers)
    return [
        case.name,
        ours,
        theirs,
        Cell(f"{number(same)} van {number(len(case.numbers))}", is_number=True),
        EQUAL if case.is_equal else OTHER,
        case.note or "–",
        Cell(case.source, link=case.source_url),
    ]


def _written(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 2)


def sums_check(found: Verification, tables: Tables) -> str:
    """Parts that were published with their total."""
    rows = []
    for case in found.of(SUMS):
        value = case.numbers[0]
        parts = tables.sums[tables.sums["sum"] == case.key]
        added = " + ".join(number(part) for part in parts["value"])
        rows.append(
            [
                Cell(case.name, note=", ".join(parts["part"])),
                added,
                Cell(number(value.ours), is_number=True),
                Cell(number(value.theirs), is_number=True),
                Cell(signed(value.difference), is_number=True),
                EQUAL if case.is_equal else OTHER,
                case.note or "–",
                Cell(case.source, link=case.source_url),
            ]
        )
    head = ["Som", "Delen", "Samen", PUBLISHED, DIFFERENCE, "Uitkomst", "Toelichting", "Bron"]
    return html_table("Sommen van gepubliceerde delen", head, rows)


def directions_check(found: Verification) -> str:
    """The indicative numbers of the Spreidingswet: more or less than pro rata, theirs and ours."""
    rows = [
        [
            direction.name,
            Cell(number(direction.pro_rata), is_number=True),
            Cell(number(direction.published), is_number=True),
            Cell(_beside(direction.published, direction.pro_rata), is_number=True),
            Cell(number(direction.ours), is_number=True),
            Cell(_beside(direction.ours, direction.pro_rata), is_number=True),
            "✓ zelfde kant" if direction.agrees else "≠ andere kant",
            Cell("bron", link=direction.source_url, note=direction.note),
        ]
        for direction in found.directions
    ]
    head = [
        "Gemeente",
        Head("Naar rato van inwoners", "naar-rato"),
        PUBLISHED,
        "Gepubliceerd naast naar rato",
        "Ons getal",
        "Ons getal naast naar rato",
        "Richting",
        "Bron",
    ]
    return html_table("Spreidingswet: meer of minder dan naar rato van inwoners", head, rows)


def _beside(value: float, pro_rata: float) -> str:
    """How much more or less than pro rata: ``+8 %``."""
    part = value / pro_rata - 1
    return f"+{percent(part)}" if part > 0 else percent(part)
