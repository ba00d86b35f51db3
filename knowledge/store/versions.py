"""Versions in the store: what they hold, which one answers, and which may go.

Every function works in the transaction of the connection that it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar

from sqlalchemy import Column, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.errors import CHANGED_MEANWHILE, NO_SUCH_VERSION, RefusedError
from knowledge.store.schema import articles, entries, libraries, metadata, versions

SHARED = 0  # the library that others follow
DAY = 86_400  # seconds
_BATCH = 500  # values in one statement
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Version:
    """A row of the history; `number` counts from 1 in its library, `digest` names its content."""

    number: int
    digest: str
    articles: int
    passages: int
    made_at: int  # seconds since 1970
    actor: int  # the Discord user who made it; 0: the program itself
    kept: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of a version: its name, its hash, and the hash of what it was read from."""

    name: str
    article: str
    reading: str


async def pointers(connection: AsyncConnection) -> dict[int, int]:
    """Return which version answers, for each library that has one."""
    found = await connection.execute(
        select(libraries.c.id, libraries.c.current).where(libraries.c.current.is_not(None))
    )
    return {row.id: row.current for row in found}


async def current(connection: AsyncConnection, library: int) -> int | None:
    """Return the number of the version that answers, or None if there is none."""
    number: int | None = await connection.scalar(
        select(libraries.c.current).where(libraries.c.id == library)
    )
    return number


async def find(connection: AsyncConnection, library: int, number: int) -> Version:
    """Return one version.

    Raises:
        RefusedError: there is no such version.
    """
    found = await connection.execute(
        select(*_columns()).where(versions.c.library == library, versions.c.number == number)
    )
    if row := found.one_or_none():
        return Version(*row)
    raise RefusedError(NO_SUCH_VERSION.format(number=number))


async def history(connection: AsyncConnection, library: int, limit: int) -> list[Version]:
    """Return the newest versions, newest first."""
    found = await connection.execute(
        select(*_columns())
        .where(versions.c.library == library)
        .order_by(versions.c.number.desc())
        .limit(limit)
    )
    return [Version(*row) for row in found]


async def contents(connection: AsyncConnection, library: int, number: int | None) -> list[Entry]:
    """Return the articles of a version, in its order; of no version, none."""
    found = await connection.execute(
        select(entries.c.name, entries.c.article, entries.c.reading)
        .where(entries.c.library == library, entries.c.number == number)
        .order_by(entries.c.place)
    )
    return [Entry(*row) for row in found]


async def documents(connection: AsyncConnection, hashes: Iterable[str]) -> dict[str, bytes]:
    """Return the stored bytes of some articles, by hash."""
    found: dict[str, bytes] = {}
    for batch in _batches(sorted(set(hashes))):
        wanted = select(articles.c.hash, articles.c.document).where(articles.c.hash.in_(batch))
        found |= {row.hash: row.document for row in await connection.execute(wanted)}
    return found


async def publish(
    connection: AsyncConnection,
    library: int,
    made: Version,
    content: Sequence[Entry],
    new: Mapping[str, bytes],
    before: int | None,
) -> int:
    """Store a version and let it answer; return its number.

    The number of `made` does not count. `new` holds the bytes of the articles that the store may
    not have yet, by hash; `before` is the version that the change was made from.

    Raises:
        RefusedError: another version answers by now.
    """
    number = await _next_number(connection, library, before)
    row = asdict(replace(made, number=number))
    await connection.execute(insert(versions).values(library=library, **row))
    known = await _known(connection, new)
    missing = [{"hash": one, "document": data} for one, data in new.items() if one not in known]
    if missing:
        await connection.execute(insert(articles), missing)
    rows = [
        {"library": library, "number": number, "place": place, **asdict(entry)}
        for place, entry in enumerate(content)
    ]
    await connection.execute(insert(entries), rows)
    return number


