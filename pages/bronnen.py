"""/bronnen: every figure with its source, year, unit and status; definitions; and what is missing."""

import streamlit as st

import session
from charts.findings import finding_html
from charts.own_figures import figures_table
from charts.provenance import (
    assumptions_table,
    calculation_html,
    coverage_finding,
    coverage_table,
    criteria_table,
    group_html,
    homes_html,
    indicators_table,
    introduction,
    region_coverage_table,
    remarks_table,
    requests_table,
    status_key,
    tasks_table,
)
from charts.terms import PARTS
from data.tables import load_tables
from fairshare.assumptions import HOMES, TURNOVER, assumption
from fairshare.coverage import coverage


def one_group() -> None:
    """How the figure of one group was made, how to read it, what it does not say, and what else was published."""
    session.pick_group(st)
    key, own = session.group(), dict(session.scenario().tasks).get(session.group())
    st.subheader("Zo is het getal gemaakt", anchor=False)
    st.html(calculation_html(session.inputs(), key, own))
    st.subheader("Zo leest u het", anchor=False)
    st.html(group_html(tables, key))
    st.subheader("In woningen", anchor=False)
    st.html(homes_html(tables, session.overrides(), session.inputs(), key, own))
    own_assumption(HOMES, key)


def own_assumption(key: str, group: str = "") -> None:
    """A field for a value of one's own; the published value can always come back."""
    factor = assumption(tables, session.overrides(), key, group)
    field = f"aanname-{factor.subject}"
    with st.popover(f"Eigen getal: {factor.name.lower()}"), st.form(f"{field}-form", border=False):
        value = st.number_input(f"{factor.name} ({factor.unit})", 0.0, 10.0, factor.value, 0.01, "%.4f", field)
        left, right = st.columns(2)
        if left.form_submit_button("Gebruik dit getal"):
            session.assume(key, group, value)
            st.rerun()
        if factor.is_own and right.form_submit_button("Terug naar de bron"):
            session.assume(key, group, None)
            st.rerun()


def region_coverage() -> None:
    """What is known of the region, and what to ask from whom."""
    matrix = coverage(session.inputs(), tables, dict(session.scenario().tasks), session.overrides())
    st.html(finding_html(coverage_finding(session.inputs(), matrix)))
    st.html(region_coverage_table(session.inputs(), matrix))
    st.subheader("Wat kunt u opvragen, en bij wie?", anchor=False)
    st.write("Wie het cijfer heeft, verschilt per regio. Begin bij de partij die hier staat.")
    st.html(requests_table(tables, session.inputs(), matrix))


def brought(*kinds: str) -> None:
    """What the region brought itself, above what was published."""
    figures = tuple(figure for figure in session.scenario().figures if figure.kind in kinds)
    if figures:
        st.html(figures_table(tables, figures, session.inputs().region_name))


tables = load_tables()


@session.part
def subjects() -> None:
    """A tab per subject; only the one that is open is drawn."""
    asked = st.session_state.view.get("item")
    known, gaps, groups, factors, figures, criteria, doubts = st.tabs(
        list(PARTS.values()),
        key="bronnen-deel",
        default=PARTS[session.viewed("deel", PARTS, "bekend")],
        on_change="rerun",
    )
    if known.open:
        with known:
            brought("task", "existing")
            st.html(coverage_table(tables, session.scenario().year))
            st.html(tasks_table(session.inputs()))
    if gaps.open:
        with gaps:
            region_coverage()
    if groups.open:
        with groups:
            one_group()
    if factors.open:
        with factors:
            st.html(assumptions_table(tables, session.overrides(), session.inputs(), asked))
            own_assumption(TURNOVER)
    if figures.open:
        with figures:
            brought("quantity")
            st.html(indicators_table(tables, session.column_asked()))
    if criteria.open:
        with criteria:
            brought("criterion")
            st.html(criteria_table(tables, asked))
    if doubts.open:
        with doubts:
            st.html(remarks_table(tables))


session.header("Bronnen", with_group=False)
st.html(introduction())
st.html(status_key())
subjects()
