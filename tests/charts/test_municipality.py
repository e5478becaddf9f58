"""The sheet of one municipality in words, tables and bars: the numbers of the result, and nothing that cannot be said."""

import re
from decimal import Decimal
from functools import cache

import pytest
from by_hand import TABLES, allocated
from reading import ReadTable, dutch

from charts.municipality import (
    agreement_lines,
    assumptions_listing,
    daily_listing,
    daily_of,
    daily_sentences,
    in_full,
    missing_listing,
    path_sentence,
    paths_listing,
    place_finding,
    place_listing,
    sheet_finding,
    span,
    stock_finding,
    stock_listing,
    supply_line,
    supply_listing,
    tasks_listing,
    version_lines,
)
from charts.sheet import NAMED, place_html, sheet_style, tasks_html, top_html, why_html
from fairshare import Agreement, Swap
from fairshare.assumptions import HOMES, TURNOVER, YEARS, assumption, with_assumption
from fairshare.figures import OwnFigure
from fairshare.sheet import sheet_of

KEY = {"inwoners": 6, "sociale_huur": 4}
ARNHEM, ROZENDAAL, NIJMEGEN = "GM0202", "GM0277", "GM0268"
GROUP = "statushouders"


@cache
def sheet(code: str = ARNHEM, region: str = "arnhem-nijmegen", **scenario):
    return sheet_of(allocated(region, weights=KEY, **scenario), code)


def with_own(value: float, key: str, group: str = ""):
    """The sheet of Arnhem with another value for one assumption."""
    figures = with_assumption((), assumption(TABLES, {}, key, group), value)
    return sheet_of(allocated("arnhem-nijmegen", weights=KEY, figures=figures), ARNHEM)


# -- sentences


def test_the_finding_names_number_unit_and_difference():
    taken = sheet().taken[GROUP]
    said = sheet_finding(sheet(), GROUP)
    assert said.startswith(f"Arnhem neemt {taken.number:.0f} personen per halfjaar op zich, ")
    assert said.endswith(f"{taken.difference:.0f} meer dan naar rato van inwoners.")


def test_the_finding_of_one_person_is_singular():
    assert sheet_finding(sheet(ROZENDAAL), GROUP).startswith("Rozendaal neemt 1 persoon per halfjaar op zich, ")
    assert in_full(1, "personen met een woondoel") == "1 persoon met een woondoel"


def test_exactly_the_reference_is_said_to_be_as_much():
    pro_rata = sheet_of(allocated("arnhem-nijmegen"), ARNHEM)
    assert sheet_finding(pro_rata, GROUP).endswith("evenveel als naar rato van inwoners.")


def test_a_group_without_a_task_says_so():
    assert sheet_finding(sheet(), "medisch_urgent").startswith("Voor mensen met een medische urgentie is nog geen")


def test_the_written_path_has_the_steps_of_the_result():
    steps = sheet().taken[GROUP].steps
    said = path_sentence(sheet(), GROUP)
    found = [dutch(text) for text in re.findall(r"[+−]?\d[\d.]*,\d", said)]
    assert found == [Decimal(str(value)) for name, value in steps.items() if value or name == "reference"]


def test_the_place_counts_who_does_more_and_who_less():
    values = sheet().rates(GROUP)
    mine = values[sheet().position]
    said = place_finding(sheet(), GROUP)
    assert f"{(values > mine).sum()} gemeenten doen meer, {(values < mine).sum()} minder" in said
    assert "het minst van 18 gemeenten" in place_finding(sheet(ROZENDAAL), GROUP)


def test_a_swap_is_said_to_come_after_the_interval():
    swapped = sheet(swaps=(Swap(ARNHEM, NIJMEGEN, GROUP, 5),))
    assert span(swapped.taken[GROUP]).endswith(", vóór de uitruil")


def test_without_other_weights_there_is_no_interval_and_an_agreement_is_one_number():
    pro_rata = sheet_of(allocated("arnhem-nijmegen"), ARNHEM)
    assert span(pro_rata.taken[GROUP]) == "geen"
    agreed = sheet(agreements=(Agreement(ARNHEM, GROUP, 200),))
    assert span(agreed.taken[GROUP]) == "200"


def test_social_rent_stands_beside_region_and_country():
    """27.749 of 80.665 homes in Arnhem; CBS, 1 January 2024."""
    assert stock_finding(sheet()).startswith("In Arnhem is 34,4\u00a0% van de woningen sociale huur, in de regio ")


