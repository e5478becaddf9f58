"""The engine from the command line: ``python -m fairshare verdeel --regio groningen --gewicht inwoners=6 ...``.

For analysts, and to reproduce a decision: the same engine, the same numbers as on screen; with ``--data MAP`` on tables of
your own (see data/README.md). Bad input gives one clear line in Dutch on standard error and exit code 2.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import sys
from pathlib import Path
from typing import NoReturn

from data.own import load_own_tables
from data.tables import DataError, load_tables
from fairshare.engine import Result, allocate
from fairshare.errors import FairShareError, dutch
from fairshare.inputs import inputs_for, years
from fairshare.kept import FILE_MAX, Kept, from_file, unpack
from fairshare.scenario import DEFAULT_YEAR, Scenario

REFUSED = 2


class Parser(argparse.ArgumentParser):
    """An argument parser that refuses in one Dutch line."""

    def error(self, message: str) -> NoReturn:
        # What argparse names in its English sentence.
        names = re.findall(r"--\w+|'[^']+'|opdracht$", message.partition("(choose")[0])
        what = " ".join(names) or "de spelling"
        refuse(f"Deze opdracht klopt niet; kijk naar: {what}. Zie: python -m fairshare verdeel --help")


def refuse(message: str) -> NoReturn:
    """One line on standard error, exit code 2."""
    print(" ".join(message.split()), file=sys.stderr)
    raise SystemExit(REFUSED)


def parser() -> argparse.ArgumentParser:
    """The command line, documented in Dutch."""
    top = Parser(prog="python -m fairshare", description="Verdeel een regionale opgave eerlijk over gemeenten.")
    commands = top.add_subparsers(dest="command", required=True, metavar="opdracht", parser_class=Parser)
    verdeel = commands.add_parser("verdeel", help="verdeel de opgave van een regio")
    verdeel.add_argument("scenario", nargs="?", help="een scenario-bestand (json); of gebruik --regio en --gewicht")
    verdeel.add_argument("--link", metavar="TEKST", help="de tekst van een link waar het hele scenario in zit")
    verdeel.add_argument("--data", metavar="MAP", help="een map met eigen tabellen (zie data/README.md)")
    verdeel.add_argument("--regio", help="groningen, mra, arnhem-nijmegen, haaglanden, parkstad, enschede of nl")
    verdeel.add_argument("--jaar", help="peiljaar, bijvoorbeeld 2024")
    verdeel.add_argument(
        "--gewicht", action="append", default=[], metavar="MAATSTAF=GEWICHT", help="van 0 tot 10; herhaalbaar"
    )
    verdeel.add_argument(
        "--opgave", action="append", default=[], metavar="GROEP=AANTAL", help="een eigen opgave; herhaalbaar"
    )
    verdeel.add_argument("--referentie", help="inwoners, woningen, sociale_huur of gelijk")
    verdeel.add_argument(
        "--groep", action="append", metavar="GROEP", help="toon alleen deze aandachtsgroep; herhaalbaar"
    )
    form = verdeel.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print json (vast formaat, versie 1)")
    form.add_argument("--csv", action="store_true", help="print csv met komma's en decimale punt")
    return top


def scenario_from(arguments: argparse.Namespace, default_year: int = DEFAULT_YEAR) -> Kept:
    """The scenario of the command line: a file, a link that holds all of it, or the flags.

    Parameters
    ----------
    default_year : the reference year when neither names one.

    Raises
    ------
    FairShareError
        When the file or the link cannot be read, or a flag is not what it should be.
    """
    flags = {"--regio": arguments.regio, "--jaar": arguments.jaar, "--gewicht": arguments.gewicht}
    flags |= {"--opgave": arguments.opgave, "--referentie": arguments.referentie}
    given = [name for name, value in flags.items() if value]
    if arguments.link is not None:
        if given or arguments.scenario:
            raise FairShareError(
                "Geef een link (--link), of een scenario-bestand, of een regio; niet meer dan een daarvan."
            )
        return unpack(arguments.link)
    if arguments.scenario:
        if given:
            raise FairShareError(f"Geef een scenario-bestand of {', '.join(given)}, niet allebei.")
        text = _read(Path(arguments.scenario))
        kept, document = from_file(text), json.loads(text)
        has_year = "year" in document.get("scenario", document)
        return kept if has_year else Kept(kept.scenario.with_(year=default_year), kept.data_version)
    if not arguments.regio:
        raise FairShareError("Geef een regio (--regio groningen) of een scenario-bestand.")
    document: dict = {"version": 1, "region": arguments.regio, "year": default_year}
    if arguments.jaar:
        document["year"] = _numeric("--jaar", arguments.jaar)
    if arguments.referentie:
        document["reference"] = arguments.referentie
    if arguments.gewicht:
        document["weights"] = _named_numbers("--gewicht", arguments.gewicht)
    if arguments.opgave:
        document["tasks"] = _named_numbers("--opgave", arguments.opgave)
    return Kept(Scenario.from_dict(document))


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > FILE_MAX:
            raise FairShareError(f"'{path.name}' is te groot voor een scenario (meer dan 5 MB).")
        return path.read_text(encoding="utf-8-sig")
    except OSError:
        raise FairShareError(f"Het bestand '{path.name}' is er niet of kan niet worden gelezen.") from None
    except UnicodeDecodeError:
        raise FairShareError(f"'{path.name}' is geen UTF-8-tekst.") from None


def _named_numbers(flag: str, values: list[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for value in values:
        name, equals, number = value.partition("=")
        if not equals:
            raise FairShareError(f"{flag} {value}: schrijf naam=getal, bijvoorbeeld {flag} inwoners=6.")
        if name in found:
            raise FairShareError(f"{flag}: {name} staat er twee keer in.")
        found[name] = _numeric(f"{flag} {name}", number)
    return found


def _numeric(where: str, text: str) -> float:
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", text):
        text = text.replace(".", "")  # 1.000 is a thousand
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise FairShareError(f"{where}: '{text}' is geen getal.") from None


def as_text(result: Result, groups: list[str] | None) -> str:
    """The result as a table for people, one block per target group."""
    document = result.as_dict(groups)
    lines = [f"{result.inputs.region_name}, peiljaar {result.inputs.year}, cijfers {document['data_version']}"]
    for key, group in document["groups"].items():
        lines += [
            "",
            f"{group['name']}: {dutch(group['task'])} {group['unit']} ({group['status']}; {group['source']})",
        ]
        lines += [f"  {'gemeente':<26}{'referentie':>12}{'onafgerond':>12}{'uitkomst':>10}"]
        for row in document["rows"]:
            if row["group"] == key:
                cells = (
                    f"{dutch(row['reference'], 2, 2):>12}{dutch(row['unrounded'], 2, 2):>12}{dutch(row['result']):>10}"
                )
                lines.append(f"  {row['name']:<26}{cells}")
    return "\n".join(lines + [f"Let op: {warning}" for warning in document["warnings"]])


def main(argv: list[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    arguments = parser().parse_args(argv)
    try:
        tables = load_tables() if arguments.data is None else load_own_tables(arguments.data)
        known = years(tables)
        kept = scenario_from(arguments, DEFAULT_YEAR if DEFAULT_YEAR in known else known[-1])
        result = allocate(inputs_for(tables, kept.scenario), kept.scenario)
        document = result.as_dict(arguments.groep)
    except (FairShareError, DataError) as error:
        refuse(str(error))
    if kept.data_version not in ("", document["data_version"]):
        said = f"Let op: dit scenario is gemaakt met cijfers {kept.data_version}; deze uitkomst is met cijfers"
        print(f"{said} {document['data_version']} en kan daardoor anders zijn.", file=sys.stderr)
    for warning in result.warnings if arguments.csv else ():
        print(warning, file=sys.stderr)
    if arguments.json:
        print(json.dumps(document, ensure_ascii=False, allow_nan=False))
    elif arguments.csv:
        rows = [row | {"data_version": document["data_version"]} for row in document["rows"]]
        columns = ["municipality", "name", "group", "reference", "unrounded", "result", "data_version"]
        writer = csv.DictWriter(sys.stdout, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    else:
        print(as_text(result, arguments.groep))
    return 0


if __name__ == "__main__":
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:  # the reader had enough, as in `... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)
