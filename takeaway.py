"""Meenemen: what a visitor takes away of a result. Every file is made when its button is pressed, and not before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from charts.scales import MEASURES
from data.tables import load_tables
from fairshare import Result
from reports.privacy import CHOICES, OPEN, Published, published
from reports.wording import file_name

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KEY = "meenemen"
FIGURE_MEASURE = "verschil"


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
    )
    st.markdown(f"**Beslisnotitie: {result.inputs.groups[group].name.lower()}**")
    _row(
        [
            ("Word", "beslisnotitie", "docx", WORD, lambda: _note(result, choice, group, "docx")),
            ("PDF", "beslisnotitie", "pdf", "application/pdf", lambda: _note(result, choice, group, "pdf")),
        ],
        result,
        group,
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
            measure,
        )


def _row(
    buttons: list[tuple[str, str, str, str, Callable[[], bytes]]], result: Result, group: str, of: str = ""
) -> None:
    """Download buttons beside one another: label, first part of the file's name, kind, type, and what makes the file."""
    for place, (label, what, kind, mime, make) in zip(st.columns(len(buttons)), buttons, strict=True):
        place.download_button(
            label,
            make,
            file_name(result, group, what, of, kind),
            mime,
            key=f"{KEY}-{label}",
            on_click="ignore",
            width="stretch",
        )


def _remembered(widget: Callable, name: str, label: str, options: dict[str, str], default: str, **more) -> str:
    """A choice that stays while the window is closed and from page to page."""
    kept, key = f"{KEY}-{name}-keuze", f"{KEY}-{name}"
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