def test_agreements_tell_the_reason_or_that_there_is_none():
    agreed = sheet(
        agreements=(Agreement(ARNHEM, GROUP, 200, "Er staat al een locatie."),),
        swaps=(Swap(ARNHEM, NIJMEGEN, GROUP, 5),),
    )
    first, second = agreement_lines(agreed)
    assert "vast op 200 personen" in first
    assert first.endswith("Reden: Er staat al een locatie.")
    assert "Arnhem draagt 5 personen" in second
    assert second.endswith("Er is geen reden opgeschreven.")
    assert agreement_lines(sheet()) == []


def test_the_versions_name_region_year_and_figures():
    said = " ".join(version_lines(sheet(name="Voorstel B")))
    for text in ("Arnhem-Nijmegen", "2024", TABLES.version, "Voorstel B"):
        assert text in said


# -- tables


def test_the_table_of_tasks_has_every_group_with_number_reference_and_difference():
    table = ReadTable(tasks_listing(sheet()).html())
    assert len(table.rows) == len(sheet().taken)
    for row, taken in zip(table.rows, sheet().taken.values(), strict=True):
        number, reference, difference = (dutch(row[x].text) for x in (1, 3, 4))
        assert (number, reference) == (taken.number, taken.reference)
        assert difference == number - reference
        assert row[2].text == taken.group.unit
        assert taken.task.status in row[9].text


def test_every_task_leads_to_its_source():
    table = ReadTable(tasks_listing(sheet()).html())
    for row, taken in zip(table.rows, sheet().taken.values(), strict=True):
        assert row[10].links == [taken.task.origin.source_url]


def test_a_task_that_was_filled_in_has_no_published_source():
    table = ReadTable(tasks_listing(sheet(tasks=((GROUP, 100),))).html())
    row = next(row for row in table.rows if row[0].text == "Statushouders")
    assert row[10].text == "Zelf ingevuld"
    assert "eigen invoer" in row[9].text


def test_groups_without_a_figure_say_what_to_ask_and_whom():
    table = ReadTable(missing_listing(sheet(), TABLES).html())
    assert [row[0].text for row in table.rows] == [group.short_name for group in sheet().missing]
    assert all("ontbreekt" in row[1].text and row[2].text.endswith("?") and row[3].text for row in table.rows)


def test_the_steps_in_the_table_add_up_for_every_group():
    table = ReadTable(paths_listing(sheet(agreements=(Agreement(ARNHEM, GROUP, 200),))).html())
    for row in table.rows:
        *steps, number = (dutch(cell.text) for cell in row[1:])
        assert sum(steps) == number


def test_the_table_of_places_is_sorted_and_marks_this_municipality():
    table = ReadTable(place_listing(sheet(), GROUP).html())
    rates = [dutch(row[1].text) for row in table.rows]
    assert rates == sorted(rates, reverse=True)
    assert [row[0].text for row in table.rows if row[0].note] == ["Arnhem"]
    assert len(rates) == 18


def test_a_long_list_shows_both_ends_and_the_neighbours():
    whole, part = (place_listing(sheet(NIJMEGEN, "nl"), GROUP, most) for most in (None, 40))
    assert len(whole.rows) == 342
    assert 10 < len(part.rows) <= 15
    assert "van 342 gemeenten" in part.caption
    assert any("deze gemeente" in row[0].note for row in part.rows)


def test_stock_has_year_status_and_source_and_missing_is_named():
    table = ReadTable(stock_listing(sheet(), TABLES).html())
    homes = next(row for row in table.rows if row[0].text == "Woningen")
    assert dutch(homes[1].text) == int(TABLES.municipalities.at[ARNHEM, "woningen"])
    assert homes[4].text == "2024"
    assert "CBS" in homes[5].text
    plans = next(row for row in table.rows if row[0].text == "Woningen in bouwplannen")
    assert plans[3].text == "onbekend"  # three municipalities of the Netherlands gave no figure


def test_a_municipality_without_a_figure_for_plans_has_no_number_there():
    zeewolde = sheet("GM0050", "nl")
    table = ReadTable(stock_listing(zeewolde, TABLES).html())
    plans = next(row for row in table.rows if row[0].text == "Woningen in bouwplannen")
    assert plans[1].text == "onbekend"
    assert "geen opgave ontvangen" in plans[0].note
    assert "is niet bekend" in daily_sentences(zeewolde, daily_of(zeewolde, TABLES, "ouderen"), "ouderen")[-1]


