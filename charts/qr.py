"""A link as a QR code, for the screen in the room: whoever points a phone at it opens the same scenario."""

from __future__ import annotations

import segno

from charts.numbers import number
from fairshare import FairShareError

LINK_MAX = 1_200
"""Characters: above this the squares get too small to read from a few metres off a projector."""
SCALE = 4


def fits_qr(link: str) -> bool:
    """Whether ``link`` is short enough for a QR code that can be read from the room."""
    return len(link.encode()) <= LINK_MAX


def qr_svg(link: str, title: str) -> str:
    """The QR code of ``link`` as svg, black on white with its quiet zone, whatever the colours around it.

    Parameters
    ----------
    title : what the code opens, for who cannot see it.

    Raises
    ------
    FairShareError
        When the link is too long; a link to a saved scenario always fits.
    """
    if not fits_qr(link):
        said = f"Deze link is te lang voor een QR-code ({number(len(link))} tekens; er passen er {number(LINK_MAX)})."
        raise FairShareError(f"{said} Bewaar het scenario en deel de korte link.")
    code = segno.make(link, micro=False, error="l", boost_error=True)
    return code.svg_inline(
        scale=SCALE, dark="#000", light="#fff", title=title, omitsize=True, svgclass="qr", lineclass=None
    )
