"""One version of the articles in memory: its passages, their sentences, and the indexes of both."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from typing import overload

import numpy as np
import numpy.typing as npt

from knowledge.analysis import spelling, terms, tokens
from knowledge.chunking import passages, sentence_spans
from knowledge.index import BM25Index, Scores, best
from knowledge.model import Article, Passage
from knowledge.postings import Postings, Vocabulary, count_terms, join

Numbers = npt.NDArray[np.int64]
_NONE: Numbers = np.zeros(0, dtype=np.int64)

_CELLS = " | "  # between the cells of a table's row

CANDIDATE_PASSAGES = 20  # whose sentences are looked at
CANDIDATES = 20  # sentences that are ranked
PASSAGE_WEIGHT = 0.5  # of the passage beside its sentence, to choose them


@dataclass(frozen=True, slots=True)
class Sentence:
    """A slice `passage.article.text[start:end]`; `place` counts from 0 in its passage."""

    passage: Passage
    place: int
    start: int
    end: int

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.passage.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Words:
    """The numbers of terms, and of spellings with their terms; snapshots hand them on."""

    terms: Vocabulary[str]
    spelt: Vocabulary[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that an article gives to a snapshot by itself, whatever stands beside it.

    Its passages are counted from 0. `titled`: the title counts as standing above each of them.
    """

    article: Article
    titled: bool
    passages: tuple[Passage, ...]
    counts: Numbers  # sentences of each passage; shape (passages,)
    starts: Numbers  # of each sentence, in the article's text; shape (sentences,)
    ends: Numbers
    sentence_terms: Postings[str]
    passage_terms: Postings[str]
    heading_terms: Postings[str]
    spelt: Postings[tuple[str, str]]  # words as written, with their terms


class Sentences(Sequence[Sentence]):
    """All sentences of a snapshot, each made when it is asked for; arrays of shape (sentences,)."""

    def __init__(self, passages: Sequence[Passage], parts: Sequence[Analysis]) -> None:
        self._passages = passages
        counts = np.concatenate([_NONE, *(part.counts for part in parts)])
        self.firsts = np.cumsum([0, *counts.tolist()])  # of each passage; shape (passages + 1,)
        self._starts = np.concatenate([_NONE, *(part.starts for part in parts)])
        self._ends = np.concatenate([_NONE, *(part.ends for part in parts)])
        self._owners = np.repeat(np.arange(len(counts)), counts)

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, number: int) -> Sentence: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Sentence, ...]: ...
    def __getitem__(self, number: int | slice) -> Sentence | tuple[Sentence, ...]:
        if isinstance(number, slice):
            return tuple(self[one] for one in range(*number.indices(len(self))))
        owner = int(self._owners[number])
        place = range(len(self))[number] - int(self.firsts[owner])
        start, end = int(self._starts[number]), int(self._ends[number])
        return Sentence(self._passages[owner], place, start, end)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Sentences that may answer a question, best first; all arrays have the shape (sentences,)."""

    numbers: Numbers  # places in `Snapshot.sentences` and in its index
    scores: Scores  # BM25 of the sentence
    passage_scores: Scores  # BM25 of its passage

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, order: Numbers) -> Candidates:
        return Candidates(self.numbers[order], self.scores[order], self.passage_scores[order])


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Immutable; a refresh builds a new one beside it and swaps the reference."""

    version: str  # names the content: equal articles, equal version
    articles: tuple[Article, ...]
    passages: tuple[Passage, ...]
    sentences: Sentences
    passage_index: BM25Index
    sentence_index: BM25Index
    heading_index: BM25Index  # of each passage, what stands above it
    spellings: dict[str, str]  # words as they are written, in lower case → terms; commonest first
    first_sentences: Numbers  # of each passage, and behind the last: shape (passages + 1,)
    built_at: datetime
    analyses: tuple[Analysis, ...]  # of each article, for the next version that has it too
    words: Words

    def candidates(self, query: Mapping[str, float]) -> Candidates:
        """Return the sentences of the best passages for some weighted terms, best first."""
        hits = best(self.passage_index.weighted_scores(query), CANDIDATE_PASSAGES)
        passages = np.array([hit.document for hit in hits], dtype=np.int64)
        counts = self.first_sentences[passages + 1] - self.first_sentences[passages]
        numbers = np.concatenate(
            [np.arange(*self.first_sentences[one : one + 2]) for one in passages] or [passages]
        )
        around = np.repeat([hit.score for hit in hits], counts)
        own = self.sentence_index.weighted_scores(query)[numbers]
        order = np.argsort(-(own + PASSAGE_WEIGHT * around), kind="stable")[:CANDIDATES]
        return Candidates(numbers, own, around)[order]

    def following(self, number: int) -> tuple[Sentence, ...]:
        """Return the sentences behind one in its passage."""
        end = int(self.first_sentences[self.sentences[number].passage.number + 1])
        return self.sentences[number + 1 : end]

    def leads_in(self, number: int) -> bool:
        """Whether a sentence announces what follows it: a list's first line, a table's head."""
        sentence = self.sentences[number]
        if sentence.text.endswith(":"):
            return bool(self.following(number))
        return sentence.place == 0 and _CELLS in sentence.text and bool(self.following(number))

    def before(self, number: int) -> int:
        """Return the sentence that this one leans on: its list's or table's lead-in, or the last.

        -1 if there is none.
        """
        first = number - self.sentences[number].place
        led = (one for one in range(number - 1, first - 1, -1) if self.leads_in(one))
        return next(led, number - 1 if number > first else -1)


