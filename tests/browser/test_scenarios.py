"""From a proposal to the council: make two scenarios, compare them, share one, and open it elsewhere; and everything can be undone."""

import re
from urllib.parse import urlsplit

import pytest
from by_hand import TABLES, allocated
from driving import agrees, choose, drawn_with, go, move, panel, query, result_of, screen, settled
from playwright.sync_api import Page, expect
from reading import ReadTable
from test_screens import violations
from test_takeaway import downloaded, in_excel, in_pdf, in_word, open_window

KEY = "/verdelen?regio=arnhem-nijmegen&gewicht=inwoners:6,sociale_huur:4"
GROUP = "statushouders"


def bar(page: Page, name: str):
    """A button of the bar that every page has."""
    return page.get_by_test_id("stMain").get_by_role("button", name=name, exact=True).first


def dialog(page: Page):
    return page.get_by_role("dialog")


def status(page: Page):
    return page.locator(".fs-status")


def save(page: Page, name: str, author: str) -> None:
    """Save under this name, with the keyboard."""
    settled(page)
    bar(page, "Bewaren").focus()
    page.keyboard.press("Enter")
    dialog(page).get_by_label("Naam", exact=True).fill(name)
    dialog(page).get_by_label("Uw naam (mag leeg blijven)").fill(author)
    dialog(page).get_by_role("button", name=re.compile("^Bewaar ")).press("Enter")


def saved(page: Page, name: str, author: str, version: int) -> None:
    save(page, name, author)
    expect(dialog(page)).to_have_count(0)
    expect(status(page)).to_contain_text(f"{name} · bewaard: versie {version} van {author}")
    settled(page)


def shared_link(page: Page) -> str:
    """Make a link in the dialog, and give its address."""
    bar(page, "Delen").click()
    dialog(page).get_by_role("button", name="Maak een link").click()
    code = dialog(page).get_by_test_id("stCode").filter(has_text="gedeeld=").first
    expect(code).to_be_visible()
    expect(dialog(page).get_by_role("img", name="QR-code: Link naar dit scenario")).to_be_visible()
    return code.inner_text().strip()


def here(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}"


def test_two_scenarios_are_made_compared_shared_and_opened_in_a_fresh_browser(page, visitor):
    go(page, KEY)
    saved(page, "Voorstel Noord", "Fatma", 1)
    first = query(page)["versie"]
    move(page, "Nieuwbouw", *["ArrowRight"] * 3)
    drawn_with(page, nieuwbouw=3)
    expect(status(page)).to_contain_text("gewijzigd sinds versie 1")
    saved(page, "Voorstel Noord", "Fatma", 2)
    second = query(page)["versie"]

    # Compared: the table has the numbers of the engine.
    page.goto(f"/vergelijk-scenarios?regio=arnhem-nijmegen&met={first},{second}")
    settled(page)
    expect(page.locator(".area:visible").first).to_be_visible()
    table = page.locator(".fs-table").filter(has=page.locator("caption", has_text="Alle gemeenten in alle scenario's"))
    rows = {
        row[0].text: [cell.text for cell in row] for row in ReadTable(table.evaluate("table => table.outerHTML")).rows
    }
    old, new = (
        allocated("arnhem-nijmegen", weights=weights)
        for weights in ({"inwoners": 6, "sociale_huur": 4}, {"inwoners": 6, "sociale_huur": 4, "nieuwbouw": 3})
    )
    g = old.column(GROUP)
    for i, name in enumerate(old.inputs.names):
        before, after = int(old.numbers[i, g]), int(new.numbers[i, g])
        assert re.sub(r"\D", "", rows[name][1]) == str(before), name
        assert re.match(rf"[▼▲ ]*{after}(\D|$)", rows[name][2]), (name, rows[name][2], after)
    expect(page.get_by_text("Gewicht van nieuwbouw van 0 naar 3")).to_be_visible()

    # Shared: another browser sees the same, read-only.
    go(page, f"/verdelen?versie={second}")
    link = shared_link(page)
    guest = visitor()
    go(guest, here(link))
    expect(guest.locator(".fs-banner")).to_contain_text("U bekijkt een gedeeld scenario (alleen lezen)")
    agrees(screen(guest), new, GROUP)

    # The guest takes it along: all files hold the numbers of the engine.
    numbers = dict(zip(new.inputs.names, new.numbers[:, g].tolist(), strict=True))
    reference = dict(zip(new.inputs.names, new.whole_reference[:, g].tolist(), strict=True))
    open_window(guest)
    excel = in_excel(downloaded(guest, "Excel")[1], "Statushouders (personen per halfjaar)")
    assert excel == numbers | {"Totaal": new.tasks[GROUP].value}
    assert in_word(downloaded(guest, "Word")[1]) == numbers
    text = in_pdf(downloaded(guest, "PDF")[1])
    for name, number in numbers.items():
        assert re.search(rf"{re.escape(name)} [\d.]+ {reference[name]} {number} ", text), name
    guest.keyboard.press("Escape")
    expect(guest.locator(".fs-banner")).to_contain_text("alleen lezen")

    # The guest moves in a copy; the shared one stays as it is.
    move(guest, "Woningen", "ArrowRight")
    expect(guest.locator(".fs-banner")).to_contain_text("U werkt in uw eigen kopie")
    assert "gedeeld" not in query(guest)
    guest.get_by_role("button", name="Terug naar het gedeelde scenario").click()
    expect(guest.locator(".fs-banner")).to_contain_text("alleen lezen")
    settled(guest)
    drawn_with(guest, nieuwbouw=3)
    agrees(screen(guest), new, GROUP)

    # Revoked: the link opens no longer.
    dialog(page).get_by_role("button", name="Trek link 1 in").click()
    expect(dialog(page).get_by_text("ingetrokken op")).to_be_visible()
    late = visitor()
    late.goto(here(link))
    settled(late)
    expect(late.get_by_text("Deze link is ingetrokken")).to_be_visible()


