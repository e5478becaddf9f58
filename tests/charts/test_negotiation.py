"""The words of the table at which municipalities bargain, and what its panel is drawn from."""

import json
import math
import re

import pytest
from by_hand import KOPLOPERS, TABLES, allocated, here, is_one_line, region
from by_hand import group as by_hand_group
from reading import dutch

from charts.live_panel import message, settings
from charts.negotiation import at_table, bargained, inverse_answer, moves_between
from fairshare import Agreement, FairShareError, Scenario, Swap, allocate
from fairshare.inverse import weight_for

GROUP = "statushouders"
ARNHEM, NIJMEGEN, RHEDEN = "GM0202", "GM0268", "GM0275"
KEY = {"inwoners": 6, "sociale_huur": 4}
PLAIN = allocated("arnhem-nijmegen", weights=KEY)
INPUTS, START = PLAIN.inputs, PLAIN.scenario
AGREED = START.with_(agreements=(Agreement(NIJMEGEN, GROUP, 340), Agreement(ARNHEM, "ouderen", 3400)))
SWAPPED = START.with_(swaps=(Swap(ARNHEM, NIJMEGEN, GROUP, 12), Swap(NIJMEGEN, ARNHEM, "uitstroom_bw", 5)))

# -- what a move is, in words


def told(before: Scenario, after: Scenario) -> str:
    return moves_between(before, after, INPUTS)


def test_an_agreement_that_is_made_names_municipality_group_and_number():
    after = START.with_(agreements=(Agreement(NIJMEGEN, GROUP, 340),))
    assert told(START, after) == "Nijmegen, statushouders: vast op 340"


def test_an_agreement_that_is_changed_tells_the_new_number_alone():
    after = AGREED.with_(agreements=(Agreement(NIJMEGEN, GROUP, 1350), Agreement(ARNHEM, "ouderen", 3400)))
    assert told(AGREED, after) == "Nijmegen, statushouders: vast op 1.350"


def test_an_agreement_that_is_let_go_is_told():
    assert told(AGREED, AGREED.with_(agreements=AGREED.agreements[1:])).endswith(": losgelaten")
    assert told(AGREED, START) == "Arnhem, ouderen: losgelaten; Nijmegen, statushouders: losgelaten"


def test_a_swap_tells_both_ways_of_the_exchange():
    assert told(START, SWAPPED) == (
        "Arnhem draagt 12 (statushouders) over aan Nijmegen; "
        "Nijmegen draagt 5 (uitstroom beschermd wonen) over aan Arnhem"
    )


def test_only_the_new_swap_is_told():
    after = SWAPPED.with_(swaps=(*SWAPPED.swaps, Swap(RHEDEN, ARNHEM, GROUP, 1)))
    assert told(SWAPPED, after) == "Rheden draagt 1 (statushouders) over aan Arnhem"


def test_a_swap_that_is_undone_is_told():
    assert told(SWAPPED, START.with_(swaps=SWAPPED.swaps[:1])) == (
        "Uitruil vervallen: Nijmegen draagt 5 (uitstroom beschermd wonen) over aan Arnhem"
    )


def test_a_move_of_everything_at_once_is_one_line():
    text = told(AGREED, SWAPPED.with_(agreements=(Agreement(RHEDEN, GROUP, 70),)))
    assert is_one_line(text)
    assert text.count(";") == 4  # two let go, one made, two ways of a swap


def test_nothing_that_changed_is_said_so():
    assert told(AGREED, AGREED) == "Geen verandering"


def test_names_keep_their_capitals():
    haaglanden = allocated("haaglanden")
    code = haaglanden.inputs.codes[haaglanden.inputs.names.index("'s-Gravenhage")]
    after = haaglanden.scenario.with_(agreements=(Agreement(code, GROUP, 100),))
    assert moves_between(haaglanden.scenario, after, haaglanden.inputs).startswith("'s-Gravenhage, statushouders:")
    after = START.with_(agreements=(Agreement(ARNHEM, "ontheemden_oekraine", 100),))
    assert told(START, after) == "Arnhem, ontheemden Oekraïne: vast op 100"


# -- the answer to "what has to change?"


def question(**changes) -> dict:
    whole = {"scenario": START.as_dict(), "group": GROUP, "municipality": ARNHEM, "criterion": "land", "number": 195}
    return whole | changes


def numbers_in(text: str) -> list[float]:
    return [float(dutch(found)) for found in re.findall(r"\d[\d.]*(?:,\d+)?", text.rstrip("."))]


@pytest.mark.parametrize(("group", "wanted"), [(GROUP, 195), (GROUP, 160), ("ouderen", 2700), ("ouderen", 2750)])
def test_a_question_that_has_an_answer_names_weight_and_number_and_is_true(group, wanted):
    text = inverse_answer(TABLES, question(group=group, number=wanted))
    weight, now, number = numbers_in(text)
    assert text.startswith("Zet het gewicht van 'Oppervlakte' op ")
    assert text.endswith(f"Dan komt Arnhem uit op {wanted:,}.".replace(",", "."))
    assert (now, number) == (0, wanted)
    result = allocate(INPUTS, START.with_(weights=KEY | {"land": weight}))
    assert result.unrounded[INPUTS.position[ARNHEM], result.column(group)] == pytest.approx(wanted, abs=0.5)


def test_the_answer_tells_the_weight_that_stands():
    scenario = START.with_(group_weights={GROUP: {"inwoners": 5, "land": 2.5}})
    assert "(nu 2,50)" in inverse_answer(TABLES, question(scenario=scenario.as_dict()))


