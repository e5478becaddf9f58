"""Tables as HTML: captions, headers, escaping; and the table and facts beside a map."""

import re

import pytest
from by_hand import KOPLOPERS, allocated, here, region
from by_hand import group as by_hand_group
from hypothesis import given
from hypothesis import strategies as st
from reading import ReadTable, dutch

from charts.areas import area_values
from charts.tables import Cell, Head, area_table, facts, html_table
from charts.terms import source_url

HOSTILE = '<script>alert("x")</script>&\'"><img src=x onerror=alert(1)>'
OURS = {"div", "table", "caption", "thead", "tbody", "tr", "th", "td", "small", "span", "i", "a"}


def test_a_table_has_a_caption_and_scoped_headers_and_numbers_to_the_right():
    table = ReadTable(html_table("Bijschrift", ["Naam", "Getal"], [["A", Cell("1", is_number=True)]]))
    assert table.caption == "Bijschrift"
    assert [cell.attributes.get("scope") for cell in table.head] == ["col", "col"]
    name, figure = table.rows[0]
    assert (name.tag, name.attributes["scope"]) == ("th", "row")
    assert (figure.tag, figure.attributes["class"]) == ("td", "number")
    assert table.head[1].attributes["class"] == "number"


def test_a_wide_table_can_be_scrolled_by_keyboard_and_has_a_name():
    text = html_table("Bijschrift", ["A"], [["a"]])
    assert 'tabindex="0"' in text
    assert 'role="region"' in text
    assert 'aria-label="Bijschrift"' in text


def test_a_table_without_rows_is_a_table():
    assert ReadTable(html_table("Leeg", ["A", "B"], [])).rows == []


@given(st.text() | st.just(HOSTILE))
def test_text_never_becomes_markup(text):
    cells = [Cell(text, note=text), Cell(text, link=text), Cell(text, is_number=True, bar=0.5)]
    table = ReadTable(html_table(text, [text] * 3, [cells]))
    assert set(table.tags) <= OURS
    assert [len(row) for row in table.rows] == [3]


def test_hostile_text_is_shown_as_it_is():
    table = ReadTable(html_table(HOSTILE, [HOSTILE], [[HOSTILE]]))
    assert table.caption == table.head[0].text == table.rows[0][0].text == HOSTILE


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "//elders.nl", " https://x", "JavaScript:x"]
)
def test_only_web_addresses_become_links(link):
    assert "<a" not in html_table("", ["A"], [[Cell("tekst", link=link)]])


def test_a_link_opens_apart_and_cannot_reach_back():
    text = html_table("", ["A"], [[Cell("tekst", link='https://voorbeeld.nl/"x"')]])
    assert 'rel="noopener"' in text
    assert ReadTable(text).rows[0][0].links == ['https://voorbeeld.nl/"x"']


@pytest.mark.parametrize(("bar", "width"), [(0, "0"), (0.5, "50"), (1, "100"), (1.7, "100"), (-1, "0")])
def test_a_bar_stays_within_its_cell(bar, width):
    assert f"width:{width}%" in html_table("", ["A"], [[Cell("1", bar=bar)]])


@pytest.mark.parametrize("level", ["gemeenten", "deelregios"])
@pytest.mark.parametrize("place", KOPLOPERS)
def test_the_table_beside_the_map_gives_the_same_numbers_largest_first(place, level):
    result = allocated(place, weights={"sociale_huur": 4, "land": 6})
    if level == "deelregios" and not any(result.inputs.subregions):
        return
    values = area_values(result, ("ouderen",), level)
    table = ReadTable(area_table(values, "x"))
    now = [int(dutch(cell.text)) for cell in table.column(f"Nu ({values.unit})")]
    assert now == sorted(values.numbers, reverse=True)
    assert sum(now) == result.tasks["ouderen"].value
    numbers = dict(zip(values.names, zip(values.numbers, values.reference, strict=True), strict=True))
    for row in table.rows:
        figures = {head.text: cell.text for head, cell in zip(table.head, row, strict=True)}
        number, reference = numbers[row[0].text]
        assert int(dutch(figures[f"Nu ({values.unit})"])) == number
        assert int(dutch(figures[values.reference_words])) == reference
        assert int(dutch(figures["Verschil"])) == number - reference
    shares = [float(dutch(cell.text)) for cell in table.column("Aandeel in de opgave")]
    assert abs(sum(shares) - 100) <= 0.05 * len(shares)


def test_what_cannot_be_said_is_unknown_in_the_table_and_the_facts():
    inputs = region([by_hand_group("groep", 10)], inwoners=[50, 50], sociale_huur=[10, 0])
    values = area_values(here(inputs), ("groep",))
    table = ReadTable(area_table(values, "x"))
    assert [cell.text for cell in table.column("Per 100 sociale huurwoningen")] == ["50", "onbekend"]
    assert re.search(r"<dt>Per 100 sociale huurwoningen <a [^>]*>bron</a></dt><dd>onbekend</dd>", facts(values, 1))


def test_the_facts_are_those_of_the_area():
    values = area_values(allocated("groningen"), ("statushouders",))
    for i in range(len(values.ids)):
        found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", facts(values, i))
        assert dutch(found[0][1]) == int(values.numbers[i])
        assert len(found) == 8


def test_a_head_can_explain_itself_and_lead_to_its_source():
    html = html_table("x", ["A", Head("Verschil", "verschil", source_url("bekend"))], [["a", "b"]])
    head = ReadTable(html).head[1]
    assert head.text == "Verschil"
    assert "bron" in head.note
    assert head.links[-1] == "/bronnen?deel=bekend"


def test_the_row_that_a_link_points_at_is_marked_in_words_too():
    table = ReadTable(html_table("x", ["A"], [["a"], ["b"]], asked=1))
    assert [row[0].note for row in table.rows] == ["", "Dit zocht u"]
    assert html_table("x", ["A"], [["a"], ["b"]], asked=1).count("fs-here") == 1


@pytest.mark.parametrize("level", ["gemeenten", "deelregios"])
def test_every_figure_beside_a_map_is_explained_or_leads_to_its_source(level):
    values = area_values(allocated("groningen"), ("statushouders",), level)
    assert all(head.note for head in ReadTable(area_table(values, "x")).head[1:])
    for name in re.findall(r"<dt>(.*?)</dt>", facts(values, 0)):
        assert "fs-source" in name or "fs-term" in name
