"""/onderhandelen: set another number for a municipality, and see at once who takes over how much."""

import streamlit as st

import session
from charts.live_panel import turn_of
from charts.negotiation import at_table, bargained, negotiation_panel
from fairshare import FairShareError

KEY = "onderhandelen"


def take_up() -> None:
    """A move at the table becomes part of the scenario and of the log."""
    move = st.session_state[KEY].get("move")
    try:
        agreements, swaps = bargained(move)
    except FairShareError as error:
        session.say(f"Deze zet kan niet worden overgenomen: {error}")
        return
    session.bargain(agreements, swaps, str(move.get("reason", "")))


def step() -> None:
    """Undo or redo the last move."""
    session.step_back() if st.session_state[KEY].get("step") == "undo" else session.step_forward()


session.header("Onderhandelen")
if session.has_task():
    steps = session.log(), session.can_step_back(), session.can_step_forward()
    turn = turn_of(st.session_state.get(KEY), "move")
    negotiation_panel(at_table(session.result(), session.group(), *steps, turn), KEY, take_up, step)
