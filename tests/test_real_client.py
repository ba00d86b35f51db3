"""The real discord.py client over sockets: every request body is judged by Discord's schema."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from loopback import Channel, LoopbackDiscord, User
from pydantic import SecretStr
from world import QUESTION, build_bot

from bot import curation_replies as says
from bot import moderating, replies
from bot import operator_replies as tells
from bot.config import Config, Discord
from bot.sender import DEFER_AFTER
from bot.service import serve
from bot.state import State
from bot.token import TokenError
from knowledge import gathering
from knowledge.changes import Action, Wish
from knowledge.edits import SourceEdit
from knowledge.libraries import Libraries
from knowledge.model import Answer
from knowledge.moderation import Moderation
from knowledge.reading.folder import File
from knowledge.store.documents import reading_hash
from knowledge.store.versions import SHARED

JULY = "visited North Korea in July"


@pytest_asyncio.fixture
async def server() -> AsyncIterator[LoopbackDiscord]:
    """A fake Discord on sockets; nothing that a test sends may break Discord's rules."""
    async with LoopbackDiscord.running() as running:
        yield running
        assert running.faults == []


async def test_the_real_client_answers_on_every_surface_by_the_rules(
    server: LoopbackDiscord, channel: Channel, alice: User, libraries: Libraries, tmp_path: Path
) -> None:
    server.allow_message_content()
    async with server.connected(build_bot(libraries, tmp_path)):
        answer = await server.slash(alice, channel, "ask", question=QUESTION)
        assert JULY in answer.text
        assert answer.message
        for label in (replies.CONTEXT, replies.MORE):
            pressed = await server.press(alice, answer.message, answer.message.button(label))
            assert pressed.is_ephemeral
        reply = await server.say(alice, channel, f"{server.mention} {QUESTION}")
        assert JULY in reply.text
        assert not reply.mentions
        assert JULY in (await server.direct_message(alice, QUESTION)).text
        asked = await server.post(alice, channel, QUESTION)
        menu = await server.context_menu(alice, channel, replies.ANSWER_THIS, asked)
        assert JULY in menu.text
        for name in ("help", "articles"):
            assert (await server.slash(alice, channel, name)).is_ephemeral


