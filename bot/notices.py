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

FAILING_SHOWN = 8

_log = logging.getLogger(__name__)


async def tell(bot: Footnote, notice: Notice) -> bool:
    """Post a notice where the moderators of its library want it; return whether it is there."""
    place = await Records(bot.libraries).notices_to(notice.library)
    channel = bot.get_channel(place) if place else None
    if not isinstance(channel, discord.TextChannel):
        _log.info("library %d: moderators have no channel for notices", notice.library)
        return False
    if library_id(bot, channel.guild.id) != notice.library:  # of another server by now
        return False
    return all([await post(channel, card) for card in notice_cards(notice)])


def notice_cards(notice: Notice) -> list[Card]:
    """Return the cards of a notice."""
    cards = []
    if notice.waiting:
        card = change_card(notice.waiting)
        lead: Line = (Span(replies.NOTICE_WAITS),)
        cards.append(replace(card, body=(lead, BREAK, *card.body)))
    if notice.failing:
        body: list[Line] = [
            (Span(replies.NOTICE_FAILING.format(name=one.name, reason=one.fault)),)
            for one in notice.failing[:FAILING_SHOWN]
        ]
        if rest := len(notice.failing) - len(body):
            body.append((Span(replies.MORE_SOURCES.format(count=rest)),))
        cards.append(Card(Tone.RELATED, tuple(body), ((Span(replies.NOTICE_STAYS),),)))
    return cards
