"""All libraries of one bot: each answers from the version that the store says is current."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from knowledge.answering import AnswerSettings
from knowledge.curations import Curations
from knowledge.errors import DamagedStoreError, KnowledgeError, RefusedError
from knowledge.gathering import Known, Sources
from knowledge.library import Library
from knowledge.limits import Limits
from knowledge.model import Article
from knowledge.snapshot import Snapshot, build_snapshot
from knowledge.store import sources, versions
from knowledge.store.database import Database
from knowledge.store.documents import check_version, decode
from knowledge.store.versions import SHARED, Entry

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from knowledge.web.fetching import Fetcher

_log = logging.getLogger(__name__)

READERS = 4  # libraries that read their sources at once
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Held:
    """A version in memory: its number, its articles, and where each of them came from."""

    number: int | None
    entries: tuple[Entry, ...]
    snapshot: Snapshot

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles, in the order of the entries."""
        return self.snapshot.articles

    @property
    def known(self) -> Known:
        """Each article with its entry, by name."""
        pairs = zip(self.entries, self.articles, strict=True)
        return {entry.name: (entry, article) for entry, article in pairs}


@dataclass(slots=True)
class Shelf:
    """A library in memory, and the version that it holds; take that once and use it."""

    library: Library
    held: Held

    @property
    def number(self) -> int | None:
        """The number of the version that answers now."""
        return self.held.number


