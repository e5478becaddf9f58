"""Figures that a region brings itself: what is refused, and what they change, and leave, of the result."""

import json
from dataclasses import replace

import numpy as np
import pytest
from by_hand import GROUPS, MEASURED, TABLES, allocated, is_one_line
from hypothesis import given
from hypothesis import strategies as st

from fairshare import FairShareError, Scenario, allocate, inputs_for
from fairshare.figures import (
    FIGURES_MAX,
    STATUSES,
    OwnFigure,
    checked_figures,
    criterion_key,
    digest,
    origin_of,
    own_values,
)
from fairshare.inputs import members

GRONINGEN = tuple(members(TABLES, "groningen", 2024).index)
UNITS = TABLES.groups.set_index("group")["unit"].to_dict()
QUANTITIES = ("woningen", "sociale_huur", "plancapaciteit", "land")


def task(group: str = "statushouders", source: str = "Onderzoek 2025", **values: float) -> OwnFigure:
    return OwnFigure("task", group, values or {"primary": 500}, source=source)


def criterion(values: dict, direction: str = "meer", key: str = "eigen_leegstand", **more) -> OwnFigure:
    known = {"unit": "woningen", "source": "Telling 2025", "name": "Leegstand", "direction": direction}
    return OwnFigure("criterion", key, values, **known | more)


def refusal(**change) -> str:
    whole = {"kind": "task", "subject": "statushouders", "values": {"primary": 1}, "source": "Bron"}
    with pytest.raises(FairShareError) as error:
        OwnFigure.from_dict("figures[0]", {key: value for key, value in (whole | change).items() if value is not ...})
    assert is_one_line(str(error.value))
    return str(error.value)


# -- one figure


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"kind": "taak"}, "taak"),
        ({"kind": ["task"]}, "figures.kind"),
        ({"subject": ""}, "subject"),
        ({"subject": 3}, "subject"),
        ({"values": {}}, "1 tot"),
        ({"values": []}, "1 tot"),
        ({"values": "primary"}, "geen object"),
        ({"values": {"primary": "12"}}, "geen getal"),
        ({"values": {"primary": True}}, "geen getal"),
        ({"values": {"primary": -1}}, "tussen 0"),
        ({"values": {"primary": float("nan")}}, "geen getal"),
        ({"values": {"primary": float("inf")}}, "te groot"),
        ({"values": {"primary": 10**9}}, "tussen 0"),
        ({"values": {"low": 3}}, "'primary' ontbreekt"),
        ({"values": {"primary": 3, "middle": 3}}, "middle"),
        ({"kind": "assumption", "values": {"primary": 3}}, "primary"),
        ({"unit": None}, "unit"),
        ({"unit": []}, "unit"),
        ({"unit": "<b>"}, "tekens die niet kunnen"),
        ({"year": True}, "year"),
        ({"year": {}}, "year"),
        ({"source": ""}, "source is leeg"),
        ({"source": "  "}, "source is leeg"),
        ({"source": ...}, "'source' ontbreekt"),
        ({"source": "a" * 301}, "langer dan 300"),
        ({"source": "twee\nregels"}, "geen naam"),
        ({"status": "CBS"}, "kies uit: eigen invoer"),
        ({"name": "Naam"}, "alleen een eigen maatstaf"),
        ({"name": []}, "alleen een eigen maatstaf"),
        ({"kind": "criterion", "values": {"GM0014": 1}, "name": "Naam"}, "direction"),
        ({"kind": "criterion", "values": {"GM0014": 1}, "direction": "meer"}, "name"),
        ({"kind": "criterion", "subject": "twee woorden"}, "kleine letters"),
        ({"kind": "criterion", "subject": "a:b,c"}, "kleine letters"),
        ({"bron": "x"}, "bron"),
    ],
)
def test_what_is_not_a_figure_is_refused_by_name(change, named):
    assert named in refusal(**change)


def test_a_year_may_be_a_number_in_a_file():
    assert task().year == ""
    assert OwnFigure("task", "ouderen", {"primary": 1}, year=2025, source="Bron").year == "2025"


def test_units_may_begin_with_a_percent_or_euro_sign():
    assert criterion({"GM0014": 1}, unit="% van de woningen").unit == "% van de woningen"
    assert criterion({"GM0014": 1}, unit="€ per woning").unit == "€ per woning"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Leegstand (2025)", "eigen_leegstand_2025"),
        ("Éénpersoons 65+", "eigen_eenpersoons_65"),
        ("Inwoners", "eigen_inwoners"),
        ("%", "eigen_"),
    ],
)
def test_the_key_of_an_own_criterion_comes_from_its_name_and_fits_in_a_link(name, key):
    assert criterion_key(name) == key


