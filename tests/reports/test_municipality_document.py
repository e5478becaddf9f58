"""The building block for a woonzorgvisie: the same numbers as the screen, in Word and PDF, and text by hand that stays."""

import io
from datetime import date
from functools import cache

import docx
import pytest
from by_hand import TABLES, allocated, is_one_line
from office import converted
from pypdf import PdfReader
from reading import ReadTable

from charts.municipality import daily_listing, paths_listing, place_listing, sheet_finding, stock_listing, tasks_listing
from fairshare import Agreement, FairShareError, Result, Swap
from fairshare.figures import OwnFigure
from fairshare.sheet import sheet_of
from reports.blocks import Document, LocalParagraph, Room, Run
from reports.municipality import TOPICS, earlier_text, municipality_document, own_text, room_of, taken_over
from reports.pdf import pdf
from reports.privacy import FIVES, HIDDEN, HIDE, OPEN
from reports.word import local_texts, word

MADE = date(2026, 11, 25)
ARNHEM, NIJMEGEN, ROZENDAAL = "GM0202", "GM0268", "GM0277"
GROUP = "statushouders"
NAMES = TABLES.municipalities["name"]
WRITTEN = (
    LocalParagraph((Run("Wij kiezen voor "), Run("gespreid wonen", is_bold=True), Run(" in alle wijken."))),
    LocalParagraph((Run("eerst de stations"),), is_bullet=True),
)


@cache
def result(region: str = "arnhem-nijmegen") -> Result:
    codes = (ARNHEM, NIJMEGEN) if region == "arnhem-nijmegen" else ()
    agreements = tuple(Agreement(code, GROUP, 200, "Er staat al een locatie.") for code in codes[:1])
    swaps = (Swap(ARNHEM, NIJMEGEN, GROUP, 5, "Geruild."),) if codes else ()
    return allocated(region, weights={"inwoners": 6, "sociale_huur": 4}, agreements=agreements, swaps=swaps)


def document(
    code: str = ARNHEM, privacy: str = OPEN, of: Result | None = None, group: str = GROUP, written=None
) -> Document:
    return municipality_document(of or result(), TABLES, code, group, MADE, privacy, written)


def rooms(written=WRITTEN, code: str = ARNHEM) -> dict:
    """Text by hand under every heading."""
    return {room_of(code, topic): written for topic in TOPICS}


def in_word(content: bytes) -> tuple[list[str], list[list[list[str]]]]:
    """The paragraphs, and the tables as rows of cells."""
    file = docx.Document(io.BytesIO(content))
    return [p.text for p in file.paragraphs], [[[c.text for c in row.cells] for row in t.rows] for t in file.tables]


def in_pdf(content: bytes) -> str:
    """All text, without spaces and hyphens: lines are broken anywhere."""
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def squeezed(text: str) -> str:
    return "".join(text.replace("\u00ad", "").replace("-", "").split())


def on_screen(listing) -> list[list[str]]:
    """The cells of a table on screen, with what stands small under them."""
    return [[cell.text for cell in row] for row in ReadTable(listing.html()).rows]


def word_table(tables: list[list[list[str]]], row: str, columns: int) -> list[list[str]]:
    """The table with this first row header and so many columns, without its head."""
    return next(t[1:] for t in tables if len(t[0]) == columns and any(cells[0].startswith(row) for cells in t[1:]))


# -- the same numbers


def test_word_carries_the_numbers_of_the_screen():
    sheet = sheet_of(result(), ARNHEM)
    paragraphs, tables = in_word(word(document()))
    assert sheet_finding(sheet, GROUP) in paragraphs
    numbers = word_table(tables, "Dak- en thuisloos", 7)
    screen = on_screen(tasks_listing(sheet))
    assert [row[:5] for row in numbers] == [row[:5] for row in screen]
    assert [row[5].split("\n")[0] for row in numbers] == [row[5] for row in screen]
    assert [row[6] for row in numbers] == [row[6] for row in screen]
    steps = word_table(tables, "Dak- en thuisloos", len(paths_listing(sheet).head))
    assert [row[1:] for row in steps] in (
        [row[1:] for row in on_screen(paths_listing(sheet))],
        [row[1:] for row in numbers],
    )
    places = word_table(tables, "Nijmegen", 5)
    assert [row[1:] for row in places] == [row[1:] for row in on_screen(place_listing(sheet, GROUP))]
    stock = word_table(tables, "Inwoners", 7)
    assert [row[1:5] for row in stock] == [row[1:5] for row in on_screen(stock_listing(sheet, TABLES))]


