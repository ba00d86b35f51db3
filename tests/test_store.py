"""The store under a microscope: its settings, its tables, and each way in which it may fail.

S1 is in tests/torture, S7 in test_library_model.py and test_moderation.py, S12 in test_backup.py.
Not shown anywhere:
- power loss itself (S2), which would need a shim below SQLite; its settings are in force;
- serving from a disk that is read-only from the start (S4);
- a pointer that a flipped bit moves to another version that is there (S5);
- two bots with one token (S6): Discord keeps them apart, since an answer to a message carries the
  message's id as its nonce, and an interaction takes one response;
- the faults of PostgreSQL (S8), and schedules (S10): there are neither yet.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from shutil import copytree

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from shelf import ALICE, BEES, GUILD, MOTHS, OTHER, WASPS, Clock, opened, page, write
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.changes import Outcome
from knowledge.edits import SourceEdit
from knowledge.errors import BusyError, DamagedStoreError, RefusedError, StoreError
from knowledge.libraries import Libraries
from knowledge.limits import Limits
from knowledge.model import Article
from knowledge.opening import open_libraries
from knowledge.reading.folder import File
from knowledge.store import database as database_module
from knowledge.store import glance, journal, sources, versions
from knowledge.store.database import MIGRATIONS, Database
from knowledge.store.glance import FILE, shared_articles
from knowledge.store.journal import Deed
from knowledge.store.schema import HEAD, metadata
from knowledge.store.turns import Running, alone, interrupted
from knowledge.store.versions import SHARED, Entry, Version

PAGE = 4096  # bytes
FLIPS = 300


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A new store."""
    made = await Database.open(tmp_path / "state", Clock(1000.9))
    yield made
    await made.close()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three versions in its store, all of it in the one file."""
    folder = tmp_path_factory.mktemp("whole")

    async def make() -> None:
        async with opened(folder, {"bees.md": BEES, "wasps.md": WASPS}) as desk:
            for moths in (MOTHS, MOTHS + "\n\nIt is grey.\n"):
                write(desk.articles, {"moths.md": moths})
                await desk.refresh()

    asyncio.run(make())
    change(folder, "PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


@pytest.fixture
def stored(whole: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return Path(copytree(whole, tmp_path / "stored"))


def change(folder: Path, statement: str) -> None:
    """Write into a store behind the program's back."""
    with closing(sqlite3.connect(folder / "state" / FILE)) as connection:
        connection.execute(statement)
        connection.commit()


def made(digest: str = "d", at: int = 1) -> Version:
    """Return a version for `publish`."""
    return Version(0, digest, 1, 1, at, ALICE, kept=False)


async def rows(database: Database, table: str) -> int:
    async with database.read() as connection:
        return int(await connection.scalar(text(f"SELECT count(*) FROM {table}")))  # noqa: S608


@contextmanager
def connecting(database: Database, setting: str) -> Iterator[None]:
    """Let each writing connection begin with a setting."""
    engine = database._writer.sync_engine  # noqa: SLF001

    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.cursor().execute(setting)

    event.listen(engine, "connect", set_up)
    yield
    event.remove(engine, "connect", set_up)


# Opening and migrating


def test_the_newest_migration_is_the_one_that_the_code_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


async def test_the_migrated_tables_are_those_of_the_schema(database: Database) -> None:
    async with database.read() as connection:
        found = await connection.run_sync(
            lambda one: compare_metadata(MigrationContext.configure(one), metadata)
        )
        stamp = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    assert found == []
    assert stamp == HEAD


async def test_opening_again_writes_nothing(database: Database) -> None:
    before = database.mark()
    again = await Database.open(database.path.parent)
    assert again.mark() == before
    await again.close()


@pytest.mark.threat("S9")
async def test_a_store_that_is_newer_than_the_code_is_refused_and_not_touched(
    stored: Path,
) -> None:
    change(stored, "UPDATE alembic_version SET version_num = '9999'")
    before = (stored / "state" / FILE).read_bytes()
    with pytest.raises(StoreError, match="newer version of this program"):
        await open_libraries(stored / "state", stored / "articles")
    assert (stored / "state" / FILE).read_bytes() == before
    assert not list((stored / "state").glob("*.damaged*"))


