"""What a moderator does with a passage: pin it, save a question with it, correct an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands

from bot import curation_replies as says
from bot import replies
from bot.answer_buttons import asker_of
from bot.button import ModeratorButton, ModeratorMenu
from bot.card import Card, Line, Press, Span, Tone, notice
from bot.cards import Offers, corrected_card
from bot.choosing import CHOOSE_KIND, NONE, PURPOSE, choosing_card, place_of, resolve
from bot.homes import library_for
from bot.layout import question_on
from bot.moderating import curating_of, feedback_of
from bot.references import QUOTES, VERSION, decode, encode
from bot.sender import defer, defer_update, edit, respond
from bot.votes import question_of
from knowledge.changes import Action
from knowledge.errors import RefusedError
from knowledge.library import Library
from knowledge.model import Answer, Citation, Verdict

Interaction = discord.Interaction[Any]


class PassageMenu(ModeratorMenu, template=f"{CHOOSE_KIND}:{PURPOSE}"):
    """Does with a passage what it was chosen for."""

    async def do(self, interaction: Interaction) -> None:
        """Do it, and say so in place of the menu."""
        assert interaction.message is not None  # noqa: S101  # a menu stands on one
        await defer_update(interaction)
        question = question_on(interaction.message)
        purpose, subject = self.match["purpose"], self.match["subject"]
        library = (await library_for(interaction.client, interaction.guild_id)).frozen()
        chosen = self.chosen(interaction)
        try:
            citation = None if chosen == NONE else resolve(library, chosen)
        except RefusedError:  # the articles have changed: offer the passages of now
            bot, guild = interaction.client, interaction.guild_id
            card = await choosing_card(bot, guild, purpose, subject, question)
        else:
            choice = Choice(library, question, citation)
            card = await _act(interaction, purpose, subject, choice)
        await respond(interaction, card, private=True)


class PinTooButton(ModeratorButton, template=rf"pintoo:1:{VERSION}:{QUOTES}"):
    """Pins the passage by which an answer was corrected."""

    async def do(self, interaction: Interaction) -> None:
        """Pin it to the question on the card."""
        assert interaction.message is not None  # noqa: S101  # a button stands on one
        await defer_update(interaction)
        library = await library_for(interaction.client, interaction.guild_id)
        citations = decode(library, self.match["version"], self.match["quotes"])
        if citations is None:
            raise RefusedError(replies.EXPIRED)
        choice = Choice(library, question_on(interaction.message), citations[0])
        await respond(interaction, await _keep(interaction, "pin", choice), private=True)


@dataclass(frozen=True, slots=True)
class Choice:
    """The passage of a library that a moderator chose for a question; None: none answers it."""

    library: Library
    question: str
    citation: Citation | None


def pinned_card(question: str, citation: Citation) -> Card:
    """Return what was pinned, so that the moderator sees it."""
    lines: list[Line] = [(Span(says.IS_PINNED),), (Span(f"“{citation.quote}”", bold=True),)]
    small: Line = (Span(place_of(citation)),)
    return Card(Tone.ANSWER, tuple(lines), (small,), question=question)


async def _act(interaction: Interaction, purpose: str, subject: str, choice: Choice) -> Card:
    if purpose == "correct":
        return await _correct(interaction, subject, choice)
    card = await _keep(interaction, purpose, choice)
    library, feedback = feedback_of(interaction)
    await feedback.settle(library, int(subject))
    return card


async def _keep(interaction: Interaction, purpose: str, choice: Choice) -> Card:
    library, curating = curating_of(interaction)
    actor, citation = interaction.user.id, choice.citation
    if purpose == "pin" and citation:
        await curating.pin(library, actor, choice.question, citation)
        return pinned_card(choice.question, citation)
    await curating.save(library, actor, choice.question, citation)
    return notice(says.SAVED if citation else says.SAVED_NONE)


async def _correct(interaction: Interaction, subject: str, choice: Choice) -> Card:
    """Put the right passage where the wrong answer stood, and save the question."""
    citation, version = choice.citation, choice.library.snapshot.version
    answer = Answer(
        question=choice.question,
        version=version,
        verdict=Verdict.ANSWERED if citation else Verdict.NOT_FOUND,
        confidence=1.0 if citation else 0.0,
        citations=(citation,) if citation else (),
    )
    asker = int(subject.split(".")[2]) or None
    offers = Offers(asker=asker, follows=True)
    if not await _put(interaction, subject, corrected_card(answer, choice.question, offers)):
        return notice(says.CORRECTION_FAILED)
    lines = [says.CORRECTION_DONE, await _saved(interaction, choice)]
    presses: tuple[Press, ...] = ()
    if citation:
        lines.append(says.CORRECTION_AGAIN)
        presses = (Press(says.PIN_TOO, encode("pintoo", version, [citation])),)
    body = tuple((Span(line),) for line in lines)
    return Card(Tone.NOTICE, body, presses=presses, question=choice.question)


async def _put(interaction: Interaction, subject: str, card: Card) -> bool:
    """Put a card in place of an answer in this server."""
    place, number, _ = map(int, subject.split("."))
    guild = interaction.guild
    if guild is None or guild.get_channel_or_thread(place) is None:
        return False
    channel = interaction.client.get_partial_messageable(place, guild_id=guild.id)
    return await edit(channel.get_partial_message(number), card)


async def _saved(interaction: Interaction, choice: Choice) -> str:
    library, curating = curating_of(interaction)
    actor, question = interaction.user.id, choice.question
    try:
        await curating.save(library, actor, question, choice.citation, Action.CORRECT)
    except RefusedError as error:
        return str(error)
    return says.CORRECTION_SAVED


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
    subject = f"{message.channel.id}.{message.id}.{asker_of(message) or 0}"
    bot, guild = interaction.client, interaction.guild_id
    return await choosing_card(bot, guild, "correct", subject, question)
