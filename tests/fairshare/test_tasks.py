"""The regional task: a national figure times the region's share of a base, or a published regional figure."""

import pytest
from by_hand import KOPLOPERS, TABLES, YEARS, allocated

from fairshare import FairShareError, Scenario, inputs_for
from fairshare.tasks import Figure, Task, regional_task, whole

ALL = pytest.mark.parametrize("place", [*KOPLOPERS, "nl"])


def figure(value: float, status: str = "raming") -> Figure:
    return Figure(value, "2024", status, "bron", "https://example.org")


def task(place: str, group: str, year: int = 2024) -> Task:
    return inputs_for(TABLES, Scenario(region=place, year=year)).groups[group].task


@pytest.mark.parametrize(("number", "expected"), [(2.5, 3), (3.5, 4), (2.4999, 2), (0.0, 0), (712.03, 712)])
def test_tasks_are_rounded_to_the_nearest_whole_number_and_halves_up(number, expected):
    assert whole(number) == expected


def test_a_national_figure_is_scaled_with_the_share_of_the_region():
    # A tenth of 1,000 with a margin of 800 to 1,205.
    national = {"primary": figure(1000), "low": figure(800), "high": figure(1205)}
    found = regional_task(national, {}, "woningen", 0.1)
    assert (found.value, found.low, found.high) == (100, 80, 121)
    assert (found.status, found.base, found.share, found.national) == ("berekend", "woningen", 0.1, 1000)


def test_a_published_regional_figure_replaces_the_scaled_one():
    found = regional_task({"primary": figure(1000)}, {"primary": figure(140, "regionaal onderzoek")}, "woningen", 0.1)
    assert (found.value, found.status) == (140, "regionaal onderzoek")
    assert (found.base, found.share, found.national) == (None, None, 1000)


def test_without_any_figure_the_task_is_missing_and_not_zero():
    assert regional_task({}, {}, "woningen", 0.1) == Task(None)


def test_an_own_number_has_no_published_margin():
    own = regional_task({"primary": figure(1000), "low": figure(800)}, {}, "woningen", 0.1).own(120)
    assert (own.value, own.low, own.high, own.status) == (120, None, None, "eigen invoer")


# -- the tasks of the regions


@pytest.mark.parametrize(
    ("group", "value"),
    [("ouderen", 290_000), ("statushouders", 21_200), ("dak_thuisloos", 33_000), ("woonwagenbewoners", 8_800)],
)
def test_the_task_of_the_netherlands_is_the_national_figure(group, value):
    assert task("nl", group).value == value


def test_the_parts_of_the_task_for_the_elderly_add_up_to_the_whole():
    # 170,000 without stairs, 80,000 clustered and 40,000 with nursing care.
    parts = [task("nl", f"ouderen_{part}").value for part in ("nultreden", "geclusterd", "verpleegzorg")]
    assert parts == [170_000, 80_000, 40_000]
    assert sum(parts) == task("nl", "ouderen").value


def test_permit_holders_are_scaled_with_the_inhabitants_of_the_year_of_their_figure():
    # 21,200 x 788,655 of 17,475,415 inhabitants on 1 January 2021 = 956.7, whatever year is looked at.
    assert {task("arnhem-nijmegen", "statushouders", year).value for year in (2021, 2023, 2024)} == {957}


def test_a_member_that_leaves_takes_its_part_of_the_task_along():
    # 21,200 x 752,624 (without Montferland) / 17,475,415 = 913.04.
    assert task("arnhem-nijmegen", "statushouders", 2025).value == 913


@pytest.mark.parametrize(
    ("place", "group", "base", "expected"),
    [
        ("groningen", "ouderen", "ouderen_75plus", 9863),  # 290,000 x 53,585 / 1,575,590 = 9,862.7
        ("groningen", "dak_thuisloos", "inwoners_2024", 1106),  # 33,000 x 601,347 / 17,942,942 = 1,105.98
        ("parkstad", "studenten", "jongeren_15_24", 275),  # 23,700 x 24,825 / 2,139,036 = 275.05
        ("enschede", "woonwagenbewoners", "woningen", 204),  # 8,800 x 190,113 / 8,204,049 = 203.9
    ],
)
def test_every_group_is_scaled_with_its_own_base(place, group, base, expected):
    found = task(place, group)
    assert (found.value, found.base, found.status) == (expected, base, "berekend")


def test_groningen_has_its_own_figure_for_caravan_dwellers():
    found = task("groningen", "woonwagenbewoners")
    assert (found.value, found.status, found.base) == (174, "regionaal onderzoek", None)
    result = allocated("groningen")
    assert result.numbers[:, result.column("woonwagenbewoners")].sum() == 174


@ALL
def test_the_published_margin_lies_around_the_task(place):
    regions = [inputs_for(TABLES, Scenario(region=place, year=year)) for year in YEARS if place != "nl" or year == 2024]
    for found in [group.task for inputs in regions for group in inputs.groups.values()]:
        assert found.low is None or found.low <= found.value, found
        assert found.high is None or found.high >= found.value, found


def test_a_margin_of_the_scaled_figure_does_not_stand_beside_a_regional_figure():
    # A tenth of the low national figure is 80: that says nothing about a region that counted 40.
    national = {"primary": figure(1000), "low": figure(800)}
    found = regional_task(national, {"primary": figure(40)}, "woningen", 0.1)
    assert (found.value, found.low, found.low_origin) == (40, None, None)


@ALL
def test_a_task_has_a_source_or_is_missing(place):
    for group in inputs_for(TABLES, Scenario(region=place)).groups.values():
        assert (group.task.value is None) == (group.task.status == "ontbreekt") == (group.task.origin is None)


# -- groups without a figure


@ALL
def test_a_group_without_a_figure_has_no_rows(place):
    result = allocated(place)
    assert "medisch_urgent" not in result.groups
    assert "medisch_urgent" not in {row["group"] for row in result.as_dict()["rows"]}
    with pytest.raises(FairShareError, match="medisch_urgent.*Vul zelf een opgave in"):
        result.column("medisch_urgent")


@ALL
def test_a_group_without_a_figure_can_be_filled_in(place):
    result = allocated(place, tasks={"medisch_urgent": 250})
    assert result.numbers[:, result.column("medisch_urgent")].sum() == 250
    assert result.as_dict(["medisch_urgent"])["groups"]["medisch_urgent"]["status"] == "eigen invoer"


def test_an_own_task_replaces_the_published_one():
    result = allocated("parkstad", tasks={"statushouders": 400})
    printed = result.as_dict(["statushouders"])["groups"]["statushouders"]
    assert (printed["task"], printed["status"], printed["source"]) == (400, "eigen invoer", "eigen invoer")


def test_a_task_of_nothing_is_a_task():
    result = allocated("parkstad", tasks={"statushouders": 0}, weights={"land": 1}, floor=0.5, cap=2)
    assert not result.numbers[:, result.column("statushouders")].any()
