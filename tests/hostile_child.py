"""The child process that reads foreign files, with a reader that does what harm a name asks for.

test_isolated.py runs it in place of knowledge.reading.child.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from knowledge.model import Block, BlockKind
from knowledge.reading import child
from knowledge.reading.parsed import Parsed


def _hang() -> None:
    while True:
        pass


def _sleep() -> None:
    time.sleep(600)


def _allocate() -> None:
    held = [bytearray(10_000_000) for _ in range(200)]
    held.clear()


def _recurse() -> None:
    _recurse()


def _shout() -> None:
    while True:
        os.write(1, b"x" * 100_000)


def _babble() -> None:
    os.write(1, b"no JSON\n")


def _open_socket() -> None:
    socket.create_connection(("127.0.0.1", 9), timeout=1)


def _run_program() -> None:
    subprocess.run(["true"], check=True)  # noqa: S607


def _write_file() -> None:
    Path("state/harm").write_text("harm", "ascii")


HARMS: dict[str, Callable[[], object]] = {
    "hang": _hang,
    "sleep": _sleep,
    "allocate": _allocate,
    "recurse": _recurse,
    "segfault": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "exit": lambda: os._exit(3),
    "shout": _shout,
    "babble": _babble,
    "raise": lambda: 1 / 0,
    "socket": _open_socket,
    "program": _run_program,
    "file": _write_file,
}


def _parsed(kind: str, data: bytes, name: str, declared: str | None) -> Parsed:
    del kind, data, declared
    sys.addaudithook(child._refuse)  # noqa: SLF001  # what the true reader is under, too
    if name in HARMS:
        HARMS[name]()
    environment = ",".join(sorted(os.environ))
    return Parsed((Block(BlockKind.PARAGRAPH, (environment,), 7),), "A title", "2024-05-06", "x")


if __name__ == "__main__":
    child._parsed = _parsed  # noqa: SLF001
    child.main()
