"""Say when somebody asks too fast: one limiter for every way of asking.

Own code, because `limits` reads the wall clock and cleans up in a thread, `pyrate-limiter` keeps
every request behind locks, and neither asks several keys at once or bounds how many it keeps.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

# Of each level: 15 MB if all are in use, which takes a `total` without limit. With the usual one
# at most some 600 are, and only notices to those who are refused come near.
MOST_BUCKETS = 20_000
SLACK = 1e-6  # seconds; sums of floats err by less, and nobody waits for it
EVERYBODY = 0  # the only key of the bucket that all share


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests in so many seconds, at once or evenly; 0 of either: no limit.

    Raises:
        ValueError: one of them is negative or not finite.
    """

    count: int
    seconds: float

    def __post_init__(self) -> None:
        if not (0 <= self.count < math.inf and 0 <= self.seconds < math.inf):
            raise ValueError(f"a rate is not negative and not without end: {self}")


@dataclass(frozen=True, slots=True)
class Rates:
    """How fast one user, one channel, one server and all of them together may ask."""

    user: Rate = Rate(5, 20)
    channel: Rate = Rate(20, 20)
    guild: Rate = Rate(60, 20)
    total: Rate = Rate(300, 20)

    def longest(self) -> float:
        """Return the longest window in seconds; nobody ever waits longer."""
        return max(rate.seconds for rate in (self.user, self.channel, self.guild, self.total))


@dataclass(frozen=True, slots=True)
class Refusal:
    """What to tell who asks too fast, in private: the wait in whole seconds, at least 1.

    Once `is_told`, say nothing where silence is possible: the user has had this window's notice.
    """

    seconds: int
    is_told: bool


class Limiter:
    """Counts the requests of all surfaces; call it on the event loop only, for it has no lock."""

    def __init__(
        self,
        rates: Rates,
        *,
        clock: Callable[[], float] = time.monotonic,
        most_buckets: int = MOST_BUCKETS,
    ) -> None:
        """Start with full buckets, and keep at most `most_buckets` used ones of each level."""
        self._clock = clock
        self._users = _Buckets(rates.user, most_buckets)
        self._channels = _Buckets(rates.channel, most_buckets)
        self._guilds = _Buckets(rates.guild, most_buckets)
        self._total = _Buckets(rates.total, 1)
        self._notices = _Buckets(Rate(1, rates.longest()), most_buckets)

    @property
    def kept(self) -> int:
        """Return how many buckets are in memory; those that filled up again leave by and by."""
        levels = (self._users, self._channels, self._guilds, self._total, self._notices)
        return sum(len(level) for level in levels)

    def take(self, user: int, channel: int, guild: int | None) -> Refusal | None:
        """Count one request everywhere, or refuse it and count it nowhere.

        Without a guild, in a DM, only the user's bucket and the one that all share count.
        """
        now = self._clock()
        asked = self._asked(user, channel, guild)
        wait = max(level.wait(key, now) for level, key in asked)
        if wait > SLACK:
            return Refusal(math.ceil(wait - SLACK), self._was_told(user, now))
        for level, key in asked:
            level.take(key, now)
        return None

    def _asked(self, user: int, channel: int, guild: int | None) -> list[tuple[_Buckets, int]]:
        asked = [(self._users, user), (self._total, EVERYBODY)]
        if guild is not None:
            asked += [(self._channels, channel), (self._guilds, guild)]
        return asked

    def _was_told(self, user: int, now: float) -> bool:
        if self._notices.wait(user, now) > SLACK:
            return True
        self._notices.take(user, now)
        return False


class _Buckets:
    """The token buckets of one level. Each is one float: the time at which it is full again.

    Every token taken puts that time off by one interval, so the bucket is empty when it lies a
    whole window ahead (the generic cell rate algorithm, ITU-T I.371, as a virtual schedule).
    """

    __slots__ = ("_full_at", "_interval", "_most", "_window")

    def __init__(self, rate: Rate, most: int) -> None:
        self._window = rate.seconds
        self._interval = rate.seconds / rate.count if rate.count else 0.0  # 0: a token is free
        self._most = most
        self._full_at: OrderedDict[int, float] = OrderedDict()  # the last used at the end

    def __len__(self) -> int:
        return len(self._full_at)

    def wait(self, key: int, now: float) -> float:
        """Return the seconds until there is a token; 0 or less: there is one."""
        full_at = max(self._full_at.get(key, now), now)
        return full_at - now + self._interval - self._window

    def take(self, key: int, now: float) -> None:
        """Take a token that `wait` has seen, and forget buckets that are full or too many."""
        self._full_at[key] = max(self._full_at.get(key, now), now) + self._interval
        self._full_at.move_to_end(key)
        # Two at most, so that a call takes the same time always; one comes in, so they dwindle.
        for oldest in tuple(islice(self._full_at, 2)):
            if len(self._full_at) > self._most or self._full_at[oldest] <= now:
                del self._full_at[oldest]
