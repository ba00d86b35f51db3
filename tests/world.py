"""A simulated Discord with the real bot in it, and how to read what the bot said."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import discord
import simcord

from bot.client import Footnote
from bot.config import Config, Discord, Speed
from bot.state import State
from knowledge.libraries import Libraries
from knowledge.library import Library
from knowledge.opening import open_libraries
from knowledge.store.versions import SHARED

ASK_CHANNEL = "ask-the-article"
ANY = Speed(user=0, channel=0, server=0, total=0)  # tests ask faster than people
QUESTION = "When did Shoigu visit North Korea?"


@dataclass(frozen=True, slots=True)
class World:
    """One server: a channel, an ask channel, a member."""

    env: simcord.Env
    bot: Footnote
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    asked: simcord.ChannelHandle
    alice: simcord.MemberActor

    async def library(self) -> Library:
        """Return the shared library."""
        return await self.bot.libraries.get(SHARED)

    @property
    def mention(self) -> str:
        """What members type to mention the bot."""
        assert self.bot.user
        return self.bot.user.mention

    def said(self, channel: simcord.ChannelHandle) -> list[discord.Message]:
        """Return the bot's messages in a channel."""
        return [one for one in channel.history() if one.author.id == self.bot.user.id]  # type: ignore[union-attr]


def build_bot(libraries: Libraries, folder: Path, *, message_content: bool = True) -> Footnote:
    """Return the bot as an operator would run it, with one ask channel."""
    config = Config(discord=Discord(ask_channels=[ASK_CHANNEL]), limits=ANY)
    return Footnote(libraries, config, State(folder), message_content=message_content)


@asynccontextmanager
async def running(libraries: Libraries, folder: Path) -> AsyncIterator[World]:
    """Run the bot on a simulated server."""
    async with simcord.run(build_bot(libraries, folder)) as env:
        yield arrange(env)


@asynccontextmanager
async def opened(articles: Path, folder: Path) -> AsyncIterator[Libraries]:
    """Open the libraries over a folder of articles; they keep their state in another."""
    found = await open_libraries(folder, articles)
    assert not found.faults
    yield found.libraries
    await found.libraries.database.close()


def arrange(env: simcord.Env) -> World:
    """Set up the server in a simulation that runs the bot."""
    guild = env.create_guild("Home")
    channel = guild.create_text_channel("general")
    asked = guild.create_text_channel(ASK_CHANNEL)
    alice = guild.add_member(env.create_user("alice"))
    return World(env, cast("Footnote", env.bot), guild, channel, asked, alice)


def text_of(found: discord.Message | simcord.InteractionResult) -> str:
    """Return all text of a message or a response, as it was sent."""
    if isinstance(found, discord.Message):
        return "\n".join(_texts([dict(one.to_dict()) for one in found.components]))
    assert found.response
    return "\n".join(_texts(found.response.components))


def _texts(components: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for component in components:
        if "content" in component:
            yield component["content"]
        yield from _texts(component.get("components", []))


def shown(text: str) -> str:
    """Return what a reader sees of a literal text: a backslash before a mark is not shown."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
