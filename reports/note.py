"""The decision note: two to four pages for a council or a steering group. Finding first; Word and PDF from the same blocks."""

from __future__ import annotations

from datetime import date

import numpy as np

from charts.findings import firm, rules_lines
from charts.numbers import decimals_for, number, signed
from charts.words import REFERENCES, lower_first
from data.tables import Tables
from fairshare import Result
from fairshare.robustness import intervals
from reports.blocks import Block, Bullets, Document, Heading, Paragraph, Picture, Table
from reports.figures import result_map
from reports.privacy import HIDDEN, Published
from reports.sources import criterion_sources, origin_of
from reports.wording import (
    LICENCE,
    TITLE_MAX,
    agreement_of,
    amount,
    band,
    dutch_date,
    finding_of,
    in_order,
    statement_of,
    summary_of,
    swap_of,
    title_of,
    versions,
)

COLUMNS_MAX = 16
"""Most groups beside one another in a table, when numbers are short."""
COLUMNS_MAX_LONG = 11
SHORT_NUMBER = 6
"""Longest number of which `COLUMNS_MAX` fit. [characters]"""


def decision_note(view: Published, group: str, tables: Tables, made: date) -> Document:
    """The note about a result, with one group in the foreground and all groups in a table.

    Parameters
    ----------
    view : the result as it may be seen.
    group : the group that finding, map and first table are about.
    tables : where the sources of the figures per municipality stand.
    made : the day that is printed.
    """
    result = view.result
    spec = result.inputs.groups[group]
    blocks: list[Block] = [
        Paragraph(finding_of(view, group), "lead"),
        Paragraph(f"{spec.name}. {summary_of(view, group)}"),
        *(Paragraph(line) for line in _words_of_people(result)),
        _map(view, group, made),
        *_key(view, group),
        Heading("Hoe vast ligt dit?"),
        Paragraph(firm(result, group, intervals(result, groups=(group,))[group])),
        *_bargaining(view),
        Heading("De verdeling per gemeente"),
        _group_table(view, group),
        Paragraph(
            "Bandbreedte: in 90 van de 100 denkbare wegingen ligt het getal hiertussen, bij dezelfde spelregels en afspraken.",
            "quiet",
        ),
        Heading("Alle groepen"),
        *_all_groups(view),
        Heading("Let op"),
        Paragraph(statement_of(view)),
        Paragraph("Dit is een berekening. De gemeenten en hun raden besluiten zelf."),
        Heading("Bronnen en versies"),
        _tasks(view),
        _criteria(view, tables),
        Paragraph(f"{versions(result)} Gemaakt op {dutch_date(made)}. {LICENCE}", "quiet"),
    ]
    return Document(
        title=title_of(result),
        subject=f"Verdeling van {lower_first(spec.name)} in {result.inputs.region_name}, peiljaar {result.inputs.year}",
        made=made,
        footer=versions(result),
        blocks=tuple(blocks),
        keywords=("aandachtsgroepen", "verdeling", result.inputs.region),
    )


def _words_of_people(result: Result) -> list[str]:
    """The scenario's name where the title had to cut it, and its note."""
    name = " ".join(result.scenario.name.split())
    return [name] * (len(name) > TITLE_MAX) + [line for line in result.scenario.note.splitlines() if line.strip()]


def _map(view: Published, group: str, made: date) -> Picture:
    """The map of the difference with the reference, or of the rate where nothing differs."""
    numbers, reference = view.sums((group,))
    differs = np.nansum(np.abs(numbers - reference)) > 0
    figure = result_map(view, (group,), "verschil" if differs else "per_1000", made, is_bare=True)
    return Picture(figure.svg, figure.description)


def _group_table(view: Published, group: str) -> Table:
    """One row per municipality: reference, number, difference, rate, band."""
    result = view.result
    inputs, g = result.inputs, result.column(group)
    low, high = view.interval(group, intervals(result, groups=(group,))[group])
    inhabitants = inputs.quantities["inwoners"]
    rates = 1000 * view.numbers[:, g] / inhabitants
    decimals = decimals_for(rates)
    rows = []
    for i in in_order(inputs.names):
        now, reference = view.numbers[i, g], view.reference[i, g]
        is_hidden = np.isnan(now)
        rows.append(
            (
                inputs.names[i],
                number(inhabitants[i]),
                amount(reference),
                amount(now),
                HIDDEN if is_hidden else signed(now - reference),
                HIDDEN if is_hidden else number(rates[i], decimals),
                band(low[i], high[i]),
            )
        )
    task = result.tasks[group].value
    rate = number(1000 * task / inhabitants.sum(), decimals)
    rows.append(("Totaal", number(inhabitants.sum()), number(task), number(task), "0", rate, ""))
    spec = inputs.groups[group]
    words = REFERENCES[result.scenario.reference].capitalize()
    return Table(
        caption=f"{spec.name}: {spec.unit} per gemeente",
        head=("Gemeente", "Inwoners", words, "Nu", "Verschil", "Per 1.000 inwoners", "Bandbreedte"),
        rows=tuple(rows),
        numeric=(1, 2, 3, 4, 5, 6),
        widths=(2.2, 1.2, 1.5, 1.1, 1.1, 1.3, 1.6),
        last_is_total=True,
    )


