"""Gather what can be looked up in the articles: their headings, names and key terms."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import compress

from knowledge.analysis import Token, tokens
from knowledge.model import Article, Passage
from knowledge.names import POSSESSIVE, Key, Span, begins, evidence_of, key_of, names_in
from knowledge.rarity import is_common, rarity
from knowledge.snapshot import Snapshot
from knowledge.text import one_line

MOST_ENTRIES = 100_000  # of one library; the least mentioned go first
LONGEST_ENTRY = 200  # characters; a longer heading is none, nor is a longer word
FEW_PASSAGES = 50  # in a library of fewer, a phrase need not be repeated to matter
STANDS_OUT = 5.0  # times as many passages hold a term as English at large would let expect
CHANCE = 0.95  # passages, of those that hold a term, that are put down to chance
LEAST_RARITY = 2.5  # below are "people" and "system": they stand out, and tell nothing
SHORTEST_TERM = 3  # letters

_LETTER = re.compile(r"[^\W\d_]")
_NO_NOUN = re.compile(r".*(?:[^e]ed|[^bfop]ly|[ai]bly)\Z")  # "supported", "finally"; not "supply"


class EntryKind(StrEnum):
    """What an entry is, most useful first."""

    HEADING = "heading"
    NAME = "name"
    TERM = "term"


_USEFULNESS = {kind: place for place, kind in enumerate(EntryKind)}


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to look up, spelt as it is most often; `passages`, at least 1, mention it."""

    text: str
    kind: EntryKind
    passages: int

    @property
    def rank(self) -> tuple[int, int, int, str]:
        """The place among others: what is mentioned more, headings, names, what is shorter."""
        return (-self.passages, _USEFULNESS[self.kind], len(self.text), self.text)


def entries_of(snapshot: Snapshot) -> list[Entry]:
    """Return the headings, names and key terms of the articles, most useful first, each once.

    Each is written somewhere in an article, but for the case of its first letter and for spaces.
    About 10 ms for a thousand words: not for the event loop.
    """
    found = _Spellings()
    found.add(EntryKind.HEADING, (one for one in _headings(snapshot) if _LETTER.search(one)))
    lines = [one.text for one in snapshot.sentences]
    evidence = evidence_of(lines)
    analysed: list[list[str]] = []
    for line in lines:
        words = list(tokens(line))
        names = list(names_in(line, evidence))
        found.add(EntryKind.NAME, (line[start:end] for start, end in names))
        found.add(EntryKind.TERM, _key_terms(line, words, names, snapshot))
        analysed.append([word.term for word in words])
    counts = _counts(snapshot, analysed, found.kinds)
    once = 1 if len(snapshot.passages) < FEW_PASSAGES else 2
    entries = [
        Entry(found.commonest(key), kind, counts[key])
        for key, kind in found.kinds.items()
        if counts[key] >= (once if kind is EntryKind.TERM and len(key) > 1 else 1)
    ]
    return sorted(entries, key=lambda one: one.rank)[:MOST_ENTRIES]


def headings_above(passage: Passage, snapshot: Snapshot) -> Iterator[str]:
    """Yield the heading above a passage, and its article's title if there are several articles."""
    if passage.paragraph.section:
        yield passage.paragraph.section
    if len(snapshot.articles) > 1:
        yield passage.article.title


class _Spellings:
    """How each entry is written, how often, and the most useful kind that it is found as."""

    def __init__(self) -> None:
        self.kinds: dict[Key, EntryKind] = {}
        self._written: defaultdict[Key, Counter[str]] = defaultdict(Counter)

    def add(self, kind: EntryKind, texts: Iterable[str]) -> None:
        for text in map(one_line, texts):
            if len(text) <= LONGEST_ENTRY and (key := key_of(text)):
                self.kinds.setdefault(key, kind)
                if _USEFULNESS[kind] < _USEFULNESS[self.kinds[key]]:
                    self.kinds[key] = kind
                self._written[key][text] += 1

    def commonest(self, key: Key) -> str:
        """Return the spelling met most often; of equally common ones, the first met."""
        return max(self._written[key].items(), key=lambda one: one[1])[0]


