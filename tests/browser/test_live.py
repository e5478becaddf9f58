"""/verdelen: what the slider does, all at once and always what the engine says."""

import json
import re

import pytest
from by_hand import TABLES
from driving import (
    agrees,
    area,
    choose,
    click,
    drawn_with,
    follow,
    go,
    move,
    own_key,
    panel,
    query,
    result_of,
    scenario_of_panel,
    screen,
    settled,
    shown_key,
    slider,
)
from playwright.sync_api import expect
from reading import dutch

URL = "/verdelen?regio=arnhem-nijmegen"
PRESETS = TABLES.presets.sort_values("order").drop_duplicates("preset")[["preset", "name"]].values.tolist()

SAMPLER = """(panel, code) => {
  const samples = (window.samples = []);
  const label = (node) => node?.textContent ?? "";
  const areas = [...panel.querySelectorAll(".area")];
  const at = areas.findIndex((area) => area.dataset.id === code);
  const look = () => {
    const bar = panel.querySelector(`.bars tr[data-id="${code}"]`);
    const name = bar.querySelector("th").textContent;
    const row = [...panel.querySelectorAll(".ijktabel tbody tr")].find((tr) => tr.firstChild.textContent === name);
    samples.push({
      words: areas[at].getAttribute("aria-label"), label: label(panel.querySelectorAll(".labels text")[at].querySelector(".value")),
      now: label(bar.querySelector(".now")), difference: label(bar.querySelector(".difference")),
      cell: label(row.querySelector(".current")), finding: label(panel.querySelector(".finding")),
      order: [...panel.querySelectorAll(".bars tbody tr")].map((tr) => tr.dataset.id).join(),
    });
    if (window.samples === samples) requestAnimationFrame(look);
  };
  look();
}"""


def committed(page, **weights: float) -> None:
    """Wait until the key stands in the link."""
    drawn_with(page, **weights)
    for criterion, weight in weights.items():
        expect(page).to_have_url(re.compile(rf"gewicht[^=]*=([^&]*(,|%2C))?{criterion}(:|%3A){weight:g}(,|%2C|&|$)"))
    settled(page)


def test_a_slider_moved_by_keyboard_moves_everything_to_the_numbers_of_the_engine(page):
    go(page, URL)
    agrees(screen(page), *result_of(page))
    move(page, "Sociale huur", *["ArrowRight"] * 4)
    committed(page, sociale_huur=4)
    assert query(page)["gewicht"] == "inwoners:10,sociale_huur:4"
    seen = screen(page)
    agrees(seen, *result_of(page))
    shares = panel(page).locator(".slider output").evaluate_all("all => all.map((o) => [o.id, o.textContent])")
    assert {name: text for name, text in shares if text != "0 %"} == {
        "c-inwoners-share": "71 %",
        "c-sociale_huur-share": "29 %",
    }
    page.reload()
    settled(page)
    drawn_with(page, sociale_huur=4)
    expect(panel(page).locator(".area").first).to_be_visible()
    assert screen(page) == seen
    assert shown_key(page) == {"inwoners": 10, "sociale_huur": 4}


def test_the_scenario_of_the_panel_follows_to_the_other_pages_and_back(page):
    go(page, URL)
    move(page, "Oppervlakte", *["ArrowRight"] * 3)
    committed(page, land=3)
    follow(page, "Vergelijken")
    assert query(page)["gewicht"] == "inwoners:10,land:3"
    follow(page, "Verdelen")
    drawn_with(page, land=3)
    assert shown_key(page) == {"inwoners": 10, "land": 3}
    agrees(screen(page), *result_of(page))


def test_another_region_group_or_year_gives_another_panel_with_the_same_key(page):
    go(page, URL + "&gewicht=inwoners:6,land:4")
    agrees(screen(page), *result_of(page))
    choose(page, "Regio", "Metropoolregio Amsterdam")
    expect(panel(page).locator(".bars tbody tr")).to_have_count(30)
    agrees(screen(page), *result_of(page))
    choose(page, "Aandachtsgroep", "Studenten")
    expect(panel(page).locator(".bars caption")).to_contain_text("Studenten")
    agrees(screen(page), *result_of(page))
    choose(page, "Peiljaar", "2025")
    expect(page).to_have_url(re.compile("jaar=2025"))
    expect(panel(page)).to_have_attribute("data-drawn", re.compile('"year":2025'))
    agrees(screen(page), *result_of(page))


