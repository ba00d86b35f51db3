"""Tell which elements belong to the page around an article: by tag, by role, by class."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice

from lxml.html import HtmlElement

from knowledge.furniture import page_rule_for, rule_for
from knowledge.model import Dropped
from knowledge.reading.html.hidden import is_opener
from knowledge.reading.html.text import HEADINGS
from knowledge.text import one_line

LARGEST_SHARE = 0.7  # of the page's prose; what holds more is no part beside the article
LONG_TEXT = 40  # characters between two tags; menus and buttons have shorter ones
LONGEST_NAME = 300  # characters of class and id that are looked at

_TAGS = {
    "nav": "navigation",
    "menu": "navigation",
    "footer": "page foot",
    "header": "page head",
    "aside": "aside",
    "form": "form",
    "dialog": "dialog",
    "button": "button",
}
_ROLES = {
    "navigation": "navigation",
    "menu": "navigation",
    "menubar": "navigation",
    "tablist": "navigation",
    "toolbar": "navigation",
    "banner": "page head",
    "contentinfo": "page foot",
    "complementary": "aside",
    "search": "form",
    "form": "form",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "tooltip": "dialog",
    "button": "button",
}
_NAMES = {
    "share_bar": "share|sharing|shares|sharebar|sharedaddy|share ?this|partage|teilen|addtoany"
    "|addthis|socials?|follow us|like button",
    "cookie_notice": "cookies?|cookie ?(?:bar|banner|notice)|consent|gdpr|ccpa",
    "newsletter": "newsletters?|subscribe|subscription|sign ?up|mailing list|mc embed",
    "other_pages": "related|recommended|recommendations?|recirc|recirculation|outbrain|taboola"
    "|read (?:next|more)|up next|most (?:read|popular|viewed)|trending|more (?:stories"
    "|from|news|posts|articles)|you may|jp relatedposts|(?:prev|previous|next) (?:post|article)"
    "|post (?:nav|navigation)",
    "navigation": "breadcrumbs?|nav|navbar|navigation|sidenav|menu|pagination|pager|paginator"
    "|toc|table of contents|tableofcontents|skip (?:link|to|nav)|jump link|back to top|catlinks"
    "|navbox|(?:topic|thread|post|badge) category|tag ?cloud|tags|tag (?:list|links)|tagged"
    "|categories|cat links",
    "side_bar": "sidebar|side ?(?:bar|column|rail)|right rail|widgets"
    "|widget (?:area|recent|categories|archive|search|tag|meta|nav|title)",
    "author_box": "author ?(?:box|bio|card|info|about|profile|block|description)|about author"
    "|bio|user ?(?:info|card|profile)|(?<!member )(?<!method )signature",
    "comments": "comments?|commentlist|respond|disqus|comment ?(?:list|area|section|form)",
    "advertisement": "ads?|advert|adverts|advertisement|advertising|adsbygoogle|ad ?(?:slot|unit"
    "|container|wrapper)|sponsor|sponsored|promo|promos|donate|donation",
    "page_head": "masthead|site ?header|top ?bar|page header bar",
    "page_foot": "footer|site ?footer|colophon|copyright|printfooter",
    "dialog": "modal|popup|pop up|toast|tooltip",
    "tool": "edit ?section|edit (?:link|page|this)|toolbar|tool ?box|print (?:button|link)"
    "|copy (?:button|btn)|copybtn|feedback|rating|ratings|line ?(?:nos?|numbers?)|gutter|headerlink"
    "|(?:header|heading|hash) ?(?:anchor|link)|anchor ?(?:link|js)|view ?count(?:er)?"
    "|votes?|vote ?links|ambox|hatnote|site ?sub|content ?sub",
}
# An inn has a menu, a product its rating: what is named so may be the article's own matter.
_AMBIGUOUS = frozenset(
    ("navigation", "tool", "advertisement", "dialog", "page_foot", "page_head", "share_bar")
)
_NAMED = re.compile(
    r"\b(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _NAMES.items()) + r")\b"
)
# Rows of small things about a text: who, when, how often. They go unless they hold prose.
_ABOUT = re.compile(
    r"(?:\w+ ){0,3}(?:authors?|by ?line|user ?name|nick ?name|date ?line|time ?stamp|time ?ago"
    "|reading ?time|read ?time|meta|rank|badge|avatar|flair|karma|kudos|likes?|views?|reactions?"
    "|counter|actions?|controls?|action ?bar|buttons?|btn|cta|jump ?box|post ?profile"
    "|(?:post|posted|entry|article|story|topic|comment|message|user|thread|reply|profile|creat(?:ed|or)"
    "|publish(?:ed)?|updated|last) ?(?:by|at|on|date|time|meta|meta ?data|info|details|count|votes"
    "|controls|actions|author|name|profile|avatar|rank|joined|likes))"
    "(?: (?:wrapper|wrap|container|row|box|bar|list|line|link|item|group|area|text|stats|jump))?"
)
LONGEST_ROW = 150  # characters
LARGEST_BOX = 250  # characters of text in a box that asks for an address or holds an ad
MOST_TEXTS = 40  # pieces of it
_AD_LABEL = re.compile(
    r"(?:promoted|sponsored(?: (?:content|post|by))?|(?:report this )?ad|advertisement|anzeige"
    r"|publicité)",
    re.IGNORECASE,
)
MOST_CELLS = 12  # of a row
_CELLS = frozenset(("a", "span", "time", "button", "label", "small", "img", "svg"))
# What is named after the matter of a page, not after the element's part in it.
_MATTER = re.compile(r"(?:tag|category|has|no|with|without|postid|page-id)-", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NEVER_BY_NAME = frozenset(
    ("html", "body", "main", "pre", "code", "td", "tr", "tbody", "th", "figure", "figcaption", "em")
).union(HEADINGS)
_NAMED_BY_ID = frozenset(("div", "aside", "ul", "ol", "p", "span", "table"))
_NOTES = re.compile(
    r"\b(?:note|tip|warning|caution|danger|important|admonition|callout|info|hint)\b"
)
_SIGNS = frozenset("¶ # § ↩ ↩︎ ^ ↑ 🔗 ⚓ ⚓︎ [edit] [source]".split()) | {""}
_NOTE_NUMBER = re.compile(r"\d{1,3}")
_MARK = re.compile(r"\[[^\[\]]{1,30}\]|[\d*†‡,]{1,4}|[a-z]")


def take_parts(root: HtmlElement, titles: Iterable[HtmlElement]) -> list[Dropped]:
    """Empty the elements that belong to the page, and return the text that they held.

    Whatever it is named, what holds a title or most of the prose stays.
    """
    parts: dict[str, list[HtmlElement]] = defaultdict(list)
    for element in root.iter():
        if name := _part(element):
            parts[name].append(element)
        if name := _asks_or_sells(element):
            parts[name].append(_box(element))
    spared = {ancestor for title in titles for ancestor in title.iterancestors()}
    dropped: list[Dropped] = []
    for name, elements in parts.items():
        left = [one for one in elements if one is root or root in one.iterancestors()]
        outer = _outermost([one for one in left if one not in spared])
        for element in _without_matter(outer, root):
            if text := one_line(" ".join(element.itertext())):
                dropped.append(Dropped(name.replace("_", " "), text))
            element.clear(keep_tail=True)
    return dropped


def _asks_or_sells(element: HtmlElement) -> str | None:
    """Return what the box around an element is: it asks for an address, or is marked as an ad."""
    if element.tag == "input" and "mail" in element.get("type", "") + element.get("name", ""):
        return "newsletter"
    if element.tag in _CELLS or element.tag in ("div", "p"):
        is_label = len(element) == 0 and _AD_LABEL.fullmatch((element.text or "").strip())
        return "advertisement" if is_label else None
    return None


def _box(element: HtmlElement) -> HtmlElement:
    """Return the largest element around one that is still a small box."""
    box = element
    for around in element.iterancestors():
        texts = islice(around.itertext(), MOST_TEXTS + 1)
        lengths = [len(text.strip()) for text in texts]
        if len(lengths) > MOST_TEXTS or sum(lengths) > LARGEST_BOX or around.tag in _NEVER_BY_NAME:
            break
        box = around
    return box


def _without_matter(elements: list[HtmlElement], root: HtmlElement) -> list[HtmlElement]:
    """Return the elements; if together they hold most of the prose, only those without any."""
    prose = [_prose(one) for one in elements]
    if sum(prose) <= LARGEST_SHARE * _prose(root):
        return elements
    return [one for one, size in zip(elements, prose, strict=True) if not size]


def _prose(element: HtmlElement) -> int:
    """Return how many characters of long texts outside links the element holds."""
    texts = (
        text
        for one in element.iter()
        for text in (None if one.tag == "a" else one.text, None if one is element else one.tail)
    )
    return sum(len(text) for text in texts if text and len(text) >= LONG_TEXT)


def _outermost(elements: list[HtmlElement]) -> list[HtmlElement]:
    inside = set(elements)
    return [one for one in elements if inside.isdisjoint(one.iterancestors())]


def _part(element: HtmlElement) -> str | None:
    """Return the part of the page that the element is by its tag, role or class."""
    if element.tag in ("a", "sup"):
        return "mark" if _is_mark(element) else _named(element)
    if element.tag == "div" and _is_row_of_controls(element):
        return "about_the_text"
    if not element.attrib and element.tag not in _TAGS:
        return None
    found = _ROLES.get(element.get("role", "")) or _TAGS.get(str(element.tag))
    if found and not _is_own(element, found):
        return found
    return _named(element)


def _is_own(element: HtmlElement, part: str) -> bool:
    """Whether an article has such an element too: a head, a note, a quote's foot."""
    around = {one.tag: one for one in element.iterancestors()}
    if part == "page head":
        return not around.keys().isdisjoint(("article", "main", "section"))
    if part == "page foot":
        return "blockquote" in around
    if part == "aside":
        return _NOTES.search(element.get("class", "").lower()) is not None
    if part == "button":  # a heading that opens its section
        own = next((around[tag] for tag in (*HEADINGS, "summary", "dt") if tag in around), None)
        names_it = own is not None and _text(own) == _text(element)
        return names_it or _opens_prose(element)
    return False


