"""Differences between scenarios in words: every rule that differs is told once, and nothing is told when nothing differs."""

import pytest
from by_hand import TABLES
from hypothesis import given
from hypothesis import strategies as st

from charts.differences import differences, in_one_line
from fairshare import Agreement, Scenario, Swap
from fairshare.figures import OwnFigure
from fairshare.regions import own_region

PLAIN = Scenario(region="arnhem-nijmegen", weights={"inwoners": 6, "sociale_huur": 4})
ARNHEM, NIJMEGEN = "GM0202", "GM0268"
OWN_TASK = OwnFigure("task", "statushouders", {"primary": 1000}, source="Regiobureau")
OWN_CRITERION = OwnFigure(
    "criterion", "ov", {ARNHEM: 3}, unit="haltes", source="Regiobureau", name="Haltes van het OV", direction="meer"
)

CASES = {
    "region": ({"region": "mra"}, "Regio van Groene Metropoolregio Arnhem-Nijmegen naar Metropoolregio Amsterdam"),
    "own region": (
        {"region": own_region([ARNHEM, NIJMEGEN]), "region_name": "Twee steden"},
        "Regio van Groene Metropoolregio Arnhem-Nijmegen naar Twee steden",
    ),
    "year": ({"year": 2023}, "Peiljaar van 2024 naar 2023"),
    "reference": ({"reference": "gelijk"}, "Referentie van naar rato van inwoners naar bij gelijke delen"),
    "combine": ({"combine": "factors"}, "Manier van rekenen van ‘aandelen optellen’ naar ‘factor per maatstaf’"),
    "weight": ({"weights": {"inwoners": 6, "sociale_huur": 6.5}}, "Gewicht van sociale huur van 4 naar 6,5"),
    "weight gone": ({"weights": {"inwoners": 6}}, "Gewicht van sociale huur van 4 naar 0"),
    "own weights": (
        {"group_weights": {"statushouders": {"land": 2, "inwoners": 1}}},
        "Statushouders: eigen weging (inwoners 1, oppervlakte 2)",
    ),
    "existing": ({"existing": 0.5}, "Deel van het bestaand aanbod dat meetelt van 0 % naar 50 %"),
    "floor": ({"floor": 0.5}, "Ondergrens van geen naar 50 %"),
    "cap": ({"cap": 1.255}, "Bovengrens van geen naar 125,5 %"),
    "own rule": (
        {"group_rules": {"statushouders": {"cap": None}}},
        "Statushouders: bovengrens van zoals bij alle groepen naar geen",
    ),
    "task": ({"tasks": {"statushouders": 1200}}, "Opgave van statushouders van het cijfer uit de bronnen naar 1.200"),
    "agreement": ({"agreements": (Agreement(NIJMEGEN, "statushouders", 350),)}, "Nijmegen, statushouders: vast op 350"),
    "swap": (
        {"swaps": (Swap(ARNHEM, NIJMEGEN, "statushouders", 12),)},
        "Arnhem draagt 12 (statushouders) over aan Nijmegen",
    ),
    "own task": ({"figures": (OWN_TASK,)}, "Eigen opgave van statushouders toegevoegd"),
    "own criterion": ({"figures": (OWN_CRITERION,)}, "Eigen maatstaf haltes van het OV toegevoegd"),
    "name": ({"name": "Voorstel"}, "Naam van leeg naar ‘Voorstel’"),
    "note": ({"note": "Voor de stuurgroep"}, "Toelichting van leeg naar ‘Voor de stuurgroep’"),
}


@pytest.mark.parametrize(("change", "words"), CASES.values(), ids=CASES)
def test_one_change_is_one_line(change, words):
    assert [line.replace("\u00a0", " ") for line in differences(TABLES, PLAIN, PLAIN.with_(**change))] == [words]


@pytest.mark.parametrize("change", [case[0] for case in CASES.values()], ids=CASES)
def test_back_is_told_as_well(change):
    assert len(differences(TABLES, PLAIN.with_(**change), PLAIN)) == 1


@given(st.lists(st.sampled_from([key for key in CASES if "region" not in key and "own" not in key]), unique=True))
def test_every_change_is_told_and_nothing_else(keys):
    changes = {}
    for key in keys:
        changes |= CASES[key][0]
    told = differences(TABLES, PLAIN, PLAIN.with_(**changes))
    assert len(told) == len(changes)  # the two ways to change the weights are one change


def test_a_reason_that_changes_is_told():
    before = PLAIN.with_(agreements=(Agreement(NIJMEGEN, "statushouders", 350, "Geen plek"),))
    after = PLAIN.with_(agreements=(Agreement(NIJMEGEN, "statushouders", 350, "Toch plek"),))
    assert differences(TABLES, before, after) == ["Nijmegen, statushouders: andere reden bij de afspraak"]


def test_names_that_are_not_known_stand_as_they_are():
    after = PLAIN.with_(weights={"inwoners": 6, "sociale_huur": 4, "geluk": 1})
    assert differences(TABLES, PLAIN, after) == ["Gewicht van geluk van 0 naar 1"]


def test_many_differences_are_cut_to_one_line():
    assert in_one_line([]) == "Geen verschil in de regels"
    assert in_one_line(["a", "b"]) == "a; b"
    assert in_one_line(["a", "b", "c", "d", "e"]) == "a; b; c; en nog 2"
