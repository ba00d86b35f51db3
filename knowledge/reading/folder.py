"""Read the articles in a folder; what cannot be read is told, and stops nothing else."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import NOT_A_FILE, TOO_LARGE, UNREADABLE, ReadError
from knowledge.model import Article, Origin
from knowledge.reading.article import read_article
from knowledge.text import one_line

MAX_BYTES = 5_000_000

# A link or a pipe in the folder must neither lead out of it nor make the reader wait. Windows
# has neither flag.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_FLAGS |= getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class File:
    """A source's name and its bytes; what came from the web has an origin."""

    name: str
    data: bytes
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The articles of a folder, by name, and one fault for each file that is none."""

    articles: tuple[Article, ...]
    faults: tuple[ReadError, ...]


def read_folder(folder: Path) -> Reading:
    """Read every file below `folder` whose name does not begin with a dot.

    Raises:
        ReadError: the folder itself cannot be listed.
    """
    articles, faults = [], []
    for file in files(folder):
        try:
            if isinstance(file, ReadError):
                raise file
            articles.append(read_article(file.data, file.name))
        except ReadError as error:
            faults.append(error)
    return Reading(tuple(articles), tuple(faults))


def files(folder: Path) -> Iterator[File | ReadError]:
    """Yield every file below `folder` whose name does not begin with a dot, or why it is unread.

    Raises:
        ReadError: the folder itself cannot be listed.
    """
    for path in sorted(_files(folder)):
        name = one_line(path.relative_to(folder).as_posix())
        try:
            yield File(name, _read(path, name))
        except ReadError as error:
            yield error


def _files(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise ReadError(str(error.filename), UNREADABLE.format(error=error.strerror)) from error

    for parent, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        linked = (Path(parent, name) for name in folders)  # not entered, so it is named
        yield from (path for path in linked if path.is_symlink())
        yield from (Path(parent, name) for name in names if not name.startswith("."))


def _read(path: Path, name: str) -> bytes:
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        reason = NOT_A_FILE if path.is_symlink() else UNREADABLE.format(error=error.strerror)
        raise ReadError(name, reason) from error
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise ReadError(name, NOT_A_FILE)
        if status.st_size > MAX_BYTES:
            raise ReadError(name, TOO_LARGE.format(size=status.st_size, limit=MAX_BYTES))
        return file.read(MAX_BYTES)
