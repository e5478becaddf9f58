"""/regio: another region: an official area, or municipalities put together by hand."""

import streamlit as st

import session
from charts.maps import municipal_map, towns_map
from charts.own_figures import lead, quiet
from charts.places import area_names, chosen_line, division_names, town_names
from data.tables import load_tables
from fairshare import FairShareError
from fairshare.regions import own_codes, own_region, toggled

TOWNS, NAME = "regio-gemeenten", "regio-naam"
tables = load_tables()


def start_with(region: str) -> None:
    """The municipalities of a region become the ones that were chosen."""
    st.session_state[TOWNS] = session.members_of(region)


def official() -> None:
    """An area of an official division."""
    st.subheader("Een officieel gebied", anchor=False)
    divisions = division_names(tables)
    division = st.selectbox("Indeling", list(divisions), format_func=divisions.get, key="regio-indeling")
    areas = area_names(tables, division)
    area = st.selectbox("Gebied", list(areas), format_func=areas.get, key=f"regio-gebied-{division}")
    use, start = st.columns(2)
    if use.button("Werk met dit gebied", width="stretch") and session.go_to(area):
        st.switch_page("kaart.py")
    start.button("Begin met deze gemeenten", width="stretch", on_click=start_with, args=(area,))


def by_hand() -> None:
    """Municipalities put together by hand."""
    st.subheader("Zelf samenstellen", anchor=False)
    names = town_names(tables)
    chosen = st.multiselect("Gemeenten", list(names), format_func=names.get, key=TOWNS, placeholder="Zoek een gemeente")
    st.html(quiet(chosen_line(tables, chosen, session.scenario().year)))
    name = st.text_input("Naam van de regio", key=NAME, placeholder="Bijvoorbeeld: Zuidoost-Drenthe", max_chars=60)
    if st.button("Werk met deze regio", type="primary", disabled=len(chosen) < 2):
        take(own_region(chosen), name.strip())


def take(region: str, name: str) -> None:
    """Go to the region that was put together."""
    try:
        gone = session.go_to(region, name)
    except FairShareError as error:
        session.say(str(error))
    else:
        if gone:
            st.switch_page("kaart.py")


session.header("Andere regio", with_group=False)
st.html(lead("Werk met elke groep gemeenten in Nederland. Alle pagina's rekenen dan met die regio."))
if TOWNS not in st.session_state:
    st.session_state[TOWNS] = list(own_codes(session.scenario().region))
    st.session_state[NAME] = session.scenario().region_name
left, right = st.columns([1, 1.3], gap="large")
with right:
    data = towns_map(tables, st.session_state[TOWNS], session.scenario().year, height="min(640px, 80vh, 120vw)")
    picked = municipal_map(data, key="regio-kaart")
    if picked:
        st.session_state[TOWNS] = toggled(st.session_state[TOWNS], picked)
        st.rerun()
with left:
    official()
    by_hand()
