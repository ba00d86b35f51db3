"""Ask the library off the event loop, and answer where the question came from."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

import discord

from bot.cards import Offers, answer_card
from bot.conversations import Key
from bot.deciding import places_of, settings_of, words_of
from bot.homes import guild_of, is_brought, library_for, library_id
from bot.questions import asked_in, is_private_thread
from bot.sender import DEFER_AFTER, defer, may_reply, open_thread, reply, respond, show_typing
from bot.votes import question_of
from knowledge.answering import LONGEST_QUESTION
from knowledge.follow_ups import thread as thread_of
from knowledge.model import Answer

if TYPE_CHECKING:
    from bot.client import Footnote

LINK = "https://discord.com/channels"


async def answer_for(
    bot: discord.Client, guild: int | None, text: str, previous: str = ""
) -> Answer:
    """Return what answers a text from a server, or from a direct message.

    `previous` is what was asked before, which the text may lean on.
    """
    question = asked_in(text, LONGEST_QUESTION)
    library = await library_for(bot, guild)
    return await asyncio.to_thread(library.ask, question, previous)


async def answer_interaction(
    interaction: discord.Interaction[Any], text: str, *, private: bool, previous: str = ""
) -> None:
    """Answer at once if the answer is there at once, else defer and fill in.

    Where the asker alone has brought the bot, the answer is private.
    """
    private = private or is_brought(interaction)
    bot, guild = cast("Footnote", interaction.client), guild_of(interaction)
    place = (interaction.channel_id or 0, interaction.user.id)
    secret = (*place, True)
    kept = bot.conversations.before(secret) if private else ""
    before = previous or kept or bot.conversations.before(place)
    asking = asyncio.create_task(answer_for(bot, guild, text, before))
    await asyncio.wait({asking}, timeout=DEFER_AFTER)
    if not asking.done():
        await defer(interaction, private=private)
    answer = await asking
    is_private = private or guild is None
    offers = Offers(
        asker=None if private else interaction.user.id,
        follows=True,
        shares=private and guild is not None,
        tells=is_private and bot.feedback.keeps_questions,
        helper=(await settings_of(bot, guild)).helper,
    )
    card = answer_card(answer, answer.question, offers)
    sent = await respond(interaction, card, private=private)
    if not answer.note:
        # What was asked in private must not show through in an answer that others read.
        key: Key = secret if private else place
        bot.conversations.remember((key, sent), before, answer.question)
    link = f"{LINK}/{guild}/{interaction.channel_id}/{sent}" if sent else None
    is_public = not is_private and not is_private_thread(interaction.channel)
    _note(bot, guild, answer, before, is_public=is_public, link=link)


async def answer_message(bot: Footnote, message: discord.Message) -> None:
    """Answer a message with a reply."""
    await show_typing(message.channel)
    guild = message.guild.id if message.guild else None
    place = (message.channel.id, message.author.id)
    before = await _replied_to(bot, message) or bot.conversations.before(place)
    answer = await answer_for(bot, guild, words_of(message), before)
    tells = guild is None and bot.feedback.keeps_questions
    found = await settings_of(bot, guild)
    offers = Offers(asker=message.author.id, tells=tells, helper=found.helper)
    thread = None
    if found.uses_threads(*places_of(message.channel)) and not answer.note:
        thread = await open_thread(message, answer.question)
    shown = answer.question if thread or not may_reply(message) else ""  # else it stands above
    sent = await reply(message, answer_card(answer, shown, offers), thread)
    if not answer.note:
        there = (thread.id if thread else message.channel.id, message.author.id)
        bot.conversations.remember((place, there, sent), before, answer.question)
    is_public = guild is not None and not is_private_thread(message.channel)
    _note(bot, guild, answer, before, is_public=is_public, link=message.jump_url)


async def _replied_to(bot: Footnote, message: discord.Message) -> str:
    """Return what was asked to the answer that a message replies to; "" if it replies to none."""
    replied = message.reference.resolved if message.reference else None
    if not isinstance(replied, discord.Message) or replied.author != bot.user:
        return ""
    return bot.conversations.before(replied.id) or await question_of(replied)


def _note(
    bot: Footnote,
    guild: int | None,
    answer: Answer,
    before: str,
    *,
    is_public: bool,
    link: str | None,
) -> None:
    words = thread_of(before, answer.question)[-LONGEST_QUESTION:]
    library = library_id(bot, guild)
    bot.feedback.asked(library, answer, words, is_public=is_public, link=link)
