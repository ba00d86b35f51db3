"""Read plain text: groups of lines between empty lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from knowledge.model import Block, BlockKind

TITLE_LENGTH = 200  # characters; a longer first line is a paragraph
HEADING_LENGTH = 100  # characters
WRAP_LENGTH = 100  # characters; text wrapped by hand has no longer lines

_CLOSED = re.compile(r"[.!?…:;,][\"'”’)\]]*$")
_ITEM = re.compile(r"(?:[-*•–] |\d{1,3}[.)] )\S")


def blocks(text: str) -> list[Block]:
    """Return the groups of lines of `text`, none of them known to be a heading yet."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    groups = (tuple(group) for full, group in groupby(lines, key=bool) if full)
    return [Block(BlockKind.LINES, group) for group in groups]


def take_title(found: list[Block], title: str | None) -> tuple[str | None, list[Block]]:
    """Return the title and the headings and paragraphs below it.

    The first line is the title when an empty line follows, unless `title` is given; a short line
    between empty lines without closing punctuation is a heading; the rest are paragraphs.
    """
    if len(found) > 1 and _may_be_title(found[0]):
        first = found[0].text
        if title is None or title.casefold() == first.casefold():
            title, found = title or first, found[1:]
    return title, [block for group in found for block in _classified(group)]


def _may_be_title(block: Block) -> bool:
    return len(block.lines) == 1 and len(block.text) <= TITLE_LENGTH


def _classified(block: Block) -> Iterator[Block]:
    if block.kind is not BlockKind.LINES:
        yield block
    elif is_heading(block):
        yield Block(BlockKind.HEADING, block.lines)
    else:
        yield from (Block(BlockKind.PARAGRAPH, lines) for lines in _paragraphs(block.lines))


def is_heading(block: Block) -> bool:
    """Whether the block is one short line without closing punctuation."""
    text = block.text
    return len(block.lines) == 1 and len(text) <= HEADING_LENGTH and not _CLOSED.search(text)


def _paragraphs(lines: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the paragraphs in a group of lines: a list, unwrapped lines, or one wrapped text."""
    if any(_ITEM.match(line) for line in lines):
        yield tuple(_items(lines))
    elif any(len(line) > WRAP_LENGTH for line in lines) or all(map(_CLOSED.search, lines)):
        yield from ((line,) for line in lines)
    else:
        yield (" ".join(lines),)


def _items(lines: tuple[str, ...]) -> Iterator[str]:
    """Yield one line an item; a line without a marker goes on with the item above it."""
    item: list[str] = []
    for line in lines:
        if item and (_ITEM.match(line) or (len(item) == 1 and not _ITEM.match(item[0]))):
            yield " ".join(item)
            item = []
        item.append(line)
    yield " ".join(item)
