"""Tell moderators what happened by itself: a change that waits, pages that keep failing."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from bot import curation_replies as says
from bot import replies
from bot.card import BREAK, Card, Line, Span, Tone
from bot.change_cards import change_card
from bot.curation_cards import impact_lines
from bot.gap_cards import CHANNEL, digest_card
from bot.homes import library_id
from bot.sender import post
from knowledge.records import Records

if TYPE_CHECKING:
    from bot.client import Footnote
    from knowledge.scheduler import Notice
    from knowledge.store.gaps import Gap

FAILING_SHOWN = 8

_log = logging.getLogger(__name__)


async def tell(bot: Footnote, notice: Notice) -> bool:
    """Post a notice where the moderators of its library want it; return whether it is there."""
    channel = await _channel(bot, notice.library)
    return channel is not None and all([await post(channel, one) for one in notice_cards(notice)])


async def tell_digests(bot: Footnote) -> None:
    """Tell moderators who wish it, once a week, what was asked in vain."""
    for library in await bot.feedback.digests():
        if channel := await _channel(bot, library):
            activity = await bot.feedback.activity(library)
            found = await bot.feedback.gaps(library)
            card = digest_card(activity, [gap for gap in found if _is_for_all(channel, gap)])
            if await post(channel, card):
                await bot.feedback.told(library)


def _is_for_all(channel: discord.TextChannel, gap: Gap) -> bool:
    """Whether everybody sees the channel in which it was asked last."""
    place = CHANNEL.search(gap.link or "")
    found = channel.guild.get_channel_or_thread(int(place[1])) if place else None
    everybody = channel.guild.default_role
    return found is None or found.permissions_for(everybody).view_channel


async def _channel(bot: Footnote, library: int) -> discord.TextChannel | None:
    """Return where moderators of a library are told what happens by itself, if anywhere."""
    place = await Records(bot.libraries).notices_to(library)
    channel = bot.get_channel(place) if place else None
    if not isinstance(channel, discord.TextChannel):
        _log.info("library %d: moderators have no channel for notices", library)
        return None
    # It may be of another server by now.
    return channel if library_id(bot, channel.guild.id) == library else None


def notice_cards(notice: Notice) -> list[Card]:
    """Return the cards of a notice."""
    cards = []
    if notice.waiting:
        card = change_card(notice.waiting)
        lead: Line = (Span(replies.NOTICE_WAITS),)
        cards.append(replace(card, body=(lead, BREAK, *card.body)))
    if notice.done:
        card = change_card(notice.done)
        done: Line = (Span(says.NOTICE_DONE.format(number=notice.done.after)),)
        cards.append(replace(card, body=(done, BREAK, *card.body)))
    if notice.followed:
        head: Line = (Span(says.NOTICE_FOLLOWED),)
        lines = (head, BREAK, *impact_lines(notice.followed))
        cards.append(Card(Tone.RELATED, lines))
    if notice.failing:
        body: list[Line] = [
            (Span(replies.NOTICE_FAILING.format(name=one.name, reason=one.fault)),)
            for one in notice.failing[:FAILING_SHOWN]
        ]
        if rest := len(notice.failing) - len(body):
            body.append((Span(replies.MORE_SOURCES.format(count=rest)),))
        cards.append(Card(Tone.RELATED, tuple(body), ((Span(replies.NOTICE_STAYS),),)))
    return cards