@pytest.mark.threat("S9")
async def test_a_migration_that_fails_at_any_step_leaves_the_store_as_it_was(
    tmp_path: Path,
) -> None:
    steps, stop_at = 0, 0

    def count(_one: object, _cursor: object, statement: str, *_rest: object) -> None:
        nonlocal steps
        if statement.strip().startswith(("CREATE", "INSERT", "UPDATE")):
            steps += 1
            if steps == stop_at:
                raise OSError("killed")

    for stop_at in range(1, 30):
        steps = 0
        folder = tmp_path / str(stop_at)
        folder.mkdir()
        broken = Database(folder / FILE)
        event.listen(broken._writer.sync_engine, "before_cursor_execute", count)  # noqa: SLF001
        try:
            async with broken.write() as connection:
                await connection.run_sync(database_module._migrate)  # noqa: SLF001
        except StoreError:
            with closing(sqlite3.connect(folder / FILE)) as seen:
                assert seen.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        else:
            break
    assert stop_at > 8  # a step for each table
    again = await Database.open(tmp_path / "1")
    assert await rows(again, "versions") == 0


# Settings


@pytest.mark.threat("S2")
async def test_a_commit_waits_for_the_disk(database: Database) -> None:
    async with database.write() as connection:
        for setting, value in (("synchronous", 2), ("journal_mode", "wal"), ("foreign_keys", 1)):
            assert await connection.scalar(text(f"PRAGMA {setting}")) == value


@pytest.mark.threat("C10")
@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM versions", "DROP TABLE audit", "PRAGMA user_version = 5"],
)
async def test_a_reading_connection_cannot_write(database: Database, statement: str) -> None:
    with pytest.raises(StoreError, match="readonly"):
        async with database.read() as connection:
            await connection.execute(text(statement))


async def test_what_is_read_is_one_state_whatever_is_written_meanwhile(database: Database) -> None:
    async with database.read() as reading:
        assert await versions.pointers(reading) == {}
        async with database.write() as connection:
            await versions.publish(
                connection, SHARED, made(), [Entry("a", "h", "r")], {"h": b"x"}, None
            )
        assert await versions.history(reading, SHARED, 9) == []
    async with database.read() as reading:
        assert await versions.pointers(reading) == {SHARED: 1}


async def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    with suppress(RuntimeError):
        async with database.write() as connection:
            await journal.record(connection, SHARED, Deed(1, ALICE, "add", "", None, None))
            raise RuntimeError
    assert await rows(database, "audit") == 0


async def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        async with database.write() as connection:
            await versions.publish(connection, SHARED, made(), [Entry("a", "h", "r")], {}, None)
    assert await rows(database, "versions") == 0


# Several writers


@pytest.mark.threat("S6")
async def test_writers_of_several_processes_take_turns_and_lose_nothing(
    database: Database,
) -> None:
    others = [await Database.open(database.path.parent) for _ in range(3)]

    async def write_lines(one: Database, actor: int) -> None:
        for at in range(10):
            async with one.write() as connection:
                await journal.record(connection, SHARED, Deed(at, actor, "add", "", None, None))

    await asyncio.gather(*(write_lines(one, actor) for actor, one in enumerate(others)))
    async with database.read() as connection:
        found = await journal.deeds(connection, SHARED, 100)
    for actor in range(3):
        assert [one.at for one in found if one.actor == actor] == [*reversed(range(10))]


@pytest.mark.threat("S6")
@pytest.mark.threat("S8")
async def test_a_second_writer_waits_and_then_is_told_who_is_in_its_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "LOCK_WAIT", 0.1)
    database = await Database.open(tmp_path)
    lock = FileLock(database.path.with_suffix(".lock"), thread_local=False)
    with lock:
        with pytest.raises(StoreError, match="Another process is writing"):
            async with database.write():
                pass
        assert await rows(database, "versions") == 0  # reading does not wait
    lock.acquire()
    asyncio.get_running_loop().call_later(0.03, lock.release)
    async with database.write():
        pass


# A disk that is full, or not to be written to


