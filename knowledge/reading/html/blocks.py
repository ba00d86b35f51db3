"""Turn the elements of a page into headings and paragraphs, with where each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from knowledge.model import Block, BlockKind
from knowledge.reading.html.page_parts import cells
from knowledge.reading.html.text import (
    BLOCKS,
    HEADINGS,
    code_in,
    is_layout_list,
    is_layout_table,
    links_in,
    rows_in,
    size_up_to,
    text_of,
)
from knowledge.text import tidy

LONGEST_HEADING = 300  # characters; a longer one is a heading that was never closed
TERM_END = ": "  # between a term and its definition

_LISTS = ("ul", "ol", "dl")
_BOLD_TAGS = ("b", "strong")
_BOLD, _UNBOLD = "\x01", "\x02"  # signs that no text has, since tidy takes them out
_ALL_BOLD = re.compile(f"\\s*{_BOLD}[^{_BOLD}{_UNBOLD}]*{_UNBOLD}\\s*")
_LINK, _UNLINK = "\x03", "\x04"
_LINKED = re.compile(f"{_LINK}([^{_LINK}{_UNLINK}]*){_UNLINK}")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, the element it stands in, and the share of its text that is links."""

    block: Block
    element: HtmlElement
    linked: float
    level: int = 0  # of a heading, 1 to 6
    is_bold: bool = False


def pieces(root: HtmlElement) -> list[Piece]:
    """Return the blocks in `root`, in reading order; the walk is linear and does not recurse."""
    walk = iterwalk(root, events=("start", "end"))
    writer = _Writer(root)
    for event, element in walk:
        if event == "start":
            if writer.take_whole(element):
                walk.skip_subtree()
            else:
                writer.open(element)
        else:
            writer.close(element)
    return writer.finish()


_HEADING_CLASS = re.compile(r"(?<!\S)(?:h|heading-?)([2-6])(?!\S)")  # a heading in all but its tag
LONGEST_CLASS = 300  # characters that are looked at


@dataclass(slots=True)
class _List:
    tag: str
    number: int


