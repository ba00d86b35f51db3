"""What moderators do to a library: refresh, add, remove, restore, roll back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from knowledge.changes import Action, Change, Outcome, Wish
from knowledge.committing import commit, encoded
from knowledge.difference import compare
from knowledge.edits import SourceEdit
from knowledge.errors import CHANGED_MEANWHILE, IS_CURRENT, RefusedError
from knowledge.gathering import Gathered, Progress, gather
from knowledge.libraries import Held, Libraries
from knowledge.pages import Look, look, new_page
from knowledge.refusals import check_edit, check_left, check_read, is_too_much
from knowledge.store import journal, proposals, schedules, sources, versions
from knowledge.store.journal import Deed
from knowledge.store.proposals import Proposal
from knowledge.store.turns import alone
from knowledge.weighing import with_impact


def _unseen(_done: int, _all: int) -> None:
    """Progress that nobody looks at."""


class Moderation:
    """Changes libraries; what it returns is committed, and answers already."""

    def __init__(self, libraries: Libraries) -> None:
        self._libraries = libraries
        self._database = libraries.database

    async def refresh(self, wish: Wish, progress: Progress = _unseen) -> Change:
        """Read the sources again, with an edit to them if the wish has one, and make a version.

        Pages are fetched again unless there is an edit. What has to wait for a word is kept for
        `agree` or `discard`, for a day.

        Raises:
            BusyError: another refresh of the library runs.
            RefusedError: nothing would be left, or the library has changed meanwhile.
            ReadError: the folder cannot be listed, or the new file is no article.
            StoreError: the store cannot be read or written.
        """
        return await self._refresh(wish, None, progress)

    async def add_page(
        self, library: int, actor: int, address: str, progress: Progress = _unseen
    ) -> Change:
        """Fetch a page, and store it as a source.

        Raises:
            ReadError: it is not to be had; and everything that `refresh` raises.
        """
        edit = await new_page(self._libraries.fetcher, address)
        return await self.refresh(Wish(library, actor, Action.ADD, edit), progress)

    async def _refresh(
        self, wish: Wish, pages: tuple[SourceEdit, ...] | None, progress: Progress
    ) -> Change:
        """Refresh with pages that were fetched before, if there are any."""
        with alone(self._database, wish.library, wish.actor):
            await self._libraries.catch_up(wish.library)
            held = (await self._libraries.shelf(wish.library)).held
            before = await self._libraries.sources(wish.library)
            check_edit(before, held, wish.edit)
            looks = await self._looks(wish, progress) if pages is None else []
            pages = pages or tuple(one.edit for one in looks if one.edit)
            after = before.edited([wish.edit, *pages] if wish.edit else pages)
            found = await self._libraries.read(gather, after, held.known, progress, wish.only)
            check_read(wish.edit, found)
            found = found.missing(one.fault for one in looks if one.fault)
            if not wish.dry_run:
                await self._note(wish, looks, found)
            unread = {fault.source for fault in found.faults}
            pages = tuple(page for page in pages if page.name not in unread)
            change = await self._proposed(wish, held, found, pages)
            if change.waits:
                await self._stage(change)
            else:
                change = await self._do(change, held, found)
        return await with_impact(self._libraries, change, held)

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
        if proposal is None:
            return await self.refresh(wish, progress)
        only = None if proposal.only is None else frozenset(proposal.only)
        wish = replace(wish, action=Action(proposal.action), only=only)
        if wish.fetches:
            pages = tuple(edit for edit in proposal.edits if isinstance(edit, SourceEdit))
            return await self._refresh(wish, pages, progress)
        return await self._refresh(replace(wish, edit=proposal.edits[0]), (), progress)

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
            edit = await sources.removed(connection, library, name)
        return await self.refresh(Wish(library, actor, Action.RESTORE, edit), progress)

    async def rollback(self, library: int, actor: int, number: int, before: int | None) -> Change:
        """Let an older version answer; no source changes.

        Raises:
            RefusedError: there is no such version, it is the current one, or `before` is not.
        """
        change = await self.look_back(library, actor, number, before)
        async with self._database.write() as connection:
            await versions.point(connection, library, number, before)
            await schedules.pause(connection, library)  # they would read what was left behind
            deed = Deed(self._database.now(), actor, Action.ROLLBACK.value, "", before, number)
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
        change = Change(
            wish=Wish(library, actor, Action.ROLLBACK),
            outcome=Outcome.PROPOSED,
            before=before,
            after=number,
            digest=digest,
            difference=await asyncio.to_thread(compare, old.articles, articles),
            articles=articles,
        )
        return await with_impact(self._libraries, change, old)

    # Steps of a refresh

    async def _looks(self, wish: Wish, progress: Progress) -> list[Look]:
        """Fetch the pages again, if that is wished."""
        if not wish.fetches:
            return []
        async with self._database.read() as connection:
            pages = await sources.pages(connection, wish.library)
        if wish.only is not None:
            pages = {name: known for name, known in pages.items() if name in wish.only}
        return await look(self._libraries.fetcher, pages, progress) if pages else []

    async def _note(self, wish: Wish, looks: Sequence[Look], found: Gathered) -> None:
        """Note which pages, and which sources that were due, were read; and why others were not."""
        pauses = {one.name: one.retry_after for one in looks}
        names = sorted(pauses.keys() | (wish.only or ()))
        faults = {fault.source: fault.reason for fault in found.faults}
        now = self._database.now()
        if not names:
            return
        async with self._database.write() as connection:
            for name in names:
                fault, pause = faults.get(name), pauses.get(name)
                await schedules.note(connection, wish.library, name, now, fault, pause)

    async def _proposed(
        self, wish: Wish, held: Held, found: Gathered, pages: tuple[SourceEdit, ...]
    ) -> Change:
        """Return what the wish would do, and whether it may be done at once."""
        check_left(wish, held, found)
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
            pages=pages,
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
        is_much = is_too_much(change, self._libraries.limits.largest_loss)
        return Outcome.TOO_MUCH if is_much and not wish.agreed else Outcome.DONE

    async def _stage(self, change: Change) -> None:
        wish = change.wish
        only = None if wish.only is None else tuple(sorted(wish.only))
        proposal = Proposal(wish.action.value, change.edits, only)
        async with self._database.write() as connection:
            if wish.action is Action.SCHEDULED:  # one waits, the last
                await proposals.drop_all(connection, wish.library, wish.action.value)
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
