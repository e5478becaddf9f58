"""/verdelen: what counts, and what that does: sliders, map, bars and table move together."""

import streamlit as st

import session
from charts.live_panel import committed, live_panel, message, settings
from data.tables import load_tables
from fairshare import FairShareError

KEY = "verdelen"
KEY_PARTS = ("weights", "group_weights", "reference", "combine", "existing", "floor", "cap", "group_rules")
"""What the panel changes of the scenario; tasks, agreements and swaps are changed elsewhere."""


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
    fixed = settings(load_tables(), session.inputs(), session.group(), dict(session.scenario().tasks))
    live_panel(fixed, message(session.result(), session.group()), KEY, take_up)
