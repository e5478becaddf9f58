"""The engine on tables of one's own: a published allocation of another country comes out, whatever is accepted adds up, and
what is wrong is refused in one Dutch line."""

import csv
import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from by_hand import is_one_line
from hypothesis import given
from hypothesis import strategies as st

from data.own import REQUIRED, load_own_tables
from data.tables import FILES, DataError
from fairshare import FairShareError, Scenario, allocate, inputs_for
from fairshare.__main__ import main

ROOT = Path(__file__).parents[2]
SEATS = ROOT / "data" / "nationalrat"
YEAR_OF_INHABITANTS = {"2003": 2000, "2015": 2012, "2019": 2016, "2027": 2024}
ELECTIONS = tuple(YEAR_OF_INHABITANTS)


def table(file: str) -> list[dict[str, str]]:
    with open(SEATS / file, encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


@pytest.fixture
def printed(capsys):
    """Run a command that is accepted; gives the json that it prints."""

    def run(*arguments: str) -> dict:
        assert main(["verdeel", *arguments, "--json"]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        return json.loads(out)

    return run


@pytest.fixture
def refused(capsys):
    """Run a command that is refused: exit code 2, nothing printed; gives the one line on standard error."""

    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit) as stopped:
            main(["verdeel", *arguments])
        out, err = capsys.readouterr()
        assert (stopped.value.code, out) == (2, "")
        assert is_one_line(err)
        return err

    return run


@pytest.fixture
def folder(tmp_path):
    """Three municipalities, one group, one task, and inhabitants of 2016 and 2020."""
    tables = {
        "gemeenten.csv": "municipality,name,inwoners_2016,inwoners_2020\nA,Aa,1,1\nB,Bee,1,3\nC,Cee,2,4\n",
        "aandachtsgroepen.csv": "group,name,unit\nstarters,Starters,woningen\n",
        "maatstaven.csv": "criterion,name,kind,quantity\ninwoners,Inwoners,proportional,inwoners\n",
        "opgaven.csv": "region,group,value\neigen,starters,8\n",
    }
    for file, text in tables.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    return tmp_path


# -- the seats of the Swiss National Council


@pytest.mark.parametrize("election", ELECTIONS)
def test_every_published_number_of_seats_comes_out(printed, election):
    document = printed(str(SEATS / f"{election}.json"), "--data", str(SEATS))
    published = {row["municipality"]: int(row[election]) for row in table("uitkomst.csv")}
    assert len(published) == 26 and sum(published.values()) == 200
    assert {row["municipality"]: row["result"] for row in document["rows"]} == published


@pytest.mark.parametrize("election", ELECTIONS)
def test_the_agreements_of_the_case_are_the_seats_that_the_law_gives_beforehand(election):
    # BPR art. 17 a: a canton with fewer inhabitants than the allocation number (the quotient rounded up, or one more when it
    # is whole) gets one seat; the rest is divided again, until every canton that is left reaches the number.
    left = {
        row["municipality"]: int(row[f"inwoners_{YEAR_OF_INHABITANTS[election]}"]) for row in table("gemeenten.csv")
    }
    beforehand, seats = set(), 200
    while below := {c for c, people in left.items() if people < sum(left.values()) // seats + 1}:
        beforehand |= below
        seats -= len(below)
        left = {c: people for c, people in left.items() if c not in below}
    scenario = Scenario.from_json((SEATS / f"{election}.json").read_text("utf-8"))
    assert {a.municipality for a in scenario.agreements if a.number == 1} == beforehand
    assert len(scenario.agreements) == len(beforehand)


def test_the_case_runs_in_a_process_of_its_own():
    command = [sys.executable, "-m", "fairshare", "verdeel", str(SEATS / "2019.json"), "--data", str(SEATS), "--json"]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=60, check=True)
    document = json.loads(done.stdout)
    assert done.stderr == b""
    assert document["groups"]["nationalrat"]["task"] == 200
    assert document["groups"]["nationalrat"]["source"] == "Bundesverfassung, art. 149"


# -- flags, year and version


def numbers(document: dict) -> list[int]:
    return [row["result"] for row in document["rows"]]


def test_flags_work_on_own_tables(printed, folder):
    document = printed("--regio", "eigen", "--gewicht", "inwoners=3", "--jaar", "2016", "--data", str(folder))
    assert numbers(document) == [2, 2, 4]
    document = printed("--regio", "nl", "--jaar", "2016", "--opgave", "starters=16", "--data", str(folder))
    assert numbers(document) == [4, 4, 8]


def test_without_a_year_the_last_year_of_the_folder_counts(printed, folder, tmp_path):
    (tmp_path / "zonder.json").write_text('{"version": 1, "region": "eigen"}')
    (tmp_path / "met.json").write_text('{"version": 1, "region": "eigen", "year": 2016}')
    for arguments, year in [(["--regio", "eigen"], 2020), (["zonder.json"], 2020), (["met.json"], 2016)]:
        arguments = [str(tmp_path / a) if a.endswith(".json") else a for a in arguments]
        document = printed(*arguments, "--data", str(folder))
        assert document["scenario"]["year"] == year
        assert numbers(document) == ([1, 3, 4] if year == 2020 else [2, 2, 4])


def test_without_a_year_2024_counts_where_the_folder_has_it(printed):
    assert printed("--regio", "eigen", "--data", str(SEATS))["scenario"]["year"] == 2024


def test_a_year_that_is_given_is_never_replaced(refused, folder, tmp_path):
    message = "year is 2024; er zijn cijfers voor 2016, 2020."
    assert message in refused("--regio", "eigen", "--jaar", "2024", "--data", str(folder))
    (tmp_path / "scenario.json").write_text('{"version": 1, "region": "eigen", "year": 2024}')
    assert message in refused(str(tmp_path / "scenario.json"), "--data", str(folder))


def test_the_output_carries_the_version_of_the_own_tables(printed, folder):
    document = printed("--regio", "eigen", "--data", str(folder))
    assert document["data_version"] == load_own_tables(folder).version
    assert document["data_version"].startswith("eigen.")


def test_text_and_csv_carry_it_too(capsys, folder):
    version = load_own_tables(folder).version
    for form in ([], ["--csv"]):
        assert main(["verdeel", "--regio", "eigen", "--data", str(folder), *form]) == 0
        assert version in capsys.readouterr().out


def test_a_scenario_that_comes_from_a_pipe_is_read_once(folder):
    command = [sys.executable, "-m", "fairshare", "verdeel", "/dev/stdin", "--data", str(folder), "--json"]
    scenario = b'{"version": 1, "region": "eigen"}'
    done = subprocess.run(command, input=scenario, capture_output=True, cwd=ROOT, timeout=60, check=True)
    assert numbers(json.loads(done.stdout)) == [1, 3, 4]


# -- refused


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--regio", "oost"], "region: 'oost' is niet bekend"),
        (["--regio", "eigen", "--gewicht", "woningen=1"], "weights: 'woningen' is niet bekend"),
        (["--regio", "eigen", "--opgave", "ouderen=1"], "tasks: 'ouderen' is niet bekend"),
        (["--regio", "eigen", "--groep", "ouderen"], "'ouderen' is niet bekend"),
        (["--regio", "eigen", "--referentie", "woningen"], "reference: 'woningen' is niet voor elke gemeente bekend"),
        (["--regio", "eigen", "--referentie", "sociale_huur"], "reference: 'sociale_huur' is niet voor elke gemeente"),
        (["--regio", "eigen", "--jaar", "2017"], "year is 2017; er zijn cijfers voor 2016, 2020."),
    ],
)
def test_a_name_that_the_tables_do_not_know_is_refused(refused, folder, arguments, message):
    assert message in refused(*arguments, "--data", str(folder))