class _Writer:
    """What the walk has read so far."""

    def __init__(self, root: HtmlElement) -> None:
        self._root = root
        self._pieces: list[Piece] = []
        self._text: list[str] = []
        self._links = 0  # open links
        self._lists: list[_List] = []  # open ones that become one paragraph
        self._items: list[str] = []  # the lines of that paragraph
        self._items_linked = 0
        self._mark = ""  # what the next line begins with
        self._taken: HtmlElement | None = None
        self._cells: set[HtmlElement] = set()  # of the rows that are open

    def take_whole(self, element: HtmlElement) -> bool:
        """Whether the element was read as one piece: a heading, a table, code, a term."""
        tag = element.tag
        if (level := _level(element)) and size_up_to(element, LONGEST_HEADING) <= LONGEST_HEADING:
            self._flush(element.getparent())
            lines = (line,) if (line := text_of(element)) else ()
            self._add(Piece(Block(BlockKind.HEADING, lines), element, 0, level))
        elif tag == "table" and not is_layout_table(element):
            self._flush(element.getparent())
            self._add(_paragraph(tuple(rows_in(element)), element, links_in(element)))
        elif tag == "pre":
            self._flush(element.getparent())
            self._add(_paragraph(tuple(code_in(element)), element))
        elif tag == "dt":
            self._flush(element.getparent())
            self._end_term(element)
            term = text_of(element).rstrip(": ")
            self._mark = term + TERM_END if term else ""
        else:
            return False
        self._taken = element
        return True

    def open(self, element: HtmlElement) -> None:
        """Read the beginning of an element."""
        tag = element.tag
        if tag in BLOCKS:
            self._flush(element.getparent())
        if tag in _LISTS and (self._lists or not is_layout_list(element)):
            start = element.get("start", "")
            self._lists.append(_List(str(tag), int(start) if start[:6].isdecimal() else 1))
        elif tag == "li" and self._lists:
            self._end_term(element)
            self._mark = self._item_mark()
        elif tag == "br":
            self._text.append("\n")
        elif tag in _BOLD_TAGS:
            self._text.append(_BOLD)
        elif tag == "div" and (row := cells(element)):
            self._cells.update(row)
        self._links += tag == "a"
        self._read(element.text)

    def close(self, element: HtmlElement) -> None:
        """Read the end of an element and what follows it."""
        tag = element.tag
        if element is self._taken:
            self._taken = None
        else:
            if tag in BLOCKS:
                self._flush(element)
            if tag in ("li", "dl"):
                self._mark = ""
            if tag in _LISTS and self._lists:
                self._lists.pop()
                if not self._lists:
                    self._end_list(element)
            if tag in _BOLD_TAGS:
                self._text.append(_UNBOLD)
            if element in self._cells:
                self._cells.remove(element)
                self._text.append("\n")
            self._links -= tag == "a"
        if element is not self._root:
            self._read(element.tail)

    def finish(self) -> list[Piece]:
        """Return all pieces."""
        self._flush(self._root)
        self._lists.clear()
        self._end_list(self._root)
        return self._pieces

    def _read(self, text: str | None) -> None:
        if text:
            text = _SPACE.sub(" ", text)
            self._text.append(f"{_LINK}{text}{_UNLINK}" if self._links else text)

    def _flush(self, element: HtmlElement | None) -> None:
        """End the paragraph that is being read."""
        text = "".join(self._text)
        self._text.clear()
        if not text or text.isspace() or not (groups := list(_paragraphs(text))):
            return
        first = groups[0]
        groups[0] = replace(first, lines=(self._mark + first.lines[0], *first.lines[1:]))
        self._mark = ""
        owner = self._root if element is None else element
        for group in groups:
            piece = _paragraph(group.lines, owner, group.linked)
            self._add(replace(piece, is_bold=group.is_bold))

    def _add(self, piece: Piece) -> None:
        lines = piece.block.lines
        if not lines:
            return
        self._end_term(piece.element)
        if self._lists:
            self._items.extend((self._mark + lines[0], *lines[1:]))
            self._mark = ""
            self._items_linked += round(piece.linked * len(piece.block.text))
        else:
            self._pieces.append(piece)

    def _end_list(self, element: HtmlElement) -> None:
        lines, linked = tuple(self._items), self._items_linked
        self._items.clear()
        self._items_linked = 0
        self._add(_paragraph(lines, element, linked))

    def _item_mark(self) -> str:
        innermost = self._lists[-1]
        if innermost.tag != "ol":
            return "- "
        innermost.number += 1
        return f"{innermost.number - 1}. "

    def _end_term(self, element: HtmlElement) -> None:
        """Write the term that waits, on a line of its own if its definition is no paragraph."""
        term, self._mark = self._mark, ""
        if term.endswith(TERM_END):
            self._add(_paragraph((term.rstrip(),), element))
        else:
            self._mark = term


def _paragraph(lines: tuple[str, ...], element: HtmlElement, linked: int = 0) -> Piece:
    share = linked / max(1, sum(map(len, lines)))
    return Piece(Block(BlockKind.PARAGRAPH, lines), element, share)


@dataclass(frozen=True, slots=True)
class _Group:
    lines: tuple[str, ...]
    linked: int  # characters
    is_bold: bool


def _paragraphs(text: str) -> Iterator[_Group]:
    """Yield the paragraphs in a text; an empty line parts them."""
    raw = text.split("\n")
    lines = zip((" ".join(tidy(line).split()) for line in raw), raw, strict=True)
    for full, group in groupby(lines, key=lambda line: bool(line[0])):
        if full:
            shown, marked = zip(*group, strict=True)
            linked = sum(len(text) for line in marked for text in _LINKED.findall(line))
            is_bold = len(marked) == 1 and _ALL_BOLD.fullmatch(marked[0]) is not None
            yield _Group(shown, linked, is_bold)


def _level(element: HtmlElement) -> int:
    """Return which heading the element is, 0 if none."""
    if element.tag in HEADINGS:
        return int(str(element.tag)[1])
    if element.get("role") == "heading":
        level = element.get("aria-level", "")
        return int(level) if level in "123456" and level else 2
    if element.tag in ("div", "p", "span"):
        found = _HEADING_CLASS.search(element.get("class", "")[:LONGEST_CLASS])
        return int(found[1]) if found else 0
    return 0
