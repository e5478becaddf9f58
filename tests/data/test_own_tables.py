"""Tables that a user brings: what may be left out, what takes its place, and what is refused in words that help."""

import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.own import DEFAULTS, FILE_MAX, NEEDED, REQUIRED, load_own_tables
from data.schemas import EVERYONE, OWN_COLUMNS, SCHEMAS, STEPS, TASK_MAX, own_columns
from data.tables import DATA, FILES, DataError, Tables, load_tables
from fairshare import FairShareError, Scenario, allocate, inputs_for
from fairshare import scenario as scenarios
from fairshare.inputs import NETHERLANDS

SMALL = {
    "gemeenten.csv": "municipality,name,inwoners_2023,banen\nA,Aa,100,30\nB,Bee,300,10\nC,Cee,600,\n",
    "aandachtsgroepen.csv": "group,name,unit\nstarters,Starters,woningen\n",
    "maatstaven.csv": "criterion,name,kind,quantity\ninwoners,Inwoners,proportional,inwoners\nwerk,Werk,proportional,banen\n",
}
REGIONS = {
    "regios.csv": "region,name\noost,Oost\nwest,West\n",
    "regio_gemeenten.csv": "region,municipality\noost,A\noost,B\nwest,C\n",
}
FIGURES = {
    "opgaven.csv": "region,group,value\noost,starters,40\n",
    "landelijke_cijfers.csv": "group,value\nstarters,100\n",
    "bestaand_aanbod.csv": "municipality,group,number\nA,starters,5\n",
}
WHOLE = SMALL | REGIONS | FIGURES


def write(folder: Path, files: dict[str, str]) -> Path:
    for file, text in files.items():
        (folder / file).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def small(tmp_path):
    """A folder with only what is needed."""
    return write(tmp_path, SMALL)


@pytest.fixture
def whole(tmp_path):
    """A folder with every table that the engine uses."""
    return write(tmp_path, WHOLE)


def result(tables: Tables, **scenario):
    scenario = Scenario(**{"year": 2023} | scenario)
    return allocate(inputs_for(tables, scenario), scenario)


def numbers(tables: Tables, **scenario) -> dict[str, int]:
    document = result(tables, **scenario).as_dict()
    return {row["municipality"]: row["result"] for row in document["rows"]}


def document(tables: Tables, **scenario) -> dict:
    found = result(tables, **scenario).as_dict()
    del found["data_version"]
    return found


# --- what may be left out


def test_three_tables_are_enough_for_a_task_of_the_scenario(small):
    tables = load_own_tables(small)
    assert numbers(tables, region="eigen", tasks={"starters": 50}) == {"A": 5, "B": 15, "C": 30}


def test_without_regions_there_is_one_with_every_municipality(small):
    tables = load_own_tables(small)
    assert inputs_for(tables, Scenario(region="eigen", year=2023)).region_name == "Eigen regio"
    assert inputs_for(tables, Scenario(region="nl", year=2023)).codes == ("A", "B", "C")


def test_without_members_everyone_is_in_the_only_region(small):
    write(small, {"regios.csv": "region,name\noost,Oost\n"})
    found = inputs_for(load_own_tables(small), Scenario(region="oost", year=2023))
    assert (found.region_name, found.codes) == ("Oost", ("A", "B", "C"))


def test_without_regions_the_members_say_which_there_are(small):
    write(small, {"regio_gemeenten.csv": REGIONS["regio_gemeenten.csv"]})
    found = inputs_for(load_own_tables(small), Scenario(region="oost", year=2023))
    assert (found.region_name, found.codes) == ("oost", ("A", "B"))


def test_all_municipalities_together_are_not_called_the_netherlands(whole):
    found = inputs_for(load_own_tables(whole), Scenario(region="nl", year=2023))
    assert (found.region_name, len(found.codes)) == ("Alle gemeenten", 3)


def test_a_municipality_may_be_in_two_regions(whole):
    write(whole, {"regio_gemeenten.csv": "region,municipality\noost,A\noost,B\nwest,B\nwest,C\n"})
    tables = load_own_tables(whole)
    assert inputs_for(tables, Scenario(region="oost", year=2023)).codes == ("A", "B")
    assert inputs_for(tables, Scenario(region="west", year=2023)).codes == ("B", "C")


