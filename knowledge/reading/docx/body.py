"""The text of a Word file, from its elements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from knowledge.model import Block, BlockKind
from knowledge.reading.docx.looks import (
    BODY_TEXT,
    BOLD,
    PARAGRAPH_LOOK,
    PLAIN,
    TITLE,
    Looks,
    Style,
    direct,
)
from knowledge.reading.docx.piece import Piece
from knowledge.reading.docx.scripts import joined, script_in_formula
from knowledge.reading.docx.tables import Cells
from knowledge.reading.docx.values import path_of, switch, value
from knowledge.reading.docx.walking import text_boxes, unwrapped
from knowledge.reading.plain import TITLE_LENGTH, is_heading
from knowledge.text import one_line

_PARAGRAPH, _TABLE, _RUN, _FIELD = map(qn, ("w:p", "w:tbl", "w:r", "w:fldChar"))
_RUN_LOOK = qn("w:rPr")
_FORMULAS = {qn("m:oMath"), qn("m:oMathPara")}
_TEXTS = {qn("w:t"), qn("m:t")}
_SIGNS = {
    **dict.fromkeys((qn("w:tab"), qn("w:ptab")), " "),
    **dict.fromkeys((qn("w:br"), qn("w:cr")), "\n"),
    qn("w:noBreakHyphen"): "-",
}


class Body:
    """The text of a file, from its elements."""

    def __init__(self, looks: Looks) -> None:
        self._looks = looks
        self._place = 0  # of the last item in a row that nothing else counts

    def pieces(self, parent: Element) -> Iterator[Piece]:
        """Yield the paragraphs and tables below an element, in reading order."""
        for child in unwrapped(parent):
            if child.tag == _PARAGRAPH:
                yield from self._paragraph(child)
            elif child.tag == _TABLE:
                yield from self._table(child)

    def _paragraph(self, paragraph: Element) -> Iterator[Piece]:
        look = self._look(paragraph.find(PARAGRAPH_LOOK))
        lines = self._lines(paragraph, look)
        if lines and not look.is_contents:
            yield self._piece(paragraph, look, lines)
        for box in text_boxes(paragraph):
            yield from self.pieces(box)

    def _look(self, own: Element | None) -> Style:
        if own is None:
            return PLAIN
        style, said = self._looks.style(value(own, "w:pStyle")), direct(own)
        # A title stays one that somebody has put into the outline of the document, too.
        return replace(said, level=TITLE).over(style) if style.level == TITLE else said.over(style)

    def _piece(self, paragraph: Element, look: Style, lines: list[str]) -> Piece:
        mark = self._mark(look)
        heading = Block(BlockKind.HEADING, (" ".join(lines),))
        if look.level not in (None, BODY_TEXT) and len(heading.text) <= TITLE_LENGTH:
            return Piece(heading, look.level)
        if mark:
            return Piece(Block(BlockKind.PARAGRAPH, (mark + lines[0], *lines[1:])), is_item=True)
        may_be_bold = look.level is None and len(lines) == 1 and is_heading(heading)
        if may_be_bold and self._is_bold(paragraph, look):
            return Piece(heading, BOLD)
        return Piece(Block(BlockKind.PARAGRAPH, tuple(lines)))

    def _mark(self, look: Style) -> str | None:
        """Return what stands before a list's item; a heading that is numbered counts, too."""
        if look.list_id:
            return self._looks.mark(look.list_id, look.depth or 0)
        self._place = self._place + 1 if look.mark else 0
        return look.mark and look.mark.replace("1", str(self._place))

    def _is_bold(self, paragraph: Element, look: Style) -> bool:
        runs = [run for run in paragraph.iter(_RUN) if any(map(str.strip, map(_written, run)))]
        return bool(runs) and all(
            self._is(run, look, "w:b", lambda style: style.is_bold) for run in runs
        )

    def _lines(self, paragraph: Element, look: Style) -> list[str]:
        """Return the lines of a paragraph; of a field, what it shows and not how it is made."""
        pieces: list[tuple[str, str]] = []
        fields: list[bool] = []  # of each that has begun, whether what follows is shown
        for child, script in self._written_in(paragraph, look):
            if child.tag == _FIELD:
                _turn(fields, child.get(path_of("w:fldCharType")))
            elif not fields or fields[-1]:
                pieces.append((_written(child), script))
        found = joined(pieces)
        return [line for line in map(one_line, found.split("\n")) if line] if found else []

    def _written_in(
        self, parent: Element, look: Style, script: str = ""
    ) -> Iterator[tuple[Element, str]]:
        """Yield the texts and signs in a paragraph's runs and formulas, without hidden runs."""
        for child in unwrapped(parent):
            if child.tag in _FORMULAS:
                yield from ((text, script_in_formula(text)) for text in child.iter(*_TEXTS))
            elif child.tag != _RUN:
                yield child, script
            elif not self._is(child, look, "w:vanish", lambda style: style.is_hidden):
                yield from self._written_in(child, look, self._script(child, look))

    def _script(self, run: Element, look: Style) -> str:
        own = run.find(_RUN_LOOK)
        if own is None:
            return look.script or ""
        style = self._looks.style(value(own, "w:rStyle"))
        return value(own, "w:vertAlign") or style.script or look.script or ""

    def _is(self, run: Element, look: Style, name: str, of: Callable[[Style], bool | None]) -> bool:
        """Whether a run is switched so by itself, by its own style or by its paragraph's."""
        own = run.find(_RUN_LOOK)
        found = None if own is None else switch(own, name)
        if own is not None and found is None:
            found = of(self._looks.style(value(own, "w:rStyle")))
        return bool(of(look) if found is None else found)

    def _table(self, table: Element) -> Iterator[Piece]:
        """Yield a table as one block; one that is only a frame round a text, as that text."""
        cells = Cells(table, self.pieces)
        if cells.lays_out_text:
            yield from cells.texts
        elif cells.lines:
            yield Piece(Block(BlockKind.PARAGRAPH, cells.lines))


def _turn(fields: list[bool], turn: str | None) -> None:
    if turn == "begin":
        fields.append(False)
    elif turn == "separate" and fields:
        fields[-1] = len(fields) == 1 or fields[-2]
    elif turn == "end" and fields:
        fields.pop()


def _written(element: Element) -> str:
    if element.tag in _TEXTS:
        return "".join(element.itertext()).replace("\n", " ")
    return _SIGNS.get(str(element.tag), "")
