"""The Gemeenteblad in a real browser: choose, change an assumption, take away, read back, print; and all of it by keyboard."""

import io
import re

import docx
import pytest
from by_hand import TABLES
from driving import choose, go, result_of, settled
from playwright.sync_api import expect
from pypdf import PdfReader
from test_screens import violations

from charts.municipality import daily_of, daily_sentences, place_finding, sheet_finding
from fairshare.sheet import sheet_of

KEY = "gewicht=inwoners:6,sociale_huur:4"
ARNHEM, ROZENDAAL = "GM0202", "GM0277"
GROUP = "statushouders"
SECTIONS = (
    "Waarom dit getal?",
    "Plaats in de regio",
    "Opgave per groep",
    "Wat betekent dit per jaar en per woning?",
    "Voorraad en aanbod",
    "Afspraken",
    "Bronnen en versies",
)


def sheet_on(page, code: str):
    """The sheet of the scenario in the link, as the engine has it."""
    result, group = result_of(page)
    return sheet_of(result, code), group


def finding(page):
    return page.locator("h2.fs-finding")


def taken_away(page, label: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Gemeenteblad als {label}").click()
    with open(download.value.path(), "rb") as file:
        return file.read()


def test_from_the_map_to_the_sheet_of_the_same_municipality(page):
    go(page, f"/kaart?regio=arnhem-nijmegen&gebied={ROZENDAAL}&{KEY}")
    page.get_by_role("link", name="Gemeenteblad van Rozendaal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gemeenteblad")
    settled(page)
    sheet, group = sheet_on(page, ROZENDAAL)
    expect(finding(page)).to_have_text(sheet_finding(sheet, group))


def test_choose_change_the_turnover_and_take_away_the_same_numbers(page):
    go(page, f"/gemeente?regio=arnhem-nijmegen&{KEY}")
    choose(page, "Gemeente", "Arnhem")
    expect(page).to_have_url(re.compile(f"gemeente={ARNHEM}"))
    sheet, group = sheet_on(page, ARNHEM)
    expect(finding(page)).to_have_text(sheet_finding(sheet, group))
    before = daily_sentences(sheet, daily_of(sheet, TABLES, group), group)[-1]
    expect(page.get_by_text(before)).to_be_visible()
    turnover = page.get_by_role("spinbutton", name=re.compile("Deel van de sociale huur"))
    turnover.fill("8")
    turnover.press("Enter")
    expect(page.get_by_text("27.749 woningen × 8,00\u00a0%")).to_be_visible()
    settled(page)
    said = page.locator(".fs-steps p").last.inner_text()
    assert said != before
    file = docx.Document(io.BytesIO(taken_away(page, "Word")))
    words = " ".join(paragraph.text for paragraph in file.paragraphs)
    assert sheet_finding(sheet, group) in words
    assert said in words
    cells = page.locator(".fs-table table").filter(has_text="Opgave van Arnhem per groep").locator("tbody tr")
    screen = [[cell.split("\n")[0] for cell in row.locator("th, td").all_inner_texts()] for row in cells.all()]
    numbers = next(
        t
        for t in file.tables
        if [c.text for c in t.rows[0].cells][:2] == ["Aandachtsgroep", "Aantal"] and len(t.columns) == 7
    )
    assert [[cell.text for cell in row.cells][:5] for row in numbers.rows[1:]] == [row[:5] for row in screen]
    pdf = PdfReader(io.BytesIO(taken_away(page, "PDF")))
    text = "".join("".join(part.extract_text().split()) for part in pdf.pages)
    assert "".join(sheet_finding(sheet, group).split()) in text


def test_text_by_hand_is_uploaded_and_comes_back(page):
    go(page, f"/gemeente?regio=arnhem-nijmegen&gemeente={ARNHEM}&{KEY}")
    file = docx.Document(io.BytesIO(taken_away(page, "Word")))
    hint = next(p for p in file.paragraphs if p.text.startswith("Wat vindt de gemeente van deze opgave"))
    hint.runs[0].text = "Wij bouwen in het oosten."
    saved = io.BytesIO()
    file.save(saved)
    mime = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    page.locator('input[type="file"]').set_input_files(
        {"name": "blad.docx", "mimeType": mime, "buffer": saved.getvalue()}
    )
    expect(page.get_by_text("Uw eigen tekst gaat mee bij: Opgave.")).to_be_visible()
    settled(page)
    again = docx.Document(io.BytesIO(taken_away(page, "Word")))
    assert "Wij bouwen in het oosten." in [paragraph.text for paragraph in again.paragraphs]


def test_a_file_that_is_no_sheet_is_refused_in_dutch(page):
    go(page, f"/gemeente?regio=arnhem-nijmegen&gemeente={ARNHEM}&{KEY}")
    mime = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    page.locator('input[type="file"]').set_input_files({"name": "kapot.docx", "mimeType": mime, "buffer": b"PK kapot"})
    expect(page.get_by_test_id("stAlert")).to_contain_text("Word")
    expect(page.get_by_role("button", name="Gemeenteblad als Word")).to_be_disabled()


def test_on_paper_stand_all_sections_and_no_controls(page):
    go(page, f"/gemeente?regio=arnhem-nijmegen&gemeente={ARNHEM}&{KEY}")
    sheet, group = sheet_on(page, ARNHEM)
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert 3 <= len(paper.pages) <= 12
    width, height = (float(side) for side in (paper.pages[0].mediabox.width, paper.pages[0].mediabox.height))
    assert (round(width), round(height)) == (595, 842)  # A4
    text = "".join("".join(part.extract_text().split()) for part in paper.pages)
    for said in (*SECTIONS, sheet_finding(sheet, group), place_finding(sheet, group), "Aannames achter deze cijfers"):
        assert "".join(said.split()) in text, said
    for name in sheet.inputs.names:
        assert "".join(name.split()) in text, name  # what is folded on screen is open on paper
    for control in ("Onderhandelen", "Meenemen", "Upload", "Peiljaar" + "2024" + "Aandachtsgroep"):
        assert control not in text


def test_the_bars_of_the_strip_name_themselves_on_focus(page):
    go(page, f"/gemeente?regio=arnhem-nijmegen&gemeente={ARNHEM}&{KEY}")
    first = page.locator(".fs-strip li").first
    first.focus()
    expect(first.locator("span")).to_be_visible()
    expect(first.locator("span")).to_contain_text("Rozendaal: 0,55 personen per 1.000 inwoners")
    page.keyboard.press("Tab")
    expect(first.locator("span")).to_be_hidden()
    expect(page.locator(".fs-strip li").nth(1).locator("span")).to_be_visible()


def test_the_municipality_can_be_chosen_by_keyboard(page):
    go(page, f"/gemeente?regio=arnhem-nijmegen&gemeente={ARNHEM}&{KEY}")
    box = page.get_by_role("combobox", name="Gemeente", exact=True)
    box.focus()
    page.keyboard.type("Rozen")
    page.keyboard.press("Enter")
    settled(page)
    sheet, group = sheet_on(page, ROZENDAAL)
    expect(finding(page)).to_have_text(sheet_finding(sheet, group))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "place",
    [f"regio=nl&gemeente={ROZENDAAL}", "regio=eigen:GM0014,GM0037&groep=ouderen", "regio=mra&groep=medisch_urgent"],
)
def test_axe_finds_nothing_serious_for_a_large_and_a_small_region_and_a_group_without_a_task(visitor, place, scheme):
    page = visitor(color_scheme=scheme, reduced_motion="reduce")
    go(page, f"/gemeente?{place}&{KEY}")
    for fold in page.get_by_test_id("stExpander").locator("summary").all():
        fold.click()
    settled(page)
    assert not violations(page)


def test_nothing_scrolls_sideways_on_a_phone_but_a_wide_table_in_its_own_frame(phone):
    go(phone, f"/gemeente?regio=arnhem-nijmegen&gemeente={ROZENDAAL}&{KEY}")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    wide = phone.locator(".fs-table").filter(has_text="per groep; de referentie").first
    assert wide.evaluate(
        "frame => frame.scrollWidth > frame.clientWidth && getComputedStyle(frame).overflowX === 'auto'"
    )
    assert wide.get_attribute("tabindex") == "0"
