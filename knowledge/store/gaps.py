"""What was asked, in the store: gaps, votes, and counts by the day. No row says who asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import and_, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.store import journal
from knowledge.store.schema import cited, gaps, tallies, votes

WORDINGS = 5  # kept of a gap, those that were asked last


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote on an answer; `told`: moderators may read the question though it was private."""

    is_up: bool
    told: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that found no answer, or whose answer did not help, in all its wordings."""

    number: int
    asked: Mapping[str, int]  # each wording, and when it was asked last
    unanswered: int  # times
    unhelpful: int  # 👎 given
    asked_at: int  # the last time, in seconds since 1970
    link: str | None = None  # to where it was asked last in public
    dismissed: bool = False

    @property
    def wordings(self) -> tuple[str, ...]:
        """In all words, the first ones first."""
        return tuple(self.asked)

    @property
    def question(self) -> str:
        """As it was asked first."""
        return self.wordings[0]

    def since(self, at: int) -> Gap:
        """Return the same without wordings that were not used since a time."""
        return replace(self, asked={one: when for one, when in self.asked.items() if when >= at})

    @property
    def count(self) -> int:
        """How often it was asked in vain."""
        return self.unanswered + self.unhelpful


async def listed(
    connection: AsyncConnection, library: int, since: int, *, dismissed: bool = False
) -> list[Gap]:
    """Return the gaps that were asked since a time, most often asked first, then newest first."""
    query = select(gaps).where(gaps.c.library == library, gaps.c.asked_at >= since)
    if not dismissed:
        query = query.where(gaps.c.dismissed.is_(False))
    often = gaps.c.unanswered + gaps.c.unhelpful
    rows = await connection.execute(query.order_by(often.desc(), gaps.c.asked_at.desc()))
    found = [_gap(row._mapping).since(since) for row in rows]  # noqa: SLF001  # its public name
    return [gap for gap in found if gap.asked]


def _gap(row: object) -> Gap:
    found = dict(row)  # type: ignore[call-overload]
    return Gap(
        number=found["id"],
        asked=json.loads(found["wordings"]),
        unanswered=found["unanswered"],
        unhelpful=found["unhelpful"],
        asked_at=found["asked_at"],
        link=found["link"],
        dismissed=found["dismissed"],
    )


async def put(connection: AsyncConnection, library: int, gap: Gap) -> None:
    """Add a gap, or replace the one of its number; a new one has the number 0.

    One that was dismissed meanwhile stays so.
    """
    last = sorted(gap.asked, key=lambda wording: gap.asked[wording])[-WORDINGS:]
    kept = {wording: at for wording, at in gap.asked.items() if wording in last}
    values = {
        "wordings": json.dumps(kept, ensure_ascii=False),
        "unanswered": gap.unanswered,
        "unhelpful": gap.unhelpful,
        "asked_at": gap.asked_at,
        "link": gap.link,
    }
    if gap.number:
        mine = (gaps.c.library == library) & (gaps.c.id == gap.number)
        await connection.execute(update(gaps).where(mine).values(**values))
    else:
        await journal.know(connection, library)
        await connection.execute(insert(gaps).values(library=library, dismissed=False, **values))


async def dismiss(connection: AsyncConnection, library: int, number: int) -> None:
    """Show a gap no more."""
    mine = (gaps.c.library == library) & (gaps.c.id == number)
    await connection.execute(update(gaps).where(mine).values(dismissed=True))


async def drop(connection: AsyncConnection, library: int, number: int) -> None:
    """Delete a gap."""
    await connection.execute(delete(gaps).where(gaps.c.library == library, gaps.c.id == number))


async def shorten(connection: AsyncConnection, library: int, most: int) -> None:
    """Delete all but the gaps that were asked most often, and of equal ones, last."""
    often = gaps.c.unanswered + gaps.c.unhelpful
    mine = gaps.c.library == library
    kept = select(gaps.c.id).where(mine).order_by(often.desc(), gaps.c.asked_at.desc()).limit(most)
    await connection.execute(delete(gaps).where(mine, gaps.c.id.not_in(kept)))


async def count(
    connection: AsyncConnection, library: int, day: int, verdict: str, place: str | None
) -> None:
    """Count a question, and the place that was cited first."""
    await journal.know(connection, library)
    for table, key in ((tallies, {"verdict": verdict}), (cited, {"place": place})):
        if all(key.values()):
            values = {"library": library, "day": day, **key}
            mine = and_(*(table.c[name] == value for name, value in values.items()))
            more = update(table).where(mine).values(count=table.c.count + 1)
            if not (await connection.execute(more)).rowcount:
                await connection.execute(insert(table).values(count=1, **values))


async def tallied(
    connection: AsyncConnection, library: int, since: int
) -> dict[int, dict[str, int]]:
    """Return how many questions there were, by day and verdict."""
    rows = await connection.execute(
        select(tallies.c.day, tallies.c.verdict, tallies.c.count.label("questions")).where(
            tallies.c.library == library, tallies.c.day >= since
        )
    )
    found: dict[int, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row.day, {})[row.verdict] = row.questions
    return found


async def most_cited(
    connection: AsyncConnection, library: int, since: int, limit: int
) -> list[tuple[str, int]]:
    """Return the places that were cited first most often, with how often."""
    often = func.sum(cited.c.count)
    rows = await connection.execute(
        select(cited.c.place, often)
        .where(cited.c.library == library, cited.c.day >= since)
        .group_by(cited.c.place)
        .order_by(often.desc(), cited.c.place)
        .limit(limit)
    )
    return [(place, int(number)) for place, number in rows]


async def vote(
    connection: AsyncConnection, library: int, answer: int, voter: str, is_up: bool, at: int
) -> Vote | None:
    """Give a vote, change it, or take the same one back; return the one that was there before."""
    mine = (votes.c.answer == answer) & (votes.c.voter == voter)
    row = (await connection.execute(select(votes.c.is_up, votes.c.told).where(mine))).first()
    before = Vote(row.is_up, row.told) if row else None
    await connection.execute(delete(votes).where(mine))
    if before is None or before.is_up is not is_up:
        await journal.know(connection, library)
        values = {"library": library, "answer": answer, "voter": voter, "is_up": is_up, "at": at}
        await connection.execute(insert(votes).values(told=False, **values))
    return before


async def tell(connection: AsyncConnection, answer: int, voter: str) -> bool:
    """Note that moderators may read the question that was voted down; False: they may already."""
    mine = (votes.c.answer == answer) & (votes.c.voter == voter) & votes.c.told.is_(False)
    found = await connection.execute(
        update(votes).where(mine & votes.c.is_up.is_(False)).values(told=True)
    )
    return found.rowcount > 0


async def voted(connection: AsyncConnection, library: int, since: int) -> tuple[int, int]:
    """Return how many 👍 and 👎 were given since a time."""
    rows = await connection.execute(
        select(votes.c.is_up, func.count())
        .where(votes.c.library == library, votes.c.at >= since)
        .group_by(votes.c.is_up)
    )
    found = {bool(is_up): int(number) for is_up, number in rows}
    return found.get(True, 0), found.get(False, 0)


async def prune(connection: AsyncConnection, *, questions: int, counts: int) -> None:
    """Delete wordings that were asked last before a time, and votes and counts before another."""
    for row in (await connection.execute(select(gaps))).all():
        gap = _gap(row._mapping)  # noqa: SLF001  # its public name
        if not (left := gap.since(questions)).asked:
            await drop(connection, row.library, gap.number)
        elif left != gap:
            await put(connection, row.library, left)
    await connection.execute(delete(votes).where(votes.c.at < counts))
    for table in (tallies, cited):
        await connection.execute(delete(table).where(table.c.day < counts // 86_400))