class Libraries:
    """Lends the library of a guild, or the shared one; a library is read when it is first asked."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        settings: AnswerSettings | None = None,
        limits: Limits | None = None,
        fetcher: Fetcher | None = None,
    ) -> None:
        self.database = database
        self.folder = folder
        self.limits = limits or Limits()
        self._fetcher = fetcher
        # Reading waits for other processes; answers have threads of their own.
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._settings = settings or AnswerSettings()
        self._shelves: dict[int, Shelf] = {}
        self._pointers: dict[int, int] = {}
        self._curations = Curations(database)
        self._loading = asyncio.Lock()

    async def read(self, work: Callable[..., T], *arguments: object) -> T:
        """Read sources in a thread that no answer waits for."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, work, *arguments)

    @property
    def fetcher(self) -> Fetcher:
        """What fetches pages; made when the first one is wanted, since its import is slow."""
        if self._fetcher is None:
            from knowledge.web.fetching import Fetcher

            self._fetcher = Fetcher()
        return self._fetcher

    async def get(self, library: int) -> Library:
        """Return the library that answers for an id: its own articles, or the shared ones.

        What its moderators said beside the articles counts either way.

        Raises:
            StoreError: it cannot be read.
        """
        said = await self._curations.of(library)
        if library in self._pointers:
            shelf = await self.shelf(library)
            if shelf.number is not None:  # another process may have emptied it by now
                return shelf.library.curated(said)
        if library != SHARED:
            said = said.before(await self._curations.of(SHARED))
        return (await self.shelf(SHARED)).library.curated(said)

    async def recurate(self, library: int) -> None:
        """Use what moderators said beside the articles of a library from now on."""
        await self._curations.follow()
        await self._curations.of(library)

    def follows(self, library: int) -> bool:
        """Whether a library has no version of its own, so that the shared one answers for it."""
        return library != SHARED and library not in self._pointers

    async def shelf(self, library: int) -> Shelf:
        """Return a library itself, even if it is empty.

        Raises:
            StoreError: it cannot be read.
        """
        if library not in self._shelves:
            await self.catch_up(library)
        return self._shelves[library]

    async def sources(self, library: int) -> Sources:
        """Return where the articles of a library come from now.

        Raises:
            StoreError: the store cannot be read.
        """
        async with self.database.read() as connection:
            return Sources(
                folder=self.folder if library == SHARED else None,
                stored=await sources.stored(connection, library),
                hidden=frozenset(await sources.hidden(connection, library)),
                rules=await sources.rules(connection, library),
            )

    async def open(self) -> None:
        """Learn which version is current in each library, and read the shared one.

        Raises:
            StoreError: the store cannot be read.
        """
        async with self.database.read() as connection:
            self._pointers = await versions.pointers(connection)
        await self.shelf(SHARED)

    async def follow(self) -> None:
        """Bring all libraries that are in memory up to date with what others have stored.

        A library that cannot be read keeps answering from the version that it has.
        """
        async with self.database.read() as connection:
            self._pointers = await versions.pointers(connection)
        await self._curations.follow()
        for library, shelf in list(self._shelves.items()):
            if shelf.number != self._pointers.get(library):
                try:
                    await self.catch_up(library)
                except KnowledgeError:
                    _log.exception("library %d stays at version %s", library, shelf.number)

    async def catch_up(self, library: int) -> None:
        """Read the current version of a library, if it is not the one in memory.

        Of a guild whose version is damaged nothing answers until it is refreshed.

        Raises:
            StoreError: it cannot be read.
        """
        async with self._loading:
            shelf = self._shelves.get(library)
            pairs = shelf.held.known.values() if shelf else ()
            known = {entry.article: article for entry, article in pairs}
            async with self.database.read() as connection:
                number = await versions.current(connection, library)
                if shelf and shelf.number == number:
                    return
                entries = await versions.contents(connection, library, number)
                digest = await _digest(connection, library, number)
                wanted = [entry.article for entry in entries if entry.article not in known]
                documents = await versions.documents(connection, wanted)
            try:
                articles = await asyncio.to_thread(_decoded, entries, documents, known, digest)
            except DamagedStoreError as error:
                if shelf or library == SHARED:
                    raise
                _log.error("library %d: %s A refresh reads its sources again.", library, error)
                entries, articles = [], ()
            await self._show(library, number, entries, articles)

    async def show(
        self,
        library: int,
        number: int | None,
        entries: Sequence[Entry],
        articles: Sequence[Article],
    ) -> None:
        """Answer from a version whose articles are at hand, once it is committed.

        If another process has moved the pointer since, answer from what it points at.
        """
        async with self._loading:
            async with self.database.read() as connection:
                is_current = await versions.current(connection, library) == number
            if is_current:
                await self._show(library, number, entries, articles)
                return
        await self.catch_up(library)

    def note(self, library: int, held: Held, entries: Sequence[Entry]) -> None:
        """Note what the articles of a version were read from last."""
        shelf = self._shelves[library]
        if shelf.held is held:
            shelf.held = replace(held, entries=tuple(entries))

    async def _show(
        self,
        library: int,
        number: int | None,
        entries: Sequence[Entry],
        articles: Sequence[Article],
    ) -> None:
        """Build the snapshot beside the old one, off the event loop, and swap it."""
        shelf = self._shelves.get(library)
        before = shelf.library.snapshot if shelf else None
        snapshot = await asyncio.to_thread(build_snapshot, articles, before)
        held = Held(number, tuple(entries), snapshot)
        if shelf is None:
            self._shelves[library] = Shelf(Library(snapshot, self._settings), held)
        else:
            shelf.library.swap(snapshot)
            shelf.held = held
        if number is None:
            self._pointers.pop(library, None)
        else:
            self._pointers[library] = number

    async def articles_of(self, library: int, number: int) -> tuple[Article, ...]:
        """Return the articles of any version that the store still has.

        Raises:
            RefusedError: it has no such version.
            DamagedStoreError: an article is not what was stored.
        """
        async with self.database.read() as connection:
            digest = (await versions.find(connection, library, number)).digest
            entries = await versions.contents(connection, library, number)
            documents = await versions.documents(connection, [one.article for one in entries])
        return await asyncio.to_thread(_decoded, entries, documents, {}, digest)


async def _digest(connection: AsyncConnection, library: int, number: int | None) -> str:
    """Return what names the content of the version that the pointer names; "" for none."""
    if number is None:
        return ""
    try:
        return (await versions.find(connection, library, number)).digest
    except RefusedError as error:
        raise DamagedStoreError(f"no version {number} in library {library}") from error


def _decoded(
    entries: Iterable[Entry],
    documents: Mapping[str, bytes],
    known: Mapping[str, Article],
    digest: str,
) -> tuple[Article, ...]:
    """Return the articles; of those in memory the same objects, so that they are not analysed."""
    articles = tuple(
        known[entry.article]
        if entry.article in known and known[entry.article].name == entry.name
        else decode(documents.get(entry.article, b""), entry.name, entry.article)
        for entry in entries
    )
    if digest:
        check_version(articles, digest)
    return articles
