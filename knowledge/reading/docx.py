"""Read Word files (.docx): their headings, paragraphs, lists and tables as plain text.

Only the parts that hold the text and its looks are ever unpacked and parsed: pictures, macros,
embedded files, headers, comments and notes are not, and nothing outside of the file is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from itertools import chain, groupby, takewhile
from posixpath import basename, dirname, join, normpath
from zipfile import ZipFile

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml.etree import _Element as Element

from knowledge.errors import EMPTY, ENCRYPTED, OLD_WORD, WRONG_KIND, ReadError
from knowledge.model import Block, BlockKind
from knowledge.reading.parsed import Parsed
from knowledge.reading.plain import TITLE_LENGTH, is_heading
from knowledge.reading.zip_check import check, damage_refused, unpack_xml
from knowledge.text import one_line

MOST_NODES = 500_000  # elements, texts and attributes; lxml needs up to 220 bytes for each
MOST_NODES_BESIDE = 300_000  # the same in the parts that say how the text looks
DEEPEST_ITEM = 8  # Word's lists have nine levels, from 0
FIRST_YEAR = 1983  # Word is no older; an earlier date comes of a clock that was not set
TITLE, BODY_TEXT, BOLD = 0, 10, 11  # beside the levels 1 to 9 of headings

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # Word before 2007, and whatever Office has encrypted
_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_STRICT = (  # "Strict Open XML" names the one namespace that is looked at here otherwise
    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
)
_NEVER_SET = "2013-12-23T23:15:00Z"  # in every file that python-docx makes
_DATE = re.compile(r"(\d{4})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)", re.ASCII)
_NO_TITLE = re.compile(
    r"(?:untitled|(?:word )?document|dokument|title)[\s\d]*|microsoft word\b.*"
    r"|.*\.(?:docx?|docm|dotx?|rtf|odt|pdf|txt)|[\W\d_]*",
    re.IGNORECASE,
)

_PARAGRAPH, _TABLE, _ROW, _CELL, _RUN, _FIELD, _BOX = map(
    qn, ("w:p", "w:tbl", "w:tr", "w:tc", "w:r", "w:fldChar", "w:txbxContent")
)
_PARAGRAPH_LOOK, _RUN_LOOK = qn("w:pPr"), qn("w:rPr")
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_ENDS = {_BOX, qn("w:del"), qn("w:moveFrom")}  # where the search for text boxes goes no deeper
_FORMULAS = {qn("m:oMath"), qn("m:oMathPara")}
_TEXTS = {qn("w:t"), qn("m:t")}
_SIGNS = {
    **dict.fromkeys((qn("w:tab"), qn("w:ptab")), " "),
    **dict.fromkeys((qn("w:br"), qn("w:cr")), "\n"),
    qn("w:noBreakHyphen"): "-",
}
_WRAPPERS = {
    *map(qn, ("w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo")),
    *map(qn, ("w:hyperlink", "w:fldSimple", "w:bdo", "w:dir", "w:ruby", "w:rubyBase")),
}
_LEVELS = {"title": TITLE, "subtitle": BODY_TEXT}
_LEVELS |= {f"heading {level}": level for level in range(1, 10)}


def parse(
    data: bytes,
    name: str,
    declared: str | None = None,  # noqa: ARG001 - XML says itself which encoding it is in
) -> Parsed:
    """Return the text of a Word file, as it is when all tracked changes are accepted.

    Hidden text, field codes, comments, headers, footers, footnotes, endnotes and tables of
    contents are left out. The date is that of the last change, since the text is as of then.

    Raises:
        ReadError: it is no Word file, damaged, encrypted, too large or without text.
    """
    if data.startswith(_OLE):
        raise ReadError(name, ENCRYPTED if _PACKAGE in data else OLD_WORD)
    check(data, name)
    with damage_refused(name), ZipFile(BytesIO(data)) as archive:
        package = _Package(archive, name)
        main = package.related("")["officeDocument"]
        stated, date = _properties(package.beside("", "core-properties"))
        looks = _Looks(package.beside(main, "styles"), package.beside(main, "numbering"))
        body = package.part(main, MOST_NODES).find(qn("w:body"))
        if body is None:
            raise ReadError(name, WRONG_KIND.format(kind=".docx"))
        pieces = list(_lists_joined(_Body(looks).pieces(body)))
    if not pieces:
        raise ReadError(name, EMPTY)
    title, blocks = _take_title(pieces, stated)
    return Parsed(blocks, title, date)


@dataclass(frozen=True, slots=True)
class _Package:
    """The parts of a Word file, each of them checked before it is parsed."""

    archive: ZipFile
    name: str

    def part(self, entry: str, most_nodes: int = MOST_NODES_BESIDE) -> Element:
        data = unpack_xml(self.archive, entry, self.name, most_nodes=most_nodes)
        return parse_xml(data.replace(*_STRICT))

    def related(self, entry: str) -> dict[str, str]:
        """Return the entries that belong to another one, by kind; "" stands for the file."""
        relations = join(dirname(entry), "_rels", f"{basename(entry)}.rels")
        found: dict[str, str] = {}
        if relations not in self.archive.NameToInfo:
            return found
        for relation in self.part(relations):
            if relation.get("TargetMode") != "External":
                target = normpath(join("/", dirname(entry), relation.get("Target", "")))
                found.setdefault(basename(relation.get("Type", "")), target.lstrip("/"))
        return found

    def beside(self, entry: str, kind: str) -> Element | None:
        target = self.related(entry).get(kind)
        return self.part(target) if target in self.archive.NameToInfo else None


def _properties(root: Element | None) -> tuple[str | None, str | None]:
    """Return the title and the date that a file states, as far as they make sense."""
    if root is None:
        return None, None
    title = one_line(root.findtext(qn("dc:title")) or "")
    is_title = len(title) <= TITLE_LENGTH and not _NO_TITLE.fullmatch(title)
    stamps = [root.findtext(qn(f"dcterms:{event}")) or "" for event in ("modified", "created")]
    return title if is_title else None, next(filter(None, map(_date, stamps)), None)


def _date(stamp: str) -> str | None:
    date = _DATE.match(stamp)
    return date[0] if date and int(date[1]) >= FIRST_YEAR and stamp != _NEVER_SET else None


@dataclass(frozen=True, slots=True)
class _Style:
    """How a paragraph or a run looks; what is None is said by the style it builds on."""

    level: int | None = None
    mark: str | None = None  # before an item of a list that nothing counts
    list_id: str | None = None  # the numbering that counts it
    depth: int | None = None
    is_bold: bool | None = None
    is_hidden: bool | None = None
    is_contents: bool | None = None  # a line of the table of contents

    def over(self, base: _Style) -> _Style:
        pairs = ((getattr(self, key), getattr(base, key)) for key in _Style.__slots__)
        return _Style(*(theirs if own is None else own for own, theirs in pairs))


_PLAIN = _Style()


@dataclass(frozen=True, slots=True)
class _List:
    """A numbering: the family that counts on together, and its levels' formats and numbers."""

    family: str
    formats: dict[int, tuple[str, int]]  # how a number is written, and the first one
    restarts: dict[int, int]


