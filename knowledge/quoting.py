"""Cut the quotes: the best sentences, verbatim, each with what completes it, each once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.features import leans_back
from knowledge.model import Citation
from knowledge.ranking import Ranking
from knowledge.snapshot import Snapshot

LED_IN_LENGTH = 400  # characters of a list or a table that are quoted with the line above it


def citations(ranking: Ranking, snapshot: Snapshot, *, limit: int) -> tuple[Citation, ...]:
    """Return the best quotes, best first; one that stands in several articles names them all."""
    found: list[Citation] = []
    for citation in _quotes(ranking, snapshot):
        place = next((n for n, one in enumerate(found) if _says_it(one, citation)), None)
        if place is not None:
            found[place] = _joined(found[place], citation)
        elif len(found) < limit:
            found.append(citation)
    return tuple(found)


def _quotes(ranking: Ranking, snapshot: Snapshot) -> Iterator[Citation]:
    numbers = ranking.candidates.numbers.tolist()
    for number, score in zip(numbers, ranking.scores.tolist(), strict=True):
        sentence = snapshot.sentences[number]
        yield Citation(sentence.passage, sentence.start, _end(number, snapshot), score)


def _end(number: int, snapshot: Snapshot) -> int:
    """Return where a quote ends: a question has its answer, a list's lead-in its items."""
    first = snapshot.sentences[number]
    following = snapshot.following(number)
    if not following:
        return first.end
    if first.text.endswith("?"):
        is_led_in = snapshot.leads_in(number + 1)
        return _end(number + 1, snapshot) if is_led_in else following[0].end
    if not snapshot.leads_in(number):
        return first.end
    fitting = [one.end for one in following[1:] if one.end - first.start <= LED_IN_LENGTH]
    return max([following[0].end, *fitting])


def _says_it(one: Citation, other: Citation) -> bool:
    """Whether two quotes are of the same words, or one is a part of what the other quotes.

    "She sells rods." of two articles is not the same: each speaks of somebody else.
    """
    if one.quote == other.quote:
        return one.article is other.article or not leans_back(one.quote)
    if other.passage in one.also:
        return other.quote in one.quote
    return one.passage is other.passage and one.start < other.end and other.start < one.end


def _joined(one: Citation, other: Citation) -> Citation:
    """Return the first quote, with the other's article named if it says the same."""
    named = {one.article, *(passage.article for passage in one.also)}
    return one if other.article in named else replace(one, also=(*one.also, other.passage))
