"""Saving, opening, listing, archiving and sharing scenarios."""

from __future__ import annotations

import functools
import os
import re
import secrets
import unicodedata
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select, update

from fairshare import FairShareError, Result, checks
from fairshare.errors import dutch
from fairshare.kept import FILE_MAX
from store.database import Database, url_from
from store.errors import StoreError
from store.records import (
    Listed,
    Outcome,
    Saved,
    Share,
    Summary,
    Version,
    digest,
    read_summary,
    read_version,
    seal,
    written,
)
from store.tables import share, thread, version

PAGE = 50
FAR = 10**9
"""No list is longer: a page number out of a link may be anything."""
TOKEN_BYTES = 32
KEY = re.compile("[0-9a-f]{32}")
TOKEN = re.compile("[A-Za-z0-9_-]{43}")
UNKNOWN = "Dit scenario staat niet in de bewaarplaats. Ververs de lijst, of controleer de link."
UNKNOWN_LINK = "Deze link bestaat niet. Controleer of u de hele link hebt, of vraag de maker om een nieuwe."
REVOKED = "Deze link is ingetrokken. Vraag de maker om een nieuwe."

SHORT = [column for column in version.c if column.name not in ("document", "outcome", "searched")]
"""The columns of a summary."""
WHOLE = [*SHORT, version.c.document, version.c.outcome]
in_thread, child = version.alias(), version.alias()
"""The other versions of a thread, and those made from one of them."""