def test_a_task_comes_from_the_region_or_from_the_national_figure(whole):
    tables = load_own_tables(whole)
    assert numbers(tables, region="oost") == {"A": 10, "B": 30}  # the regional figure, 40
    assert numbers(tables, region="west") == {"C": 60}  # 600 of 1,000 inhabitants, of 100


def test_existing_supply_counts_once_it_is_known_of_everyone(whole):
    write(whole, {"bestaand_aanbod.csv": "municipality,group,number\nA,starters,20\nB,starters,0\n"})
    # Task 40 and 20 existing: A takes a quarter of 60 less the 20 it has, which is less than nothing.
    assert numbers(load_own_tables(whole), region="oost", existing=1) == {"A": 0, "B": 40}


def test_a_missing_cell_is_missing_and_not_zero(small):
    tables = load_own_tables(small)
    found = result(tables, region="eigen", tasks={"starters": 50}, weights={"inwoners": 1, "werk": 1})
    assert found.warnings == ("'Werk' telt niet mee: het cijfer ontbreekt voor Cee.",)
    assert np.isnan(tables.municipalities.loc["C", "banen"])


def test_defaults_say_that_a_figure_is_the_users_own(whole):
    tables = load_own_tables(whole)
    row = tables.regional_figures.iloc[0]
    assert (row["unit"], row["role"], row["status"], row["source"]) == (
        "woningen",
        "primary",
        "eigen invoer",
        "eigen tabel",
    )


def test_an_empty_optional_cell_gets_the_default_too(small):
    write(small, {"aandachtsgroepen.csv": "group,name,unit,base,order\na,A,woningen,,\nb,B,woningen,banen,1\n"})
    write(small, {"gemeenten.csv": SMALL["gemeenten.csv"].replace("600,", "600,60")})
    groups = load_own_tables(small).groups.set_index("group")
    assert groups.loc["a", ["base", "order", "short_name"]].to_list() == ["inwoners", 1, "A"]
    assert groups.loc["b", "base"] == "banen"


def test_a_national_figure_is_scaled_with_any_figure(whole):
    write(whole, {"gemeenten.csv": SMALL["gemeenten.csv"].replace("600,", "600,60")})
    write(whole, {"aandachtsgroepen.csv": "group,name,unit,base\nstarters,Starters,woningen,banen\n"})
    assert numbers(load_own_tables(whole), region="west") == {"C": 60}  # 60 of 100 jobs, of 100


def test_a_gap_takes_any_column_and_a_norm_above_one(small):
    write(small, {"gemeenten.csv": "municipality,name,inwoners_2023,huizen,banen\nA,Aa,1,10,0\nB,Bee,1,10,5\n"})
    write(small, {"maatstaven.csv": "criterion,name,kind,quantity,base,norm\nwerk,Werk,gap,banen,huizen,1.5\n"})
    found = numbers(load_own_tables(small), region="eigen", tasks={"starters": 25}, weights={"werk": 1})
    assert found == {"A": 15, "B": 10}  # short of 15 jobs: 15 and 10


@pytest.mark.parametrize("reference", ["woningen", "sociale_huur"])
def test_a_reference_that_the_tables_lack_is_refused(small, reference):
    with pytest.raises(FairShareError, match=f"reference: '{reference}'"):
        result(load_own_tables(small), region="eigen", tasks={"starters": 50}, reference=reference)


def test_a_reference_that_the_tables_have_is_used(small):
    write(small, {"gemeenten.csv": "municipality,name,inwoners_2023,banen,woningen\nA,Aa,1,,10\nB,Bee,1,,30\n"})
    found = result(load_own_tables(small), region="eigen", tasks={"starters": 8}, reference="woningen")
    assert found.reference[:, 0] == pytest.approx([2, 6])


def test_a_year_without_inhabitants_names_the_years_that_there_are(small):
    write(small, {"gemeenten.csv": "municipality,name,inwoners_2016,inwoners_2020,banen\nA,Aa,1,2,3\n"})
    with pytest.raises(FairShareError, match=re.escape("year is 2023; er zijn cijfers voor 2016, 2020.")):
        result(load_own_tables(small), region="eigen")


