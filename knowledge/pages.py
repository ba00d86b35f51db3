"""Ask the web what is new on the pages of a library."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.edits import Fetched, SourceEdit
from knowledge.errors import BROKEN_ANSWER, ReadError, WebError
from knowledge.gathering import Progress
from knowledge.model import Origin
from knowledge.text import one_line

if TYPE_CHECKING:
    from knowledge.web.fetching import Fetcher, Page

AT_ONCE = 8  # pages, of as many hosts
LONGEST_NAME = 90  # characters; a choice on Discord has room for 100


@dataclass(frozen=True, slots=True)
class Look:
    """What came of asking for one page: the page again, or why it was not to be had."""

    name: str
    edit: SourceEdit | None = None  # None: it says that it has not changed, or there is a fault
    fault: ReadError | None = None
    retry_after: float | None = None  # seconds that its host wants to be left alone


def page_name(address: str) -> str:
    """Return what a page is called among the sources: its address without the scheme."""
    name = address.partition("://")[2].removesuffix("/")
    if len(name) <= LONGEST_NAME:
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[: LONGEST_NAME - len(mark) - 1]}…{mark}"


async def new_page(fetcher: Fetcher, address: str) -> SourceEdit:
    """Fetch a page for the first time, and return the edit that stores it.

    Raises:
        ReadError: it is not to be had.
    """
    try:
        address = fetcher.checked(address)
        page = await fetcher.fetch(address)
    except WebError as error:
        raise ReadError(one_line(address)[:LONGEST_NAME], error.reason) from error
    if page is None:  # nothing was known of it, so a site that says "as before" is broken
        raise ReadError(page_name(address), BROKEN_ANSWER)
    return _edit(page_name(address), address, page)


def _edit(name: str, address: str, page: Page) -> SourceEdit:
    origin = Origin(page.url, page.media_type)
    fetched = Fetched(address, page.etag, page.modified)
    return SourceEdit(name, page.data, origin=origin, fetched=fetched)


async def look(fetcher: Fetcher, pages: Mapping[str, Fetched], progress: Progress) -> list[Look]:
    """Ask for every page, several at once; one that fails stops no other."""
    room = asyncio.Semaphore(AT_ONCE)
    done = 0

    async def one(name: str, known: Fetched) -> Look:
        nonlocal done
        async with room:
            found = await _look(fetcher, name, known)
        done += 1
        progress(done, len(pages))
        return found

    return await asyncio.gather(*(one(name, pages[name]) for name in _in_turns(pages)))


def _in_turns(names: Iterable[str]) -> list[str]:
    """Return the names, those of different hosts in turn, since a host takes one at a time."""
    seen: Counter[str] = Counter()
    turns = []
    for name in sorted(names):
        host = name.partition("/")[0]
        turns.append((seen[host], name))
        seen[host] += 1
    return [name for _, name in sorted(turns)]


async def _look(fetcher: Fetcher, name: str, known: Fetched) -> Look:
    try:
        page = await fetcher.fetch(known.address, etag=known.etag, modified=known.modified)
    except WebError as error:
        return Look(name, fault=ReadError(name, error.reason), retry_after=error.retry_after)
    return Look(name, _edit(name, known.address, page) if page else None)
