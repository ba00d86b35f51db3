"""Read the sources that are due, and say what moderators should be told of."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass

from knowledge.changes import Action, Change, Outcome, Wish
from knowledge.errors import BusyError, KnowledgeError
from knowledge.impact import NO_IMPACT, Impact
from knowledge.libraries import Libraries
from knowledge.moderation import Moderation
from knowledge.store import schedules, settings, sources
from knowledge.store.schedules import DAY
from knowledge.store.settings import TOLD
from knowledge.store.sources import Source

_log = logging.getLogger(__name__)

FAILURES_TOLD = 3  # in a row; moderators are told once
MOST_AT_ONCE = 50  # sources of a library; the others have their turn a moment later


@dataclass(frozen=True, slots=True)
class Notice:
    """What moderators of a library should know of a reading that nobody watched."""

    library: int
    waiting: Change | None = None  # for a word
    done: Change | None = None  # and has an impact
    failing: tuple[Source, ...] = ()
    followed: Impact = NO_IMPACT  # of a change to the shared library, on one that follows it


class Scheduler:
    """Reads what is due, all of a library at once, and not while somebody else reads it."""

    def __init__(self, libraries: Libraries) -> None:
        self._moderation = Moderation(libraries)
        self._database = libraries.database

    async def run(self) -> AsyncIterator[Notice]:
        """Read what is due now, and yield what moderators were not told of yet.

        Raises:
            StoreError: the store cannot be read or written.
        """
        async with self._database.read() as connection:
            due = await schedules.due(connection, self._database.now())
        for library, names in due.items():
            change = await self._read(library, frozenset(sorted(names)[:MOST_AT_ONCE]))
            if change and (notice := await self._news(change)):
                yield notice
            for follower, found in change.followers.items() if change else ():
                yield Notice(follower, followed=found)

    async def told(self, notice: Notice) -> None:
        """Note that moderators were told, so that they are not told again."""
        async with self._database.write() as connection:
            if notice.waiting:
                said = f"{notice.waiting.digest} {self._database.now()}"
                await settings.put(connection, notice.library, TOLD, said)
            for source in notice.failing:
                await settings.put(connection, notice.library, told_failing(source.name), "told")

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

    async def _news(self, change: Change) -> Notice | None:
        library = change.wish.library
        waiting = change if await self._is_news(change) else None
        failing = []
        async with self._database.write() as connection:
            for row in await sources.listed(connection, library):
                mark = told_failing(row.name)
                is_told = await settings.find(connection, library, mark) is not None
                if is_told and not row.failures:  # when it fails again, they are told again
                    await settings.put(connection, library, mark, None)
                elif row.every and row.failures >= FAILURES_TOLD and not is_told:
                    failing.append(row)
        done = change if change.outcome is Outcome.DONE and change.impact else None
        if not (waiting or done or failing):
            return None
        return Notice(library, waiting, done, tuple(failing))

    async def _is_news(self, change: Change) -> bool:
        """Whether a change waits of which nobody was told; of another one a day, at most."""
        if change.outcome is not Outcome.TOO_MUCH:
            return False
        async with self._database.read() as connection:
            told = await settings.find(connection, change.wish.library, TOLD)
        digest, _, at = (told or "").partition(" ")
        return digest != change.digest and self._database.now() >= int(at or 0) + DAY


def told_failing(name: str) -> str:
    """Return the name of the setting that says that moderators know of a source that fails."""
    return "failing " + hashlib.sha256(name.encode()).hexdigest()[:24]
