"""A document of blocks as a PDF: tagged, PDF/UA-1, in Dutch, with our own typeface; typst does the typesetting."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache, singledispatch
from pathlib import Path
from typing import Any

from reports.blocks import AUTHOR, Bullets, Document, Heading, Paragraph, Picture, Room, Table
from reports.text import FONTS, in_typeface

TEMPLATE = Path(__file__).with_name("document.typ")


def pdf(document: Document) -> bytes:
    """The document as PDF. Equal documents give equal bytes."""
    made = datetime(document.made.year, document.made.month, document.made.day, 12, tzinfo=UTC)
    return _compiler().compile(
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=made,
        sys_inputs={"document": json.dumps(as_data(document), ensure_ascii=False)},
    )


@cache
def _compiler():
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(TEMPLATE, font_paths=fonts)


def as_data(document: Document) -> dict[str, Any]:
    """What the template reads."""
    return {
        "title": in_typeface(document.title),
        "author": AUTHOR,
        "subject": in_typeface(document.subject),
        "keywords": list(document.keywords),
        "footer": in_typeface(document.footer),
        "blocks": [_data(block) for block in document.blocks],
    }


@singledispatch
def _data(block: object) -> dict[str, Any]:
    raise TypeError(f"no block: {block!r}")


@_data.register
def _(block: Heading) -> dict[str, Any]:
    return {"kind": "heading", "text": in_typeface(block.text), "level": block.level}


@_data.register
def _(block: Paragraph) -> dict[str, Any]:
    return {"kind": "paragraph", "text": in_typeface(block.text), "style": block.style}


@_data.register
def _(block: Bullets) -> dict[str, Any]:
    return {"kind": "bullets", "items": [in_typeface(item) for item in block.items]}


@_data.register
def _(block: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": in_typeface(block.caption),
        "head": [in_typeface(text) for text in block.head],
        "rows": [[in_typeface(text) for text in row] for row in block.rows],
        "numeric": list(block.numeric),
        "widths": list(block.widths or (1.0,) * len(block.head)),
        "total": block.last_is_total,
        "dense": block.is_dense,
        "together": block.is_together,
    }


@_data.register
def _(block: Picture) -> dict[str, Any]:
    return {"kind": "picture", "svg": block.svg, "alt": in_typeface(block.alt), "width": block.width}


@_data.register
def _(block: Room) -> dict[str, Any]:
    written = [
        {
            "bullet": paragraph.is_bullet,
            "runs": [
                {
                    "text": in_typeface(run.text),
                    "bold": run.is_bold,
                    "italic": run.is_italic,
                    "underlined": run.is_underlined,
                }
                for run in paragraph.runs
            ],
        }
        for paragraph in block.written
        if paragraph.text.strip()
    ]
    return {"kind": "room", "hint": in_typeface(block.hint), "written": written}
