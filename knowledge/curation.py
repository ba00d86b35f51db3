"""What moderators said beside the articles: pinned answers, other names for the same thing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from knowledge.likeness import is_same, likeness
from knowledge.model import Citation
from knowledge.places import cite
from knowledge.snapshot import Snapshot
from knowledge.synonyms import Synonyms, shipped


@dataclass(frozen=True, slots=True)
class Pin:
    """A question that a moderator answered with a quote, kept by the words of both."""

    number: int
    question: str
    article: str  # its name
    quote: str


@dataclass(frozen=True, slots=True)
class Names:
    """A line of synonyms: names that mean the same."""

    number: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Curation:
    """All of that for one library; immutable, a change makes a new one."""

    pins: tuple[Pin, ...] = ()
    names: tuple[Names, ...] = ()

    @property
    def synonyms(self) -> Synonyms:
        """The names, beside those that Footnote ships with."""
        return _extended(self.names)

    def before(self, other: Curation) -> Curation:
        """Return both; where they differ, this one counts."""
        return Curation((*self.pins, *other.pins), (*self.names, *other.names))

    def pinned(self, question: str, snapshot: Snapshot) -> Citation | None:
        """Return what a moderator chose for a question, or for one that is nearly the same.

        A pin whose quote is in no article any more is passed over.
        """
        synonyms = self.synonyms
        fitting = [pin for pin in self.pins if is_same(pin.question, question, synonyms)]
        fitting.sort(key=lambda pin: -likeness(pin.question, question, synonyms))
        for pin in fitting:
            if found := cite(snapshot, pin.article, pin.quote):
                return found
        return None

    def orphans(self, snapshot: Snapshot) -> list[Pin]:
        """Return the pins whose quote is in no article any more."""
        return [pin for pin in self.pins if cite(snapshot, pin.article, pin.quote) is None]


@lru_cache(maxsize=64)
def _extended(lines: tuple[Names, ...]) -> Synonyms:
    return shipped().extended(line.names for line in lines) if lines else shipped()
