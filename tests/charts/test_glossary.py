"""The glossary, where the law stands and where help is found."""

import re
from html import unescape

from by_hand import TABLES

from charts.glossary import (
    OPEN,
    glossary_finding,
    glossary_html,
    help_html,
    law_finding,
    law_html,
    matches,
    written_date,
)
from charts.terms import glossary, term_url


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_all_terms_stand_in_alphabetical_order():
    keys = matches("")
    terms = [glossary()[key]["term"].casefold() for key in keys]
    assert len(keys) == len(TABLES.glossary)
    assert terms == sorted(terms)
    assert glossary_finding(keys) == f"{len(keys)} begrippen uitgelegd in gewone taal"


def test_searching_finds_words_in_term_and_explanation_whatever_their_capitals():
    assert "concentratie" in matches("GINI")
    assert "mutatiegraad" in matches("woningen vrijkomt")
    assert matches("bestaatniet") == []
    assert "Geen begrip gevonden" in glossary_html([])


def test_an_entry_holds_explanation_example_source_and_related_terms():
    html = glossary_html(["taakstelling"])
    row = glossary()["taakstelling"]
    for part in ("term", "short", "long", "example", "source"):
        assert row[part] in text_of(html)
    assert row["source_url"] in html
    assert term_url("achterstand") in html


def test_the_term_that_a_link_points_at_is_marked_in_words_too():
    html = glossary_html(matches(""), "referentie")
    assert html.count("fs-here") == html.count("Dit zocht u") == 1
    assert re.search(r"<div class='fs-here'><dt>Referentie", html)
    assert "fs-here" not in glossary_html(matches(""))


def test_the_law_is_told_in_order_of_date_and_what_is_open_comes_last_and_says_so():
    html = law_html(TABLES)
    items = re.findall(r"<li( class='unknown')?><strong>(.*?)\.</strong>", html)
    assert [when for _, when in items][:2] == ["11 mei 2022", "1 februari 2024"]
    assert items[-1] == (" class='unknown'", OPEN)
    assert [mark for mark, _ in items[:-1]] == [""] * (len(items) - 1)
    assert "18 februari 2026" in law_finding(TABLES)


def test_every_line_about_law_and_help_leads_to_its_source():
    for html in (law_html(TABLES), help_html(TABLES)):
        assert html.count("<li") == html.count("href='http")


def test_a_date_is_written_the_dutch_way():
    assert written_date("2026-02-18") == "18 februari 2026"
