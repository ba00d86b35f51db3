"""The tables; a change here needs a migration in migrations/versions, which is never edited later.

Every row of a library carries its id: 0 for the shared library, else its guild's. Times are in
whole seconds since 1970, in UTC.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

HEAD = "0001"  # the newest migration; a test compares

metadata = MetaData()

libraries = Table(
    "libraries",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("current", Integer),  # the version that answers; none: the shared library answers
    Column("last", Integer, nullable=False),  # the highest version number ever given
    Column("left_at", BigInteger),  # since when the bot is no longer in the guild
)

articles = Table(
    "articles",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("document", LargeBinary, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("library", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("digest", String(12), nullable=False),
    Column("articles", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("actor", BigInteger, nullable=False),
    Column("kept", Boolean, nullable=False),
)

entries = Table(  # the articles of a version, in its order
    "entries",
    metadata,
    Column("library", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("article", String(64), nullable=False, index=True),
    Column("reading", String(64), nullable=False),  # of what bytes, by which rules
    ForeignKeyConstraint(["library", "number"], ["versions.library", "versions.number"]),
    ForeignKeyConstraint(["article"], ["articles.hash"]),
)

sources = Table(  # uploads, and what was said of files in the articles' folder
    "sources",
    metadata,
    Column("library", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, primary_key=True),
    Column("data", LargeBinary),  # of the upload, if there is one
    Column("removed", Boolean, nullable=False),  # the upload is not read
    Column("hidden", Boolean, nullable=False),  # the file of this name is not read
    Column("changed_at", BigInteger, nullable=False),
    Column("actor", BigInteger, nullable=False),
)

proposals = Table(  # edits to the sources that wait for a moderator's word
    "proposals",
    metadata,
    Column("library", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", String(12), primary_key=True),  # of the version that the edit leads to
    Column("action", String(20), nullable=False),
    Column("name", Text, nullable=False),
    Column("data", LargeBinary),
    Column("removed", Boolean, nullable=False),
    Column("made_at", BigInteger, nullable=False),
)

audit = Table(  # append only
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("library", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("actor", BigInteger, nullable=False),
    Column("action", String(20), nullable=False),
    Column("detail", Text, nullable=False),
    Column("before", Integer),
    Column("after", Integer),
    Index("audit_of_library", "library", "id"),
)
