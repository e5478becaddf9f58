"""/onderhandelen without a browser: the page runs everywhere; every move can be undone and done again, to the number."""

from pathlib import Path

import pytest
from by_hand import KOPLOPERS, TABLES, allocated
from streamlit.testing.v1 import AppTest

import session
from fairshare import Agreement, Scenario, Swap, allocate, inputs_for

SHELL = str(Path(__file__).parents[2] / "pages" / "shell.py")
GROUP = "statushouders"
ARNHEM, NIJMEGEN, RHEDEN = "GM0202", "GM0268", "GM0275"
KEY = {"regio": "arnhem-nijmegen", "gewicht": "inwoners:6,sociale_huur:4"}
LESS = (Agreement(NIJMEGEN, GROUP, 350),)
MORE = (*LESS, Agreement(ARNHEM, "ouderen", 2500))
EXCHANGE = (Swap(ARNHEM, NIJMEGEN, GROUP, 12), Swap(NIJMEGEN, ARNHEM, "uitstroom_bw", 5))


def table() -> None:
    """A page on which something is done at the table, through the session, as the real page does."""
    import streamlit as st

    import session

    session.start()
    for name, arguments, named in st.session_state.pop("todo", []):
        getattr(session, name)(*arguments, **named)
    st.session_state.seen_log = session.log()
    st.session_state.seen_steps = (session.can_step_back(), session.can_step_forward())


class Visitor:
    """Someone at the table."""

    def __init__(self, **query: str) -> None:
        self.app = AppTest.from_function(table, default_timeout=30)
        for name, value in (KEY | query).items():
            self.app.query_params[name.replace("__", ".")] = value
        self.run()

    def run(self) -> None:
        self.app.run()
        assert not self.app.exception, self.app.exception[0].stack_trace

    def does(self, name: str, *arguments, **named) -> None:
        self.does_all((name, arguments, named))

    def does_all(self, *todo: tuple[str, tuple, dict]) -> None:
        self.app.session_state["todo"] = list(todo)
        self.run()

    def bargains(self, agreements=(), swaps=(), reason: str = "") -> None:
        self.does("bargain", agreements, swaps, reason)

    @property
    def scenario(self) -> Scenario:
        return self.app.session_state["scenario"]

    @property
    def numbers(self) -> list[list[int]]:
        return allocate(inputs_for(TABLES, self.scenario), self.scenario).numbers.tolist()

    @property
    def log(self) -> list[dict]:
        return self.app.session_state["seen_log"]

    @property
    def steps(self) -> tuple[bool, bool]:
        """Whether there is a step back, and a step forward."""
        return self.app.session_state["seen_steps"]

    @property
    def link(self) -> dict[str, str]:
        """The link as it is written at the start of the next run."""
        self.run()
        return {n: v[0] if isinstance(v, list) else v for n, v in self.app.query_params.items()}

    @property
    def told(self) -> list[str]:
        """The lines a visitor reads, without the marks that keep Markdown out."""
        return [toast.value.replace("\\", "") for toast in self.app.toast]


def visit(page: str = "onderhandelen.py", **query: str) -> AppTest:
    app = AppTest.from_file(SHELL, default_timeout=30)
    for name, value in query.items():
        app.query_params[name.replace("__", ".")] = value
    app.run()
    app.switch_page(page).run()
    assert not app.exception, app.exception[0].stack_trace
    assert not app.error
    return app


# -- the page


@pytest.mark.parametrize("place", [*KOPLOPERS, "nl"])
def test_the_page_runs_for_every_region_with_an_agreement_and_a_swap(place):
    result = allocated(place)
    numbers = result.numbers[:, result.column(GROUP)]
    one, other = (result.inputs.codes[i] for i in numbers.argsort()[-2:])
    app = visit(
        regio=place,
        afspraak=f"{one}:{GROUP}:{numbers.max() // 2}",
        uitruil=f"{other}:{one}:{GROUP}:1",
        regels="floor:0.2",
    )
    assert app.title[0].value.startswith("Onderhandelen")
    assert not app.toast


@pytest.mark.parametrize("page", ["onderhandelen.py", "verdelen.py"])
@pytest.mark.parametrize("weight", ["0.001", "0.0001"])
def test_the_page_stands_for_every_key_that_a_link_may_hold(page, weight):
    # The link is accepted, so the page has to stand: also when a draw around this key cannot keep the caps.
    app = visit(page, regio="groningen", gewicht=f"tekort_sociale_huur:10,inwoners:{weight}", regels="cap:1.3")
    assert not app.toast


def test_a_region_that_leaves_an_agreement_behind_gives_it_up():
    app = visit(**KEY, afspraak=f"{NIJMEGEN}:{GROUP}:350")
    [box] = [box for box in app.selectbox if box.label == "Regio"]
    box.select("parkstad").run()
    assert not app.exception
    assert "afspraak" not in app.query_params


# -- moves


def test_a_move_is_in_the_scenario_the_link_and_the_log():
    visitor = Visitor()
    assert (visitor.log, visitor.steps) == ([], (False, False))
    visitor.bargains(LESS, reason="  Er is geen plek.  ")
    assert visitor.scenario.agreements == LESS
    assert visitor.log == [
        {"text": "Nijmegen, statushouders: vast op 350", "reason": "Er is geen plek.", "stands": True}
    ]
    assert visitor.steps == (True, False)
    assert visitor.link["afspraak"] == f"{NIJMEGEN}:{GROUP}:350"


