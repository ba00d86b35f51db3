"""Read the text of one element of a page, and tell lists and tables from mere layout."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from knowledge.reading.rows import row_of
from knowledge.text import one_line, tidy

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LONGEST_CELL = 400  # characters; a table with a longer cell lays out text

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form header hgroup hr legend li main menu nav ol optgroup option p "
    "pre section summary table tbody td tfoot th thead tr ul".split()
).union(HEADINGS)
MOST_ROWS_SPANNED = 100  # rows of a cell
_LAYOUT = (*HEADINGS, "table", "article", "section", "blockquote")


def text_of(element: HtmlElement) -> str:
    """Return the text in an element on one line; blocks in it are parted by a space."""
    return one_line("".join(_texts(element, border=" ")))


def _texts(element: HtmlElement, border: str) -> Iterator[str]:
    """Yield the texts in an element, with `border` where a block begins or ends."""
    for event, one in iterwalk(element, events=("start", "end")):
        if one.tag in BLOCKS or (one.tag == "br" and event == "start"):
            yield border
        if event == "start":
            yield one.text or ""
        elif one is not element:
            yield one.tail or ""


def code_in(element: HtmlElement) -> Iterator[str]:
    lines = tidy("".join(_texts(element, border="\n"))).split("\n")
    yield from (line.rstrip() for line in lines if line.strip())


def rows_in(table: HtmlElement) -> Iterator[str]:
    """Yield the caption and the rows of a table; a cell that spans rows stands in each of them."""
    spanning: dict[int, tuple[int, str]] = {}  # by column: in how many rows more, and what
    for part in table.iter("caption", "tr"):
        cells = [text_of(part)] if part.tag == "caption" else _cells_in(part, spanning)
        if row := row_of(cells):
            yield row


def _cells_in(row: HtmlElement, spanning: dict[int, tuple[int, str]]) -> list[str]:
    texts: list[str] = []
    for cell in row.iterchildren("td", "th"):
        _fill(texts, spanning)
        rows = cell.get("rowspan", "")
        if rows.isdecimal() and 1 < int(rows[:4]) <= MOST_ROWS_SPANNED:
            spanning[len(texts)] = (int(rows[:4]) - 1, text_of(cell))
        texts.append(text_of(cell))
    _fill(texts, spanning)
    return texts


def _fill(texts: list[str], spanning: dict[int, tuple[int, str]]) -> None:
    """Add the cells from above that stand in the next columns."""
    while len(texts) in spanning:
        left, text = spanning.pop(len(texts))
        if left > 1:
            spanning[len(texts)] = (left - 1, text)
        texts.append(text)


def links_in(element: HtmlElement) -> int:
    return sum(size_up_to(link, LONGEST_CELL) for link in element.iter("a"))


def is_layout_table(table: HtmlElement) -> bool:
    """Whether a table only places text on the page."""
    if table.get("role") in ("presentation", "none") or _holds(table, *_LAYOUT, "pre"):
        return True
    if not _holds(table, "th") and _holds(table, "p", "div", "ul", "ol"):
        return True
    if any(_is_empty_line(line) for line in table.iter("br")):
        return True
    return any(size_up_to(cell, LONGEST_CELL) > LONGEST_CELL for cell in table.iter("td", "th"))


def _is_empty_line(line: HtmlElement) -> bool:
    below = line.getnext()
    return below is not None and below.tag == "br" and not (line.tail or "").strip()


def is_layout_list(element: HtmlElement) -> bool:
    """Whether a list only places text on the page, such as the posts of a forum."""
    if element.tag == "dl":
        return _holds(element, *_LAYOUT, "pre", "dl")
    parts = (len(list(islice(item.iterchildren("div"), 2))) for item in element.iterchildren("li"))
    return _holds(element, *_LAYOUT) or any(count > 1 for count in parts)


def _holds(element: HtmlElement, *tags: str) -> bool:
    return any(one is not element for one in islice(element.iter(*tags), 2))


def size_up_to(element: HtmlElement, limit: int) -> int:
    """Return how many characters of text the element holds, if not more than `limit`."""
    count = 0
    for text in element.itertext():
        count += len(text)
        if count > limit:
            break
    return count
