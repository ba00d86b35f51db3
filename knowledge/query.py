"""A question as the index sees it: its terms, typing errors mended, and what they may match."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge.analysis import Token, spelling, terms, tokens
from knowledge.expected import Kind, expected
from knowledge.index import BM25Index
from knowledge.rarity import is_common, rarity
from knowledge.snapshot import Snapshot
from knowledge.synonyms import Phrase, Synonyms

SHORTEST_TYPO = 4  # letters; below, a word one letter away is another word
SHORTEST_TWO_TYPOS = 8  # letters from which on two of them may be wrong
MOST_MENDED = 5  # unknown words; a question with more of them is about something else
SHORTEST_STEM = 4  # letters that related forms share at least …
SHARED_STEM = 0.7  # … and of the longer form, this share
MOST_FORMS = 20  # looked at; more words of one beginning tell nothing apart


class How(StrEnum):
    """How a term of the question is found in a text."""

    LITERAL = "literal"
    TYPO = "typing error"
    SYNONYM = "synonym"
    FORM = "related form"


CARRIED = 0.7  # what a word of the question before counts for, beside 1 for the question's own

# Words for the articles as such, which they do not use of themselves: "What is the text about?"
ITSELF = frozenset(
    terms("article text page document story passage summary summarize overview gist")
)

# Of "how long" the answer says neither word.
_MEASURE = re.compile(r"\bhow (?:long|often|far|soon)\Z", re.IGNORECASE)

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
    carried: bool = False  # from the question before, so it counts less


@dataclass(frozen=True, slots=True)
class Query:
    """A question, the one that it leans on if it does, and their concepts, each once."""

    text: str
    concepts: tuple[Concept, ...]
    context: str = ""

    @property
    def kind(self) -> Kind | None:
        """What an answer must contain, by the question or else by the one that it leans on."""
        return expected(self.text) or expected(self.context)

    def weights(self) -> dict[str, float]:
        """Return what each index term counts for in BM25."""
        found: dict[str, float] = {}
        for concept in self.concepts:
            for alternative in concept.alternatives:
                weight = WEIGHTS[alternative.how] / len(alternative.terms)
                weight *= CARRIED if concept.carried else 1.0
                for term in alternative.terms:
                    found[term] = max(weight, found.get(term, 0.0))
        return found

    def missing(self) -> list[str]:
        """Return the words, as typed, that no passage names in any way."""
        return [one.word for one in self.concepts if not one.alternatives and not one.carried]


def understand(text: str, snapshot: Snapshot, synonyms: Synonyms, context: str = "") -> Query:
    """Return what a question asks of a snapshot; `context` is the question that it leans on."""
    concepts: dict[str, Concept] = {}
    for one in _concepts(text, snapshot, synonyms):
        concepts.setdefault(one.term, one)
    for one in _concepts(context, snapshot, synonyms):
        carried = replace(one, idf=CARRIED * one.idf, rarity=CARRIED * one.rarity, carried=True)
        concepts.setdefault(one.term, carried)
    return Query(text, tuple(concepts.values()), context)


def _concepts(text: str, snapshot: Snapshot, synonyms: Synonyms) -> Iterator[Concept]:
    index = snapshot.passage_index
    asked = list(_mended(text, snapshot, synonyms))
    others = _synonyms([token.term for token, _ in asked], index, synonyms)
    for (token, how), other in zip(asked, others, strict=True):
        word = text[token.start : token.end]
        found = (*_own(token.term, how, index), *other, *_forms(token.term, index))
        yield Concept(token.term, word, _idf(token.term, found, index), rarity(token.term), found)


def _idf(term: str, found: Sequence[Alternative], index: BM25Index) -> float:
    """Return a term's idf; one that the index does not know has its best alternative's."""
    known = [index.idf[one] for alternative in found for one in alternative.terms]
    return index.idf.get(term) or max(known, default=0.0) or index.weight(term)


def _own(term: str, how: How, index: BM25Index) -> Iterator[Alternative]:
    if term in index.idf:
        yield Alternative((term,), how)


def _mended(text: str, snapshot: Snapshot, synonyms: Synonyms) -> Iterator[tuple[Token, How]]:
    """Yield the tokens, an unknown word replaced by the one that was probably meant.

    Words for the article itself are left out, its title's included, if no passage says them.
    """
    unsaid = ITSELF | _title(snapshot)
    unknown = 0
    for token in tokens(text):
        if _MEASURE.search(text, 0, token.end):
            continue
        known = token.term in snapshot.passage_index.idf or synonyms.knows(token.term)
        if token.term in unsaid and not known:
            continue
        unknown += not known
        is_tried = not known and unknown <= MOST_MENDED
        meant = _meant(text[token.start : token.end], token.term, snapshot) if is_tried else None
        yield (replace(token, term=meant), How.TYPO) if meant else (token, How.LITERAL)


def _title(snapshot: Snapshot) -> frozenset[str]:
    """Return the terms of the only article's title; of several, the passages are found by them."""
    articles = snapshot.articles
    return frozenset(terms(articles[0].title)) if len(articles) == 1 else frozenset()


def _meant(word: str, term: str, snapshot: Snapshot) -> str | None:
    """Return the term of the nearest word of the articles, or None if the word seems right."""
    word = spelling(word)
    if len(word) < SHORTEST_TYPO or not word.isalpha() or is_common(term):
        return None
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extractOne(
        word,
        snapshot.spellings.keys(),
        scorer=OSA.distance,
        score_cutoff=2 if len(word) >= SHORTEST_TWO_TYPOS else 1,
    )
    return snapshot.spellings[found[0]] if found else None


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
    first = bisect_left(vocabulary, stem)
    for place in range(first, min(first + MOST_FORMS, len(vocabulary))):
        other = vocabulary[place]
        if not other.startswith(stem):
            return
        if other != term and _shared(term, other) >= SHARED_STEM * len(other):
            yield Alternative((other,), How.FORM)


def _shared(one: str, other: str) -> int:
    """Return how many letters two terms begin with together."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
