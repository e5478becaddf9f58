"""The tables as they are, against published totals; and wrong tables, which must be refused in words that help."""

import re
import shutil
from dataclasses import fields

import pandas as pd
import pytest

from data.schemas import ITEMS, STATUSES, TOPICS
from data.tables import DATA, FILES, DataError, Tables, load_tables

TABLES = load_tables()

# CBS StatLine, the Netherlands; inhabitants and homes on 1 January.
NATIONAL = {
    "inwoners_2021": 17_475_415,
    "inwoners_2023": 17_811_291,
    "inwoners_2024": 17_942_942,
    "inwoners_2025": 18_044_027,
    "woningen": 8_204_049,
    "nieuwbouw_2024": 69_129,
    "ouderen_65plus": 3_677_228,
}

# Cells that CBS itself gives as 0; each has a remark. Any other 0 is a mistake.
ZEROS = {
    ("GM0339", "sociale_huur_aandeel"),
    ("GM0339", "sociale_huur"),
    ("GM0060", "sociale_huur_aandeel"),
    ("GM0060", "sociale_huur"),
    ("GM0293", "nieuwbouw_2024"),
    ("GM1729", "nieuwbouw_2024"),
    ("GM0965", "nieuwbouw_2024"),
    ("GM0096", "nieuwbouw_2024"),
}


def figures():
    return TABLES.municipalities.drop(columns=["name", "province"])


def remarked():
    return set(TABLES.remarks[["municipality", "column"]].itertuples(index=False, name=None))


def primary(group):
    rows = TABLES.national_figures.query("group == @group and role == 'primary'")
    return rows.iloc[0]


# --- the figures


def test_there_are_342_municipalities_in_the_order_of_their_code():
    codes = TABLES.municipalities.index
    assert len(codes) == codes.nunique() == 342
    assert codes.is_monotonic_increasing


@pytest.mark.parametrize(("column", "total"), NATIONAL.items())
def test_a_column_adds_up_to_the_published_national_total(column, total):
    assert TABLES.municipalities[column].sum() == total


def test_social_rent_is_28_3_percent_of_the_homes():
    assert TABLES.municipalities["sociale_huur"].sum() / NATIONAL["woningen"] == pytest.approx(0.283, abs=0.0005)


def test_only_figures_that_cbs_gives_as_zero_are_zero():
    stacked = figures().stack()
    assert set(stacked[stacked == 0].index) == ZEROS


def test_every_zero_has_a_remark():
    assert remarked() >= ZEROS


def test_only_two_columns_have_gaps_and_each_gap_has_a_remark():
    missing = figures().isna()
    assert missing.sum()[lambda n: n > 0].to_dict() == {"plancapaciteit": 3, "wmo_clienten_per_1000": 16}
    assert remarked() >= set(missing.stack()[lambda gap: gap].index)


def test_suspicious_figures_have_a_remark():
    assert remarked() >= {("GM0339", "sociale_huur_aandeel"), ("GM0432", "sociale_huur"), ("GM0153", "woningen")}


def test_people_of_75_and_older_are_part_of_those_of_65_and_older():
    assert (TABLES.municipalities["ouderen_75plus"] < TABLES.municipalities["ouderen_65plus"]).all()


def test_the_norm_for_low_incomes_is_just_below_the_highest_share():
    highest = TABLES.municipalities["laag_inkomen_aandeel"].max() / 100
    norm = TABLES.criteria.set_index("criterion").loc["draagkracht", "norm"]
    assert 0 < highest - norm < 0.005


# --- where they come from


def test_every_figure_column_has_a_source_and_every_source_a_column():
    sources = TABLES.sources.query("table == 'gemeenten'")
    assert sorted(sources["column"]) == sorted(figures().columns)


def test_a_source_of_a_figure_has_unit_year_definition_and_address():
    sources = TABLES.sources.query("table == 'gemeenten'")
    assert sources[["unit", "year", "status", "source_table", "source_url", "licence"]].notna().all(axis=None)


def test_cbs_figures_name_the_licence():
    sources = TABLES.sources[TABLES.sources["source"].str.startswith("CBS")]
    assert set(sources["licence"]) == {"CC BY 4.0"}


@pytest.mark.parametrize("table", ["national_figures", "regional_figures"])
def test_every_published_figure_has_a_known_status_and_an_address(table):
    rows = getattr(TABLES, table)
    assert set(rows["status"]) <= set(STATUSES)
    assert rows["source_url"].str.startswith("http").all()


def test_no_source_is_a_code_repository_or_a_path_of_a_machine():
    for file in DATA.glob("*.csv"):
        text = file.read_text("utf-8").lower()
        assert "github" not in text, file.name
        assert not re.search(r'(^|[,"])(/|[a-z]:\\)', text, re.MULTILINE), file.name


