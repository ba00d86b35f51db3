"""Look at the store without SQLAlchemy: what answers now, for programs that end in a moment."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from knowledge.curation import Curation, Names, Pin
from knowledge.errors import (
    FILE_EXISTS,
    NO_STORE,
    STORE_FAILED,
    DamagedStoreError,
    StoreError,
)
from knowledge.evaluation import SavedQuestion
from knowledge.model import Article
from knowledge.store.documents import check_version, decode

FILE = "library.sqlite3"
PATIENCE = 5.0  # seconds to wait for a store that another program has locked
APPLICATION_ID = 0x466F6F74  # "Foot", in the header of our files

# What reading a damaged file can raise: Python's module decodes names and messages as UTF-8.
UNREADABLE = (sqlite3.Error, UnicodeDecodeError)

_DAMAGE = (11, 26)  # SQLITE_CORRUPT, SQLITE_NOTADB

_CURRENT = """
SELECT versions.digest, entries.name, entries.article, articles.document
FROM libraries
JOIN versions ON versions.library = libraries.id AND versions.number = libraries.current
JOIN entries ON entries.library = libraries.id AND entries.number = libraries.current
JOIN articles ON articles.hash = entries.article
WHERE libraries.id = 0
ORDER BY entries.place
"""

_HAS_PINS = "SELECT 1 FROM sqlite_master WHERE name = 'pins'"
_PINS = "SELECT id, question, article, quote FROM pins WHERE library = 0 ORDER BY id DESC"
_QUESTIONS = "SELECT question, gold FROM questions WHERE library = ? ORDER BY id"
_NAMES = "SELECT id, names FROM synonyms WHERE library = 0 ORDER BY id"


def shared_articles(folder: Path) -> tuple[Article, ...]:
    """Return the articles of the shared library's version that answers; none if there is none.

    Raises:
        StoreError: the store cannot be read.
        DamagedStoreError: an article, or the version, is not what was stored.
    """
    path = folder / FILE
    if not path.exists():
        return ()
    try:
        with closing(_connect(path, "ro")) as opened:
            rows = opened.execute(_CURRENT).fetchall()
    except UNREADABLE as error:
        if is_damage(error):
            raise DamagedStoreError(str(error)) from error
        raise StoreError(STORE_FAILED.format(error=error)) from error
    articles = tuple(decode(document, name, hash_) for _, name, hash_, document in rows)
    if rows:
        check_version(articles, rows[0][0])
    return articles


def shared_curation(folder: Path) -> Curation:
    """Return what moderators said beside the articles of the shared library.

    Raises:
        StoreError: the store cannot be read.
    """
    pins, names = (_rows(folder, query) for query in (_PINS, _NAMES))
    return Curation(
        tuple(Pin(*row) for row in pins),
        tuple(Names(number, tuple(json.loads(text))) for number, text in names),
    )


def saved_questions(folder: Path, library: int = 0) -> list[SavedQuestion]:
    """Return the questions that moderators of a library have saved.

    Raises:
        StoreError: the store cannot be read.
    """
    rows = _rows(folder, _QUESTIONS, library)
    return [SavedQuestion(text, tuple(json.loads(gold))) for text, gold in rows]


def _rows(folder: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    path = folder / FILE
    if not path.exists():
        return []
    try:
        with closing(_connect(path, "ro")) as opened:
            if not opened.execute(_HAS_PINS).fetchone():  # it is of an older version
                return []
            return opened.execute(query, values).fetchall()
    except UNREADABLE as error:
        raise StoreError(STORE_FAILED.format(error=error)) from error


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=PATIENCE)


def is_damage(error: object) -> bool:
    """Whether an error says that the file itself is damaged: what it holds, not how it is used."""
    if isinstance(error, UnicodeDecodeError) or "decode to UTF-8" in str(error):
        return True
    return getattr(error, "sqlite_errorcode", None) in _DAMAGE


def check_file(path: Path, *, may_write: bool = False) -> None:
    """Look at a file before it is used: is it a whole store of ours?

    With `may_write`, which takes the lock of the store, SQLite rolls back what a crash broke off.

    Raises:
        DamagedStoreError: it is not.
        StoreError: it cannot be read now: it is locked, or another user's.
    """
    if not path.exists() or not path.stat().st_size:
        return
    try:
        with closing(_connect(path, "rw" if may_write else "ro")) as opened:
            [identity] = opened.execute("PRAGMA application_id").fetchone()
            [found] = opened.execute("PRAGMA integrity_check(1)").fetchone()
    except UNREADABLE as error:
        if is_damage(error):
            raise DamagedStoreError(str(error)) from error
        raise StoreError(STORE_FAILED.format(error=error)) from error
    if not path.stat().st_size:  # it was the very first transaction that was broken off
        return
    if identity != APPLICATION_ID:
        raise DamagedStoreError(f"application id {identity:#x}")
    if found != "ok":
        raise DamagedStoreError(found)


def backup(folder: Path, target: Path) -> None:
    """Copy the store while it is in use; the copy is whole, or there is none.

    Raises:
        StoreError: there is no store, the target exists, or it cannot be written.
    """
    path = folder / FILE
    if not path.exists():
        raise StoreError(NO_STORE.format(folder=folder))
    if target.exists():
        raise StoreError(FILE_EXISTS.format(path=target))
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        with (
            closing(_connect(path, "ro")) as opened,
            closing(sqlite3.connect(part)) as copy,
        ):
            opened.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            [found] = copy.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise StoreError(STORE_FAILED.format(error=found))
        part.rename(target)
    except (*UNREADABLE, OSError) as error:
        raise StoreError(STORE_FAILED.format(error=error)) from error
    finally:
        part.unlink(missing_ok=True)
