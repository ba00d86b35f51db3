"""The cards of what was asked in vain: a list in pages, one gap, the week."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from bot import curation_replies as says
from bot.card import BREAK, Card, Line, Menu, Option, Press, Span, Tone, notice
from knowledge.feedback import Activity
from knowledge.model import Verdict
from knowledge.store.gaps import Gap

CHANNEL = re.compile(r"/channels/\d+/(\d+)/")  # in a link to a message
GAPS_KIND, GAP_KIND, GAP_MENU = "gaps", "gap", "gapmenu"
GAPS_ON_PAGE = 8
DIGEST_GAPS = 5
SHOWN = 100  # characters of a question
WORDINGS_SHOWN = 3


def gaps_card(gaps: Sequence[Gap], page: int, days: int) -> Card:
    """Return a page of what was asked in vain, counted from 0."""
    if not gaps:
        return notice(says.GAPS_NONE if days else says.GAPS_OFF)
    pages = (len(gaps) - 1) // GAPS_ON_PAGE + 1
    page = min(page, pages - 1)
    shown = gaps[page * GAPS_ON_PAGE :][:GAPS_ON_PAGE]
    body: list[Line] = [(Span(says.GAPS_TITLE, bold=True),), *map(_line, shown)]
    small: list[Line] = [(Span(says.GAPS_HOW.format(days=days)),)]
    if pages > 1:
        small.insert(0, (Span(says.PAGE_OF.format(page=page + 1, pages=pages)),))
    options = [
        Option(gap.question, str(gap.number), says.GAP_ABOUT.format(count=gap.count))
        for gap in shown
    ]
    return Card(
        tone=Tone.NOTICE,
        body=tuple(body),
        small=tuple(small),
        presses=_turns(page, pages),
        menus=(Menu(GAP_MENU, says.GAP_CHOOSE, tuple(options)),),
    )


def gap_card(gap: Gap) -> Card:
    """Return one gap, with what a moderator can do about it."""
    told = says.GAP_UNANSWERED.format(count=gap.unanswered) if gap.unanswered else ""
    told += says.GAP_UNHELPFUL.format(count=gap.unhelpful) if gap.unhelpful else ""
    last: Line = (Span(told + says.GAP_LAST_ASKED), *_last(gap))
    body: list[Line] = [(Span(f"“{gap.question}”", bold=True),), last]
    if others := gap.wordings[1:][:WORDINGS_SHOWN]:
        wordings = " / ".join(_cut(one) for one in others)
        body.append((Span(says.GAP_ALSO.format(wordings=wordings)),))
    return Card(
        tone=Tone.NOTICE,
        body=tuple(body),
        small=((Span(says.GAP_HOW),),),
        presses=(
            Press(says.GAP_PIN, f"{GAP_KIND}:pin:{gap.number}", is_main=True),
            Press(says.GAP_NAMES, f"{GAP_KIND}:names:{gap.number}"),
            Press(says.GAP_SAVE, f"{GAP_KIND}:save:{gap.number}"),
            Press(says.GAP_DISMISS, f"{GAP_KIND}:dismiss:{gap.number}"),
            Press(says.GAP_BACK, f"{GAPS_KIND}:0"),
        ),
    )


def digest_card(activity: Activity, gaps: Sequence[Gap]) -> Card:
    """Return what happened in a week, for the moderators' channel."""
    body: list[Line] = [(Span(says.DIGEST_TITLE, bold=True),), (Span(_counts(activity)),)]
    if gaps:
        body += [BREAK, (Span(says.DIGEST_GAPS),), *map(_line, gaps[:DIGEST_GAPS])]
    return Card(Tone.NOTICE, tuple(body), ((Span(says.DIGEST_HOW),),))


def by_verdict(activity: Activity) -> dict[Verdict, int]:
    """Return how many questions there were of each verdict."""
    days = activity.days.values()
    return {one: sum(day.get(one.value, 0) for day in days) for one in Verdict}


def _counts(activity: Activity) -> str:
    found = by_verdict(activity)
    if not sum(found.values()):
        return says.DIGEST_NOBODY
    up, down = activity.votes
    counts = says.DIGEST_COUNTS.format(
        count=sum(found.values()),
        answered=found[Verdict.ANSWERED],
        related=found[Verdict.RELATED],
        none=found[Verdict.NOT_FOUND],
    )
    return counts + (" " + says.DIGEST_VOTES.format(up=up, down=down) if up or down else "")


def _turns(page: int, pages: int) -> tuple[Press, ...]:
    earlier = (Press(says.EARLIER, f"{GAPS_KIND}:{page - 1}"),) if page else ()
    later = (Press(says.LATER, f"{GAPS_KIND}:{page + 1}"),) if page < pages - 1 else ()
    return earlier + later


def _line(gap: Gap) -> Line:
    times = Span(says.GAP_TIMES.format(count=gap.count), bold=True)
    return (times, Span(f"“{_cut(gap.question)}”"), Span(says.GAP_LAST), *_last(gap))


def _last(gap: Gap) -> tuple[Span, ...]:
    when = datetime.fromtimestamp(gap.asked_at, UTC)
    at = Span(f"{when:%d %b %Y, %H:%M} UTC", when=when)
    return (at, Span(says.GAP_AT), Span(says.GAP_THERE, url=gap.link)) if gap.link else (at,)


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 2] + " …"