def test_a_figure_that_its_source_rounds_is_never_called_official():
    rows = TABLES.national_figures
    rounded = rows[rows["note"].fillna("").str.contains("ongeveer|schatting|bijna|ruim|meer dan")]
    assert not set(rounded["status"]) & {"CBS", "officieel"}


# --- regions


def test_the_six_regions_have_82_municipalities():
    members = TABLES.region_municipalities
    assert members["municipality"].nunique() == len(members) == 82
    assert members.groupby("region").size().to_dict() == {
        "groningen": 10,
        "mra": 30,
        "arnhem-nijmegen": 18,
        "haaglanden": 9,
        "parkstad": 7,
        "enschede": 8,
    }


def test_in_2025_montferland_is_gone_and_81_are_left():
    members = TABLES.region_municipalities
    left = members[members["until_year"].isna() | (members["until_year"] >= 2025)]
    assert len(left) == 81
    assert set(members["municipality"]) - set(left["municipality"]) == {"GM1955"}


def test_mra_has_seven_subregions_and_groningen_three():
    counts = TABLES.region_municipalities.groupby("region")["subregion"].nunique()
    assert counts[["mra", "groningen", "arnhem-nijmegen", "parkstad"]].to_list() == [7, 3, 3, 0]


def test_every_region_has_every_topic():
    topics = TABLES.region_profiles.groupby("region")["topic"].agg(set)
    assert len(topics) == 6
    assert all(found == set(TOPICS) for found in topics)


def test_what_is_unknown_says_so_and_what_is_known_does_not():
    unknown = TABLES.region_profiles["status"] == "onbekend"
    assert (TABLES.region_profiles["text"].str.startswith("Onbekend: ") == unknown).all()


def test_the_sentence_of_each_region_is_true_for_that_region_only():
    members = TABLES.region_municipalities.join(TABLES.municipalities, on="municipality")
    sums = members.groupby("region")[["inwoners_2024", "ouderen_65plus", "land"]].sum()
    older = sums["ouderen_65plus"] / sums["inwoners_2024"]
    provinces = TABLES.municipalities.groupby("province").size()
    whole = [
        region
        for region, rows in members.groupby("region")
        if rows["province"].nunique() == 1 and len(rows) == provinces[rows["province"].iloc[0]]
    ]
    assert whole == ["groningen"]
    assert members.groupby("region").size().idxmax() == "mra"
    assert members.loc[members["until_year"].notna(), "region"].to_list() == ["arnhem-nijmegen"]
    assert (sums["inwoners_2024"] / sums["land"]).idxmax() == "haaglanden"
    assert older.idxmax() == "parkstad" and older["parkstad"] > 0.25
    assert set(members.loc[members["province"] == "Overijssel", "region"]) == {"enschede"}


def test_every_municipality_lies_in_one_area_of_every_division():
    counts = TABLES.divisions.groupby("division")["municipality"].nunique()
    assert len(counts) == 12
    assert (counts == 342).all()


# --- groups and criteria


def test_homes_for_older_people_are_the_sum_of_the_three_parts():
    parts = TABLES.groups.loc[TABLES.groups["part_of"] == "ouderen", "group"]
    assert [primary(group)["value"] for group in parts] == [170_000, 80_000, 40_000]
    assert primary("ouderen")["value"] == 290_000


def test_seven_groups_have_no_national_figure_and_say_so():
    known = set(TABLES.national_figures.query("role == 'primary'")["group"])
    lacking = TABLES.groups[~TABLES.groups["group"].isin(known)]
    assert len(lacking) == 7
    assert lacking["reading"].str.startswith("Er is geen landelijk cijfer gevonden.").all()


def test_a_figure_from_memory_is_nowhere():
    values = TABLES.national_figures.query("group in ['statushouders', 'uitstroom_detentie']")["value"]
    assert not set(values) & {27_300, 18_750, 17_300}


def test_the_estimate_for_homelessness_is_one_percent_of_the_inhabitants():
    members = TABLES.region_municipalities.join(TABLES.municipalities, on="municipality")
    inhabitants = members.groupby("region")["inwoners_2024"].sum()
    rows = TABLES.regional_figures.query("group == 'dak_thuisloos' and role == 'high'").set_index("region")
    assert rows["value"].to_dict() == {region: round(inhabitants[region] / 100) for region in ("mra", "haaglanden")}
    assert set(rows["status"]) == {"raming"}


def test_a_gap_has_a_base_and_a_proportional_criterion_has_none():
    gap = TABLES.criteria["kind"] == "gap"
    assert (TABLES.criteria["base"].notna() == gap).all()
    regional_mean = TABLES.criteria[gap & TABLES.criteria["norm"].isna()]
    assert regional_mean["criterion"].to_list() == ["ruimte_bestaand_aanbod"]


