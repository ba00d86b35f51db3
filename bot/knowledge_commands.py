"""/knowledge: the commands of moderators. Each asks, renders, sends; rights are in one place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import discord
from discord import app_commands

from bot import replies
from bot.card import BREAK, Card, File, Line, Span, Tone, notice
from bot.change_cards import difference_card, rollback_card
from bot.choices import versions
from bot.curation_commands import curation_commands
from bot.curation_replies import CORRECT
from bot.library_cards import activity_lines, history_card, status_card
from bot.moderating import feedback_of, libraries_of, show_result, wish_for
from bot.rights import may_moderate
from bot.sender import choose, defer, respond
from bot.settings_card import NAME as SETTINGS
from bot.source_commands import source_commands
from knowledge.changes import Action
from knowledge.errors import EXPORT_TOO_LARGE, RefusedError
from knowledge.store.versions import SHARED
from knowledge.upkeep import Upkeep

Interaction = discord.Interaction[Any]
Number = app_commands.Range[int, 1, 2**31 - 1]
NAME = "knowledge"


def is_for_moderators(interaction: Interaction) -> bool:
    """Whether a command, or its autocomplete, is for moderators alone."""
    data: dict[str, Any] = dict(interaction.data or {})
    return data.get("name") in (NAME, CORRECT, SETTINGS)


async def refuse_others(interaction: Interaction) -> bool:
    """Return whether the person may do this; answer those who may not.

    It covers every command below /knowledge, their autocomplete and the menu that corrects an
    answer, also where a server's settings show them to everybody.
    """
    if not is_for_moderators(interaction) or may_moderate(interaction):
        return True
    if interaction.type is discord.InteractionType.autocomplete:
        await choose(interaction, [])
    else:
        await respond(interaction, notice(replies.MODERATORS_ONLY), private=True)
    return False


class KnowledgeGroup(app_commands.Group):
    """Refresh, add, remove; history, differences, rollback: for those who may moderate."""

    def __init__(self) -> None:
        super().__init__(
            name=NAME,
            description=replies.KNOWLEDGE,
            guild_only=True,
            allowed_contexts=app_commands.AppCommandContext(guild=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
            default_permissions=discord.Permissions(manage_guild=True),  # a hint, no more
        )
        for command in (*source_commands(), *curation_commands()):
            self.add_command(command)

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Refuse others once more, should the tree ever not ask."""
        return may_moderate(interaction)

    @app_commands.command(description=replies.REFRESH)
    @app_commands.describe(dry_run=replies.REFRESH_DRY_RUN)
    async def refresh(self, interaction: Interaction, dry_run: bool = False) -> None:
        """Read every source again."""
        await defer(interaction, private=True)
        await wish_for(interaction, Action.REFRESH, dry_run=dry_run)

    @app_commands.command(description=replies.STATUS)
    async def status(self, interaction: Interaction) -> None:
        """Tell which version answers, and whether a refresh is due."""
        library, _, records = libraries_of(interaction)

        async def card() -> Card:
            current = await records.current(library)
            _, feedback = feedback_of(interaction)
            activity = await feedback.activity(library)
            if current is None:
                told: Line = (Span(_without(library)),)
                return Card(Tone.NOTICE, (told, BREAK, *activity_lines(activity)))
            lines = [line for line in await records.sources(library) if not line.removed]
            due = await records.due(library)
            return status_card(
                current,
                due,
                lines,
                activity,
                is_shared=library == SHARED,
                waits=await records.waits(library),
            )

        await _show(interaction, card)

    @app_commands.command(description=replies.HISTORY)
    async def history(self, interaction: Interaction) -> None:
        """List versions, and who did what."""
        library, _, records = libraries_of(interaction)

        async def card() -> Card:
            current = await records.current(library)
            return history_card(
                await records.history(library),
                current.number if current else None,
                await records.deeds(library),
            )

        await _show(interaction, card)

    @app_commands.command(description=replies.DIFF)
    @app_commands.describe(before=replies.DIFF_BEFORE, after=replies.DIFF_AFTER)
    @app_commands.autocomplete(before=versions, after=versions)
    async def diff(self, interaction: Interaction, before: Number, after: Number) -> None:
        """Show what changed from one version to another."""
        library, _, records = libraries_of(interaction)

        async def card() -> Card:
            difference = await records.difference(library, before, after)
            return difference_card(before, after, difference)

        await _show(interaction, card)

    @app_commands.command(description=replies.ROLLBACK)
    @app_commands.describe(version=replies.ROLLBACK_VERSION)
    @app_commands.autocomplete(version=versions)
    async def rollback(self, interaction: Interaction, version: Number) -> None:
        """Show what an older version would change, and ask."""
        library, moderation, records = libraries_of(interaction)

        async def card() -> Card:
            current = await records.current(library)
            number = current.number if current else None
            actor = interaction.user.id
            return rollback_card(await moderation.look_back(library, actor, version, number))

        await _show(interaction, card)

    @app_commands.command(description=replies.KEEP)
    @app_commands.describe(version=replies.KEEP_VERSION, release=replies.KEEP_RELEASE)
    @app_commands.autocomplete(version=versions)
    async def keep(self, interaction: Interaction, version: Number, release: bool = False) -> None:
        """Protect a version from going with age, or no longer."""
        library, _, _ = libraries_of(interaction)
        upkeep = Upkeep(interaction.client.libraries)

        async def card() -> Card:
            await upkeep.keep(library, interaction.user.id, version, kept=not release)
            text = replies.RELEASED if release else replies.KEPT
            return notice(text.format(number=version))

        await _show(interaction, card)

    @app_commands.command(description=replies.EXPORT)
    async def export(self, interaction: Interaction) -> None:
        """Send the stored texts, which offsets of quotes count in."""
        library, _, records = libraries_of(interaction)

        async def card() -> Card:
            current = await records.current(library)
            if current is None:
                return notice(_without(library))
            data = await records.export(library)
            if len(data) > interaction.filesize_limit:
                raise RefusedError(EXPORT_TOO_LARGE)
            today = datetime.now(UTC).strftime("%Y-%m-%d")
            name = f"articles-version-{current.number}-{today}.zip"
            text = replies.EXPORTED.format(number=current.number)
            body = notice(text).body
            return Card(Tone.NOTICE, body, file=File(name, data))

        await _show(interaction, card)


async def _show(interaction: Interaction, card: Callable[[], Awaitable[Card]]) -> None:
    await defer(interaction, private=True)
    await show_result(interaction, card)


def _without(library: int) -> str:
    """Say why a library has no version."""
    return replies.STATUS_EMPTY if library == SHARED else replies.STATUS_FOLLOWS
