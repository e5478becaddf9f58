"""What a visitor does and sees: opening pages, choosing, and reading the numbers that stand on the screen."""

import json
import re
from urllib.parse import parse_qsl, urlsplit

from by_hand import TABLES
from playwright.sync_api import Locator, Page, expect
from reading import dutch

import session
from charts.findings import finding, summary
from fairshare import Result, allocate, inputs_for

PAGES = {
    "/": "Een thuis voor iedereen",
    "/kaart": "Kaart",
    "/verdelen": "Verdelen",
    "/onderhandelen": "Onderhandelen",
    "/gemeente": "Gemeenteblad",
    "/vergelijken": "Vergelijken",
    "/scenarios": "Scenario's",
    "/vergelijk-scenarios": "Scenario's vergelijken",
    "/gegevens": "Gegevens",
    "/regio": "Andere regio",
    "/bronnen": "Bronnen",
    "/klopt-het": "Klopt het?",
    "/begrippen": "Begrippen",
}

SCREEN = """panel => {
  const text = (node) => node?.textContent ?? null;
  const labels = [...panel.querySelectorAll(".labels text")];
  const areas = {};
  [...panel.querySelectorAll(".area")].forEach((area, i) => {
    if (area.style.display === "none") return;
    areas[area.dataset.id] = { words: area.getAttribute("aria-label"), label: text(labels[i].querySelector(".value")) };
  });
  const bars = {};
  for (const row of panel.querySelectorAll(".bars tbody tr")) {
    const cells = [...row.querySelectorAll("th, td")].map(text);
    bars[row.dataset.id] = { name: cells[0], reference: cells[2], now: cells[3], difference: cells[4] };
  }
  const heads = [...panel.querySelectorAll(".ijktabel thead th")];
  const rows = {};
  for (const row of panel.querySelectorAll(".ijktabel tbody tr, .ijktabel tfoot tr")) {
    const [name, ...cells] = [...row.children].map(text);
    rows[name] = cells;
  }
  return {
    areas, bars, rows, heads: heads.slice(1).map((head) => head.firstChild.textContent),
    current: heads.findIndex((head) => head.classList.contains("current")) - 1,
    finding: text(panel.querySelector(".finding")), summary: text(panel.querySelector(".summary")),
    status: text(panel.querySelector(".status")),
    why: [...panel.querySelectorAll(".why tbody tr")].map((row) => ["th", ".figure"].map((part) => text(row.querySelector(part)))),
  };
}"""


def settled(page: Page) -> None:
    """The page has run, and everything on it is drawn."""
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_attached(timeout=20_000)
    expect(page.locator(".fs-footer")).to_be_attached()
    expect(page.locator(".panel[data-asking]")).to_have_count(0)


def go(page: Page, address: str) -> None:
    page.goto(address)
    settled(page)
    ready(page)


def ready(page: Page) -> None:
    """The maps of the page are there."""
    path = urlsplit(page.url).path
    if path in ("/", "/vergelijken", "/regio") or (path == "/kaart" and "vorm=3d" not in page.url):
        expect(page.locator(".area:visible").first).to_be_visible()
    if path in ("/verdelen", "/onderhandelen"):
        expect(page.locator(".panel[data-drawn]")).to_be_attached()
        expect(page.locator(".panel .area").first).to_be_visible()


GROUPS = {
    "Scenario's": "Bewaren en delen",
    "Scenario's vergelijken": "Bewaren en delen",
    "Gegevens": "Eigen cijfers",
    "Andere regio": "Eigen cijfers",
    "Bronnen": "Uitleg",
    "Klopt het?": "Uitleg",
    "Begrippen": "Uitleg",
}
"""Pages that stand in a group of the menu."""


def menu(page: Page, name: str) -> Locator:
    """The link to a page in the menu on top; the group that it stands in is opened."""
    if name not in GROUPS:
        return page.get_by_test_id("stTopNavLink").filter(has_text=name)
    page.mouse.move(0, 0)  # a hand on its way to the menu leaves what it hovered, and the tip of that closes
    page.get_by_test_id("stTopNavSection").filter(has_text=GROUPS[name]).click()
    return page.get_by_test_id("stTopNavDropdownLink").filter(has_text=name).first


def follow(page: Page, name: str) -> None:
    """Click a page in the navigation on top."""
    menu(page, name).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(PAGES["/"] if name == "Start" else name)
    settled(page)
    ready(page)


def choose(page: Page, label: str, option: str) -> None:
    """Choose in a select box of Streamlit."""
    page.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()
    settled(page)


def press(page: Page, group: str, option: str) -> None:
    """Press one of a row of buttons of Streamlit."""
    page.get_by_role("radiogroup", name=group).get_by_role("radio", name=option, exact=True).click()
    settled(page)


def query(page: Page) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(page.url).query, keep_blank_values=True))


def result_of(page: Page) -> tuple[Result, str]:
    """What the engine says of the scenario in the link, and the group."""
    scenario, group, problems = session.from_query(query(page), TABLES)
    assert not problems
    return allocate(inputs_for(TABLES, scenario), scenario), group


# -- the map