def _key(view: Published, group: str) -> list[Block]:
    """How it was divided: the key of the group in view, and of groups with a key of their own."""
    result = view.result
    others = [g for g in result.groups if rules_lines(result, g) != rules_lines(result, group)]
    blocks: list[Block] = [Heading("Hoe is er verdeeld?"), Bullets(tuple(rules_lines(result, group)))]
    if others:
        names = result.inputs.groups
        lines = tuple(f"{names[g].name}: {' '.join(rules_lines(result, g))}" for g in others)
        same = {" ".join(rules_lines(result, g)) for g in others}
        said = f"Voor de andere groepen: {' '.join(rules_lines(result, others[0]))}"
        is_one = len(same) == 1 and len(others) == len(result.groups) - 1
        blocks.append(
            Paragraph(said) if is_one else Paragraph("Deze groepen hebben een eigen sleutel of eigen regels:")
        )
        blocks += [] if is_one else [Bullets(lines)]
    elif len(result.groups) > 1:
        blocks.append(Paragraph("Dit geldt voor alle groepen."))
    return blocks + [Paragraph(warning, "warning") for warning in result.warnings]


def _bargaining(view: Published) -> list[Block]:
    """Agreements and swaps with their reasons."""
    scenario = view.result.scenario
    if not scenario.agreements and not scenario.swaps:
        return [Heading("Afspraken en uitruil"), Paragraph("Er zijn geen afspraken en er is geen uitruil.")]
    lines = [(agreement_of(view, agreement), agreement.reason) for agreement in scenario.agreements]
    lines += [(swap_of(view, swap), swap.reason) for swap in scenario.swaps]
    items = tuple(f"{line} Reden: {' '.join(reason.split())}" if reason.strip() else line for line, reason in lines)
    return [Heading("Afspraken en uitruil"), Bullets(items)]


def _all_groups(view: Published) -> list[Block]:
    """Every group per municipality. Nothing is added up: units differ."""
    result = view.result
    inputs = result.inputs
    texts = [[amount(view.numbers[i, g]) for g in range(len(result.groups))] for i in in_order(inputs.names)]
    totals = [number(result.tasks[g].value) for g in result.groups]
    is_short = max(len(text) for row in [*texts, totals] for text in row if text != HIDDEN) <= SHORT_NUMBER
    most = COLUMNS_MAX if is_short else COLUMNS_MAX_LONG
    names = [inputs.names[i] for i in in_order(inputs.names)]
    blocks: list[Block] = []
    has_hidden = any(HIDDEN in row for row in texts)
    texts = [["*" if text == HIDDEN else text for text in row] for row in texts]
    for start in range(0, len(result.groups), most):
        columns = range(start, min(start + most, len(result.groups)))
        specs = [inputs.groups[result.groups[g]] for g in columns]
        blocks.append(
            Table(
                caption=f"Uitkomst per gemeente en groep, peiljaar {inputs.year}",
                head=("Gemeente", *(f"{spec.short_name} ({spec.unit})" for spec in specs)),
                rows=(
                    *((name, *(row[g] for g in columns)) for name, row in zip(names, texts, strict=True)),
                    ("Totaal", *(totals[g] for g in columns)),
                ),
                numeric=tuple(range(1, len(specs) + 1)),
                widths=(3.6, *(1.0,) * len(specs)),
                last_is_total=True,
                is_dense=True,
            )
        )
    hidden = f" Een * is een getal dat {HIDDEN} is." if has_hidden else ""
    blocks.append(Paragraph(f"Groepen met een verschillende eenheid mag u niet optellen.{hidden}", "quiet"))
    return blocks


def _tasks(view: Published) -> Table:
    result = view.result
    rows = []
    for group in result.groups:
        spec, task = result.inputs.groups[group], result.tasks[group]
        year, source, _ = origin_of(result, group, task)
        rows.append((spec.name, number(task.value), spec.unit, task.status, year, source))
    return Table(
        caption="Opgave per groep",
        head=("Groep", "Opgave", "Eenheid", "Status", "Jaar", "Bron"),
        rows=tuple(rows),
        numeric=(1,),
        widths=(2.5, 0.9, 1.7, 1.1, 1.1, 2.9),
    )


def _criteria(view: Published, tables: Tables) -> Table:
    rows = [(s.figure, s.unit, s.status, s.year, s.source) for s in criterion_sources(view.result, tables)]
    return Table(
        caption="Cijfers per gemeente",
        head=("Cijfer", "Eenheid", "Status", "Jaar", "Bron"),
        rows=tuple(rows),
        widths=(2.4, 1.2, 1.1, 1.1, 3.8),
    )
