"""What moderators said beside the articles, in the store: saved questions, pins, synonyms."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any

from sqlalchemy import Table, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.curation import Names, Pin
from knowledge.errors import TOO_MANY_LINES, RefusedError
from knowledge.evaluation import SavedQuestion
from knowledge.store import settings as set_here
from knowledge.store.schema import pins, questions, synonyms


class Kind(StrEnum):
    """What a moderator adds line by line."""

    QUESTION = "question"
    PIN = "pin"
    NAMES = "names"


_TABLES = {Kind.QUESTION: questions, Kind.PIN: pins, Kind.NAMES: synonyms}

MOST = 200  # lines of each kind in a library; every question looks at the pins
REVISION = "curated"  # counts the changes to pins and synonyms, so that other processes see them


async def saved(connection: AsyncConnection, library: int) -> dict[int, SavedQuestion]:
    """Return the saved questions by their ids, oldest first."""
    rows = await _rows(connection, questions, library)
    return {row.id: SavedQuestion(row.question, tuple(json.loads(row.gold))) for row in rows}


async def pinned(connection: AsyncConnection, library: int) -> tuple[Pin, ...]:
    """Return the pins, newest first."""
    rows = await _rows(connection, pins, library)
    return tuple(Pin(row.id, row.question, row.article, row.quote) for row in reversed(rows))


async def names(connection: AsyncConnection, library: int) -> tuple[Names, ...]:
    """Return the lines of synonyms, oldest first."""
    rows = await _rows(connection, synonyms, library)
    return tuple(Names(row.id, tuple(json.loads(row.names))) for row in rows)


async def save(
    connection: AsyncConnection, library: int, question: SavedQuestion, actor: int, now: int
) -> None:
    """Add a saved question.

    Raises:
        RefusedError: there are as many as may be; so does every function that adds a line.
    """
    gold = json.dumps(question.gold, ensure_ascii=False)
    await _add(connection, questions, library, actor, now, question=question.text, gold=gold)


async def pin(connection: AsyncConnection, library: int, pin: Pin, actor: int, now: int) -> None:
    """Add a pin; its number is given by the store."""
    found = {"question": pin.question, "article": pin.article, "quote": pin.quote}
    await _add(connection, pins, library, actor, now, **found)


async def name(
    connection: AsyncConnection, library: int, same: tuple[str, ...], actor: int, now: int
) -> None:
    """Add a line of synonyms."""
    text = json.dumps(same, ensure_ascii=False)
    await _add(connection, synonyms, library, actor, now, names=text)


async def curated(connection: AsyncConnection) -> set[int]:
    """Return the libraries that have saved questions or pins."""
    found: set[int] = set()
    for table in (questions, pins):
        found.update(await connection.scalars(select(table.c.library).distinct()))
    return found


async def words(connection: AsyncConnection, library: int, kind: Kind) -> dict[int, str]:
    """Return what each line of a kind is known by, by its number."""
    if kind is Kind.NAMES:
        return {one.number: ", ".join(one.names) for one in await names(connection, library)}
    rows = await _rows(connection, _TABLES[kind], library)
    return {row.id: row.question for row in rows}


async def drop(connection: AsyncConnection, library: int, kind: Kind, number: int) -> None:
    """Delete a line."""
    table = _TABLES[kind]
    await connection.execute(delete(table).where(table.c.library == library, table.c.id == number))
    await _touch(connection, library)


async def revisions(connection: AsyncConnection) -> dict[int, int]:
    """Return how often the lines of each library have changed."""
    found = await set_here.everywhere(connection, REVISION)
    return {library: int(revision) for library, revision in found.items()}


async def _touch(connection: AsyncConnection, library: int) -> None:
    before = await set_here.find(connection, library, REVISION)
    await set_here.put(connection, library, REVISION, str(int(before or 0) + 1))


async def _rows(connection: AsyncConnection, table: Table, library: int) -> list[Any]:
    query = select(table).where(table.c.library == library).order_by(table.c.id)
    return list(await connection.execute(query))


async def _add(
    connection: AsyncConnection, table: Table, library: int, actor: int, now: int, **values: object
) -> None:
    query = select(func.count()).select_from(table).where(table.c.library == library)
    if (await connection.scalar(query) or 0) >= MOST:
        raise RefusedError(TOO_MANY_LINES.format(limit=MOST))
    await connection.execute(
        insert(table).values(library=library, made_at=now, actor=actor, **values)
    )
    await _touch(connection, library)