def test_the_weights_of_a_preset_add_up_to_ten():
    assert set(TABLES.presets.groupby("preset")["weight"].sum()) == {10}


# --- the official key


@pytest.mark.parametrize("case", list(TABLES.cases.query("strict").itertuples()), ids=lambda case: case.case)
def test_the_published_number_follows_from_the_inhabitants_of_1_january_2021(case):
    share = TABLES.municipalities.loc[case.municipality, "inwoners_2021"] / NATIONAL["inwoners_2021"]
    assert round(case.national_total * share) == case.published


def test_there_are_five_strict_cases():
    assert TABLES.cases["strict"].sum() == 5


# --- what explains and proves


def test_the_turnover_is_the_homes_that_came_free_divided_by_all_social_rent():
    row = TABLES.assumptions.set_index("key").loc["mutatiegraad"]
    free = TABLES.national_figures.set_index("description").at["Vrijgekomen corporatiewoningen", "value"]
    homes = TABLES.municipalities["sociale_huur"].sum()
    assert free == 161_000
    assert row["value"] == round(free / homes, 4) == 0.0694
    assert f"161.000 / {homes:,}".replace(",", ".") in row["evidence"]
    assert row["status"] == "berekend"


def test_every_group_has_one_factor_to_homes():
    rows = TABLES.assumptions[TABLES.assumptions["key"] == "woningen_per_eenheid"]
    assert sorted(rows["group"]) == sorted(TABLES.groups["group"])


def test_the_factor_of_permit_holders_follows_from_the_published_figures():
    # 13,000 homes for more than 30,000 people: 0.43 homes per person.
    figures = TABLES.national_figures.set_index("description")["value"]
    homes = figures["Corporatiewoningen voor huishoudens van statushouders"]
    people = TABLES.national_figures.query("group == 'statushouders' and unit == 'personen per jaar'")
    people = people.set_index("description").at["Mensen die een woning kregen", "value"]
    row = TABLES.assumptions.set_index("group").loc["statushouders"]
    assert row["value"] == round(homes / people, 2) == 0.43
    assert row["status"] == "raming"


def test_a_factor_is_one_by_definition_or_an_upper_bound_that_says_so():
    rows = TABLES.assumptions[TABLES.assumptions["key"] == "woningen_per_eenheid"].set_index("group")
    units = TABLES.groups.set_index("group")["unit"].str.split().str[0]
    persons = units.isin(["personen", "cliënten", "jongeren", "slachtoffers"])
    others = rows.drop("statushouders")
    assert set(others["value"]) == {1}
    for group, row in others.iterrows():
        assert row["status"] == ("raming" if persons[group] else "berekend"), group
        assert row["evidence"].startswith("Bovengrens.") == persons[group], group


def test_parts_of_a_published_sum_are_the_figures_that_we_use():
    parts = TABLES.sums.set_index(["sum", "part"])["value"]
    figures = TABLES.national_figures
    pitches = figures[figures["description"].str.startswith("Standplaatsen in ")].set_index("description")["value"]
    assert len(pitches) == 12
    for part, value in parts["standplaatsen"].items():
        assert pitches[f"Standplaatsen in {part}"] == value
    assert parts["woningen-ouderen"].to_list() == [
        primary(f"ouderen_{part}")["value"] for part in ("nultreden", "geclusterd", "verpleegzorg")
    ]


def test_every_status_and_every_item_that_can_be_missing_can_be_explained_or_asked():
    terms = set(TABLES.glossary["term"].str.lower())
    assert {status.lower() for status in STATUSES} <= terms
    for item in ITEMS:
        of_item = TABLES.requests[TABLES.requests["item"] == item]
        has_general = of_item["group"].isna().any()
        assert has_general or set(of_item["group"]) == set(TABLES.groups["group"]), item


def test_a_term_is_explained_in_one_line_that_does_not_begin_with_the_term():
    for row in TABLES.glossary.itertuples():
        assert row.short.endswith("."), row.key
        assert not row.short.lower().startswith(row.term.lower()), row.key
        assert row.source is None or pd.isna(row.source) == pd.isna(row.source_url), row.key


def test_an_example_in_the_glossary_is_true():
    municipalities, members = TABLES.municipalities, TABLES.region_municipalities
    codes = members.loc[members["region"] == "arnhem-nijmegen", "municipality"]
    inhabitants = municipalities["inwoners_2021"]
    examples = TABLES.glossary.set_index("key")["example"]
    assert round(21_200 * inhabitants[codes].sum() / inhabitants.sum()) == 957
    assert inhabitants[codes].sum() == 788_655
    assert all("957" in examples[key] for key in ("opgave", "berekend", "landelijk-cijfer"))
    now = municipalities["inwoners_2024"]
    assert round(100 * now["GM0268"] / now[codes].sum()) == 23
    assert "23 procent" in examples["maatstaf"]


