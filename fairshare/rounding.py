"""Steps 6 and 7: the unrounded table -> whole numbers that add up; swaps.

Controlled rounding: every cell becomes the floor or the ceiling of its value, every column adds up to its task, every row
total becomes the floor or the ceiling of its unrounded total. Among those tables we take the one nearest to the unrounded
values. Largest remainder solves every column on its own; where a row total then falls outside its floor and ceiling, units
move along shortest augmenting paths of a min-cost flow (columns - rows - total), which keeps the optimum (Ahuja, Magnanti
and Orlin, *Network Flows*, 1993, section 9.7). Costs are integers, so equal input gives equal output to the bit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

WHOLE = 1e-9
"""A value this close to a whole number [relative to max(1, value)] is that whole number: it carries no remainder."""
_SCALE = 1 << 28
_TIE = 1 << 24
_FAR = np.int64(1) << 62


def split(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Floor [int64] and remainder [0-1) of every value, where a value within `WHOLE` of a whole number is that number."""
    nearest = np.rint(values)
    is_whole = np.abs(values - nearest) <= WHOLE * np.maximum(1.0, np.abs(values))
    floor = np.where(is_whole, nearest, np.floor(values))
    return floor.astype(np.int64), np.where(is_whole, 0.0, values - floor)


def largest_remainder(values: np.ndarray, total: int) -> np.ndarray:
    """Whole numbers nearest to ``values`` that add up to ``total`` (Hamilton's method).

    Ties go to the earlier position.

    Parameters
    ----------
    values : (n,), >= 0, adding up to ``total``. [units]
    total : whole number. [units]
    """
    return controlled_rounding(values[:, None], np.array([total]))[:, 0]


def controlled_rounding(
    table: np.ndarray, totals: np.ndarray, blocks: Sequence[Sequence[int]] | None = None
) -> np.ndarray:
    """The whole table nearest to ``table`` with exact columns and row totals at their floor or ceiling.

    Parameters
    ----------
    table : (municipalities, groups) unrounded numbers, >= 0; column g adds up to ``totals[g]``.
    totals : (groups,) whole tasks.
    blocks : the columns whose row totals count together, because they have one unit; all of them unless told otherwise.

    Returns
    -------
    np.ndarray
        (municipalities, groups) int64. Ties are broken by position: the earlier row gets the unit.

    Raises
    ------
    ValueError
        If a column does not add up to its total.
    """
    floor, rest = split(table)
    units = np.asarray(totals, dtype=np.int64) - floor.sum(axis=0)
    if not np.all(np.abs(table.sum(axis=0) - totals) <= 1e-6 * np.maximum(1, totals)):
        raise ValueError("a column does not add up to its total")
    rows, columns = table.shape
    position = np.arange(rows, dtype=np.int64)[:, None]
    # Rounding a cell up costs less the larger its remainder; the position only decides between equal remainders.
    cost = -np.rint(rest * _SCALE).astype(np.int64) * _TIE + position * _TIE // max(rows, 1)
    free = rest > 0
    order = np.argsort(np.where(free, cost, _FAR), axis=0, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, position, axis=0)
    up = rank < units
    for block in [range(columns)] if blocks is None else blocks:
        if len(block) > 1:  # one column alone is its own row total
            up[:, block] = _repaired(table[:, block], floor[:, block], up[:, block], free[:, block], cost[:, block])
    return floor + up


def _repaired(table: np.ndarray, floor: np.ndarray, up: np.ndarray, free: np.ndarray, cost: np.ndarray) -> np.ndarray:
    """Which cells of a block are rounded up, when its row totals become their floor or ceiling too."""
    row_floor, row_rest = split(table.sum(axis=1))
    low = row_floor - floor.sum(axis=1)
    _repair_rows(up, free, cost, low, low + (row_rest > 0))
    return up


def _repair_rows(up: np.ndarray, free: np.ndarray, cost: np.ndarray, low: np.ndarray, high: np.ndarray) -> None:
    """Move units between cells, in place, until every row has between ``low`` and ``high`` cells rounded up."""
    while True:
        count = up.sum(axis=1)
        through = np.clip(count, low, high)
        sources = np.append(count > high, through.sum() > count.sum())
        sinks = np.append(count < low, through.sum() < count.sum())
        if not sources.any() and not sinks.any():
            return
        path = _cheapest_path(up, free, cost, through, low, high, sources, sinks)
        for row, column in path:
            up[row, column] = not up[row, column]


def _cheapest_path(up, free, cost, through, low, high, sources, sinks) -> list[tuple[int, int]]:
    """The cells to flip on the cheapest path from a row with too many units to a row with too few (Bellman-Ford).

    Nodes: the rows, the total T (last of ``sources`` and ``sinks``) and the columns. Row -> column: round a cell down;
    column -> row: round a cell up; row -> T and T -> row: a row total that may still rise or fall, at no cost.
    """
    rows, columns = up.shape
    down_arc, up_arc = up & free, ~up & free
    at_row = np.where(sources, np.int64(0), _FAR)
    at_column = np.full(columns, _FAR)
    from_row = np.full(columns, -1)
    via = np.full(rows + 1, -1)  # how a row was reached: column g, or `columns` for T; for T: the row it came from
    for _ in range(rows + columns + 2):
        reach = np.where(down_arc & (at_row[:rows, None] < _FAR), at_row[:rows, None] - cost, _FAR)
        best = reach.argmin(axis=0)
        better = reach[best, np.arange(columns)] < at_column
        at_column[better], from_row[better] = reach[best, np.arange(columns)][better], best[better]
        reach = np.where(up_arc & (at_column[None, :] < _FAR), at_column[None, :] + cost, _FAR)
        best = reach.argmin(axis=1)
        closer = reach[np.arange(rows), best] < at_row[:rows]
        at_row[:rows][closer], via[:rows][closer] = reach[np.arange(rows), best][closer], best[closer]
        to_total = np.where(through < high, at_row[:rows], _FAR)
        total_moved = to_total.min() < at_row[rows]
        if total_moved:
            at_row[rows], via[rows] = to_total.min(), to_total.argmin()
        fall = (through > low) & (at_row[rows] < at_row[:rows])
        at_row[:rows][fall], via[:rows][fall] = at_row[rows], columns
        if not (better.any() or closer.any() or total_moved or fall.any()):
            break
    node = int(np.where(sinks, at_row, _FAR).argmin())
    cells = []
    while via[node] >= 0:
        if node == rows:
            node = int(via[rows])
        elif via[node] == columns:
            node = rows
        else:
            column = int(via[node])
            cells += [(node, column), (int(from_row[column]), column)]
            node = int(from_row[column])
    return cells
