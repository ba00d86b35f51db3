"""The database: opened with care, read by many, written by one at a time.

SQLite before 3.51.3 can damage a file that two connections write and checkpoint at once, so a file
lock is held while writing, and the reading connections cannot write.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

from filelock import AsyncFileLock, FileLock, Timeout
from sqlalchemy import Connection, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from knowledge.errors import (
    STORE_BUSY,
    STORE_FAILED,
    STORE_NEWER,
    STORE_NO_FOLDER,
    DamagedStoreError,
    StoreError,
)
from knowledge.store.glance import APPLICATION_ID, FILE, UNREADABLE, check_file, is_damage
from knowledge.store.schema import HEAD

_log = logging.getLogger(__name__)

LOCK_WAIT = 20.0  # seconds for another process to finish writing; a write takes milliseconds
MIGRATIONS = Path(__file__).with_name("migrations")


class Database:
    """One SQLite file in WAL mode; what `write` has left is on the disk."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self.path = path
        self._clock = clock
        self._lock = AsyncFileLock(path.with_suffix(".lock"), timeout=LOCK_WAIT)
        self._turn = asyncio.Lock()
        self._writer = _engine(path, "rwc")
        self._reader = _engine(path, "ro")
        _set_up(self._writer, "BEGIN IMMEDIATE", _set_up_writing)
        _set_up(self._reader, "BEGIN")

    @classmethod
    async def open(cls, folder: Path, clock: Callable[[], float] = time.time) -> Database:
        """Open the store in a folder, and make or migrate it first if need be.

        Raises:
            DamagedStoreError: the file is damaged or no store.
            StoreError: it is newer than this program, or cannot be opened.
        """
        try:
            await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        except OSError as error:
            reason = STORE_NO_FOLDER.format(folder=folder, error=error.strerror)
            raise StoreError(reason) from error
        database = cls(folder / FILE, clock)
        with _told():
            async with database._lock:  # what a crash left may have to be rolled back first
                await asyncio.to_thread(check_file, database.path, may_write=True)
        async with database.write() as connection:
            await connection.run_sync(_migrate)
        return database

    def now(self) -> int:
        """Return the time, in whole seconds since 1970."""
        return int(self._clock())

    def mark(self) -> tuple[int, ...]:
        """Return what is another whenever something has been written, by any process."""
        files = (self.path, self.path.with_name(f"{self.path.name}-wal"))
        found = [file.stat() for file in files if file.exists()]
        return tuple(number for one in found for number in (one.st_mtime_ns, one.st_size))

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Lend a connection that sees one state of the store, whatever is written meanwhile.

        Raises:
            StoreError: the store cannot be read.
        """
        with _told():
            async with self._reader.connect() as connection:
                yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """Lend the one writing connection for one transaction: all of it is kept, or nothing.

        Raises:
            StoreError: another process writes all the time, or the disk is full or read-only.
        """
        with _told():
            async with self._turn, self._lock, self._writer.begin() as connection:
                yield connection

    async def close(self) -> None:
        """Close all connections."""
        await self._writer.dispose()
        await self._reader.dispose()


class _told:  # noqa: N801  # used as a function
    """Turn a database's errors into ours."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Timeout):
            raise StoreError(STORE_BUSY) from error
        if isinstance(error, (DBAPIError, OSError, *UNREADABLE)):
            cause = error.orig if isinstance(error, DBAPIError) else error
            _log.error("the store failed: %s", cause)
            if is_damage(cause):
                raise DamagedStoreError(str(cause)) from error
            raise StoreError(STORE_FAILED.format(error=cause)) from error


def _engine(path: Path, mode: str) -> AsyncEngine:
    location = f"file:{path.absolute().as_posix()}?mode={mode}"
    return create_async_engine(
        f"sqlite+aiosqlite:///{location}&uri=true",
        poolclass=NullPool,
        hide_parameters=True,  # they may hold what somebody asked, and errors are logged
    )


def _set_up(
    engine: AsyncEngine, begin: str, prepare: Callable[[DBAPIConnection], None] | None = None
) -> None:
    """Let every connection begin its transactions itself: Python's module begins none to read."""

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None
        if prepare:
            prepare(connection)

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def _set_up_writing(connection: DBAPIConnection) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA application_id")
    if cursor.fetchone() != (APPLICATION_ID,):  # setting it is a write
        cursor.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {setting}")


def _migrate(connection: Connection) -> None:
    """Bring the tables to HEAD, in the transaction of `connection`."""
    if (found := _revision(connection)) == HEAD:
        return
    from alembic import command  # half a second, needed once
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise StoreError(STORE_NEWER)
    command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    tables = "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
    if not connection.scalar(text(tables)):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def identity(path: Path) -> int | None:
    """Return what tells a file from another that takes its name; None if there is none."""
    return path.stat().st_ino if path.exists() else None


def move_aside(path: Path, seen: int | None) -> Path:
    """Rename the file and what SQLite keeps beside it, unless another process did; delete nothing.

    `seen` is the damaged file's identity.
    """
    numbers = (path.with_name(f"{path.name}.damaged-{number}") for number in count(1))
    with FileLock(path.with_suffix(".lock")):
        aside = next(one for one in numbers if not one.exists())
        if identity(path) == seen:
            for ending in ("-journal", "-wal", "-shm", ""):
                beside = path.with_name(path.name + ending)
                if beside.exists():
                    beside.rename(aside.with_name(aside.name + ending))
    return aside
