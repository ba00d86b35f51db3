"""What moderators may do to a library, what comes of it, and what it never does to another."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath
from shutil import copytree
from typing import Any

import pytest
from shelf import ALICE, BEES, BOB, GUILD, MOTHS, OTHER, WASPS, Desk, opened, page, write
from sqlalchemy import text

from knowledge import gathering, snapshot
from knowledge.changes import Action, Outcome, Wish
from knowledge.difference import Edit
from knowledge.errors import BusyError, KnowledgeError, ReadError, RefusedError
from knowledge.libraries import Libraries
from knowledge.limits import Limits
from knowledge.model import Article
from knowledge.opening import open_libraries, tend
from knowledge.pages import LONGEST_NAME
from knowledge.reading.article import read_article
from knowledge.records import SourceKind
from knowledge.store.turns import alone, interrupted
from knowledge.store.versions import DAY, SHARED, Entry

FILES = {"bees.md": BEES, "wasps.md": WASPS}
SWEET = page("Bees", "A hive has two queens.", "A drone dies in the autumn.", "Honey is sweet.")
QUEENS = "How many queens has a hive?"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose store holds the two articles."""
    folder = tmp_path_factory.mktemp("first")

    async def make() -> None:
        async with opened(folder, FILES):
            pass

    asyncio.run(make())
    return folder


@pytest.fixture
async def desk(first: Path, tmp_path: Path) -> AsyncIterator[Desk]:
    """The shared library with two articles, just read."""
    copytree(first, tmp_path / "desk")
    async with opened(tmp_path / "desk") as desk:
        yield desk


async def quotes(desk: Desk, question: str, library: int = SHARED) -> list[str]:
    return [one.quote for one in (await desk.ask(question, library)).citations]


async def everything(desk: Desk, library: int) -> object:
    """Return all that may be known of a library."""
    records = desk.records
    known = await records.history(library), await records.deeds(library, 99)
    return known, await records.sources(library), await desk.version(library)


# Refreshing


async def test_a_refresh_without_a_change_makes_no_version(desk: Desk) -> None:
    change = await desk.refresh()
    assert (change.outcome, change.before, change.after) == (Outcome.UNCHANGED, 1, 1)
    assert not change.difference
    assert await desk.numbers() == [1]
    assert len(await desk.records.deeds(SHARED)) == 1


async def test_a_changed_a_new_and_a_gone_file_are_told_apart_and_counted(desk: Desk) -> None:
    write(desk.articles, {"bees.md": SWEET, "moths.md": MOTHS})
    (desk.articles / "wasps.md").unlink()
    change = await desk.refresh()
    found = change.difference
    assert (change.outcome, change.before, change.after) == (Outcome.DONE, 1, 2)
    assert [one.name for one in found.added] == ["moths.md"]
    assert [one.name for one in found.removed] == ["wasps.md"]
    [bees] = found.changed
    assert bees.edits == (
        Edit("A hive has one queen.", "A hive has two queens."),
        Edit("", "Honey is sweet."),
    )
    counts = (found.passages_added, found.passages_removed, found.passages_changed)
    assert counts == (2, 1, 1)
    assert (found.passages_before, found.passages_after) == (3, 4)
    assert await quotes(desk, QUEENS) == ["A hive has two queens."]
    assert await desk.records.difference(SHARED, 1, 2) == found


async def test_a_proposal_says_what_would_change_and_changes_nothing(desk: Desk) -> None:
    write(desk.articles, {"bees.md": SWEET})
    before = await everything(desk, SHARED)
    change = await desk.refresh(dry_run=True)
    assert (change.outcome, change.after) == (Outcome.PROPOSED, 1)
    assert change.difference.passages_changed == 1
    assert await everything(desk, SHARED) == before


async def test_a_broken_file_keeps_its_article_and_is_named(desk: Desk) -> None:
    write(desk.articles, {"bees.md": b"\xff", "new.md": b"\xff", "moths.md": MOTHS})
    change = await desk.refresh()
    assert change.stood_in == ("bees.md",)
    assert [one.source for one in change.faults] == ["bees.md", "new.md"]
    assert "unknown encoding" in change.faults[0].reason
    assert await desk.names() == ["bees.md", "moths.md", "wasps.md"]
    assert await quotes(desk, QUEENS) == ["A hive has one queen."]


