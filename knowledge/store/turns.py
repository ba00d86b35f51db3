"""One refresh of a library at a time, also of several processes, and what a restart left of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from filelock import FileLock, Timeout

from knowledge.errors import BusyError, StoreError
from knowledge.store import journal
from knowledge.store.database import Database
from knowledge.store.journal import Running

_log = logging.getLogger(__name__)


@asynccontextmanager
async def alone(
    database: Database, library: int, actor: int, *, is_noted: bool
) -> AsyncIterator[None]:
    """Let nobody else refresh a library meanwhile; what `is_noted` is known after a crash.

    Raises:
        BusyError: another refresh of the library runs.
    """
    lock = _lock(database, library)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise await _busy(database, library) from error
    is_broken_off = False
    try:
        if is_noted:
            await _begin(database, Running(library, actor, database.now()))
        yield
    except asyncio.CancelledError:  # the bot ends; its next start tells the moderator
        is_broken_off = True
        raise
    finally:
        if is_noted and not is_broken_off:
            await _end(database, library)
        lock.release()


async def interrupted(database: Database) -> list[Running]:
    """Return the refreshes that a restart broke off, each of them once; they changed nothing."""
    async with database.read() as connection:
        found = await journal.running(connection)
    broken = [one for one in found if _is_free(database, one.library)]
    for one in broken:
        await _end(database, one.library)
    return broken


def _lock(database: Database, library: int) -> FileLock:
    return FileLock(database.path.with_name(f"refresh-{library}.lock"), thread_local=False)


def _is_free(database: Database, library: int) -> bool:
    try:
        with _lock(database, library).acquire(timeout=0):
            return True
    except Timeout:
        return False


async def _begin(database: Database, running: Running) -> None:
    async with database.write() as connection:
        await journal.begin(connection, running)


async def _end(database: Database, library: int) -> None:
    """Best effort: what stays is taken for interrupted at the next start, and said so."""
    try:
        async with database.read() as connection:
            rows = await journal.running(connection)
        if any(one.library == library for one in rows):
            async with database.write() as connection:
                await journal.end(connection, library)
    except StoreError:
        _log.warning("the end of a refresh could not be noted")


async def _busy(database: Database, library: int) -> BusyError:
    async with database.read() as connection:
        rows = await journal.running(connection)
    found = next((one for one in rows if one.library == library), None)
    return BusyError(found.actor if found else 0, found.began_at if found else database.now())
