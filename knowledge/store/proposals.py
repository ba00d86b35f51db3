"""Edits to the sources that wait for a moderator's word, named by what they would lead to."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.edits import Fetched, LibraryEdit, LineEdit, SourceEdit
from knowledge.model import Origin
from knowledge.store.schema import proposals

DAYS = 7  # after which a proposal is forgotten
_NO_EDIT = ""  # of what a folder's files alone lead to


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was wanted, and the edits that it takes, those of a moderator first."""

    action: str
    edits: tuple[LibraryEdit, ...]
    only: tuple[str, ...] | None = None  # the sources that were read; None: all


async def stage(
    connection: AsyncConnection, library: int, digest: str, proposal: Proposal, at: int
) -> None:
    """Keep edits until they are agreed to or discarded; `digest` names where they lead."""
    await drop(connection, library, digest)
    rows = [
        {
            "library": library,
            "digest": digest,
            "place": place,
            "action": proposal.action,
            "only": None if proposal.only is None else json.dumps(proposal.only),
            "edit": _written(edit),
            "data": edit.data if isinstance(edit, SourceEdit) else None,
            "made_at": at,
        }
        for place, edit in enumerate(proposal.edits or (None,))
    ]
    await connection.execute(insert(proposals), rows)


async def find(connection: AsyncConnection, library: int, digest: str) -> Proposal | None:
    """Return the edits that lead to a version, if they wait."""
    found = await connection.execute(
        select(proposals.c.action, proposals.c.only, proposals.c.edit, proposals.c.data)
        .where(proposals.c.library == library, proposals.c.digest == digest)
        .order_by(proposals.c.place)
    )
    rows = found.all()
    if not rows:
        return None
    only = None if rows[0].only is None else tuple(json.loads(rows[0].only))
    edits = tuple(_read(row.edit, row.data) for row in rows if row.edit != _NO_EDIT)
    return Proposal(rows[0].action, edits, only)


async def drop(connection: AsyncConnection, library: int, digest: str) -> None:
    """Forget the edits that lead to a version."""
    await connection.execute(
        delete(proposals).where(proposals.c.library == library, proposals.c.digest == digest)
    )


async def drop_all(connection: AsyncConnection, library: int, action: str) -> None:
    """Forget all that was proposed by one kind of action."""
    await connection.execute(
        delete(proposals).where(proposals.c.library == library, proposals.c.action == action)
    )


async def waiting(connection: AsyncConnection, library: int, action: str) -> bool:
    """Whether something that one kind of action proposed waits."""
    found = await connection.scalar(
        select(proposals.c.digest).where(
            proposals.c.library == library, proposals.c.action == action
        )
    )
    return found is not None


async def prune(connection: AsyncConnection, *, before: int) -> None:
    """Forget the edits of all libraries that were proposed before a time."""
    await connection.execute(delete(proposals).where(proposals.c.made_at < before))


def _written(edit: LibraryEdit | None) -> str:
    if edit is None:
        return _NO_EDIT
    without_bytes = replace(edit, data=None) if isinstance(edit, SourceEdit) else edit
    return json.dumps(asdict(without_bytes))


def _read(written: str, data: bytes | None) -> LibraryEdit:
    values: dict[str, Any] = json.loads(written)
    if "line" in values:
        return LineEdit(**values)
    origin, fetched = values.pop("origin"), values.pop("fetched")
    return SourceEdit(
        **{**values, "data": data},
        origin=Origin(**origin) if origin else None,
        fetched=Fetched(**fetched) if fetched else None,
    )