def test_pdf_carries_the_numbers_of_the_screen():
    sheet = sheet_of(result(), ARNHEM)
    text = in_pdf(pdf(document()))
    assert squeezed(sheet_finding(sheet, GROUP)) in text
    for listing in (tasks_listing(sheet), paths_listing(sheet), daily_listing(sheet, TABLES)):
        for row in on_screen(listing):
            for cell in row[1:7]:
                assert squeezed(cell) in text


def test_the_headings_are_fixed_and_the_same_for_every_municipality():
    fixed = [heading for heading, _ in TOPICS.values()]
    for code, group in ((ARNHEM, GROUP), (ROZENDAAL, "ouderen"), (NIJMEGEN, "medisch_urgent")):
        paragraphs, _ = in_word(word(document(code, group=group)))
        assert [text for text in paragraphs if text in [*fixed, "Bronnen en versies"]] == [*fixed, "Bronnen en versies"]


def test_agreements_and_versions_stand_in_the_document():
    paragraphs, _ = in_word(word(document()))
    text = " ".join(paragraphs)
    for said in ("vast op 200 personen", "Er staat al een locatie.", "Geruild.", TABLES.version, "Privacy:"):
        assert said in text


def test_libreoffice_opens_word_and_finds_the_same_numbers(tmp_path):
    made = word(document(written=rooms()))
    text = converted({"blad.docx": made}, "pdf", tmp_path)["blad"]
    found = in_pdf(text)
    for row in on_screen(tasks_listing(sheet_of(result(), ARNHEM))):
        for cell in row[1:5]:
            assert squeezed(cell) in found
    assert squeezed("gespreid wonen") in found


@pytest.mark.parametrize("region", ["nl", "eigen:GM0014,GM0037", "corop:CR03"])
def test_every_kind_of_region_can_be_taken_away(region):
    made = document(result(region).inputs.codes[0], of=result(region))
    assert pdf(made).startswith(b"%PDF")
    assert in_word(word(made))[1]


def test_equal_sheets_are_equal_bytes():
    assert word(document()) == word(document())
    assert pdf(document()) == pdf(document())


# -- text by hand


def test_text_by_hand_comes_back_under_every_heading():
    first = word(document(written=rooms()))
    again = word(document(written=earlier_text(first, ARNHEM, NAMES)))
    assert local_texts(again) == rooms()
    assert again == first


def test_new_figures_replace_the_old_and_leave_the_text_by_hand():
    first = word(document(written=rooms()))
    other = allocated("arnhem-nijmegen", weights={"inwoners": 10})
    again = word(document(of=other, written=earlier_text(first, ARNHEM, NAMES)))
    assert local_texts(again) == rooms()
    assert sheet_finding(sheet_of(other, ARNHEM), GROUP) in in_word(again)[0]
    assert sheet_finding(sheet_of(result(), ARNHEM), GROUP) not in in_word(again)[0]


def test_what_was_typed_in_word_is_taken_over():
    """A person replaces the hint under the first heading, and adds a paragraph after it."""
    file = docx.Document(io.BytesIO(word(document())))
    hint = next(p for p in file.paragraphs if p.text == TOPICS["opgave"][1])
    after = hint.insert_paragraph_before("Eerste alinea met de hand.")
    hint.runs[0].text = "Tweede alinea."
    assert after.text
    saved = io.BytesIO()
    file.save(saved)
    found = earlier_text(saved.getvalue(), ARNHEM, NAMES)
    assert [p.text for p in found[room_of(ARNHEM, "opgave")]] == ["Eerste alinea met de hand.", "Tweede alinea."]
    assert list(found) == [room_of(ARNHEM, "opgave")]
    assert taken_over(found).startswith("Uw eigen tekst gaat mee bij: Opgave.")


def test_text_by_hand_survives_libreoffice(tmp_path):
    saved = converted({"blad.docx": word(document(written=rooms()))}, "docx:MS Word 2007 XML", tmp_path)["blad"]
    found = earlier_text(saved, ARNHEM, NAMES)
    assert {key: [p.text for p in text] for key, text in found.items()} == {
        key: [p.text for p in text] for key, text in rooms().items()
    }


