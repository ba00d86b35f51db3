"""The words of changing a library: who wishes what, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.difference import Difference
from knowledge.edits import LibraryEdit, SourceEdit
from knowledge.errors import ReadError
from knowledge.impact import NO_IMPACT, Impact
from knowledge.model import Article


class Action(StrEnum):
    """What the audit trail calls a change."""

    REFRESH = "refresh"
    SCHEDULED = "scheduled"  # a refresh that nobody watches
    ADD = "add"
    REMOVE = "remove"
    RESTORE = "restore"
    ROLLBACK = "rollback"
    KEEP = "keep"
    RELEASE = "release"
    KEEP_LINE = "keep_line"
    DROP_LINE = "drop_line"
    SCHEDULE = "schedule"
    NOTICES = "notices"
    REBUILD = "rebuild"
    SAVE_QUESTION = "save_question"
    DROP_QUESTION = "drop_question"
    PIN = "pin"
    UNPIN = "unpin"
    ADD_SYNONYMS = "add_synonyms"
    DROP_SYNONYMS = "drop_synonyms"
    DISMISS_GAP = "dismiss_gap"
    CORRECT = "correct"


class Outcome(StrEnum):
    """What became of a change."""

    DONE = "done"  # a version was made, and answers
    UNCHANGED = "unchanged"  # the articles say what they said, so no version was made
    PROPOSED = "proposed"  # a dry run
    TOO_MUCH = "too_much"  # more passages would go than may without a question


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants what; `agreed` is the proposal (version before, digest) that was agreed to."""

    library: int
    actor: int
    action: Action = Action.REFRESH
    edit: LibraryEdit | None = None
    dry_run: bool = False
    agreed: tuple[int | None, str] | None = None
    only: frozenset[str] | None = None  # the sources that are read again; None: all

    @property
    def fetches(self) -> bool:
        """Whether pages are asked for what is new; an edit leaves the others alone."""
        return self.action in (Action.REFRESH, Action.SCHEDULED)


@dataclass(frozen=True, slots=True)
class Change:
    """What a wish did, or would do; `after` is None if the shared library answers then."""

    wish: Wish
    outcome: Outcome
    before: int | None
    after: int | None
    digest: str
    difference: Difference
    articles: tuple[Article, ...]
    faults: tuple[ReadError, ...] = ()
    stood_in: tuple[str, ...] = ()  # names of articles that stay, since their source failed
    pages: tuple[SourceEdit, ...] = ()  # that were fetched and have news
    impact: Impact = NO_IMPACT
    followers: Mapping[int, Impact] = field(default_factory=dict)  # on libraries that follow

    @property
    def edits(self) -> tuple[LibraryEdit, ...]:
        """All that changes in the sources."""
        return (self.wish.edit, *self.pages) if self.wish.edit else self.pages

    @property
    def waits(self) -> bool:
        """Whether nothing is done before somebody agrees."""
        return self.outcome in (Outcome.PROPOSED, Outcome.TOO_MUCH)
