"""Open the libraries at the start: mend what can be mended, and read the articles once."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.answering import AnswerSettings
from knowledge.changes import Action, Wish
from knowledge.errors import DamagedStoreError, ReadError, RefusedError
from knowledge.libraries import Libraries
from knowledge.limits import Limits
from knowledge.moderation import Moderation
from knowledge.store import journal, proposals, versions
from knowledge.store.database import Database, identity, move_aside
from knowledge.store.glance import FILE
from knowledge.store.versions import DAY, SHARED

if TYPE_CHECKING:
    from knowledge.web.fetching import Fetcher

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
    fetcher: Fetcher | None = None,
    read: bool = True,
    mend: bool = True,
) -> Opened:
    """Open the store in `folder`; the first time, read the files in `articles` into it.

    Not so with `read=False`, for a caller that does so itself. A damaged store is moved aside and
    made again from the files, but not with `mend=False`.

    Raises:
        DamagedStoreError: the store is damaged, and is not to be mended.
        StoreError: the store is newer than this program, or cannot be opened.
        ReadError: the folder of the articles cannot be listed, and nothing is stored yet.
    """
    seen = await asyncio.to_thread(identity, folder / FILE)
    is_rebuilt = False
    try:
        libraries = await _open(folder, articles, settings, limits, fetcher)
    except DamagedStoreError as error:
        if not mend:
            raise
        aside = await asyncio.to_thread(move_aside, folder / FILE, seen)
        _log.error(DAMAGED, error, aside)
        libraries = await _open(folder, articles, settings, limits, fetcher)
        is_rebuilt = True
    faults: tuple[ReadError, ...] = ()
    if (read or is_rebuilt) and (await libraries.shelf(SHARED)).number is None:
        faults = await _read_first(libraries, is_rebuilt=is_rebuilt)
    return Opened(libraries, faults)


async def tend(libraries: Libraries, guilds: set[int]) -> None:
    """Note which guilds the bot has left, and delete the data of those it left long ago."""
    database = libraries.database
    now = database.now()
    async with database.write() as connection:
        await journal.left(connection, guilds, now)
        for library in await journal.gone(connection, now - libraries.limits.forget_days * DAY):
            await versions.forget(connection, library)
        await proposals.prune(connection, before=now - proposals.DAYS * DAY)
    await libraries.follow()


async def _open(
    folder: Path,
    articles: Path,
    settings: AnswerSettings | None,
    limits: Limits | None,
    fetcher: Fetcher | None,
) -> Libraries:
    database = await Database.open(folder)
    libraries = Libraries(database, articles, settings, limits, fetcher)
    await libraries.open()
    return libraries


async def _read_first(libraries: Libraries, *, is_rebuilt: bool) -> tuple[ReadError, ...]:
    action = Action.REBUILD if is_rebuilt else Action.REFRESH
    try:
        change = await Moderation(libraries).refresh(Wish(SHARED, actor=0, action=action))
    except RefusedError as error:  # an empty folder, or nothing readable in it
        _log.warning("no article was read: %s", error)
        return ()
    return change.faults
