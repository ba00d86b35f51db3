"""Decode a text that is not UTF-8; what knows the letters of many languages takes some memory."""

from __future__ import annotations

from knowledge.model import Block, BlockKind
from knowledge.reading.charset.decoding import decoded
from knowledge.reading.parsed import Parsed


def parse(data: bytes, name: str, declared: str | None = None) -> Parsed:
    """Return the text as one block, its line ends as they are.

    Raises:
        ReadError: its encoding cannot be told, or it is no text.
    """
    found = decoded(data, name, declared)
    return Parsed((Block(BlockKind.LINES, (found.text,)),), guess=found.guess)