def point(page: Page, area: Locator) -> tuple[float, float]:
    """A place on the screen that lies within the area."""
    area.scroll_into_view_if_needed()
    x, y = area.evaluate(
        """area => {
          const box = area.getBBox(), matrix = area.getScreenCTM(), steps = 24;
          let best = null, least = Infinity;
          for (let i = 1; i < steps; i++) for (let j = 1; j < steps; j++) {
            const at = new DOMPoint(box.x + (box.width * i) / steps, box.y + (box.height * j) / steps);
            const away = Math.hypot(i - steps / 2, j - steps / 2);
            if (away < least && area.isPointInFill(at)) [best, least] = [at.matrixTransform(matrix), away];
          }
          return [best.x, best.y];
        }"""
    )
    return x, y


def hover(page: Page, area: Locator) -> None:
    page.mouse.move(*point(page, area))


def click(page: Page, area: Locator) -> None:
    page.mouse.click(*point(page, area))


def area(page: Page, code: str) -> Locator:
    return page.locator(f'.area[data-id="{code}"]')


def focused_area(page: Page) -> str | None:
    """The area that has the focus, also within a shadow root."""
    return page.evaluate(
        """() => {
          let node = document.activeElement;
          while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
          return node?.classList.contains("area") ? node.dataset.id : null;
        }"""
    )


def tab_to_area(page: Page) -> str:
    """Press Tab until an area of the map has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if found := focused_area(page):
            return found
    raise AssertionError("no area of the map can be reached with Tab")


def painted(scope: Locator) -> dict[str, str]:
    """Area -> colour as #rrggbb. The colour a change ends in, not one on its way there."""
    fills = scope.locator(".area").evaluate_all(
        """areas => areas.filter((a) => a.style.display !== "none").map((a) => [a.dataset.id, a.style.fill])"""
    )
    return {code: as_hex(fill) for code, fill in fills}


def as_hex(color: str) -> str:
    if color.startswith("#"):
        return color
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", color)[:3])


# -- the live panel


def panel(page: Page) -> Locator:
    return page.locator(".panel")


def screen(page: Page) -> dict:
    """Everything the panel shows, read in one moment."""
    return panel(page).evaluate(SCREEN)


def drawn_with(page: Page, **weights: float) -> None:
    """Wait until all of the panel shows the answer for these weights."""
    for criterion, weight in weights.items():
        pattern = re.compile(rf'"weights":{{[^}}]*"{criterion}":{weight:g}[,}}]')
        expect(panel(page)).to_have_attribute("data-drawn", pattern)


def slider(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=name, exact=True)


def move(page: Page, name: str, *keys: str) -> None:
    """Move a slider with the keyboard."""
    slider(page, name).focus()
    for key in keys:
        page.keyboard.press(key)


def own_key(page: Page) -> Locator:
    return page.get_by_role("checkbox", name=re.compile("Eigen weging"))


def agrees(seen: dict, result: Result, group: str) -> None:
    """Map, bars, table, finding and summary all show the numbers of the engine."""
    g = result.column(group)
    numbers, reference = result.numbers[:, g].tolist(), result.whole_reference[:, g].tolist()
    names = result.inputs.names
    assert set(seen["areas"]) == set(seen["bars"]) == set(result.inputs.codes)
    assert sum(int(dutch(bar["now"])) for bar in seen["bars"].values()) == result.tasks[group].value
    for i, code in enumerate(result.inputs.codes):
        bar, shown = seen["bars"][code], seen["areas"][code]
        assert bar["name"] == names[i]
        assert int(dutch(bar["now"])) == numbers[i], names[i]
        assert int(dutch(bar["reference"])) == reference[i], names[i]
        assert int(dutch(bar["difference"].split()[1])) == numbers[i] - reference[i], names[i]
        assert int(dutch(seen["rows"][names[i]][seen["current"]])) == numbers[i], names[i]
        assert re.search(rf"^{re.escape(names[i])}, {re.escape(written(numbers[i]))} ", shown["words"]), shown["words"]
        if shown["label"] is not None:
            assert int(dutch(shown["label"])) == numbers[i] - reference[i], names[i]
        row = [int(dutch(cell)) for cell in seen["rows"][names[i]][: len(result.groups)]]
        assert row == result.numbers[i].tolist(), names[i]
    total = [int(dutch(cell)) for cell in seen["rows"]["Totaal"][: len(result.groups)]]
    assert total == [result.tasks[key].value for key in result.groups]
    assert seen["finding"] == finding(result, group)
    assert seen["summary"] == summary(result, group)
    assert sum(shown["label"] is not None for shown in seen["areas"].values()) > len(names) / 2


def written(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def shown_key(page: Page) -> dict[str, float]:
    """The weights that the sliders stand at."""
    ranges = panel(page).locator('.slider input[type="range"]')
    found = ranges.evaluate_all("inputs => inputs.map((input) => [input.id.slice(2), Number(input.value)])")
    return {name: weight for name, weight in found if weight}


def scenario_of_panel(page: Page) -> dict:
    return json.loads(panel(page).get_attribute("data-drawn"))
