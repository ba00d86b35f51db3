"""What is not done to a library, whoever wants it: each check raises the sentence that says why."""

from __future__ import annotations

from knowledge.changes import Action, Change, Wish
from knowledge.edits import LibraryEdit, SourceEdit
from knowledge.errors import (
    ALL_FAILED,
    LAST_ARTICLE,
    NAME_TOO_LONG,
    NO_SUCH_SOURCE,
    NOTHING_TO_READ,
    TOO_MANY_SOURCES,
    UPLOADS_STAY,
    WOULD_BE_EMPTY,
    RefusedError,
)
from knowledge.gathering import Gathered, Sources
from knowledge.libraries import Held
from knowledge.pages import LONGEST_NAME
from knowledge.store.sources import Source
from knowledge.store.versions import SHARED

MOST_STORED = 1000  # uploads and pages


def check_edit(found: Sources, held: Held, edit: LibraryEdit | None) -> None:
    """Refuse to remove what is not there, and to store more than there is room for."""
    if not isinstance(edit, SourceEdit):
        return
    if edit.data is not None and len(edit.name) > LONGEST_NAME:
        raise RefusedError(NAME_TOO_LONG.format(limit=LONGEST_NAME))
    if edit.removed and edit.name not in found.stored.keys() | held.known.keys():
        raise RefusedError(NO_SUCH_SOURCE.format(name=edit.name))
    is_new = edit.data is not None and edit.name not in found.stored
    if is_new and len(found.stored) >= MOST_STORED:
        raise RefusedError(TOO_MANY_SOURCES.format(limit=MOST_STORED))


def check_read(edit: LibraryEdit | None, found: Gathered) -> None:
    """Refuse to store a new file that is no article."""
    if isinstance(edit, SourceEdit) and edit.data is not None:
        for fault in found.faults:
            if fault.source == edit.name:
                raise fault


def check_left(wish: Wish, held: Held, found: Gathered) -> None:
    """Refuse to leave nothing, unless a guild takes its last source out."""
    if found.articles:
        return
    if found.faults:
        raise RefusedError(ALL_FAILED.format(fault=found.faults[0]))
    if held.number is None:
        raise RefusedError(NOTHING_TO_READ)
    if wish.library == SHARED:
        is_last = wish.action is Action.REMOVE
        raise RefusedError(LAST_ARTICLE if is_last else WOULD_BE_EMPTY.format(number=held.number))


def check_schedule(name: str, row: Source | None, held: Held) -> None:
    """Refuse a schedule for what is not there, or cannot change by itself."""
    if row and row.is_stored and row.address is None:
        raise RefusedError(UPLOADS_STAY.format(name=name))
    is_file = name in held.known and not (row and row.hidden)
    if not is_file and not (row and row.is_stored):
        raise RefusedError(NO_SUCH_SOURCE.format(name=name))


def is_too_much(change: Change, largest: float) -> bool:
    """Whether so much would go or change, as a share, that a moderator should see it first.

    A page may have become a login form, which is little of a large library; and what is read by
    a schedule is seen by nobody.
    """
    fetched = {edit.name for edit in change.pages}
    pages = [one for one in change.difference.changed if one.after.name in fetched]
    if change.wish.action is Action.SCHEDULED:
        return change.difference.loss > largest or any(one.touched > largest for one in pages)
    return change.difference.loss > largest or any(one.loss > largest for one in pages)
