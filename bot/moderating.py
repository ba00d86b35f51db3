"""Do what a moderator asked for, showing progress, and tell what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import discord

from bot import replies
from bot.card import Card, Span, Tone, notice
from bot.change_cards import change_card
from bot.errors import card_for
from bot.homes import library_id
from bot.notices import tell
from bot.sender import respond
from knowledge.changes import Action, Change, Wish
from knowledge.curating import Curating
from knowledge.edits import LibraryEdit
from knowledge.errors import BusyError, KnowledgeError
from knowledge.feedback import Feedback
from knowledge.gathering import Progress
from knowledge.moderation import Moderation
from knowledge.records import Records
from knowledge.scheduler import Notice

if TYPE_CHECKING:
    from bot.client import Footnote

PROGRESS_EVERY = 2.0  # seconds; Discord allows five edits in five

Interaction = discord.Interaction[Any]


def libraries_of(interaction: Interaction) -> tuple[int, Moderation, Records]:
    """Return the id of the library that the event is about, and the two doors to it."""
    bot = cast("Footnote", interaction.client)
    library = library_id(bot, interaction.guild_id)
    return library, Moderation(bot.libraries), Records(bot.libraries)


def curating_of(interaction: Interaction) -> tuple[int, Curating]:
    """Return the id of the library that the event is about, and the door to mend its answers."""
    bot = cast("Footnote", interaction.client)
    return library_id(bot, interaction.guild_id), Curating(bot.libraries)


def feedback_of(interaction: Interaction) -> tuple[int, Feedback]:
    """Return the id of the library that the event is about, and what was asked of it."""
    bot = cast("Footnote", interaction.client)
    return library_id(bot, interaction.guild_id), bot.feedback


async def fulfil(interaction: Interaction, change: Callable[[Progress], Awaitable[Change]]) -> None:
    """Make a change; the deferred response shows how far it is, and then what it did."""
    counts = [0, 0]

    def note(done: int, whole: int) -> None:
        counts[:] = done, whole

    async def work() -> Card:
        done = await change(note)
        for follower, found in done.followers.items():
            await tell(cast("Footnote", interaction.client), Notice(follower, followed=found))
        return change_card(done)

    await show_result(interaction, work, lambda: _progress_card(counts))


async def wish_for(
    interaction: Interaction,
    action: Action,
    edit: LibraryEdit | None = None,
    *,
    dry_run: bool = False,
) -> None:
    """Refresh as a moderator wishes, and show what came of it."""
    library, moderation, _ = libraries_of(interaction)
    wish = Wish(library, interaction.user.id, action, edit, dry_run=dry_run)
    await fulfil(interaction, lambda progress: moderation.refresh(wish, progress))


async def show_result(
    interaction: Interaction,
    work: Callable[[], Awaitable[Card]],
    progress: Callable[[], Card | None] = lambda: None,
) -> None:
    """Respond with the card that some work gives, or with the sentence why it gives none."""
    task = asyncio.ensure_future(_told(interaction, work))
    while not task.done():
        await asyncio.wait({task}, timeout=PROGRESS_EVERY)
        if not task.done() and (card := progress()):
            await respond(interaction, card, private=True)
    await respond(interaction, task.result(), private=True)


async def _told(interaction: Interaction, work: Callable[[], Awaitable[Card]]) -> Card:
    try:
        return await work()
    except BusyError as error:
        return _busy_card(error)
    except KnowledgeError as error:  # to a moderator, the store's reason too
        return notice(str(error))
    except Exception as error:  # noqa: BLE001  # the moderator is told, the log has the rest
        return card_for(error, where(interaction))


def where(interaction: Interaction) -> str:
    """Return what failed, for the log."""
    command = interaction.command
    return f"/{command.qualified_name}" if command else "a button"


def _progress_card(counts: list[int]) -> Card | None:
    done, whole = counts
    if not whole:
        return None
    text = replies.PROGRESS_LAST if done >= whole else replies.PROGRESS
    return notice(text.format(done=done, all=whole))


def _busy_card(error: BusyError) -> Card:
    if not error.actor:
        return replace(notice(replies.BUSY_ITSELF), tone=Tone.RELATED)
    when = datetime.fromtimestamp(error.began_at, UTC)
    return Card(
        Tone.RELATED,
        (
            (
                Span(str(error.actor), user=error.actor),
                Span(replies.BUSY_SINCE),
                Span(f"{when:%H:%M} UTC", when=when),
                Span(replies.BUSY_WAIT),
            ),
        ),
    )
