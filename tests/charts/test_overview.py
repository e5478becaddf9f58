"""The six regions on the start page: true numbers, and a sentence that is theirs alone."""

from by_hand import KOPLOPERS, TABLES
from reading import dutch

from charts.overview import SHOWN_GROUPS, card, region_overviews
from fairshare import Scenario, inputs_for


def test_there_are_six_cards_with_the_tasks_of_the_engine():
    found = region_overviews()
    assert [overview["id"] for overview in found] == list(TABLES.regions["region"])
    assert set(KOPLOPERS) == {overview["id"] for overview in found}
    for overview in found:
        inputs = inputs_for(TABLES, Scenario(region=overview["id"]))
        assert overview["size"].startswith(f"{len(inputs.codes)} gemeenten")
        for key, (label, unit, value) in zip(SHOWN_GROUPS, overview["facts"], strict=True):
            assert label == inputs.groups[key].short_name
            assert unit == inputs.groups[key].unit
            assert dutch(value) == inputs.groups[key].task.value


def test_every_region_has_its_own_sentence():
    sentences = [overview["sentence"] for overview in region_overviews()]
    assert len(set(sentences)) == len(sentences) == len(KOPLOPERS)
    assert all(sentence.endswith(".") for sentence in sentences)


def test_a_card_escapes_what_it_shows():
    overview = region_overviews()[0] | {"name": "<b>x</b>", "sentence": "<i>y</i>", "size": "<u>z</u>"}
    text = card(overview | {"facts": [("<s>", "<s>", "<s>")] * 3})
    assert not any(tag in text for tag in ("<b>", "<i>", "<u>", "<s>"))