@pytest.mark.threat("S3")
async def test_a_disk_that_fills_at_any_write_loses_nothing(tmp_path: Path) -> None:
    noise = random.Random(3)  # noqa: S311
    words = (noise.randbytes(4).hex() for _ in range(6000))  # hardly compressible
    async with opened(tmp_path, {"bees.md": BEES}) as desk:
        database = desk.libraries.database
        async with database.read() as connection:
            used = int(await connection.scalar(text("PRAGMA page_count")))
        write(desk.articles, {"long.txt": "Words\n\n" + " ".join(words) + "."})
        refused = 0
        for room in range(100):
            with connecting(database, f"PRAGMA max_page_count = {used + room}"):
                try:
                    change = await desk.refresh()
                except StoreError as error:
                    assert "full" in str(error)  # noqa: PT017
                else:
                    break
            refused += 1
            assert (await desk.ask("How many queens has a hive?")).citations
            assert await desk.numbers() == [1]
        assert refused > 3
        assert (change.outcome, change.after) == (Outcome.DONE, 2)


@pytest.mark.threat("S3")
async def test_the_next_refresh_works_once_there_is_room(tmp_path: Path) -> None:
    async with opened(tmp_path, {"bees.md": BEES}) as desk:
        big = {f"{one}.md": page("N", f"The hive {one} has {one * 7} bees. " * 99) for one in "abc"}
        big |= {f"n{one}.md": page("N", f"Hive {one} has {one / 7} bees.") for one in range(99)}
        write(desk.articles, big)
        with (
            connecting(desk.libraries.database, "PRAGMA max_page_count = 1"),
            pytest.raises(StoreError, match=r"database or disk is full.*Nothing has changed"),
        ):
            await desk.refresh()
        assert await desk.names() == ["bees.md"]
        assert (await desk.refresh()).after == 2
        assert interrupted(desk.libraries.database) == []


@pytest.mark.threat("S4")
async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"taken": ""})
    with pytest.raises(StoreError, match=r"taken.state cannot be made .*Set state.folder"):
        await open_libraries(tmp_path / "taken" / "state", tmp_path)


@pytest.mark.threat("S4")
async def test_where_nothing_can_be_written_questions_are_still_answered(tmp_path: Path) -> None:
    async with opened(tmp_path, {"bees.md": BEES}) as desk:
        write(desk.articles, {"wasps.md": WASPS})
        with (
            connecting(desk.libraries.database, "PRAGMA query_only = ON"),
            pytest.raises(StoreError, match="readonly"),
        ):
            await desk.refresh()
        assert (await desk.ask("How many queens has a hive?")).citations
        assert await desk.numbers() == [1]
        assert (await desk.refresh()).after == 2


@pytest.mark.threat("S4")
async def test_a_file_that_cannot_be_locked_is_a_fault_in_words(stored: Path) -> None:
    (stored / "state" / "library.lock").unlink()
    (stored / "state" / "library.lock").mkdir()
    with pytest.raises(StoreError, match="cannot be used just now"):
        await open_libraries(stored / "state", stored / "articles")


# Damage


async def read_all(folder: Path) -> tuple[int | None, tuple[Article, ...]]:
    """Open a store as it is, and read all articles of its current version."""
    database = await Database.open(folder)
    libraries = Libraries(database, folder)
    await libraries.open()
    held = (await libraries.shelf(SHARED)).held
    await database.close()
    return held.number, held.articles


@pytest.mark.threat("S5")
async def test_a_flipped_byte_gives_the_right_articles_or_a_refusal(
    stored: Path, tmp_path: Path
) -> None:
    right = await read_all(stored / "state")
    whole = (stored / "state" / FILE).read_bytes()
    written = [place for place, byte in enumerate(whole) if byte]  # the rest is empty space
    draw = random.Random(5)  # noqa: S311
    refused = 0
    for number in range(FLIPS):
        data = bytearray(whole)
        place = draw.choice(written) if number % 3 else draw.randrange(len(whole))
        data[place] ^= 1 << draw.randrange(8)
        write(tmp_path / str(number), {FILE: bytes(data)})
        try:
            found = await read_all(tmp_path / str(number))
        except (StoreError, RefusedError):
            refused += 1
        else:
            assert found == right, place
    assert 50 < refused < FLIPS


