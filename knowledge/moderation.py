"""What moderators do to a library: refresh, add, remove, restore, roll back, keep."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from knowledge.changes import Action, Change, Outcome, Wish
from knowledge.committing import commit, encoded
from knowledge.difference import compare
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
    RefusedError,
)
from knowledge.gathering import Gathered, Progress, SourceEdit, Sources, gather
from knowledge.libraries import Held, Libraries
from knowledge.reading.article import read_article
from knowledge.store import journal, proposals, sources, versions
from knowledge.store.journal import Deed
from knowledge.store.proposals import Proposal
from knowledge.store.turns import alone
from knowledge.store.versions import SHARED

LONGEST_NAME = 90  # characters; a choice on Discord has room for 100
MOST_UPLOADS = 1000


def _unseen(_done: int, _all: int) -> None:
    """Progress that nobody looks at."""


class Moderation:
    """Changes libraries; what it returns is committed, and answers already."""

    def __init__(self, libraries: Libraries) -> None:
        self._libraries = libraries
        self._database = libraries.database

    async def refresh(self, wish: Wish, progress: Progress = _unseen) -> Change:
        """Read the sources again, with an edit to them if the wish has one, and make a version.

        An edit that has to wait for a word is kept for `agree` or `discard`, for a day.

        Raises:
            BusyError: another refresh of the library runs.
            RefusedError: nothing would be left, or the library has changed meanwhile.
            ReadError: the folder cannot be listed, or the new file is no article.
            StoreError: the store cannot be read or written.
        """
        await asyncio.to_thread(_check_edit, wish.edit)
        with alone(self._database, wish.library, wish.actor):
            await self._libraries.catch_up(wish.library)
            held = (await self._libraries.shelf(wish.library)).held
            before = await self._libraries.sources(wish.library)
            _check_source(before, held, wish.edit)
            after = before.edited(wish.edit)
            found = await asyncio.to_thread(gather, after, held.known, progress)
            change = await self._proposed(wish, held, found)
            if change.waits:
                await self._stage(change)
                return change
            return await self._do(change, held, found)

    async def agree(
        self, library: int, actor: int, agreed: tuple[int | None, str], progress: Progress = _unseen
    ) -> Change:
        """Do what was proposed, if the library is still what it was then.

        Raises:
            RefusedError: it is not; and everything that `refresh` raises.
        """
        async with self._database.read() as connection:
            proposal = await proposals.find(connection, library, agreed[1])
        wish = Wish(library, actor, agreed=agreed)
        if proposal:
            edit = SourceEdit(proposal.name, proposal.data, proposal.removed)
            wish = replace(wish, action=Action(proposal.action), edit=edit)
        return await self.refresh(wish, progress)

    async def discard(self, library: int, digest: str) -> None:
        """Forget the edit that was proposed."""
        async with self._database.write() as connection:
            await proposals.drop(connection, library, digest)

    async def restore(
        self, library: int, actor: int, name: str, progress: Progress = _unseen
    ) -> Change:
        """Take a source in again that was taken out.

        Raises:
            RefusedError: there is no such source; and everything that `refresh` raises.
        """
        async with self._database.read() as connection:
            data = await sources.removed(connection, library, name)
        wish = Wish(library, actor, Action.RESTORE, SourceEdit(name, data))
        return await self.refresh(wish, progress)

    async def rollback(self, library: int, actor: int, number: int, before: int | None) -> Change:
        """Let an older version answer; no source changes.

        Raises:
            RefusedError: there is no such version, it is the current one, or `before` is not.
        """
        change = await self.look_back(library, actor, number, before)
        async with self._database.write() as connection:
            await versions.point(connection, library, number, before)
            deed = self._deed(Action.ROLLBACK, actor, "", before, number)
            await journal.record(connection, library, deed)
        await self._libraries.catch_up(library)
        return replace(change, outcome=Outcome.DONE)

    async def look_back(self, library: int, actor: int, number: int, before: int | None) -> Change:
        """Return what a rollback would change.

        Raises:
            RefusedError: there is no such version, or it is the current one.
        """
        if number == before:
            raise RefusedError(IS_CURRENT.format(number=number))
        await self._libraries.catch_up(library)
        old = (await self._libraries.shelf(library)).held
        if old.number != before:
            raise RefusedError(CHANGED_MEANWHILE)
        articles = await self._libraries.articles_of(library, number)
        async with self._database.read() as connection:
            digest = (await versions.find(connection, library, number)).digest
        return Change(
            wish=Wish(library, actor, Action.ROLLBACK),
            outcome=Outcome.PROPOSED,
            before=before,
            after=number,
            digest=digest,
            difference=await asyncio.to_thread(compare, old.articles, articles),
            articles=articles,
        )

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

    # Steps of a refresh

    async def _proposed(self, wish: Wish, held: Held, found: Gathered) -> Change:
        """Return what the wish would do, and whether it may be done at once."""
        if not found.articles:
            _check_emptied(wish, held, found)
        change = Change(
            wish=wish,
            outcome=Outcome.DONE,
            before=held.number,
            after=held.number if found.articles else None,
            digest=found.digest,
            difference=await asyncio.to_thread(compare, held.articles, found.articles),
            articles=found.articles,
            faults=found.faults,
            stood_in=found.stood_in,
        )
        if wish.agreed and wish.agreed != (change.before, change.digest):
            raise RefusedError(CHANGED_MEANWHILE)
        return replace(change, outcome=self._outcome(change, held))

    def _outcome(self, change: Change, held: Held) -> Outcome:
        wish = change.wish
        is_same = held.number is not None and change.digest == held.snapshot.version
        if wish.dry_run:
            return Outcome.UNCHANGED if is_same and not wish.edit else Outcome.PROPOSED
        if is_same:
            return Outcome.UNCHANGED
        is_much = change.difference.loss > self._libraries.limits.largest_loss
        return Outcome.TOO_MUCH if is_much and not wish.agreed else Outcome.DONE

    async def _stage(self, change: Change) -> None:
        wish, edit = change.wish, change.wish.edit
        if edit is None:
            return
        proposal = Proposal(wish.action.value, edit.name, edit.data, edit.removed)
        async with self._database.write() as connection:
            await proposals.stage(
                connection, wish.library, change.digest, proposal, self._database.now()
            )

    async def _do(self, change: Change, held: Held, found: Gathered) -> Change:
        """Store what has changed, in one transaction, and answer from it."""
        library = change.wish.library
        if change.wish.dry_run:
            return change
        documents = await asyncio.to_thread(encoded, change, found.entries)
        limits, now = self._libraries.limits, self._database.now()
        async with self._database.write() as connection:
            number = await commit(connection, change, found.entries, documents, limits, now)
        if change.outcome is Outcome.UNCHANGED:
            self._libraries.note(library, held, found.entries)
        else:
            await self._libraries.show(library, number, found.entries, found.articles)
        return replace(change, after=number)

    def _deed(
        self, action: Action, actor: int, detail: str, before: int | None, after: int | None
    ) -> Deed:
        return Deed(self._database.now(), actor, action.value, detail, before, after)


def _check_edit(edit: SourceEdit | None) -> None:
    """Refuse a file that is no article before anything is stored."""
    if edit and edit.data is not None:
        if len(edit.name) > LONGEST_NAME:
            raise RefusedError(NAME_TOO_LONG.format(limit=LONGEST_NAME))
        read_article(edit.data, edit.name)


def _check_source(found: Sources, held: Held, edit: SourceEdit | None) -> None:
    """Refuse to remove what is not there, and to store more than there is room for."""
    if edit is None:
        return
    names = found.uploads.keys() | held.known.keys()
    if edit.removed and edit.name not in names:
        raise RefusedError(NO_SUCH_SOURCE.format(name=edit.name))
    is_new = edit.data is not None and edit.name not in found.uploads
    if is_new and len(found.uploads) >= MOST_UPLOADS:
        raise RefusedError(TOO_MANY_SOURCES.format(limit=MOST_UPLOADS))


def _check_emptied(wish: Wish, held: Held, found: Gathered) -> None:
    """Refuse to leave nothing, unless a guild takes its last source out."""
    if found.faults:
        raise RefusedError(ALL_FAILED.format(fault=found.faults[0]))
    if held.number is None:
        raise RefusedError(NOTHING_TO_READ)
    if wish.library == SHARED:
        is_last = wish.action is Action.REMOVE
        raise RefusedError(LAST_ARTICLE if is_last else WOULD_BE_EMPTY.format(number=held.number))
