"""Read what a reader reads: Dutch numbers, and tables in HTML."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from html.parser import HTMLParser


def dutch(text: str) -> Decimal:
    """``−1.234,5 %`` -> ``-1234.5``; refuses what is not written the Dutch way."""
    clean = text.replace("\u00a0", " ").removesuffix("%").strip().removeprefix("+")
    if not re.fullmatch(r"−?(\d{1,3}(\.\d{3})*|\d{1,3})(,\d+)?", clean):
        raise ValueError(text)
    return Decimal(clean.replace(".", "").replace(",", ".").replace("−", "-"))


@dataclass
class ReadCell:
    """A cell: its own text, the small text under it, and what it is."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    note: str = ""
    links: list[str] = field(default_factory=list)


class ReadTable(HTMLParser):
    """One HTML table: caption, head cells and rows of cells."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.caption, self.head, self.rows, self.tags = "", [], [], []
        self._open: list[str] = []
        self._cell: ReadCell | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self._open.append(tag)
        if tag == "tr":
            self._row = []
        if tag in ("th", "td"):
            self._cell = ReadCell(tag, dict(attrs))
            self._row.append(self._cell)
        if tag == "a" and self._cell:
            self._cell.links.append(dict(attrs).get("href", ""))

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass
        if tag in ("th", "td"):
            self._cell = None
        if tag == "tr":
            if "thead" in self._open:
                self.head = self._row
            else:
                self.rows.append(self._row)

    def handle_data(self, data):
        if "caption" in self._open:
            self.caption += data
        elif self._cell and "small" in self._open:
            self._cell.note += data
        elif self._cell:
            self._cell.text += data

    def column(self, title: str) -> list[ReadCell]:
        """The cells under a head."""
        place = [cell.text for cell in self.head].index(title)
        return [row[place] for row in self.rows]
