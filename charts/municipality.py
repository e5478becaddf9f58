"""The sheet of one municipality in words and tables: the same listings for the screen, for Word and for PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from charts.findings import agreement_line, swap_line
from charts.live_panel import STEP_NAMES
from charts.numbers import decimals_for, listing, number, percent, plural, signed, significant
from charts.provenance import STATUS_SIGNS
from charts.tables import Cell, Head, html_table
from charts.terms import source_url
from charts.words import KINDS_IN_SHORT, REFERENCES, counted, lower_first, noun
from data.tables import Tables
from fairshare.assumptions import HOMES, TURNOVER, YEARS, Assumption, assumption, overrides_of
from fairshare.coverage import TASK, whom_to_ask
from fairshare.daily import PERIODS, PLANS, THINGS, VACANT, Assumed, DailyTerms, daily_terms, one_in, times_a_year
from fairshare.figures import origin_of
from fairshare.inputs import Group
from fairshare.sheet import STEP_DECIMALS, Sheet, Taken, compared
from fairshare.tasks import MISSING, Task

HIDDEN = "verborgen"
NONE = "–"
REFERENCE_STEP = "reference"
HERE = "deze gemeente"
EQUAL = 1e-9
ONE_MOMENT = "Dat is een aantal op één moment."
ENDS = 5
"""Municipalities shown at both ends of a long list."""
STOCK = (
    ("inwoners", "", 1, "Inwoners"),
    ("woningen", "", 1, "Woningen"),
    ("sociale_huur", "", 1, "Sociale huurwoningen"),
    ("sociale_huur", "woningen", 100, "Sociale huur, deel van de woningen (%)"),
    ("nieuwbouw_2024", "", 1, "Nieuwbouw in 2024"),
    ("nieuwbouw_2024", "woningen", 1000, "Nieuwbouw in 2024 per 1.000 woningen"),
    ("plancapaciteit", "", 1, "Woningen in bouwplannen"),
    ("plancapaciteit", "woningen", 1000, "Woningen in bouwplannen per 1.000 woningen"),
)
"""Quantity, what it is divided by, times what, and its name on screen."""


@dataclass(frozen=True)
class Listing:
    """A table before it is drawn: caption, head, rows of cells."""

    caption: str
    head: tuple[Head | str, ...]
    rows: tuple[tuple[Cell | str, ...], ...]

    def html(self) -> str:
        """The table on screen."""
        return html_table(self.caption, self.head, self.rows)


# -- the finding -------------------------------------------------------------------------------------------------------


def sheet_finding(sheet: Sheet, group: str) -> str:
    """What the municipality takes on for one group, and how that differs from the reference: the largest text."""
    if group not in sheet.taken:
        people, others = sheet.inputs.groups[group].people, plural(len(sheet.taken), "groep", "groepen")
        return f"Voor {people} is nog geen opgave bekend. Voor {others} heeft {sheet.name} wel een getal."
    taken = sheet.taken[group]
    if taken.is_hidden:
        return f"Het aantal van {sheet.name} voor {taken.group.people} is verborgen."
    amount = f"{sheet.name} neemt {in_full(taken.number, taken.group.unit)} op zich"
    words = REFERENCES[sheet.result.scenario.reference]
    difference = round(taken.difference)
    if difference == 0:
        return f"{amount}, evenveel als {words}."
    return f"{amount}, {number(abs(difference))} {'meer' if difference > 0 else 'minder'} dan {words}."


def in_full(amount: float, unit: str) -> str:
    """An amount with its whole unit: ``1 persoon per halfjaar``."""
    rest = unit.removeprefix(noun(unit))
    return f"{counted(round(amount), unit)}{rest}"


def exactly(value: float) -> str:
    """A number with a decimal only where it has one."""
    return number(value, 0 if value % 1 == 0 else 1)


def about(value: float) -> str:
    """A calculated number: whole where it is whole, else as many decimals as its size asks for."""
    return number(value) if value % 1 == 0 else significant(value)


def count(value: float, decimals: int = 0) -> str:
    """A number of a group, or that it is hidden."""
    return HIDDEN if np.isnan(value) else number(value, decimals)


def has_span(taken: Taken) -> bool:
    """Whether other weights lead to another number; what was agreed is one number, and is shown as such."""
    return taken.agreement is not None or not np.isclose(taken.low, taken.high)


def span(taken: Taken) -> str:
    """The interval of 5 to 95 percent; swaps come after it. Where every weighing gives the same there is none."""
    if not taken.is_exact:
        return HIDDEN
    if not has_span(taken):
        return "geen"
    low, high = number(np.floor(taken.low)), number(np.ceil(taken.high))
    before = ", vóór de uitruil" if taken.swaps else ""
    return f"{low}{before}" if low == high else f"{low} tot {high}{before}"


def rate_words(taken: Taken) -> tuple[str, str]:
    """Number per 1,000 inhabitants of the municipality and of the region, in as many decimals."""
    decimals = decimals_for([taken.rate, taken.regional_rate])
    return HIDDEN if taken.is_hidden else number(taken.rate, decimals), f"regio {number(taken.regional_rate, decimals)}"


def place_words(sheet: Sheet, taken: Taken) -> str:
    """``5e van 18``, counted from the most per 1,000 inhabitants."""
    return f"{taken.place}e van {number(len(sheet.inputs.codes))}" if taken.place else HIDDEN


def agreed(taken: Taken) -> str:
    """What was agreed about the number, in a few words."""
    told = [f"vast op {count(taken.agreement.number) if taken.is_exact else HIDDEN}"] if taken.agreement else []
    told += [plural(len(taken.swaps), "uitruil", "keer uitruil")] if taken.swaps else []
    return listing(told) or "geen"


# -- the tasks ---------------------------------------------------------------------------------------------------------


def tasks_listing(sheet: Sheet) -> Listing:
    """Every group with a task: number, unit, reference, difference, per 1,000 inhabitants, interval, agreement and source."""
    words = REFERENCES[sheet.result.scenario.reference]
    rows = []
    for key, taken in sheet.taken.items():
        rate, regional = rate_words(taken)
        rows.append(
            (
                taken.group.short_name,
                Cell(count(taken.number), is_number=True),
                Cell(taken.group.unit, note=KINDS_IN_SHORT[taken.group.kind]),
                Cell(count(taken.reference), is_number=True),
                Cell(HIDDEN if taken.is_hidden else signed(round(taken.difference)), is_number=True),
                Cell(rate, is_number=True, note=regional),
                Cell(span(taken), is_number=True),
                agreed(taken),
                Cell(number(taken.task.value), is_number=True, source=source_url("groepen", group=key)),
                _status(taken.task.status),
                source_cell(taken.task) if taken.task.origin else "Zelf ingevuld",
            )
        )
    head = (
        "Aandachtsgroep",
        "Aantal",
        Head("Eenheid", "eenheid"),
        Head("Referentie", "referentie"),
        Head("Verschil", "verschil"),
        "Per 1.000 inwoners",
        Head("Bandbreedte", "bandbreedte"),
        Head("Afspraak", "afspraak"),
        Head("Opgave van de regio", "opgave"),
        Head("Status", "status"),
        "Bron van de opgave",
    )
    return Listing(f"Opgave van {sheet.name} per groep; de referentie is {words}", head, tuple(rows))


def source_cell(task: Task) -> Cell:
    """The published figure that a task rests on, with its year."""
    return Cell(task.origin.source, link=task.origin.source_url, note=task.origin.year or "jaar onbekend")


def missing_listing(sheet: Sheet, tables: Tables) -> Listing:
    """The groups without a task: what to ask, and whom."""
    rows = []
    for group in sheet.missing:
        ask, request = whom_to_ask(tables, TASK, group.key)
        rows.append((group.short_name, _status(MISSING), request or NONE, ask or NONE))
    head = ("Aandachtsgroep", "Opgave", "Wat kunt u vragen?", "Aan wie?")
    return Listing("Groepen zonder cijfer", head, tuple(rows))


# -- why each number is what it is --------------------------------------------------------------------------------------


def step_name(sheet: Sheet, step: str) -> str:
    """A step of the path on screen."""
    if step == REFERENCE_STEP:
        words = REFERENCES[sheet.result.scenario.reference]
        return words[0].upper() + words[1:]
    return STEP_NAMES.get(step) or sheet.inputs.criteria[step].name


def path_sentence(sheet: Sheet, group: str) -> str:
    """The path from reference to number, written out; it adds up."""
    taken = sheet.taken[group]
    if not taken.is_exact:
        return "De stappen naar dit getal zijn verborgen of afgerond."
    parts = [
        f"{lower_first(step_name(sheet, step))} {signed(value, STEP_DECIMALS)}"
        for step, value in taken.steps.items()
        if step != REFERENCE_STEP and value
    ]
    start = f"{step_name(sheet, REFERENCE_STEP)} zou het {number(taken.steps[REFERENCE_STEP], STEP_DECIMALS)} zijn."
    if not parts:
        return f"{start} Daar verandert niets aan."
    return f"{start} Daar komt bij: {listing(parts)}. Samen {count(taken.number)}."


def paths_listing(sheet: Sheet) -> Listing:
    """The path of every group, a column per step; every row adds up to its number."""
    steps = [REFERENCE_STEP]
    for taken in sheet.taken.values():
        steps += [step for step in taken.steps if step not in steps]
    steps = sorted(steps, key=lambda step: list(_order(sheet)).index(step))
    rows = []
    for taken in sheet.taken.values():
        cells = [
            HIDDEN
            if not taken.is_exact
            else number(taken.steps[step], STEP_DECIMALS)
            if step == REFERENCE_STEP
            else signed(taken.steps.get(step, 0.0), STEP_DECIMALS)
            for step in steps
        ]
        figures = [*cells, count(taken.number)]
        rows.append(
            (Cell(taken.group.short_name, note=taken.group.unit), *(Cell(text, is_number=True) for text in figures))
        )
    head = ("Aandachtsgroep", *(step_name(sheet, step) for step in steps), "Aantal")
    return Listing(f"Van referentie naar aantal, alle groepen van {sheet.name}", head, tuple(rows))


def _order(sheet: Sheet) -> tuple[str, ...]:
    """The steps in their order: reference, criteria, and what comes after."""
    return (REFERENCE_STEP, *sheet.inputs.criteria, *(step for step in STEP_NAMES if step != REFERENCE_STEP))


# -- its place in the region --------------------------------------------------------------------------------------------


def place_finding(sheet: Sheet, group: str) -> str:
    """Where the municipality stands per 1,000 inhabitants, in one sentence."""
    taken = sheet.taken[group]
    if not taken.place:
        return "Wie het meest op zich neemt, is hier niet te zeggen: een deel van de getallen is verborgen of afgerond."
    values = sheet.rates(group)
    if np.ptp(values) < EQUAL:
        return "Alle gemeenten nemen per 1.000 inwoners evenveel op zich."
    total, above, below = len(values), int((values > taken.rate).sum()), int((values < taken.rate).sum())
    of = f"{sheet.name} neemt per 1.000 inwoners {significant(taken.rate)} {noun(taken.group.unit)} op zich"
    if not above:
        return f"{of}: het meest van {plural(total, 'gemeente', 'gemeenten')}."
    if not below:
        return f"{of}: het minst van {plural(total, 'gemeente', 'gemeenten')}."
    return f"{of}: {plural(above, 'gemeente doet', 'gemeenten doen')} meer, {number(below)} minder."


def place_listing(sheet: Sheet, group: str, most: int | None = None) -> Listing:
    """The municipalities, the most per 1,000 inhabitants first; hidden ones last.

    Parameters
    ----------
    most : with more municipalities than this, only the ends and the neighbours of this one; None for all of them.
    """
    inputs, g = sheet.inputs, sheet.result.column(group)
    values = sheet.rates(group)
    decimals, order = decimals_for(values), list(np.argsort(-values, kind="stable"))
    at = order.index(sheet.position)
    if most is not None and len(order) > most:
        places = sorted(
            {*range(ENDS), *range(max(0, at - 2), min(len(order), at + 3)), *range(len(order) - ENDS, len(order))}
        )
    else:
        places = list(range(len(order)))
    rows = []
    for place in places:
        i = order[place]
        now = sheet.numbers[i, g]
        is_hidden = bool(np.isnan(now))
        rows.append(
            (
                Cell(inputs.names[i], note=HERE if i == sheet.position else ""),
                Cell(HIDDEN if is_hidden else number(values[i], decimals), is_number=True),
                Cell(count(now), is_number=True),
                Cell(HIDDEN if is_hidden else signed(round(now - sheet.reference[i, g])), is_number=True),
                Cell(number(inputs.quantities["inwoners"][i]), is_number=True),
            )
        )
    spec = inputs.groups[group]
    which = (
        "alle gemeenten" if len(places) == len(order) else f"{number(len(places))} van {number(len(order))} gemeenten"
    )
    head = ("Gemeente", "Per 1.000 inwoners", f"Aantal ({spec.unit})", "Verschil", f"Inwoners {inputs.year}")
    return Listing(f"{spec.short_name}: {which} van {inputs.region_name}, het meest bovenaan", head, tuple(rows))


# -- what it has already ------------------------------------------------------------------------------------------------


def stock_listing(sheet: Sheet, tables: Tables) -> Listing:
    """Homes, social rent and building beside the region and the Netherlands, with year and source."""
    inputs, sources = sheet.inputs, tables.sources.set_index("column")
    rows = []
    for quantity, per, times, name in STOCK:
        found = compared(inputs, sheet.position, quantity, per, times)
        row = sources.loc[f"{quantity}_{inputs.year}" if quantity == "inwoners" else quantity]
        decimals = 1 if per else 0
        lacking = plural(found.lacking, "gemeente zonder cijfer", "gemeenten zonder cijfer") if found.lacking else ""
        own = origin_of(inputs.figures, "quantity", quantity, sheet.code)
        address = source_url("gemeenten", quantity)
        doubt = "; ".join(
            tables.remarks.query("municipality == @sheet.code and column == @quantity")["note"].astype(str)
        )
        rows.append(
            (
                Cell(name, note="" if per else doubt, source=address),
                Cell(number(found.municipality, decimals), is_number=True),
                Cell(number(found.region, decimals), is_number=True, note=lacking),
                Cell(number(found.national, decimals), is_number=True),
                _text(row["year"]) if own is None else own.year or "jaar onbekend",
                _status(row["status"] if own is None else own.status),
                Cell(row["source"], link=_text(row["source_url"]), note=_text(row["source_table"]))
                if own is None
                else own.source,
            )
        )
    head = ("Cijfer", sheet.name, inputs.region_name, "Nederland", "Jaar", Head("Status", "status"), "Bron")
    return Listing(f"Voorraad en bouw in {sheet.name}", head, tuple(rows))


def supply_listing(sheet: Sheet, tables: Tables, write: Callable[[Group, float], str] | None = None) -> Listing:
    """What the municipality already houses or offers, for the groups where that is known.

    Parameters
    ----------
    write : how the number of a group is written; as it is unless given.
    """
    write = write or (lambda _group, value: exactly(value))
    published = tables.existing_supply.set_index(["municipality", "group"])
    rows = []
    for key, values in sheet.inputs.existing.items():
        value = float(values[sheet.position])
        if np.isnan(value):
            continue
        group = sheet.inputs.groups[key]
        own = origin_of(sheet.inputs.figures, "existing", key, sheet.code)
        row = published.loc[(sheet.code, key)] if own is None else None
        year, status, source = (
            (own.year, own.status, own.source) if own else (row["year"], row["status"], row["source"])
        )
        rows.append(
            (
                group.short_name,
                Cell(write(group, value), is_number=True),
                group.unit,
                Cell(exactly(float(values.sum())), is_number=True),
                _text(year) or "jaar onbekend",
                _status(status),
                _text(source),
            )
        )
    head = (
        "Aandachtsgroep",
        Head("Bestaand aanbod", "bestaand-aanbod"),
        "Eenheid",
        sheet.inputs.region_name,
        "Jaar",
        "Status",
        "Bron",
    )
    return Listing(f"Bestaand aanbod in {sheet.name}", head, tuple(rows))


def supply_line(sheet: Sheet) -> str:
    """For how many groups the existing supply is known."""
    known = [key for key, values in sheet.inputs.existing.items() if not np.isnan(values[sheet.position])]
    total = len(sheet.inputs.groups)
    if not known:
        return (
            f"Wat {sheet.name} nu al voor deze groepen heeft, is niet bekend: er zijn geen openbare cijfers per gemeente. "
            "Vraag het aan de corporaties en de zorgaanbieders, en vul het in als eigen cijfer."
        )
    return f"Voor {number(len(known))} van {number(total)} groepen is bekend wat {sheet.name} nu al heeft."


def stock_finding(sheet: Sheet) -> str:
    """How much of the homes is social rent, beside region and country."""
    found = compared(sheet.inputs, sheet.position, "sociale_huur", "woningen")
    parts = [f"in de regio {percent(found.region, 1)}"] if not np.isnan(found.region) else []
    parts += [f"in Nederland {percent(found.national, 1)}"] if not np.isnan(found.national) else []
    if np.isnan(found.municipality):
        return f"Hoeveel sociale huur {sheet.name} heeft, is niet bekend."
    told = f"In {sheet.name} is {percent(found.municipality, 1)} van de woningen sociale huur"
    return f"{told}, {listing(parts)}." if parts else f"{told}."


def _status(status: str) -> str:
    return f"{STATUS_SIGNS[status]}\u00a0{status}"


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)


# -- in daily terms -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Daily:
    """One group in daily terms, with the assumptions that it rests on."""

    terms: DailyTerms
    turnover: Assumption
    homes: Assumption
    years: Assumption


@lru_cache(maxsize=512)
def daily_of(sheet: Sheet, tables: Tables, group: str) -> Daily:
    """What the task of one group means for the municipality.

    Raises
    ------
    FairShareError
        For an assumption of the scenario that is outside its range.
    """
    own = overrides_of(sheet.result.scenario.figures)
    turnover, years = (assumption(tables, own, key) for key in (TURNOVER, YEARS))
    homes = assumption(tables, own, HOMES, group)
    quantities, numbers = sheet.inputs.quantities, sheet.numbers[:, sheet.result.column(group)]
    assumed = Assumed(*(np.nan if one.value is None else one.value for one in (turnover, homes, years)))
    terms = daily_terms(
        sheet.inputs.groups[group],
        numbers,
        sheet.taken[group].task.value,
        quantities["sociale_huur"],
        quantities["plancapaciteit"],
        assumed,
    )
    return Daily(terms, turnover, homes, years)


def daily_sentences(sheet: Sheet, daily: Daily, group: str) -> list[str]:
    """The calculation for one group, step by step, and how to read it."""
    taken, terms, i = sheet.taken[group], daily.terms, sheet.position
    unit, amount = taken.group.unit, in_full(taken.number, taken.group.unit) if not taken.is_hidden else HIDDEN
    if taken.is_hidden:
        return ["Het aantal is verborgen, en wat eruit volgt ook."]
    if terms.compared not in (VACANT, PLANS):
        return [
            f"Het gaat om {amount}. Dit telt plekken die er al zijn. Wij zetten het daarom niet naast woningen die "
            "vrijkomen of gepland zijn."
        ]
    if daily.homes.value is None:
        return [f"Het gaat om {amount}. Hoeveel woningen dat vraagt, is niet bekend."]
    told = [f"Het gaat om {amount}."]
    factor = f"{factor_of(daily.homes)} {daily.homes.unit if daily.homes.value != 1 else singular(daily.homes.unit)}"
    kind = "woningen" if noun(unit) not in THINGS or noun(unit) == "woningen" else "woningen of plekken"
    if terms.compared == VACANT:
        if terms.is_spread:
            nature = "Dat zegt niet hoeveel er elk jaar bij komen." if unit.endswith(tuple(PERIODS)) else ONE_MOMENT
            told.append(
                f"{nature} Stel dat u het spreidt over {plural_years(daily.years.value)}: dan is het "
                f"{about(terms.per_year[i])} per jaar."
            )
        elif times_a_year(unit) > 1:
            told.append(f"Per jaar is dat {number(terms.per_year[i])}.")
        told.append(f"Met {factor} zijn dat {about(terms.homes[i])} {kind} per jaar.")
    elif daily.homes.value != 1 or noun(unit) != "woningen":
        told.append(f"Met {factor} zijn dat {number(terms.homes[i])} {kind}.")
    return [" ".join(told), beside_sentence(sheet, daily)]


def beside_sentence(sheet: Sheet, daily: Daily) -> str:
    """What the homes stand beside, and which part of it that is."""
    terms, i = daily.terms, sheet.position
    if terms.compared == VACANT:
        homes = sheet.inputs.quantities["sociale_huur"][i]
        if np.isnan(homes):
            return f"Hoeveel sociale huurwoningen {sheet.name} heeft, is niet bekend."
        said = (
            f"In {sheet.name} komen per jaar ongeveer {number(terms.beside[i])} sociale huurwoningen vrij: "
            f"{number(homes)} woningen × {percent(daily.turnover.value, 2)}."
        )
    else:
        if np.isnan(terms.beside[i]):
            return (
                f"Hoeveel woningen {sheet.name} in de plannen heeft, is niet bekend. Dat cijfer ontbreekt in de bron."
            )
        said = f"In 2021 stonden er in {sheet.name} {number(terms.beside[i])} woningen in bouwplannen, zeker en onzeker samen."
    share, region = terms.share[i], terms.regional_share
    if np.isnan(share):
        return said
    reads = f"{said} Dat is {percent(share, 1)} daarvan"
    nth = one_in(float(share))
    reads += f", ongeveer 1 op de {number(nth)}" if nth else ""
    return f"{reads}; in de regio {percent(region, 1)}." if not np.isnan(region) else f"{reads}."


def singular(unit: str) -> str:
    """``woningen per persoon`` -> ``woning per persoon``."""
    return f"woning{unit.removeprefix('woningen')}"


def plural_years(years: float) -> str:
    """``7 jaar``."""
    return f"{number(years, 0 if years % 1 == 0 else 1)} jaar"


def daily_listing(sheet: Sheet, tables: Tables) -> Listing:
    """Every group in daily terms; what cannot be compared honestly is not."""
    rows = []
    for key, taken in sheet.taken.items():
        daily = daily_of(sheet, tables, key)
        terms, i = daily.terms, sheet.position
        values = terms.per_year[i], terms.homes[i], terms.beside[i]
        is_hidden = taken.is_hidden
        beside = {VACANT: "sociale huur die per jaar vrijkomt", PLANS: "woningen in bouwplannen (2021)"}
        period = " per jaar" if terms.compared == VACANT else ""
        spread = f"gespreid over {plural_years(daily.years.value)}" if terms.is_spread else ""
        homes = NONE if terms.compared == "" else (HIDDEN if is_hidden else f"{about(values[1])}{period}")
        rows.append(
            (
                taken.group.short_name,
                Cell(count(taken.number), is_number=True, note=taken.group.unit),
                Cell(
                    NONE if terms.compared != VACANT else (HIDDEN if is_hidden else about(values[0])),
                    is_number=True,
                    note=spread,
                ),
                Cell(
                    homes,
                    is_number=True,
                    note="" if terms.compared == "" else f"× {factor_of(daily.homes)} ({daily.homes.status})",
                ),
                beside.get(terms.compared, "niet te vergelijken"),
                Cell(NONE if terms.compared == "" else number(values[2]), is_number=True),
                Cell(
                    NONE if terms.compared == "" else HIDDEN if is_hidden else percent(float(terms.share[i]), 1),
                    is_number=True,
                    note=""
                    if terms.compared == "" or np.isnan(terms.regional_share)
                    else f"regio {percent(terms.regional_share, 1)}",
                ),
            )
        )
    head = ("Aandachtsgroep", "Aantal", "Per jaar", "Woningen of plekken nodig", "Naast", "Dat zijn er", "Deel daarvan")
    return Listing(f"De opgave van {sheet.name} naast vrijkomende en geplande woningen", head, tuple(rows))


def factor_of(of: Assumption) -> str:
    """The value of an assumption as it is written."""
    if of.value is None:
        return number(None)
    return percent(of.value, 2) if of.key == TURNOVER else number(of.value, 0 if of.value % 1 == 0 else 2)


def assumptions_listing(sheet: Sheet, tables: Tables) -> Listing:
    """The assumptions behind the daily terms, with their evidence; groups that share one stand in one row."""
    own = overrides_of(sheet.result.scenario.figures)
    found = [assumption(tables, own, TURNOVER), assumption(tables, own, YEARS)]
    found += [assumption(tables, own, HOMES, key) for key in sheet.taken]
    shared: dict[Assumption, list[str]] = {}
    for one in found:
        names = shared.setdefault(replace(one, group=""), [])
        names += [lower_first(sheet.inputs.groups[one.group].short_name)] if one.group else []
    rows = []
    for one, names in shared.items():
        published = f"gepubliceerd: {factor_of(replace(one, value=one.published))}"
        was = published if one.is_own and one.published is not None else ""
        rows.append(
            (
                Cell(one.name, note=listing(names)),
                Cell(factor_of(one), is_number=True, note=was),
                one.unit,
                _status(one.status),
                Cell(one.source or NONE, link=one.source_url, note=one.year),
                one.evidence,
            )
        )
    head = (Head("Aanname", "aanname"), "Waarde", "Eenheid", "Status", "Bron", "Waar het op rust")
    return Listing("Aannames achter deze cijfers", head, tuple(rows))


# -- agreements and doubts ----------------------------------------------------------------------------------------------


def agreement_lines(sheet: Sheet) -> list[str]:
    """Agreements and swaps of the municipality, with the reason that was given."""
    lines = []
    for taken in sheet.taken.values():
        amount = None if taken.is_exact else HIDDEN
        if taken.agreement:
            lines.append(_reasoned(agreement_line(sheet.inputs, taken.agreement, amount), taken.agreement.reason))
        lines += [_reasoned(swap_line(sheet.inputs, swap, amount), swap.reason) for swap in taken.swaps]
    return lines


def _reasoned(line: str, reason: str) -> str:
    return f"{line} Reden: {reason}" if reason else f"{line} Er is geen reden opgeschreven."


def version_lines(sheet: Sheet) -> list[str]:
    """What determines the figures: region, reference year, version of the figures, and the name of the scenario."""
    inputs, scenario = sheet.inputs, sheet.result.scenario
    lines = [
        f"Regio: {inputs.region_name}, {plural(len(inputs.codes), 'gemeente', 'gemeenten')}. Peiljaar: {inputs.year}."
    ]
    lines += [f"Scenario: {scenario.name}."] if scenario.name else []
    return [*lines, f"Cijferversie: {inputs.data_version}."]
