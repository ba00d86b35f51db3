"""Cut the quotes: the best sentences, verbatim, each with what completes it, each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from knowledge.model import Citation
from knowledge.ranking import Ranking
from knowledge.snapshot import Snapshot

LED_IN_LENGTH = 400  # characters of a list or a table that are quoted with the line above it


def citations(ranking: Ranking, snapshot: Snapshot, *, limit: int) -> tuple[Citation, ...]:
    """Return the best quotes, best first; one that stands in several articles names them all."""
    found: list[Citation] = []
    for citation in _quotes(ranking, snapshot):
        same = next((place for place, one in enumerate(found) if _is_same(one, citation)), None)
        if same is not None:
            found[same] = _with(found[same], citation)
        elif len(found) < limit and not _is_quoted(citation, found):
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
    end = first.end
    following = snapshot.following(number)
    if snapshot.leads_in(number):
        for place, sentence in enumerate(following):
            if place and sentence.end - first.start > LED_IN_LENGTH:
                break
            end = sentence.end
    elif following and first.text.endswith("?"):
        end = following[0].end
    return end


def _is_same(one: Citation, other: Citation) -> bool:
    return one.article is not other.article and one.quote == other.quote


def _with(one: Citation, other: Citation) -> Citation:
    """Return the first with the other's place added, if its article is not named yet."""
    named = {passage.article for passage in one.also}
    return one if other.article in named else replace(one, also=(*one.also, other.passage))


def _is_quoted(citation: Citation, found: Iterable[Citation]) -> bool:
    return any(
        one.passage is citation.passage and one.start <= citation.start and citation.end <= one.end
        for one in found
    )
