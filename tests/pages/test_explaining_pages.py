"""Klopt het?, Begrippen, Dekking and how a figure was made: what a visitor reads and changes there."""

import pytest
from by_hand import GROUPS, KOPLOPERS, TABLES
from visiting import problems, read, visit, well, widget

from charts.terms import PARTS, source_url


def test_klopt_het_says_in_how_many_cases_and_what_it_does_not_cover():
    text = read(visit("klopt_het.py"))
    assert "De rekenkern komt in 20 van de 20 gevallen" in text
    assert "met achterstand" in text
    assert "28.509" in text
    for name in ("Arnhem", "Partij E", "Zwitserse Nationale Raad 2019", "Standplaatsen", "Rozendaal"):
        assert name in text


def test_the_glossary_shows_every_term_and_where_the_law_stands():
    text = read(visit("begrippen.py"))
    for term in TABLES.glossary["term"]:
        assert term in text.replace("&#x27;", "'")
    assert "Niet nagegaan" in text
    assert "Expertteam Woningbouw" in text


def test_searching_the_glossary_leaves_what_fits():
    app = visit("begrippen.py")
    widget(app, "text_input", "Zoek een begrip").input("gini").run()
    assert "1 begrip uitgelegd" in read(well(app))
    widget(app, "text_input", "Zoek een begrip").input("<b>niets</b>").run()
    assert "Geen begrip gevonden" in read(well(app))


def test_a_link_to_a_term_marks_it():
    assert "Dit zocht u" in read(visit("begrippen.py", item="referentie"))
    assert "Dit zocht u" not in read(visit("begrippen.py", item="bestaat-niet"))


@pytest.mark.parametrize("part", PARTS)
def test_a_link_opens_the_part_that_it_names(part):
    app = visit("bronnen.py", deel=part, regio="groningen")
    assert app.session_state["bronnen-deel"] == PARTS[part]
    assert not problems(app)


@pytest.mark.parametrize("column", ["sociale_huur", "inwoners", "nieuwbouw_2024"])
def test_a_link_to_a_column_marks_its_row(column):
    assert "Dit zocht u" in read(visit("bronnen.py", deel="gemeenten", item=column, jaar="2023"))


def test_a_link_to_a_part_that_does_not_exist_opens_the_first():
    app = visit("bronnen.py", deel="<b>weg</b>", item="<i>x</i>")
    assert app.session_state["bronnen-deel"] == "Wat is er bekend?"
    assert "<b>" not in " ".join(part.proto.body for part in app.get("html"))


@pytest.mark.parametrize("place", [*KOPLOPERS, "nl"])
def test_the_coverage_of_every_region_is_shown_with_what_to_ask(place):
    text = read(visit("bronnen.py", deel="dekking", regio=place))
    assert "groepen is er een opgave" in text
    assert "Vragen om de gaten te vullen" in text


@pytest.mark.parametrize("group", GROUPS)
def test_the_figure_of_every_group_is_explained(group):
    text = read(visit("bronnen.py", deel="groepen", groep=group, regio="mra"))
    assert "Soort cijfer." in text and "Dit zegt het niet." in text


def test_an_own_task_shows_up_in_coverage_and_calculation():
    query = {"opgave": "medisch_urgent:120", "groep": "medisch_urgent"}
    assert "zelf ingevuld" in read(visit("bronnen.py", deel="groepen", **query))
    assert "voor 16 van de 22 groepen is er een opgave" in read(visit("bronnen.py", deel="dekking", **query))


def test_an_assumption_can_be_changed_and_taken_back():
    app = visit("bronnen.py", deel="groepen", groep="statushouders", regio="arnhem-nijmegen")
    assert "957 personen × 0,43 = 412 woningen per halfjaar" in read(app)
    field = "Woningen per eenheid (woningen per persoon)"
    widget(app, "number_input", field).set_value(0.5)
    widget(app, "button", "Gebruik dit getal").click().run()
    assert "957 personen × 0,5 = 479 woningen per halfjaar" in read(well(app))
    assert "eigen invoer" in read(app)
    widget(app, "button", "Terug naar de bron").click().run()
    assert "957 personen × 0,43 = 412 woningen per halfjaar" in read(well(app))


def test_an_assumption_that_cannot_be_is_refused_and_nothing_changes():
    app = visit("bronnen.py", deel="aannames")
    widget(
        app,
        "number_input",
        "Deel van de corporatiewoningen dat in een jaar vrijkomt (van alle sociale huurwoningen, per jaar)",
    ).set_value(3.0)
    widget(app, "button", "Gebruik dit getal").click().run()
    assert any("mutatiegraad is 3" in problem for problem in problems(well(app)))
    assert "6,94" in read(app)


def test_the_cards_on_the_start_page_lead_to_how_the_figure_was_made():
    html = " ".join(part.proto.body for part in visit().get("html"))
    for region in TABLES.regions["region"]:
        assert source_url("groepen", group="statushouders", query={"regio": region}).replace("&", "&amp;") in html
