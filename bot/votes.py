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
from bot.homes import library_id
from bot.layout import question_on
from bot.questions import asked_in
from bot.sender import FAILURES, defer, respond, update
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
        library = library_id(bot, interaction.guild_id)
        voter = bot.state.voter(interaction.user.id, message.id)
        is_up = self.match["way"] == "up"
        before, now = await bot.feedback.vote(library, message.id, voter, is_up=is_up)
        more = (now is False) - (before is False)
        question = await question_of(message) if more else ""
        is_public = interaction.guild_id is not None and not message.flags.ephemeral
        if question and is_public:
            await bot.feedback.unhelpful(library, question, message.jump_url, more=more)
        asks = bool(question) and more > 0 and not is_public and bot.feedback.keeps_questions
        card = _consent_card(question) if asks else _thanks(now, kept=bool(question))
        await respond(interaction, card, private=True)


class TellButton(GuardedButton, template=TELL_KIND + r"(?::(?P<no>no))?"):
    """Lets moderators read the question of a private answer, or not."""

    async def press(self, interaction: discord.Interaction[Any]) -> None:
        """Do as the asker says; others do not see the button."""
        bot, message = cast("Footnote", interaction.client), interaction.message
        assert message is not None  # noqa: S101  # a button stands on one
        question = "" if self.match["no"] else await question_of(message)
        if question:
            library = library_id(bot, interaction.guild_id)
            await bot.feedback.unhelpful(library, question, None, more=1)
        await update(interaction, notice(says.TOLD if question else says.NOT_TOLD))


async def question_of(message: discord.Message) -> str:
    """Return the question that an answer of ours is about: on its card, or replied to; or ""."""
    if found := question_on(message):
        return found
    reference = message.reference
    if reference is None or reference.message_id is None:
        return ""
    asked = reference.resolved
    if not isinstance(asked, discord.Message) or not asked.content:
        try:
            asked = await message.channel.fetch_message(reference.message_id)
        except FAILURES:
            return ""
    return asked_in(asked.content, LONGEST_QUESTION)


def _consent_card(question: str) -> Card:
    presses = (
        Press(says.TELL, TELL_KIND, is_main=True),
        Press(says.TELL_NOT, f"{TELL_KIND}:no"),
    )
    return Card(Tone.NOTICE, ((Span(says.ASK_CONSENT),),), presses=presses, question=question)


def _thanks(now: bool | None, *, kept: bool) -> Card:
    if now is None:
        return notice(says.VOTE_TAKEN_BACK)
    if now:
        return notice(says.VOTED_UP)
    return notice(says.VOTED_DOWN if kept else says.VOTED_DOWN_UNKEPT)