class _Looks:
    """What the styles and numberings of a file say of its paragraphs and runs."""

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        found = [] if styles is None else styles.findall(qn("w:style"))
        self._own = {_attribute(style, "w:styleId"): _own_style(style) for style in found}
        self._bases = {
            _attribute(style, "w:styleId"): _value(style, "w:basedOn") for style in found
        }
        self._styles: dict[str, _Style] = {}
        self._lists = {} if numbering is None else _lists(numbering)
        self._counts: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def style(self, style_id: str) -> _Style:
        """Return a style with what it has from those it builds on, be they in a circle."""
        way: dict[str, _Style] = {}
        while style_id not in self._styles and style_id not in way and style_id in self._own:
            way[style_id] = self._own[style_id]
            style_id = self._bases[style_id]
        look = self._styles.get(style_id, _PLAIN)
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


def _own_style(style: Element) -> _Style:
    name = _value(style, "w:name").casefold()
    return _Style(
        level=_LEVELS.get(name),
        mark={"list bullet": "- ", "list number": "1. "}.get(name.rstrip(" 12345")),
        is_bold=_switch(style, "w:rPr/w:b"),
        is_hidden=_switch(style, "w:rPr/w:vanish"),
        is_contents=True if name.startswith("toc ") else None,
    ).over(_direct(style.find(_PARAGRAPH_LOOK)))


