"""A document of blocks as a Word file, and back: what people wrote by hand in an earlier one.

Real heading styles, Dutch as the language, text alternatives on pictures, header rows that repeat. Room for local text lies
between two bookmarks with a stable name, outside what people edit; Word and LibreOffice keep them, so that a new version of
the document takes over what was written in the old one.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from functools import singledispatch
from typing import Any
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from fairshare import FairShareError
from reports.blocks import (
    AUTHOR,
    LANGUAGE,
    Block,
    Bullets,
    Document,
    Heading,
    LocalParagraph,
    LocalText,
    Paragraph,
    Picture,
    Room,
    Run,
    Table,
)
from reports.figures import png
from reports.text import plain

TYPEFACE = "Arial"
BLUE, QUIET, RULE = "154273", "4A4F55", "B4BAC0"
PAGE = (210, 297)  # A4 [mm]
MARGINS = (18, 20, 22, 22)  # top, bottom, left, right [mm]
TEXT_WIDTH = PAGE[0] - MARGINS[2] - MARGINS[3]
TWIPS = 1440 / 25.4
"""Twips in a millimetre."""
UPRIGHT = 42
"""Height of upright headers. [mm]"""
PICTURE_PPI = 216
OPENS, CLOSES = "lokaal", "slot"
"""How the bookmarks before and after a room begin."""
ID = re.compile(r"[a-z0-9_]{1,24}")
"""Of a room: a bookmark has a name of at most 40 characters."""
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACE = f'xmlns:w="{W}"'
MAIN_PART = "word/document.xml"
FILE_MAX = 10_000_000
PART_MAX = 10_000_000
"""Largest main part of a Word file that is read. [bytes]"""
PARTS_MAX = 5_000
LOCAL_MAX = 200_000
"""Most text of people that is taken over. [characters]"""
DAMAGED = "De inhoud van dit Word-bestand is beschadigd. Bewaar het in Word opnieuw als .docx."
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def word(document: Document) -> bytes:
    """The document as docx. Equal documents give equal bytes."""
    import docx
    from docx.shared import Mm

    file = docx.Document()
    file.element.body.clear_content()
    section = file.sections[0]
    section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, MARGINS)
    section.footer_distance = Mm(10)
    _styles(file)
    _properties(file, document)
    _footer(section, document.footer)
    file.add_paragraph(plain(document.title), style="Title")
    _write_all(document.blocks, file)
    if isinstance(document.blocks[-1], Table):
        raise ValueError("a document ends with words: Word adds an empty paragraph after a table")
    saved = io.BytesIO()
    file.save(saved)
    return _without_clock(saved.getvalue())


def _write_all(blocks: tuple[Block, ...], file: Any) -> None:
    """Every block in its place, and the bookmarks around rooms."""
    from docx.oxml.ns import qn

    body = file.element.body
    number, to_close = 0, ""
    for block in blocks:
        before = body[-2] if len(body) > 1 else None  # the last element is that of the page
        if isinstance(block, Room):
            if before is None or before.tag != qn("w:p") or to_close:
                raise ValueError("room for local text comes after a heading or a paragraph")
            number += 1
            before.extend(_bookmark(opening_of(block), number))
        count = len(body)
        _write(block, file)
        if to_close:
            number += 1
            first = body[count - 1]
            place = 1 if first[0].tag == qn("w:pPr") else 0
            first[place:place] = _bookmark(to_close, number)
        to_close = f"{CLOSES}_{block.id}" if isinstance(block, Room) else ""


def _bookmark(name: str, number: int) -> list[Any]:
    """A bookmark without width: start and end in one place."""
    from docx.oxml import parse_xml

    start = parse_xml(f'<w:bookmarkStart {NAMESPACE} w:id="{number}" w:name="{name}"/>')
    return [start, parse_xml(f'<w:bookmarkEnd {NAMESPACE} w:id="{number}"/>')]


def _styles(file: Any) -> None:
    """One typeface, Dutch, and room between paragraphs that comes from the styles."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    defaults = file.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    for part in ("val", "eastAsia", "bidi"):
        language.set(qn(f"w:{part}"), LANGUAGE)
    looks = {  # style: size [pt], bold, colour, room before and after [pt], kept with what follows
        "Normal": (10, False, None, 0, 6, False),
        "Title": (19, True, BLUE, 0, 8, True),
        "Heading 1": (13, True, BLUE, 12, 4, True),
        "Heading 2": (11, True, BLUE, 10, 3, True),
        "Heading 3": (10, True, BLUE, 8, 3, True),
        "Caption": (9.5, True, None, 8, 4, True),
        "List Bullet": (10, False, None, 0, 3, False),
        "Subtitle": (13, True, None, 0, 8, False),
        "Quote": (10, False, None, 4, 8, False),
        "Footer": (8, False, QUIET, 0, 0, False),
    }
    for name, (size, is_bold, color, before, after, is_kept) in looks.items():
        style = file.styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.italic = TYPEFACE, Pt(size), is_bold, False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), TYPEFACE)
        style.font.color.rgb = RGBColor.from_string(color or "000000")
        form = style.paragraph_format
        form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), is_kept
        form.line_spacing = 1.08
        for border in style.element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
            break
    quiet = file.styles.add_style("Kleine tekst", 1)
    quiet.base_style, quiet.font.size = file.styles["Normal"], Pt(8.5)
    quiet.font.color.rgb = RGBColor.from_string(QUIET)
    quiet.paragraph_format.space_before = Pt(4)
    for name in ("Title", "Subtitle"):
        for spacing in list(file.styles[name].element.rPr.iter(qn("w:spacing"))):
            spacing.getparent().remove(spacing)  # between letters
    own = file.styles.add_style("Eigen tekst", 1)
    own.base_style = file.styles["Normal"]
    hint = file.styles.add_style("Hint", 2)
    hint.font.color.rgb = RGBColor.from_string(QUIET)


