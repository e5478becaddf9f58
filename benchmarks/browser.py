"""Chromium, and what goes over the line between it and the server."""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

HARNESS = Path(__file__).with_name("harness.js")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic", "--no-first-run"]
SCREEN = {"width": 1440, "height": 900}
PATIENCE = 60_000
"""How long a page may take to settle. [ms]"""
QUIET = 300
"""Rest between two moves, so that every move starts from rest. [ms]"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visit(browser: Browser, address: str) -> Iterator[Page]:
    """A page in a browser without cache, with the clocks of `harness.js` in it."""
    context = browser.new_context(base_url=address, locale="nl-NL", viewport=SCREEN)
    context.add_init_script(path=HARNESS)
    context.set_default_timeout(PATIENCE)
    try:
        yield context.new_page()
    finally:
        context.close()


def settled(page: Page) -> None:
    """Wait until the script has run and the page has come to rest."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(state="attached")
    page.wait_for_timeout(QUIET)


@dataclass
class Traffic:
    """Bytes on the line since `reset`; headers and bodies as sent, compressed; without TCP and the headers of frames.

    Parameters
    ----------
    http_down, http_up, socket_down, socket_up : per direction, over HTTP and over the websocket. [bytes]
    """

    http_down: int = 0
    http_up: int = 0
    socket_down: int = 0
    socket_up: int = 0
    _bodies: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, page: Page) -> Traffic:
        """Starts counting what the page sends and gets."""
        traffic, line = cls(), page.context.new_cdp_session(page)
        traffic._listen(line)
        line.send("Network.enable")
        return traffic

    def _listen(self, line: CDPSession) -> None:
        line.on("Network.requestWillBeSent", self._asked)
        line.on("Network.requestWillBeSentExtraInfo", self._headers)
        line.on("Network.loadingFinished", self._finished)
        line.on("Network.webSocketFrameReceived", lambda event: self._frame("socket_down", event))
        line.on("Network.webSocketFrameSent", lambda event: self._frame("socket_up", event))

    def _asked(self, event: dict) -> None:
        self.http_up += len(event["request"].get("postData", "").encode())

    def _headers(self, event: dict) -> None:
        self.http_up += sum(len(name) + len(value) + 4 for name, value in event["headers"].items())

    def _finished(self, event: dict) -> None:
        self.http_down += int(event["encodedDataLength"])

    def _frame(self, kind: str, event: dict) -> None:
        response = event["response"]
        data = response["payloadData"]
        size = len(data.encode()) if response["opcode"] == 1 else len(base64.b64decode(data))
        setattr(self, kind, getattr(self, kind) + size)

    def reset(self) -> None:
        """Start again from nothing."""
        self.http_down = self.http_up = self.socket_down = self.socket_up = 0

    @property
    def total(self) -> int:
        """Both ways, both channels. [bytes]"""
        return self.http_down + self.http_up + self.socket_down + self.socket_up
