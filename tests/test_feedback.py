"""What is learnt from questions: gaps, votes, counts. No row says who asked."""

from __future__ import annotations

import sqlite3
import traceback
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from shelf import ALICE, GUILD, Clock, Desk, opened, page

from knowledge.curating import Curating
from knowledge.errors import RefusedError, StoreError
from knowledge.feedback import MOST_GAPS, Feedback
from knowledge.limits import Limits
from knowledge.store.curation import Kind
from knowledge.store.gaps import Vote
from knowledge.store.versions import DAY, SHARED

HIVES = page("Hives", "The hive stands behind the shed.", "A drone dies in the autumn.")
LOST = "Where did I leave my smoker?"
LOST_TOO = "where is my smoker, where did I leave it"
PRICE = "What does a jar of honey cost?"
LINK = "https://discord.com/channels/1/2/3"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def desk(tmp_path: Path, clock: Clock) -> AsyncIterator[Desk]:
    async with opened(tmp_path, {"hives.md": HIVES}, clock=clock) as desk:
        yield desk


@pytest.fixture
def feedback(desk: Desk) -> Feedback:
    return Feedback(desk.libraries)


async def ask(
    desk: Desk, feedback: Feedback, question: str, *, is_public: bool = True, library: int = SHARED
) -> None:
    """Ask as a member does."""
    answer = await desk.ask(question, library)
    feedback.asked(library, answer, is_public=is_public, link=LINK)


async def test_one_gap_asked_in_different_words_is_one_with_its_count(
    desk: Desk, feedback: Feedback
) -> None:
    for question in (LOST, PRICE, LOST_TOO, LOST):
        await ask(desk, feedback, question)
    first, second = await feedback.gaps(SHARED)
    assert (first.question, first.count, first.link) == (LOST, 3, LINK)
    assert first.wordings == (LOST, LOST_TOO)
    assert (second.question, second.count) == (PRICE, 1)


@pytest.mark.threat("C6")
async def test_what_was_answered_or_asked_in_private_is_no_gap(
    desk: Desk, feedback: Feedback
) -> None:
    await ask(desk, feedback, "When does a drone die?")
    await ask(desk, feedback, "thanks")
    await ask(desk, feedback, LOST, is_public=False)
    assert await feedback.gaps(SHARED) == []
    days = (await feedback.activity(SHARED)).days
    assert [*days.values()] == [{"answered": 1, "not_found": 1}]


@pytest.mark.threat("C6")
async def test_questions_go_after_the_days_that_the_operator_set(
    desk: Desk, feedback: Feedback, clock: Clock
) -> None:
    await ask(desk, feedback, LOST)
    await feedback.flush()
    await feedback.vote(SHARED, 1, "voter", is_up=True)
    clock.now += 29 * DAY
    await ask(desk, feedback, PRICE)
    assert len(await feedback.gaps(SHARED)) == 2
    clock.now += 2 * DAY
    assert [one.question for one in await feedback.gaps(SHARED)] == [PRICE]
    await feedback.prune()
    with closing(sqlite3.connect(desk.libraries.database.path)) as store:
        text = "\n".join(store.iterdump())
        assert LOST not in text
        assert PRICE in text
        clock.now += 400 * DAY
        await feedback.prune()
        for table in ("gaps", "votes", "tallies", "cited"):
            assert store.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608


@pytest.mark.threat("C6")
async def test_with_no_days_no_question_is_ever_written(tmp_path: Path) -> None:
    limits = Limits(question_days=0)
    async with opened(tmp_path, {"hives.md": HIVES}, limits=limits) as desk:
        feedback = Feedback(desk.libraries)
        await ask(desk, feedback, LOST)
        assert not await feedback.unhelpful(SHARED, PRICE, None)
        assert await feedback.gaps(SHARED) == []
        with closing(sqlite3.connect(desk.libraries.database.path)) as store:
            text = "\n".join(store.iterdump())
        assert LOST not in text
        assert PRICE not in text
        assert not feedback.keeps_questions


