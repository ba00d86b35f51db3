"""Leave out what the pages of a PDF carry beside their text: running headers, footers, numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from knowledge.model import Dropped
from knowledge.reading.pdf.lines import Line

MIN_PAGES = 3  # on which a line must stand to be a running header
RUN_SHARE = 0.5  # of the pages from its first to its last: books have two headers in turn
NEARLY_ALL = 0.8  # of all pages: so many have a sentence that runs in the margin
EDGE_HEIGHTS = 2  # a running header or footer has so many lines at most
APART = 1.2  # times the usual distance of two lines
NUMBER_GAP = 1.5  # of the font size, between a page's number and its text
LARGER = 1.05  # times the size of the text: a heading
SENTENCE_WORDS = 3
RUNNING, NUMBER = "running header or footer", "page number"  # rules

_ROMAN = r"(?=[ivxl])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_PAGE = r"(?:page|seite|página|pagina|страница|p\.|s\.) ?"
_OF = r"(?: ?(?:/|of|von|de|di|sur|из|\|) ?\d{1,4})?"
_PAGE_NUMBER = re.compile(
    rf"(?:[-–—|•] ?)?(?:{_PAGE})?(?:(?P<number>\d{{1,4}})|{_ROMAN}){_OF}(?: ?[-–—|•])?",
    re.IGNORECASE,
)
_LAST_NUMBER = re.compile(
    rf"(?:(?<= )[-–—|•·/] |\b){_PAGE}(?P<number>\d{{1,4}}){_OF}\Z"
    r"|(?<= )[-–—|•·/] (?P<bare>\d{1,4})\Z",
    re.IGNORECASE,
)
_FIRST_NUMBER = re.compile(r"(?P<number>\d{1,4}) [-–—|•·/](?= )")
_YEAR = re.compile(r"\d{4}")
_AROUND = " -–—|•"
# A number before an item of a list, or before a note.
_NUMBERED = re.compile(r"\(?\d{1,3}[.)]?\s|[⁰¹²³⁴⁵⁶⁷⁸⁹]")
_CLOSED = re.compile(r"[.!?…][\"'”’»)\]]*$")
# What browsers print on top and at the bottom: "24/11/26, 3:04 PM Title", "https://a.example 1/2".
_PRINTED_AT = re.compile(r"\d[\d./-]{5,9},? \d{1,2}:\d\d(?: [AP]M)?\b.{0,300}")
_PRINTED_FROM = re.compile(r"(?:https?|file)://\S{1,2000} \d{1,4}/\d{1,4}")

Pages = Sequence[Sequence[Line]]


def without_furniture(pages: Pages) -> tuple[list[list[Line]], tuple[Dropped, ...]]:
    """Return the pages without running lines and numbers, and these, each distinct text once.

    A line that stands apart at a page's edge is a running one if enough pages have the same words
    at the same height, beside a number that grows with the pages. What is larger than the text is
    a heading and stays, and so does what only resembles a line of another page.
    """
    furniture = _Furniture(pages)
    kept: list[list[Line]] = [[] for _ in pages]
    gone: dict[tuple[str, str], Dropped] = {}
    for number, page in enumerate(pages):
        for line in page:
            if rule := furniture.rule_for(line, page):
                gone.setdefault((rule, _words(line)), Dropped(rule, line.text))
            else:
                kept[number].append(line)
    return kept, tuple(sorted(gone.values(), key=lambda one: one.rule == NUMBER))


@dataclass(frozen=True, slots=True)
class _Edge:
    """What stands apart at a page's edges."""

    zone: set[int]  # heights
    outermost: set[int]
    is_printed: bool  # by a browser


