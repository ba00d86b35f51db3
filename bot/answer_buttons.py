"""What a reader presses under an answer: share it, dismiss it, ask on, see further passages."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import discord

from bot import reading_replies as says
from bot import replies
from bot.asking import answer_interaction
from bot.button import GuardedButton
from bot.card import Span, notice
from bot.cards import (
    DISMISS_KIND,
    FOLLOW_KIND,
    FURTHER_KIND,
    SHARE_KIND,
    Offers,
    answer_card,
    further_card,
)
from bot.deciding import places_of, settings_of, wants_privacy
from bot.form import Form
from bot.homes import guild_of, library_for
from bot.layout import ids_on, question_on
from bot.references import QUOTES, VERSION, decode
from bot.rights import may_tidy
from bot.sender import in_time, respond, take_away, update
from bot.server_settings import Mode
from knowledge.model import Answer, Verdict

if TYPE_CHECKING:
    from bot.client import Footnote

Interaction = discord.Interaction[Any]
_DISMISS = re.compile(DISMISS_KIND + r":(?P<asker>\d{1,20})")


def asker_of(message: discord.Message) -> int | None:
    """Return who may dismiss an answer since they asked; None: it does not say."""
    found = (_DISMISS.fullmatch(one) for one in ids_on(message))
    return next((int(one["asker"]) for one in found if one), None)


class DismissButton(GuardedButton, template=_DISMISS.pattern):
    """Takes an answer away, for who asked and for moderators."""

    async def press(self, interaction: Interaction) -> None:
        """Delete it, or say who may."""
        if interaction.user.id == int(self.match["asker"]) or may_tidy(interaction):
            await take_away(interaction)
        else:
            await respond(interaction, notice(says.DISMISS_REFUSED), private=True)


class ShareButton(
    GuardedButton,
    template=SHARE_KIND + rf"-(?P<verdict>answered|related|pinned):1:{VERSION}:{QUOTES}",
):
    """Posts a private answer to the channel."""

    async def press(self, interaction: Interaction) -> None:
        """Post it, if who pressed may write there."""
        assert interaction.message is not None  # noqa: S101  # a button stands on one
        library = await library_for(interaction.client, guild_of(interaction))
        version, verdict = self.match["version"], self.match["verdict"]
        citations = decode(library, version, self.match["quotes"])
        if refused := await _refusal(interaction):
            await respond(interaction, notice(refused), private=True)
            return
        if citations is None:
            await respond(interaction, notice(replies.EXPIRED), private=True)
            return
        question = question_on(interaction.message)
        is_close = verdict == "related"
        shared = Answer(
            question=question,
            version=version,
            verdict=Verdict.RELATED if is_close else Verdict.ANSWERED,
            confidence=0.0,
            citations=tuple(citations),
            is_pinned=verdict == "pinned",
        )
        user = interaction.user.id
        card = answer_card(shared, question, Offers(asker=user, follows=True))
        by = (Span(says.SHARED_BY), Span(str(user), user=user))
        await respond(interaction, replace(card, small=(*card.small, by)), private=False)


async def _refusal(interaction: Interaction) -> str:
    """Say why nothing is shared here; "" if it may be."""
    found = await settings_of(cast("Footnote", interaction.client), interaction.guild_id)
    if found.mode(*places_of(interaction.channel)) is Mode.OFF:
        return says.OFF_HERE
    rights, is_thread = interaction.permissions, isinstance(interaction.channel, discord.Thread)
    may_write = rights.send_messages_in_threads if is_thread else rights.send_messages
    return "" if may_write else says.SHARE_REFUSED


class FollowButton(GuardedButton, template=FOLLOW_KIND):
    """Asks for the next question, which may lean on this one."""

    async def press(self, interaction: Interaction) -> None:
        """Show the form."""
        message = interaction.message
        assert message is not None  # noqa: S101  # a button stands on one
        bot = cast("Footnote", interaction.client)
        before = bot.conversations.before(message.id) or question_on(message)
        is_private = message.flags.ephemeral or await wants_privacy(interaction)
        await FollowForm(before, is_private=is_private).show(interaction)


class FollowForm(Form):
    """A form for a question that may lean on the one before."""

    def __init__(self, before: str, *, is_private: bool) -> None:
        super().__init__(says.FOLLOW_TITLE, says.FOLLOW_LABEL)
        self._before, self._is_private = before, is_private

    async def do(self, interaction: Interaction, line: str) -> None:
        """Answer it where the one before was answered."""
        await answer_interaction(interaction, line, private=self._is_private, previous=self._before)


class FurtherButton(GuardedButton, template=FURTHER_KIND + rf":(?P<page>\d{{1,2}}):{VERSION}"):
    """Turns a page of the passages that match."""

    async def press(self, interaction: Interaction) -> None:
        """Show the page in place of the one before."""
        assert interaction.message is not None  # noqa: S101  # a button stands on one
        finding = library_for(interaction.client, guild_of(interaction))
        library = await in_time(interaction, finding, updates=True)
        question, page = question_on(interaction.message), int(self.match["page"])
        if not question or self.match["version"] != library.snapshot.version:
            await update(interaction, notice(replies.EXPIRED))
            return
        found = await asyncio.to_thread(library.passages, question, page + 2)
        await update(interaction, further_card(library.snapshot.version, question, found, page))