def build_snapshot(articles: Iterable[Article], before: Snapshot | None = None) -> Snapshot:
    """Cut and index some articles; about 10 ms for a thousand words.

    Articles that the snapshot `before` holds, the same objects, are not analysed again.
    """
    articles = tuple(articles)
    words = before.words if before else Words({}, {})
    analyses = tuple(_analyses(articles, before, words))
    found = tuple(_numbered(analyses))
    sentences = Sentences(found, analyses)
    return Snapshot(
        version=version_of(articles),
        articles=articles,
        passages=found,
        sentences=sentences,
        passage_index=BM25Index(join([one.passage_terms for one in analyses])),
        sentence_index=BM25Index(join([one.sentence_terms for one in analyses])),
        heading_index=BM25Index(join([one.heading_terms for one in analyses])),
        spellings=_spellings(analyses),
        first_sentences=sentences.firsts,
        built_at=datetime.now(UTC),
        analyses=analyses,
        words=words,
    )


def _analyses(
    articles: Sequence[Article], before: Snapshot | None, words: Words
) -> Iterator[Analysis]:
    known = {id(one.article): one for one in before.analyses} if before else {}
    titled = len(articles) > 1
    for article in articles:
        old = known.get(id(article))
        yield old if old and old.titled is titled else analyse(article, titled, words)


def analyse(article: Article, titled: bool, words: Words) -> Analysis:
    """Cut an article into passages and sentences, and those into terms.

    A passage is found by the heading above it as by its own words, and if the article is `titled`,
    by its title: "She sells rods." stands below "Mirra".
    """
    spelt: list[tuple[str, str]] = []
    cut = tuple(passages([article]))
    spans = [sentence_spans(passage) for passage in cut]
    found = [[_analysed(article.text[start:end], spelt) for start, end in own] for own in spans]
    title = article.title if titled else ""
    above = [terms(f"{title}\n{passage.paragraph.section}") for passage in cut]
    everywhere = [span for own in spans for span in own]
    return Analysis(
        article=article,
        titled=titled,
        passages=cut,
        counts=np.array([len(own) for own in spans], dtype=np.int64),
        starts=np.array([start for start, _ in everywhere], dtype=np.int64),
        ends=np.array([end for _, end in everywhere], dtype=np.int64),
        sentence_terms=count_terms((one for own in found for one in own), words.terms),
        passage_terms=count_terms(
            (
                heading + [term for sentence in own for term in sentence]
                for heading, own in zip(above, found, strict=True)
            ),
            words.terms,
        ),
        heading_terms=count_terms(above, words.terms),
        spelt=count_terms([spelt], words.spelt),
    )


def _numbered(analyses: Iterable[Analysis]) -> Iterator[Passage]:
    """Yield the passages of all articles, counted through."""
    numbers = count()
    for analysis in analyses:
        for passage in analysis.passages:
            yield replace(passage, number=next(numbers))


def _analysed(text: str, spelt: list[tuple[str, str]]) -> list[str]:
    """Return the terms of a text, and note how they are spelt."""
    found = list(tokens(text))
    words = ((spelling(text[one.start : one.end]), one.term) for one in found)
    spelt += ((word, term) for word, term in words if word.isalpha() and term.isalpha())
    return [one.term for one in found]


def _spellings(analyses: Sequence[Analysis]) -> dict[str, str]:
    """Return words with their terms, commonest first; of equally common ones, the first met."""
    joined = join([one.spelt for one in analyses])
    if not len(joined.terms):
        return {}
    known = list(joined.vocabulary)
    counts = np.bincount(joined.terms, weights=joined.frequencies, minlength=len(known))
    firsts = np.empty(len(known), dtype=np.int64)
    firsts[joined.terms[::-1]] = np.arange(len(joined.terms))[::-1]  # the first is written last
    pairs = np.flatnonzero(counts)
    order = np.lexsort((firsts[pairs], -counts[pairs]))
    return dict(known[number] for number in pairs[order].tolist())


def version_of(articles: Iterable[Article]) -> str:
    """Return a name for the content of some articles, 12 hexadecimal digits."""
    digest = hashlib.sha256()
    for article in articles:
        described = (article.name, article.url, article.date, article.credit)
        structured = (article.text, article.sections, article.paragraphs)
        pages = tuple(paragraph.page for paragraph in article.paragraphs)
        digest.update(repr((described, structured)).encode())
        if any(pages):
            digest.update(repr(pages).encode())
        turns = tuple(paragraph.turns for paragraph in article.paragraphs)
        if any(turns):
            digest.update(repr(turns).encode())
    return digest.hexdigest()[:12]
