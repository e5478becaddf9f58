"""Meenemen: what a visitor takes away of a result. Every file is made when its button is pressed, and not before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from charts.scales import MEASURES
from charts.words import lower_first
from data.tables import load_tables
from fairshare import FairShareError, Result
from fairshare.sheet import Sheet
from reports.blocks import LocalText
from reports.privacy import CHOICES, OPEN, Published, published
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
    from reports.municipality import municipality_document
    from reports.pdf import pdf
    from reports.word import word

    left, right = st.columns(2, gap="large", vertical_alignment="bottom")
    with left:
        written = _written_before(sheet)
    with right:
        choice = _remembered(st.selectbox, "privacy", "Aantallen mensen", CHOICES, OPEN, place="-blad")
        places = st.columns(2)
    make = lambda: municipality_document(sheet.result, load_tables(), sheet.code, group, date.today(), choice, written)  # noqa: E731
    writers = {"Word": ("docx", WORD, word), "PDF": ("pdf", "application/pdf", pdf)}
    for place, (label, (kind, mime, write)) in zip(places, writers.items(), strict=True):
        place.download_button(
            f"Gemeenteblad als {label}",
            lambda write=write: write(make()),
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
    from reports.municipality import earlier_text, taken_over

    label = "Eerdere versie in Word, als u daarin hebt geschreven"
    file = st.file_uploader(label, type="docx", key=f"{KEY}-eerder-{sheet.code}")
    if file is None:
        return {}
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


def _view(result: Result, choice: str) -> Published:
    return published(result, choice)


def _workbook(result: Result, choice: str, group: str) -> bytes:
    from reports.workbook import workbook

    return workbook(_view(result, choice), group, load_tables(), date.today())


def _csv(result: Result, choice: str) -> bytes:
    from reports.files import as_csv

    return as_csv(_view(result, choice), date.today())


def _json(result: Result, choice: str) -> bytes:
    from reports.files import as_json

    return as_json(_view(result, choice))


def _note(result: Result, choice: str, group: str, kind: str) -> bytes:
    from reports.note import decision_note
    from reports.pdf import pdf
    from reports.word import word

    note = decision_note(_view(result, choice), group, load_tables(), date.today())
    return pdf(note) if kind == "pdf" else word(note)


def _figure(result: Result, choice: str, group: str, measure: str, is_map: bool, kind: str) -> Callable[[], bytes]:
    def make() -> bytes:
        from reports.figures import png, result_bars, result_map

        figure = (result_map if is_map else result_bars)(_view(result, choice), (group,), measure, date.today())
        return png(figure.svg) if kind == "png" else figure.svg.encode()

    return make
