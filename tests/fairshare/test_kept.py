"""A scenario as it is kept: the link that holds all of it and the file open as what was packed, or are refused in one Dutch line."""

import base64
import json
import random
import re
import zlib
from collections import Counter
from dataclasses import replace

import by_hand
import pytest
from by_hand import GROUPS, TABLES, is_one_line, scenarios
from hypothesis import given
from hypothesis import strategies as st

from fairshare import Agreement, FairShareError, Scenario, allocate, inputs_for, kept
from fairshare.kept import Kept, canonical, from_file, pack, to_file, unpack

DATA_VERSION = "2026-11.b8d729829e"
TYPED = {"name": "Voorstel café", "note": "Twee\nregels, <b>niet vet</b>, =1+1.", "existing": 0.25}
REASONED = tuple(replace(agreement, reason="Zo afgesproken op 3 maart.") for agreement in by_hand.EVERYTHING.agreements)
EVERYTHING = Kept(by_hand.EVERYTHING.with_(**TYPED, agreements=REASONED), DATA_VERSION)
PLAIN = Kept(Scenario(region="groningen"), DATA_VERSION)
MUTATIONS = 10_000
"""Half of them links, half of them files."""
GOLDEN = {
    "AdGasRx2tLe8AxJmuoaGekkWKeZGlhZGlqlc1dicgR7ejkQ4DZ5cgYIkO9OkFgA": Kept(
        Scenario(region="groningen", name="Voorstel A"), DATA_VERSION
    ),
}
"""Links that were given out: they open for ever, whatever zlib does to new ones."""

keeps = st.builds(Kept, scenarios(), st.sampled_from(["", DATA_VERSION, "2031-01.ë"]))
"""Any scenario that is well formed, with name, note and reasons, on some version of the figures."""


def refusal(read, content) -> str:
    """Why it is refused; always one line."""
    with pytest.raises(FairShareError) as refused:
        read(content)
    assert is_one_line(str(refused.value))
    return str(refused.value)


