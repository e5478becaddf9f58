"""Groups in which every number is hidden, a task of nothing, and texts that are all there is: every file is still made."""

import json

import pytest
from by_hand import TABLES
from office import MADE, full_result

from reports.figures import png, result_bars, result_map
from reports.files import as_csv, as_json
from reports.note import decision_note
from reports.pdf import pdf
from reports.privacy import CHOICES, HIDE, published
from reports.word import word
from reports.workbook import workbook

CASES = {"all hidden": ("mensenhandel", {}), "nothing to divide": ("uitstroom_ggz", {"tasks": {"uitstroom_ggz": 0}})}


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize(("group", "more"), CASES.values(), ids=CASES)
def test_every_file_is_made(group, more, choice):
    view = published(full_result("parkstad", **more), choice)
    note = decision_note(view, group, TABLES, MADE)
    assert pdf(note).startswith(b"%PDF") and word(note).startswith(b"PK")
    assert workbook(view, group, TABLES, MADE).startswith(b"PK")
    assert as_csv(view, MADE) and json.loads(as_json(view))
    for make in (result_map, result_bars):
        for measure in ("aantal", "verschil", "per_1000", "aandeel"):
            assert png(make(view, (group,), measure, MADE).svg, 48).startswith(b"\x89PNG")


def test_where_all_is_hidden_the_title_says_so():
    view = published(full_result("parkstad"), HIDE)
    assert "geen getal dat hier mag worden getoond" in result_map(view, ("mensenhandel",), "aantal", MADE).title
    assert "geen getal dat hier mag worden getoond" in decision_note(view, "mensenhandel", TABLES, MADE).blocks[0].text
