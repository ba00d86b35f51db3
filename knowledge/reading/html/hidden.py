"""Tell which elements of a page its reader cannot see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from knowledge.reading.html.text import HEADINGS

SENTENCE = 30  # characters of a text that is worth opening
LONGEST_STYLE = 200_000  # characters of a page's own style sheets that are read

_NEVER_SHOWN = frozenset(
    "script style noscript template title iframe object embed applet svg canvas audio video "
    "map select option textarea datalist noembed noframes annotation rp rt".split()
)
_NAMES = frozenset(
    "sr-only v-visible-sr visually-hidden visuallyhidden screen-reader-text screen-reader-only "
    "screenreader "
    "screenreader-only is-visually-hidden u-visually-hidden u-hidden-visually element-invisible "
    "assistive-text a11y-hidden visually-hidden-focusable sr-only-focusable offscreen hidden-text "
    "is-hidden u-hidden d-none display-none hidden invisible hide".split()
)
# "d-none d-md-block" and "hidden lg:flex" hide on narrow screens only.
_SHOWN_WIDE = re.compile(
    r"(?:sm|md|lg|xl|2xl|xxl)[:-](?:block|flex|grid|inline|inline-block|inline-flex|table|visible)"
    r"|d-(?:sm|md|lg|xl|xxl)-\w{1,20}"
)
_ZERO = r"0(?:\.0*)?(?:px|em|rem|pt|%|vw|vh)?(?=[;!]|$)"
_UNSEEN = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|content-visibility:hidden"
    rf"|font-size:{_ZERO}|opacity:{_ZERO}|color:transparent|text-indent:-\d{{3,}}"
    rf"|(?:left|right|top|bottom|margin-left|margin-top):-\d{{3,}}|max-height:{_ZERO}"
    r"|clip:rect\([01]|clip-path:inset\((?:50|100)%|transform:scale\(0(?:\.0*)?[,)])"
)
_TRANSPARENT = re.compile(rf"opacity:{_ZERO}")
_FADES_IN = re.compile(r"(?:^|;)(?:-webkit-)?(?:transform|transition|animation|will-change)[:-]")
_TARGETS = ("aria-controls", "data-target", "data-bs-target")
_CONTROLS = "//*[@aria-expanded or @aria-controls or @data-target or @data-bs-target" + "".join(
    f" or contains(@class, '{word}')" for word in ("accordion", "collaps", "toggle", "expand")
)
_CONTROLS += "]"
_OPENER = re.compile(r"\b(?:accordion|collaps|toggle|expand)", re.IGNORECASE)
_NO_ROOM = re.compile(rf"(?:^|;)(?:height|width):(?:{_ZERO}|1px)")
_CUT_OFF = re.compile(r"(?:^|;)overflow:hidden")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SIMPLE_SELECTOR = re.compile(r"[a-z0-9]*([.#][\w-]+)", re.IGNORECASE)
_SHOWS_ALWAYS = re.compile(r"@media\s+(?:all|screen)\s*", re.IGNORECASE)


def hidden(root: HtmlElement) -> list[HtmlElement]:
    """Return the elements that are never shown or styled away; what they hold is not listed."""
    selectors, opened = _hiding_selectors(root), _opened(root)
    return [
        element
        for element in root.iter()
        if _is_hidden(element, selectors) and element not in opened
    ]


def is_opener(element: HtmlElement) -> bool:
    """Whether an element opens what stands below it: the question of an accordion."""
    return "aria-expanded" in element.attrib or _OPENER.search(element.get("class", "")) is not None


def _opened(root: HtmlElement) -> set[HtmlElement]:
    """Return the elements with text that a reader opens by a button."""
    controls: list[HtmlElement] = root.xpath(_CONTROLS)
    ids = {one.get(name, "").lstrip("#") for one in controls for name in _TARGETS} - {""}
    found = {one for one in (root.xpath("//*[@id]") if ids else ()) if one.get("id") in ids}
    for opener in filter(is_opener, controls):
        around = opener.getparent()
        if around is not None and around.tag in HEADINGS:  # it holds the button
            opener = around
        if (below := opener.getnext()) is not None:
            found.add(below)
    return {one for one in found if one.tag not in _NEVER_SHOWN and _has_sentence(one)}


def _has_sentence(element: HtmlElement) -> bool:
    return any(
        len(text.strip()) >= SENTENCE
        for one in element.iter()
        if one.tag != "a"
        for text in (one.text or "", *(part.tail or "" for part in one))
    )


def _is_hidden(element: HtmlElement, selectors: frozenset[str]) -> bool:
    if element.tag in _NEVER_SHOWN:
        return True
    if not element.attrib or element.tag in ("html", "body"):
        return False  # a page that shows itself late hides its body first
    if "hidden" in element.attrib or element.get("aria-hidden", "").strip().lower() == "true":
        return True
    return _is_styled_away(element.get("style", "")) or _is_named_away(element, selectors)


def _is_named_away(element: HtmlElement, selectors: frozenset[str]) -> bool:
    classes = element.get("class", "").split()
    if f"#{element.get('id')}" in selectors or any(f".{one}" in selectors for one in classes):
        return True
    return not _NAMES.isdisjoint(classes) and not any(map(_SHOWN_WIDE.fullmatch, classes))


def _is_styled_away(style: str) -> bool:
    if not style:
        return False
    style = re.sub(r"\s+", "", style.lower())
    if _FADES_IN.search(style):
        style = _TRANSPARENT.sub("", style)
    cut_off = _CUT_OFF.search(style) and _NO_ROOM.search(style)
    return bool(cut_off) or _UNSEEN.search(style) is not None


def _hiding_selectors(root: HtmlElement) -> frozenset[str]:
    """Return the classes and ids that the page's own style sheets hide: ".a", "#b"."""
    sheets = "".join(element.text or "" for element in root.iter("style"))[:LONGEST_STYLE]
    return frozenset(
        found.group(1)
        for selectors, declarations in _rules(_COMMENT.sub("", sheets))
        if _is_styled_away(declarations)
        for selector in selectors.split(",")
        if (found := _SIMPLE_SELECTOR.fullmatch(selector.strip()))
    )


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield selectors and declarations of the rules that hold on every screen."""
    within: list[bool] = []  # whether what the open brackets enclose is shown on every screen
    start = 0
    for place, sign in ((one.start(), one.group()) for one in re.finditer("[{};]", sheet)):
        head = sheet[start:place].strip()
        if sign == ";" and within:
            continue  # declarations are read as one
        if sign == "{":
            opening = head
            within.append(not head.startswith("@") or bool(_SHOWS_ALWAYS.fullmatch(head)))
        elif sign == "}" and within:
            if all(within) and not opening.startswith("@"):
                yield opening, head
            within.pop()
        start = place + 1