async def test_a_folder_that_cannot_be_listed_keeps_everything(desk: Desk) -> None:
    before = await everything(desk, SHARED)
    desk.articles.rename(desk.articles.with_name("elsewhere"))
    with pytest.raises(ReadError, match="cannot be opened"):
        await desk.refresh()
    assert await everything(desk, SHARED) == before
    desk.articles.with_name("elsewhere").rename(desk.articles)
    assert (await desk.refresh()).outcome is Outcome.UNCHANGED


async def test_a_folder_with_nothing_readable_is_refused(desk: Desk) -> None:
    (desk.articles / "bees.md").unlink()
    (desk.articles / "wasps.md").rename(desk.articles / "wasps.png")
    with pytest.raises(RefusedError, match=r"no source could be read. wasps.png"):
        await desk.refresh()
    (desk.articles / "wasps.png").unlink()
    with pytest.raises(RefusedError, match="so version 1 stays"):
        await desk.refresh()
    assert await desk.names() == ["bees.md", "wasps.md"]


@pytest.mark.threat("A10")
async def test_a_large_loss_is_asked_about_first(desk: Desk) -> None:
    (desk.articles / "bees.md").unlink()
    seen = await desk.refresh()
    assert (seen.outcome, seen.after) == (Outcome.TOO_MUCH, 1)
    assert seen.difference.loss == pytest.approx(2 / 3)
    assert await desk.names() == ["bees.md", "wasps.md"]
    assert await desk.numbers() == [1]
    agreed = await desk.refresh(agreed=(seen.before, seen.digest))
    assert (agreed.outcome, agreed.after) == (Outcome.DONE, 2)
    assert await desk.names() == ["wasps.md"]


@pytest.mark.threat("A10")
async def test_agreeing_to_what_is_outdated_is_refused(desk: Desk) -> None:
    (desk.articles / "bees.md").unlink()
    seen = await desk.refresh()
    agreed = (seen.before, seen.digest)
    write(desk.articles, {"moths.md": MOTHS})  # the sources have changed
    with pytest.raises(RefusedError, match="changed meanwhile"):
        await desk.refresh(agreed=agreed)
    write(desk.articles, {"bees.md": BEES})
    await desk.refresh()
    (desk.articles / "bees.md").unlink()
    (desk.articles / "moths.md").unlink()  # as it was seen, but another version answers
    with pytest.raises(RefusedError, match="changed meanwhile"):
        await desk.refresh(agreed=agreed)
    assert await desk.numbers() == [2, 1]


async def test_what_has_not_changed_is_neither_read_nor_analysed_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    analysed: list[str] = []
    analysing = snapshot.analyse

    def noting_read(data: bytes, name: str, *more: Any) -> Article:  # noqa: ANN401
        read.append(name)
        return read_article(data, name, *more)

    def noting_analysed(one: Article, titled: bool, words: snapshot.Words) -> snapshot.Analysis:
        analysed.append(one.name)
        return analysing(one, titled, words)

    monkeypatch.setattr(gathering, "read_article", noting_read)
    monkeypatch.setattr(snapshot, "analyse", noting_analysed)
    await desk.refresh()
    assert read == analysed == []
    write(desk.articles, {"bees.md": SWEET})
    await desk.refresh()
    await desk.moderation.rollback(SHARED, ALICE, 1, 2)
    assert read == ["bees.md"]
    assert analysed == ["bees.md", "bees.md"]


async def test_a_file_that_was_read_is_not_called_unread_though_it_says_the_same(
    desk: Desk,
) -> None:
    write(desk.articles, {"bees.md": BEES.replace("\n", "\r\n")})
    assert (await desk.records.due(SHARED)).articles == 0
    assert (await desk.refresh()).outcome is Outcome.UNCHANGED
    assert (await desk.records.due(SHARED)).articles == 0


