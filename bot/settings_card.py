"""/settings: what is set in a server or in a channel, with buttons and menus to change it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands

from bot import reading_replies as says
from bot.button import ModeratorButton, ModeratorMenu
from bot.card import Card, Line, Menu, MenuKind, Press, Span, Tone, notice
from bot.deciding import places_of
from bot.rights import may_moderate
from bot.sender import defer, defer_update, respond
from bot.server_settings import SERVER, Mode, ServerSettings, SettingsBook

Interaction = discord.Interaction[Any]
PLACE = r"(?P<place>\d{1,20})"
NAME = "settings"


def settings_card(
    found: ServerSettings,
    places: tuple[int, ...],
    name: str,
    *,
    default: Mode,
    reads_content: bool,
) -> Card:
    """Return what is set in a place, by its id and those above it, which may be none.

    `default` is the mode where nothing is set.
    """
    place = places[0] if places else SERVER
    mode = found.mode(*places) or default
    private, threads = found.is_private(*places), found.uses_threads(*places)
    small = [says.SETTINGS_HOW] if reads_content else [says.SETTINGS_HOW, says.NEEDS_CONTENT]
    return Card(
        tone=Tone.NOTICE,
        body=tuple(_lines(name, mode, private, threads, found.helper)),
        small=tuple((Span(line),) for line in small),
        menus=(
            Menu("setplace", says.SETTINGS_PLACE, kind=MenuKind.CHANNEL),
            Menu("sethelper", says.SETTINGS_ROLE, kind=MenuKind.ROLE),
        ),
        presses=(
            *_modes(place, mode, reads_content=reads_content),
            *_switches(place, private=private, threads=threads),
        ),
    )


def _lines(
    name: str, mode: Mode, private: bool, threads: bool, helper: int | None
) -> Iterator[Line]:
    yield (Span(says.SETTINGS_OF.format(place=name), bold=True),)
    yield (Span(says.SETTINGS_MODE), Span(says.MODES[mode.value], bold=True))
    yield (Span(says.SETTINGS_PRIVATE), Span(says.YES if private else says.NO, bold=True))
    yield (Span(says.SETTINGS_THREADS), Span(says.YES if threads else says.NO, bold=True))
    if helper:
        yield (Span(says.SETTINGS_HELPER), Span(str(helper), role=helper))


def _modes(place: int, mode: Mode, *, reads_content: bool) -> Iterator[Press]:
    """Yield a button a mode; those that need to read messages are greyed out if that is off."""
    for one in Mode:
        yield Press(
            says.MODE_BUTTONS[one.value],
            f"setmode:{place}:{one.value}",
            is_main=one is mode,
            is_off=one.needs_content and not reads_content,
        )


def _switches(place: int, *, private: bool, threads: bool) -> tuple[Press, ...]:
    switches = (
        Press(says.PRIVATE_OFF if private else says.PRIVATE_ON, f"setflag:{place}:private"),
        Press(says.THREADS_OFF if threads else says.THREADS_ON, f"setflag:{place}:threads"),
    )
    back = Press(says.SETTINGS_CLEAR, f"setclear:{place}")
    whole = Press(says.SETTINGS_WHOLE, "setclear:whole")
    return (*switches, back, *((whole,) if place else ()))


async def show(interaction: Interaction, place: int) -> None:
    """Show what is set in a place, in answer to a deferral."""
    bot, guild = interaction.client, interaction.guild
    found = await bot.settings.of(guild.id if guild else None)
    channel = guild.get_channel_or_thread(place) if guild and place else None
    if place and channel is None:
        await respond(interaction, notice(says.NO_SUCH_CHANNEL), private=True)
        return
    name = f"#{channel.name}" if channel else says.WHOLE_SERVER
    card = settings_card(
        found,
        places_of(channel) if channel else (),
        name,
        default=bot.default_mode(channel),
        reads_content=bot.intents.message_content,
    )
    await respond(interaction, card, private=True)


class PlaceMenu(ModeratorMenu, template="setplace"):
    """Chooses the channel that is looked at."""

    async def do(self, interaction: Interaction) -> None:
        """Show it."""
        await defer_update(interaction)
        await show(interaction, int(self.chosen(interaction)))


class HelperMenu(ModeratorMenu, template="sethelper"):
    """Chooses the role that is named where nothing is found."""

    async def do(self, interaction: Interaction) -> None:
        """Set it for the whole server."""
        await defer_update(interaction)
        await _put(interaction, "helper", SERVER, self.chosen(interaction) or None)
        await show(interaction, SERVER)


class ModeButton(ModeratorButton, template=rf"setmode:{PLACE}:(?P<mode>\w{{1,20}})"):
    """Sets what is answered in a place."""

    async def do(self, interaction: Interaction) -> None:
        """Set it; a mode that the bot cannot do is left alone."""
        await defer_update(interaction)
        place, mode = int(self.match["place"]), self.match["mode"]
        reads = interaction.client.intents.message_content
        if mode in set(Mode) and (reads or not Mode(mode).needs_content):
            await _put(interaction, "mode", place, mode)
        await show(interaction, place)


class FlagButton(ModeratorButton, template=rf"setflag:{PLACE}:(?P<flag>private|threads)"):
    """Switches something on or off in a place."""

    async def do(self, interaction: Interaction) -> None:
        """Switch it."""
        await defer_update(interaction)
        place, flag = int(self.match["place"]), self.match["flag"]
        found = await interaction.client.settings.of(interaction.guild_id)
        channel = interaction.guild.get_channel_or_thread(place) if interaction.guild else None
        places = places_of(channel) if channel else ()
        is_on = found.is_private(*places) if flag == "private" else found.uses_threads(*places)
        await _put(interaction, flag, place, "off" if is_on else "on")
        await show(interaction, place)


class ClearButton(ModeratorButton, template=r"setclear:(?P<place>\d{1,20}|whole)"):
    """Goes back: to what the server or the configuration says, or to the whole server."""

    async def do(self, interaction: Interaction) -> None:
        """Forget what is set in the place."""
        await defer_update(interaction)
        if self.match["place"] == "whole":
            await show(interaction, SERVER)
            return
        place = int(self.match["place"])
        for name in ("mode", "private", "threads", *([] if place else ["helper"])):
            await _put(interaction, name, place, None)
        await show(interaction, place)


async def _put(interaction: Interaction, name: str, place: int, value: str | None) -> None:
    book: SettingsBook = interaction.client.settings
    if interaction.guild_id:
        await book.put(interaction.guild_id, name, place, value)


def settings_command() -> app_commands.Command[Any, ..., None]:
    """Return /settings."""

    @app_commands.command(name=NAME, description=says.SETTINGS)
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def settings(interaction: Interaction) -> None:
        if may_moderate(interaction):
            await defer(interaction, private=True)
            await show(interaction, SERVER)

    return settings
