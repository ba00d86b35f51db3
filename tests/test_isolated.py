"""Foreign files are read in a process of their own; whatever it does, only it ends."""

from __future__ import annotations

import asyncio
import os
import resource
import threading
import time
from pathlib import Path

import pytest

from knowledge.errors import (
    CRASHED,
    TOO_MUCH_MEMORY,
    TOO_MUCH_TEXT,
    TOO_SLOW,
    ReadError,
)
from knowledge.reading import isolated
from knowledge.reading.isolated import MAX_OUTPUT, parse
from knowledge.reading.kinds import Kind

REASONS = {
    "hang": TOO_SLOW.format(seconds=1),
    "sleep": TOO_SLOW.format(seconds=1),
    "allocate": TOO_MUCH_MEMORY,
    "recurse": CRASHED,
    "segfault": CRASHED,
    "kill": CRASHED,
    "exit": CRASHED,
    "shout": TOO_MUCH_TEXT.format(limit=MAX_OUTPUT),
    "babble": CRASHED,
    "raise": CRASHED,
    "socket": CRASHED,
    "program": CRASHED,
    "file": CRASHED,
}


@pytest.fixture(autouse=True)
def _hostile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "_CHILD", "tests.hostile_child")


def reason_of(name: str) -> str:
    with pytest.raises(ReadError) as caught:
        parse(Kind.PDF, b"%PDF-", name)
    assert caught.value.source == name
    return caught.value.reason


def memory() -> int:
    """Return how much memory this process holds now, in bytes."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize()


def opened() -> tuple[int, int]:
    """Count open files and threads."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir()), threading.active_count()


def children() -> list[str]:
    """Return the child processes that have not been waited for."""
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii").split()


@pytest.mark.threat("F3", "L7", "L8")
@pytest.mark.parametrize("harm", REASONS)
def test_harm_stays_in_the_child_and_has_a_reason(
    harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if harm in ("hang", "sleep"):
        monkeypatch.setattr(isolated, "SECONDS", 1.0)
    before, held = opened(), memory()
    began = time.monotonic()
    assert reason_of(harm) == REASONS[harm]
    assert time.monotonic() - began < isolated.SECONDS + 2
    assert opened() == before
    assert children() == []
    assert memory() - held < 20_000_000
    assert not Path("state/harm").exists()


def test_what_broke_down_is_logged_without_a_word_of_the_file(
    caplog: pytest.LogCaptureFixture,
) -> None:
    reason_of("raise")
    assert "ZeroDivisionError in hostile_child.py" in caplog.text


@pytest.mark.threat("F3")
def test_the_slot_is_free_after_harm() -> None:
    assert reason_of("segfault") == CRASHED
    assert parse(Kind.PDF, b"%PDF-", "good").title == "A title"


@pytest.mark.threat("F3")
async def test_the_event_loop_goes_on_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "SECONDS", 1.0)
    reading = asyncio.create_task(asyncio.to_thread(reason_of, "hang"))
    ticks = 0
    while not reading.done():
        await asyncio.sleep(0.01)
        ticks += 1
    assert ticks > 30
    assert "longer than 1 seconds" in reading.result()


def test_all_that_the_child_says_arrives() -> None:
    found = parse(Kind.PDF, b"x" * 4_000_000, "good", "utf-8")
    assert (found.title, found.date, found.guess) == ("A title", "2024-05-06", "x")
    assert (found.blocks[0].kind, found.blocks[0].page) == ("paragraph", 7)


@pytest.mark.threat("C5")
def test_the_child_is_told_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "a.secret.token")
    [names] = parse(Kind.PDF, b"", "good").blocks[0].lines
    assert set(names.split(",")) <= {"PATH", "LD_LIBRARY_PATH", "LC_CTYPE"}
