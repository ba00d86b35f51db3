"""What may happen to the store: damage, a full disk, other processes, newer programs, time.

S1 (kill -9) is in tests/torture and S7 (races) in test_library_model.py. Not shown here: of S2,
power loss itself, which needs a shim below SQLite (the settings that it depends on are asserted);
of S6, two bots with one token, which Discord keeps apart: an answer to a message carries the
message's id as its nonce, and an interaction takes one response; of S8, the faults of PostgreSQL,
and of S10, schedules, since there are neither yet.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from shutil import copytree

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from sqlalchemy import event, text

from knowledge.errors import DamagedStoreError, KnowledgeError, StoreError
from knowledge.libraries import Libraries
from knowledge.limits import Limits
from knowledge.moderation import Moderation, Outcome, Wish
from knowledge.opening import open_libraries
from knowledge.records import Records
from knowledge.store import database as database_module
from knowledge.store.database import MIGRATIONS, Database
from knowledge.store.glance import FILE, check_file, shared_articles
from knowledge.store.schema import HEAD, metadata
from knowledge.store.versions import DAY, SHARED

JULY = "visited North Korea in July"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with the shipped article."""
    return Path(copytree("knowledge/articles", tmp_path / "articles"))


@asynccontextmanager
async def opened(
    articles: Path, folder: Path, limits: Limits | None = None
) -> AsyncIterator[Libraries]:
    found = await open_libraries(folder, articles, limits=limits)
    yield found.libraries
    await found.libraries.database.close()


async def answers(libraries: Libraries) -> bool:
    """Whether the shared library quotes the article."""
    answer = (await libraries.get(SHARED)).ask("When did Shoigu visit North Korea?")
    return bool(answer.citations) and JULY in answer.citations[0].quote


def write(articles: Path, number: int) -> None:
    (articles / "bees.md").write_text(f"# Bees\n\nA hive has {number} bees.\n", encoding="utf-8")


async def refreshed(libraries: Libraries) -> Outcome:
    return (await Moderation(libraries).refresh(Wish(SHARED, 7))).outcome


@contextmanager
def limited_to(libraries: Libraries, pages: int) -> Iterator[None]:
    """Let the disk be full beyond some pages."""
    engine = libraries.database._writer.sync_engine  # noqa: SLF001

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.cursor().execute(f"PRAGMA max_page_count = {pages}")

    event.listen(engine, "connect", limit)
    yield
    event.remove(engine, "connect", limit)


