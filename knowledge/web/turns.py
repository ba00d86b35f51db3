"""Let one request at a time go to a host, with a pause after each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from knowledge.web.refusals import later

MAX_HOSTS = 1000  # remembered


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0  # with or waiting for the lock
    free_at: float = 0.0
    shut_until: float = 0.0


class Turns:
    """Remember when each host was asked last, and how long it asked to be left alone."""

    def __init__(
        self, pause: float, clock: Callable[[], float], sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self._pause = pause
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}

    def __len__(self) -> int:
        """Return how many hosts are remembered."""
        return len(self._hosts)

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """Hold the host's only turn.

        Raises:
            WebError: the host has asked to be left alone; it says for how long.
        """
        host = self._hosts[name] = self._hosts.pop(name, _Host())  # the youngest is the last
        host.users += 1
        try:
            async with host.lock:
                await self._wait_for(host)
                try:
                    yield
                finally:
                    host.free_at = self._clock() + self._pause
        finally:
            host.users -= 1
            self._forget_the_oldest()

    def leave_alone(self, name: str, seconds: float) -> None:
        """Refuse turns of a host, whose turn is held, for that long."""
        self._hosts[name].shut_until = self._clock() + seconds

    async def _wait_for(self, host: _Host) -> None:
        shut = host.shut_until - self._clock()
        if shut > 0:
            raise later(shut)
        wait = host.free_at - self._clock()
        if wait > 0:
            await self._sleep(wait)

    def _forget_the_oldest(self) -> None:
        idle = [name for name, host in self._hosts.items() if not host.users]
        for name in idle[: max(0, len(self._hosts) - MAX_HOSTS)]:
            del self._hosts[name]
