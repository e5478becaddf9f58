"""Hypothesis profiles: `dev` (60 examples, the same every time) and `long`, chosen by HYPOTHESIS_PROFILE; and the helpers
that several folders share: `by_hand` beside the tests of the engine, `reading` beside those of the charts, `keeping` beside
those of the store, `office` beside those of the reports."""

import os
import sys
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings

sys.path += [str(Path(__file__).parent / folder) for folder in ("fairshare", "charts", "store", "reports", "forms")]

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]

# Whatever the tests keep goes with them; the server of the browser tests keeps it in the same place.
_STORE = tempfile.TemporaryDirectory(prefix="scenarios-")
os.environ["FAIRSHARE_STORE"] = str(Path(_STORE.name) / "scenarios.sqlite")

settings.register_profile(
    "dev", max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=SLOW
)
settings.register_profile("long", max_examples=10_000, deadline=None, print_blob=True, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))
