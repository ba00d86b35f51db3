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

HEAD = "0003"  # the newest migration; a test compares

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

sources = Table(  # uploads, pages, and what was said of files in the articles' folder
    "sources",
    metadata,
    Column("library", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, primary_key=True),
    Column("data", LargeBinary),  # of the upload or the page, if there is one
    Column("removed", Boolean, nullable=False),  # the upload or the page is not read
    Column("hidden", Boolean, nullable=False),  # the file of this name is not read
    Column("changed_at", BigInteger, nullable=False),
    Column("actor", BigInteger, nullable=False),
    Column("address", Text),  # of a page; what is fetched. None: it is no page
    Column("url", Text),  # where the address led
    Column("media_type", Text),
    Column("etag", Text),
    Column("modified", Text),  # Last-Modified, as the server said it
    Column("checked_at", BigInteger),  # when the source was last read from where it comes from
    Column("fault", Text),  # why that did not work the last time
    Column("failures", Integer, nullable=False, server_default="0"),  # in a row
    Column("every", Integer),  # seconds between two readings; None: only when somebody asks
    Column("due_at", BigInteger),
)

lines = Table(  # what moderators said about single lines of the sources
    "lines",
    metadata,
    Column("library", BigInteger, primary_key=True, autoincrement=False),
    Column("key", Text, primary_key=True),  # the line, but for spaces and case
    Column("kept", Boolean, nullable=False),  # else it goes
    Column("changed_at", BigInteger, nullable=False),
    Column("actor", BigInteger, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("library", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

proposals = Table(  # edits to the sources that wait for a moderator's word
    "proposals",
    metadata,
    Column("library", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", String(12), primary_key=True),  # of the version that the edits lead to
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("action", String(20), nullable=False),
    Column("only", Text),  # the names of the sources that were read, as JSON; None: all
    Column("edit", Text, nullable=False),  # as JSON, but for the bytes
    Column("data", LargeBinary),
    Column("made_at", BigInteger, nullable=False),
)

questions = Table(  # that a refresh asks, to see what it changes
    "questions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("library", BigInteger, nullable=False, index=True),
    Column("question", Text, nullable=False),
    Column("gold", Text, nullable=False),  # texts that the right quote contains, as JSON
    Column("made_at", BigInteger, nullable=False),
    Column("actor", BigInteger, nullable=False),
    sqlite_autoincrement=True,  # a number is never another line's later
)

pins = Table(
    "pins",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("library", BigInteger, nullable=False, index=True),
    Column("question", Text, nullable=False),
    Column("article", Text, nullable=False),  # its name
    Column("quote", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("actor", BigInteger, nullable=False),
    sqlite_autoincrement=True,  # a number is never another line's later
)

synonyms = Table(
    "synonyms",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("library", BigInteger, nullable=False, index=True),
    Column("names", Text, nullable=False),  # as JSON
    Column("made_at", BigInteger, nullable=False),
    Column("actor", BigInteger, nullable=False),
    sqlite_autoincrement=True,  # a number is never another line's later
)

gaps = Table(  # questions that found no answer, or whose answer did not help; without who asked
    "gaps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("library", BigInteger, nullable=False, index=True),
    Column("wordings", Text, nullable=False),  # as JSON, the first one first
    Column("unanswered", Integer, nullable=False),  # times
    Column("unhelpful", Integer, nullable=False),  # 👎 given
    Column("asked_at", BigInteger, nullable=False),  # the last time
    Column("link", Text),  # to where it was asked last in public
    Column("dismissed", Boolean, nullable=False),
    sqlite_autoincrement=True,  # a number is never another line's later
)

votes = Table(
    "votes",
    metadata,
    Column("library", BigInteger, nullable=False, index=True),
    Column("answer", BigInteger, primary_key=True, autoincrement=False),  # the message's id
    Column("voter", String(32), primary_key=True),  # a keyed hash of the user and the answer
    Column("is_up", Boolean, nullable=False),
    Column("told", Boolean, nullable=False),  # the asker let moderators read a private question
    Column("at", BigInteger, nullable=False),
)

tallies = Table(  # questions a day, by verdict
    "tallies",
    metadata,
    Column("library", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),  # since 1970
    Column("verdict", String(20), primary_key=True),
    Column("count", Integer, nullable=False),
)

cited = Table(  # how often a section was cited first, a day
    "cited",
    metadata,
    Column("library", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("place", Text, primary_key=True),  # "Title › Section"
    Column("count", Integer, nullable=False),
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