async def test_two_files_whose_names_look_the_same_are_not_one_without_a_word(desk: Desk) -> None:
    write(desk.articles, {"a b.md": MOTHS, "a  b.md": SWEET})
    change = await desk.refresh()
    assert len(change.articles) + len(change.faults) == 4


async def test_unread_counts_new_changed_and_gone_sources(desk: Desk) -> None:
    assert (await desk.records.due(SHARED)).articles == 0
    write(desk.articles, {"bees.md": SWEET, "moths.md": MOTHS})
    (desk.articles / "wasps.md").unlink()
    assert (await desk.records.due(SHARED)).articles == 3
    await desk.refresh()
    assert (await desk.records.due(SHARED)).articles == 0


# Uploads


async def test_an_upload_stands_for_the_file_of_its_name_until_it_is_removed(desk: Desk) -> None:
    await desk.add("bees.md", SWEET, SHARED)
    assert await quotes(desk, QUEENS) == ["A hive has two queens."]
    await desk.remove("bees.md", SHARED)
    assert await quotes(desk, QUEENS) == ["A hive has one queen."]


async def test_a_file_that_is_left_out_stays_out_until_it_is_restored(desk: Desk) -> None:
    await desk.remove("wasps.md", SHARED)
    assert (await desk.refresh()).outcome is Outcome.UNCHANGED
    assert await desk.names() == ["bees.md"]
    [_, wasps] = await desk.records.sources(SHARED)
    assert (wasps.name, wasps.removed, wasps.kind) == ("wasps.md", True, SourceKind.FILE)
    assert wasps.row
    assert wasps.row.actor == ALICE
    assert (await desk.moderation.restore(SHARED, BOB, "wasps.md")).after == 3
    assert await desk.names() == ["bees.md", "wasps.md"]


async def test_an_upload_that_would_cost_too_much_waits_for_the_answer(desk: Desk) -> None:
    await desk.add("long.md", SWEET)
    seen = await desk.add("long.md", WASPS)
    assert seen.outcome is Outcome.TOO_MUCH
    assert (await desk.refresh(GUILD)).outcome is Outcome.UNCHANGED  # nobody else stumbles over it
    assert await quotes(desk, QUEENS, GUILD) == ["A hive has two queens."]
    assert (await desk.agree(seen)).outcome is Outcome.DONE
    assert await quotes(desk, "With what does a wasp build?", GUILD)


async def test_an_upload_that_is_discarded_leaves_the_one_before_it(desk: Desk) -> None:
    await desk.add("long.md", SWEET)
    seen = await desk.add("long.md", WASPS)
    await desk.moderation.discard(GUILD, seen.digest)
    with pytest.raises(RefusedError, match="changed meanwhile"):
        await desk.agree(seen)
    assert (await desk.refresh(GUILD)).outcome is Outcome.UNCHANGED
    assert await quotes(desk, QUEENS, GUILD) == ["A hive has two queens."]


async def test_what_waits_is_forgotten_after_a_week(desk: Desk) -> None:
    await desk.add("long.md", SWEET)
    seen = await desk.add("long.md", WASPS)
    desk.clock.now += 7 * DAY + 1
    await tend(desk.libraries, {GUILD})
    with pytest.raises(RefusedError, match="changed meanwhile"):
        await desk.agree(seen)


async def test_a_bad_upload_can_be_removed_after_it_was_rolled_back(desk: Desk) -> None:
    await desk.add("moths.md", MOTHS, SHARED)
    await desk.moderation.rollback(SHARED, ALICE, 1, 2)
    assert (await desk.remove("moths.md", SHARED)).outcome is Outcome.UNCHANGED
    assert (await desk.refresh()).outcome is Outcome.UNCHANGED
    assert await desk.names() == ["bees.md", "wasps.md"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a" * (LONGEST_NAME - 2) + ".md", BEES, "longer than"),
        ("bees.pdf", BEES, "its content is none"),
        ("bees.exe", BEES, "not read"),
        ("bees", BEES, "not read"),
        ("bees.md", b"", "empty"),
        ("bees.md", b"\xef\xbb\xbf\xff", "unknown encoding"),
        ("bees.md", b"a\x00b", "NUL"),
        ("bees.md", "# Only a title\n", "no paragraph"),
        ("bees.md", "---\nurl: javascript:1\n---\nText.\n", "front matter"),
    ],
)
async def test_an_upload_that_cannot_be_used_is_refused_and_not_stored(
    desk: Desk, name: str, content: str | bytes, reason: str
) -> None:
    await desk.add("moths.md", MOTHS)
    before = await everything(desk, GUILD)
    with pytest.raises((RefusedError, ReadError), match=reason):
        await desk.add(name, content)
    assert await everything(desk, GUILD) == before


