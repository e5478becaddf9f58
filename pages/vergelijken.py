"""/vergelijken: the six regions on one colour scale, in one table, with one key; and their profiles side by side."""

import streamlit as st

import session
from charts.comparison import (
    comparison_finding,
    effect_table,
    effect_words,
    effects,
    indicator_table,
    profile_html,
    results_per_region,
)
from charts.figures import central_dumbbell, central_finding
from charts.findings import finding_html
from charts.maps import municipal_map, result_map, shared_legend
from charts.overview import region_names
from charts.scales import MEASURES
from data.tables import load_tables

tables = load_tables()
names = region_names(tables)


@session.part
def maps() -> None:
    """The choice of colour, six small maps in rows of three, one legend."""
    results = results_per_region(tables, session.scenario(), session.group())
    measure = session.pick_view(
        st.segmented_control, "kleur", "Wat laat de kleur zien?", MEASURES, "verschil", required=True
    )
    regions = list(results)
    for row in (regions[:3], regions[3:]):
        for column, region in zip(st.columns(3), row, strict=True):
            result = results[region]
            with column:
                if isinstance(result, str):
                    st.subheader(names[region], anchor=False)
                    st.info(result)
                else:
                    data = result_map(
                        result, (session.group(),), measure, title=names[region], height="290px", is_small=True
                    )
                    municipal_map(data, key=f"klein-{region}")
    st.html(shared_legend(tuple(results.values()), session.group(), measure))


@session.part
def profiles() -> None:
    """Up to three profiles side by side."""
    first = session.scenario().region
    order = sorted(names, key=lambda region: region != first)
    chosen = st.multiselect(
        "Zet naast elkaar",
        list(names),
        default=order[:3],
        format_func=names.get,
        max_selections=3,
        placeholder="Kies een of meer regio's",
    )
    for column, region in zip(st.columns(max(len(chosen), 1)), chosen, strict=False):
        column.html(profile_html(tables, region))


def draw() -> None:
    """Six small maps, one table, one key in six regions, the profiles."""
    results = results_per_region(tables, session.scenario(), session.group())
    st.html(finding_html(comparison_finding(tables, results, session.group())))
    maps()
    st.header("In cijfers", anchor=False)
    st.html(indicator_table(tables, results, session.group(), session.scenario().year))
    st.header("Dezelfde sleutel, zes regio's", anchor=False)
    st.html(f"<p>{effect_words()}</p>")
    found = effects(tables, results, session.group())
    title = central_finding(found, names)
    st.subheader(title, anchor=False)
    figure = central_dumbbell(found, names)
    st.plotly_chart(
        figure, key="centrale-stad", config={"displayModeBar": False}, alt=f"{title} De tabel geeft alle getallen."
    )
    st.html(effect_table(tables, results, session.group()))
    st.header("Hoe werken de regio's?", anchor=False)
    profiles()


session.header("Vergelijken")
if session.has_task():
    draw()