def framed(content: bytes, form: int = kept.LINK_FORMAT) -> str:
    """A link that is whole, around what somebody else has put in it."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=kept.WORDS)
    return sealed(deflate.compress(content) + deflate.flush(), form)


def sealed(body: bytes, form: int = kept.LINK_FORMAT) -> str:
    """A link with the right checksum around ``body``."""
    content = bytes([form]) + kept._checksum(form, body) + body
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


# -- there and back


@given(keeps)
def test_a_link_opens_as_what_was_packed(given_kept):
    packed = pack(given_kept)
    assert unpack(packed) == given_kept
    assert re.fullmatch("[A-Za-z0-9_-]+", packed)


@given(keeps)
def test_a_file_opens_as_what_was_written(given_kept):
    written = to_file(given_kept)
    assert (
        from_file(written) == from_file(written.encode()) == from_file(b"\xef\xbb\xbf" + written.encode()) == given_kept
    )


@given(keeps)
def test_the_same_scenario_is_packed_to_the_same_text_however_it_was_written(given_kept):
    document = given_kept.scenario.as_dict()
    turned = json.loads(json.dumps(document), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert pack(Kept(Scenario.from_dict(turned), given_kept.data_version)) == pack(given_kept)


def test_minus_zero_is_zero_so_that_equal_scenarios_are_written_the_same():
    below, above = (Scenario(region="groningen", floor=zero, cap=1) for zero in (-0.0, 0.0))
    assert below == above
    assert canonical(below.as_dict()) == canonical(above.as_dict())


def test_everything_is_in_the_link_names_reasons_and_notes_too():
    assert unpack(pack(EVERYTHING)) == EVERYTHING
    assert unpack(f"  {pack(EVERYTHING)}\n") == EVERYTHING


def test_a_usual_scenario_makes_a_short_link():
    """No test of size for its own sake: above some 1.200 signs a QR code can no longer be read off a projector."""
    assert len(pack(PLAIN)) < 100
    assert len(pack(EVERYTHING)) < 500


@pytest.mark.parametrize(("link", "holds"), GOLDEN.items())
def test_a_link_that_was_given_out_opens_for_ever(link, holds):
    assert unpack(link) == holds


def test_a_bare_scenario_file_opens_without_a_version_of_the_figures():
    assert from_file('{"version": 1, "region": "groningen"}') == Kept(Scenario(region="groningen"), "")


def test_a_kept_file_is_the_stable_form_with_the_scenario_file_inside():
    assert json.loads(to_file(EVERYTHING)) == {
        "version": 1,
        "data_version": DATA_VERSION,
        "scenario": EVERYTHING.scenario.as_dict(),
    }


# -- what is refused


@pytest.mark.parametrize(
    "text", ["", " ", "A", "AQ", "AQ==", "é", "\0", "\ud800", "A" * 99, "A" * 100, "../..", "AQ" * 9]
)
def test_what_is_no_link_is_refused(text):
    assert "beschadigd" in refusal(unpack, text)


def test_every_beginning_of_a_link_is_refused_as_cut_off():
    packed = pack(EVERYTHING)
    for length in range(len(packed)):
        assert "niet helemaal gekopieerd" in refusal(unpack, packed[:length])


def test_every_sign_of_a_link_counts():
    packed = pack(PLAIN)
    for i, sign in enumerate(packed):
        for other in "A_9":
            if other != sign:
                refusal(unpack, packed[:i] + other + packed[i + 1 :])


def test_a_link_of_a_newer_form_is_said_to_be_newer():
    assert "Werk het programma bij" in refusal(unpack, sealed(b"wie weet wat", form=2))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"geen regeleinde",
        b'{"region":"groningen","version":1}',
        b"\xff\xfe\n{}",
        b"\n",
        b"\n[]",
        b'2024\n{"region":"groningen","version":2}',
        b'2024\n{"region":"groningen","version":1,"floor":NaN}',
        b'2024\n{"region":"groningen","region":"mra","version":1}',
        b"2024\n" + b"[" * 100_000,
        b"2024\n" + b'{"version":1,"region":"groningen","year":' + b"9" * 5_000 + b"}",
        b"a" * 101 + b'\n{"region":"groningen","version":1}',
        b'\x1b[31m\n{"region":"groningen","version":1}',
    ],
)
def test_a_whole_link_around_what_is_no_scenario_is_refused(content):
    refusal(unpack, framed(content))


def test_a_link_with_something_behind_it_or_without_its_end_is_refused():
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=kept.WORDS)
    body = deflate.compress(b'\n{"region":"groningen","version":1}') + deflate.flush()
    assert unpack(sealed(body)).scenario == Scenario(region="groningen")
    for wrong in (body + b"\0", body[:-1], b"", body + body):
        assert "beschadigd" in refusal(unpack, sealed(wrong))
    assert "beschadigd" in refusal(unpack, sealed(body, form=0))


def test_a_link_that_would_unpack_to_a_mountain_is_refused_before_it_does():
    """Twelve thousand signs that deflate blows up to twelve million: no more than the largest scenario is ever unpacked."""
    bomb = framed(b" " * 12_000_000)
    assert len(bomb) < kept.LINK_MAX
    assert "wordt niet geopend" in refusal(unpack, bomb)
    assert "te lang" in refusal(unpack, "A" * (kept.LINK_MAX + 1))


def test_a_scenario_that_is_too_long_for_a_link_is_refused_with_the_way_out():
    chance = random.Random(1)
    reasons = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz ", k=2_000)) for _ in range(30)]
    agreements = tuple(Agreement(f"GM{i:04}", "studenten", i, reason) for i, reason in enumerate(reasons))
    long = Kept(Scenario(region="mra", agreements=agreements))
    assert "als bestand" in refusal(pack, long)
    assert from_file(to_file(long)) == long


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"version": 2, "data_version": "", "scenario": {"version": 1, "region": "mra"}}', "versie 2"),
        ('{"data_version": "", "scenario": {"version": 1, "region": "mra"}}', "version"),
        ('{"version": 1, "data_version": 3, "scenario": {"version": 1, "region": "mra"}}', "data_version"),
        ('{"version": 1, "data_version": "a\\nb", "scenario": {"version": 1, "region": "mra"}}', "data_version"),
        ('{"version": 1, "scenario": {"version": 1, "region": "mra"}, "rows": []}', "rows"),
        ('{"version": 1, "scenario": "mra"}', "json-object"),
        ('{"version": 1, "scenario": {"version": 9, "region": "mra"}}', "Werk het programma bij"),
        ("[]", "json-object"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"PK\x03\x04", "json"),
        (b"", "json"),
        (" " * (kept.FILE_MAX + 1), "te groot"),
    ],
)
def test_a_file_that_is_not_surely_a_scenario_is_refused(content, said):
    assert said in refusal(from_file, content)


# -- ten thousand that were changed


def altered(text: str, chance: random.Random, others: list[str]) -> str:
    """``text`` with one to three changes as they come about: bits, signs, places, lengths, two texts stuck together."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        i, j = sorted(chance.randrange(len(text) + 1) for _ in range(2)) if text else (0, 0)
        kind = chance.randrange(9)
        if kind == 0 and i < len(text):
            text = text[:i] + chr(ord(text[i]) ^ (1 << chance.randrange(7))) + text[i + 1 :]
        elif kind == 1:
            text = text[:i]
        elif kind == 2:
            text = text[:i] + text[j:]
        elif kind == 3 and j < len(text) and i < j:
            text = text[:i] + text[j] + text[i + 1 : j] + text[i] + text[j + 1 :]
        elif kind == 4:
            text = text[:i] + text[i:j] + text[i:]
        elif kind == 5:
            text = text[:i] + chance.choice('AZaz09_-=+/%&. \n\té\0{}[]",:') + text[i:]
        elif kind == 6:
            other = chance.choice(others)
            text = text[:i] + other[chance.randrange(len(other)) :]
        elif kind == 7:
            text = text[:i] + text[i:j].swapcase() + text[j:]
        else:
            text = text[:i] + text[i:j][::-1] + text[j:]
    return text


