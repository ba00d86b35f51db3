"""When sources are read again by themselves, and how the last readings went.

Times are wall-clock seconds, so that they outlive the process. A clock that jumps makes a reading
early or late once, and never makes two of one.
"""

from __future__ import annotations

import random

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.store.schema import libraries
from knowledge.store.schema import sources as table
from knowledge.store.sources import change

HOUR, DAY = 3600, 86_400  # seconds
EVERY = {"hour": HOUR, "6 hours": 6 * HOUR, "day": DAY, "week": 7 * DAY}
JITTER = 0.1  # of a wait, to either side, so that sources are not all due at once
LONGEST_WAIT = 7 * DAY  # after failures; a longer interval stays as it is
LONGEST_PAUSE = DAY  # that a site may ask for
_MOST_DOUBLINGS = 12


def next_time(now: int, every: int, failures: int = 0, retry_after: float | None = None) -> int:
    """Return when a source is due again: later after each failure in a row, at most by a week."""
    spread = random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311  # no secret
    pause = min(retry_after or 0, LONGEST_PAUSE)
    return now + int(max(_wait(every, failures) * spread, pause))


def is_due(now: int, due_at: int, every: int, failures: int) -> bool:
    """Whether it is time, or the clock has been put back behind where it was planned."""
    longest = max(_wait(every, failures) * (1 + JITTER), LONGEST_PAUSE if failures else 0)
    return due_at <= now or due_at > now + longest


async def due(connection: AsyncConnection, now: int) -> dict[int, frozenset[str]]:
    """Return the sources that are to be read now, by library; missed times count once.

    Those of guilds that the bot has left are not.
    """
    left = select(libraries.c.id).where(libraries.c.left_at.is_not(None))
    found = await connection.execute(
        select(table).where(table.c.due_at.is_not(None), table.c.library.not_in(left))
    )
    names: dict[int, set[str]] = {}
    for row in found:
        if is_due(now, row.due_at, row.every, row.failures):
            names.setdefault(row.library, set()).add(row.name)
    return {library: frozenset(own) for library, own in names.items()}


async def plan(
    connection: AsyncConnection, library: int, name: str, every: int | None, now: int
) -> int | None:
    """Read a source again at intervals, in seconds, or not; return when it is due next."""
    due_at = None if every is None else next_time(now, every)
    await change(connection, library, name, {"every": every, "due_at": due_at})
    return due_at


async def pause(connection: AsyncConnection, library: int) -> None:
    """Read no source of a library by itself, until `resume`."""
    await connection.execute(update(table).where(table.c.library == library).values(due_at=None))


async def resume(connection: AsyncConnection, library: int, now: int) -> None:
    """Plan again what was paused."""
    found = await connection.execute(
        select(table).where(
            table.c.library == library, table.c.every.is_not(None), table.c.due_at.is_(None)
        )
    )
    for row in found.all():
        due_at = next_time(now, row.every, row.failures)
        await change(connection, library, row.name, {"due_at": due_at})


async def postpone(
    connection: AsyncConnection, library: int, names: frozenset[str], now: int
) -> None:
    """Plan the next reading of those sources that are still due."""
    names &= (await due(connection, now)).get(library, frozenset())
    found = await connection.execute(select(table).where(table.c.library == library))
    for row in found.all():
        if row.name in names:
            due_at = next_time(now, row.every, row.failures)
            await change(connection, library, row.name, {"due_at": due_at})


async def note(
    connection: AsyncConnection,
    library: int,
    name: str,
    now: int,
    fault: str | None,
    retry_after: float | None,
) -> None:
    """Note how reading a source went, and when to read it again if that is scheduled."""
    found = await connection.execute(
        select(table).where(table.c.library == library, table.c.name == name)
    )
    row = found.one_or_none()
    if row is None:  # a file of the folder of which nothing is stored
        return
    failures = row.failures + 1 if fault else 0
    values: dict[str, object] = {"failures": failures, "fault": fault}
    if not fault:
        values["checked_at"] = now
    if row.every:
        values["due_at"] = next_time(now, row.every, failures, retry_after)
    await change(connection, library, name, values)


def _wait(every: int, failures: int) -> int:
    return max(every, min(every << min(failures, _MOST_DOUBLINGS), LONGEST_WAIT))