def _direct(look: Element | None) -> _Style:
    """Return what is said of a paragraph directly, or of all that have a style."""
    if look is None:
        return _PLAIN
    outline = _number(look, "w:outlineLvl")  # counts from 0; 9 is the text itself
    return _Style(
        level=None if outline is None else min(outline + 1, BODY_TEXT),
        list_id=_value(look, "w:numPr/w:numId") or None,
        depth=_number(look, "w:numPr/w:ilvl"),
    )


def _lists(numbering: Element) -> dict[str, _List]:
    """Return the lists by their ids; those of one family count on where the other stopped."""
    families = {
        _attribute(family, "w:abstractNumId"): family
        for family in numbering.findall(qn("w:abstractNum"))
    }
    styled = {_value(family, "w:styleLink"): family for family in families.values()}
    formats = {
        key: _formats(styled.get(_value(family, "w:numStyleLink") or "-", family), "w:lvl")
        for key, family in families.items()
    }
    found: dict[str, _List] = {}
    for entry in numbering.findall(qn("w:num")):
        family = _value(entry, "w:abstractNumId")
        changed = _formats(entry, "w:lvlOverride/w:lvl")
        inherited = formats.get(family, {})
        found[_attribute(entry, "w:numId")] = _List(
            family, {**inherited, **changed} if changed else inherited, _restarts(entry)
        )
    return found


def _formats(family: Element, path: str) -> dict[int, tuple[str, int]]:
    return {
        depth: (_value(level, "w:numFmt") or "decimal", _number(level, "w:start") or 0)
        for level in family.iterfind(_path(path))
        if (depth := _depth(level)) <= DEEPEST_ITEM
    }


def _restarts(entry: Element) -> dict[int, int]:
    return {
        depth: start
        for change in entry.findall(qn("w:lvlOverride"))
        if (depth := _depth(change)) <= DEEPEST_ITEM
        and (start := _number(change, "w:startOverride")) is not None
    }


def _depth(level: Element) -> int:
    return _whole(_attribute(level, "w:ilvl")) or 0


@cache
def _path(path: str) -> str:
    return "/".join(map(qn, path.split("/")))


def _attribute(element: Element, name: str) -> str:
    return element.get(qn(name), "")


def _value(element: Element, path: str) -> str:
    """Return the value of an element below, "" if there is none."""
    found = element.find(_path(path))
    return "" if found is None else _attribute(found, "w:val")


def _number(element: Element, path: str) -> int | None:
    return _whole(_value(element, path))


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 9 else None