def test_two_visitors_who_save_at_once_both_keep_theirs(page, visitor):
    go(page, KEY)
    saved(page, "Samen", "Fatma", 1)
    other = visitor()
    go(other, f"/verdelen?versie={query(page)['versie']}")
    move(page, "Woningen", "ArrowRight")
    drawn_with(page, woningen=1)
    expect(status(page)).to_contain_text("gewijzigd")
    saved(page, "Samen", "Ans", 2)
    move(other, "Huishoudens", "ArrowRight")
    drawn_with(other, huishoudens=1)
    expect(status(other)).to_contain_text("gewijzigd")
    save(other, "Samen", "Bram")
    expect(dialog(other)).to_contain_text("Uw versie is bewaard als versie 3. Ans bewaarde intussen versie 2")
    expect(dialog(other)).to_contain_text("Gewicht van woningen van 0 naar 1")
    dialog(other).get_by_role("button", name="Sluiten").click()
    expect(dialog(other)).to_have_count(0)
    expect(status(other)).to_contain_text("bewaard: versie 3 van Bram")
    other.goto("/scenarios")
    settled(other)
    row = other.locator(".fs-scenario").filter(has_text="Samen")
    expect(row).to_contain_text("3 versies, waarvan 2 naast elkaar")


def test_a_scenario_goes_to_the_archive_and_comes_back(page):
    go(page, KEY)
    saved(page, "Voor het archief", "Fatma", 1)
    page.goto("/scenarios")
    settled(page)
    row = page.locator("[class*=st-key-rij-]").filter(has_text="Voor het archief")
    row.get_by_role("button", name="Versies").click()
    page.get_by_role("button", name="Naar het archief").click()
    page.get_by_role("button", name="Terugzetten uit het archief").click()
    expect(page.get_by_role("button", name="Naar het archief")).to_be_visible()
    page.get_by_role("button", name="Alle scenario's").click()
    row.get_by_role("button", name="Openen").click()
    page.wait_for_url(re.compile("/verdelen"))
    expect(status(page)).to_contain_text("Voor het archief · bewaard")


