"""What people wrote by hand in a Word file comes over into a new version; other files give one clear line."""

import io
import zipfile
from datetime import date

import docx
import pytest
from by_hand import is_one_line
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from office import HOSTILE, converted

from fairshare import FairShareError
from reports.blocks import Document, Heading, LocalParagraph, Paragraph, Room, Run, Table
from reports.pdf import pdf
from reports.text import plain
from reports.word import FILE_MAX, MAIN_PART, NAMESPACE, PART_MAX, local_texts, word

HINT = "Schrijf hier wat de gemeente al doet."
WRITTEN = (
    LocalParagraph((Run("Wij bouwen "), Run("veel", is_bold=True), Run(" & <meer>."))),
    LocalParagraph((Run("Eerste punt", is_italic=True),), is_bullet=True),
    LocalParagraph((Run("Regel een\nregel twee", is_underlined=True),)),
)


def document(*written: LocalParagraph, hint: str = HINT) -> Document:
    return Document(
        "Gemeenteblad",
        "proef",
        date(2026, 11, 25),
        "voet",
        (
            Heading("Wat doen wij al?"),
            Room("wonen", hint, written),
            Heading("Cijfers"),
            Table("Cijfers", ("Groep", "Aantal"), (("Ouderen", "12"),), (1,)),
            Paragraph("Wat gaan wij doen?"),
            Room("plannen_2030", "Schrijf hier de plannen."),
            Heading("Bronnen"),
            Paragraph("CBS."),
        ),
    )


def with_text(content: bytes, after: str, *lines: str) -> bytes:
    """The Word file as a person leaves it who replaced the hint below ``after`` by these lines."""
    file = docx.Document(io.BytesIO(content))
    place = next(p for p in file.paragraphs if p.text == after)
    hint = file.paragraphs[[p._p for p in file.paragraphs].index(place._p) + 1]
    hint.runs[0].text = lines[0]
    for line in reversed(lines[1:]):
        following = docx.text.paragraph.Paragraph(hint._p.__copy__(), hint._parent)
        for mark in [*following._p.iter(qn("w:bookmarkStart")), *following._p.iter(qn("w:bookmarkEnd"))]:
            mark.getparent().remove(mark)
        following.runs[0].text = line
        hint._p.addnext(following._p)
    saved = io.BytesIO()
    file.save(saved)
    return saved.getvalue()


def test_an_untouched_document_has_no_local_text():
    assert local_texts(word(document())) == {}


def test_what_was_written_comes_back_with_its_simple_formatting():
    assert local_texts(word(document(*WRITTEN))) == {"wonen": WRITTEN}


def test_a_person_writes_in_two_rooms_and_a_new_version_keeps_it():
    first = with_text(word(document()), "Wat doen wij al?", "Wij hebben een plan.", "Het is van 2025.")
    first = with_text(first, "Wat gaan wij doen?", "Vijftig woningen.")
    texts = local_texts(first)
    assert {key: [p.text for p in text] for key, text in texts.items()} == {
        "wonen": ["Wij hebben een plan.", "Het is van 2025."],
        "plannen_2030": ["Vijftig woningen."],
    }
    again = word(document(hint="Een andere aanwijzing.").with_local(texts))
    assert local_texts(again) == texts
    assert "Een andere aanwijzing." not in "".join(p.text for p in docx.Document(io.BytesIO(again)).paragraphs)


def test_libreoffice_keeps_what_was_written(tmp_path):
    files = {"blad.docx": word(document(*WRITTEN)), "leeg.docx": word(document())}
    saved = converted(files, "docx:MS Word 2007 XML", tmp_path / "docx")
    assert local_texts(saved["blad"]) == {"wonen": WRITTEN}
    assert local_texts(saved["leeg"]) == {}


def test_text_of_a_room_that_is_gone_is_kept_at_the_end():
    gone = {"oud": (LocalParagraph((Run("Niet weggooien."),)),)}
    kept = document().with_local(gone)
    assert local_texts(word(kept)) == gone
    assert b"%PDF" in pdf(kept)[:8]


