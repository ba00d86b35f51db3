"""Decide whether a message is for the bot, by its words and by what is set where it stands."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, cast

import discord

from bot.questions import is_addressed, is_for_a_crowd, is_in, looks_like_question
from bot.server_settings import NOTHING_SET, Mode, ServerSettings
from knowledge.errors import StoreError

if TYPE_CHECKING:
    from bot.client import Footnote

_log = logging.getLogger(__name__)


async def settings_of(bot: Footnote, guild: int | None) -> ServerSettings:
    """Return what is set in a server; nothing, if the store cannot be read."""
    try:
        return await bot.settings.of(guild)
    except StoreError as error:
        _log.warning("%s", error)
        return NOTHING_SET


def places_of(channel: object) -> tuple[int, ...]:
    """Return the ids under which something may be set: of the thread, the channel, the category."""
    above = channel.parent if isinstance(channel, discord.Thread) else channel
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    category = getattr(above, "category_id", None)
    return tuple(one for one in (getattr(channel, "id", None), parent, category) if one)


async def wants_privacy(interaction: discord.Interaction[Any]) -> bool:
    """Whether moderators want answers in a place to be seen by their askers alone."""
    bot, places = cast("Footnote", interaction.client), places_of(interaction.channel)
    found = await settings_of(bot, interaction.guild_id)
    return found.mode(*places) is Mode.OFF or found.is_private(*places)


async def channels_asked(bot: Footnote, interaction: discord.Interaction[Any]) -> list[str]:
    """Return the names of the channels of a server where questions need no mention."""
    if interaction.guild is None or not bot.intents.message_content:
        return []
    found = await settings_of(bot, interaction.guild.id)
    return [
        one.name
        for one in interaction.guild.text_channels
        if (found.mode(*places_of(one)) or bot.default_mode(one)) is Mode.QUESTIONS
    ]


async def is_asked(bot: Footnote, message: discord.Message) -> bool:
    """Whether a person's message wants an answer."""
    if bot.user is None or message.guild is None:
        return bot.user is not None
    is_for_us = is_addressed(message, bot.user)
    if not is_for_us and (not message.content or is_for_a_crowd(message)):
        return False
    mode = (await settings_of(bot, message.guild.id)).mode(*places_of(message.channel))
    if is_for_us:
        return mode is not Mode.OFF
    return _is_asked_openly(bot, message, mode)


def _is_asked_openly(bot: Footnote, message: discord.Message, mode: Mode | None) -> bool:
    """Whether a message that does not address the bot asks it something all the same."""
    config = bot.config.discord
    if mode is Mode.FIRST_POSTS:
        return _is_first_post(message)
    if mode is Mode.QUESTIONS:
        return looks_like_question(message.content)
    if mode is None and is_in(message.channel, config.ask_channels):
        return config.ask_channels_answer == "everything" or looks_like_question(message.content)
    return False


def words_of(message: discord.Message) -> str:
    """Return what a message asks; of the first post of a forum's thread the title belongs to it."""
    if _is_first_post(message) and not looks_like_question(message.content):
        return f"{getattr(message.channel, 'name', '')} {message.content}"
    return message.content


def _is_first_post(message: discord.Message) -> bool:
    """Whether a message opens a thread of a forum: it has the thread's own id."""
    channel = message.channel
    if not isinstance(channel, discord.Thread) or message.id != channel.id:
        return False
    return isinstance(channel.parent, discord.ForumChannel)
