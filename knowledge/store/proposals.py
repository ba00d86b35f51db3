"""Edits to the sources that wait for a moderator's word, named by what they would lead to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.store.schema import proposals


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edit of the source `name`: new bytes, `removed`, or neither for a file that comes back."""

    action: str
    name: str
    data: bytes | None
    removed: bool


async def stage(
    connection: AsyncConnection, library: int, digest: str, proposal: Proposal, at: int
) -> None:
    """Keep an edit until it is agreed to or discarded; `digest` names the version it leads to."""
    await drop(connection, library, digest)
    await connection.execute(
        insert(proposals).values(
            library=library,
            digest=digest,
            action=proposal.action,
            name=proposal.name,
            data=proposal.data,
            removed=proposal.removed,
            made_at=at,
        )
    )


async def find(connection: AsyncConnection, library: int, digest: str) -> Proposal | None:
    """Return the edit that leads to a version, if one waits."""
    columns = [proposals.c[name] for name in Proposal.__dataclass_fields__]
    found = await connection.execute(
        select(*columns).where(proposals.c.library == library, proposals.c.digest == digest)
    )
    row = found.one_or_none()
    return None if row is None else Proposal(*row)


async def drop(connection: AsyncConnection, library: int, digest: str) -> None:
    """Forget an edit."""
    await connection.execute(
        delete(proposals).where(proposals.c.library == library, proposals.c.digest == digest)
    )


async def prune(connection: AsyncConnection, *, before: int) -> None:
    """Forget the edits of all libraries that were proposed before a time."""
    await connection.execute(delete(proposals).where(proposals.c.made_at < before))
