"""Find the rows of tables, and the columns of the page, in lines that stand beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from knowledge.reading.pdf.lines import Line

CELL_LINES = 8  # a higher piece of text that stands beside another one is a column of the page
MAX_CELLS = 50  # of a row
COLUMN_ROWS = 5  # so many rows of two long texts are two columns that were written line by line
COLUMN_WIDTH = 25  # letters, on the average, of such texts
_LOOSE_GAP = 3.0  # of the font size, between the words of the loosest lines
_CELL_LEADING = 1.8  # of the font size, between the lines of one cell


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a page column by column; a row of a table is one line with cells."""
    return list(_mended(_without_rows(_rows(lines))))


class _Stack:
    """Lines below each other: a cell of a table, or a piece of a column."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines: list[Line] = []
        self.left, self.right = lines[0].left, lines[0].right
        for line in lines:
            self.add(line)

    def add(self, line: Line) -> None:
        """Put a line below the last one."""
        self.lines.append(line)
        self.left, self.right = min(self.left, line.left), max(self.right, line.right)

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    def goes_on(self, line: Line) -> bool:
        """Whether the line stands right below the last one."""
        last = self.lines[-1]
        drop = last.base - line.base
        beside = line.left > self.right or line.right < self.left
        return 0 < drop < _CELL_LEADING * line.size and not beside and last.angle == line.angle

    def is_beside(self, row: Sequence[_Stack]) -> bool:
        """Whether it stands to the right of all cells of a row, and at their height."""
        first, last = self.lines[0], self.lines[-1]
        top = max(one.lines[0].base for one in row) + 0.5 * first.size
        bottom = min(one.lines[-1].base for one in row) - 0.5 * first.size
        at_height = first.base > bottom and last.base < top
        right = max(one.right for one in row)
        return at_height and self.left > right and row[0].lines[0].angle == first.angle


Row = list[_Stack]


def _rows(pieces: Sequence[Line]) -> Iterator[Row]:
    """Yield the stacks that stand beside each other, from the left to the right."""
    row: Row = []
    for stack in _stacks(pieces):
        if len(row) == 1:
            yield from _taken_off(row, stack)
        low = row and max(len(row[-1].lines), len(stack.lines)) <= CELL_LINES
        if low and len(row) < MAX_CELLS and stack.is_beside(row):
            row.append(stack)
            continue
        if row:
            yield row
        row = [stack]
    if row:
        yield row


def _taken_off(row: Row, second: _Stack) -> Iterator[Row]:
    """Take off the lines of a row's first stack that stand above the row.

    They do if the stack's last lines are at the same heights as those of its neighbour.
    """
    first, count = row[0].lines, len(second.lines)
    beside = first[-count:]
    level = [
        abs(one.base - two.base) < 1 and one.right < two.left
        for one, two in zip(beside, second.lines, strict=False)
    ]
    if count < len(first) and all(level):
        yield [_Stack(first[:-count])]
        row[0] = _Stack(beside)


def _stacks(pieces: Sequence[Line]) -> Iterator[_Stack]:
    stack: _Stack | None = None
    for line in pieces:
        if stack and stack.goes_on(line):
            stack.add(line)
            continue
        if stack:
            yield stack
        stack = _Stack([line])
    if stack:
        yield stack


def _without_rows(rows: Iterator[Row]) -> Iterator[Line]:
    """Yield the lines; rows whose cells stand below each other are a table's."""
    table: list[Row] = []
    for row in rows:
        if table and not _aligned(table[-1], row):
            yield from _table_lines(table)
            table = []
        table.append(row)
    yield from _table_lines(table)


def _aligned(one: Row, two: Row) -> bool:
    """Whether two rows have two cells or more below each other, and none below two others."""
    if len(one) < 2 or len(two) < 2:
        return False
    below = [[a.left < b.right and b.left < a.right for a in one] for b in two]
    alone = all(sum(found) <= 1 for found in (*below, *zip(*below, strict=True)))
    return alone and sum(map(sum, below)) >= 2


def _table_lines(table: Sequence[Row]) -> Iterator[Line]:
    if len(table) == 1:
        yield from _apart(table[0])
    elif _are_columns(table):
        for place in (0, 1):
            yield from (row[place].lines[0] for row in table)
    else:
        yield from map(_table_row, table)


def _apart(row: Row) -> Iterator[Line]:
    """Yield the lines of a row that is in no table: one, as of a letter's head, or columns."""
    if any(len(stack.lines) > 1 for stack in row):
        for stack in row:
            yield from stack.lines
    else:
        whole, parts = row[0].lines[0], tuple(stack.text for stack in row)
        parts = parts if len(parts) > 1 else whole.parts
        yield replace(
            whole, text=" ".join(stack.text for stack in row), right=row[-1].right, parts=parts
        )


def _mended(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines; one that seemed to be two cells, for its wide spaces, is whole again."""
    parts: list[Line] = []
    for line in lines:
        if parts and not _is_rest(parts[-1], line):
            yield _whole(parts)
            parts = []
        parts.append(line)
    if parts:
        yield _whole(parts)


def _whole(parts: list[Line]) -> Line:
    if len(parts) == 1:
        return parts[0]
    return replace(
        parts[0],
        text=" ".join(part.text for part in parts),
        right=parts[-1].right,
        bold=all(part.bold for part in parts),
        fixed=all(part.fixed for part in parts),
    )


def _is_rest(line: Line, rest: Line) -> bool:
    level = abs(line.base - rest.base) < 0.1 * line.size and line.angle == rest.angle
    return level and not line.cells and 0 < rest.left - line.right < _LOOSE_GAP * line.size


def _are_columns(table: Sequence[Row]) -> bool:
    if len(table) < COLUMN_ROWS or any(len(row) != 2 for row in table):
        return False
    columns = [[row[place] for row in table] for place in (0, 1)]
    letters = [sum(len(stack.text) for stack in column) for column in columns]
    single = all(len(stack.lines) == 1 for column in columns for stack in column)
    return single and min(letters) > COLUMN_WIDTH * len(table)


def _table_row(row: Row) -> Line:
    cells = tuple(stack.text for stack in row)
    return replace(row[0].lines[0], text=" | ".join(cells), right=row[-1].right, cells=cells)
