"""Leave out what the pages of a PDF carry beside their text: running headers, footers, numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from knowledge.reading.pdf.lines import Line

MIN_PAGES = 3  # on which a line must stand to be a running header
EDGE_HEIGHTS = 2  # a running header or footer has so many lines at most
APART = 1.2  # times the usual distance of two lines
NUMBER_GAP = 1.5  # of the font size, between a page's number and its text

_NUMBER = re.compile(r"\d{1,5}")
_LAST_NUMBER = re.compile(r"(?<!\d)\d{1,5}\Z")
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|•] ?)?(?:(?:page|seite|página|pagina|страница|p\.|s\.) ?)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?: ?(?:/|of|von|de|di|sur|из|\|) ?\d{1,4})?(?: ?[-–—|•])?",
    re.IGNORECASE,
)
# What browsers print on top and at the bottom: "24/11/26, 3:04 PM Title", "https://a.example 1/2".
_PRINTED_AT = re.compile(r"\d[\d./-]{5,9},? \d{1,2}:\d\d(?: [AP]M)?\b.{0,300}")
_PRINTED_FROM = re.compile(r"(?:https?|file)://\S{1,2000} \d{1,4}/\d{1,4}")


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the pages without running headers and footers, and without their numbers.

    A line that stands apart at a page's edge is a running one if three pages have it at the same
    height, but for a number that grows with the pages; what is larger than the text is a heading
    and stays.
    """
    size, distance = _text_size(pages), _distance(pages)
    zones = [_edge_heights(page, distance) for page in pages]
    edges = [_at(page, zone) for page, zone in zip(pages, zones, strict=True)]
    keys = Counter(key for edge in edges for key in {key for line in edge for key in _keys(line)})
    ahead = _numbering(edges)
    return [
        [line for line in page if line.size > 1.05 * size or not is_furniture(line)]
        for page, zone in zip(pages, zones, strict=True)
        for is_furniture in [_rule(page, zone, keys, ahead)]
    ]


def _text_size(pages: Iterable[Iterable[Line]]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
    return max(sizes, key=sizes.__getitem__, default=0.0)


def _distance(pages: Iterable[Iterable[Line]]) -> float:
    """Return the usual distance of two lines."""
    heights = [sorted({round(line.base) for line in page}) for page in pages]
    drops = [above - below for page in heights for below, above in pairwise(page)]
    return median(drops) if drops else 0.0


def _edge_heights(page: Sequence[Line], distance: float) -> set[int]:
    """Return where the outer lines stand that a gap parts from the text."""
    rising = sorted({round(line.base) for line in page})
    found = {*rising} if len(rising) == 1 else set()
    for heights in (rising, rising[::-1]):
        for count in range(1, min(EDGE_HEIGHTS, len(heights) - 1) + 1):
            if abs(heights[count] - heights[count - 1]) > APART * distance:
                found |= {*heights[:count]}
    return found


def _at(page: Iterable[Line], heights: set[int]) -> list[Line]:
    return [line for line in page if round(line.base) in heights]


def _numbering(edges: Sequence[Sequence[Line]]) -> int | None:
    """Return what the printed numbers are more than the page's, if most pages have one."""
    found = Counter(ahead for edge in edges for ahead in {*map(_ahead, edge)} - {None})
    ahead, count = max(found.items(), key=lambda one: one[1], default=(None, 0))
    return ahead if count >= max(MIN_PAGES, len(edges) / 2) else None


def _ahead(line: Line) -> int | None:
    """Return what the number at a line's end, or else at its start, is more than the page's."""
    number = _LAST_NUMBER.search(line.text) or _NUMBER.match(line.text)
    return int(number[0]) - line.page if number else None


def _keys(line: Line) -> Iterator[tuple[int, str]]:
    """Yield the text, and the text with each number as what it is more than the page's."""
    height = round(line.base)
    yield height, line.text
    for found in _NUMBER.finditer(line.text[:300]):
        ahead = int(found[0]) - line.page
        yield height, f"{line.text[: found.start()]}\0{ahead}\0{line.text[found.end() :]}"


def _rule(
    page: Sequence[Line], zone: set[int], keys: Counter[tuple[int, str]], ahead: int | None
) -> Callable[[Line], bool]:
    """Return what tells the furniture of a page."""
    heights = [round(line.base) for line in page]
    outermost = {min(heights), max(heights)} if heights else set()
    printed = any(_PRINTED_FROM.fullmatch(line.text) for line in _at(page, outermost))

    def is_furniture(line: Line) -> bool:
        height = round(line.base)
        if height in outermost:
            if _is_number(line, page) or (printed and _is_printed(line.text)):
                return True
            if ahead is not None and height in zone and _ahead(line) == ahead:
                return True
        return height in zone and any(keys[key] >= MIN_PAGES for key in _keys(line))

    return is_furniture


def _is_number(line: Line, page: Sequence[Line]) -> bool:
    near = NUMBER_GAP * line.size
    if not _PAGE_NUMBER.fullmatch(line.text):
        return False
    return all(abs(line.base - other.base) > near for other in page if other is not line)


def _is_printed(text: str) -> bool:
    return bool(_PRINTED_FROM.fullmatch(text) or _PRINTED_AT.fullmatch(text))
