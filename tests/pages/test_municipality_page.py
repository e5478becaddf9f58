"""/gemeente: the municipality of the link or of the map, assumptions that travel with the scenario, and an earlier Word file."""

from datetime import date

import pytest
from by_hand import TABLES, allocated
from visiting import go, link, problems, read, visit, well, widget

from charts.municipality import daily_of, sheet_finding
from fairshare.assumptions import TURNOVER, assumption, with_assumption
from fairshare.sheet import sheet_of
from reports.blocks import LocalParagraph, Run
from reports.municipality import municipality_document, room_of
from reports.word import word

ARNHEM, NIJMEGEN, ROZENDAAL = "GM0202", "GM0268", "GM0277"
GROUP = "statushouders"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def field(app, label: str):
    """The number field whose label begins so."""
    return next(one for one in app.number_input if one.label.startswith(label))


def sheet(code: str = ARNHEM, **scenario):
    return sheet_of(allocated("arnhem-nijmegen", **scenario), code)


def in_a_file(code: str) -> bytes:
    """A sheet in Word in which somebody wrote."""
    written = {room_of(code, "opgave"): (LocalParagraph((Run("Met de hand."),)),)}
    return word(
        municipality_document(allocated("arnhem-nijmegen"), TABLES, code, GROUP, date(2026, 11, 25), "geen", written)
    )


# -- which municipality


@pytest.mark.parametrize("code", [ARNHEM, ROZENDAAL])
def test_a_link_opens_the_sheet_of_its_municipality(code):
    app = visit("gemeente.py", regio="arnhem-nijmegen", gemeente=code)
    assert widget(app, "selectbox", "Gemeente").value == code
    assert sheet_finding(sheet(code), GROUP) in read(app)
    assert link(app)["gemeente"] == code


def test_without_a_choice_the_largest_is_shown():
    app = visit("gemeente.py", regio="arnhem-nijmegen")
    assert widget(app, "selectbox", "Gemeente").value == NIJMEGEN
    assert "gemeente" not in link(app)


def test_the_municipality_of_the_map_is_shown_and_a_new_choice_on_the_map_goes_before_an_old_one_here():
    app = visit("kaart.py", regio="arnhem-nijmegen", gebied=ARNHEM)
    go(app, "gemeente.py")
    assert widget(app, "selectbox", "Gemeente").value == ARNHEM
    widget(app, "selectbox", "Gemeente").select(ROZENDAAL).run()
    assert sheet_finding(sheet(ROZENDAAL), GROUP) in read(app)
    go(app, "kaart.py")
    widget(app, "selectbox", "Gemeente").select(NIJMEGEN).run()
    go(app, "gemeente.py")
    assert widget(app, "selectbox", "Gemeente").value == NIJMEGEN


def test_the_map_leads_to_the_sheet():
    app = visit("kaart.py", regio="arnhem-nijmegen", gebied=ARNHEM)
    (found,) = app.get("page_link")
    assert found.proto.label == "Gemeenteblad van Arnhem"


def test_a_municipality_of_another_region_is_named_and_another_is_shown():
    app = visit("gemeente.py", regio="groningen", gemeente=ARNHEM)
    (said,) = app.info
    assert said.value.startswith("Arnhem hoort in 2024 niet bij ")
    assert "U ziet Groningen" in said.value


def test_a_municipality_that_does_not_exist_is_the_default():
    app = visit("gemeente.py", regio="arnhem-nijmegen", gemeente="GM9999")
    assert widget(app, "selectbox", "Gemeente").value == NIJMEGEN
    assert not app.info


@pytest.mark.parametrize("region", ["nl", "eigen:GM0014,GM0037", "corop:CR03"])
def test_every_kind_of_region_has_a_sheet(region):
    app = visit("gemeente.py", regio=region, gewicht="inwoners:6,sociale_huur:4")
    assert not problems(app)
    assert "neemt" in read(app)


