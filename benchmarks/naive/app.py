"""The page /verdelen the usual way: Streamlit's own widgets, plotly with the geometry inline, a rerun per move.

It shows what /verdelen shows, from the same engine: finding, map, bars with intervals and the table of all groups.
Reading is cached, as anyone would. The key stands in the title of the map and, last of all, under the table: that is how
`benchmarks/moves.py` knows that everything is new. Not part of the product.
"""

import json

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from benchmarks.moves import START, key_text
from charts.findings import finding, summary
from data.tables import load_tables
from fairshare import Result, Scenario, allocate, inputs_for
from fairshare.criteria import NoShare
from fairshare.robustness import intervals
from geo.layers import areas_geojson

GROUP = "statushouders"


@st.cache_resource
def shapes(codes: tuple[str, ...]) -> dict:
    """The municipalities as GeoJSON."""
    return json.loads(areas_geojson(codes))


def choropleth(result: Result, title: str) -> go.Figure:
    """Difference with the reference, on the map."""
    g = result.column(GROUP)
    numbers, reference = result.numbers[:, g], result.whole_reference[:, g]
    figure = go.Figure(
        go.Choropleth(
            geojson=shapes(result.inputs.codes),
            featureidkey="properties.municipality",
            locations=list(result.inputs.codes),
            z=100 * (numbers - reference) / reference.clip(min=1),
            text=list(result.inputs.names),
            customdata=numbers,
            hovertemplate="%{text}: %{customdata} (%{z:+.0f} %)<extra></extra>",
            colorscale="PuOr_r",
            zmid=0,
        )
    )
    figure.update_geos(fitbounds="locations", visible=False)
    figure.update_layout(title=title, height=520, margin={"l": 0, "r": 0, "t": 40, "b": 0})
    return figure


def bars(result: Result) -> go.Figure:
    """Number per municipality with its interval, and the reference."""
    g = result.column(GROUP)
    numbers, reference = result.numbers[:, g], result.whole_reference[:, g]
    interval = intervals(result, groups=(GROUP,))[GROUP]
    error = {"array": (interval.high - numbers).clip(0), "arrayminus": (numbers - interval.low).clip(0)}
    names = list(result.inputs.names)
    figure = go.Figure()
    figure.add_bar(x=names, y=numbers, error_y=error, name="nu")
    figure.add_scatter(x=names, y=reference, mode="markers", name="referentie")
    figure.update_layout(height=520, margin={"l": 0, "r": 0, "t": 40, "b": 0})
    return figure


st.set_page_config(page_title="Verdelen", layout="wide")
tables = load_tables()
regions = [*tables.regions["region"], "nl"]
names = {"nl": "Nederland"} | dict(zip(tables.regions["region"], tables.regions["short_name"], strict=True))
asked = st.query_params.get("regio", "mra")
region = st.selectbox("Regio", regions, index=regions.index(asked), format_func=names.get)
inputs = inputs_for(tables, Scenario(region=region))

weights = {}
with st.sidebar:
    st.header("Wat telt mee?")
    for criterion, spec in inputs.criteria.items():
        if not isinstance(inputs.share(criterion, GROUP), NoShare):
            weights[criterion] = st.slider(spec.name, 0, 10, START.get(criterion, 0), key=criterion)

scenario = Scenario(region=region, weights=weights)
result = allocate(inputs, scenario)
st.markdown(f"### {finding(result, GROUP)}")
st.markdown(summary(result, GROUP))
left, right = st.columns(2)
left.plotly_chart(choropleth(result, f"Verschil met de referentie ({key_text(weights)})"), key="kaart")
right.plotly_chart(bars(result), key="balken")
table = pd.DataFrame(result.numbers, index=list(result.inputs.names), columns=list(result.groups))
st.dataframe(table)
st.caption(f"Sleutel: {key_text(weights)}")
