"""How paragraphs and runs look: styles, numberings, and what is said directly."""

from __future__ import annotations

from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from knowledge.reading.docx.values import attribute, number, path_of, switch, value, whole

DEEPEST_ITEM = 8  # Word's lists have nine levels, from 0
TITLE, BODY_TEXT, BOLD = 0, 10, 11  # beside the levels 1 to 9 of headings
PARAGRAPH_LOOK = qn("w:pPr")
_LEVELS = {"title": TITLE, "subtitle": BODY_TEXT}
_LEVELS |= {f"heading {level}": level for level in range(1, 10)}


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph or a run looks; what is None is said by the style it builds on."""

    level: int | None = None
    mark: str | None = None  # before an item of a list that nothing counts
    list_id: str | None = None  # the numbering that counts it
    depth: int | None = None
    is_bold: bool | None = None
    is_hidden: bool | None = None
    is_contents: bool | None = None  # a line of the table of contents
    script: str | None = None  # whether characters are raised or lowered, in Word's words

    def over(self, base: Style) -> Style:
        pairs = ((getattr(self, key), getattr(base, key)) for key in Style.__slots__)
        return Style(*(theirs if own is None else own for own, theirs in pairs))


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class _List:
    """A numbering: the family that counts on together, and its levels' formats and numbers."""

    family: str
    formats: dict[int, tuple[str, int]]  # how a number is written, and the first one
    restarts: dict[int, int]


class Looks:
    """What the styles and numberings of a file say of its paragraphs and runs."""

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        found = [] if styles is None else styles.findall(qn("w:style"))
        self._own = {attribute(style, "w:styleId"): _own_style(style) for style in found}
        self._bases = {attribute(style, "w:styleId"): value(style, "w:basedOn") for style in found}
        self._styles: dict[str, Style] = {}
        self._lists = {} if numbering is None else _lists(numbering)
        self._counts: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def style(self, style_id: str) -> Style:
        """Return a style with what it has from those it builds on, be they in a circle."""
        way: dict[str, Style] = {}
        while style_id not in self._styles and style_id not in way and style_id in self._own:
            way[style_id] = self._own[style_id]
            style_id = self._bases[style_id]
        look = self._styles.get(style_id, PLAIN)
        for above, own in reversed(way.items()):
            look = self._styles[above] = own.over(look)
        return look

    def mark(self, list_id: str, depth: int) -> str | None:
        """Return what stands before the next item of a list, None if it is no list."""
        counted = self._lists.get(list_id)
        if counted is None or counted.formats.get(depth, ("none",))[0] == "none":
            return None
        kind, first = counted.formats[depth]
        counts = self._counts.setdefault(counted.family, {})
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        if depth in counted.restarts and (list_id, depth) not in self._restarted:
            self._restarted.add((list_id, depth))
            counts[depth] = counted.restarts[depth] - 1
        counts[depth] = counts.get(depth, first - 1) + 1
        return "- " if kind == "bullet" else f"{counts[depth]}. "


def _own_style(style: Element) -> Style:
    name = value(style, "w:name").casefold()
    return Style(
        level=_LEVELS.get(name),
        mark={"list bullet": "- ", "list number": "1. "}.get(name.rstrip(" 12345")),
        is_bold=switch(style, "w:rPr/w:b"),
        is_hidden=switch(style, "w:rPr/w:vanish"),
        is_contents=True if name.startswith("toc ") else None,
        script=value(style, "w:rPr/w:vertAlign") or None,
    ).over(direct(style.find(PARAGRAPH_LOOK)))


def direct(look: Element | None) -> Style:
    """Return what is said of a paragraph directly, or of all that have a style."""
    if look is None:
        return PLAIN
    outline = number(look, "w:outlineLvl")  # counts from 0; 9 is the text itself
    return Style(
        level=None if outline is None else min(outline + 1, BODY_TEXT),
        list_id=value(look, "w:numPr/w:numId") or None,
        depth=number(look, "w:numPr/w:ilvl"),
    )


def _lists(numbering: Element) -> dict[str, _List]:
    """Return the lists by their ids; those of one family count on where the other stopped."""
    families = {
        attribute(family, "w:abstractNumId"): family
        for family in numbering.findall(qn("w:abstractNum"))
    }
    styled = {value(family, "w:styleLink"): family for family in families.values()}
    formats = {
        key: _formats(styled.get(value(family, "w:numStyleLink") or "-", family), "w:lvl")
        for key, family in families.items()
    }
    found: dict[str, _List] = {}
    for entry in numbering.findall(qn("w:num")):
        family = value(entry, "w:abstractNumId")
        changed = _formats(entry, "w:lvlOverride/w:lvl")
        inherited = formats.get(family, {})
        found[attribute(entry, "w:numId")] = _List(
            family, {**inherited, **changed} if changed else inherited, _restarts(entry)
        )
    return found


def _formats(family: Element, path: str) -> dict[int, tuple[str, int]]:
    return {
        depth: (value(level, "w:numFmt") or "decimal", number(level, "w:start") or 0)
        for level in family.iterfind(path_of(path))
        if (depth := _depth(level)) <= DEEPEST_ITEM
    }


def _restarts(entry: Element) -> dict[int, int]:
    return {
        depth: start
        for change in entry.findall(qn("w:lvlOverride"))
        if (depth := _depth(change)) <= DEEPEST_ITEM
        and (start := number(change, "w:startOverride")) is not None
    }


def _depth(level: Element) -> int:
    return whole(attribute(level, "w:ilvl")) or 0