def test_a_region_without_municipalities_in_a_year_is_refused(whole):
    write(whole, {"regio_gemeenten.csv": "region,municipality,from_year\noost,A,\nwest,C,2024\n"})
    with pytest.raises(FairShareError, match="region: 'west' heeft in 2023 geen gemeenten"):
        result(load_own_tables(whole), region="west")


def test_no_group_with_a_task_is_refused(small):
    with pytest.raises(FairShareError, match="Geen enkele aandachtsgroep heeft een opgave"):
        result(load_own_tables(small), region="eigen")


# --- the same tables, the same engine


@pytest.fixture
def ours(tmp_path):
    """A copy of our own tables."""
    for file in FILES.values():
        shutil.copy(DATA / file, tmp_path)
    return tmp_path


@pytest.mark.parametrize("region", ["groningen", "arnhem-nijmegen", "nl"])
def test_our_tables_as_own_tables_give_the_same_result(ours, region):
    built_in = load_tables()
    weights = dict.fromkeys(built_in.criteria["criterion"], 1)
    scenario = {"region": region, "year": 2024, "weights": weights, "existing": 0.5, "floor": 0.2}
    assert document(load_own_tables(ours), **scenario) == document(built_in, **scenario)


def test_tables_that_only_the_screens_need_may_be_absent(ours):
    for name, file in FILES.items():
        if name not in REQUIRED:
            (ours / file).unlink()
    tables = load_own_tables(ours)
    assert document(tables, region="mra", year=2024) == document(load_tables(), region="mra", year=2024)
    assert tables.sources.empty and tables.presets.empty and tables.cases.empty


def test_the_order_of_rows_and_columns_does_not_matter(whole, tmp_path_factory):
    rng = np.random.default_rng(1)
    other = tmp_path_factory.mktemp("shuffled")
    for file in WHOLE:
        table = pd.read_csv(whole / file, dtype=str)
        shuffled = table.iloc[rng.permutation(len(table)), rng.permutation(table.shape[1])]
        shuffled.to_csv(other / file, index=False)
    for region in ("oost", "west", "nl"):
        assert document(load_own_tables(other), region=region) == document(load_own_tables(whole), region=region)


