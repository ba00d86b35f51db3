"""What a reader presses to turn pages: of an article, of the list of articles."""

from __future__ import annotations

import asyncio
from typing import Any

import discord

from bot import replies
from bot.button import GuardedButton, GuardedMenu
from bot.card import Card, notice
from bot.homes import guild_of, library_for
from bot.reading_cards import (
    CONTENTS_KIND,
    OPEN_KIND,
    READ_KIND,
    SHELF_KIND,
    articles_card,
    read_card,
)
from bot.references import VERSION
from bot.sender import in_time, respond, update
from knowledge.snapshot import Snapshot

ARTICLE = r"(?P<article>\d{1,5})"
PAGE = r"(?P<page>\d{1,5})"

Interaction = discord.Interaction[Any]


async def snapshot_for(interaction: Interaction, *, updates: bool = False) -> Snapshot:
    """Return what answers where the event comes from; the first time, that may be read first."""
    finding = library_for(interaction.client, guild_of(interaction))
    if interaction.type is discord.InteractionType.autocomplete:
        return (await finding).snapshot
    return (await in_time(interaction, finding, updates=updates)).snapshot


async def page_of(snapshot: Snapshot, version: str, article: int, page: int) -> Card:
    """Return a page of an article, or say that the articles are others by now."""
    if version != snapshot.version or article >= len(snapshot.articles):
        return notice(replies.EXPIRED)
    return await asyncio.to_thread(read_card, snapshot, article, page)


class ShelfButton(GuardedButton, template=f"{SHELF_KIND}:{PAGE}"):
    """Turns a page of the list of articles."""

    async def press(self, interaction: Interaction) -> None:
        """Show the page in place of the one before."""
        snapshot = await snapshot_for(interaction, updates=True)
        await update(interaction, articles_card(snapshot, int(self.match["page"])))


class OpenMenu(GuardedMenu, template=f"{OPEN_KIND}:{VERSION}"):
    """Opens an article of the list."""

    async def press(self, interaction: Interaction) -> None:
        """Show its first page, to the reader alone."""
        snapshot, chosen = await snapshot_for(interaction), int(self.chosen(interaction))
        card = await page_of(snapshot, self.match["version"], chosen, 0)
        await respond(interaction, card, private=True)


class ReadButton(GuardedButton, template=f"{READ_KIND}:{VERSION}:{ARTICLE}:{PAGE}"):
    """Turns a page of an article."""

    async def press(self, interaction: Interaction) -> None:
        """Show the page in place of the one before."""
        snapshot, match = await snapshot_for(interaction, updates=True), self.match
        card = await page_of(snapshot, match["version"], int(match["article"]), int(match["page"]))
        await update(interaction, card)


class ContentsMenu(GuardedMenu, template=f"{CONTENTS_KIND}:{VERSION}:{ARTICLE}"):
    """Goes to a section of an article."""

    async def press(self, interaction: Interaction) -> None:
        """Show the page on which it begins in place of the one before."""
        snapshot, match = await snapshot_for(interaction, updates=True), self.match
        page = int(self.chosen(interaction).partition(".")[0])
        card = await page_of(snapshot, match["version"], int(match["article"]), page)
        await update(interaction, card)
