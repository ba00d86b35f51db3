"""Know where in a block the page turns, also after lines of the block went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.model import Block

TURN = "\f"  # before the first letter on the next page


def with_turns_apart(block: Block) -> Block:
    """Return the block with plain lines; `printed` keeps the marks of turning pages."""
    if TURN not in block.text:
        return block
    return replace(block, lines=tuple(map(_plain, block.lines)), printed=block.lines)


def joined(first: Block, second: Block) -> Block:
    """Return two blocks as one, which turns the page between them if they stand on two."""
    lines = first.lines + second.lines
    one, two = first.printed or first.lines, second.printed or second.lines
    turned = (second.page or 0) - (first.page or 0) - "".join(one).count(TURN)
    printed = (*one, TURN * turned + two[0], *two[1:])
    return replace(first, lines=lines, printed=printed if TURN in "".join(printed) else ())


def turns(block: Block) -> tuple[int, ...]:
    """Return the offsets in the block's text at which the next page begins."""
    return tuple(_turns(block)) if block.page else ()


def _turns(block: Block) -> Iterator[int]:
    printed = iter(block.printed)
    offset = 0
    for line in block.lines:
        for one in printed:
            stays = _plain(one) == line
            yield from (offset + (place if stays else 0) for place in _places(one))
            if stays:
                break
        offset += len(line) + len("\n")


def _places(printed: str) -> Iterator[int]:
    found = (place for place, letter in enumerate(printed) if letter == TURN)
    yield from (place - before for before, place in enumerate(found))


def _plain(printed: str) -> str:
    return printed.replace(TURN, "")
