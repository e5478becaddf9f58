"""/vergelijk-scenarios: two to six scenarios side by side: maps of the difference, a dumbbell, tables, rules and measures."""

import streamlit as st

import keeper
import session
from bar import button
from charts.findings import finding_html
from charts.maps import municipal_map, shared_legend
from charts.scenario_comparison import (
    BETTER_OFF,
    better_off_html,
    comparison_finding,
    comparison_table,
    difference_map,
    dumbbell,
    dumbbell_note,
    lettered,
    measures_table,
    notes_html,
    rules_html,
)
from charts.scenarios import error_html
from data.tables import load_tables
from fairshare import FairShareError
from fairshare.scenario_comparison import FEWEST, MOST, Comparison, compare


def choose() -> list[str]:
    """Which scenarios; the first one is what the others are compared with."""
    choices = keeper.choices()
    known = [key for key in keeper.compared() if key in choices]
    st.session_state["naast"] = known[:MOST]
    box, aside = st.columns([5, 1.4], vertical_alignment="bottom")
    box.multiselect(
        f"Kies {FEWEST} tot {MOST} scenario's. Het eerste is waarmee de andere worden vergeleken.",
        list(choices),
        format_func=choices.get,
        max_selections=MOST,
        key="naast",
        placeholder="Kies scenario's",
        on_change=lambda: keeper.compare(st.session_state["naast"]),
    )
    words = "Voor dit bezoek: zo vergelijkt u wat u nu ziet met wat u hierna probeert"
    with aside:
        button("Leg opzij", "add", "leg-opzij", keeper.put_aside, help=words)
    return known


def maps(comparison: Comparison) -> None:
    """The difference of every scenario with the first, on one scale."""
    others = range(1, len(comparison.labels))
    for row in (others[:3], others[3:]):
        for column, other in zip(st.columns(3), row, strict=False):
            with column:
                st.subheader(session.inert(comparison.labels[other]), anchor=False)
                municipal_map(difference_map(comparison, other, "290px"), key=f"verschil-{other}")
    title = f"Verschil met {comparison.labels[0]}"
    st.html(shared_legend(comparison.results, comparison.group, "verschil", title))


def draw(keys: list[str]) -> None:
    """Finding, maps, dumbbell, who is better off where, all numbers, measures and rules."""
    found = [keeper.scenario_of(key) for key in keys]
    labels = lettered([name for name, _ in found])
    results = [session.result_of(scenario) for _, scenario in found]
    comparison = compare(dict(zip(labels, results, strict=True)), session.group())
    title = comparison_finding(comparison)
    st.html(finding_html(title))
    if comparison.notes:
        st.html(notes_html(comparison))
    maps(comparison)
    st.header("Per gemeente", anchor=False)
    st.plotly_chart(
        dumbbell(comparison),
        key="halter",
        config={"displayModeBar": False},
        alt=f"{title} De tabel geeft alle getallen.",
    )
    st.caption(dumbbell_note(comparison))
    st.header("Wie is beter af in welk scenario?", anchor=False)
    st.write(BETTER_OFF)
    st.html(better_off_html(comparison))
    st.html(comparison_table(comparison))
    st.header("De maten naast elkaar", anchor=False)
    st.html(measures_table(comparison))
    st.header("Welke regels verschillen?", anchor=False)
    st.html(rules_html(load_tables(), comparison))


session.header("Scenario's vergelijken")
try:
    chosen = choose()
    if len(chosen) < FEWEST:
        st.write("Kies twee of meer scenario's. Of leg opzij wat u nu ziet, verander iets, en vergelijk.")
    else:
        draw(chosen)
except FairShareError as problem:
    st.html(error_html(problem))
