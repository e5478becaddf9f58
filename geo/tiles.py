"""A tile map: one equal square per municipality, near its true place and next to its true neighbours.

The start is the optimal assignment of points to grid cells (least total squared displacement, Hungarian method) for a
range of scales and offsets, as in [1]; the best starts are then improved by single moves and swaps until none helps.
Neighbours count by the length of their border: a long one is missed more.

[1] Meulemans, Dykes, Slingsby, Turkay, Wood (2017), Small Multiples with Gaps, IEEE TVCG 23(1).
"""

from itertools import combinations, product

import numpy as np
from scipy.optimize import linear_sum_assignment

SCALES = np.linspace(0.7, 1.5, 17)  # tile side, relative to a square with an equal part of the bounding box
OFFSETS = np.arange(0, 1, 0.25)  # [tiles]
STARTS_IMPROVED = 40
LEAST_WEIGHT, MOST_WEIGHT = 0.5, 2.0  # of a pair of neighbours, by border length relative to the mean

# What a layout costs. A lost neighbour with an average border is the unit.
COST_LOOSE_PIECE = 50.0
COST_HOLE = 4.0
COST_CORNER = 0.3  # neighbours that share only a corner
COST_SWAPPED = 1.0  # two municipalities whose north-south or west-east order turned around
COST_TURN = 0.4  # neighbours whose direction turned a quarter; twice this when it turned around
COST_DISPLACEMENT = 0.15  # per squared tile


