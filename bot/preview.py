"""The same bot in the browser: a simulated server, no token, no network."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import discord
import simcord

from bot import operator_replies as tells
from bot.client import Footnote
from bot.config import Config, Discord
from bot.service import opened
from bot.state import State
from knowledge.store.versions import SHARED
from knowledge.upkeep import Upkeep
from knowledge.web.fetching import Fetcher

CHANNEL = "ask-the-article"
MODERATORS = "moderators"
SETTLE = 9.0  # seconds that an action may take; simcord waits for sleeps that are shorter


class PortTaken(Exception):  # noqa: N818
    """Another program listens on the port; the text says what to do."""


async def run_preview(config: Config, port: int, say: Callable[[str], object]) -> None:
    """Serve the preview until Ctrl-C, and say its address once it is ready.

    Raises:
        PortTaken: another program listens on the port.
    """
    async with preview(config, port) as url:
        say(tells.PREVIEW_READY.format(url=url))
        await asyncio.Event().wait()


@contextlib.asynccontextmanager
async def preview(config: Config, port: int, fetcher: Fetcher | None = None) -> AsyncIterator[str]:
    """Run the preview, and yield the address that opens it; what it stores is gone at the end.

    Pages are fetched by `fetcher`, or by one that the configuration describes.

    Raises:
        PortTaken: another program listens on the port.
    """
    asked = Discord(ask_channels=[CHANNEL], ask_channels_answer="everything")
    async with contextlib.AsyncExitStack() as outer:
        folder = Path(outer.enter_context(tempfile.TemporaryDirectory()))
        libraries = await outer.enter_async_context(opened(config, folder, fetcher))
        bot = Footnote(libraries, config.model_copy(update={"discord": asked}), State(folder))
        async with simcord.run(bot, settle_timeout=SETTLE) as env:
            channel, moderators, viewers = _server(env)
            await Upkeep(libraries).send_notices(SHARED, actor=0, place=moderators.id)
            shown = env.preview(
                channel, viewers=viewers, layout="channel", width=1100, height=760, port=port
            )
            try:
                await shown.__aenter__()
            except (OSError, simcord.SetupError) as error:
                raise _explained(error, port) from error
            async with contextlib.AsyncExitStack() as stack:
                stack.push_async_exit(shown)
                yield shown.url


def _server(
    env: simcord.Env,
) -> tuple[
    simcord.ChannelHandle,
    simcord.ChannelHandle,
    tuple[simcord.MemberActor, simcord.MemberActor],
]:
    """A server with a channel to ask in, a moderators' channel, a member and a moderator."""
    guild = env.create_guild("Footnote preview")
    channel = guild.create_text_channel(CHANNEL)
    role = guild.create_role(
        "Moderators", permissions=discord.Permissions(manage_guild=True, manage_messages=True)
    )
    hidden = discord.PermissionOverwrite(view_channel=False)
    shown = discord.PermissionOverwrite(view_channel=True)
    assert env.bot.user  # noqa: S101  # it is connected
    moderators = guild.create_text_channel(
        MODERATORS, overwrites={guild.default_role: hidden, role: shown, env.bot.user: shown}
    )
    alice = guild.add_member(env.create_user("alice"))
    mori = guild.add_member(env.create_user("mori"), roles=[role])
    return channel, moderators, (alice, mori)


def _explained(error: Exception, port: int) -> Exception:
    cause = error.__cause__ or error
    if not isinstance(cause, OSError):
        return error
    if cause.errno == errno.EADDRINUSE:
        return PortTaken(tells.PORT_TAKEN.format(port=port, other=port + 1))
    return PortTaken(tells.PORT_REFUSED.format(port=port, error=cause.strerror))
