"""What was done to a library, by whom and when; and which guilds the bot has left."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.store.schema import audit, libraries


@dataclass(frozen=True, slots=True)
class Deed:
    """A line of the audit trail: from which version to which, if the change moved the pointer."""

    at: int  # seconds since 1970
    actor: int  # a Discord user; 0: the program itself
    action: str
    detail: str
    before: int | None
    after: int | None


async def record(connection: AsyncConnection, library: int, deed: Deed) -> None:
    """Append a line to the audit trail."""
    await connection.execute(insert(audit).values(library=library, **asdict(deed)))


async def note(
    connection: AsyncConnection, library: int, at: int, actor: int, action: str, detail: str
) -> None:
    """Append a line about what leaves the version as it is."""
    await record(connection, library, Deed(at, actor, action, detail, None, None))


async def deeds(connection: AsyncConnection, library: int, limit: int) -> list[Deed]:
    """Return the newest lines of the audit trail, newest first."""
    columns = [audit.c[name] for name in Deed.__dataclass_fields__]
    found = await connection.execute(
        select(*columns).where(audit.c.library == library).order_by(audit.c.id.desc()).limit(limit)
    )
    return [Deed(*row) for row in found]


async def know(connection: AsyncConnection, library: int) -> None:
    """Make sure that a library is known, even without a version, so that its rows can go one day.

    A server that follows the shared library has gaps, votes and pins of its own.
    """
    found = await connection.scalar(select(libraries.c.id).where(libraries.c.id == library))
    if found is None:
        await connection.execute(insert(libraries).values(id=library, current=None, last=0))


async def left(connection: AsyncConnection, present: set[int], at: int) -> None:
    """Note which libraries belong to guilds that the bot is no longer in, and since when."""
    for row in (await connection.execute(select(libraries.c.id, libraries.c.left_at))).all():
        is_gone = row.id != 0 and row.id not in present
        if is_gone != (row.left_at is not None):
            await connection.execute(
                update(libraries)
                .where(libraries.c.id == row.id)
                .values(left_at=at if is_gone else None)
            )


async def gone(connection: AsyncConnection, before: int) -> list[int]:
    """Return the libraries of guilds that the bot left before a time."""
    return list(
        await connection.scalars(select(libraries.c.id).where(libraries.c.left_at < before))
    )
