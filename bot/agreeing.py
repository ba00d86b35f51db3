"""The buttons of a change that waits for a moderator's word: do it, or leave it."""

from __future__ import annotations

from typing import Any

import discord

from bot import replies
from bot.button import GuardedButton
from bot.card import Card, notice
from bot.change_cards import AGREE_KIND, DISCARD_KIND, find, rollback_card
from bot.moderating import fulfil, libraries_of, show_result
from bot.rights import may_moderate
from bot.sender import defer_update, respond, update
from knowledge.errors import NO_SUCH_SOURCE, RefusedError
from knowledge.gathering import SourceEdit
from knowledge.moderation import Action, Wish


class ModeratorButton(GuardedButton, template="(?!)"):
    """A button that only those may press who may moderate now."""

    async def press(self, interaction: discord.Interaction[Any]) -> None:
        """Decide by the rights that the press itself carries, and do it."""
        if may_moderate(interaction):
            await self.do(interaction)
        else:
            await respond(interaction, notice(replies.MODERATORS_ONLY), private=True)

    async def do(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the button says."""
        raise NotImplementedError


class AgreeButton(
    ModeratorButton,
    template=rf"{AGREE_KIND}:(?:"
    r"(?P<action>refresh|remove):(?P<before>\d{1,9}):(?P<digest>[0-9a-f]{12})"
    r"(?::(?P<name>[0-9a-f]{12}))?"
    r"|rollback:(?P<current>\d{1,9}):(?P<target>\d{1,9}))",
):
    """Does what the card proposes, if the library is still what it was then."""

    async def do(self, interaction: discord.Interaction[Any]) -> None:
        """Do it in place of the proposal, which cannot be agreed to twice."""
        await defer_update(interaction)
        if self.match["target"]:
            await show_result(interaction, lambda: self._roll_back(interaction))
            return
        try:
            wish = await self._wish(interaction)
        except RefusedError as error:
            await respond(interaction, notice(str(error)), private=True)
        else:
            await fulfil(interaction, wish)

    async def _roll_back(self, interaction: discord.Interaction[Any]) -> Card:
        library, moderation, _ = libraries_of(interaction)
        before = int(self.match["current"]) or None
        target = int(self.match["target"])
        change = await moderation.rollback(library, interaction.user.id, target, before)
        return rollback_card(change, is_done=True)

    async def _wish(self, interaction: discord.Interaction[Any]) -> Wish:
        library, _, records = libraries_of(interaction)
        agreed = (int(self.match["before"]) or None, self.match["digest"])
        action = Action(self.match["action"])
        if action is Action.REFRESH:
            return Wish(library, interaction.user.id, action, agreed=agreed)
        names = [line.name for line in await records.sources(library) if not line.removed]
        name = find(names, self.match["name"] or "")
        if name is None:
            raise RefusedError(NO_SUCH_SOURCE.format(name=replies.THAT))
        edit = SourceEdit(name, removed=True)
        return Wish(library, interaction.user.id, action, edit, agreed=agreed)


class DiscardButton(ModeratorButton, template=DISCARD_KIND):
    """Leaves everything as it is."""

    async def do(self, interaction: discord.Interaction[Any]) -> None:
        """Take the proposal away."""
        await update(interaction, notice(replies.DISCARDED))
