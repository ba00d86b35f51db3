"""Put the runs of a PDF page together to lines, as far as no wide gap parts them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.reading.pdf.runs import CELL_GAP, Run
from knowledge.text import one_line

_MARKER_GAP = 4.0  # of the font size, between the marker of a list's item and the item
_NUMBER_GAP = 1.4  # of the font size, between the number of a section and its heading
_FIXED_SHARE = 0.8  # of the letters of a line of code
MARKER = re.compile(r"(?:[•‣●○◦▪■□–—*·\uf0b7\uf0a7-]|\(?(?:\d{1,3}|[a-zA-Z])[.)])")
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_SOFT_HYPHEN = re.compile("\xad(?=.)")  # at a line's end it says that the word goes on


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, or a row of a table; lengths are in points, `base` grows upwards."""

    text: str
    left: float
    right: float
    base: float
    size: float
    page: int
    bold: bool = False
    fixed: bool = False
    angle: int = 0
    cells: tuple[str, ...] = ()  # of a table's row


def lines(runs: Sequence[Run], page: int) -> list[Line]:
    """Return the lines of a page in the order in which they are painted."""
    found = (_line(group, page) for group in _grouped(runs))
    return [line for line in found if line.text.strip("\xad")]


def _grouped(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Yield the runs that stand on one line without a wide gap."""
    group: list[Run] = []
    largest: Run | None = None  # which tells how high the line stands; others may be raised
    for run in runs:
        if not group and not run.text.strip():
            continue
        if largest and not _goes_on(group, largest, run):
            yield group
            group, largest = [], None
            if not run.text.strip():
                continue
        group.append(run)
        if largest is None or run.size > largest.size:
            largest = run
    if group:
        yield group


def _goes_on(group: list[Run], largest: Run, run: Run) -> bool:
    last = group[-1]
    size = max(last.size, run.size)
    gap = run.left - last.right
    widest = _widest_gap(group) if len(group) < 3 else CELL_GAP
    same_line = last.angle == run.angle and abs(run.base - largest.base) < 0.55 * size
    return same_line and -0.5 * size < gap < widest * size


def _widest_gap(group: list[Run]) -> float:
    if _is_marker(group):
        return _MARKER_GAP
    return _NUMBER_GAP if _SECTION.fullmatch(_plain(group)) else CELL_GAP


def _plain(group: list[Run]) -> str:
    return "".join(run.text for run in group).strip()


def _is_marker(group: list[Run]) -> bool:
    return MARKER.fullmatch(_plain(group)) is not None


def _line(group: list[Run], page: int) -> Line:
    text = _SOFT_HYPHEN.sub("", _joined(group).translate(_LIGATURES).rstrip())
    soft = "\xad" if text.endswith("\xad") else ""
    weights: Counter[tuple[float, bool, bool]] = Counter()
    for run in group:
        weights[round(run.size, 1), run.bold, run.fixed] += len(run.text.strip())
    size, _, _ = weights.most_common(1)[0][0]
    return Line(
        text=one_line(text) + soft,
        left=group[0].left + _blank(group[0]),
        right=max(run.right for run in group),
        base=max(group, key=lambda run: run.size).base,
        size=size,
        page=page,
        bold=_share(group, [run.bold for run in group]) == 1,
        fixed=_share(group, [run.fixed for run in group]) > _FIXED_SHARE,
        angle=group[0].angle,
    )


def _share(group: list[Run], held: list[bool]) -> float:
    """Return for which share of the letters something holds; signs count if there are no others."""
    letters = [sum(map(str.isalnum, run.text)) for run in group]
    counts = letters if any(letters) else [len(run.text.strip()) for run in group]
    return sum(count for count, one in zip(counts, held, strict=True) if one) / sum(counts)


def _blank(run: Run) -> float:
    """Return the width of the spaces with which a run begins, as code does."""
    spaces = len(run.text) - len(run.text.lstrip())
    each = (run.right - run.left) / len(run.text) if run.fixed else run.space
    return spaces * each


def _joined(group: list[Run]) -> str:
    parts = [group[0].text]
    for last, run in pairwise(group):
        if run.left - last.right > min(last.space, run.space) / 2:
            parts.append(" ")
        parts.append(run.text)
    return "".join(parts)
