"""Tell the rows and cells of a table, and whether it only places text on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from knowledge.reading.docx.piece import Piece
from knowledge.reading.docx.values import attribute, number, path_of
from knowledge.reading.docx.walking import unwrapped
from knowledge.reading.rows import row_of

LONGEST_REPEATED = 400  # characters of a cell that spans rows; a longer text stands once

_ROW, _CELL = map(qn, ("w:tr", "w:tc"))


class Cells:
    """What the cells of a table hold, row by row; a cell that spans rows stands in each of them."""

    def __init__(self, table: Element, pieces: Callable[[Element], Iterator[Piece]]) -> None:
        self._pieces = pieces
        self._own: list[list[Piece]] = []  # of each cell that is not empty
        self._above: dict[int, str] = {}  # by column, of the cells that may span rows
        self._widest = 0
        self._full_rows = 0
        self.rows = tuple(self._row(row) for row in unwrapped(table) if _is_row(row))

    @property
    def lays_out_text(self) -> bool:
        """Whether this is one row or column of texts rather than a table."""
        if len(self._own) == 1:
            return True
        return 1 in (self._widest, self._full_rows) and any(map(_is_text, self._own))

    @property
    def texts(self) -> Iterator[Piece]:
        return chain.from_iterable(self._own)

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(line for line in map(row_of, self.rows) if line)

    def _row(self, row: Element) -> list[str]:
        column, texts = number(row, "w:trPr/w:gridBefore") or 0, []
        before = len(self._own)
        for cell in unwrapped(row):
            if cell.tag == _CELL:
                texts.append(self._text(cell, column))
                column += number(cell, "w:tcPr/w:gridSpan") or 1
        full = len(self._own) - before
        self._widest = max(self._widest, full)
        self._full_rows += full > 0
        return texts if full else []

    def _text(self, cell: Element, column: int) -> str:
        merged = cell.find(path_of("w:tcPr/w:vMerge"))
        if merged is not None and attribute(merged, "w:val") != "restart":
            return self._above.get(column, "")
        found = list(self._pieces(cell))
        if found:
            self._own.append(found)
        text = " ".join(line for piece in found for line in piece.block.lines)
        self._above.pop(column, None)
        if merged is not None and len(text) <= LONGEST_REPEATED:
            self._above[column] = text
        return text


def _is_row(row: Element) -> bool:
    return row.tag == _ROW and row.find(path_of("w:trPr/w:del")) is None


def _is_text(pieces: Sequence[Piece]) -> bool:
    """Whether a cell holds more than a table's cell: paragraphs, or a heading that is styled."""
    return len(pieces) > 1 or pieces[0].is_heading