@pytest.mark.parametrize("group", TABLES.groups["group"])
def test_the_sheet_stands_for_every_group(group):
    app = visit("gemeente.py", regio="arnhem-nijmegen", groep=group, gemeente=ROZENDAAL)
    assert sheet_finding(sheet(ROZENDAAL), group) in read(app)
    assert "Opgave per groep" in read(app)


def test_an_agreement_stands_on_the_sheet():
    app = visit("gemeente.py", regio="arnhem-nijmegen", gemeente=ARNHEM, afspraak=f"{ARNHEM}:{GROUP}:200")
    assert "vast op 200 personen" in read(app)


# -- assumptions


def test_another_turnover_changes_the_share_and_travels_with_the_scenario():
    app = visit("gemeente.py", regio="arnhem-nijmegen", gemeente=ARNHEM)
    field(app, "Deel van de sociale huur").set_value(8.0).run()
    well(app)
    figures = with_assumption((), assumption(TABLES, {}, TURNOVER), 0.08)
    assert app.session_state["scenario"].figures == figures
    changed = sheet(figures=figures)
    share = 100 * daily_of(changed, TABLES, GROUP).terms.share[changed.position]
    assert f"Dat is {share:.1f}".replace(".", ",") in read(app)
    assert "cijfers" in link(app)
    go(app, "kaart.py")
    go(app, "gemeente.py")
    assert field(app, "Deel van de sociale huur").value == 8


def test_the_published_value_comes_back_with_one_press():
    app = visit("gemeente.py", regio="arnhem-nijmegen", gemeente=ARNHEM)
    field(app, "Een aantal op één moment").set_value(5.0).run()
    assert app.session_state["scenario"].figures
    widget(app, "button", "Terug naar 7,00").click().run()
    well(app)
    assert not app.session_state["scenario"].figures
    assert field(app, "Een aantal op één moment").value == 7


def test_the_factor_of_the_group_in_view_can_be_changed():
    app = visit("gemeente.py", regio="arnhem-nijmegen", gemeente=ARNHEM, groep="dak_thuisloos")
    field(app, "Woningen per eenheid").set_value(0.5).run()
    well(app)
    assert "Met 0,50 woningen per persoon" in read(app)
    assert [figure.subject for figure in app.session_state["scenario"].figures] == [
        "woningen_per_eenheid.dak_thuisloos"
    ]


def test_an_assumption_that_was_changed_shows_among_the_sources_too():
    app = visit("gemeente.py", regio="arnhem-nijmegen", gemeente=ARNHEM)
    field(app, "Deel van de sociale huur").set_value(9.0).run()
    app.session_state["bronnen-deel"] = "Aannames"
    go(app, "bronnen.py")
    assert "9,00\u00a0%" in read(app)


# -- an earlier version


def upload(app, content: bytes):
    app.get("file_uploader")[0].set_value(("blad.docx", content, WORD)).run()
    return app


def test_an_earlier_file_says_what_comes_along():
    app = upload(visit("gemeente.py", regio="arnhem-nijmegen", gemeente=ARNHEM), in_a_file(ARNHEM))
    well(app)
    (said,) = app.success
    assert "eigen tekst gaat mee bij: Opgave" in said.value
    assert not any(button.proto.disabled for button in app.get("download_button"))


@pytest.mark.parametrize(
    ("content", "said"),
    [(in_a_file(NIJMEGEN), "het Gemeenteblad van Nijmegen, en u bekijkt Arnhem"), (b"PK\x03\x04kapot", "Word")],
)
def test_a_file_that_cannot_be_used_is_refused_and_nothing_is_made_without_the_text(content, said):
    app = upload(visit("gemeente.py", regio="arnhem-nijmegen", gemeente=ARNHEM), content)
    assert not app.exception
    (refusal,) = app.error
    assert said in refusal.value
    assert all(button.proto.disabled for button in app.get("download_button"))
