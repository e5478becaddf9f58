"""The store: scenarios that are kept, as versions that never change, in SQLite or PostgreSQL.

    from store import current

    saved = current().save(result, author="Fatma", parent=version.id)
    if saved.conflict:
        ...  # someone else went on from the same version: both are kept

Every refusal is a `StoreError` with one Dutch line, also when the store is off or away. `docs/decisions/0011-keeping-scenarios.md`
says how scenarios are kept and what that promises.
"""

from store.errors import StoreError
from store.records import Change, Listed, Outcome, OutcomeGroup, Saved, Share, Summary, Version, differences
from store.scenarios import Store, current

__all__ = [
    "Change",
    "Listed",
    "Outcome",
    "OutcomeGroup",
    "Saved",
    "Share",
    "Store",
    "StoreError",
    "Summary",
    "Version",
    "current",
    "differences",
]
