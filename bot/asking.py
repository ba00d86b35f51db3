"""Ask the library off the event loop, and answer where the question came from."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

import discord

from bot.cards import answer_card
from bot.homes import library_for, library_id
from bot.questions import asked_in
from bot.sender import defer, reply, respond, show_typing
from knowledge.answering import LONGEST_QUESTION
from knowledge.model import Answer

if TYPE_CHECKING:
    from bot.client import Footnote

LINK = "https://discord.com/channels"
DEFER_AFTER = 0.5  # seconds; Discord waits 3 s for the first sign


async def answer_for(bot: discord.Client, guild: int | None, text: str) -> Answer:
    """Return what answers a text from a server, or from a direct message."""
    question = asked_in(text, LONGEST_QUESTION)
    library = await library_for(bot, guild)
    return await asyncio.to_thread(library.ask, question)


async def answer_interaction(
    interaction: discord.Interaction[discord.Client], text: str, *, private: bool
) -> None:
    """Answer at once if the answer is there at once, else defer and fill in."""
    asking = asyncio.create_task(answer_for(interaction.client, interaction.guild_id, text))
    await asyncio.wait({asking}, timeout=DEFER_AFTER)
    if not asking.done():
        await defer(interaction, private=private)
    answer = await asking
    guild = interaction.guild_id
    is_private = private or guild is None
    card = answer_card(answer, answer.question, is_private=is_private)
    sent = await respond(interaction, card, private=private)
    link = f"{LINK}/{guild}/{interaction.channel_id}/{sent}" if sent else None
    _note(interaction.client, guild, answer, is_public=not is_private, link=link)


async def answer_message(bot: discord.Client, message: discord.Message) -> None:
    """Answer a message with a reply."""
    await show_typing(message.channel)
    guild = message.guild.id if message.guild else None
    answer = await answer_for(bot, guild, message.content)
    await reply(message, answer_card(answer, is_private=guild is None))
    _note(bot, guild, answer, is_public=guild is not None, link=message.jump_url)


def _note(
    bot: discord.Client, guild: int | None, answer: Answer, *, is_public: bool, link: str | None
) -> None:
    footnote = cast("Footnote", bot)
    footnote.feedback.asked(library_id(bot, guild), answer, is_public=is_public, link=link)
