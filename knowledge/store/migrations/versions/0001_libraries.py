"""Libraries with versions, sources, and what was done to them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "libraries",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("current", sa.Integer),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("left_at", sa.BigInteger),
    )
    op.create_table(
        "articles",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("document", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "versions",
        sa.Column("library", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.String(12), nullable=False),
        sa.Column("articles", sa.Integer, nullable=False),
        sa.Column("passages", sa.Integer, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.BigInteger, nullable=False),
        sa.Column("kept", sa.Boolean, nullable=False),
    )
    op.create_table(
        "entries",
        sa.Column("library", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("article", sa.String(64), nullable=False, index=True),
        sa.Column("reading", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["library", "number"], ["versions.library", "versions.number"]),
        sa.ForeignKeyConstraint(["article"], ["articles.hash"]),
    )
    op.create_table(
        "sources",
        sa.Column("library", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("data", sa.LargeBinary),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.Column("hidden", sa.Boolean, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "proposals",
        sa.Column("library", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.String(12), primary_key=True),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("data", sa.LargeBinary),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("library", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.BigInteger, nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("before", sa.Integer),
        sa.Column("after", sa.Integer),
    )
    op.create_index("audit_of_library", "audit", ["library", "id"])