def test_an_own_key_for_one_group_changes_only_that_group(page):
    go(page, URL)
    before = screen(page)
    own_key(page).check()
    move(page, "Oppervlakte", *["ArrowRight"] * 5)
    expect(page).to_have_url(re.compile(r"gewicht\.statushouders=[^&]*land(:|%3A)5"))
    settled(page)
    after = screen(page)
    agrees(after, *result_of(page))
    column = before["current"]
    assert "gewicht" not in query(page)
    for name, cells in before["rows"].items():
        others = [i for i in range(len(cells)) if i != column]
        assert [after["rows"][name][i] for i in others] == [cells[i] for i in others]
    assert any(after["rows"][name][column] != cells[column] for name, cells in before["rows"].items())
    own_key(page).uncheck()
    expect(page).not_to_have_url(re.compile(r"gewicht"))
    settled(page)
    assert screen(page)["rows"] == before["rows"]


@pytest.mark.parametrize(("preset", "name"), PRESETS[1:], ids=[preset for preset, _ in PRESETS[1:]])
def test_a_preset_sets_the_sliders_and_reset_takes_it_back(page, preset, name):
    go(page, URL)
    start = screen(page)
    page.get_by_role("combobox", name="Voorbeelden").select_option(label=name)
    rows = TABLES.presets[TABLES.presets["preset"] == preset]
    wanted = dict(zip(rows["criterion"], rows["weight"].astype(float), strict=True))
    committed(page, **wanted)
    assert shown_key(page) == wanted
    agrees(screen(page), *result_of(page))
    page.get_by_role("button", name="Begin opnieuw").click()
    expect(page).not_to_have_url(re.compile("gewicht"))
    settled(page)
    assert screen(page) == start


def test_rules_of_the_game_hold_and_stand_in_the_link(page):
    go(page, URL + "&gewicht=inwoners:5,land:5")
    panel(page).locator("details.rules > summary").click()
    panel(page).get_by_role("checkbox", name="Bovengrens").check()
    expect(panel(page)).to_have_attribute("data-drawn", re.compile('"cap":1.2'))
    expect(page).to_have_url(re.compile("regels=cap(:|%3A)1.2"))
    settled(page)
    seen = screen(page)
    result, group = result_of(page)
    assert result.scenario.cap == 1.2
    agrees(seen, result, group)
    page.get_by_role("combobox", name="Zo tellen maatstaven samen").select_option("factors")
    expect(page).to_have_url(re.compile("optellen=factors"))
    settled(page)
    agrees(screen(page), *result_of(page))
    page.get_by_role("button", name="Begin opnieuw").click()
    expect(page).not_to_have_url(re.compile("regels|optellen|gewicht"))


def test_a_cell_of_the_table_explains_itself(page):
    go(page, URL + "&gewicht=inwoners:5,land:5")
    result, _ = result_of(page)
    cell = panel(page).locator('.ijktabel td[data-code="GM0202"][data-group="ouderen"]')
    cell.click()
    dialog = panel(page).get_by_role("dialog")
    number = int(result.numbers[result.inputs.position["GM0202"], result.column("ouderen")])
    expect(dialog.get_by_role("heading")).to_have_text(f"Waarom {number:,} voor Arnhem?".replace(",", "."))
    parts = [dutch(text) for text in dialog.locator("tbody .figure").all_inner_texts()]
    assert sum(parts[:-1]) == parts[-1] == number
    with page.context.expect_page() as opened:
        dialog.get_by_role("link", name="Waar komt de opgave vandaan?").click()
    expect(opened.value.get_by_text("Zo is het getal gemaakt")).to_be_visible(timeout=20_000)
    assert "groep=ouderen" in opened.value.url
    opened.value.close()
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()


def test_another_reference_changes_what_is_compared_with(page):
    go(page, URL + "&gewicht=inwoners:6,land:4")
    before = {code: bar["now"] for code, bar in screen(page)["bars"].items()}
    page.get_by_role("combobox", name="Vergelijk met").select_option("gelijk")
    expect(page).to_have_url(re.compile("referentie=gelijk"))
    settled(page)
    seen = screen(page)
    agrees(seen, *result_of(page))
    assert {code: bar["now"] for code, bar in seen["bars"].items()} == before


@pytest.mark.parametrize("wrong", ["11", "-1", ""])
def test_a_weight_that_cannot_be_is_refused_in_dutch(page, wrong):
    go(page, URL)
    before = screen(page)
    box = page.get_by_role("spinbutton", name=re.compile("Gewicht van Sociale huur"))
    box.fill(wrong)
    box.press("Tab")
    expect(panel(page).locator(".status")).to_contain_text("Sociale huur")
    expect(panel(page).locator(".status")).to_contain_text("0 tot en met 10")
    expect(box).to_have_value("0")
    assert screen(page) | {"status": ""} == before
    box.fill("2.5")
    box.press("Tab")
    committed(page, sociale_huur=2.5)
    expect(panel(page).locator(".status")).to_be_empty()
    agrees(screen(page), *result_of(page))
    assert shown_key(page)["inwoners"] == 10


