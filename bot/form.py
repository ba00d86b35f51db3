"""A form to fill in, whose every submission is answered."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot import replies
from bot.card import notice
from bot.errors import answer_failure
from bot.rights import may_moderate
from bot.sender import respond, show_form
from bot.slowing import admits

OPEN_FOR = 3600.0  # seconds; a form that is filled in later is told so


class Form(ui.Modal):
    """A form of one line; it does not outlive the process."""

    is_for_moderators = False  # who do not have to wait

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
        """Do what the form is for; nothing is left unanswered."""
        try:
            if self.is_for_moderators or await admits(interaction):
                await self.do(interaction, self.line.value)
        except Exception as error:  # noqa: BLE001  # discord.py would leave it unanswered
            await answer_failure(interaction, error)

    async def do(self, interaction: discord.Interaction[Any], line: str) -> None:
        """Do what the form is for."""
        raise NotImplementedError


class ModeratorForm(Form):
    """A form that counts only if its sender may moderate now."""

    is_for_moderators = True

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Decide by the rights that the submission itself carries."""
        if may_moderate(interaction):
            await super().on_submit(interaction)
        else:
            await respond(interaction, notice(replies.MODERATORS_ONLY), private=True)
