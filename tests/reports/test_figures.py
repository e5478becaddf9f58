"""Figures of a result say the same as the screen, in words, numbers and colours, and stand on their own."""

import re
import struct
from xml.etree import ElementTree

import numpy as np
import pytest
from office import GROUP, HOSTILE, MADE, full_result

from charts.areas import area_values
from charts.assets import SOURCE
from charts.findings import map_finding
from charts.maps import used_scale
from charts.scales import MEASURES
from reports.figures import png, result_bars, result_map
from reports.privacy import FIVES, HIDE, published

SVG = "{http://www.w3.org/2000/svg}"
RESULT = full_result()
MAKERS = (result_map, result_bars)


def drawn(figure) -> ElementTree.Element:
    return ElementTree.fromstring(figure.svg)


def words(figure) -> list[str]:
    return [node.text for node in drawn(figure).iter(f"{SVG}text")]


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("make", MAKERS)
def test_a_figure_has_the_finding_as_title_a_text_alternative_and_its_source(make, measure):
    figure = make(published(RESULT), (GROUP,), measure, MADE)
    root, seen = drawn(figure), " ".join(words(figure))
    finding = map_finding(area_values(RESULT, (GROUP,)), measure)
    assert figure.title == root.find(f"{SVG}title").text == finding
    assert root.find(f"{SVG}desc").text == figure.description
    assert root.get("role") == "img"
    assert finding in seen and SOURCE in seen and RESULT.inputs.data_version in seen and "25 november 2026" in seen
    for item in used_scale(RESULT, (GROUP,), measure).legend():
        assert item["label"] in seen


@pytest.mark.parametrize("measure", MEASURES)
def test_every_municipality_has_the_colour_of_the_screen(measure):
    figure = result_map(published(RESULT), (GROUP,), measure, MADE)
    values, used = area_values(RESULT, (GROUP,)), used_scale(RESULT, (GROUP,), measure)
    expected = {
        f"{name}: {word}": used.colors[index]
        for name, word, index in zip(
            values.names, values.written(measure), used.classes(values.measure(measure)), strict=True
        )
    }
    found = {
        path.find(f"{SVG}title").text: path.get("fill")
        for path in drawn(figure).iter(f"{SVG}path")
        if path.find(f"{SVG}title") is not None
    }
    assert found == expected


def test_bars_show_every_number_from_large_to_small_with_the_reference_beside_it():
    figure = result_bars(published(RESULT), (GROUP,), "aantal", MADE)
    numbers = RESULT.numbers[:, RESULT.column(GROUP)]
    shown = [int(word) for word in words(figure) if re.fullmatch(r"\d+", word)]
    assert shown == sorted(numbers.tolist(), reverse=True)
    assert "referentie" in words(figure)


def test_a_hidden_number_is_hidden_in_drawing_and_text_alternative():
    view = published(RESULT, HIDE)
    hidden = np.isnan(view.sums((GROUP,))[0])
    assert 2 <= hidden.sum() < len(hidden)
    for make in MAKERS:
        for measure in MEASURES:
            figure = make(view, (GROUP,), measure, MADE)
            assert "verborgen" in words(figure) and "Privacy" in " ".join(words(figure))
            for name in np.array(RESULT.inputs.names)[hidden]:
                assert f"{name}: verborgen" in figure.description


def test_rounded_numbers_are_rounded_in_the_figure():
    figure = result_bars(published(RESULT, FIVES), (GROUP,), "aantal", MADE)
    assert all(int(word) % 5 == 0 for word in words(figure) if re.fullmatch(r"\d+", word))


def test_groups_with_one_unit_can_be_added_up():
    groups = ("ouderen_nultreden", "ouderen_geclusterd")
    figure = result_bars(published(RESULT), groups, "aantal", MADE)
    total = RESULT.numbers[:, [RESULT.column(key) for key in groups]].sum(axis=1)
    assert f"{RESULT.inputs.names[0]}: {total[0]:,}".replace(",", ".") in figure.description


@pytest.mark.parametrize("make", MAKERS)
def test_png_is_the_same_drawing_at_twice_the_size_of_a_screen(make):
    figure = make(published(RESULT), (GROUP,), "per_1000", MADE)
    content = png(figure.svg)
    width, height = struct.unpack(">II", content[16:24])
    assert content.startswith(b"\x89PNG") and width == 1920
    assert height / width == pytest.approx(figure.ratio, abs=0.002)
    assert png(figure.svg) == content


def test_nothing_in_a_figure_comes_from_elsewhere():
    figure = result_map(published(RESULT), (GROUP,), "verschil", MADE)
    assert not re.search(r"(href|src|url\((?!#))", figure.svg.replace("http://www.w3.org/2000/svg", ""))


def test_text_of_people_stays_text():
    from dataclasses import replace

    names = tuple((HOSTILE * 2)[: len(RESULT.inputs.names)])
    result = replace(RESULT, inputs=replace(RESULT.inputs, names=names, region_name=HOSTILE[6]))
    for make in MAKERS:
        figure = make(published(result), (GROUP,), "aantal", MADE)
        assert {node.tag for node in drawn(figure).iter()} <= {
            f"{SVG}{tag}"
            for tag in ("svg", "title", "desc", "rect", "text", "g", "path", "defs", "pattern", "clipPath")
        }
        assert png(figure.svg).startswith(b"\x89PNG")


@pytest.mark.parametrize("region", ["nl", "parkstad"])
def test_the_whole_country_and_a_small_region_can_be_drawn(region):
    result = full_result(region)
    for make in MAKERS:
        figure = make(published(result), (GROUP,), "aantal", MADE)
        assert len([path for path in drawn(figure).iter(f"{SVG}path")]) or make is result_bars
        assert png(figure.svg, 48).startswith(b"\x89PNG")
