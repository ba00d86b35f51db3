"""What the store of the tortured library holds, read from its file; and what it ought to hold."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from knowledge.errors import DamagedStoreError, StoreError
from knowledge.model import Article
from knowledge.snapshot import version_of
from knowledge.store.documents import decode
from knowledge.store.glance import FILE, check_file, shared_articles
from torture.child import KEEP_VERSIONS, Step


class TornError(AssertionError):
    """Something in the store is not whole."""


class LostError(AssertionError):
    """The store is not as it was acknowledged, nor as the change that ran would leave it."""


@dataclass(frozen=True, slots=True)
class State:
    """The shared library; `last` is the highest number ever given, `deeds` the audit's length."""

    current: int | None = None
    last: int = 0
    digests: dict[int, str] = field(default_factory=dict)  # by number
    kept: frozenset[int] = frozenset()
    uploads: frozenset[str] = frozenset()
    deeds: int = 0

    def done(self, step: Step) -> State:
        """Return the state after a change.

        Raises:
            LostError: it cannot be what became of the change.
        """
        number, digest = step.number, step.digest
        if step.kind in ("keep", "release"):
            kept = self.kept | {number} if step.kind == "keep" else self.kept - {number}
            return replace(self, kept=kept, deeds=self.deeds + 1)
        if step.kind == "rollback":
            if self.digests.get(number) != digest:
                raise LostError(f"rolled back to {number} {digest}, which is not known")
            return replace(self, current=number, deeds=self.deeds + 1)
        uploads = {"add": self.uploads | {step.name}, "remove": self.uploads - {step.name}}
        after = replace(self, uploads=uploads.get(step.kind, self.uploads))
        if number == self.current:  # no version was made
            if digest != self.digests[number]:
                raise LostError(f"version {number} is {digest} by now")
            return replace(after, deeds=self.deeds + bool(step.name))
        if step.kind == "open" and self.current is not None:
            raise LostError(f"opened version {number} {digest}, expected {self.current}")
        return after.published(number, digest)

    def published(self, number: int, digest: str) -> State:
        """Return the state after a new version answers and the old ones are pruned."""
        if number != self.last + 1:
            raise LostError(f"version {number} came after {self.last}")
        digests = {**self.digests, number: digest}
        newest = set(sorted(digests, reverse=True)[:KEEP_VERSIONS])
        stay = [one for one in sorted(digests) if one in newest | self.kept | {self.current}]
        return replace(
            self,
            current=number,
            last=number,
            digests={one: digests[one] for one in stay},
            deeds=self.deeds + 1,
        )


def expect(actual: State, model: State, step: Step | None, texts: str) -> bool:
    """Return whether the change that was under way is in the store; it is there whole, or not.

    Raises:
        LostError: the store is neither as before it nor as after it.
    """
    if actual == model:
        return False
    if step is None or actual.current is None:
        raise LostError(f"expected {model}, found {actual}")
    if step.kind == "rollback":
        step = replace(step, digest=model.digests[step.number])
    elif step.kind not in ("keep", "release"):
        step = replace(step, number=actual.current, digest=actual.digests[actual.current])
    if actual != (after := model.done(step)):
        raise LostError(f"expected {model} or, with {step}, {after}; found {actual}")
    if step.mark not in texts:
        raise LostError(f"{step.mark} is not in version {actual.current}")
    return True


def read(folder: Path) -> tuple[State, str]:
    """Return what the store holds, and the texts that answer; check that all of it is whole.

    Raises:
        TornError: it is not.
    """
    path = folder / FILE
    try:
        check_file(path)
        if not path.exists():
            return State(), ""
        uri = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as opened:
            tables = opened.execute("SELECT count(*) FROM sqlite_master WHERE name = 'libraries'")
            if tables.fetchone() == (0,):
                return State(), ""
            state = _state(opened)
        texts = "".join(article.text for article in shared_articles(folder))
    except (sqlite3.Error, StoreError) as error:
        raise TornError(repr(error)) from error
    return state, texts


def _state(opened: sqlite3.Connection) -> State:
    for check, whole in (
        ("PRAGMA integrity_check", [("ok",)]),
        ("PRAGMA foreign_key_check", []),
        ("SELECT hash FROM articles WHERE hash NOT IN (SELECT article FROM entries)", []),
    ):
        if (found := opened.execute(check).fetchall()) != whole:
            raise TornError(f"{check}: {found}")
    rows = opened.execute("SELECT current, last FROM libraries WHERE id = 0").fetchall()
    current, last = rows[0] if rows else (None, 0)
    listed = opened.execute(
        "SELECT number, digest, kept, articles FROM versions WHERE library = 0 ORDER BY number"
    ).fetchall()
    for number, digest, _, count in listed:
        articles = _articles(opened, number)
        if version_of(articles) != digest or len(articles) != count:
            raise TornError(f"version {number} is not {digest} of {count} articles")
    digests = {number: digest for number, digest, _, _ in listed}
    if current is not None and current not in digests:
        raise TornError(f"version {current} answers and is not there")
    uploads = _uploads(opened)
    [deeds] = opened.execute("SELECT count(*) FROM audit WHERE library = 0").fetchone()
    return State(
        current=current,
        last=last,
        digests=digests,
        kept=frozenset(number for number, _, kept, _ in listed if kept),
        uploads=uploads,
        deeds=deeds,
    )


def _articles(opened: sqlite3.Connection, number: int) -> list[Article]:
    rows = opened.execute(
        "SELECT name, article, document FROM entries LEFT JOIN articles ON hash = article"
        " WHERE library = 0 AND number = ? ORDER BY place",
        (number,),
    )
    try:
        return [decode(document or b"", name, hash_) for name, hash_, document in rows]
    except DamagedStoreError as error:
        raise TornError(f"version {number}: {error}") from error


def _uploads(opened: sqlite3.Connection) -> frozenset[str]:
    rows = opened.execute(
        "SELECT name FROM sources WHERE library = 0 AND NOT removed AND data IS NOT NULL"
    )
    return frozenset(name for (name,) in rows)
