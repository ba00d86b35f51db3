"""Find what stands around a quote: its neighbour sentences, and its neighbour paragraphs."""

from __future__ import annotations

from knowledge.chunking import Span, sentence_spans
from knowledge.model import Article, Citation, Paragraph


def excerpt(citation: Citation, *, limit: int) -> Span:
    """Return a span of the passage: the quote and the neighbour sentences that fit with it.

    The sentence before comes first, since "He …" needs its referent; a list or a table that fits
    is whole, since a row needs its head. `limit` is in characters; a quote that is longer by
    itself is returned alone.
    """
    passage = citation.passage
    if "\n" in passage.text and len(passage.text) <= limit:
        return passage.start, passage.end
    spans = sentence_spans(passage)
    before = [start for start, _ in spans if start < citation.start][-1:]
    after = [end for _, end in spans if end > citation.end][:1]
    start, end = citation.start, citation.end
    if before and end - before[0] <= limit:
        start = before[0]
    if after and after[0] - start <= limit:
        end = after[0]
    return start, end


def neighbours(citation: Citation) -> tuple[Paragraph | None, Paragraph | None]:
    """Return the paragraphs before and after the one that is cited."""
    paragraphs = citation.article.paragraphs
    place = citation.passage.paragraph.number - 1
    before = paragraphs[place - 1] if place else None
    after = paragraphs[place + 1] if place + 1 < len(paragraphs) else None
    return before, after


def paragraph_text(article: Article, paragraph: Paragraph) -> str:
    """Return a paragraph, verbatim."""
    return article.text[paragraph.start : paragraph.end]