def test_a_wrong_folder_is_refused(refused, folder):
    assert "deze map is er niet" in refused("--regio", "eigen", "--data", str(folder / "weg"))
    assert "dit is geen map" in refused("--regio", "eigen", "--data", str(folder / "opgaven.csv"))
    assert "ontbreekt" in refused("--regio", "eigen", "--data", "")
    (folder / "opgaven.csv").write_text("region,group,value\neigen,starters,veel\n")
    assert "opgaven.csv: rij 2, kolom 'value'" in refused("--regio", "eigen", "--data", str(folder))
    (folder / "gemeenten.csv").unlink()
    assert refused("--regio", "eigen", "--data", str(folder)).startswith("gemeenten.csv: dit bestand ontbreekt.")


# -- whatever is accepted adds up


COLUMNS = {FILES[name]: columns for name, columns in REQUIRED.items()}
NUMBERS = {
    "gemeenten.csv": "inwoners_2024",
    "opgaven.csv": "value",
    "landelijke_cijfers.csv": "value",
    "bestaand_aanbod.csv": "number",
}
POINTERS = {
    "regio_gemeenten.csv": ("region", "municipality"),
    "opgaven.csv": ("region", "group"),
    "landelijke_cijfers.csv": ("group",),
    "bestaand_aanbod.csv": ("municipality", "group"),
    "maatstaven.csv": ("quantity", "base"),
    "aandachtsgroepen.csv": ("base",),
}
MAY_NOT_FIT = (
    "Geen enkele gekozen maatstaf heeft cijfers",
    "De bovengrenzen tellen op tot",
    "De gewichten liggen te ver uiteen om binnen de grenzen",
    "is niet voor elke gemeente bekend",
)

