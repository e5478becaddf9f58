"""/: what this is, the six regions on the map, and a card for each."""

import streamlit as st

import session
from charts.maps import municipal_map, netherlands_map
from charts.overview import card, region_overviews

st.title("Een thuis voor iedereen: samen de opgave verdelen", anchor=False)
words, way = st.columns([5, 1], vertical_alignment="bottom")
words.html(
    '<p class="fs-lead">Iedereen verdient een thuis: ook mensen zonder dak, mensen die een instelling verlaten, statushouders, ouderen '
    "en studenten. Hier ziet u per regio om hoeveel plekken het gaat, en wat elke gemeente op zich neemt als u die eerlijk verdeelt. "
    "Schuif met wat voor u meetelt, en zie meteen wie er meer of minder doet.</p>"
)
if way.button("Begin met verdelen", key="begin", width="stretch", icon=":material/tune:"):
    st.switch_page("verdelen.py")

overviews = region_overviews()
left, right = st.columns([1, 1.9], gap="medium")
with left:
    st.html("<h2>Zes regio's gaan voorop. Kies er een.</h2>")
    picked = municipal_map(
        netherlands_map(overviews, "Kaart van Nederland met de zes koploperregio's.", "560px"), key="nederland"
    )
with right:
    for row in (overviews[:3], overviews[3:]):
        for column, overview in zip(st.columns(3, gap="small"), row, strict=True):
            with column.container(border=True, height="stretch"):
                st.html(card(overview))
                if st.button(f"Bekijk {overview['short']}", key=f"open-{overview['id']}", width="stretch"):
                    picked = overview["id"]
if picked:
    session.go_to(picked)
    st.switch_page("kaart.py")
