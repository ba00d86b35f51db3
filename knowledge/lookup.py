"""Look things up: suggest entries while somebody types, and list the passages that mention one."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce

import numpy as np
import numpy.typing as npt

from knowledge.index import BM25Index
from knowledge.key_terms import LONGEST_ENTRY, Entry, headings_above
from knowledge.model import Citation
from knowledge.names import Key, key_of
from knowledge.snapshot import Snapshot

Numbers = npt.NDArray[np.int32]
Edits = npt.NDArray[np.uint8]

MOST = 25  # entries
LONGEST_TYPED = 100  # characters that are looked at
LONGEST_TERM = 1000  # characters of a term; what is longer is no term, and takes its time
SHORTEST_MISSPELT = 4  # letters; a shorter word with a slip is another word
TWO_SLIPS = 8  # letters from which on a word may have two
MOST_MISSPELT = 3  # words of what is typed, the longest, that may be misspelt
SURE_LETTERS = 2  # that begin an unfinished word rightly
MOST_NEAR = 50  # words near to a misspelt one
NOWHERE = 100  # edits: more than there can be

_JOINED = re.compile(r"['’.]")  # "U.S." is found by "us", and "Korea’s" by "koreas"
_APART = re.compile(r"[\W_]+")
_BITS = 64  # of a word's set of letters


def fold(text: str) -> str:
    """Return a text as it is compared: letters without case and accents, digits, single spaces."""
    text = text.casefold()
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(one for one in decomposed if unicodedata.category(one)[0] != "M")
    return " ".join(_APART.sub(" ", _JOINED.sub("", text)).split())


class Lookup:
    """The entries of one snapshot, laid out to be suggested from; immutable.

    All folded entries make one text of lines, most useful first. The places in it at which words
    begin are sorted by what stands there, so that those that begin with some letters are side by
    side (a suffix array, of words). To lay 100,000 entries out takes 1 s, to suggest from them 6 ms
    at most.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        lines: dict[str, Entry] = {}
        for entry in sorted(entries, key=lambda one: one.rank):
            lines.setdefault(fold(entry.text[:LONGEST_ENTRY]), entry)
        self._entries = tuple(lines.values())
        self._text = "".join(f"{line}\n" for line in lines)
        lengths = np.fromiter((len(line) + 1 for line in lines), np.int32, len(lines))
        self._starts: Numbers = np.cumsum([0, *lengths], dtype=np.int32)
        self._places, self._owners = self._sorted_words()
        self._words = _Words(lines)

    def _sorted_words(self) -> tuple[Numbers, Numbers]:
        """Return where words begin, in the order of what stands there, and in which entries."""
        found = np.array([one.start() for one in re.finditer(r"\w+", self._text)], dtype=np.int32)
        owners = np.searchsorted(self._starts, found, side="right").astype(np.int32) - 1
        text, begin, end = self._text, found.tolist(), self._starts[owners + 1].tolist()
        numbers = sorted(range(len(found)), key=lambda one: text[begin[one] : end[one]])
        order = np.array(numbers, dtype=np.int32)
        return found[order], owners[order]

    def suggest(self, typed: str, limit: int = MOST) -> list[Entry]:
        """Return the entries that fit what is typed, at most `limit`, each once.

        The same first, then those that begin with it, that hold a word that does, that hold it
        anywhere, that hold its words misspelt (least misspelt first); of those, the most useful
        first. If no letter or digit is typed yet, the most useful entries of all.
        """
        limit = max(0, limit)
        wanted = fold(typed[:LONGEST_TYPED])
        if not wanted:
            return list(self._entries[:limit])
        found: dict[int, None] = {}
        for fitting in (self._same, self._beginning, self._with_word, self._holding, self._near):
            if len(found) < limit:
                found.update(dict.fromkeys(fitting(wanted, limit)))
        return [self._entries[number] for number in list(found)[:limit]]

    def _same(self, wanted: str, limit: int) -> list[int]:
        return self._beginning(f"{wanted}\n", limit)

    def _beginning(self, wanted: str, limit: int) -> list[int]:
        words = self._beginning_words(wanted)
        owners = self._owners[words]
        return _least(owners[self._starts[owners] == self._places[words]], limit)

    def _with_word(self, wanted: str, limit: int) -> list[int]:
        return _least(self._owners[self._beginning_words(wanted)], limit)

    def _beginning_words(self, wanted: str) -> slice:
        """Return which of the sorted words begin with something."""
        text, length = self._text, len(wanted)

        def beginning(place: int) -> str:
            return text[place : place + length]

        first = bisect_left(self._places, wanted, key=beginning)
        return slice(first, bisect_right(self._places, wanted, lo=first, key=beginning))

    def _holding(self, wanted: str, limit: int) -> list[int]:
        found: list[int] = []
        place = self._text.find(wanted)
        while place >= 0 and len(found) < limit:
            found.append(int(np.searchsorted(self._starts, place, side="right")) - 1)
            place = self._text.find(wanted, int(self._starts[found[-1] + 1]))
        return found

    def _near(self, wanted: str, limit: int) -> list[int]:
        """Return the entries that hold each word typed, or one that is near to it."""
        words = list(dict.fromkeys(wanted.split()))
        long = sorted((one for one in words if len(one) >= SHORTEST_MISSPELT), key=len)
        misspelt = long[-MOST_MISSPELT:]
        if not misspelt:
            return []
        edits = [self._edits(self._words.near(one, is_last=one == words[-1])) for one in misspelt]
        short = [self._edits({one: 0}) for one in words if len(one) < SHORTEST_MISSPELT]
        edits += [one for one in short if (one < NOWHERE).any()]
        total = reduce(np.maximum, edits)  # NOWHERE, if one of the words is
        fitting = np.flatnonzero(total < NOWHERE)
        order = np.argsort(np.sum(edits, axis=0)[fitting], kind="stable")[:limit]
        numbers: list[int] = fitting[order].tolist()
        return numbers

    def _edits(self, beginnings: dict[str, int]) -> Edits:
        """Return how many edits away each entry is that holds a word with such a beginning."""
        edits = np.full(len(self._entries), NOWHERE, dtype=np.uint8)
        for beginning, distance in sorted(beginnings.items(), key=lambda one: -one[1]):
            edits[self._owners[self._beginning_words(beginning)]] = distance
        return edits


