"""A full room: many visitors of /verdelen at once, each with a session of Streamlit and a slider that is dragged at 1 Hz.

A visitor is what a browser is to the server: a websocket that speaks Streamlit's protocol, and questions to the live route.
Every second a question with a new key; every fifth second that key is committed and the page reruns. Visitors do not act in
step: their seconds begin one after another, and so do their commits. In a second room they do: everyone commits in the same second.

The visitors run on the same cores as the server, so they are kept cheap: questions are written to an open connection as bytes,
and no library for HTTP takes part.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.moves import START
from benchmarks.server import LIVE, Server, serve

REGION, GROUP = "mra", "statushouders"
PERIOD = 1.0
"""Time between two moves of one visitor. [s]"""
MOVES_PER_COMMIT = 5
PATIENCE = 20
"""After this long without an answer a visitor counts an error. [s]"""


@dataclass
class Room:
    """What the visitors of one room met.

    Parameters
    ----------
    in_step : whether everyone commits in the same second.
    posts, reruns : from the moment a move was due until its answer was there. [s]
    errors : answers that were not what they should be, or did not come.
    cpu, own_cpu : of the server, and of the visitors together. [fraction of one core]
    memory : per session beyond the first. [MB]
    """

    sessions: int
    in_step: bool = False
    posts: list[float] = field(default_factory=list)
    reruns: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    cpu: float = 0.0
    own_cpu: float = 0.0
    memory: float | None = None


def measure(sessions: int, seconds: float, in_step: bool = False) -> Room:
    """A server of its own with a room of ``sessions`` visitors, for so many seconds."""
    with serve(LIVE) as server:
        return asyncio.run(_fill(server, Room(sessions, in_step), seconds))


async def _fill(server: Server, room: Room, seconds: float) -> Room:
    visitors = [Visitor(server, room, seed) for seed in range(room.sessions)]
    try:
        await visitors[0].come_in()
        await visitors[0].warm_up()
        before = server.memory()
        for visitor in visitors[1:]:
            await visitor.come_in()
        cpu, own, began = server.cpu(), time.process_time(), time.monotonic()
        await asyncio.gather(
            *(
                visitor.drag(began + PERIOD * i / room.sessions, seconds, 0 if room.in_step else i)
                for i, visitor in enumerate(visitors)
            )
        )
        took = time.monotonic() - began
        room.cpu, room.own_cpu = (server.cpu() - cpu) / took, (time.process_time() - own) / took
        if room.sessions > 1:
            room.memory = (server.memory() - before) / (room.sessions - 1)
    finally:
        await asyncio.gather(*(visitor.leave() for visitor in visitors))
    return room


class Visitor:
    """One visitor; the seed decides the keys."""

    def __init__(self, server: Server, room: Room, seed: int) -> None:
        self.server, self.room, self.chance = server, room, random.Random(seed)
        self.line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.socket: ClientConnection | None = None

    async def come_in(self) -> None:
        """Open the page; the panel then asks for its first answer and for the settings."""
        address = self.server.address.replace("http", "ws") + "/_stcore/stream"
        self.socket = await connect(address, subprotocols=["streamlit"], max_size=None, proxy=None)
        await self.rerun(START)
        await self.ask(START, brief=True, settings=True)

    async def leave(self) -> None:
        """Close the page."""
        if self.socket:
            await self.socket.close()
        if self.line:
            self.line[1].close()

    async def warm_up(self) -> None:
        """Some moves and commits that do not count: what the server fills once is not part of a session."""
        for _ in range(2 * MOVES_PER_COMMIT):
            key = self.new_key()
            await self.ask(key)
            await self.rerun(key)

    def new_key(self) -> dict[str, int]:
        """Weights that hardly anyone has asked for."""
        return {criterion: self.chance.randint(1, 10) for criterion in START}

    async def drag(self, first: float, seconds: float, turn: int) -> None:
        """A move per period, from ``first`` on [s, monotonic]; a commit at every fifth, counted from ``turn``."""
        for move in range(int(seconds / PERIOD)):
            due = first + move * PERIOD
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            key = self.new_key()
            if await self._tried(self.ask(key)):
                self.room.posts.append(time.monotonic() - due)
            if (move + turn) % MOVES_PER_COMMIT == MOVES_PER_COMMIT - 1:
                began = time.monotonic()
                if await self._tried(self.rerun(key)):
                    self.room.reruns.append(time.monotonic() - began)

    async def _tried(self, work) -> bool:
        try:
            await asyncio.wait_for(work, PATIENCE)
            return True
        except Exception as error:  # whatever a visitor would notice
            self.room.errors.append(f"{type(error).__name__}: {error}")
            return False

    async def ask(self, key: dict[str, int], **more: bool) -> None:
        """A question to the live route."""
        scenario = {"version": 1, "region": REGION, "weights": key}
        answer = await self._post("/api/verdeel", json.dumps({"scenario": scenario, "group": GROUP, **more}).encode())
        if more.get("settings", False) and "settings" not in answer:
            raise ValueError("the answer lacks the settings")
        if {name for name, weight in answer["weights"].items() if weight} != set(key):
            raise ValueError("the answer holds another key")

    async def _post(self, path: str, body: bytes) -> dict:
        """A question in json over the open connection, or a new one when the server has closed it, as a browser does."""
        if self.line is None or self.line[0].at_eof():
            self.line = await asyncio.open_connection("127.0.0.1", self.server.port)
        reader, writer = self.line
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAccept-Encoding: gzip\r\n"
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().strip().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        content = await reader.readexactly(int(headers["content-length"]))
        if first.split()[1] != "200":
            raise ValueError(f"the answer is {first}")
        return json.loads(gzip.decompress(content) if headers.get("content-encoding") == "gzip" else content)

    async def rerun(self, key: dict[str, int]) -> None:
        """Have the page run with this key in its link, and read everything until the run has ended."""
        message = BackMsg()
        weights = ",".join(f"{criterion}:{weight}" for criterion, weight in key.items())
        message.rerun_script.query_string = urlencode({"regio": REGION, "gewicht": weights})
        message.rerun_script.page_name = "verdelen"
        await self.socket.send(message.SerializeToString())
        panels = 0
        while True:
            told = ForwardMsg.FromString(await self.socket.recv())
            kind = told.WhichOneof("type")
            if kind == "delta" and told.delta.WhichOneof("type") == "new_element":
                element = told.delta.new_element.WhichOneof("type")
                panels += element == "bidi_component"
                if element in ("exception", "alert"):
                    raise ValueError("the page shows an error")
            if kind == "script_finished":
                break
        if told.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY or not panels:
            raise ValueError("the run did not end well")
