"""The cards that show a library to its moderators: status, sources, history."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from bot import curation_replies as says
from bot import replies
from bot.card import BREAK, Card, Line, Span, Tone, notice
from bot.gap_cards import by_verdict
from bot.replies import counted
from knowledge.feedback import WEEK, Activity
from knowledge.model import Verdict
from knowledge.records import Due, SourceLine
from knowledge.store.journal import Deed
from knowledge.store.schedules import EVERY
from knowledge.store.sources import Source
from knowledge.store.versions import DAY, Version

SOURCES_SHOWN = 20
VERSIONS_SHOWN = 12
DEEDS_SHOWN = 8
NAME_SHOWN = 60
FRESHNESS_SHOWN = 3  # sources
TITLE_SHOWN = 30  # characters of an article's title beside its section
BAR = 12  # squares of the busiest day
FAULTS_SHOWN = 4
DETAIL_SHOWN = 80  # characters of a line that was kept or dropped


def status_card(
    version: Version,
    due: Due,
    sources: Sequence[SourceLine],
    activity: Activity,
    *,
    is_shared: bool,
    waits: bool,
) -> Card:
    """Return what answers here and how fresh it is, what a refresh would find, what was asked."""
    made = replies.STATUS_VERSION.format(number=version.number, size=_size(version))
    body: list[Line] = [
        (Span(replies.STATUS_TITLE, bold=True),),
        (Span(replies.STATUS_SHARED if is_shared else replies.STATUS_OWN),),
        (Span(made), *_when(version.made_at), *_by(version.actor)),
        (Span(replies.STATUS_SOURCES.format(count=counted(len(sources), "source"))),),
        *_freshness(sources),
    ]
    if waits:
        body.append((Span(replies.STATUS_WAITS),))
    if due.articles:
        body.append((Span(replies.STATUS_DUE.format(count=counted(due.articles, "article"))),))
    body += [BREAK, *activity_lines(activity)]
    small = [
        (Span(replies.FAULTY_SOURCE.format(fault=fault)),) for fault in due.faults[:FAULTS_SHOWN]
    ]
    return Card(Tone.NOTICE, tuple(body), tuple(small))


def _freshness(sources: Sequence[SourceLine]) -> Iterator[Line]:
    """Yield which sources were read longest ago, and which are read next by themselves."""
    rows = [line.row for line in sources if line.row]
    read = sorted((row.checked_at or row.changed_at, row.name) for row in rows if row.is_stored)
    due = sorted((row.due_at, row.name) for row in rows if row.every and row.due_at)
    for what, found in ((says.STATUS_OLDEST, read), (says.STATUS_NEXT, due)):
        if found:
            yield (Span(what), *_dated(found[:FRESHNESS_SHOWN]))


def _dated(found: Sequence[tuple[int, str]]) -> Iterator[Span]:
    for place, (at, name) in enumerate(found):
        yield Span(("; " if place else "") + f"{name[:NAME_SHOWN]}, ")
        yield from _when(at)


def activity_lines(activity: Activity) -> Iterator[Line]:
    """Yield the questions of each day as bars, their verdicts, and the sections cited most."""
    days = range(activity.today - WEEK + 1, activity.today + 1)
    counts = [sum(activity.days.get(day, {}).values()) for day in days]
    yield (Span(says.STATUS_WEEK, bold=True),)
    if not any(counts):
        yield (Span(says.DIGEST_NOBODY),)
        return
    for day, count in zip(days, counts, strict=True):
        bar = _bar(activity.days.get(day, {}), max(counts))
        date = datetime.fromtimestamp(day * DAY, UTC)
        yield (Span(says.STATUS_DAY.format(day=f"{date:%a %d %b}", bar=bar, count=count)),)
    found, (up, down) = by_verdict(activity), activity.votes
    yield (
        Span(
            says.STATUS_VERDICTS.format(
                answered=found[Verdict.ANSWERED],
                related=found[Verdict.RELATED],
                none=found[Verdict.NOT_FOUND],
                up=up,
                down=down,
            )
        ),
    )
    if activity.cited:
        places = "; ".join(f"{_place(place)} ({count})" for place, count in activity.cited)
        yield (Span(says.STATUS_CITED + places),)


def _bar(day: Mapping[str, int], most: int) -> str:
    """Draw the questions of a day, each verdict with its own sign; a few are still seen."""
    return "".join(
        sign * math.ceil(BAR * day.get(verdict, 0) / most)
        for verdict, sign in says.STATUS_SIGNS.items()
    )


def _place(place: str) -> str:
    """Cut the title of the article, rather than the section that tells sections apart."""
    title, where, section = place.partition(replies.WHERE)
    shown = title if len(title) <= TITLE_SHOWN else title[:TITLE_SHOWN] + "…"
    return shown + where + section[:NAME_SHOWN]


def sources_card(lines: Sequence[SourceLine], *, follows: bool) -> Card:
    """Return where the articles come from."""
    if not lines:
        return notice(replies.STATUS_FOLLOWS if follows else replies.STATUS_EMPTY)
    body: list[Line] = [(Span(replies.SOURCES_TITLE, bold=True),)]
    body += [_source(line) for line in lines[:SOURCES_SHOWN]]
    if rest := len(lines) - min(SOURCES_SHOWN, len(lines)):
        body.append((Span(replies.MORE_SOURCES.format(count=rest)),))
    return Card(Tone.NOTICE, tuple(body), ((Span(replies.SOURCES_HOW),),))


def history_card(versions: Sequence[Version], current: int | None, deeds: Sequence[Deed]) -> Card:
    """Return the newest versions, and what was done, newest first."""
    if not versions and not deeds:
        return notice(replies.HISTORY_NONE)
    body: list[Line] = [(Span(replies.HISTORY_TITLE, bold=True),)]
    body += [_version(one, is_current=one.number == current) for one in versions[:VERSIONS_SHOWN]]
    body += [BREAK, (Span(replies.DEEDS_TITLE, bold=True),)]
    body += [_deed(deed) for deed in deeds[:DEEDS_SHOWN]]
    return Card(Tone.NOTICE, tuple(body), ((Span(replies.HISTORY_HOW),),))


def version_label(version: Version, *, is_current: bool) -> str:
    """Return a version in one line of plain text, for autocomplete."""
    made = datetime.fromtimestamp(version.made_at, UTC)
    name = replies.VERSION.format(number=version.number)
    return f"{name} – {made:%d %b %Y, %H:%M} – {_size(version)}{_marks(version, is_current)}"


def _version(version: Version, *, is_current: bool) -> Line:
    return (
        Span(replies.VERSION.format(number=version.number), bold=True),
        Span(f": {_size(version)}, "),
        *_when(version.made_at),
        *_by(version.actor),
        Span(_marks(version, is_current)),
    )


def _marks(version: Version, is_current: bool) -> str:
    current = replies.IS_CURRENT if is_current else ""
    return current + (replies.IS_KEPT if version.kept else "")


def _size(version: Version) -> str:
    return f"{counted(version.articles, 'article')}, {counted(version.passages, 'passage')}"


def _source(line: SourceLine) -> Line:
    kind = replies.SOURCE_KINDS[line.kind]
    name = Span(line.name if len(line.name) <= NAME_SHOWN else line.name[:NAME_SHOWN] + "…", True)
    state: list[Span] = []
    if line.removed:
        state = [Span(replies.SOURCE_REMOVED)]
    elif line.article:
        size = counted(len(line.article.paragraphs), "paragraph")
        state = [Span(f", “{line.article.title[:NAME_SHOWN]}”, {size}")]
    else:
        state = [Span(replies.SOURCE_NOT_READ)]
    return (name, Span(f": {kind}"), *state, *(_history(line.row) if line.row else ()))


def _history(row: Source) -> Iterator[Span]:
    """Yield who changed a source and when; of a page, when it was read and will be."""
    if row.changed_at:
        yield Span(", ")
        yield from (*_when(row.changed_at), *_by(row.actor))
    if row.checked_at:
        yield Span(replies.SOURCE_CHECKED)
        yield from _when(row.checked_at)
    every = next((name for name, seconds in EVERY.items() if seconds == row.every), None)
    if every and row.due_at:
        yield Span(replies.SOURCE_EVERY.format(every=every))
        yield from _when(row.due_at)
    if row.fault:
        times = counted(row.failures, "time")
        yield Span(replies.SOURCE_FAILING.format(times=times, reason=row.fault))


def _deed(deed: Deed) -> Line:
    key = "by schedule" if deed.action == "scheduled" and not deed.actor else deed.action
    detail = deed.detail if len(deed.detail) <= DETAIL_SHOWN else deed.detail[:DETAIL_SHOWN] + "…"
    what = replies.DEEDS.get(key, deed.action).format(detail=detail)
    if key == "by schedule":
        return (*_when(deed.at), Span(f" {what}{_step(deed)}"))
    return (*_when(deed.at), Span(" "), *_who(deed.actor), Span(f" {what}{_step(deed)}"))


def _step(deed: Deed) -> str:
    """Say from which version to which a deed led, if it did."""
    step = ""
    if deed.before != deed.after:
        step = replies.FIRST_STEP if deed.before is None else replies.STEP
        step = step.format(before=deed.before, after=deed.after or replies.NONE)
    return step


def _when(seconds: int) -> Iterator[Span]:
    when = datetime.fromtimestamp(seconds, UTC)
    yield Span(f"{when:%d %b %Y, %H:%M} UTC", when=when)


def _by(actor: int) -> Iterator[Span]:
    if actor:
        yield Span(replies.BY)
        yield from _who(actor)


def _who(actor: int) -> Iterator[Span]:
    yield Span(str(actor), user=actor) if actor else Span(replies.ITSELF)