async def reread(
    connection: AsyncConnection, library: int, number: int, content: Sequence[Entry]
) -> None:
    """Note what the articles of a version were read from last, since it gave the same."""
    old = {one.name: one.reading for one in await contents(connection, library, number)}
    for entry in content:
        if entry.reading != old.get(entry.name):
            await connection.execute(
                update(entries)
                .where(
                    entries.c.library == library,
                    entries.c.number == number,
                    entries.c.name == entry.name,
                )
                .values(reading=entry.reading)
            )


async def point(
    connection: AsyncConnection, library: int, number: int | None, before: int | None
) -> None:
    """Let another version answer, or none.

    Raises:
        RefusedError: there is no such version, or it is not `before` that answers by now.
    """
    if number is not None:
        await find(connection, library, number)
    await _expect(connection, library, before)
    await connection.execute(
        update(libraries).where(libraries.c.id == library).values(current=number)
    )


async def keep(connection: AsyncConnection, library: int, number: int, *, kept: bool) -> None:
    """Protect a version from `prune`, or no longer.

    Raises:
        RefusedError: there is no such version.
    """
    await find(connection, library, number)
    await connection.execute(
        update(versions)
        .where(versions.c.library == library, versions.c.number == number)
        .values(kept=kept)
    )


async def prune(
    connection: AsyncConnection, library: int, *, newest: int, since: int, spared: int | None
) -> list[int]:
    """Delete the versions that are neither among the newest nor made since; return their numbers.

    The version that answers, the `spared` one and those that a moderator keeps stay.
    """
    stay = {await current(connection, library), spared}
    found = (
        await connection.execute(
            select(versions.c.number, versions.c.made_at, versions.c.kept)
            .where(versions.c.library == library)
            .order_by(versions.c.number.desc())
        )
    ).all()
    gone = [
        row.number
        for place, row in enumerate(found)
        if not row.kept and row.number not in stay and (place >= newest or row.made_at < since)
    ]
    for batch in _batches(gone):
        for table in (entries, versions):
            await connection.execute(
                delete(table).where(table.c.library == library, table.c.number.in_(batch))
            )
    if gone:
        await _drop_orphans(connection)
    return gone


async def forget(connection: AsyncConnection, library: int) -> None:
    """Delete everything of a library."""
    for table in reversed(metadata.sorted_tables):  # what refers to others first
        if "library" in table.c:
            await connection.execute(delete(table).where(table.c.library == library))
    await connection.execute(delete(libraries).where(libraries.c.id == library))
    await _drop_orphans(connection)


def _columns() -> list[Column[Any]]:
    return [versions.c[name] for name in Version.__dataclass_fields__]


async def _next_number(connection: AsyncConnection, library: int, before: int | None) -> int:
    await _expect(connection, library, before)
    last = await connection.scalar(select(libraries.c.last).where(libraries.c.id == library))
    if last is None:
        await connection.execute(insert(libraries).values(id=library, current=1, last=1))
        return 1
    number = int(last) + 1
    await connection.execute(
        update(libraries).where(libraries.c.id == library).values(current=number, last=number)
    )
    return number


async def _expect(connection: AsyncConnection, library: int, before: int | None) -> None:
    if await current(connection, library) != before:
        raise RefusedError(CHANGED_MEANWHILE)


async def _known(connection: AsyncConnection, hashes: Iterable[str]) -> set[str]:
    known: set[str] = set()
    for batch in _batches(list(hashes)):
        found = await connection.scalars(select(articles.c.hash).where(articles.c.hash.in_(batch)))
        known |= set(found)
    return known


async def _drop_orphans(connection: AsyncConnection) -> None:
    await connection.execute(
        delete(articles).where(articles.c.hash.not_in(select(entries.c.article)))
    )


def _batches(values: Sequence[_T]) -> Iterable[Sequence[_T]]:
    return (values[start : start + _BATCH] for start in range(0, len(values), _BATCH))
