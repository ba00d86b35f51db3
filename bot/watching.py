"""What the bot does by itself: follow the store, read what is due, keep house."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from discord.ext import tasks

from bot import replies
from bot.card import Card, Span, Tone
from bot.notices import tell, tell_digests
from bot.sender import FAILURES, post
from knowledge.errors import KnowledgeError
from knowledge.opening import tend
from knowledge.scheduler import Scheduler
from knowledge.store.turns import interrupted

if TYPE_CHECKING:
    from bot.client import Footnote
    from knowledge.feedback import Feedback
    from knowledge.store.turns import Running

_log = logging.getLogger(__name__)

LOOK_EVERY = 2.0  # seconds; what the command line stores is answered from this soon
TEND_EVERY = 6 * 3600.0  # seconds
READ_EVERY = 30.0  # seconds between two looks for sources that are due


class Watch:
    """Runs as long as the bot does; a fault is logged, and the next round tries again."""

    def __init__(self, bot: Footnote) -> None:
        self._bot = bot
        self._seen: tuple[int, ...] = ()
        self._tended: float | None = None
        self._scheduler = Scheduler(bot.libraries)

    def start(self) -> None:
        """Begin, once the bot is ready."""
        self._look.start()
        self._read.start()

    def stop(self) -> None:
        """End."""
        self._look.cancel()
        self._read.cancel()

    @tasks.loop(seconds=LOOK_EVERY)
    async def _look(self) -> None:
        libraries = self._bot.libraries
        if self._tended is None or time.monotonic() - self._tended >= TEND_EVERY:
            self._tended = time.monotonic()
            await _guarded(tend(libraries, {guild.id for guild in self._bot.guilds}))
            await _guarded(self._bot.feedback.prune())
        await keep_what_was_asked(self._bot.feedback)
        if (mark := libraries.database.mark()) != self._seen:
            self._seen = mark
            await _guarded(self._bot.settings.follow())
            await _guarded(libraries.follow())

    @tasks.loop(seconds=READ_EVERY)
    async def _read(self) -> None:
        await _guarded(self._read_due())

    async def _read_due(self) -> None:
        async for notice in self._scheduler.run():
            if await tell(self._bot, notice):
                await self._scheduler.told(notice)
        await tell_digests(self._bot)

    @_read.before_loop
    async def _ready(self) -> None:
        await self._bot.wait_until_ready()

    @_look.before_loop
    async def _begin(self) -> None:
        await self._bot.wait_until_ready()
        await _guarded(_tell_interrupted(self._bot))


async def keep_what_was_asked(feedback: Feedback) -> None:
    """Write what was asked; what cannot be written waits."""
    await _guarded(feedback.flush())


async def _guarded(work: Awaitable[None]) -> None:
    try:
        await work
    except KnowledgeError as error:
        _log.warning("%s", error)
    except Exception:  # noqa: BLE001  # the watch goes on
        _log.exception("keeping house failed")


async def _tell_interrupted(bot: Footnote) -> None:
    """Tell whoever began a refresh that a restart broke it off."""
    for running in interrupted(bot.libraries.database):
        _log.warning("a refresh of library %d was interrupted by a restart", running.library)
        if running.actor:
            try:
                await post(await bot.fetch_user(running.actor), _interrupted_card(running))
            except FAILURES:
                _log.warning("user %d could not be told", running.actor)


def _interrupted_card(running: Running) -> Card:
    when = datetime.fromtimestamp(running.began_at, UTC)
    before, after = replies.INTERRUPTED
    return Card(Tone.RELATED, ((Span(before), Span(f"{when:%H:%M} UTC", when=when), Span(after)),))
