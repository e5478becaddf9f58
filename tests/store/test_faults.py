"""A store that is off, away, full, read-only or damaged: one Dutch line for whoever saves or opens, and nothing lost."""

import os
import random
import resource
import shutil
import signal
import sqlite3
import tempfile
from pathlib import Path

import psycopg
import pytest
from by_hand import is_one_line
from keeping import FORK, RESULT, SERVER, named, opened, started
from sqlalchemy import URL, event, make_url

from store import StoreError, current
from store.database import DEFAULT_FILE, Database, url_from
from store.scenarios import Store

KEY = "0" * 32
CALLS = {
    "save": lambda store: store.save(RESULT),
    "rename": lambda store: store.rename(KEY, "Naam"),
    "get": lambda store: store.get(KEY),
    "versions": lambda store: store.versions(KEY),
    "list": lambda store: store.list_scenarios(),
    "archive": lambda store: store.archive(KEY),
    "restore": lambda store: store.restore(KEY),
    "share": lambda store: store.share(KEY),
    "open_shared": lambda store: store.open_shared("A" * 43),
    "revoke": lambda store: store.revoke(KEY),
    "shares": lambda store: store.shares(KEY),
}
FLIPS = 100
NOBODY = 65534


def sqlite(path) -> URL:
    return URL.create("sqlite", database=str(path))


def refusal(call, store) -> str:
    with pytest.raises(StoreError) as refused:
        call(store)
    assert is_one_line(str(refused.value))
    return str(refused.value)


# -- where the store is


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({}, sqlite(DEFAULT_FILE)),
        ({"FAIRSHARE_STORE": " "}, sqlite(DEFAULT_FILE)),
        ({"FAIRSHARE_STORE": "/srv/fairshare/s c?n#rio's.sqlite"}, sqlite("/srv/fairshare/s c?n#rio's.sqlite")),
        ({"FAIRSHARE_STORE": "uit"}, None),
        ({"FAIRSHARE_STORE": "UIT", "DATABASE_URL": "postgresql://server/x"}, None),
        ({"DATABASE_URL": "postgresql://me:pw@server:1/x"}, make_url("postgresql+psycopg://me:pw@server:1/x")),
        ({"DATABASE_URL": "postgres://server/x"}, make_url("postgresql+psycopg://server/x")),
        ({"DATABASE_URL": "postgresql+psycopg2://server/x"}, make_url("postgresql+psycopg://server/x")),
        ({"FAIRSHARE_STORE": "/a.sqlite", "DATABASE_URL": "postgresql://server/x"}, sqlite("/a.sqlite")),
    ],
)
def test_the_settings_say_where_the_store_is(settings, found):
    assert url_from(settings) == found


@pytest.mark.parametrize(
    "address", ["mysql://me:geheim@server/x", "geheim", "://", "postgresql://me:geheim@server:poort/x"]
)
def test_a_database_we_do_not_know_is_refused_without_repeating_its_password(address):
    with pytest.raises(StoreError, match="DATABASE_URL") as refused:
        url_from({"DATABASE_URL": address})
    assert is_one_line(str(refused.value))
    assert "geheim" not in str(refused.value)