@pytest.mark.threat("S5")
@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(b"x", id="byte"),
        pytest.param(b"This is a text file.\n" * 200, id="text"),
        pytest.param(b"\0" * PAGE, id="zeros"),
        pytest.param(100, id="header"),
        pytest.param(9 * PAGE, id="pages"),
        pytest.param(9 * PAGE + 5, id="half page"),
        pytest.param(-PAGE, id="last page"),
    ],
)
async def test_a_damaged_store_is_moved_aside_and_built_again_from_the_folder(
    stored: Path, damage: bytes | int, caplog: pytest.LogCaptureFixture
) -> None:
    file = stored / "state" / FILE
    data = damage if isinstance(damage, bytes) else file.read_bytes()[:damage]
    file.write_bytes(data)
    async with opened(stored) as desk:
        assert await desk.names() == ["bees.md", "moths.md", "wasps.md"]
        assert [one.action for one in await desk.records.deeds(SHARED)] == ["rebuild"]
    assert (stored / "state" / f"{FILE}.damaged-1").read_bytes() == data
    assert "The store was damaged" in caplog.text


@pytest.mark.threat("S5")
async def test_an_empty_file_is_a_new_store(stored: Path) -> None:
    (stored / "state" / FILE).write_bytes(b"")
    async with opened(stored) as desk:
        assert await desk.names() == ["bees.md", "moths.md", "wasps.md"]
        assert await desk.numbers() == [1]


@pytest.mark.threat("S5")
async def test_a_store_that_is_damaged_again_overwrites_no_earlier_one(stored: Path) -> None:
    for data in (b"first", b"second"):
        (stored / "state" / FILE).write_bytes(data)
        async with opened(stored) as desk:
            assert await desk.names()
    for number, data in enumerate((b"first", b"second"), start=1):
        assert (stored / "state" / f"{FILE}.damaged-{number}").read_bytes() == data


@pytest.mark.threat("S5")
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM entries WHERE number = 3 AND place = 1",
        "UPDATE entries SET name = 'other.md' WHERE number = 3 AND place = 1",
        "UPDATE entries SET place = 9 WHERE number = 3 AND place = 1",
        "UPDATE articles SET document = x'00'",
        "UPDATE articles SET document = (SELECT min(document) FROM articles)",
        "UPDATE versions SET digest = '000000000000'",
        pytest.param(
            "UPDATE entries SET name = CAST(x'ff' AS TEXT)",
        ),
    ],
)
async def test_a_store_whose_rows_were_changed_is_built_again(stored: Path, statement: str) -> None:
    change(stored, statement)
    async with opened(stored) as desk:
        assert await desk.names() == ["bees.md", "moths.md", "wasps.md"]
        assert [one.action for one in await desk.records.deeds(SHARED)] == ["rebuild"]


@pytest.mark.threat("S5")
@pytest.mark.parametrize("current", ["0", "99"])
async def test_a_pointer_to_no_version_is_damage_and_the_store_is_built_again(
    stored: Path, current: str
) -> None:
    change(stored, f"UPDATE libraries SET current = {current}")  # noqa: S608
    async with opened(stored) as desk:
        assert await desk.names() == ["bees.md", "moths.md", "wasps.md"]


@pytest.mark.threat("S5")
@pytest.mark.threat("S6")
async def test_a_store_that_is_pruned_while_it_is_opened_is_not_taken_for_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = versions.documents

    async def late(connection: AsyncConnection, hashes: Iterable[str]) -> dict[str, bytes]:
        monkeypatch.undo()
        assert (await desk.refresh()).after == 2
        return await reading(connection, hashes)

    async with opened(tmp_path, {"bees.md": BEES}, Limits(keep_versions=1)) as desk:
        write(desk.articles, {"bees.md": BEES.replace("one queen", "a queen")})
        monkeypatch.setattr(versions, "documents", late)
        async with opened(tmp_path) as other:
            assert await other.names()
    assert not list((tmp_path / "state").glob("*.damaged*"))