class _Words:
    """The different words of all entries, to find those that are near to a misspelt one."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words = sorted({word for line in lines for word in line.split()})
        self._letters = np.array([_letters(word) for word in self._words], dtype=np.uint64)

    def near(self, word: str, *, is_last: bool) -> dict[str, int]:
        """Return words, or beginnings of words, and how many edits away they are; a few at most.

        An edit is a letter too much, missing or wrong, or two that have changed places.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        slips = 2 if len(word) >= TWO_SLIPS else 1
        choices = [*self._alike(word, slips), *(self._unfinished(word) if is_last else ())]
        found = process.extract(
            word, choices, scorer=OSA.distance, score_cutoff=slips, limit=MOST_NEAR
        )
        return {**{one: int(distance) for one, distance, _ in reversed(found)}, word: 0}

    def _alike(self, word: str, slips: int) -> Iterator[str]:
        """Yield the words whose letters differ by no more than so many slips can make them."""
        differing = np.bitwise_count(self._letters ^ np.uint64(_letters(word)))
        fitting = np.flatnonzero(differing <= 2 * slips)
        return (self._words[number] for number in fitting.tolist())

    def _unfinished(self, word: str) -> set[str]:
        """Return the beginnings, about as long, of the words that begin with the same letters."""
        sure, length = word[:SURE_LETTERS], len(word)
        first = bisect_left(self._words, sure)
        last = bisect_right(self._words, sure, lo=first, key=lambda one: one[:SURE_LETTERS])
        ends = (length - 1, length, length + 1)
        return {one[:end] for one in self._words[first:last] for end in ends}


def _letters(word: str) -> int:
    """Return the set of a word's letters, as bits; some letters share one."""
    return reduce(lambda bits, letter: bits | 1 << (ord(letter) % _BITS), word, 0)


def _least(numbers: Numbers, limit: int) -> list[int]:
    """Return the least of some numbers, each once, in order."""
    found: list[int] = np.unique(numbers)[:limit].tolist()
    return found


def mentions(snapshot: Snapshot, term: str) -> list[Citation]:
    """Return the passages that mention a term, best first by BM25, each with a sentence that does.

    They hold its words side by side, or stand below it as a heading; if there are none, they hold
    its words in one sentence, or at least in the passage with the headings above it. A passage
    without such a sentence is cited by its first one. Stop words alone, and misspelt words, find
    nothing.
    """
    key = key_of(term[:LONGEST_TERM])
    if not key:
        return []
    sentences = _holders(snapshot.sentence_index, key)
    below = [one for one in _holders(snapshot.heading_index, key) if _is_below(snapshot, one, key)]
    chosen = [one for one in sentences if _are_side_by_side(snapshot.sentences[one].text, key)]
    if not chosen and not below:
        chosen = sentences
        below = [] if chosen else _holders(snapshot.passage_index, key)
    return _cited(snapshot, key, chosen, below)


def _holders(index: BM25Index, key: Key) -> list[int]:
    """Return the documents that hold all terms, in order."""
    held = map(index.holders, set(key))
    found: list[int] = reduce(lambda a, b: np.intersect1d(a, b, assume_unique=True), held).tolist()
    return found


def _is_below(snapshot: Snapshot, passage: int, key: Key) -> bool:
    return any(key_of(one) == key for one in headings_above(snapshot.passages[passage], snapshot))


def _are_side_by_side(text: str, key: Key) -> bool:
    if len(key) == 1:
        return True
    found = key_of(text)
    return any(found[start : start + len(key)] == key for start in range(len(found)))


def _cited(
    snapshot: Snapshot, key: Key, sentences: Sequence[int], passages: Sequence[int]
) -> list[Citation]:
    """Return each passage once: with the first of the sentences in it, else its own first one."""
    firsts = snapshot.first_sentences
    owners = (np.searchsorted(firsts, sentences, side="right") - 1).tolist()
    chosen = dict(reversed(list(zip(owners, sentences, strict=True))))
    chosen = {**{one: int(firsts[one]) for one in passages}, **chosen}
    scores = snapshot.passage_index.get_scores(key)
    order = sorted(chosen, key=lambda one: (-scores[one], one))
    cited = [(snapshot.sentences[chosen[one]], float(scores[one])) for one in order]
    return [Citation(one.passage, one.start, one.end, score) for one, score in cited]
