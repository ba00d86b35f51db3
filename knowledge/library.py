"""The library: asks the current snapshot, and swaps it for a newer one."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from knowledge.answering import AnswerSettings, Reasoning, answer
from knowledge.errors import ReadError
from knowledge.model import Answer, Article, Passage
from knowledge.reading.folder import read_folder
from knowledge.snapshot import Snapshot, build_snapshot
from knowledge.synonyms import shipped


class Library:
    """The articles that questions are asked of; `ask` may be called from any thread."""

    def __init__(
        self, snapshot: Snapshot, settings: AnswerSettings, faults: tuple[ReadError, ...] = ()
    ) -> None:
        self._snapshot = snapshot
        self._settings = settings
        self._synonyms = shipped()  # read here, so that no question waits for it
        self.faults = faults

    @classmethod
    def open(cls, folder: Path, settings: AnswerSettings | None = None) -> Library:
        """Read the articles in a folder; `faults` says which files could not be read.

        Raises:
            ReadError: the folder itself cannot be listed.
        """
        reading = read_folder(folder)
        snapshot = build_snapshot(reading.articles)
        return cls(snapshot, settings or AnswerSettings(), reading.faults)

    @classmethod
    def of(cls, articles: Iterable[Article], settings: AnswerSettings | None = None) -> Library:
        """Return a library of some articles that are at hand."""
        return cls(build_snapshot(articles), settings or AnswerSettings())

    @property
    def snapshot(self) -> Snapshot:
        """The version that answers now; take the reference once and use that."""
        return self._snapshot

    def swap(self, snapshot: Snapshot) -> None:
        """Answer from a newer version from now on; what is being asked keeps the old one."""
        self._snapshot = snapshot

    def ask(self, question: str, previous: str = "") -> Answer:
        """Return what the articles say, with verbatim quotes; never raises for any text.

        `previous` is the question before in the same conversation, if there was one.
        """
        started = time.perf_counter()
        found, _ = answer(question, self._snapshot, self._settings, self._synonyms, previous)
        return replace(found, elapsed_ms=round((time.perf_counter() - started) * 1000, 2))

    def explain(self, question: str) -> tuple[Answer, Reasoning | None]:
        """Return the same answer, and how it was found if the question was searched for."""
        return answer(question, self._snapshot, self._settings, self._synonyms)

    def passage(self, version: str, number: int) -> Passage | None:
        """Return a passage of the current version, or None if the version is another by now."""
        snapshot = self._snapshot
        if version != snapshot.version or not 0 <= number < len(snapshot.passages):
            return None
        return snapshot.passages[number]