@pytest.mark.threat("S5")
async def test_a_library_that_is_damaged_while_it_answers_keeps_answering(
    stored: Path,
) -> None:
    async with opened(stored) as desk:
        change(stored, "UPDATE articles SET document = x'00'")
        change(stored, "UPDATE libraries SET current = 2")
        await desk.libraries.follow()
        assert (await desk.ask("What does a moth drink at night?")).citations
        assert (await desk.libraries.shelf(SHARED)).number == 3
        with pytest.raises(DamagedStoreError):
            await desk.libraries.articles_of(SHARED, 1)


# What the tables hold


@pytest.mark.threat("S10")
async def test_versions_keep_number_and_order_whatever_the_clock_does(tmp_path: Path) -> None:
    clock = Clock()
    async with opened(tmp_path, {"bees.md": BEES}, clock=clock) as desk:
        for hours in (0, -1, +3, -24):
            clock.now += hours * 3600
            write(desk.articles, {"wasps.md": page("Wasps", f"Now it is {clock.now}.")})
            await desk.refresh()
        assert await desk.numbers() == [5, 4, 3, 2, 1]
        assert (await desk.libraries.shelf(SHARED)).number == 5
        found = await desk.records.deeds(SHARED)
        assert [one.after for one in found] == [5, 4, 3, 2, 1]
        times = [one.made_at for one in await desk.records.history(SHARED)]
        assert times != sorted(times, reverse=True)


async def test_a_number_is_not_given_twice_though_its_version_is_gone(database: Database) -> None:
    async with database.write() as connection:
        for before in (None, 1, 2):
            entries = [Entry("a", f"h{before}", "r")]
            new = {f"h{before}": b"x"}
            await versions.publish(connection, SHARED, made(), entries, new, before)
        await versions.point(connection, SHARED, 1, 3)
        assert await versions.prune(connection, SHARED, newest=0, since=0, spared=None) == [
            3,
            2,
        ]
        number = await versions.publish(
            connection, SHARED, made(), [Entry("a", "h", "r")], {"h": b"x"}, 1
        )
    assert number == 4
    assert await rows(database, "articles") == 2


async def test_a_version_is_made_of_the_current_one_or_not_at_all(database: Database) -> None:
    with pytest.raises(RefusedError, match="changed meanwhile"):
        async with database.write() as connection:
            await versions.publish(connection, SHARED, made(), [], {}, before=1)
    assert await rows(database, "versions") == 0


async def test_many_articles_are_stored_and_found_and_equal_ones_once(database: Database) -> None:
    names = [f"{number:04}" for number in range(2101)]  # more than one statement may hold
    entries = [Entry(name, f"h{number // 2}", "r") for number, name in enumerate(names)]
    new = {one.article: one.article.encode() for one in entries}
    async with database.write() as connection:
        await versions.publish(connection, SHARED, made(), entries, new, None)
        await versions.publish(connection, GUILD, made(), entries[:7], new, None)
        assert await versions.contents(connection, SHARED, 1) == entries
        assert await versions.documents(connection, new) == new
        await versions.forget(connection, SHARED)
        assert await versions.contents(connection, GUILD, 1) == entries[:7]
    assert await rows(database, "articles") == 4


async def test_an_upload_is_put_taken_out_and_put_back(database: Database) -> None:
    async with database.write() as connection:
        await sources.put(connection, GUILD, SourceEdit("a.md", b"1"), ALICE, 5)
        await sources.put(connection, GUILD, SourceEdit("a.md", b"2"), ALICE, 6)
        assert await sources.stored(connection, GUILD) == {"a.md": File("a.md", b"2")}
        await sources.take_out(connection, GUILD, "a.md", ALICE, 7)
        assert await sources.stored(connection, GUILD) == {}
        assert await sources.removed(connection, GUILD, "a.md") == SourceEdit("a.md", b"2")
        [line] = await sources.listed(connection, GUILD)
        assert (line.size, line.changed_at, line.removed, line.is_stored) == (1, 7, True, False)
        for library, name in ((OTHER, "a.md"), (GUILD, "b.md")):
            with pytest.raises(RefusedError, match="no source"):
                await sources.removed(connection, library, name)
        await sources.hide(connection, GUILD, "file.md", ALICE, 1)
        assert await sources.hidden(connection, GUILD) == {"file.md"}
        await sources.prune(connection, GUILD, before=8)
        assert [one.name for one in await sources.listed(connection, GUILD)] == ["file.md"]


