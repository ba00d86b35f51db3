"""Run the loopback Discord, and let its people act."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from itertools import takewhile
from typing import TypeVar

import discord
from aiohttp import web
from yarl import URL

from . import invocations
from .aim import discord_at
from .application_routes import ApplicationRoutes
from .channel_routes import ChannelRoutes
from .codes import CloseCode, Intent, InteractionKind
from .gateway import Gateway
from .interaction import Interaction
from .interaction_routes import InteractionRoutes
from .invocations import OptionValue
from .messages import Messages
from .rest import Recorded, Rest
from .waiting import Changes
from .world import Channel, Message, Payload, User, World

AnyClient = TypeVar("AnyClient", bound=discord.Client)

HOST = "127.0.0.1"
GATEWAY_PATH = "/gw/"
TOKEN = "loopback.token"
SHOWN_REQUESTS = 10  # in the transcript of a failure
SHUTDOWN_SECONDS = 1.0


class LoopbackDiscord:
    """A Discord of one's own: gateway and REST on a free port of this machine."""

    def __init__(self, *, token: str = TOKEN, clock: Callable[[], float] = time.monotonic) -> None:
        self.token = token
        self.world = World()
        self.origin = URL.build(scheme="http", host=HOST)
        self._changes = Changes(self._transcript)
        self.gateway = Gateway(self.world, token, self._changes)
        self._messages = Messages(self.world, self.gateway)
        self._application = ApplicationRoutes(self.world, self.gateway)
        self._interactions = InteractionRoutes(self.world, self._messages, clock)
        channels = ChannelRoutes(self.world, self._messages, self.gateway)
        operations = {
            **self._application.operations(),
            **channels.operations(),
            **self._interactions.operations(),
        }
        self._rest = Rest(operations, token, self._changes)

    @classmethod
    @asynccontextmanager
    async def running(
        cls, *, token: str = TOKEN, clock: Callable[[], float] = time.monotonic
    ) -> AsyncIterator["LoopbackDiscord"]:
        """Serve until the block ends."""
        server = cls(token=token, clock=clock)
        runner = web.AppRunner(server._build(), shutdown_timeout=SHUTDOWN_SECONDS)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, 0).start()
            server._settle_at(runner.addresses[0][1])
            yield server
        finally:
            await server.gateway.disconnect(CloseCode.GOING_AWAY)
            await runner.cleanup()

    @property
    def requests(self) -> list[Recorded]:
        """Return every REST request so far, oldest first."""
        return self._rest.requests

    @property
    def faults(self) -> list[str]:
        """Return every broken schema or rule so far; a good bot leaves this empty."""
        return self._rest.faults

    @property
    def bot_id(self) -> int:
        """Return the id of the bot, which is the application's too."""
        return self.world.bot.id

    @property
    def mention(self) -> str:
        """Return the text that mentions the bot."""
        return self.world.bot.mention

    def allow_message_content(self) -> None:
        """Grant the privileged intent, as the developer portal does."""
        self.gateway.allowed_intents |= Intent.MESSAGE_CONTENT

    def routed(self) -> AbstractContextManager[None]:
        """Send every discord.py client here until the block ends."""
        return discord_at(self.origin, URL(self.gateway.url))

    @asynccontextmanager
    async def connected(self, client: AnyClient) -> AsyncIterator[AnyClient]:
        """Keep a client logged in until the block ends; one that cannot log in raises here."""
        with self.routed():
            async with client:
                running = asyncio.create_task(client.start(self.token))
                ready = asyncio.create_task(self.ready())
                await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
                if running.done():
                    ready.cancel()
                    await running
                await ready
                yield client
                await client.close()
                await running

    def commands(self, guild_id: int | None = None) -> list[Payload]:
        """Return the synced commands that are offered in a guild, or everywhere."""
        return self._application.commands_in(guild_id)

    async def ready(self) -> None:
        """Wait until a client has logged in and has been told of its guilds."""
        await self._changes.until(lambda: self.gateway.is_connected() or None, "a client to log in")

    async def post(
        self,
        user: User,
        channel: Channel,
        content: str,
        *,
        reply_to: Message | None = None,
        ping: bool = True,
    ) -> Message:
        """Let a person write a message, and wait for nothing."""
        return await self._messages.post(user, channel, content, reply_to, ping=ping)

    async def say(
        self,
        user: User,
        channel: Channel,
        content: str,
        *,
        reply_to: Message | None = None,
        ping: bool = True,
    ) -> Message:
        """Let a person write a message, and return the bot's next one in that channel."""
        asked = await self.post(user, channel, content, reply_to=reply_to, ping=ping)
        awaited = f"an answer to {content!r}"
        return await self._changes.until(lambda: next(self._answers(asked), None), awaited)

    async def direct_message(self, user: User, content: str) -> Message:
        """Let a person write to the bot alone, and return its answer."""
        return await self.say(user, self.world.direct_channel(user), content)

    async def slash(
        self, user: User, channel: Channel, command: str, **options: OptionValue
    ) -> Interaction:
        """Let a person use a chat command such as `ask` or `knowledge refresh`."""
        data = invocations.chat_command(self._offered(channel), command, options)
        return await self.answered(
            await self.interact(InteractionKind.COMMAND, user, channel, data)
        )

    async def autocomplete(
        self, user: User, channel: Channel, command: str, focused: str, **options: OptionValue
    ) -> Interaction:
        """Let a person type into an option, and return the interaction with its choices."""
        offered = self._offered(channel)
        data = invocations.chat_command(offered, command, options, focused=focused)
        return await self.answered(
            await self.interact(InteractionKind.AUTOCOMPLETE, user, channel, data)
        )

    async def context_menu(
        self, user: User, channel: Channel, command: str, message: Message
    ) -> Interaction:
        """Let a person use a command from the menu of a message."""
        data = invocations.message_command(self._offered(channel), command, message)
        return await self.answered(
            await self.interact(InteractionKind.COMMAND, user, channel, data)
        )

    async def press(
        self, user: User, message: Message | None, custom_id: str, values: Sequence[str] = ()
    ) -> Interaction:
        """Let a person press a button of a message, or choose from its menu."""
        assert message is not None, "there is no message to press on"
        data = invocations.press(message, custom_id, values)
        kind = InteractionKind.COMPONENT
        return await self.answered(await self.interact(kind, user, message.channel, data, message))

    async def interact(
        self,
        kind: InteractionKind,
        user: User,
        channel: Channel,
        data: Payload,
        source: Message | None = None,
    ) -> Interaction:
        """Send an interaction with any data, even forged, and wait for nothing."""
        new = self._interactions.open(kind, user, channel, data, source)
        await self.gateway.dispatch("INTERACTION_CREATE", new.payload(self.world))
        return new

    async def answered(self, interaction: Interaction) -> Interaction:
        """Return the interaction once the person sees an answer."""
        named = interaction.data.get("name") or interaction.data.get("custom_id")
        return await self._changes.until(
            lambda: interaction if interaction.is_answered else None,
            f"an answer to {interaction.kind.name} {named!r}",
        )

    def _offered(self, channel: Channel) -> list[Payload]:
        return self.commands(channel.guild.id if channel.guild else None)

    def _answers(self, asked: Message) -> Iterator[Message]:
        """Yield what the bot wrote since, oldest first, replies to others left out."""
        newest_first = reversed(asked.channel.messages.values())
        since = list(takewhile(lambda message: message.id > asked.id, newest_first))
        for message in reversed(since):
            is_complete = message.author == self.world.bot and not message.is_loading
            if is_complete and message.reply_to in (None, asked):
                yield message

    def _transcript(self) -> str:
        shown = [str(request) for request in self.requests[-SHOWN_REQUESTS:]]
        return "\n".join([*shown, *self.faults]) or "(the bot sent no request)"

    def _build(self) -> web.Application:
        application = web.Application()
        application.router.add_get(GATEWAY_PATH, self.gateway.connect)
        self._rest.install(application.router)
        return application

    def _settle_at(self, port: int) -> None:
        self.origin = self.origin.with_port(port)
        self.gateway.url = str(self.origin.with_scheme("ws").with_path(GATEWAY_PATH))