@pytest.mark.parametrize("number", [0, 900, 10_000_000])
def test_a_number_out_of_reach_is_answered_with_the_range(number):
    text = inverse_answer(TABLES, question(number=number))
    low, high = numbers_in(text)
    answer = weight_for(INPUTS, START, GROUP, "land", ARNHEM, number)
    assert text.startswith("Dat lukt niet met alleen 'Oppervlakte'. Arnhem komt dan uit tussen ")
    assert (low, high) == (round(answer.low, 1), round(answer.high, 1))
    assert not low <= number <= high


def test_the_answer_repeats_the_number_that_was_asked():
    assert numbers_in(inverse_answer(TABLES, question(number=195.5)))[-1] == 195.5


@pytest.mark.parametrize(
    "changes",
    [
        {"number": None},
        {"number": "195"},
        {"number": True},
        {"number": -1},
        {"number": math.nan},
        {"number": math.inf},
        {"number": 10**400},
        {"number": [195]},
        {"municipality": "GM0363"},
        {"municipality": None},
        {"criterion": "geluk"},
        {"criterion": ""},
        {"group": "kabouters"},
        {"group": "mantelzorg"},
        {"group": None},
        {"scenario": None},
        {"scenario": {}},
        {"scenario": START.as_dict() | {"region": "atlantis"}},
        {"scenario": START.as_dict() | {"floor": 1.2}},
    ],
    ids=str,
)
def test_a_question_that_is_none_is_refused_in_one_dutch_line(changes):
    with pytest.raises(FairShareError) as refused:
        inverse_answer(TABLES, question(**changes))
    assert is_one_line(str(refused.value))


@pytest.mark.parametrize("missing", ["scenario", "group", "municipality", "criterion", "number"])
def test_a_question_of_which_a_part_is_missing_is_refused(missing):
    part = {name: value for name, value in question().items() if name != missing}
    with pytest.raises(FairShareError):
        inverse_answer(TABLES, part)


# -- what the panel is drawn from


def set_up(result, log=()) -> dict:
    return at_table(result, GROUP, list(log), bool(log), False)


@pytest.mark.parametrize("place", KOPLOPERS)
def test_what_is_handed_to_the_panel_goes_with_its_settings_and_holds_no_nan(place):
    result = allocated(place, weights={"inwoners": 1, "nieuwbouw": 2, "ruimte_bestaand_aanbod": 1})
    sent = json.loads(json.dumps(set_up(result), allow_nan=False))
    assert (sent["log"], sent["can_undo"], sent["can_redo"]) == ([], False, False)
    assert Scenario.from_dict(sent["scenario"]) == result.scenario
    fixed, told = settings(TABLES, result.inputs, GROUP, {}), message(result, GROUP, by_key=True)
    assert list(fixed["codes"]) == list(told["codes"])
    assert len(fixed["names"]) == len(told["codes"]) == len(told["by_key"])
    assert set(told["groups"]) <= set(fixed["groups"])


def test_the_log_is_passed_on_as_it_is():
    move = {"text": "Nijmegen, statushouders: vast op 340", "reason": "<b>omdat</b>", "stands": True}
    sent = set_up(PLAIN, [move])
    assert sent["log"] == [move]
    assert sent["can_undo"] is True


def test_by_the_key_is_the_allocation_without_agreements_and_swaps():
    result = allocate(INPUTS, AGREED.with_(swaps=SWAPPED.swaps, floor=0.5))
    alone = allocate(INPUTS, START.with_(floor=0.5))
    found = message(result, GROUP, by_key=True)
    assert found["by_key"] == alone.numbers.tolist()
    assert found["table"] == result.numbers.tolist() != found["by_key"]
    assert [sum(column) for column in zip(*found["by_key"], strict=True)] == [
        result.tasks[name].value for name in result.groups
    ]


def test_without_bargaining_by_the_key_is_what_stands():
    found = message(PLAIN, GROUP, by_key=True)
    assert found["by_key"] == found["table"]
    assert [row[PLAIN.column(GROUP)] for row in found["by_key"]] == found["numbers"]


def test_by_the_key_is_only_told_when_it_was_asked():
    with_key, without = message(PLAIN, GROUP, by_key=True), message(PLAIN, GROUP)
    assert set(with_key) - set(without) == {"by_key"}
    assert {name: with_key[name] for name in without} == without


def test_an_agreement_and_a_swap_stand_apart_in_the_steps_of_the_message():
    # 100 by inhabitants is 50, 30 and 20. A is fixed at 40: the other 60 go 36 to 24. Then C gives 4 to A.
    inputs = region([by_hand_group("groep", 100)], inwoners=[50, 30, 20], sociale_huur=[1, 1, 1])
    result = here(
        inputs, weights={"inwoners": 1}, agreements=(Agreement("A", "groep", 40),), swaps=(Swap("C", "A", "groep", 4),)
    )
    found = message(result, "groep", by_key=True)
    assert found["numbers"] == [44, 36, 20]
    assert found["by_key"] == [[50], [30], [20]]
    assert found["steps"]["agreements"] == [-10, 6, 4]
    assert found["steps"]["swaps"] == [4, 0, -4]
    assert found["low"] == found["high"] == [40, 36, 24]  # one criterion: no room; before the swap


# -- what comes back from the browser


def test_a_move_gives_its_agreements_and_swaps():
    move = {"scenario": AGREED.with_(swaps=SWAPPED.swaps).as_dict(), "reason": "x"}
    assert bargained(move) == (AGREED.agreements, SWAPPED.swaps)
    assert bargained({"scenario": START.as_dict()}) == ((), ())


@pytest.mark.parametrize("move", [{}, {"scenario": None}, {"scenario": []}, {"scenario": {"version": 9}}])
def test_a_move_that_is_none_is_refused_in_words(move):
    with pytest.raises(FairShareError) as refused:
        bargained(move)
    assert is_one_line(str(refused.value))
