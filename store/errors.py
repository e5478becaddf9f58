"""What goes wrong in the store, in words for the person who saves or opens."""

from __future__ import annotations

import sqlite3

from sqlalchemy import exc

from fairshare import FairShareError

OFF = "De bewaarplaats staat uit. Deel het scenario met een link, of neem het mee als bestand."
BUSY = "De bewaarplaats is bezet. Er is niets veranderd; probeer het over een minuut opnieuw."
AWAY = "De bewaarplaats is niet te bereiken. Er is niets veranderd; probeer het later opnieuw of vraag de beheerder."
BROKEN = "De bewaarplaats is beschadigd. Vraag de beheerder om een reservekopie terug te zetten."
CLOSED = (
    "In de bewaarplaats kan niet worden geschreven. Vraag de beheerder om schrijfrechten op de map van FAIRSHARE_STORE."
)
FULL = "De schijf van de bewaarplaats is vol. Er is niets veranderd; vraag de beheerder om ruimte te maken."

SQLITE = {
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    "SQLITE_PROTOCOL": BUSY,
    "SQLITE_CORRUPT": BROKEN,
    "SQLITE_NOTADB": BROKEN,
    "SQLITE_FORMAT": BROKEN,
    "SQLITE_CANTOPEN": CLOSED,
    "SQLITE_READONLY": CLOSED,
    "SQLITE_PERM": CLOSED,
    "SQLITE_FULL": FULL,
}
POSTGRESQL = {
    "40001": BUSY,  # serialization failure
    "40P01": BUSY,  # deadlock
    "55P03": BUSY,  # lock not available
    "53100": FULL,
    "53300": BUSY,  # too many connections
    "25006": CLOSED,  # read only
    "42501": CLOSED,  # no right to
}
TECHNICAL = (exc.DBAPIError, exc.TimeoutError, sqlite3.Error, OSError, UnicodeDecodeError)
"""What a database or a disk raises; the last is SQLite telling of damage in words that are damaged themselves."""


class StoreError(FairShareError):
    """What the store refuses or cannot do. The message is one Dutch line."""


def line(error: Exception) -> str:
    """The Dutch line for what a database or a disk raised."""
    if isinstance(error, OSError):
        return CLOSED
    if isinstance(error, UnicodeDecodeError):
        return BROKEN
    if isinstance(error, exc.TimeoutError):
        return BUSY
    cause = getattr(error, "orig", None) or error
    name = getattr(cause, "sqlite_errorname", "") or ""
    for start, said in SQLITE.items():
        if name.startswith(start):
            return said
    return POSTGRESQL.get(getattr(cause, "sqlstate", None) or "", AWAY)


def passes(error: Exception) -> bool:
    """Whether trying again may help: the database was busy, or a connection broke while it was used."""
    return line(error) == BUSY or bool(getattr(error, "connection_invalidated", False))
