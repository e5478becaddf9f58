"""From the start to the map and the sources, and with one choice through all pages."""

import re

import pytest
from by_hand import KOPLOPERS, TABLES, allocated
from driving import (
    PAGES,
    area,
    as_hex,
    choose,
    click,
    focused_area,
    follow,
    go,
    hover,
    painted,
    press,
    query,
    settled,
    tab_to_area,
)
from playwright.sync_api import expect
from reading import ReadTable, dutch

from charts.areas import area_values
from charts.comparison import effect_table, effects, results_per_region
from charts.maps import used_scale
from fairshare import Scenario

KEY = "gewicht=inwoners:6,sociale_huur:4"
NAMES = TABLES.regions.set_index("region")["short_name"].to_dict()


def table(page, caption: str) -> ReadTable:
    """A table as it stands on the page."""
    found = page.locator(".fs-table").filter(has=page.locator("caption", has_text=caption))
    expect(found.first).to_be_visible()
    return ReadTable(found.first.evaluate("table => table.outerHTML"))


# -- start


def test_the_six_regions_are_on_the_map_and_on_cards(page):
    go(page, "/")
    expect(page.locator(".area")).to_have_count(6)
    ids = page.locator(".area").evaluate_all("areas => areas.map((area) => area.dataset.id)")
    assert set(ids) == set(KOPLOPERS)
    expect(page.locator(".fs-card")).to_have_count(6)
    for name in NAMES.values():
        expect(page.get_by_role("button", name=f"Bekijk {name}")).to_be_visible()


def test_a_region_is_chosen_with_the_keyboard(page):
    go(page, "/")
    first = tab_to_area(page)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    chosen = focused_area(page)
    assert chosen in KOPLOPERS
    assert chosen != first
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/kaart\?.*regio={chosen}\b"))
    settled(page)
    expect(page.get_by_role("combobox", name="Regio")).to_have_value(NAMES[chosen])


def test_a_region_is_chosen_with_a_click_on_the_map(page):
    go(page, "/")
    click(page, area(page, "parkstad"))
    page.wait_for_url(re.compile(r"/kaart\?.*regio=parkstad\b"))
    settled(page)
    expect(page.locator(".area:visible")).to_have_count(len(allocated("parkstad").inputs.codes))


def test_a_region_is_chosen_with_the_button_on_its_card(page):
    go(page, "/")
    page.get_by_role("button", name="Bekijk Haaglanden").click()
    page.wait_for_url(re.compile(r"/kaart\?.*regio=haaglanden\b"))


def test_the_large_button_leads_to_verdelen(page):
    go(page, "/")
    page.get_by_role("button", name="Begin met verdelen").click()
    page.wait_for_url(re.compile(r"/verdelen\b"))
    expect(page.locator(".panel .finding")).not_to_be_empty()


# -- kaart


def open_table(page) -> ReadTable:
    page.get_by_text("Dezelfde cijfers als tabel").click()
    return table(page, "")


def test_the_tip_the_panel_and_the_table_show_the_same_numbers(page):
    go(page, f"/kaart?regio=arnhem-nijmegen&{KEY}")
    result = allocated("arnhem-nijmegen", weights={"inwoners": 6, "sociale_huur": 4})
    values = area_values(result, ("statushouders",))
    rows = {row[0].text: [cell.text for cell in row] for row in open_table(page).rows}
    for code, name in (("GM0202", "Arnhem"), ("GM0268", "Nijmegen"), ("GM0275", "Rheden")):
        i = values.ids.index(code)
        now = int(values.numbers[i])
        assert int(dutch(rows[name][3])) == now
        hover(page, area(page, code))
        tip = page.locator(".tip")
        expect(tip).to_be_visible()
        expect(tip.locator("strong")).to_have_text(name)
        lines = tip.locator("span").all_inner_texts()
        assert int(dutch(lines[0].split()[0])) == now
        assert int(dutch(re.search(r": ([\d.]+) \(", lines[4])[1])) == int(values.reference[i])
        click(page, area(page, code))
        expect(page.get_by_role("combobox", name="Gemeente")).to_have_value(name)
        expect(page.locator(".fs-facts dd").first).to_have_text(rows[name][3])
        assert query(page)["gebied"] == code


