"""What own figures change, in words and tables."""

import re
from dataclasses import replace

import pytest
from by_hand import TABLES, allocated

from charts.numbers import number
from charts.own_figures import (
    SHOWN_MAX,
    change_title,
    differences_table,
    effect_sentence,
    effect_table,
    figures_table,
    in_use,
    problems_table,
    problems_title,
    value_text,
)
from fairshare.figures import OwnFigure
from fairshare.provenance import Difference, Fact, differences

TASK = OwnFigure("task", "statushouders", {"primary": 1000}, "", "2025", "Onderzoek <b>", "regionaal onderzoek")
HOMES = OwnFigure("quantity", "woningen", {"GM0014": 1.5}, "", "2025", "Telling")
GROUP = "statushouders"


def with_figures(*figures: OwnFigure, **scenario):
    return allocated("groningen", figures=figures, **scenario)


def found(before: tuple, after: tuple) -> list[Difference]:
    return differences(TABLES, allocated("groningen").inputs, before, after)


@pytest.mark.parametrize(
    ("value", "text"), [(None, "geen cijfer"), (0, "0"), (1234, "1.234"), (0.0694, "0,0694"), (12.5, "12,5")]
)
def test_a_value_has_the_decimals_that_it_has(value, text):
    assert value_text(value) == text


def test_the_title_counts_what_changes():
    assert change_title([]).startswith("Dit bestand verandert niets")
    assert change_title(found((), (TASK,))) == "1 cijfer verandert."
    assert change_title(found((), (TASK, HOMES))) == "2 cijfers veranderen."
    other = replace(TASK, source="Ander onderzoek")
    assert change_title(found((TASK,), (other,))).startswith("Bij 1 cijfer verandert alleen de bron")


def test_a_difference_shows_both_values_with_their_sources_and_no_html_of_others():
    table = differences_table(found((), (TASK, HOMES)))
    assert "Onderzoek &lt;b&gt;, 2025, regionaal onderzoek" in table
    published = TABLES.municipalities.at["GM0014", "woningen"]
    assert number(published) in table
    assert "1,5 woningen" in table
    assert "<b>" not in table


def test_more_differences_than_fit_are_counted():
    many = [
        Difference("existing", "ouderen", "Ouderen", "Arnhem", Fact(None), Fact(float(i))) for i in range(SHOWN_MAX + 7)
    ]
    assert "En nog 7 andere." in differences_table(many)


def test_the_effect_names_old_and_new_task_and_who_takes_most():
    before, after = with_figures(), with_figures(TASK)
    sentence = effect_sentence(before, after, GROUP)
    old, step = (
        before.tasks[GROUP].value,
        after.numbers[:, after.column(GROUP)] - before.numbers[:, before.column(GROUP)],
    )
    assert sentence.startswith(
        f"Statushouders: de opgave gaat van {number(old)} naar 1.000 personen per halfjaar. Groningen neemt"
    )
    assert f"{number(int(step.max()))} personen meer op zich" in sentence
    assert f"Bij {(step != 0).sum()} van de 10 gemeenten" in sentence
    assert len(re.findall("<tr>", effect_table(before, after, GROUP))) == (step != 0).sum() + 1


def test_the_effect_on_other_groups_is_counted():
    assert "Ook bij 1 andere groep verandert de verdeling." in effect_sentence(
        with_figures(), with_figures(TASK), "ouderen"
    )


def test_existing_supply_that_does_not_count_yet_says_where_that_is_chosen():
    supply = OwnFigure("existing", GROUP, dict.fromkeys(with_figures().inputs.codes, 9), "", "2025", "Telling")
    sentence = effect_sentence(with_figures(), with_figures(supply), GROUP)
    assert "verandert niet" in sentence
    assert "dat stelt u in op Verdelen" in sentence
    assert "neemt" in effect_sentence(with_figures(existing=1), with_figures(supply, existing=1), GROUP)


def test_a_group_that_gets_or_loses_its_task_says_so():
    task = OwnFigure("task", "medisch_urgent", {"primary": 50}, "", "2025", "Telling")
    assert "er komt een opgave van 50" in effect_sentence(with_figures(), with_figures(task), "medisch_urgent")
    assert "De opgave vervalt." in effect_sentence(with_figures(task), with_figures(), "medisch_urgent")
    assert effect_table(with_figures(), with_figures(task), "medisch_urgent") == ""


def test_what_is_in_use_is_counted_and_listed():
    assert in_use(()) == "U werkt nu met de gepubliceerde cijfers."
    assert in_use((TASK,)) == "U werkt nu met 1 eigen cijfer."
    table = figures_table(TABLES, (TASK, HOMES), "Groningen")
    assert "opgave 1.000" in table
    assert "1 gemeente" in table


def test_mistakes_are_counted_and_escaped():
    assert problems_title(1) == "Er is 1 fout gevonden. Er is niets overgenomen."
    assert problems_title(1200) == "Er zijn 1.200 fouten gevonden. Er is niets overgenomen."
    table = problems_table([("Opgaven", 3, "B", "<script>"), ("", 0, "", "Leeg")])
    assert "&lt;script&gt;" in table
    assert "bestand" in table
