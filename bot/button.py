"""Buttons and menus that outlive the process, and whose every press is answered."""

from __future__ import annotations

import re
from typing import Any, Generic, Self, TypeVar, cast

import discord
from discord import ui

from bot import replies
from bot.card import notice
from bot.errors import answer_failure
from bot.rights import may_moderate
from bot.sender import respond
from bot.slowing import admits

ItemT = TypeVar("ItemT", bound="ui.Item[Any]")


class Guarded(ui.DynamicItem[ItemT], Generic[ItemT], template="(?!)"):
    """Its id holds all that it needs; `match` is that id, taken apart."""

    is_for_moderators = False  # who do not have to wait

    def __init__(self, item: ItemT, match: re.Match[str]) -> None:
        super().__init__(item)
        self.match = match

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        """Return the item whose id was matched."""
        del interaction
        return cls(cast("ItemT", item), match)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer the press; nothing is left unanswered."""
        try:
            if self.is_for_moderators or await admits(interaction):
                await self.press(interaction)
        except Exception as error:  # noqa: BLE001  # discord.py would leave the press unanswered
            await answer_failure(interaction, error)

    async def press(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the item is for."""
        raise NotImplementedError


class GuardedButton(Guarded["ui.Button[ui.LayoutView]"], template="(?!)"):
    """A button."""


class GuardedMenu(Guarded["ui.Select[ui.LayoutView]"], template="(?!)"):
    """A menu."""

    def chosen(self, interaction: discord.Interaction[Any]) -> str:
        """Return what stands for the line that was chosen."""
        return chosen(interaction)


class Moderated(Guarded[ItemT], Generic[ItemT], template="(?!)"):
    """What only those may press who may moderate now."""

    is_for_moderators = True

    async def press(self, interaction: discord.Interaction[Any]) -> None:
        """Decide by the rights that the press itself carries, and do it."""
        if may_moderate(interaction):
            await self.do(interaction)
        else:
            await respond(interaction, notice(replies.MODERATORS_ONLY), private=True)

    async def do(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the item says."""
        raise NotImplementedError


class ModeratorButton(Moderated["ui.Button[ui.LayoutView]"], template="(?!)"):
    """A button for moderators."""


class ModeratorMenu(Moderated["ui.Select[ui.LayoutView]"], template="(?!)"):
    """A menu for moderators."""

    def chosen(self, interaction: discord.Interaction[Any]) -> str:
        """Return what stands for the line that was chosen."""
        return chosen(interaction)


def chosen(interaction: discord.Interaction[Any]) -> str:
    """Return what stands for the line of a menu that was chosen; "" for none."""
    data: dict[str, Any] = dict(interaction.data or {})
    return str(next(iter(data["values"]), ""))
