"""The tables of the store; `migrations/` makes them. Times are text, ISO 8601 in UTC, so that they sort and never lose their zone."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

metadata = MetaData()

thread = Table(
    "scenario_thread",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("created_at", String(32), nullable=False),
    Column("archived_at", String(32)),
)
"""The versions of one scenario, one made from the other. Archived is a mark here: nothing is ever deleted."""

version = Table(
    "scenario_version",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("thread", ForeignKey("scenario_thread.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("parent", ForeignKey("scenario_version.id")),
    Column("document", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("outcome_sha256", String(64), nullable=False),
    Column("headline", Text, nullable=False),
    Column("data_version", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("region_name", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("searched", Text, nullable=False),
    Column("seal", String(64), nullable=False),
    UniqueConstraint("thread", "number", name="scenario_version_number"),
    Index("scenario_version_parent", "parent"),
)
"""A saved scenario. Rows are only ever added: the database itself refuses to change or delete one."""

share = Table(
    "scenario_share",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("version", ForeignKey("scenario_version.id"), nullable=False),
    Column("token_sha256", String(64), nullable=False, unique=True),
    Column("created_at", String(32), nullable=False),
    Column("revoked_at", String(32)),
    Index("scenario_share_version", "version"),
)
"""A link to a version. Of its token only the hash is kept: who reads the database cannot open a link."""
