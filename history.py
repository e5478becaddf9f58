"""Undo and redo: what a visitor did to the scenario, step by step, as a value. No screen and no store."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from fairshare import Scenario

STEPS_MAX = 100
"""Steps that are remembered; the oldest are forgotten first."""


@dataclass(frozen=True)
class Move:
    """A move at the table at which municipalities bargain: what it did, in words, and between which scenarios."""

    text: str
    reason: str
    before: Scenario
    after: Scenario


@dataclass(frozen=True)
class Place:
    """Where a visitor is: the scenario, the log of moves, and how many of those stand.

    ``paper`` names what the scenario is kept as: steps on one paper leave its name, note and saved version as they are.
    """

    scenario: Scenario
    moves: tuple[Move, ...] = ()
    standing: int = 0
    paper: int = 0


@dataclass(frozen=True)
class Step:
    """One change, in words."""

    words: str
    before: Place
    after: Place

    @property
    def is_move(self) -> bool:
        """Whether this step is a move at the table, and nothing else."""
        return len(self.after.moves) == self.after.standing == self.before.standing + 1


@dataclass(frozen=True)
class History:
    """Steps in their order; the first ``done`` of them stand, the others were undone."""

    place: Place
    steps: tuple[Step, ...] = field(default=())
    done: int = 0

    @property
    def last(self) -> Step | None:
        """The step that undo takes back."""
        return self.steps[self.done - 1] if self.done else None

    @property
    def next(self) -> Step | None:
        """The step that redo makes again."""
        return self.steps[self.done] if self.done < len(self.steps) else None

    def record(self, place: Place, words: str) -> History:
        """A new step to ``place``; what was undone cannot be redone any more."""
        steps = (*self.steps[: self.done], Step(words, self.place, place))[-STEPS_MAX:]
        return History(place, steps, len(steps))

    def undo(self) -> History:
        """One step back."""
        step = self.last
        return self if step is None else self._to(step.before, self.done - 1)

    def redo(self) -> History:
        """One step forward."""
        step = self.next
        return self if step is None else self._to(step.after, self.done + 1)

    def _to(self, place: Place, done: int) -> History:
        """At ``place``; moves at the same table that were undone stay in the log, as undone."""
        now, standing = self.place, place.standing
        same_table = (now.scenario.region, now.scenario.year) == (place.scenario.region, place.scenario.year)
        keeps = same_table and now.moves[:standing] == place.moves[:standing] and len(now.moves) >= len(place.moves)
        return History(replace(place, moves=now.moves) if keeps else place, self.steps, done)

    def jump(self, done: int) -> History:
        """As many steps back or forward as it takes until ``done`` of them stand."""
        history = self
        while history.done > max(done, 0) and history.last:
            history = history.undo()
        while history.done < done and history.next:
            history = history.redo()
        return history
