"""What moderators say beside the articles: pins, saved questions, synonyms, and their impact."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from shelf import ALICE, GUILD, OTHER, Desk, opened, page, write
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.curating import Curating
from knowledge.curation import Names
from knowledge.errors import RefusedError
from knowledge.feedback import Feedback
from knowledge.library import Library
from knowledge.model import Citation, Verdict
from knowledge.opening import tend
from knowledge.places import verbatim
from knowledge.store import curation as stored
from knowledge.store.curation import MOST, Kind
from knowledge.store.glance import shared_curation
from knowledge.store.versions import DAY, SHARED

HIVES = page("Hives", "The hive stands behind the shed.", "A drone dies in the autumn.")
DRONES = "A drone dies in the autumn."
SHED = "The hive stands behind the shed."
LOST = "Where did I leave my smoker?"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path, {"hives.md": HIVES}) as desk:
        yield desk


@pytest.fixture
def curating(desk: Desk) -> Curating:
    return Curating(desk.libraries)


async def passage(desk: Desk, words: str, library: int = SHARED) -> Citation:
    """Return where some words stand."""
    [found] = verbatim((await desk.libraries.get(library)).snapshot, words, 1)
    return found


async def pin(desk: Desk, question: str = LOST, words: str = SHED, library: int = SHARED) -> None:
    await Curating(desk.libraries).pin(library, ALICE, question, await passage(desk, words))


async def test_a_pinned_passage_answers_its_question_and_nearly_identical_ones(
    desk: Desk,
) -> None:
    assert (await desk.ask(LOST)).verdict is Verdict.NOT_FOUND
    await pin(desk)
    for question in (LOST, "where did i leave my smoker", "Where did I leave my smokr??"):
        answer = await desk.ask(question)
        assert answer.verdict is Verdict.ANSWERED
        assert answer.is_pinned
        assert answer.citations[0].quote == SHED
        assert not answer.missing
    for question in ("When did I leave my smoker?", "Where did I leave my hat?", "smoking"):
        assert not (await desk.ask(question)).is_pinned


async def test_a_pin_outlives_refreshes_and_waits_while_its_passage_is_gone(
    desk: Desk, curating: Curating
) -> None:
    await pin(desk)
    write(desk.articles, {"hives.md": HIVES.replace(SHED, "Hives are in the woods.")})
    change = await desk.refresh()
    assert [one.question for one in change.impact.orphans] == [LOST]
    assert (await desk.ask(LOST)).verdict is Verdict.NOT_FOUND
    write(desk.articles, {"hives.md": "# Hives\n\nNew here.\n\n" + HIVES.partition("\n\n")[2]})
    assert not (await desk.refresh()).impact.orphans
    assert (await desk.ask(LOST)).citations[0].quote == SHED
    assert await curating.drop(SHARED, ALICE, Kind.PIN, 1) == LOST
    assert (await desk.ask(LOST)).verdict is Verdict.NOT_FOUND


async def test_a_second_pin_to_a_question_takes_the_place_of_the_first(
    desk: Desk, curating: Curating
) -> None:
    await pin(desk)
    await pin(desk, "where did I leave my smoker", DRONES)
    assert [one.quote for one in await curating.pins(SHARED)] == [DRONES]
    assert (await desk.ask(LOST)).citations[0].quote == DRONES


async def test_a_server_that_follows_has_pins_of_its_own_over_those_of_the_shared_library(
    desk: Desk,
) -> None:
    await pin(desk)
    assert (await desk.ask(LOST, GUILD)).citations[0].quote == SHED
    await pin(desk, words=DRONES, library=GUILD)
    assert (await desk.ask(LOST, GUILD)).citations[0].quote == DRONES
    for library in (SHARED, OTHER):
        assert (await desk.ask(LOST, library)).citations[0].quote == SHED


async def test_names_that_mean_the_same_are_used_at_once_and_shown_by_explain(
    desk: Desk, curating: Curating
) -> None:
    question = "Where are the skeps?"
    assert (await desk.ask(question)).verdict is Verdict.NOT_FOUND
    names = await curating.name(SHARED, ALICE, "skep, beehouse → hive")
    assert names.names == ("skep", "beehouse", "hive")
    _, reasoning = (await desk.libraries.get(SHARED)).explain(question)
    assert reasoning
    [concept] = reasoning.query.concepts
    assert [(one.terms, one.how.value) for one in concept.alternatives] == [(("hive",), "synonym")]
    assert (await desk.ask(question)).citations[0].quote == SHED
    await curating.drop(SHARED, ALICE, Kind.NAMES, 1)
    assert (await desk.ask(question)).verdict is Verdict.NOT_FOUND


@pytest.mark.parametrize(
    "text",
    ["hive", " , → ", "hive, Hive", "hive, 👍", "x" * 61 + ", hive", ",".join(map(str, range(21)))],
)
async def test_a_line_that_is_no_synonym_is_refused_with_what_to_write(
    curating: Curating, text: str
) -> None:
    with pytest.raises(RefusedError, match="name"):
        await curating.name(SHARED, ALICE, text)
    assert await curating.names(SHARED) == ()


async def test_names_of_names_that_ship_do_not_become_names_of_the_new_one(
    desk: Desk, curating: Curating
) -> None:
    await curating.name(SHARED, ALICE, "skep, DPRK")
    synonyms = (await desk.libraries.get(SHARED)).curation.synonyms
    [(_, _, others)] = synonyms.find(["skep"])
    assert others == [("dprk",)]
    [(_, _, others)] = synonyms.find(["dprk"])
    assert {("skep",), ("north", "korea")} <= set(others)


async def test_a_refresh_says_which_saved_questions_cite_something_else_now(
    desk: Desk, curating: Curating
) -> None:
    await curating.save(SHARED, ALICE, "When does a drone die?", await passage(desk, DRONES))
    await curating.save(SHARED, ALICE, "Where does the hive stand?", await passage(desk, SHED))
    await curating.save(SHARED, ALICE, LOST, None)
    write(desk.articles, {"hives.md": HIVES.replace(SHED, "The hive stands at the pond.")})
    for change in (await desk.refresh(dry_run=True), await desk.refresh()):
        assert change.impact.asked == 3
        [shift] = change.impact.shifts
        assert shift.question == "Where does the hive stand?"
        assert shift.cited_before
        assert shift.cited_before.quote == SHED
        assert shift.cited_now
        assert shift.cited_now.quote == "The hive stands at the pond."
        assert (shift.before.is_missed, shift.after.is_missed) == (False, True)
    back = await desk.moderation.look_back(SHARED, ALICE, 1, 2)
    assert [one.after.is_missed for one in back.impact.shifts] == [False]


async def test_a_library_that_begins_or_ends_tells_what_that_does_to_its_questions(
    desk: Desk, curating: Curating
) -> None:
    cited = await passage(desk, SHED, GUILD)
    await curating.save(GUILD, ALICE, "Where does the hive stand?", cited)
    await pin(desk, library=GUILD)
    begun = await desk.add("ants.md", page("Ants", "An ant queen lives for twenty years."))
    [shift] = begun.impact.shifts
    assert (shift.before.is_missed, shift.after.is_missed) == (False, True)
    assert [one.question for one in begun.impact.orphans] == [LOST]
    ended = await desk.remove("ants.md")
    [shift] = ended.impact.shifts
    assert (shift.before.is_missed, shift.after.is_missed) == (True, False)
    assert not ended.impact.orphans


async def test_a_change_of_the_shared_library_tells_those_who_follow_it(
    desk: Desk, curating: Curating
) -> None:
    cited = await passage(desk, SHED, GUILD)
    await curating.save(GUILD, ALICE, "Where does the hive stand?", cited)
    await pin(desk, library=GUILD)
    await desk.add("ants.md", page("Ants", "An ant queen lives for twenty years."), OTHER)
    await curating.save(OTHER, ALICE, "How long does an ant queen live?", None)
    write(desk.articles, {"hives.md": HIVES.replace(SHED, "Hives are in the woods.")})
    assert (await desk.refresh(dry_run=True)).followers == {}
    change = await desk.refresh()
    assert not change.impact
    assert change.followers.keys() == {GUILD}
    found = change.followers[GUILD]
    assert [one.after.is_missed for one in found.shifts] == [True]
    assert [one.question for one in found.orphans] == [LOST]


async def test_what_was_offered_stays_what_it_was_though_a_refresh_comes_between(
    desk: Desk,
) -> None:
    library = (await desk.libraries.get(SHARED)).frozen()
    [offered] = library.offer(SHED, 1)
    write(desk.articles, {"hives.md": page("Hives", "All is new.", "Quite new.", SHED)})
    await desk.refresh()
    assert library.snapshot.version != (await desk.libraries.get(SHARED)).snapshot.version
    assert library.passage(library.snapshot.version, offered.passage.number) is offered.passage


async def test_a_slow_reader_does_not_bring_old_pins_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, reached, go = stored.names, asyncio.Event(), asyncio.Event()

    async def slowly(connection: AsyncConnection, library: int) -> tuple[Names, ...]:
        if not reached.is_set():
            reached.set()
            await go.wait()
        return await read(connection, library)

    desk.libraries._curations._known.clear()  # noqa: SLF001  # as after a start
    monkeypatch.setattr("knowledge.store.curation.names", slowly)
    asking = asyncio.create_task(desk.ask(LOST))
    await reached.wait()
    await pin(desk)
    go.set()
    await asking
    assert (await desk.ask(LOST)).is_pinned


async def test_a_question_that_is_saved_again_is_saved_once(desk: Desk, curating: Curating) -> None:
    await curating.save(SHARED, ALICE, "Who dies?", None)
    await curating.save(SHARED, ALICE, " who  dies? ", await passage(desk, DRONES))
    [saved] = (await curating.questions(SHARED)).values()
    assert saved.gold == (DRONES,)
    [outcome] = await curating.run(SHARED)
    assert not outcome.is_missed


async def test_what_is_not_there_cannot_be_removed(curating: Curating) -> None:
    for kind in Kind:
        with pytest.raises(RefusedError, match="not there"):
            await curating.drop(SHARED, ALICE, kind, 1)


async def test_another_servers_lines_cannot_be_removed(desk: Desk, curating: Curating) -> None:
    await pin(desk)
    with pytest.raises(RefusedError, match="not there"):
        await curating.drop(OTHER, ALICE, Kind.PIN, 1)
    assert (await desk.ask(LOST)).is_pinned


async def test_an_empty_question_is_refused(desk: Desk, curating: Curating) -> None:
    with pytest.raises(RefusedError, match="Write the question"):
        await pin(desk, "   ")
    with pytest.raises(RefusedError, match="Write the question"):
        await curating.save(SHARED, ALICE, "\u200b", None)


async def test_there_is_an_end_to_the_lines_of_a_kind(curating: Curating) -> None:
    for number in range(MOST):
        await curating.save(SHARED, ALICE, f"Who is number {number}?", None)
    with pytest.raises(RefusedError, match="already"):
        await curating.save(SHARED, ALICE, "One more?", None)
    assert len(await curating.questions(SHARED)) == MOST


async def test_everything_is_there_after_a_restart_and_in_another_process(
    desk: Desk, curating: Curating, tmp_path: Path
) -> None:
    async with opened(tmp_path) as other:
        assert not (await other.ask(LOST)).is_pinned
        await pin(desk)
        await curating.name(SHARED, ALICE, "skep, hive")
        await other.libraries.follow()
        assert (await other.ask(LOST)).is_pinned
    async with opened(tmp_path) as again:
        assert (await again.ask(LOST)).is_pinned
        assert (await again.ask("Where are the skeps?")).citations
    said = shared_curation(tmp_path / "state")
    assert [one.question for one in said.pins] == [LOST]
    assert [one.names for one in said.names] == [("skep", "hive")]


async def test_who_did_it_is_in_the_audit_trail(desk: Desk, curating: Curating) -> None:
    await pin(desk)
    await curating.name(SHARED, ALICE, "skep, hive")
    await curating.save(SHARED, ALICE, LOST, None)
    deeds = await desk.records.deeds(SHARED, 3)
    assert [(one.actor, one.action, one.detail) for one in deeds] == [
        (ALICE, "save_question", LOST),
        (ALICE, "add_synonyms", "skep, hive"),
        (ALICE, "pin", LOST),
    ]


def test_words_are_found_as_they_stand_and_give_the_whole_sentence(library: Library) -> None:
    [first, *_] = library.offer("visited North Korea in July", 5)
    assert first.quote.startswith("In a surprising move, Sergei Shoigu")
    assert first.quote == first.article.text[first.start : first.end]
    assert library.offer("", 3) == library.offer("???", 3)
    assert len(library.offer("", 3)) == 3
    assert [one.quote for one in library.offer("When did Shoigu visit?", 1)] == [first.quote]


async def test_the_command_line_answers_with_pins_and_evaluates_what_was_saved(
    desk: Desk, curating: Curating, tmp_path: Path
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("articles:\n  folder: articles\n", encoding="utf-8")
    assert (await command(config, "evaluate")).startswith("evaluate: moderators have saved no")
    await pin(desk)
    await curating.save(SHARED, ALICE, LOST, await passage(desk, SHED))
    answer = json.loads(await command(config, "ask", "--json", LOST))
    assert (answer["citations"][0]["quote"], answer["pinned"]) == (SHED, True)
    written = tmp_path / "saved.jsonl"
    assert "No misses." in await command(config, "evaluate", "--write", str(written))
    assert json.loads(written.read_text("utf-8")) == {"question": LOST, "gold": [SHED]}
    assert "No misses." in await command(config, "evaluate", str(written))


async def command(config: Path, *arguments: str) -> str:
    """Run the command line, and return what it printed."""
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "run_bot.py", "--config", str(config), *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    return (await running.communicate())[0].decode()


@pytest.mark.threat("S11")
async def test_what_a_server_said_goes_after_the_bot_has_left_it_though_it_only_followed(
    desk: Desk,
) -> None:
    await pin(desk, library=GUILD)
    feedback = Feedback(desk.libraries)
    await feedback.vote(OTHER, 1, "voter", is_up=True)
    feedback.asked(OTHER, await desk.ask(LOST, OTHER), is_public=True)
    await feedback.flush()
    await tend(desk.libraries, {OTHER})
    desk.clock.now += 31 * DAY
    await tend(desk.libraries, {OTHER})
    assert not (await desk.ask(LOST, GUILD)).is_pinned
    assert (await feedback.activity(OTHER, 40)).votes == (1, 0)
    await tend(desk.libraries, set())
    desk.clock.now += 31 * DAY
    await tend(desk.libraries, set())
    activity = await feedback.activity(OTHER, 80)
    assert (activity.votes, activity.days) == ((0, 0), {})
    assert await desk.numbers() == [1]
