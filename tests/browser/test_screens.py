"""On a phone, for a screen reader, in light and in dark: every page."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from driving import GROUPS, PAGES, area, go, panel, settled, tab_to_area
from playwright.sync_api import expect

SERIOUS = {"serious", "critical"}
KEY = "gewicht=inwoners:6,sociale_huur:4"
AXE = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


def violations(page) -> list[str]:
    """Serious and critical ones, one line per node."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['html'][:160]} | {node['failureSummary'][:200]}"
        for rule in found
        if rule["impact"] in SERIOUS
        for node in rule["nodes"]
    ]


def test_every_page_of_the_menu_is_among_those_looked_at_here(page):
    go(page, "/")
    found = addresses(page.get_by_test_id("stTopNavLink"))
    for group in sorted(set(GROUPS.values())):
        page.get_by_test_id("stTopNavSection").filter(has_text=group).click()
        inside = page.get_by_test_id("stTopNavDropdownLink")
        expect(inside.first).to_be_visible()
        found |= addresses(inside)
        page.keyboard.press("Escape")
        expect(inside).to_have_count(0)
    assert found == set(PAGES)


def addresses(links) -> set[str]:
    return set(links.evaluate_all("links => links.map((link) => new URL(link.href).pathname)"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(visitor, path, scheme):
    page = visitor(color_scheme=scheme, reduced_motion="reduce")
    go(page, f"{path}?regio=groningen&{KEY}")
    assert not violations(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_a_group_without_a_figure(visitor, scheme):
    page = visitor(color_scheme=scheme, reduced_motion="reduce")
    go_without_map(page, "/kaart?regio=groningen&groep=medisch_urgent")
    assert not violations(page)


def go_without_map(page, address: str) -> None:
    page.goto(address)
    settled(page)
    expect(page.get_by_text("nog geen opgave bekend")).to_be_visible()


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_on_a_phone(phone, path):
    go(phone, f"{path}?regio=arnhem-nijmegen&{KEY}")
    width = phone.evaluate("document.documentElement.scrollWidth")
    main = phone.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth")
    assert width <= 390
    assert main <= 0


def test_on_a_phone_the_controls_of_verdelen_are_folded_and_open_with_a_tap(phone):
    go(phone, f"/verdelen?regio=arnhem-nijmegen&{KEY}")
    controls = panel(phone).locator("details.controls")
    assert controls.get_attribute("open") is None
    expect(panel(phone).get_by_role("slider").first).not_to_be_visible()
    controls.locator("summary").first.tap()
    expect(panel(phone).get_by_role("slider").first).to_be_visible()


def test_on_a_phone_a_municipality_is_chosen_with_a_tap(phone):
    go(phone, f"/verdelen?regio=arnhem-nijmegen&{KEY}")
    panel(phone).locator(".bars").get_by_role("button", name="Arnhem", exact=True).tap()
    expect(panel(phone).locator(".why caption")).to_contain_text("Arnhem")


def test_on_a_projector_slider_map_and_finding_are_in_view_together(page):
    go(page, "/verdelen?regio=arnhem-nijmegen")
    for part in (".finding", ".map-frame svg", ".slider >> nth=0", ".bars tbody tr >> nth=0"):
        box = panel(page).locator(part).bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 900, part


def test_every_page_has_one_heading_of_the_first_level_and_is_dutch(page):
    for path, title in PAGES.items():
        go(page, path)
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_count(1)
        expect(heading).to_contain_text(title)
        assert page.evaluate("document.documentElement.lang").split("-")[0] == "nl", path


def test_the_focus_on_the_map_can_be_seen(page):
    go(page, "/kaart?regio=groningen")
    code = tab_to_area(page)
    width = area(page, code).evaluate("area => getComputedStyle(area).strokeWidth")
    assert float(width.removesuffix("px")) >= 2
