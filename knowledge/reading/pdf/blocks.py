"""Make headings, paragraphs, lists and tables of the groups of lines in a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from knowledge.model import Block, BlockKind
from knowledge.reading.pdf.dates import says_when
from knowledge.reading.pdf.hyphens import Joiner
from knowledge.reading.pdf.lines import Line
from knowledge.reading.pdf.paragraphs import INDENT, ITEM, LEADER, Group, Paragraphs, item_number
from knowledge.reading.pdf.turns import TURN

HEADING_LENGTH = 160  # characters
HEADING_LINES = 3
PLAIN_HEADING_LENGTH = 80  # characters, if only its number or its capitals mark it
MAX_INDENT = 40  # characters, of code
LARGER = 1.12  # times the size of the text
LARGEST = 1.3  # times the size of the text: a heading even with a full stop
SHORT = 0.75  # of a column's width: the longest line that was ended on purpose, as in a poem

_CLOSED = re.compile(r"[.!…:;,][\"'”’»)\]]*$")
_ENDED = re.compile(r"[.!?;][\"'”’»)\]]*$")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s")
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+[^\W\d_]")


class Blocks:
    """What a document consists of, and the heading that is its title."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._paragraphs = Paragraphs(lines)
        self._usual = self._paragraphs.usual
        self._joiner = Joiner(line.text for line in lines)
        self._title = self._title_group()
        self.title = self._text(self._title) if self._title else None

    def all(self) -> Iterator[Block]:
        """Yield the blocks below the title; TURN stands in their lines where a page turns."""
        groups = [group for group in self._paragraphs.groups if group is not self._title]
        parts = [[group] for group in groups[:1]]
        for last, group in pairwise(groups):
            if self._are_one_block(last, group):
                parts[-1].append(group)
            else:
                parts.append([group])
        for part, following in zip(parts, [*parts[1:], None], strict=True):
            heads = following is not None and self._heads(part, following)
            kind = BlockKind.HEADING if heads else BlockKind.PARAGRAPH
            yield Block(kind, tuple(self._lines(part, kind)), part[0].first.page + 1)

    def _heads(self, part: Sequence[Group], following: Sequence[Group]) -> bool:
        """Whether a part is the heading of what follows, and not one of a flyer's large lines."""
        if not self._is_heading(part) or _is_statement(self._text(part[0])):
            return False
        one, two = part[0].first, following[0].first
        is_lower = two.size < one.size or _is_section_of(one.text, two.text)
        return is_lower or not self._is_heading(following)

    def _title_group(self) -> Group | None:
        """Return the heading in the largest letters on the first page."""
        first = [group for group in self._paragraphs.groups if group.first.page == 0]
        titles = [group for group in first if self._is_large(group) and self._is_heading([group])]
        titles = [group for group in titles if sum(map(str.isalpha, self._text(group))) > 2]
        return max(titles, key=lambda group: group.first.size, default=None)

    def _are_one_block(self, last: Group, group: Group) -> bool:
        """Whether two groups are rows of one table, or items of one list."""
        if self._is_marked(last) or self._is_marked(group):
            return False
        if last.is_row or group.is_row:
            both = last.is_row and group.is_row
            return both and bool(last.first.cells) == bool(group.first.cells)
        return last.is_item and group.is_item and not _begins_list(last, group)

    def _is_large(self, group: Group) -> bool:
        return group.first.size > LARGER * self._usual.size

    def _is_marked(self, group: Group) -> bool:
        """Whether the group has the letters of a heading, and is as short as one."""
        if group.is_row or len(group.lines) > HEADING_LINES:
            return False
        text = self._text(group)
        if len(text) > HEADING_LENGTH:
            return False
        if not any(map(str.isalpha, text)):
            return False
        if _CLOSED.search(text) and group.first.size < LARGEST * self._usual.size:
            return False
        return self._is_large(group) or (
            group.is_bold and not self._usual.bold and not _is_bullet(group)
        )

    def _is_heading(self, part: Sequence[Group]) -> bool:
        group = part[0]
        if len(part) > 1 or group.is_row:
            return False
        if self._is_marked(group):
            return True
        text = group.first.text
        if len(group.lines) > 1 or len(text) > PLAIN_HEADING_LENGTH or _CLOSED.search(text):
            return False
        numbered = _SECTION.match(text) is not None or (group.is_item and not _is_bullet(group))
        return numbered or _is_capitals(text)

    def _lines(self, part: Sequence[Group], kind: BlockKind) -> Iterator[str]:
        if kind is BlockKind.HEADING:
            yield self._text(part[0])
            return
        page = part[0].first.page
        for group in part:
            for written, text in self._written(group):
                yield TURN * (written[0].page - page) + text
                page = written[-1].page

    def _written(self, group: Group) -> Iterator[tuple[Sequence[Line], str]]:
        """Yield the lines of a group that make one of a block, and what they make."""
        if group.is_row:
            yield group.lines, LEADER.sub(" … ", group.first.text)
        elif group.is_item:
            yield group.lines, _marked(self._turning(group.lines))
        elif self._is_code(group):
            yield from zip(([line] for line in group.lines), _code(group.lines), strict=True)
        else:
            for verse in self._verses(group):
                yield verse, self._turning(verse)

    def _turning(self, lines: Sequence[Line]) -> str:
        """Return lines as one, with a mark where the page turns."""
        pairs = enumerate(pairwise(lines), start=1)
        turns = {place for place, (last, line) in pairs if line.page > last.page}
        return self._joiner.joined([line.text for line in lines], turns)

    def _is_code(self, group: Group) -> bool:
        return not self._usual.fixed and all(line.fixed for line in group.lines)

    def _text(self, group: Group) -> str:
        return self._joiner.joined([line.text for line in group.lines])

    def _verses(self, group: Group) -> Iterator[list[Line]]:
        """Yield the lines that belong together: all, but in a poem or an address."""
        verse = [group.first]
        for last, line in pairwise(group.lines):
            if self._paragraphs.is_short(last, line, SHORT) and not line.text[0].islower():
                yield verse
                verse = []
            verse.append(line)
        yield verse


