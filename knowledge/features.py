"""Describe how the sentences of a library answer a question, each by a few numbers from 0 to 1."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from knowledge.expected import offers
from knowledge.index import BM25Index
from knowledge.query import Concept, How, Query
from knowledge.snapshot import Candidates, Snapshot

Matrix = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

FEATURES = (
    "sentence",  # BM25 of the sentence, beside the best sentence's
    "passage",  # BM25 of its passage, beside the best passage's
    "covered",  # share of the question, by idf, that the passage names
    "covered_nearby",  # the same of the sentence, the one before, and the heading above
    "covered_by_rarity",  # share of the question, by rarity in English, that the passage names
    "borrowed",  # share that these name for a sentence that begins with a pronoun
    "related",  # share that the sentence names by a related form alone: "migrant" for "migration"
    "wording",  # share of the question's words, stop words and all, in the sentence
    "phrases",  # share of its pairs of neighbour words that are neighbours in the sentence
    "kind",  # 1 if the sentence offers the kind of thing that is asked for
    "early",  # 1 for the first sentence of its passage, 1/2 for the second, …
)

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PRONOUN = re.compile(
    r"\A\W*(?:he|she|it|they|his|her|its|their|this|these|that|those|such|both)\b", re.IGNORECASE
)
_LEAST = 1e-9  # instead of a division by zero, if no sentence holds a term

# What a match is worth when it is asked whether a text names a term; forms are counted apart.
_NAMES = {How.LITERAL: 1.0, How.TYPO: 0.9, How.SYNONYM: 0.6, How.FORM: 1.0}


def features(query: Query, candidates: Candidates, snapshot: Snapshot) -> Matrix:
    """Return one row a candidate sentence, one column a feature."""
    numbers = candidates.numbers
    sentences = [snapshot.sentences[number] for number in numbers.tolist()]
    texts = [sentence.text for sentence in sentences]
    passages = np.array([sentence.passage.number for sentence in sentences])
    before = np.array([snapshot.before(number) for number in numbers.tolist()])
    own, forms = _named(query.concepts, snapshot.sentence_index, numbers)
    previous, _ = _named(query.concepts, snapshot.sentence_index, before)
    above, _ = _named(query.concepts, snapshot.heading_index, passages)
    previous = np.maximum(previous, above)
    whole, _ = _named(query.concepts, snapshot.passage_index, passages)
    idf = _shares([concept.idf for concept in query.concepts])
    rarity = _shares([concept.rarity for concept in query.concepts])
    pronoun = np.array([leans_back(text) for text in texts], dtype=np.float64)
    return np.column_stack(
        [
            candidates.scores / max(candidates.scores.max(), _LEAST),
            candidates.passage_scores / max(candidates.passage_scores.max(), _LEAST),
            idf @ whole,
            idf @ np.maximum(own, previous),
            rarity @ whole,
            pronoun * (idf @ np.where(own, 0, previous)),
            idf @ np.where(own, 0, forms),
            *_wording(query.text, texts),
            _kinds(query, texts),
            [1 / (1 + sentence.place) for sentence in sentences],
        ]
    )


def leans_back(text: str) -> bool:
    """Whether a sentence begins with a pronoun, so that the one before says what it is about."""
    return _PRONOUN.match(text) is not None


def _named(
    concepts: Sequence[Concept], index: BM25Index, documents: npt.NDArray[np.int64]
) -> tuple[Matrix, Matrix]:
    """Return how surely each document names each concept, 0 to 1, and by which forms, 0 or 1.

    Both have the shape (concepts, documents).
    """
    sure, forms = np.zeros((2, len(concepts), len(documents)))
    for row, concept in enumerate(concepts):
        for alternative in concept.alternatives:
            held = np.logical_and.reduce(
                [_held(index, term, documents) for term in alternative.terms]
            )
            found = forms if alternative.how is How.FORM else sure
            found[row] = np.maximum(found[row], _NAMES[alternative.how] * held)
    return sure, forms


def _held(index: BM25Index, term: str, documents: npt.NDArray[np.int64]) -> Flags:
    holders = index.holders(term)
    if not len(holders):
        return np.zeros(len(documents), dtype=np.bool_)
    places = np.searchsorted(holders, documents)
    found: Flags = holders[np.minimum(places, len(holders) - 1)] == documents
    return found


def _shares(weights: Sequence[float]) -> Matrix:
    shares: Matrix = np.array(weights) / sum(weights)
    return shares


def _wording(question: str, texts: Sequence[str]) -> tuple[Matrix, Matrix]:
    """Return the share of the question's words, and of its pairs of words, in each text."""
    words, pairs = _words_and_pairs(question)
    found = [_words_and_pairs(text) for text in texts]
    return (
        np.array([len(words & own) / max(1, len(words)) for own, _ in found]),
        np.array([len(pairs & own) / max(1, len(pairs)) for _, own in found]),
    )


@lru_cache(maxsize=4096)
def _words_and_pairs(text: str) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    words = [match[0].casefold() for match in _WORD.finditer(text)]
    return frozenset(words), frozenset(pairwise(words))


def _kinds(query: Query, texts: Sequence[str]) -> Matrix:
    kind = query.kind
    if kind is None:
        return np.zeros(len(texts))
    return np.array([offers(text, kind, query.text) for text in texts], dtype=np.float64)
