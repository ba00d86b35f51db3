"""/knowledge add, remove, restore, sources, schedule, notices, cleaning: about single sources."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, cast

import discord
from discord import app_commands

from bot import curation_replies as says
from bot import replies
from bot.card import Card, Line, Span, Tone, notice
from bot.choices import (
    dropped_lines,
    full_line,
    full_name,
    kept_lines,
    live_sources,
    removed_sources,
)
from bot.cleaning_card import cleaning_card
from bot.library_cards import sources_card
from bot.moderating import fulfil, libraries_of, show_result, wish_for
from bot.sender import FAILURES, defer, may_write, post, respond
from knowledge.changes import Action
from knowledge.edits import LineEdit, SourceEdit
from knowledge.errors import NO_SUCH_SOURCE, TOO_LARGE, KnowledgeError, ReadError
from knowledge.reading.folder import MAX_BYTES
from knowledge.text import one_line
from knowledge.upkeep import Upkeep

if TYPE_CHECKING:
    from bot.client import Footnote

Interaction = discord.Interaction[Any]
SourceName = app_commands.Range[str, 1, 100]
LineText = app_commands.Range[str, 1, 100]
Address = app_commands.Range[str, 1, 2000]
Every = Literal["off", "hour", "6 hours", "day", "week"]
Callback = Callable[..., Coroutine[Any, Any, None]]


@app_commands.describe(file=replies.ADD_FILE, url=replies.ADD_URL)
async def add(
    interaction: Interaction, file: discord.Attachment | None = None, url: Address | None = None
) -> None:
    """Store a file or a page, and refresh."""
    await defer(interaction, private=True)
    if (file is None) == (url is None):
        text = replies.ADD_ONE if file is None else replies.ADD_BOTH
        await respond(interaction, notice(text), private=True)
    elif url is not None:
        library, moderation, _ = libraries_of(interaction)
        address, actor = url.strip("<> "), interaction.user.id
        await fulfil(
            interaction, lambda progress: moderation.add_page(library, actor, address, progress)
        )
    elif file is not None:
        await _add_file(interaction, file)


@app_commands.describe(source=replies.SOURCE)
@app_commands.autocomplete(source=live_sources)
async def remove(interaction: Interaction, source: SourceName) -> None:
    """Show what would go, and ask."""
    await defer(interaction, private=True)
    edit = SourceEdit(await full_name(interaction, source), removed=True)
    await wish_for(interaction, Action.REMOVE, edit, dry_run=True)


@app_commands.describe(source=replies.SOURCE)
@app_commands.autocomplete(source=removed_sources)
async def restore(interaction: Interaction, source: SourceName) -> None:
    """Take a removed source in again."""
    await defer(interaction, private=True)
    library, moderation, _ = libraries_of(interaction)
    name, actor = await full_name(interaction, source), interaction.user.id
    await fulfil(interaction, lambda progress: moderation.restore(library, actor, name, progress))


async def sources(interaction: Interaction) -> None:
    """List where the articles come from."""
    library, _, records = libraries_of(interaction)

    async def card() -> Card:
        lines = await records.sources(library)
        return sources_card(lines, follows=records.follows(library))

    await defer(interaction, private=True)
    await show_result(interaction, card)


@app_commands.describe(source=replies.SOURCE, every=replies.SCHEDULE_EVERY)
@app_commands.autocomplete(source=live_sources)
async def schedule(interaction: Interaction, source: SourceName, every: Every) -> None:
    """Plan when a source is read again by itself."""
    library, _, records = libraries_of(interaction)

    async def card() -> Card:
        name = await full_name(interaction, source)
        due_at = await _upkeep(interaction).schedule(library, interaction.user.id, name, every)
        if due_at is None:
            return notice(replies.UNSCHEDULED.format(name=name))
        when = datetime.fromtimestamp(due_at, UTC)
        head = replies.SCHEDULED.format(name=name, every=every)
        body: list[Line] = [(Span(head), Span(f"{when:%d %b %Y, %H:%M} UTC", when=when))]
        told = await records.notices_to(library)
        small = () if told else ((Span(replies.SCHEDULED_WITHOUT_NOTICES),),)
        return Card(Tone.NOTICE, tuple(body), small)

    await defer(interaction, private=True)
    await show_result(interaction, card)


@app_commands.describe(channel=replies.NOTICES_CHANNEL, digest=says.NOTICES_DIGEST)
async def notices(
    interaction: Interaction, channel: discord.TextChannel | None = None, digest: bool | None = None
) -> None:
    """Choose where moderators are told what happens by itself, and show that it works."""
    library, _, _ = libraries_of(interaction)
    await defer(interaction, private=True)
    if channel and not may_write(channel):
        text = replies.NOTICES_REFUSED.format(channel=f"#{channel.name}")
        await respond(interaction, notice(text), private=True)
        return

    async def card() -> Card:
        place = channel.id if channel else None
        upkeep = _upkeep(interaction)
        await upkeep.send_notices(library, interaction.user.id, place, digest=digest)
        return _notices_card(channel)

    await show_result(interaction, card)
    if channel:
        await post(channel, notice(replies.NOTICES_HERE))


@app_commands.describe(
    source=replies.SOURCE, keep=replies.CLEANING_KEEP, drop=replies.CLEANING_DROP
)
@app_commands.autocomplete(source=live_sources, keep=dropped_lines, drop=kept_lines)
async def cleaning(
    interaction: Interaction,
    source: SourceName,
    keep: LineText | None = None,
    drop: LineText | None = None,
) -> None:
    """Show what was left out and by which rule; or say of one line that it stays or goes."""
    await defer(interaction, private=True)
    library, _, records = libraries_of(interaction)
    name = await full_name(interaction, source)
    if keep and drop:
        await respond(interaction, notice(replies.CLEANING_ONE), private=True)
    elif not await _has_article(interaction, name):
        text = NO_SUCH_SOURCE.format(name=name)
        await respond(interaction, notice(text), private=True)
    elif chosen := keep or drop:
        edit = LineEdit(await full_line(interaction, name, chosen), kept=keep is not None)
        await wish_for(interaction, Action.KEEP_LINE if keep else Action.DROP_LINE, edit)
    else:

        async def card() -> Card:
            article = await records.article(library, name)
            return cleaning_card(article, await records.rules(library))

        await show_result(interaction, card)


def source_commands() -> Iterator[app_commands.Command[Any, ..., None]]:
    """Yield these commands, made anew, since a command belongs to one group."""
    described: dict[Callback, str] = {
        add: replies.ADD,
        remove: replies.REMOVE_SOURCE,
        restore: replies.RESTORE_SOURCE,
        sources: replies.SOURCES,
        schedule: replies.SCHEDULE,
        notices: replies.NOTICES,
        cleaning: replies.CLEANING,
    }
    for callback, description in described.items():
        name = callback.__name__
        yield app_commands.Command(name=name, description=description, callback=callback)


async def _has_article(interaction: Interaction, name: str) -> bool:
    library, _, records = libraries_of(interaction)
    return any(one.name == name and one.article for one in await records.sources(library))


async def _add_file(interaction: Interaction, file: discord.Attachment) -> None:
    try:
        edit = await _uploaded(file)
    except KnowledgeError as error:
        await respond(interaction, notice(str(error)), private=True)
    except FAILURES:
        await respond(interaction, notice(replies.NOT_FETCHED), private=True)
    else:
        await wish_for(interaction, Action.ADD, edit)


async def _uploaded(file: discord.Attachment) -> SourceEdit:
    """Return an uploaded file as an edit.

    Raises:
        ReadError: it is too large.
        One of FAILURES: Discord does not hand it over.
    """
    name, size = one_line(file.filename), file.size
    if size <= MAX_BYTES:
        data = await file.read()
        if (size := len(data)) <= MAX_BYTES:  # whatever was declared
            return SourceEdit(name, data)
    raise ReadError(name, TOO_LARGE.format(size=size, limit=MAX_BYTES))


def _upkeep(interaction: Interaction) -> Upkeep:
    return Upkeep(cast("Footnote", interaction.client).libraries)


def _notices_card(channel: discord.TextChannel | None) -> Card:
    if channel is None:
        return notice(replies.NOTICES_OFF)
    name = f"#{channel.name}"
    card = notice(replies.NOTICES_ON.format(channel=name))
    if not channel.permissions_for(channel.guild.default_role).view_channel:
        return card
    return Card(Tone.RELATED, card.body, ((Span(replies.NOTICES_PUBLIC.format(channel=name)),),))