async def test_the_longest_name_is_allowed(desk: Desk) -> None:
    name = "a" * (LONGEST_NAME - 3) + ".md"
    await desk.add(name, BEES)
    assert await desk.names(GUILD) == [name]


async def test_what_is_not_there_can_neither_be_removed_nor_restored(desk: Desk) -> None:
    for library in (SHARED, GUILD):
        with pytest.raises(RefusedError, match="no source"):
            await desk.remove("no.md", library)
        with pytest.raises(RefusedError, match="no source"):
            await desk.moderation.restore(library, ALICE, "no.md")


# Rolling back, keeping


async def test_a_rollback_answers_with_the_old_text_until_a_refresh_reads_again(
    desk: Desk,
) -> None:
    first = await desk.version()
    write(desk.articles, {"bees.md": SWEET})
    await desk.refresh()
    change = await desk.moderation.rollback(SHARED, BOB, 1, 2)
    assert (change.outcome, change.before, change.after) == (Outcome.DONE, 2, 1)
    assert change.difference.changed[0].edits[-1] == Edit("Honey is sweet.", "")
    assert await quotes(desk, QUEENS) == ["A hive has one queen."]
    assert await desk.version() == first
    assert (await desk.refresh()).after == 3
    assert await quotes(desk, QUEENS) == ["A hive has two queens."]


@pytest.mark.parametrize(
    ("number", "before", "reason"),
    [(2, 2, "already"), (9, 2, "no version 9"), (0, 2, "no version 0"), (1, 1, "already")],
)
async def test_a_rollback_to_nothing_or_to_where_it_is_is_refused(
    desk: Desk, number: int, before: int, reason: str
) -> None:
    write(desk.articles, {"bees.md": SWEET})
    await desk.refresh()
    with pytest.raises(RefusedError, match=reason):
        await desk.moderation.rollback(SHARED, ALICE, number, before)
    assert (await desk.libraries.shelf(SHARED)).number == 2


@pytest.mark.threat("S7")
async def test_a_rollback_from_a_version_that_no_longer_answers_is_refused(desk: Desk) -> None:
    for name in ("a.md", "b.md"):
        write(desk.articles, {name: MOTHS})
        await desk.refresh()
    with pytest.raises(RefusedError, match="changed meanwhile"):
        await desk.moderation.rollback(SHARED, ALICE, 1, 2)
    assert await desk.numbers() == [3, 2, 1]


@pytest.mark.threat("S11")
async def test_old_versions_go_and_the_current_and_the_kept_ones_stay(tmp_path: Path) -> None:
    async with opened(tmp_path, FILES, Limits(keep_versions=4)) as desk:
        await desk.upkeep.keep(SHARED, ALICE, 1, kept=True)
        most = 0
        for number in range(30):
            write(desk.articles, {"bees.md": page("Bees", f"A hive has {number} queens.")})
            await desk.refresh()
            async with desk.libraries.database.read() as connection:
                most = max(
                    most, await connection.scalar(text("SELECT count(*) FROM articles")) or 0
                )
        assert await desk.numbers() == [31, 30, 29, 28, 1]
        assert most <= 7  # bees of five versions, wasps, and no other
        await desk.moderation.rollback(SHARED, ALICE, 28, 31)
        for name in ("a.md", "b.md"):
            await desk.add(name, MOTHS, SHARED)
        await desk.moderation.rollback(SHARED, ALICE, 1, 33)
        await desk.upkeep.keep(SHARED, ALICE, 1, kept=False)
        assert await desk.numbers() == [33, 32, 31, 30, 1]
        assert await quotes(desk, QUEENS) == ["A hive has one queen."]
        await desk.add("c.md", MOTHS, SHARED)
        assert await desk.numbers() == [34, 33, 32, 31, 1]  # the way back
        await desk.add("d.md", MOTHS, SHARED)
        assert await desk.numbers() == [35, 34, 33, 32]


