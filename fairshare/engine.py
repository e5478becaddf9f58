"""Scenario in, result out: the steps of the engine in their order, for all target groups of a region together."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from fairshare.allocation import Rules, combined_share, divide, is_unruled
from fairshare.checks import unknown
from fairshare.criteria import EXISTING, NoShare, factor_share, proportional_share
from fairshare.errors import FairShareError
from fairshare.explanation import criterion_effect, in_decimals
from fairshare.inputs import Group, Inputs
from fairshare.rounding import controlled_rounding
from fairshare.scenario import Scenario
from fairshare.tasks import Task

OUTPUT_VERSION = 1


@dataclass(frozen=True, eq=False)
class Result:
    """A function of (scenario, data version). Arrays are (municipalities, groups), ordered as ``inputs.codes`` and ``groups``.

    Parameters
    ----------
    groups : the target groups with a task.
    tasks : group -> task, after what the user filled in.
    reference, unrounded : unrounded numbers. [units of the group]
    whole_reference, numbers : whole numbers that add up to the task. [units of the group]
    weights : group -> criterion -> effective weight, adds up to 1 per group. [fraction]
    steps : group -> step -> (municipalities,) its part of the path from reference to result. [units of the group]
    warnings : Dutch lines about what was left out, and why.
    """

    scenario: Scenario
    inputs: Inputs
    groups: tuple[str, ...]
    tasks: Mapping[str, Task]
    reference: np.ndarray
    whole_reference: np.ndarray
    unrounded: np.ndarray
    numbers: np.ndarray
    weights: Mapping[str, Mapping[str, float]]
    steps: Mapping[str, Mapping[str, np.ndarray]]
    warnings: tuple[str, ...]

    def column(self, group: str) -> int:
        """Position of ``group`` in the arrays.

        Raises
        ------
        FairShareError
            When the group is unknown, or has no task.
        """
        if group in self.groups:
            return self.groups.index(group)
        if group not in self.inputs.groups:
            raise unknown("group", group, self.inputs.groups)
        raise FairShareError(no_task(self.inputs.groups[group]))

    def sums_of(self, group: str) -> tuple[str, ...]:
        """The groups that ``group`` may be added up with: the same unit, and none counted twice."""
        self.column(group)
        return next(block for block in blocks([self.inputs.groups[g] for g in self.groups]) if group in block)

    def rows(self, group: str | None = None) -> pd.DataFrame:
        """The result as a table: municipality, name, group, reference, unrounded, result and one column per step."""
        records = []
        for row in self.as_dict([group] if group else None)["rows"]:
            steps = row.pop("steps")
            records.append(row | {f"step_{name}": value for name, value in steps.items() if name != "reference"})
        return pd.DataFrame.from_records(records).fillna(0.0)  # a criterion that is not in a group's key adds nothing

    def as_dict(self, groups: list[str] | None = None) -> dict[str, Any]:
        """The result as the command line prints it (stable format, version 1)."""
        chosen = [g for g in self.groups if groups is None or g in groups]
        for group in groups or ():
            self.column(group)
        steps = {group: in_decimals(self.steps[group], self.numbers[:, self.groups.index(group)]) for group in chosen}
        rows = []
        for i, code in enumerate(self.inputs.codes):
            for group in chosen:
                g = self.groups.index(group)
                rows.append(
                    {
                        "municipality": code,
                        "name": self.inputs.names[i],
                        "group": group,
                        "reference": round(float(self.reference[i, g]), 6),
                        "unrounded": round(float(self.unrounded[i, g]), 6),
                        "result": int(self.numbers[i, g]),
                        "steps": {name: float(values[i]) for name, values in steps[group].items()},
                    }
                )
        return {
            "version": OUTPUT_VERSION,
            "data_version": self.inputs.data_version,
            "scenario": self.scenario.as_dict(),
            "warnings": list(self.warnings),
            "groups": {group: self._group_dict(group) for group in chosen},
            "rows": rows,
        }

    def _group_dict(self, group: str) -> dict[str, Any]:
        task, spec = self.tasks[group], self.inputs.groups[group]
        return {
            "name": spec.name,
            "task": task.value,
            "low": task.low,
            "high": task.high,
            "unit": spec.unit,
            "status": task.status,
            "source": task.origin.source if task.origin else task.status,
            "weights": {criterion: round(weight, 6) for criterion, weight in self.weights[group].items()},
        }


def no_task(group: Group) -> str:
    """The Dutch line for a group without a task."""
    return f"Voor '{group.name}' ({group.key}) is geen cijfer over de opgave gevonden. Vul zelf een opgave in."


def blocks(groups: list[Group]) -> list[tuple[str, ...]]:
    """Groups that may be added up and are rounded together: one unit, and a whole never together with its parts."""
    wholes = {group.part_of for group in groups if group.part_of}
    found: dict[tuple[str, str], list[str]] = {}
    for group in groups:
        found.setdefault((group.unit, group.key if group.key in wholes else ""), []).append(group.key)
    return [tuple(block) for block in found.values()]


def allocate(inputs: Inputs, scenario: Scenario) -> Result:
    """Divide every task of the region over its municipalities (steps 1 to 8).

    Parameters
    ----------
    inputs : region and year of the scenario, see :func:`fairshare.inputs.inputs_for`.
    scenario : the allocation key and everything else that determines the result.

    Raises
    ------
    FairShareError
        For names the region does not know, a key without weight, bounds or agreements that do not fit the task.
    """
    if (inputs.region, inputs.year) != (scenario.region, scenario.year):
        raise FairShareError(f"region: deze cijfers zijn van {inputs.region} in {inputs.year}, niet van het scenario.")
    if inputs.figures != scenario.figures:
        raise FairShareError("figures: dit zijn niet de eigen cijfers van het scenario.")
    _check_names(inputs, scenario)
    tasks = _tasks(inputs, scenario)
    groups = tuple(tasks)
    shape = (len(inputs.codes), len(groups))
    unrounded = np.zeros(shape)
    weights, steps, warnings = {}, {}, []
    reference_share = share_of_reference(inputs, scenario.reference)
    keys: dict[tuple, Key] = {}
    for g, group in enumerate(groups):
        sign = _sign_of_key(inputs, scenario, group)
        if sign not in keys:
            keys[sign] = key_of(inputs, scenario, group, reference_share)
        weights[group], _, notes = keys[sign]
        steps[group], more = _allocate_group(inputs, scenario, group, tasks[group].value, reference_share, keys[sign])
        unrounded[:, g] = steps[group].pop("unrounded")
        warnings += [note for note in (*notes, *more) if note not in warnings]
    values = tuple(task.value for task in tasks.values())
    together = tuple(tuple(map(groups.index, block)) for block in blocks([inputs.groups[group] for group in groups]))
    reference, whole_reference = _references(inputs, scenario.reference, values, together)
    numbers = controlled_rounding(unrounded, np.array(values), together)
    rounded = numbers.copy()
    _swap(inputs, scenario, groups, numbers)
    for g, group in enumerate(groups):
        steps[group]["rounding"] = rounded[:, g] - unrounded[:, g]
        steps[group]["swaps"] = (numbers[:, g] - rounded[:, g]).astype(float)
    return Result(
        scenario, inputs, groups, tasks, reference, whole_reference, unrounded, numbers, weights, steps, tuple(warnings)
    )


@functools.lru_cache(maxsize=256)
def _references(
    inputs: Inputs, reference: str, tasks: tuple[int, ...], together: tuple[tuple[int, ...], ...]
) -> tuple[np.ndarray, np.ndarray]:
    """The reference, unrounded and whole, (municipalities, groups): it stays while a key changes, so it is kept."""
    unrounded = share_of_reference(inputs, reference)[:, None] * np.array(tasks, dtype=float)
    whole = controlled_rounding(unrounded, np.array(tasks), together)
    for array in (unrounded, whole):
        array.flags.writeable = False
    return unrounded, whole


def _sign_of_key(inputs: Inputs, scenario: Scenario, group: str) -> tuple:
    """Equal for groups that have the same weights on the same shares."""
    weights = tuple(scenario.weights_for(group).items())
    differs = any(inputs.criteria[criterion].quantity == EXISTING for criterion, _ in weights)
    return weights, group if differs else ""


def _allocate_group(
    inputs: Inputs, scenario: Scenario, group: str, task: int, reference_share: np.ndarray, key: Key
) -> tuple[dict[str, np.ndarray], list[str]]:
    """Steps 2 to 5 for one group: the steps so far with ``unrounded``, and what was left out of its rules."""
    weights, parts, _ = key
    chosen = np.array(list(weights.values()))
    share = combined_share(parts, chosen)
    effects = criterion_effect(chosen[:, None], task, parts, reference_share)
    steps = {"reference": task * reference_share} | dict(zip(weights, effects, strict=True))
    rules, notes = rules_of(inputs, scenario, group, steps["reference"])
    if is_unruled(rules):
        nothing = np.zeros(len(share))
        return steps | dict.fromkeys(("existing", "bounds", "agreements"), nothing) | {"unrounded": task * share}, notes
    try:
        counted, bounded, final = divide(share, task, rules)
    except FairShareError as error:
        raise FairShareError(f"{inputs.groups[group].name}: {error}") from None
    steps["existing"] = counted - task * share
    steps["bounds"] = bounded - counted
    steps["agreements"] = final - bounded
    return steps | {"unrounded": final}, notes


def rules_of(inputs: Inputs, scenario: Scenario, group: str, reference: np.ndarray) -> tuple[Rules, list[str]]:
    """The rules of the game for one group as numbers per municipality, and what was left out."""
    fraction, floor, cap = scenario.rules_for(group)
    existing, notes = np.zeros(len(reference)), []
    if fraction:
        known = inputs.existing.get(group)
        if known is None or np.isnan(known).any():
            name = inputs.groups[group].name
            notes = [f"Bestaand aanbod telt niet mee voor '{name}': niet van elke gemeente is het cijfer bekend."]
        else:
            existing = known
    low = high = None
    if floor is not None or cap is not None:
        low = reference * (floor or 0.0)
        high = np.full(len(reference), np.inf) if cap is None else reference * cap
    fixed = np.full(len(reference), np.nan)
    for agreement in scenario.agreements:
        if agreement.group == group:
            fixed[inputs.position[agreement.municipality]] = agreement.number
    return Rules(existing, fraction, low, high, fixed), notes


Key = tuple[dict[str, float], np.ndarray, list[str]]
"""Effective weights [fraction], the shares (criteria, municipalities) they weigh, and what was left out."""


def key_of(inputs: Inputs, scenario: Scenario, group: str, reference_share: np.ndarray) -> Key:
    """The key of one group.

    Raises
    ------
    FairShareError
        When no chosen criterion has figures.
    """
    chosen, shares, notes = {}, [], []
    for criterion, weight in scenario.weights_for(group).items():
        share = inputs.share(criterion, group)
        if isinstance(share, NoShare):
            notes.append(_left_out(inputs, criterion, share))
        else:
            chosen[criterion] = weight
            shares.append(share)
    if not chosen:
        raise FairShareError("Geen enkele gekozen maatstaf heeft cijfers voor deze regio. " + " ".join(notes))
    total = sum(chosen.values())
    if scenario.combine == "factors":
        shares = [factor_share(share, reference_share) for share in shares]
    return {criterion: weight / total for criterion, weight in chosen.items()}, np.array(shares), notes


def _left_out(inputs: Inputs, criterion: str, why: NoShare) -> str:
    name = inputs.criteria[criterion].name
    if why.reason == "zero":
        return f"'{name}' telt niet mee: in deze regio is het cijfer overal 0."
    if len(why.missing) == len(inputs.codes):
        return f"'{name}' telt niet mee: er zijn nog geen cijfers voor deze regio."
    return f"'{name}' telt niet mee: het cijfer ontbreekt voor {', '.join(inputs.names[i] for i in why.missing)}."


def share_of_reference(inputs: Inputs, reference: str) -> np.ndarray:
    """Share of every municipality in the reference. [fraction]"""
    if reference == "gelijk":
        return np.full(len(inputs.codes), 1 / len(inputs.codes))
    quantity = inputs.quantities.get(reference)
    if quantity is None or np.isnan(quantity).any() or quantity.sum() <= 0:
        raise FairShareError(f"reference: '{reference}' is niet voor elke gemeente bekend. Kies een andere referentie.")
    return proportional_share(quantity)


def _tasks(inputs: Inputs, scenario: Scenario) -> dict[str, Task]:
    """Group -> task, for the groups that have one."""
    own = dict(scenario.tasks)
    tasks = {key: group.task.own(own[key]) if key in own else group.task for key, group in inputs.groups.items()}
    found = {key: task for key, task in tasks.items() if task.value is not None}
    if not found:
        raise FairShareError("Geen enkele aandachtsgroep heeft een opgave. Vul ten minste één opgave in.")
    return found


def _swap(inputs: Inputs, scenario: Scenario, groups: tuple[str, ...], numbers: np.ndarray) -> None:
    """Step 7, in place: move whole numbers; the giver cannot go below zero."""
    for swap in scenario.swaps:
        giver, taker = inputs.position[swap.giver], inputs.position[swap.taker]
        if swap.group not in groups:
            raise FairShareError(no_task(inputs.groups[swap.group]))
        g = groups.index(swap.group)
        if numbers[giver, g] < swap.number:
            raise FairShareError(
                f"swaps: {inputs.names[giver]} heeft {numbers[giver, g]} voor '{inputs.groups[swap.group].name}' "
                f"en kan er geen {swap.number} overdragen."
            )
        numbers[giver, g] -= swap.number
        numbers[taker, g] += swap.number


def _check_names(inputs: Inputs, scenario: Scenario) -> None:
    """Refuse every municipality, criterion and group that the region does not know."""
    keys = {"weights": scenario.weights} | {
        f"group_weights.{group}": weights for group, weights in scenario.group_weights
    }
    for where, weights in keys.items():
        for criterion, _ in weights:
            if criterion not in inputs.criteria:
                raise unknown(where, criterion, inputs.criteria)
    named = [("group_weights", group) for group, _ in scenario.group_weights]
    named += [("group_rules", group) for group, _ in scenario.group_rules]
    named += [("tasks", group) for group, _ in scenario.tasks]
    named += [("agreements", a.group) for a in scenario.agreements] + [("swaps", s.group) for s in scenario.swaps]
    for where, group in named:
        if group not in inputs.groups:
            raise unknown(where, group, inputs.groups)
    places = [("agreements", a.municipality) for a in scenario.agreements]
    places += [("swaps", code) for s in scenario.swaps for code in (s.giver, s.taker)]
    for where, code in places:
        if code not in inputs.position:
            raise FairShareError(f"{where}: gemeente '{code}' hoort in {inputs.year} niet bij {inputs.region_name}.")
    for a in scenario.agreements:
        if a.group not in dict(scenario.tasks) and inputs.groups[a.group].task.value is None:
            raise FairShareError(no_task(inputs.groups[a.group]))
