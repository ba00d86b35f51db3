"""Cut an article into pages that a reader turns, and find the page of a section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from knowledge.model import Article, Paragraph
from knowledge.sentences import sentences

PAGE_LENGTH = 1500  # characters
BETWEEN = 4  # what the space around a paragraph takes of them
KEPT = 64  # articles whose pages are in memory


@dataclass(frozen=True, slots=True)
class Piece:
    """A slice `article.text[start:end]` of a paragraph; `section` is the heading above it."""

    start: int
    end: int
    section: str
    opens: bool  # the section begins here


Page = tuple[Piece, ...]


@lru_cache(maxsize=KEPT)
def pages_of(article: Article) -> tuple[Page, ...]:
    """Return the pages, each of about `PAGE_LENGTH` characters at most."""
    pages: list[list[Piece]] = [[]]
    room = PAGE_LENGTH
    for piece in _pieces(article):
        length = piece.end - piece.start + (len(piece.section) if piece.opens else 0) + BETWEEN
        if length > room and pages[-1]:
            pages.append([])
            room = PAGE_LENGTH
        pages[-1].append(piece)
        room -= length
    return tuple(map(tuple, pages)) if pages[0] else ()


def sections_of(pages: tuple[Page, ...]) -> tuple[tuple[str, int], ...]:
    """Return each section with the page, from 0, on which it begins, in order."""
    return tuple(
        (piece.section, number)
        for number, page in enumerate(pages)
        for piece in page
        if piece.opens and piece.section
    )


def _pieces(article: Article) -> Iterator[Piece]:
    before = ""
    for paragraph in article.paragraphs:
        for number, (start, end) in enumerate(_spans(article, paragraph)):
            opens = paragraph.section != before and number == 0
            yield Piece(start, end, paragraph.section, opens)
        before = paragraph.section


def _spans(article: Article, paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    """Yield the paragraph, or of one that is longer than a page, runs of its sentences."""
    start, end = paragraph.start, paragraph.end
    if end - start <= PAGE_LENGTH:
        yield start, end
        return
    stops = [start + stop for _, stop in sentences(article.text[start:end])]
    began = start
    for place, stop in enumerate(stops):
        is_last = place + 1 == len(stops)
        if is_last or stops[place + 1] - began > PAGE_LENGTH:
            yield from _cut(article.text, began, end if is_last else stop)
            began = _skip(article.text, stop)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a run of sentences, cut between words if one of them is longer than a page."""
    while end - start > PAGE_LENGTH:
        space = text.rfind(" ", start + PAGE_LENGTH // 2, start + PAGE_LENGTH)
        stop = space if space > 0 else start + PAGE_LENGTH
        yield start, stop
        start = _skip(text, stop)
    if start < end:
        yield start, end


def _skip(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start
