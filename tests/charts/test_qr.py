"""A link as a QR code: what a phone reads is the link, and a link that is too long is refused with the way out."""

import xml.etree.ElementTree as ElementTree

import pytest

from charts.qr import LINK_MAX, fits_qr, qr_svg
from fairshare import FairShareError, Scenario
from fairshare.kept import Kept, pack

LINK = "https://verdelen.example.nl/scenarios?s=" + pack(Kept(Scenario(region="groningen", name="Voorstel A")))


def test_the_code_is_an_svg_with_a_title_that_says_what_it_opens():
    root = ElementTree.fromstring(qr_svg(LINK, "Voorstel <A> & B"))
    assert root.tag.endswith("svg")
    assert root.get("viewBox")
    assert root[0].tag.endswith("title")
    assert root[0].text == "Voorstel <A> & B"


def test_the_code_is_black_on_white_whatever_stands_around_it():
    drawn = qr_svg(LINK, "Voorstel A")
    assert 'fill="#fff"' in drawn
    assert 'stroke="#000"' in drawn


def test_the_same_link_gives_the_same_code_and_another_link_another():
    assert qr_svg(LINK, "A") == qr_svg(LINK, "A")
    assert qr_svg(LINK, "A") != qr_svg(LINK + "x", "A")


def test_a_link_that_is_too_long_to_read_off_a_projector_is_refused_with_the_way_out():
    long = "https://x/" + "a" * LINK_MAX
    assert not fits_qr(long)
    with pytest.raises(FairShareError, match="1.210 tekens; er passen er 1.200.*korte link"):
        qr_svg(long, "A")
    assert fits_qr(long[:LINK_MAX])
    assert qr_svg(long[:LINK_MAX], "A")