def _opens_prose(button: HtmlElement) -> bool:
    """Whether a button is the heading of the text below it, which it folds and unfolds."""
    below = button.getnext()
    return is_opener(button) and below is not None and _prose(below) > 0


def _text(element: HtmlElement) -> str:
    return "".join(element.itertext()).strip()


def _named(element: HtmlElement) -> str | None:
    if not element.attrib or element.tag in _NEVER_BY_NAME:
        return None
    tokens = element.get("class", "")[:LONGEST_NAME].split()
    if element.tag in _NAMED_BY_ID and "section" not in tokens:
        tokens.append(element.get("id", "")[:LONGEST_NAME])
    for token in tokens:
        if token and not _MATTER.match(token):
            words = " ".join(_WORD.findall(token)).lower()
            if found := _NAMED.search(words):
                own = found.lastgroup in _AMBIGUOUS and _is_matter(element)
                return None if own else found.lastgroup
            if _ABOUT.fullmatch(words) and _is_row(element):
                return "about_the_text"
    return None


def _is_matter(element: HtmlElement) -> bool:
    """Whether an element in the article has a heading and sentences of its own."""
    if next(element.iter(*HEADINGS), None) is None or not _prose(element):
        return False
    return any(one.tag in ("main", "article") for one in element.iterancestors())


