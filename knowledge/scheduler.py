"""Read the sources that are due, and say what moderators should be told of."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass

from knowledge.changes import Action, Change, Outcome, Wish
from knowledge.errors import BusyError, KnowledgeError
from knowledge.libraries import Libraries
from knowledge.moderation import Moderation
from knowledge.store import schedules, settings, sources
from knowledge.store.settings import TOLD
from knowledge.store.sources import Source

_log = logging.getLogger(__name__)

FAILURES_TOLD = 3  # in a row; moderators are told once


@dataclass(frozen=True, slots=True)
class Notice:
    """What moderators of a library should know: a change waits, or pages keep failing."""

    library: int
    waiting: Change | None = None
    failing: tuple[Source, ...] = ()


class Scheduler:
    """Reads what is due, all of a library at once, and not while somebody else reads it."""

    def __init__(self, libraries: Libraries) -> None:
        self._moderation = Moderation(libraries)
        self._database = libraries.database

    async def run(self) -> AsyncIterator[Notice]:
        """Read what is due now, and yield what moderators should be told of.

        Raises:
            StoreError: the store cannot be read or written.
        """
        async with self._database.read() as connection:
            due = await schedules.due(connection, self._database.now())
        for library, names in due.items():
            change = await self._read(library, names)
            if change is None:
                continue
            failing = await self._failing(change)
            waiting = change if await self._is_news(change) else None
            if waiting or failing:
                yield Notice(library, waiting, failing)

    async def _read(self, library: int, names: frozenset[str]) -> Change | None:
        wish = Wish(library, actor=0, action=Action.SCHEDULED, only=names)
        change = None
        try:
            change = await self._moderation.refresh(wish)
        except BusyError:
            return None  # they stay due
        except KnowledgeError as error:
            _log.warning("library %d was not read by its schedule: %s", library, error)
        except Exception:  # noqa: BLE001  # of one library; the others have their turn
            _log.exception("library %d was not read by its schedule", library)
        async with self._database.write() as connection:
            await schedules.postpone(connection, library, names, self._database.now())
        return change

    async def _failing(self, change: Change) -> tuple[Source, ...]:
        names = {fault.source for fault in change.faults}
        async with self._database.read() as connection:
            rows = await sources.listed(connection, change.wish.library)
        return tuple(row for row in rows if row.name in names and row.failures == FAILURES_TOLD)

    async def _is_news(self, change: Change) -> bool:
        """Whether a change waits that moderators were not told of; they are told once."""
        if change.outcome is not Outcome.TOO_MUCH:
            return False
        library = change.wish.library
        async with self._database.write() as connection:
            told = await settings.find(connection, library, TOLD)
            await settings.put(connection, library, TOLD, change.digest)
        return told != change.digest