def _headings(snapshot: Snapshot) -> Iterator[str]:
    def of(article: Article) -> Iterator[str]:
        if len(snapshot.articles) > 1:
            yield article.title
        yield from article.sections

    return (heading for article in snapshot.articles for heading in of(article))


def _key_terms(
    line: str, words: list[Token], names: list[Span], snapshot: Snapshot
) -> Iterator[str]:
    """Yield the words that matter, and the phrases of two words that hold one, outside of names."""
    for run in _plain_runs(line, words, names):
        matters = [_stands_out(word.term, snapshot) for word in run]
        for word in compress(run, matters):
            if not _NO_NOUN.match(line[word.start : word.end]):
                yield _small(line, word.start, word.end)
        if any(matters[-2:]) and _is_phrase(line, run[-2:]):
            yield _small(line, run[-2].start, run[-1].end)


def _plain_runs(line: str, words: list[Token], names: list[Span]) -> Iterator[list[Token]]:
    """Yield the ordinary words between which only spaces stand: "joint military exercises"."""
    named = {place for start, end in names for place in range(start, end)}
    run: list[Token] = []
    for word in words:
        is_plain = word.start not in named and _is_term(line, word)
        if run and not (is_plain and line[run[-1].end : word.start] == " "):
            yield run
            run = []
        if is_plain:
            run.append(word)
    if run:
        yield run


def _is_term(line: str, token: Token) -> bool:
    """Whether a token is an ordinary word: no number, no name, no abbreviation."""
    word = line[token.start : token.end]
    is_word = token.term.isalpha() and len(word) >= SHORTEST_TERM
    return is_word and (word.islower() or (word.istitle() and begins(line, token.start)))


def _is_phrase(line: str, words: list[Token]) -> bool:
    """Whether the last two words of a run may name one thing: "military exercises"."""
    written = [line[word.start : word.end] for word in words]
    is_rare = all(rarity(word.term) >= LEAST_RARITY for word in words)
    is_noun = not any(map(_NO_NOUN.match, written)) and not POSSESSIVE.search(written[0])
    return len(words) > 1 and is_rare and is_noun


def _small(line: str, start: int, end: int) -> str:
    """Return a term without the capital that begins its sentence, and without its possessive."""
    return POSSESSIVE.sub("", line[start].lower() + line[start + 1 : end])


def _stands_out(term: str, snapshot: Snapshot) -> bool:
    """Whether a term is rare in English, or much more common in the articles than there."""
    if not is_common(term):
        return True
    index = snapshot.passage_index
    holders = len(index.holders(term)) - CHANCE
    expected = 10 ** (-1 - rarity(term)) * index.avgdl  # uses for each passage; Zipf's scale
    often = holders / index.corpus_size >= STANDS_OUT * expected
    return often and rarity(term) >= LEAST_RARITY


def _counts(snapshot: Snapshot, sentences: list[list[str]], keys: Iterable[Key]) -> Counter[Key]:
    """Return how many passages mention each key in a sentence, or stand below it as a heading."""
    wanted = set(keys)
    begun = {key[:length] for key in wanted for length in range(1, len(key) + 1)}
    counts: Counter[Key] = Counter()
    for passage in snapshot.passages:
        first, last = snapshot.first_sentences[passage.number : passage.number + 2].tolist()
        mentioned = {key_of(one) for one in headings_above(passage, snapshot)}
        for sentence in sentences[first:last]:
            mentioned.update(_keys_in(sentence, begun))
        counts.update(mentioned & wanted)
    return counts


def _keys_in(found: list[str], begun: set[Key]) -> Iterator[Key]:
    for start in range(len(found)):
        key: Key = (found[start],)
        while key in begun:
            yield key
            end = start + len(key)
            if end == len(found):
                break
            key = (*key, found[end])
