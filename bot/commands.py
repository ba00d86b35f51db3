"""The slash commands and the message menu: each asks, renders, sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import discord
from discord import app_commands

from bot import curation_replies as says
from bot import replies
from bot.asking import answer_interaction
from bot.card import notice
from bot.cards import privacy_card
from bot.config import Config
from bot.deciding import channels_asked, wants_privacy
from bot.errors import answer_failure
from bot.help_card import Help, help_card
from bot.knowledge_commands import KnowledgeGroup, is_for_moderators, refuse_others
from bot.looking_up import lookup_command
from bot.mending import correct_this
from bot.reading_commands import reading_commands
from bot.rights import may_moderate
from bot.sender import defer, respond
from bot.settings_card import settings_command
from bot.slowing import admits
from knowledge.answering import LONGEST_QUESTION

if TYPE_CHECKING:
    from bot.client import Footnote

Interaction = discord.Interaction[discord.Client]
AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu
ANYWHERE = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)


class CommandTree(app_commands.CommandTree[discord.Client]):
    """A tree that answers every failure, and lets moderators alone moderate."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Refuse moderators' commands to others, and who asks too fast."""
        if is_for_moderators(interaction):
            return await refuse_others(interaction)
        is_typing = interaction.type is discord.InteractionType.autocomplete
        return is_typing or await admits(interaction)

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the person; the table is in errors.py."""
        await answer_failure(interaction, error)


def add_commands(tree: CommandTree, config: Config) -> None:
    """Add every command to the tree; those of members can be installed for oneself as well."""
    for_all: tuple[AnyCommand, ...] = (
        *(_ask(), lookup_command(), *reading_commands(), _help(), _privacy(config)),
        _answer_this(),
    )
    for command in for_all:
        command.allowed_installs = app_commands.AppInstallationType(guild=True, user=True)
        command.allowed_contexts = ANYWHERE
        tree.add_command(command)
    tree.add_command(correct_this())
    tree.add_command(settings_command())
    tree.add_command(KnowledgeGroup())


def _ask() -> app_commands.Command[Any, Any, None]:
    @app_commands.command(name="ask", description=replies.ASK)
    @app_commands.describe(question=replies.ASK_QUESTION, private=replies.ASK_PRIVATE)
    async def ask(
        interaction: Interaction,
        question: app_commands.Range[str, 1, LONGEST_QUESTION],
        private: bool | None = None,
    ) -> None:
        is_private = await wants_privacy(interaction) if private is None else private
        await answer_interaction(interaction, question, private=is_private)

    return ask


def _help() -> app_commands.Command[Any, Any, None]:
    @app_commands.command(name="help", description=replies.HELP)
    async def show_help(interaction: Interaction) -> None:
        bot = cast("Footnote", interaction.client)
        await defer(interaction, private=True)
        help_ = Help(
            mention=f"@{bot.user.display_name}" if bot.user else "@me",
            ids=await bot.command_ids(),
            ask_channels=await channels_asked(bot, interaction),
            moderates=may_moderate(interaction),
        )
        await respond(interaction, help_card(help_), private=True)

    return show_help


def _privacy(config: Config) -> app_commands.Command[Any, Any, None]:
    @app_commands.command(name="privacy", description=says.PRIVACY)
    async def privacy(interaction: Interaction) -> None:
        await respond(interaction, privacy_card(config.privacy.question_days), private=True)

    return privacy


def _answer_this() -> app_commands.ContextMenu:
    @app_commands.context_menu(name=replies.ANSWER_THIS)
    async def answer_this(interaction: Interaction, message: discord.Message) -> None:
        if message.content.strip():
            private = await wants_privacy(interaction)
            await answer_interaction(interaction, message.content, private=private)
        else:
            await respond(interaction, notice(replies.NO_TEXT), private=True)

    return answer_this
