"""Read web pages: the article's own text, without the page around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, takewhile

from lxml.etree import ErrorTypes, ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from knowledge.errors import EMPTY, NO_PARAGRAPHS, TOO_MANY_ELEMENTS, TOO_NESTED, ReadError
from knowledge.furniture import page_rule_for
from knowledge.model import BlockKind, Dropped
from knowledge.reading.charset.decoding import declared_in, decoded
from knowledge.reading.digits import lowered, raised
from knowledge.reading.html.blocks import Piece, pieces
from knowledge.reading.html.hidden import hidden
from knowledge.reading.html.main_content import is_prose, main_content
from knowledge.reading.html.page_facts import head_titles, names, published, without_site
from knowledge.reading.html.page_parts import take_parts
from knowledge.reading.html.text import text_of
from knowledge.reading.parsed import Parsed

MANY_FIRST = 4  # headings of the first level: a site's, a title's, and perhaps a box's
_SMALL = re.compile(r"[+−-]?\d{1,4}")
_REPLY = re.compile(r"\A(?:re|aw|antw|sv|rv|odp): ", re.IGNORECASE)  # the subject of a reply
MOST_ELEMENTS = 60_000  # of a page; each takes up to 90 µs, and a page of 5 MB has 50,000


def parse(data: bytes, name: str, declared: str | None = None) -> Parsed:
    """Return the article in a page, and what was taken for the page around it.

    `declared` is the charset that the page's server states.

    Raises:
        ReadError: the page has no text, no paragraph, too many elements, elements nested too
            deeply, or its encoding cannot be told.
    """
    text = decoded(data, name, declared or declared_in(data))
    root = _tree(text.text, name)
    stated, date = head_titles(root), published(root)
    for element in hidden(root):
        element.clear(keep_tail=True)
    left_out = take_parts(root, _titles(root, stated))
    _raise_digits(root)
    found = pieces(root)
    if not found:
        raise ReadError(name, EMPTY)
    heading = _title(found, stated)
    own = main_content(root, found, heading)
    title = heading.block.text if heading else without_site(stated[0]) if stated else None
    blocks = tuple(piece.block for piece in own if _REPLY.sub("", piece.block.text) != title)
    if all(block.kind is BlockKind.HEADING for block in blocks):
        raise ReadError(name, NO_PARAGRAPHS)
    left_out += [one for one in _beside(own, found) if one.text != title]
    return Parsed(blocks, title, date, text.guess, tuple(left_out))


def _raise_digits(root: HtmlElement) -> None:
    """Write raised and lowered digits as such, so that 10 to the power of 6 is not 106."""
    for element in root.iter("sup", "sub"):
        text = element.text or ""
        if len(element) == 0 and _SMALL.fullmatch(text):
            element.text = raised(text) if element.tag == "sup" else lowered(text)


def _beside(own: Sequence[Piece], found: Sequence[Piece]) -> list[Dropped]:
    inside = {(piece.element, piece.block.lines) for piece in own}
    beside = (one.block.text for one in found if (one.element, one.block.lines) not in inside)
    return [Dropped(_rule(text), text) for text in beside]


def _rule(text: str) -> str:
    rule = page_rule_for(text)
    return rule.name if rule else "outside the article"


def _titles(root: HtmlElement, stated: Sequence[str]) -> list[HtmlElement]:
    """Return the headings that may be the title: those that the head names, or the first."""
    named = [one for one in root.iter("h1", "h2", "h3") if names(stated, text_of(one))]
    return named or list(islice(root.iter("h1"), 1))


def _title(found: Sequence[Piece], stated: Sequence[str]) -> Piece | None:
    """Return the heading that is the title: one that the head names, or an h1.

    It is the last before the text, since a heading above it names the site. Where there are many
    of the first level, they are the sections.
    """
    are_sections = sum(one.level == 1 for one in found) >= MANY_FIRST
    above = list(takewhile(lambda piece: not is_prose(piece), found))
    below = found[len(above) :]
    for part, last in ((above, -1), (below, 0)):
        named = [one for one in part if 0 < one.level < 4 and names(stated, one.block.text)]
        first_level = [one for one in part if one.level == 1 and not are_sections]
        if candidates := named or first_level:
            return candidates[last]
    named = [one for one in above if names(stated, one.block.text) and not one.linked]
    return max(named, key=lambda one: len(one.block.text), default=None)


def _tree(text: str, name: str) -> HtmlElement:
    if text.count("<") - text.count("</") > MOST_ELEMENTS:
        raise ReadError(name, TOO_MANY_ELEMENTS)
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = document_fromstring(text.encode(), parser=parser)
    except ParserError as error:
        raise ReadError(name, EMPTY) from error
    if any(one.type == ErrorTypes.ERR_RESOURCE_LIMIT for one in parser.error_log):
        raise ReadError(name, TOO_NESTED)
    return root
