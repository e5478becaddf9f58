"""A region's own figures in the browser: take the form, hand it in, see what changes, take it over, and go back."""

import io
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from driving import go, menu, query, settled
from filling import column_of, row_of, saved, tell
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

PLACE = "/gegevens?regio=groningen"
SERIOUS = {"serious", "critical"}


def taken(page: Page, label: str = "Excel-formulier") -> bytes:
    """The form that a click downloads."""
    with page.expect_download() as download:
        page.get_by_role("button", name=label).click()
    return download.value.path().read_bytes()


def hand_in(page: Page, content: bytes, name: str = "formulier.xlsx") -> None:
    page.locator('input[type="file"]').set_input_files({"name": name, "mimeType": "", "buffer": content})
    settled(page)


def filled(content: bytes) -> bytes:
    """A task of 700 status holders, and 40 planned homes in Oldambt."""
    book = load_workbook(io.BytesIO(content))
    tasks = book["Opgaven"]
    row = row_of(tasks, "statushouders")
    for head, value in {"Uw opgave": 700, "Jaar": "2025", "Bron": "Eigen onderzoek"}.items():
        tasks.cell(row, column_of(tasks, head)).value = value
    homes = book["Geplande woningen"]
    column = column_of(homes, "Bouwplannen")
    homes.cell(row_of(homes, "GM1895"), column).value = 40
    tell(homes, column)
    return saved(book)


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in SERIOUS]


def test_a_form_that_is_filled_in_changes_the_division_and_goes_back(page):
    go(page, PLACE)
    hand_in(page, filled(taken(page)))
    expect(page.get_by_role("heading", name="2 cijfers veranderen.")).to_be_visible()
    expect(page.get_by_text("de opgave gaat van")).to_be_visible()
    expect(page.get_by_role("region", name="Dit verandert er")).to_contain_text("Telling van de regio")
    assert "cijfers" not in query(page)
    page.get_by_role("button", name="Neem deze cijfers over").click()
    settled(page)
    expect(page.get_by_role("heading", name="U werkt nu met 2 eigen cijfers.")).to_be_visible()
    expect(page.get_by_role("button", name="Opgave: 700")).to_be_visible()
    assert "cijfers" in query(page)
    menu(page, "Verdelen").click()
    expect(page.locator(".panel .summary")).to_contain_text("700 personen per halfjaar verdeeld")
    menu(page, "Gegevens").click()
    page.get_by_role("button", name="Terug naar de gepubliceerde cijfers").click()
    settled(page)
    expect(page.get_by_role("heading", name="U werkt nu met de gepubliceerde cijfers.")).to_be_visible()
    assert "cijfers" not in query(page)
    page.get_by_role("button", name="Gebruik deze").click()
    expect(page.get_by_role("button", name="Opgave: 700")).to_be_visible()


def test_an_untouched_form_changes_nothing(page):
    go(page, PLACE)
    hand_in(page, taken(page, "Csv-formulier"), "formulier.csv")
    expect(page.get_by_role("heading", name="Dit bestand verandert niets")).to_be_visible()


def test_every_mistake_is_in_a_table_that_can_be_taken_along(page):
    go(page, PLACE)
    book = load_workbook(io.BytesIO(taken(page)))
    sheet = book["Geplande woningen"]
    for code in ("GM1895", "GM0014"):
        sheet.cell(row_of(sheet, code), column_of(sheet, "Bouwplannen")).value = "veel"
    hand_in(page, saved(book))
    expect(page.get_by_role("heading", name="Er zijn 2 fouten gevonden. Er is niets overgenomen.")).to_be_visible()
    expect(page.get_by_role("region", name="Fouten in het bestand").get_by_role("row")).to_have_count(3)
    assert b"Geplande woningen" in taken(page, "Alle fouten als csv")
    expect(page.get_by_role("button", name="Neem deze cijfers over")).to_have_count(0)
    assert not serious(page)


@pytest.mark.parametrize("name", ["formulier.xlsx", "foto.png"])
def test_what_is_no_form_is_told_what_to_do(page, name):
    go(page, PLACE)
    hand_in(page, b"<html><table></table></html>", name)
    expect(page.get_by_text("webpagina of xml")).to_be_visible()


def test_own_figures_stay_with_the_visitor_who_brought_them(page, visitor):
    go(page, PLACE)
    hand_in(page, filled(taken(page)))
    page.get_by_role("button", name="Neem deze cijfers over").click()
    expect(page.get_by_role("button", name="Opgave: 700")).to_be_visible()
    other = visitor()
    go(other, page.url)
    expect(other.get_by_text("Vraag om een gedeeld scenario")).to_be_visible()
    expect(other.get_by_role("heading", name="U werkt nu met de gepubliceerde cijfers.")).to_be_visible()
    assert "cijfers" not in query(other)


def test_a_region_is_put_together_on_the_map_and_by_keyboard(page):
    go(page, "/regio")
    area = page.locator('.area[data-id="GM0114"]')
    expect(area).to_be_visible()
    for code in ("GM0114", "GM0109"):
        page.locator(f'.area[data-id="{code}"]').focus()
        page.keyboard.press("Enter")
        expect(page.locator(f'.area[data-id="{code}"]')).to_have_attribute("aria-pressed", "true")
        settled(page)
    page.get_by_label("Naam van de regio").fill("Ons Veen")
    page.get_by_label("Naam van de regio").press("Enter")
    settled(page)
    page.get_by_role("button", name="Werk met deze regio").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kaart")
    settled(page)
    assert query(page)["regio"] == "eigen:GM0109,GM0114"
    assert query(page)["regionaam"] == "Ons Veen"
    expect(page.locator(".area:visible")).to_have_count(2)


def test_the_region_picker_leads_to_other_regions(page):
    go(page, "/kaart")
    page.get_by_role("combobox", name="Regio", exact=True).click()
    page.get_by_role("option", name="Andere regio…").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Andere regio")
    page.get_by_role("button", name="Werk met dit gebied").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kaart")
    settled(page)
    assert re.fullmatch(r"\w+:\w+", query(page)["regio"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [PLACE, "/regio?regio=eigen:GM0114,GM0109"])
def test_axe_finds_nothing_serious(visitor, path, scheme):
    page = visitor(color_scheme=scheme)
    go(page, path)
    assert not serious(page)
