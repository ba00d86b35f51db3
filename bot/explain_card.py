"""The card that tells a moderator how a question is answered, and why with this verdict."""

from __future__ import annotations

from collections.abc import Iterator

from bot import curation_replies as says
from bot import operator_replies as tells
from bot import replies
from bot.card import BREAK, Card, Line, Span, Tone, notice
from knowledge.answering import AnswerSettings, Reasoning
from knowledge.features import FEATURES
from knowledge.library import Library
from knowledge.model import Answer
from knowledge.query import Concept

WORDS_SHOWN = 8
SENTENCES_SHOWN = 3
FEATURES_SHOWN = 3
QUOTE_SHOWN = 140  # characters
LEAST = 0.05  # log-odds or points; what adds less is left out


def explain_card(answer: Answer, reasoning: Reasoning | None, library: Library) -> Card:
    """Return the words, the best sentences and the signals behind an answer."""
    if reasoning is None:
        text = replies.NOTES[answer.note] if answer.note else tells.EXPLAIN_OVERVIEW
        return notice(tells.EXPLAIN_NOTE.format(note=text))
    body: list[Line] = [(Span(says.EXPLAIN_TITLE, bold=True),)]
    if answer.is_pinned:
        body.append((Span(says.EXPLAIN_PINNED),))
    body.append((Span(_verdict(reasoning, library.settings)),))
    body += [(Span(line),) for line in _signals(reasoning)]
    body += [BREAK, (Span(says.EXPLAIN_WORDS, bold=True),)]
    body += [(Span(_word(one)),) for one in reasoning.query.concepts[:WORDS_SHOWN]]
    if len(reasoning.ranking):
        body += [BREAK, (Span(says.EXPLAIN_SENTENCES, bold=True),)]
        body += [(Span(line),) for line in _sentences(reasoning, library)]
    return Card(Tone.NOTICE, tuple(body), question=answer.question)


def _verdict(reasoning: Reasoning, settings: AnswerSettings) -> str:
    """Say what the search alone decides, and by which thresholds."""
    return says.EXPLAIN_VERDICTS[reasoning.verdict.value].format(
        confidence=reasoning.confidence,
        answered_at=settings.answered_at,
        related_at=settings.related_at,
    )


def _word(concept: Concept) -> str:
    found = [f"{' '.join(one.terms)} ({one.how.value})" for one in concept.alternatives]
    shown = ", ".join(found) or says.EXPLAIN_IN_NO_PASSAGE
    return says.EXPLAIN_WORD.format(word=concept.word, idf=concept.idf, found=shown)


def _sentences(reasoning: Reasoning, library: Library) -> Iterator[str]:
    """Yield the best sentences with their scores, and what the first of them has."""
    ranking, weights = reasoning.ranking, reasoning.weights.ranking
    numbers = ranking.candidates.numbers.tolist()[:SENTENCES_SHOWN]
    for number, score in zip(numbers, ranking.scores.tolist(), strict=False):
        quote = library.snapshot.sentences[number].text.replace("\n", " ")
        shown = quote if len(quote) <= QUOTE_SHOWN else quote[: QUOTE_SHOWN - 2] + " …"
        yield says.EXPLAIN_SENTENCE.format(score=score, quote=shown)
    first = dict(zip(FEATURES, ranking.features[0].tolist(), strict=True))
    yield says.EXPLAIN_COVERAGE.format(covered=first["covered_by_rarity"])
    worth = {name: value * weights[name] for name, value in first.items()}
    best = sorted(worth, key=lambda name: -worth[name])[:FEATURES_SHOWN]
    features = ", ".join(
        f"{name.replace('_', ' ')} {first[name]:.2f} × {weights[name]:.1f}" for name in best
    )
    yield says.EXPLAIN_FEATURES.format(features=features)


def _signals(reasoning: Reasoning) -> Iterator[str]:
    """Yield what speaks for an answer and what against it, in log-odds."""
    weights = reasoning.weights.confidence
    adds = {name: value * weights[name] for name, value in reasoning.signals.items()}
    for text, sign in ((says.EXPLAIN_FOR, 1), (says.EXPLAIN_AGAINST, -1)):
        found = sorted(
            (one for one in adds if sign * adds[one] > LEAST), key=lambda n: -abs(adds[n])
        )
        if found:
            listed = "; ".join(f"{says.SIGNALS[name]} ({adds[name]:+.1f})" for name in found)
            yield text.format(signals=listed)
