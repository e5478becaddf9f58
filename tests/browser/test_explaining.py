"""Terms explain themselves by pointer, keyboard and touch; every figure leads in two clicks to its source."""

from urllib.parse import parse_qs, urlsplit

import pytest
from driving import go, settled
from playwright.sync_api import expect
from test_screens import violations

KEY = "gewicht=inwoners:6,sociale_huur:4"
DEKKING = f"/bronnen?regio=groningen&{KEY}&deel=dekking"
TERM, SAID = "Bestaand aanbod", "Wat een gemeente nu al heeft of regelt voor een groep."
FIGURES = [
    "/",
    f"/kaart?regio=groningen&{KEY}&gebied=GM0014",
    f"/vergelijken?regio=groningen&{KEY}",
    f"/bronnen?regio=groningen&{KEY}&deel=maatstaven",
    DEKKING,
]
SAMPLE = 6  # links per page


def term(page):
    return page.locator(".fs-term").filter(has=page.get_by_role("button", name=TERM, exact=True)).first


def parts(page):
    """The button and the explanation of a term."""
    return term(page).get_by_role("button"), term(page).locator(".fs-tip")


# -- by pointer, keyboard and touch


def test_an_explanation_opens_on_hover_and_stays_while_the_pointer_is_on_it(page):
    go(page, DEKKING)
    button, tip = parts(page)
    expect(tip).to_be_hidden()
    button.hover()
    expect(tip).to_be_visible()
    expect(tip).to_contain_text(SAID)
    expect(button).to_have_attribute("aria-expanded", "true")
    tip.hover()
    page.wait_for_timeout(600)  # longer than it takes to close
    expect(tip).to_be_visible()
    page.mouse.move(5, 400)
    expect(tip).to_be_hidden()


def test_escape_closes_an_explanation_without_moving_the_pointer(page):
    go(page, DEKKING)
    button, tip = parts(page)
    button.hover()
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.wait_for_timeout(400)  # longer than it takes to open
    expect(tip).to_be_hidden()
    page.mouse.move(5, 400)
    button.hover()
    expect(tip).to_be_visible()


def test_an_explanation_opens_on_focus_and_its_link_comes_next(page):
    go(page, DEKKING)
    button, tip = parts(page)
    button.focus()
    expect(tip).to_be_visible()
    page.keyboard.press("Tab")
    expect(tip.get_by_role("link")).to_be_focused()
    expect(tip).to_be_visible()
    page.keyboard.press("Tab")
    expect(tip).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_on_a_phone_a_tap_opens_an_explanation_within_the_screen_and_a_tap_elsewhere_closes_it(phone):
    go(phone, DEKKING)
    button, tip = parts(phone)
    button.scroll_into_view_if_needed()
    button.tap()
    expect(tip).to_be_visible()
    box = tip.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert box["y"] >= 0 and box["y"] + box["height"] <= 844
    phone.touchscreen.tap(195, 60)
    expect(tip).to_be_hidden()


def test_more_about_a_term_is_in_the_glossary_and_the_scenario_goes_along(page):
    go(page, DEKKING)
    button, tip = parts(page)
    button.focus()
    with page.expect_popup() as opened:
        tip.get_by_role("link").click()
    glossary = opened.value
    settled(glossary)
    expect(glossary.locator(".fs-here")).to_be_in_viewport()
    expect(glossary.locator(".fs-here dt")).to_contain_text(TERM)
    query = parse_qs(urlsplit(glossary.url).query)
    assert (query["regio"], query["gewicht"]) == (["groningen"], ["inwoners:6,sociale_huur:4"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("part", ["dekking", "groepen", "aannames", "gemeenten", "maatstaven"])
def test_axe_finds_nothing_serious_in_the_parts_of_the_sources(visitor, scheme, part):
    page = visitor(color_scheme=scheme, reduced_motion="reduce")
    go(page, f"/bronnen?regio=groningen&deel={part}")
    page.locator(".fs-term button").first.focus()
    expect(page.locator(".fs-tip:popover-open")).to_be_visible()
    assert not violations(page)


# -- two clicks to a source


def sample(page) -> list:
    """Visible links to a source, one per address, spread over the page."""
    links = [link for link in page.locator(".fs-source").all() if link.is_visible()]
    one_each = list({link.get_attribute("href"): link for link in links}.values())
    return one_each[:: max(1, len(one_each) // SAMPLE)][:SAMPLE]


@pytest.mark.parametrize("start", FIGURES)
def test_a_figure_leads_in_two_clicks_to_its_source(page, watch, start):
    go(page, start)
    links = sample(page)
    assert links
    for link in links:
        name = link.get_attribute("aria-label")
        with page.expect_popup() as opened:
            link.click()
        there = opened.value
        watch.over(there)
        settled(there)
        query = parse_qs(urlsplit(there.url).query)
        place = ".fs-here" if "item" in query else ".fs-calculation, .fs-table"
        expect(there.locator(place).first).to_be_in_viewport()
        source = there.locator(f":is({place}) a[href^='http']:not(.fs-source)").first
        expect(source, name).to_be_visible()
        expect(source).to_have_attribute("target", "_blank")
        there.close()


def test_the_scenario_goes_along_to_the_source(page):
    go(page, f"/kaart?regio=groningen&{KEY}&gebied=GM0014&groep=studenten")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="bron van Wooneenheden", exact=True).click()
    there = opened.value
    settled(there)
    query = parse_qs(urlsplit(there.url).query)
    assert query["gewicht"] == ["inwoners:6,sociale_huur:4"]
    assert query["groep"] == ["studenten"]
    expect(there.locator(".fs-calculation").first).to_contain_text("23.700 ×")