def test_deleted_text_under_review_does_not_come_over():
    content = word(document(*WRITTEN))
    saved = replaced(
        content,
        lambda xml: xml.replace(
            '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">veel</w:t></w:r>',
            '<w:del w:id="9" w:author="x"><w:r><w:delText>veel</w:delText></w:r></w:del>',
        ),
    )
    assert local_texts(saved)["wonen"][0].text == "Wij bouwen  & <meer>."


def test_a_lost_closing_bookmark_ends_the_room_at_the_next_heading():
    content = replaced(word(document(*WRITTEN)), lambda xml: xml.replace('w:name="slot_wonen"', 'w:name="weg"'))
    assert local_texts(content) == {"wonen": WRITTEN}


def replaced(content: bytes, change) -> bytes:
    """The Word file with another main part."""
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part.decode()).encode() if name == MAIN_PART else part)
    return saved.getvalue()


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_comes_over_and_stays_text(text):
    made = word(document(LocalParagraph((Run(text),))))
    assert local_texts(made)["wonen"][0].text == plain(text)
    assert pdf(document(LocalParagraph((Run(text),)))).startswith(b"%PDF")


@settings(max_examples=25)  # every one of them makes two Word files
@given(
    st.lists(st.text(min_size=1, max_size=40).filter(lambda t: plain(t).strip()), min_size=1, max_size=4), st.booleans()
)
def test_whatever_was_written_survives_version_after_version(lines, is_bold):
    texts = {"wonen": tuple(LocalParagraph((Run(plain(line), is_bold=is_bold),)) for line in lines)}
    for _ in range(2):
        texts = local_texts(word(document().with_local(texts)))
    assert [paragraph.text for paragraph in texts["wonen"]] == [plain(line) for line in lines]
    assert all(paragraph.runs[0].is_bold == is_bold for paragraph in texts["wonen"])


def bomb() -> bytes:
    """A zip of a few kilobytes that is larger than allowed once open."""
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(MAIN_PART, b" " * (PART_MAX + 100))
    return saved.getvalue()


def holding(xml: str) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as file:
        file.writestr(MAIN_PART, xml)
    return saved.getvalue()


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
DEEP = f"<w:document {NAMESPACE}>" + "<w:x>" * 20_000 + "</w:x>" * 20_000 + "</w:document>"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"geen zip",
        b"<html><body>geen Word</body></html>",
        b"{\\rtf1 kwaad}",
        b"PK\x03\x04" + b"\0" * 100,
        word(document())[:2000],
        bomb(),
        b"x" * (FILE_MAX + 1),
        holding("<geen xml"),
        holding(ENTITIES),
        holding(DEEP),
        holding(f"<w:document {NAMESPACE}/>"),
        holding(f'<w:document {NAMESPACE}><w:bookmarkStart w:name="lokaal"/></w:document>'),
    ],
    ids=[
        "leeg",
        "tekst",
        "html",
        "rtf",
        "kapot",
        "half",
        "bom",
        "groot",
        "geen-xml",
        "entiteiten",
        "diep",
        "vreemd",
        "naam",
    ],
)
def test_a_file_that_is_not_ours_gives_one_dutch_line(content):
    with pytest.raises(FairShareError) as refused:
        local_texts(content)
    assert is_one_line(str(refused.value)) and "Word-bestand" in str(refused.value)


def test_a_room_has_a_proper_id_and_stands_after_words():
    with pytest.raises(ValueError, match="not an id"):
        word(Document("t", "s", date(2026, 1, 1), "v", (Room("Niet Goed", "hint"), Paragraph("einde"))))
    with pytest.raises(ValueError, match="after a heading"):
        word(Document("t", "s", date(2026, 1, 1), "v", (Room("a", "hint"), Room("b", "hint"), Paragraph("einde"))))
