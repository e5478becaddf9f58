"""Every page runs for every region, year and kind of group; the choices of a visitor follow from page to page."""

from pathlib import Path

import pytest
from by_hand import KOPLOPERS, TABLES, YEARS, allocated
from streamlit.testing.v1 import AppTest
from visiting import SHELL, go, link, options, problems, read, visit, well, widget

from charts.numbers import number
from charts.scales import MEASURES
from charts.terms import PARTS

PAGES = {
    "start.py": "Een thuis voor iedereen",
    "kaart.py": "Kaart",
    "verdelen.py": "Verdelen",
    "onderhandelen.py": "Onderhandelen",
    "gemeente.py": "Gemeenteblad",
    "vergelijken.py": "Vergelijken",
    "gegevens.py": "Gegevens",
    "regio.py": "Andere regio",
    "scenarios.py": "Scenario's",
    "vergelijk_scenarios.py": "Scenario's vergelijken",
    "bronnen.py": "Bronnen",
    "klopt_het.py": "Klopt het?",
    "begrippen.py": "Begrippen",
}
EVERYWHERE = ("start.py", "klopt_het.py", "begrippen.py")
"""Pages that are about no region in particular."""
DIVIDING = ("kaart.py", "verdelen.py", "onderhandelen.py", "vergelijken.py")
SOURCES = list(PARTS.values())
WITHOUT_FIGURE = "medisch_urgent"


# -- every page


def test_every_page_is_among_them():
    assert set(PAGES) == {file.name for file in Path(SHELL).parent.glob("*.py")} - {"shell.py"}


@pytest.mark.parametrize("place", KOPLOPERS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_runs_for_every_region(page, place):
    app = visit(page, regio=place)
    assert app.title[0].value.startswith(PAGES[page])
    assert link(app)["regio"] == place
    assert not problems(app)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_runs_for_every_year(page, year):
    app = visit(page, regio="arnhem-nijmegen", jaar=str(year))
    assert not problems(app)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_runs_for_the_whole_country(page):
    visit(page, regio="nl")


@pytest.mark.parametrize("group", TABLES.groups["group"])
@pytest.mark.parametrize("page", DIVIDING)
def test_a_page_runs_for_every_group(page, group):
    visit(page, regio="parkstad", groep=group)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_one_title_and_the_version_of_the_figures(page):
    app = visit(page)
    assert len(app.title) == 1
    assert TABLES.version in read(app)


def test_the_start_names_every_region():
    app = visit()
    for name in TABLES.regions["short_name"]:
        assert widget(app, "button", f"Bekijk {name}")


@pytest.mark.parametrize("tab", SOURCES)
def test_every_part_of_the_sources_shows_a_table(tab):
    app = AppTest.from_file(SHELL, default_timeout=30).run()
    app.switch_page("bronnen.py")
    app.session_state["bronnen-deel"] = tab
    well(app.run())
    assert any("<table>" in part.proto.body for part in app.get("html"))


@pytest.mark.parametrize("group", TABLES.groups["group"])
def test_every_group_has_its_definition_among_the_sources(group):
    app = AppTest.from_file(SHELL, default_timeout=30)
    app.query_params["groep"] = group
    app.run()
    app.switch_page("bronnen.py")
    app.session_state["bronnen-deel"] = "Aandachtsgroepen"
    well(app.run())
    assert TABLES.groups.set_index("group").at[group, "definition"].split(".")[0] in read(app)


# -- choosing


@pytest.mark.parametrize("page", DIVIDING)
def test_another_region_changes_the_page_and_the_link(page):
    app = visit(page)
    widget(app, "selectbox", "Regio").select("mra").run()
    well(app)
    assert link(app)["regio"] == "mra"
    assert widget(app, "selectbox", "Regio").value == "mra"


def test_another_year_changes_the_members_and_the_link():
    app = visit("kaart.py", regio="arnhem-nijmegen")
    box = widget(app, "selectbox", "Gemeente")
    before = len(options(box))
    widget(app, "selectbox", "Peiljaar").select(2025).run()
    well(app)
    assert link(app)["jaar"] == "2025"
    assert len(options(widget(app, "selectbox", "Gemeente"))) == before - 1  # Rozendaal or another joined a neighbour


def test_another_group_changes_the_numbers_and_the_link():
    app = visit("kaart.py", regio="mra")
    widget(app, "selectbox", "Aandachtsgroep").select("ouderen").run()
    well(app)
    assert link(app)["groep"] == "ouderen"
    assert number(allocated("mra").tasks["ouderen"].value) in read(app)


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_can_be_seen_on_the_map(measure):
    app = visit("kaart.py", regio="groningen", gewicht="inwoners:5,land:5")
    widget(app, "selectbox", "Wat laat de kleur zien?").select(measure).run()
    well(app)
    assert link(app).get("maat", "per_1000") == measure


@pytest.mark.parametrize("place", KOPLOPERS)
def test_every_municipality_can_be_chosen_and_shows_its_number(place):
    app = visit("kaart.py", regio=place)
    result = allocated(place)
    g = result.column("statushouders")
    for code, name in zip(result.inputs.codes[:4], result.inputs.names[:4], strict=True):
        widget(app, "selectbox", "Gemeente").select(code).run()
        well(app)
        assert link(app)["gebied"] == code
        shown = number(result.numbers[result.inputs.position[code], g])
        assert f"<dd>{shown}</dd>" in " ".join(part.proto.body for part in app.get("html")), name


@pytest.mark.parametrize("form", ["kaart", "tegels", "3d"])
@pytest.mark.parametrize("level", ["gemeenten", "deelregios"])
@pytest.mark.parametrize("place", ["mra", "enschede"])
def test_every_form_and_level_of_the_map_runs_for_a_region_with_and_without_parts(place, level, form):
    visit("kaart.py", regio=place, vorm=form, niveau=level)


@pytest.mark.parametrize(
    ("view", "value"), [("maat", "geluk"), ("vorm", "bol"), ("niveau", "straat"), ("gebied", "GM9999")]
)
def test_a_view_that_does_not_exist_is_the_default(view, value):
    app = visit("kaart.py", regio="mra", **{view: value})
    assert widget(app, "selectbox", "Regio").value == "mra"


def test_groups_with_the_same_unit_can_be_added_up():
    app = visit("kaart.py", regio="groningen", groep="ouderen_nultreden")
    widget(app, "multiselect", "Tel erbij op (zelfde eenheid)").select("ouderen_geclusterd").run()
    well(app)
    tasks = allocated("groningen").tasks
    both = tasks["ouderen_nultreden"].value + tasks["ouderen_geclusterd"].value
    assert f"Samen: {number(both)}" in read(app)


# -- a group without a figure


@pytest.mark.parametrize("page", DIVIDING)
def test_a_group_without_a_figure_says_so_and_takes_one(page):
    app = visit(page, regio="groningen", groep=WITHOUT_FIGURE)
    assert any("nog geen opgave" in text.value for text in app.markdown)
    app.number_input[-1].set_value(1234)
    [button for button in app.button if button.label == "Gebruik dit aantal"][-1].click().run()
    well(app)
    assert not any("nog geen opgave" in text.value for text in app.markdown)
    assert link(app)["opgave"] == f"{WITHOUT_FIGURE}:1234"
    if page == "kaart.py":
        assert "1.234" in read(app)


def test_a_number_that_was_filled_in_can_be_taken_back():
    app = visit("kaart.py", regio="groningen", opgave="statushouders:77")
    assert "77 personen" in read(app)
    widget(app, "button", "Terug naar het gepubliceerde cijfer").click().run()
    well(app)
    assert "opgave" not in link(app)
    assert number(allocated("groningen").tasks["statushouders"].value) in read(app)


@pytest.mark.parametrize("page", PAGES)
def test_a_task_of_zero_is_no_accident(page):
    visit(page, regio="mra", opgave="statushouders:0")


def test_a_number_that_was_filled_in_stays_with_its_region():
    app = visit("kaart.py", regio="groningen", opgave="statushouders:77")
    widget(app, "selectbox", "Regio").select("mra").run()
    well(app)
    assert "opgave" not in link(app)


# -- links


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"regio": "atlantis"}, "atlantis"),
        ({"jaar": "1900"}, "1900"),
        ({"groep": "kabouters"}, "kabouters"),
        ({"gewicht": "inwoners:99"}, "inwoners"),
        ({"gewicht": "wat:dan"}, "wat"),  # Markdown in it is escaped
        ({"opgave": "statushouders:-4"}, "statushouders"),
        ({"referentie": "zomaar"}, "zomaar"),
    ],
)
@pytest.mark.parametrize("page", PAGES)
def test_a_bad_part_of_a_link_is_said_and_the_page_stands(page, query, names):
    app = AppTest.from_file(SHELL, default_timeout=30)
    for name, value in ({"regio": "mra"} | query).items():
        app.query_params[name] = value
    well(app.run())
    assert [problem for problem in problems(app) if names in problem]
    go(app, page)
    assert link(app)["regio"] == ("mra" if "regio" not in query else "arnhem-nijmegen")