@pytest.mark.threat("S11")
async def test_versions_go_by_age_and_so_do_uploads_that_were_taken_out(tmp_path: Path) -> None:
    async with opened(tmp_path, FILES, Limits(keep_days=30)) as desk:
        await desk.add("moths.md", MOTHS, SHARED)
        await desk.remove("moths.md", SHARED)
        await desk.upkeep.keep(SHARED, ALICE, 2, kept=True)
        desk.clock.now += 29 * DAY
        write(desk.articles, {"a.md": MOTHS})
        await desk.refresh()
        assert await desk.numbers() == [4, 3, 2, 1]
        desk.clock.now += 2 * DAY
        await desk.refresh()
        assert await desk.numbers() == [4, 3, 2, 1]  # only a new version lets old ones go
        write(desk.articles, {"b.md": MOTHS})
        await desk.refresh()
        assert await desk.numbers() == [5, 4, 2]  # 4 was replaced just now, 2 is kept
        with pytest.raises(RefusedError, match="no source"):
            await desk.moderation.restore(SHARED, ALICE, "moths.md")


# Two at once


@pytest.mark.threat("S7")
async def test_the_second_of_two_refreshes_is_told_who_is_at_it(desk: Desk) -> None:
    write(desk.articles, {"bees.md": SWEET})
    loop, begun, go_on = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()

    def wait(done: int, _all: int) -> None:
        if not done:
            loop.call_soon_threadsafe(begun.set)
            asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result(10)

    first = asyncio.create_task(desk.moderation.refresh(Wish(SHARED, ALICE), progress=wait))
    await begun.wait()
    with pytest.raises(BusyError) as told:
        await desk.refresh(actor=BOB)
    assert (told.value.actor, told.value.began_at) == (ALICE, int(desk.clock.now))
    assert (await desk.add("moths.md", MOTHS)).after == 1  # another library is free
    go_on.set()
    assert (await first).after == 2
    assert (await desk.refresh(actor=BOB)).outcome is Outcome.UNCHANGED


@pytest.mark.threat("S7")
async def test_a_refresh_is_refused_if_someone_rolls_back_meanwhile(desk: Desk) -> None:
    write(desk.articles, {"bees.md": SWEET})
    await desk.refresh()
    write(desk.articles, {"moths.md": MOTHS})
    loop = asyncio.get_running_loop()

    def roll_back(done: int, _all: int) -> None:
        if not done:
            back = desk.moderation.rollback(SHARED, BOB, 1, 2)
            asyncio.run_coroutine_threadsafe(back, loop).result(10)

    with pytest.raises(RefusedError, match="changed meanwhile"):
        await desk.moderation.refresh(Wish(SHARED, ALICE), progress=roll_back)
    assert await desk.numbers() == [2, 1]
    assert (await desk.libraries.shelf(SHARED)).number == 1
    assert (await desk.refresh()).after == 3
    assert await desk.names() == ["bees.md", "moths.md", "wasps.md"]


