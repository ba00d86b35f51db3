"""Files that are made to take all time or memory end soon, and the bot hardly notices."""

from __future__ import annotations

import asyncio
import resource
import time
from pathlib import Path

import pytest
from bombs import BOMBS

from knowledge.errors import ReadError
from knowledge.library import Library
from knowledge.reading.article import read_article
from knowledge.reading.isolated import SECONDS

SLACK = 3.0  # seconds, for a machine that does other things too
GROWTH = 20_000_000  # bytes
QUESTION = "When did Shoigu visit North Korea?"


def memory() -> int:
    """Return how much memory this process holds now, in bytes."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize()


def read(name: str, data: bytes) -> str:
    """Return why a file cannot be read, or its text; nothing else may happen."""
    try:
        return read_article(data, name).text
    except ReadError as error:
        return str(error)


def test_there_are_enough_bombs() -> None:
    assert len(BOMBS) >= 25


@pytest.mark.threat("F1", "F2", "F3", "F5", "F12", "W8")
@pytest.mark.parametrize("name", BOMBS)
async def test_a_bomb_ends_in_time_takes_no_memory_and_others_are_answered(
    name: str, library: Library
) -> None:
    data = BOMBS[name]()
    held, began = memory(), time.monotonic()
    reading = asyncio.create_task(asyncio.to_thread(read, name, data))
    answers = 0
    while not reading.done():
        assert library.ask(QUESTION).citations
        answers += 1
        await asyncio.sleep(0.01)
    assert time.monotonic() - began < SECONDS + SLACK
    assert memory() - held < GROWTH
    assert answers > 5 * (time.monotonic() - began), "some in every second"
    assert reading.result()
