"""Sources that are read again by themselves: when, how often, and whom that is told."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from shelf import ALICE, BEES, GUILD, MOTHS, Desk, opened, write
from test_web_sources import ANTS, LOGIN, MORE_ANTS, markdown
from web_server import WebServer, answer, reaching

from knowledge.changes import Outcome
from knowledge.errors import RefusedError
from knowledge.opening import tend
from knowledge.scheduler import FAILURES_TOLD, Notice, Scheduler
from knowledge.store.schedules import DAY, HOUR, JITTER, LONGEST_WAIT, is_due, next_time
from knowledge.store.turns import alone
from knowledge.store.versions import SHARED

YEAR = 365 * DAY


@pytest.fixture
async def server() -> AsyncIterator[WebServer]:
    async with WebServer.running() as running:
        running.answers["/ants"] = markdown(ANTS)
        yield running


@pytest.fixture
async def desk(tmp_path: Path, server: WebServer) -> AsyncIterator[Desk]:
    async with (
        reaching(server) as fetcher,
        opened(tmp_path, {"bees.md": BEES}, fetcher=fetcher) as desk,
    ):
        yield desk


@pytest.fixture
async def name(desk: Desk, server: WebServer) -> str:
    """A page that is read every day."""
    change = await desk.moderation.add_page(SHARED, ALICE, server.url("/ants"))
    assert change.wish.edit
    await desk.upkeep.schedule(SHARED, ALICE, change.wish.edit.name, "day")
    return change.wish.edit.name


async def run(desk: Desk, after: float = 0) -> list[Notice]:
    """Let time pass, and read what is due then."""
    desk.clock.now += after
    scheduler = Scheduler(desk.libraries)
    notices = [notice async for notice in scheduler.run()]
    for notice in notices:
        await scheduler.told(notice)
    return notices


async def due_in(desk: Desk) -> float:
    """Return in how many seconds the page is due."""
    row = (await desk.records.sources(SHARED))[-1].row
    assert row
    assert row.due_at
    return row.due_at - int(desk.clock.now)


async def test_nothing_is_read_by_itself_unless_somebody_said_so(
    desk: Desk, server: WebServer
) -> None:
    await desk.moderation.add_page(SHARED, ALICE, server.url("/ants"))
    assert await run(desk, YEAR) == []
    assert len(server.asked) == 1


@pytest.mark.usefixtures("name")
async def test_a_page_is_read_when_it_is_due_and_not_before(desk: Desk, server: WebServer) -> None:
    server.answers["/ants"] = markdown(MORE_ANTS)
    assert await run(desk, (1 - JITTER) * DAY - 1) == []
    assert len(server.asked) == 1
    assert await run(desk, 2 * JITTER * DAY + 2) == [], "it went well, so nobody is told"
    assert len(server.asked) == 2
    assert (await desk.ask("Do ants sleep?")).citations[0].quote == "Ants sleep in short naps."
    [deed, *_] = await desk.records.deeds(SHARED)
    assert (deed.action, deed.actor) == ("scheduled", 0)


@pytest.mark.usefixtures("name")
async def test_times_that_were_missed_count_once(desk: Desk, server: WebServer) -> None:
    await run(desk, 30 * DAY)
    await run(desk)
    assert len(server.asked) == 2
    assert (1 - JITTER) * DAY <= await due_in(desk) <= (1 + JITTER) * DAY


@pytest.mark.usefixtures("name")
async def test_a_reading_by_hand_puts_the_next_one_off(desk: Desk) -> None:
    desk.clock.now += DAY / 2
    await desk.refresh()
    assert await due_in(desk) >= (1 - JITTER) * DAY


async def test_only_what_is_due_is_read(desk: Desk, server: WebServer, name: str) -> None:
    write(desk.articles, {"moths.md": MOTHS})
    server.answers["/ants"] = markdown(MORE_ANTS)
    await run(desk, 2 * DAY)
    assert await desk.names() == ["bees.md", name]


async def test_a_file_of_the_folder_can_be_read_by_schedule(desk: Desk) -> None:
    await desk.upkeep.schedule(SHARED, ALICE, "bees.md", "hour")
    write(desk.articles, {"bees.md": BEES + "\nBees dance.\n", "moths.md": MOTHS})
    assert await run(desk, 2 * HOUR) == []
    assert (await desk.ask("What do bees dance?")).citations[0].quote == "Bees dance."
    assert await desk.names() == ["bees.md"]
    assert await run(desk) == []
    assert await desk.numbers() == [2, 1]


async def test_an_upload_and_what_is_not_there_have_no_schedule(desk: Desk) -> None:
    await desk.add("moths.md", MOTHS, SHARED)
    with pytest.raises(RefusedError, match="does not change by itself"):
        await desk.upkeep.schedule(SHARED, ALICE, "moths.md", "day")
    with pytest.raises(RefusedError, match="no source"):
        await desk.upkeep.schedule(SHARED, ALICE, "ants.md", "day")
    with pytest.raises(RefusedError, match="no source"):
        await desk.upkeep.schedule(GUILD, ALICE, "bees.md", "day")


async def test_a_schedule_ends_when_somebody_says_so_or_its_source_goes(
    desk: Desk, server: WebServer, name: str
) -> None:
    assert await desk.upkeep.schedule(SHARED, ALICE, name, "off") is None
    await run(desk, YEAR)
    await desk.upkeep.schedule(SHARED, ALICE, name, "day")
    await desk.remove(name, SHARED)
    await run(desk, YEAR)
    assert len(server.asked) == 1


async def test_schedules_are_on_record(desk: Desk, name: str) -> None:
    [deed, *_] = await desk.records.deeds(SHARED)
    assert (deed.action, deed.actor, deed.detail) == ("schedule", ALICE, f"{name}: day")


@pytest.mark.usefixtures("name")
async def test_a_schedule_outlives_the_process(
    desk: Desk, server: WebServer, tmp_path: Path
) -> None:
    desk.clock.now += 2 * DAY
    async with opened(tmp_path, clock=desk.clock) as other:
        other.libraries._fetcher = desk.libraries.fetcher  # noqa: SLF001
        await run(other)
    assert len(server.asked) == 2


@pytest.mark.threat("W14")
async def test_a_page_that_fails_is_asked_less_and_less_and_told_once(
    desk: Desk, server: WebServer, name: str
) -> None:
    server.answers["/ants"] = answer(status="404 Not Found")
    told, waits = [], []
    for _ in range(8):
        told.append(await run(desk, LONGEST_WAIT * 2))
        waits.append(await due_in(desk) / DAY)
    for wait, days in zip(waits, (2, 4, 7, 7, 7, 7, 7, 7), strict=True):
        assert (1 - JITTER) * days <= wait <= (1 + JITTER) * days
    assert [bool(one) for one in told].index(True) == FAILURES_TOLD - 1
    [notice] = [notice for one in told for notice in one]
    assert [(one.name, one.failures) for one in notice.failing] == [(name, 3)]
    assert notice.waiting is None
    assert (await desk.ask("What does an ant carry?")).citations, "its article stays"


@pytest.mark.threat("W14")
@pytest.mark.usefixtures("name")
async def test_a_page_that_came_back_is_read_as_often_as_before_and_told_of_anew(
    desk: Desk, server: WebServer
) -> None:
    for _ in range(2):
        server.answers["/ants"] = answer(status="404 Not Found")
        told = [notice for _ in range(3) for notice in await run(desk, LONGEST_WAIT * 2)]
        assert len(told) == 1
        server.answers["/ants"] = markdown(ANTS)
        await run(desk, LONGEST_WAIT * 2)
        assert await due_in(desk) <= (1 + JITTER) * DAY


@pytest.mark.threat("W14")
async def test_a_site_that_asks_for_a_pause_gets_it(desk: Desk, server: WebServer) -> None:
    change = await desk.moderation.add_page(SHARED, ALICE, server.url("/ants"))
    assert change.wish.edit
    await desk.upkeep.schedule(SHARED, ALICE, change.wish.edit.name, "hour")
    server.answers["/ants"] = answer(status="429 Too Many Requests", retry_after=str(DAY // 2))
    await run(desk, 2 * HOUR)
    assert DAY / 2 <= await due_in(desk) <= DAY


@pytest.mark.threat("W11", "W15")
async def test_a_large_change_waits_for_a_moderator_who_is_told_once(
    desk: Desk, server: WebServer, name: str
) -> None:
    server.answers["/ants"] = markdown(LOGIN)
    [notice] = await run(desk, 2 * DAY)
    assert notice.waiting
    assert notice.waiting.outcome is Outcome.TOO_MUCH
    assert notice.waiting.difference.changed[0].after.name == name
    assert await run(desk, 2 * DAY) == []
    assert (await desk.agree(notice.waiting)).outcome is Outcome.DONE
    assert "sign in" in (await desk.ask("How do I read this page?")).citations[0].quote


@pytest.mark.threat("W15")
@pytest.mark.usefixtures("name")
async def test_also_a_page_that_grows_much_waits_if_nobody_watches(
    desk: Desk, server: WebServer
) -> None:
    stuffed = ANTS + "".join(f"\nBuy hats number {n} here.\n" for n in range(9))
    server.answers["/ants"] = markdown(stuffed)
    [notice] = await run(desk, 2 * DAY)
    assert notice.waiting
    assert (await desk.refresh()).outcome is Outcome.DONE, "a moderator who refreshes sees it"


@pytest.mark.usefixtures("name")
async def test_what_is_due_while_somebody_refreshes_is_read_after_that(
    desk: Desk, server: WebServer
) -> None:
    with alone(desk.libraries.database, SHARED, ALICE):
        assert await run(desk, 2 * DAY) == []
    assert len(server.asked) == 1
    await run(desk)
    assert len(server.asked) == 2


async def test_a_folder_that_is_gone_is_tried_again_later_and_not_all_the_time(desk: Desk) -> None:
    await desk.upkeep.schedule(SHARED, ALICE, "bees.md", "hour")
    (desk.articles / "bees.md").unlink()
    desk.articles.rmdir()
    assert await run(desk, 2 * HOUR) == []
    assert await due_in(desk) > 0
    assert (await desk.ask("How many queens has a hive?")).citations


async def test_a_rollback_is_not_undone_by_a_schedule(
    desk: Desk, server: WebServer, name: str
) -> None:
    server.answers["/ants"] = markdown(MORE_ANTS)
    await run(desk, 2 * DAY)
    await desk.moderation.rollback(SHARED, ALICE, 2, 3)
    await run(desk, 2 * DAY)
    assert await desk.names() == ["bees.md", name]
    assert "naps" not in (await desk.records.article(SHARED, name)).text
    assert (await desk.refresh()).outcome is Outcome.DONE
    assert 0 < await due_in(desk) <= (1 + JITTER) * DAY, "from now on it is read again"


@pytest.mark.usefixtures("name")
async def test_moderators_are_told_later_if_it_could_not_be_told(
    desk: Desk, server: WebServer
) -> None:
    server.answers["/ants"] = markdown(LOGIN)
    desk.clock.now += 2 * DAY
    assert len([notice async for notice in Scheduler(desk.libraries).run()]) == 1
    assert await desk.records.waits(SHARED)
    assert len(await run(desk, 2 * DAY)) == 1
    assert await run(desk, 2 * DAY) == []


@pytest.mark.usefixtures("name")
async def test_a_page_that_is_another_each_time_is_told_of_once_a_day(
    desk: Desk, server: WebServer
) -> None:
    await desk.upkeep.schedule(SHARED, ALICE, (await desk.names())[1], "hour")
    told = []
    for number in range(12):
        server.answers["/ants"] = markdown(f"# {number}\n\nVisitor number {number} is here.\n")
        told += await run(desk, 2 * HOUR)
    assert len(told) == 1


@pytest.mark.usefixtures("name")
async def test_a_word_on_a_notice_counts_for_days_whatever_else_is_new(
    desk: Desk, server: WebServer
) -> None:
    server.answers["/ants"] = markdown(LOGIN)
    [notice] = await run(desk, 2 * DAY)
    assert notice.waiting
    write(desk.articles, {"moths.md": MOTHS})
    desk.clock.now += 5 * DAY
    assert (await desk.agree(notice.waiting)).outcome is Outcome.DONE
    assert "moths.md" not in await desk.names()
    assert not await desk.records.waits(SHARED)


async def test_a_file_of_the_folder_that_fails_is_told_of_too(desk: Desk) -> None:
    await desk.upkeep.schedule(SHARED, ALICE, "bees.md", "hour")
    write(desk.articles, {"bees.md": ""})
    told = [notice for _ in range(6) for notice in await run(desk, 10 * DAY)]
    assert [one.name for notice in told for one in notice.failing] == ["bees.md"]


async def test_a_page_that_is_added_again_begins_anew(
    desk: Desk, server: WebServer, name: str
) -> None:
    server.answers["/ants"] = answer(status="500 Internal Server Error")
    for _ in range(4):
        await run(desk, 20 * DAY)
    server.answers["/ants"] = markdown(MORE_ANTS)
    await desk.moderation.add_page(SHARED, ALICE, server.url("/ants"))
    [_, line] = await desk.records.sources(SHARED)
    assert line.row
    assert (line.name, line.row.failures, line.row.fault) == (name, 0, None)
    assert line.row.checked_at == int(desk.clock.now)
    assert await due_in(desk) <= (1 + JITTER) * DAY


async def test_pages_of_a_server_that_the_bot_has_left_are_not_fetched(
    desk: Desk, server: WebServer
) -> None:
    change = await desk.moderation.add_page(GUILD, ALICE, server.url("/ants"))
    assert change.wish.edit
    await desk.upkeep.schedule(GUILD, ALICE, change.wish.edit.name, "hour")
    await tend(desk.libraries, set())
    await run(desk, 2 * DAY)
    assert len(server.asked) == 1


# The clock


@pytest.fixture
def _seeded() -> Iterator[None]:
    random.seed(5)
    yield
    random.seed()


@pytest.mark.threat("S10")
@pytest.mark.usefixtures("_seeded")
@pytest.mark.parametrize("every", [HOUR, DAY, 7 * DAY])
def test_no_time_is_missed_or_doubled_over_a_year_whatever_the_clock_does(every: int) -> None:
    jumps = [random.choice([-HOUR, HOUR, -DAY, 3 * DAY, -YEAR, YEAR, 1]) for _ in range(50)]  # noqa: S311
    steps = YEAR // 600
    clock, due_at, last, gaps = 10 * YEAR, 10 * YEAR, -every, []
    for step in range(steps):
        clock += 600
        if jumps and step % (steps // 51) == 7:
            clock += jumps.pop()
        if is_due(clock, due_at, every, 0):
            gaps.append(step * 600 - last)
            last, due_at = step * 600, next_time(clock, every)
    assert not jumps
    early = sum(gap < (1 - JITTER) * every - 600 for gap in gaps)
    late = sum(gap > (1 + JITTER) * every + 600 for gap in gaps)
    assert early <= 50, "at most one early reading a jump"
    assert max(gaps) <= 2 * (1 + JITTER) * every + 600, "a clock that is put back loses no source"
    assert late <= 50


@pytest.mark.threat("S10")
def test_waits_are_spread() -> None:
    waits = [next_time(0, DAY) for _ in range(1000)]
    assert min(waits) >= (1 - JITTER) * DAY - 1
    assert max(waits) <= (1 + JITTER) * DAY
    assert len(set(waits)) > 500
