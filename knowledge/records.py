"""What moderators look at: versions, what was done, sources, differences."""

from __future__ import annotations

import asyncio
import io
import zipfile
from dataclasses import dataclass

from knowledge.difference import Difference, compare
from knowledge.gathering import Sources, differing
from knowledge.libraries import Libraries
from knowledge.model import Article
from knowledge.store import journal, sources, versions
from knowledge.store.journal import Deed
from knowledge.store.sources import Source
from knowledge.store.versions import SHARED, Version

LONGEST_NAME = 60  # characters of a name in a zip, at most four bytes each
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold: equal texts, equal zips


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as a moderator sees it; `article` is what it gave to the current version."""

    name: str
    is_upload: bool
    removed: bool
    changed_at: int | None
    actor: int | None
    article: Article | None


class Records:
    """Reads, and changes nothing."""

    def __init__(self, libraries: Libraries) -> None:
        self._libraries = libraries
        self._database = libraries.database

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
        """Return uploads, files of the folder, and what was taken out, by name."""
        held = (await self._libraries.shelf(library)).held
        async with self._database.read() as connection:
            rows = {row.name: row for row in await sources.listed(connection, library)}
        current = {article.name: article for article in held.articles}
        names = sorted({*rows, *(current if library == SHARED else ())})
        return [_line(name, rows.get(name), current.get(name)) for name in names]

    async def unread(self) -> int:
        """Return how many sources of the shared library are not what it was read from."""
        held = (await self._libraries.shelf(SHARED)).held
        readings = {entry.name: entry.reading for entry in held.entries}
        async with self._database.read() as connection:
            uploads = await sources.uploads(connection, SHARED)
            left_out = frozenset(await sources.left_out(connection, SHARED))
        found = Sources(self._libraries.folder, uploads, left_out)
        return await asyncio.to_thread(differing, found, readings)

    async def export(self, library: int) -> bytes:
        """Return a zip with the stored text of each article that answers, in UTF-8."""
        held = (await self._libraries.shelf(library)).held
        return await asyncio.to_thread(_zipped, held.articles)


def _line(name: str, row: Source | None, article: Article | None) -> SourceLine:
    return SourceLine(
        name=name,
        is_upload=row is not None and row.is_upload,
        removed=row is not None and row.removed,
        changed_at=row.changed_at if row else None,
        actor=row.actor if row else None,
        article=article,
    )


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
