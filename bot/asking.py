"""Ask the library off the event loop, and answer where the question came from."""

from __future__ import annotations

import asyncio

import discord

from bot.card import Card
from bot.cards import answer_card
from bot.questions import asked_in
from bot.sender import defer, reply, respond, show_typing
from knowledge.answering import LONGEST_QUESTION
from knowledge.library import Library

DEFER_AFTER = 0.5  # seconds; Discord waits 3 s for the first sign


async def answer_for(library: Library, text: str) -> Card:
    """Return the card that answers a text from Discord."""
    question = asked_in(text, LONGEST_QUESTION)
    return answer_card(await asyncio.to_thread(library.ask, question))


async def answer_interaction(
    interaction: discord.Interaction[discord.Client], library: Library, text: str, *, private: bool
) -> None:
    """Answer at once if the answer is there at once, else defer and fill in."""
    asking = asyncio.create_task(answer_for(library, text))
    await asyncio.wait({asking}, timeout=DEFER_AFTER)
    if not asking.done():
        await defer(interaction, private=private)
    await respond(interaction, await asking, private=private)


async def answer_message(message: discord.Message, library: Library) -> None:
    """Answer a message with a reply."""
    await show_typing(message.channel)
    await reply(message, await answer_for(library, message.content))
