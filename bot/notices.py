"""Tell moderators what happened by itself: a change that waits, pages that keep failing."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from bot import replies
from bot.card import BREAK, Card, Line, Span, Tone
from bot.change_cards import change_card
from bot.homes import library_id
from bot.sender import post
from knowledge.records import Records

if TYPE_CHECKING:
    from bot.client import Footnote
    from knowledge.scheduler import Notice

_log = logging.getLogger(__name__)


async def tell(bot: Footnote, notice: Notice) -> None:
    """Post a notice where the moderators of its library want to be told."""
    place = await Records(bot.libraries).notices_to(notice.library)
    channel = bot.get_channel(place) if place else None
    if not isinstance(channel, discord.TextChannel):
        _log.info("library %d: moderators have no channel for notices", notice.library)
        return
    if library_id(bot, channel.guild.id) != notice.library:  # of another server by now
        return
    for card in notice_cards(notice):
        await post(channel, card)


def notice_cards(notice: Notice) -> list[Card]:
    """Return the cards of a notice."""
    cards = []
    if notice.waiting:
        card = change_card(notice.waiting)
        lead: Line = (Span(replies.NOTICE_WAITS),)
        cards.append(replace(card, body=(lead, BREAK, *card.body)))
    if notice.failing:
        body = [
            (Span(replies.NOTICE_FAILING.format(name=one.name, reason=one.fault)),)
            for one in notice.failing
        ]
        cards.append(Card(Tone.RELATED, tuple(body), ((Span(replies.NOTICE_STAYS),),)))
    return cards
