"""CSV opens in a Dutch Excel with the same numbers; json is what the command line prints; neither runs what people typed."""

import csv
import io
import json

import pytest
from by_hand import TABLES, allocated, rerun
from office import GROUP, HOSTILE, MADE, converted, full_result

from fairshare.figures import OwnFigure
from fairshare.regions import own_region
from reports.files import HEAD, as_csv, as_json
from reports.privacy import published
from reports.sources import own_sources
from reports.text import csv_text
from reports.wording import file_name

RESULT = full_result()


def rows(content: bytes) -> list[dict[str, str]]:
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:] if len(line) == len(HEAD)]


def test_csv_holds_every_number_with_semicolons_and_decimal_commas():
    content = as_csv(published(RESULT), MADE)
    assert content.startswith(b"\xef\xbb\xbf")
    found = rows(content)
    assert len(found) == RESULT.numbers.size
    names = {spec.name: key for key, spec in RESULT.inputs.groups.items()}
    for row in found:
        i, g = RESULT.inputs.position[row["code"]], RESULT.column(names[row["groep"]])
        assert int(row["uitkomst"]) == RESULT.numbers[i, g]
        assert int(row["verschil"]) == RESULT.numbers[i, g] - RESULT.whole_reference[i, g]
        assert float(row["onafgerond"].replace(",", ".")) == pytest.approx(RESULT.unrounded[i, g], abs=1e-6)
        assert "." not in row["onafgerond"] and row["cijferversie"] == RESULT.inputs.data_version


def test_libreoffice_reads_the_csv_as_a_dutch_table(tmp_path):
    """59 is the semicolon, 34 the quotation mark, 76 UTF-8, 1043 Dutch."""
    import openpyxl

    filter_ = "xlsx:Calc MS Excel 2007 XML"
    files = {"verdeling.csv": as_csv(published(RESULT), MADE)}
    saved = converted(files, filter_, tmp_path, "CSV:59,34,76,1,,1043,false,true")["verdeling"]
    sheet = openpyxl.load_workbook(io.BytesIO(saved))["verdeling"]
    head, first, *_ = sheet.iter_rows(values_only=True)
    assert head == HEAD
    g = RESULT.column(next(k for k, s in RESULT.inputs.groups.items() if s.name == first[3]))
    i = RESULT.inputs.position[first[0]]
    assert first[6] == RESULT.numbers[i, g] and first[8] == pytest.approx(RESULT.unrounded[i, g], abs=1e-6)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_in_a_csv_is_a_formula_or_breaks_the_row(text):
    written = csv_text(text)
    assert not written.startswith(("=", "+", "-", "@", "\t")) and "\n" not in written and "\r" not in written


def test_json_is_what_the_command_line_prints_and_makes_the_result_again():
    document = json.loads(as_json(published(RESULT)))
    assert document.pop("privacy")["choice"] == "geen"
    assert document == json.loads(json.dumps(RESULT.as_dict()))
    assert rerun(document["scenario"]).numbers.tolist() == RESULT.numbers.tolist()


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("arnhem-nijmegen", "verdeling-arnhem-nijmegen-statushouders-2024.xlsx"),
        ("Étage/../kwaad\n", "verdeling-etage-kwaad-statushouders-2024.xlsx"),
    ],
)
def test_a_file_name_says_what_is_in_it_and_nothing_else(region, expected):
    from dataclasses import replace

    result = replace(RESULT, inputs=replace(RESULT.inputs, region=region))
    assert file_name(result, GROUP, "verdeling", "", "xlsx") == expected


def test_a_file_about_a_region_of_ones_own_is_called_by_its_name():
    result = allocated(own_region(allocated("arnhem-nijmegen").inputs.codes), region_name="Rond Nijmegen")
    assert file_name(result, GROUP, "verdeling", "", "xlsx") == "verdeling-rond-nijmegen-statushouders-2024.xlsx"


def test_an_own_figure_is_named_in_words_with_its_unit_and_its_source():
    figures = (
        OwnFigure("assumption", "mutatiegraad", {"value": 0.065}, year="2024", source="Jaarverslag corporaties"),
        OwnFigure("existing", GROUP, {"GM0202": 12}, year="2023", source="Eigen telling"),
    )
    supply, rate = sorted(
        own_sources(allocated("arnhem-nijmegen", figures=figures), TABLES), key=lambda one: one.figure
    )
    assert supply.figure == "Eigen cijfer: Bestaand aanbod: Statushouders"
    assert (supply.unit, supply.year, supply.source) == ("personen per halfjaar", "2023", "Eigen telling")
    assert (rate.value, rate.year, rate.source) == ("0,065", "2024", "Jaarverslag corporaties")
    assert "mutatiegraad" not in rate.figure and rate.unit
