"""Name quotes in the ids of buttons, so that a button works after a restart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.library import Library
from knowledge.model import Citation

# version:passage.start.length,… with offsets in the passage; Discord allows 100 characters.
VERSION = r"(?P<version>[0-9a-f]{12})"
QUOTES = r"(?P<quotes>\d{1,9}\.\d{1,5}\.\d{1,5}(?:,\d{1,9}\.\d{1,5}\.\d{1,5}){0,8})"
_QUOTE = re.compile(r"(\d+)\.(\d+)\.(\d+)")
LIMIT = 100


def encode(kind: str, version: str, citations: Sequence[Citation], first: int = 1) -> str:
    """Return the id of a button for as many of the citations as fit into it.

    `first` is the number that the first of them has on the card.
    """
    head = f"{kind}:{first}:{version}:"
    quotes = ""
    for citation in citations:
        start = citation.start - citation.passage.start
        quote = f"{citation.passage.number}.{start}.{citation.end - citation.start}"
        longer = f"{quotes},{quote}" if quotes else quote
        if len(head) + len(longer) > LIMIT:
            break
        quotes = longer
    return head + quotes


def decode(library: Library, version: str, quotes: str) -> list[Citation] | None:
    """Return the citations in an id, or None if the articles have changed or it was forged."""
    found = []
    for passage, start, length in _QUOTE.findall(quotes):
        citation = _citation(library, version, int(passage), int(start), int(length))
        if citation is None:
            return None
        found.append(citation)
    return found or None


def _citation(
    library: Library, version: str, number: int, start: int, length: int
) -> Citation | None:
    passage = library.passage(version, number)
    if passage is None or not length or start + length > passage.end - passage.start:
        return None
    begin = passage.start + start
    return Citation(passage, begin, begin + length, score=0.0)
