"""The decision note: Word and PDF say the same, with the numbers of the result, readable by everyone and inert."""

import io
import re
import zipfile
from functools import cache

import docx
import numpy as np
import pypdf
import pytest
from by_hand import TABLES
from docx.oxml.ns import qn
from office import GROUP, HOSTILE, MADE, converted, full_result

from charts.findings import finding, firm, rules_lines, summary
from charts.numbers import number
from fairshare.robustness import intervals
from reports.blocks import Bullets, Document, Heading, Paragraph, Picture, Table
from reports.note import decision_note
from reports.pdf import pdf
from reports.privacy import CHOICES, FIVES, HIDE, OPEN, published
from reports.text import in_typeface, plain
from reports.word import word

RESULT = full_result()
PAGES = (2, 4)
"""A note has so many pages at least and at most, for a region up to 30 municipalities."""


@cache
def note(region: str = "arnhem-nijmegen", choice: str = OPEN) -> Document:
    return decision_note(published(full_result(region), choice), GROUP, TABLES, MADE)


@cache
def files(region: str = "arnhem-nijmegen", choice: str = OPEN) -> tuple[bytes, bytes]:
    document = note(region, choice)
    return word(document), pdf(document)


def squeezed(text: str) -> str:
    """Without spaces and hyphens at the end of a line, so that the breaking of lines does not matter."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def words_of_pdf(content: bytes, footer: str) -> str:
    """The words of all pages; what stands at the foot of each is left out, so that text may run on."""
    pages = [squeezed(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    foot = re.escape(squeezed(footer))
    return "".join(re.sub(rf"{foot}Pagina\d+van\d+", "", page) for page in pages)


def words_of_word(content: bytes) -> str:
    return squeezed(
        "".join(node.text or "" for node in docx.Document(io.BytesIO(content)).element.body.iter(qn("w:t")))
    )


def said(document: Document) -> list[str]:
    """Every text of the blocks in its order."""
    found = [document.title]
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph):
            found.append(block.text)
        elif isinstance(block, Bullets):
            found += block.items
        elif isinstance(block, Table):
            found += [block.caption, *block.head, *(text for row in block.rows for text in row)]
    return found


@pytest.mark.parametrize("choice", CHOICES)
def test_word_and_pdf_hold_every_word_and_number_of_the_note(choice):
    file, paper = files(choice=choice)
    in_word, in_pdf = words_of_word(file), words_of_pdf(paper, note(choice=choice).footer)
    for text in said(note(choice=choice)):
        assert squeezed(text) in in_word
        assert squeezed(text) in in_pdf, text


def test_the_note_says_what_the_screen_says():
    texts = said(note())
    assert texts[:2] == ["Voorstel B", finding(RESULT, GROUP)]
    assert f"Statushouders. {summary(RESULT, GROUP)}" in texts
    for line in (*rules_lines(RESULT, GROUP), firm(RESULT, GROUP, intervals(RESULT, groups=(GROUP,))[GROUP])):
        assert line in texts
    assert any("Reden: Er staat al een locatie." in text for text in texts)
    assert any(RESULT.inputs.data_version in text for text in texts)


def test_the_tables_hold_the_numbers_of_the_result():
    first, every, *_ = (block for block in note().blocks if isinstance(block, Table))
    g = RESULT.column(GROUP)
    for table, column in ((first, 3), (every, 1 + g)):
        rows = {row[0]: row[column] for row in table.rows}
        assert rows.pop("Totaal") == number(RESULT.tasks[GROUP].value)
        assert rows == {name: number(RESULT.numbers[i, g]) for i, name in enumerate(RESULT.inputs.names)}
    for i, name in enumerate(RESULT.inputs.names):
        assert next(row for row in every.rows if row[0] == name)[1:] == tuple(map(number, RESULT.numbers[i]))


def test_municipalities_stand_in_the_order_of_the_alphabet():
    names = [row[0] for row in next(block for block in note("haaglanden").blocks if isinstance(block, Table)).rows[:-1]]
    assert names.index("'s-Gravenhage") == names.index("Delft") + 1


def test_the_note_obeys_the_privacy_choice():
    for choice in (HIDE, FIVES):
        view = published(RESULT, choice)
        texts = said(note(choice=choice))
        assert any(view.statement() in text for text in texts)
        assert finding(RESULT, GROUP) not in texts or choice == HIDE
        assert not any("verschoven" in text for text in texts)
        table = next(block for block in note(choice=choice).blocks if isinstance(block, Table))
        for row in table.rows[:-1]:
            shown = view.numbers[RESULT.inputs.names.index(row[0]), RESULT.column(GROUP)]
            if np.isnan(shown):
                assert set(row[2:]) == {"verborgen"}
            elif choice == FIVES:
                assert int(row[3].replace(".", "")) % 5 == 0


def test_the_pdf_is_tagged_in_dutch_and_has_a_title_and_text_alternatives():
    reader = pypdf.PdfReader(io.BytesIO(files()[1]))
    root = reader.trailer["/Root"]
    assert (
        root["/Lang"].startswith("nl")
        and root["/MarkInfo"]["/Marked"]
        and root["/ViewerPreferences"]["/DisplayDocTitle"]
    )
    assert reader.metadata.title == "Voorstel B" and reader.metadata.author == "Een thuis voor iedereen"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    tags = list(elements(root["/StructTreeRoot"]))
    kinds = [str(tag.get("/S")) for tag in tags]
    assert {"/H1", "/Table", "/TH", "/TR", "/TD", "/L", "/Figure", "/P"} <= set(kinds)
    pictures = [block for block in note().blocks if isinstance(block, Picture)]
    assert [tag["/Alt"] for tag in tags if tag.get("/S") == "/Figure"] == [picture.alt for picture in pictures]
    levels = [int(kind[2:]) for kind in kinds if re.fullmatch(r"/H\d", kind)]
    assert levels and all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))


def elements(node):
    """The elements of the tree of tags, in their order."""
    if isinstance(node, pypdf.generic.IndirectObject):
        node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from elements(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node["/K"])


def test_pages_are_numbered_in_dutch():
    reader = pypdf.PdfReader(io.BytesIO(files()[1]))
    for i, page in enumerate(reader.pages, 1):
        assert f"Pagina {i} van {len(reader.pages)}" in page.extract_text()


def test_the_word_file_is_built_for_everyone():
    file = docx.Document(io.BytesIO(files()[0]))
    assert file.core_properties.title == "Voorstel B" and file.core_properties.language == "nl-NL"
    language = file.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "nl-NL"
    paragraphs = file.paragraphs
    assert paragraphs[0].style.name == "Title"
    levels = [int(p.style.name[-1]) for p in paragraphs if p.style.name.startswith("Heading")]
    assert levels and all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))
    drawings = list(file.element.body.iter(qn("wp:docPr")))
    assert [d.get("descr") for d in drawings] == [block.alt for block in note().blocks if isinstance(block, Picture)]
    empty = [p for p in paragraphs if not p.text.strip() and not list(p._p.iter(qn("w:drawing")))]
    assert not empty
    assert len(file.tables) == len([block for block in note().blocks if isinstance(block, Table)])
    for table in file.tables:
        assert table._tbl.tr_lst[0].trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The Word files as LibreOffice prints them."""
    regions = ("arnhem-nijmegen", "mra", "parkstad", "nl")
    return converted(
        {f"{region}.docx": files(region)[0] for region in regions} | {"verbergen.docx": files(choice=HIDE)[0]},
        "pdf",
        tmp_path_factory.mktemp("afdruk"),
    )


