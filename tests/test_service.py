"""The life of the process: it comes back after faults, ends cleanly, and tells how it is."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import time
from pathlib import Path

import pytest
from loopback import LoopbackDiscord
from pydantic import SecretStr
from world import World, text_of

from bot import operator_replies as tells
from bot import replies, service
from bot.checks import check_health
from bot.client import Footnote
from bot.config import Config
from bot.logs import RedactingFormatter
from bot.service import serve
from bot.state import State
from knowledge.libraries import Libraries


@pytest.mark.threat("L1")
async def test_sigterm_closes_the_connection_and_ends_without_an_error(
    libraries: Libraries, tmp_path: Path
) -> None:
    state = State(tmp_path)
    async with LoopbackDiscord.running() as server:
        server.world.add_guild("Home")
        with server.routed():
            running = asyncio.create_task(
                serve(libraries, Config(), state, SecretStr(server.token))
            )
            await server.ready()
            await asyncio.sleep(0.1)
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.wait_for(running, 5)
    assert not check_health(state).passed


@pytest.mark.threat("D5")
async def test_a_failed_first_connection_is_tried_again(
    libraries: Libraries,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(service, "FIRST_WAIT", 0.01)
    async with LoopbackDiscord.running() as server:
        server.world.add_guild("Home")
        with server.routed():
            async with asyncio.timeout(10):
                monkeypatch.setattr(service, "Footnote", _failing_twice())
                running = asyncio.create_task(
                    serve(libraries, Config(), State(tmp_path), SecretStr(server.token))
                )
                await server.ready()
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.wait_for(running, 5)
    assert caplog.text.count("trying again") == 2


def _failing_twice() -> type[Footnote]:
    failures = iter([True, True])

    class Failing(Footnote):
        async def start(self, token: str, *, reconnect: bool = True) -> None:
            if next(failures, False):
                raise AttributeError("sequence")  # what discord.py raises (its issue 10520)
            await super().start(token, reconnect=reconnect)

    return Failing


def test_health_is_told_by_the_last_sign_of_life(tmp_path: Path) -> None:
    state = State(tmp_path)
    assert "is it running?" in check_health(state).finding
    state.beat(ready=False)
    assert check_health(state).finding == tells.NOT_READY
    state.beat(ready=True)
    assert check_health(state).passed
    old = {"time": time.time() - 300, "ready": True}
    state.heartbeat_file.write_text(json.dumps(old), encoding="utf-8")
    assert "300 s old" in check_health(state).finding
    state.heartbeat_file.write_text("broken", encoding="utf-8")
    assert not check_health(state).passed


@pytest.mark.threat("S4")
def test_a_state_folder_that_cannot_be_written_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    state = State(file / "below")
    state.beat(ready=True)
    state.remember_commands("x")
    assert state.synced_commands() is None
    assert "cannot write" in caplog.text


async def test_joining_a_server_brings_one_welcome_where_the_bot_may_write(world: World) -> None:
    guild = world.bot.get_guild(world.guild.id)
    assert guild
    await world.bot.on_guild_join(guild)
    await world.env.settle()
    [welcome] = world.said(world.channel)
    assert text_of(welcome) == replies.WELCOME
    assert all(way in replies.WELCOME for way in ("/ask", "mentioning me", "direct message"))


@pytest.mark.threat("C5")
def test_a_traceback_in_the_log_holds_no_token() -> None:
    token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789AB"
    try:
        raise RuntimeError(f"with {token}")
    except RuntimeError as error:
        info = (type(error), error, error.__traceback__)
        record = logging.LogRecord("x", logging.ERROR, "", 0, "failed %s", (token,), info)
    assert token not in RedactingFormatter().format(record)
