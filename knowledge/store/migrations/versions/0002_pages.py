"""Pages from the web, schedules, rules for lines, settings; proposals of several edits."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NEW_COLUMNS = (
    ("address", sa.Text),
    ("url", sa.Text),
    ("media_type", sa.Text),
    ("etag", sa.Text),
    ("modified", sa.Text),
    ("checked_at", sa.BigInteger),
    ("fault", sa.Text),
    ("every", sa.Integer),
    ("due_at", sa.BigInteger),
)


def upgrade() -> None:
    """Add the columns and tables; edits that wait for a word are proposed again by a refresh."""
    for name, kind in NEW_COLUMNS:
        op.add_column("sources", sa.Column(name, kind))
    op.add_column("sources", sa.Column("failures", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "lines",
        sa.Column("library", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("kept", sa.Boolean, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "settings",
        sa.Column("library", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.drop_table("proposals")
    op.create_table(
        "proposals",
        sa.Column("library", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.String(12), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("only", sa.Text),
        sa.Column("edit", sa.Text, nullable=False),
        sa.Column("data", sa.LargeBinary),
        sa.Column("made_at", sa.BigInteger, nullable=False),
    )
