"""Cut articles into passages small enough to read at a glance, and passages into sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from knowledge.model import Article, Paragraph, Passage
from knowledge.sentences import sentences

PASSAGE_LENGTH = 2000  # characters; a longer paragraph becomes windows of its sentences

Span = tuple[int, int]


def passages(articles: Sequence[Article]) -> Iterator[Passage]:
    """Yield the passages of all articles: a paragraph each, or windows of a long one."""
    numbers = count()
    for article in articles:
        for paragraph in article.paragraphs:
            for start, end in _windows(article, paragraph):
                yield Passage(next(numbers), article, paragraph, start, end)


def sentence_spans(passage: Passage) -> list[Span]:
    """Return the span of each sentence of a passage, in its article's text."""
    return [(passage.start + start, passage.start + end) for start, end in sentences(passage.text)]


def _windows(article: Article, paragraph: Paragraph) -> Iterator[Span]:
    """Yield one span, or spans of about equal length that begin and end with a sentence."""
    length = paragraph.end - paragraph.start
    if length <= PASSAGE_LENGTH:
        yield paragraph.start, paragraph.end
        return
    text = article.text[paragraph.start : paragraph.end]
    pieces = [piece for span in sentences(text) for piece in _pieces(text, span)]
    wanted = length / -(-length // PASSAGE_LENGTH)
    start = 0
    for (_, end), (_, next_end) in zip(pieces, [*pieces[1:], (0, length * 2)], strict=True):
        if end - start >= wanted or next_end - start > PASSAGE_LENGTH:
            yield paragraph.start + start, paragraph.start + end
            start = end + len(text[end:]) - len(text[end:].lstrip())


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """Yield a sentence's span, in pieces that end with a word if it is longer than a passage."""
    start, end = span
    while end - start > PASSAGE_LENGTH:
        space = text.rfind(" ", start + PASSAGE_LENGTH // 2, start + PASSAGE_LENGTH)
        cut = space if space > 0 else start + PASSAGE_LENGTH
        yield start, cut
        start = cut + (space > 0)
    yield start, end
