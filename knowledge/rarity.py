"""How rare a term is in English at large, which the few words of an article cannot tell."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).with_name("rarity.txt")

HIGHEST_ZIPF = 8.0  # no word is as common; "the" has 7.7
LEAST_ZIPF = 3.0  # 1 in a million words; what is rarer is not in the table
UNKNOWN_ZIPF = 1.5  # a term that is not in the table, on the average


def rarity(term: str) -> float:
    """Return how rare a term is: 8 - Zipf's scale, 1.7 for "year" and 6.5 for what is unknown.

    A number of two digits or more counts as unknown: word lists do not tell one from another.
    """
    return HIGHEST_ZIPF - _table().get(term, UNKNOWN_ZIPF)


def is_common(term: str) -> bool:
    """Whether the term is an English word that occurs once in a million words or more."""
    return term in _table()


@lru_cache(maxsize=1)
def _table() -> dict[str, float]:
    table: dict[str, float] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            level, *found = line.split(" ")
            table.update(dict.fromkeys(found, float(level)))
    return table
