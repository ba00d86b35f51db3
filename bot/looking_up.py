"""/lookup: names, headings and key terms while you type, and the passages that mention one."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, cast

import discord
from discord import app_commands

from bot import reading_replies as says
from bot import replies
from bot.button import GuardedButton
from bot.card import Card, Line, Span, Tone, notice
from bot.cards import more_card
from bot.layout import question_on
from bot.reading_buttons import snapshot_for
from bot.reading_cards import turns
from bot.references import VERSION
from bot.replies import counted
from bot.sender import defer, defer_update, respond
from knowledge.key_terms import Entry, entries_of
from knowledge.library import PASSAGES
from knowledge.lookup import Lookup, mentions
from knowledge.snapshot import Snapshot

if TYPE_CHECKING:
    from bot.client import Footnote

MOST = 25  # choices; Discord's limit
LONGEST = 100  # characters of a choice
KEPT = 16  # lookups of versions in memory
PATIENCE = 2.0  # seconds; Discord drops what is offered later than three
KIND = "looked"

Interaction = discord.Interaction[Any]
Term = app_commands.Range[str, 1, LONGEST]


class Lookups:
    """The lookup of each version that was asked lately; built off the event loop, once."""

    def __init__(self) -> None:
        self._found: OrderedDict[str, asyncio.Task[Lookup]] = OrderedDict()

    def of(self, snapshot: Snapshot) -> asyncio.Task[Lookup]:
        """Return the lookup of a version, or what builds it."""
        task = self._found.get(snapshot.version)
        if task is None or (task.done() and task.exception()):
            task = asyncio.create_task(asyncio.to_thread(_build, snapshot))
            self._found[snapshot.version] = task
        self._found.move_to_end(snapshot.version)
        while len(self._found) > KEPT:
            self._found.popitem(last=False)
        return task


def _build(snapshot: Snapshot) -> Lookup:
    return Lookup(entries_of(snapshot))


async def terms(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer what can be looked up, as far as it is at hand in time."""
    bot = cast("Footnote", interaction.client)
    building = bot.lookups.of(await snapshot_for(interaction))
    await asyncio.wait({building}, timeout=PATIENCE)
    if not building.done():
        return []
    found = building.result().suggest(typed, MOST)
    return [app_commands.Choice(name=_label(one), value=one.text[:LONGEST]) for one in found]


def _label(entry: Entry) -> str:
    about = says.LOOKUP_AMONG.format(
        kind=says.LOOKUP_KINDS[entry.kind.value], passages=counted(entry.passages, "passage")
    )
    room = LONGEST - len(about) - len(" – ")
    shown = entry.text if len(entry.text) <= room else entry.text[: room - 1] + "…"
    return f"{shown} – {about}"


def lookup_command() -> app_commands.Command[Any, ..., None]:
    """Return /lookup."""

    @app_commands.command(name="lookup", description=says.LOOKUP)
    @app_commands.describe(term=says.LOOKUP_TERM)
    @app_commands.autocomplete(term=terms)
    async def lookup(interaction: Interaction, term: Term) -> None:
        await defer(interaction, private=True)
        snapshot = await snapshot_for(interaction)
        if len(term) == LONGEST:  # a choice holds no more of a long heading than its beginning
            entries = await asyncio.to_thread(entries_of, snapshot)
            term = next((one.text for one in entries if one.text.startswith(term)), term)
        card = await _page(snapshot, term, 0)
        if card is None:
            bot = cast("Footnote", interaction.client)
            close = (await bot.lookups.of(snapshot)).suggest(term, 1)
            card = notice(_in_vain(term, close[0].text if close else ""))
        await respond(interaction, card, private=True)

    return lookup


class LookedButton(GuardedButton, template=rf"{KIND}:(?P<page>\d{{1,5}}):{VERSION}"):
    """Turns a page of the passages that mention a term."""

    async def press(self, interaction: Interaction) -> None:
        """Show the page in place of the one before."""
        assert interaction.message is not None  # noqa: S101  # a button stands on one
        await defer_update(interaction)
        snapshot, term = await snapshot_for(interaction), question_on(interaction.message)
        card = None
        if term and self.match["version"] == snapshot.version:
            card = await _page(snapshot, term, int(self.match["page"]))
        await respond(interaction, card or notice(replies.EXPIRED), private=True)


def _in_vain(term: str, close: str) -> str:
    """Say that nothing mentions a term, and what is spelt nearly the same."""
    if close:
        return says.LOOKUP_CLOSE.format(term=term, close=close)
    return says.LOOKUP_NONE.format(term=term)


async def _page(snapshot: Snapshot, term: str, page: int) -> Card | None:
    """Return a page of the passages that mention a term; None: there are none."""
    found = await asyncio.to_thread(mentions, snapshot, term)
    if not found:
        return None
    pages = (len(found) - 1) // PASSAGES + 1
    page = min(page, pages - 1)
    shown = found[page * PASSAGES :][:PASSAGES]
    card = more_card(snapshot.version, shown, page * PASSAGES + 1)
    head: Line = (Span(says.LOOKUP_TITLE.format(count=counted(len(found), "passage")), bold=True),)
    told: Line = (Span(says.PAGE_OF.format(page=page + 1, pages=pages)),)
    return Card(
        tone=Tone.ANSWER,
        body=(head, *card.body[1:]),
        small=(*card.small, told),
        presses=(*card.presses, *turns(f"{KIND}:{{page}}:{snapshot.version}", page, pages)),
        question=term,
    )
