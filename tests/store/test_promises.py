"""What the store promises when many save at once, when a process is killed, and when several start on an empty database."""

import os
import random
import signal
import time

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from keeping import FORK, RESULT, named, opened, save_all, save_for_ever, started
from sqlalchemy import create_engine, inspect

from store import StoreError
from store.database import VERSION_TABLE
from store.tables import metadata

WRITERS, SAVES = 20, 1_000
KILLS = 200
STARTERS = 6


def everything(store) -> dict:
    """All versions in the store, whole: id -> version. One that is damaged fails here."""
    threads, offset = [], 0
    while part := store.list_scenarios(limit=200, offset=offset).scenarios:
        threads += [scenario.thread for scenario in part]
        offset += 200
    versions = [version for thread in threads for version in store.versions(thread)]
    return {version.id: store.get(version.id) for version in versions}


def assert_whole(store, kept: dict) -> None:
    """Nothing half-saved: every thread is numbered from 1 without gaps, every version has its parent and its outcome."""
    threads = {}
    for version in kept.values():
        threads.setdefault(version.thread, []).append(version.number)
        assert version.parent is None or version.parent in kept
        assert sum(map(sum, version.outcome.numbers)) == RESULT.numbers.sum()
    assert all(sorted(numbers) == list(range(1, len(numbers) + 1)) for numbers in threads.values())
    count = store.database.read(lambda c: c.exec_driver_sql("SELECT count(*) FROM scenario_thread").scalar())
    assert count == len(threads)  # no thread without a version


def test_twenty_people_save_a_thousand_scenarios_at_once_and_none_is_lost(store, url):
    """Half of them begin a thread of their own, the others all go on from the same version."""
    root = store.save(named("Waar iedereen van uitgaat")).version
    store.database.close()
    barrier, names = FORK.Barrier(WRITERS), [f"Voorstel {i}" for i in range(SAVES)]
    running = []
    for w in range(WRITERS):
        receive, send = FORK.Pipe(duplex=False)
        running.append((started(save_all, url, barrier, names[w::WRITERS], root.id, send), receive))
        send.close()
    acknowledged = [ack for _, receive in running for ack in receive.recv()]
    for process, _ in running:
        process.join()
        assert process.exitcode == 0
    assert sorted(name for name, *_ in acknowledged) == sorted(names)
    kept = everything(store)
    assert len(kept) == SAVES + 1
    assert_whole(store, kept)
    for name, key, sha256, _ in acknowledged:
        assert (kept[key].name, kept[key].sha256) == (name, sha256)
        assert kept[key].scenario == RESULT.scenario.with_(name=name)
    siblings = [version for version in kept.values() if version.parent == root.id]
    assert sorted(version.number for version in siblings) == list(range(2, SAVES // 2 + 2))
    conflicts = {key: was_told for _, key, _, was_told in acknowledged}
    assert [version.number for version in siblings if not conflicts[version.id]] == [2]  # only the first was alone


def test_every_acknowledged_save_survives_two_hundred_kills(store, url):
    """A process that saves on and on is killed at a moment that it cannot know, two hundred times."""
    root = store.save(named("Waar iedereen van uitgaat")).version
    store.database.close()
    chance = random.Random(6)
    acknowledged = b""
    for _ in range(KILLS):
        read, write = os.pipe()
        process = started(save_for_ever, url, root.id, write)
        os.close(write)
        first = os.read(read, 65_536) if chance.random() < 0.9 else b""  # a tenth is killed while it starts
        time.sleep(chance.uniform(0, 0.02))
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        assert process.exitcode == -signal.SIGKILL
        lines = first
        while part := os.read(read, 65_536):
            lines += part
        os.close(read)
        acknowledged += lines
    kept = everything(store)
    assert_whole(store, kept)
    lines = acknowledged.decode().splitlines()
    assert len(lines) > KILLS / 2
    for line in lines:
        key, sha256, name = line.split(" ")
        assert (kept[key].sha256, kept[key].name) == (sha256, name)
        assert kept[key].scenario == RESULT.scenario.with_(name=name)
    assert len(lines) <= len(kept) - 1 <= len(lines) + KILLS  # at most the one save of each that was not told yet
    assert store.save(named("En verder"), parent=root.id).conflict is not None


# -- the tables


def differences_from_code(url) -> list:
    with create_engine(url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        return compare_metadata(context, metadata)


def save_one(url, barrier, name) -> None:
    store = opened(url)
    barrier.wait()
    store.save(named(name))


def test_an_empty_database_gets_the_tables_of_the_code_at_first_use(store, url):
    assert store.list_scenarios().total == 0
    assert differences_from_code(url) == []
    names = inspect(create_engine(url)).get_table_names()
    assert sorted(names) == sorted([*metadata.tables, VERSION_TABLE])


def test_starting_again_changes_nothing(store, url):
    version = store.save(RESULT).version
    for _ in range(3):
        again = opened(url)
        assert again.get(version.id) == version
        again.database.close()
    assert differences_from_code(url) == []


def test_processes_that_start_at_once_on_an_empty_database_all_save(store, url):
    barrier = FORK.Barrier(STARTERS)
    names = [f"Voorstel {i}" for i in range(STARTERS)]
    processes = [started(save_one, url, barrier, name) for name in names]
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * STARTERS
    assert sorted(scenario.name for scenario in store.list_scenarios().scenarios) == names
    assert differences_from_code(url) == []


def test_tables_of_a_newer_program_are_left_alone(store, url):
    store.save(RESULT)
    store.database.write(lambda c: c.exec_driver_sql(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    with pytest.raises(StoreError, match="nieuwere versie"):
        opened(url).list_scenarios()


def test_a_file_that_is_killed_over_and_over_is_in_wal_mode_and_waits_for_the_disk(file_store):
    """`synchronous` 2 is FULL: a commit returns when it is on disk, so that it survives a power cut too."""
    file_store.save(RESULT)
    pragmas = ("journal_mode", "synchronous", "foreign_keys")
    found = file_store.database.read(lambda c: [c.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas])
    assert found == ["wal", 2, 1]
