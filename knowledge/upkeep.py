"""What moderators arrange without changing an article: kept versions, schedules, notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.changes import Action
from knowledge.libraries import Libraries
from knowledge.refusals import check_schedule
from knowledge.store import journal, schedules, settings, sources, versions
from knowledge.store.schedules import EVERY
from knowledge.store.settings import DIGEST_DUE, NOTICES, TOLD

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

WEEK = 7 * 86_400  # seconds


class Upkeep:
    """Arranges; what it returns from is committed, and on record."""

    def __init__(self, libraries: Libraries) -> None:
        self._libraries = libraries
        self._database = libraries.database

    async def keep(self, library: int, actor: int, number: int, *, kept: bool) -> None:
        """Protect a version from being pruned, or no longer.

        Raises:
            RefusedError: there is no such version.
        """
        async with self._database.write() as connection:
            await versions.keep(connection, library, number, kept=kept)
            action = Action.KEEP if kept else Action.RELEASE
            await self._record(connection, library, actor, action, f"version {number}")

    async def schedule(self, library: int, actor: int, name: str, every: str) -> int | None:
        """Read a source again at intervals, one of `EVERY`, or OFF; return when it is due next.

        Raises:
            RefusedError: there is no such source, or it is an upload, which cannot change.
        """
        held = (await self._libraries.shelf(library)).held
        async with self._database.write() as connection:
            rows = {row.name: row for row in await sources.listed(connection, library)}
            check_schedule(name, rows.get(name), held)
            now = self._database.now()
            due_at = await schedules.plan(connection, library, name, EVERY.get(every), now)
            await self._record(connection, library, actor, Action.SCHEDULE, f"{name}: {every}")
        return due_at

    async def send_notices(
        self, library: int, actor: int, place: int | None, *, digest: bool | None = None
    ) -> None:
        """Tell what happens by itself in a place, by its id; None: nowhere.

        With `digest`, what was asked in vain is told there once a week; None leaves that as it is.
        """
        async with self._database.write() as connection:
            text = None if place is None else str(place)
            await settings.put(connection, library, NOTICES, text)
            await settings.put(connection, library, TOLD, None)  # there they are told anew
            if place is None or digest is False:
                await settings.put(connection, library, DIGEST_DUE, None)
            elif digest:
                due = str(self._database.now() + WEEK)
                await settings.put(connection, library, DIGEST_DUE, due)
            await self._record(connection, library, actor, Action.NOTICES, text or "")

    async def _record(
        self, connection: AsyncConnection, library: int, actor: int, action: Action, detail: str
    ) -> None:
        await journal.note(connection, library, self._database.now(), actor, action.value, detail)
