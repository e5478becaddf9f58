"""Step 1: quantities become shares; what is missing carries no weight and is said."""

import numpy as np
import pytest
from by_hand import KOPLOPERS, MEASURED, ROOM, TABLES, allocated, group, here, region
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from fairshare import FairShareError, Scenario, inputs_for
from fairshare.criteria import Criterion, NoShare, criterion_share, factor_share, gap, proportional_share

amounts = st.integers(1, 12).flatmap(lambda n: arrays(float, n, elements=st.floats(0, 1e6)))
pairs = st.integers(1, 12).flatmap(lambda n: arrays(float, (2, n), elements=st.integers(0, 10**6).map(float)))

SOCIAL_RENT = Criterion("tekort", "Tekort", "gap", "sociale_huur", "woningen", 0.3)


def test_a_proportional_share_is_the_part_of_the_sum():
    assert proportional_share(np.array([1.0, 3.0])).tolist() == [0.25, 0.75]


@given(amounts.filter(lambda x: x.sum() > 1e-3))
def test_proportional_shares_add_up_to_one_and_are_never_negative(x):
    share = proportional_share(x)
    assert share.sum() == pytest.approx(1)
    assert (share >= 0).all()


def test_a_gap_is_what_is_lacking_to_reach_the_norm():
    # 30 % of 100 homes is 30: with 10 there are 20 too few, with 40 there are enough.
    assert gap(np.array([10.0, 40.0]), np.array([100.0, 100.0]), 0.3).tolist() == [20, 0]


def test_a_gap_without_a_norm_is_measured_from_the_mean_of_the_region():
    # 10 places for 400 inhabitants is 0.025 each: A should have 2.5 and has 2, B should have 7.5 and has 8.
    assert gap(np.array([2.0, 8.0]), np.array([100.0, 300.0])).tolist() == [0.5, 0]


@given(pairs, st.none() | st.floats(0, 10))
def test_a_gap_is_never_negative_nor_more_than_the_norm_asks(values, norm):
    stock, base = values
    found = gap(stock, base, norm)
    mean = stock.sum() / base.sum() if base.sum() else 0.0
    assert (found >= 0).all()
    assert (found <= (mean if norm is None else norm) * base).all()


def test_a_municipality_above_the_norm_gets_no_share_of_a_gap():
    # Gaps 20, 0 and 5 homes: shares 0.8, 0 and 0.2.
    quantities = {"sociale_huur": np.array([10.0, 40.0, 25.0]), "woningen": np.full(3, 100.0)}
    assert criterion_share(SOCIAL_RENT, quantities) == pytest.approx([0.8, 0, 0.2])


def test_a_gap_that_no_municipality_has_is_zero_everywhere():
    quantities = {"sociale_huur": np.array([40.0, 30.0]), "woningen": np.array([100.0, 100.0])}
    assert criterion_share(SOCIAL_RENT, quantities) == NoShare("zero")


def test_a_quantity_that_is_zero_everywhere_has_no_share():
    assert criterion_share(Criterion("x", "x", "proportional", "x"), {"x": np.zeros(3)}) == NoShare("zero")


@pytest.mark.parametrize("lacking", ["sociale_huur", "woningen"])
def test_missing_for_one_municipality_is_missing_and_not_zero(lacking):
    quantities = {"sociale_huur": np.array([10.0, 40.0, 25.0]), "woningen": np.full(3, 100.0)}
    quantities[lacking] = np.array([10.0, np.nan, 25.0])
    assert criterion_share(SOCIAL_RENT, quantities) == NoShare("missing", (1,))


def test_a_quantity_that_nobody_has_is_missing_for_everyone():
    assert criterion_share(SOCIAL_RENT, {"woningen": np.ones(2)}) == NoShare("missing", (0, 1))


@pytest.mark.parametrize("place", [*KOPLOPERS, "nl"])
@pytest.mark.parametrize("criterion", MEASURED)
def test_every_criterion_with_figures_has_shares_that_add_up_to_one(place, criterion):
    share = inputs_for(TABLES, Scenario(region=place)).share(criterion, "statushouders")
    if (place, criterion) == ("nl", "plancapaciteit"):
        # The Flevoland list of 2021 lacks three municipalities; none of them lies in a koploper region.
        names = inputs_for(TABLES, Scenario(region="nl")).names
        assert {names[i] for i in share.missing} == {"Zeewolde", "Noordoostpolder", "Dronten"}
    else:
        assert share.sum() == pytest.approx(1)
        assert (share >= 0).all()


# -- what carries no weight in a region


def test_a_criterion_with_a_gap_in_its_figures_is_left_out_and_the_rest_renormalised():
    with_plans = allocated("nl", weights={"plancapaciteit": 5, "inwoners": 3, "woningen": 2})
    without = allocated("nl", weights={"inwoners": 3, "woningen": 2})
    assert with_plans.unrounded.tobytes() == without.unrounded.tobytes()
    assert with_plans.weights["statushouders"] == {"inwoners": 0.6, "woningen": 0.4}
    assert without.warnings == ()