def test_undo_and_redo_restore_every_number():
    visitor = Visitor()
    stands = [visitor.numbers]
    for agreements, swaps in [(LESS, ()), (MORE, ()), (MORE, EXCHANGE), (MORE[1:], EXCHANGE)]:
        visitor.bargains(agreements, swaps)
        stands.append(visitor.numbers)
    assert len({str(numbers) for numbers in stands}) == 5
    for done in (3, 2, 1, 0):
        visitor.does("step_back")
        assert visitor.numbers == stands[done]
        assert [move["stands"] for move in visitor.log] == [i < done for i in range(4)]
        assert visitor.steps == (done > 0, True)
    assert not {"afspraak", "uitruil"} & set(visitor.link)
    for done in (1, 2, 3, 4):
        visitor.does("step_forward")
        assert visitor.numbers == stands[done]
        assert visitor.steps == (True, done < 4)


@pytest.mark.parametrize("step", ["step_back", "step_forward"])
def test_a_step_where_there_is_none_changes_nothing(step):
    visitor = Visitor()
    visitor.does(step)
    assert (visitor.log, visitor.steps, visitor.scenario.agreements) == ([], (False, False), ())


def test_a_new_move_after_undo_takes_the_place_of_what_was_undone():
    visitor = Visitor()
    visitor.bargains(LESS)
    visitor.bargains(MORE)
    visitor.does("step_back")
    visitor.bargains(LESS, EXCHANGE)
    assert [move["stands"] for move in visitor.log] == [True, True]
    assert visitor.log[1]["text"].startswith("Arnhem draagt 12 (statushouders) over aan Nijmegen")
    assert visitor.steps == (True, False)


def test_undo_leaves_the_key_that_was_changed_since():
    visitor = Visitor()
    visitor.bargains(LESS)
    visitor.does("choose", weights={"land": 3}, floor=0.1)
    visitor.does("step_back")
    assert (dict(visitor.scenario.weights), visitor.scenario.floor) == ({"land": 3}, 0.1)
    assert visitor.scenario.agreements == ()
    visitor.does("step_forward")
    assert dict(visitor.scenario.weights) == {"land": 3}
    assert visitor.scenario.agreements == LESS


def test_undo_goes_back_to_what_the_link_held():
    visitor = Visitor(afspraak=f"{RHEDEN}:{GROUP}:70")
    from_link = visitor.numbers
    visitor.bargains(LESS)
    visitor.does("step_back")
    assert visitor.numbers == from_link
    assert visitor.link["afspraak"] == f"{RHEDEN}:{GROUP}:70"


def test_a_move_that_moves_nothing_is_no_move():
    visitor = Visitor()
    visitor.bargains(LESS)
    visitor.bargains(LESS)
    assert len(visitor.log) == 1


def test_a_very_long_reason_is_cut():
    visitor = Visitor()
    visitor.bargains(LESS, reason="x" * 5_000)
    assert visitor.log[0]["reason"] == "x" * session.REASON_MAX


# -- what is refused


@pytest.mark.parametrize(
    ("agreements", "swaps", "names"),
    [
        ((Agreement(NIJMEGEN, GROUP, 100_000),), (), "afspraken"),
        ((Agreement("GM0014", GROUP, 3),), (), "GM0014"),
        ((), (Swap(ARNHEM, NIJMEGEN, GROUP, 100_000),), "Arnhem"),
    ],
)
def test_a_move_that_cannot_be_is_refused_with_a_line_and_nothing_changes(agreements, swaps, names):
    visitor = Visitor()
    visitor.bargains(MORE)
    before, numbers, log = visitor.scenario, visitor.numbers, visitor.log
    visitor.bargains(agreements, swaps)
    assert [line for line in visitor.told if names in line]
    assert (visitor.scenario, visitor.numbers, visitor.log) == (before, numbers, log)
    visitor.does("step_back")
    assert visitor.scenario.agreements == ()


def test_an_undo_that_no_longer_fits_is_refused_and_the_move_stands():
    # 350 is agreed with Nijmegen and let go; then the task becomes 100, and the 350 cannot come back.
    visitor = Visitor()
    visitor.bargains(LESS)
    visitor.bargains(())
    visitor.does("choose", tasks={GROUP: 100})
    visitor.does("step_back")
    assert [line for line in visitor.told if "afspraken" in line]
    assert visitor.scenario.agreements == ()
    assert [move["stands"] for move in visitor.log] == [True, True]
    visitor.does("choose", tasks={})
    visitor.does("step_back")
    assert visitor.scenario.agreements == LESS


# -- another place at the table

ELSEWHERE = {"region": "parkstad", "agreements": (), "swaps": ()}


def test_a_new_region_starts_a_new_log():
    visitor = Visitor()
    visitor.bargains(MORE, EXCHANGE)
    visitor.does("choose", **ELSEWHERE)
    assert (visitor.log, visitor.steps) == ([], (False, False))
    visitor.does("choose", region="arnhem-nijmegen")
    assert visitor.log == []


def test_a_new_year_starts_a_new_log():
    visitor = Visitor()
    visitor.bargains(LESS)
    visitor.does("choose", year=2023)
    assert visitor.log == []
    assert visitor.scenario.agreements == LESS


def test_a_region_left_and_come_back_to_elsewhere_has_no_log_of_moves_that_no_longer_stand():
    # On /kaart nobody looks at the log while the region is another one.
    visitor = Visitor()
    visitor.bargains(LESS)
    visitor.does_all(("choose", (), ELSEWHERE), ("choose", (), {"region": "arnhem-nijmegen"}))
    assert visitor.scenario.agreements == ()
    assert not [move for move in visitor.log if move["stands"]]