def test_own_figures_stand_with_their_own_source_and_status():
    own = (
        OwnFigure(
            "quantity", "sociale_huur", ((ARNHEM, 30_000),), "woningen", "2025", "Corporaties", "regionaal onderzoek"
        ),
        OwnFigure("existing", GROUP, ((ARNHEM, 120.5), (NIJMEGEN, 80)), "", "2025", "Telling regio"),
    )
    found = sheet(figures=own)
    social = next(r for r in ReadTable(stock_listing(found, TABLES).html()).rows if r[0].text == "Sociale huurwoningen")
    assert (social[1].text, social[4].text, social[6].text) == ("30.000", "2025", "Corporaties")
    assert "regionaal onderzoek" in social[5].text
    (row,) = ReadTable(supply_listing(found, TABLES).html()).rows
    assert [row[x].text for x in (0, 1, 3, 6)] == ["Statushouders", "120,5", "onbekend", "Telling regio"]
    assert supply_line(found).startswith("Voor 1 van 22 groepen")
    assert "niet bekend" in supply_line(sheet())


# -- daily terms


def test_the_calculation_of_permit_holders_by_hand():
    """Number per half year * 2 * 0,43 homes, beside 27.749 homes * 6,94 %."""
    daily, number = daily_of(sheet(), TABLES, GROUP), sheet().taken[GROUP].number
    homes = 2 * number * 0.43
    said = " ".join(daily_sentences(sheet(), daily, GROUP))
    assert f"Per jaar is dat {2 * number:.0f}." in said
    assert "27.749 woningen × 6,94\u00a0%" in said
    assert daily.terms.share[sheet().position] == pytest.approx(homes / (27_749 * 0.0694))


def test_another_turnover_changes_sentence_table_and_list_of_assumptions():
    changed = with_own(0.08, TURNOVER)
    share = daily_of(changed, TABLES, GROUP).terms.share[changed.position]
    assert share == pytest.approx(daily_of(sheet(), TABLES, GROUP).terms.share[sheet().position] * 0.0694 / 0.08)
    assert "× 8,00\u00a0%" in " ".join(daily_sentences(changed, daily_of(changed, TABLES, GROUP), GROUP))
    first = ReadTable(assumptions_listing(changed, TABLES).html()).rows[0]
    assert (first[1].text, first[1].note) == ("8,00\u00a0%", "gepubliceerd: 6,94\u00a0%")
    assert "eigen invoer" in first[3].text


def test_another_number_of_years_is_said_where_it_counts():
    changed = with_own(5, YEARS)
    assert "spreidt over 5 jaar" in " ".join(
        daily_sentences(changed, daily_of(changed, TABLES, "dak_thuisloos"), "dak_thuisloos")
    )
    assert "5 jaar" not in " ".join(daily_sentences(changed, daily_of(changed, TABLES, GROUP), GROUP))


def test_another_factor_counts_for_its_own_group_only():
    changed = with_own(0.6, HOMES, "dak_thuisloos")
    before, after = (daily_of(one, TABLES, "dak_thuisloos").terms.homes[one.position] for one in (sheet(), changed))
    assert after == pytest.approx(0.6 * before)
    assert daily_of(changed, TABLES, "uitstroom_mo").homes.value == 1


def test_a_stock_that_was_counted_over_a_year_is_not_said_to_come_back_every_year():
    said = daily_sentences(sheet(), daily_of(sheet(), TABLES, "uitstroom_bw"), "uitstroom_bw")[0]
    assert "Dat zegt niet hoeveel er elk jaar bij komen. Stel dat u het spreidt over 7 jaar" in said
    assert "op één moment" in daily_sentences(sheet(), daily_of(sheet(), TABLES, "dak_thuisloos"), "dak_thuisloos")[0]


def test_places_are_not_called_homes_and_one_home_is_singular():
    said = daily_sentences(sheet(), daily_of(sheet(), TABLES, "arbeidsmigranten"), "arbeidsmigranten")[0]
    assert said.endswith("Met 1 woning per woonplek zijn dat 1.518 woningen of plekken.")


def test_places_that_exist_are_not_compared():
    said = daily_sentences(sheet(), daily_of(sheet(), TABLES, "woonwagenbewoners"), "woonwagenbewoners")
    assert len(said) == 1
    assert "plekken die er al zijn" in said[0]


def test_the_table_says_what_each_group_stands_beside():
    rows = {row[0].text: row for row in ReadTable(daily_listing(sheet(), TABLES).html()).rows}
    assert rows["Statushouders"][4].text == "sociale huur die per jaar vrijkomt"
    assert rows["Ouderen"][4].text == "woningen in bouwplannen (2021)"
    assert [cell.text for cell in rows["Woonwagenbewoners"][2:]] == ["–", "–", "niet te vergelijken", "–", "–"]
    assert rows["Dak- en thuisloos"][2].note == "gespreid over 7 jaar"


