"""Show what a refresh would read: the articles, what was left out and why, what failed."""

from __future__ import annotations

from collections.abc import Iterator

from bot import replies
from bot.replies import counted
from knowledge.library import Library
from knowledge.model import Article


def report(library: Library) -> Iterator[str]:
    """Yield the lines of the report."""
    snapshot = library.snapshot
    for article in snapshot.articles:
        passages = sum(passage.article is article for passage in snapshot.passages)
        yield from _article(article, passages)
    for fault in library.faults:
        yield replies.FAULTY_SOURCE.format(fault=fault)
    yield replies.REFRESH_TOTAL.format(
        articles=counted(len(snapshot.articles), "article"),
        passages=counted(len(snapshot.passages), "passage"),
    )


def _article(article: Article, passages: int) -> Iterator[str]:
    yield replies.REFRESH_ARTICLE.format(
        name=article.name,
        title=article.title,
        sections=counted(len(article.sections), "section"),
        passages=counted(passages, "passage"),
    )
    if article.credit:
        yield replies.REFRESH_CREDIT.format(credit=article.credit)
    for dropped in article.dropped:
        yield replies.REFRESH_DROPPED.format(rule=dropped.rule, text=dropped.text)
