"""What moderators do to a library: refresh, add, remove, roll back, keep, look."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from knowledge.difference import Difference, compare
from knowledge.errors import (
    ALL_FAILED,
    CHANGED_MEANWHILE,
    IS_CURRENT,
    LAST_ARTICLE,
    NAME_TOO_LONG,
    NO_SUCH_SOURCE,
    NOTHING_TO_READ,
    TOO_MANY_SOURCES,
    WOULD_BE_EMPTY,
    ReadError,
    RefusedError,
)
from knowledge.gathering import Gathered, Progress, SourceEdit, Sources, gather
from knowledge.libraries import Held, Libraries
from knowledge.model import Article
from knowledge.reading.article import read_article
from knowledge.snapshot import version_of
from knowledge.store import journal, sources, versions
from knowledge.store.documents import encode
from knowledge.store.journal import Deed
from knowledge.store.turns import alone
from knowledge.store.versions import DAY, SHARED, Version

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

LONGEST_NAME = 90  # characters; a choice on Discord has room for 100
MOST_UPLOADS = 1000


class Action(StrEnum):
    """What the audit trail calls a change."""

    REFRESH = "refresh"
    ADD = "add"
    REMOVE = "remove"
    RESTORE = "restore"
    ROLLBACK = "rollback"
    KEEP = "keep"
    RELEASE = "release"
    REBUILD = "rebuild"


class Outcome(StrEnum):
    """What became of a change."""

    DONE = "done"  # a version was made, and answers
    UNCHANGED = "unchanged"  # the articles say what they said, so no version was made
    PROPOSED = "proposed"  # a dry run
    TOO_MUCH = "too_much"  # more passages would go than may without a question


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants what; `agreed` is the proposal (version before, digest) that was agreed to."""

    library: int
    actor: int
    action: Action = Action.REFRESH
    edit: SourceEdit | None = None
    dry_run: bool = False
    agreed: tuple[int | None, str] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a change did, or would do."""

    outcome: Outcome
    before: int | None
    after: int | None
    digest: str
    difference: Difference
    articles: tuple[Article, ...]
    faults: tuple[ReadError, ...] = ()
    stood_in: tuple[str, ...] = ()


class Moderation:
    """Changes libraries; what it returns is committed, and answers already."""

    def __init__(self, libraries: Libraries) -> None:
        self._libraries = libraries
        self._database = libraries.database

    def follows(self, library: int) -> bool:
        """Whether a library has no version of its own, so that the shared one answers for it."""
        return self._libraries.follows(library)

    async def refresh(self, wish: Wish, progress: Progress = lambda _done, _all: None) -> Change:
        """Read the sources again, with an edit to them if the wish has one, and make a version.

        Raises:
            BusyError: another refresh of the library runs.
            RefusedError: nothing would be left, or the library has changed meanwhile.
            ReadError: the folder cannot be listed, or the new file is no article.
            StoreError: the store cannot be read or written.
        """
        await asyncio.to_thread(self._check_edit, wish.edit)
        async with alone(self._database, wish.library, wish.actor, is_noted=not wish.dry_run):
            await self._libraries.catch_up(wish.library)
            held = (await self._libraries.shelf(wish.library)).held
            before = await self._sources(wish.library)
            self._check_source(before, held, wish.edit)
            self._check_room(before, wish.edit)
            after = before.edited(wish.edit)
            pairs = zip(held.entries, held.articles, strict=True)
            known = {one.name: (one, article) for one, article in pairs}
            found = await asyncio.to_thread(gather, after, known, progress)
            if not found.articles:
                return await self._emptied(wish, held, found)
            difference = await asyncio.to_thread(compare, held.articles, found.articles)
            change = Change(
                outcome=Outcome.DONE,
                before=held.number,
                after=held.number,
                digest=version_of(found.articles),
                difference=difference,
                articles=found.articles,
                faults=found.faults,
                stood_in=found.stood_in,
            )
            return await self._decide(wish, held, change, found)

    async def restore(self, library: int, actor: int, name: str) -> Change:
        """Take a source in again that was taken out.

        Raises:
            RefusedError: there is no such source; and everything that `refresh` raises.
        """
        async with self._database.read() as connection:
            data = await sources.taken_out(connection, library, name)
        edit = SourceEdit(name, data)
        return await self.refresh(Wish(library, actor, Action.RESTORE, edit))

    async def rollback(self, library: int, actor: int, number: int, before: int | None) -> Change:
        """Let an older version answer; no source changes.

        Raises:
            RefusedError: there is no such version, it is the current one, or `before` is not.
        """
        if number == before:
            raise RefusedError(IS_CURRENT.format(number=number))
        old = await self._libraries.articles_of(library, before) if before is not None else ()
        articles = await self._libraries.articles_of(library, number)
        difference = await asyncio.to_thread(compare, old, articles)
        async with self._database.write() as connection:
            await versions.point(connection, library, number, before)
            deed = self._deed(Action.ROLLBACK, actor, "", before, number)
            await journal.record(connection, library, deed)
        await self._libraries.catch_up(library)
        digest = version_of(articles)
        return Change(Outcome.DONE, before, number, digest, difference, articles)

    async def keep(self, library: int, actor: int, number: int, *, kept: bool) -> None:
        """Protect a version from being pruned, or no longer.

        Raises:
            RefusedError: there is no such version.
        """
        async with self._database.write() as connection:
            await versions.keep(connection, library, number, kept=kept)
            action = Action.KEEP if kept else Action.RELEASE
            deed = self._deed(action, actor, f"version {number}", None, None)
            await journal.record(connection, library, deed)

    async def note(self, library: int, action: Action, detail: str) -> None:
        """Write down what the program did by itself."""
        async with self._database.write() as connection:
            await journal.record(connection, library, self._deed(action, 0, detail, None, None))

    def _check_edit(self, edit: SourceEdit | None) -> None:
        """Refuse a file that is no article before anything is stored."""
        if edit and edit.data is not None and not edit.removed:
            if len(edit.name) > LONGEST_NAME:
                raise RefusedError(NAME_TOO_LONG.format(limit=LONGEST_NAME))
            read_article(edit.data, edit.name)

    def _check_source(self, found: Sources, held: Held, edit: SourceEdit | None) -> None:
        names = found.uploads.keys() | {entry.name for entry in held.entries}
        if edit and edit.removed and edit.name not in names:
            raise RefusedError(NO_SUCH_SOURCE.format(name=edit.name))

    def _check_room(self, found: Sources, edit: SourceEdit | None) -> None:
        is_new = edit and edit.data is not None and edit.name not in found.uploads
        if is_new and len(found.uploads) >= MOST_UPLOADS:
            raise RefusedError(TOO_MANY_SOURCES.format(limit=MOST_UPLOADS))

    async def _sources(self, library: int) -> Sources:
        async with self._database.read() as connection:
            return Sources(
                folder=self._libraries.folder if library == SHARED else None,
                uploads=await sources.uploads(connection, library),
                left_out=frozenset(await sources.left_out(connection, library)),
            )

    async def _emptied(self, wish: Wish, held: Held, found: Gathered) -> Change:
        """Nothing is left: a guild that took its last source out follows the shared library."""
        if found.faults:
            raise RefusedError(ALL_FAILED.format(fault=found.faults[0]))
        if held.number is None:
            raise RefusedError(NOTHING_TO_READ)
        if wish.library == SHARED:
            is_last = wish.action is Action.REMOVE
            reason = LAST_ARTICLE if is_last else WOULD_BE_EMPTY.format(number=held.number)
            raise RefusedError(reason)
        difference = compare(held.articles, ())
        if wish.agreed != (held.number, version_of(())):
            outcome = Outcome.PROPOSED if wish.dry_run else Outcome.TOO_MUCH
            return Change(outcome, held.number, None, version_of(()), difference, ())
        async with self._database.write() as connection:
            await self._store_edit(connection, wish)
            await versions.point(connection, wish.library, None, held.number)
            deed = self._deed(wish.action, wish.actor, _detail(wish), held.number, None)
            await journal.record(connection, wish.library, deed)
        await self._libraries.show(wish.library, None, (), ())
        return Change(Outcome.DONE, held.number, None, version_of(()), difference, ())

    async def _decide(self, wish: Wish, held: Held, change: Change, found: Gathered) -> Change:
        if wish.agreed and wish.agreed != (change.before, change.digest):
            raise RefusedError(CHANGED_MEANWHILE)
        if held.number is not None and change.digest == held.snapshot.version:
            if not wish.dry_run:
                await self._note_readings(wish, held, found)
            return replace(change, outcome=Outcome.UNCHANGED)
        if wish.dry_run:
            return replace(change, outcome=Outcome.PROPOSED)
        if change.difference.loss > self._libraries.limits.largest_loss and not wish.agreed:
            if wish.edit and wish.edit.data is not None:  # the upload's link would expire
                await self._only_edit(wish)
            return replace(change, outcome=Outcome.TOO_MUCH)
        number = await self._publish(wish, change, found)
        await self._libraries.show(wish.library, number, found.entries, found.articles)
        return replace(change, after=number)

    async def _publish(self, wish: Wish, change: Change, found: Gathered) -> int:
        """Store the version, let it answer and prune, in one transaction."""
        documents = await asyncio.to_thread(_documents, found, change)
        limits, now = self._libraries.limits, self._database.now()
        made = Version(
            number=0,  # the store gives it
            digest=change.digest,
            articles=len(found.articles),
            passages=change.difference.passages_after,
            made_at=now,
            actor=wish.actor,
            kept=False,
        )
        since = now - limits.keep_days * DAY
        async with self._database.write() as connection:
            await self._store_edit(connection, wish)
            number = await versions.publish(
                connection, wish.library, made, found.entries, documents, change.before
            )
            deed = self._deed(wish.action, wish.actor, _detail(wish), change.before, number)
            await journal.record(connection, wish.library, deed)
            await journal.end(connection, wish.library)
            await versions.prune(connection, wish.library, newest=limits.keep_versions, since=since)
            await sources.prune(connection, wish.library, before=since)
        return number

    async def _note_readings(self, wish: Wish, held: Held, found: Gathered) -> None:
        """Store the edit, and what the same articles were read from this time."""
        if wish.edit:
            await self._only_edit(wish)
        if found.entries != held.entries and held.number is not None:
            async with self._database.write() as connection:
                await versions.reread(connection, wish.library, held.number, found.entries)
            self._libraries.note(wish.library, held, found.entries)

    async def _only_edit(self, wish: Wish) -> None:
        async with self._database.write() as connection:
            await self._store_edit(connection, wish)
            deed = self._deed(wish.action, wish.actor, _detail(wish), None, None)
            await journal.record(connection, wish.library, deed)

    async def _store_edit(self, connection: AsyncConnection, wish: Wish) -> None:
        if (edit := wish.edit) is None:
            return
        at = self._database.now()
        if not edit.removed and edit.data is None:
            await sources.drop(connection, wish.library, edit.name)
        elif edit.removed and not await self._is_file(connection, wish.library, edit.name):
            await sources.take_out(connection, wish.library, edit.name, wish.actor, at)
        else:
            await sources.put(connection, wish.library, edit.name, edit.data, wish.actor, at)

    async def _is_file(self, connection: AsyncConnection, library: int, name: str) -> bool:
        """Whether a source is read from the folder, and not from an upload of the same name."""
        if name in await sources.uploads(connection, library):
            return False
        return library == SHARED and (self._libraries.folder / name).is_file()

    def _deed(
        self, action: Action, actor: int, detail: str, before: int | None, after: int | None
    ) -> Deed:
        return Deed(self._database.now(), actor, action.value, detail, before, after)


def _detail(wish: Wish) -> str:
    return wish.edit.name if wish.edit else ""


def _documents(found: Gathered, change: Change) -> dict[str, bytes]:
    """Return the bytes of the articles that the version before did not have."""
    new = {one.name for one in change.difference.added}
    new |= {one.after.name for one in change.difference.changed}
    pairs = zip(found.entries, found.articles, strict=True)
    return {entry.article: encode(article) for entry, article in pairs if entry.name in new}
