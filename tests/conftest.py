"""What the tests of the bot share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copytree

import pytest
import simcord
from loopback import Channel, LoopbackDiscord, User
from world import World, arrange, build_bot, opened

from bot.client import Footnote
from knowledge.libraries import Libraries
from knowledge.library import Library


@pytest.fixture
def library() -> Library:
    """The library with the article that the bot ships with."""
    return Library.open(Path("knowledge/articles"))


@pytest.fixture
async def libraries(tmp_path: Path) -> AsyncIterator[Libraries]:
    """The libraries of a bot that is started for the first time."""
    articles = tmp_path / "articles"
    copytree("knowledge/articles", articles)
    async with opened(articles, tmp_path / "state") as libraries:
        yield libraries


@pytest.fixture
async def simcord_bot(libraries: Libraries, tmp_path: Path) -> Footnote:
    """The bot that simcord runs."""
    return build_bot(libraries, tmp_path)


@pytest.fixture
def world(simcord_env: simcord.Env) -> World:
    """The bot on a simulated server."""
    return arrange(simcord_env)


@pytest.fixture
async def server() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord.running() as running:
        yield running


@pytest.fixture
def channel(server: LoopbackDiscord) -> Channel:
    return server.world.add_guild("Home").add_channel("general")


@pytest.fixture
def alice(server: LoopbackDiscord, channel: Channel) -> User:
    user = server.world.add_user("alice")
    assert channel.guild is not None
    channel.guild.add_member(user)
    return user
