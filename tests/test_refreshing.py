"""What a refresh does to a library, seen without Discord."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge import gathering, snapshot
from knowledge.difference import Edit, compare
from knowledge.errors import BusyError, ReadError, RefusedError
from knowledge.gathering import SourceEdit
from knowledge.libraries import Libraries
from knowledge.model import Article
from knowledge.moderation import Action, Moderation, Outcome, Wish
from knowledge.opening import open_libraries, tend
from knowledge.reading.article import read_article
from knowledge.records import Records
from knowledge.store.versions import DAY, SHARED

GUILD, OTHER = 11, 22
BEES = b"# Bees\n\nA hive has a queen.\n\nA drone dies in the autumn.\n"
WASPS = b"# Wasps\n\nA wasp builds with paper.\n"


@pytest.fixture
async def libraries(tmp_path: Path) -> AsyncIterator[Libraries]:
    """Two articles in a folder, read once."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bees.md").write_bytes(BEES)
    (folder / "wasps.md").write_bytes(WASPS)
    found = await open_libraries(tmp_path / "state", folder)
    yield found.libraries
    await found.libraries.database.close()


@pytest.fixture
def moderation(libraries: Libraries) -> Moderation:
    return Moderation(libraries)


def article(text: str) -> Article:
    return read_article(f"# Bees\n\n{text}\n".encode(), "bees.md")


def adding(name: str, data: bytes, library: int = GUILD) -> Wish:
    return Wish(library, 7, Action.ADD, SourceEdit(name, data))


async def names(libraries: Libraries, library: int) -> list[str]:
    return [one.name for one in (await libraries.get(library)).snapshot.articles]


def test_a_difference_counts_passages_and_shows_changed_sentences() -> None:
    old = article("One bee flies. Two bees walk.\n\nIt rains.\n\nThe end of bees.")
    new = article("One bee flies. Two bees run.\n\nThe end of bees.\n\nA new hive.")
    found = compare([old], [new])
    [changed] = found.changed
    assert Edit("Two bees walk.", "Two bees run.") in changed.edits
    assert Edit("", "A new hive.") in changed.edits
    assert (found.passages_added, found.passages_removed, found.passages_changed) == (1, 1, 1)
    assert found.loss == pytest.approx(1 / 3)
    assert not compare([old], [old])


def test_a_difference_names_new_and_gone_articles() -> None:
    other = read_article(WASPS, "wasps.md")
    found = compare([article("One bee flies.")], [other])
    assert [one.name for one in found.added] == ["wasps.md"]
    assert [one.name for one in found.removed] == ["bees.md"]
    assert found.loss == 1


