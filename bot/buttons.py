"""The buttons under answers: alive after a restart, and every press is answered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self, cast

import discord
from discord import ui

from bot import replies
from bot.card import Card, notice
from bot.cards import CONTEXT_KIND, MORE_KIND, context_card, more_card
from bot.errors import answer_failure
from bot.references import QUOTES, VERSION, decode
from bot.sender import respond
from knowledge.model import Citation

if TYPE_CHECKING:
    from bot.client import Footnote

_ID = rf":(?P<first>\d{{1,2}}):{VERSION}:{QUOTES}"


class QuoteButton(ui.DynamicItem[ui.Button[ui.LayoutView]], template="(?!)"):
    """A button that is about some quotes; its id holds all that it needs."""

    def __init__(self, item: ui.Button[ui.LayoutView], match: re.Match[str]) -> None:
        super().__init__(item)
        self._match = match

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
        """Show what was asked for, only to who pressed; nothing is left unanswered."""
        try:
            card = self._card(interaction.client)
        except Exception as error:  # noqa: BLE001  # discord.py would leave the press unanswered
            await answer_failure(interaction, error)
        else:
            await respond(interaction, card, private=True)

    def _card(self, bot: Footnote) -> Card:
        version, first = self._match["version"], int(self._match["first"])
        citations = decode(bot.library, version, self._match["quotes"])
        return self.show(version, citations, first) if citations else notice(replies.EXPIRED)

    def show(self, version: str, citations: list[Citation], first: int) -> Card:
        """Return the card that the press brings."""
        raise NotImplementedError


class ContextButton(QuoteButton, template=CONTEXT_KIND + _ID):
    """Shows the paragraph of a quote and those around it."""

    def show(self, version: str, citations: list[Citation], first: int) -> Card:
        """Return the context of the one quote."""
        del version
        return context_card(citations[0], first)


class MoreButton(QuoteButton, template=MORE_KIND + _ID):
    """Shows the other passages of an answer."""

    def show(self, version: str, citations: list[Citation], first: int) -> Card:
        """Return all of them on one card."""
        return more_card(version, citations, first)


BUTTONS: tuple[type[QuoteButton], ...] = (ContextButton, MoreButton)


def is_ours(interaction: discord.Interaction[Any]) -> bool:
    """Whether one of the buttons answers this press: its id is of a kind, and on the message."""
    data: dict[str, Any] = dict(interaction.data or {})
    custom_id = str(data.get("custom_id", ""))
    kinds = [button.__discord_ui_compiled_template__ for button in BUTTONS]
    return any(kind.fullmatch(custom_id) for kind in kinds) and custom_id in _ids(interaction)


def _ids(interaction: discord.Interaction[Any]) -> set[str]:
    if interaction.message is None:
        return set()
    view = ui.LayoutView.from_message(interaction.message, timeout=None)
    view.stop()
    return {str(getattr(item, "custom_id", "")) for item in view.walk_children()}