def _switch(element: Element, path: str) -> bool | None:
    """Whether a property is on, None if it is not mentioned; without a value it is on."""
    found = element.find(_path(path))
    return None if found is None else _attribute(found, "w:val") not in {"0", "false", "off"}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block of the text, and what its place in the text depends on."""

    block: Block
    level: int | None = None
    is_item: bool = False


class _Body:
    """The text of a file, from its elements."""

    def __init__(self, looks: _Looks) -> None:
        self._looks = looks
        self._place = 0  # of the last item in a row that nothing else counts

    def pieces(self, parent: Element) -> Iterator[_Piece]:
        """Yield the paragraphs and tables below an element, in reading order."""
        for child in _opened(parent, _is_wrapper):
            if child.tag == _PARAGRAPH:
                yield from self._paragraph(child)
            elif child.tag == _TABLE:
                yield from self._table(child)

    def _paragraph(self, paragraph: Element) -> Iterator[_Piece]:
        look = self._look(paragraph.find(_PARAGRAPH_LOOK))
        lines = self._lines(paragraph, look)
        if lines and not look.is_contents:
            yield self._piece(paragraph, look, lines)
        for box in _text_boxes(paragraph):
            yield from self.pieces(box)

    def _look(self, own: Element | None) -> _Style:
        if own is None:
            return _PLAIN
        style, direct = self._looks.style(_value(own, "w:pStyle")), _direct(own)
        # A title stays one that somebody has put into the outline of the document, too.
        return (
            replace(direct, level=TITLE).over(style) if style.level == TITLE else direct.over(style)
        )

    def _piece(self, paragraph: Element, look: _Style, lines: list[str]) -> _Piece:
        mark = self._mark(look)
        heading = Block(BlockKind.HEADING, (" ".join(lines),))
        if look.level not in (None, BODY_TEXT) and len(heading.text) <= TITLE_LENGTH:
            return _Piece(heading, look.level)
        if mark:
            return _Piece(Block(BlockKind.PARAGRAPH, (mark + lines[0], *lines[1:])), is_item=True)
        may_be_bold = look.level is None and len(lines) == 1 and is_heading(heading)
        if may_be_bold and self._is_bold(paragraph, look):
            return _Piece(heading, BOLD)
        return _Piece(Block(BlockKind.PARAGRAPH, tuple(lines)))

    def _mark(self, look: _Style) -> str | None:
        """Return what stands before a list's item; a heading that is numbered counts, too."""
        if look.list_id:
            return self._looks.mark(look.list_id, look.depth or 0)
        self._place = self._place + 1 if look.mark else 0
        return look.mark and look.mark.replace("1", str(self._place))

    def _is_bold(self, paragraph: Element, look: _Style) -> bool:
        runs = [run for run in paragraph.iter(_RUN) if any(map(str.strip, map(_written, run)))]
        return bool(runs) and all(
            self._is(run, look, "w:b", lambda style: style.is_bold) for run in runs
        )

    def _lines(self, paragraph: Element, look: _Style) -> list[str]:
        """Return the lines of a paragraph; of a field, what it shows and not how it is made."""
        pieces: list[str] = []
        fields: list[bool] = []  # of each that has begun, whether what follows is shown
        for child in self._written_in(paragraph, look):
            if child.tag == _FIELD:
                _turn(fields, child.get(_path("w:fldCharType")))
            elif not fields or fields[-1]:
                pieces.append(_written(child))
        found = "".join(pieces)
        return [line for line in map(one_line, found.split("\n")) if line] if found else []

    def _written_in(self, parent: Element, look: _Style) -> Iterator[Element]:
        """Yield the texts and signs in a paragraph's runs and formulas, without hidden runs."""
        for child in _opened(parent, _is_wrapper):
            if child.tag in _FORMULAS:
                yield from child.iter(*_TEXTS)
            elif child.tag != _RUN:
                yield child
            elif not self._is(child, look, "w:vanish", lambda style: style.is_hidden):
                yield from self._written_in(child, look)

    def _is(
        self, run: Element, look: _Style, switch: str, of: Callable[[_Style], bool | None]
    ) -> bool:
        """Whether a run is switched so by itself, by its own style or by its paragraph's."""
        own = run.find(_RUN_LOOK)
        found = None if own is None else _switch(own, switch)
        if own is not None and found is None:
            found = of(self._looks.style(_value(own, "w:rStyle")))
        return bool(of(look) if found is None else found)

    def _table(self, table: Element) -> Iterator[_Piece]:
        """Yield a table as one block; one that is only a frame round a text, as that text."""
        rows = [cells for row in _opened(table, _is_wrapper) if (cells := _cells(row))]
        if len(rows) == 1 and len(rows[0]) == 1:
            yield from self.pieces(rows[0][0])
            return
        texts = (filter(None, map(self._cell, cells)) for cells in rows)
        lines = tuple(line for line in map(" | ".join, texts) if line)
        if lines:
            yield _Piece(Block(BlockKind.PARAGRAPH, lines))

    def _cell(self, cell: Element) -> str:
        return " ".join(line for piece in self.pieces(cell) for line in piece.block.lines)