@pytest.mark.threat("S7")
@pytest.mark.threat("S13")
async def test_a_rollback_by_another_process_right_after_a_commit_is_not_shown_over(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    show = desk.libraries.show
    async with opened(desk.articles.parent) as other:

        async def late(
            library: int, number: int | None, entries: Sequence[Entry], articles: Sequence[Article]
        ) -> None:
            await other.moderation.rollback(SHARED, BOB, 1, 2)
            await desk.libraries.follow()
            await show(library, number, entries, articles)

        monkeypatch.setattr(desk.libraries, "show", late)
        write(desk.articles, {"bees.md": SWEET})
        await desk.refresh()
        # Nothing is written after this, so the watch does not look again.
        assert (await desk.libraries.shelf(SHARED)).number == 1


# One server and another


@pytest.mark.threat("A9")
async def test_a_server_sees_and_changes_nothing_of_another_or_of_the_shared_library(
    desk: Desk,
) -> None:
    for library, content in ((GUILD, BEES), (OTHER, MOTHS)):
        for name in ("one.md", f"{library}.md"):
            await desk.add(name, content, library, actor=library)
    await desk.remove("22.md", OTHER)
    write(desk.articles, {"bees.md": SWEET})
    await desk.refresh()
    await desk.moderation.rollback(SHARED, BOB, 1, 2)
    others = {one: await everything(desk, one) for one in (SHARED, OTHER)}

    assert await desk.names(GUILD) == ["11.md", "one.md"]
    assert [one.name for one in await desk.records.sources(GUILD)] == ["11.md", "one.md"]
    assert {one.actor for one in await desk.records.deeds(GUILD)} == {GUILD}
    exported = zipfile.ZipFile(io.BytesIO(await desk.records.export(GUILD)))
    assert [exported.read(name) for name in exported.namelist()] == [BEES_TEXT] * 2
    for name in ("22.md", "wasps.md"):
        with pytest.raises(RefusedError, match="no source"):
            await desk.remove(name, GUILD)
        with pytest.raises(RefusedError, match="no source"):
            await desk.moderation.restore(GUILD, ALICE, name)
    with pytest.raises(RefusedError, match="no version 3"):
        await desk.moderation.rollback(GUILD, ALICE, 3, 2)
    with pytest.raises(RefusedError, match="no version 3"):
        await desk.upkeep.keep(GUILD, ALICE, 3, kept=True)
    with pytest.raises(RefusedError, match="no version 3"):
        await desk.records.difference(GUILD, 1, 3)

    await desk.moderation.rollback(GUILD, ALICE, 1, 2)
    await desk.upkeep.keep(GUILD, ALICE, 2, kept=True)
    await desk.add("one.md", WASPS, GUILD)
    await desk.remove("one.md", GUILD)
    await desk.moderation.restore(GUILD, ALICE, "one.md")
    assert {one: await everything(desk, one) for one in (SHARED, OTHER)} == others


BEES_TEXT = b"Bees\n\nA hive has one queen.\n\nA drone dies in the autumn."


async def test_a_server_without_a_version_follows_the_shared_library(desk: Desk) -> None:
    assert desk.records.follows(GUILD)
    assert not desk.records.follows(SHARED)
    library = await desk.libraries.get(GUILD)
    write(desk.articles, {"bees.md": SWEET})
    await desk.refresh()
    assert await quotes(desk, QUEENS, GUILD) == ["A hive has two queens."]
    assert library is await desk.libraries.get(GUILD)
    assert await desk.records.history(GUILD) == []
    with pytest.raises(RefusedError, match="no source of its own"):
        await desk.refresh(GUILD)


async def test_a_server_that_removes_its_last_source_follows_again(desk: Desk) -> None:
    await desk.add("moths.md", MOTHS)
    own = await desk.version(GUILD)
    assert not desk.records.follows(GUILD)
    change = await desk.remove("moths.md")
    assert (change.outcome, change.before, change.after) == (Outcome.DONE, 1, None)
    assert desk.records.follows(GUILD)
    assert await desk.version(GUILD) == await desk.version()
    assert await desk.records.current(GUILD) is None
    assert (await desk.moderation.restore(GUILD, ALICE, "moths.md")).after == 2
    assert await desk.version(GUILD) == own
    actions = [one.action for one in await desk.records.deeds(GUILD)]
    assert actions == [Action.RESTORE, Action.REMOVE, Action.ADD]


@pytest.mark.threat("A10")
async def test_what_one_deletes_another_rolls_back_and_both_are_on_record(desk: Desk) -> None:
    await desk.add("moths.md", MOTHS)
    await desk.add("bees.md", BEES)
    before = (await desk.libraries.get(GUILD)).snapshot
    for name in ("bees.md", "moths.md"):
        await desk.remove(name, actor=ALICE)
    assert desk.records.follows(GUILD)
    await desk.moderation.rollback(GUILD, BOB, 2, None)
    after = (await desk.libraries.get(GUILD)).snapshot
    assert (after.version, after.articles) == (before.version, before.articles)
    found = [(one.actor, one.action) for one in await desk.records.deeds(GUILD, 3)]
    assert found == [(BOB, "rollback"), (ALICE, "remove"), (ALICE, "remove")]


@pytest.mark.threat("A10")
async def test_the_last_shared_article_cannot_be_removed(desk: Desk) -> None:
    await desk.remove("bees.md", SHARED)
    with pytest.raises(RefusedError, match="last article"):
        await desk.remove("wasps.md", SHARED)
    await desk.moderation.rollback(SHARED, BOB, 1, 2)
    assert await desk.names() == ["bees.md", "wasps.md"]


async def test_the_data_of_a_server_goes_thirty_days_after_the_bot_has_left(desk: Desk) -> None:
    for library in (GUILD, OTHER):
        await desk.add("moths.md", MOTHS, library)
    other = await everything(desk, OTHER)
    for days, there in ((0, {OTHER}), (29, {OTHER}), (0, {GUILD, OTHER}), (29, {OTHER})):
        desk.clock.now += days * DAY
        await tend(desk.libraries, there)
    desk.clock.now += 30 * DAY
    await tend(desk.libraries, {OTHER})
    assert await desk.numbers(GUILD) == [1]  # not a second more than thirty days
    desk.clock.now += 1
    await tend(desk.libraries, {OTHER})
    assert desk.records.follows(GUILD)
    assert await everything(desk, GUILD) == (([], []), [], await desk.version())
    assert await everything(desk, OTHER) == other
    assert (await desk.add("moths.md", MOTHS)).after == 1


# Crashes, other processes


@pytest.mark.threat("S1")
async def test_an_interrupted_refresh_is_told_once_and_stops_nobody(desk: Desk) -> None:
    with pytest.raises(asyncio.CancelledError), alone(desk.libraries.database, SHARED, ALICE):
        raise asyncio.CancelledError
    [running] = interrupted(desk.libraries.database)
    assert running.actor == ALICE
    assert interrupted(desk.libraries.database) == []
    write(desk.articles, {"bees.md": SWEET})
    assert (await desk.refresh()).after == 2
    assert interrupted(desk.libraries.database) == []


@pytest.mark.threat("S13")
@pytest.mark.parametrize("is_restarted", [True, False])
async def test_what_was_committed_answers_though_it_could_not_be_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_restarted: bool
) -> None:
    async def crash(*_arguments: object) -> None:
        raise MemoryError

    async with opened(tmp_path, FILES) as desk:
        write(desk.articles, {"bees.md": SWEET})
        monkeypatch.setattr(Libraries, "show", crash)
        with pytest.raises(MemoryError):
            await desk.refresh()
        monkeypatch.undo()
        assert await quotes(desk, QUEENS) == ["A hive has one queen."]
        if not is_restarted:
            await desk.libraries.follow()
            assert await quotes(desk, QUEENS) == ["A hive has two queens."]
            return
    async with opened(tmp_path) as desk:
        assert await quotes(desk, QUEENS) == ["A hive has two queens."]
        assert (await desk.libraries.shelf(SHARED)).number == 2
        assert (await desk.refresh()).outcome is Outcome.UNCHANGED


