"""Results to keep, and processes that keep them: what several tests of the store share."""

import multiprocessing
import os
from dataclasses import replace

from by_hand import allocated

from fairshare import Result, Scenario
from store.database import Database
from store.scenarios import Store

RESULT = allocated("parkstad", weights={"inwoners": 6, "sociale_huur": 4}, name="Voorstel A", note="Zo besproken.")
FORK = multiprocessing.get_context("fork")
"""Processes that begin at once, with everything imported."""

SERVER = os.environ.get("FAIRSHARE_TEST_DATABASE", "postgresql://postgres@127.0.0.1:5432/postgres")
"""A PostgreSQL server that lets us make databases. Where none answers the tests fail: `.ci/postgres` starts one."""


def with_scenario(scenario: Scenario) -> Result:
    """A result whose scenario is this one; the store does not calculate."""
    return replace(RESULT, scenario=scenario)


def named(name: str, **changes) -> Result:
    """The result to keep under another name."""
    return with_scenario(RESULT.scenario.with_(name=name, **changes))


def opened(url) -> Store:
    """A store of its own, as another process has it."""
    return Store(Database(url))


def started(work, *arguments):
    """A running process that does ``work``."""
    process = FORK.Process(target=work, args=arguments, daemon=True)
    process.start()
    return process


def save_all(url, barrier, names, parent, report) -> None:
    """Save under every name, half of them as a new thread and half after ``parent``; then report what was acknowledged."""
    store = opened(url)
    barrier.wait()
    acknowledged = []
    for i, name in enumerate(names):
        saved = store.save(named(name), author=f"Schrijver {os.getpid()}", parent=parent if i % 2 else None)
        acknowledged.append((name, saved.version.id, saved.version.sha256, saved.conflict is not None))
    report.send(acknowledged)


def save_for_ever(url, parent, pipe: int) -> None:
    """Save until killed; write a line to ``pipe`` for every save that was acknowledged."""
    store = opened(url)
    count = 0
    while True:
        name = f"{os.getpid()}-{count}"
        saved = store.save(named(name), author="Wie straks weg is", parent=parent if count % 2 else None)
        os.write(pipe, f"{saved.version.id} {saved.version.sha256} {name}\n".encode())
        count += 1


def unlocked(store: Store, *statements: str) -> None:
    """Run statements as someone who goes behind the store's back: what refuses changes is taken away first."""
    triggers = {
        "sqlite": ["DROP TRIGGER scenario_version_UPDATE", "DROP TRIGGER scenario_version_DELETE"],
        "postgresql": ["DROP TRIGGER scenario_version_never_changes ON scenario_version"],
    }
    store.database.write(
        lambda c: [c.exec_driver_sql(statement) for statement in (*triggers[c.dialect.name], *statements)]
    )
