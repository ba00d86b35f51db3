"""The library: asks the current snapshot, and swaps it for a newer one."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from knowledge.answering import AnswerSettings, Reasoning, answer
from knowledge.curation import Curation
from knowledge.errors import ReadError
from knowledge.follow_ups import leans
from knowledge.model import Answer, Article, Citation, Passage, Verdict
from knowledge.places import openings, verbatim
from knowledge.quoting import citations
from knowledge.reading.folder import read_folder
from knowledge.snapshot import Snapshot, build_snapshot
from knowledge.synonyms import shipped

PASSAGES = 3  # on a page of further passages


class Library:
    """The articles that questions are asked of; `ask` may be called from any thread."""

    def __init__(
        self,
        snapshot: Snapshot,
        settings: AnswerSettings,
        faults: tuple[ReadError, ...] = (),
        curation: Curation | None = None,
    ) -> None:
        self._snapshot = snapshot
        self._settings = settings
        self.curation = curation or Curation()
        shipped()  # is read here, so that no question waits for it
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

    def curated(self, curation: Curation) -> Library:
        """Return the same articles with what moderators said beside them."""
        if curation == self.curation:
            return self
        return Library(self._snapshot, self._settings, self.faults, curation)

    def frozen(self) -> Library:
        """Return the library as it is now; a refresh does not change it under the caller."""
        return Library(self._snapshot, self._settings, self.faults, self.curation)

    @property
    def settings(self) -> AnswerSettings:
        """What the operator set about answers."""
        return self._settings

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
        found, _ = self._answered(question, previous)
        return replace(found, elapsed_ms=round((time.perf_counter() - started) * 1000, 2))

    def explain(self, question: str) -> tuple[Answer, Reasoning | None]:
        """Return the same answer, and how it was found if the question was searched for."""
        return self._answered(question)

    def offer(self, words: str, limit: int) -> list[Citation]:
        """Return the sentences that a moderator may mean by some words: a question, or their own.

        Those that hold the words as they are written come first; for no words, the first ones.
        """
        snapshot = self._snapshot
        found = verbatim(snapshot, words, limit)
        _, reasoning = answer(words, snapshot, self._settings, self.curation.synonyms)
        if reasoning:
            known = {(one.passage.number, one.start) for one in found}
            ranked = citations(reasoning.ranking, snapshot, limit=limit)
            found += [one for one in ranked if (one.passage.number, one.start) not in known]
        return found[:limit] or openings(snapshot, limit)

    def passages(self, question: str, pages: int) -> list[Citation]:
        """Return what matches a question, best first, enough for some pages of `PASSAGES`."""
        snapshot = self._snapshot
        _, reasoning = answer(question, snapshot, self._settings, self.curation.synonyms)
        if reasoning is None:
            return []
        return list(citations(reasoning.ranking, snapshot, limit=pages * PASSAGES))

    def _answered(self, question: str, previous: str = "") -> tuple[Answer, Reasoning | None]:
        """Answer, and put first what a moderator chose for the question."""
        snapshot, curation = self._snapshot, self.curation
        found, reasoning = answer(question, snapshot, self._settings, curation.synonyms, previous)
        # "And when?" is about the question before, so no pin is about it.
        is_whole = not (previous and leans(found.question))
        chosen = curation.pinned(found.question, snapshot) if curation.pins and is_whole else None
        return (_with(found, chosen, self._settings.citations) if chosen else found), reasoning

    def passage(self, version: str, number: int) -> Passage | None:
        """Return a passage of the current version, or None if the version is another by now."""
        snapshot = self._snapshot
        if version != snapshot.version or not 0 <= number < len(snapshot.passages):
            return None
        return snapshot.passages[number]


def _with(answer: Answer, chosen: Citation, limit: int) -> Answer:
    """Return an answer with the quote that a moderator chose before those that were found."""
    others = [
        one
        for one in answer.citations
        if one.article is not chosen.article or one.end <= chosen.start or chosen.end <= one.start
    ]
    return replace(
        answer,
        verdict=Verdict.ANSWERED,
        confidence=1.0,
        citations=(chosen, *others)[:limit],
        nearest=(),
        missing=(),
        note=None,
        is_pinned=True,
    )
