"""/bronnen: every figure with its source, year, unit and status; definitions; and what is missing."""

import streamlit as st

import session
from charts.provenance import (
    coverage_table,
    criteria_table,
    group_html,
    indicators_table,
    remarks_table,
    status_key,
    tasks_table,
)
from data.tables import load_tables

tables = load_tables()


@session.part
def subjects() -> None:
    """A tab per subject; only the one that is open is drawn."""
    known, groups, figures, criteria, doubts = st.tabs(
        ["Wat is er bekend?", "Aandachtsgroepen", "Cijfers per gemeente", "Maatstaven", "Twijfel"],
        key="bronnen-deel",
        on_change="rerun",
    )
    if known.open:
        with known:
            st.html(coverage_table(tables, session.scenario().year))
            st.html(tasks_table(session.inputs()))
    if groups.open:
        with groups:
            session.pick_group(st)
            st.html(group_html(tables, session.group()))
    if figures.open:
        with figures:
            st.html(indicators_table(tables))
    if criteria.open:
        with criteria:
            st.html(criteria_table(tables))
    if doubts.open:
        with doubts:
            st.html(remarks_table(tables))


session.header("Bronnen", with_group=False)
st.html(
    '<p class="fs-lead">Elk getal in dit dashboard heeft een bron, een jaar, een eenheid en een status. Waar geen cijfer is, '
    "staat er geen nul maar een streepje. Twijfel schrijven wij op.</p>"
)
st.html(status_key())
subjects()
