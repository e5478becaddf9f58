"""Threads, versions that never change, and shares."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

REFUSED = "a saved version never changes"
SQLITE = "CREATE TRIGGER scenario_version_{event} BEFORE {event} ON scenario_version BEGIN SELECT RAISE(ABORT, '{said}'); END"
POSTGRESQL = (
    "CREATE FUNCTION scenario_version_never_changes() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$",
    "CREATE TRIGGER scenario_version_never_changes BEFORE UPDATE OR DELETE ON scenario_version "
    "FOR EACH ROW EXECUTE FUNCTION scenario_version_never_changes()",
)


def upgrade() -> None:
    """Make the tables, and let the database refuse to change or delete a version."""
    op.create_table(
        "scenario_thread",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("archived_at", sa.String(32)),
    )
    op.create_table(
        "scenario_version",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("thread", sa.String(32), sa.ForeignKey("scenario_thread.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("parent", sa.String(32), sa.ForeignKey("scenario_version.id")),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("outcome_sha256", sa.String(64), nullable=False),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("data_version", sa.Text, nullable=False),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("region_name", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("searched", sa.Text, nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.UniqueConstraint("thread", "number", name="scenario_version_number"),
    )
    op.create_index("scenario_version_parent", "scenario_version", ["parent"])
    op.create_table(
        "scenario_share",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("version", sa.String(32), sa.ForeignKey("scenario_version.id"), nullable=False),
        sa.Column("token_sha256", sa.String(64), nullable=False, unique=True),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("revoked_at", sa.String(32)),
    )
    op.create_index("scenario_share_version", "scenario_share", ["version"])
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    events = [SQLITE.format(event=event, said=REFUSED) for event in ("UPDATE", "DELETE")]
    for statement in events if is_sqlite else POSTGRESQL:
        op.execute(statement)