class Store:
    """Scenarios in a database. Every method raises `StoreError`, one Dutch line, when the store is off, away or damaged."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @property
    def is_on(self) -> bool:
        """Whether scenarios can be kept; when not, links and files still work."""
        return self.database.url is not None

    # -- versions

    def save(
        self, result: Result, *, author: str = "", headline: Mapping[str, Any] | None = None, parent: str | None = None
    ) -> Saved:
        """Keep the scenario of ``result`` with its outcome, as a new version.

        When this returns, the version is safely kept. When someone had already gone on from the same parent, it is kept all
        the same, beside the other version, and ``conflict`` names that one.

        Parameters
        ----------
        author : the name that the author filled in, or ''.
        headline : main numbers to show in a list, as the page shows them now: name -> what json can hold, or a number of numpy.
        parent : id of the version that the author went on from; None begins a new thread. An archived thread comes back.

        Raises
        ------
        StoreError
            For a parent that is not there, an author that is not a name, or a scenario too large to keep.
        """
        content = written(result.scenario, Outcome.of(result), headline or {})
        figures = {"data_version": result.inputs.data_version, "region_name": result.inputs.region_name}
        return self._add(content | figures, author, parent)

    def rename(self, version_id: str, name: str, *, note: str | None = None, author: str = "") -> Saved:
        """Keep the scenario under another name, and with another note if one is given, as a new version.

        The outcome, the version of the figures and the main numbers go along as they were saved.
        """
        old = self.get(version_id)
        try:
            renamed = old.scenario.with_(name=name, note=old.note if note is None else note)
        except FairShareError as error:
            raise StoreError(str(error)) from None
        content = written(renamed, old.outcome, old.headline)
        figures = {"data_version": old.data_version, "region_name": old.region_name}
        return self._add(content | figures, author, version_id)

    def get(self, version_id: str) -> Version:
        """A version, exactly as it was saved."""
        _known(KEY, version_id, UNKNOWN)
        return read_version(self.database.read(lambda connection: _one(connection, version_id)))

    def versions(self, thread_id: str) -> tuple[Summary, ...]:
        """All versions of a thread, the newest first; empty when there is no such thread."""
        if not isinstance(thread_id, str) or not KEY.fullmatch(thread_id):
            return ()
        rows = _rows(SHORT, of=thread_id).where(version.c.thread == thread_id).order_by(version.c.number.desc())
        found = self.database.read(lambda connection: connection.execute(rows).mappings().all())
        return tuple(read_summary(row) for row in found)

    def list_scenarios(
        self,
        *,
        region: str | None = None,
        archived: bool = False,
        search: str = "",
        limit: int = PAGE,
        offset: int = 0,
        whole: bool = False,
    ) -> Listed:
        """The newest version of every thread, the latest saved first.

        Parameters
        ----------
        region : only of this region.
        archived : the archived ones instead of the others.
        search : words that must all stand in name, note or author; capitals and accents do not matter.
        limit, offset : which part of the list; ``total`` counts all of it.
        whole : give `Version` with scenario and outcome instead of `Summary`; a damaged one stays a summary that says so.
        """
        newest = select(func.max(in_thread.c.number)).where(in_thread.c.thread == thread.c.id).scalar_subquery()
        chosen = select(version.c.id).join(thread, version.c.thread == thread.c.id).where(version.c.number == newest)
        chosen = chosen.where(thread.c.archived_at.is_not(None) if archived else thread.c.archived_at.is_(None))
        if region is not None:
            chosen = chosen.where(version.c.region == _searched(region, fold=False))
        for word in _searched(search).split():
            chosen = chosen.where(version.c.searched.contains(word, autoescape=True))
        order = (version.c.created_at.desc(), version.c.id)
        part = chosen.order_by(*order).limit(_within(limit)).offset(_within(offset)).subquery()
        page = _rows(WHOLE if whole else SHORT).where(version.c.id.in_(select(part.c.id))).order_by(*order)
        count = select(func.count()).select_from(chosen.subquery())
        rows, total = self.database.read(lambda c: (c.execute(page).mappings().all(), c.scalar(count)))
        return Listed(tuple((_whole_or_damaged if whole else read_summary)(row) for row in rows), total)

    # -- the archive

    def archive(self, thread_id: str) -> None:
        """Put a thread away: it leaves the list, and nothing is deleted."""
        self._mark(thread_id, _now())

    def restore(self, thread_id: str) -> None:
        """Take a thread back from the archive."""
        self._mark(thread_id, None)

    # -- links

    def share(self, version_id: str) -> Share:
        """A link to a version. Its token cannot be guessed and is told only now: the store keeps no more than its hash."""
        _known(KEY, version_id, UNKNOWN)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        row = {
            "id": _key(),
            "version": version_id,
            "token_sha256": digest(token),
            "created_at": _now(),
            "revoked_at": None,
        }

        def work(connection: Connection) -> None:
            _one(connection, version_id)
            if connection.scalar(select(share.c.id).where(share.c.id == row["id"])) is None:
                connection.execute(insert(share).values(row))

        self.database.write(work)
        return Share(row["id"], version_id, datetime.fromisoformat(row["created_at"]), None, token)

    def open_shared(self, token: str) -> Version:
        """The version that a link was made for.

        Raises
        ------
        StoreError
            For a token that is not known, or whose link was revoked.
        """
        _known(TOKEN, token, UNKNOWN_LINK)

        def work(connection: Connection) -> Mapping[str, Any]:
            link = connection.execute(select(share).where(share.c.token_sha256 == digest(token))).mappings().first()
            if link is None:
                raise StoreError(UNKNOWN_LINK)
            if link["revoked_at"] is not None:
                raise StoreError(REVOKED)
            return _one(connection, link["version"])

        return read_version(self.database.read(work))

    def revoke(self, token_or_id: str) -> None:
        """End a link, by its token or its id; ended it stays, and once more changes nothing."""
        by_id = isinstance(token_or_id, str) and KEY.fullmatch(token_or_id)
        _known(KEY if by_id else TOKEN, token_or_id, UNKNOWN_LINK)
        here = share.c.id == token_or_id if by_id else share.c.token_sha256 == digest(token_or_id)
        now = _now()

        def work(connection: Connection) -> None:
            end = update(share).where(here).values(revoked_at=func.coalesce(share.c.revoked_at, now))
            if connection.execute(end).rowcount == 0:
                raise StoreError(UNKNOWN_LINK)

        self.database.write(work)

    def shares(self, version_id: str) -> tuple[Share, ...]:
        """The links to a version, the oldest first, revoked ones too."""
        _known(KEY, version_id, UNKNOWN)
        rows = select(share).where(share.c.version == version_id).order_by(share.c.created_at, share.c.id)
        return tuple(
            Share(
                row["id"],
                row["version"],
                datetime.fromisoformat(row["created_at"]),
                row["revoked_at"] and datetime.fromisoformat(row["revoked_at"]),
            )
            for row in self.database.read(lambda connection: connection.execute(rows).mappings().all())
        )

    # -- how it is done

    def _add(self, content: dict[str, Any], author: str, parent: str | None) -> Saved:
        """Add a version after ``parent``, or as the first of a new thread."""
        if parent is not None:
            _known(KEY, parent, UNKNOWN)
        if len(content["document"]) > FILE_MAX:
            raise StoreError(f"Dit scenario is te groot om te bewaren (meer dan {dutch(FILE_MAX)} tekens).")
        try:
            author = author and checks.name("auteur", author)
        except FairShareError as error:
            raise StoreError(str(error)) from None
        searched = _searched(f"{content['name']}\n{content['note']}\n{author}")
        new = content | {"id": _key(), "parent": parent, "author": author, "created_at": _now(), "searched": searched}
        new_thread = _key()

        def work(connection: Connection) -> tuple[Mapping[str, Any], Mapping[str, Any] | None]:
            kept = connection.execute(_rows(WHOLE).where(version.c.id == new["id"])).mappings().first()
            if kept is None:
                row = new | _place(connection, parent, new_thread, new["created_at"])
                connection.execute(insert(version).values(row | {"seal": seal(row)}))
                kept = _one(connection, new["id"])
            earlier = select(version.c.id).where(version.c.parent == parent, version.c.number < kept["number"])
            other = connection.scalar(earlier.order_by(version.c.number.desc()).limit(1)) if parent else None
            return kept, None if other is None else _one(connection, other)

        row, other = self.database.write(work)
        return Saved(read_version(row), None if other is None else read_summary(other))

    def _mark(self, thread_id: str, archived_at: str | None) -> None:
        _known(KEY, thread_id, UNKNOWN)

        def work(connection: Connection) -> None:
            mark = update(thread).where(thread.c.id == thread_id).values(archived_at=archived_at)
            if connection.execute(mark).rowcount == 0:
                raise StoreError(UNKNOWN)

        self.database.write(work)


def current() -> Store:
    """The store of the settings, the same for everyone in this process.

    Raises
    ------
    StoreError
        For a setting that is not understood. Whether the database answers shows at the first use.
    """
    return _store(url_from(os.environ))


@functools.lru_cache(maxsize=4)
def _store(url: Any) -> Store:
    return Store(Database(url))


def _rows(columns: list, of: Any = version.c.thread) -> Select:
    """Versions with the archive mark of their thread, and how many of that thread's versions nobody went on from.

    Parameters
    ----------
    of : the thread, where all rows are of one: it is then counted once and not for every row.
    """
    has_child = select(child.c.id).where(child.c.parent == in_thread.c.id).exists()
    tips = select(func.count()).select_from(in_thread).where(in_thread.c.thread == of, ~has_child).scalar_subquery()
    chosen = select(*columns, thread.c.archived_at, tips.label("tips"))
    return chosen.join(thread, version.c.thread == thread.c.id)


def _one(connection: Connection, version_id: str) -> Mapping[str, Any]:
    row = connection.execute(_rows(WHOLE).where(version.c.id == version_id)).mappings().first()
    if row is None:
        raise StoreError(UNKNOWN)
    return row


def _place(connection: Connection, parent: str | None, new_thread: str, now: str) -> dict[str, Any]:
    """Thread and number of a new version.

    The thread is taken from the archive, where nobody would see the new version, and by that held until the transaction ends:
    no number is given twice.
    """
    if parent is None:
        connection.execute(insert(thread).values(id=new_thread, created_at=now))
        return {"thread": new_thread, "number": 1}
    of_parent = connection.scalar(select(version.c.thread).where(version.c.id == parent))
    if of_parent is None:
        raise StoreError(UNKNOWN)
    connection.execute(update(thread).where(thread.c.id == of_parent).values(archived_at=None))
    last = connection.scalar(select(func.max(version.c.number)).where(version.c.thread == of_parent))
    return {"thread": of_parent, "number": last + 1}


def _whole_or_damaged(row: Mapping[str, Any]) -> Summary:
    try:
        return read_version(row)
    except StoreError as error:
        return Summary(**read_summary(row).__dict__ | {"headline": {}, "damaged": str(error)})


def _known(form: re.Pattern, text: Any, said: str) -> None:
    """Refuse what cannot be a key or a token, before the database is asked."""
    if not isinstance(text, str) or not form.fullmatch(text):
        raise StoreError(said)


def _searched(text: str, fold: bool = True) -> str:
    """Text as it is searched: no capitals, no accents, nothing that a database cannot hold."""
    clean = text.replace("\0", "").encode("utf-8", "ignore").decode()
    if not fold:
        return clean
    parts = unicodedata.normalize("NFKD", clean.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def _within(number: int) -> int:
    return min(max(number, 0), FAR)


def _key() -> str:
    return uuid.uuid4().hex


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