class _Furniture:
    """What runs through the pages of a document."""

    def __init__(self, pages: Pages) -> None:
        distance = _distance(pages)
        self._size = _text_size(pages)
        self._count = len(pages)
        self._edges = [_edge(page, distance) for page in pages]
        zones = [
            [line for line in page if round(line.base) in edge.zone]
            for page, edge in zip(pages, self._edges, strict=True)
        ]
        self._ahead = _numbering(zones)
        places: dict[tuple[int, str], set[int]] = defaultdict(set)
        for line in (line for zone in zones for line in zone):
            places[round(line.base), _words(line)].add(line.page)
        self._running = {key for key, found in places.items() if self._are_enough(key[1], found)}

    def rule_for(self, line: Line, page: Sequence[Line]) -> str | None:
        """Return the rule by which a line of a page is furniture."""
        edge, height = self._edges[line.page], round(line.base)
        if line.cells or line.size > LARGER * self._size:
            return None
        if height in edge.outermost and self._is_number(line, page):
            return NUMBER
        if height in edge.outermost and edge.is_printed and _is_printed(line.text):
            return RUNNING
        return RUNNING if height in edge.zone and self._runs(line) else None

    def _is_number(self, line: Line, page: Sequence[Line]) -> bool:
        if not _PAGE_NUMBER.fullmatch(line.text):
            return False
        if _YEAR.fullmatch(line.text) and _ahead(line) != self._ahead:
            return False
        near = NUMBER_GAP * line.size
        return all(abs(line.base - other.base) > near for other in page if other is not line)

    def _runs(self, line: Line) -> bool:
        words = _words(line)
        return (round(line.base), words) in self._running or (
            self._is_numbered(line) and not _is_own(words)
        )

    def _are_enough(self, words: str, pages: set[int]) -> bool:
        if _is_own(words):
            return len(pages) > max(MIN_PAGES, NEARLY_ALL * self._count)
        span = max(pages) - min(pages) + 1
        return len(pages) >= max(MIN_PAGES, RUN_SHARE * span)

    def _is_numbered(self, line: Line) -> bool:
        """Whether the number of its page ends the line, beside words that may change."""
        at_end = line.text.rstrip(_AROUND)[-1:].isdigit()
        return at_end and self._ahead is not None and _ahead(line) == self._ahead


def _text_size(pages: Pages) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
    return max(sizes, key=sizes.__getitem__, default=0.0)


def _distance(pages: Pages) -> float:
    """Return the usual distance of two lines."""
    heights = [sorted({round(line.base) for line in page}) for page in pages]
    drops = [above - below for page in heights for below, above in pairwise(page)]
    return median(drops) if drops else 0.0


def _edge(page: Sequence[Line], distance: float) -> _Edge:
    rising = sorted({round(line.base) for line in page})
    outermost = {*rising[:1], *rising[-1:]}
    outer = [line for line in page if round(line.base) in outermost]
    printed = any(_PRINTED_FROM.fullmatch(line.text) for line in outer)
    return _Edge(set(_apart(rising, distance)), outermost, printed)


def _apart(rising: Sequence[int], distance: float) -> Iterator[int]:
    """Yield where the outer lines stand that a gap parts from the text."""
    if len(rising) == 1:
        yield from rising
    for heights in (rising, rising[::-1]):
        for count in range(1, min(EDGE_HEIGHTS, len(heights) // 2) + 1):
            if abs(heights[count] - heights[count - 1]) > APART * distance:
                yield from heights[:count]


def _numbering(zones: Iterable[Sequence[Line]]) -> int | None:
    """Return what the printed numbers are more than the page's, if most pages have one."""
    found = [{*map(_ahead, zone)} - {None} for zone in zones]
    counted = Counter(ahead for each in found for ahead in each)
    ahead, count = max(counted.items(), key=lambda one: one[1], default=(None, 0))
    return ahead if count >= max(MIN_PAGES, len(found) / 2) else None


def _ahead(line: Line) -> int | None:
    """Return what the printed number of the line's page is more than the page's, if it has one."""
    number, _ = _parted(line)
    return None if number is None else number - line.page


def _words(line: Line) -> str:
    """Return the text, with the number of its page as what it is more than the page's."""
    number, words = _parted(line)
    return words if number is None else f"{words}\0{number - line.page}"


def _parted(line: Line) -> tuple[int | None, str]:
    """Return the number that a line sets apart as that of its page, and its words."""
    for part, words in ((-1, line.parts[:-1]), (0, line.parts[1:])):
        found = _PAGE_NUMBER.fullmatch(line.parts[part]) if line.parts else None
        if found and found["number"]:
            return int(found["number"]), " ".join(words)
    if (whole := _PAGE_NUMBER.fullmatch(line.text)) and whole["number"]:
        return int(whole["number"]), ""
    if found := _LAST_NUMBER.search(line.text):
        return int(found["number"] or found["bare"]), line.text[: found.start()]
    if found := _FIRST_NUMBER.match(line.text):
        return int(found["number"]), line.text[found.end() :]
    return None, line.text


def _is_own(words: str) -> bool:
    """Whether they look like the text's own: a sentence, an item of a list, a note."""
    text = words.partition("\0")[0]
    closed = _CLOSED.search(text) is not None and len(text.split()) >= SENTENCE_WORDS
    return closed or _NUMBERED.match(text) is not None


def _is_printed(text: str) -> bool:
    return bool(_PRINTED_FROM.fullmatch(text) or _PRINTED_AT.fullmatch(text))
