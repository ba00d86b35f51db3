"""Ask the library off the event loop, and answer where the question came from."""

from __future__ import annotations

import asyncio

import discord

from bot.card import Card
from bot.cards import answer_card
from bot.homes import library_for
from bot.questions import asked_in
from bot.sender import defer, reply, respond, show_typing
from knowledge.answering import LONGEST_QUESTION

DEFER_AFTER = 0.5  # seconds; Discord waits 3 s for the first sign


async def answer_for(bot: discord.Client, guild: int | None, text: str) -> Card:
    """Return the card that answers a text from a server, or from a direct message."""
    question = asked_in(text, LONGEST_QUESTION)
    library = await library_for(bot, guild)
    return answer_card(await asyncio.to_thread(library.ask, question))


async def answer_interaction(
    interaction: discord.Interaction[discord.Client], text: str, *, private: bool
) -> None:
    """Answer at once if the answer is there at once, else defer and fill in."""
    asking = asyncio.create_task(answer_for(interaction.client, interaction.guild_id, text))
    await asyncio.wait({asking}, timeout=DEFER_AFTER)
    if not asking.done():
        await defer(interaction, private=private)
    await respond(interaction, await asking, private=private)


async def answer_message(bot: discord.Client, message: discord.Message) -> None:
    """Answer a message with a reply."""
    await show_typing(message.channel)
    guild = message.guild.id if message.guild else None
    await reply(message, await answer_for(bot, guild, message.content))
