"""Keeping, opening, sharing and comparing scenarios without a browser, on a store of its own; with the store off, and away."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from by_hand import TABLES, allocated
from streamlit.testing.v1 import AppTest

import keeper
from charts.scenarios import headline
from fairshare import Agreement, Scenario
from fairshare.kept import Kept, pack
from store import current

SHELL = str(Path(__file__).parents[2] / "pages" / "shell.py")
KEY = {"regio": "arnhem-nijmegen", "gewicht": "inwoners:6,sociale_huur:4"}
GROUP = "statushouders"
EVIL = "<script>alert(1)</script> [klik](http://kwaad.nl) **vet** {{x}} $a$"
AGREED = Agreement("GM0268", GROUP, 250, "Afgesproken op 3 november")


@pytest.fixture(autouse=True)
def shelf(tmp_path, monkeypatch):
    """A store for one test alone."""
    monkeypatch.setenv("FAIRSHARE_STORE", str(tmp_path / "scenarios.sqlite"))
    return current()


def kept(name: str = "Voorstel", author: str = "Fatma", parent: str | None = None, **scenario):
    """A saved scenario, as the page saves it."""
    result = allocated("arnhem-nijmegen", weights={"inwoners": 6, "sociale_huur": 4}, name=name, **scenario)
    return current().save(result, author=author, headline=headline(result, GROUP), parent=parent).version


def visit(page: str = "verdelen.py", **query: str) -> AppTest:
    app = AppTest.from_file(SHELL, default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    return well(app.switch_page(page).run())


def arrive(**query: str) -> AppTest:
    """Only the first run: what is said on arriving."""
    app = AppTest.from_file(SHELL, default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    return well(app.run())


def well(app: AppTest) -> AppTest:
    assert not app.exception, app.exception[0].stack_trace
    return app


def push(app: AppTest, label: str) -> AppTest:
    """Press the first button with this label."""
    found = [one for one in app.button if one.label == label]
    assert found, f"{label!r} is not among {[one.label for one in app.button]}"
    assert not found[0].disabled
    return well(found[0].click().run())


def labels(app: AppTest) -> list[str]:
    return [one.label for one in app.button if not one.disabled]


def raw(app: AppTest) -> str:
    return " ".join(part.proto.body for part in app.get("html"))


def read(app: AppTest) -> str:
    """All text of our own HTML on the page."""
    import html

    return html.unescape(re.sub(r"<[^>]+>", " ", raw(app)))


def told(app: AppTest) -> str:
    """What the visitor is told, without the marks that keep Markdown out."""
    return " ".join(toast.value.replace("\\", "").replace("\u2060", "") for toast in app.toast)


def link(app: AppTest) -> dict[str, str]:
    return {name: value[0] if isinstance(value, list) else value for name, value in app.query_params.items()}


def region_box(app: AppTest):
    return next(box for box in app.selectbox if box.label == "Regio")


def year_box(app: AppTest):
    return next(box for box in app.selectbox if box.label == "Peiljaar")


# -- undo and redo


@pytest.mark.parametrize("page", ["start.py", "kaart.py", "verdelen.py", "scenarios.py", "bronnen.py"])
def test_every_page_has_undo_and_redo_and_they_start_empty(page):
    app = visit(page, **KEY)
    steps = {one.label: one.disabled for one in app.button if one.label in ("Ongedaan maken", "Opnieuw")}
    assert steps == {"Ongedaan maken": True, "Opnieuw": True}


def test_a_change_is_undone_on_another_page_and_done_again():
    app = visit("kaart.py", **KEY)
    well(year_box(app).select(2023).run())
    app = well(app.switch_page("bronnen.py").run())
    button = next(one for one in app.button if one.label == "Ongedaan maken")
    assert button.help == "Peiljaar van 2024 naar 2023"
    push(app, "Ongedaan maken")
    assert app.session_state["scenario"].year == 2024
    push(app, "Opnieuw")
    assert app.session_state["scenario"].year == 2023


def test_another_region_by_mistake_can_be_undone_with_its_agreements():
    app = visit("kaart.py", **KEY, afspraak=f"GM0268:{GROUP}:250")
    well(region_box(app).select("parkstad").run())
    assert app.session_state["scenario"].agreements == ()
    push(app, "Ongedaan maken")
    assert app.session_state["scenario"].region == "arnhem-nijmegen"
    assert [a.number for a in app.session_state["scenario"].agreements] == [250]


# -- saving


def save(app: AppTest, name: str, author: str = "", note: str = "") -> AppTest:
    push(app, "Bewaren")
    field = lambda label: next(one for one in [*app.text_input, *app.text_area] if one.label == label)  # noqa: E731
    field("Naam").set_value(name)
    field("Toelichting (mag leeg blijven)").set_value(note)
    field("Uw naam (mag leeg blijven)").set_value(author)
    submit = next(one for one in app.button if one.label.startswith("Bewaar "))
    return well(submit.click().run())


def test_saving_keeps_scenario_numbers_and_headline():
    app = save(visit(**KEY), "Voorstel Noord", "Fatma", "Voor de stuurgroep")
    [summary] = current().list_scenarios().scenarios
    assert (summary.name, summary.author, summary.note, summary.number) == (
        "Voorstel Noord",
        "Fatma",
        "Voor de stuurgroep",
        1,
    )
    version = current().get(summary.id)
    result = allocated("arnhem-nijmegen", weights={"inwoners": 6, "sociale_huur": 4})
    assert version.outcome.column(GROUP) == dict(
        zip(result.inputs.codes, result.numbers[:, result.column(GROUP)].tolist(), strict=True)
    )
    assert "bewaard: versie 1 van Fatma" in read(app)
    assert link(app)["versie"] == summary.id


def test_a_change_after_saving_is_said_and_saved_as_the_next_version():
    app = save(visit("kaart.py", **KEY), "Voorstel", "Fatma")
    well(year_box(app).select(2023).run())
    assert "gewijzigd sinds versie 1" in read(app)
    save(app, "Voorstel", "Fatma")
    [summary] = current().list_scenarios().scenarios
    assert (summary.number, summary.tips) == (2, 1)
    assert "bewaard: versie 2" in read(app)


def test_what_was_done_before_saving_can_still_be_undone():
    app = visit("kaart.py", **KEY)
    well(year_box(app).select(2023).run())
    save(app, "Voorstel")
    push(app, "Ongedaan maken")
    scenario = app.session_state["scenario"]
    assert (scenario.year, scenario.name) == (2024, "Voorstel")
    assert "gewijzigd sinds versie 1" in read(app)


def test_two_who_save_from_the_same_version_both_keep_theirs_and_read_what_differs():
    first = kept()
    one, other = (visit("kaart.py", versie=first.id) for _ in range(2))
    well(year_box(one).select(2023).run())
    save(one, "Voorstel", "Ans")
    well(year_box(other).select(2022).run())
    save(other, "Voorstel", "Bram")
    assert "Ans bewaarde intussen versie 2" in read(other)
    assert "Peiljaar van 2022 naar 2023" in read(other)
    [summary] = current().list_scenarios().scenarios
    assert (summary.number, summary.tips) == (3, 2)
    assert {v.author for v in current().versions(summary.thread)} == {"Fatma", "Ans", "Bram"}


def test_an_author_that_cannot_be_is_refused_and_nothing_is_kept():
    app = save(visit(**KEY), "Voorstel", "A\u0000B")
    assert not current().list_scenarios().total
    assert "auteur" in read(app)


# -- the list


def test_the_list_shows_name_numbers_map_author_and_time():
    version = kept()
    app = visit("scenarios.py", **KEY)
    text = read(app)
    assert "1 scenario bewaard" in text
    for part in ("Voorstel", "Fatma", "957 personen", "1 versie", str(version.created_at.year)):
        assert part in text
    assert '<img class="fs-smallmap"' in raw(app)


def test_the_list_is_searched_filtered_and_paged():
    for i in range(keeper.PAGE + 3):
        kept(f"Voorstel {i:02}")
    app = visit("scenarios.py", **KEY)
    assert read(app).count("1 versie") == keeper.PAGE
    [page] = [one for one in app.number_input if one.label == "Bladzijde (van 2)"]
    well(page.set_value(2).run())
    assert read(app).count("1 versie") == 3
    well(app.text_input(key="zoek").set_value("voorstel 07").run())
    assert "1 scenario bewaard" in read(app)
    well(app.text_input(key="zoek").set_value("").run())
    well(app.selectbox(key="zoek-regio").select("mra").run())
    assert "0 scenario's bewaard" in read(app)


def test_a_saved_scenario_is_opened_exactly_with_its_reasons():
    version = kept(agreements=(AGREED,))
    app = push(visit("scenarios.py"), "Openen")
    assert app.session_state["scenario"] == version.scenario
    assert app.session_state["scenario"].agreements[0].reason == AGREED.reason
    push(app, "Ongedaan maken")
    assert app.session_state["scenario"].name == ""


def test_a_link_with_a_version_brings_back_reasons_and_name():
    version = kept(agreements=(AGREED,))
    app = visit("kaart.py", versie=version.id)
    again = visit("kaart.py", **link(app))
    assert again.session_state["scenario"] == version.scenario
    assert not again.toast


def test_archive_and_restore():
    version = kept()
    app = visit("scenarios.py", versies=version.thread)
    push(app, "Naar het archief")
    push(app, "Alle scenario's")
    assert "0 scenario's bewaard" in read(app)
    well(app.toggle(key="archief").set_value(True).run())
    assert "1 scenario in het archief" in read(app)
    push(app, "Terugzetten")
    assert current().list_scenarios().total == 1


def test_another_name_is_a_new_version_with_the_same_numbers():
    version = kept()
    app = visit("scenarios.py", versies=version.thread)
    next(one for one in app.text_input if one.label == "Naam").set_value("Ander voorstel")
    push(app, "Bewaar onder deze naam")
    newest, first = current().versions(version.thread)
    assert (newest.name, newest.number, newest.parent) == ("Ander voorstel", 2, first.id)
    assert current().get(newest.id).outcome == version.outcome
    assert "Naam van ‘Voorstel’ naar ‘Ander voorstel’" in read(app)


def test_the_history_tells_what_changed_from_version_to_version():
    first = kept()
    kept(parent=first.id, floor=0.5)
    app = visit("scenarios.py", versies=first.thread)
    text = read(app).replace("\u00a0", " ")
    assert "Veranderd sinds versie 1:" in text
    assert "Ondergrens van geen naar 50 %" in text
    assert "De eerste versie." in text


# -- figures that changed


def old_version():
    """A scenario saved on other figures: there Arnhem had one more and Nijmegen one less."""
    result = allocated("arnhem-nijmegen", weights={"inwoners": 6, "sociale_huur": 4}, name="Van toen")
    numbers, g = result.numbers.copy(), result.column(GROUP)
    numbers[result.inputs.position["GM0202"], g] += 1
    numbers[result.inputs.position["GM0268"], g] -= 1
    then = replace(result, numbers=numbers, inputs=replace(result.inputs, data_version="2024-01.abc"))
    return current().save(then, author="Fatma", headline=headline(then, GROUP)).version


def test_new_figures_are_said_and_old_and_new_stand_side_by_side_until_the_visitor_chooses():
    version = old_version()
    app = visit("verdelen.py", versie=version.id)
    text = read(app)
    assert app.title[0].value == "Dit scenario is bewaard met eerdere cijfers"
    assert "2024-01.abc" in text
    assert "Wat de nieuwe cijfers veranderen: 2 aantallen" in text
    assert re.search(r"Arnhem\s+Statushouders\s+216\s+215\s+−1", text)
    push(app, "Verder met de cijfers van nu")
    assert app.title[0].value == "Verdelen"
    assert current().get(version.id).outcome == version.outcome


def test_the_list_says_which_scenarios_are_of_earlier_figures():
    old_version()
    assert "Bewaard met eerdere cijfers" in read(visit("scenarios.py"))


def test_who_does_not_want_the_new_figures_goes_back():
    old_version()
    app = push(visit("scenarios.py", regio="mra"), "Openen")
    push(app, "Terug naar waar ik was")
    assert app.session_state["scenario"].region == "mra"


# -- sharing


def test_a_shared_scenario_is_read_only_and_a_visitor_moves_in_a_copy():
    version = kept(agreements=(AGREED,))
    token = current().share(version.id).token
    app = visit("kaart.py", gedeeld=token)
    assert "U bekijkt een gedeeld scenario (alleen lezen): ‘Voorstel’ van Fatma" in read(app)
    assert app.session_state["scenario"] == version.scenario
    assert link(app) == {"gedeeld": token}
    well(year_box(app).select(2023).run())
    assert "U werkt in uw eigen kopie" in read(app)
    assert "gedeeld" not in link(app)
    assert current().open_shared(token).scenario == version.scenario
    push(app, "Terug naar het gedeelde scenario")
    assert app.session_state["scenario"] == version.scenario
    assert "alleen lezen" in read(app)


def test_saving_from_a_shared_scenario_makes_something_new():
    version = kept()
    app = visit("kaart.py", gedeeld=current().share(version.id).token)
    push(app, "Verder met een kopie")
    assert "Kopie van Voorstel" in read(app)
    save(app, "Mijn voorstel", "Bram")
    assert current().list_scenarios().total == 2
    assert len(current().versions(version.thread)) == 1


def test_a_link_that_was_revoked_opens_no_longer():
    share = current().share(kept().id)
    current().revoke(share.id)
    app = arrive(gedeeld=share.token)
    assert "ingetrokken" in told(app)
    assert "gedeeld scenario" not in read(app)


def test_the_link_is_made_and_revoked_in_the_dialog():
    version = kept()
    app = push(visit("kaart.py", versie=version.id), "Delen")
    push(push(app, "Maak een link"), "Delen")
    [share] = current().shares(version.id)
    assert "gedeeld=" in app.code[0].value
    token = app.code[0].value.partition("gedeeld=")[2]
    assert current().open_shared(token).id == version.id
    push(app, "Trek link 1 in")
    assert current().shares(version.id)[0].revoked_at
    assert share.revoked_at is None


def test_a_link_with_everything_in_it_opens_own_words_too():
    scenario = Scenario(region="arnhem-nijmegen", agreements=(AGREED,), name="Uit de link", note="Met toelichting")
    app = visit("kaart.py", s=pack(Kept(scenario, TABLES.version)))
    assert app.session_state["scenario"] == scenario
    assert "Uit de link" in read(app)
    assert not app.toast


@pytest.mark.parametrize(
    "damage",
    [
        lambda s: s[:-4],
        lambda s: s[:20] + ("A" if s[20] != "A" else "B") + s[21:],
        lambda _: "",
        lambda _: "x y",
        lambda s: s * 2,
    ],
)
def test_a_damaged_link_is_refused_with_a_line(damage):
    app = arrive(s=damage(pack(Kept(Scenario(region="mra")))))
    assert "link" in told(app).lower()
    assert app.session_state["scenario"] == Scenario(region="arnhem-nijmegen")


# -- side by side


def test_scenarios_are_compared_with_rules_measures_and_who_is_better_off():
    first, second = kept("Een"), kept("Twee", floor=0.9, cap=1.0)
    app = visit("vergelijk_scenarios.py", met=f"{first.id},{second.id}", **KEY)
    text = read(app).replace("\u00a0", " ")
    assert "Het verschil is het grootst in" in text
    assert "Ondergrens van geen naar 90 %" in text
    assert "hier het laagste getal (▼)" in text
    numbers = second.outcome.column(GROUP)
    assert re.search(rf"Nijmegen\s+▲ {first.outcome.column(GROUP)['GM0268']}\s+▼ {numbers['GM0268']}", text)


def test_scenarios_of_other_regions_are_refused_in_words():
    first = kept("Een")
    app = visit("vergelijk_scenarios.py", met=f"nu,{first.id}", regio="parkstad")
    assert "Vergelijk scenario's van één regio" in read(app)


def test_what_was_put_aside_is_compared_with_what_comes_after():
    app = push(visit("vergelijk_scenarios.py", **KEY), "Leg opzij")
    assert "geven elke gemeente hetzelfde" in read(app)
    well(year_box(app).select(2022).run())
    assert "Peiljaar" in read(app)


@pytest.mark.parametrize("met", ["nu,onzin", "nu,nu", ",", "opzij-9,nu", "nu," + "0" * 32, "x" * 5000])
def test_a_link_to_scenarios_that_are_not_there_says_so(met):
    app = visit("vergelijk_scenarios.py", met=met, **KEY)
    assert "Kies" in " ".join(m.value for m in app.markdown) + read(app) or "bewaarplaats" in read(app)


def test_a_pinned_scenario_is_on_every_page():
    app = visit("kaart.py", **KEY)
    push(app, "Zet vast")
    well(year_box(app).select(2021).run())
    for page in ("verdelen.py", "onderhandelen.py", "bronnen.py"):
        app = well(app.switch_page(page).run())
        assert "Vastgezet: Zonder naam. Ten opzichte daarvan" in read(app)
    push(app, "Maak los")
    assert "Vastgezet" not in read(app)


def test_the_map_shows_the_difference_with_the_pinned_scenario():
    app = visit("kaart.py", **KEY)
    push(app, "Zet vast")
    well(year_box(app).select(2021).run())
    box = next(one for one in app.selectbox if one.label == "Wat laat de kleur zien?")
    well(box.select("vastgezet").run())
    assert "meer op zich dan in ‘Zonder naam’" in read(app)


# -- what people typed is text


def test_what_people_typed_is_text_everywhere():
    version = kept(EVIL, "Ans <i>", agreements=(replace(AGREED, reason=EVIL),), note=EVIL)
    second = kept(EVIL, "Ans <i>", parent=version.id, floor=0.5)
    token = current().share(second.id).token
    visits = [
        visit("scenarios.py", **KEY),
        visit("scenarios.py", versies=version.thread),
        visit("vergelijk_scenarios.py", met=f"{version.id},{second.id}", **KEY),
        visit("kaart.py", gedeeld=token),
        push(visit("kaart.py", versie=second.id), "Zet vast"),
    ]
    for app in visits:
        assert "alert(1)" in read(app)
        assert "<script>" not in raw(app)
        assert "<i>" not in raw(app).replace("<i style", "")
        written = [*app.markdown, *app.caption, *app.subheader, *app.header]
        assert not [one.value for one in written if "](http" in one.value or "**vet**" in one.value]


# -- off, and away


def test_with_the_store_off_links_and_files_do_everything(monkeypatch):
    monkeypatch.setenv("FAIRSHARE_STORE", "uit")
    app = push(visit("kaart.py", **KEY), "Bewaren")
    assert "De bewaarplaats staat uit" in read(app)
    packed = app.code[0].value.partition("s=")[2]
    again = visit("kaart.py", s=packed)
    assert again.session_state["scenario"] == app.session_state["scenario"]
    for page in ("scenarios.py", "vergelijk_scenarios.py", "start.py"):
        app = well(app.switch_page(page).run())
        assert not app.toast
    assert "De bewaarplaats staat uit" in read(visit("scenarios.py"))


@pytest.fixture
def broken(tmp_path, monkeypatch):
    """A store whose file is no database."""
    place = tmp_path / "kapot.sqlite"
    place.write_bytes(b"dit is geen database, ook niet een beetje" * 100)
    monkeypatch.setenv("FAIRSHARE_STORE", str(place))


@pytest.mark.parametrize("page", ["start.py", "kaart.py", "verdelen.py", "scenarios.py", "vergelijk_scenarios.py"])
def test_with_the_store_away_every_page_stands(broken, page):
    app = visit(page, **KEY)
    assert page not in ("scenarios.py", "vergelijk_scenarios.py") or "bewaarplaats is beschadigd" in read(app)


def test_with_the_store_away_saving_says_so_and_the_scenario_can_be_taken_along(broken):
    app = save(visit("kaart.py", **KEY), "Voorstel")
    assert "bewaarplaats is beschadigd" in read(app)
    assert "s=" in app.code[0].value
    assert app.session_state["scenario"].weights_for(GROUP) == {"inwoners": 6, "sociale_huur": 4}


def test_a_wrong_setting_is_said_where_the_store_is_used(monkeypatch):
    monkeypatch.delenv("FAIRSHARE_STORE")
    monkeypatch.setenv("DATABASE_URL", "mysql://x")
    assert os.environ["DATABASE_URL"] in "mysql://x"
    visit("kaart.py", **KEY)
    assert "PostgreSQL" in read(visit("scenarios.py", **KEY))
