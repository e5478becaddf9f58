"""/verdelen: what counts, and what that does: sliders, map, bars and table move together."""

import streamlit as st

import session
from charts.live_panel import KEY_PARTS, committed, handed, live_panel, turn_of
from fairshare import FairShareError

KEY = "verdelen"


def take_up() -> None:
    """The key that the panel committed becomes the scenario of this visitor."""
    try:
        scenario = committed(st.session_state.get(KEY))
    except FairShareError as error:
        session.say(f"Deze sleutel kan niet worden gebruikt: {error}")
        return
    if scenario and (scenario.region, scenario.year) == (session.scenario().region, session.scenario().year):
        session.choose(**{part: getattr(scenario, part) for part in KEY_PARTS})


session.header("Verdelen")
if session.has_task():
    turn = turn_of(st.session_state.get(KEY))
    live_panel(handed(session.inputs(), session.scenario(), session.group(), turn), KEY, take_up)