@pytest.mark.threat("S6")
async def test_what_another_process_has_made_is_followed(desk: Desk) -> None:
    async with opened(desk.articles.parent) as other:
        write(desk.articles, {"bees.md": SWEET})
        await other.refresh()
        await other.add("moths.md", MOTHS)
        assert await quotes(desk, QUEENS) == ["A hive has one queen."]
        await desk.libraries.follow()
        assert await quotes(desk, QUEENS) == ["A hive has two queens."]
        assert await desk.names(GUILD) == ["moths.md"]
        await other.remove("moths.md")
        await desk.libraries.follow()
        assert desk.records.follows(GUILD)
        assert await desk.version(GUILD) == await other.version(GUILD)


async def test_a_restart_keeps_everything(tmp_path: Path) -> None:
    async with opened(tmp_path, FILES) as desk:
        await desk.add("moths.md", MOTHS, SHARED)
        await desk.add("a.md", BEES)
        await desk.add("b.md", WASPS)
        await desk.remove("b.md")
        await desk.moderation.rollback(SHARED, BOB, 1, 2)
        await desk.upkeep.keep(SHARED, BOB, 2, kept=True)
        before = [await everything(desk, one) for one in (SHARED, GUILD, OTHER)]
    async with opened(tmp_path) as desk:
        assert [await everything(desk, one) for one in (SHARED, GUILD, OTHER)] == before


