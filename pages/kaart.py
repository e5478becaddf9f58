"""/kaart: the task on the map: which groups, which measure, municipalities or subregions, area, tiles or columns."""

import streamlit as st

import session
from charts.areas import AreaValues, area_values
from charts.assets import SOURCE
from charts.columns3d import columns_deck
from charts.findings import key_line, map_finding
from charts.maps import COLUMNS_3D, LEVELS, modes, municipal_map, result_map
from charts.numbers import number
from charts.scales import MEASURES
from charts.tables import area_table, facts
from charts.terms import explained
from fairshare import Result


def choose(result: Result) -> tuple[tuple[str, ...], str, str, str]:
    """The controls in one row: groups, measure, form and level."""
    others = [key for key in result.sums_of(session.group()) if key != session.group()]
    places = st.columns([2.2, 1.5, 1.5, 2.6] if others else [2.2, 1.5, 1.5], vertical_alignment="bottom")
    measure = session.pick_view(places[0].selectbox, "maat", "Wat laat de kleur zien?", MEASURES, "per_1000")
    mode = session.pick_view(places[1].segmented_control, "vorm", "Vorm", modes(result), "kaart", required=True)
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
    values = area_values(result, groups, level)
    chosen = session.viewed("gebied", values.ids, None)
    title = map_finding(values, measure)
    said = explained(key_line(result, groups), "naar-rato", "peiljaar")
    st.html(f'<h2 class="fs-finding">{title}</h2><p class="fs-quiet">{said}</p>')
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
