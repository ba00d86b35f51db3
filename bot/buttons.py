"""The buttons under answers: alive after a restart, and every press is answered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord

from bot import reading_replies as reads
from bot import replies
from bot.agreeing import AgreeButton, DiscardButton, RollBackButton
from bot.answer_buttons import DismissButton, FollowButton, FurtherButton, ShareButton
from bot.button import Guarded, GuardedButton
from bot.card import Card, Press, notice
from bot.cards import CONTEXT_KIND, FURTHER_KIND, MORE_KIND, context_card, more_card
from bot.choosing import SearchButton
from bot.gap_buttons import GapButton, GapMenu, GapsButton
from bot.homes import guild_of, library_for
from bot.layout import ids_on
from bot.looking_up import LookedButton
from bot.mending import PassageMenu, PinTooButton
from bot.reading_buttons import ContentsMenu, OpenMenu, ReadButton, ShelfButton
from bot.references import QUOTES, VERSION, decode
from bot.sender import in_time, respond
from bot.settings_card import ClearButton, FlagButton, HelperMenu, ModeButton, PlaceMenu
from bot.votes import TellButton, VoteButton, question_at_hand
from knowledge.follow_ups import leans
from knowledge.library import Library
from knowledge.model import Citation

_ID = rf":(?P<first>\d{{1,6}}):{VERSION}:{QUOTES}"


class QuoteButton(GuardedButton, template="(?!)"):
    """A button that is about some quotes; `question` is what they answer, if that is at hand."""

    question = ""

    async def press(self, interaction: discord.Interaction[Any]) -> None:
        """Show what was asked for, only to who pressed."""
        self.question = question_at_hand(interaction.message) if interaction.message else ""
        finding = library_for(interaction.client, guild_of(interaction))
        library = await in_time(interaction, finding)
        await respond(interaction, self._card(library), private=True)

    def _card(self, library: Library) -> Card:
        version, first = self.match["version"], int(self.match["first"])
        citations = decode(library, version, self.match["quotes"])
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
    """Shows the other passages of an answer, and the way to further ones."""

    def show(self, version: str, citations: list[Citation], first: int) -> Card:
        """Return all of them on one card."""
        card = more_card(version, citations, first)
        if not self.question or leans(self.question):  # it cannot be searched for by itself
            return card
        later = Press(reads.LATER, f"{FURTHER_KIND}:1:{version}")
        return replace(card, question=self.question, presses=(*card.presses, later))


BUTTONS: tuple[type[Guarded[Any]], ...] = (
    ContextButton,
    MoreButton,
    FurtherButton,
    ShareButton,
    DismissButton,
    FollowButton,
    ShelfButton,
    OpenMenu,
    ReadButton,
    ContentsMenu,
    LookedButton,
    VoteButton,
    TellButton,
    AgreeButton,
    RollBackButton,
    DiscardButton,
    GapsButton,
    GapMenu,
    GapButton,
    SearchButton,
    PassageMenu,
    PinTooButton,
    PlaceMenu,
    HelperMenu,
    ModeButton,
    FlagButton,
    ClearButton,
)


def is_ours(interaction: discord.Interaction[Any]) -> bool:
    """Whether one of the buttons answers this press: its id is of a kind, and on the message."""
    data: dict[str, Any] = dict(interaction.data or {})
    custom_id = str(data.get("custom_id", ""))
    kinds = [button.__discord_ui_compiled_template__ for button in BUTTONS]
    is_known = any(kind.fullmatch(custom_id) for kind in kinds)
    return is_known and interaction.message is not None and custom_id in ids_on(interaction.message)