async def test_a_start_with_nothing_readable_comes_up_empty_and_reads_later(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, {"bees.md": b"\xff"}) as desk:
        assert await desk.names() == []
        assert await desk.records.current(SHARED) is None
        write(desk.articles, FILES)
        assert (await desk.refresh()).after == 1
    with pytest.raises(ReadError):
        await open_libraries(tmp_path / "new", tmp_path / "nowhere")


# Exports


async def test_an_export_holds_every_text_byte_for_byte_below_harmless_names(desk: Desk) -> None:
    names = ["../../up.md", "/etc/root.md", "C:\\evil.md", "a/../b.md", "...md.md", "né – 🐝.md"]
    for number, name in enumerate(names):
        await desk.add(name, page(f"N{number}", f"Bees “hum” — {number} 🐝\u0301 times."))
    articles = (await desk.libraries.get(GUILD)).snapshot.articles
    data = await desk.records.export(GUILD)
    archive = zipfile.ZipFile(io.BytesIO(data))
    inside = archive.namelist()
    assert archive.testzip() is None
    assert len(set(inside)) == len(names)
    assert [archive.read(one) for one in inside] == [one.text.encode() for one in articles]
    for one in inside:
        assert PurePosixPath(one).parts == PureWindowsPath(one).parts == (one,)
        assert not set(one) & set('<>:"|?*\\/')
        assert one.endswith(".txt")
    assert await desk.records.export(GUILD) == data


async def test_an_export_can_be_unpacked_whatever_the_names(desk: Desk, tmp_path: Path) -> None:
    await desk.add("蜂" * (LONGEST_NAME - 3) + ".md", BEES)
    archive = zipfile.ZipFile(io.BytesIO(await desk.records.export(GUILD)))
    archive.extractall(tmp_path / "unpacked")


async def test_a_library_without_articles_of_its_own_exports_an_empty_archive(desk: Desk) -> None:
    archive = zipfile.ZipFile(io.BytesIO(await desk.records.export(GUILD)))
    assert archive.namelist() == []


async def test_every_refusal_is_a_sentence(desk: Desk) -> None:
    calls = (
        desk.refresh(GUILD),
        desk.remove("no.md"),
        desk.moderation.rollback(SHARED, ALICE, 1, 1),
        desk.add("a.pdf", BEES),
    )
    for one in await asyncio.gather(*calls, return_exceptions=True):
        assert isinstance(one, KnowledgeError)
        assert len(str(one).split()) > 4


@pytest.mark.threat("S5")
@pytest.mark.parametrize("way_out", ["refresh", "rollback"])
async def test_a_server_whose_version_is_damaged_gets_out_of_it_by_itself(
    tmp_path: Path, way_out: str
) -> None:
    async with opened(tmp_path, FILES) as desk:
        await desk.add("moths.md", MOTHS)
        await desk.add("moths.md", SWEET)
        async with desk.libraries.database.write() as connection:
            await connection.execute(
                text(
                    "UPDATE articles SET document = x'00' WHERE hash ="
                    " (SELECT article FROM entries WHERE library = 11 AND number = 2)"
                )
            )
    async with opened(tmp_path) as desk:
        assert await quotes(desk, QUEENS, GUILD) == []
        assert await desk.names() == ["bees.md", "wasps.md"]
        if way_out == "refresh":
            assert (await desk.refresh(GUILD)).after == 3
            assert await quotes(desk, QUEENS, GUILD) == ["A hive has two queens."]
        else:
            await desk.moderation.rollback(GUILD, ALICE, 1, 2)
            assert await quotes(desk, "When does a moth drink?", GUILD)
