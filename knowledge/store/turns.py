"""One refresh of a library at a time, also of several processes, and what a restart left of it.

A file lock says whether one runs. A file beside it says who began it: it is gone when the refresh
has ended, and stays if the process ends first.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from knowledge.errors import STORE_FAILED, BusyError, StoreError
from knowledge.store.database import Database


@dataclass(frozen=True, slots=True)
class Running:
    """A refresh that has begun and not ended."""

    library: int
    actor: int  # a Discord user; 0: the operator
    began_at: int  # seconds since 1970


@contextmanager
def alone(database: Database, library: int, actor: int) -> Iterator[None]:
    """Let nobody else refresh a library meanwhile.

    Raises:
        BusyError: another refresh of the library runs.
        StoreError: the folder cannot be written.
    """
    note = _note(database.path.parent, library)
    lock = FileLock(note.with_suffix(".lock"), thread_local=False)
    try:
        lock.acquire(timeout=0)
        running = Running(library, actor, database.now())
        note.write_text(json.dumps(asdict(running)), "ascii")
    except Timeout as error:
        found = _read(note)
        raise BusyError(found.actor if found else 0, found.began_at if found else 0) from error
    except OSError as error:
        lock.release()
        raise StoreError(STORE_FAILED.format(error=error)) from error
    has_ended = True
    try:
        yield
    except asyncio.CancelledError:  # the bot ends; its next start tells who began it
        has_ended = False
        raise
    finally:
        if has_ended:
            note.unlink(missing_ok=True)
        lock.release()


def interrupted(database: Database) -> list[Running]:
    """Return the refreshes that the end of a process broke off, each of them once."""
    broken = []
    for note in sorted(database.path.parent.glob("refresh-*.json")):
        lock = FileLock(note.with_suffix(".lock"), thread_local=False)
        with suppress(Timeout), lock.acquire(timeout=0):
            if found := _read(note):
                broken.append(found)
            note.unlink(missing_ok=True)
    return broken


def _note(folder: Path, library: int) -> Path:
    return folder / f"refresh-{library}.json"


def _read(note: Path) -> Running | None:
    """Return what a note says; None for one that has just gone, or was broken off itself."""
    try:
        return Running(**json.loads(note.read_text("ascii")))
    except (OSError, ValueError, TypeError):
        return None
