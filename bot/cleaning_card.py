"""The card that shows what cleaning left out of an article, and by which rule."""

from __future__ import annotations

from collections.abc import Iterator

from bot import replies
from bot.card import BREAK, Card, Line, Span, Tone
from knowledge.lines import LineRules, line_key, lines_of
from knowledge.model import Article

LINES_SHOWN = 30
LINE_SHOWN = 160  # characters
NAME_SHOWN = 60


def cleaning_card(article: Article, rules: LineRules) -> Card:
    """Return each line that was left out, below the rule that says so."""
    groups = dict(_groups(article, rules))
    title = replies.CLEANING_TITLE if groups else replies.CLEANING_NONE
    body: list[Line] = [(Span(title.format(name=_cut(article.name, NAME_SHOWN)), bold=True),)]
    room = LINES_SHOWN
    for rule, lines in groups.items():
        body += [BREAK, (Span(rule, bold=True),)] if room else []
        body += [(Span(_cut(line, LINE_SHOWN)),) for line in lines[:room]]
        room -= min(room, len(lines))
    rest = sum(map(len, groups.values())) - LINES_SHOWN
    if rest > 0:
        body.append((Span(replies.MORE_SOURCES.format(count=rest)),))
    return Card(Tone.NOTICE, tuple(body), ((Span(replies.CLEANING_HOW),),))


def _groups(article: Article, rules: LineRules) -> Iterator[tuple[str, list[str]]]:
    """Yield rules with their lines: those that dropped one, the credit, what a moderator keeps."""
    dropped: dict[str, list[str]] = {}
    for one in article.dropped:
        dropped.setdefault(one.rule, []).append(one.text.replace("\n", " / "))
    yield from dropped.items()
    if article.credit:
        yield replies.CLEANING_CREDIT, [article.credit]
    if kept := [line for line in lines_of(article) if line_key(line) in rules.kept]:
        yield replies.CLEANING_KEPT, kept


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 2] + " …"
