"""Refuse who asks too fast, on every surface: privately, with the seconds, and once a window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import discord

from bot import reading_replies as says
from bot.card import notice
from bot.replies import counted
from bot.sender import post, react, respond

if TYPE_CHECKING:
    from bot.client import Footnote

WAIT = "⏳"

Interaction = discord.Interaction[Any]


async def admits_message(bot: Footnote, message: discord.Message) -> bool:
    """Whether a message is answered now.

    If it is not, its author is told so in a direct message, since a reply would be read by all;
    who takes none from servers gets a sign under the message.
    """
    guild = message.guild.id if message.guild else None
    refusal = bot.limiter.take(message.author.id, message.channel.id, guild)
    if refusal and not refusal.is_told:
        told = await post(message.author, notice(_sentence(refusal.seconds)))
        if not told and guild is not None:
            await react(message, WAIT)
    return refusal is None


async def admits(interaction: Interaction) -> bool:
    """Whether a command, a press or a form is answered now; say so if it is not.

    Each of these wants an answer, or Discord calls it failed; only its sender sees this one.
    """
    bot = cast("Footnote", interaction.client)
    user, channel = interaction.user.id, interaction.channel_id or 0
    refusal = bot.limiter.take(user, channel, interaction.guild_id)
    if refusal:
        await respond(interaction, notice(_sentence(refusal.seconds)), private=True)
    return refusal is None


def _sentence(seconds: int) -> str:
    return says.SLOW_DOWN.format(seconds=counted(seconds, "second"))