def edited(document: dict, chance: random.Random) -> dict:
    """A scenario file of which somebody changed a field: another value, another type, another name, gone, or twice as deep."""
    document = json.loads(json.dumps(document))
    for _ in range(chance.choice((1, 1, 2))):
        place = document
        while True:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            if not keys:
                break
            key = chance.choice(keys)
            if isinstance(place[key], (dict, list)) and chance.random() < 0.8:
                place = place[key]
                continue
            old = place[key]
            odd = [
                None,
                True,
                "",
                "1",
                -1,
                0,
                1,
                1.5,
                1e308,
                10**30,
                [],
                {},
                [old],
                {"a": old},
                "é\n",
                chance.choice(GROUPS),
            ]
            number = [old * 2, old + 1, old / 3, -old] if type(old) in (int, float) else odd
            kind = chance.randrange(5)
            if kind == 0:
                place[key] = chance.choice(odd)
            elif kind in (1, 2):
                place[key] = chance.choice(number)
            elif isinstance(place, dict) and kind == 3:
                place[chance.choice(["region", "floor", "cap", "x", "", f"{key}s"])] = place.pop(key)
            else:
                del place[key]
            break
    return document


def assert_right(opened: Kept, text: str) -> None:
    """A changed file that opens holds the numbers that stand in it, and the engine divides by them or says why not."""
    plain = json.loads(text)
    plain = plain.get("scenario", plain)
    scenario = opened.scenario
    for key in ("region", "year", "existing", "floor", "cap", "name", "note"):
        assert key not in plain or getattr(scenario, key) == plain[key]
    assert dict(scenario.tasks) == plain.get("tasks", {})
    assert dict(scenario.weights) == {name: w for name, w in plain.get("weights", {"inwoners": 10}).items() if w}
    assert Counter(a.number for a in scenario.agreements) == Counter(a["number"] for a in plain.get("agreements", []))
    assert [s.number for s in scenario.swaps] == [s["number"] for s in plain.get("swaps", [])]
    assert Scenario.from_dict(scenario.as_dict()) == scenario
    assert unpack(pack(opened)) == opened
    try:
        result = allocate(inputs_for(TABLES, scenario), scenario)
    except FairShareError as error:
        assert is_one_line(str(error))
    else:
        assert result.numbers.sum(axis=0).tolist() == [result.tasks[group].value for group in result.groups]
        assert (result.numbers >= 0).all()


def samples() -> list[Kept]:
    """Scenarios of every kind, in small regions and large."""
    others = [
        Scenario(region=region, weights={"inwoners": 3, "woningen": i}, name=f"Voorstel {i}", floor=0.8, cap=1.2)
        for i, region in enumerate(("groningen", "parkstad", "haaglanden", "enschede"), start=1)
    ]
    return [EVERYTHING, PLAIN, *(Kept(scenario, DATA_VERSION) for scenario in others)]


def test_thousands_of_changed_links_are_refused_or_open_as_what_was_packed():
    chance = random.Random(20261125)
    packed = {pack(each): each for each in samples()}
    texts = list(packed)
    counts = Counter()
    for _ in range(MUTATIONS // 2):
        text = altered(chance.choice(texts), chance, texts)
        try:
            opened = unpack(text)
        except FairShareError as error:
            assert is_one_line(str(error))
            counts["refused"] += 1
        else:
            assert opened == packed[text.strip()]
            counts["opened"] += 1
    assert counts["refused"] > 0.9 * MUTATIONS // 2
    assert counts["refused"] + counts["opened"] == MUTATIONS // 2


def test_thousands_of_changed_files_are_refused_or_open_with_the_numbers_that_stand_in_them():
    chance = random.Random(20261126)
    files = [to_file(each) for each in samples()]
    bare = [canonical(each.scenario.as_dict()) for each in samples()]
    counts = Counter()
    for _ in range(MUTATIONS // 2):
        whole = chance.choice(files + bare)
        edit = json.dumps(edited(json.loads(whole), chance), ensure_ascii=False)
        text = edit if chance.random() < 0.6 else altered(whole, chance, files)
        content = text.encode() if chance.random() < 0.5 else text
        try:
            opened = from_file(content)
        except FairShareError as error:
            assert is_one_line(str(error))
            counts["refused"] += 1
        else:
            assert_right(opened, text)
            counts["opened"] += 1
    assert min(counts.values()) > MUTATIONS // 20
    assert counts["refused"] + counts["opened"] == MUTATIONS // 2
