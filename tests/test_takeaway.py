"""The window Meenemen: nothing is made until a button is pressed, and the privacy choice holds for every file."""

import subprocess
import sys
from pathlib import Path

import pytest
from by_hand import TABLES

import session
import takeaway
from fairshare import Scenario, allocate, inputs_for
from reports.privacy import CHOICES

ROOT = Path(__file__).parents[1]
HEAVY = ("docx", "typst", "xlsxwriter", "openpyxl", "lxml")
RESULT = allocate(
    inputs_for(TABLES, Scenario(region="parkstad")),
    Scenario(region="parkstad", weights={"inwoners": 6, "sociale_huur": 4}),
)
STARTS = {
    "xlsx": b"PK",
    "csv": b"\xef\xbb\xbf",
    "json": b"{",
    "docx": b"PK",
    "pdf": b"%PDF",
    "png": b"\x89PNG",
    "svg": b"<svg",
}


def test_opening_a_page_loads_nothing_that_only_a_file_needs():
    code = f"import session, sys; found = [m for m in {HEAVY!r} if m in sys.modules]; assert not found, found"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


@pytest.mark.parametrize("choice", CHOICES)
def test_every_button_makes_its_file(choice):
    made = {
        "xlsx": takeaway._workbook(RESULT, choice, "statushouders"),
        "csv": takeaway._csv(RESULT, choice),
        "json": takeaway._json(RESULT, choice),
        "docx": takeaway._note(RESULT, choice, "statushouders", "docx"),
        "pdf": takeaway._note(RESULT, choice, "statushouders", "pdf"),
    }
    for is_map in (True, False):
        for kind in ("png", "svg"):
            make = takeaway._figure(RESULT, choice, "statushouders", "verschil", is_map, kind)
            assert make().startswith(STARTS[kind])
    for kind, content in made.items():
        assert content.startswith(STARTS[kind]), kind


def page() -> None:
    import session

    session.start()
    session.header("Proef")


def test_a_closed_window_draws_only_its_button():
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_function(page, default_timeout=30).run()
    assert not app.exception
    assert "Aantallen mensen" not in [radio.label for radio in app.radio]
    assert session.DEFAULT_GROUP in app.session_state.group
