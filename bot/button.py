"""A button that outlives the process, and whose every press is answered."""

from __future__ import annotations

import re
from typing import Any, Self, cast

import discord
from discord import ui

from bot.errors import answer_failure


class GuardedButton(ui.DynamicItem[ui.Button[ui.LayoutView]], template="(?!)"):
    """Its id holds all that it needs; `match` is that id, taken apart."""

    def __init__(self, item: ui.Button[ui.LayoutView], match: re.Match[str]) -> None:
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
        """Return the button whose id was matched."""
        del interaction
        return cls(cast("ui.Button[ui.LayoutView]", item), match)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer the press; nothing is left unanswered."""
        try:
            await self.press(interaction)
        except Exception as error:  # noqa: BLE001  # discord.py would leave the press unanswered
            await answer_failure(interaction, error)

    async def press(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the button is for."""
        raise NotImplementedError
