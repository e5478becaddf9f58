"""The servers that are measured: started on a free port in a process group of their own, and always ended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
START_SECONDS = 120
STOP_SECONDS = 5
PORT = "{port}"
LIVE = ("uvicorn", "dashboard:app", "--port", PORT, "--log-level", "warning")
NAIVE = ("streamlit", "run", "benchmarks/naive/app.py", "--server.port", PORT, "--server.headless", "true")
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Opens addresses of this machine, whatever proxy the environment names."""


@dataclass(frozen=True)
class Server:
    """A server that is up."""

    address: str
    pid: int

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.address.rpartition(":")[2])

    def cpu(self) -> float:
        """CPU time used since the start, by all threads. [s]"""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Resident memory. [MB]"""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def serve(command: tuple[str, ...]) -> Iterator[Server]:
    """``python -m command`` until the block ends; ``{port}`` in it becomes a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", *(word.format(port=port) for word in command)]
    env = os.environ | {"PYTHONPATH": str(ROOT), "STREAMLIT_SERVER_ADDRESS": "127.0.0.1"}
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(words, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True)
        try:
            address = f"http://127.0.0.1:{port}"
            _await(process, address, log)
            yield Server(address, process.pid)
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} stopped by itself, with code {process.returncode}.")
        finally:
            _end(process)


def _await(process: subprocess.Popen, address: str, log) -> None:
    end = time.monotonic() + START_SECONDS
    while not _is_up(address):
        if process.poll() is not None or time.monotonic() > end:
            log.seek(0)
            raise RuntimeError("The server did not start:\n" + log.read().decode(errors="replace")[-2000:])
        time.sleep(0.05)


def _is_up(address: str) -> bool:
    try:
        with DIRECT.open(f"{address}/_stcore/health", timeout=1) as answer:
            return answer.status == 200
    except OSError:
        return False


def _end(process: subprocess.Popen) -> None:
    for kind in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, kind)
            process.wait(STOP_SECONDS)
            return
        except ProcessLookupError:
            process.wait()
            return
        except subprocess.TimeoutExpired:
            continue
