"""How many questions one address may ask: a token bucket per client, so that one visitor cannot slow down a room."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

PER_SECOND = float(os.environ.get("FAIRSHARE_QUESTIONS_PER_SECOND", "200"))
"""Questions per second for one address: a room behind one router drags a dozen sliders at once. [1/s]"""
BURST = 2.0
"""How many seconds' worth of questions may come at once. [s]"""
CLIENTS_MAX = 10_000


class RateLimit:
    """Token buckets by client address; the oldest are forgotten when there are too many."""

    def __init__(self, per_second: float = PER_SECOND, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_second, self.clock = per_second, clock
        self.buckets: dict[str, tuple[float, float]] = {}

    def is_exceeded(self, client: str) -> bool:
        """Take one question from the client's bucket; True when it is empty."""
        now = self.clock()
        tokens, last = self.buckets.pop(client, (self.per_second * BURST, now))
        tokens = min(self.per_second * BURST, tokens + (now - last) * self.per_second)
        self.buckets[client] = (max(0.0, tokens - 1), now)
        if len(self.buckets) > CLIENTS_MAX:
            del self.buckets[next(iter(self.buckets))]
        return tokens < 1
