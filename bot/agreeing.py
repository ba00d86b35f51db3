"""The buttons of a change that waits for a moderator's word: do it, or leave it."""

from __future__ import annotations

from typing import Any

import discord

from bot import replies
from bot.button import ModeratorButton
from bot.card import Card, notice
from bot.change_cards import AGREE_KIND, DISCARD_KIND, rollback_card
from bot.moderating import fulfil, libraries_of, show_result
from bot.sender import defer_update, update

BEFORE = r"(?P<before>\d{1,9})"  # the version that answers now; 0: none
DIGEST = r"(?P<digest>[0-9a-f]{12})"  # of the version that is proposed


class AgreeButton(ModeratorButton, template=rf"{AGREE_KIND}:{BEFORE}:{DIGEST}"):
    """Does what the card proposes, if the library is still what it was then."""

    async def do(self, interaction: discord.Interaction[Any]) -> None:
        """Do it in place of the proposal, which cannot be agreed to twice."""
        await defer_update(interaction)
        library, moderation, _ = libraries_of(interaction)
        agreed = (int(self.match["before"]) or None, self.match["digest"])
        actor = interaction.user.id
        await fulfil(
            interaction, lambda progress: moderation.agree(library, actor, agreed, progress)
        )


class RollBackButton(
    ModeratorButton, template=rf"{AGREE_KIND}:rollback:{BEFORE}:(?P<target>\d{{1,9}})"
):
    """Lets an older version answer, if the one before it is still the current one."""

    async def do(self, interaction: discord.Interaction[Any]) -> None:
        """Do it in place of the question."""
        await defer_update(interaction)
        library, moderation, _ = libraries_of(interaction)
        before, target = int(self.match["before"]) or None, int(self.match["target"])

        async def card() -> Card:
            actor = interaction.user.id
            return rollback_card(await moderation.rollback(library, actor, target, before))

        await show_result(interaction, card)


class DiscardButton(ModeratorButton, template=rf"{DISCARD_KIND}(?::{DIGEST})?"):
    """Leaves everything as it is."""

    async def do(self, interaction: discord.Interaction[Any]) -> None:
        """Take the proposal away, and forget the edit behind it."""
        library, moderation, _ = libraries_of(interaction)
        if self.match["digest"]:
            await moderation.discard(library, self.match["digest"])
        await update(interaction, notice(replies.DISCARDED))