@pytest.mark.parametrize("region", ["arnhem-nijmegen", "mra", "parkstad", "nl"])
def test_libreoffice_opens_the_word_file_with_the_same_numbers(printed, region):
    text = words_of_pdf(printed[region], note(region).footer)
    for line in said(note(region)):
        assert squeezed(line) in text, line


@pytest.mark.parametrize("region", ["groningen", "mra", "arnhem-nijmegen", "haaglanden", "parkstad", "enschede"])
def test_the_pdf_of_a_region_has_two_to_four_pages(region):
    assert PAGES[0] <= len(pypdf.PdfReader(io.BytesIO(files(region)[1])).pages) <= PAGES[1]


@pytest.mark.parametrize("region", ["mra", "arnhem-nijmegen", "parkstad"])
def test_the_word_file_of_a_region_has_two_to_four_pages(printed, region):
    assert PAGES[0] <= len(pypdf.PdfReader(io.BytesIO(printed[region])).pages) <= PAGES[1]


@pytest.mark.parametrize("start", range(0, len(HOSTILE), 4))
def test_text_of_people_is_text_in_word_and_pdf(start):
    texts = (HOSTILE * 2)[start : start + 4]
    document = decision_note(published(full_result("parkstad", *texts)), GROUP, TABLES, MADE)
    file, paper = word(document), pdf(document)
    in_word, in_pdf = words_of_word(file), words_of_pdf(paper, document.footer)
    for text in texts:
        assert squeezed(plain(text)) in in_word
        if text.isascii():
            assert squeezed(in_typeface(text)) in in_pdf
    parts = zipfile.ZipFile(io.BytesIO(file))
    main = parts.read("word/document.xml").decode()
    assert "instrText" not in main and "fldSimple" not in main and "w:hyperlink" not in main
    footers = [parts.read(name).decode() for name in parts.namelist() if "footer" in name and name.endswith(".xml")]
    assert {field for footer in footers for field in re.findall(r'w:instr="([^"]+)"', footer)} <= {"PAGE", "NUMPAGES"}
    outside = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".rels")]
    assert not any('TargetMode="External"' in rels for rels in outside)
    for page in pypdf.PdfReader(io.BytesIO(paper)).pages:
        assert "/Annots" not in page


def test_equal_notes_give_equal_bytes():
    again = decision_note(published(full_result()), GROUP, TABLES, MADE)
    assert again == note()
    assert (word(again), pdf(again)) == files()
