"""The command line: a fixed format out, one Dutch line and exit code 2 for what is wrong."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from by_hand import CRITERIA, GROUPS, KOPLOPERS, TABLES, exactly, is_one_line

from fairshare import Scenario
from fairshare.__main__ import main
from fairshare.kept import Kept, pack, to_file

ROOT = Path(__file__).parents[2]
PERMIT = ["verdeel", "--regio", "arnhem-nijmegen", "--gewicht", "inwoners=1", "--groep", "statushouders"]
MIXED = ["verdeel", "--regio", "enschede", "--gewicht", "inwoners=6", "--gewicht", "sociale_huur=4"]


@pytest.fixture
def printed(capsys):
    """Run a command that is accepted; gives what it prints."""

    def run(*arguments: str) -> str:
        assert main(list(arguments)) == 0
        out, err = capsys.readouterr()
        assert err == ""
        return out

    return run


@pytest.fixture
def refused(capsys):
    """Run a command that is refused: exit code 2, nothing printed, one line on standard error; gives that line."""

    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit) as stopped:
            main(list(arguments))
        out, err = capsys.readouterr()
        assert stopped.value.code == 2
        assert out == ""
        assert err.endswith("\n")
        assert is_one_line(err)
        return err

    return run


@pytest.fixture
def scenario_file(tmp_path):
    """Write a scenario file; gives its path."""

    def write(document, name="scenario.json", encoding="utf-8") -> str:
        path = tmp_path / name
        text = document if isinstance(document, str) else json.dumps(document)
        path.write_bytes(text.encode(encoding))
        return str(path)

    return write


def shell(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """``python -m fairshare`` in a process of its own."""
    command = [sys.executable, "-m", "fairshare", *arguments]
    return subprocess.run(command, capture_output=True, cwd=ROOT, env=os.environ | environment, timeout=60, check=False)


def no_constant(text: str):
    raise AssertionError(f"{text} in json")


# -- json


def test_the_json_adds_up_to_the_task(printed):
    document = json.loads(printed(*PERMIT, "--json"), parse_constant=no_constant)
    assert document["groups"]["statushouders"]["task"] == 957  # 21,200 x 788,655 / 17,475,415
    assert sum(row["result"] for row in document["rows"]) == 957
    assert len(document["rows"]) == 18


def test_the_json_has_the_keys_of_the_format(printed):
    document = json.loads(printed(*MIXED, "--groep", "statushouders", "--json"))
    assert list(document) == ["version", "data_version", "scenario", "warnings", "groups", "rows"]
    assert document["version"] == 1
    assert document["data_version"] == TABLES.version
    assert document["warnings"] == []
    assert list(document["groups"]) == ["statushouders"]
    # ENGINE.md names task, unit, status and source; the engine also says name, margin and effective weights.
    group = document["groups"]["statushouders"]
    assert list(group) == ["name", "task", "low", "high", "unit", "status", "source", "weights"]
    assert group["weights"] == {"inwoners": 0.6, "sociale_huur": 0.4}
    for row in document["rows"]:
        assert list(row) == ["municipality", "name", "group", "reference", "unrounded", "result", "steps"]
        assert list(row["steps"]) == [
            *["reference", "inwoners", "sociale_huur"],
            *["existing", "bounds", "agreements", "rounding", "swaps"],
        ]


def test_the_json_has_the_types_of_the_format(printed):
    document = json.loads(printed(*MIXED, "--json"))
    for group in document["groups"].values():
        assert type(group["task"]) is int
        assert all(isinstance(group[name], str) and group[name] for name in ("name", "unit", "status", "source"))
    for row in document["rows"]:
        assert type(row["result"]) is int
        assert row["municipality"].startswith("GM")
        assert all(isinstance(row[name], int | float) for name in ("reference", "unrounded"))
        assert all(isinstance(value, int | float) for value in row["steps"].values())


def test_the_printed_steps_add_up_to_the_printed_result(printed):
    rows = json.loads(printed(*MIXED, "--json"))["rows"]
    assert len(rows) == 8 * 15
    for row in rows:
        assert sum(exactly(value) for value in row["steps"].values()) == row["result"]


def test_the_scenario_in_the_json_is_a_scenario_file_that_gives_the_same(printed, scenario_file):
    first = printed(*MIXED, "--opgave", "medisch_urgent=80", "--referentie", "woningen", "--jaar", "2023", "--json")
    again = printed("verdeel", scenario_file(json.loads(first)["scenario"]), "--json")
    assert again == first


def test_without_a_group_all_groups_with_a_task_are_printed(printed):
    document = json.loads(printed("verdeel", "--regio", "parkstad", "--json"))
    assert len(document["groups"]) == 15
    assert set(document["groups"]) < set(GROUPS)


def test_a_group_may_be_asked_for_twice(printed):
    assert printed(*PERMIT, "--groep", "statushouders", "--json") == printed(*PERMIT, "--json")


@pytest.mark.parametrize("place", [*KOPLOPERS, "nl"])
def test_every_region_prints_json_that_adds_up_without_nan(printed, place):
    flags = [flag for criterion in CRITERIA for flag in ("--gewicht", f"{criterion}=2")]
    text = printed("verdeel", "--regio", place, *flags, "--json")
    document = json.loads(text, parse_constant=no_constant)
    for key, group in document["groups"].items():
        assert sum(row["result"] for row in document["rows"] if row["group"] == key) == group["task"]
    assert any("Ruimte in bestaand aanbod" in warning for warning in document["warnings"])


# -- csv and text


def test_the_csv_is_the_json_in_columns(printed):
    rows = list(csv.DictReader(io.StringIO(printed(*PERMIT, "--csv"))))
    expected = json.loads(printed(*PERMIT, "--json"))
    columns = ["municipality", "name", "group", "reference", "unrounded", "result"]
    assert list(rows[0]) == [*columns, "data_version"]
    assert [[row[name] for name in columns] for row in rows] == [
        [str(row[name]) for name in columns] for row in expected["rows"]
    ]
    assert {row["data_version"] for row in rows} == {expected["data_version"]}


def test_the_csv_keeps_warnings_out_of_the_table(capsys):
    assert main(["verdeel", "--regio", "nl", "--gewicht", "plancapaciteit=1", "--gewicht", "land=1", "--csv"]) == 0
    out, err = capsys.readouterr()
    assert "Zeewolde, Noordoostpolder, Dronten" in err
    assert is_one_line(err)
    assert "telt niet mee" not in out
    assert len(out.splitlines()) == 1 + 342 * 15


def test_the_text_is_for_people(printed):
    lines = printed(
        "verdeel", "--regio", "parkstad", "--opgave", "statushouders=12345", "--groep", "statushouders"
    ).splitlines()
    assert lines[0] == f"Stadsregio Parkstad Limburg, peiljaar 2024, cijfers {TABLES.version}"
    assert lines[2] == "Statushouders: 12.345 personen per halfjaar (eigen invoer; eigen invoer)"
    assert lines[3].split() == ["gemeente", "referentie", "onafgerond", "uitkomst"]
    heerlen = next(line for line in lines if line.strip().startswith("Heerlen"))
    # 12,345 x 87,461 / 256,180 inhabitants of Parkstad in 2024 = 4,214.64.
    assert heerlen.split()[1:] == ["4.214,64", "4.214,64", "4.215"]


def test_the_text_ends_with_what_does_not_count(printed):
    text = printed(
        "verdeel", "--regio", "nl", "--gewicht", "plancapaciteit=1", "--gewicht", "land=1", "--groep", "studenten"
    )
    assert text.splitlines()[-1].startswith("Let op: 'Bouwplannen' telt niet mee")


@pytest.mark.parametrize("written", ["sociale_huur=2,5", "sociale_huur=2.5"])
def test_a_weight_may_have_a_comma_or_a_point(printed, written):
    document = json.loads(printed("verdeel", "--regio", "parkstad", "--gewicht", written, "--json"))
    assert document["scenario"]["weights"] == {"sociale_huur": 2.5}


def test_a_scenario_file_may_start_with_a_byte_order_mark(printed, scenario_file):
    path = scenario_file({"version": 1, "region": "parkstad"}, encoding="utf-8-sig")
    assert json.loads(printed("verdeel", path, "--json"))["scenario"]["region"] == "parkstad"


KEPT = Kept(Scenario(region="enschede", weights={"inwoners": 6, "sociale_huur": 4}), TABLES.version)


@pytest.mark.parametrize("form", ["link", "file"])
def test_a_kept_scenario_gives_what_its_flags_give(printed, scenario_file, form):
    asked = ["--link", pack(KEPT)] if form == "link" else [scenario_file(to_file(KEPT))]
    assert printed("verdeel", *asked, "--json") == printed(*MIXED, "--json")


@pytest.mark.parametrize("form", ["--json", "--csv"])
def test_a_scenario_kept_on_other_figures_is_computed_and_that_is_said(capsys, form):
    assert main(["verdeel", "--link", pack(Kept(KEPT.scenario, "2019-01.ouder")), form]) == 0
    out, err = capsys.readouterr()
    assert main([*MIXED, form]) == 0
    assert out == capsys.readouterr().out
    assert is_one_line(err)
    assert "2019-01.ouder" in err and TABLES.version in err


def test_a_kept_file_without_a_year_gets_the_default(printed, scenario_file):
    document = {"version": 1, "data_version": "", "scenario": {"version": 1, "region": "enschede"}}
    assert json.loads(printed("verdeel", scenario_file(document), "--json"))["scenario"]["year"] == 2024


@pytest.mark.parametrize("arguments", [["--link", ""], ["--link", "A"], ["--link", pack(KEPT)[:-1]]])
def test_a_link_that_is_not_whole_is_refused_in_one_line(refused, arguments):
    assert "link" in refused("verdeel", *arguments)


@pytest.mark.parametrize("other", [["--regio", "groningen"], ["scenario.json"], ["--gewicht", "land=1"]])
def test_a_link_and_another_scenario_together_are_refused(refused, other):
    assert "--link" in refused("verdeel", "--link", pack(KEPT), *other)


def test_a_scenario_with_agreements_bounds_and_swaps_is_carried_out(printed, scenario_file):
    document = {"version": 1, "region": "enschede", "weights": {"land": 1, "inwoners": 1}, "floor": 0.5, "cap": 2}
    document["agreements"] = [{"municipality": "GM0153", "group": "statushouders", "number": 150}]
    document["swaps"] = [{"from": "GM0153", "to": "GM0147", "group": "statushouders", "number": 10}]
    rows = json.loads(printed("verdeel", scenario_file(document), "--groep", "statushouders", "--json"))["rows"]
    enschede = next(row for row in rows if row["municipality"] == "GM0153")
    assert enschede["unrounded"] == 150
    assert enschede["result"] == 140
    assert enschede["steps"]["swaps"] == -10
    assert sum(row["result"] for row in rows) == 491


# -- refused

FLAGS = [
    (["verdeel", "--regio", "atlantis"], "region: 'atlantis' is niet bekend"),
    (["verdeel", "--regio", "groningn"], "Bedoelt u 'groningen'?"),
    (["verdeel", "--regio", "a\nb"], "region: 'a b' is geen naam"),
    (["verdeel", "--regio", "mra", "--gewicht", "inwoners"], "--gewicht inwoners: schrijf naam=getal"),
    (
        ["verdeel", "--regio", "mra", "--gewicht", "inwoners=11"],
        "weights.inwoners is 11; dat moet tussen 0 en 10 liggen",
    ),
    (["verdeel", "--regio", "mra", "--gewicht", "inwoners=-1"], "weights.inwoners is -1"),
    (["verdeel", "--regio", "mra", "--gewicht", "inwoners=veel"], "--gewicht inwoners: 'veel' is geen getal"),
    (["verdeel", "--regio", "mra", "--gewicht", "inwoners=nan"], "weights.inwoners"),
    (["verdeel", "--regio", "mra", "--gewicht", "inwoners=inf"], "weights.inwoners"),
    (["verdeel", "--regio", "mra", "--gewicht", "inwoners=0"], "alle gewichten staan op 0"),
    (["verdeel", "--regio", "mra", "--gewicht", "=1"], "weights is leeg"),
    (
        ["verdeel", "--regio", "mra", "--gewicht", "inwners=1"],
        "weights: 'inwners' is niet bekend. Bedoelt u 'inwoners'?",
    ),
    (
        ["verdeel", "--regio", "mra", "--gewicht", "land=1", "--gewicht", "land=2"],
        "--gewicht: land staat er twee keer in",
    ),
    (["verdeel", "--regio", "mra", "--opgave", "studenten"], "--opgave studenten: schrijf naam=getal"),
    (
        ["verdeel", "--regio", "mra", "--opgave", "studenten=1,5"],
        "tasks.studenten is 1,5; dat moet een heel getal zijn",
    ),
    (["verdeel", "--regio", "mra", "--opgave", "studenten=-5"], "tasks.studenten is -5"),
    (["verdeel", "--regio", "mra", "--opgave", "studnten=5"], "tasks: 'studnten' is niet bekend"),
    (["verdeel", "--regio", "mra", "--jaar", "2019"], "year is 2019; er zijn cijfers voor 2021 tot en met 2025"),
    (["verdeel", "--regio", "mra", "--jaar", "nu"], "--jaar: 'nu' is geen getal"),
    (["verdeel", "--regio", "mra", "--referentie", "land"], "reference is land; kies uit"),
    (["verdeel", "--regio", "mra", "--groep", "student"], "group: 'student' is niet bekend. Bedoelt u 'studenten'?"),
    (["verdeel", "--regio", "mra", "--groep", "medisch_urgent"], "Vul zelf een opgave in"),
    (
        ["verdeel", "--regio", "mra", "--gewicht", "ruimte_bestaand_aanbod=3"],
        "Geen enkele gekozen maatstaf heeft cijfers",
    ),
    (["verdeel", "--regio", "mra", "--onbekend"], "--onbekend"),
    (["verdeel", "--regio", "mra", "--json", "--csv"], "--csv"),
    (["verdeel", "--regio"], "--regio"),
    (["verdeel"], "Geef een regio"),
    (["verdeel", ""], "Geef een regio"),
    (["bereken"], "bereken"),
    ([], "opdracht"),
]


@pytest.mark.parametrize(("arguments", "line"), FLAGS, ids=[" ".join(arguments) or "niets" for arguments, _ in FLAGS])
def test_a_wrong_command_is_refused_in_one_line(refused, arguments, line):
    assert line in refused(*arguments)


FILES = [
    ("{", "geen geldige json: regel 1, teken 2"),
    ("[1, 2]", "json-object"),
    ('{"version": 1, "region": "mra", "wights": {}}', "'wights' is niet bekend"),
    ('{"version": 2, "region": "mra"}', "version is 2"),
    ('{"version": 1, "region": "mra", "cap": NaN}', "'NaN' is geen getal"),
    ('{"version": 1, "region": "mra", "region": "nl"}', "region staat er twee keer in"),
    ('{"version": 1, "region": "mra", "floor": 2}', "ondergrenzen tellen op tot"),
    ('{"version": 1, "region": "mra", "weights": {"a\\nb": "x"}}', "is geen naam"),
    ('{"version": 1, "region": "mra", "cap": ' + "9" * 6000 + "}", ""),
    ("[" * 50_000, "te diep genest"),
]


@pytest.mark.parametrize(("text", "line"), FILES, ids=[text[:60] for text, _ in FILES])
def test_a_wrong_scenario_file_is_refused_in_one_line(refused, scenario_file, text, line):
    assert line in refused("verdeel", scenario_file(text), "--json")


def test_a_file_that_is_not_there_is_refused(refused, tmp_path):
    assert "'weg.json' is er niet of kan niet worden gelezen" in refused("verdeel", str(tmp_path / "weg.json"))


def test_a_folder_instead_of_a_file_is_refused(refused, tmp_path):
    assert "is er niet of kan niet worden gelezen" in refused("verdeel", str(tmp_path))


def test_a_file_that_is_no_utf8_is_refused(refused, scenario_file):
    assert "geen UTF-8" in refused("verdeel", scenario_file('{"version": 1, "name": "één"}', encoding="latin-1"))


def test_a_file_that_is_far_too_large_is_refused(refused, scenario_file):
    assert "te groot" in refused("verdeel", scenario_file(" " * 5_000_001))


@pytest.mark.parametrize(
    "flags",
    [
        ["--regio", "mra"],
        ["--jaar", "2024"],
        ["--gewicht", "land=1"],
        ["--opgave", "studenten=1"],
        ["--referentie", "gelijk"],
    ],
)
def test_a_file_and_flags_together_are_refused(refused, scenario_file, flags):
    line = refused("verdeel", scenario_file({"version": 1, "region": "mra"}), *flags)
    assert f"Geef een scenario-bestand of {flags[0]}, niet allebei" in line


def test_half_a_character_in_a_scenario_is_refused_or_printed(scenario_file):
    # A lone surrogate is valid json and no valid text.
    ran = shell("verdeel", scenario_file('{"version": 1, "region": "mra", "name": "\\ud800"}'), "--json")
    assert b"Traceback" not in ran.stderr
    assert ran.returncode in (0, 2)


def test_a_thousand_written_the_dutch_way_is_not_read_as_one(capsys):
    # 1.000 is a thousand in every Dutch text that we print ourselves.
    try:
        main(["verdeel", "--regio", "mra", "--opgave", "studenten=1.000", "--groep", "studenten", "--json"])
    except SystemExit as stopped:
        assert stopped.code == 2
    else:
        assert json.loads(capsys.readouterr().out)["groups"]["studenten"]["task"] == 1000


# -- in a process of its own


def test_the_module_prints_the_same_bytes_twice():
    runs = [shell(*MIXED, "--json", PYTHONHASHSEED=seed) for seed in ("1", "2")]
    assert [run.returncode for run in runs] == [0, 0]
    assert [run.stderr for run in runs] == [b"", b""]
    assert runs[0].stdout == runs[1].stdout
    rows = json.loads(runs[0].stdout)["rows"]
    assert sum(row["result"] for row in rows if row["group"] == "statushouders") == 491


def test_the_module_refuses_in_one_line():
    ran = shell("verdeel", "--regio", "atlantis")
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.decode().splitlines() == ["region: 'atlantis' is niet bekend."]


def test_help_is_in_dutch_and_no_mistake():
    ran = shell("verdeel", "--help")
    assert ran.returncode == 0
    assert b"--gewicht MAATSTAF=GEWICHT" in ran.stdout


def test_a_reader_that_stops_early_gets_no_traceback():
    command = [sys.executable, "-m", "fairshare", "verdeel", "--regio", "nl", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        process.stdout.read(10)
        process.stdout.close()
        errors = process.stderr.read()
    assert b"Traceback" not in errors
