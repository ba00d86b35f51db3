"""Find the paragraphs in the lines of a PDF: gaps, indents, short lines and fonts are borders."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.reading.pdf.lines import Line

GAP = 1.3  # times the usual distance of two lines
INDENT = 0.7  # of the font size
SAME_SIZE = 0.06  # of the font size: what is as large, but for rounding
TELLING_LINES = 4
LOOKED_BACK = 6  # groups among which a text goes on: notes and pictures may stand between

ITEM = re.compile(
    r"(?P<bullet>[•‣●○◦▪■□–—*·\uf0b7\uf0a7-])\s+(?=\S)|(?P<mark>\(?(?:\d{1,3}|[a-z])[.)])\s+(?=\S)"
)
_SURE_BULLETS = frozenset("•‣●○◦▪■□\uf0b7\uf0a7")
_CLOSED = re.compile(r"[.!?…:][\"'”’»)\]]*$")
LEADER = re.compile(r"(?<!\.)(?<!\. )(?: ?\.){4,} ?(?=\S{1,8}$)")  # the dots in a table of contents


@dataclass(frozen=True, slots=True)
class Usual:
    """What most lines of a document are like."""

    size: float
    leading: float  # times the size: the distance of two lines
    bold: bool
    fixed: bool


@dataclass(slots=True)
class Group:
    """The lines of one paragraph, heading or item of a list, one row of a table, or some code."""

    lines: list[Line]
    is_item: bool = False

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def is_bold(self) -> bool:
        return all(line.bold for line in self.lines)

    @property
    def is_row(self) -> bool:
        """Whether it stands for itself: a row of a table, a line of a table of contents."""
        return bool(self.first.cells) or LEADER.search(self.first.text) is not None


def usual(lines: Sequence[Line]) -> Usual:
    """Return what most of the text is like."""
    sizes: Counter[float] = Counter()
    bold: Counter[bool] = Counter()
    fixed: Counter[bool] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
        bold[line.bold] += len(line.text)
        fixed[line.fixed] += len(line.text)
    size = max(sizes, key=sizes.__getitem__)
    return Usual(size, _leading(lines, size), bold[True] > bold[False], fixed[True] > fixed[False])


def _leading(lines: Sequence[Line], size: float) -> float:
    drops = Counter(
        round((above.base - below.base) / size, 1)
        for above, below in pairwise(lines)
        if above.size == below.size == size and 0.8 * size < above.base - below.base < 3 * size
    )
    return max(drops, key=drops.__getitem__, default=1.2)


def item_number(text: str) -> int:
    """Return the number before an item, 0 if it has none."""
    found = ITEM.match(text)
    mark = (found["mark"] or "").strip("(.)") if found else ""
    return int(mark) if mark.isdecimal() else 0


def is_closed(text: str) -> bool:
    """Whether the text ends like a sentence."""
    return _CLOSED.search(text) is not None


class Paragraphs:
    """Group the lines of a document."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.usual = usual(lines)
        self.groups: list[Group] = []
        self._margins = _margins(lines, self.usual.leading)
        for line in lines:
            self._take(line)

    def is_short(self, last: Line, line: Line, share: float = 1.0) -> bool:
        """Whether the next line's first word would have stood in the last line, too.

        With a share, whether the last line does not reach so much of its column, either.
        """
        words = line.text.split(maxsplit=1)
        per_letter = (line.right - line.left) / max(len(line.text), 1)
        needed = last.right + (len(words[0]) + 1.5) * per_letter
        left, right = last.left, self._margins[id(last)]
        return needed < right and last.right - left <= share * (right - left)

    def _take(self, line: Line) -> None:
        group = self._going_on(line)
        if group:
            group.lines.append(line)
        else:
            self.groups.append(Group([line], is_item=self._starts_item(line)))

    def _going_on(self, line: Line) -> Group | None:
        """Return the group that the line belongs to, unless it begins a new one."""
        if not self.groups or self._starts_item(line) or Group([line]).is_row:
            return None
        group = self.groups[-1]
        if _jumps(group.last, line):
            return self._interrupted(line)
        return group if self._goes_on(group, line) else None

    def _starts_item(self, line: Line) -> bool:
        """Whether the line begins with a marker, and is not merely broken before a dash or date."""
        found = ITEM.match(line.text)
        if not found or line.cells or not self.groups:
            return found is not None and not line.cells
        group = self.groups[-1]
        last = group.last
        return (
            found["bullet"] in _SURE_BULLETS
            or (group.is_item and _follows(group.first, line))
            or is_closed(last.text)
            or self._ends(group, line)
            or self.is_short(last, line)
            or abs(line.left - last.left) > INDENT * line.size
        )

    def _interrupted(self, line: Line) -> Group | None:
        """Return the paragraph that goes on behind the end of a column or page."""
        for place, group in enumerate(reversed(self.groups[-LOOKED_BACK:])):
            last = group.last
            near = line.page - last.page <= 1 and _same_style(last, line)
            if group.is_row or not near or last.bold != line.bold or is_closed(last.text):
                continue
            if place == 0 or line.text[0].islower():
                return group if line.size <= 1.1 * self.usual.size else None
        return None

    def _goes_on(self, group: Group, line: Line) -> bool:
        last = group.last
        if group.is_row or self._ends(group, line):
            return False
        if line.fixed and last.fixed and not self.usual.fixed:
            return True
        border = is_closed(last.text)
        short = self.is_short(last, line)
        if (border and short) or (short and group.first.fixed != line.fixed):
            return False
        indent = (line.left - last.left) / line.size
        if group.is_item:
            return line.left > group.first.left - INDENT * line.size or not (border or short)
        if len(group.lines) == 1:
            return indent < INDENT or not border
        return abs(indent) < INDENT or not (border or short)

    def _ends(self, group: Group, line: Line) -> bool:
        """Whether a gap or another font says that the group ends before the line."""
        last = group.last
        leading = self.usual.leading * (2 if line.fixed and last.fixed else 1)
        far = _is_far(last, line, leading)
        turns = line.bold != last.bold and (
            group.is_bold or is_closed(last.text) or self.is_short(last, line)
        )
        return far or turns or not _same_style(last, line) or last.angle != line.angle


