"""Own figures and regions of one's own on every page: what a visitor brings follows, and what others see stays."""

import pytest
from by_hand import TABLES
from test_pages import PAGES, go, link, problems, read, visit, well, widget

from fairshare.figures import OwnFigure, checked_figures, digest
from fairshare.inputs import members
from fairshare.regions import own_region

CODES = tuple(members(TABLES, "groningen", 2024).index)
CRITERION = OwnFigure(
    "criterion",
    "eigen_leegstand",
    dict.fromkeys(CODES, 4),
    "woningen",
    "2025",
    "Eigen telling",
    name="Leegstand",
    direction="meer",
)
FIGURES = checked_figures(
    (
        OwnFigure("task", "statushouders", {"primary": 700}, "", "2025", "Eigen onderzoek", "regionaal onderzoek"),
        OwnFigure("existing", "statushouders", dict.fromkeys(CODES, 5), "", "2025", "Eigen telling"),
        CRITERION,
    )
)
SIX = [code for region in TABLES.regions["region"] for code in members(TABLES, region, 2024).index]
REGIONS = {
    "two": "eigen:GM0014,GM0037",
    "twelve": own_region(list(TABLES.municipalities.index)[100:112]),
    "eighty-two": own_region(SIX),
    "everyone": own_region(TABLES.municipalities.index),
    "official": "corop:CR03",
    "youth": "jeugdregio:JZ10",
    "one alone": "corop:CR02",
}


def with_figures(page: str, figures=FIGURES, **query):
    """A visitor who has brought figures, on a page."""
    app = visit(page, regio="groningen", **query)
    app.session_state["figures"] = {digest(figures): figures}
    app.session_state["scenario"] = app.session_state["scenario"].with_figures(figures)
    return well(app.run())


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("region", REGIONS)
def test_every_page_stands_for_any_region(page, region):
    app = visit(page, regio=REGIONS[region])
    assert not problems(app)
    assert link(app)["regio"] == REGIONS[region]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_stands_with_own_figures(page):
    app = with_figures(page)
    assert link(app)["cijfers"] == digest(FIGURES)
    assert not problems(app)


def test_an_own_task_stands_with_its_source_everywhere():
    app = with_figures("gegevens.py")
    assert "Eigen onderzoek" in " ".join(part.value for part in app.markdown)
    assert "700" in read(app)
    go(app, "kaart.py")
    assert "700 personen per halfjaar (regionaal onderzoek)" in read(app)
    go(app, "bronnen.py")
    assert "Eigen onderzoek" in read(app)


def test_back_to_what_was_published_and_forth_again():
    app = with_figures("gegevens.py")
    widget(app, "button", "Terug naar de gepubliceerde cijfers").click().run()
    assert "cijfers" not in link(well(app))


def test_one_figure_by_hand_takes_a_source():
    app = visit("gegevens.py", regio="groningen")
    widget(app, "selectbox", "Soort cijfer").select("quantity").run()
    widget(app, "selectbox", "Waarover").select("plancapaciteit").run()
    widget(app, "number_input", "Uw cijfer (woningen)").set_value(123)
    widget(app, "button", "Gebruik dit cijfer").click().run()
    assert any("Bron is leeg" in problem for problem in problems(well(app)))
    assert "cijfers" not in link(app)
    widget(app, "number_input", "Uw cijfer (woningen)").set_value(123)
    widget(app, "text_input", "Bron").set_value("Planlijst")
    widget(app, "text_input", "Jaar").set_value("2025")
    widget(app, "button", "Gebruik dit cijfer").click().run()
    assert "cijfers" in link(well(app))
    (figure,) = app.session_state["scenario"].figures
    assert (figure.subject, figure.source, figure.values) == ("plancapaciteit", "Planlijst", ((CODES[0], 123.0),))
    assert "Planlijst" in read(app)
    widget(app, "button", "Terug naar het gepubliceerde cijfer").click().run()
    assert "cijfers" not in link(well(app))


def test_figures_stay_with_their_region_and_a_weighed_criterion_does_not_hold_a_visitor_back():
    app = with_figures("gegevens.py")
    app.session_state["scenario"] = app.session_state["scenario"].with_(weights={"inwoners": 5, "eigen_leegstand": 5})
    well(app.run())
    widget(app, "selectbox", "Regio").select("mra").run()
    assert link(well(app)) == {"regio": "mra", "gewicht": "inwoners:5"}


def test_a_region_is_put_together_and_stays_in_the_picker():
    app = visit("regio.py")
    widget(app, "multiselect", "Gemeenten").select("GM0014").select("GM0037").run()
    widget(app, "text_input", "Naam van de regio").set_value("Ons Veen").run()
    widget(app, "button", "Werk met deze regio").click().run()
    assert link(well(app))["regio"] == "eigen:GM0014,GM0037"
    assert app.title[0].value == "Kaart"
    widget(app, "selectbox", "Regio").select("mra").run()
    assert "Ons Veen" in widget(app, "selectbox", "Regio").options
    widget(app, "selectbox", "Regio").select("eigen:GM0014,GM0037").run()
    assert link(well(app))["regionaam"] == "Ons Veen"


def test_a_name_that_cannot_be_is_told():
    app = visit("regio.py")
    widget(app, "multiselect", "Gemeenten").select("GM0014").select("GM0037").run()
    widget(app, "text_input", "Naam van de regio").set_value("<b>").run()
    widget(app, "button", "Werk met deze regio").click().run()
    assert any("tekens" in problem for problem in problems(well(app)))


def test_an_official_area_can_be_the_start_of_a_region():
    app = visit("regio.py")
    widget(app, "selectbox", "Indeling").select("corop").run()
    widget(app, "selectbox", "Gebied").select("corop:CR03").run()
    widget(app, "button", "Begin met deze gemeenten").click().run()
    assert widget(well(app), "multiselect", "Gemeenten").value == list(members(TABLES, "corop:CR03", 2024).index)
    widget(app, "button", "Werk met dit gebied").click().run()
    assert link(well(app))["regio"] == "corop:CR03"


@pytest.mark.parametrize(("region", "has_tiles"), [("two", True), ("twelve", True), ("everyone", False)])
def test_tiles_are_offered_where_there_is_a_layout(region, has_tiles):
    app = visit("kaart.py", regio=REGIONS[region], vorm="tegels")
    assert not problems(app)
    assert any("Tegels" in [o.content for o in group.proto.options] for group in app.get("button_group")) == has_tiles
