"""Show that nobody gets more than the allowed number of answers, or more than one notice."""

from __future__ import annotations

import math
import tracemalloc
from dataclasses import dataclass

import pytest

from bot.limits import MOST_BUCKETS, Limiter, Rate, Rates, Refusal

ANN, BOB = 1, 2
ROOM, HALL = 10, 11
HERE, THERE = 100, 101
OFF = Rate(0, 0)
ONLY_USER = Rates(user=Rate(5, 20), channel=OFF, guild=OFF, total=OFF)


@dataclass
class Clock:
    now: float = 1_000_000.3  # as after eleven days; sums of thirds and tenths are not exact

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def allowed(limiter: Limiter, times: int, *, user: int = ANN, guild: int | None = HERE) -> int:
    """Return how many of `times` requests in one room pass."""
    return sum(limiter.take(user, ROOM, guild) is None for _ in range(times))


def refusal(limiter: Limiter, user: int = ANN, guild: int | None = HERE) -> Refusal:
    refused = limiter.take(user, ROOM, guild)
    assert refused is not None
    return refused


@pytest.mark.threat("I9")
def test_ten_thousand_requests_over_all_surfaces_get_exactly_the_allowed_number(
    clock: Clock,
) -> None:
    limiter = Limiter(Rates(), clock=clock)
    places = [(ROOM, HERE), (HALL, HERE), (12, THERE), (13, None)]  # mention, /ask, button, DM
    taken = [limiter.take(ANN, *places[number % 4]) for number in range(10_000)]
    assert taken.count(None) == 5
    assert taken[:5] == [None] * 5


@pytest.mark.threat("I9")
@pytest.mark.parametrize("now", [0.0, 0.1, 1_000_000.3, 98_765_432.1])
@pytest.mark.parametrize("count", [1, 3, 7, 60, 300])
def test_the_number_is_exact_whatever_the_clock_says(count: int, now: float) -> None:
    limiter = Limiter(Rates(Rate(count, 20), OFF, OFF, OFF), clock=Clock(now))
    assert allowed(limiter, 2 * count) == count


def test_a_clock_that_stands_still_fills_nothing(clock: Clock) -> None:
    limiter = Limiter(ONLY_USER, clock=clock)
    allowed(limiter, 5)
    assert {refusal(limiter).seconds for _ in range(100)} == {4}


def test_tokens_come_back_one_by_one_and_no_more_than_there_were(clock: Clock) -> None:
    limiter = Limiter(ONLY_USER, clock=clock)
    assert allowed(limiter, 9) == 5
    clock.now += 4
    assert allowed(limiter, 9) == 1
    clock.now += 8
    assert allowed(limiter, 9) == 2
    clock.now += 3600
    assert allowed(limiter, 9) == 5


def test_a_steady_user_within_the_rate_is_never_refused(clock: Clock) -> None:
    limiter = Limiter(Rates(Rate(60, 20), OFF, OFF, OFF), clock=clock)
    allowed(limiter, 59)
    for _ in range(5000):
        assert limiter.take(ANN, ROOM, HERE) is None
        clock.now += 20 / 60


@pytest.mark.threat("I9")
@pytest.mark.parametrize("past", [0, 0.1, 0.5, 1, 2.7, 3.9])
def test_waiting_as_long_as_it_says_is_enough_and_a_second_less_is_not(
    clock: Clock, past: float
) -> None:
    limiter = Limiter(ONLY_USER, clock=clock)
    allowed(limiter, 5)
    clock.now += past
    seconds = refusal(limiter).seconds
    assert seconds == max(1, math.ceil(4 - past))
    clock.now += seconds - 1
    assert refusal(limiter).seconds == 1
    clock.now += 1
    assert limiter.take(ANN, ROOM, HERE) is None


def test_the_longest_wait_of_all_empty_buckets_is_told(clock: Clock) -> None:
    limiter = Limiter(Rates(Rate(1, 3), Rate(1, 30), Rate(1, 7), OFF), clock=clock)
    allowed(limiter, 1)
    assert refusal(limiter).seconds == 30


@pytest.mark.threat("I9")
def test_a_refusal_takes_nothing_from_the_other_buckets(clock: Clock) -> None:
    rates = Rates(user=Rate(5, 20), channel=Rate(6, 20), guild=Rate(6, 20), total=Rate(6, 20))
    limiter = Limiter(rates, clock=clock)
    assert allowed(limiter, 1000, user=ANN) == 5
    assert allowed(limiter, 1000, user=BOB) == 1
    clock.now += 20 / 6  # the channel, the guild and all have a token again; Ann lacks her own
    refusal(limiter, ANN)
    assert allowed(limiter, 1, user=BOB) == 1


@pytest.mark.threat("I9")
def test_a_refusal_by_the_room_costs_the_user_nothing(clock: Clock) -> None:
    limiter = Limiter(Rates(user=Rate(5, 20), channel=Rate(2, 20)), clock=clock)
    assert allowed(limiter, 1000) == 2
    assert [limiter.take(ANN, HALL, HERE) is None for _ in range(3)] == [True, True, False]
    assert allowed(limiter, 10, guild=None) == 1


