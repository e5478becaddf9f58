"""/kaart: the task on the map: which groups, which measure, municipalities or subregions, area, tiles or columns."""

import streamlit as st

import keeper
import session
from charts.areas import AreaValues, area_values
from charts.assets import SOURCE
from charts.columns3d import columns_deck
from charts.findings import finding_html, key_line, map_finding
from charts.maps import COLUMNS_3D, LEVELS, modes, municipal_map, result_map
from charts.numbers import number
from charts.scales import MEASURES
from charts.scenario_comparison import compared_values
from charts.tables import area_table, facts
from fairshare import Result

PINNED = "vastgezet"
"""The measure that colours the difference with the pinned scenario."""


def choose(result: Result) -> tuple[tuple[str, ...], str, str, str]:
    """The controls in one row: groups, measure, form and level."""
    others = [key for key in result.sums_of(session.group()) if key != session.group()]
    places = st.columns([2.2, 1.5, 1.5, 2.6] if others else [2.2, 1.5, 1.5], vertical_alignment="bottom")
    pinned = {PINNED: "Verschil met het vastgezette scenario"} if keeper.can_compare((session.group(),)) else {}
    measure = session.pick_view(places[0].selectbox, "maat", "Wat laat de kleur zien?", MEASURES | pinned, "per_1000")
    forms = {key: name for key, name in modes(result).items() if measure != PINNED or key != COLUMNS_3D}
    mode = session.pick_view(places[1].segmented_control, "vorm", "Vorm", forms, "kaart", required=True)
    level = "gemeenten"
    if any(result.inputs.subregions) and mode == "kaart":
        level = session.pick_view(places[2].segmented_control, "niveau", "Niveau", LEVELS, "gemeenten", required=True)
    also = []
    if others:
        names = {key: result.inputs.groups[key].short_name for key in others}
        also = places[3].multiselect(
            "Tel erbij op (zelfde eenheid)", others, format_func=names.get, placeholder="Kies groepen", key="erbij"
        )
    return (session.group(), *also), measure, mode, level


def panel(values: AreaValues, chosen: str | None, label: str) -> None:
    """The numbers of the chosen area; of a municipality with the way to its sheet."""
    names = dict(zip(values.ids, values.names, strict=True))
    session.pick_view(st.selectbox, "gebied", label, names, placeholder="Kies op de kaart of hier")
    if chosen:
        st.html(facts(values, values.ids.index(chosen)))
        if label == "Gemeente":
            st.page_link("gemeente.py", label=f"Gemeenteblad van {names[chosen]}", icon=":material/location_city:")
    else:
        st.write("Kies een gebied op de kaart. Hier leest u dan de cijfers.")
        st.html(f'<p class="fs-quiet">Samen: {number(values.numbers.sum())} {values.unit}.</p>')


@session.part
def draw() -> None:
    """The finding, the map with its panel, and the same figures as a table."""
    result = session.result()
    groups, measure, mode, level = choose(result)
    values = None
    if measure == PINNED:
        measure = "verschil"
        if keeper.can_compare(groups):
            values = compared_values(result, keeper.pinned_result(), groups, keeper.pinned_words(), level)
    compared, values = values, values or area_values(result, groups, level)
    chosen = session.viewed("gebied", values.ids, None)
    title = map_finding(values, measure)
    st.html(finding_html(title, key_line(result, groups), "naar-rato", "peiljaar"))
    picture, side = st.columns([2.6, 1], gap="medium")
    with picture:
        if mode == COLUMNS_3D:
            deck = columns_deck(result, groups, measure)
            st.pydeck_chart(deck, height=560, key="kolommen", alt=f"Kolommen op de kaart. {title}")
            st.caption(
                "Hoogte en kleur van een kolom geven het getal. Draai met de rechtermuisknop. De tabel geeft dezelfde cijfers. "
                f"{SOURCE}."
            )
        else:
            data = result_map(
                result,
                groups,
                measure,
                title=title,
                level=level,
                mode=mode,
                selected=chosen,
                values=compared,
                height="min(560px, 70vh, 100vw)",
            )
            municipal_map(data, key="kaart", on_pick=lambda area: session.look_at("gebied", area or None))
    with side.container(border=True, height="stretch"):
        panel(values, chosen, "Gemeente" if level == "gemeenten" else "Deelregio")
    table = st.expander("Dezelfde cijfers als tabel", key="kaart-tabel", on_change="rerun")
    if table.open:
        table.html(area_table(values, title))


session.header("Kaart")
if session.has_task():
    draw()