async def test_the_tables_are_those_that_the_migrations_make(tmp_path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD
    database = await Database.open(tmp_path)
    async with database.read() as connection:
        found = await connection.run_sync(
            lambda one: compare_metadata(MigrationContext.configure(one), metadata)
        )
    assert found == []


@pytest.mark.threat("S2")
@pytest.mark.threat("C10")
async def test_writing_waits_for_the_disk_and_reading_cannot_write(tmp_path: Path) -> None:
    database = await Database.open(tmp_path)
    async with database.write() as connection:
        assert await connection.scalar(text("PRAGMA synchronous")) == 2  # FULL
        assert await connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert await connection.scalar(text("PRAGMA foreign_keys")) == 1
    with pytest.raises(StoreError, match="readonly"):
        async with database.read() as connection:
            await connection.execute(text("DELETE FROM libraries"))


@pytest.mark.threat("S3")
async def test_a_full_disk_stops_a_refresh_and_nothing_else(articles: Path, tmp_path: Path) -> None:
    async with opened(articles, tmp_path / "state") as libraries:
        (articles / "long.txt").write_text("Bees fly over the hill. " * 9000, encoding="utf-8")
        for number in range(40):
            (articles / f"{number}.md").write_text(f"# {number}\n\n{number / 7} bees.\n" * 90)
        with limited_to(libraries, 1), pytest.raises(StoreError, match="full"):
            await refreshed(libraries)
        assert await answers(libraries)
        assert await refreshed(libraries) is Outcome.DONE


@pytest.mark.threat("S4")
async def test_a_folder_that_cannot_be_made_is_named(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match=r"file.below cannot be made"):
        await open_libraries(tmp_path / "file" / "below", articles)


@pytest.mark.threat("S5")
@pytest.mark.parametrize("damage", ["truncated", "text", "other"])
async def test_a_damaged_store_is_moved_aside_and_read_again_from_the_files(
    articles: Path, tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "state"
    async with opened(articles, folder):
        pass
    file = folder / FILE
    if damage == "truncated":
        file.write_bytes(file.read_bytes()[:9000])
    elif damage == "text":
        file.write_text("this is no store\n" * 100, encoding="utf-8")
    else:
        file.unlink()
        with closing(sqlite3.connect(file)) as other:
            other.execute("CREATE TABLE theirs (x)")
            other.commit()
    damaged = file.read_bytes()
    async with opened(articles, folder) as libraries:
        assert await answers(libraries)
        [deed] = await Records(libraries).deeds(SHARED)
    assert deed.action == "rebuild"
    assert (folder / f"{FILE}.damaged-1").read_bytes() == damaged
    assert "The store was damaged" in caplog.text


@pytest.mark.threat("S5")
async def test_a_flipped_byte_gives_the_right_articles_or_a_refusal(
    articles: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "state"
    async with opened(articles, folder):
        pass
    right = shared_articles(folder)
    whole = (folder / FILE).read_bytes()
    draw = random.Random(5)  # noqa: S311
    refused = 0
    copy = tmp_path / "copy"
    copy.mkdir()
    for _ in range(1000):
        data = bytearray(whole)
        data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
        (copy / FILE).write_bytes(data)
        try:
            check_file(copy / FILE)
            found = shared_articles(copy)
        except KnowledgeError:
            refused += 1
        else:
            assert found in (right, ())
    assert refused > 20  # most of the file is empty space


@pytest.mark.threat("S6")
@pytest.mark.threat("S8")
async def test_a_second_writer_waits_and_is_told_when_it_takes_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "LOCK_WAIT", 0.05)
    database = await Database.open(tmp_path)
    with FileLock(database.path.with_suffix(".lock")):
        async with database.read() as connection:
            assert await connection.scalar(text("SELECT count(*) FROM libraries")) == 0
        with pytest.raises(StoreError, match="Another process is writing"):
            async with database.write():
                pass
    async with database.write():
        pass


@pytest.mark.threat("S9")
async def test_a_store_of_a_newer_program_is_refused_and_left_alone(
    articles: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "state"
    async with opened(articles, folder):
        pass
    with closing(sqlite3.connect(folder / FILE)) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        other.commit()
    before = (folder / FILE).read_bytes()
    with pytest.raises(StoreError, match="newer version of this program"):
        await open_libraries(folder, articles)
    assert (folder / FILE).read_bytes() == before
    assert not list(folder.glob("*.damaged*"))


@pytest.mark.threat("S9")
async def test_a_migration_that_breaks_off_leaves_nothing_half_done(
    articles: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "state"

    def break_off(_one: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "CREATE TABLE audit" in statement:
            raise KeyboardInterrupt

    database = Database(folder / FILE)
    folder.mkdir()
    engine = database._writer.sync_engine  # noqa: SLF001
    event.listen(engine, "before_cursor_execute", break_off)
    with pytest.raises(KeyboardInterrupt):
        async with database.write() as connection:
            await connection.run_sync(database_module._migrate)  # noqa: SLF001
    with closing(sqlite3.connect(folder / FILE)) as other:
        assert other.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    async with opened(articles, folder) as libraries:
        assert await answers(libraries)


@pytest.mark.threat("S10")
@pytest.mark.threat("S11")
async def test_versions_go_by_count_and_age_and_the_current_and_kept_ones_stay(
    articles: Path, tmp_path: Path
) -> None:
    limits = Limits(keep_versions=5, keep_days=30)
    async with opened(articles, tmp_path / "state", limits) as libraries:
        moderation, records = Moderation(libraries), Records(libraries)
        await moderation.keep(SHARED, 7, 1, kept=True)
        for number in range(30):
            write(articles, number)
            await refreshed(libraries)
        numbers = [one.number for one in await records.history(SHARED)]
        assert numbers == [31, 30, 29, 28, 27, 1]
        with closing(sqlite3.connect(libraries.database.path)) as other:
            assert other.execute("SELECT count(*) FROM articles").fetchone() == (6,)
        now = libraries.database.now()
        times = {"now": now - 3600}  # the clock is put back
        libraries.database._clock = lambda: times["now"]  # noqa: SLF001
        write(articles, 100)
        await refreshed(libraries)
        assert [one.number for one in await records.history(SHARED)][:2] == [32, 31]
        times["now"] = now + 31 * DAY
        await moderation.rollback(SHARED, 7, 28, 32)
        write(articles, 101)
        await refreshed(libraries)
        assert [one.number for one in await records.history(SHARED)] == [33, 1]


@pytest.mark.threat("S12")
async def test_a_backup_that_is_taken_between_two_writes_is_whole(
    articles: Path, tmp_path: Path
) -> None:
    from knowledge.store.glance import backup

    async with opened(articles, tmp_path / "state") as libraries:
        for number in range(5):
            write(articles, number)
            await refreshed(libraries)
            backup(tmp_path / "state", tmp_path / f"{number}.sqlite3")
    for number in range(5):
        folder = tmp_path / f"restored-{number}"
        folder.mkdir()
        (tmp_path / f"{number}.sqlite3").rename(folder / FILE)
        async with opened(articles, folder) as restored:
            texts = [one.text for one in (await restored.get(SHARED)).snapshot.articles]
            assert f"A hive has {number} bees." in texts[0]
            assert (await restored.shelf(SHARED)).number == number + 2


@pytest.mark.threat("S13")
async def test_what_was_committed_answers_after_a_crash_before_the_swap(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(*_arguments: object) -> None:
        raise SystemExit

    folder = tmp_path / "state"
    async with opened(articles, folder) as libraries:
        monkeypatch.setattr(libraries, "show", crash)
        write(articles, 3)
        with pytest.raises(SystemExit):
            await refreshed(libraries)
    async with opened(articles, folder) as fresh:
        answer = (await fresh.get(SHARED)).ask("How many bees has a hive?")
        assert answer.citations[0].quote == "A hive has 3 bees."
        assert answer.version == (await fresh.get(SHARED)).snapshot.version


def test_an_article_that_is_not_what_was_stored_is_refused() -> None:
    from knowledge.store.documents import decode

    with pytest.raises(DamagedStoreError, match="The store is damaged: article 000000000000"):
        decode(b"", "a.txt", "0" * 64)
