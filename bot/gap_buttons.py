"""What a moderator presses to fill a gap: pin a passage, add a synonym, save it, dismiss it."""

from __future__ import annotations

import asyncio
from typing import Any

import discord

from bot import curation_replies as says
from bot.button import ModeratorButton, ModeratorMenu
from bot.card import Card, notice
from bot.choosing import choosing_card
from bot.form import ModeratorForm
from bot.gap_cards import CHANNEL, GAP_KIND, GAP_MENU, GAPS_KIND, gap_card, gaps_card
from bot.homes import library_for
from bot.moderating import curating_of, feedback_of
from bot.sender import defer_update, respond, update
from knowledge.store.gaps import Gap

Interaction = discord.Interaction[Any]


async def gaps_page(interaction: Interaction, page: int) -> Card:
    """Return a page of what was asked in vain here."""
    library, feedback = feedback_of(interaction)
    days = interaction.client.config.privacy.question_days
    found = await feedback.gaps(library)
    return gaps_card([gap for gap in found if _may_see(interaction, gap)], page, days)


def _may_see(interaction: Interaction, gap: Gap) -> bool:
    """Whether the moderator sees the channel in which it was asked last."""
    place = CHANNEL.search(gap.link or "")
    guild, member = interaction.guild, interaction.user
    if place is None or guild is None or not isinstance(member, discord.Member):
        return True
    channel = guild.get_channel_or_thread(int(place[1]))
    return channel is None or channel.permissions_for(member).view_channel


class GapsButton(ModeratorButton, template=GAPS_KIND + r":(?P<page>\d{1,3})"):
    """Turns to another page of the list."""

    async def do(self, interaction: Interaction) -> None:
        """Show the page in place of what the button was on."""
        await defer_update(interaction)
        card = await gaps_page(interaction, int(self.match["page"]))
        await respond(interaction, card, private=True)


class GapMenu(ModeratorMenu, template=GAP_MENU):
    """Opens one gap of the list."""

    async def do(self, interaction: Interaction) -> None:
        """Show it in place of the list."""
        await defer_update(interaction)
        library, feedback = feedback_of(interaction)
        gap = await feedback.gap(library, int(self.chosen(interaction)))
        await respond(interaction, gap_card(gap), private=True)


class GapButton(
    ModeratorButton, template=GAP_KIND + r":(?P<what>pin|save|names|dismiss):(?P<gap>\d{1,18})"
):
    """Does something about one gap."""

    async def do(self, interaction: Interaction) -> None:
        """Ask what is missing for it, or do it at once."""
        library, feedback = feedback_of(interaction)
        number, what = int(self.match["gap"]), self.match["what"]
        gap = await feedback.gap(library, number)
        if what == "names":  # a form cannot follow a deferral
            words = await _unknown(interaction, gap.question)
            await NamesForm(number, words).show(interaction)
            return
        await defer_update(interaction)
        if what == "dismiss":
            await feedback.dismiss(library, interaction.user.id, number)
            card = notice(says.DISMISSED)
        else:
            bot, guild = interaction.client, interaction.guild_id
            card = await choosing_card(bot, guild, what, str(number), gap.question)
        await respond(interaction, card, private=True)


class NamesForm(ModeratorForm):
    """A form for names that mean the same, which fills a gap."""

    def __init__(self, gap: int, words: str) -> None:
        super().__init__(says.NAMES_TITLE, says.NAMES_LABEL, says.NAMES_HINT, words)
        self._gap = gap

    async def do(self, interaction: Interaction, line: str) -> None:
        """Add the line, and forget the gap; a line that is refused leaves the card as it is."""
        library, curating = curating_of(interaction)
        names = await curating.name(library, interaction.user.id, line)
        await feedback_of(interaction)[1].settle(library, self._gap)
        text = says.NAMED.format(names=", ".join(names.names))
        await update(interaction, notice(text))


async def _unknown(interaction: Interaction, question: str) -> str:
    """Return the words of a question that no passage has, as the beginning of a line of names."""
    library = await library_for(interaction.client, interaction.guild_id)
    answer = await asyncio.to_thread(library.ask, question)
    return ", ".join(answer.missing[:1]) + " → " if answer.missing else ""