known = st.one_of(st.integers(0, 5_000), st.floats(0.01, 1e6), st.sampled_from([0, 0, 1e12]))
wanted = st.integers(0, 3_000)

Rows = list[dict[str, object]]


@st.composite
def folders(draw) -> tuple[dict[str, Rows], dict]:
    """Tables that are well formed, and a scenario for them that the engine may refuse only because it does not fit."""
    places = [f"{letter}-{number}" for number, letter in enumerate("HGFEDCBA"[: draw(st.integers(1, 8))])]
    complete = draw(st.lists(st.sampled_from(["woningen", "banen", "land"]), unique=True))
    figures = {name: known for name in complete} | {"verhuizingen": st.one_of(st.none(), known)}
    years = draw(st.sampled_from([(2024,), (2019, 2024)]))
    municipalities = [
        {"municipality": place, "name": f"Plaats {place}"}
        | {f"inwoners_{year}": draw(st.integers(1, 100_000)) for year in years}
        | {name: draw(value) for name, value in figures.items()}
        for place in places
    ]
    quantities = st.sampled_from(["inwoners", "bestaand_aanbod", f"inwoners_{years[0]}", *figures])
    criteria = [
        {
            "criterion": f"maatstaf_{number}",
            "name": f"Maatstaf {number}",
            "kind": draw(st.sampled_from(["proportional", "gap"])),
            "quantity": draw(quantities),
            "base": draw(st.sampled_from(["inwoners", *figures])),
            "norm": draw(st.one_of(st.none(), st.floats(0, 2))),
        }
        for number in range(draw(st.integers(1, 4)))
    ]
    groups = [f"groep_{number}" for number in range(draw(st.integers(1, 3)))]
    tables: dict[str, Rows] = {
        "gemeenten.csv": municipalities,
        "aandachtsgroepen.csv": [
            {"group": group, "name": group, "unit": draw(st.sampled_from(["woningen", "plekken"])), "base": "inwoners"}
            for group in groups
        ],
        "maatstaven.csv": criteria,
    }
    regions = draw(st.sampled_from([("eigen",), ("oost", "west")]))
    if regions != ("eigen",):
        tables["regios.csv"] = [{"region": region, "name": region.title()} for region in regions]
        tables["regio_gemeenten.csv"] = [
            {"region": region, "municipality": place, "subregion": draw(st.sampled_from(["", "binnen"]))}
            for region in regions
            for place in draw(st.lists(st.sampled_from(places), unique=True, min_size=1))
        ]
    tables["opgaven.csv"] = [
        {"region": region, "group": group, "value": draw(st.one_of(wanted, st.floats(0, 3_000)))}
        for region in regions
        for group in groups
        if draw(st.booleans())
    ]
    tables["landelijke_cijfers.csv"] = [{"group": g, "value": draw(wanted)} for g in groups if draw(st.booleans())]
    tables["bestaand_aanbod.csv"] = [
        {"municipality": place, "group": group, "number": draw(st.integers(0, 500))}
        for group in groups
        for place in places
        if draw(st.sampled_from([True, True, True, False]))
    ]
    if draw(st.booleans()):
        tables = {file: rows for file, rows in tables.items() if rows}
    used = draw(st.lists(st.sampled_from(criteria), min_size=1, unique_by=lambda row: row["criterion"]))
    scenario = {
        "version": 1,
        "region": draw(st.sampled_from([*regions, "nl"])),
        "year": draw(st.sampled_from(years)),
        "weights": {row["criterion"]: draw(st.integers(1, 10)) for row in used},
        "tasks": {group: draw(wanted) for group in groups},
        "existing": draw(st.sampled_from([0, 0.5, 1])),
        "combine": draw(st.sampled_from(["shares", "factors"])),
        "reference": draw(st.sampled_from(["inwoners", "gelijk"])),
        "floor": draw(st.sampled_from([None, 0.2])),
        "cap": draw(st.sampled_from([None, 3])),
    }
    if draw(st.booleans()):
        del scenario["tasks"][draw(st.sampled_from(groups))]
    return tables, scenario


