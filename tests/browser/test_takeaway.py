"""A visitor takes the result along: Excel, Word and PDF hold the numbers of the panel, and the privacy choice holds."""

import io
import re

import docx
import openpyxl
import pypdf
import pytest
from driving import choose, go, panel, result_of, screen, settled
from playwright.sync_api import Page, expect
from reading import dutch
from test_screens import violations

from reports.privacy import HIDE, STATEMENTS

ADDRESS = "/verdelen?gewicht=inwoners:6,sociale_huur:4&regels=floor:0.5"
LONG = 60_000
"""Of making a file on a machine that is busy. [ms]"""


def open_window(page: Page) -> None:
    page.get_by_role("button", name="Meenemen").click()
    expect(page.get_by_role("button", name="Excel", exact=True)).to_be_visible()
    settled(page)


def downloaded(page: Page, button: str) -> tuple[str, bytes]:
    with page.expect_download(timeout=LONG) as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def in_excel(content: bytes, heading: str) -> dict[str, int]:
    """Municipality, and 'Totaal' -> number in this column of the sheet with the division."""
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Verdeling"]
    head, *rows = sheet.iter_rows(min_row=4, values_only=True)
    column = head.index(heading)
    return {row[1]: row[column] for row in rows}


def in_word(content: bytes) -> dict[str, int]:
    """Municipality -> number in the first table of the note."""
    rows = docx.Document(io.BytesIO(content)).tables[0].rows[1:-1]
    return {row.cells[0].text: int(dutch(row.cells[3].text)) for row in rows}


def in_pdf(content: bytes) -> str:
    """All text of the file, on one line."""
    return " ".join(" ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(content)).pages).split())


def test_excel_word_and_pdf_hold_the_numbers_of_the_panel(page):
    go(page, ADDRESS)
    shown = {bar["name"]: int(dutch(bar["now"])) for bar in screen(page)["bars"].values()}
    finding = screen(page)["finding"]
    result, group = result_of(page)
    open_window(page)

    name, content = downloaded(page, "Excel")
    assert name == "verdeling-arnhem-nijmegen-statushouders-2024.xlsx"
    numbers = in_excel(content, "Statushouders (personen per halfjaar)")
    assert numbers.pop("Totaal") == result.tasks[group].value
    assert numbers == shown

    name, content = downloaded(page, "Word")
    assert name == "beslisnotitie-arnhem-nijmegen-statushouders-2024.docx"
    file = docx.Document(io.BytesIO(content))
    assert finding in [paragraph.text for paragraph in file.paragraphs]
    assert in_word(content) == shown

    name, content = downloaded(page, "PDF")
    assert name == "beslisnotitie-arnhem-nijmegen-statushouders-2024.pdf"
    text = in_pdf(content)
    assert finding in text
    for town, number in shown.items():
        i = result.inputs.names.index(town)
        reference = result.whole_reference[i, result.column(group)]
        assert re.search(rf"{re.escape(town)} [\d.]+ {reference} {number} ", text), town


@pytest.mark.parametrize("where", ["/kaart", "/verdelen", "/onderhandelen"])
def test_every_page_with_a_result_offers_its_figures(page, where):
    go(page, where)
    open_window(page)
    choose(page, "Figuur", "Per 1.000 inwoners")
    expect(page.locator('[class*="st-key-meenemen-Staven-SVG-geen-per_1000"]')).to_be_visible()
    for button, start in {"Kaart PNG": b"\x89PNG", "Staven SVG": b"<svg"}.items():
        name, content = downloaded(page, button)
        kind = button.split()[0].lower()
        assert name == f"{kind}-arnhem-nijmegen-statushouders-per-1000-2024.{button[-3:].lower()}"
        assert content.startswith(start)


def test_the_privacy_choice_stays_and_holds_in_the_file(page):
    go(page, ADDRESS)
    open_window(page)
    page.get_by_text("Aantallen onder 5 verbergen", exact=True).click()
    expect(page.locator('[class*="st-key-meenemen-Excel-verbergen"]')).to_be_visible()
    settled(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Excel", exact=True)).to_be_hidden()
    open_window(page)
    expect(page.get_by_role("radio", name="Aantallen onder 5 verbergen")).to_be_checked()
    _, content = downloaded(page, "CSV")
    text = content.decode("utf-8-sig")
    assert STATEMENTS[HIDE] in text
    assert re.search(r"Rozendaal;Arnhem e\.o\.;Statushouders;personen per halfjaar;verborgen;verborgen;", text)
    assert panel(page).get_attribute("data-drawn")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_window(visitor, scheme):
    page = visitor(color_scheme=scheme, reduced_motion="reduce")
    go(page, ADDRESS)
    open_window(page)
    assert not violations(page)


def test_the_window_opens_and_a_file_is_made_by_keyboard(page):
    go(page, ADDRESS)
    page.get_by_role("button", name="Meenemen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="CSV", exact=True)).to_be_visible()
    settled(page)
    page.get_by_role("button", name="CSV", exact=True).focus()
    with page.expect_download(timeout=LONG) as waiting:
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename.endswith(".csv")
