"""Which library a place belongs to: the home server's is the shared one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import discord

from knowledge.libraries import Libraries
from knowledge.library import Library
from knowledge.store.versions import SHARED

if TYPE_CHECKING:
    from bot.client import Footnote


def library_id(bot: discord.Client, guild: int | None) -> int:
    """Return the id of the library that belongs to a server, or to a direct message."""
    return SHARED if guild is None or guild == home_of(cast("Footnote", bot)) else guild


def guild_of(interaction: discord.Interaction[Any]) -> int | None:
    """Return the server whose library answers an event; None: the shared one does.

    Who has installed the bot for themselves brings it to servers that it is not in.
    """
    return None if is_brought(interaction) else interaction.guild_id


def is_brought(interaction: discord.Interaction[Any]) -> bool:
    """Whether the bot is there only because the person has installed it for themselves."""
    return interaction.is_user_integration() and not interaction.is_guild_integration()


async def library_for(bot: discord.Client, guild: int | None) -> Library:
    """Return the library that answers in a server, or in a direct message.

    Raises:
        StoreError: it cannot be read.
    """
    libraries: Libraries = cast("Footnote", bot).libraries
    return await libraries.get(library_id(bot, guild))


def home_of(bot: Footnote) -> int | None:
    """Return the server whose library is the shared one.

    It is the configured one, or the one that was the only one first, as long as the bot is in it.
    """
    if bot.config.discord.home_guild:
        return bot.config.discord.home_guild
    present = [guild.id for guild in bot.guilds]
    remembered = bot.state.home()
    if remembered:  # no other server inherits what its moderators added
        return remembered if remembered in present else None
    if len(present) != 1:
        return None
    bot.state.remember_home(present[0])
    return present[0]
