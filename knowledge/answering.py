"""Decide what the articles say to a question, and how far to trust it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.analysis import Token, terms, tokens
from knowledge.index import BM25Index
from knowledge.model import Answer, Note, Passage, Verdict
from knowledge.snapshot import Snapshot
from knowledge.text import one_line

# Whole messages that ask nothing.
_SMALL_TALK = {
    Note.GREETING: frozenset(
        "hi,hello,hey,hiya,howdy,yo,greetings,hi there,hello there,hey there,good morning,"
        "good afternoon,good evening,how are you,whats up".split(",")
    ),
    Note.THANKS: frozenset(
        "thanks,thank you,thx,ty,cheers,great thanks,ok thanks,okay thanks,thanks a lot,"
        "many thanks,thank you very much,thank you so much,nice,great,good bot,ok,okay".split(",")
    ),
}
_NOT_LETTERS = re.compile(r"[^\w ]+")


LONGEST_QUESTION = 500  # characters


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """What an operator may set about answers."""

    citations: int = 3  # at most
    answered_at: float = 0.5  # least coverage, 0 to 1, of an answer
    related_at: float = 0.2  # least coverage of a passage worth showing


def answer(question: str, snapshot: Snapshot, settings: AnswerSettings) -> Answer:
    """Return what the articles say to a question of any length and content."""
    is_too_long = len(question) > LONGEST_QUESTION
    question = one_line(question[:LONGEST_QUESTION])
    asked = list(tokens(question))
    note = Note.TOO_LONG if is_too_long else _note(question, asked, snapshot)
    if note:
        return Answer(question, snapshot.version, Verdict.NOT_FOUND, 0.0, note=note)
    return _searched(question, asked, snapshot, settings)


def coverage(query: Sequence[str], passage: Passage, index: BM25Index) -> float:
    """Return the share, 0 to 1, of the query's idf mass whose terms the passage contains.

    A term that no passage holds counts as the rarest there can be, so a question about something
    else is not covered however well its common words match.
    """
    asked = set(query)
    held = asked.intersection(terms(passage.text))
    mass = sum(map(index.weight, asked))
    return sum(map(index.weight, held)) / mass if mass else 0.0


def _searched(
    question: str, asked: Sequence[Token], snapshot: Snapshot, settings: AnswerSettings
) -> Answer:
    query = [token.term for token in asked]
    index = snapshot.passage_index
    found = snapshot.search(query, limit=settings.citations)
    # Not calibrated: the share of the question that the best passage repeats.
    confidence = coverage(query, found[0].passage, index) if found else 0.0
    verdict = _verdict(confidence, settings)
    shown = verdict is not Verdict.NOT_FOUND
    return Answer(
        question=question,
        version=snapshot.version,
        verdict=verdict,
        confidence=round(confidence, 2),
        citations=tuple(found) if shown else (),
        nearest=() if shown else tuple(citation.passage for citation in found),
        missing=tuple(dict.fromkeys(_missing(question, asked, index))),
    )


def _verdict(confidence: float, settings: AnswerSettings) -> Verdict:
    if confidence >= settings.answered_at:
        return Verdict.ANSWERED
    return Verdict.RELATED if confidence >= settings.related_at else Verdict.NOT_FOUND


def _note(question: str, asked: Sequence[Token], snapshot: Snapshot) -> Note | None:
    """Return why the question is not searched for, or None if it is."""
    said = " ".join(_NOT_LETTERS.sub("", question.casefold()).split())
    for note, phrases in _SMALL_TALK.items():
        if said in phrases:
            return note
    if not asked:
        return Note.NOTHING_TO_SEARCH
    return None if snapshot.passages else Note.NO_ARTICLES


def _missing(question: str, asked: Sequence[Token], index: BM25Index) -> Iterator[str]:
    """Yield the words of the question that no passage contains, as they were typed."""
    return (question[token.start : token.end] for token in asked if token.term not in index.idf)