def test_a_byte_order_mark_spaces_blank_lines_and_windows_line_ends_do_not_matter(small, tmp_path_factory):
    other = write(tmp_path_factory.mktemp("windows"), SMALL)
    text = SMALL["gemeenten.csv"].replace("\nB,Bee,", "\n\n,,,\n B , Bee,").replace("\n", "\r\n")
    (other / "gemeenten.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    scenario = {"region": "eigen", "tasks": {"starters": 50}}
    assert document(load_own_tables(other), **scenario) == document(load_own_tables(small), **scenario)


def test_a_message_counts_blank_lines(small):
    text = SMALL["gemeenten.csv"].replace("\nB,Bee,300", "\n\n\nB,Bee,veel")
    with pytest.raises(DataError, match="gemeenten.csv: rij 5, kolom 'inwoners_2023' .* 'veel'"):
        load_own_tables(write(small, {"gemeenten.csv": text}))


def test_a_code_may_look_like_a_number_or_like_nothing(small):
    write(small, {"gemeenten.csv": "municipality,name,inwoners_2023,banen\n007,NA,1,1\nnan,null,1,1\nNone,7,1,1\n"})
    tables = load_own_tables(small)
    assert tables.municipalities["name"].to_dict() == {"007": "NA", "None": "7", "nan": "null"}


# --- version


def test_the_version_is_own_and_changes_with_a_figure_but_not_with_another_file(whole):
    version = load_own_tables(whole).version
    assert re.fullmatch(r"eigen\.[0-9a-f]{10}", version)
    write(whole, {"notities.csv": "van alles", "bronnen.csv": "ook niet gelezen"})
    assert load_own_tables(whole).version == version
    write(whole, {"opgaven.csv": FIGURES["opgaven.csv"].replace("40", "41")})
    assert load_own_tables(whole).version != version
    assert not load_tables().is_own


def test_the_folder_is_read_again_every_time(whole):
    assert numbers(load_own_tables(whole), region="oost") == {"A": 10, "B": 30}
    write(whole, {"opgaven.csv": FIGURES["opgaven.csv"].replace("40", "4")})
    assert numbers(load_own_tables(whole), region="oost") == {"A": 1, "B": 3}


# --- wrong tables are refused


def refusal(folder) -> str:
    """Why the folder is refused: one line, a sentence."""
    with pytest.raises(DataError) as refused:
        load_own_tables(folder)
    message = str(refused.value)
    assert "\n" not in message and message.endswith((".", ".)", "?"))
    return message


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        # columns
        ("gemeenten.csv", "name,", "naam,", "gemeenten.csv: kolom 'name' ontbreekt"),
        ("gemeenten.csv", "inwoners_2023", "mensen", "gemeenten.csv: een kolom met inwoners ontbreekt"),
        ("gemeenten.csv", "banen", "inwoners", "kolom 'inwoners' heeft geen jaar.*inwoners_2024"),
        ("gemeenten.csv", "banen", "inwoners_stad", "kolom 'inwoners_stad' heeft geen jaar"),
        ("gemeenten.csv", "banen", "inwoners_1800", "kolom 'inwoners_1800' heeft geen jaar"),
        ("gemeenten.csv", "banen", "bestaand_aanbod", "kolom 'bestaand_aanbod' kan niet.*bestaand_aanbod.csv"),
        ("gemeenten.csv", "banen", "name", "gemeenten.csv: kolom 'name' komt twee keer voor"),
        ("gemeenten.csv", "banen", "", "gemeenten.csv: kolom 4 heeft geen naam"),
        ("aandachtsgroepen.csv", ",unit", ",eenheid", "aandachtsgroepen.csv: kolom 'unit' ontbreekt"),
        ("maatstaven.csv", "quantity", "cijfer", "maatstaven.csv: kolom 'quantity' ontbreekt"),
        ("opgaven.csv", "value", "waarde", "opgaven.csv: kolom 'value' ontbreekt"),
        ("opgaven.csv", "group,value", "group,value,bron", "opgaven.csv: rij 2 heeft 3 velden en de kop 4"),
        ("regios.csv", "region,name\noost,Oost\nwest,West", "region,name,soort\noost,Oost,x\nwest,West,x", "'soort' is onbekend. Haal"),
        ("bestaand_aanbod.csv", "number", "nummer", "bestaand_aanbod.csv: kolom 'number' ontbreekt"),
        # numbers
        ("gemeenten.csv", "A,Aa,100,30", "A,Aa,veel,30", "gemeenten.csv: rij 2, kolom 'inwoners_2023' .*'veel'.*punt"),
        ("gemeenten.csv", "A,Aa,100,30", "A,Aa,100,-1", "gemeenten.csv: rij 2, kolom 'banen' .*'-1.0'.* 0 tot"),
        ("gemeenten.csv", "A,Aa,100,30", "A,Aa,100,nan", "gemeenten.csv: rij 2, kolom 'banen' .*'nan'"),
        ("gemeenten.csv", "A,Aa,100,30", "A,Aa,100,inf", "gemeenten.csv: rij 2, kolom 'banen' .*'inf'"),
        ("gemeenten.csv", "A,Aa,100,30", "A,Aa,100,1e999", "gemeenten.csv: rij 2, kolom 'banen' .*'1e999'"),
        ("gemeenten.csv", "A,Aa,100,30", "A,Aa,100,1e16", "gemeenten.csv: rij 2, kolom 'banen' .*'1e"),
        ("gemeenten.csv", "A,Aa,100,30", 'A,Aa,100,"1,5"', "gemeenten.csv: rij 2, kolom 'banen' .*'1,5'.*punt"),
        ("gemeenten.csv", "A,Aa,100,30", "A,Aa,100,1_000", "gemeenten.csv: rij 2, kolom 'banen' .*'1_000'"),
        ("gemeenten.csv", "A,Aa,100,30", "A,Aa,100,1.234.567", "gemeenten.csv: rij 2, kolom 'banen' .*'1.234.567'"),
        ("gemeenten.csv", "A,Aa,100,30", "A,Aa,100,٣", "gemeenten.csv: rij 2, kolom 'banen' .*'٣'"),
        ("gemeenten.csv", "A,Aa,100,30", "A,Aa,1,5,30", "gemeenten.csv: rij 2 heeft 5 velden en de kop 4.*aanhalingstekens"),
        ("gemeenten.csv", "A,Aa,100,30", "A,Aa,100", "gemeenten.csv: rij 2 heeft 3 velden en de kop 4"),
        ("gemeenten.csv", "A,Aa,100,30", "A,Aa,0,30", "gemeenten.csv: rij 2, kolom 'inwoners_2023' .*boven 0"),
        ("gemeenten.csv", "A,Aa,100,30", "A,Aa,,30", "gemeenten.csv: rij 2, kolom 'inwoners_2023' is leeg"),
        ("opgaven.csv", ",40", ",-40", "opgaven.csv: rij 2, kolom 'value' .*'-40.0'"),
        ("opgaven.csv", ",40", ",", "opgaven.csv: rij 2, kolom 'value' is leeg"),
        ("opgaven.csv", ",40", ",10000001", "opgaven.csv: rij 2, kolom 'value' .*10000000"),
        ("opgaven.csv", "value\noost,starters,40", "value,year\noost,starters,40,2023.5", "'year' .*heel getal"),
        ("opgaven.csv", "value\noost,starters,40", "value,year\noost,starters,40,99999999999999999999", "kolom 'year'"),
        ("opgaven.csv", "value\noost,starters,40", "value,year\noost,starters,40,23", "kolom 'year' .*1900"),
        ("bestaand_aanbod.csv", ",5", ",vijf", "bestaand_aanbod.csv: rij 2, kolom 'number' .*'vijf'"),
        # codes
        ("gemeenten.csv", "B,Bee", "A,Bee", "gemeenten.csv: rij [23], kolom 'municipality' .*twee keer voorkomt: 'A'"),
        ("gemeenten.csv", "A,Aa", ",Aa", "gemeenten.csv: rij 2, kolom 'municipality' is leeg"),
        ("gemeenten.csv", "A,Aa", "A 1,Aa", "gemeenten.csv: rij 2, kolom 'municipality' .*'A 1'.*zonder spaties"),
        ("gemeenten.csv", "A,Aa", '"A\n1",Aa', "gemeenten.csv: rij 2, kolom 'municipality' .*'A 1'"),
        ("gemeenten.csv", "A,Aa", "A,", "gemeenten.csv: rij 2, kolom 'name' is leeg"),
        ("aandachtsgroepen.csv", "starters,S", "s t,S", "aandachtsgroepen.csv: rij 2, kolom 'group' .*spaties"),
        ("maatstaven.csv", "werk,W", "inwoners,W", "maatstaven.csv: rij [23], kolom 'criterion' .*twee keer"),
        ("maatstaven.csv", "werk,W", "a/b,W", "maatstaven.csv: rij 3, kolom 'criterion' .*'a/b'"),
        ("maatstaven.csv", "werk,W", "rounding,W", "maatstaven.csv: rij 3, kolom 'criterion' .*'rounding'.*stap"),
        ("regios.csv", "west,West", "oost,West", "regios.csv: rij [23], kolom 'region' .*twee keer"),
        ("regios.csv", "west,West", "nl,West", "regios.csv: rij 3, kolom 'region' .*'nl'.*alle gemeenten"),
        ("regios.csv", "west,West", "west,West\nzuid,Zuid", "regios.csv: rij 4, kolom 'region' .*zonder gemeenten: 'zuid'"),
        ("regio_gemeenten.csv", "oost,B", "oost,A", "rij 2, kolom 'region', 'municipality' .*twee keer voorkomt: 'oost, A'"),
        ("opgaven.csv", "40\n", "40\noost,starters,41\n", "opgaven.csv: rij 3, kolom 'role' komt .* al eerder voor"),
        ("bestaand_aanbod.csv", "5\n", "5\nA,starters,6\n", "rij 2, kolom 'municipality', 'group' .*'A, starters'"),
        # what points to something that is not there
        ("regio_gemeenten.csv", "west,C", "west,D", "regio_gemeenten.csv: rij 4, kolom 'municipality' .*bestaat: 'D'.*gemeenten.csv"),
        ("regio_gemeenten.csv", "west,C", "zuid,C", "regio_gemeenten.csv: rij 4, kolom 'region' .*bestaat: 'zuid'.*regios.csv"),
        ("opgaven.csv", "oost,s", "osst,s", "opgaven.csv: rij 2, kolom 'region' .*'osst'. Bedoelt u 'oost'?"),
        ("opgaven.csv", "oost,s", "nl,s", "opgaven.csv: rij 2, kolom 'region' .*'nl'"),
        ("opgaven.csv", "starters", "ouderen", "opgaven.csv: rij 2, kolom 'group' .*bestaat: 'ouderen'.*aandachtsgroepen.csv"),
        ("landelijke_cijfers.csv", "starters", "ouderen", "landelijke_cijfers.csv: rij 2, kolom 'group' .*'ouderen'"),
        ("bestaand_aanbod.csv", "A,s", "Z,s", "bestaand_aanbod.csv: rij 2, kolom 'municipality' .*'Z'"),
        ("bestaand_aanbod.csv", "starters", "ouderen", "bestaand_aanbod.csv: rij 2, kolom 'group' .*'ouderen'"),
        ("maatstaven.csv", ",banen", ",huizen", "maatstaven.csv: rij 3, kolom 'quantity' .*bestaat: 'huizen'.*gemeenten.csv"),
        ("maatstaven.csv", ",banen", ",name", "maatstaven.csv: rij 3, kolom 'quantity' .*bestaat: 'name'"),
        ("maatstaven.csv", ",banen", ",bane", "maatstaven.csv: rij 3, kolom 'quantity' .*'bane'. Bedoelt u 'banen'?"),
        ("maatstaven.csv", "proportional,banen", "evenredig,banen", "rij 3, kolom 'kind' .*Kies uit: proportional, gap"),
        ("maatstaven.csv", "proportional,banen", "gap,banen", "maatstaven.csv: kolom 'base' ontbreekt|rij 3, kolom 'base' is leeg"),
        ("aandachtsgroepen.csv", "name,unit\nstarters,", "base,name,unit\nstarters,huizen,", "kolom 'base' .*bestaat: 'huizen'"),
        ("aandachtsgroepen.csv", "name,unit\nstarters,", "base,name,unit\nstarters,banen,", "'base' noemt 'banen'.*niet van elke gemeente"),
        ("aandachtsgroepen.csv", "name,unit\nstarters,", "part_of,name,unit\nstarters,alles,", "kolom 'part_of' .*'alles'"),
        ("opgaven.csv", "value\noost,starters,40", "value,unit\noost,starters,40,bedden", "'unit' is anders dan .*'woningen'"),
        ("opgaven.csv", "value\noost,starters,40", "value,status\noost,starters,40,gok", "'status' .*Kies uit: CBS"),
        ("opgaven.csv", "value\noost,starters,40", "value,source_url\noost,starters,40,hier", "'source_url' .*webadres"),
        ("landelijke_cijfers.csv", "value\nstarters,100", "value,base_year\nstarters,100,2019", "'base_year' is 2019.*inwoners_2019"),
        ("regios.csv", "name\noost,Oost\nwest,", "central_municipality,name\noost,A,Oost\nwest,A;X,", "kolom 'central_municipality' .*'X'"),
        # the file
        ("gemeenten.csv", ",", ";", "gemeenten.csv: tussen de kolommen staan puntkomma's.*komma's"),
        ("opgaven.csv", ",", "\t", "opgaven.csv: tussen de kolommen staan puntkomma's of tabs"),
        ("gemeenten.csv", "A,Aa", 'A,"Aa', "gemeenten.csv: dit bestand is niet te lezen als csv"),
    ],
)  # fmt: skip
def test_a_wrong_table_is_refused_with_file_row_and_column(whole, file, old, new, message):
    text = WHOLE[file]
    assert old in text
    (whole / file).write_text(text.replace(old, new) if old == "," else text.replace(old, new, 1), encoding="utf-8")
    found = refusal(whole)
    assert found.startswith(f"{file}: ")
    assert re.search(message, found)


