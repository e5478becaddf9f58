"""Plotly figures: charts that change when a choice is made, not while a slider moves."""

from __future__ import annotations

import plotly.graph_objects as go

from charts.numbers import percent
from charts.remembered import Shared, remembered
from fairshare.comparison import KeyEffect

LESS, MORE, LINE, NOW = "#542788", "#b35806", "#8a949e", "#1d91c0"
ROW_HEIGHT = 42
"""Height of a row of a dumbbell. [px]"""


@remembered
def central_dumbbell(effects: Shared[str, KeyEffect], names: Shared[str, str]) -> go.Figure:
    """Share of the central city per region: an open circle for the reference, a filled one for the result.

    Parameters
    ----------
    effects : region -> what the key does there.
    names : region -> name on screen.
    """
    regions = list(effects)
    rows = [names[region] for region in regions]
    before = [100 * effects[region].central_reference for region in regions]
    after = [100 * effects[region].central for region in regions]
    figure = go.Figure()
    for name, start, end in zip(rows, before, after, strict=True):
        color = MORE if end > start else LESS if end < start else LINE
        figure.add_scatter(
            x=[start, end], y=[name, name], mode="lines", line={"color": color, "width": 4}, hoverinfo="skip"
        )
    dots = {
        "referentie": (before, {"symbol": "circle-open", "line": {"width": 3}, "color": LINE}, "markers"),
        "nu": (after, {"color": NOW}, "markers+text"),
    }
    for name, (values, marker, mode) in dots.items():
        words = [percent(value / 100, 1) for value in values]
        figure.add_scatter(
            x=values,
            y=rows,
            mode=mode,
            name=name,
            text=words,
            textposition="middle right",
            hovertemplate=f"%{{y}}: {name} %{{text}}<extra></extra>",
            marker={"size": 15, **marker},
        )
    for trace in figure.data[: len(rows)]:
        trace.showlegend = False
    figure.update_layout(
        height=ROW_HEIGHT * len(rows) + 90,
        margin={"l": 10, "r": 30, "t": 10, "b": 40},
        legend={"orientation": "h", "y": 1.12, "x": 0},
        xaxis={
            "title": "aandeel van de centrale stad in de opgave (%)",
            "rangemode": "tozero",
            "separatethousands": True,
        },
        yaxis={"autorange": "reversed"},
        separators=",.",
        uirevision="central",
    )
    return figure


@remembered
def central_finding(effects: Shared[str, KeyEffect], names: Shared[str, str]) -> str:
    """Where the share of the central city changes most."""
    change = {region: effect.central - effect.central_reference for region, effect in effects.items()}
    if not change or max(map(abs, change.values())) < 0.0005:
        return "Het aandeel van de centrale steden blijft gelijk aan de referentie."
    region = max(change, key=lambda key: abs(change[key]))
    effect, way = effects[region], "stijgt" if change[region] > 0 else "daalt"
    start, end = percent(effect.central_reference, 1), percent(effect.central, 1)
    return f"In {names[region]} {way} het aandeel van de centrale stad het sterkst: van {start} naar {end}."