def test_a_relative_place_is_seen_from_where_the_program_starts(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert url_from({"FAIRSHARE_STORE": "hier.sqlite"}).database == str(tmp_path / "hier.sqlite")


def test_a_folder_is_no_place_for_scenarios_and_the_line_says_what_is(tmp_path):
    with pytest.raises(StoreError, match="Noem een bestand") as refused:
        url_from({"FAIRSHARE_STORE": str(tmp_path)})
    assert is_one_line(str(refused.value))


def test_the_default_file_is_in_the_project_and_not_in_git():
    root = Path(__file__).parents[2]
    assert root / "var" / "scenarios.sqlite" == DEFAULT_FILE
    assert "var/" in (root / ".gitignore").read_text().splitlines()


def test_the_store_of_the_settings_is_one_for_the_whole_process(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("FAIRSHARE_STORE", str(tmp_path / "a.sqlite"))
    first = current()
    assert current() is first
    assert first.is_on
    version = first.save(RESULT).version
    monkeypatch.setenv("FAIRSHARE_STORE", "uit")
    assert not current().is_on
    monkeypatch.setenv("FAIRSHARE_STORE", str(tmp_path / "a.sqlite"))
    assert current().get(version.id) == version
    current().database.close()


# -- off, away, or not to be written


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_store_that_is_off_says_so_and_points_to_the_link(call):
    assert "link" in refusal(call, Store(Database(None)))


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_database_that_is_away_is_said(call):
    store = opened(make_url("postgresql+psycopg://me:geheim@127.0.0.1:9/scenarios"))  # nothing listens on port 9
    assert "geheim" not in refusal(call, store)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_place_that_cannot_be_made_is_said(call, tmp_path):
    (tmp_path / "bestand").write_text("geen map")
    assert "FAIRSHARE_STORE" in refusal(call, opened(sqlite(tmp_path / "bestand" / "scenarios.sqlite")))
    assert "FAIRSHARE_STORE" in refusal(call, opened(sqlite(tmp_path)))


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_file_that_is_no_database_is_said_and_left_as_it_is(call, tmp_path):
    file = tmp_path / "scenarios.sqlite"
    file.write_text("Dit is een brief aan de raad. " * 100)
    assert "beschadigd" in refusal(call, opened(sqlite(file)))
    assert file.read_text() == "Dit is een brief aan de raad. " * 100


def refused_as_nobody(path, report) -> None:
    """Try to use the store without any right on its folder."""
    os.setuid(NOBODY)
    lines = []
    for call in CALLS.values():
        try:
            call(opened(sqlite(path)))
        except StoreError as error:
            lines.append(str(error))
    report.send(lines)


@pytest.mark.parametrize("is_there", [False, True], ids=["empty", "with scenarios"])
def test_a_folder_that_may_only_be_read_is_said(is_there):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scenarios.sqlite"
        if is_there:
            store = opened(sqlite(path))
            store.save(RESULT)
            store.database.close()
            path.chmod(0o444)
        Path(folder).chmod(0o555)
        receive, send = FORK.Pipe(duplex=False)
        process = started(refused_as_nobody if os.getuid() == 0 else refused_as_me, path, send)
        lines = receive.recv()
        process.join()
        Path(folder).chmod(0o755)
    assert len(lines) == len(CALLS)
    assert all(is_one_line(line) and "FAIRSHARE_STORE" in line for line in lines)


def refused_as_me(path, report) -> None:
    """The same, for who is not root and so has no other user to be."""
    report.send([refusal(call, opened(sqlite(path))) for call in CALLS.values()])


def save_on_a_full_disk(path, report) -> None:
    """Save with room for some pages more."""
    store = opened(sqlite(path))
    kept = [store.save(named("Voorstel 0")).version.id]
    limit = Path(f"{path}-wal").stat().st_size + 200_000
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        for i in range(1, 200):
            kept.append(store.save(named(f"Voorstel {i}")).version.id)
    except StoreError as error:
        report.send((kept, str(error)))
    else:
        report.send((kept, ""))


def test_on_a_full_disk_the_save_is_refused_and_what_was_kept_stays(tmp_path):
    path = tmp_path / "scenarios.sqlite"
    receive, send = FORK.Pipe(duplex=False)
    process = started(save_on_a_full_disk, path, send)
    kept, said = receive.recv()
    process.join()
    assert is_one_line(said)
    store = opened(sqlite(path))
    assert 1 < len(kept) < 200
    assert {scenario.id for scenario in store.list_scenarios(limit=1000).scenarios} == set(kept)
    assert [store.get(key).name for key in kept] == [f"Voorstel {i}" for i in range(len(kept))]
    assert store.save(RESULT).version.number == 1


# -- what happens while we are running


def test_a_server_that_drops_its_connections_is_taken_up_again(server_store):
    database = server_store.database.url.database
    version = server_store.save(RESULT).version
    with psycopg.connect(SERVER, autocommit=True) as server:
        for name in ("Verder", "Nog verder"):
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database])
            server_store.save(named(name), parent=version.id)
    assert [found.name for found in server_store.versions(version.thread)] == ["Nog verder", "Verder", "Voorstel A"]


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_database_that_goes_away_while_we_run_is_said(server_store, call):
    server_store.save(RESULT)
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"DROP DATABASE {server_store.database.url.database} WITH (FORCE)")
    refusal(call, server_store)