# -- several figures


values = st.dictionaries(st.sampled_from(GRONINGEN), st.integers(0, 5_000).map(float), min_size=1, max_size=10)
provenance = st.fixed_dictionaries(
    {"source": st.sampled_from(["A", "B"]), "year": st.sampled_from(["", "2024"]), "status": st.sampled_from(STATUSES)}
)


@st.composite
def own_figures(draw) -> tuple[OwnFigure, ...]:
    """Tasks, supply, quantities and criteria of municipalities in Groningen, each with its provenance."""
    found = []
    for group in draw(st.lists(st.sampled_from(GROUPS), max_size=3, unique=True)):
        number = {"primary": draw(st.integers(0, 20_000))}
        found.append(OwnFigure("task", group, number, UNITS[group], **draw(provenance)))
    for group in draw(st.lists(st.sampled_from(GROUPS), max_size=2, unique=True)):
        found.append(OwnFigure("existing", group, draw(values), UNITS[group], **draw(provenance)))
    for column in draw(st.lists(st.sampled_from(QUANTITIES), max_size=2, unique=True)):
        found.append(OwnFigure("quantity", column, draw(values), **draw(provenance)))
    for key in draw(st.lists(st.sampled_from(["eigen_a", "eigen_b"]), max_size=2, unique=True)):
        way = draw(st.sampled_from(["meer", "minder"]))
        found.append(criterion(draw(values), way, key, **draw(provenance)))
    return tuple(found)


@given(own_figures(), st.randoms(use_true_random=False))
def test_equal_figures_in_another_order_are_equal(figures, random):
    other = list(figures)
    random.shuffle(other)
    scenario = Scenario(region="groningen", figures=figures)
    assert scenario == Scenario(region="groningen", figures=tuple(other))
    assert digest(scenario.figures) == digest(checked_figures(other))


@given(own_figures())
def test_figures_that_are_split_per_municipality_are_the_same_figures(figures):
    apart = [
        replace(figure, values=(pair,))
        for figure in figures
        for pair in figure.values
        if figure.kind not in ("task", "assumption")
    ]
    whole = [figure for figure in figures if figure.kind not in ("task", "assumption")]
    assert checked_figures(apart) == checked_figures(whole)


@given(own_figures())
def test_figures_survive_a_scenario_file(figures):
    scenario = Scenario(region="groningen", figures=figures)
    again = Scenario.from_json(json.dumps(scenario.as_dict()))
    assert again == scenario
    assert hash(again) == hash(scenario)


@given(own_figures(), st.sampled_from(["shares", "factors"]), st.floats(0, 1))
def test_totals_stay_exact_and_nobody_goes_below_zero_whatever_a_region_brings(figures, combine, existing):
    own = [f.subject for f in figures if f.kind == "criterion"]
    weights = {"inwoners": 5, "woningen": 3} | dict.fromkeys(own, 4)
    try:
        result = allocated("groningen", figures=figures, weights=weights, combine=combine, existing=existing)
    except FairShareError as error:
        assert is_one_line(str(error))
        return
    assert (result.numbers >= 0).all()
    totals = [result.tasks[group].value for group in result.groups]
    assert result.numbers.sum(axis=0).tolist() == totals
    for figure in figures:
        if figure.kind == "task":
            assert result.tasks[figure.subject].value == dict(figure.values)["primary"]
            assert result.tasks[figure.subject].status == figure.status
    for g, group in enumerate(result.groups):
        path = sum(result.steps[group].values())
        assert np.allclose(path, result.numbers[:, g], atol=1e-6)


def test_a_value_that_is_given_twice_is_refused():
    one, other = criterion({"GM0014": 1}), criterion({"GM0014": 2}, source="Andere telling")
    with pytest.raises(FairShareError, match=r"GM0014 staat er twee keer in"):
        checked_figures([one, other])


@pytest.mark.parametrize("change", [{"unit": "personen"}, {"name": "Leegte"}, {"direction": "minder"}])
def test_a_subject_has_one_unit_name_and_direction(change):
    other = replace(criterion({"GM0037": 2}), **change)
    with pytest.raises(FairShareError, match="voor alle gemeenten gelijk"):
        checked_figures([criterion({"GM0014": 1}), other])


