"""What was drawn is drawn once; what is shared is known by its identity."""

from by_hand import TABLES, allocated

from charts.areas import area_values
from charts.comparison import results_per_region
from charts.remembered import KEPT, Shared, remembered
from charts.tables import area_table
from fairshare import Scenario


def test_a_drawing_is_made_once_while_it_is_kept():
    made = []
    draw = remembered(lambda number: made.append(number) or str(number))
    assert [draw(1), draw(1), draw(2)] == ["1", "1", "2"]
    assert made == [1, 2]
    for number in range(KEPT + 10):
        draw(number)
    assert draw.cache_info().currsize == KEPT


def test_two_equal_dicts_are_two_drawings():
    first, second = Shared(a=1), Shared(a=1)
    assert first == second
    assert hash(first) != hash(second)


def test_the_same_choice_gives_the_same_table_and_another_choice_another():
    result = allocated("groningen")
    values = area_values(result, ("statushouders",))
    assert area_values(result, ("statushouders",)) is values
    assert area_table(values, "Titel") is area_table(values, "Titel")
    assert area_table(values, "Titel") != area_table(area_values(result, ("ouderen",)), "Titel")


def test_a_comparison_is_shared_per_key_and_group():
    scenario = Scenario(region="mra", weights={"land": 2, "inwoners": 3})
    found = results_per_region(TABLES, scenario, "ouderen")
    assert results_per_region(TABLES, scenario, "ouderen") is found
    assert results_per_region(TABLES, scenario.with_(weights={"land": 1}), "ouderen") is not found
