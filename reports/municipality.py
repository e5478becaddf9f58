"""The building block for a local woonzorgvisie: the sheet of one municipality as a document with room for local text.

The headings are fixed, so that the vision of every municipality of a region has the same order. Under each stands room for
text; the document can be made again with new figures, and keeps what was written there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from charts.findings import key_line, rules_lines, task_line
from charts.municipality import (
    Listing,
    agreement_lines,
    assumptions_listing,
    daily_listing,
    daily_of,
    daily_sentences,
    exactly,
    missing_listing,
    path_sentence,
    paths_listing,
    place_finding,
    place_listing,
    sheet_finding,
    stock_finding,
    stock_listing,
    supply_line,
    supply_listing,
    tasks_listing,
    version_lines,
)
from charts.numbers import number
from charts.provenance import STATUS_SIGNS
from charts.sheet import NOTE_DAILY, NOTE_PATHS, NOTE_TASKS
from charts.tables import Cell
from data.tables import Tables
from fairshare import FairShareError, Result
from fairshare.inputs import Group
from fairshare.sheet import Sheet, sheet_of
from reports.blocks import Block, Bullets, Document, Heading, LocalText, Paragraph, Room, Table
from reports.privacy import BASE, FIVES, HIDDEN, HIDE, OWN_WORDS, SMALL, Published, counts_people, published
from reports.word import local_texts
from reports.wording import LICENCE

TOPICS = {
    "opgave": ("Opgave", "Wat vindt de gemeente van deze opgave? Welke groepen vragen de meeste aandacht, en waarom?"),
    "waarom": ("Waarom deze getallen", "Welke keuzes liggen achter de verdeling, en wat vindt de gemeente daarvan?"),
    "plaats": ("Plaats in de regio", "Hoe kijkt de gemeente naar haar plaats in de regio? Waar werkt zij samen?"),
    "voorraad": (
        "Voorraad en aanbod",
        "Welke woningen en plekken zijn er al, en wat weten de corporaties en aanbieders?",
    ),
    "betekenis": ("Wat betekent dit", "Hoe wil de gemeente deze woningen vinden: toewijzen, bouwen, verbouwen?"),
    "afspraken": ("Afspraken", "Welke afspraken zijn er met andere gemeenten, corporaties en zorgaanbieders?"),
}
"""Room of local text -> heading, and what may be written there."""
MANY = 40
"""With more municipalities than this, only a part of them is listed."""
WIDE = 7
"""A table with more columns than this is set in small type."""
SIGNS = re.compile(rf"^({'|'.join(map(re.escape, STATUS_SIGNS.values()))})\s")
ROTE = (
    "Dit is een bouwsteen voor de woonzorgvisie van de gemeente. De koppen en de cijfers komen uit het dashboard. Onder elke kop is "
    "ruimte voor eigen tekst. Maakt u dit blad opnieuw, kies dan dit bestand als eerdere versie: de eigen tekst blijft dan staan. "
    "Wat buiten die ruimte is veranderd, wordt vervangen."
)


def municipality_document(
    result: Result,
    tables: Tables,
    code: str,
    group: str,
    made: date,
    privacy: str,
    written: Mapping[str, LocalText] | None = None,
) -> Document:
    """The sheet of one municipality as a document.

    Parameters
    ----------
    group : the target group in view: its number is explained in words.
    privacy : one of `reports.privacy.CHOICES`.
    written : what was written by hand in an earlier version, see `own_text`.
    """
    view = published(result, privacy)
    sheet = sheet_of(result, code, view)
    topics = (
        _task(sheet, tables),
        _why(sheet, group),
        _place(sheet, group),
        _stock(sheet, tables, view),
        _meaning(sheet, tables, group),
        _agreements(sheet),
    )
    blocks: list[Block] = [Paragraph(sheet_finding(sheet, group), "lead")]
    blocks += [Paragraph(key_line(result, (group,)))] if group in sheet.taken else []
    blocks.append(Paragraph(ROTE, "quiet"))
    for (key, (heading, hint)), content in zip(TOPICS.items(), topics, strict=True):
        blocks += [
            Heading(heading),
            *content,
            Heading(f"Eigen tekst bij: {heading}", 2),
            Room(room_of(code, key), hint),
        ]
    blocks += _sources(view, sheet)
    document = Document(
        title=f"Gemeenteblad {sheet.name}: bouwsteen voor de woonzorgvisie",
        subject=f"{sheet.name}, {sheet.inputs.region_name}, peiljaar {sheet.inputs.year}",
        made=made,
        footer=f"Gemeenteblad {sheet.name} · cijferversie {sheet.inputs.data_version} · {made:%d-%m-%Y}",
        blocks=tuple(blocks),
        keywords=("gemeenteblad", code),
    )
    return document.with_local(dict(written or {}))


def room_of(code: str, topic: str) -> str:
    """The id of the room for local text of a municipality under one of `TOPICS`."""
    return f"{code.lower()}_{topic}"


def earlier_text(content: bytes, code: str, names: Mapping[str, str]) -> dict[str, LocalText]:
    """What was written by hand in an earlier Word file of this municipality.

    Raises
    ------
    FairShareError
        When the file cannot be used, see `reports.word.local_texts` and `own_text`.
    """
    return own_text(local_texts(content), code, names)


def own_text(texts: Mapping[str, LocalText], code: str, names: Mapping[str, str]) -> dict[str, LocalText]:
    """What was written by hand in an earlier sheet of this municipality.

    Parameters
    ----------
    texts : the rooms of a Word file, see `reports.word.local_texts`.
    names : municipality code -> name, of all municipalities.

    Raises
    ------
    FairShareError
        When the file is no sheet, or that of another municipality; one Dutch line.
    """
    for key in texts:
        owner = key.partition("_")[0].upper()
        if owner not in names:
            raise FairShareError(
                "Dit Word-bestand is geen Gemeenteblad. Kies een Gemeenteblad dat u hier hebt gemaakt."
            )
        if owner != code:
            raise FairShareError(
                f"Dit is het Gemeenteblad van {names[owner]}, en u bekijkt {names[code]}. Kies het bestand van {names[code]}, "
                f"of kies eerst de gemeente {names[owner]}."
            )
    return dict(texts)


def taken_over(texts: Mapping[str, LocalText]) -> str:
    """What comes over from an earlier version, in one line."""
    headings = [heading for key, (heading, _) in TOPICS.items() if any(room.partition("_")[2] == key for room in texts)]
    if not headings:
        return "In dit bestand staat nog geen eigen tekst. Er is niets om over te nemen."
    return f"Uw eigen tekst gaat mee bij: {', '.join(headings)}. Plaatjes en tabellen in de eigen tekst gaan niet mee."


# -- the topics --------------------------------------------------------------------------------------------------------


def _task(sheet: Sheet, tables: Tables) -> list[Block]:
    tasks = tasks_listing(sheet)
    numbers = _columns(tasks, range(7), tasks.caption, bare=2)
    sources = _columns(tasks, (0, 8, 2, 9, 10), "Waar de opgave van de regio vandaan komt")
    blocks: list[Block] = [
        _table(numbers, (2.2, 0.9, 1.9, 1.1, 0.9, 1.2, 1.5)),
        Paragraph(NOTE_TASKS, "quiet"),
        _table(sources, (2, 0.9, 1.6, 1.2, 3.2)),
    ]
    if sheet.missing:
        blocks.append(_table(missing_listing(sheet, tables), (1.6, 1, 3.4, 2)))
    return blocks


def _why(sheet: Sheet, group: str) -> list[Block]:
    blocks: list[Block] = []
    if group in sheet.taken:
        spec, task = sheet.taken[group].group, sheet.taken[group].task
        blocks += [
            Paragraph(f"{spec.name}. {path_sentence(sheet, group)}"),
            Paragraph(f"De opgave van de regio: {task_line(spec, task, sheet.inputs.region_name)}"),
            Bullets(tuple(rules_lines(sheet.result, group))),
        ]
    paths = paths_listing(sheet)
    widths = (2.6, *(1.0,) * (len(paths.head) - 1))
    return [*blocks, _table(paths, widths), Paragraph(NOTE_PATHS, "quiet")]


def _place(sheet: Sheet, group: str) -> list[Block]:
    if group not in sheet.taken:
        findings = [place_finding(sheet, key) for key in sheet.taken]
        return [
            Bullets(
                tuple(f"{sheet.taken[key].group.name}: {said}" for key, said in zip(sheet.taken, findings, strict=True))
            )
        ]
    return [
        Paragraph(f"{sheet.taken[group].group.name}. {place_finding(sheet, group)}"),
        _table(place_listing(sheet, group, MANY), (2.4, 1.2, 1.6, 1, 1.2)),
    ]


def _stock(sheet: Sheet, tables: Tables, view: Published) -> list[Block]:
    stock = stock_listing(sheet, tables)
    blocks: list[Block] = [
        Paragraph(stock_finding(sheet)),
        _table(stock, (2.2, 1, 1.3, 1.2, 0.6, 1.2, 2.2)),
        Paragraph(supply_line(sheet)),
    ]
    supply = supply_listing(sheet, tables, lambda group, value: _publicly(view.choice, group, value))
    if supply.rows:
        blocks.append(_table(supply, (2, 1, 1.4, 1.2, 0.8, 1.3, 2)))
    return blocks


def _publicly(choice: str, group: Group, value: float) -> str:
    """Existing supply as it may be seen: of groups of people small numbers are hidden, or rounded to fives."""
    if choice == HIDE and counts_people(group.unit) and value < SMALL:
        return HIDDEN
    if choice == FIVES and counts_people(group.unit):
        return number(BASE * int(value / BASE + 0.5))
    return exactly(value)


def _meaning(sheet: Sheet, tables: Tables, group: str) -> list[Block]:
    said: list[Block] = []
    if group in sheet.taken:
        lines = daily_sentences(sheet, daily_of(sheet, tables, group), group)
        said.append(Paragraph(f"{sheet.taken[group].group.name}. {' '.join(lines)}"))
    return [
        *said,
        _table(daily_listing(sheet, tables), (2.2, 1.5, 1.2, 1.3, 1.7, 0.8, 1.1)),
        Paragraph(NOTE_DAILY, "quiet"),
        _table(assumptions_listing(sheet, tables), (2, 0.9, 1.3, 1.2, 1.4, 3.3)),
    ]


def _agreements(sheet: Sheet) -> list[Block]:
    lines = agreement_lines(sheet)
    return [Bullets(tuple(lines)) if lines else Paragraph(f"Er zijn geen afspraken over {sheet.name}.")]


def _sources(view: Published, sheet: Sheet) -> list[Block]:
    warnings = [Paragraph(warning, "warning") for warning in view.result.warnings]
    return [
        Heading("Bronnen en versies"),
        *warnings,
        Bullets((*version_lines(sheet), view.statement(), OWN_WORDS)),
        Paragraph(LICENCE, "quiet"),
    ]


# -- listings as tables ------------------------------------------------------------------------------------------------


def _columns(of: Listing, columns: Iterable[int], caption: str, bare: int | None = None) -> Listing:
    """Some columns of a listing; the column ``bare`` without what stands small in its cells."""
    columns = tuple(columns)
    rows = tuple(tuple(row[x].text if x == bare else row[x] for x in columns) for row in of.rows)
    return Listing(caption, tuple(of.head[x] for x in columns), rows)


def _table(of: Listing, widths: tuple[float, ...]) -> Table:
    """A listing as a table of a document: what stands small under a cell comes after it."""
    numeric = [x for x, cell in enumerate(of.rows[0]) if isinstance(cell, Cell) and cell.is_number] if of.rows else []
    return Table(
        caption=of.caption,
        head=tuple(head if isinstance(head, str) else head.text for head in of.head),
        rows=tuple(tuple(_text(cell) for cell in row) for row in of.rows),
        numeric=tuple(numeric),
        widths=widths,
        is_dense=len(of.head) > WIDE,
        has_long_rows=True,
    )


def _text(cell: Cell | str) -> str:
    """A cell as text; the sign of a status stands for the eye only, beside the word."""
    if isinstance(cell, str):
        return SIGNS.sub("", cell)
    text = SIGNS.sub("", cell.text)
    return f"{text}\n{cell.note}" if cell.note else text