async def test_a_vote_can_be_changed_and_taken_back(feedback: Feedback) -> None:
    async def votes() -> tuple[int, int]:
        return (await feedback.activity(SHARED)).votes

    up, down = Vote(is_up=True, told=False), Vote(is_up=False, told=False)
    assert await feedback.vote(SHARED, 1, "ann", is_up=True) == (None, True)
    assert await feedback.vote(SHARED, 1, "bob", is_up=True) == (None, True)
    assert await votes() == (2, 0)
    assert await feedback.vote(SHARED, 1, "ann", is_up=False) == (up, False)
    assert await votes() == (1, 1)
    assert await feedback.vote(SHARED, 1, "ann", is_up=False) == (down, None)
    assert await votes() == (1, 0)
    assert await feedback.vote(SHARED, 2, "bob", is_up=False) == (None, False)
    assert await votes() == (1, 1)


async def test_a_vote_down_makes_a_gap_that_goes_when_it_is_taken_back(
    feedback: Feedback,
) -> None:
    for _ in range(2):
        assert await feedback.unhelpful(SHARED, PRICE, LINK)
    [gap] = await feedback.gaps(SHARED)
    assert (gap.unanswered, gap.unhelpful) == (0, 2)
    for _ in range(3):
        await feedback.helpful_after_all(SHARED, PRICE)
    assert await feedback.gaps(SHARED) == []


async def test_a_vote_that_is_taken_back_does_not_count_as_asking(
    desk: Desk, feedback: Feedback, clock: Clock
) -> None:
    await ask(desk, feedback, PRICE)
    [first] = await feedback.gaps(SHARED)
    await feedback.unhelpful(SHARED, PRICE, LINK)
    clock.now += 20 * DAY
    await feedback.helpful_after_all(SHARED, PRICE)
    [gap] = await feedback.gaps(SHARED)
    assert (gap.count, gap.asked_at) == (1, first.asked_at)


@pytest.mark.threat("C6")
async def test_each_wording_goes_after_its_days_though_others_ask_alike(
    desk: Desk, feedback: Feedback, clock: Clock
) -> None:
    for number in range(6):
        await ask(desk, feedback, LOST if number == 0 else LOST_TOO)
        await feedback.flush()
        clock.now += 25 * DAY
    [gap] = await feedback.gaps(SHARED)
    assert gap.wordings == (LOST_TOO,)
    await feedback.prune()
    with closing(sqlite3.connect(desk.libraries.database.path)) as store:
        assert LOST not in "\n".join(store.iterdump())


async def test_of_many_wordings_those_asked_last_are_kept(
    desk: Desk, feedback: Feedback, clock: Clock
) -> None:
    ways = [f"{'where ' * number}did I leave my smoker?" for number in range(1, 8)]
    for question in ways:
        await ask(desk, feedback, question)
        await feedback.flush()
        clock.now += DAY
    [gap] = await feedback.gaps(SHARED)
    assert gap.count == 7
    assert gap.wordings == tuple(ways[2:])


async def test_the_number_of_a_gap_that_is_gone_is_never_anothers(
    desk: Desk, feedback: Feedback
) -> None:
    await ask(desk, feedback, LOST)
    [old] = await feedback.gaps(SHARED)
    await feedback.settle(SHARED, old.number)
    await ask(desk, feedback, PRICE)
    with pytest.raises(RefusedError, match="no longer"):
        await feedback.dismiss(SHARED, ALICE, old.number)
    assert len(await feedback.gaps(SHARED)) == 1


async def test_what_joins_a_dismissed_gap_is_not_said_to_be_seen(
    desk: Desk, feedback: Feedback
) -> None:
    await ask(desk, feedback, LOST)
    [gap] = await feedback.gaps(SHARED)
    await feedback.dismiss(SHARED, ALICE, gap.number)
    assert not await feedback.unhelpful(SHARED, LOST_TOO, None)