def assign(points: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """The cell [column, row] of every point with the least total squared displacement; each cell at most once."""
    squared = ((points[:, None, :] - cells[None, :, :]) ** 2).sum(axis=2)
    return cells[linear_sum_assignment(squared)[1]]


def layout(points: np.ndarray, borders: dict[tuple[int, int], float]) -> np.ndarray:
    """Columns and rows from 0, a connected set of cells.

    `points`: x right, y down; `borders`: length by pair of neighbouring points; both in any unit.
    """
    if len(points) == 1:
        return np.zeros((1, 2), dtype=int)
    weights = _weights(borders)
    starts = [(scaled, assign(scaled, _cells(scaled))) for scaled in _scalings(points)]
    starts.sort(key=lambda start: cost(start[1], start[0], weights))
    improved = [(scaled, _improve(cells, scaled, weights)) for scaled, cells in starts[:STARTS_IMPROVED]]
    _, best = min(improved, key=lambda start: cost(start[1], start[0], weights))
    return best - best.min(axis=0)


def sketch(points: np.ndarray) -> np.ndarray:
    """A layout made at once, for a region that somebody has just put together: the best start of `layout`, not improved.

    `points`: x right, y down, in any unit. It takes a second for 50 points, `layout` takes minutes.
    """
    starts = [(scaled, assign(scaled, _cells(scaled))) for scaled in _scalings(points)]
    _, best = min(starts, key=lambda start: cost(start[1], start[0], {}))
    return best - best.min(axis=0)


def kept_pairs(cells: np.ndarray, pairs) -> float:
    """Share of neighbouring `pairs` whose tiles touch, with a side or a corner."""
    return float(np.mean([np.abs(cells[a] - cells[b]).max() == 1 for a, b in pairs])) if pairs else 1.0


def kept_order(cells: np.ndarray, points: np.ndarray) -> float:
    """Share of pairs with a different row that lie in the same north-south order as their points."""
    rows, y = cells[:, 1], points[:, 1]
    ordered = [(rows[a] - rows[b]) * (y[a] - y[b]) > 0 for a, b in combinations(range(len(y)), 2) if rows[a] != rows[b]]
    return float(np.mean(ordered)) if ordered else 1.0


def pieces(cells) -> int:
    """Number of groups of `cells` that hang together by their sides."""
    return _components({tuple(cell) for cell in cells})


def holes(cells) -> int:
    """Number of empty cells with a tile on at least three of the four sides: enclosed cells and deep notches."""
    filled = {tuple(cell) for cell in cells}
    empty = {neighbour for cell in filled for neighbour in _sides(cell)} - filled
    return sum(len(filled & set(_sides(cell))) >= 3 for cell in empty)


def cost(cells: np.ndarray, points: np.ndarray, weights: dict[tuple[int, int], float]) -> float:
    """What is wrong with a layout, in lost neighbours; `points` in tiles, `weights` of the pairs of neighbours."""
    first, second = np.array(list(weights), dtype=int).reshape(-1, 2).T
    weight = np.array(list(weights.values()))
    step, way = cells[second] - cells[first], points[second] - points[first]
    turn = 1 - (step * way).sum(axis=1) / np.maximum(np.hypot(*step.T) * np.hypot(*way.T), 1e-9)
    apart = np.abs(step)
    is_lost, is_corner = apart.max(axis=1, initial=0) > 1, apart.min(axis=1, initial=2) == 1
    away = points[:, None, :] - points[None, :, :]
    tile_away = cells[:, None, :] - cells[None, :, :]
    swapped = ((away > 0.5) & (tile_away < 0)).sum()
    return (
        COST_LOOSE_PIECE * (pieces(cells) - 1)
        + COST_HOLE * holes(cells)
        + COST_SWAPPED * swapped
        + weight @ (is_lost + COST_CORNER * (is_corner & ~is_lost))
        + COST_TURN * turn.sum()
        + COST_DISPLACEMENT * ((cells - points) ** 2).sum()
    )


def _weights(borders):
    mean = np.mean(list(borders.values())) if borders else 1.0
    return {pair: float(np.clip(length / mean, LEAST_WEIGHT, MOST_WEIGHT)) for pair, length in borders.items()}


def _scalings(points):
    """The points in tiles, for every scale and offset that is tried."""
    corner, size = points.min(axis=0), np.ptp(points, axis=0)
    side = np.sqrt(max(size[0] * size[1], size.max() ** 2 / len(points)) / len(points)) or 1.0
    return [(points - corner) / (side * scale) + (dx, dy) for scale, dx, dy in product(SCALES, OFFSETS, OFFSETS)]


def _cells(scaled):
    """All grid cells around the points, one ring wider than needed."""
    low, high = np.floor(scaled.min(axis=0)).astype(int) - 1, np.ceil(scaled.max(axis=0)).astype(int) + 1
    return np.array(list(product(range(low[0], high[0] + 1), range(low[1], high[1] + 1))))


def _improve(cells, points, weights):
    """Take the best single move or swap until none lowers the cost."""
    best, price = cells, cost(cells, points, weights)
    while True:
        options = [(cost(option, points, weights), number, option) for number, option in enumerate(_variants(best))]
        cheapest, _, option = min(options, key=lambda entry: entry[:2])
        if cheapest >= price - 1e-9:
            return best
        best, price = option, cheapest


def _variants(cells):
    """Every layout one move to a bordering empty cell, or one swap of two nearby tiles, away."""
    filled = {tuple(cell) for cell in cells}
    edge = sorted({side for cell in filled for side in _sides(cell)} - filled)
    for tile in range(len(cells)):
        for cell in edge:
            if np.abs(cells[tile] - cell).max() <= 2:
                yield np.vstack([cells[:tile], [cell], cells[tile + 1 :]])
    for a, b in combinations(range(len(cells)), 2):
        if np.abs(cells[a] - cells[b]).max() <= 2:
            swapped = cells.copy()
            swapped[[a, b]] = cells[[b, a]]
            yield swapped


def _sides(cell):
    column, row = int(cell[0]), int(cell[1])
    return (column + 1, row), (column - 1, row), (column, row + 1), (column, row - 1)


def _components(filled) -> int:
    left, count = set(filled), 0
    while left:
        count, queue = count + 1, [left.pop()]
        while queue:
            reached = left & set(_sides(queue.pop()))
            left -= reached
            queue.extend(reached)
    return count
