"""Sources in the store: uploads, and files of the articles' folder that are left out."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.errors import NO_SUCH_SOURCE, RefusedError
from knowledge.store.schema import sources


@dataclass(frozen=True, slots=True)
class Source:
    """What a moderator did about a source; `size` is in bytes, None for a file that is left out."""

    name: str
    size: int | None
    changed_at: int
    actor: int
    removed: bool

    @property
    def is_upload(self) -> bool:
        """Whether its bytes are in the store."""
        return self.size is not None


async def listed(connection: AsyncConnection, library: int) -> list[Source]:
    """Return all rows of a library, by name, the removed ones too."""
    found = await connection.execute(
        select(
            sources.c.name,
            func.length(sources.c.data),
            sources.c.changed_at,
            sources.c.actor,
            sources.c.removed,
        )
        .where(sources.c.library == library)
        .order_by(sources.c.name)
    )
    return [Source(*row) for row in found]


async def uploads(connection: AsyncConnection, library: int) -> dict[str, bytes]:
    """Return the uploads that are read, by name."""
    found = await connection.execute(
        select(sources.c.name, sources.c.data).where(
            sources.c.library == library, sources.c.data.is_not(None), sources.c.removed.is_(False)
        )
    )
    return {row.name: row.data for row in found}


async def left_out(connection: AsyncConnection, library: int) -> set[str]:
    """Return the names of the files in the folder that are not read."""
    found = await connection.scalars(
        select(sources.c.name).where(
            sources.c.library == library, sources.c.data.is_(None), sources.c.removed.is_(True)
        )
    )
    return set(found)


async def put(
    connection: AsyncConnection, library: int, name: str, data: bytes | None, by: int, at: int
) -> None:
    """Store an upload, in place of one with the same name; without data, name a file."""
    await drop(connection, library, name)
    await connection.execute(
        insert(sources).values(
            library=library,
            name=name,
            data=data,
            changed_at=at,
            actor=by,
            removed=data is None,
        )
    )


async def take_out(connection: AsyncConnection, library: int, name: str, by: int, at: int) -> None:
    """Take an upload out; its bytes stay, so that it can come back."""
    await connection.execute(
        update(sources)
        .where(sources.c.library == library, sources.c.name == name)
        .values(removed=True, changed_at=at, actor=by)
    )


async def taken_out(connection: AsyncConnection, library: int, name: str) -> bytes | None:
    """Return the bytes of an upload that was taken out, or None if it is a file.

    Raises:
        RefusedError: no source of this name was taken out.
    """
    found = await connection.execute(
        select(sources.c.data).where(
            sources.c.library == library, sources.c.name == name, sources.c.removed.is_(True)
        )
    )
    if row := found.one_or_none():
        return None if row.data is None else bytes(row.data)
    raise RefusedError(NO_SUCH_SOURCE.format(name=name))


async def drop(connection: AsyncConnection, library: int, name: str) -> None:
    """Forget that a file of the folder was left out."""
    await connection.execute(
        delete(sources).where(sources.c.library == library, sources.c.name == name)
    )


async def prune(connection: AsyncConnection, library: int, *, before: int) -> None:
    """Delete the uploads that were taken out before a time."""
    await connection.execute(
        delete(sources).where(
            sources.c.library == library,
            sources.c.removed.is_(True),
            sources.c.data.is_not(None),
            sources.c.changed_at < before,
        )
    )