def _cells(row: Element) -> list[Element]:
    """Return the cells of a row, without those that a cell above has taken in."""
    if row.tag != _ROW or row.find(_path("w:trPr/w:del")) is not None:
        return []
    return [cell for cell in _opened(row, _is_wrapper) if cell.tag == _CELL and not _goes_on(cell)]


def _goes_on(cell: Element) -> bool:
    merged = cell.find(_path("w:tcPr/w:vMerge"))
    return merged is not None and _attribute(merged, "w:val") != "restart"


def _opened(parent: Element, is_open: Callable[[Element], bool]) -> Iterator[Element]:
    """Yield the elements below `parent`, those that are open replaced by what is in them.

    Of alternatives only the first is seen. Nesting is not recursion, so its depth costs nothing.
    """
    ways: list[Iterator[Element]] = [iter(parent)]
    while ways:
        child = next(ways[-1], None)
        if child is None:
            ways.pop()
        elif child.tag == _ALTERNATIVES:
            ways.append(chain.from_iterable(child[:1]))
        elif is_open(child):
            ways.append(iter(child))
        else:
            yield child


def _is_wrapper(element: Element) -> bool:
    return element.tag in _WRAPPERS


def _text_boxes(paragraph: Element) -> list[Element]:
    if next(paragraph.iter(_BOX), None) is None:
        return []
    inside = _opened(paragraph, lambda element: element.tag not in _ENDS)
    return [element for element in inside if element.tag == _BOX]


def _turn(fields: list[bool], turn: str | None) -> None:
    if turn == "begin":
        fields.append(False)
    elif turn == "separate" and fields:
        fields[-1] = len(fields) == 1 or fields[-2]
    elif turn == "end" and fields:
        fields.pop()


def _written(element: Element) -> str:
    if element.tag in _TEXTS:
        return "".join(element.itertext()).replace("\n", " ")
    return _SIGNS.get(str(element.tag), "")


def _lists_joined(pieces: Iterator[_Piece]) -> Iterator[_Piece]:
    """Yield the pieces, items that follow each other as one."""
    for is_item, group in groupby(pieces, key=lambda piece: piece.is_item):
        if is_item:
            lines = tuple(line for piece in group for line in piece.block.lines)
            yield _Piece(Block(BlockKind.PARAGRAPH, lines))
        else:
            yield from group


def _take_title(
    pieces: Sequence[_Piece], stated: str | None
) -> tuple[str | None, tuple[Block, ...]]:
    """Return the title and the blocks but for it.

    That is the first paragraph that looks like one, or what the file states, or the first of the
    uppermost headings before all text.
    """
    opening = list(takewhile(lambda piece: piece.level is not None, pieces))
    titles = [piece for piece in pieces if piece.level == TITLE]
    if not (titles or stated):
        titles = [piece for piece in opening if piece.level == 1]
    taken, title = (titles[0], titles[0].block.text) if titles else (None, stated)
    left = (
        piece.block
        for place, piece in enumerate(pieces)
        if piece is not taken and not (place <= len(opening) and _says(piece, title))
    )
    return title, tuple(left)


def _says(piece: _Piece, title: str | None) -> bool:
    return title is not None and piece.block.text.casefold() == title.casefold()
