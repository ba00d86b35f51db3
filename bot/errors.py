"""What a person is told when something fails, by the class of the error.

| error | what the person reads |
|---|---|
| a command that Discord knows in an older form | to reload Discord |
| a refusal of knowledge | its own sentence |
| a failure of the store | an apology; moderators read the reason, see moderating.py |
| anything else | an apology with a reference; the log has the rest |
"""

from __future__ import annotations

import logging
import secrets

import discord
from discord import app_commands

from bot import replies
from bot.card import Card, notice
from bot.sender import respond
from knowledge.errors import KnowledgeError, StoreError

_log = logging.getLogger(__name__)

_SENTENCES: dict[type[Exception], str] = {
    app_commands.CommandNotFound: replies.OUTDATED_COMMAND,
    app_commands.CommandSignatureMismatch: replies.OUTDATED_COMMAND,
}


def card_for(error: Exception, where: str) -> Card:
    """Return the card that answers a failure, and log what is behind it."""
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    for kind, sentence in _SENTENCES.items():
        if isinstance(error, kind):
            return notice(sentence)
    if isinstance(error, KnowledgeError) and not isinstance(error, StoreError):
        return notice(str(error))
    code = secrets.token_hex(3)
    _log.error("%s failed, reference %s", where, code, exc_info=error)
    return notice(replies.FAILED.format(code=code))


async def answer_failure(
    interaction: discord.Interaction[discord.Client], error: Exception
) -> None:
    """Tell the person behind an interaction what went wrong, only to them."""
    command = interaction.command
    where = f"/{command.qualified_name}" if command else "a button"
    await respond(interaction, card_for(error, where), private=True)
