"""Every test of the store runs on both databases: a SQLite file and a PostgreSQL database of its own, thrown away afterwards."""

import uuid
from contextlib import contextmanager

import psycopg
import pytest
from keeping import SERVER, opened
from sqlalchemy import URL, make_url


@contextmanager
def a_database():
    """The address of an empty PostgreSQL database."""
    name = f"fairshare_test_{uuid.uuid4().hex}"
    with psycopg.connect(SERVER, autocommit=True, connect_timeout=5) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield make_url(SERVER).set(drivername="postgresql+psycopg", database=name)
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """The address of an empty database."""
    if request.param == "sqlite":
        yield URL.create("sqlite", database=str(tmp_path / "var" / "scenarios.sqlite"))
    else:
        with a_database() as address:
            yield address


@pytest.fixture
def store(url):
    """A store on an empty database."""
    made = opened(url)
    yield made
    made.database.close()


@pytest.fixture
def file_store(tmp_path):
    """A store in a SQLite file, for what only a file can suffer."""
    made = opened(URL.create("sqlite", database=str(tmp_path / "scenarios.sqlite")))
    yield made
    made.database.close()


@pytest.fixture
def server_store():
    """A store on PostgreSQL, for what only a server can suffer."""
    with a_database() as address:
        made = opened(address)
        yield made
        made.database.close()
