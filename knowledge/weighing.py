"""Find what a change to a library does to saved questions and pins, its own and its followers'."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from knowledge.changes import Change
from knowledge.impact import NO_IMPACT, Impact, impact
from knowledge.libraries import Held, Libraries
from knowledge.library import Library
from knowledge.snapshot import Snapshot, build_snapshot
from knowledge.store import curation
from knowledge.store.versions import SHARED


async def with_impact(libraries: Libraries, change: Change, held: Held) -> Change:
    """Return the change with what it does to saved questions and pins, if it does anything.

    `held` is what answered before.
    """
    library = change.wish.library
    concerned = await _concerned(libraries, change) if change.difference else []
    if not concerned:
        return change
    before, after = await _snapshots(libraries, change, held)
    found = {one: await _impact(libraries, one, before, after) for one in concerned}
    own = found.pop(library, NO_IMPACT)
    followers = {one: its for one, its in found.items() if its}
    return replace(change, impact=own, followers=followers)


async def _concerned(libraries: Libraries, change: Change) -> list[int]:
    """Return which libraries have questions or pins that a change may touch.

    Those that follow the shared library are told of what is done, and not of what waits.
    """
    library = change.wish.library
    async with libraries.database.read() as connection:
        found = await curation.curated(connection)
    is_shared = library == SHARED and not change.waits
    follow = [one for one in sorted(found) if is_shared and libraries.follows(one)]
    return [*([library] if library in found else []), *follow]


async def _snapshots(libraries: Libraries, change: Change, held: Held) -> tuple[Snapshot, Snapshot]:
    """Return what answered before a change, and what answers after it."""
    shared = (await libraries.shelf(SHARED)).held.snapshot
    old = held.snapshot
    new = (await libraries.shelf(change.wish.library)).held.snapshot
    if not change.articles:  # the shared library answers then
        new = shared
    elif new.version != change.digest:  # it waits
        new = await asyncio.to_thread(build_snapshot, change.articles, old)
    return old if old.articles else shared, new


async def _impact(libraries: Libraries, library: int, before: Snapshot, after: Snapshot) -> Impact:
    async with libraries.database.read() as connection:
        questions = await curation.saved(connection, library)
    found = await libraries.get(library)
    old, new = (Library(one, found.settings, curation=found.curation) for one in (before, after))
    return await asyncio.to_thread(impact, questions.values(), old, new)
