"""/gemeente: one municipality on one page: its numbers, why they are what they are, what they mean, and a document to take away."""

import streamlit as st

import session
from charts.municipality import Daily, daily_of
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
from fairshare.sheet import default_municipality, sheet_of

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


def assumptions(daily: Daily) -> None:
    """The factors behind the daily terms, each with what it rests on; they are part of the scenario."""
    with st.container(key="aannames", border=True):
        places = st.columns(3, gap="medium")
        session.pick_assumption(
            daily.turnover, "Deel van de sociale huur dat per jaar vrijkomt (%)", places[0], step=0.1
        )
        session.pick_assumption(daily.homes, f"Woningen per eenheid ({daily.homes.unit})", places[1], step=0.05)
        session.pick_assumption(daily.years, "Een aantal op één moment spreiden over (jaar)", places[2], step=1.0)


@session.part
def draw() -> None:
    """The finding, why and where, all groups, what it means, what is there already, what was agreed."""
    group = session.group()
    picker, finding = st.columns([1, 4.2], gap="medium")
    with picker.container(key="gemeente-keuze"):
        code = choose()
    sheet = sheet_of(session.result(), code)
    daily = daily_of(sheet, tables, group) if group in sheet.taken else None
    finding.html(top_html(sheet, tables, group, daily))
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
    with st.container(key="meenemen-blad"):
        st.html(section("Meenemen", finding=TAKE_AWAY))
        session.take_sheet_away(sheet)
    st.html(versions_html(sheet))


session.header("Gemeenteblad")
st.html(sheet_style())
draw()
