"""Put the runs of a PDF page together to lines, as far as no wide gap parts them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.reading.digits import lowered, raised
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
_SMALLER = 0.85  # times the size of the line: a raised or lowered digit
_RAISED, _LOWERED = 0.15, -0.06  # of the size of the line, at least
_DIGITS = re.compile(r"\s*[\d+−,-]+\s*")
# Behind the end of a sentence or a long word, which is no unit, a raised number is that of a note;
# behind "$4." it is not, but behind a year.
_NOTED = re.compile(r"(?:(?:(?<!\d)|(?<=\d{4}))[.!?…,:;][\"'”’»)\]]*|[^\W\d_]{6})\s*$")
_NOTES = re.compile(r"\s*\d{1,3}(?:[,–-]\d{1,3})*\s*")
_LOOKED_BACK = 10  # characters
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
    parts: tuple[str, ...] = ()  # of a line in no table, if wide gaps part it


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
    level = abs(run.base - largest.base) < 0.55 * size or abs(run.base - last.base) < 0.1 * size
    return last.angle == run.angle and level and -0.5 * size < gap < widest * size


def _widest_gap(group: list[Run]) -> float:
    if _is_marker(group):
        return _MARKER_GAP
    return _NUMBER_GAP if _SECTION.fullmatch(_plain(group)) else CELL_GAP


def _plain(group: list[Run]) -> str:
    return "".join(run.text for run in group).strip()


def _is_marker(group: list[Run]) -> bool:
    return MARKER.fullmatch(_plain(group)) is not None


def _line(group: list[Run], page: int) -> Line:
    group = _with_digits(group)
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


def _with_digits(group: list[Run]) -> list[Run]:
    """Return the runs with raised and lowered digits as such; those of notes are empty."""
    largest = max(group, key=lambda run: run.size)
    written, before = [], ""
    for run in group:
        text = _as_it_stands(run, largest, before)
        written.append(replace(run, text=text))
        before = (before + text)[-_LOOKED_BACK:]
    return written


def _as_it_stands(run: Run, largest: Run, before: str) -> str:
    if run.size >= _SMALLER * largest.size or not _DIGITS.fullmatch(run.text):
        return run.text
    rise = (run.base - largest.base) / largest.size
    if rise > _RAISED:
        is_note = _NOTED.search(before) and _NOTES.fullmatch(run.text)
        return "" if is_note else raised(run.text)
    return lowered(run.text) if rise < _LOWERED else run.text


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
