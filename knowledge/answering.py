"""Decide what the articles say to a question, and how far to trust it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.analysis import terms
from knowledge.confidence import confidence, signals
from knowledge.follow_ups import leans
from knowledge.model import Answer, Citation, Note, Verdict
from knowledge.query import ITSELF, Query, understand
from knowledge.quoting import citations
from knowledge.ranking import Ranking, rank
from knowledge.snapshot import Snapshot
from knowledge.synonyms import Synonyms
from knowledge.text import one_line
from knowledge.weights import Weights, shipped

LONGEST_QUESTION = 500  # characters

# Least confidence of an answer. On the development questions over one article, half of which are
# answerable, .965, .951 and .863 of what is called answered are; `make evaluate` prints it.
THRESHOLDS = {"careful": 0.9, "balanced": 0.86, "eager": 0.6}

RELATED_AT = 0.05

# Whole messages that ask nothing.
_SMALL_TALK = {
    Note.GREETING: frozenset(
        "hi,hello,hey,hi bot,hello bot,hey bot,hiya,howdy,yo,greetings,hi there,hello there,"
        "hey there,good morning,good afternoon,good evening,how are you,whats up,who are you,"
        "what are you,help,"
        "what can you do,how do you work,what do you do".split(",")
    ),
    Note.THANKS: frozenset(
        "thanks,thank you,thx,ty,cheers,great thanks,ok thanks,okay thanks,thanks a lot,"
        "many thanks,thank you very much,thank you so much,thank u,nice,great,good bot,ok,okay,"
        "bye,goodbye".split(",")
    ),
}
_NOT_LETTERS = re.compile(r"[^\w ]+")


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """What an operator may set about answers."""

    citations: int = 3  # at most
    answered_at: float = THRESHOLDS["balanced"]  # least confidence, 0 to 1, of an answer
    related_at: float = RELATED_AT  # least confidence of a passage worth showing


@dataclass(frozen=True, slots=True)
class Reasoning:
    """How an answer was found: what was understood, the ranking, and what speaks for it."""

    query: Query
    ranking: Ranking
    signals: dict[str, float]
    weights: Weights
    confidence: float
    verdict: Verdict


def answer(
    question: str,
    snapshot: Snapshot,
    settings: AnswerSettings,
    synonyms: Synonyms,
    previous: str = "",
) -> tuple[Answer, Reasoning | None]:
    """Return what the articles say to a question of any length and content, and why.

    `previous` is the question before in the same conversation; one that leans on it, such as
    "and when?", is completed from it. There is no reasoning about what was not searched for.
    """
    is_too_long = len(question) > LONGEST_QUESTION
    question = one_line(question[:LONGEST_QUESTION])
    note = Note.TOO_LONG if is_too_long else _small_talk(question)
    if note is None and not snapshot.passages:
        note = Note.NO_ARTICLES
    context = one_line(previous[-LONGEST_QUESTION:]) if previous and leans(question) else ""
    query = understand(question, snapshot, synonyms, context)
    if note is None and not query.concepts:
        if any(term in ITSELF for term in terms(question)):
            return _overview(question, snapshot, settings), None
        note = Note.NOTHING_TO_SEARCH
    if note:
        return Answer(question, snapshot.version, Verdict.NOT_FOUND, 0.0, note=note), None
    return _searched(query, snapshot, settings)


def _overview(question: str, snapshot: Snapshot, settings: AnswerSettings) -> Answer:
    """Return how the articles begin, for "what is the article about?"; that claims no answer."""
    firsts = {sentence.passage.article: sentence for sentence in reversed(snapshot.sentences)}
    leads = [Citation(one.passage, one.start, one.end, 0.0) for one in reversed(firsts.values())]
    return Answer(
        question,
        snapshot.version,
        Verdict.RELATED,
        settings.related_at,
        citations=tuple(leads[: settings.citations]),
    )


def _searched(
    query: Query, snapshot: Snapshot, settings: AnswerSettings
) -> tuple[Answer, Reasoning]:
    weights = shipped()
    ranking = rank(query, snapshot, weights)
    found = signals(query, ranking, snapshot) if len(ranking) else {}
    sure = round(confidence(found, weights), 2) if found else 0.0
    verdict = _verdict(sure, settings)
    cited = citations(ranking, snapshot, limit=settings.citations)
    shown = verdict is not Verdict.NOT_FOUND
    return Answer(
        question=query.text,
        version=snapshot.version,
        verdict=verdict,
        confidence=sure,
        citations=cited if shown else (),
        nearest=() if shown else tuple(citation.passage for citation in cited),
        missing=tuple(dict.fromkeys(query.missing())),
    ), Reasoning(query, ranking, found, weights, sure, verdict)


def _verdict(sure: float, settings: AnswerSettings) -> Verdict:
    if sure >= settings.answered_at:
        return Verdict.ANSWERED
    return Verdict.RELATED if sure >= settings.related_at else Verdict.NOT_FOUND


def _small_talk(question: str) -> Note | None:
    """Return what a message is that asks nothing, or None."""
    said = " ".join(_NOT_LETTERS.sub("", question.casefold()).split())
    return next((note for note, phrases in _SMALL_TALK.items() if said in phrases), None)