@pytest.mark.threat("C6")
async def test_a_failing_store_does_not_bring_questions_into_the_log(
    desk: Desk, feedback: Feedback, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(sqlite3.connect(desk.libraries.database.path)) as store:
        store.execute("DROP TABLE gaps")
        store.execute("CREATE TABLE gaps (id INTEGER)")
    with pytest.raises(StoreError) as found:
        await feedback.unhelpful(SHARED, LOST, None)
    texts = "".join(traceback.format_exception(found.value)) + caplog.text
    assert "smoker" not in texts


async def test_a_dismissed_gap_stays_away_though_it_is_asked_again(
    desk: Desk, feedback: Feedback
) -> None:
    await ask(desk, feedback, LOST)
    [gap] = await feedback.gaps(SHARED)
    await feedback.dismiss(SHARED, ALICE, gap.number)
    await ask(desk, feedback, LOST_TOO)
    assert await feedback.gaps(SHARED) == []
    with pytest.raises(RefusedError, match="no longer"):
        await feedback.gap(SHARED, gap.number)
    [deed, *_] = await desk.records.deeds(SHARED)
    assert (deed.action, deed.detail) == ("dismiss_gap", "")


async def test_servers_do_not_see_each_others_questions(desk: Desk, feedback: Feedback) -> None:
    await ask(desk, feedback, LOST, library=GUILD)
    assert await feedback.gaps(SHARED) == []
    [gap] = await feedback.gaps(GUILD)
    with pytest.raises(RefusedError, match="no longer"):
        await feedback.dismiss(SHARED, ALICE, gap.number)
    await feedback.settle(SHARED, gap.number)
    assert len(await feedback.gaps(GUILD)) == 1


async def test_a_flood_of_questions_keeps_the_gaps_that_are_asked_most(
    desk: Desk, feedback: Feedback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.feedback.MOST_GAPS", 5)
    assert MOST_GAPS > 5
    for question in (LOST, LOST, PRICE, PRICE):
        await ask(desk, feedback, question)
    for name in ("Xavier", "Quentin", "Wolfgang", "Yolanda", "Zebedee", "Ulrich", "Violet"):
        await ask(desk, feedback, f"Who married {name}?")
    found = await feedback.gaps(SHARED)
    assert len(found) == 5
    assert {one.question for one in found[:2]} == {LOST, PRICE}


async def test_counts_tell_the_days_and_the_sections_cited_most(
    desk: Desk, feedback: Feedback, clock: Clock
) -> None:
    await ask(desk, feedback, "When does a drone die?")
    clock.now += DAY
    for _ in range(2):
        await ask(desk, feedback, "When does a drone die?", is_public=False)
    await ask(desk, feedback, LOST)
    activity = await feedback.activity(SHARED)
    assert activity.days == {
        activity.today - 1: {"answered": 1},
        activity.today: {"answered": 2, "not_found": 1},
    }
    assert activity.cited == [("Hives", 3)]


async def test_what_could_not_be_written_is_written_later(
    desk: Desk, feedback: Feedback, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ask(desk, feedback, LOST)
    database = desk.libraries.database
    with monkeypatch.context() as broken:
        broken.setattr(type(database), "write", lambda _self: _fails())
        with pytest.raises(StoreError):
            await feedback.flush()
    assert [one.count for one in await feedback.gaps(SHARED)] == [1]


class _fails:  # noqa: N801  # used as a function
    async def __aenter__(self) -> None:
        raise StoreError("full")

    async def __aexit__(self, *_: object) -> None: ...


async def test_a_digest_is_due_a_week_after_it_was_wished_and_after_each_that_was_told(
    desk: Desk, feedback: Feedback, clock: Clock
) -> None:
    await desk.upkeep.send_notices(GUILD, ALICE, 77, digest=True)
    assert await feedback.digests() == []
    clock.now += 7 * DAY
    assert await feedback.digests() == [GUILD]
    await feedback.told(GUILD)
    assert await feedback.digests() == []
    clock.now += 7 * DAY
    await desk.upkeep.send_notices(GUILD, ALICE, 78)
    assert await feedback.digests() == [GUILD]
    await desk.upkeep.send_notices(GUILD, ALICE, 78, digest=False)
    assert await feedback.digests() == []


async def test_a_gap_that_was_filled_begins_anew_if_it_is_asked_in_vain_again(
    desk: Desk, feedback: Feedback
) -> None:
    await ask(desk, feedback, LOST)
    [gap] = await feedback.gaps(SHARED)
    library = await desk.libraries.get(SHARED)
    await Curating(desk.libraries).pin(SHARED, ALICE, LOST, library.offer("shed", 1)[0])
    await feedback.settle(SHARED, gap.number)
    await ask(desk, feedback, LOST)
    assert await feedback.gaps(SHARED) == []
    await Curating(desk.libraries).drop(SHARED, ALICE, Kind.PIN, 1)
    await ask(desk, feedback, LOST)
    assert [one.count for one in await feedback.gaps(SHARED)] == [1]