def cells(element: HtmlElement) -> list[HtmlElement]:
    """Return the small things that a row shows side by side: names, dates, counters, controls."""
    parts: list[HtmlElement] = list(islice(element, MOST_CELLS + 1))
    own = (element.text, *(part.tail for part in parts))
    if not 1 < len(parts) <= MOST_CELLS or any(text and text.strip() for text in own):
        return []
    small = all(part.tag in _CELLS or "-" in str(part.tag) for part in parts)
    return parts if small and all(len(_text(part)) < LONG_TEXT for part in parts) else []


def _is_row_of_controls(element: HtmlElement) -> bool:
    texts = map(_text, cells(element))
    return any(rule_for(text) or page_rule_for(text) for text in texts)


def _is_row(element: HtmlElement) -> bool:
    """Whether the element is short and stands alone, so that no sentence loses a part of it."""
    around, before = element.getparent(), element.getprevious()
    if around is None or around.tag in ("li", "td", "th", "dt", "dd", "p", *HEADINGS):
        return False
    beside = (around.text if before is None else before.tail) or ""
    if beside.strip() or (element.tail or "").strip():
        return False
    return len(_text(element)) <= LONGEST_ROW and not _prose(element)


def _is_mark(element: HtmlElement) -> bool:
    """Whether a link or a raised sign only points elsewhere: "¶", "[1]", "[edit]"."""
    text = _text(element)
    if len(text) > 32:
        return False
    if element.tag == "a" and _NOTE_NUMBER.fullmatch(text):
        return element.get("href", "").startswith("#")
    if element.tag == "sup":
        link = next(element.iter("a"), None)
        points = link is not None or element.get("class", "").startswith("reference")
        return points and _MARK.fullmatch(text) is not None
    return text in _SIGNS or (element.get("href", "").startswith("#") and text.startswith("["))
