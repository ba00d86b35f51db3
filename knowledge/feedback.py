"""Learn from what is asked: questions in vain, votes, counts. Nothing tells who asked."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knowledge.changes import Action
from knowledge.errors import GAP_GONE, RefusedError, StoreError
from knowledge.joining import Asked, join, nearest
from knowledge.libraries import Libraries
from knowledge.model import Answer, Verdict
from knowledge.store import gaps, journal, settings
from knowledge.store.gaps import Gap, Vote
from knowledge.store.settings import DIGEST_DUE
from knowledge.store.versions import DAY
from knowledge.synonyms import Synonyms

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

MOST_GAPS = 500  # of a library; the rarest and oldest go first
MOST_WAITING = 5000  # questions that are not yet written; more are not counted
MOST_AT_ONCE = 100  # of these, in one transaction
COUNT_DAYS = 365  # that votes and counts are kept
WEEK = 7  # days
CITED_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Activity:
    """What was asked in some days."""

    days: dict[int, dict[str, int]]  # questions, by day since 1970 and verdict
    cited: list[tuple[str, int]]  # the places cited first most often
    votes: tuple[int, int]  # 👍 and 👎
    today: int


class Feedback:
    """Collects what is asked and writes it soon; all else is committed when it returns."""

    def __init__(self, libraries: Libraries) -> None:
        self._libraries = libraries
        self._database = libraries.database
        self._waiting: list[Asked] = []
        self._joining = asyncio.Lock()  # gaps are read, compared and written back

    @property
    def keeps_questions(self) -> bool:
        """Whether the operator lets questions be kept."""
        return self._libraries.limits.question_days > 0

    def asked(
        self,
        library: int,
        answer: Answer,
        words: str = "",
        *,
        is_public: bool,
        link: str | None = None,
    ) -> None:
        """Count a question; one without an answer is a gap if everybody could read it.

        `words` are the question with what it leans on, if it leans on anything.
        """
        if answer.note or len(self._waiting) >= MOST_WAITING:
            return
        is_gap = is_public and answer.verdict is Verdict.NOT_FOUND
        self._waiting.append(
            Asked(
                library=library,
                day=self._database.now() // DAY,
                verdict=answer.verdict,
                place=_place(answer),
                words=(words or answer.question) if is_gap else "",
                link=link if is_gap else None,
            )
        )

    async def flush(self) -> None:
        """Write what was asked since the last time.

        Raises:
            StoreError: the store cannot be written; what was asked waits for the next time.
        """
        async with self._joining:
            while waiting := self._waiting[:MOST_AT_ONCE]:
                await self._write(waiting)
                del self._waiting[: len(waiting)]

    async def _write(self, waiting: list[Asked]) -> None:
        gaps_by_library = await self._joined(one for one in waiting if one.words)
        async with self._database.write() as connection:
            for one in waiting:
                verdict = one.verdict.value
                await gaps.count(connection, one.library, one.day, verdict, one.place)
            for library, found in gaps_by_library.items():
                await _put(connection, library, found)

    async def gaps(self, library: int) -> list[Gap]:
        """Return the questions in vain, most often asked first."""
        with contextlib.suppress(StoreError):  # what cannot be written now can still be read
            await self.flush()
        return await self._listed(library)

    async def gap(self, library: int, number: int) -> Gap:
        """Return one of them.

        Raises:
            RefusedError: it is not there any more.
        """
        found = {one.number: one for one in await self._listed(library)}
        if number not in found:
            raise RefusedError(GAP_GONE)
        return found[number]

    async def dismiss(self, library: int, actor: int, number: int) -> None:
        """Show a gap no more, even if it is asked again.

        Raises:
            RefusedError: it is not there any more.
        """
        await self.gap(library, number)
        now = self._database.now()
        async with self._database.write() as connection:
            await gaps.dismiss(connection, library, number)
            # The question itself is not kept longer than gaps are.
            await journal.note(connection, library, now, actor, Action.DISMISS_GAP.value, "")

    async def settle(self, library: int, number: int) -> None:
        """Forget a gap that a moderator has filled; asked in vain again, it is a new one."""
        async with self._database.write() as connection:
            await gaps.drop(connection, library, number)

    async def vote(
        self, library: int, answer: int, voter: str, *, is_up: bool
    ) -> tuple[Vote | None, bool | None]:
        """Give a vote on an answer, change it, or take it back by giving the same again.

        `voter` is a keyed hash of the user. Returns the vote before, and what it is now.
        """
        now = self._database.now()
        async with self._database.write() as connection:
            before = await gaps.vote(connection, library, answer, voter, is_up, now)
        return before, (None if before and before.is_up is is_up else is_up)

    async def tell(self, answer: int, voter: str) -> bool:
        """Note that moderators may read what was voted down; False: that was noted already."""
        async with self._database.write() as connection:
            return await gaps.tell(connection, answer, voter)

    async def unhelpful(self, library: int, question: str, link: str | None) -> bool:
        """Count a 👎 to a question; return whether moderators see it."""
        if not self.keeps_questions:
            return False
        asked = Asked(library, 0, Verdict.NOT_FOUND, None, question, link, is_unhelpful=True)
        async with self._joining:
            found = (await self._joined([asked]))[library]
            async with self._database.write() as connection:
                await _put(connection, library, found)
        return not any(gap.dismissed for gap in found)

    async def helpful_after_all(self, library: int, question: str) -> None:
        """Take a 👎 back."""
        async with self._joining:
            known = await self._listed(library, dismissed=True)
            gap = await asyncio.to_thread(nearest, question, known, await self._synonyms(library))
            if gap is None or not gap.unhelpful:
                return
            left = replace(gap, unhelpful=gap.unhelpful - 1)
            async with self._database.write() as connection:
                if left.count:
                    await gaps.put(connection, library, left)
                else:
                    await gaps.drop(connection, library, gap.number)

    async def activity(self, library: int, days: int = WEEK) -> Activity:
        """Return what was asked lately."""
        await self.flush()
        today = self._database.now() // DAY
        since = today - days + 1
        async with self._database.read() as connection:
            return Activity(
                days=await gaps.tallied(connection, library, since),
                cited=await gaps.most_cited(connection, library, since, CITED_SHOWN),
                votes=await gaps.voted(connection, library, since * DAY),
                today=today,
            )

    async def digests(self) -> list[int]:
        """Return the libraries whose moderators are due to be told what was asked in vain."""
        now = self._database.now()
        async with self._database.read() as connection:
            due = await settings.everywhere(connection, DIGEST_DUE)
        return [library for library, at in due.items() if int(at) <= now]

    async def told(self, library: int) -> None:
        """Note that they were told; the next time is in a week."""
        async with self._database.write() as connection:
            due = self._database.now() + WEEK * DAY
            await settings.put(connection, library, DIGEST_DUE, str(due))

    async def prune(self) -> None:
        """Delete what is too old."""
        async with self._joining, self._database.write() as connection:
            counts = self._database.now() - COUNT_DAYS * DAY
            await gaps.prune(connection, questions=self._oldest(), counts=counts)

    def _oldest(self) -> int:
        """Return since when questions are kept; with 0 days, none are."""
        days = self._libraries.limits.question_days
        return self._database.now() - days * DAY if days else self._database.now() + 1

    async def _listed(self, library: int, *, dismissed: bool = False) -> list[Gap]:
        async with self._database.read() as connection:
            return await gaps.listed(connection, library, self._oldest(), dismissed=dismissed)

    async def _synonyms(self, library: int) -> Synonyms:
        return (await self._libraries.get(library)).curation.synonyms

    async def _joined(self, asked: Iterable[Asked]) -> dict[int, list[Gap]]:
        """Return, by library, the gaps that some questions begin, or join, as they are then.

        They are compared before the store is locked, which takes milliseconds a question.
        """
        by_library: dict[int, list[Asked]] = {}
        for one in asked:
            by_library.setdefault(one.library, []).append(one)
        now = self._database.now()
        return {
            library: await asyncio.to_thread(
                join,
                await self._listed(library, dismissed=True),
                found,
                await self._synonyms(library),
                now,
            )
            for library, found in by_library.items()
            if self.keeps_questions
        }


async def _put(connection: AsyncConnection, library: int, found: list[Gap]) -> None:
    for gap in found:
        await gaps.put(connection, library, gap)
    await gaps.shorten(connection, library, MOST_GAPS)


def _place(answer: Answer) -> str | None:
    if not answer.citations:
        return None
    best = answer.citations[0]
    section = best.passage.paragraph.section
    return f"{best.article.title} › {section}" if section else best.article.title
