"""What was asked, in the store: gaps, votes, and counts by the day. No row says who asked."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import and_, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.store import journal
from knowledge.store.schema import cited, gaps, tallies, votes

WORDINGS = 5  # kept of a gap


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that found no answer, or whose answer did not help, in all its wordings."""

    number: int
    wordings: tuple[str, ...]
    unanswered: int  # times
    unhelpful: int  # 👎 given
    asked_at: int  # the last time, in seconds since 1970
    link: str | None = None  # to where it was asked last in public
    dismissed: bool = False

    @property
    def question(self) -> str:
        """As it was asked first."""
        return self.wordings[0]

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
    return [_gap(row._mapping) for row in rows]  # noqa: SLF001  # its public name


def _gap(row: object) -> Gap:
    found = dict(row)  # type: ignore[call-overload]
    return Gap(
        number=found["id"],
        wordings=tuple(json.loads(found["wordings"])),
        unanswered=found["unanswered"],
        unhelpful=found["unhelpful"],
        asked_at=found["asked_at"],
        link=found["link"],
        dismissed=found["dismissed"],
    )


async def put(connection: AsyncConnection, library: int, gap: Gap) -> None:
    """Add a gap, or replace the one of its number; a new one has the number 0."""
    values = {
        "wordings": json.dumps(gap.wordings[:WORDINGS], ensure_ascii=False),
        "unanswered": gap.unanswered,
        "unhelpful": gap.unhelpful,
        "asked_at": gap.asked_at,
        "link": gap.link,
        "dismissed": gap.dismissed,
    }
    if gap.number:
        await connection.execute(update(gaps).where(gaps.c.id == gap.number).values(**values))
    else:
        await journal.know(connection, library)
        await connection.execute(insert(gaps).values(library=library, **values))


async def drop(connection: AsyncConnection, library: int, number: int) -> None:
    """Delete a gap."""
    await connection.execute(delete(gaps).where(gaps.c.library == library, gaps.c.id == number))


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
) -> bool | None:
    """Give a vote, change it, or take the same one back; return the one that was there before."""
    mine = (votes.c.answer == answer) & (votes.c.voter == voter)
    before: bool | None = await connection.scalar(select(votes.c.is_up).where(mine))
    await connection.execute(delete(votes).where(mine))
    if before is not is_up:
        await journal.know(connection, library)
        values = {"library": library, "answer": answer, "voter": voter, "is_up": is_up, "at": at}
        await connection.execute(insert(votes).values(**values))
    return before


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
    """Delete gaps that were asked last before a time, and votes and counts before another."""
    await connection.execute(delete(gaps).where(gaps.c.asked_at < questions))
    await connection.execute(delete(votes).where(votes.c.at < counts))
    for table in (tallies, cited):
        await connection.execute(delete(table).where(table.c.day < counts // 86_400))