def test_what_is_open_about_the_law_says_so_and_has_no_date():
    law = TABLES.guides[TABLES.guides["kind"] == "wet"]
    assert (law["date"].isna() == (law["status"] == "onbekend")).all()
    assert law["status"].eq("onbekend").any()
    assert law["date"].dropna().is_monotonic_increasing


# --- wrong tables are refused


@pytest.fixture
def folder(tmp_path):
    for file in FILES.values():
        shutil.copy(DATA / file, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("gemeenten.csv", ",woningen,", ",huizen,", "gemeenten.csv: kolom 'woningen' ontbreekt."),
        ("gemeenten.csv", "GM0034,", "GM0014,", "rij 2, kolom 'municipality' heeft een waarde die twee keer voorkomt"),
        ("gemeenten.csv", ",124258,", ",veel,", "gemeenten.csv: rij 2, kolom 'woningen' .* 'veel'"),
        ("gemeenten.csv", ",124258,", ",,", "gemeenten.csv: rij 2, kolom 'woningen' is leeg."),
        ("gemeenten.csv", ",124258,", ",-1,", "gemeenten.csv: rij 2, kolom 'woningen' .* kan: '-1'"),
        ("gemeenten.csv", ",31.5,", ",131.5,", "gemeenten.csv: rij 2, kolom 'sociale_huur_aandeel' .* '131.5'"),
        ("kanttekeningen.csv", ",woningen,", ",daken,", "kanttekeningen.csv: rij .*, kolom 'column' .* 'daken'"),
        ("landelijke_cijfers.csv", ",raming,", ",gok,", "landelijke_cijfers.csv: rij 2, kolom 'status' .* 'gok'"),
        ("landelijke_cijfers.csv", "sloos,other", "sloos,primary", "rij 3, kolom 'role' komt .* al eerder voor"),
        ("opgaven.csv", "mra,", "utrecht,", "opgaven.csv: rij 3, kolom 'region' .* bestaat: 'utrecht'"),
        ("opgaven.csv", "standplaatsen,2018", "huizen,2018", "opgaven.csv: rij 2, kolom 'unit' is anders"),
        ("regios.csv", "GM0268", "GM9999", "regios.csv: rij 4, kolom 'central_municipality' .* 'GM9999'"),
        ("bronnen.csv", "gemeenten,land,", "gemeenten,water,", "bronnen.csv: kolom 'land' .* heeft geen bron"),
        ("voorkeuren.csv", ",10,", ",11,", "voorkeuren.csv: rij 2, kolom 'weight' .* '11.0'"),
        ("begrippen.csv", ",gewicht;verdeelsleutel;", ",gewigt;verdeelsleutel;", "kolom 'related' .* 'gewigt'"),
        ("aannames.csv", ",statushouders,", ",statushouder,", "aannames.csv: rij .*, kolom 'group' .* Bedoelt u"),
        ("opvragen.csv", "opgave,dak", "opgaaf,dak", "opvragen.csv: rij 2, kolom 'item' .* 'opgaaf'"),
        ("wegwijzer.csv", "2022-05-11", "11 mei 2022", "wegwijzer.csv: rij 2, kolom 'date' .* '11 mei 2022'"),
        ("rekenvoorbeelden.csv", ",bounds,", ",grens,", "rekenvoorbeelden.csv: rij .*, kolom 'method' .* 'grens'"),
        ("toetsgevallen.csv", ",true,", ",ja,", "toetsgevallen.csv: rij 2, kolom 'strict' .* 'ja'"),
    ],
)
def test_a_wrong_table_is_refused_with_file_and_column(folder, file, old, new, message):
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=message):
        load_tables(folder)


def test_a_missing_file_is_named(folder):
    (folder / "regios.csv").unlink()
    with pytest.raises(DataError, match="regios.csv: dit bestand ontbreekt"):
        load_tables(folder)


def test_a_file_that_is_no_csv_is_named(folder):
    (folder / "regios.csv").write_text("")
    with pytest.raises(DataError, match="regios.csv: dit bestand is niet te lezen als csv"):
        load_tables(folder)


# --- version


def test_every_file_of_the_folder_is_a_table():
    assert {file.name for file in DATA.glob("*.csv")} == set(FILES.values())
    assert set(FILES) == {field.name for field in fields(Tables)} - {"version"}


def test_the_version_is_edition_and_content_and_does_not_see_line_ends(folder):
    assert TABLES.version.startswith("2026-11.") and len(TABLES.version) == len("2026-11.") + 10
    path = folder / "regios.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_tables(folder).version == TABLES.version


def test_the_version_changes_with_one_figure(folder):
    path = folder / "gemeenten.csv"
    path.write_text(path.read_text("utf-8").replace(",124258,", ",124259,", 1), encoding="utf-8")
    assert load_tables(folder).version != TABLES.version
