"""A room knows only the rooms to its left: data and geo, the model, charts, then api and pages."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = {
    "data": {"data"},
    "geo": {"geo"},
    "fairshare": {"fairshare", "data"},  # the command line reads the tables
    "forms": {"forms", "fairshare", "data"},
    "charts": {"charts", "fairshare", "data", "geo"},
    "api": {"api", "charts", "fairshare", "data", "geo"},
    "store": {"store", "fairshare"},
    "reports": {"reports", "charts", "fairshare", "data", "geo"},
    "takeaway.py": {"reports", "charts", "fairshare", "data"},
    "history.py": {"fairshare"},
    "session.py": {"history", "takeaway", "charts", "fairshare", "data"},
    "keeper.py": {"session", "charts", "store", "fairshare", "data"},
    "bar.py": {"keeper", "session", "charts", "fairshare"},
    "pages": {"bar", "keeper", "session", "charts", "forms", "data", "fairshare"},
    "dashboard.py": {"api", "charts", "session", "data", "fairshare"},
}
OURS = {name.removesuffix(".py") for name in ROOMS}
DRAWING = {"streamlit", "plotly", "geopandas", "sqlalchemy", "pydeck", "altair", "matplotlib"}
CALCULATING = (ast.BinOp, ast.AugAssign)


def files(room: str) -> list[Path]:
    return [ROOT / room] if room.endswith(".py") else sorted((ROOT / room).rglob("*.py"))


def imports(file: Path) -> dict[str, str]:
    """Every module a file imports, anywhere in it: top name -> full name."""
    found = {}
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0]: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found[node.module.split(".")[0]] = node.module
    return found


CODE = [pytest.param(room, file, id=str(file.relative_to(ROOT))) for room in ROOMS for file in files(room)]
PAGES = [pytest.param(file, id=file.name) for file in files("pages")]


def test_there_is_code_to_look_at():
    assert len(PAGES) >= 6
    assert len(CODE) > 30


@pytest.mark.parametrize(("room", "file"), CODE)
def test_a_room_knows_only_the_rooms_to_its_left(room, file):
    assert set(imports(file)) & OURS <= ROOMS[room]


@pytest.mark.parametrize(("room", "file"), CODE)
def test_nothing_imports_a_page(room, file):
    names = {page.stem for page in files("pages")} | {"pages"}
    assert not set(imports(file)) & names


@pytest.mark.parametrize("file", [pytest.param(file, id=file.name) for file in files("fairshare")])
def test_the_model_draws_nothing_and_stores_nothing(file):
    assert not set(imports(file)) & DRAWING


@pytest.mark.parametrize("file", [pytest.param(file, id=file.name) for file in files("api")])
def test_the_routes_do_not_need_streamlit(file):
    assert not set(imports(file)) & DRAWING


@pytest.mark.parametrize("file", [pytest.param(file, id=file.name) for file in files("store")])
def test_the_store_does_not_need_a_screen(file):
    assert not set(imports(file)) & (DRAWING - {"sqlalchemy"})


@pytest.mark.parametrize("file", PAGES)
def test_a_page_imports_only_streamlit_the_session_charts_tables_and_the_engine(file):
    for top, full in imports(file).items():
        ours = {"streamlit", "bar", "keeper", "session", "charts", "forms", "fairshare", "functools"}
        assert top in ours or full == "data.tables", full


@pytest.mark.parametrize("file", PAGES)
def test_a_page_does_not_calculate(file):
    """No arithmetic between numbers: `+`, `-`, `*`, `/` and `%` stand in charts and in the engine."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        assert not isinstance(node, CALCULATING) or isinstance(node.op, ast.BitOr), f"line {node.lineno}"


@pytest.mark.parametrize("file", PAGES)
def test_a_page_is_read_in_a_minute(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 120


@pytest.mark.parametrize(("room", "file"), CODE)
def test_every_file_says_what_it_is_for(room, file):
    assert ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))


def test_the_model_can_be_imported_without_the_rest():
    import subprocess

    code = f"import fairshare, sys; assert not {DRAWING!r} & set(sys.modules), sorted({DRAWING!r} & set(sys.modules))"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
