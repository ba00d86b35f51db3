"""The cards of a change: what it would do, did, or why it waits for a moderator's word."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from bot import replies
from bot.card import BREAK, Card, Line, Press, Span, Tone
from bot.curation_cards import impact_lines
from bot.replies import counted
from knowledge.changes import Action, Change, Outcome
from knowledge.difference import Changed, Difference, Edit
from knowledge.edits import LineEdit
from knowledge.model import Article

ARTICLES_SHOWN = 8
EDITS_SHOWN = 8
DROPPED_SHOWN = 4
FAULTS_SHOWN = 4
SENTENCE_SHOWN = 220  # characters of a sentence in a difference
NAME_SHOWN = 60

AGREE_KIND = "agree"
DISCARD_KIND = "discard"


def change_card(change: Change) -> Card:
    """Return the card of a refresh, of an addition, of a removal or of what comes back."""
    body: list[Line] = [(Span(_headline(change), bold=True),), *_lead(change)]
    if change.impact:
        body += [BREAK, *impact_lines(change.impact)]
    if change.difference:
        body += [BREAK, *_difference(change.difference)]
    return Card(
        tone=_tone(change),
        body=tuple(body),
        small=(*_dropped(change), *_faults(change)),
        presses=_presses(change) if change.waits else (),
    )


def rollback_card(change: Change) -> Card:
    """Return the card of a rollback, before or after it is agreed to."""
    head = replies.ROLLBACK_ASKS if change.waits else replies.ROLLED_BACK
    body: list[Line] = [(Span(head.format(number=change.after), bold=True),)]
    body += impact_lines(change.impact)
    if change.difference:
        body += [(Span(_counts(change.difference)),), BREAK, *_difference(change.difference)]
    custom_id = f"{AGREE_KIND}:rollback:{change.before or 0}:{change.after}"
    presses = _pair(replies.ROLL_BACK, custom_id, DISCARD_KIND) if change.waits else ()
    return Card(_tone(change), tuple(body), ((Span(replies.ROLLBACK_SOURCES),),), presses)


def difference_card(before: int, after: int, difference: Difference) -> Card:
    """Return what changed from one version to another."""
    head = replies.DIFFERENCE.format(before=before, after=after)
    body: list[Line] = [(Span(head, bold=True),)]
    if difference:
        body += [(Span(_counts(difference)),), BREAK, *_difference(difference)]
    else:
        body.append((Span(replies.NO_DIFFERENCE),))
    return Card(Tone.NOTICE, tuple(body))


def summary(change: Change) -> Iterator[str]:
    """Yield the same as plain lines, for the terminal."""
    yield _headline(change)
    if change.difference:
        yield _counts(change.difference)
        for line in _difference(change.difference, all_of_it=True):
            yield "".join(span.text for span in line)
    for line in impact_lines(change.impact):
        yield "".join(span.text for span in line)
    for fault in change.faults:
        yield replies.FAULTY_SOURCE.format(fault=fault)


def _headline(change: Change) -> str:
    if change.outcome is Outcome.TOO_MUCH:
        return _too_much(change)
    if change.outcome is Outcome.DONE and change.after is None:
        return replies.FOLLOWS_AGAIN
    return replies.OUTCOMES[change.outcome].format(number=change.after)


def _too_much(change: Change) -> str:
    """Say what would go: of the library, or of the page that changes most."""
    fetched = {edit.name for edit in change.pages}
    pages = [one for one in change.difference.changed if one.after.name in fetched]
    most = max(pages, key=lambda one: one.touched, default=None)
    if most and most.touched > change.difference.loss:
        return replies.PAGE_CHANGES.format(name=_cut(most.after.name, NAME_SHOWN))
    lost, passages = change.difference.passages_removed, change.difference.passages_before
    return replies.TOO_MUCH.format(lost=lost, all=passages)


def _lead(change: Change) -> Iterator[Line]:
    wish, name = change.wish, change.wish.edit.name if change.wish.edit else ""
    if change.difference:
        yield (Span(_counts(change.difference)),)
    elif wish.action is Action.REMOVE:
        yield (Span(replies.ONLY_SOURCE.format(name=_cut(name, NAME_SHOWN))),)
    elif wish.action is Action.ADD:
        yield (Span(replies.SAME_CONTENT),)
    elif isinstance(wish.edit, LineEdit):
        yield (Span(replies.LINE_NOWHERE),)
    if change.waits and not change.articles:
        yield (Span(replies.WOULD_FOLLOW),)
    elif change.before is None and change.articles and wish.library:
        yield (Span(replies.OWN_LIBRARY),)


def _counts(difference: Difference) -> str:
    return replies.COUNTS.format(
        articles_added=len(difference.added),
        articles_removed=len(difference.removed),
        articles_changed=len(difference.changed),
        passages_added=difference.passages_added,
        passages_removed=difference.passages_removed,
        passages_changed=difference.passages_changed,
    )


def _difference(difference: Difference, *, all_of_it: bool = False) -> Iterator[Line]:
    """Yield one line for each article, and below a changed one its edits."""
    limit = sys.maxsize if all_of_it else ARTICLES_SHOWN
    room = sys.maxsize if all_of_it else EDITS_SHOWN
    for changed in difference.changed[:limit]:
        yield _article("~", changed.after)
        edits = changed.edits[:room]
        room -= len(edits)
        yield from (line for edit in edits for line in _edit(edit, cut=not all_of_it))
        if rest := len(changed.edits) - len(edits):
            yield (Span(replies.MORE_EDITS.format(count=rest)),)
        elif not changed.edits:
            yield (Span(_described(changed)),)
    others = [
        *(_article("+", article) for article in difference.added),
        *(_article("−", article) for article in difference.removed),
    ]
    left = max(0, limit - len(difference.changed))
    yield from others[:left]
    if rest := len(difference.changed[limit:]) + len(others[left:]):
        yield (Span(replies.MORE_ARTICLES.format(count=counted(rest, "more article"))),)


def _article(mark: str, article: Article) -> Line:
    name = _cut(article.name, NAME_SHOWN)
    size = counted(len(article.paragraphs), "paragraph")
    title = _cut(article.title, NAME_SHOWN)
    return (Span(f"{mark} {name}", bold=True), Span(f" “{title}”, {size}"))


def _edit(edit: Edit, *, cut: bool) -> Iterator[Line]:
    limit = SENTENCE_SHOWN if cut else sys.maxsize
    if edit.before:
        yield (Span(replies.SENTENCE_GONE + _cut(edit.before, limit)),)
    if edit.after:
        yield (Span(replies.SENTENCE_NEW + _cut(edit.after, limit)),)


def _described(changed: Changed) -> str:
    """Say what changed in an article whose sentences are the same."""
    before, after = changed.before, changed.after
    found = [
        name
        for name, is_other in (
            ("link", before.url != after.url),
            ("date", before.date != after.date),
            ("credit", before.credit != after.credit),
        )
        if is_other
    ]
    return replies.DETAILS_CHANGED.format(what=", ".join(found) or "headings")


def _dropped(change: Change) -> Iterator[Line]:
    """Yield what was guessed of articles that are new or changed, and what cleaning left out."""
    new = [*change.difference.added, *(one.after for one in change.difference.changed)]
    for article in new:
        if article.guess:
            name = _cut(article.name, NAME_SHOWN)
            yield (Span(replies.GUESSED.format(name=name, guess=article.guess)),)
    found: dict[tuple[str, str], list[str]] = {}
    for article in new:
        for one in article.dropped:
            found.setdefault((article.name, one.rule), []).append(one.text.replace("\n", " "))
    for (name, rule), texts in [*found.items()][:DROPPED_SHOWN]:
        text = " / ".join(dict.fromkeys(texts))
        line = replies.LEFT_OUT.format(name=_cut(name, NAME_SHOWN), rule=rule, text=text)
        yield (Span(_cut(line, SENTENCE_SHOWN)),)
    if rest := sum(map(len, [*found.values()][DROPPED_SHOWN:])):
        yield (Span(replies.LEFT_OUT_MORE.format(count=counted(rest, "more line"))),)


def _faults(change: Change) -> Iterator[Line]:
    for fault in change.faults[:FAULTS_SHOWN]:
        stays = replies.STOOD_IN if fault.source in change.stood_in else ""
        yield (Span(_cut(replies.FAULTY_SOURCE.format(fault=fault), 300) + stays),)
    if rest := len(change.faults) - min(FAULTS_SHOWN, len(change.faults)):
        yield (Span(replies.FAULTS_MORE.format(count=counted(rest, "more file"))),)


def _tone(change: Change) -> Tone:
    if change.outcome is Outcome.UNCHANGED:
        return Tone.NOTHING
    return Tone.ANSWER if change.outcome is Outcome.DONE else Tone.RELATED


def _presses(change: Change) -> tuple[Press, ...]:
    label = replies.REMOVE if change.wish.action is Action.REMOVE else replies.APPLY
    agree = f"{AGREE_KIND}:{change.before or 0}:{change.digest}"
    return _pair(label, agree, f"{DISCARD_KIND}:{change.digest}")


def _pair(label: str, agree: str, discard: str) -> tuple[Press, ...]:
    return (Press(label, agree, is_main=True), Press(replies.DISCARD, discard))


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 2] + " …"