def in_text(rows: Rows) -> str:
    columns = list(rows[0]) if rows else []
    lines = [columns, *([("" if row[c] is None else str(row[c])) for c in columns] for row in rows)]
    return "".join(",".join(line) + "\n" for line in lines)


def write(folder: Path, tables: dict[str, Rows]) -> None:
    for file, rows in tables.items():
        text = in_text(rows) if rows else ",".join(COLUMNS[file]) + "\n"
        (folder / file).write_text(text, encoding="utf-8")


def check(folder: Path, scenario: dict) -> None:
    """The result adds up exactly, without a negative or missing number."""
    scenario = Scenario.from_dict(scenario)
    inputs = inputs_for(load_own_tables(folder), scenario)
    document = allocate(inputs, scenario).as_dict()
    json.dumps(document, allow_nan=False)
    for key, group in document["groups"].items():
        rows = [row for row in document["rows"] if row["group"] == key]
        assert [row["municipality"] for row in rows] == list(inputs.codes) == sorted(inputs.codes)
        assert sum(row["result"] for row in rows) == group["task"]
        assert sum(row["unrounded"] for row in rows) == pytest.approx(group["task"], abs=1e-4)
        for row in rows:
            assert row["result"] >= 0 and row["unrounded"] >= 0 and row["reference"] >= 0
            assert abs(row["result"] - row["unrounded"]) < 1
            assert math.fsum(row["steps"].values()) == pytest.approx(row["result"], abs=1e-6)


@given(folders())
def test_a_random_folder_adds_up_exactly(drawn):
    tables, scenario = drawn
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), tables)
        try:
            check(Path(name), scenario)
        except FairShareError as error:
            no_task = not scenario["tasks"] and "Geen enkele aandachtsgroep heeft een opgave" in str(error)
            assert no_task or any(reason in str(error) for reason in MAY_NOT_FIT), error


@given(folders(), st.data())
def test_a_folder_with_a_mistake_is_refused(drawn, data):
    tables, scenario = drawn
    filled = {file: rows for file, rows in tables.items() if rows}
    kind = data.draw(st.sampled_from(["column", "text", "unknown", "twice", "garbled"]))
    mistakes = {"text": NUMBERS, "unknown": POINTERS}
    file = data.draw(st.sampled_from([file for file in filled if file in mistakes.get(kind, COLUMNS)]))
    rows = filled[file] = [dict(row) for row in filled[file]]
    row = data.draw(st.sampled_from(rows))
    if kind == "column":
        column = data.draw(st.sampled_from(COLUMNS[file]))
        filled[file] = [{name: value for name, value in row.items() if name != column} for row in rows]
    elif kind == "text":
        row[NUMBERS[file]] = data.draw(st.sampled_from(["veel", "nan", "inf", "-1", "1e400", "1.2.3", "0x10", "één"]))
    elif kind == "unknown":
        row[data.draw(st.sampled_from(POINTERS[file]))] = "bestaat-niet"
    elif kind == "twice":
        rows.append(row)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, filled)
        if kind == "garbled":  # anywhere in the file: it may still be right
            content = bytearray((folder / file).read_bytes())
            for _ in range(data.draw(st.integers(1, 3))):
                content[data.draw(st.integers(0, len(content) - 1))] = data.draw(
                    st.sampled_from(b'0123456789",;\n\rx-. \xff')
                )
            (folder / file).write_bytes(content)
            try:
                check(folder, scenario)
            except (DataError, FairShareError) as error:
                assert is_one_line(str(error))
            return
        with pytest.raises(DataError) as refused:
            load_own_tables(folder)
    assert is_one_line(str(refused.value))
    assert str(refused.value).startswith(file) or kind == "twice"
