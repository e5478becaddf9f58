"""How long pages take to come: the first in an empty browser, the next ones, and reruns of pages other than /verdelen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle, islice

from playwright.sync_api import Browser, Locator, Page

from benchmarks.browser import Traffic, settled, visit

MAP, PANEL = ".map-figure", ".panel"
NEXT = {
    "Kaart": {"title": "Kaart", "area": MAP},
    "Verdelen": {"title": "Verdelen", "area": PANEL, "panel": True},
    "Onderhandelen": {"title": "Onderhandelen", "area": PANEL, "panel": True},
    "Vergelijken": {"title": "Vergelijken", "area": MAP},
    "Bronnen": {"title": "Bronnen"},
}
GROUPS = {"Bronnen": "Uitleg", "Scenario's": "Bewaren en delen", "Scenario's vergelijken": "Bewaren en delen"}
"""Pages that stand in a group of the menu."""
FIRST = {"title": "Een thuis voor iedereen", "area": MAP}
ARM = "([test, given, began]) => bench.arm(test, given, began)"
Load = tuple[float, int]
"""Time [ms] and bytes of a page."""


def loads(browser: Browser, address: str) -> dict[str, Load]:
    """The first page in an empty browser, and the next ones by the navigation on top."""
    with visit(browser, address) as page:
        traffic = Traffic.of(page)
        page.goto("/", wait_until="commit")
        page.evaluate(ARM, ["page", FIRST, 0])
        found = {"Start": _outcome(page, traffic)}
        for name, given in NEXT.items():
            link = link_to(page, name)
            link.hover()
            traffic.reset()
            page.evaluate(ARM, ["page", given, None])
            link.click()
            found[name] = _outcome(page, traffic)
    return found


def link_to(page: Page, name: str) -> Locator:
    """The link in the menu on top; a group of the menu is opened first."""
    if group := GROUPS.get(name):
        page.get_by_test_id("stTopNavSection").filter(has_text=group).click()
    return page.get_by_test_id("stTopNavDropdownLink" if group else "stTopNavLink").filter(has_text=name).first


def _outcome(page: Page, traffic: Traffic) -> Load:
    took = page.evaluate("bench.outcome")
    settled(page)
    return took, traffic.total


def reruns(browser: Browser, address: str, count: int) -> dict[str, tuple[list[float], float]]:
    """Per control: times until the new content is painted [ms], and bytes per change; the first round is not counted."""
    found = {}
    with visit(browser, address) as page:
        traffic = Traffic.of(page)
        page.goto("/kaart?regio=mra")
        settled(page)
        steps = _select(page, "Regio", ["Haaglanden", "Metropoolregio Amsterdam"])
        found["/kaart, regio"] = _changes(page, traffic, steps, ["finding", "ids"], count)
        steps = _select(page, "Wat laat de kleur zien?", ["Aantal", "Per 1.000 inwoners"])
        found["/kaart, kleur"] = _changes(page, traffic, steps, ["finding", "looks"], count)
        page.goto("/vergelijken")
        page.locator(f"{MAP} .area").first.wait_for()
        settled(page)
        buttons = page.get_by_role("radiogroup", name="Wat laat de kleur zien?")
        steps = cycle(
            [buttons.get_by_role("radio", name=name, exact=True) for name in ("Aantal", "Per 1.000 inwoners")]
        )
        found["/vergelijken, kleur"] = _changes(page, traffic, steps, ["looks"], count)
        page.goto("/gemeente?regio=mra")
        page.locator(".fs-footer").wait_for()
        settled(page)
        steps = _typed(page, "Gemeente", ["Purmerend", "Zaanstad"])
        found["/gemeente, gemeente"] = _changes(page, traffic, steps, ["finding"], count, _enter)
    return found


def _select(page: Page, label: str, options: list[str]) -> Iterator[Locator]:
    """Opens the select box and gives the option that is to be clicked, by turns."""
    for option in cycle(options):
        page.get_by_role("combobox", name=label, exact=True).click()
        yield page.get_by_role("option", name=option, exact=True)


def _typed(page: Page, label: str, options: list[str]) -> Iterator[Locator]:
    """Opens the select box and types the option that is to be taken with Enter: a long list still moves under a pointer."""
    field = page.get_by_role("combobox", name=label, exact=True)
    for option in cycle(options):
        field.click()
        field.press_sequentially(option)
        page.get_by_role("option", name=option, exact=True).wait_for()
        yield field


def _enter(control: Locator) -> None:
    control.press("Enter")


def searches(page: Page, label: str, texts: list[str], count: int) -> tuple[list[float], float]:
    """Times from Enter in a field until the sentence above the list is another one [ms], and bytes per search."""
    field = page.get_by_role("textbox", name=label, exact=True)

    def steps() -> Iterator[Locator]:
        for text in cycle(texts):
            field.fill(text)
            yield field

    return _changes(page, Traffic.of(page), steps(), ["finding"], count, _enter)


def _changes(
    page: Page,
    traffic: Traffic,
    steps: Iterator[Locator],
    parts: list[str],
    count: int,
    act: Callable[[Locator], None] = Locator.click,
) -> tuple[list[float], float]:
    times = []
    warm_up = 2
    for i, control in enumerate(islice(steps, warm_up + count)):
        control.hover()
        if i == warm_up:
            traffic.reset()
        page.evaluate(ARM, ["rerun", {"parts": parts}, None])
        act(control)
        took = page.evaluate("bench.outcome")
        settled(page)
        if i >= warm_up:
            times.append(took)
    return times, traffic.total / count