def test_undo_redo_and_the_back_button_walk_the_same_way(page):
    go(page, KEY)
    start = screen(page)["bars"]
    move(page, "Nieuwbouw", *["ArrowRight"] * 2)
    drawn_with(page, nieuwbouw=2)
    expect(page).to_have_url(re.compile("nieuwbouw"))
    changed = screen(page)["bars"]
    assert changed != start
    bar(page, "Ongedaan maken").click()
    expect(page).not_to_have_url(re.compile("nieuwbouw"))
    settled(page)
    expect(panel(page)).not_to_have_attribute("data-drawn", re.compile("nieuwbouw"))
    assert screen(page)["bars"] == start
    bar(page, "Opnieuw").click()
    drawn_with(page, nieuwbouw=2)
    settled(page)
    assert screen(page)["bars"] == changed
    page.go_back()
    expect(page).not_to_have_url(re.compile("nieuwbouw"))
    settled(page)
    expect(panel(page)).not_to_have_attribute("data-drawn", re.compile("nieuwbouw"))
    assert screen(page)["bars"] == start
    expect(bar(page, "Opnieuw")).to_be_enabled()


def test_another_region_by_mistake_is_undone_on_the_map(page):
    go(page, f"/kaart?regio=arnhem-nijmegen&afspraak=GM0268:{GROUP}:250")
    choose(page, "Regio", TABLES.regions.set_index("region").at["parkstad", "short_name"])
    expect(page).to_have_url(re.compile("regio=parkstad"))
    settled(page)
    bar(page, "Ongedaan maken").click()
    expect(page).to_have_url(re.compile(f"afspraak=GM0268%3A{GROUP}%3A250"))
    settled(page)
    result, group = result_of(page)
    assert result.numbers[result.inputs.position["GM0268"], result.column(group)] == 250


def test_a_damaged_link_is_refused_with_a_clear_line(page):
    page.goto("/verdelen?s=AAAAAAAAAAAAAAAAAAAAAAAA")
    settled(page)
    expect(page.get_by_text("Deze link is beschadigd of niet helemaal gekopieerd.")).to_be_visible()


def test_what_people_typed_is_not_executed(page):
    go(page, KEY)
    name = "<img src=x onerror=alert(1)> [klik](http://kwaad.nl)"
    saved(page, name, "<b>Ans</b>", 1)
    for path in ("/scenarios", f"/vergelijk-scenarios?met=nu,{query(page)['versie']}&versie={query(page)['versie']}"):
        page.goto(path)
        settled(page)
        expect(page.get_by_text("onerror=alert(1)").first).to_be_attached()
        assert page.locator('img[src="x"], a[href*="kwaad"]').count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_dialogs_list_and_comparison(visitor, scheme):
    page = visitor(color_scheme=scheme, reduced_motion="reduce")
    go(page, KEY)
    saved(page, f"Voor axe {scheme}", "Fatma", 1)
    version = query(page)["versie"]
    bar(page, "Bewaren").click()
    expect(dialog(page).get_by_label("Naam", exact=True)).to_be_visible()
    assert not violations(page)
    page.keyboard.press("Escape")
    shared_link(page)
    assert not violations(page)
    page.keyboard.press("Escape")
    bar(page, "Zet vast").click()
    expect(page.get_by_text("Vastgezet:")).to_be_visible()
    page.goto("/scenarios")
    settled(page)
    assert not violations(page)
    row = page.locator("[class*=st-key-rij-]").filter(has_text=f"Voor axe {scheme}")
    row.get_by_role("button", name="Versies").click()
    expect(page.get_by_role("button", name="Naar het archief")).to_be_visible()
    assert not violations(page)
    page.goto(f"/vergelijk-scenarios?regio=arnhem-nijmegen&gewicht=land:3&met=nu,{version}")
    settled(page)
    expect(page.locator(".js-plotly-plot")).to_be_visible()
    assert not violations(page)


def test_on_a_phone_the_comparison_does_not_scroll_sideways(phone):
    go(phone, KEY)
    saved(phone, "Op de telefoon", "Fatma", 1)
    for path in ("/scenarios", f"/vergelijk-scenarios?gewicht=land:3&met=nu,{query(phone)['versie']}"):
        phone.goto(path)
        settled(phone)
        main = phone.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth")
        assert main <= 0
