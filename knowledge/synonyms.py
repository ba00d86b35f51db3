"""Other names for the same thing, from a file that a moderator can extend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from knowledge import strict_yaml
from knowledge.analysis import terms
from knowledge.errors import BAD_SYNONYMS, SYNONYM_TWICE, ReadError, YamlError

SHIPPED = Path(__file__).with_name("synonyms.yaml")

Phrase = tuple[str, ...]  # terms, in order


class Synonyms:
    """Groups of phrases that mean the same; a phrase belongs to the first group that names it."""

    def __init__(self, groups: Mapping[str, Sequence[str]]) -> None:
        self._group_of: dict[Phrase, tuple[Phrase, ...]] = {}
        self.twice: list[str] = []  # names of a group that another has named before
        self._longest: dict[str, int] = {}  # first term → terms in the longest phrase it begins
        for name, others in groups.items():
            self._add(tuple(dict.fromkeys(filter(None, map(_phrase, (name, *others))))))

    def _add(self, group: tuple[Phrase, ...]) -> None:
        for phrase in group:
            if self._group_of.setdefault(phrase, group) is not group:
                self.twice.append(" ".join(phrase))
            self._longest[phrase[0]] = max(self._longest.get(phrase[0], 0), len(phrase))

    def extended(self, groups: Iterable[Sequence[str]]) -> Synonyms:
        """Return these with more groups, in which a phrase may stand that has other names already.

        Other names of other names do not count.
        """
        found = Synonyms({})
        found._group_of = dict(self._group_of)  # its own class
        found._longest = dict(self._longest)
        for names in groups:
            group = tuple(dict.fromkeys(filter(None, map(_phrase, names))))
            for phrase in group:
                known = found._group_of.get(phrase, ())
                found._group_of[phrase] = tuple(dict.fromkeys((*known, *group)))
                longest = found._longest.get(phrase[0], 0)
                found._longest[phrase[0]] = max(longest, len(phrase))
        return found

    def knows(self, term: str) -> bool:
        """Whether some phrase begins with a term, so that it is no typing error."""
        return term in self._longest

    def find(self, query: Sequence[str]) -> Iterator[tuple[int, int, list[Phrase]]]:
        """Yield `start, end, others` for each phrase `query[start:end]` that has other names.

        The longest phrase at a place counts: "North Korea" is not Korea's north.
        """
        start = 0
        while start < len(query):
            length = self._length_at(query, start)
            if length:
                phrase = tuple(query[start : start + length])
                others = [other for other in self._group_of[phrase] if other != phrase]
                yield start, start + length, others
            start += max(1, length)

    def _length_at(self, query: Sequence[str], start: int) -> int:
        longest = min(self._longest.get(query[start], 0), len(query) - start)
        for length in range(longest, 0, -1):
            if tuple(query[start : start + length]) in self._group_of:
                return length
        return 0


@lru_cache(maxsize=1)
def shipped() -> Synonyms:
    """Return the synonyms that Footnote ships with, and what was added to their file.

    Raises:
        ReadError: the file is malformed.
    """
    return read_synonyms(SHIPPED.read_text(encoding="utf-8"), SHIPPED.name)


def read_synonyms(text: str, name: str) -> Synonyms:
    """Read lines such as "Russia: [Moscow, Kremlin]".

    Raises:
        ReadError: the text is malformed; it names the place.
    """
    try:
        found = strict_yaml.load(text)
    except YamlError as error:
        raise ReadError(name, str(error)) from error
    for fault in found.twice:
        raise ReadError(name, str(fault))
    groups = found.value or {}
    if not isinstance(groups, dict):
        raise ReadError(name, BAD_SYNONYMS)
    for key, others in groups.items():
        if not isinstance(key, str) or not _are_texts(others):
            raise ReadError(name, f"{key}: {BAD_SYNONYMS}")
    synonyms = Synonyms(groups)
    for twice in synonyms.twice:
        raise ReadError(name, SYNONYM_TWICE.format(name=twice))
    return synonyms


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _phrase(text: str) -> Phrase:
    return tuple(terms(text))
