"""Read one foreign file, in a process of its own: bytes on standard input, JSON on standard output.

A file can be made to take all time and memory, or to break its reader; then only this process ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import traceback
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from knowledge.errors import TOO_MUCH_MEMORY, ReadError
from knowledge.reading.parsed import Parsed

MEMORY = 768_000_000  # bytes of address space; Python and its libraries take a fifth of it
CPU_SECONDS = 15  # should the bot end before its clock does

READERS = {
    "docx": "knowledge.reading.docx.reader",
    "html": "knowledge.reading.html.reader",
    "markdown": "knowledge.reading.markdown",
    "pdf": "knowledge.reading.pdf.reader",
    "plain": "knowledge.reading.foreign_text",
}

# What reading a file never needs: the network, other programs, writing.
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn")


def main() -> None:
    """Read the file of the kind and the name that the arguments give, and print what it holds."""
    kind, name, declared = sys.argv[1:4]
    _confine()
    data = sys.stdin.buffer.read()
    try:
        said = asdict(_parsed(kind, data, name, declared or None))
    except ReadError as error:
        said = {"reason": error.reason}
    except MemoryError:
        said = {"reason": TOO_MUCH_MEMORY}
    except Exception as error:  # noqa: BLE001  # whatever a file can do to its reader
        said = {"crash": _told(error)}
    sys.stdout.buffer.write(json.dumps(said).encode())


def _parsed(kind: str, data: bytes, name: str, declared: str | None) -> Parsed:
    reader = import_module(READERS[kind])
    sys.addaudithook(_refuse)
    parsed: Parsed = reader.parse(data, name, declared)
    return parsed


def _told(error: Exception) -> str:
    """Say for the log what broke down and where, without a word of the file."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}"


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    writes = event == "open" and any(mark in str(arguments[1]) for mark in "wax+")
    if writes or event.startswith(_FORBIDDEN):
        raise PermissionError(event)


def _confine() -> None:
    """Take little, yield to the bot, and be the first to go when memory runs out."""
    if sys.platform != "win32":  # which has no such limits; there the parent's clock must do
        import resource

        os.nice(10)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):  # Linux only
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")


if __name__ == "__main__":
    main()
