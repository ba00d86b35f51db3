"""The words of the domain: article, passage, citation, answer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

_CHARSET = re.compile(r"charset ?= ?[\"']?([\w.:-]{1,40})", re.IGNORECASE)


class BlockKind(StrEnum):
    """What a block of a page is, as far as its reader can tell."""

    LINES = "lines"  # plain text that is not yet known to be a heading or a paragraph
    HEADING = "heading"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a page that stand together; a newline inside a paragraph is a border."""

    kind: BlockKind
    lines: tuple[str, ...]
    page: int | None = None  # of the printed source, from 1, where it begins; None: it has none
    printed: tuple[str, ...] = ()  # its lines, with a form feed wherever the page turns

    @property
    def text(self) -> str:
        """The lines, joined by newlines."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line of the source that is page furniture, and the rule that says so."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a source's bytes came from, if that was the web."""

    url: str  # of the page, after redirects
    media_type: str  # as the server said it: "text/html; charset=utf-8"

    @property
    def charset(self) -> str | None:
        """The encoding that the server declared."""
        found = _CHARSET.search(self.media_type)
        return found[1] if found else None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A span of an article's text; `number` counts from 1 over the article."""

    start: int
    end: int
    number: int
    section: str  # the heading above it, "" before the first
    page: int | None = field(default=None, repr=False)  # of the printed source, from 1
    turns: tuple[int, ...] = field(default=(), repr=False)  # from `start`: the next page begins

    def page_at(self, offset: int) -> int | None:
        """Return the page on which the article's text has this offset, if it is printed."""
        if self.page is None:
            return None
        return self.page + sum(self.start + turn <= offset for turn in self.turns)


@dataclass(frozen=True, slots=True)
class Article:
    """The cleaned text of one source.

    `text` is title, headings and paragraphs with LF line ends and an empty line between; every
    offset, in code points, counts in it, and every quote is a slice of it.
    """

    name: str
    title: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    sections: tuple[str, ...]
    url: str | None = None
    date: str | None = None
    credit: str | None = None
    dropped: tuple[Dropped, ...] = ()
    guess: str | None = None  # the encoding that was guessed, if none was declared


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice `article.text[start:end]`: one paragraph, or a window of its sentences."""

    number: int  # its place in the snapshot
    article: Article
    paragraph: Paragraph
    start: int
    end: int

    @property
    def text(self) -> str:
        """The passage, verbatim."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and where it stands: `passage.article.text[start:end]`, verbatim."""

    passage: Passage
    start: int
    end: int
    score: float
    also: tuple[Passage, ...] = ()  # where other articles say the same, word for word

    @property
    def article(self) -> Article:
        """The article that is quoted."""
        return self.passage.article

    @property
    def quote(self) -> str:
        """The quoted sentences, verbatim."""
        return self.article.text[self.start : self.end]


class Verdict(StrEnum):
    """What an answer claims."""

    ANSWERED = "answered"
    RELATED = "related"  # close passages, said to be no answer
    NOT_FOUND = "not_found"


class Note(StrEnum):
    """Why a question was not searched for."""

    NOTHING_TO_SEARCH = "nothing_to_search"
    TOO_LONG = "too_long"
    NO_ARTICLES = "no_articles"
    GREETING = "greeting"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the articles say to a question; `citations` are best first."""

    question: str
    version: str
    verdict: Verdict
    confidence: float  # 0 to 1
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Passage, ...] = ()  # where to look instead, if nothing was found
    missing: tuple[str, ...] = ()  # words of the question that no passage contains
    note: Note | None = None
    is_pinned: bool = False  # a moderator chose the first citation
    elapsed_ms: float = 0.0
