"""Terms that explain themselves, and links that lead to the source of a figure."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from by_hand import TABLES
from hypothesis import given
from hypothesis import strategies as st

from charts.assets import FILES, assets_version, page_html
from charts.terms import PARTS, explained, glossary, source_link, source_url, term, term_url

KEYS = list(TABLES.glossary["key"])


def visible(html: str) -> str:
    """What stands on the page while no explanation is open."""
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r"<small.*?</small>", "", html)))


@pytest.mark.parametrize("key", KEYS)
def test_a_term_is_a_button_followed_by_its_explanation_and_a_link_to_more(key):
    html = term(key)
    row = glossary()[key]
    assert re.match(r'<span class="fs-term"><button type="button" aria-expanded="false">', html)
    assert unescape(html).index("</button>") < unescape(html).index(row["short"])
    assert 'popover="auto"' in html
    assert f'href="{term_url(key)}"' in html
    assert visible(html) == row["term"][:1].lower() + row["term"][1:]


def test_a_term_can_stand_on_the_page_in_other_words():
    assert visible(term("referentie", "Naar rato van <inwoners>")) == "Naar rato van <inwoners>"


def test_a_term_that_the_glossary_does_not_have_is_a_mistake():
    with pytest.raises(KeyError):
        term("niets")


def test_only_the_first_occurrence_of_a_term_is_explained():
    html = explained("Verdeeld naar rato van inwoners. Naar rato is eerlijk.", "naar-rato", "peiljaar")
    assert html.count("<button") == 1
    assert visible(html) == "Verdeeld naar rato van inwoners. Naar rato is eerlijk."


@given(st.text())
def test_explaining_changes_no_word_and_no_text_becomes_markup(text):
    html = explained(text, "opgave", "referentie", "uitruil")
    assert visible(html) == text
    assert set(re.findall(r"<(\w+)", html)) <= {"span", "button", "small", "a"}


@pytest.mark.parametrize("part", PARTS)
def test_a_link_to_a_source_names_part_item_and_group(part):
    url = urlsplit(source_url(part, "sociale_huur", "studenten", {"regio": "mra", "gewicht": "inwoners:6,land:4"}))
    assert url.path == "/bronnen"
    expected = {
        "deel": part,
        "item": "sociale_huur",
        "groep": "studenten",
        "regio": "mra",
        "gewicht": "inwoners:6,land:4",
    }
    assert parse_qs(url.query) == {name: [value] for name, value in expected.items()}


def test_a_link_to_a_part_that_is_not_there_is_a_mistake():
    with pytest.raises(KeyError):
        source_url("nergens")


def test_a_link_to_a_source_says_of_which_figure_and_opens_apart():
    html = source_link('Inwoners & "meer"', source_url("gemeenten", "inwoners"))
    assert 'aria-label="bron van Inwoners &amp; &quot;meer&quot;"' in html
    assert 'target="_blank"' in html and 'rel="noopener"' in html


def test_styles_and_script_of_every_page_are_files_that_the_browser_may_keep():
    addresses = re.findall(r'(?:href|src)="(.*?)"', page_html())
    assert addresses == [f"/onderdelen/{assets_version()}/{name}" for name in ("layout.css", "terms.css", "page.js")]
    assert {"layout.css", "terms.css", "page.js"} <= set(FILES)
