"""Print how an answer was found: the words, the best sentences, the confidence, the verdict."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot import operator_replies as tells
from bot import replies
from knowledge.answering import AnswerSettings, Reasoning
from knowledge.features import FEATURES
from knowledge.model import Answer
from knowledge.query import Concept
from knowledge.snapshot import Snapshot

SENTENCES_SHOWN = 3


def show(
    answer: Answer, reasoning: Reasoning | None, snapshot: Snapshot, settings: AnswerSettings
) -> None:
    """Print the reasoning behind an answer."""
    console = Console(highlight=False)
    if reasoning is None:
        note = replies.NOTES[answer.note] if answer.note else tells.EXPLAIN_OVERVIEW
        console.print(tells.EXPLAIN_NOTE.format(note=note))
        return
    for part in (_words(reasoning), *_sentences(reasoning, snapshot), _signals(reasoning)):
        console.print(part)
    console.print(
        tells.EXPLAIN_VERDICT.format(
            confidence=answer.confidence,
            verdict=answer.verdict.value,
            answered_at=settings.answered_at,
            related_at=settings.related_at,
        )
    )


def _words(reasoning: Reasoning) -> Table:
    table = Table(title=tells.EXPLAIN_WORDS)
    for heading in tells.EXPLAIN_WORD_COLUMNS:
        table.add_column(heading)
    for concept in reasoning.query.concepts:
        table.add_row(
            concept.word, f"{concept.idf:.2f}", f"{concept.rarity:.1f}", _matches(concept)
        )
    return table


def _matches(concept: Concept) -> str:
    """Name the terms that count as the word, and how: "north korea (synonym)"."""
    found = [f"{' '.join(one.terms)} ({one.how.value})" for one in concept.alternatives]
    return ", ".join(found) or tells.EXPLAIN_UNKNOWN


def _sentences(reasoning: Reasoning, snapshot: Snapshot) -> Iterator[Table | Text]:
    """The best sentences, and what each feature is worth in each of them."""
    ranking, weights = reasoning.ranking, reasoning.weights.ranking
    numbers = ranking.candidates.numbers.tolist()[:SENTENCES_SHOWN]
    table = Table(title=tells.EXPLAIN_SENTENCES)
    for heading in tells.EXPLAIN_FEATURE_COLUMNS:
        table.add_column(heading)
    for place, number in enumerate(numbers, start=1):
        yield Text(replies.CITATION.format(number=place) + snapshot.sentences[number].text)
        table.add_column(replies.CITATION.format(number=place), justify="right")
    for row, name in enumerate(FEATURES):
        values = ranking.features[: len(numbers), row].tolist()
        table.add_row(name, f"{weights[name]:.2f}", *(f"{value:.2f}" for value in values))
    scores = ranking.scores.tolist()[: len(numbers)]
    table.add_row(tells.EXPLAIN_SCORE, "", *(f"{score:.2f}" for score in scores))
    yield table


def _signals(reasoning: Reasoning) -> Table:
    weights = reasoning.weights
    table = Table(title=tells.EXPLAIN_CONFIDENCE)
    for heading in tells.EXPLAIN_SIGNAL_COLUMNS:
        table.add_column(heading)
    for name, value in reasoning.signals.items():
        weight = weights.confidence[name]
        table.add_row(name, f"{value:.2f}", f"{weight:.2f}", f"{value * weight + 0:+.2f}")
    table.add_row(tells.EXPLAIN_INTERCEPT, "", "", f"{weights.intercept:+.2f}")
    return table
