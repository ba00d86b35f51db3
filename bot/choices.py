"""What autocomplete offers moderators: versions and sources of their own library."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable
from typing import Any

import discord
from discord import app_commands

from bot.choosing import place_of, reference
from bot.homes import library_for
from bot.library_cards import version_label
from bot.moderating import curating_of, libraries_of
from bot.rights import may_moderate
from knowledge.errors import RefusedError
from knowledge.lines import credits_of, lines_of
from knowledge.model import Article, Citation
from knowledge.store.curation import Kind

MOST = 25  # choices; Discord's limit
PLACE_SHOWN = 30  # characters of where a passage stands
LONGEST = 100  # characters of a choice's name; Discord's limit

Interaction = discord.Interaction[Any]


async def versions(interaction: Interaction, typed: str) -> list[app_commands.Choice[int]]:
    """Offer the newest versions whose line holds what is typed."""
    if not may_moderate(interaction):  # the tree has asked already; twice is safe
        return []
    library, _, records = libraries_of(interaction)
    current = await records.current(library)
    number = current.number if current else None
    found = [
        app_commands.Choice(
            name=version_label(one, is_current=one.number == number)[:LONGEST], value=one.number
        )
        for one in await records.history(library, limit=200)
    ]
    return [one for one in found if typed.lower() in one.name.lower()][:MOST]


async def live_sources(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the sources that are read."""
    return await _sources(interaction, typed, removed=False)


async def removed_sources(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the sources that were taken out."""
    return await _sources(interaction, typed, removed=True)


async def dropped_lines(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the lines that were left out of the source that is chosen."""
    article = await _article(interaction)
    return _choices(_left_out(article) if article else (), typed)


async def kept_lines(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the lines of the article that the chosen source gives."""
    article = await _article(interaction)
    return _choices(lines_of(article) if article else (), typed)


async def kept_passages(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer passages that have the words that are typed; before any, such as fit the question."""
    if not may_moderate(interaction):
        return []
    library = (await library_for(interaction.client, interaction.guild_id)).frozen()
    question = getattr(interaction.namespace, "question", None) or ""
    found = await asyncio.to_thread(library.offer, typed or question, MOST)
    version = library.snapshot.version
    return [app_commands.Choice(name=_named(one), value=reference(version, one)) for one in found]


async def saved_questions(interaction: Interaction, typed: str) -> list[app_commands.Choice[int]]:
    """Offer the saved questions."""
    return await _lines(interaction, typed, Kind.QUESTION)


async def pinned_questions(interaction: Interaction, typed: str) -> list[app_commands.Choice[int]]:
    """Offer the questions that are pinned."""
    return await _lines(interaction, typed, Kind.PIN)


async def known_names(interaction: Interaction, typed: str) -> list[app_commands.Choice[int]]:
    """Offer the lines of synonyms."""
    return await _lines(interaction, typed, Kind.NAMES)


async def _lines(
    interaction: Interaction, typed: str, kind: Kind
) -> list[app_commands.Choice[int]]:
    if not may_moderate(interaction):
        return []
    library, curating = curating_of(interaction)
    lines = await curating.words(library, kind)
    found = [(number, words) for number, words in lines.items() if typed.lower() in words.lower()]
    return [
        app_commands.Choice(name=words[:LONGEST], value=number) for number, words in found[:MOST]
    ]


def _named(citation: Citation) -> str:
    """Name a passage by its words, which a moderator knows, and then by its place."""
    quote = citation.quote.replace("\n", " ")
    place = place_of(citation)[:PLACE_SHOWN]
    room = LONGEST - len(place) - len(" – ")
    shown = quote if len(quote) <= room else quote[: room - 1] + "…"
    return f"{shown} – {place}"


async def full_line(interaction: Interaction, source: str, chosen: str) -> str:
    """Return the line that was chosen; one that is too long for a choice goes by its hash."""
    article = await _article(interaction, source)
    lines = [*lines_of(article), *_left_out(article)] if article else []
    return next((line for line in lines if _value(line) == chosen), chosen)


def _left_out(article: Article) -> list[str]:
    return [*(one.text for one in article.dropped), *credits_of(article)]


async def full_name(interaction: Interaction, chosen: str) -> str:
    """Return the source that was chosen; a name that is too long for a choice goes by its hash."""
    library, _, records = libraries_of(interaction)
    names = [one.name for one in await records.sources(library)]
    return next((name for name in names if _value(name) == chosen), chosen)


async def _sources(
    interaction: Interaction, typed: str, *, removed: bool
) -> list[app_commands.Choice[str]]:
    if not may_moderate(interaction):
        return []
    library, _, records = libraries_of(interaction)
    found = [one.name for one in await records.sources(library) if one.removed is removed]
    return _choices(found, typed)


async def _article(interaction: Interaction, source: str = "") -> Article | None:
    """Return the article of the source that is named, or chosen in the command so far."""
    if not may_moderate(interaction):
        return None
    library, _, records = libraries_of(interaction)
    chosen = getattr(interaction.namespace, "source", None)
    name = source or await full_name(interaction, chosen or "")
    try:
        return await records.article(library, name)
    except RefusedError:
        return None


def _choices(found: Iterable[str], typed: str) -> list[app_commands.Choice[str]]:
    shown = [one for one in dict.fromkeys(found) if typed.lower() in one.lower()]
    return [app_commands.Choice(name=one[:LONGEST], value=_value(one)) for one in shown[:MOST]]


def _value(name: str) -> str:
    return name if len(name) <= LONGEST else hashlib.sha256(name.encode()).hexdigest()
