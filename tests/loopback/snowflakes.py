"""Mint the ids and timestamps that Discord gives its objects."""

import time
from datetime import UTC, datetime

DISCORD_EPOCH = 1_420_070_400_000  # milliseconds: the first of January 2015
TIME_SHIFT = 22  # bits below the milliseconds: worker, process, increment


class Snowflakes:
    """A source of ids that only grow and tell when they were made."""

    def __init__(self) -> None:
        """Start below every id of today."""
        self._last = 0

    def mint(self) -> int:
        """Return an id greater than all before it."""
        now = int(time.time() * 1000) - DISCORD_EPOCH
        self._last = max(self._last + 1, now << TIME_SHIFT)
        return self._last


def timestamp_of(snowflake: int) -> str:
    """Return the moment that an id carries, as Discord writes it."""
    milliseconds = (snowflake >> TIME_SHIFT) + DISCORD_EPOCH
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat()


def timestamp_now() -> str:
    """Return the present moment, as Discord writes it."""
    return datetime.now(UTC).isoformat()