def test_a_save_whose_answer_was_lost_is_kept_once(server_store):
    """The connection breaks when the database has the save and we have not heard so: the second attempt finds the first."""
    version = server_store.save(RESULT).version
    breaks = [True]

    def lose_the_answer(connection) -> None:
        if breaks.pop() if breaks else False:
            connection.connection.driver_connection.commit()
            with psycopg.connect(SERVER, autocommit=True) as server:
                pid = connection.connection.driver_connection.info.backend_pid
                server.execute("SELECT pg_terminate_backend(%s)", [pid])

    engine = server_store.database._ready()
    event.listen(engine, "commit", lose_the_answer)
    saved = server_store.save(named("Verder"), parent=version.id)
    assert not breaks
    assert saved.conflict is None
    assert [found.name for found in server_store.versions(version.thread)] == ["Verder", "Voorstel A"]


def test_a_file_that_is_put_back_from_a_copy_is_used_at_once(file_store):
    """Else everything saved from then on would go into a file that no longer has a name."""
    path = Path(file_store.database.url.database)
    first = file_store.save(RESULT).version
    file_store.database.close()
    copy = path.with_name("kopie.sqlite")
    shutil.copy(path, copy)
    later = file_store.save(named("Na de kopie")).version
    for end in ("", "-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    copy.rename(path)
    assert file_store.get(first.id) == first
    assert file_store.save(named("Verder"), parent=first.id).version.number == 2
    with pytest.raises(StoreError):
        file_store.get(later.id)
    path.unlink()
    assert file_store.list_scenarios().total == 0


def test_whoever_waits_too_long_for_another_writer_is_told_that_the_store_is_busy(file_store, monkeypatch):
    monkeypatch.setattr("store.database.PATIENCE", 0.2)
    version = file_store.save(RESULT).version
    with sqlite3.connect(file_store.database.url.database, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = opened(file_store.database.url)
        assert "bezet" in refusal(CALLS["save"], waiting)
        assert waiting.get(version.id) == version  # who only reads need not wait
        other.execute("ROLLBACK")
    assert waiting.save(named("Verder"), parent=version.id).version.number == 2


# -- a file that is damaged


def test_a_damaged_file_gives_what_was_saved_or_a_line_and_never_another_number(file_store):
    """Bytes of the file are changed, at places of chance, over and over; every scenario is whole or refused."""
    path = Path(file_store.database.url.database)
    made = [file_store.save(named(f"Voorstel {i}"), headline={"shifted": i}, author="Fatma").version for i in range(8)]
    made += [file_store.save(named(f"Verder {i}"), parent=made[i].id).version for i in range(4)]
    kept = {version.id: version for version in made}
    file_store.database.close()  # the last connection writes the log back into the file
    whole = path.read_bytes()
    assert not Path(f"{path}-wal").exists()
    chance = random.Random(9)
    counts = {"whole": 0, "refused": 0}
    for _ in range(FLIPS):
        content = bytearray(whole)
        for _ in range(chance.choice((1, 1, 8, 64))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        if chance.random() < 0.1:
            content = content[: chance.randrange(len(content))]
        for end in ("-wal", "-shm"):
            Path(f"{path}{end}").unlink(missing_ok=True)
        path.write_bytes(content)
        damaged = opened(sqlite(path))
        for key in kept:
            try:
                found = damaged.get(key)
            except StoreError as error:
                assert is_one_line(str(error))
                counts["refused"] += 1
            else:
                assert (found.scenario, found.outcome, found.headline) == (
                    kept[key].scenario,
                    kept[key].outcome,
                    kept[key].headline,
                )
                counts["whole"] += 1
        try:
            listed = damaged.list_scenarios().scenarios
        except StoreError as error:
            assert is_one_line(str(error))
        else:
            for summary in listed:
                assert summary.damaged or summary.headline == kept[summary.id].headline
        damaged.database.close()
    assert counts["whole"] > FLIPS
    assert counts["refused"] > FLIPS / 10