def _properties(file: Any, document: Document) -> None:
    made = datetime(document.made.year, document.made.month, document.made.day, 12)
    core = file.core_properties
    core.title, core.subject, core.author = plain(document.title)[:255], plain(document.subject)[:255], AUTHOR
    core.last_modified_by, core.language, core.comments = AUTHOR, LANGUAGE, ""
    core.keywords = ", ".join(document.keywords)[:255]
    core.created = core.modified = made
    core.revision = 1


def _footer(section: Any, text: str) -> None:
    """The footer's text, and the number of the page out of all pages."""
    from docx.oxml import parse_xml

    right = round(TEXT_WIDTH * TWIPS)
    section.footer.is_linked_to_previous = False
    paragraph = section.footer.paragraphs[0]
    field = '<w:fldSimple w:instr="{}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    made = parse_xml(
        f'<w:p {NAMESPACE}><w:pPr><w:pStyle w:val="Footer"/><w:tabs><w:tab w:val="clear" w:pos="4320"/>'
        f'<w:tab w:val="clear" w:pos="8640"/><w:tab w:val="right" w:pos="{right}"/></w:tabs></w:pPr>'
        f"{_run(text)}<w:r><w:tab/></w:r>{_run('Pagina ')}{field.format('PAGE')}{_run(' van ')}{field.format('NUMPAGES')}</w:p>"
    )
    paragraph._p.getparent().replace(paragraph._p, made)


@singledispatch
def _write(block: object, file: Any) -> None:
    raise TypeError(f"no block: {block!r}")


@_write.register
def _(block: Heading, file: Any) -> None:
    file.add_paragraph(plain(block.text), style=f"Heading {block.level}")


@_write.register
def _(block: Paragraph, file: Any) -> None:
    styles = {"normal": "Normal", "lead": "Subtitle", "quiet": "Kleine tekst", "warning": "Quote"}
    file.add_paragraph(plain(block.text), style=styles[block.style])


@_write.register
def _(block: Bullets, file: Any) -> None:
    for item in block.items:
        file.add_paragraph(plain(item), style="List Bullet")


@_write.register
def _(block: Picture, file: Any) -> None:
    from docx.shared import Mm

    pixels = png(block.svg, ppi=PICTURE_PPI * block.width)
    file.add_picture(io.BytesIO(pixels), width=Mm(TEXT_WIDTH * block.width))
    drawing = file.inline_shapes[-1]._inline.docPr
    drawing.set("descr", plain(block.alt))
    drawing.set("name", "Figuur")


@_write.register
def _(block: Table, file: Any) -> None:
    from docx.oxml import parse_xml

    file.add_paragraph(plain(block.caption), style="Caption")
    widths = block.widths or (1.0,) * len(block.head)
    twips = [round(TEXT_WIDTH * TWIPS * width / sum(widths)) for width in widths]
    size = 14 if block.is_dense else 18  # half points
    head = _row(block, block.head, twips, size, is_head=True, is_total=False, is_kept=True)
    last = len(block.rows) - 1
    rows = [
        _row(
            block,
            row,
            twips,
            size,
            is_head=False,
            is_total=block.last_is_total and i == last,
            is_kept=block.is_together and i < last,
        )
        for i, row in enumerate(block.rows)
    ]
    side = 15 if block.is_dense else 70
    table = (
        f'<w:tbl {NAMESPACE}><w:tblPr><w:tblW w:w="{sum(twips)}" w:type="dxa"/>'
        f'<w:tblBorders><w:bottom w:val="single" w:sz="8" w:color="{BLUE}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:color="{RULE}"/></w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{side}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(plain(block.caption)[:255])}/></w:tblPr><w:tblGrid>"
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
        + f"</w:tblGrid>{head}{''.join(rows)}</w:tbl>"
    )
    file.element.body.insert_element_before(parse_xml(table), "w:sectPr")


