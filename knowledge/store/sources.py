"""Sources in the store: uploads, and files of the articles' folder that are left out."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.errors import NO_SUCH_SOURCE, RefusedError
from knowledge.store.schema import sources


@dataclass(frozen=True, slots=True)
class Source:
    """What a moderator did about a name: an upload, and whether the file of this name is read."""

    name: str
    size: int | None  # of the upload, in bytes; None if there is none
    removed: bool  # the upload is not read
    hidden: bool  # the file in the articles' folder is not read
    changed_at: int
    actor: int

    @property
    def is_upload(self) -> bool:
        """Whether an upload is read."""
        return self.size is not None and not self.removed


async def listed(connection: AsyncConnection, library: int) -> list[Source]:
    """Return all rows of a library, by name."""
    size = func.length(sources.c.data).label("size")
    columns = [sources.c.get(name, size) for name in Source.__dataclass_fields__]
    found = await connection.execute(
        select(*columns).where(sources.c.library == library).order_by(sources.c.name)
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


async def hidden(connection: AsyncConnection, library: int) -> set[str]:
    """Return the names of the files in the folder that are not read."""
    found = await connection.scalars(
        select(sources.c.name).where(sources.c.library == library, sources.c.hidden.is_(True))
    )
    return set(found)


async def put(
    connection: AsyncConnection, library: int, name: str, data: bytes, by: int, at: int
) -> None:
    """Store an upload, in place of one with the same name."""
    await _set(connection, library, name, by, at, data=data, removed=False, hidden=False)


async def take_out(connection: AsyncConnection, library: int, name: str, by: int, at: int) -> None:
    """Read an upload no longer; its bytes stay, so that it can come back."""
    await _set(connection, library, name, by, at, removed=True)


async def hide(connection: AsyncConnection, library: int, name: str, by: int, at: int) -> None:
    """Read the file of a name no longer, whether or not it is there now."""
    await _set(connection, library, name, by, at, hidden=True)


async def take_in(connection: AsyncConnection, library: int, name: str, by: int, at: int) -> None:
    """Read the file of a name again."""
    await _set(connection, library, name, by, at, hidden=False)


async def removed(connection: AsyncConnection, library: int, name: str) -> bytes | None:
    """Return the bytes of an upload that was taken out; None for a file that is hidden.

    Raises:
        RefusedError: nothing of this name was removed.
    """
    found = await connection.execute(
        select(sources.c.data, sources.c.removed, sources.c.hidden).where(
            sources.c.library == library, sources.c.name == name
        )
    )
    row = found.one_or_none()
    if row is None or not (row.removed or row.hidden):
        raise RefusedError(NO_SUCH_SOURCE.format(name=name))
    return bytes(row.data) if row.removed else None


async def prune(connection: AsyncConnection, library: int, *, before: int) -> None:
    """Delete the uploads that were taken out before a time."""
    await connection.execute(
        delete(sources).where(
            sources.c.library == library,
            sources.c.removed.is_(True),
            sources.c.hidden.is_(False),
            sources.c.changed_at < before,
        )
    )


async def _set(
    connection: AsyncConnection, library: int, name: str, by: int, at: int, **values: object
) -> None:
    """Change the row of a name, or make one."""
    values |= {"changed_at": at, "actor": by}
    changed = await connection.execute(
        update(sources).where(sources.c.library == library, sources.c.name == name).values(values)
    )
    if not changed.rowcount:
        new = {"data": None, "removed": False, "hidden": False} | values
        await connection.execute(insert(sources).values(library=library, name=name, **new))
