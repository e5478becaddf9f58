"""Writing csv tables the same way every time, and all or nothing."""

import os
import shutil
import tempfile
from pathlib import Path

import pandas as pd

from data.tables import FILES, load_tables


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """UTF-8, comma, point decimal, LF; missing is empty."""
    table.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def replace_tables(folder: Path, changed: dict[str, pd.DataFrame]) -> None:
    """Write tables beside those of `folder`, check all of them together, and only then put them in place.

    Raises DataError when a table is wrong; the files of `folder` are then as they were.
    """
    with tempfile.TemporaryDirectory(dir=folder) as name:
        beside = Path(name)
        for file in FILES.values():
            if (folder / file).exists():
                shutil.copy(folder / file, beside)
        for table, frame in changed.items():
            write_csv(frame, beside / FILES[table])
        load_tables(beside)
        for table in changed:
            os.replace(beside / FILES[table], folder / FILES[table])
    load_tables.cache_clear()
