"""Run the bot on Discord: start, come back after faults, end cleanly."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import signal
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import discord
from pydantic import SecretStr

from bot import operator_replies as tells
from bot import replies
from bot.client import Footnote
from bot.config import Config
from bot.replies import counted
from bot.state import State
from bot.token import TokenError
from knowledge.errors import KnowledgeError
from knowledge.libraries import Libraries
from knowledge.opening import open_libraries
from knowledge.records import Records
from knowledge.store.versions import SHARED
from knowledge.web.fetching import Fetcher

_log = logging.getLogger(__name__)

FIRST_WAIT = 5.0  # seconds before the first new try; doubled each time
LONGEST_WAIT = 300.0

# Seconds that a thread computes before others have their turn, a tenth of Python's own: a refresh
# indexes in a thread, and answers must not wait for it (tests/benchmarks/refreshing.py).
SWITCH = 0.0005


async def serve(libraries: Libraries, config: Config, state: State, token: SecretStr) -> None:
    """Stay connected until SIGTERM or Ctrl-C.

    Raises:
        TokenError: Discord rejects the token.
    """
    stopped = asyncio.Event()
    _on_signals(stopped.set)
    message_content, wait = True, FIRST_WAIT
    while not stopped.is_set():
        bot = Footnote(libraries, config, state, message_content=message_content)
        try:
            await _until(stopped, bot, token)
        except discord.LoginFailure as error:
            raise TokenError(tells.REJECTED_TOKEN) from error
        except discord.PrivilegedIntentsRequired:
            _log.warning(tells.NO_MESSAGE_CONTENT)
            message_content = False
        except Exception as error:  # noqa: BLE001  # discord.py ends on a first failed connection
            wait = FIRST_WAIT if bot.was_ready else min(2 * wait, LONGEST_WAIT)
            await _pause(stopped, wait * random.uniform(0.8, 1.2), error)  # noqa: S311


async def open_and_serve(config: Config, state: State, token: SecretStr) -> None:
    """Open the libraries, say what is amiss with them, and stay connected.

    Raises:
        TokenError: Discord rejects the token.
        StoreError: the store cannot be opened.
    """
    async with opened(config, config.state_folder) as libraries:
        try:
            if due := (await Records(libraries).due(SHARED)).articles:
                _log.info(tells.DUE.format(count=counted(due, "article")))
        except KnowledgeError as error:  # the store answers all the same
            _log.warning(replies.FAULTY_SOURCE.format(fault=error))
        await serve(libraries, config, state, token)


@contextlib.asynccontextmanager
async def opened(
    config: Config, folder: Path, fetcher: Fetcher | None = None
) -> AsyncIterator[Libraries]:
    """Open the libraries of a state folder; files that cannot be read are logged.

    Raises:
        StoreError: the store cannot be opened.
    """
    sys.setswitchinterval(SWITCH)
    found = await open_libraries(
        folder,
        config.articles_folder,
        config.answers.settings(),
        config.keeping(),
        fetcher=fetcher or Fetcher(config.web.settings()),
    )
    for fault in found.faults:
        _log.warning(replies.FAULTY_SOURCE.format(fault=fault))
    try:
        yield found.libraries
    finally:
        await found.libraries.fetcher.close()
        await found.libraries.database.close()


async def _until(stopped: asyncio.Event, bot: Footnote, token: SecretStr) -> None:
    """Run the bot until it ends or is to stop; either way it has left Discord afterwards."""
    running = asyncio.create_task(bot.start(token.get_secret_value()))
    stopping = asyncio.create_task(stopped.wait())
    try:
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await bot.close()
        stopping.cancel()
    if stopped.is_set():  # discord.py may be asleep between two tries, for minutes
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    else:
        await running


async def _pause(stopped: asyncio.Event, seconds: float, error: Exception) -> None:
    reason = (
        str(error) if isinstance(error, aiohttp.ClientError | OSError) else type(error).__name__
    )
    _log.warning(tells.RECONNECT.format(error=reason, seconds=seconds))
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stopped.wait(), seconds)


def _on_signals(stop: Callable[[], object]) -> None:
    """Ctrl-C and `docker stop` end the bot; Windows has no handlers, and Ctrl-C raises there."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop)