async def test_the_journal_gives_its_newest_lines_of_one_library(database: Database) -> None:
    lines = [Deed(at, ALICE, "add", f"{at}.md", None, at) for at in range(5)]
    async with database.write() as connection:
        for line in lines:
            await journal.record(connection, GUILD, line)
            await journal.record(connection, OTHER, Deed(9, 0, "refresh", "", 1, 2))
        assert await journal.deeds(connection, GUILD, 3) == lines[:1:-1]


# Turns


@pytest.mark.threat("S7")
async def test_only_one_at_a_time_may_refresh_a_library_and_others_are_told_who(
    database: Database,
) -> None:
    other = await Database.open(database.path.parent)
    with alone(database, SHARED, ALICE):
        for one in (database, other):
            with pytest.raises(BusyError) as told, alone(one, SHARED, 5):
                pass
            assert (told.value.actor, told.value.began_at) == (ALICE, 1000)
        with alone(other, GUILD, 5):  # another library
            pass
        assert interrupted(other) == []  # it runs
    assert interrupted(other) == []  # it has ended


async def test_a_turn_ends_when_its_work_fails(database: Database) -> None:
    with pytest.raises(RuntimeError), alone(database, SHARED, ALICE):
        raise RuntimeError
    with alone(database, SHARED, ALICE):
        pass
    assert interrupted(database) == []


@pytest.mark.threat("S1")
async def test_a_refresh_that_the_end_of_the_bot_broke_off_is_told_once(database: Database) -> None:
    begun = asyncio.Event()

    async def work() -> None:
        with alone(database, GUILD, ALICE):
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(work())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert interrupted(database) == [Running(GUILD, ALICE, 1000)]
    assert interrupted(database) == []
    with alone(database, GUILD, ALICE):
        pass


async def test_a_copy_of_the_folder_answers_as_the_first(stored: Path, tmp_path: Path) -> None:
    copytree(stored / "state", tmp_path / "copy")
    assert await read_all(tmp_path / "copy") == await read_all(stored / "state")


# What looks like damage and is none


@pytest.mark.threat("S5")
@pytest.mark.threat("S8")
async def test_a_store_that_is_locked_is_not_moved_aside(
    stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(glance, "PATIENCE", 0.05)
    with closing(sqlite3.connect(stored / "state" / FILE)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="cannot be used just now"):
            await open_libraries(stored / "state", stored / "articles")
    assert not list((stored / "state").glob("*.damaged*"))
    assert await read_all(stored / "state")


@pytest.mark.threat("S1")
async def test_what_a_crash_left_of_the_very_first_write_is_rolled_back(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    folder.mkdir()
    code = (
        "import os, sqlite3, sys; one = sqlite3.connect(sys.argv[1]); "
        "one.execute('PRAGMA cache_size = 1'); one.execute('BEGIN IMMEDIATE'); "
        "one.execute('CREATE TABLE t (x)'); "
        "[one.execute('INSERT INTO t VALUES (randomblob(5000))') for _ in range(50)]; "
        "os.kill(os.getpid(), 9)"
    )
    command = [sys.executable, "-c", code, str(folder / FILE)]
    await asyncio.to_thread(subprocess.run, command, check=False)
    assert (folder / f"{FILE}-journal").stat().st_size
    write(tmp_path / "articles", {"bees.md": BEES})
    await (await open_libraries(folder, tmp_path / "articles")).libraries.database.close()
    assert not list(folder.glob("*.damaged*"))
    assert [article.name for article in shared_articles(folder)] == ["bees.md"]


@pytest.mark.threat("S5")
async def test_a_damaged_store_is_left_alone_by_whoever_only_looks(stored: Path) -> None:
    file = stored / "state" / FILE
    file.write_bytes(b"no store" * 500)
    with pytest.raises(DamagedStoreError):
        await open_libraries(stored / "state", stored / "articles", mend=False)
    assert file.read_bytes() == b"no store" * 500
