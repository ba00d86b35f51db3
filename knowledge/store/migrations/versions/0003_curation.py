"""Saved questions, pinned answers, synonyms; gaps, votes, and what is counted."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the tables."""
    _table("questions", ("question", sa.Text), ("gold", sa.Text), *_MADE)
    _table("pins", ("question", sa.Text), ("article", sa.Text), ("quote", sa.Text), *_MADE)
    _table("synonyms", ("names", sa.Text), *_MADE)
    _table(
        "gaps",
        ("wordings", sa.Text),
        ("unanswered", sa.Integer),
        ("unhelpful", sa.Integer),
        ("asked_at", sa.BigInteger),
        ("dismissed", sa.Boolean),
        link=True,
    )
    op.create_table(
        "votes",
        sa.Column("library", sa.BigInteger, nullable=False),
        sa.Column("answer", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("voter", sa.String(32), primary_key=True),
        sa.Column("is_up", sa.Boolean, nullable=False),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_votes_library", "votes", ["library"])
    _counter("tallies", sa.Column("verdict", sa.String(20), primary_key=True))
    _counter("cited", sa.Column("place", sa.Text, primary_key=True))


_MADE = (("made_at", sa.BigInteger), ("actor", sa.BigInteger))


def _table(name: str, *columns: tuple[str, type], link: bool = False) -> None:
    """Create a table of rows of a library, each with an id."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("library", sa.BigInteger, nullable=False),
        *(sa.Column(column, kind, nullable=False) for column, kind in columns),
        *([sa.Column("link", sa.Text)] if link else []),
        sqlite_autoincrement=True,
    )
    op.create_index(f"ix_{name}_library", name, ["library"])


def _counter(name: str, what: sa.Column[str]) -> None:
    op.create_table(
        name,
        sa.Column("library", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        what,
        sa.Column("count", sa.Integer, nullable=False),
    )
