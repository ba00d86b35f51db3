"""Sources in the store: uploads, pages, and files of the articles' folder that are left out."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.edits import Fetched, SourceEdit
from knowledge.errors import NO_SUCH_SOURCE, RefusedError
from knowledge.lines import LineRules, line_key
from knowledge.model import Origin
from knowledge.reading.folder import File
from knowledge.store.schema import lines, sources


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a name: an upload or a page, and whether the file of it is read."""

    name: str
    size: int | None  # of what is stored, in bytes; None if nothing is
    removed: bool  # what is stored is not read
    hidden: bool  # the file in the articles' folder is not read
    changed_at: int
    actor: int
    address: str | None  # of a page
    checked_at: int | None
    fault: str | None
    failures: int
    every: int | None
    due_at: int | None

    @property
    def is_stored(self) -> bool:
        """Whether an upload or a page is read."""
        return self.size is not None and not self.removed


async def listed(connection: AsyncConnection, library: int) -> list[Source]:
    """Return all rows of a library, by name."""
    size = func.length(sources.c.data).label("size")
    columns = [sources.c.get(name, size) for name in Source.__dataclass_fields__]
    found = await connection.execute(
        select(*columns).where(sources.c.library == library).order_by(sources.c.name)
    )
    return [Source(*row) for row in found]


async def stored(connection: AsyncConnection, library: int) -> dict[str, File]:
    """Return the uploads and pages that are read, by name."""
    found = await connection.execute(
        select(sources).where(
            sources.c.library == library, sources.c.data.is_not(None), sources.c.removed.is_(False)
        )
    )
    return {row.name: File(row.name, row.data, _origin(row)) for row in found}


async def pages(connection: AsyncConnection, library: int) -> dict[str, Fetched]:
    """Return how the pages that are read were fetched, by name."""
    found = await connection.execute(
        select(sources).where(
            sources.c.library == library,
            sources.c.address.is_not(None),
            sources.c.removed.is_(False),
        )
    )
    return {row.name: Fetched(row.address, row.etag, row.modified) for row in found}


async def hidden(connection: AsyncConnection, library: int) -> set[str]:
    """Return the names of the files in the folder that are not read."""
    found = await connection.scalars(
        select(sources.c.name).where(sources.c.library == library, sources.c.hidden.is_(True))
    )
    return set(found)


async def rules(connection: AsyncConnection, library: int) -> LineRules:
    """Return what moderators said about single lines."""
    found = await connection.execute(
        select(lines.c.key, lines.c.kept).where(lines.c.library == library)
    )
    said = {row.key: row.kept for row in found}
    return LineRules(
        frozenset(key for key, kept in said.items() if kept),
        frozenset(key for key, kept in said.items() if not kept),
    )


async def put(
    connection: AsyncConnection,
    library: int,
    edit: SourceEdit,
    by: int,
    at: int,
    *,
    is_new: bool = True,
) -> None:
    """Store an upload or a page in place of what has the same name; who did so, if `is_new`."""
    page = asdict(edit.fetched) if edit.fetched else dict.fromkeys(Fetched.__dataclass_fields__)
    page |= asdict(edit.origin) if edit.origin else dict.fromkeys(Origin.__dataclass_fields__)
    if not edit.fetched:  # an upload does not change by itself
        page |= {"every": None, "due_at": None, "fault": None, "failures": 0, "checked_at": None}
    if is_new:
        page |= {"changed_at": at, "actor": by}
    values = {"data": edit.data, "removed": False, "hidden": False} | page
    await change(connection, library, edit.name, values)


async def take_out(connection: AsyncConnection, library: int, name: str, by: int, at: int) -> None:
    """Read an upload or a page no longer; its bytes stay, so that it can come back."""
    gone = {"removed": True, "changed_at": at, "actor": by}
    await change(connection, library, name, gone | {"every": None, "due_at": None})


async def hide(connection: AsyncConnection, library: int, name: str, by: int, at: int) -> None:
    """Read the file of a name no longer, whether or not it is there now."""
    gone = {"hidden": True, "changed_at": at, "actor": by}
    await change(connection, library, name, gone | {"every": None, "due_at": None})


async def take_in(connection: AsyncConnection, library: int, name: str, by: int, at: int) -> None:
    """Read the file of a name again."""
    await change(connection, library, name, {"hidden": False, "changed_at": at, "actor": by})


async def rule(
    connection: AsyncConnection, library: int, line: str, *, kept: bool, by: int, at: int
) -> None:
    """Store a moderator's word on a line, in place of what was said of it before."""
    key = line_key(line)
    await connection.execute(delete(lines).where(lines.c.library == library, lines.c.key == key))
    await connection.execute(
        insert(lines).values(library=library, key=key, kept=kept, changed_at=at, actor=by)
    )


async def removed(connection: AsyncConnection, library: int, name: str) -> SourceEdit:
    """Return the edit that takes in again what was taken out under a name.

    Raises:
        RefusedError: nothing of this name was removed.
    """
    found = await connection.execute(
        select(sources).where(sources.c.library == library, sources.c.name == name)
    )
    row = found.one_or_none()
    if row is None or not (row.removed or row.hidden):
        raise RefusedError(NO_SUCH_SOURCE.format(name=name))
    if not row.removed:
        return SourceEdit(name)
    fetched = Fetched(row.address, row.etag, row.modified) if row.address else None
    return SourceEdit(name, row.data, origin=_origin(row), fetched=fetched)


async def prune(connection: AsyncConnection, library: int, *, before: int) -> None:
    """Delete the uploads and pages that were taken out before a time."""
    await connection.execute(
        delete(sources).where(
            sources.c.library == library,
            sources.c.removed.is_(True),
            sources.c.hidden.is_(False),
            sources.c.changed_at < before,
        )
    )


async def change(
    connection: AsyncConnection, library: int, name: str, values: dict[str, object]
) -> None:
    """Change the row of a name, or make one."""
    changed = await connection.execute(
        update(sources).where(sources.c.library == library, sources.c.name == name).values(values)
    )
    if not changed.rowcount:
        new = {"data": None, "removed": False, "hidden": False, "changed_at": 0, "actor": 0}
        await connection.execute(insert(sources).values(library=library, name=name, **new | values))


def _origin(row: Row[tuple[object, ...]]) -> Origin | None:
    return Origin(row.url, row.media_type or "") if row.url else None
