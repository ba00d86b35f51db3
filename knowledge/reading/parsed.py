"""What the reader of a format finds in a file."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.model import Block, Dropped


@dataclass(frozen=True, slots=True)
class Parsed:
    """Headings and paragraphs in reading order, and what the file says of itself."""

    blocks: tuple[Block, ...]
    title: str | None = None
    date: str | None = None  # YYYY-MM-DD
    guess: str | None = None  # the encoding that was guessed, if nothing declared a right one
    left_out: tuple[Dropped, ...] = ()  # what is on the page, and is not the article's
