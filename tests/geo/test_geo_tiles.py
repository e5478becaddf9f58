"""Tile layouts: complete, connected, recognisable; the assignment is the best there is."""

from itertools import permutations, product

import numpy as np
import pytest

from geo import build, layers, shapes, tiles

REGIONS = ["arnhem-nijmegen", "enschede", "groningen", "haaglanden", "mra", "parkstad"]
LEAST_NEIGHBOURS_KEPT = 0.85
LEAST_ORDER_KEPT = 0.90


@pytest.fixture(params=REGIONS)
def region(request, tables, municipalities):
    """(cells, points, borders) of a region as committed."""
    codes = build.region_members(tables.memberships)[request.param]
    own, placed = municipalities.loc[codes], layers._tiles()[request.param]
    borders = shapes.shared_borders(own, build.SHORTEST_BORDER / build.UNIT)
    points = np.array([shapes.label_point(area)[:2] for area in own], dtype=float)
    return (
        np.array([placed[code] for code in codes]),
        points,
        {(codes.index(a), codes.index(b)): length for (a, b), length in borders.items()},
    )


def test_every_municipality_has_a_tile_of_its_own(region):
    cells, points, _ = region
    assert len({tuple(cell) for cell in cells}) == len(cells) == len(points)
    assert list(cells.min(axis=0)) == [0, 0]


def test_tiles_hang_together_without_holes(region):
    assert tiles.pieces(region[0]) == 1
    assert tiles.holes(region[0]) == 0


def test_neighbours_stay_neighbours(region):
    cells, _, borders = region
    assert tiles.kept_pairs(cells, borders) >= LEAST_NEIGHBOURS_KEPT


def test_north_stays_up_and_west_stays_left(region):
    cells, points, _ = region
    assert tiles.kept_order(cells, points) >= LEAST_ORDER_KEPT
    assert tiles.kept_order(cells[:, ::-1], points[:, ::-1]) >= LEAST_ORDER_KEPT


@pytest.mark.parametrize("seed", range(5))
def test_assignment_has_the_least_displacement_of_all_assignments(seed):
    """Brute force: 4 points on 6 cells, 360 ways."""
    points = np.random.default_rng(seed).uniform(0, 3, (4, 2))
    cells = np.array(list(product(range(3), range(2))))
    best = min(((points - cells[list(choice)]) ** 2).sum() for choice in permutations(range(6), 4))
    assert ((points - tiles.assign(points, cells)) ** 2).sum() == pytest.approx(best)


def test_points_that_already_lie_on_a_grid_keep_it():
    cells = np.array(list(product(range(3), range(3))))
    borders = {(a, b): 1.0 for a in range(9) for b in range(a + 1, 9) if np.abs(cells[a] - cells[b]).sum() == 1}
    assert (tiles.layout(cells * 700.0 + 40, borders) == cells).all()


def test_one_municipality_is_one_tile():
    assert tiles.layout(np.array([[5.0, 8.0]]), {}).tolist() == [[0, 0]]


def test_two_municipalities_without_a_border_lie_as_they_do_on_the_map():
    assert tiles.layout(np.array([[100.0, 0.0], [0.0, 0.0]]), {}).tolist() == [[1, 0], [0, 0]]


@pytest.mark.parametrize(
    ("cells", "pieces", "holes"),
    [
        ([(0, 0), (1, 0), (2, 0)], 1, 0),
        ([(0, 0), (1, 1)], 2, 0),  # a corner does not hold together
        ([(0, 0), (1, 0), (2, 0), (0, 1), (2, 1), (0, 2), (1, 2), (2, 2)], 1, 1),  # a ring
        ([(0, 0), (0, 1), (1, 1), (2, 1), (2, 0)], 1, 1),  # a notch, closed on three sides
    ],
)
def test_pieces_and_holes_are_counted(cells, pieces, holes):
    assert (tiles.pieces(cells), tiles.holes(cells)) == (pieces, holes)


def test_kept_pairs_counts_sides_and_corners():
    cells = np.array([(0, 0), (1, 0), (1, 1), (3, 0)])
    assert tiles.kept_pairs(cells, [(0, 1), (0, 2), (1, 3), (0, 3)]) == 0.5


def test_kept_order_ignores_tiles_in_the_same_row():
    points = np.array([(0, 0), (0, 10), (0, 20)], dtype=float)
    assert tiles.kept_order(np.array([(0, 0), (1, 0), (0, 1)]), points) == 1.0
    assert tiles.kept_order(np.array([(0, 1), (1, 1), (0, 0)]), points) == 0.0


def test_committed_tiles_are_what_the_code_makes(tables, municipalities):
    members = {
        region: codes
        for region, codes in build.region_members(tables.memberships).items()
        if region in ("enschede", "parkstad")
    }
    made = build.tiles_csv(municipalities, members).splitlines()
    committed = (build.HERE / "tiles.csv").read_text(encoding="utf-8").splitlines()
    assert set(made) <= set(committed)


@pytest.mark.parametrize("count", [1, 2, 3, 12, 40])
def test_a_layout_that_is_made_at_once_is_complete_and_keeps_the_order(count):
    points = np.random.default_rng(count).uniform(0, 1000, (count, 2))
    cells = tiles.sketch(points)
    assert len({tuple(cell) for cell in cells.tolist()}) == count
    assert list(cells.min(axis=0)) == [0, 0]
    assert tiles.kept_order(cells, points) >= LEAST_ORDER_KEPT


def test_a_region_that_was_just_composed_has_a_tile_for_each_municipality_and_a_large_one_has_none():
    import json

    codes = ("GM0014", "GM0034", "GM0037", "GM0050")
    areas = json.loads(layers.region_layer("eigen:hier", codes))["areas"]
    assert len({tuple(area["tile"]) for area in areas}) == len(codes)
    everyone = tuple(sorted(layers._areas("municipalities")))
    assert json.loads(layers.region_layer("nl", everyone))["tile_view"] is None
