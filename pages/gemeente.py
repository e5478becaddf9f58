"""/gemeente: one municipality on one page: its numbers, why they are what they are, what they mean, and a document to take away."""

from datetime import date

import streamlit as st

import session
from charts.municipality import daily_of
from charts.sheet import (
    TAKE_AWAY,
    agreements_html,
    assumptions_html,
    daily_html,
    daily_tables,
    not_here,
    paths_html,
    place_html,
    place_table,
    section,
    sheet_style,
    stock_html,
    tasks_html,
    top_html,
    versions_html,
    why_html,
)
from data.tables import load_tables
from fairshare import FairShareError
from fairshare.sheet import Sheet, default_municipality, sheet_of
from reports.blocks import LocalText
from reports.municipality import earlier_text, file_name, municipality_pdf, municipality_word, taken_over
from reports.privacy import CHOICES

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
tables = load_tables()


def choose() -> str:
    """The municipality: of the link, else the one that was chosen on the map, else the largest."""
    inputs = session.inputs()
    names = dict(zip(inputs.codes, inputs.names, strict=True))
    start = session.viewed("gebied", names, default_municipality(inputs))
    code = session.pick_view(st.selectbox, "gemeente", "Gemeente", names, start)
    asked = session.viewed("gemeente", tables.municipalities.index, start)
    if asked not in names:
        st.info(not_here(tables.municipalities.at[asked, "name"], inputs.region_name, inputs.year, names[code]))
    return code


def assumptions(daily) -> None:
    """The factors behind the daily terms, each with what it rests on; they are part of the scenario."""
    with st.container(key="aannames", border=True):
        places = st.columns(3, gap="medium")
        session.pick_assumption(
            daily.turnover, "Deel van de sociale huur dat per jaar vrijkomt (%)", places[0], step=0.1
        )
        session.pick_assumption(daily.homes, f"Woningen per eenheid ({daily.homes.unit})", places[1], step=0.05)
        session.pick_assumption(daily.years, "Een aantal op één moment spreiden over (jaar)", places[2], step=1.0)


def earlier(code: str) -> dict[str, LocalText] | None:
    """What was written by hand in an earlier Word file; None when that file cannot be used."""
    file = st.file_uploader("Eerdere versie in Word (als u daarin hebt geschreven)", type="docx", key=f"eerder-{code}")
    if file is None:
        return {}
    try:
        texts = earlier_text(file.getvalue(), code, tables.municipalities["name"])
    except FairShareError as error:
        st.error(str(error))
        return None
    st.success(taken_over(texts))
    return texts


def take_away(sheet: Sheet, group: str) -> None:
    """The sheet as Word and PDF, with room for local text."""
    with st.container(key="meenemen"):
        st.html(section("Meenemen", finding=TAKE_AWAY))
        left, right = st.columns(2, gap="large", vertical_alignment="bottom")
        with left:
            written = earlier(sheet.code)
        privacy = right.selectbox("Privacy in het bestand", list(CHOICES), format_func=CHOICES.get, key="privacy")
        asked = (sheet.result, tables, sheet.code, group, date.today(), privacy, written)
        is_refused = written is None
        for place, kind, mime, make in zip(
            right.columns(2),
            ("docx", "pdf"),
            (WORD, "application/pdf"),
            (municipality_word, municipality_pdf),
            strict=True,
        ):
            place.download_button(
                "Word" if kind == "docx" else "PDF",
                data=lambda make=make: make(*asked),
                file_name=file_name(sheet.name, kind),
                mime=mime,
                key=f"meenemen-{kind}",
                on_click="ignore",
                disabled=is_refused,
                icon=":material/download:",
                width="stretch",
            )


def draw() -> None:
    """The finding, why and where, all groups, what it means, what is there already, what was agreed."""
    group = session.group()
    picker, finding = st.columns([1, 4.2], gap="medium")
    with picker.container(key="gemeente-keuze"):
        code = choose()
    sheet = sheet_of(session.result(), code)
    daily = daily_of(sheet, tables, group) if group in sheet.taken else None
    finding.html(top_html(sheet, group, daily))
    if daily:
        left, right = st.columns(2, gap="large")
        left.html(why_html(sheet, group))
        right.html(place_html(sheet, group))
        with st.expander("Plaats in de regio als tabel: alle gemeenten"):
            st.html(place_table(sheet, group))
    st.html(tasks_html(sheet, tables))
    with st.expander("Waarom deze getallen: van referentie naar aantal, alle groepen"):
        st.html(paths_html(sheet))
    if daily:
        st.html(daily_html(sheet, daily, group))
        assumptions(daily)
    with st.expander("Alle groepen naast vrijkomende en geplande woningen, met de aannames"):
        st.html(daily_tables(sheet, tables))
        st.html(assumptions_html(sheet, tables))
    st.html(stock_html(sheet, tables))
    st.html(agreements_html(sheet))
    take_away(sheet, group)
    st.html(versions_html(sheet))


session.header("Gemeenteblad")
st.html(sheet_style())
draw()
