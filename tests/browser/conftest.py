"""The real app, served by uvicorn with a store of its own, in a real Chromium. Every test also fails on an error in the console, an
answer of 4xx or 5xx that was not expected, and any request to another host. DASHBOARD_URL names an app that is already up, with the
same code."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
STOP_SECONDS = 10
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic", "--no-first-run"]
OURS = {"127.0.0.1", "localhost"}
PATIENCE = 8_000  # of a click or a key, on a machine that is busy [ms]
PROBES = re.compile(r"/[\w-]+/_stcore/(health|host-config)$")  # Streamlit looks for the root of the app below the page

expect.set_options(timeout=PATIENCE)


def is_up(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:
            return answer.status == 200
    except OSError:
        return False


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """Where the app listens."""
    if running := os.environ.get("DASHBOARD_URL"):
        yield running.rstrip("/")
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place = tmp_path_factory.mktemp("server")
    log = place / "log.txt"
    command = [sys.executable, "-m", "uvicorn", "dashboard:app", "--port", str(port), "--log-level", "warning"]
    with log.open("wb") as output:
        environment = os.environ | {"FAIRSHARE_STORE": str(place / "scenarios.sqlite")}
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    home = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + START_SECONDS
        while not is_up(home):
            if server.poll() is not None or time.monotonic() > end:
                pytest.fail(f"The app did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}")
            time.sleep(0.1)
        yield home
        if server.poll() is not None:
            pytest.fail(f"The app stopped during the tests, with code {server.returncode}.")
    finally:
        server.terminate()
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()


@pytest.fixture(scope="session")
def chromium():
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    if not Path(path).exists():
        pytest.fail(f"These tests need Chromium, and '{path}' is not there. Set CHROMIUM to its path.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Watch:
    """What went wrong while a test ran; `expected` holds patterns of what the test itself provokes."""

    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def over(self, page) -> None:
        page.set_default_timeout(2 * PATIENCE)
        page.on("request", lambda request: self.host(request.url))
        page.on("websocket", lambda socket: self.host(socket.url))
        page.on("console", self.console)
        page.on("pageerror", lambda error: self.faults.append(f"exception: {error}"))
        page.on("response", self.response)

    def host(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in OURS:
            self.faults.append(f"request to another host: {url}")

    def console(self, message) -> None:
        address = message.location.get("url", "")
        if message.type == "error" and not PROBES.search(address):
            self.faults.append(f"console: {message.text} ({address})")

    def response(self, response) -> None:
        if response.status >= 400 and not PROBES.search(response.url):
            self.faults.append(f"answer {response.status}: {response.url}")

    def unexpected(self) -> list[str]:
        return [fault for fault in self.faults if not any(re.search(pattern, fault) for pattern in self.expected)]


@pytest.fixture
def watch():
    watch = Watch()
    yield watch
    assert not watch.unexpected()


@pytest.fixture(scope="session")
def desktop(chromium, address):
    """One browser for all tests on a desktop: scripts and maps stay in its cache; every page is a new visit."""
    context = chromium.new_context(base_url=address, locale="nl-NL", viewport=DESKTOP)
    yield context
    context.close()


@pytest.fixture
def page(desktop, watch, address):
    if not is_up(address):
        pytest.exit("The app is gone: something ended it while the tests ran.", 1)
    page = desktop.new_page()
    watch.over(page)
    yield page
    page.close()


@pytest.fixture
def visitor(chromium, address, watch):
    """Makes a page in a browser of its own: another person, or another kind of screen."""
    contexts = []

    def new(**options):
        context = chromium.new_context(base_url=address, locale="nl-NL", **({"viewport": DESKTOP} | options))
        contexts.append(context)
        page = context.new_page()
        watch.over(page)
        return page

    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def phone(visitor):
    return visitor(viewport=PHONE, is_mobile=True, has_touch=True)
