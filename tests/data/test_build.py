"""How the tables are made, on small frames with a handful of real figures."""

import pandas as pd
import pytest

from data.build import __main__ as command
from data.build import cases, municipalities, regions
from data.build.files import write_csv
from data.tables import DATA, load_tables

CODES = pd.Index(["GM0014", "GM0164", "GM0373"], name="gm_code")
AGES = [f"lft_{age}_{age + 4}" for age in range(15, 95, 5)] + ["lft_95plus"]


@pytest.fixture
def core():
    figures = pd.DataFrame(1, index=CODES, columns=[*municipalities.COPIED.values(), "nieuwbouw_2015_2020"])
    for year in municipalities.YEARS:
        figures[f"inwoners_{year}"] = 1000
    return figures.assign(
        gm_naam=["Groningen", "Hengelo (O.)", "Bergen (NH.)"],
        provincie=["Groningen", "Overijssel", "Noord-Holland"],
        woningen_2024=[124258, 100, 100],
        pct_huur_corporatie=[31.5, 10.0, 10.0],
        nieuwbouw_2015_2020=[7936, 5, 5],
        nieuwbouw_2024=[610, 0, 1],
    )


@pytest.fixture
def ages():
    return pd.DataFrame(10, index=CODES, columns=AGES).assign(totaal=200)


@pytest.fixture
def plans():
    return pd.DataFrame({"totaal": [13639.0, 0.0, 1429.6]}, index=CODES)


def test_social_rent_is_the_share_times_the_homes(core, ages, plans):
    table = municipalities.municipalities(core, ages, plans)
    assert table.loc["GM0014", "sociale_huur"] == 39141  # 31.5 % of 124,258


def test_homes_built_are_those_of_seven_known_years(core, ages, plans):
    table = municipalities.municipalities(core, ages, plans)
    assert table.loc["GM0014", "nieuwbouw"] == 7936 + 610


def test_no_building_plans_reported_is_missing_and_not_zero(plans):
    planned = municipalities.planned_homes(plans)
    assert planned.isna().to_list() == [False, True, False]
    assert planned["GM0373"] == 1430


def test_people_of_75_and_older_are_a_share_of_those_of_65_and_older(ages):
    # Seven age classes from 65, five of them from 75: five sevenths of 700.
    people = municipalities.people_75_plus(pd.Series(700, index=CODES), ages)
    assert people.to_list() == [500, 500, 500]


def test_young_people_are_a_share_of_the_official_inhabitants(ages):
    # 20 of 200 people in the postcodes are 15 to 24, so a tenth of 1,000 inhabitants.
    assert municipalities.young_people(pd.Series(1000, index=CODES), ages).to_list() == [100, 100, 100]


def test_only_the_two_municipalities_called_bergen_keep_their_suffix(core, ages, plans):
    table = municipalities.municipalities(core, ages, plans)
    assert table["name"].to_list() == ["Groningen", "Hengelo", "Bergen (NH.)"]


def test_the_columns_are_those_of_the_table(core, ages, plans):
    table = municipalities.municipalities(core, ages, plans)
    assert list(table.columns) == list(load_tables().municipalities.columns)
    assert table.index.name == "municipality"


def test_a_region_gets_our_key_and_montferland_a_last_year():
    listed = pd.DataFrame(
        {
            "region": ["Groene Metropoolregio Arnhem-Nijmegen", "Regio Groningen"],
            "code": ["GM1955", "GM0014"],
            "subregion": ["Overig (Montferland)", "Groningen-Assen (Gronings deel)"],
        }
    )
    table = regions.members(listed)
    assert table["region"].to_list() == ["groningen", "arnhem-nijmegen"]
    assert table["subregion"].to_list() == ["Groningen-Assen (Gronings deel)", "Montferland"]
    assert table["until_year"].isna().to_list() == [True, False]
    assert table["until_year"][1] == 2024


def test_a_municipality_gets_one_row_per_division():
    columns = {name for _, area, code in regions.DIVISIONS.values() for name in (area, code)}
    areas = pd.DataFrame({"gm_code": ["GM0034", "GM0014"], **dict.fromkeys(sorted(columns), "x")})
    table = regions.divisions(areas)
    assert len(table) == 2 * len(regions.DIVISIONS)
    assert table["municipality"].is_monotonic_increasing
    assert table["division"].to_list() == list(regions.DIVISIONS) * 2


def test_a_case_with_backlog_is_no_strict_test_and_says_why():
    listed = pd.DataFrame(
        {
            "test_id": ["TS-01", "TS-06"],
            "verdeling": "taakstelling vergunninghouders",
            "periode": ["2023-H1", "2022-H1"],
            "landelijk_totaal": [21200, 9979],
            "code": ["GM0202", "GM0518"],
            "gepubliceerd": [197, 417],
            "strict_test": ["y", "n"],
            "source_url": "https://example.org",
        }
    )
    table = cases.cases(listed)
    assert table["strict"].to_list() == ["true", "false"]
    assert "achterstand" in table.loc[1, "note"]


def test_a_csv_has_lf_and_empty_cells_for_missing(tmp_path):
    write_csv(pd.DataFrame({"a": pd.array([1, None], dtype="Int64"), "b": ["é", "x,y"]}), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == 'a,b\n1,é\n,"x,y"\n'.encode()


def test_the_tables_on_disk_are_written_in_the_way_of_the_build(tmp_path):
    for file in DATA.glob("*.csv"):
        text = pd.read_csv(file, dtype=str, keep_default_na=False, na_values=[""])
        write_csv(text, tmp_path / file.name)
        assert (tmp_path / file.name).read_bytes() == file.read_bytes(), file.name


def test_a_source_folder_that_does_not_exist_ends_with_one_line_and_exit_code_1(tmp_path, capsys):
    assert command.main(["--source", str(tmp_path / "nergens"), "--folder", str(tmp_path)]) == 1
    assert "nergens" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