def _row(
    block: Table, cells: tuple[str, ...], twips: list[int], size: int, *, is_head: bool, is_total: bool, is_kept: bool
) -> str:
    upright = is_head and block.is_dense
    height = f'<w:trHeight w:val="{round(UPRIGHT * TWIPS)}" w:hRule="exact"/>' if upright else ""
    header = "<w:tblHeader/>" if is_head else ""
    drawn = []
    for x, text in enumerate(cells):
        is_number = x in block.numeric and not upright
        border = f'<w:tcBorders><w:top w:val="single" w:sz="8" w:color="{BLUE}"/></w:tcBorders>' if is_total else ""
        turned = '<w:textDirection w:val="btLr"/>' if upright and x else ""
        alignment = '<w:jc w:val="right"/>' if is_number else ""
        vertical = "bottom" if is_head and not turned else "center"
        drawn.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{twips[x]}" w:type="dxa"/>{border}{turned}<w:vAlign w:val="{vertical}"/></w:tcPr><w:p><w:pPr>'
            f'{"<w:keepNext/>" if is_kept else ""}<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>{alignment}'
            f"</w:pPr>{_run(text, size=size, is_bold=is_head or is_total or x == 0)}</w:p></w:tc>"
        )
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{header}</w:trPr>{''.join(drawn)}</w:tr>"


@_write.register
def _(block: Room, file: Any) -> None:
    from docx.oxml import parse_xml

    written = [paragraph for paragraph in block.written if paragraph.text.strip()]
    hint = (
        f'<w:p {NAMESPACE}><w:pPr><w:pStyle w:val="Eigentekst"/></w:pPr>'
        f'<w:r><w:rPr><w:rStyle w:val="Hint"/></w:rPr>{_words(block.hint)}</w:r></w:p>'
    )
    for paragraph in map(_local, written) if written else [hint]:
        file.element.body.insert_element_before(parse_xml(paragraph), "w:sectPr")


def opening_of(room: Room) -> str:
    """The bookmark before a room: its id, and a sign of the hint that stands there as long as nothing is written."""
    if not ID.fullmatch(room.id):
        raise ValueError(f"not an id of a room: {room.id!r}")
    return f"{OPENS}_{room.id}_{_sign(room.hint)}"


def _sign(text: str) -> str:
    return hashlib.sha256(" ".join(plain(text).split()).encode()).hexdigest()[:8]


def _local(paragraph: LocalParagraph) -> str:
    style = "ListBullet" if paragraph.is_bullet else "Eigentekst"
    runs = "".join(
        _run(run.text, is_bold=run.is_bold, is_italic=run.is_italic, is_underlined=run.is_underlined)
        for run in paragraph.runs
    )
    return f'<w:p {NAMESPACE}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _run(
    text: str, size: int = 0, *, is_bold: bool = False, is_italic: bool = False, is_underlined: bool = False
) -> str:
    """A run of plain text. ``size`` in half points, 0 for that of the style."""
    look = "<w:b/>" * is_bold + "<w:i/>" * is_italic
    look += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    look += '<w:u w:val="single"/>' * is_underlined
    return f"<w:r><w:rPr>{look}</w:rPr>{_words(text)}</w:r>"


def _words(text: str) -> str:
    lines = plain(text).split("\n")
    return "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)


