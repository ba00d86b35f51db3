"""What moderators look at: versions, what was done, sources, differences."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge.changes import Action
from knowledge.difference import Difference, compare
from knowledge.errors import NO_SUCH_SOURCE, ReadError, RefusedError
from knowledge.gathering import gather
from knowledge.libraries import Libraries
from knowledge.lines import LineRules
from knowledge.model import Article
from knowledge.store import journal, proposals, settings, sources, versions
from knowledge.store.journal import Deed
from knowledge.store.settings import NOTICES
from knowledge.store.sources import Source
from knowledge.store.versions import SHARED, Version

LONGEST_NAME = 60  # characters of a name in a zip, at most four bytes each
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold: equal texts, equal zips


class SourceKind(StrEnum):
    """Where a source comes from."""

    UPLOAD = "upload"
    PAGE = "page"
    FILE = "file"  # of the articles' folder


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as a moderator sees it; `article` is what it gave to the current version."""

    name: str
    kind: SourceKind
    removed: bool
    article: Article | None
    row: Source | None = None  # what the store knows of it; of most files in the folder, nothing


@dataclass(frozen=True, slots=True)
class Due:
    """How many articles a refresh would find new, changed or gone; and what it could not read."""

    articles: int
    faults: tuple[ReadError, ...]


class Records:
    """Reads, and changes nothing."""

    def __init__(self, libraries: Libraries) -> None:
        self._libraries = libraries
        self._database = libraries.database

    def follows(self, library: int) -> bool:
        """Whether a library has no version of its own, so that the shared one answers for it."""
        return self._libraries.follows(library)

    async def current(self, library: int) -> Version | None:
        """Return the version that answers, or None if the library has none."""
        async with self._database.read() as connection:
            number = await versions.current(connection, library)
            return None if number is None else await versions.find(connection, library, number)

    async def history(self, library: int, limit: int = 25) -> list[Version]:
        """Return the newest versions, newest first."""
        async with self._database.read() as connection:
            return await versions.history(connection, library, limit)

    async def deeds(self, library: int, limit: int = 10) -> list[Deed]:
        """Return the newest lines of the audit trail, newest first."""
        async with self._database.read() as connection:
            return await journal.deeds(connection, library, limit)

    async def difference(self, library: int, before: int | None, after: int) -> Difference:
        """Return what changed from one version to another.

        Raises:
            RefusedError: the store has no such version.
        """
        old = await self._libraries.articles_of(library, before) if before is not None else ()
        new = await self._libraries.articles_of(library, after)
        return await asyncio.to_thread(compare, old, new)

    async def sources(self, library: int) -> list[SourceLine]:
        """Return uploads, files of the folder, and what was removed of either, by name."""
        held = (await self._libraries.shelf(library)).held
        async with self._database.read() as connection:
            rows = {row.name: row for row in await sources.listed(connection, library)}
        current = {article.name: article for article in held.articles}
        return [
            line
            for name in sorted({*rows, *(current if library == SHARED else ())})
            for line in _lines(library, name, rows.get(name), current.get(name))
        ]

    async def article(self, library: int, name: str) -> Article:
        """Return what a source gave to the version that answers.

        Raises:
            RefusedError: the library has no such source.
        """
        held = (await self._libraries.shelf(library)).held
        if name not in held.known:
            raise RefusedError(NO_SUCH_SOURCE.format(name=name))
        return held.known[name][1]

    async def rules(self, library: int) -> LineRules:
        """Return what moderators said about single lines."""
        async with self._database.read() as connection:
            return await sources.rules(connection, library)

    async def waits(self, library: int) -> bool:
        """Whether a change that a schedule read waits for a moderator's word."""
        async with self._database.read() as connection:
            return await proposals.waiting(connection, library, Action.SCHEDULED.value)

    async def notices_to(self, library: int) -> int | None:
        """Return the id of the place where moderators are told what happens by itself."""
        async with self._database.read() as connection:
            found = await settings.find(connection, library, NOTICES)
        return int(found) if found else None

    async def due(self, library: int) -> Due:
        """Return what a refresh would find.

        Raises:
            ReadError: the folder cannot be listed.
        """
        held = (await self._libraries.shelf(library)).held
        sources = await self._libraries.sources(library)
        found = await self._libraries.read(gather, sources, held.known)
        then = {entry.name: entry.article for entry in held.entries}
        now = {entry.name: entry.article for entry in found.entries}
        names = then.keys() | now.keys()
        return Due(sum(then.get(name) != now.get(name) for name in names), found.faults)

    async def export(self, library: int) -> bytes:
        """Return a zip with the stored text of each article that answers, in UTF-8."""
        held = (await self._libraries.shelf(library)).held
        return await asyncio.to_thread(_zipped, held.articles)


def _lines(
    library: int, name: str, row: Source | None, article: Article | None
) -> Iterator[SourceLine]:
    """Yield a line for the upload of a name, and one for the file of the folder."""
    if row and row.size is not None:
        kind = SourceKind.PAGE if row.address else SourceKind.UPLOAD
        yield SourceLine(name, kind, row.removed, None if row.removed else article, row)
    if row and row.hidden:
        yield SourceLine(name, SourceKind.FILE, True, None, row)
    elif library == SHARED and article and not (row and row.is_stored):
        yield SourceLine(name, SourceKind.FILE, False, article, row)


def _zipped(articles: tuple[Article, ...]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, article in enumerate(articles, start=1):
            name = zipfile.ZipInfo(_safe(number, article.name), _EPOCH)
            archive.writestr(name, article.text.encode(), zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _safe(number: int, name: str) -> str:
    """A name that leads nowhere when it is unpacked: "notes/a.md" becomes "001-notes-a.md.txt"."""
    flat = "".join(mark if mark.isalnum() or mark in "._-" else "-" for mark in name)
    return f"{number:03}-{flat.lstrip('.-')[:LONGEST_NAME]}.txt"