def _follows(item: Line, line: Line) -> bool:
    """Whether a line has the next number, or the same bullet at the same place, as an item."""
    one, two = ITEM.match(item.text), ITEM.match(line.text)
    if one and two and one["bullet"]:
        level = abs(line.left - item.left) < INDENT * line.size
        return level and one["bullet"] == two["bullet"]
    return item_number(line.text) == item_number(item.text) + 1


def _same_style(last: Line, line: Line) -> bool:
    # Letters of one width are often set smaller in the midst of others.
    allowed = SAME_SIZE if last.fixed == line.fixed else 2.5 * SAME_SIZE
    return abs(last.size - line.size) <= allowed * line.size


def _margins(lines: Sequence[Line], leading: float) -> dict[int, float]:
    """Return where the column of each line ends on the right, by the line's id.

    Text that stands together tells best; a few lines alone may all be short.
    """
    margins: dict[int, float] = {}
    for column in _cut(lines, _jumps):
        edge = max(line.right for line in column)
        for together in _cut(column, lambda last, line: _is_far(last, line, leading)):
            own = max(line.right for line in together)
            margin = own if len(together) >= TELLING_LINES else edge
            margins.update((id(line), margin) for line in together)
    return margins


def _cut(lines: Sequence[Line], is_border: Callable[[Line, Line], bool]) -> Iterator[list[Line]]:
    part = [*lines[:1]]
    for last, line in pairwise(lines):
        if is_border(last, line):
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _jumps(last: Line, line: Line) -> bool:
    """Whether another page or column begins."""
    return line.page != last.page or line.base > last.base + 0.5 * line.size


def _is_far(last: Line, line: Line, leading: float) -> bool:
    return last.base - line.base > GAP * leading * max(line.size, last.size)