@pytest.mark.threat("D16")
async def test_an_answer_that_takes_longer_defers_first_and_is_filled_in(
    server: LoopbackDiscord,
    channel: Channel,
    alice: User,
    libraries: Libraries,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server.allow_message_content()
    library = await libraries.get(SHARED)
    ask = library.ask

    def slowly(question: str, previous: str) -> Answer:
        time.sleep(DEFER_AFTER + 0.3)
        return ask(question, previous)

    monkeypatch.setattr(library, "ask", slowly)
    async with server.connected(build_bot(libraries, tmp_path)):
        answer = await server.slash(alice, channel, "ask", question=QUESTION, private=True)
    assert answer.callback
    assert answer.callback["type"] == 5
    assert answer.is_ephemeral
    assert JULY in answer.text
    assert not answer.followups


@pytest.mark.threat("D21")
async def test_a_second_start_sends_no_commands(
    server: LoopbackDiscord, libraries: Libraries, tmp_path: Path
) -> None:
    server.world.add_guild("Home")
    server.allow_message_content()
    for _ in range(2):
        async with server.connected(build_bot(libraries, tmp_path)):
            pass
    puts = [one for one in server.requests if one.method == "PUT"]
    assert len(puts) == 1


@pytest.mark.threat("C7")
async def test_a_rejected_token_ends_the_bot_with_one_sentence(
    server: LoopbackDiscord, libraries: Libraries, tmp_path: Path
) -> None:
    with server.routed(), pytest.raises(TokenError, match="Discord rejected the token"):
        await serve(libraries, Config(), State(tmp_path), SecretStr("wrong"))
    assert len(server.requests) == 1


@pytest.mark.threat("C8")
async def test_without_the_message_content_intent_the_bot_starts_with_a_warning(
    server: LoopbackDiscord,
    libraries: Libraries,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    guild = server.world.add_guild("Home")
    channel = guild.add_channel("ask-the-article")
    alice = server.world.add_user("alice")
    guild.add_member(alice)
    config = build_bot(libraries, tmp_path).config
    with server.routed():
        running = asyncio.create_task(
            serve(libraries, config, State(tmp_path), SecretStr(server.token))
        )
        await server.ready()
        reply = await server.say(alice, channel, f"{server.mention} {QUESTION}")
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert JULY in reply.text
    assert tells.NO_MESSAGE_CONTENT in caplog.text


async def test_a_moderators_refresh_shows_its_progress_and_waits_for_the_word(
    server: LoopbackDiscord,
    channel: Channel,
    libraries: Libraries,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def slowly(file: File) -> str:
        time.sleep(0.5)
        return reading_hash(file)

    monkeypatch.setattr(gathering, "reading_hash", slowly)
    monkeypatch.setattr(moderating, "PROGRESS_EVERY", 0.1)
    (libraries.folder / "bees.md").write_bytes(b"# Bees\n\nA queen bee lays eggs.\n")
    server.allow_message_content()
    moderator = server.world.owner
    async with server.connected(build_bot(libraries, tmp_path)):
        asks = await server.slash(moderator, channel, "knowledge refresh", dry_run=True)
        assert asks.is_ephemeral
        async with asyncio.timeout(10):
            while "Nothing is stored yet." not in asks.text:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        sent = [str(one.body) for one in server.requests if one.method == "PATCH"]
        assert any("Reading: 0 of 2 sources" in one for one in sent)
        assert any("Reading: 1 of 2 sources" in one for one in sent)
        assert asks.message
        pressed = await server.press(moderator, asks.message, asks.message.button(replies.APPLY))
        async with asyncio.timeout(10):
            while (await libraries.shelf(SHARED)).number != 2:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert pressed.callback
        assert pressed.callback["type"] == 6  # the card itself changes


async def test_a_vote_and_a_form_go_over_the_wire(
    server: LoopbackDiscord, channel: Channel, alice: User, libraries: Libraries, tmp_path: Path
) -> None:
    server.allow_message_content()
    async with server.connected(build_bot(libraries, tmp_path)) as bot:
        answer = await server.slash(alice, channel, "ask", question=QUESTION)
        assert answer.message
        voted = await server.press(alice, answer.message, answer.message.button(says.DOWN))
        async with asyncio.timeout(10):
            while voted.text != says.VOTED_DOWN:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert voted.is_ephemeral
        [gap] = await bot.feedback.gaps(SHARED)
        assert (gap.question, gap.unhelpful) == (QUESTION, 1)
        listed = await server.slash(server.world.owner, channel, "knowledge gaps")
        async with asyncio.timeout(10):
            while QUESTION not in listed.text:  # noqa: ASYNC110
                await asyncio.sleep(0.05)


async def test_who_installed_the_bot_for_themselves_is_answered_privately_from_the_shared_library(
    server: LoopbackDiscord, channel: Channel, alice: User, libraries: Libraries, tmp_path: Path
) -> None:
    server.allow_message_content()
    alice = replace(alice, brings_the_bot=True)
    assert channel.guild
    edit = SourceEdit("bees.md", b"# Bees\n\nA queen bee lays eggs.\n")
    other = channel.guild.id
    await Moderation(libraries).refresh(Wish(other, 1, Action.ADD, edit))
    bot = build_bot(libraries, tmp_path)
    bot.config = bot.config.model_copy(update={"discord": Discord(home_guild=1)})
    async with server.connected(bot):
        answer = await server.slash(alice, channel, "ask", question=QUESTION)
        own = await server.slash(server.world.owner, channel, "ask", question=QUESTION)
    assert JULY in answer.text
    assert answer.is_ephemeral
    assert JULY not in own.text
    assert not own.is_ephemeral
