"""Libraries over a folder of small articles, for tests that change them without Discord."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.changes import Action, Change, Wish
from knowledge.edits import SourceEdit
from knowledge.libraries import Libraries
from knowledge.limits import Limits
from knowledge.model import Answer
from knowledge.moderation import Moderation
from knowledge.opening import open_libraries
from knowledge.records import Records
from knowledge.store.versions import SHARED
from knowledge.upkeep import Upkeep
from knowledge.web.fetching import Fetcher

ALICE, BOB = 101, 102  # moderators
GUILD, OTHER = 11, 22


@dataclass(slots=True)
class Clock:
    """Stands still until a test moves it."""

    now: float = field(default_factory=time.time)

    def __call__(self) -> float:
        return self.now


def page(title: str, *paragraphs: str) -> str:
    """Return a Markdown file; each paragraph is one passage."""
    return "\n\n".join([f"# {title}", *paragraphs, ""])


BEES = page("Bees", "A hive has one queen.", "A drone dies in the autumn.")
WASPS = page("Wasps", "A wasp builds its nest with paper.")
MOTHS = page("Moths", "A moth drinks nectar at night.")


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that a moderator works with."""

    libraries: Libraries
    moderation: Moderation
    records: Records
    upkeep: Upkeep
    clock: Clock

    @property
    def articles(self) -> Path:
        """The folder of the shared library's files."""
        return self.libraries.folder

    async def refresh(
        self,
        library: int = SHARED,
        actor: int = ALICE,
        *,
        dry_run: bool = False,
        agreed: tuple[int | None, str] | None = None,
    ) -> Change:
        """Read the sources again."""
        return await self.moderation.refresh(Wish(library, actor, dry_run=dry_run, agreed=agreed))

    async def add(
        self, name: str, content: str | bytes, library: int = GUILD, actor: int = ALICE
    ) -> Change:
        """Upload a file."""
        data = content.encode() if isinstance(content, str) else content
        wish = Wish(library, actor, Action.ADD, SourceEdit(name, data))
        return await self.moderation.refresh(wish)

    async def remove(self, name: str, library: int = GUILD, actor: int = ALICE) -> Change:
        """Take a source out, and agree to what that would do."""
        edit = SourceEdit(name, removed=True)
        look = Wish(library, actor, Action.REMOVE, edit, dry_run=True)
        seen = await self.moderation.refresh(look)
        return await self.agree(seen)

    async def agree(self, seen: Change) -> Change:
        """Agree to what was proposed."""
        wish = seen.wish
        return await self.moderation.agree(wish.library, wish.actor, (seen.before, seen.digest))

    async def ask(self, question: str, library: int = SHARED) -> Answer:
        """Ask what answers for a library."""
        return (await self.libraries.get(library)).ask(question)

    async def names(self, library: int = SHARED) -> list[str]:
        """Return the names of the articles that answer for a library."""
        return [one.name for one in (await self.libraries.get(library)).snapshot.articles]

    async def version(self, library: int = SHARED) -> str:
        """Name the content that answers for a library."""
        return (await self.libraries.get(library)).snapshot.version

    async def numbers(self, library: int = SHARED) -> list[int]:
        """Return the numbers of the versions in the history, newest first."""
        return [one.number for one in await self.records.history(library, 1000)]


@asynccontextmanager
async def opened(
    folder: Path,
    files: Mapping[str, str | bytes] | None = None,
    limits: Limits | None = None,
    clock: Clock | None = None,
    fetcher: Fetcher | None = None,
) -> AsyncIterator[Desk]:
    """Open the libraries in `folder`/state over `folder`/articles, where `files` are put first."""
    write(folder / "articles", files or {})
    found = await open_libraries(
        folder / "state", folder / "articles", limits=limits, fetcher=fetcher
    )
    libraries = found.libraries
    clock = clock or Clock()
    libraries.database._clock = clock  # noqa: SLF001  # open_libraries takes none
    try:
        yield Desk(libraries, Moderation(libraries), Records(libraries), Upkeep(libraries), clock)
    finally:
        await libraries.database.close()
