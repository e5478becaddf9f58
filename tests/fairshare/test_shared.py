"""A result is computed once for everyone who asks for the same, and only for them."""

import numpy as np
import pytest
from by_hand import TABLES

from fairshare import FairShareError, Scenario, allocate, inputs_for, result_for
from fairshare.shared import KEPT


def test_who_asks_for_the_same_gets_the_same_object():
    first = result_for(TABLES, Scenario(region="mra", weights={"inwoners": 6, "land": 4}))
    assert result_for(TABLES, Scenario(region="mra", weights={"inwoners": 6.0, "land": 4.0})) is first


def test_a_shared_result_is_what_the_engine_says():
    scenario = Scenario(region="parkstad", weights={"sociale_huur": 1}, tasks={"statushouders": 123})
    assert np.array_equal(
        result_for(TABLES, scenario).numbers, allocate(inputs_for(TABLES, scenario), scenario).numbers
    )


@pytest.mark.parametrize("change", [{"tasks": {"statushouders": 7}}, {"year": 2023}, {"note": "van ons"}, {"cap": 1.2}])
def test_another_scenario_is_another_result(change):
    scenario = Scenario(region="groningen")
    assert result_for(TABLES, scenario.with_(**change)).scenario == scenario.with_(**change)


def test_a_refusal_is_not_kept():
    for _ in range(2):
        with pytest.raises(FairShareError, match="atlantis"):
            result_for(TABLES, Scenario(region="atlantis"))


def test_no_more_results_are_kept_than_there_is_room_for():
    for task in range(KEPT + 5):
        result_for(TABLES, Scenario(region="parkstad", tasks={"statushouders": task}))
    assert result_for.cache_info().currsize <= KEPT
