"""Meenemen: what a visitor takes away of a result. Every file is made when its button is pressed, and not before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import streamlit as st

from charts.scales import MEASURES
from charts.words import lower_first
from data.tables import load_tables
from fairshare import FairShareError, Result
from fairshare.sheet import Sheet
from reports.blocks import Document, LocalText
from reports.privacy import CHOICES, OPEN, published
from reports.wording import file_name

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KEY = "meenemen"
FIGURE_MEASURE = "verschil"

Button = tuple[str, str, str, str, Callable[[], bytes]]
"""Label, first part of the file's name, kind of file, its type, and what makes it."""


def popover(result: Result, group: str) -> None:
    """A button that opens onto the files of this result; closed, it draws nothing else."""
    window = st.popover("Meenemen", icon=":material/download:", key=KEY, on_change="rerun", width="stretch")
    if window.open:
        with window:
            _files(result, group)


def _files(result: Result, group: str) -> None:
    """The privacy switch, and a button per file."""
    choice = _remembered(
        st.radio, "privacy", "Aantallen mensen", CHOICES, OPEN, help="Geldt voor alle bestanden. De keuze staat erin."
    )
    st.markdown("**Verdeling van alle groepen**")
    _row(
        [
            ("Excel", "verdeling", "xlsx", EXCEL, lambda: _workbook(result, choice, group)),
            ("CSV", "verdeling", "csv", "text/csv", lambda: _csv(result, choice)),
            ("JSON", "verdeling", "json", "application/json", lambda: _json(result, choice)),
        ],
        result,
        group,
        choice,
    )
    st.markdown(f"**Beslisnotitie: {lower_first(result.inputs.groups[group].name)}**")
    _row(
        [
            ("Word", "beslisnotitie", "docx", WORD, lambda: _note(result, choice, group, "docx")),
            ("PDF", "beslisnotitie", "pdf", "application/pdf", lambda: _note(result, choice, group, "pdf")),
        ],
        result,
        group,
        choice,
    )
    measure = _remembered(st.selectbox, "figuur", "Figuur", MEASURES, FIGURE_MEASURE)
    for name, is_map in {"Kaart": True, "Staven": False}.items():
        _row(
            [
                (f"{name} {kind.upper()}", name, kind, mime, _figure(result, choice, group, measure, is_map, kind))
                for kind, mime in {"png": "image/png", "svg": "image/svg+xml"}.items()
            ],
            result,
            group,
            choice,
            measure,
        )


def municipality(sheet: Sheet, group: str) -> None:
    """The sheet of a municipality as a document; what was written by hand in an earlier one comes along."""
    left, right = st.columns(2, gap="large", vertical_alignment="bottom")
    with left:
        written = _written_before(sheet)
    with right:
        choice = _remembered(st.selectbox, "privacy", "Aantallen mensen", CHOICES, OPEN, place="-blad")
        places = st.columns(2)
    kinds = {"Word": ("docx", WORD), "PDF": ("pdf", "application/pdf")}
    for place, (label, (kind, mime)) in zip(places, kinds.items(), strict=True):
        place.download_button(
            f"Gemeenteblad als {label}",
            partial(_sheet, sheet, group, choice, written, kind),
            file_name(sheet.result, "", f"gemeenteblad-{sheet.name}", "", kind),
            mime,
            key=f"{KEY}-blad-{kind}",
            on_click="ignore",
            disabled=written is None,
            icon=":material/download:",
            width="stretch",
        )


def _written_before(sheet: Sheet) -> dict[str, LocalText] | None:
    """What was written by hand in an earlier Word file; None when that file cannot be used."""
    label = "Eerdere versie in Word, als u daarin hebt geschreven"
    file = st.file_uploader(label, type="docx", key=f"{KEY}-eerder-{sheet.code}")
    if file is None:
        return {}
    from reports.municipality import earlier_text, taken_over

    try:
        texts = earlier_text(file.getvalue(), sheet.code, load_tables().municipalities["name"])
    except FairShareError as error:
        st.error(str(error))
        return None
    st.success(taken_over(texts))
    return texts


def _row(buttons: list[Button], result: Result, group: str, choice: str, of: str = "") -> None:
    """Download buttons beside one another. Another choice makes other buttons: an old one cannot be pressed any more."""
    for place, (label, what, kind, mime, make) in zip(st.columns(len(buttons)), buttons, strict=True):
        place.download_button(
            label,
            make,
            file_name(result, group, what, of, kind),
            mime,
            key=f"{KEY}-{label}-{choice}-{of}",
            on_click="ignore",
            width="stretch",
        )


def _remembered(
    widget: Callable, name: str, label: str, options: dict[str, str], default: str, place: str = "", **more
) -> str:
    """A choice that stays while the window is closed and from page to page; ``place`` tells two fields for one choice apart."""
    kept, key = f"{KEY}-{name}-keuze", f"{KEY}-{name}{place}"
    st.session_state[key] = st.session_state.get(kept, default)

    def keep() -> None:
        st.session_state[kept] = st.session_state[key]

    return widget(label, list(options), format_func=options.get, key=key, on_change=keep, **more)


# -- what a press of a button makes; runs outside the visitor's run -----------------------------------------------------------


def _workbook(result: Result, choice: str, group: str) -> bytes:
    from reports.workbook import workbook

    return workbook(published(result, choice), group, load_tables(), date.today())


def _csv(result: Result, choice: str) -> bytes:
    from reports.files import as_csv

    return as_csv(published(result, choice), date.today())


def _json(result: Result, choice: str) -> bytes:
    from reports.files import as_json

    return as_json(published(result, choice))


def _note(result: Result, choice: str, group: str, kind: str) -> bytes:
    from reports.note import decision_note

    return _document(decision_note(published(result, choice), group, load_tables(), date.today()), kind)


def _sheet(sheet: Sheet, group: str, choice: str, written: dict[str, LocalText] | None, kind: str) -> bytes:
    from reports.municipality import municipality_document

    of, code = sheet.result, sheet.code
    return _document(municipality_document(of, load_tables(), code, group, date.today(), choice, written), kind)


def _document(document: Document, kind: str) -> bytes:
    from reports.pdf import pdf
    from reports.word import word

    return pdf(document) if kind == "pdf" else word(document)


def _figure(result: Result, choice: str, group: str, measure: str, is_map: bool, kind: str) -> Callable[[], bytes]:
    def make() -> bytes:
        from reports.figures import png, result_bars, result_map

        figure = (result_map if is_map else result_bars)(published(result, choice), (group,), measure, date.today())
        return png(figure.svg) if kind == "png" else figure.svg.encode()

    return make
