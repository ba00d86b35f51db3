"""Find where words stand in the articles: for moderators, who choose a passage by its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.model import Article, Citation, Passage
from knowledge.sentences import sentences
from knowledge.snapshot import Snapshot

SHORTEST_WORDS = 8  # characters that are looked for word for word


def cite(snapshot: Snapshot, article: str, quote: str) -> Citation | None:
    """Return where a quote stands in an article, by its name; None: not there, or not any more."""
    found = next((one for one in snapshot.articles if one.name == article), None)
    return next(_standing(snapshot, found, quote), None) if found and quote else None


def verbatim(snapshot: Snapshot, words: str, limit: int) -> list[Citation]:
    """Return the sentences that hold some words as they are written, in the articles' order."""
    words = words.strip(" “”\"'")
    if len(words) < SHORTEST_WORDS:
        return []
    standing = (one for article in snapshot.articles for one in _standing(snapshot, article, words))
    found: dict[tuple[int, int], Citation] = {}
    for one in map(_sentence, standing):
        found.setdefault((one.passage.number, one.start), one)
        if len(found) == limit:
            break
    return list(found.values())


def openings(snapshot: Snapshot, limit: int) -> list[Citation]:
    """Return the first sentences of the articles."""
    return [Citation(one.passage, one.start, one.end, 0.0) for one in snapshot.sentences[:limit]]


def _standing(snapshot: Snapshot, article: Article, words: str) -> Iterator[Citation]:
    """Yield every place of some words that is inside a passage."""
    start = article.text.find(words)
    passages = [one for one in snapshot.passages if one.article is article] if start >= 0 else []
    while start >= 0:
        end = start + len(words)
        if passage := _around(passages, start, end):
            yield Citation(passage, start, end, 0.0)
        start = article.text.find(words, end)


def _around(passages: Sequence[Passage], start: int, end: int) -> Passage | None:
    return next((one for one in passages if one.start <= start and end <= one.end), None)


def _sentence(found: Citation) -> Citation:
    """Return the sentences of the passage that the words stand in, whole."""
    passage = found.passage
    spans = [(passage.start + start, passage.start + end) for start, end in sentences(passage.text)]
    start = max((one for one, _ in spans if one <= found.start), default=found.start)
    end = min((one for _, one in spans if one >= found.end), default=found.end)
    return Citation(passage, start, end, 0.0)