def test_there_is_a_limit():
    many = [criterion({"GM0014": 1}, key=f"eigen_{i}") for i in range(FIGURES_MAX + 1)]
    with pytest.raises(FairShareError, match="meer dan 400"):
        checked_figures(many)


def test_a_value_leads_to_its_own_figure():
    figures = (criterion({"GM0014": 1}, source="A"), criterion({"GM0037": 2}, source="B"))
    assert own_values(figures, "criterion") == {"eigen_leegstand": {"GM0014": 1, "GM0037": 2}}
    assert origin_of(figures, "criterion", "eigen_leegstand", "GM0037").source == "B"
    assert origin_of(figures, "criterion", "eigen_leegstand", "GM0040") is None


# -- what they change


def test_an_own_task_replaces_the_published_one_with_its_source_and_margin():
    figure = OwnFigure("task", "statushouders", {"primary": 500, "low": 400, "high": 600.4}, "", "2025", "Companen")
    found = allocated("groningen", figures=(figure,)).tasks["statushouders"]
    assert (found.value, found.low, found.high, found.status) == (500, 400, 600, "eigen invoer")
    assert (found.origin.source, found.origin.year) == ("Companen", "2025")
    assert found.base is None


def test_a_number_typed_over_an_own_figure_does_not_borrow_its_source():
    result = allocated("groningen", figures=(task(),), tasks={"statushouders": 77})
    assert result.tasks["statushouders"].origin is None
    assert result.as_dict(["statushouders"])["groups"]["statushouders"]["source"] == "eigen invoer"
    with_source = allocated("groningen", figures=(task(),))
    assert with_source.as_dict(["statushouders"])["groups"]["statushouders"]["source"] == "Onderzoek 2025"


def test_existing_supply_counts_once_it_is_known_everywhere():
    some = OwnFigure("existing", "statushouders", {GRONINGEN[0]: 10}, source="Eigen telling")
    whole = replace(some, values=tuple((code, 10.0 * i) for i, code in enumerate(GRONINGEN)))
    assert any("Bestaand aanbod telt niet mee" in w for w in allocated(existing=1, figures=(some,)).warnings)
    result = allocated(existing=1, figures=(whole,))
    assert not [w for w in result.warnings if "'Statushouders'" in w]
    assert np.abs(result.steps["statushouders"]["existing"]).max() > 0


def test_an_own_criterion_that_is_missing_for_a_municipality_carries_no_weight_and_says_so():
    figure = criterion({code: 1 for code in GRONINGEN[1:]})
    result = allocated(figures=(figure,), weights={"inwoners": 5, "eigen_leegstand": 5})
    assert result.weights["statushouders"] == {"inwoners": 1.0}
    name = result.inputs.names[0]
    assert f"'Leegstand' telt niet mee: het cijfer ontbreekt voor {name}." in result.warnings


def test_more_is_proportional_and_less_is_a_gap_to_the_mean_per_inhabitant():
    base = allocated().inputs
    amounts = {code: float(i) for i, code in enumerate(GRONINGEN)}
    more = allocated(figures=(criterion(amounts),), weights={"eigen_leegstand": 1})
    x = np.array(list(amounts.values()))
    assert np.allclose(more.inputs.share("eigen_leegstand", "statushouders"), x / x.sum())
    less = allocated(figures=(criterion(amounts, "minder"),), weights={"eigen_leegstand": 1})
    people = base.quantities["inwoners"]
    lacking = np.maximum(0, x.sum() / people.sum() * people - x)  # mean per inhabitant x inhabitants - what there is
    assert np.allclose(less.inputs.share("eigen_leegstand", "statushouders"), lacking / lacking.sum())


def test_an_own_key_figure_lies_over_the_published_one_and_national_totals_stay_official():
    figure = OwnFigure("quantity", "woningen", {GRONINGEN[0]: 1}, source="Eigen telling")
    before, after = allocated().inputs, allocated(figures=(figure,)).inputs
    assert after.quantities["woningen"][0] == 1
    assert np.array_equal(after.quantities["woningen"][1:], before.quantities["woningen"][1:])
    assert after.national["woningen"] == before.national["woningen"]
    assert [g.task for g in after.groups.values()] == [g.task for g in before.groups.values()]


def test_published_figures_are_untouched_by_those_of_a_region():
    before = TABLES.municipalities.copy()
    allocated(figures=(OwnFigure("quantity", "woningen", {GRONINGEN[0]: 1}, source="x"), task()))
    assert TABLES.municipalities.equals(before)
    assert allocated().inputs.data_version == TABLES.version


