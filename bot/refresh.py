"""Refresh a library from the command line, also while the bot runs, and print what changed."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot import operator_replies as tells
from bot.change_cards import summary
from bot.config import Config
from bot.replies import counted
from knowledge.changes import Change, Outcome, Wish
from knowledge.chunking import passages as passages_of
from knowledge.model import Article
from knowledge.moderation import Moderation
from knowledge.opening import open_libraries
from knowledge.store.glance import FILE
from knowledge.web.fetching import Fetcher


async def refresh(config: Config, wish: Wish, *, agree: bool) -> Change:
    """Do it, with a progress bar if a person watches.

    Raises:
        KnowledgeError: it is refused, or the store or the folder cannot be used.
    """
    with contextlib.ExitStack() as stack:
        folder = config.state_folder
        if wish.dry_run and not (folder / FILE).exists():  # nothing is stored, not even a store
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        opened = await open_libraries(
            folder,
            config.articles_folder,
            config.answers.settings(),
            config.keeping(),
            fetcher=Fetcher(config.web.settings()),
            read=False,
            mend=not wish.dry_run,
        )
        try:
            return await _shown(Moderation(opened.libraries), wish, agree=agree)
        finally:
            await opened.libraries.fetcher.close()
            await opened.libraries.database.close()


async def _shown(moderation: Moderation, wish: Wish, *, agree: bool) -> Change:
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(tells.REFRESH_READING, total=None)

        def show(done: int, whole: int) -> None:
            bar.update(task, completed=done, total=whole)

        change = await moderation.refresh(wish, show)
        if agree and change.outcome is Outcome.TOO_MUCH:
            agreed = (change.before, change.digest)
            change = await moderation.agree(wish.library, wish.actor, agreed, show)
    return change


def report(change: Change, *, in_full: bool) -> Iterator[str]:
    """Yield what changed, and what was read: new and changed articles, or in full."""
    yield from summary(change)
    if change.outcome is Outcome.TOO_MUCH:
        yield tells.REFRESH_AGREE
    new = {one.name for one in change.difference.added}
    new |= {one.after.name for one in change.difference.changed}
    passages = 0
    for article in change.articles:
        own = sum(1 for _ in passages_of([article]))
        passages += own
        if in_full or article.name in new:
            yield from _article(article, own)
    yield tells.REFRESH_TOTAL.format(
        articles=counted(len(change.articles), "article"), passages=counted(passages, "passage")
    )


def is_done(change: Change) -> bool:
    """Whether everything was read, and nothing waits for a word."""
    return not change.faults and change.outcome is not Outcome.TOO_MUCH


def _article(article: Article, passages: int) -> Iterator[str]:
    yield tells.REFRESH_ARTICLE.format(
        name=article.name,
        title=article.title,
        sections=counted(len(article.sections), "section"),
        passages=counted(passages, "passage"),
    )
    if article.credit:
        yield tells.REFRESH_CREDIT.format(credit=article.credit)
    for dropped in article.dropped:
        yield tells.REFRESH_DROPPED.format(rule=dropped.rule, text=dropped.text)