@pytest.mark.parametrize("file", [FILES[name] for name in NEEDED])
def test_a_table_that_is_needed_is_named_when_it_is_missing_or_has_no_rows(whole, file):
    header = WHOLE[file].partition("\n")[0]
    (whole / file).write_text(header + "\n\n", encoding="utf-8")
    assert refusal(whole).startswith(f"{file}: er staan geen rijen in.")
    (whole / file).unlink()
    assert refusal(whole).startswith(f"{file}: dit bestand ontbreekt.")


@pytest.mark.parametrize("file", [file for file in WHOLE if file not in SMALL])
def test_any_other_table_may_have_no_rows(whole, file):
    if not file.startswith("regio"):
        write(whole, {file: WHOLE[file].partition("\n")[0] + "\n"})
        load_own_tables(whole)


@pytest.mark.parametrize("file", WHOLE)
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "niet te lezen als csv .er staat geen kop in"),
        (b"\n\n", "niet te lezen als csv .er staat geen kop in"),
        ("region,name\nö".encode("latin-1"), "geen UTF-8-tekst"),
        ("municipality,name".encode("utf-16"), "geen UTF-8-tekst"),
        ("municipality,name".encode("utf-16-le"), "geen UTF-8-tekst"),
        (b"\x89PNG\r\n\x1a\n", "geen UTF-8-tekst"),
        (b"a,b\n" * (FILE_MAX // 4 + 1), "te groot .meer dan 5 MB"),
    ],
    ids=["empty", "blank", "latin-1", "utf-16", "utf-16-le", "png", "large"],
)
def test_a_file_that_is_no_table_is_refused(whole, file, content, message):
    (whole / file).write_bytes(content)
    assert re.search(f"^{file}: .*{message}", refusal(whole))