def test_groups_that_share_an_assumption_stand_in_one_row():
    rows = ReadTable(assumptions_listing(sheet(), TABLES).html()).rows
    notes = ", ".join(row[0].note for row in rows)
    for taken in sheet().taken.values():
        assert taken.group.short_name.lower() in notes.lower()
    assert len(rows) < 2 + len(sheet().taken)


# -- what is drawn


def bars(html: str) -> list[float]:
    return [float(height) for height in re.findall(r'<i style="height:([\d.]+)%"', html)]


def test_the_strip_has_a_bar_per_municipality_from_low_to_high_and_marks_one():
    html = place_html(sheet(), GROUP)
    heights = bars(html)
    assert len(heights) == 18
    assert heights == sorted(heights)
    assert heights[-1] == 100
    assert html.count('class="here') == 1
    assert "Arnhem: 1,28" in html


def test_every_bar_can_be_reached_by_keyboard_unless_there_are_too_many():
    assert place_html(sheet(), GROUP).count('tabindex="0"') == 18 <= NAMED
    assert 'tabindex="0"' not in place_html(sheet(NIJMEGEN, "nl"), GROUP)


def test_every_bar_says_name_and_number():
    names = re.findall(r'aria-label="([^"]+): [\d,]+ personen per 1\.000 inwoners"', place_html(sheet(), GROUP))
    assert sorted(names) == sorted(sheet().inputs.names)


def test_a_task_of_zero_is_drawn_without_a_fault():
    empty = sheet(tasks=((GROUP, 0),))
    assert bars(place_html(empty, GROUP)) == [0] * 18
    assert "evenveel" in place_html(empty, GROUP)
    assert "Samen" not in path_sentence(empty, GROUP)
    assert "nan" not in why_html(empty, GROUP)


def test_what_was_left_out_of_the_key_is_said_where_the_number_is_explained():
    """No municipality has a figure for existing supply, so that criterion carries no weight."""
    result = allocated("arnhem-nijmegen", weights={"inwoners": 6, "ruimte_bestaand_aanbod": 4})
    assert result.warnings
    for warning in result.warnings:
        assert warning.split("'")[-1] in why_html(sheet_of(result, ARNHEM), GROUP)


def test_the_bars_of_the_path_join():
    """Every bar begins where the one before it ended."""
    html = why_html(sheet(agreements=(Agreement(ARNHEM, GROUP, 180),)), GROUP)
    found = [
        (kind, float(left), float(width))
        for kind, left, width in re.findall(r'<i class="(\w+)" style="left:([\d.]+)%;width:([\d.]+)%', html)
    ]
    level = found[0][1] + found[0][2]
    for kind, left, width in found[1:-1]:
        start, end = (left, left + width) if kind == "more" else (left + width, left)
        assert start == pytest.approx(level, abs=0.02)
        level = end
    assert found[-1][1] + found[-1][2] == pytest.approx(level, abs=0.02)


def test_on_top_stand_the_facts_in_short():
    html = top_html(sheet(), TABLES, GROUP, daily_of(sheet(), TABLES, GROUP))
    for text in ("3e van 18", "regio 1,18", "geen"):
        assert text in html
    assert "Vraag: Hoeveel medische urgenties" in top_html(sheet(), TABLES, "medisch_urgent", None)


def test_text_of_people_is_inert():
    bad = "<img src=x onerror=alert(1)>"
    agreed = sheet(agreements=(Agreement(ARNHEM, GROUP, 200, bad),), name=bad)
    from charts.sheet import agreements_html, versions_html

    for html in (agreements_html(agreed), versions_html(agreed)):
        assert bad not in html
        assert "&lt;img" in html


@pytest.mark.parametrize("code", [ARNHEM, ROZENDAAL])
@pytest.mark.parametrize("group", TABLES.groups["group"])
def test_every_group_can_be_shown_for_a_city_and_a_village(code, group):
    one = sheet(code)
    daily = daily_of(one, TABLES, group) if group in one.taken else None
    html = top_html(one, TABLES, group, daily) + tasks_html(one, TABLES)
    if daily:
        html += why_html(one, group) + place_html(one, group) + " ".join(daily_sentences(one, daily, group))
    assert "nan" not in html
    assert "None" not in html


def test_the_styles_hide_controls_on_paper():
    assert "@media print" in sheet_style()
