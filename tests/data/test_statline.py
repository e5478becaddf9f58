"""Refreshing from CBS StatLine, on small answers in the shape of the real ones; no network.

The counts by age and the shares of 2023 in `recorded/` are invented for the test; the other figures are those of CBS.
"""

import json
import shutil
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest

from data.build import __main__ as command
from data.build import statline
from data.tables import DATA, DataError, load_tables

RECORDED = Path(__file__).parent / "recorded"
TWO = pd.Index(["GM0014", "GM0034"])


@pytest.fixture
def folder(tmp_path):
    """A copy of the tables that a test may change."""
    for file in DATA.glob("*.csv"):
        shutil.copy(file, tmp_path)
    return tmp_path


def recorded(url):
    names = {"DataProperties": "dataproperties", "$skip": "typeddataset_2"}
    name = next((name for part, name in names.items() if part in url), "typeddataset_1")
    return json.loads((RECORDED / f"{name}.json").read_text("utf-8"))


def every_municipality(inhabitants):
    """An answer for all municipalities of one topic, 2025: `inhabitants` maps code to number."""

    def fetch(url):
        if "DataProperties" in url:
            return recorded(url)
        rows = [{"RegioS": code, "Perioden": "2025JJ00", "TotaleBevolking_1": n} for code, n in inhabitants.items()]
        return {"value": rows}

    return fetch


def snapshot(folder):
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def test_a_topic_is_found_by_its_name_and_unit_whatever_its_number():
    keys = statline.topic_keys(recorded("DataProperties")["value"])
    assert keys["k_65Tot80Jaar", "aantal"] == "k_65Tot80Jaar_11"
    assert keys["k_65Tot80Jaar", "%"] == "k_65Tot80Jaar_20"
    assert ("RegioS", "") not in keys


def test_all_pages_of_an_answer_are_read():
    codes = [row["RegioS"] for row in statline.read_pages("TypedDataSet", recorded)]
    assert codes == ["GM0014", "GM0014", "GM0034", "GM0034", "GM0457"]


def test_the_newest_year_with_a_figure_for_every_municipality_is_taken():
    figures, _ = statline.newest_figures(TWO, recorded)
    year, values = figures["sociale_huur_aandeel"]
    assert (year, values.to_dict()) == (2024, {"GM0014": 31.5, "GM0034": 26.6})
    year, values = figures["land"]  # empty in 2024; hectares become square kilometres
    assert (year, values.to_dict()) == (2023, {"GM0014": 185.53, "GM0034": 129.18})


def test_a_column_of_two_topics_is_their_sum():
    figures, _ = statline.newest_figures(TWO, recorded)
    assert figures["ouderen_65plus"][1].to_dict() == {"GM0014": 37388, "GM0034": 30913}  # as CBS 85984NED says


def test_a_column_with_a_year_in_its_name_takes_that_year_only():
    figures, lines = statline.newest_figures(TWO, recorded)
    assert figures["inwoners_2023"][1].to_dict() == {"GM0014": 238147, "GM0034": 222825}
    assert "inwoners_2025" not in figures
    assert any(line.startswith("inwoners_2025: nog geen jaar") for line in lines)


def test_a_topic_that_the_table_lacks_is_named_and_left_alone():
    figures, lines = statline.newest_figures(TWO, recorded)
    assert "woningen" not in figures
    assert any(line.startswith("woningen: onderwerp niet gevonden") for line in lines)


def test_the_query_asks_for_municipalities_and_only_the_topics_needed():
    asked = []

    def fetch(url):
        asked.append(unquote(url))
        return recorded(url)

    statline.newest_figures(TWO, fetch)
    assert "substringof('GM',RegioS) and Perioden ge '2021JJ00'" in asked[1]
    assert "TotaleBevolking_1" in asked[1] and "k_65Tot80Jaar_20" not in asked[1]


def test_refreshing_replaces_a_column_and_notes_its_source(folder):
    before = load_tables(folder)
    newer = (before.municipalities["inwoners_2025"] + 1).to_dict()
    lines = statline.refresh(folder, every_municipality(newer))
    after = load_tables(folder)
    assert after.municipalities["inwoners_2025"].to_dict() == newer
    assert after.municipalities["inwoners_2024"].equals(before.municipalities["inwoners_2024"])
    assert after.version != before.version
    assert "inwoners_2025: cijfers van 2025." in lines
    source = after.sources.set_index(["table", "column"]).loc[("gemeenten", "inwoners_2025")]
    assert (source["year"], source["status"]) == ("2025", "CBS")


def test_refreshing_with_the_same_figures_changes_no_byte(folder):
    before = snapshot(folder)
    same = load_tables(folder).municipalities["inwoners_2025"].to_dict()
    statline.refresh(folder, every_municipality(same))
    assert snapshot(folder) == before


def test_figures_that_are_impossible_are_refused_and_leave_the_files_alone(folder):
    before = snapshot(folder)
    impossible = dict.fromkeys(load_tables(folder).municipalities.index, -1)
    with pytest.raises(DataError, match=r"gemeenten.csv: rij 2, kolom 'inwoners_2025'"):
        statline.refresh(folder, every_municipality(impossible))
    assert snapshot(folder) == before


def test_a_column_that_misses_one_municipality_is_left_alone(folder):
    before = snapshot(folder)
    inhabitants = load_tables(folder).municipalities["inwoners_2025"].add(1).drop("GM0014").to_dict()
    lines = statline.refresh(folder, every_municipality(inhabitants))
    assert "inwoners_2025: nog geen jaar met cijfers voor alle gemeenten, niet veranderd." in lines
    assert snapshot(folder) == before


def test_a_remark_goes_when_its_figure_changes():
    tables = load_tables()
    changed = tables.municipalities.copy()
    changed.loc["GM0153", "woningen"] += 1
    left = statline.still_true(tables.remarks, tables.municipalities, changed)
    gone = tables.remarks.drop(left.index)
    assert gone[["municipality", "column"]].to_numpy().tolist() == [["GM0153", "woningen"]]


def test_a_column_from_another_table_loses_the_gaps_of_that_table_and_its_product_gets_both_years():
    sources = statline.described(load_tables().sources, {"woningen": 2026}).set_index(["table", "column"])
    assert pd.isna(sources.loc[("gemeenten", "woningen"), "gaps"])
    assert sources.loc[("gemeenten", "sociale_huur"), "year"] == "2024 en 2026"
    assert sources.loc[("gemeenten", "huishoudens"), "year"] == "2024"


def test_an_answer_that_is_no_odata_is_refused():
    with pytest.raises(statline.StatLineError, match="onbekende vorm"):
        statline.newest_figures(TWO, lambda url: {"error": "te veel"})


def test_offline_the_command_says_so_in_one_line_exits_2_and_leaves_the_files_alone(folder, monkeypatch, capsys):
    def offline(url, timeout):
        raise urllib.error.URLError("no route to host")

    monkeypatch.setattr(urllib.request, "urlopen", offline)
    before = snapshot(folder)
    assert command.main(["--refresh", "--folder", str(folder)]) == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1 and "niet veranderd" in message and "no route to host" in message
    assert snapshot(folder) == before