def test_the_warning_names_the_municipalities_without_a_figure():
    (warning,) = allocated("nl", weights={"plancapaciteit": 5, "inwoners": 3}).warnings
    assert warning == "'Bouwplannen' telt niet mee: het cijfer ontbreekt voor Zeewolde, Noordoostpolder, Dronten."


@pytest.mark.parametrize("place", KOPLOPERS)
def test_a_criterion_without_any_figure_is_left_out_and_said_once(place):
    result = allocated(place, weights={"ruimte_bestaand_aanbod": 9, "inwoners": 1})
    assert result.warnings == ("'Ruimte in bestaand aanbod' telt niet mee: er zijn nog geen cijfers voor deze regio.",)
    assert all(weights == {"inwoners": 1} for weights in result.weights.values())


def test_a_criterion_that_is_zero_everywhere_is_left_out_and_said():
    result = here(region(inwoners=[60, 40], plannen=[0, 0]), weights={"plannen": 5, "inwoners": 5})
    assert result.warnings == ("'plannen' telt niet mee: in deze regio is het cijfer overal 0.",)
    assert result.numbers[:, 0].tolist() == [60, 40]


@pytest.mark.parametrize("plans", [[0, 0], [7, np.nan]])
def test_a_key_of_which_nothing_has_figures_is_refused_and_says_why(plans):
    with pytest.raises(FairShareError, match="Geen enkele gekozen maatstaf heeft cijfers.*'plannen' telt niet mee"):
        here(region(inwoners=[60, 40], plannen=plans), weights={"plannen": 5})


def test_a_real_key_of_which_nothing_has_figures_is_refused():
    with pytest.raises(FairShareError, match="'Ruimte in bestaand aanbod' telt niet mee"):
        allocated("parkstad", weights={"ruimte_bestaand_aanbod": 10})


def test_room_in_existing_supply_is_measured_per_group():
    # 20 places for 100 inhabitants. `een`: 20 in A, so all room is in B. `twee`: half of them each, nobody lags.
    inputs = region(
        [group("een", 10), group("twee", 10)],
        existing={"een": [20, 0], "twee": [10, 10]},
        criteria=(ROOM,),
        inwoners=[50, 50],
    )
    result = here(inputs, weights={"ruimte": 1, "inwoners": 1})
    # `een`: half by room (0, 1) and half by inhabitants (.5, .5). `twee`: inhabitants alone.
    assert result.unrounded.T.tolist() == [[2.5, 7.5], [5, 5]]
    assert result.warnings == ("'Ruimte' telt niet mee: in deze regio is het cijfer overal 0.",)


# -- factors: the other way to combine criteria


def test_factors_run_from_a_half_to_one_and_a_half_times_the_reference():
    # Shares 0.2, 0.5 and 0.3 over references 0.25, 0.25 and 0.5: intensity 0.8, 2 and 0.6, a span of 1.4.
    # Factors 0.5 + 0.2 / 1.4, 1.5 and 0.5; times the reference, and renormalised.
    factors = np.array([0.5 + 0.2 / 1.4, 1.5, 0.5])
    reference = np.array([0.25, 0.25, 0.5])
    expected = factors * reference / (factors * reference).sum()
    assert factor_share(np.array([0.2, 0.5, 0.3]), reference) == pytest.approx(expected)


def test_a_criterion_that_is_the_reference_has_factor_one():
    assert factor_share(np.array([0.2, 0.8]), np.array([0.2, 0.8])).tolist() == [0.2, 0.8]


def test_factors_by_hand_for_two():
    # Intensity 0.4 and 1.6, so factors 0.5 and 1.5 of one half: 1 to 3.
    assert factor_share(np.array([0.2, 0.8]), np.array([0.5, 0.5])).tolist() == [0.25, 0.75]


@pytest.mark.filterwarnings("ignore:divide by zero", "ignore:invalid value")
@pytest.mark.parametrize("share", [[0.0, 0.3, 0.7], [0.2, 0.3, 0.5]])
def test_a_municipality_without_a_reference_makes_no_nan_and_hides_no_criterion(share):
    # The reference of A is 0, as in social rent. B and C have intensity 0.6 and at least 1: factors 0.5 and 1.5.
    found = factor_share(np.array(share), np.array([0.0, 0.5, 0.5]))
    assert found == pytest.approx([0, 0.25, 0.75])


@pytest.mark.filterwarnings("ignore:divide by zero", "ignore:invalid value")
def test_factors_on_a_reference_of_social_rent_move_something_in_the_netherlands():
    # Renswoude and Ameland have no social rent, so their reference is 0; that must not switch the criterion off.
    result = allocated("nl", combine="factors", reference="sociale_huur", weights={"land": 1})
    g = result.column("statushouders")
    assert np.abs(result.unrounded[:, g] - result.reference[:, g]).max() > 1