def _is_statement(text: str) -> bool:
    return _ENDED.search(text) is not None or says_when(text)


def _is_section_of(upper: str, lower: str) -> bool:
    """Whether the number of one heading begins with that of another: "2. Fees", "2.1 Adults"."""
    number = _NUMBERED.match(upper)
    return number is not None and lower.startswith(f"{number[1]}.")


def _begins_list(last: Group, group: Group) -> bool:
    """Whether an item is the first of another list: no deeper one, but marked in another way."""
    level = abs(last.first.left - group.first.left) < INDENT * group.first.size
    return level and (_is_bullet(last) != _is_bullet(group) or item_number(group.first.text) == 1)


def _is_bullet(group: Group) -> bool:
    found = ITEM.match(group.first.text)
    return found is not None and found["bullet"] is not None


def _code(lines: Sequence[Line]) -> Iterator[str]:
    """Yield lines of code, indented as they stand."""
    left = min(line.left for line in lines)
    width = max((line.right - line.left) / len(line.text) for line in lines) or 1.0
    for line in lines:
        yield " " * min(round((line.left - left) / width), MAX_INDENT) + line.text


def _is_capitals(text: str) -> bool:
    return text.isupper() and sum(map(str.isalpha, text)) > 3 and not any(map(str.isdigit, text))


def _marked(text: str) -> str:
    """Return the text of an item with "- " for a bullet, and "1. " for "1)" and "(1)"."""
    found = ITEM.match(text)
    if not found:
        return text
    mark = "-" if found["bullet"] else found["mark"]
    if mark.strip("(.)").isdigit():
        mark = mark.strip("(.)") + "."
    return f"{mark} {text[found.end() :]}"