def test_a_choice_in_the_box_is_marked_on_the_map_and_a_second_click_undoes_it(page):
    go(page, "/kaart?regio=groningen")
    choose(page, "Gemeente", "Oldambt")
    chosen = page.locator(".area.selected")
    expect(chosen).to_have_count(1)
    code = chosen.get_attribute("data-id")
    assert query(page)["gebied"] == code
    expect(chosen).to_have_attribute("aria-pressed", "true")
    click(page, chosen)
    expect(page.locator(".area.selected")).to_have_count(0)
    expect(page.locator(".fs-facts")).to_have_count(0)
    assert "gebied" not in query(page)


def test_a_municipality_is_chosen_with_the_keyboard(page):
    go(page, "/kaart?regio=enschede")
    first = tab_to_area(page)
    expect(page.locator(".tip")).to_be_visible()
    moves = ["ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"]
    seen = []
    for key in moves:
        page.keyboard.press(key)
        seen.append(focused_area(page))
    assert len({first, *seen}) > 1
    page.keyboard.press("Enter")
    expect(page.locator(f'.area.selected[data-id="{seen[-1]}"]')).to_be_visible()
    expect(page.locator(".fs-facts")).to_be_visible()


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ("aantal", "Aantal"),
        ("verschil", "Verschil met de referentie"),
        ("sociale_huur", "Per 100 sociale huurwoningen"),
    ],
)
def test_the_colours_of_a_measure_are_those_of_its_legend_and_its_classes(page, measure, words):
    go(page, f"/kaart?regio=mra&{KEY}")
    choose(page, "Wat laat de kleur zien?", words)
    expect(page.locator(".legend-title")).to_have_text(words)
    assert query(page)["maat"] == measure
    result = allocated("mra", weights={"inwoners": 6, "sociale_huur": 4})
    values, scale = area_values(result, ("statushouders",)), used_scale(result, ("statushouders",), measure)
    expected = [scale.colors[k] for k in scale.classes(values.measure(measure))]
    assert painted(page.locator(".map-frame")) == dict(zip(values.ids, expected, strict=True))
    swatches = page.locator(".legend li i").evaluate_all("all => all.map((i) => getComputedStyle(i).backgroundColor)")
    assert [as_hex(color) for color in swatches[: len(scale.colors)]] == list(scale.colors)
    assert page.locator(".legend li").all_inner_texts()[: len(scale.labels)] == list(scale.labels)


def test_tiles_show_the_same_municipalities_with_the_same_colours(page):
    go(page, f"/kaart?regio=mra&{KEY}")
    as_map = painted(page.locator(".map-frame"))
    shape = area(page, "GM0363").get_attribute("d")
    press(page, "Vorm", "Tegels")
    expect(area(page, "GM0363")).not_to_have_attribute("d", shape)
    assert painted(page.locator(".map-frame")) == as_map
    boxes = page.locator(".area").evaluate_all(
        "all => all.map((a) => a.getBBox()).map((b) => `${b.width} ${b.height}`)"
    )
    assert len(set(boxes)) <= 2  # all the same size, but for rounding
    assert query(page)["vorm"] == "tegels"
    press(page, "Vorm", "Kaart")
    expect(area(page, "GM0363")).to_have_attribute("d", shape)


def test_subregions_add_up_their_municipalities(page):
    go(page, f"/kaart?regio=mra&maat=aantal&{KEY}")
    press(page, "Niveau", "Deelregio's")
    result = allocated("mra", weights={"inwoners": 6, "sociale_huur": 4})
    values = area_values(result, ("statushouders",), "deelregios")
    expect(page.locator(".area:visible")).to_have_count(len(values.ids))
    for name, number in zip(values.names, values.numbers, strict=True):
        words = area(page, name).get_attribute("aria-label")
        assert int(dutch(re.search(rf"^{re.escape(name)}, ([\d.]+) ", words)[1])) == number
    choose(page, "Deelregio", "Amsterdam")
    expect(page.locator(".area.selected")).to_have_attribute("data-id", "Amsterdam")


def test_columns_are_drawn_without_the_internet(page):
    go(page, f"/kaart?regio=arnhem-nijmegen&{KEY}")
    press(page, "Vorm", "3D")
    canvas = page.get_by_test_id("stDeckGlJsonChart").locator("canvas").first
    expect(canvas).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert len(open_table(page).rows) == len(allocated("arnhem-nijmegen").inputs.codes)
    press(page, "Vorm", "Kaart")
    expect(page.locator(".area:visible").first).to_be_visible()


