"""A scenario as it is kept, with the version of the figures it was made on: canonical text, a file, a link that holds all of it.

The link of `link.py` is readable and leaves out what people wrote; the one here is for taking everything along without a
server that keeps it: own figures, reasons, name and note too.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fairshare import checks
from fairshare.errors import FairShareError, dutch
from fairshare.scenario import Scenario, parsed

FILE_VERSION = 1
FILE_MAX = 5_000_000
"""Characters of a scenario, as a file or unpacked from a link."""
LINK_FORMAT = 1
LINK_MAX = 30_000
"""Characters of a packed scenario: what browsers and web servers still take in one address."""
CHECKSUM = 8
WORDS = (
    b"geen gelijk woningen studenten ouderen dak_thuisloos uitstroom_ggz uitstroom_bw uitstroom_detentie mantelzorg "
    b"arbeidsmigranten woonwagenbewoners medisch_urgent enschede haaglanden parkstad groningen mra arnhem-nijmegen "
    b'"existing":0."figures":"members":"group_rules":"group_weights":"tasks":{"swaps":[{"from":"GM0","group":"'
    b'statushouders","number":"to":"GM1"reason":"},{"group":"","municipality":"GM0","number":"agreements":[{"group":"'
    b'"cap":1."floor":0.75,"name":"Voorstel ,"note":"nieuwbouw":plancapaciteit":huishoudens":ouderen_75plus":'
    b'jongeren_15_24":ruimte_bestaand_aanbod":tekort_sociale_huur":,"draagkracht":,"land":,"sociale_huur":5.0,'
    b'"combine":"factors","floor":"combine":"shares","reference":"inwoners","region":"version":1,"weights":{"inwoners":10.0},'
    b'"year":2023}"year":2024}'
)
"""What often stands in a scenario: deflate refers to it, so that a usual link is short. Part of format 1: never change it."""


@dataclass(frozen=True)
class Kept:
    """A scenario, and the version of the figures its result was made on ('' where nobody wrote it down)."""

    scenario: Scenario
    data_version: str = ""


def canonical(document: Any) -> str:
    """One text for one value: json with sorted keys and no spaces; every number comes back exactly as it was."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def to_file(kept: Kept) -> str:
    """The scenario file with the version of its figures: json for people, and for `from_file`."""
    document = {"version": FILE_VERSION, "data_version": kept.data_version, "scenario": kept.scenario.as_dict()}
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def from_file(content: str | bytes) -> Kept:
    """The scenario in a file: the form of `to_file`, or a bare scenario file.

    Raises
    ------
    FairShareError
        For everything that is not surely a scenario; the message says what and where.
    """
    if len(content) > FILE_MAX:
        raise FairShareError(f"Dit bestand is te groot voor een scenario (meer dan {dutch(FILE_MAX)} tekens).")
    if isinstance(content, bytes):
        try:
            content = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise FairShareError("Dit bestand is geen UTF-8-tekst. Kies een scenario-bestand (json).") from None
    document = parsed(content)
    if not isinstance(document, Mapping) or "scenario" not in document:
        return Kept(Scenario.from_dict(document))
    checks.refuse_unknown("bestand", document, {"version", "data_version", "scenario"})
    version = checks.whole("version", document.get("version"), 1, 10_000)
    if version > FILE_VERSION:
        raise FairShareError(
            f"Dit bestand is van versie {version}; dit programma kent versie {FILE_VERSION}. Werk het programma bij."
        )
    return Kept(Scenario.from_dict(document["scenario"]), _data_version(document.get("data_version", "")))


def pack(kept: Kept) -> str:
    """The whole scenario as text for in an address: format, checksum, deflated json, in base64url.

    The same scenario and figures give the same text.

    Raises
    ------
    FairShareError
        When the scenario is too long for a link.
    """
    text = f"{_data_version(kept.data_version)}\n{canonical(kept.scenario.as_dict())}"
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=WORDS)
    body = deflate.compress(text.encode()) + deflate.flush()
    packed = _to_text(bytes([LINK_FORMAT]) + _checksum(LINK_FORMAT, body) + body)
    if len(packed) > LINK_MAX or len(text) > FILE_MAX:
        raise FairShareError("Dit scenario past niet in een link. Bewaar het scenario, of deel het als bestand.")
    return packed


def unpack(text: str) -> Kept:
    """The scenario in the text of `pack`.

    Raises
    ------
    FairShareError
        For a link that is damaged, cut off, too long or of a newer format.
    """
    damaged = FairShareError("Deze link is beschadigd of niet helemaal gekopieerd. Kopieer de hele link opnieuw.")
    text = text.strip()
    if len(text) > LINK_MAX:
        raise FairShareError(f"Deze link is te lang (meer dan {dutch(LINK_MAX)} tekens) en is niet van dit programma.")
    if not re.fullmatch("[A-Za-z0-9_-]+", text) or len(text) % 4 == 1:
        raise damaged
    content = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    form, checksum, body = content[0], content[1 : 1 + CHECKSUM], content[1 + CHECKSUM :]
    if checksum != _checksum(form, body) or _to_text(content) != text:
        raise damaged
    if form > LINK_FORMAT:
        raise FairShareError(
            f"Deze link is van vorm {form}; dit programma kent vorm {LINK_FORMAT}. Werk het programma bij."
        )
    inflate = zlib.decompressobj(-zlib.MAX_WBITS, zdict=WORDS)
    try:
        unpacked = inflate.decompress(body, FILE_MAX + 1)
        if len(unpacked) > FILE_MAX:
            raise FairShareError("Deze link bevat veel meer dan een scenario en wordt niet geopend.")
        data_version, line_end, document = unpacked.decode().partition("\n")
    except (zlib.error, UnicodeDecodeError):
        raise damaged from None
    if form < LINK_FORMAT or not inflate.eof or inflate.unused_data or not line_end:
        raise damaged
    return Kept(Scenario.from_json(document), _data_version(data_version))


def _data_version(value: Any) -> str:
    """The version of the figures: empty, or one line."""
    return value if value == "" else checks.name("data_version", value)


def _checksum(form: int, body: bytes) -> bytes:
    return hashlib.sha256(bytes([form]) + body).digest()[:CHECKSUM]


def _to_text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
