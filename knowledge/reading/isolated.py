"""Have a foreign file read by a process of its own, which gets little time and memory."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from knowledge.errors import CRASHED, TOO_MUCH_TEXT, TOO_SLOW, ReadError
from knowledge.model import Block, BlockKind, Dropped
from knowledge.reading.kinds import Kind
from knowledge.reading.parsed import Parsed

SECONDS = 10.0  # for one file
MAX_OUTPUT = 5_000_000  # bytes of what was found in it, as JSON

_log = logging.getLogger(__name__)

AT_ONCE = 2  # files, of all libraries: each may take the memory that child.py allows it
_ROOM = threading.BoundedSemaphore(AT_ONCE)

_ROOT = Path(__file__).parents[2]
_CHILD = "knowledge.reading.child"
_PASSED_ON = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")  # above all, no token


def parse(kind: Kind, data: bytes, name: str, declared: str | None = None) -> Parsed:
    """Return what a file holds; `declared` is the encoding that came with it.

    Raises:
        ReadError: it cannot be read, or not within the limits.
    """
    with _ROOM:
        return _parsed(kind, data, name, declared)


def _parsed(kind: Kind, data: bytes, name: str, declared: str | None) -> Parsed:
    command = [sys.executable, "-B", "-m", _CHILD, kind.value, name, declared or ""]
    with subprocess.Popen(  # noqa: S603  # our own program
        command,
        cwd=_ROOT,
        env={key: os.environ[key] for key in _PASSED_ON if key in os.environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        said, in_time = _conversation(process, data)
    if not in_time:
        raise ReadError(name, TOO_SLOW.format(seconds=SECONDS))
    if len(said) > MAX_OUTPUT:
        raise ReadError(name, TOO_MUCH_TEXT.format(limit=MAX_OUTPUT))
    return _understood(said, name)


def _conversation(process: subprocess.Popen[bytes], data: bytes) -> tuple[bytes, bool]:
    """Hand the file over; return what is said, and whether it was said in time."""
    feed, output = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()

    clock = threading.Timer(SECONDS, end)
    feeder = threading.Thread(target=_feed, args=(feed, data))
    clock.start()
    feeder.start()
    try:
        said = output.read(MAX_OUTPUT + 1)
    finally:
        clock.cancel()
        process.kill()
        feeder.join()
        clock.join()
    return said, not late.is_set()


def _feed(pipe: IO[bytes], data: bytes) -> None:
    with suppress(OSError):  # the child may end before it has read all
        pipe.write(data)
    with suppress(OSError):
        pipe.close()


def _understood(said: bytes, name: str) -> Parsed:
    try:
        values: dict[str, Any] = json.loads(said)
    except ValueError as error:
        raise ReadError(name, CRASHED) from error
    if "crash" in values:
        _log.warning("the reader of %s broke down: %s", name, values["crash"])
        raise ReadError(name, CRASHED)
    if "reason" in values:
        raise ReadError(name, values["reason"])
    blocks = tuple(
        Block(BlockKind(one["kind"]), tuple(one["lines"]), one["page"]) for one in values["blocks"]
    )
    left_out = tuple(Dropped(**one) for one in values["left_out"])
    return Parsed(blocks, values["title"], values["date"], values["guess"], left_out)
