"""What moderators set for a library, by name."""

from __future__ import annotations

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.store import journal
from knowledge.store.schema import settings

NOTICES = "notices"  # where to tell moderators what happened by itself
TOLD = "told"  # the digest of the change that they were told of last

DIGEST_DUE = "digest_due"  # when moderators are told next what was asked in vain


async def find(connection: AsyncConnection, library: int, name: str) -> str | None:
    """Return what is set, or None."""
    value: str | None = await connection.scalar(
        select(settings.c.value).where(settings.c.library == library, settings.c.name == name)
    )
    return value


async def put(connection: AsyncConnection, library: int, name: str, value: str | None) -> None:
    """Set it; None: no longer."""
    await connection.execute(
        delete(settings).where(settings.c.library == library, settings.c.name == name)
    )
    if value is not None:
        await journal.know(connection, library)
        await connection.execute(insert(settings).values(library=library, name=name, value=value))


async def all_of(connection: AsyncConnection, library: int) -> dict[str, str]:
    """Return everything that is set in a library, by name."""
    rows = await connection.execute(
        select(settings.c.name, settings.c.value).where(settings.c.library == library)
    )
    return {row.name: row.value for row in rows}


async def everywhere(connection: AsyncConnection, name: str) -> dict[int, str]:
    """Return what is set in each library that has it set."""
    rows = await connection.execute(
        select(settings.c.library, settings.c.value).where(settings.c.name == name)
    )
    return {row.library: row.value for row in rows}
