"""Tell how much alike two questions are: the same asked in other words, or with a slip."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from knowledge.analysis import terms
from knowledge.expected import Kind, asks, expected
from knowledge.rarity import rarity
from knowledge.synonyms import Synonyms

SAME = 0.85  # from which likeness on an answer to one question is an answer to the other
NEAR = 0.65  # from which likeness on two questions show the same gap

OTHER_KIND = 0.84  # what is left if one asks when, and the other who
SHORTEST_TYPO = 4  # letters; below, a word one letter away is another word
SHORTEST_TWO_TYPOS = 8

_NOT = re.compile(r"\b(?:not|no|never|nobody|none|without|\w+n['’]t)\b", re.IGNORECASE)
_SYMBOLS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Gist:
    """What a question is about; the order of its words does not count."""

    terms: frozenset[str]
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
    mine, yours = _mended(a.terms, b.terms)
    alike = _mass(mine & yours) / _mass(mine | yours)
    return alike if a.kind == b.kind or not (a.asks and b.asks) else OTHER_KIND * alike


@lru_cache(maxsize=8192)
def _gist(question: str, synonyms: Synonyms) -> Gist:
    return Gist(
        terms=frozenset(_named(terms(question), synonyms)),
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


def _mended(mine: frozenset[str], yours: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return both, with a term of the second replaced by that of the first that it misspells."""
    for term in yours - mine:
        meant = next((one for one in mine - yours if _is_slip(one, term)), term)
        yours = yours - {term} | {meant}
    return mine, yours


def _is_slip(one: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    shortest = min(len(one), len(other))
    if shortest < SHORTEST_TYPO or not (one.isalpha() and other.isalpha()):
        return False
    most = 2 if shortest >= SHORTEST_TWO_TYPOS else 1
    return OSA.distance(one, other, score_cutoff=most) <= most


def _mass(found: Iterable[str]) -> float:
    return sum(map(rarity, found))