def test_values_of_municipalities_elsewhere_change_nothing():
    inside = OwnFigure("quantity", "woningen", {GRONINGEN[0]: 1}, source="x")
    both = replace(inside, values=((GRONINGEN[0], 1.0), ("GM0363", 9.0)))
    one, other = (allocated(figures=(f,), weights={"woningen": 1}) for f in (inside, both))
    assert np.array_equal(one.numbers, other.numbers)


def test_figures_follow_the_members_when_the_year_changes():
    # Montferland (GM1955) is in Arnhem-Nijmegen until 2024.
    codes = members(TABLES, "arnhem-nijmegen", 2024).index
    figure = criterion({code: 2.0 for code in codes})
    for year, number in ((2024, 18), (2025, 17)):
        result = allocated("arnhem-nijmegen", year=year, figures=(figure,), weights={"eigen_leegstand": 1})
        assert len(result.inputs.codes) == number
        assert not [w for w in result.warnings if "Leegstand" in w]
        assert result.numbers.sum(axis=0).tolist() == [result.tasks[g].value for g in result.groups]


def test_the_data_version_tells_own_figures_apart():
    one, other = allocated(figures=(task(),)), allocated(figures=(task(primary=501),))
    assert one.inputs.data_version == f"{TABLES.version}+eigen.{digest(one.scenario.figures)}"
    assert one.inputs.data_version != other.inputs.data_version


@pytest.mark.parametrize(
    ("figure", "named"),
    [
        (OwnFigure("task", "statushouder", {"primary": 1}, source="x"), "Bedoelt u 'statushouders'"),
        (OwnFigure("existing", "kabouters", {"GM0014": 1}, source="x"), "kabouters"),
        (OwnFigure("quantity", "woning", {"GM0014": 1}, source="x"), "Bedoelt u 'woningen'"),
        (OwnFigure("quantity", "inwoners_2024", {"GM0014": 1}, source="x"), "blijft dat van het CBS"),
        (OwnFigure("quantity", "inwoners", {"GM0014": 1}, source="x"), "blijft dat van het CBS"),
        (OwnFigure("quantity", "name", {"GM0014": 1}, source="x"), "name"),
        (
            OwnFigure("task", "statushouders", {"primary": 1}, "woningen", source="x"),
            "dat moet 'personen per halfjaar'",
        ),
        (OwnFigure("existing", "statushouders", {"GM9999": 1}, source="x"), "GM9999"),
        (criterion({"GM0014": 1}, key="inwoners"), "al in gebruik"),
        (criterion({"GM0014": 1}, key="bestaand_aanbod"), "al in gebruik"),
        (criterion({"GM0014": 1}, key="rounding"), "al in gebruik"),
    ],
)
def test_figures_about_what_does_not_exist_are_refused(figure, named):
    with pytest.raises(FairShareError, match=named) as error:
        allocated(figures=(figure,))
    assert is_one_line(str(error.value))


def test_inputs_with_other_figures_than_those_of_the_scenario_are_refused():
    scenario = Scenario(region="groningen", figures=(task(),))
    with pytest.raises(FairShareError, match="niet de eigen cijfers"):
        allocate(inputs_for(TABLES, Scenario(region="groningen")), scenario)


# -- leaving them behind


def test_without_its_figures_a_scenario_loses_the_weight_of_their_criteria_only():
    figure = criterion({code: 1 for code in GRONINGEN})
    scenario = Scenario(
        region="groningen",
        figures=(figure,),
        weights={"inwoners": 4, "eigen_leegstand": 6},
        group_weights={"ouderen": {"eigen_leegstand": 1}, "studenten": {"land": 2, "eigen_leegstand": 1}},
    )
    plain = scenario.with_figures(())
    assert (plain.weights, plain.figures) == ((("inwoners", 4.0),), ())
    assert plain.group_weights == (("studenten", (("land", 2.0),)),)
    assert scenario.with_figures((figure, task())).weights == scenario.weights
    only = scenario.with_(weights={"eigen_leegstand": 6}).with_figures(())
    assert only.weights == Scenario(region="groningen").weights


def test_another_region_gets_the_key_and_not_what_belongs_to_the_old_one():
    scenario = Scenario(region="groningen", figures=(task(),), tasks={"ouderen": 5}, weights={"land": 1})
    moved = scenario.in_region("mra")
    assert moved == Scenario(region="mra", weights={"land": 1})
    assert set(MEASURED) >= {key for key, _ in moved.weights}
