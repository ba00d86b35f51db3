"""A paragraph or a table of a Word file, and what its place in the text depends on."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.model import Block, BlockKind
from knowledge.reading.docx.looks import BOLD


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of the text, and what its place in the text depends on."""

    block: Block
    level: int | None = None
    is_item: bool = False

    @property
    def may_be_heading(self) -> bool:
        """Whether this looks like a heading, though no style says that it is one."""
        return self.level == BOLD

    @property
    def is_heading(self) -> bool:
        """Whether a style says that this is a heading."""
        return self.block.kind is BlockKind.HEADING and not self.may_be_heading
