"""A form to fill in, whose every submission is answered."""

from __future__ import annotations

from typing import Any, cast

import discord
from discord import ui

from bot import replies
from bot.card import notice
from bot.errors import answer_failure
from bot.rights import may_moderate
from bot.sender import respond, show_form

OPEN_FOR = 3600.0  # seconds; a form that is filled in later is told so


class Form(ui.Modal):
    """A form of one line, for moderators; it does not outlive the process."""

    def __init__(self, title: str, label: str, hint: str = "", default: str = "") -> None:
        super().__init__(title=title, timeout=OPEN_FOR)
        self.line: ui.TextInput[Form] = ui.TextInput(
            max_length=300, placeholder=hint or None, default=default[:300] or None
        )
        self.add_item(ui.Label(text=label, component=self.line))

    async def show(self, interaction: discord.Interaction[Any]) -> None:
        """Let the person fill it in."""
        interaction.client.forms[self.custom_id] = self
        await show_form(interaction, self)

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Decide by the rights of now, and do what the form is for."""
        if may_moderate(interaction):
            await self.do(interaction, self.line.value)
        else:
            await respond(interaction, notice(replies.MODERATORS_ONLY), private=True)

    async def on_error(  # type: ignore[override]  # as discord.py's own form does
        self, interaction: discord.Interaction[Any], error: Exception, /
    ) -> None:
        """Tell the moderator."""
        await answer_failure(cast("discord.Interaction[discord.Client]", interaction), error)

    async def do(self, interaction: discord.Interaction[Any], line: str) -> None:
        """Do what the form is for."""
        raise NotImplementedError