def _without_clock(content: bytes) -> bytes:
    """The same zip with one fixed date for all its parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(zipfile.ZipInfo(info.filename, ZIP_DATE), old.read(info.filename), zipfile.ZIP_DEFLATED)
    return made.getvalue()


# -- what people wrote by hand ------------------------------------------------------------------------------------------


def local_texts(content: bytes) -> dict[str, LocalText]:
    """What was written in the rooms of an earlier document: id -> paragraphs with bold, italic, underline and bullets.

    A room in which nothing was written is left out. Words in tables come over as paragraphs, pictures do not come over.

    Raises
    ------
    FairShareError
        For what is no Word file, is damaged or too large, or holds no room of ours; one Dutch line.
    """
    try:
        found = _written(_main_part(content))
    except RecursionError:
        raise FairShareError(DAMAGED) from None
    if not found:
        raise FairShareError(
            "In dit Word-bestand is geen ruimte voor eigen tekst gevonden. Kies een bestand dat u hier hebt gemaakt."
        )
    if sum(len(paragraph.text) for text in found.values() for paragraph in text) > LOCAL_MAX:
        raise FairShareError("In dit Word-bestand staat meer eigen tekst dan kan worden overgenomen (200.000 tekens).")
    return {key: tuple(text) for key, text in found.items() if text}


def _written(root: Element) -> dict[str, list[LocalParagraph]]:
    """Every room with its paragraphs; a room whose closing bookmark was lost ends at the next heading."""
    found: dict[str, list[LocalParagraph]] = {}
    marks = {mark.get(_w("name")) for mark in root.iter(_w("bookmarkStart"))}
    room, sign = "", ""
    for paragraph in _walk(root, _w("p")):
        if f"{CLOSES}_{room}" not in marks and _style(paragraph).startswith(("Heading", "Kop")):
            room = ""
        pieces: dict[str, list[Run]] = {}
        for element in _walk(paragraph, _w("r"), _w("bookmarkStart")):
            if element.tag == _w("r"):
                pieces.setdefault(room, []).append(_run_of(element))
                continue
            name = element.get(_w("name"), "")
            if name.startswith(f"{OPENS}_") and name.count("_") > 1:
                room, _, sign = name.removeprefix(f"{OPENS}_").rpartition("_")
                found.setdefault(room, [])
            elif name == f"{CLOSES}_{room}":
                room = ""
        for key, runs in pieces.items():
            written = LocalParagraph(_joined(runs), _is_bullet(paragraph))
            if key and written.text.strip() and _sign(written.text) != sign:
                found[key].append(written)
    return found


def _walk(element: Element, *wanted: str) -> Iterator[Element]:
    """What is wanted within an element, in its order, not looking inside it; what was deleted under review is passed over."""
    for child in element:
        if child.tag in wanted:
            yield child
        elif child.tag not in (_w("del"), _w("moveFrom")):
            yield from _walk(child, *wanted)


def _main_part(content: bytes) -> Element:
    """The main part of a Word file, read with care: the file comes from people."""
    import defusedxml.ElementTree

    if len(content) > FILE_MAX:
        raise FairShareError("Dit Word-bestand is groter dan 10 MB. Haal grote plaatjes eruit en probeer het opnieuw.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if len(parts.infolist()) > PARTS_MAX:
                raise FairShareError("Dit Word-bestand bestaat uit te veel delen om te lezen.")
            with parts.open(MAIN_PART) as part:
                text = part.read(PART_MAX + 1)
    except FairShareError:
        raise
    except Exception:  # a zip that is damaged, encrypted or none at all fails in many ways
        raise FairShareError(
            "Dit is geen Word-bestand (docx) dat kan worden gelezen. Bewaar het in Word opnieuw als .docx."
        ) from None
    if len(text) > PART_MAX:
        raise FairShareError("In dit Word-bestand staat te veel om te lezen.")
    try:
        return defusedxml.ElementTree.fromstring(text, forbid_dtd=True)
    except Exception:  # not xml, or xml that is out to harm
        raise FairShareError(DAMAGED) from None


def _w(name: str) -> str:
    return f"{{{W}}}{name}"


def _run_of(element: Element) -> Run:
    texts = {
        _w("t"): lambda node: node.text or "",
        _w("br"): lambda _: "\n",
        _w("cr"): lambda _: "\n",
        _w("tab"): lambda _: " ",
    }
    text = "".join(texts[node.tag](node) for node in element if node.tag in texts)
    look = element.find(_w("rPr"))
    return Run(plain(text), *(_is_on(look, name) for name in ("b", "i", "u")))


def _is_on(look: Element | None, name: str) -> bool:
    mark = None if look is None else look.find(_w(name))
    return mark is not None and mark.get(_w("val"), "1") not in ("0", "false", "none", "off")


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    """Neighbours that look the same become one run: Word cuts text in pieces where nobody sees it."""
    found: list[Run] = []
    for run in filter(lambda run: run.text, runs):
        looks = (run.is_bold, run.is_italic, run.is_underlined)
        if found and looks == (found[-1].is_bold, found[-1].is_italic, found[-1].is_underlined):
            found[-1] = Run(found[-1].text + run.text, *looks)
        else:
            found.append(run)
    return tuple(found)


def _style(paragraph: Element) -> str:
    style = paragraph.find(f"{_w('pPr')}/{_w('pStyle')}")
    return "" if style is None else style.get(_w("val"), "")


def _is_bullet(paragraph: Element) -> bool:
    is_numbered = paragraph.find(f"{_w('pPr')}/{_w('numPr')}") is not None
    return is_numbered or _style(paragraph).startswith(("ListBullet", "ListNumber", "Lijst"))
