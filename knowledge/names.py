"""Find the names in a sentence by their capitals, and by how their words are written elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from knowledge.analysis import terms
from knowledge.rarity import rarity

Key = tuple[str, ...]  # the terms of an entry: the same for "military exercise" and its plural
Span = tuple[int, int]

LONGEST_NAME = 6  # words; a longer run of capitals is a line that is written like a title
RARE_FIRST_WORD = 3.5  # from it on, a capital that begins a sentence is a name's: "Vladimir Putin"

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_][^\W_]*(?:[.'’-][^\W_]+)*")
# What may stand between two capitals of one name: "Bank of England", "Ludwig van Beethoven".
_JOINT = re.compile(
    r" (?:(?:of(?: the)?|de(?: la| los)?|du|des|del|della|d[aio]s?|van(?: de[rn]?)?|von|bin|ibn) )?"
)
_SHORT = 2  # letters, behind which a full stop belongs to the name: "George W.", "St."
_TITLES = frozenset(
    "president minister chancellor premier senator governor professor ambassador commissioner "
    "congressman congresswoman mr mrs ms dr prof sir".split()
)
_BEGINS = re.compile(r"(?:\A|[:;|“‘\"(•–—-]\s?)\W*\Z")  # before a word that has its capital of it
_BORDER = 4  # characters before a word in which a beginning is looked for
_LOWER = re.compile(r"[a-z]")
POSSESSIVE = re.compile(r"['’]s\Z", re.IGNORECASE)


def key_of(text: str) -> Key:
    """Return what two spellings of one entry share; () for a text of stop words alone."""
    return tuple(terms(text))


@dataclass(frozen=True, slots=True)
class Evidence:
    """How often words are written in one way inside sentences, by their keys."""

    capital: Counter[Key]
    small: Counter[Key]

    def is_name(self, word: str) -> bool:
        """Whether a word has a capital more often than not: "Times" is no name beside "time"."""
        key = key_of(word)
        return self.capital[key] > self.small[key]


def evidence_of(lines: Iterable[str]) -> Evidence:
    """Return how the words of some sentences are written."""
    capital, small = Counter[str](), Counter[str]()
    for line in filter(_LOWER.search, lines):
        for word in _WORD.finditer(line):
            if not word[0][0].isupper():
                small[word[0]] += 1
            elif not begins(line, word.start()):
                capital[word[0]] += 1
    return Evidence(_by_key(capital), _by_key(small))


def _by_key(written: Counter[str]) -> Counter[Key]:
    counts: Counter[Key] = Counter()
    for word, count in written.items():
        counts[key_of(word)] += count
    return counts


def begins(line: str, start: int) -> bool:
    """Whether a word may have its capital only since a sentence, a cell or a quote begins."""
    before = line[max(0, start - _BORDER) : start]
    return bool(_BEGINS.search(before if start > _BORDER else f"|{before}"))


def names_in(line: str, evidence: Evidence) -> Iterator[Span]:
    """Yield where the names of a sentence stand; one that is all capitals has none."""
    if not _LOWER.search(line):
        return
    for run in _runs(line):
        words = _without_opening(line, run, evidence)
        if words and len(words) <= LONGEST_NAME:
            start, end = words[0].start(), words[-1].end()
            name = POSSESSIVE.sub("", line[start:end])
            if len(words) > 1 or _may_stand_alone(name, evidence):
                yield start, start + len(name)


def _may_stand_alone(word: str, evidence: Evidence) -> bool:
    return len(word) > 1 and word.casefold() not in _TITLES and evidence.is_name(word)


def _runs(line: str) -> Iterator[list[re.Match[str]]]:
    """Yield the words with a capital that stand together; a title ends what stands before a name.

    "Foreign Minister Andrei Kozyrev" are two.
    """
    words = [word for word in _WORD.finditer(line) if word[0][0].isupper()]
    run = words[:1]
    for before, word in pairwise(words):
        if not _are_joined(line, before, word):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _are_joined(line: str, before: re.Match[str], word: re.Match[str]) -> bool:
    gap = line[before.end() : word.start()]
    if POSSESSIVE.search(before[0]) or (before[0].casefold() in _TITLES and gap in {" ", ". "}):
        return False
    return bool(_JOINT.fullmatch(gap)) or (gap == ". " and len(before[0]) <= _SHORT)


def _without_opening(
    line: str, run: list[re.Match[str]], evidence: Evidence
) -> list[re.Match[str]]:
    """Return the words of a name, without those that only begin the sentence."""
    is_first = begins(line, run[0].start())
    while run and not terms(run[0][0]):
        run, is_first = run[1:], False
    if not run or not is_first:
        return run
    first = run[0][0]
    if evidence.is_name(first):
        return run
    is_rare = not evidence.small[key_of(first)] and _rarity(first) >= RARE_FIRST_WORD
    return run if is_rare and len(run) > 1 else run[1:]


def _rarity(word: str) -> float:
    return max(map(rarity, terms(word)), default=0.0)