async def test_what_has_not_changed_is_neither_read_nor_analysed_again(
    libraries: Libraries, moderation: Moderation, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    analysed: list[str] = []
    analysing = snapshot.analyse

    def noting(data: bytes, name: str) -> Article:
        read.append(name)
        return read_article(data, name)

    def noting_too(one: Article, titled: bool, words: snapshot.Words) -> snapshot.Analysis:
        analysed.append(one.name)
        return analysing(one, titled, words)

    monkeypatch.setattr(gathering, "read_article", noting)
    monkeypatch.setattr(snapshot, "analyse", noting_too)
    (libraries.folder / "bees.md").write_bytes(BEES + b"\nHoney is sweet.\n")
    await moderation.refresh(Wish(SHARED, 7))
    assert read == analysed == ["bees.md"]


async def test_a_snapshot_that_reuses_another_is_the_one_that_is_built_anew(
    libraries: Libraries, moderation: Moderation
) -> None:
    (libraries.folder / "ants.md").write_bytes(b"# Ants\n\nAn ant carries a leaf to the hive.\n")
    await moderation.refresh(Wish(SHARED, 7))
    reused = (await libraries.get(SHARED)).snapshot
    anew = snapshot.build_snapshot(reused.articles)
    assert reused.spellings == anew.spellings
    assert list(reused.spellings) == list(anew.spellings)
    assert tuple(reused.sentences) == tuple(anew.sentences)
    assert reused.passages == anew.passages
    for name in ("passage_index", "sentence_index", "heading_index"):
        one, other = getattr(reused, name), getattr(anew, name)
        assert one.idf == other.idf
        assert one.get_scores(["hive", "leaf"]).tolist() == (
            other.get_scores(["hive", "leaf"]).tolist()
        )


async def test_a_file_that_cannot_be_read_keeps_its_article(
    libraries: Libraries, moderation: Moderation
) -> None:
    (libraries.folder / "bees.md").write_bytes(b"\xff")
    (libraries.folder / "wasps.md").write_bytes(WASPS + b"\nIt stings.\n")
    (libraries.folder / "new.md").write_bytes(b"\xff")
    change = await moderation.refresh(Wish(SHARED, 7))
    assert change.outcome is Outcome.DONE
    assert [one.source for one in change.faults] == ["bees.md", "new.md"]
    assert change.stood_in == ("bees.md",)
    assert await names(libraries, SHARED) == ["bees.md", "wasps.md"]


async def test_a_folder_that_cannot_be_listed_changes_nothing(
    libraries: Libraries, moderation: Moderation
) -> None:
    libraries.folder.rename(libraries.folder.with_name("elsewhere"))
    with pytest.raises(ReadError, match="cannot be opened"):
        await moderation.refresh(Wish(SHARED, 7))
    assert await names(libraries, SHARED) == ["bees.md", "wasps.md"]


async def test_an_empty_folder_changes_nothing(
    libraries: Libraries, moderation: Moderation
) -> None:
    for file in libraries.folder.iterdir():
        file.unlink()
    with pytest.raises(RefusedError, match="so version 1 stays"):
        await moderation.refresh(Wish(SHARED, 7))
    assert await names(libraries, SHARED) == ["bees.md", "wasps.md"]


@pytest.mark.threat("S7")
async def test_of_two_refreshes_at_once_the_second_is_refused(moderation: Moderation) -> None:
    results = await asyncio.gather(
        moderation.refresh(Wish(SHARED, 7)),
        moderation.refresh(Wish(SHARED, 8)),
        return_exceptions=True,
    )
    assert [isinstance(one, BusyError) for one in results].count(True) == 1


@pytest.mark.threat("S7")
async def test_a_rollback_during_a_refresh_wins_and_the_refresh_is_refused(
    libraries: Libraries, moderation: Moderation
) -> None:
    (libraries.folder / "bees.md").write_bytes(BEES + b"\nHoney is sweet.\n")
    await moderation.refresh(Wish(SHARED, 7))
    (libraries.folder / "bees.md").write_bytes(BEES + b"\nHoney is dark.\n")
    loop, started = asyncio.get_running_loop(), asyncio.Event()

    def rolled_back(_done: int, _all: int) -> None:
        if not started.is_set():
            loop.call_soon_threadsafe(started.set)
            asyncio.run_coroutine_threadsafe(moderation.rollback(SHARED, 8, 1, 2), loop).result(10)

    with pytest.raises(RefusedError, match="changed meanwhile"):
        await moderation.refresh(Wish(SHARED, 7), rolled_back)
    assert (await libraries.shelf(SHARED)).number == 1


@pytest.mark.threat("A9")
async def test_libraries_of_servers_know_nothing_of_each_other(
    libraries: Libraries, moderation: Moderation
) -> None:
    await moderation.refresh(adding("ants.md", BEES, GUILD))
    await moderation.refresh(adding("moths.md", WASPS, OTHER))
    records = Records(libraries)
    assert await names(libraries, GUILD) == ["ants.md"]
    assert await names(libraries, OTHER) == ["moths.md"]
    assert await names(libraries, SHARED) == ["bees.md", "wasps.md"]
    assert [one.name for one in await records.sources(GUILD)] == ["ants.md"]
    assert [one.detail for one in await records.deeds(OTHER)] == ["moths.md"]
    for call in (
        moderation.rollback(GUILD, 7, 2, 1),
        moderation.restore(GUILD, 7, "moths.md"),
        moderation.keep(GUILD, 7, 2, kept=True),
        moderation.refresh(Wish(GUILD, 7, Action.REMOVE, SourceEdit("moths.md", removed=True))),
    ):
        with pytest.raises(RefusedError):
            await call


async def test_a_server_follows_the_shared_library_until_it_adds_a_source(
    libraries: Libraries, moderation: Moderation
) -> None:
    assert await libraries.get(GUILD) is await libraries.get(SHARED)
    (libraries.folder / "ants.md").write_bytes(WASPS)
    await moderation.refresh(Wish(SHARED, 7))
    assert await names(libraries, GUILD) == ["ants.md", "bees.md", "wasps.md"]
    await moderation.refresh(adding("moths.md", WASPS))
    assert await names(libraries, GUILD) == ["moths.md"]
    wish = Wish(GUILD, 7, Action.REMOVE, SourceEdit("moths.md", removed=True), dry_run=True)
    change = await moderation.refresh(wish)
    await moderation.refresh(
        Wish(GUILD, 7, wish.action, wish.edit, agreed=(change.before, change.digest))
    )
    assert await names(libraries, GUILD) == ["ants.md", "bees.md", "wasps.md"]
    await moderation.restore(GUILD, 7, "moths.md")
    assert await names(libraries, GUILD) == ["moths.md"]


async def test_the_data_of_a_server_goes_thirty_days_after_the_bot_has_left_it(
    libraries: Libraries, moderation: Moderation, monkeypatch: pytest.MonkeyPatch
) -> None:
    await moderation.refresh(adding("ants.md", BEES))
    now = libraries.database.now()
    days = {"later": 0}
    monkeypatch.setattr(libraries.database, "_clock", lambda: now + days["later"] * DAY)
    records = Records(libraries)
    await tend(libraries, {OTHER})
    days["later"] = 29
    await tend(libraries, {OTHER})
    assert await records.history(GUILD)
    await tend(libraries, {OTHER, GUILD})  # it is back
    days["later"] = 31
    await tend(libraries, {OTHER})
    assert await records.history(GUILD)
    days["later"] = 62
    await tend(libraries, {OTHER})
    assert not await records.history(GUILD)
    assert not await records.sources(GUILD)
    assert await names(libraries, GUILD) == ["bees.md", "wasps.md"]
    assert await records.history(SHARED)
