"""What changes the sources of a library: a source that comes, goes or is another; a line's rule."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.model import Origin


@dataclass(frozen=True, slots=True)
class Fetched:
    """How a page was fetched: what was asked for, and what to ask with the next time."""

    address: str  # as a moderator gave it, checked
    etag: str | None = None
    modified: str | None = None  # Last-Modified, as the server said it


@dataclass(frozen=True, slots=True)
class SourceEdit:
    """A change to a source: new bytes, `removed`, or neither for a file that is read again.

    A page from the web says how it was `fetched`, and its `origin`.
    """

    name: str
    data: bytes | None = None
    removed: bool = False
    origin: Origin | None = None
    fetched: Fetched | None = None


@dataclass(frozen=True, slots=True)
class LineEdit:
    """A moderator's word on one line: it stays or goes, in every source of the library."""

    line: str
    kept: bool

    @property
    def name(self) -> str:
        """What the audit trail calls it."""
        return self.line


LibraryEdit = SourceEdit | LineEdit