def test_the_map_zooms_and_comes_back(page):
    go(page, "/kaart?regio=arnhem-nijmegen")
    svg = page.locator(".map-frame svg")
    whole = svg.get_attribute("viewBox")
    page.get_by_role("button", name="Inzoomen").click()
    expect(svg).not_to_have_attribute("viewBox", whole)
    close = svg.get_attribute("viewBox")
    box = svg.bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 250, steps=4)
    page.mouse.up()
    assert svg.get_attribute("viewBox") != close
    expect(page.locator(".area.selected")).to_have_count(0)  # a drag is no choice
    page.get_by_role("button", name="Hele kaart").click()
    expect(svg).to_have_attribute("viewBox", whole)


def test_a_link_shows_the_same_to_someone_else(page, visitor):
    go(page, "/kaart?regio=arnhem-nijmegen&jaar=2022")
    choose(page, "Aandachtsgroep", "Studenten")
    choose(page, "Wat laat de kleur zien?", "Aantal")
    choose(page, "Gemeente", "Wijchen")
    press(page, "Vorm", "Tegels")
    expect(page.locator(".area.selected")).to_have_count(1)
    other = visitor()
    go(other, page.url)
    expect(other.locator(".area.selected")).to_have_count(1)

    def shown(who):
        words = who.locator(".area").evaluate_all("all => all.map((a) => a.getAttribute('aria-label'))")
        texts = [who.locator(part).first.inner_text() for part in (".fs-finding", ".fs-facts", ".legend")]
        boxes = [who.get_by_role("combobox", name=name).input_value() for name in ("Regio", "Peiljaar", "Gemeente")]
        return words, texts, boxes, painted(who.locator(".map-frame"))

    assert shown(other) == shown(page)
    assert other.url == page.url


# -- vergelijken


def test_six_regions_side_by_side_with_the_numbers_of_the_engine(page):
    go(page, f"/vergelijken?regio=groningen&{KEY}")
    expect(page.locator(".map-frame svg")).to_have_count(6)
    scenario = Scenario(region="groningen", weights={"inwoners": 6, "sociale_huur": 4})
    results = results_per_region(TABLES, scenario, "statushouders")
    counted = sum(len(result.inputs.codes) for result in results.values())
    expect(page.locator(".area:visible")).to_have_count(counted)
    scale = used_scale(results["mra"], ("statushouders",), "verschil")
    colors = set(painted(page.locator(".map-frame")).values())
    assert colors <= set(scale.colors)
    assert len(table(page, "De zes regio's in cijfers").rows) == 6
    seen, computed = table(page, "Dezelfde sleutel"), ReadTable(effect_table(TABLES, results, "statushouders"))
    assert [[cell.text for cell in row] for row in seen.rows] == [[cell.text for cell in row] for row in computed.rows]
    for row, effect in zip(seen.rows, effects(TABLES, results, "statushouders").values(), strict=True):
        assert dutch(row[1].text) == effect.task
        assert abs(float(dutch(row[4].text)) - 100 * effect.central) < 0.06
    expect(page.locator(".fs-profile")).to_have_count(3)


def test_another_measure_colours_all_six_maps(page):
    go(page, f"/vergelijken?{KEY}")
    before = painted(page.locator(".map-frame"))
    press(page, "Wat laat de kleur zien?", "Per 1.000 inwoners")
    expect(page.locator(".fs-legend strong")).to_have_text("Per 1.000 inwoners")
    expect(page.locator(".map-frame svg")).to_have_count(6)
    after = painted(page.locator(".map-frame"))
    assert after.keys() == before.keys()
    assert after != before
    assert query(page)["kleur"] == "per_1000"


# -- bronnen


@pytest.mark.parametrize(
    ("tab", "caption"),
    [
        ("Wat is er bekend?", "Opgave en status per regio"),
        ("Dekking", "Wat is bekend"),
        ("Aandachtsgroepen", "Gepubliceerde cijfers"),
        ("Aannames", "Aannames"),
        ("Cijfers per gemeente", "Cijfers per gemeente"),
        ("Maatstaven", "Maatstaven"),
        ("Twijfel", "Cijfers waar wij aan twijfelen"),
    ],
)
def test_every_part_of_the_sources_has_its_table(page, tab, caption):
    go(page, "/bronnen?regio=mra")
    page.get_by_role("tab", name=tab, exact=True).click()
    settled(page)
    found = table(page, caption)
    assert len(found.rows) > 3
    if tab == "Aandachtsgroepen":
        definition = TABLES.groups.set_index("group").at["statushouders", "definition"]
        expect(page.get_by_text(definition)).to_be_visible()
    if tab in ("Aandachtsgroepen", "Cijfers per gemeente"):
        assert all(cell.links[0].startswith("http") for row in found.rows for cell in row if cell.links)
        assert any(cell.links for row in found.rows for cell in row)
    expect(page.get_by_role("tab", name=tab, exact=True)).to_have_attribute("aria-selected", "true")


