"""Open the libraries at the start: mend what can be mended, and read the articles once."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path

from knowledge.answering import AnswerSettings
from knowledge.errors import DamagedStoreError, ReadError, RefusedError
from knowledge.libraries import Libraries
from knowledge.limits import Limits
from knowledge.moderation import Action, Moderation, Wish
from knowledge.store import journal, versions
from knowledge.store.database import Database
from knowledge.store.glance import FILE
from knowledge.store.versions import DAY, SHARED

_log = logging.getLogger(__name__)

DAMAGED = "The store was damaged (%s). It now lies at %s; the articles are read from their files."


@dataclass(frozen=True, slots=True)
class Opened:
    """The libraries, and which files of the articles' folder could not be read."""

    libraries: Libraries
    faults: tuple[ReadError, ...] = ()


async def open_libraries(
    folder: Path,
    articles: Path,
    settings: AnswerSettings | None = None,
    limits: Limits | None = None,
    *,
    read: bool = True,
) -> Opened:
    """Open the store in `folder`; the first time, read the files in `articles` into it.

    Not so with `read=False`, for a caller that does so itself.

    A damaged store is moved aside and made again from the files.

    Raises:
        StoreError: the store is newer than this program, or cannot be opened.
        ReadError: the folder of the articles cannot be listed, and nothing is stored yet.
    """
    try:
        libraries = await _open(folder, articles, settings, limits)
        rebuilt = ""
    except DamagedStoreError as error:
        aside = await asyncio.to_thread(_move_aside, folder / FILE)
        _log.error(DAMAGED, error, aside)
        libraries = await _open(folder, articles, settings, limits)
        rebuilt = aside.name
    faults: tuple[ReadError, ...] = ()
    if read and (await libraries.shelf(SHARED)).number is None:
        faults = await _read_first(libraries, rebuilt)
    return Opened(libraries, faults)


async def tend(libraries: Libraries, guilds: set[int]) -> None:
    """Note which guilds the bot has left, and delete the data of those it left long ago."""
    database = libraries.database
    now = database.now()
    async with database.write() as connection:
        await journal.left(connection, guilds, now)
        for library in await journal.gone(connection, now - libraries.limits.forget_days * DAY):
            await versions.forget(connection, library)
    await libraries.follow()


async def _open(
    folder: Path, articles: Path, settings: AnswerSettings | None, limits: Limits | None
) -> Libraries:
    database = await Database.open(folder)
    libraries = Libraries(database, articles, settings, limits)
    await libraries.open()
    return libraries


async def _read_first(libraries: Libraries, rebuilt: str) -> tuple[ReadError, ...]:
    action = Action.REBUILD if rebuilt else Action.REFRESH
    try:
        change = await Moderation(libraries).refresh(Wish(SHARED, actor=0, action=action))
    except RefusedError as error:  # an empty folder, or nothing readable in it
        _log.warning("no article was read: %s", error)
        return ()
    return change.faults


def _move_aside(path: Path) -> Path:
    """Rename the file and what SQLite keeps beside it; nothing is deleted."""
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    for ending in ("-wal", "-shm"):
        beside = path.with_name(path.name + ending)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + ending))
    path.rename(aside)
    return aside