def test_a_weight_between_two_steps_keeps_its_value_and_result(page):
    go(page, URL + "&gewicht=inwoners:10,sociale_huur:2.5")
    box = page.get_by_role("spinbutton", name=re.compile("Gewicht van Sociale huur"))
    expect(box).to_have_value("2.5")
    move(page, "Oppervlakte", "ArrowRight")
    committed(page, land=1)
    expect(box).to_have_value("2.5")
    assert query(page)["gewicht"] == "inwoners:10,land:1,sociale_huur:2.5"
    agrees(screen(page), *result_of(page))


def test_without_any_weight_the_last_result_stays_and_the_panel_says_why(page, watch):
    watch.expected.append(r"422")
    go(page, URL + "&gewicht=inwoners:3,land:1")
    before = screen(page)
    move(page, "Oppervlakte", "Home")
    expect(panel(page)).not_to_have_attribute("data-drawn", re.compile('"land"'))
    expect(page).not_to_have_url(re.compile("land"))
    committed(page, inwoners=3)
    move(page, "Inwoners", "Home")
    expect(panel(page).locator(".status")).to_contain_text("gewichten")
    seen = screen(page)
    agrees(seen, *result_of(page))
    assert seen["rows"] != before["rows"]
    move(page, "Inwoners", *["ArrowRight"] * 2)
    committed(page, inwoners=2)
    expect(panel(page).locator(".status")).to_be_empty()


def test_a_lost_connection_is_said_and_the_panel_catches_up(page, watch):
    watch.expected.append(r"api/verdeel")
    go(page, URL)
    before = screen(page)
    page.route("**/api/verdeel", lambda route: route.abort())
    range_input = slider(page, "Sociale huur")
    range_input.hover()
    box = range_input.bounding_box()
    page.mouse.move(box["x"] + 9, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] / 2, steps=6)
    expect(panel(page).locator(".status")).to_contain_text("Geen verbinding")
    assert screen(page)["rows"] == before["rows"]
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2, steps=3)
    page.mouse.up()
    page.unroute("**/api/verdeel")
    weight = float(range_input.input_value())
    assert weight > 5
    committed(page, sociale_huur=weight)
    expect(panel(page).locator(".status")).to_be_empty()
    agrees(screen(page), *result_of(page))


@pytest.mark.parametrize("how", ["map", "list"])
def test_why_a_number_is_what_it_is_adds_up(page, how):
    go(page, URL + "&gewicht=inwoners:4,sociale_huur:3,land:2,draagkracht:1")
    result, group = result_of(page)
    code, name = "GM0268", "Nijmegen"
    if how == "map":
        click(page, area(page, code))
    else:
        panel(page).locator(".bars").get_by_role("button", name=name, exact=True).click()
    number = int(result.numbers[result.inputs.position[code], result.column(group)])
    expect(panel(page).locator(".why caption")).to_have_text(re.compile(rf"^Waarom {number} voor {name}\?$"))
    *steps, (_, total) = screen(page)["why"]
    assert len(steps) >= 4
    assert sum(dutch(value) for _, value in steps) == dutch(total) == number
    expect(area(page, code)).to_have_class(re.compile("selected"))
    assert re.search("selected", panel(page).locator(f'.bars tr[data-id="{code}"]').get_attribute("class"))
    move(page, "Sociale huur", *["ArrowRight"] * 4)
    committed(page, sociale_huur=7)
    *steps, (_, total) = screen(page)["why"]
    assert sum(dutch(value) for _, value in steps) == dutch(total)
    assert int(dutch(total)) == int(dutch(screen(page)["bars"][code]["now"])) != number


def test_colour_and_form_of_the_map_can_be_changed(page):
    go(page, URL + "&gewicht=inwoners:6,land:4")
    result, group = result_of(page)
    values = dict(zip(result.inputs.codes, result.numbers[:, result.column(group)].tolist(), strict=True))
    panel(page).get_by_text("Aantal", exact=True).click()
    for code, shown in screen(page)["areas"].items():
        assert shown["label"] is None or int(dutch(shown["label"])) == values[code]
    shape = area(page, "GM0202").get_attribute("d")
    panel(page).get_by_text("Tegels", exact=True).click()
    expect(area(page, "GM0202")).not_to_have_attribute("d", shape)
    labels = [shown["label"] for shown in screen(page)["areas"].values()]
    assert None not in labels
    move(page, "Oppervlakte", "ArrowRight")
    committed(page, land=5)
    result, group = result_of(page)
    values = dict(zip(result.inputs.codes, result.numbers[:, result.column(group)].tolist(), strict=True))
    assert {code: int(dutch(shown["label"])) for code, shown in screen(page)["areas"].items()} == values


