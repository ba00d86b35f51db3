"""/articles, /read and /lookup: to look things up, and to read on."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands

from bot import reading_replies as says
from bot import replies
from bot.card import Span, notice
from bot.reading_buttons import snapshot_for
from bot.reading_cards import articles_card, page_of_section, read_card
from bot.sender import respond
from knowledge.model import Article
from knowledge.snapshot import Snapshot

MOST = 25  # choices; Discord's limit
LONGEST = 100  # characters of a choice

Interaction = discord.Interaction[Any]
Title = app_commands.Range[str, 1, LONGEST]


async def titles(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the articles whose title holds what is typed."""
    snapshot = await snapshot_for(interaction)
    found = [one for one in snapshot.articles if typed.casefold() in one.title.casefold()]
    often = Counter(one.title for one in found)
    return [_choice(one, is_alone=often[one.title] == 1) for one in found[:MOST]]


def _choice(article: Article, *, is_alone: bool) -> app_commands.Choice[str]:
    """Offer an article by its title; if others have the same, by its name."""
    if is_alone:
        return app_commands.Choice(name=article.title[:LONGEST], value=article.title[:LONGEST])
    label = f"{article.title[:60]} ({article.name[:36]})"
    return app_commands.Choice(name=label, value=article.name[:LONGEST])


async def headings(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the sections of the article that is chosen, or of the only one."""
    snapshot = await snapshot_for(interaction)
    article = _named(snapshot, getattr(interaction.namespace, "article", None) or "")
    found = article.sections if article else ()
    return _choices([one for one in found if typed.casefold() in one.casefold()])


def reading_commands() -> list[app_commands.Command[Any, ..., None]]:
    """Return the commands, made anew."""
    return [
        app_commands.Command(name="articles", description=replies.ARTICLES, callback=_articles),
        app_commands.Command(name="read", description=says.READ, callback=_read),
    ]


async def _articles(interaction: Interaction) -> None:
    await respond(interaction, articles_card(await snapshot_for(interaction)), private=True)


@app_commands.describe(article=says.READ_ARTICLE, section=says.READ_SECTION)
@app_commands.autocomplete(article=titles, section=headings)
async def _read(interaction: Interaction, article: Title, section: Title | None = None) -> None:
    snapshot = await snapshot_for(interaction)
    found = _named(snapshot, article)
    if found is None:
        await respond(interaction, notice(says.READ_NONE), private=True)
        return
    page = await asyncio.to_thread(page_of_section, found, section) if section else 0
    place = snapshot.articles.index(found)
    card = await asyncio.to_thread(read_card, snapshot, place, page or 0)
    if page is None:
        card = replace(card, small=((Span(says.READ_NO_SECTION),), *card.small))
    await respond(interaction, card, private=True)


def _named(snapshot: Snapshot, title: str) -> Article | None:
    """Return the article of a name or title; a choice holds no more than its beginning."""
    if not title and len(snapshot.articles) == 1:
        return snapshot.articles[0]
    wanted = title.casefold()
    named = [one for one in snapshot.articles if one.name[:LONGEST] == title]
    same = [one for one in snapshot.articles if one.title[:LONGEST].casefold() == wanted]
    near = [one for one in snapshot.articles if wanted in one.title.casefold()]
    return next(iter((*named, *same, *near)), None) if wanted else None


def _choices(found: list[str]) -> list[app_commands.Choice[str]]:
    shown = list(dict.fromkeys(one[:LONGEST] for one in found))[:MOST]
    return [app_commands.Choice(name=one, value=one) for one in shown]