@pytest.mark.threat("I10")
def test_a_thousand_messages_in_ten_seconds_get_one_notice(clock: Clock) -> None:
    limiter = Limiter(Rates(), clock=clock)
    notices = 0
    for _ in range(1000):
        refused = limiter.take(ANN, ROOM, HERE)
        notices += refused is not None and not refused.is_told
        clock.now += 0.01
    assert notices == 1


@pytest.mark.threat("I10")
def test_one_is_told_once_a_window_and_again_in_the_next(clock: Clock) -> None:
    limiter = Limiter(ONLY_USER, clock=clock)
    allowed(limiter, 5)
    assert [refusal(limiter).is_told for _ in range(3)] == [False, True, True]
    clock.now += 19.9
    allowed(limiter, 4)
    assert refusal(limiter).is_told
    clock.now += 0.1
    allowed(limiter, 1)
    assert [refusal(limiter).is_told for _ in range(2)] == [False, True]


@pytest.mark.threat("I10")
def test_a_wait_longer_than_the_users_window_stays_silent_to_its_end(clock: Clock) -> None:
    limiter = Limiter(Rates(user=Rate(5, 20), channel=Rate(1, 300)), clock=clock)
    allowed(limiter, 1)
    assert refusal(limiter) == Refusal(seconds=300, is_told=False)
    clock.now += 299
    assert refusal(limiter) == Refusal(seconds=1, is_told=True)


def test_a_notice_to_one_is_no_notice_to_the_other(clock: Clock) -> None:
    limiter = Limiter(Rates(channel=Rate(1, 20)), clock=clock)
    allowed(limiter, 1)
    assert not refusal(limiter, ANN).is_told
    assert not refusal(limiter, BOB).is_told


def test_two_users_in_one_room_have_a_bucket_each_and_share_the_rooms(clock: Clock) -> None:
    limiter = Limiter(Rates(user=Rate(5, 20), channel=Rate(8, 20)), clock=clock)
    assert allowed(limiter, 10, user=ANN) == 5
    assert allowed(limiter, 10, user=BOB) == 3
    assert limiter.take(BOB, HALL, HERE) is None


@pytest.mark.threat("I9")
def test_a_raid_on_one_server_leaves_the_others_their_answers(clock: Clock) -> None:
    limiter = Limiter(Rates(), clock=clock)
    raid = [limiter.take(user, user % 40, HERE) for user in range(1000, 2000)]
    assert raid.count(None) == 60
    others = [limiter.take(user, user, user) for user in range(3000, 3049)]
    assert others == [None] * 49


@pytest.mark.threat("I9")
def test_all_servers_and_direct_messages_together_share_one_bucket(clock: Clock) -> None:
    limiter = Limiter(Rates(), clock=clock)
    asked = [limiter.take(user, user, user if user % 2 else None) for user in range(1000)]
    assert asked.count(None) == 300


def test_in_a_direct_message_neither_channel_nor_guild_counts(clock: Clock) -> None:
    limiter = Limiter(Rates(channel=Rate(1, 20), guild=Rate(1, 20)), clock=clock)
    assert allowed(limiter, 9, guild=None) == 5
    assert allowed(limiter, 9, user=BOB) == 1


@pytest.mark.parametrize("off", [OFF, Rate(0, 20), Rate(5, 0)])
def test_zero_switches_a_limit_off(clock: Clock, off: Rate) -> None:
    assert allowed(Limiter(Rates(off, off, off, off), clock=clock), 1000) == 1000
    assert allowed(Limiter(Rates(off, Rate(9, 20), off, off), clock=clock), 1000) == 9


@pytest.mark.parametrize(("count", "seconds"), [(-1, 20), (5, -1), (5, math.nan), (5, math.inf)])
def test_a_rate_that_means_nothing_is_an_error(count: int, seconds: float) -> None:
    with pytest.raises(ValueError, match="a rate is not negative"):
        Rate(count, seconds)


@pytest.mark.threat("I9")
def test_a_million_users_at_once_fit_in_fifty_megabytes(clock: Clock) -> None:
    most = MOST_BUCKETS // 10  # for speed; tests/benchmarks/limiting.py asks for all of them
    one = Rate(1, 20)
    limiter = Limiter(Rates(one, one, one, OFF), clock=clock, most_buckets=most)
    tracemalloc.start()
    for user in range(10**18, 10**18 + 4 * most):  # each in a room and a server of its own
        limiter.take(user, user + 10**17, user + 2 * 10**17)
        assert limiter.take(user, user + 10**17, user + 2 * 10**17) is not None
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert limiter.kept == 4 * most  # users, channels, guilds, notices
    assert peak * 10 < 30e6


def test_the_user_forgotten_is_the_one_who_asked_longest_ago(clock: Clock) -> None:
    limiter = Limiter(Rates(Rate(2, 20), OFF, OFF, OFF), clock=clock, most_buckets=3)
    for user in (1, 2, 3, 1, 4):
        assert limiter.take(user, ROOM, None) is None
    assert limiter.take(1, ROOM, None) is not None
    assert [limiter.take(2, ROOM, None) for _ in range(2)] == [None, None]


def test_full_buckets_are_forgotten(clock: Clock) -> None:
    limiter = Limiter(ONLY_USER, clock=clock)
    for user in range(1000):
        limiter.take(user, ROOM, None)
    assert limiter.kept == 1000
    clock.now += 20
    for _ in range(1000):
        clock.now += 20
        limiter.take(ANN, ROOM, None)
    assert limiter.kept == 1
