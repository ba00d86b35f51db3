"""The Discord client: what it may see, what it listens to, what it starts."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import Any
from weakref import WeakValueDictionary

import discord
from discord.ext import tasks

from bot import replies
from bot.asking import answer_message
from bot.buttons import BUTTONS, is_ours
from bot.card import notice
from bot.commands import CommandTree, add_commands
from bot.config import Config
from bot.conversations import Conversations
from bot.deciding import is_asked
from bot.errors import card_for
from bot.form import Form
from bot.limits import Limiter
from bot.looking_up import Lookups
from bot.questions import is_from_person, is_in
from bot.sender import NOBODY, may_write, post, reply, respond
from bot.server_settings import Mode, SettingsBook
from bot.slowing import admits_message
from bot.state import State
from bot.watching import Watch, keep_what_was_asked
from knowledge.feedback import Feedback
from knowledge.libraries import Libraries

_log = logging.getLogger(__name__)

BEAT_EVERY = 15.0  # seconds


class Footnote(discord.Client):
    """Answers questions from a library, wherever it is asked."""

    def __init__(
        self, libraries: Libraries, config: Config, state: State, *, message_content: bool = True
    ) -> None:
        self.libraries = libraries
        self.config = config
        self.state = state
        self.feedback = Feedback(libraries)
        self.conversations = Conversations()
        self.lookups = Lookups()
        self.limiter = Limiter(config.limits.rates())
        self.settings = SettingsBook(libraries.database)
        self._watch = Watch(self)
        self.forms: WeakValueDictionary[str, Form] = WeakValueDictionary()  # that are open
        self._command_ids: dict[str, int] = {}
        self._connected = False  # discord.py's is_ready() stays true through an outage
        self.was_ready = False
        super().__init__(
            intents=intents_for(config, message_content=message_content),
            allowed_mentions=NOBODY,
            max_messages=None,
        )
        self.tree = CommandTree(self)
        add_commands(self.tree, config)

    async def setup_hook(self) -> None:
        """Attach the buttons, tell Discord changed commands, begin to give signs of life."""
        self.add_dynamic_items(*BUTTONS)
        await self._sync()
        self._beat.start()
        self._watch.start()

    async def close(self) -> None:
        """Stop giving signs of life, and leave Discord."""
        self._watch.stop()
        self._beat.cancel()
        self.state.beat(ready=False)
        await keep_what_was_asked(self.feedback)
        await super().close()

    async def on_ready(self) -> None:
        """Say so in the log; it may happen many times."""
        self._connected = self.was_ready = True
        self.state.beat(ready=True)
        _log.info("ready as %s in %d servers", self.user, len(self.guilds))

    async def on_resumed(self) -> None:
        """Note that Discord is back."""
        self._connected = True

    async def on_disconnect(self) -> None:
        """Note that Discord is away, so that the health check sees it."""
        self._connected = False

    async def on_message(self, message: discord.Message) -> None:
        """Answer what is addressed to the bot, and questions in the ask channels."""
        if not is_from_person(message):
            return
        try:
            if await is_asked(self, message) and await admits_message(self, message):
                await answer_message(self, message)
        except Exception as error:  # noqa: BLE001  # the asker is told, the log has the rest
            await reply(message, card_for(error, "a message"))

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer what nobody answers: buttons and forms, forged or of an older process."""
        kind, unknown = interaction.type, False
        if kind is discord.InteractionType.component:
            unknown = not is_ours(interaction)
        elif kind is discord.InteractionType.modal_submit:
            data: dict[str, Any] = dict(interaction.data or {})
            unknown = data["custom_id"] not in self.forms
        if unknown:
            await respond(interaction, notice(replies.UNKNOWN_BUTTON), private=True)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Say once how to ask, where the bot may write."""
        if channel := _channel_for_welcome(guild):
            await post(channel, notice(replies.WELCOME))

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """Log what no handler caught; arguments may hold private text and are not logged."""
        del args, kwargs
        _log.exception("handling %s failed", event_method)

    async def command_ids(self) -> dict[str, int]:
        """Return the ids of the commands by their names; none if Discord does not say them."""
        if not self._command_ids:
            try:
                found = await self.tree.fetch_commands()
            except (discord.DiscordException, OSError) as error:
                _log.warning("could not fetch the commands: %s", error)
                return {}
            self._command_ids = {one.name: one.id for one in found}
        return self._command_ids

    def default_mode(self, channel: object) -> Mode:
        """Return what is answered in a channel where moderators have set nothing."""
        asked = is_in(channel, self.config.discord.ask_channels)
        return Mode.QUESTIONS if asked else Mode.MENTIONS

    async def _sync(self) -> None:
        """Tell Discord the commands, if they are not those that it was told last."""
        commands = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        text = json.dumps([self.application_id, commands], sort_keys=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        if digest != self.state.synced_commands():
            await self.tree.sync()
            self.state.remember_commands(digest)

    @tasks.loop(seconds=BEAT_EVERY)
    async def _beat(self) -> None:
        self.state.beat(ready=self._connected)


def intents_for(config: Config, *, message_content: bool) -> discord.Intents:
    """Return what the bot must see, and no more: servers, and messages to it."""
    intents = discord.Intents.none()
    intents.guilds = True  # names of channels, and the bot's own rights
    intents.guild_messages = intents.dm_messages = True  # mentions and DMs carry their text
    intents.message_content = message_content and config.discord.needs_message_content
    return intents


def _channel_for_welcome(guild: discord.Guild) -> discord.TextChannel | None:
    candidates = [guild.system_channel, *guild.text_channels]
    return next((one for one in candidates if one and may_write(one)), None)