def test_the_group_is_chosen_among_the_sources(page):
    go(page, "/bronnen?regio=mra")
    page.get_by_role("tab", name="Aandachtsgroepen").click()
    choose(page, "Aandachtsgroep", "Studenten")
    definition = TABLES.groups.set_index("group").at["studenten", "definition"]
    expect(page.get_by_text(definition)).to_be_visible()
    assert query(page)["groep"] == "studenten"


# -- with one choice through all pages


def test_region_group_and_key_follow_through_the_navigation(page):
    wanted = {"regio": "haaglanden", "jaar": "2023", "groep": "studenten", "gewicht": "inwoners:6,sociale_huur:4"}
    go(page, "/kaart?" + "&".join(f"{name}={value}" for name, value in wanted.items()))
    for name in [*list(PAGES.values())[1:], "Start", "Kaart"]:
        follow(page, name)
        for part, value in wanted.items():
            assert query(page).get(part) == value, (name, part)
        if name not in ("Start", "Klopt het?", "Begrippen"):
            expect(page.get_by_role("combobox", name="Regio", exact=True)).to_have_value("Haaglanden")
    result = allocated("haaglanden", year=2023, weights={"inwoners": 6, "sociale_huur": 4})
    expect(page.get_by_text(f"Samen: {result.tasks['studenten'].value:,}".replace(",", "."))).to_be_visible()


def test_a_region_chosen_on_a_page_follows_too_and_the_back_button_works(page):
    go(page, "/kaart?regio=mra")
    choose(page, "Regio", "Parkstad Limburg")
    expect(page.locator(".area:visible")).to_have_count(len(allocated("parkstad").inputs.codes))
    follow(page, "Vergelijken")
    assert query(page)["regio"] == "parkstad"
    back_to(page, "/kaart?regio=parkstad")
    expect(page.get_by_role("combobox", name="Regio")).to_have_value("Parkstad Limburg")
    back_to(page, "/kaart?regio=mra")
    expect(page.get_by_role("combobox", name="Regio")).to_have_value("Metropoolregio Amsterdam")


def back_to(page, address: str) -> None:
    """Press the back button until there. Streamlit makes two steps of a change of page: the page, and then its query."""
    for _ in range(2):
        page.go_back()
        if page.url.endswith(address):
            break
    expect(page).to_have_url(re.compile(re.escape(address)))
    expect(page.get_by_role("heading", level=1)).to_have_text(PAGES["/kaart"])
    settled(page)


def test_a_group_without_a_figure_takes_a_number_and_shows_it(page):
    page.goto("/kaart?regio=groningen&groep=medisch_urgent")
    expect(page.get_by_text("nog geen opgave bekend")).to_be_visible()
    field = page.get_by_role("spinbutton").last
    field.fill("1234")
    field.press("Tab")
    page.get_by_role("button", name="Gebruik dit aantal").last.click()
    expect(page.get_by_text("Samen: 1.234")).to_be_visible()
    expect(page.locator(".area:visible")).to_have_count(len(allocated("groningen").inputs.codes))
    assert query(page)["opgave"] == "medisch_urgent:1234"


# -- links that do harm


def test_a_link_with_mistakes_is_mended_and_said(page):
    go(page, "/kaart?regio=atlantis&jaar=2023&gewicht=inwoners:99")
    expect(page.get_by_test_id("stToast")).to_have_count(2)
    expect(page.get_by_test_id("stToast").filter(has_text="atlantis")).to_be_visible()
    assert query(page) == {"regio": "arnhem-nijmegen", "jaar": "2023"}


@pytest.mark.parametrize(
    "hostile", ["[klik](https://kwaad.example/)", "![](https://kwaad.example/x.png)", "<img src=x onerror=alert(1)>"]
)
def test_text_in_a_link_stays_text(page, watch, hostile):
    page.on("dialog", lambda dialog: watch.faults.append("a script from the link ran"))
    page.goto(f"/?regio={hostile}&groep={hostile}&jaar={hostile}")
    toasts = page.get_by_test_id("stToast")
    expect(toasts).to_have_count(3)
    expect(toasts.locator("a, img")).to_have_count(0)