def test_a_scenario_follows_from_page_to_page():
    query = {"regio": "haaglanden", "jaar": "2022", "groep": "ouderen", "gewicht": "inwoners:6,land:4"}
    app = visit("start.py", **query, referentie="woningen", opgave="statushouders:55")
    for page in [*PAGES, "kaart.py"]:
        go(app, page)
        assert link(app) == query | {"referentie": "woningen", "opgave": "statushouders:55"}
        if page not in EVERYWHERE:
            assert widget(app, "selectbox", "Regio").value == "haaglanden"
            assert widget(app, "selectbox", "Peiljaar").value == 2022


def test_a_key_of_a_group_is_read_from_the_link():
    app = visit("kaart.py", regio="groningen", gewicht__statushouders="land:10")
    assert "oppervlakte" in read(app)
    assert link(app)["gewicht.statushouders"] == "land:10"


def test_a_button_on_the_start_chooses_the_region_and_forgets_what_belongs_to_another():
    app = visit("start.py", regio="mra", opgave="statushouders:5", gewicht="inwoners:1,land:1")
    widget(app, "button", "Bekijk Enschede").click().run()
    well(app)
    assert link(app) == {"regio": "enschede", "gewicht": "inwoners:1,land:1"}


def test_two_visitors_do_not_see_each_other():
    one, other = visit("kaart.py", regio="mra"), visit("kaart.py", regio="groningen")
    widget(one, "selectbox", "Regio").select("parkstad").run()
    other.run()
    assert link(well(one))["regio"] == "parkstad"
    assert link(well(other))["regio"] == "groningen"
