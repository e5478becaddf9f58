"""Remake the tables: `python -m data.build --source DIR` from source files, `--refresh` from CBS StatLine."""

import argparse
import sys
from pathlib import Path

from data.build import cases, municipalities, regions, statline
from data.build.files import replace_tables
from data.tables import DATA, DataError


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 done, 1 a table is wrong, 2 StatLine could not be reached or read."""
    parser = argparse.ArgumentParser(prog="python -m data.build", description=__doc__)
    parser.add_argument("--folder", type=Path, default=DATA, help="where the tables stand (default: data/)")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--source", type=Path, metavar="DIR", help="folder with the source files")
    what.add_argument("--refresh", action="store_true", help="newer figures from CBS StatLine (needs the internet)")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.refresh:
            for line in statline.refresh(chosen.folder):
                print(line)
        else:
            build(chosen.source, chosen.folder)
    except statline.StatLineError as error:
        print(f"Verversen lukt niet, de bestanden zijn niet veranderd: {error}", file=sys.stderr)
        return 2
    except (DataError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def build(source: Path, folder: Path) -> None:
    """Make the built tables from source files and put them in `folder`, if all tables together are right."""
    replace_tables(
        folder,
        {
            "municipalities": municipalities.build(source).reset_index(),
            "divisions": regions.build_divisions(source),
            "region_municipalities": regions.build_members(source),
            "cases": cases.build(source),
        },
    )


if __name__ == "__main__":
    sys.exit(main())