@pytest.mark.parametrize("file", WHOLE)
def test_a_folder_in_the_place_of_a_file_is_refused(whole, file):
    (whole / file).unlink()
    (whole / file).mkdir()
    assert refusal(whole).startswith(f"{file}: dit is geen bestand.")


def test_a_folder_that_is_not_there_or_is_no_folder_is_refused(whole):
    assert "deze map is er niet" in refusal(whole / "weg")
    assert "dit is geen map" in refusal(whole / "opgaven.csv")
    assert "deze map is er niet" in refusal(whole / "met\0nul")


def test_two_regions_without_members_are_refused(whole):
    (whole / "regio_gemeenten.csv").unlink()
    assert refusal(whole).startswith("regio_gemeenten.csv: dit bestand ontbreekt.")


# --- the schema is one


def test_what_must_be_there_exists_in_the_schema_of_our_own_tables():
    for name, columns in REQUIRED.items():
        assert set(columns) <= set(SCHEMAS[name].columns)
        assert set(DEFAULTS.get(name, {})) <= set(SCHEMAS[name].columns)


@pytest.mark.parametrize("name", [name for name in REQUIRED if name != "municipalities"])
def test_own_tables_have_the_columns_of_ours(name):
    assert list(own_columns(name)) == list(SCHEMAS[name].columns)
    assert set(OWN_COLUMNS[name]) <= set(SCHEMAS[name].columns)


def test_names_and_limits_that_are_written_twice_agree_with_the_engine(small):
    row = document(load_own_tables(small), region="eigen", tasks={"starters": 50})["rows"][0]
    assert {*row["steps"], "unrounded"} == {*STEPS, "inwoners"}  # inwoners is the only criterion
    assert scenarios.TASK_MAX == TASK_MAX
    assert NETHERLANDS == EVERYONE


def test_the_readme_names_every_column_that_must_be_there():
    section = (DATA / "README.md").read_text("utf-8").partition("## Own tables")[2].partition("\n## ")[0]
    for name, columns in REQUIRED.items():
        line = next(line for line in section.splitlines() if line.startswith(f"| `{FILES[name]}`"))
        assert [column for column in columns if f"`{column}`" not in line] == []


# --- a published case


@pytest.mark.parametrize("year", [2000, 2012, 2016, 2024])
def test_the_inhabitants_of_the_cantons_add_up_to_the_published_total(year):
    published = {2000: 7_288_010, 2012: 8_039_060, 2016: 8_419_550, 2024: 9_051_029}  # printed under each table
    assert load_own_tables(DATA / "nationalrat").municipalities[f"inwoners_{year}"].sum() == published[year]
