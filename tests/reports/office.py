"""A scenario with everything that may stand in an export, and LibreOffice, which opens what we made as another program would."""

import os
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from by_hand import TABLES

from fairshare import Agreement, Result, Scenario, Swap, allocate, inputs_for

MADE = date(2026, 11, 25)
GROUP = "statushouders"
PATIENCE = 180
"""Of one run of LibreOffice on a machine that is busy. [s]"""
HOSTILE = (
    '=HYPERLINK("https://kwaad.example","klik")',
    "=1+1",
    "+31 6 12345678",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "<script>alert(1)</script><b>vet</b> &amp; &lt;",
    '#import "@preview/kwaad:1.0.0": * $x^2$ *vet* _cursief_ #sys.inputs @label <anker>',
    '{ INCLUDETEXT "c:\\\\geheim.docx" } { HYPERLINK "https://kwaad.example" }',
    "bel\x07 nul\x00 esc\x1b[31m \u202eomgekeerd\u202c \ufffe",
    "{\\rtf1\\ansi kwaad \\object}",
    "中文 😀 عربي עברית",
    "lang " * 390,
    "eerste regel\r\ntweede regel\nderde",
)
"""What people, or worse, may type: each has to come out as text."""


def full_result(region: str = "arnhem-nijmegen", *texts: str, year: int = 2024, **more) -> Result:
    """A key with floor, an own key, agreements and swaps; ``texts`` are name, note and reasons."""
    name, note, reason, why = (
        *texts,
        "Voorstel B",
        "Besproken op 3 november.",
        "Er staat al een locatie.",
        "Geruild.",
    )[:4]
    codes = inputs_for(TABLES, Scenario(region=region, year=year)).codes
    scenario = Scenario(
        region=region,
        year=year,
        weights={"inwoners": 6, "sociale_huur": 4},
        group_weights={"ouderen": {"ouderen_75plus": 10}},
        floor=0.5,
        agreements=(Agreement(codes[0], GROUP, 120),),
        swaps=(Swap(codes[0], codes[1], GROUP, 7),),
        **more,
    )
    result = allocate(inputs_for(TABLES, scenario), scenario)
    # Past the checks of a scenario: an export trusts nobody.
    agreements = tuple(replace(agreement, reason=reason) for agreement in scenario.agreements)
    swaps = tuple(replace(swap, reason=why) for swap in scenario.swaps)
    for key, value in {"name": name, "note": note, "agreements": agreements, "swaps": swaps}.items():
        object.__setattr__(scenario, key, value)
    return result


def soffice() -> str:
    """The path of LibreOffice; without it the tests of the reports fail."""
    path = os.environ.get("SOFFICE") or shutil.which("soffice")
    if not path:
        pytest.fail("These tests need LibreOffice (soffice); `make test` installs it, or set SOFFICE to its path.")
    return path


def converted(files: dict[str, bytes], kind: str, folder: Path, reading: str = "") -> dict[str, bytes]:
    """The files as LibreOffice writes them in another kind, by name without ending. ``reading``: how it is to read them."""
    inside, outside = folder / "in", folder / "out"
    inside.mkdir(parents=True)
    for name, content in files.items():
        (inside / name).write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [soffice(), profile, "--headless", "--norestore", "--convert-to", kind, "--outdir", str(outside)]
    command += [f"--infilter={reading}"] if reading else []
    ran = subprocess.run([*command, *map(str, sorted(inside.iterdir()))], capture_output=True, timeout=PATIENCE)
    found = {file.stem: file.read_bytes() for file in outside.iterdir()} if outside.exists() else {}
    assert set(found) == {Path(name).stem for name in files}, ran.stderr.decode(errors="replace")
    return found
