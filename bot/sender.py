"""The one sender: everything that the bot says to Discord goes through here, and pings nobody."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Awaitable
from typing import Any, TypeVar

import aiohttp
import discord
from discord import app_commands

from bot.card import Card
from bot.layout import layout

_log = logging.getLogger(__name__)

DEFER_AFTER = 0.5  # seconds; Discord waits 3 s for the first sign

NOBODY = discord.AllowedMentions.none()

# What sending can raise; a gateway error page instead of JSON makes discord.py raise the last two.
FAILURES = (
    discord.DiscordException,
    aiohttp.ClientError,
    OSError,
    TimeoutError,
    TypeError,
    KeyError,
)

THREAD_NAME = 90  # characters; Discord allows 100

Place = discord.abc.Messageable
T = TypeVar("T")


async def respond(
    interaction: discord.Interaction[discord.Client], card: Card, *, private: bool
) -> int | None:
    """Answer an interaction, once: at first hand, or in place of the deferral.

    Returns the id of the message, if Discord says it.
    """
    view, files = layout(card), _files(card)
    if interaction.response.is_done():
        sending = interaction.edit_original_response(
            view=view, attachments=files, allowed_mentions=NOBODY
        )
        edited = await _try(sending, "edit a response")
        return edited.id if edited else None
    response = interaction.response.send_message(
        view=view, ephemeral=private, files=files, allowed_mentions=NOBODY
    )
    said = await _try(response, "respond")
    return said.message_id if said else None


async def in_time(
    interaction: discord.Interaction[Any], work: Awaitable[T], *, updates: bool = False
) -> T:
    """Return what some work gives; if that takes long, tell Discord that the answer will come.

    With `updates` it comes in place of the card that was pressed, else as a private one.
    """
    task = asyncio.ensure_future(work)
    await asyncio.wait({task}, timeout=DEFER_AFTER)
    if not task.done():
        await (defer_update(interaction) if updates else defer(interaction, private=True))
    return await task


async def defer(interaction: discord.Interaction[discord.Client], *, private: bool) -> None:
    """Tell Discord that the answer takes longer; it shows "thinking" until `respond`."""
    await _try(interaction.response.defer(ephemeral=private, thinking=True), "defer")


async def choose(
    interaction: discord.Interaction[discord.Client], choices: list[app_commands.Choice[str]]
) -> None:
    """Answer autocomplete."""
    await _try(interaction.response.autocomplete(choices), "offer choices")


async def defer_update(interaction: discord.Interaction[discord.Client]) -> None:
    """Tell Discord that the card whose button was pressed will change, by `respond`."""
    await _try(interaction.response.defer(), "defer an update")


async def update(interaction: discord.Interaction[discord.Client], card: Card) -> None:
    """Put a card in place of the one whose button was pressed."""
    if interaction.response.is_done():
        await respond(interaction, card, private=True)
        return
    sending = interaction.response.edit_message(view=layout(card), allowed_mentions=NOBODY)
    await _try(sending, "update a card")


async def open_thread(message: discord.Message, name: str) -> discord.Thread | None:
    """Begin a thread under a message, where that is possible; None: answer in the channel."""
    channel = message.channel
    if not isinstance(channel, discord.TextChannel):
        return None
    rights = channel.permissions_for(channel.guild.me)
    if not (rights.create_public_threads and rights.send_messages_in_threads):
        return None
    title = name[:THREAD_NAME] or "…"
    return await _try(message.create_thread(name=title), "open a thread")


async def reply(
    message: discord.Message, card: Card, thread: discord.Thread | None = None
) -> int | None:
    """Answer a message where it stands, without a ping; Discord drops a second try of the same.

    With a thread it is answered there. Returns the id of the answer, if it was sent.
    """
    view, channel = layout(card), thread or message.channel
    if thread is None and may_reply(message):
        reference = message.to_reference(fail_if_not_exists=False)
        sending = channel.send(
            view=view,
            reference=reference,
            nonce=message.id,
            mention_author=False,
            allowed_mentions=NOBODY,
        )
    else:
        sending = channel.send(view=view, nonce=message.id, allowed_mentions=NOBODY)
    sent = await _try(sending, "reply")
    return sent.id if sent else None


def may_reply(message: discord.Message) -> bool:
    """Whether Discord takes a reply: it refuses one without the right to read the history."""
    if message.guild is None:
        return True
    try:
        return message.channel.permissions_for(message.guild.me).read_message_history
    except discord.ClientException:  # a thread whose channel the bot cannot see
        return False


def may_write(channel: discord.TextChannel) -> bool:
    """Whether the bot can post in a channel."""
    rights = channel.permissions_for(channel.guild.me)
    return rights.view_channel and rights.send_messages


def _files(card: Card) -> list[discord.File]:
    return [discord.File(io.BytesIO(card.file.data), card.file.name)] if card.file else []


async def post(channel: Place, card: Card) -> bool:
    """Say something without having been asked; return whether it was said."""
    sending = channel.send(view=layout(card), allowed_mentions=NOBODY)
    return await _try(sending, "post") is not None


async def take_away(interaction: discord.Interaction[Any]) -> None:
    """Delete the card whose button was pressed."""
    await _try(interaction.response.defer(), "defer an update")
    await _try(interaction.delete_original_response(), "delete a card")


async def edit(message: discord.PartialMessage, card: Card) -> bool:
    """Put a card in place of one that was sent before; return whether that was possible."""
    sending = message.edit(view=layout(card), allowed_mentions=NOBODY)
    return await _try(sending, "edit a message") is not None


async def show_form(interaction: discord.Interaction[Any], form: discord.ui.Modal) -> None:
    """Let the person fill in a form."""
    await _try(interaction.response.send_modal(form), "show a form")


async def react(message: discord.Message, sign: str) -> None:
    """Put a sign under a message."""
    await _try(message.add_reaction(sign), "react")


async def show_typing(channel: Place) -> None:
    """Show that an answer is being written."""
    await _try(channel.typing(), "show typing")


async def _try(sending: Awaitable[T], what: str) -> T | None:
    """Send; a failure is logged and ends there, since there is nobody left to tell."""
    try:
        return await sending
    except FAILURES as error:
        # Discord's own refusals name their reason and need no traceback.
        refused = isinstance(error, discord.HTTPException)
        _log.warning("could not %s: %s", what, error, exc_info=not refused)
        return None
