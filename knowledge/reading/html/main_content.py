"""Find the article among the pieces of a page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import takewhile, zip_longest

from lxml.etree import iterwalk
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document

from knowledge.furniture import ON_PAGES_BELOW, page_rule_for, rule_for
from knowledge.model import Block, BlockKind
from knowledge.reading.html.blocks import Piece
from knowledge.reading.plain import is_heading

MOST_ELEMENTS = 10_000  # that trafilatura is shown; its time grows faster than the page
MAIN_SHARE = 0.9  # of the weight of a page's prose: what holds it holds the article
LEAST_PROSE = 30  # characters of a sentence
UNBROKEN = 150  # characters; so long a text is prose without a full stop, too
MOSTLY_LINKS = 0.6  # of the text of a menu or a list of other pages
UNKEPT = 0.25  # the weight of prose that trafilatura leaves out

ALL_LINK = 0.95  # of a line: its marks may stand outside the link
LONGEST_LINK = 60  # characters

_MARKS = ("article", "main")  # tags and roles by which a page says where its article is
_NUMBER = re.compile(r"\d[\d.,]{0,10} ?[kKmM]?")
_SENTENCE_END = re.compile(r"[.!?…:。！？।။][\"'”’»)\]]*$")
_WORD = re.compile(r"\w+")
_RUN = 4  # words that stand together in trafilatura's text, too


def main_content(root: HtmlElement, pieces: Sequence[Piece], title: Piece | None) -> list[Piece]:
    """Return the pieces of the article, those below its title if that is known.

    Text is weighed by the prose in it; what trafilatura keeps of the page weighs more.
    """
    kept = _kept_runs(root)
    weights: dict[HtmlElement, float] = defaultdict(float)
    for piece in pieces:
        weights[piece.element] += _weight(piece, kept)
    container = _semantic(_with_others(_lowest(root, weights), pieces))
    first, last = _edges(pieces, container)
    if title is not None and (place := pieces.index(title)) < last:
        first = place + 1
    own = _without_link_lists(pieces[first:last], kept, is_marked=_is_marked(container))
    return _with_bold_headings(own)


def is_prose(piece: Piece) -> bool:
    """Whether a piece reads like sentences, in any script."""
    text = piece.block.text
    if piece.block.kind is BlockKind.HEADING or piece.linked > MOSTLY_LINKS:
        return False
    ends = _SENTENCE_END.search(text[-10:]) is not None
    return len(text) >= (LEAST_PROSE if ends else UNBROKEN)


def _weight(piece: Piece, kept: frozenset[int]) -> float:
    if not is_prose(piece):
        return 0
    return len(piece.block.text) * (1 if _is_kept(piece, kept) else UNKEPT)


def _is_kept(piece: Piece, kept: frozenset[int]) -> bool:
    """Whether trafilatura keeps most of a piece; all is, if it was not asked."""
    runs = list(_runs(piece.block.text)) if kept else []
    return 2 * sum(run in kept for run in runs) >= len(runs)


def _kept_runs(root: HtmlElement) -> frozenset[int]:
    """Return the runs of words in what trafilatura takes for the article."""
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        return frozenset()
    document = bare_extraction(
        deepcopy(root), favor_recall=True, include_comments=True, with_metadata=False
    )
    if not isinstance(document, Document):
        return frozenset()
    return frozenset(_runs(f"{document.text}\n{document.comments}"))


def _runs(text: str) -> Iterator[int]:
    words = _WORD.findall(text.casefold())
    for place in range(max(1, len(words) - _RUN + 1)):
        yield hash(tuple(words[place : place + _RUN]))


def _lowest(root: HtmlElement, weights: dict[HtmlElement, float]) -> HtmlElement:
    """Return the lowest element that holds most of the weight."""
    least = MAIN_SHARE * sum(weights.values())
    before: list[float] = []
    total = 0.0
    for event, element in iterwalk(root, events=("start", "end")):
        if event == "start":
            before.append(total)
            total += weights.get(element, 0)
        elif total - before.pop() >= least:
            return element
    return root


def _with_others(container: HtmlElement, pieces: Sequence[Piece]) -> HtmlElement:
    """Return the lowest element around one that holds more than a paragraph."""
    texts = [piece.element for piece in pieces if piece.block.kind is not BlockKind.HEADING]
    inside = sum(container is one or container in one.iterancestors() for one in texts)
    around = container.getparent()
    while inside < 2 and around is not None:
        container, around = around, around.getparent()
        inside = sum(container is one or container in one.iterancestors() for one in texts)
    return container


def _is_marked(container: HtmlElement) -> bool:
    """Whether the page itself says that the element is the article."""
    return container.tag in _MARKS or container.get("role") in _MARKS


def _semantic(container: HtmlElement) -> HtmlElement:
    """Return the article or main element around it, if the page says where that is."""
    around = (container, *container.iterancestors())
    for tag in _MARKS:
        if found := [one for one in around if one.tag == tag or one.get("role") == tag]:
            return found[-1]
    return container


def _edges(pieces: Sequence[Piece], container: HtmlElement) -> tuple[int, int]:
    inside = [
        place
        for place, piece in enumerate(pieces)
        if container is piece.element or container in piece.element.iterancestors()
    ]
    return (inside[0], inside[-1] + 1) if inside else (0, len(pieces))


def _without_link_lists(
    pieces: Sequence[Piece], kept: frozenset[int], *, is_marked: bool
) -> list[Piece]:
    """Leave out menus above the article's text, and lists of links below it.

    What follows such a list is the article's only if the page says where that is.
    """
    own = [place for place, piece in enumerate(pieces) if _is_own(piece)]
    if not own:
        return list(pieces)
    head = [one for one in pieces[: own[0]] if not (_is_links(one) or _is_lone(one))]
    last = max((place for place in own if _is_kept(pieces[place], kept)), default=own[-1]) + 1
    text = [piece for piece in pieces[own[0] : last] if not _is_lone(piece)]
    return [*head, *text, *_tail(pieces[last:], is_marked=is_marked)]


def _tail(pieces: Sequence[Piece], *, is_marked: bool) -> list[Piece]:
    """Return what belongs to the article behind its last sentences."""
    below = takewhile(lambda piece: not ON_PAGES_BELOW.matches(piece.block.lines[0]), pieces)
    tail: list[Piece] = []
    for piece in below:
        if _is_links(piece):
            _drop_heading(tail)
            if not is_marked:
                break
        elif not _is_lone(piece):
            tail.append(piece)
    while tail and tail[-1].block.kind is BlockKind.HEADING:
        tail.pop()
    return tail


def _drop_heading(tail: list[Piece]) -> None:
    """Take off what may be the heading of the list of links that follows."""
    while tail and (tail[-1].block.kind is BlockKind.HEADING or _may_head(tail[-1])):
        tail.pop()


def _may_head(piece: Piece) -> bool:
    return len(piece.block.text) <= LONGEST_LINK and is_heading(piece.block)


def _is_own(piece: Piece) -> bool:
    text = piece.block.text
    return is_prose(piece) and rule_for(text) is None and page_rule_for(text) is None


def _is_lone(piece: Piece) -> bool:
    """Whether a paragraph is only of the page around: numbers, controls, a link."""
    lines = piece.block.lines
    if piece.block.kind is BlockKind.HEADING:
        return False
    numbers = sum(_NUMBER.fullmatch(line) is not None for line in lines)
    controls = sum(page_rule_for(line) is not None for line in lines)
    if numbers and _is_in_table(piece):
        numbers = 0
    if 2 * (numbers + controls) > len(lines):
        return True
    return len(lines) == 1 and _is_lone_link(piece)


def _is_in_table(piece: Piece) -> bool:
    around = (piece.element, *piece.element.iterancestors())
    return any(one.tag in ("td", "th") for one in around)


def _is_lone_link(piece: Piece) -> bool:
    is_link = piece.linked > ALL_LINK and len(piece.block.text) < LONGEST_LINK
    return is_link and not is_prose(piece)


def _is_links(piece: Piece) -> bool:
    return piece.linked > MOSTLY_LINKS


def _with_bold_headings(pieces: Sequence[Piece]) -> list[Piece]:
    """Take short bold lines inside the text for the headings that they look like."""
    shown: list[Piece] = []
    in_text = False
    for piece, below in zip_longest(pieces, pieces[1:]):
        if in_text and piece.is_bold and is_heading(piece.block) and below and is_prose(below):
            piece = replace(piece, block=Block(BlockKind.HEADING, piece.block.lines))
        in_text = in_text or is_prose(piece)
        shown.append(piece)
    return shown
