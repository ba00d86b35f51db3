"""👍 and 👎 under an answer, and the question whether moderators may read what was asked.

A vote is kept under a keyed hash of the user; the question of a private answer, only if its asker
says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import discord

from bot import curation_replies as says
from bot.button import GuardedButton
from bot.card import Card, Press, Span, Tone, notice
from bot.cards import TELL_KIND, VOTE_KIND
from bot.homes import guild_of, library_id
from bot.layout import question_on
from bot.questions import asked_in, is_private_thread
from bot.sender import FAILURES, defer, defer_update, respond
from knowledge.answering import LONGEST_QUESTION

if TYPE_CHECKING:
    from bot.client import Footnote


class VoteButton(GuardedButton, template=VOTE_KIND + r":(?P<way>up|down)"):
    """Counts a vote; the same one again takes it back."""

    async def press(self, interaction: discord.Interaction[Any]) -> None:
        """Count it, and of a 👎 note which question needs a better answer."""
        bot, message = cast("Footnote", interaction.client), interaction.message
        assert message is not None  # noqa: S101  # a button stands on one
        await defer(interaction, private=True)
        library = library_id(bot, guild_of(interaction))
        voter, is_up = bot.state.voter(interaction.user.id, message.id), self.match["way"] == "up"
        before, now = await bot.feedback.vote(library, message.id, voter, is_up=is_up)
        is_secret = message.flags.ephemeral or is_private_thread(interaction.channel)
        is_public = guild_of(interaction) is not None and not is_secret
        was_kept = before is not None and not before.is_up and (is_public or before.told)
        question = await question_of(message) if now is False or was_kept else ""
        if question and was_kept:
            await bot.feedback.helpful_after_all(library, question)
        if now is False and question and not is_public and bot.feedback.keeps_questions:
            await respond(interaction, _consent_card(question, message.id), private=True)
            return
        is_seen = False
        if now is False and question and is_public:
            is_seen = await bot.feedback.unhelpful(library, question, message.jump_url)
        await respond(interaction, _thanks(now, is_seen=is_seen), private=True)


class TellButton(GuardedButton, template=TELL_KIND + r"(?::(?P<answer>\d{1,20}|no))?"):
    """Lets moderators read the question of a private answer, or not."""

    async def press(self, interaction: discord.Interaction[Any]) -> None:
        """Do as the asker says; others do not see the button."""
        bot, message, answer = (
            cast("Footnote", interaction.client),
            interaction.message,
            self.match["answer"],
        )
        assert message is not None  # noqa: S101  # a button stands on one
        await defer_update(interaction)
        question = "" if answer == "no" else await question_of(message)
        is_seen = False
        if answer not in (None, "no"):  # it goes with a vote, and is counted once
            voter = bot.state.voter(interaction.user.id, int(answer))
            question = question if await bot.feedback.tell(int(answer), voter) else ""
        if question:
            library = library_id(bot, guild_of(interaction))
            is_seen = await bot.feedback.unhelpful(library, question, None)
        await respond(interaction, notice(says.TOLD if is_seen else says.NOT_TOLD), private=True)


async def question_of(message: discord.Message) -> str:
    """Return the question that an answer of ours is about: on its card, or replied to; or ""."""
    if found := question_at_hand(message):
        return found
    if message.reference is None or message.reference.message_id is None:
        return ""
    try:
        asked = await message.channel.fetch_message(message.reference.message_id)
    except FAILURES:
        return ""
    return asked_in(asked.content, LONGEST_QUESTION)


def question_at_hand(message: discord.Message) -> str:
    """Return the same as far as Discord has sent it along; "" if it has not."""
    if found := question_on(message):
        return found
    asked = message.reference.resolved if message.reference else None
    if not isinstance(asked, discord.Message):
        return ""
    return asked_in(asked.content, LONGEST_QUESTION) if asked.content else ""


def _consent_card(question: str, answer: int) -> Card:
    presses = (
        Press(says.TELL, f"{TELL_KIND}:{answer}", is_main=True),
        Press(says.TELL_NOT, f"{TELL_KIND}:no"),
    )
    return Card(Tone.NOTICE, ((Span(says.ASK_CONSENT),),), presses=presses, question=question)


def _thanks(now: bool | None, *, is_seen: bool) -> Card:
    if now is None:
        return notice(says.VOTE_TAKEN_BACK)
    if now:
        return notice(says.VOTED_UP)
    return notice(says.VOTED_DOWN if is_seen else says.VOTED_DOWN_UNKEPT)
