"""Learn from what is asked: questions in vain, votes, counts. Nothing tells who asked."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knowledge.changes import Action
from knowledge.errors import GAP_GONE, RefusedError
from knowledge.libraries import Libraries
from knowledge.likeness import NEAR, likeness
from knowledge.model import Answer, Verdict
from knowledge.store import gaps, journal, settings
from knowledge.store.gaps import Gap
from knowledge.store.settings import DIGEST_DUE
from knowledge.store.versions import DAY
from knowledge.synonyms import Synonyms

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

MOST_GAPS = 500  # of a library; the rarest and oldest go first
MOST_WAITING = 5000  # questions that are not yet written; more are not counted
COUNT_DAYS = 365  # that votes and counts are kept
WEEK = 7  # days
CITED_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was answered; `words` are empty where they are nobody else's business."""

    library: int
    day: int
    verdict: Verdict
    place: str | None  # that was cited first
    words: str = ""
    link: str | None = None


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

    @property
    def keeps_questions(self) -> bool:
        """Whether the operator lets questions be kept."""
        return self._libraries.limits.question_days > 0

    def asked(
        self, library: int, answer: Answer, *, is_public: bool, link: str | None = None
    ) -> None:
        """Count a question; one without an answer is a gap if everybody could read it."""
        if answer.note or len(self._waiting) >= MOST_WAITING:
            return
        is_gap = is_public and answer.verdict is Verdict.NOT_FOUND
        self._waiting.append(
            Asked(
                library=library,
                day=self._database.now() // DAY,
                verdict=answer.verdict,
                place=_place(answer),
                words=answer.question if is_gap else "",
                link=link if is_gap else None,
            )
        )

    async def flush(self) -> None:
        """Write what was asked since the last time.

        Raises:
            StoreError: the store cannot be written; what was asked waits for the next time.
        """
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        try:
            async with self._database.write() as connection:
                for one in waiting:
                    verdict = one.verdict.value
                    await gaps.count(connection, one.library, one.day, verdict, one.place)
                    if one.words:
                        await self._add(connection, one.library, one.words, one.link, helps=None)
        except BaseException:
            self._waiting = [*waiting, *self._waiting][:MOST_WAITING]
            raise

    async def gaps(self, library: int) -> list[Gap]:
        """Return the questions in vain, most often asked first."""
        await self.flush()
        async with self._database.read() as connection:
            return await gaps.listed(connection, library, self._oldest())

    async def gap(self, library: int, number: int) -> Gap:
        """Return one of them.

        Raises:
            RefusedError: it is not there any more.
        """
        found = {one.number: one for one in await self.gaps(library)}
        if number not in found:
            raise RefusedError(GAP_GONE)
        return found[number]

    async def dismiss(self, library: int, actor: int, number: int) -> None:
        """Show a gap no more, even if it is asked again.

        Raises:
            RefusedError: it is not there any more.
        """
        found = await self.gap(library, number)
        now = self._database.now()
        async with self._database.write() as connection:
            await gaps.put(connection, library, replace(found, dismissed=True))
            # The question itself is not kept longer than gaps are.
            await journal.note(connection, library, now, actor, Action.DISMISS_GAP.value, "")

    async def settle(self, library: int, number: int) -> None:
        """Forget a gap that a moderator has filled; asked in vain again, it is a new one."""
        async with self._database.write() as connection:
            await gaps.drop(connection, library, number)

    async def vote(
        self, library: int, answer: int, voter: str, *, is_up: bool
    ) -> tuple[bool | None, bool | None]:
        """Give a vote on an answer, change it, or take it back by giving the same again.

        `voter` is a keyed hash of the user. Returns the vote before, and now.
        """
        now = self._database.now()
        async with self._database.write() as connection:
            before = await gaps.vote(connection, library, answer, voter, is_up, now)
        return before, (None if before is is_up else is_up)

    async def unhelpful(self, library: int, question: str, link: str | None, *, more: int) -> None:
        """Count a 👎 (`more` is 1) to a question, or take one back (-1)."""
        async with self._database.write() as connection:
            await self._add(connection, library, question, link, helps=-more)

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
        async with self._database.write() as connection:
            counts = self._database.now() - COUNT_DAYS * DAY
            await gaps.prune(connection, questions=self._oldest(), counts=counts)

    def _oldest(self) -> int:
        """Return since when questions are kept; with 0 days, none are."""
        days = self._libraries.limits.question_days
        return self._database.now() - days * DAY if days else self._database.now() + 1

    async def _add(
        self,
        connection: AsyncConnection,
        library: int,
        words: str,
        link: str | None,
        *,
        helps: int | None,
    ) -> None:
        """Join a question to the gap that it is near to, or begin one; `helps` is -1 for a 👎."""
        if not self._libraries.limits.question_days:
            return
        known = await gaps.listed(connection, library, self._oldest(), dismissed=True)
        synonyms = (await self._libraries.get(library)).curation.synonyms
        found = await asyncio.to_thread(_nearest, words, known, synonyms)
        if found is None and (helps or 0) > 0:
            return
        gap = found or Gap(0, (words,), 0, 0, 0)
        joined = replace(
            gap,
            wordings=tuple(dict.fromkeys((*gap.wordings, words))),
            unanswered=gap.unanswered + (helps is None),
            unhelpful=max(0, gap.unhelpful - (helps or 0)),
            asked_at=self._database.now(),
            link=link or gap.link,
        )
        if joined.count:
            await gaps.put(connection, library, joined)
        else:
            await gaps.drop(connection, library, joined.number)
        if found is None and len(known) >= MOST_GAPS:
            await gaps.drop(connection, library, known[-1].number)


def _nearest(words: str, known: list[Gap], synonyms: Synonyms) -> Gap | None:
    scored = [(max(likeness(one, words, synonyms) for one in gap.wordings), gap) for gap in known]
    best = max(scored, key=lambda one: one[0], default=(0.0, None))
    return best[1] if best[0] >= NEAR else None


def _place(answer: Answer) -> str | None:
    if not answer.citations:
        return None
    best = answer.citations[0]
    section = best.passage.paragraph.section
    return f"{best.article.title} › {section}" if section else best.article.title
