"""What was asked before, so that "and when?" is understood; kept in memory, for a short time."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from knowledge.follow_ups import thread

MINUTES = 15
MOST = 20_000  # threads; the oldest go first

LONGEST = 500  # characters; more of a thread is not looked at

# A user in a channel, the same of what was asked in private, or an answer by its id.
Key = tuple[int, int] | tuple[int, int, bool] | int


class Conversations:
    """The thread of questions of each user in each channel, and behind each answer."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._threads: OrderedDict[Key, tuple[float, str]] = OrderedDict()

    def before(self, key: Key) -> str:
        """Return what a question may lean on; "" if nothing was asked lately."""
        at, text = self._threads.get(key, (0.0, ""))
        return text if text and self._clock() - at < 60 * MINUTES else ""

    def remember(self, keys: tuple[Key | None, ...], previous: str, question: str) -> None:
        """Keep a question, and what it leaned on, for the next one; None: there is no answer."""
        text = thread(previous, question)[-LONGEST:]
        for key in keys:
            if key is None:
                continue
            self._threads[key] = (self._clock(), text)
            self._threads.move_to_end(key)
        while len(self._threads) > MOST:
            self._threads.popitem(last=False)
