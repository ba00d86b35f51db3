"""Tell how much alike two questions are: the same asked in other words, or with a slip."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.analysis import terms
from knowledge.expected import Kind, asks, expected
from knowledge.rarity import is_common, rarity
from knowledge.synonyms import Synonyms

SAME = 0.85  # least likeness of two questions that one answer answers; there is more to it
NEAR = 0.65  # from which likeness on two questions show the same gap

OTHER_KIND = 0.84  # what is left if one asks when, and the other who
SHORTEST_TYPO = 5  # letters; below, a word one letter away is another word
FREE_ORDER = 2  # terms whose order tells nothing: "Paris's mayor", "mayor of Paris"

# Words that carry no subject, but turn a question round.
_OPPOSITES = [
    frozenset(pair.split("/"))
    for pair in (
        "before/after in/out into/out on/off to/from with/without above/below over/under up/down "
        "more/less most/least first/last"
    ).split()
]
_NOT = re.compile(r"\b(?:not|no|never|nobody|none|without|\w+n['’]t)\b", re.IGNORECASE)
_SYMBOLS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Gist:
    """What a question is about."""

    terms: tuple[str, ...]
    kind: Kind | None
    asks: bool  # "wifi password" does not, and so asks for any kind
    is_negative: bool
    words: str  # all of them, for questions of stop words alone


def likeness(one: str, other: str, synonyms: Synonyms) -> float:
    """Return 0 to 1: the share of the terms, by their rarity in English, that both name."""
    a, b = _gist(one, synonyms), _gist(other, synonyms)
    if a.words == b.words:
        return 1.0
    if a.is_negative is not b.is_negative or not (a.terms and b.terms):
        return 0.0
    mine, yours = frozenset(a.terms), frozenset(_mended(b.terms, a.terms))
    alike = _mass(mine & yours) / _mass(mine | yours)
    return alike if a.kind == b.kind or not (a.asks and b.asks) else OTHER_KIND * alike


def is_same(one: str, other: str, synonyms: Synonyms) -> bool:
    """Whether what answers one question answers the other.

    "When did Kim visit Putin?" names the same as the reverse, and is not the same.
    """
    if likeness(one, other, synonyms) < SAME:
        return False
    a, b = _gist(one, synonyms), _gist(other, synonyms)
    if any(_are_turned(a.words.split(), b.words.split(), pair) for pair in _OPPOSITES):
        return False
    yours = _mended(b.terms, a.terms)
    mine = [term for term in a.terms if term in yours]
    shared = [term for term in yours if term in a.terms]
    return len(shared) <= FREE_ORDER or mine == shared


def _are_turned(mine: Sequence[str], yours: Sequence[str], pair: frozenset[str]) -> bool:
    """Whether one question has a word, and the other its opposite instead."""
    a, b = pair.intersection(mine), pair.intersection(yours)
    return bool(a and b) and a != b


@lru_cache(maxsize=8192)
def _gist(question: str, synonyms: Synonyms) -> Gist:
    return Gist(
        terms=tuple(dict.fromkeys(_named(terms(question), synonyms))),
        kind=expected(question),
        asks=asks(question),
        is_negative=_NOT.search(question) is not None,
        words=" ".join(_SYMBOLS.sub(" ", question.casefold()).split()),
    )


def _named(found: list[str], synonyms: Synonyms) -> Iterable[str]:
    """Return the terms; of names for the same thing always the same one."""
    replaced = list(found)
    for start, end, others in reversed(list(synonyms.find(found))):
        replaced[start:end] = min([tuple(found[start:end]), *others])
    return replaced


def _mended(found: Sequence[str], known: Sequence[str]) -> list[str]:
    """Return the terms; one that misspells a term that is known as that one."""
    spare = [one for one in known if one not in found]
    return [
        term if term in known else next((one for one in spare if _is_slip(one, term)), term)
        for term in found
    ]


def _is_slip(one: str, other: str) -> bool:
    """Whether a letter is missing or too much, or two have changed places.

    Another letter instead makes another word ("fired", "hired"; "Hansen", "Hanson").
    """
    from rapidfuzz.distance import OSA, Indel

    if min(len(one), len(other)) < SHORTEST_TYPO or not (one.isalpha() and other.isalpha()):
        return False
    if is_common(one) and is_common(other):
        return False
    is_swap = len(one) == len(other) and sorted(one) == sorted(other)
    return OSA.distance(one, other) == 1 and (is_swap or Indel.distance(one, other) == 1)


def _mass(found: Iterable[str]) -> float:
    return sum(map(rarity, found))
