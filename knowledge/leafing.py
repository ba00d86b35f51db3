"""Cut an article into pages that a reader turns, and find the page of a section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.model import Article, Paragraph
from knowledge.sentences import sentences

PAGE_LENGTH = 1500  # characters


@dataclass(frozen=True, slots=True)
class Piece:
    """A slice `article.text[start:end]` of a paragraph; `section` is the heading above it."""

    start: int
    end: int
    section: str
    opens: bool  # the section begins here


Page = tuple[Piece, ...]


def pages_of(article: Article) -> tuple[Page, ...]:
    """Return the pages, each of at most `PAGE_LENGTH` characters but for a longer sentence."""
    pages: list[list[Piece]] = [[]]
    room = PAGE_LENGTH
    for piece in _pieces(article):
        length = piece.end - piece.start
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
    text = article.text[start:end]
    began, last = start, start
    for _, stop in sentences(text):
        if start + stop - began > PAGE_LENGTH and last > began:
            yield began, last
            began = last + len(article.text[last:end]) - len(article.text[last:end].lstrip())
        last = start + stop
    yield began, end
