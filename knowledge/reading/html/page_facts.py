"""Read what a page says of itself: its title and the day it was published."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from lxml.html import HtmlElement

from knowledge.text import one_line

MOST_SCRIPTS = 20  # of JSON-LD that are read
LONGEST_SCRIPT = 200_000  # characters
LONGEST_BYLINE = 120  # characters; a longer paragraph is the text itself
MOST_NODES = 5_000  # of a script's objects and lists

_DATE = re.compile(r"\A\s*(\d{4}-\d{2}-\d{2})(?!\d)")
_UPDATED = re.compile("updated|modified|edited|changed", re.IGNORECASE)
_SEPARATOR = re.compile(r" (?:[|–—·•»«:-]|::|//) ")
_MARKS = tuple("|–—·•»«:/-")  # what parts a title from the site's name
_DATE_NAMES = frozenset(
    "article:published_time og:published_time og:article:published_time date dc.date "
    "dc.date.issued dcterms.date dcterms.created dcterms.issued datepublished pubdate "
    "publishdate publish-date publish_date date_published parsely-pub-date sailthru.date "
    "cxenseparse:recs:publishtime citation_publication_date citation_date".split()
)
_PARTS_OF_PAGES = frozenset(
    "Comment Review UserComments VideoObject ImageObject AudioObject Answer Event".split()
)


def head_titles(root: HtmlElement) -> list[str]:
    """Return the titles that the head of the page gives: for other sites, then for the window."""
    shared = (
        meta.get("content", "")
        for meta in root.iter("meta")
        if meta.get("property", meta.get("name", "")).lower() == "og:title"
    )
    own = ("".join(one.itertext()) for one in islice(root.iter("title"), 1))
    return list(filter(None, map(one_line, (*shared, *own))))


def names(titles: Sequence[str], heading: str) -> bool:
    """Whether one of the titles is the heading, alone or with the name of the site beside it."""
    return any(_names(title.casefold(), heading.casefold()) for title in titles)


def _names(title: str, heading: str) -> bool:
    if not heading or heading not in title:
        return False
    before, _, after = title.partition(heading)
    parted_before = before.endswith(" ") and before.rstrip().endswith(_MARKS)
    parted_after = after.startswith((" ", ":")) and after.lstrip().startswith(_MARKS)
    return (not before or parted_before) and (not after or parted_after)


def without_site(title: str) -> str:
    """Return the title without the site's name after its last separator."""
    pieces = _SEPARATOR.split(title)
    if len(pieces) < 2:
        return title
    head = title[: title.rindex(pieces[-1])].rstrip(" |–—·•»«:/-")
    return head if len(head.split()) >= len(pieces[-1].split()) else title


def published(root: HtmlElement) -> str | None:
    """Return the day, YYYY-MM-DD, that the page states as its date of publication."""
    stated = (*_metas(root), *_linked_data(root), *_times(root))
    return next(filter(None, map(_day, stated)), None)


def _day(text: object) -> str | None:
    found = _DATE.match(text) if isinstance(text, str) else None
    if found is None:
        return None
    try:
        return date.fromisoformat(found.group(1)).isoformat()
    except ValueError:
        return None


def _metas(root: HtmlElement) -> Iterator[str]:
    for one in root.iter("meta"):
        keys = {one.get(key, "").lower() for key in ("property", "name", "itemprop")}
        if not _DATE_NAMES.isdisjoint(keys):
            yield one.get("content", "")


def _times(root: HtmlElement) -> Iterator[str]:
    """Yield the times above the text, of the article or below a heading: not the page's clock."""
    marks = ("h1", "h2", "h3", "article", "main")
    below = next(root.iter(*marks), None) is None
    for one in root.iter(*marks, "time", "p"):
        if one.tag == "time" and below and not _UPDATED.search(_said_before(one)):
            yield one.get("datetime", "")
        elif one.tag == "p" and len("".join(one.itertext())) > LONGEST_BYLINE:
            return
        below = below or one.tag != "p"


def _said_before(time: HtmlElement) -> str:
    before, around = time.getprevious(), time.getparent()
    text = before.tail if before is not None else around.text if around is not None else ""
    return (text or "")[-40:]


def _linked_data(root: HtmlElement) -> Iterator[object]:
    """Yield the dates of publication in the page's JSON-LD, those of the page itself first."""
    scripts = [one for one in root.iter("script") if one.get("type") == "application/ld+json"]
    for script in scripts[:MOST_SCRIPTS]:
        text = script.text or ""
        if len(text) <= LONGEST_SCRIPT:
            yield from _dates_in(_loaded(text))


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _dates_in(value: object) -> Iterator[object]:
    queue: deque[object] = deque([value])
    for _ in range(MOST_NODES):
        if not queue:
            return
        node = queue.popleft()
        if isinstance(node, list):
            queue.extend(node)
        elif isinstance(node, dict) and node.get("@type") not in _PARTS_OF_PAGES:
            yield node.get("datePublished")
            queue.extend(child for child in node.values() if isinstance(child, (dict, list)))
