"""Write a change to the store: the edit, the version, the record, and what goes for it.

Every function works in the transaction of the connection that it is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from knowledge.changes import Action, Change, Outcome, Wish
from knowledge.edits import LibraryEdit, LineEdit, SourceEdit
from knowledge.limits import Limits
from knowledge.store import journal, proposals, schedules, sources, versions
from knowledge.store.documents import encode
from knowledge.store.journal import Deed
from knowledge.store.versions import DAY, SHARED, Entry, Version

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection


def encoded(change: Change, entries: Sequence[Entry]) -> dict[str, bytes]:
    """Return the bytes, by hash, of the articles that the version before did not have."""
    new = {one.name for one in change.difference.added}
    new |= {one.after.name for one in change.difference.changed}
    pairs = zip(entries, change.articles, strict=True)
    return {entry.article: encode(article) for entry, article in pairs if entry.name in new}


async def commit(
    connection: AsyncConnection,
    change: Change,
    entries: Sequence[Entry],
    documents: Mapping[str, bytes],
    limits: Limits,
    now: int,
) -> int | None:
    """Store a change that was decided on; return the number of the version that answers then.

    Raises:
        RefusedError: it is not `change.before` that answers by now.
    """
    wish = change.wish
    for edit in change.edits:
        await _edit(connection, wish, edit, now)
    if isinstance(wish.edit, SourceEdit) and wish.edit.fetched:
        await schedules.note(connection, wish.library, wish.edit.name, now, None, None)
    if wish.action is Action.REFRESH:
        await schedules.resume(connection, wish.library, now)
    await proposals.drop(connection, wish.library, change.digest)
    number = await _point(connection, change, entries, documents, now)
    if number not in (None, change.before):
        await _prune(connection, change, limits, now)
    if wish.edit or number != change.before:
        detail = wish.edit.name if wish.edit else ""
        deed = Deed(now, wish.actor, wish.action.value, detail, change.before, number)
        await journal.record(connection, wish.library, deed)
    return number


async def _edit(connection: AsyncConnection, wish: Wish, edit: LibraryEdit, now: int) -> None:
    library, name, by = wish.library, edit.name, wish.actor
    if isinstance(edit, LineEdit):
        await sources.rule(connection, library, edit.line, kept=edit.kept, by=by, at=now)
    elif edit.data is not None:
        await sources.put(connection, library, edit, by, now, is_new=edit is wish.edit)
    elif not edit.removed:
        await sources.take_in(connection, library, name, by, now)
    elif name in await sources.stored(connection, library):
        await sources.take_out(connection, library, name, by, now)
    elif library == SHARED:  # the others have no files
        await sources.hide(connection, library, name, by, now)


async def _point(
    connection: AsyncConnection,
    change: Change,
    entries: Sequence[Entry],
    documents: Mapping[str, bytes],
    now: int,
) -> int | None:
    """Make the version, if there is news, and let it answer; or let the shared library answer."""
    library, before = change.wish.library, change.before
    if change.outcome is Outcome.UNCHANGED and before is not None:
        await versions.reread(connection, library, before, entries)
        return before
    if not change.articles:
        await versions.point(connection, library, None, before)
        return None
    made = Version(
        number=0,  # the store gives it
        digest=change.digest,
        articles=len(change.articles),
        passages=change.difference.passages_after,
        made_at=now,
        actor=change.wish.actor,
        kept=False,
    )
    return await versions.publish(connection, library, made, entries, documents, before)


async def _prune(connection: AsyncConnection, change: Change, limits: Limits, now: int) -> None:
    """Delete what has become too old; the version that was replaced is the way back, and stays."""
    library, since = change.wish.library, now - limits.keep_days * DAY
    await versions.prune(
        connection, library, newest=limits.keep_versions, since=since, spared=change.before
    )
    await sources.prune(connection, library, before=since)
    await proposals.prune(connection, before=now - proposals.DAYS * DAY)
