"""Wait for something to become true of the loopback Discord."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

PATIENCE = 5.0  # seconds; a bot on loopback answers in milliseconds


class Changes:
    """The moments at which a waiting test looks again."""

    def __init__(self, transcript: Callable[[], str]) -> None:
        """Take what tells, when a wait was in vain, what happened instead."""
        self._transcript = transcript
        self._next = asyncio.Event()

    def announce(self) -> None:
        """Let everyone who waits look again."""
        self._next.set()
        self._next = asyncio.Event()

    async def until(self, find: Callable[[], Found | None], awaited: str) -> Found:
        """Return what `find` finds, as soon as it is not None.

        Raises:
            AssertionError: it stayed None for `PATIENCE` seconds.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                while (found := find()) is None:
                    await self._next.wait()
        except TimeoutError:
            reason = f"waited {PATIENCE} s in vain for {awaited}\n{self._transcript()}"
            raise AssertionError(reason) from None
        return found
