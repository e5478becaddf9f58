"""Undo and redo as a value: whatever is done, undone and done again, every scenario comes back exactly."""

from hypothesis import given
from hypothesis import strategies as st

from fairshare import Scenario
from history import STEPS_MAX, History, Move, Place

START = Place(Scenario(region="mra"))


def scenario(weight: float, region: str = "mra") -> Scenario:
    return Scenario(region=region, weights={"inwoners": 1, "land": weight})


def moved(place: Place, weight: float) -> Place:
    """A move at the table, as the session makes it."""
    after = scenario(weight)
    moves = (*place.moves[: place.standing], Move(f"zet {weight}", "", place.scenario, after))
    return Place(after, moves, len(moves), place.paper)


def test_there_is_nothing_to_undo_or_redo_at_the_start():
    history = History(START)
    assert (history.last, history.next) == (None, None)
    assert history.undo() == history.redo() == history


def test_undo_and_redo_walk_the_same_steps():
    history = History(START).record(Place(scenario(1)), "één").record(Place(scenario(2)), "twee")
    assert history.last.words == "twee"
    back = history.undo()
    assert (back.place.scenario, back.last.words, back.next.words) == (scenario(1), "één", "twee")
    assert back.redo() == history


def test_a_new_step_takes_the_place_of_what_was_undone():
    history = History(START).record(Place(scenario(1)), "één").undo().record(Place(scenario(2)), "twee")
    assert [step.words for step in history.steps] == ["twee"]
    assert history.next is None


def test_the_oldest_steps_are_forgotten_first():
    history = History(START)
    for weight in range(STEPS_MAX + 5):
        history = history.record(Place(scenario(1 + weight / 100)), str(weight))
    assert (len(history.steps), history.steps[0].words) == (STEPS_MAX, "5")
    assert history.jump(0).place.scenario == scenario(1 + 4 / 100)


def test_a_move_that_is_undone_stays_in_the_log_as_undone():
    first = moved(START, 1)
    history = History(START).record(first, "één").record(moved(first, 2), "twee").undo()
    assert (len(history.place.moves), history.place.standing) == (2, 1)


def test_the_log_of_another_region_does_not_come_along():
    elsewhere = Place(scenario(1, "parkstad"))
    history = History(moved(START, 1)).record(elsewhere, "andere regio")
    assert history.place.moves == ()
    assert history.undo().place == moved(START, 1)
    # A move that is made and undone elsewhere is not in the log here.
    there = Place(scenario(2, "parkstad"), (Move("x", "", scenario(1), scenario(2)),), 1)
    assert History(START).record(elsewhere, "a").record(there, "b").jump(0).place.moves == ()


steps = st.lists(st.tuples(st.sampled_from(["step", "move", "undo", "redo"]), st.integers(1, 9)), max_size=30)


@given(steps)
def test_every_undo_gives_back_the_scenario_of_before(done):
    """Compared with the plain list of scenarios that anyone would keep."""
    history, told, at = History(START), [START.scenario], 0
    for kind, weight in done:
        if kind in ("step", "move"):
            place = moved(history.place, weight) if kind == "move" else None
            place = place or Place(scenario(weight), history.place.moves, history.place.standing)
            history = history.record(place, kind)
            told, at = [*told[: at + 1], scenario(weight)], at + 1
        elif kind == "undo":
            history, at = history.undo(), max(at - 1, 0)
        else:
            history, at = history.redo(), min(at + 1, len(told) - 1)
        assert history.place.scenario == told[at]
        assert 0 <= history.place.standing <= len(history.place.moves)
    assert history.jump(0).place.scenario == START.scenario
    assert history.jump(len(told)).place.scenario == told[-1]
