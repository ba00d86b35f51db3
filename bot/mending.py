"""What a moderator does with a passage: pin it, save a question with it, correct an answer."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot import curation_replies as says
from bot.button import ModeratorMenu
from bot.card import Card, notice
from bot.cards import corrected_card
from bot.choosing import CHOOSE_KIND, NONE, PURPOSE, choosing_card, resolve
from bot.homes import library_for
from bot.layout import question_on
from bot.moderating import curating_of, feedback_of
from bot.sender import defer, defer_update, edit, respond
from bot.votes import question_of
from knowledge.changes import Action
from knowledge.library import Library
from knowledge.model import Answer, Citation, Verdict

Interaction = discord.Interaction[Any]


class PassageMenu(ModeratorMenu, template=f"{CHOOSE_KIND}:{PURPOSE}"):
    """Does with a passage what it was chosen for."""

    async def do(self, interaction: Interaction) -> None:
        """Do it, and say so in place of the menu."""
        assert interaction.message is not None  # noqa: S101  # a menu stands on one
        await defer_update(interaction)
        question, chosen = question_on(interaction.message), self.chosen(interaction)
        library = await library_for(interaction.client, interaction.guild_id)
        citation = None if chosen == NONE else resolve(library, chosen)
        purpose, subject = self.match["purpose"], self.match["subject"]
        if purpose == "correct":
            card = await _correct(interaction, library, subject, question, citation)
        else:
            card = await _keep(interaction, purpose, question, citation)
            gap_library, feedback = feedback_of(interaction)
            await feedback.settle(gap_library, int(subject))
        await respond(interaction, card, private=True)


async def _keep(
    interaction: Interaction, purpose: str, question: str, citation: Citation | None
) -> Card:
    library, curating = curating_of(interaction)
    actor = interaction.user.id
    if purpose == "pin" and citation:
        await curating.pin(library, actor, question, citation)
        return notice(says.IS_PINNED)
    await curating.save(library, actor, question, citation)
    return notice(says.SAVED if citation else says.SAVED_NONE)


async def _correct(
    interaction: Interaction,
    library: Library,
    subject: str,
    question: str,
    citation: Citation | None,
) -> Card:
    """Save the question, and put the right passage where the wrong answer stood."""
    own, curating = curating_of(interaction)
    await curating.save(own, interaction.user.id, question, citation, Action.CORRECT)
    answer = Answer(
        question=question,
        version=library.snapshot.version,
        verdict=Verdict.ANSWERED if citation else Verdict.NOT_FOUND,
        confidence=1.0 if citation else 0.0,
        citations=(citation,) if citation else (),
    )
    place, number = map(int, subject.split("."))
    channel = interaction.client.get_partial_messageable(place, guild_id=interaction.guild_id)
    is_done = await edit(channel.get_partial_message(number), corrected_card(answer, question))
    return notice(says.CORRECTION_DONE if is_done else says.CORRECTION_FAILED)


def correct_this() -> app_commands.ContextMenu:
    """Return the command in the menu of a message that corrects an answer."""

    @app_commands.context_menu(name=says.CORRECT)
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def correct(interaction: Interaction, message: discord.Message) -> None:
        await defer(interaction, private=True)
        await respond(interaction, await _offer(interaction, message), private=True)

    return correct


async def _offer(interaction: Interaction, message: discord.Message) -> Card:
    me = interaction.client.user
    if me is None or message.author.id != me.id or not message.components:
        return notice(says.CORRECT_OWN_ONLY)
    question = await question_of(message)
    if not question:
        return notice(says.CORRECT_NO_QUESTION)
    subject = f"{message.channel.id}.{message.id}"
    bot, guild = interaction.client, interaction.guild_id
    return await choosing_card(bot, guild, "correct", subject, question)
