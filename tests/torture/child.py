"""The process that is killed: it changes the shared library without end, and writes down what.

Before a change it appends a line to the log that says what it is about to do, and afterwards one
that says what the library acknowledged.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from knowledge.changes import Action, Wish
from knowledge.edits import SourceEdit
from knowledge.libraries import Libraries
from knowledge.limits import Limits
from knowledge.moderation import Moderation
from knowledge.opening import open_libraries
from knowledge.snapshot import version_of
from knowledge.store import sources, versions
from knowledge.store.turns import interrupted
from knowledge.store.versions import SHARED, Version
from knowledge.upkeep import Upkeep

KEEP_VERSIONS = 4
LIMITS = Limits(largest_loss=1.0, keep_versions=KEEP_VERSIONS)
FILES = ("bees.md", "ships.txt", "trams.txt")
UPLOADS = ("moon.md", "snow.txt")
MOST_KEPT = 2  # versions
ACTOR = 1


@dataclass(frozen=True, slots=True)
class Step:
    """A change of the log; of what is about to be done, digest and often number are not known."""

    kind: str  # open, refresh, add, remove, rollback, keep, release
    name: str = ""  # of the upload
    mark: str = ""  # words that the new version holds
    number: int = 0  # of the version
    digest: str = ""
    is_done: bool = False


class Child:
    """Changes a library; `log` is the descriptor of the acknowledgement log."""

    def __init__(self, base: Path, log: int, seed: int) -> None:
        self._base = base
        self._log = log
        self._random = random.Random(seed)  # noqa: S311
        self._marks = 0
        self._seed = seed

    async def run(self) -> None:
        """Open the library, check it, and change it until the end."""
        self._say(Step("open"))
        opened = await open_libraries(self._base / "state", self._base / "articles", limits=LIMITS)
        libraries = opened.libraries
        shelf = await libraries.shelf(SHARED)
        digest = shelf.library.snapshot.version
        self._say(Step("open", number=shelf.number or 0, digest=digest, is_done=True))
        await self._look(libraries)
        moderation = Moderation(libraries)
        while True:
            await self._change(libraries, moderation)

    async def _look(self, libraries: Libraries) -> None:
        """Check through the library itself what the parent checks in its file."""
        interrupted(libraries.database)
        for version in await _history(libraries):
            articles = await libraries.articles_of(SHARED, version.number)
            if version_of(articles) != version.digest:
                raise AssertionError(f"version {version.number} is not {version.digest}")

    async def _change(self, libraries: Libraries, moderation: Moderation) -> None:
        kind = self._random.choice(("refresh", "refresh", "add", "remove", "rollback", "keep"))
        if kind == "rollback":
            await self._rollback(libraries, moderation)
        elif kind == "keep":
            await self._keep(libraries)
        else:
            await self._refresh(kind, libraries, moderation)

    async def _refresh(self, kind: str, libraries: Libraries, moderation: Moderation) -> None:
        edit = None
        mark = self._mark()
        text = f"A note on {mark}\n\nThe {mark} stood on the bridge at noon.\n"
        if kind == "refresh":
            _write(self._base / "articles", self._random.choice(FILES), text)
        elif kind == "add":
            edit = SourceEdit(self._random.choice(UPLOADS), text.encode())
        else:
            async with libraries.database.read() as connection:
                names = sorted(await sources.stored(connection, SHARED))
            if not names:
                return
            edit, mark = SourceEdit(self._random.choice(names), removed=True), ""
        step = Step(kind, edit.name if edit else "", mark)
        self._say(step)
        change = await moderation.refresh(Wish(SHARED, ACTOR, Action(kind), edit))
        if not any(mark in article.text for article in change.articles):
            raise AssertionError(f"{mark} is not in the version that was made for it")
        number = change.after or 0
        self._say(replace(step, number=number, digest=change.digest, is_done=True))

    async def _rollback(self, libraries: Libraries, moderation: Moderation) -> None:
        current = (await libraries.shelf(SHARED)).number
        others = [one.number for one in await _history(libraries) if one.number != current]
        if others:
            number = self._random.choice(others)
            step = Step("rollback", number=number)
            self._say(step)
            change = await moderation.rollback(SHARED, ACTOR, number, current)
            self._say(replace(step, digest=change.digest, is_done=True))

    async def _keep(self, libraries: Libraries) -> None:
        found = await _history(libraries)
        kept = [one.number for one in found if one.kept]
        is_kept = len(kept) < MOST_KEPT
        number = self._random.choice([one.number for one in found] if is_kept else kept)
        step = Step("keep" if is_kept else "release", number=number)
        self._say(step)
        await Upkeep(libraries).keep(SHARED, ACTOR, number, kept=is_kept)
        self._say(replace(step, is_done=True))

    def _mark(self) -> str:
        self._marks += 1
        return f"tram {self._seed}x{self._marks}"

    def _say(self, step: Step) -> None:
        os.write(self._log, json.dumps(asdict(step)).encode() + b"\n")
        os.fsync(self._log)


async def _history(libraries: Libraries) -> list[Version]:
    async with libraries.database.read() as connection:
        return await versions.history(connection, SHARED, 100)


def _write(folder: Path, name: str, text: str) -> None:
    """Replace a file at once, so that what is killed meanwhile leaves the old one or the new."""
    part = folder / f".{name}"
    part.write_text(text, encoding="utf-8")
    part.replace(folder / name)


def lay_out(base: Path) -> None:
    """Write the articles that a new store begins with."""
    (base / "articles").mkdir(parents=True)
    for name in FILES:
        _write(base / "articles", name, f"About {name}\n\nThe first tram came to {name}.\n")


def live(base: Path, log: int, seed: int) -> None:
    """Run in a process of its own; never return."""
    asyncio.run(Child(base, log, seed).run())
