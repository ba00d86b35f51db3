"""Print what the limiter costs: time for each call, memory for each bucket, of a million users."""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable

from bot.limits import Limiter, Rate, Rates

CALLS = 200_000
USERS = 1_000_000
ID = 10**18  # as large as Discord's
ONE = Rate(1, 20)
NO_TOTAL = Rates(ONE, ONE, ONE, Rate(0, 0))  # the worst case: the total keeps nobody out


def ns_per_call(limiter: Limiter, users: Iterable[int], calls: int) -> float:
    """Return the mean time of a request, each user in a room and a server of their own."""
    started = time.perf_counter_ns()
    for user in users:
        limiter.take(user, user + 1, user + 2)
    return (time.perf_counter_ns() - started) / calls


def traced(run: Callable[[], object]) -> int:
    """Return the bytes at the peak of a run."""
    tracemalloc.start()
    run()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def flood(limiter: Limiter, users: int) -> None:
    """Let each user ask twice: once answered, once told to wait."""
    for user in range(ID, ID + 3 * users, 3):
        limiter.take(user, user + 1, user + 2)
        limiter.take(user, user + 1, user + 2)


def main() -> None:
    """Print the figures; the last takes about a minute."""
    users = USERS if "--short" not in sys.argv else USERS // 10
    free = Rates(*[Rate(10**9, 20)] * 4)
    print(f"one user, answered   {ns_per_call(Limiter(free), [ID] * CALLS, CALLS):8.0f} ns")
    print(f"one user, refused    {ns_per_call(Limiter(Rates()), [ID] * CALLS, CALLS):8.0f} ns")
    others = range(ID, ID + 3 * CALLS, 3)
    print(f"new users, answered  {ns_per_call(Limiter(NO_TOTAL), others, CALLS):8.0f} ns")
    print(f"new users, defaults  {ns_per_call(Limiter(Rates()), others, CALLS):8.0f} ns")
    limiter = Limiter(NO_TOTAL, clock=lambda: 0.5)
    peak = traced(lambda: flood(limiter, users))
    print(f"{users} users at one moment: {limiter.kept} buckets, {peak / 1e6:.1f} MB at the peak")
    print(f"each bucket          {peak / limiter.kept:8.0f} bytes")


if __name__ == "__main__":
    main()
