"""Read a form that was filled in: from cells to own figures, with every mistake by sheet, row and column, and how to mend it.

Every cell is looked at before anything is said, so that all mistakes come at once. With a mistake there are no figures: nothing
is taken over half. What the file does not speak of stays as it was.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from data.tables import Tables
from fairshare import FairShareError, Inputs, checks
from fairshare.assumptions import assumption
from fairshare.errors import dutch
from fairshare.figures import (
    CRITERION_PREFIX,
    DIRECTIONS,
    PER_MUNICIPALITY,
    ROLES,
    STATUSES,
    VALUE,
    VALUE_MAX,
    OwnFigure,
    checked_figures,
    criterion_key,
    plainly,
)
from fairshare.provenance import Key, subject_names, unit_of, value_keys, without_seen
from forms.files import Cell, FileError, Sheet, is_moment, place, read_file
from forms.layout import (
    CODE,
    CSV_HEADS,
    CSV_KINDS,
    CSV_ROLES,
    DIRECTION,
    KINDS,
    LABELS,
    MUNICIPALITY,
    NOW,
    README,
    REGION,
    ROLE_HEADS,
    ROW_KINDS,
    SHEETS,
    SOURCE,
    STATUS,
    TOTAL,
    UNIT,
    YEAR,
)

NUMBER = re.compile(r"-?(\d{1,3}([.\u00a0 ]\d{3})+|\d+)(,\d+)?", re.ASCII)
HALF = 0.5
"""How far a total may be from its parts: parts are often rounded. [unit of the figure]"""
PROBLEMS_MAX = 1_000
LOOK_FOR_HEAD = 30


@dataclass(frozen=True)
class Problem:
    """One mistake: where it is, and what it is and how to mend it. ``row`` is counted from 1, 0 for a whole sheet."""

    sheet: str
    row: int
    column: str
    text: str


@dataclass(frozen=True)
class Reading:
    """What a file says: own figures as they would become, or what is wrong with it; never both.

    Parameters
    ----------
    filled : cells with an own value.
    """

    figures: tuple[OwnFigure, ...] = ()
    problems: tuple[Problem, ...] = ()
    filled: int = 0


def problems_csv(problems: Iterable[Problem]) -> bytes:
    """The mistakes as a table to work through: semicolons, UTF-8 with a mark so that Excel reads it well."""
    text = io.StringIO(newline="")
    rows = [(p.sheet, p.row or "", p.column, p.text) for p in problems]
    safe = [[f"'{cell}" if str(cell).startswith(("=", "+", "-", "@")) else cell for cell in row] for row in rows]
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([("Blad", "Rij", "Kolom", "Wat is er"), *safe])
    return text.getvalue().encode("utf-8-sig")


@dataclass
class _Figure:
    """One figure in the making: values with one provenance, and the place where it is said."""

    kind: str
    subject: str
    sheet: str
    row: int
    column: str
    unit: str = ""
    year: str = ""
    source: str = ""
    status: str = ""
    name: str = ""
    direction: str = ""
    values: dict[str, float] = field(default_factory=dict)


class _Mistake(Exception):
    """What is wrong with one cell."""


def read_form(content: bytes, tables: Tables, inputs: Inputs) -> Reading:
    """What the file says about the region of ``inputs``.

    Parameters
    ----------
    inputs : region and year in view, with the own figures that are used now.
    """
    try:
        sheets = read_file(content)
    except FileError as error:
        return Reading(problems=(Problem("", 0, "", str(error)),))
    reader = _Reader(tables, inputs)
    if sheets[0].is_csv if sheets else False:
        reader.long_table(sheets[0])
    else:
        reader.workbook(sheets)
    return reader.reading()


class _Reader:
    """Collects figures, mistakes and what the file speaks of, sheet by sheet."""

    def __init__(self, tables: Tables, inputs: Inputs) -> None:
        self.tables, self.inputs = tables, inputs
        self.towns = dict(zip(inputs.codes, inputs.names, strict=True))
        self.problems: list[Problem] = []
        self.figures: list[_Figure] = []
        self.seen: set[Key] = set()
        self.told: dict[Key, str] = {}

    # -- what comes out

    def reading(self) -> Reading:
        made = [figure for raw in self.figures if (figure := self.figure(raw))]
        filled = sum(len(figure.values) for figure in made)
        if not self.problems:
            try:
                kept = without_seen(self.inputs.figures, self.seen)
                return Reading(checked_figures([*kept, *made]), (), filled)
            except FairShareError as error:
                self.wrong("", 0, "", plainly(error))
        return Reading(problems=tuple(self.problems[:PROBLEMS_MAX]))

    def figure(self, raw: _Figure) -> OwnFigure | None:
        """The own figure, or None when it has no values or a part of it is wrong."""
        if not raw.values:
            return None
        wrong = lambda text: self.wrong(raw.sheet, raw.row, raw.column, text)  # noqa: E731
        lacking = [label for label, text in ((SOURCE, raw.source), (YEAR, raw.year)) if not text]
        for label in lacking:
            wrong(
                f"Hier staan cijfers zonder {label.lower()}. Vul bij '{label}' in waar ze vandaan komen."
                if label == SOURCE
                else f"Hier staan cijfers zonder jaar. Vul bij '{label}' in van welk jaar ze zijn, bijvoorbeeld 2025."
            )
        if raw.kind == "criterion" and not raw.direction:
            wrong(f"Vul bij '{DIRECTION}' in of meer of minder een groter deel geeft: kies {' of '.join(DIRECTIONS)}.")
            return None
        if raw.kind == "criterion" and not raw.unit:
            wrong(f"Vul bij '{UNIT}' in waarin deze maatstaf is gemeten.")
        if lacking:
            return None
        try:
            return OwnFigure(
                raw.kind,
                raw.subject,
                raw.values,
                raw.unit,
                raw.year,
                raw.source,
                raw.status or STATUSES[0],
                raw.name,
                raw.direction,
            )
        except FairShareError as error:
            wrong(plainly(error))
            return None

    def wrong(self, sheet: str, row: int, column: str, text: str) -> None:
        if len(self.problems) < PROBLEMS_MAX:
            self.problems.append(Problem(sheet, row, column, text))

    # -- a workbook

    def workbook(self, sheets: Iterable[Sheet]) -> None:
        sheets = list(sheets)
        known = [sheet for sheet in sheets if sheet.name in SHEETS]
        if not [sheet for sheet in known if sheet.name != README]:
            names = ", ".join(f"'{checks.short(sheet.name)}'" for sheet in sheets[:5]) or "geen enkel blad"
            self.wrong(
                "", 0, "", f"Dit is niet het formulier: het heeft {names}. Download het formulier en vul dat in."
            )
            return
        for sheet in sheets:
            if sheet.name == README:
                self.readme(sheet)
            elif sheet.name not in SHEETS and sheet.rows:
                self.wrong(
                    sheet.name, 0, "", f"Dit blad kennen wij niet.{_meant(sheet.name, SHEETS) or ' Haal het blad weg.'}"
                )
        if self.problems:
            return
        for sheet in known:
            if sheet.name != README:
                self.unseen(sheet)
                self.grid(sheet) if sheet.name in KINDS else self.rows(sheet)

    def readme(self, sheet: Sheet) -> None:
        """The form belongs to one region."""
        for row, cells in enumerate(sheet.rows):
            if cells and cells[0].text == REGION:
                region = sheet.cell(row, 1).text
                if region != self.inputs.region:
                    self.wrong(
                        README,
                        row + 1,
                        "B",
                        f"Dit formulier hoort bij een andere regio ({checks.short(region)}) dan de regio die u nu ziet "
                        f"({self.inputs.region_name}). Kies bovenaan die regio, of download een nieuw formulier.",
                    )

    def unseen(self, sheet: Sheet) -> None:
        """What somebody who looks at the sheet does not see is not taken over."""
        if sheet.is_hidden:
            self.wrong(
                sheet.name, 0, "", "Dit blad is verborgen. Maak het zichtbaar, dan ziet iedereen wat er in staat."
            )
        for area in sheet.merged:
            row = int(re.sub(r"\D", "", area.partition(":")[0]) or 0)
            self.wrong(
                sheet.name,
                row,
                checks.short(area),
                "Deze cellen zijn samengevoegd. Maak er weer losse cellen van en vul elke cel.",
            )
        for row in sorted(sheet.hidden_rows):
            if row <= len(sheet.rows) and any(not cell.is_empty for cell in sheet.rows[row - 1]):
                self.wrong(
                    sheet.name, row, "", "Deze rij is verborgen. Maak haar zichtbaar en kijk of de cijfers kloppen."
                )
        for column in sorted(sheet.hidden_columns):
            if any(not sheet.cell(row, column - 1).is_empty for row in range(len(sheet.rows))):
                letter = place(0, column - 1)[:-1]
                self.wrong(
                    sheet.name, 0, letter, "Deze kolom is verborgen. Maak haar zichtbaar en kijk of de cijfers kloppen."
                )

    def head(self, sheet: Sheet) -> int | None:
        """The row with the headings."""
        for row in range(min(LOOK_FOR_HEAD, len(sheet.rows))):
            if any(cell.text.casefold() == CODE.casefold() for cell in sheet.rows[row]):
                return row
        self.wrong(
            sheet.name,
            0,
            "",
            f"De rij met de koppen ontbreekt: die begint met '{CODE}'. Neem het blad van een nieuw formulier.",
        )
        return None

    # -- a sheet with a row per group

    def rows(self, sheet: Sheet) -> None:
        head = self.head(sheet)
        if head is None:
            return
        kind, roles = ROW_KINDS[sheet.name], ROLE_HEADS[sheet.name]
        wanted = {CODE: CODE, UNIT: UNIT, YEAR: YEAR, SOURCE: SOURCE, STATUS: STATUS} | {
            t: role for role, t in roles.items()
        }
        columns = self.headings(sheet, head, wanted)
        if columns is None:
            return
        names = subject_names(self.tables, kind)
        used = {columns[part] for part in (*roles, YEAR, SOURCE, STATUS)}
        for row in range(head + 1, len(sheet.rows)):
            cell = lambda part, row=row: sheet.cell(row, columns[part])  # noqa: E731
            code = cell(CODE).text
            if not code:
                if any(not sheet.cell(row, column).is_empty for column in used):
                    self.wrong(
                        sheet.name, row + 1, _letter(columns[CODE]), "Deze rij heeft geen code. Zet de code terug."
                    )
                continue
            subject = self.subject(sheet, row, columns[CODE], code, names)
            if subject is None:
                continue
            figure = _Figure(kind, subject, sheet.name, row + 1, _letter(columns[next(iter(roles))]))
            figure.unit = self.unit(sheet, row, columns[UNIT], kind, subject)
            for part, attribute in ((YEAR, "year"), (SOURCE, "source"), (STATUS, "status")):
                setattr(figure, attribute, self.words(sheet, row, columns[part], part))
            self.values_of_row(sheet, row, columns, figure, tuple(roles))

    def values_of_row(
        self, sheet: Sheet, row: int, columns: dict[str, int], figure: _Figure, roles: tuple[str, ...]
    ) -> None:
        for role in roles:
            self.take(sheet, row, columns[role], figure, role)
        self.check_row(figure)
        self.figures.append(figure)

    def check_row(self, figure: _Figure) -> None:
        """A task has a figure of its own, whole numbers, and lies between its low and high; an assumption within its limits."""
        values = figure.values
        wrong = lambda text: self.wrong(figure.sheet, figure.row, figure.column, text)  # noqa: E731
        if figure.kind == "assumption" and values:
            try:
                assumption(self.tables, {figure.subject: values[VALUE]}, *figure.subject.split(".", 1))
            except FairShareError as error:
                wrong(plainly(error))
                values.clear()
        if figure.kind != "task" or not values:
            return
        for value in values.values():
            if value != int(value):
                wrong(f"Een opgave is een heel getal, en hier staat {dutch(value, 6)}. Rond het getal af.")
        if ROLES[0] not in values:
            wrong("Hier staat een lage of hoge schatting zonder de opgave zelf. Vul ook de opgave in.")
            values.clear()
        elif not values.get("low", 0) <= values[ROLES[0]] <= values.get("high", VALUE_MAX):
            wrong(
                "De lage schatting moet lager zijn dan de opgave en de hoge schatting hoger. Kijk de drie getallen na."
            )

    # -- a sheet with a column per figure

    def grid(self, sheet: Sheet) -> None:
        head = self.head(sheet)
        if head is None:
            return
        kind = KINDS[sheet.name]
        heads = [cell.text for cell in sheet.rows[head]]
        code_at = next(i for i, text in enumerate(heads) if text.casefold() == CODE.casefold())
        town_at = next((i for i, text in enumerate(heads) if text.casefold() == MUNICIPALITY.casefold()), None)
        if town_at is None:
            self.wrong(sheet.name, head + 1, "", f"De kolom '{MUNICIPALITY}' ontbreekt. Zet de kop terug.")
            return
        width = max(map(len, sheet.rows))
        figures = {}
        for column in range(width):
            text = heads[column] if column < len(heads) else ""
            if column not in (code_at, town_at) and not text.endswith(NOW):
                figure = self.column(sheet, head, column, text, kind)
                if figure:
                    figures[column] = figure
        labels, towns = self.grid_rows(sheet, head, code_at, town_at, list(figures))
        for column, figure in figures.items():
            self.fill(sheet, column, figure, labels, towns)
        if kind == "criterion":
            self.seen |= {key for key in value_keys(self.inputs.figures) if key[0] == kind and key[2] in self.towns}

    def column(self, sheet: Sheet, head: int, column: int, text: str, kind: str) -> _Figure | None:
        """The figure that a column is about, None when the column is empty or unknown."""
        letter = _letter(column)
        has_more = any(not sheet.cell(row, column).is_empty for row in range(head + 1, len(sheet.rows)))
        if not text:
            if has_more:
                self.wrong(
                    sheet.name, head + 1, letter, "Deze kolom heeft geen naam. Vul de naam in, of maak de kolom leeg."
                )
            return None
        if kind != "criterion":
            names = subject_names(self.tables, kind)
            subject = self.subject(sheet, head, column, text, names)
            return None if subject is None else _Figure(kind, subject, sheet.name, head + 1, letter)
        if not has_more:
            return None
        key = criterion_key(text)
        if key == CRITERION_PREFIX or not checks.LABEL.fullmatch(text):
            self.wrong(
                sheet.name, head + 1, letter, f"'{checks.short(text)}' kan geen naam zijn. Gebruik letters en cijfers."
            )
            return None
        for other in self.inputs.figures:
            if other.kind == kind and other.name == text:
                key = other.subject
        return _Figure(kind, key[: checks.NAME_MAX], sheet.name, head + 1, letter, name=text)

    def grid_rows(
        self, sheet: Sheet, head: int, code_at: int, town_at: int, columns: list[int]
    ) -> tuple[dict[str, int], dict[int, str]]:
        """Label -> row, and row -> municipality."""
        labels: dict[str, int] = {}
        towns: dict[int, str] = {}
        known = {label.casefold(): label for label in LABELS}
        for row in range(head + 1, len(sheet.rows)):
            code, town = sheet.cell(row, code_at).text, sheet.cell(row, town_at).text
            label = known.get((town or code).rstrip(":").casefold())
            if label and (not code or not town):
                if label in labels:
                    self.wrong(sheet.name, row + 1, "", f"De regel '{label}' staat er twee keer. Haal er één weg.")
                labels[label] = row
            elif code:
                found = self.municipality(sheet, row, code_at, code, town)
                if found in towns.values():
                    self.wrong(
                        sheet.name,
                        row + 1,
                        _letter(code_at),
                        f"{self.towns[found]} staat er twee keer in. Haal één rij weg.",
                    )
                elif found:
                    towns[row] = found
            elif town or any(not sheet.cell(row, column).is_empty for column in columns):
                self.wrong(
                    sheet.name, row + 1, _letter(code_at), "Deze rij heeft geen gemeentecode, zoals GM0014. Vul die in."
                )
        return labels, towns

    def fill(self, sheet: Sheet, column: int, figure: _Figure, labels: dict[str, int], towns: dict[int, str]) -> None:
        for row, code in towns.items():
            self.take(sheet, row, column, figure, code)
        told = {label: self.words(sheet, labels[label], column, label) for label in labels if label != TOTAL}
        figure.year, figure.source, figure.status = (told.get(label, "") for label in (YEAR, SOURCE, STATUS))
        figure.direction = told.get(DIRECTION, "").casefold() if figure.kind == "criterion" else ""
        if figure.kind == "criterion":
            figure.unit = told.get(UNIT, "")
        elif UNIT in labels:
            figure.unit = self.unit(sheet, labels[UNIT], column, figure.kind, figure.subject)
        else:
            figure.unit = unit_of(self.tables, figure.kind, figure.subject)
        if figure.direction and figure.direction not in DIRECTIONS:
            self.wrong(
                sheet.name,
                labels[DIRECTION] + 1,
                figure.column,
                f"De richting is '{checks.short(figure.direction)}'. Kies {' of '.join(DIRECTIONS)}.",
            )
            return
        if TOTAL in labels:
            self.check_total(sheet, labels[TOTAL], column, figure)
        self.figures.append(figure)

    def check_total(self, sheet: Sheet, row: int, column: int, figure: _Figure) -> None:
        total = self.number(sheet, row, column)
        if total is None:
            return
        found = sum(figure.values.values())
        if abs(total - found) > HALF:
            self.wrong(
                sheet.name,
                row + 1,
                _letter(column),
                f"Het totaal is {dutch(total, 6)}, maar de cijfers erboven zijn samen {dutch(found, 6)}. Verbeter een van beide.",
            )

    # -- a csv

    def long_table(self, sheet: Sheet) -> None:
        rows = [row for row, cells in enumerate(sheet.rows) if any(not cell.is_empty for cell in cells)]
        head = rows[0] if rows else 0
        columns = self.headings(sheet, head, {text: text for text in CSV_HEADS if text not in ("Gemeente", "Nu")})
        if columns is None:
            return
        found: dict[tuple, _Figure] = {}
        for row in rows[1:]:
            if len(sheet.rows[row]) > len(sheet.rows[head]) and any(
                not cell.is_empty for cell in sheet.rows[row][len(sheet.rows[head]) :]
            ):
                self.wrong(sheet.name, row + 1, "", "Deze rij heeft meer velden dan de kop. Kijk de puntkomma's na.")
            else:
                self.line(sheet, row, columns, found)
        for figure in found.values():
            self.check_row(figure)
            self.figures.append(figure)

    def line(self, sheet: Sheet, row: int, columns: dict[str, int], found: dict[tuple, _Figure]) -> None:
        said = {name: sheet.cell(row, column).text for name, column in columns.items()}
        kind = CSV_KINDS.get(said["Soort"].casefold())
        wrong = lambda part, text: self.wrong(sheet.name, row + 1, part, text)  # noqa: E731
        if kind is None:
            hint = _meant(said["Soort"], CSV_KINDS) or f" Kies uit: {', '.join(CSV_KINDS)}."
            wrong("Soort", f"'{checks.short(said['Soort'])}' kennen wij niet.{hint}")
            return
        if kind == "criterion":
            subject = self.own_subject(said, wrong)
        else:
            at = "Onderwerp" if said["Onderwerp"] else "Naam"
            subject = self.subject(sheet, row, columns[at], said[at], subject_names(self.tables, kind), at)
        if kind in PER_MUNICIPALITY:
            key = self.municipality(sheet, row, columns["Voor"], said["Voor"], "", "Voor")
        else:
            key = CSV_ROLES.get(said["Voor"].casefold())
            if key not in (ROLES if kind == "task" else (VALUE,)):
                wrong("Voor", "Kies opgave, laag of hoog." if kind == "task" else "Schrijf hier: waarde.")
                return
        if not subject or not key:
            return
        figure = _Figure(kind, subject, sheet.name, row + 1, "Uw cijfer")
        free = kind == "criterion"
        figure.unit = said[UNIT] if free else self.unit(sheet, row, columns[UNIT], kind, subject)
        for part, attribute in ((YEAR, "year"), (SOURCE, "source"), (STATUS, "status")):
            setattr(figure, attribute, self.words(sheet, row, columns[part], part))
        figure.name, figure.direction = (said["Naam"], said[DIRECTION].casefold()) if free else ("", "")
        self.take(sheet, row, columns["Uw cijfer"], figure, key)
        if kind == "task":
            self.seen |= {(kind, subject, role) for role in ROLES}
        if figure.values:
            told = (figure.unit, figure.year, figure.source, figure.status, figure.name, figure.direction)
            first = found.setdefault((kind, subject) if kind == "task" else (kind, subject, *told), figure)
            stated = (first.unit, first.year, first.source, first.status, first.name, first.direction)
            if told != stated:
                wrong(SOURCE, "Jaar, bron en status van opgave, laag en hoog van één groep moeten gelijk zijn.")
            first.values.update(figure.values)

    def own_subject(self, said: dict[str, str], wrong) -> str | None:
        name = said["Naam"]
        key = said["Onderwerp"] or criterion_key(name)
        if not checks.LABEL.fullmatch(name or "?") or key == CRITERION_PREFIX or not checks.KEY.fullmatch(key):
            wrong("Naam", "Een eigen maatstaf heeft een naam van letters en cijfers. Vul die in.")
            return None
        return key

    # -- cells

    def headings(self, sheet: Sheet, head: int, wanted: dict[str, str]) -> dict[str, int] | None:
        """Part -> column, by the heading; None when one is missing, unknown or there twice."""
        found: dict[str, int] = {}
        cells = sheet.rows[head] if sheet.rows else ()
        before = len(self.problems)
        lookup = {text.casefold(): part for text, part in wanted.items()}
        for column, cell in enumerate(cells):
            part = lookup.get(cell.text.casefold())
            if part in found:
                self.wrong(
                    sheet.name,
                    head + 1,
                    _letter(column),
                    f"De kolom '{cell.text}' staat er twee keer. Haal er één weg.",
                )
            elif part:
                found[part] = column
        for text, part in wanted.items():
            if part not in found:
                self.wrong(
                    sheet.name, head + 1, "", f"De kolom '{text}' ontbreekt. Zet de kop terug zoals in het formulier."
                )
        return found if len(self.problems) == before else None

    def subject(
        self, sheet: Sheet, row: int, column: int, text: str, names: Mapping[str, str], where: str = ""
    ) -> str | None:
        """The subject with this key or name."""
        by_name = {name.casefold(): key for key, name in names.items()}
        if text in names:
            return text
        if text.casefold() in by_name:
            return by_name[text.casefold()]
        hint = _meant(text, [*names.values(), *names]) or " Neem de naam over uit het formulier."
        if text.casefold().startswith("inwoners"):
            hint = " Het aantal inwoners blijft dat van het CBS. Haal de kolom weg."
        self.wrong(sheet.name, row + 1, where or _letter(column), f"'{checks.short(text)}' kennen wij niet.{hint}")
        return None

    def municipality(self, sheet: Sheet, row: int, column: int, code: str, name: str, where: str = "") -> str | None:
        """The municipality of a row, by its code; a name beside it must be of the same municipality."""
        wrong = lambda text: self.wrong(sheet.name, row + 1, where or _letter(column), text)  # noqa: E731
        found = code.upper()
        if found not in self.towns:
            everyone = self.tables.municipalities["name"]
            if found in everyone.index:
                wrong(
                    f"{everyone[found]} hoort in {self.inputs.year} niet bij {self.inputs.region_name}. Haal de rij weg."
                )
            else:
                by_name = {town: key for key, town in self.towns.items()}
                near = get_close_matches(code[: checks.NAME_MAX], [*by_name, *self.towns], n=1)
                hint = " Een code ziet eruit als GM0014."
                if near:
                    meant = by_name.get(near[0], near[0])
                    hint = f" Bedoelt u {meant} ({self.towns[meant]})?"
                wrong(f"'{checks.short(code)}' is geen gemeentecode van deze regio.{hint}")
            return None
        if name and name.casefold() != self.towns[found].casefold():
            wrong(
                f"De code is van {self.towns[found]}, maar ernaast staat '{checks.short(name)}'. Zet code en naam weer bij elkaar."
            )
            return None
        return found

    def unit(self, sheet: Sheet, row: int, column: int, kind: str, subject: str) -> str:
        """The unit of the subject; another one in the file is a mistake, an empty cell is not."""
        text, unit = sheet.cell(row, column).text, unit_of(self.tables, kind, subject)
        if text and text.casefold() != unit.casefold():
            self.wrong(
                sheet.name,
                row + 1,
                UNIT if sheet.is_csv else _letter(column),
                f"De eenheid is '{checks.short(text)}', dat moet '{unit}' zijn. Reken uw cijfers om, of zet de eenheid terug.",
            )
        return unit

    def words(self, sheet: Sheet, row: int, column: int, label: str) -> str:
        """A year, source, status or direction."""
        cell, where = sheet.cell(row, column), label if sheet.is_csv else _letter(column)
        wrong = lambda text: self.wrong(sheet.name, row + 1, where, text)  # noqa: E731
        if cell.is_formula:
            wrong("Hier staat een formule. Kopieer de cel en plak haar als waarde.")
        elif cell.is_error:
            wrong(f"Hier staat de Excel-fout {checks.short(cell.value)}. Typ de tekst zelf.")
        elif is_moment(cell.value):
            wrong(
                "Hier staat een datum. Typ alleen het jaar, bijvoorbeeld 2025, en kies als celeigenschap Tekst of Getal."
            )
        elif label == STATUS and cell.text and cell.text.casefold() not in STATUSES:
            meant = _meant(cell.text, STATUSES)
            wrong(f"De status '{checks.short(cell.text)}' kan hier niet.{meant} Kies uit: {', '.join(STATUSES)}.")
        elif label == YEAR and cell.text and not re.search(r"(?<!\d)(19|20)\d\d(?!\d)", cell.text):
            wrong(f"'{checks.short(cell.text)}' is geen jaar. Schrijf bijvoorbeeld 2025 of 2022-2024.")
        else:
            return cell.text.casefold() if label == STATUS else cell.text
        return ""

    def take(self, sheet: Sheet, row: int, column: int, figure: _Figure, key: str) -> None:
        """The value of one cell goes to its figure; an empty cell says that there is no own value."""
        told = (figure.kind, figure.subject, key)
        self.seen.add(told)
        value = self.number(sheet, row, column)
        if value is None:
            return
        at = f"{sheet.name} {place(row, column)}"
        if told in self.told:
            where = "Uw cijfer" if sheet.is_csv else _letter(column)
            self.wrong(
                sheet.name,
                row + 1,
                where,
                f"Dit cijfer staat er twee keer in: ook op {self.told[told]}. Haal er één weg.",
            )
            return
        self.told[told] = at
        figure.values[key] = value

    def number(self, sheet: Sheet, row: int, column: int) -> float | None:
        try:
            return _number(sheet.cell(row, column))
        except _Mistake as mistake:
            self.wrong(sheet.name, row + 1, "Uw cijfer" if sheet.is_csv else _letter(column), str(mistake))
            return None


def _number(cell: Cell) -> float | None:
    """The number in a cell, None when it is empty; text with a Dutch number in it is one too."""
    value = cell.value
    if cell.is_formula:
        raise _Mistake("Hier staat een formule. Kopieer de cel en plak haar als waarde.")
    if cell.is_error:
        raise _Mistake(f"Hier staat de Excel-fout {checks.short(value)}. Typ het getal, of maak de cel leeg.")
    if is_moment(value):
        raise _Mistake("Hier staat een datum, geen getal. Kies als celeigenschap Getal en typ het getal opnieuw.")
    if isinstance(value, bool):
        raise _Mistake("Hier staat WAAR of ONWAAR, geen getal. Typ het getal, of maak de cel leeg.")
    if cell.text == "":
        return None
    if isinstance(value, str):
        text = cell.text
        if not NUMBER.fullmatch(text):
            hint = ""
            if re.fullmatch(r"-?\d+\.\d+", text):
                hint = f" Gebruik een komma voor de decimalen: {text.replace('.', ',')}."
            elif re.search(r"\d", text):
                hint = " Zet eenheid en uitleg niet in deze cel."
            raise _Mistake(f"'{checks.short(text)}' is geen getal.{hint or ' Typ een getal, of maak de cel leeg.'}")
        value = float(re.sub(r"[.\u00a0 ]", "", text).replace(",", "."))
    if value != value or abs(value) == float("inf"):
        raise _Mistake("Hier staat geen echt getal. Typ het getal opnieuw.")
    if value < 0:
        raise _Mistake(f"{dutch(value, 6)} is minder dan 0, en dat kan niet. Typ een getal van 0 of meer.")
    if value > VALUE_MAX:
        raise _Mistake(f"Dit getal is groter dan {dutch(VALUE_MAX)}. Kijk of er een nul te veel staat.")
    return float(value)


def _letter(column: int) -> str:
    return place(0, column)[:-1]


def _meant(text: str, known: Iterable[str]) -> str:
    near = get_close_matches(text[: checks.NAME_MAX], list(known), n=1)
    return f" Bedoelt u '{near[0]}'?" if near else ""
