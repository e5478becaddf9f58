"""A visitor without a browser: opens pages, finds widgets by their label, and reads what stands there."""

import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

SHELL = str(Path(__file__).parents[2] / "pages" / "shell.py")


def visit(page: str = "start.py", **query: str) -> AppTest:
    """A new visitor with a link, on a page."""
    app = AppTest.from_file(SHELL, default_timeout=30)
    for name, value in query.items():
        app.query_params[name.replace("__", ".")] = value
    return go(app.run(), page)


def go(app: AppTest, page: str) -> AppTest:
    app.switch_page(page).run()
    return well(app)


def well(app: AppTest) -> AppTest:
    """The page stands, without an error."""
    assert not app.exception, app.exception[0].stack_trace
    assert not app.error
    return app


def widget(app: AppTest, kind: str, label: str):
    """The first widget with this label."""
    found = [one for one in app.get(kind) if one.label == label]
    assert found, f"{kind} {label!r} is not among {[one.label for one in app.get(kind)]}"
    return found[0]


def options(box) -> list[str]:
    return list(box.options)


def read(app: AppTest) -> str:
    """All text of our own HTML on the page."""
    return re.sub(r"<[^>]+>", " ", " ".join(part.proto.body for part in app.get("html")))


def link(app: AppTest) -> dict[str, str]:
    return {name: value[0] if isinstance(value, list) else value for name, value in app.query_params.items()}


def problems(app: AppTest) -> list[str]:
    return [toast.value for toast in app.toast]
