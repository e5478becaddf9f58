"""What a document says, apart from how it looks: a frozen list of blocks that Word and PDF are both made from.

So a number can never differ between the two. Text in blocks is text: the writers make it inert (see `reports.text`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

AUTHOR = "Een thuis voor iedereen"
LANGUAGE = "nl-NL"
TOGETHER = 34
"""Most rows of a table that is kept on one page."""


@dataclass(frozen=True)
class Heading:
    """A heading below the title of the document; levels 1, 2 and 3, none left out on the way down."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``lead`` is the finding, ``quiet`` a note in small type, ``warning`` is set apart."""

    text: str
    style: str = "normal"


@dataclass(frozen=True)
class Bullets:
    """A list of points."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table with a caption and a row of headers that repeats on every page.

    Parameters
    ----------
    head : the header of every column.
    rows : texts; the first cell of every row is its header.
    numeric : positions of the columns that are numbers, aligned to the right.
    widths : relative widths of the columns.
    last_is_total : the last row holds totals.
    is_dense : small type and upright headers, for tables with many columns.
    has_long_rows : rows of several lines: the table may be broken over pages, however few rows it has.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    widths: tuple[float, ...] = ()
    last_is_total: bool = False
    is_dense: bool = False
    has_long_rows: bool = False

    @property
    def is_together(self) -> bool:
        """Whether the table fits on a page, and is not broken over two."""
        return not self.has_long_rows and len(self.rows) <= TOGETHER

    def __post_init__(self) -> None:
        assert all(len(row) == len(self.head) for row in self.rows), "every row has a cell for every column"
        assert not self.widths or len(self.widths) == len(self.head), "every column has a width"


@dataclass(frozen=True)
class Picture:
    """A figure with its text alternative. ``width`` as a part of the width of the text."""

    svg: str
    alt: str
    width: float = 1.0


@dataclass(frozen=True)
class Run:
    """A stretch of text of people with simple formatting."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    is_underlined: bool = False


@dataclass(frozen=True)
class LocalParagraph:
    """A paragraph that people wrote by hand."""

    runs: tuple[Run, ...]
    is_bullet: bool = False

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs)


LocalText = tuple[LocalParagraph, ...]


@dataclass(frozen=True)
class Room:
    """Room for local text, after a heading or a paragraph. In Word people write in it.

    Parameters
    ----------
    id : stays the same from version to version; at most 24 small letters, digits and ``_``.
    hint : what may be written here, shown as long as nothing is.
    written : what people wrote in an earlier version.
    """

    id: str
    hint: str
    written: LocalText = ()


Block = Heading | Paragraph | Bullets | Table | Picture | Room


@dataclass(frozen=True)
class Document:
    """A document: title, what it is about, the day it was made, and its blocks.

    Parameters
    ----------
    footer : stands at the foot of every page, beside the number of the page.
    """

    title: str
    subject: str
    made: date
    footer: str
    blocks: tuple[Block, ...]
    keywords: tuple[str, ...] = ()

    def with_local(self, texts: dict[str, LocalText]) -> Document:
        """The same document with what was written by hand; texts whose room is gone come last, so that nothing is lost."""
        rooms = {block.id for block in self.blocks if isinstance(block, Room)}
        blocks = [
            Room(block.id, block.hint, texts[block.id]) if isinstance(block, Room) and block.id in texts else block
            for block in self.blocks
        ]
        left = {key: text for key, text in texts.items() if key not in rooms and text}
        if left:
            blocks.append(Heading("Eigen tekst uit een eerdere versie"))
            for key, text in left.items():
                blocks += [Heading(key.replace("_", " ").capitalize(), 2), Room(key, "Hier stond eigen tekst.", text)]
        return Document(self.title, self.subject, self.made, self.footer, tuple(blocks), self.keywords)