def test_a_move_keeps_zoom_choice_and_every_node_of_the_map(page):
    go(page, URL)
    click(page, area(page, "GM0268"))
    page.get_by_role("button", name="Inzoomen").click()
    svg = panel(page).locator(".map-frame svg")
    view = svg.get_attribute("viewBox")
    panel(page).evaluate(
        """panel => (window.kept = [...panel.querySelectorAll(".map-frame svg, .area, .bars tr, .ijktabel, .finding, .slider input")])"""
    )
    move(page, "Sociale huur", *["ArrowRight"] * 3)
    committed(page, sociale_huur=3)
    assert svg.get_attribute("viewBox") == view
    expect(area(page, "GM0268")).to_have_class(re.compile("selected"))
    assert panel(page).evaluate("panel => window.kept.every((node) => node.isConnected && panel.contains(node))")
    expect(slider(page, "Sociale huur")).to_be_focused()


def test_during_a_drag_map_bars_and_table_always_agree(page):
    code = "GM0268"
    go(page, URL)
    panel(page).evaluate(SAMPLER, code)
    range_input = slider(page, "Sociale huur")
    box = range_input.bounding_box()
    x, y, width = box["x"], box["y"] + box["height"] / 2, box["width"]
    page.mouse.move(x + 9, y)
    page.mouse.down()
    for step in range(1, 31):
        page.mouse.move(x + 9 + (width - 18) * step / 30, y)
        page.wait_for_timeout(16)  # the pace of a hand
    drawn_with(page, sociale_huur=10)
    held = page.evaluate("() => window.samples.length")
    page.mouse.up()
    committed(page, sociale_huur=10)
    samples = page.evaluate("() => { const all = window.samples; window.samples = null; return all; }")
    for sample in samples:
        number = int(dutch(sample["now"]))
        assert int(dutch(sample["cell"])) == number
        assert int(dutch(re.search(r", ([\d.]+) ", sample["words"])[1])) == number
        assert int(dutch(sample["label"])) == int(dutch(sample["difference"].split()[1]))
    assert len({sample["now"] for sample in samples}) >= 4
    assert len({sample["order"] for sample in samples[:held]}) == 1  # rows stay in place while the hand moves
    agrees(screen(page), *result_of(page))


def test_quick_moves_end_at_the_last_one(page):
    go(page, URL)
    move(page, "Sociale huur", *["ArrowRight"] * 10, *["ArrowLeft"] * 7)
    move(page, "Oppervlakte", *["ArrowRight"] * 6)
    move(page, "Inwoners", *["ArrowLeft"] * 8)
    committed(page, sociale_huur=3, land=6, inwoners=2)
    agrees(screen(page), *result_of(page))
    assert scenario_of_panel(page)["weights"] == {"inwoners": 2, "land": 6, "sociale_huur": 3}


def test_a_criterion_explains_itself_and_one_without_figures_says_so(page):
    go(page, URL)
    button = page.get_by_role("button", name="Uitleg bij Sociale huur", exact=True)
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    explanation = TABLES.criteria.set_index("criterion").at["sociale_huur", "explanation"]
    expect(panel(page).get_by_text(explanation)).to_be_visible()
    panel(page).locator(".left-out summary").click()
    expect(panel(page).locator(".left-out p")).to_contain_text("Ruimte in bestaand aanbod")
    expect(slider(page, "Ruimte in bestaand aanbod")).to_have_count(0)


def test_what_changed_is_told_to_who_listens(page):
    go(page, URL)
    spoken = panel(page).locator('.only-spoken[aria-live="polite"]')
    move(page, "Sociale huur", *["ArrowRight"] * 2)
    committed(page, sociale_huur=2)
    expect(spoken).to_contain_text(screen(page)["finding"])


def test_what_the_panel_sends_is_a_scenario_file(page):
    asked = []
    page.on("request", lambda request: asked.append(request.post_data) if "api/verdeel" in request.url else None)
    go(page, URL)
    move(page, "Sociale huur", "ArrowRight")
    committed(page, sociale_huur=1)
    question = json.loads(asked[-1])
    assert question["group"] == "statushouders"
    assert question["scenario"]["version"] == 1
    assert len(asked[-1]) < 2_000