def test_an_empty_sheet_gives_nothing_to_take_over():
    assert earlier_text(word(document()), ARNHEM, NAMES) == {}
    assert "nog geen eigen tekst" in taken_over({})


def test_the_file_of_another_municipality_is_refused_by_name():
    with pytest.raises(FairShareError, match="Gemeenteblad van Nijmegen, en u bekijkt Arnhem") as refusal:
        own_text(rooms(code=NIJMEGEN), ARNHEM, NAMES)
    assert is_one_line(str(refusal.value))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04kapot", b"<html></html>", b"\xd0\xcf\x11\xe0oud"])
def test_a_damaged_file_is_refused_in_one_line(content):
    with pytest.raises(FairShareError) as refusal:
        earlier_text(content, ARNHEM, NAMES)
    assert is_one_line(str(refusal.value))


def test_another_word_file_is_refused():
    file = docx.Document()
    file.add_paragraph("Een brief.")
    saved = io.BytesIO()
    file.save(saved)
    with pytest.raises(FairShareError, match="geen ruimte voor eigen tekst"):
        earlier_text(saved.getvalue(), ARNHEM, NAMES)


def test_another_document_of_ours_is_refused():
    with pytest.raises(FairShareError, match="geen Gemeenteblad"):
        own_text({"besluit": WRITTEN}, ARNHEM, NAMES)


def test_every_topic_has_room_for_text_with_a_hint():
    found = [block for block in document().blocks if isinstance(block, Room)]
    assert [room.id for room in found] == [room_of(ARNHEM, topic) for topic in TOPICS]
    assert all(room.hint.endswith("?") for room in found)


# -- privacy


def test_small_numbers_of_people_are_hidden():
    sheet = sheet_of(result(), ROZENDAAL)
    assert sheet.taken[GROUP].number < 5
    paragraphs, tables = in_word(word(document(ROZENDAAL, HIDE)))
    row = next(row for row in word_table(tables, "Dak- en thuisloos", 7) if row[0] == "Statushouders")
    assert [row[x] for x in (1, 3, 4, 6)] == [HIDDEN] * 4
    assert f"Het aantal van Rozendaal voor {sheet.taken[GROUP].group.people} is {HIDDEN}." in paragraphs
    steps = next(t for t in tables if t[0][-1] == "Aantal" and t[0][1].startswith("Naar rato"))
    assert set(next(row for row in steps if row[0].startswith("Statushouders"))[1:]) == {HIDDEN}
    homes = next(row for row in word_table(tables, "Dak- en thuisloos", 7) if row[0] == "Ouderen")
    assert homes[1] == f"{sheet.taken['ouderen'].number:.0f}"  # homes are no people


def test_in_fives_no_number_of_people_is_left_exact():
    _, tables = in_word(word(document(ARNHEM, FIVES)))
    for row in word_table(tables, "Dak- en thuisloos", 7):
        if "woning" not in row[2] and "plek" not in row[2] and "wooneen" not in row[2] and "standplaats" not in row[2]:
            assert int(row[1].replace(".", "")) % 5 == 0
            assert row[6] == HIDDEN


def test_an_agreement_about_people_is_hidden_with_its_number():
    text = " ".join(in_word(word(document(ARNHEM, FIVES)))[0])
    assert "vast op 200" not in text
    assert f"vast op {HIDDEN}" in text


@pytest.mark.parametrize(("privacy", "shown"), [(OPEN, "3"), (HIDE, HIDDEN), (FIVES, "5")])
def test_existing_supply_for_people_obeys_the_switch(privacy, shown):
    own = (OwnFigure("existing", GROUP, ((ROZENDAAL, 3), (ARNHEM, 100)), source="Telling"),)
    of = allocated("arnhem-nijmegen", figures=own)
    _, tables = in_word(word(document(ROZENDAAL, privacy, of)))
    (row,) = next(t[1:] for t in tables if t[0][1] == "Bestaand aanbod")
    assert row[1] == shown


def test_the_choice_is_printed():
    for privacy, said in {OPEN: "precies", HIDE: "verborgen", FIVES: "vijftallen"}.items():
        assert any(text.startswith("Privacy:") and said in text for text in in_word(word(document(privacy=privacy)))[0])
