"""A question as the index sees it: its terms, typing errors mended, and what they may match."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge.analysis import Token, tokens
from knowledge.index import BM25Index
from knowledge.rarity import is_common, rarity
from knowledge.synonyms import Phrase, Synonyms

SHORTEST_TYPO = 4  # letters; below, a word one letter away is another word
SHORTEST_TWO_TYPOS = 8  # letters from which on two of them may be wrong
SHORTEST_STEM = 4  # letters that related forms share at least …
SHARED_STEM = 0.7  # … and of the longer form, this share


class How(StrEnum):
    """How a term of the question is found in a text."""

    LITERAL = "literal"
    TYPO = "typing error"
    SYNONYM = "synonym"
    FORM = "related form"


# What a match counts for in BM25, beside 1 for a literal one.
WEIGHTS = {How.LITERAL: 1.0, How.TYPO: 0.9, How.SYNONYM: 0.5, How.FORM: 0.3}


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms that a text may hold, all of them, instead of the question's own."""

    terms: Phrase
    how: How


@dataclass(frozen=True, slots=True)
class Concept:
    """A term of the question, how much it tells, and what else counts as naming it."""

    term: str
    word: str  # as typed
    idf: float
    rarity: float
    alternatives: tuple[Alternative, ...]  # the literal one or the mended one first


@dataclass(frozen=True, slots=True)
class Query:
    """A question, and its concepts in order, each once."""

    text: str
    concepts: tuple[Concept, ...]

    def weights(self) -> dict[str, float]:
        """Return what each index term counts for in BM25."""
        found: dict[str, float] = {}
        for concept in self.concepts:
            for alternative in concept.alternatives:
                weight = WEIGHTS[alternative.how] / len(alternative.terms)
                for term in alternative.terms:
                    found[term] = max(weight, found.get(term, 0.0))
        return found

    def missing(self) -> list[str]:
        """Return the words, as typed, that no passage names in any way."""
        return [concept.word for concept in self.concepts if not concept.alternatives]


def understand(text: str, index: BM25Index, synonyms: Synonyms) -> Query:
    """Return what a question asks of an index."""
    asked = list(_mended(list(tokens(text)), index))
    others = _synonyms([token.term for token, _ in asked], index, synonyms)
    concepts: dict[str, Concept] = {}
    for place, (token, how) in enumerate(asked):
        if token.term not in concepts:
            word = text[token.start : token.end]
            found = [*_own(token.term, how, index), *others[place], *_forms(token.term, index)]
            concepts[token.term] = _concept(token.term, word, found, index)
    return Query(text, tuple(concepts.values()))


def _concept(term: str, word: str, found: Sequence[Alternative], index: BM25Index) -> Concept:
    known = [index.idf[one] for alternative in found for one in alternative.terms]
    idf = index.idf.get(term) or max(known, default=0.0) or index.weight(term)
    return Concept(term, word, idf, rarity(term), tuple(found))


def _own(term: str, how: How, index: BM25Index) -> Iterator[Alternative]:
    if term in index.idf:
        yield Alternative((term,), how)


def _mended(asked: Sequence[Token], index: BM25Index) -> Iterator[tuple[Token, How]]:
    """Yield the tokens, an unknown word replaced by the one that was probably meant."""
    for token in asked:
        meant = None if token.term in index.idf else _meant(token.term, index)
        yield (replace(token, term=meant), How.TYPO) if meant else (token, How.LITERAL)


def _meant(term: str, index: BM25Index) -> str | None:
    """Return the index's nearest term to one that is misspelt, or None; English words are not."""
    if len(term) < SHORTEST_TYPO or not term.isalpha() or is_common(term):
        return None
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    distance = 2 if len(term) >= SHORTEST_TWO_TYPOS else 1
    found = process.extractOne(term, index.vocabulary, scorer=OSA.distance, score_cutoff=distance)
    return found[0] if found and len(found[0]) >= SHORTEST_TYPO - 1 else None


def _synonyms(
    query: Sequence[str], index: BM25Index, synonyms: Synonyms
) -> list[list[Alternative]]:
    """Return the other names of each term's phrase that some passage may hold."""
    found: list[list[Alternative]] = [[] for _ in query]
    for start, end, others in synonyms.find(query):
        held = [other for other in others if all(term in index.idf for term in other)]
        for place in range(start, end):
            found[place] = [Alternative(other, How.SYNONYM) for other in held]
    return found


def _forms(term: str, index: BM25Index) -> Iterator[Alternative]:
    """Yield the terms that begin like this one: "migrat" for "migrant"."""
    least = max(SHORTEST_STEM, math.ceil(SHARED_STEM * len(term)))
    if len(term) <= SHORTEST_STEM or not term.isalpha():
        return
    stem, vocabulary = term[:least], index.vocabulary
    for place in range(bisect_left(vocabulary, stem), len(vocabulary)):
        other = vocabulary[place]
        if not other.startswith(stem):
            return
        if other != term and _shared(term, other) >= SHARED_STEM * len(other):
            yield Alternative((other,), How.FORM)


def _shared(one: str, other: str) -> int:
    """Return how many letters two terms begin with together."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
