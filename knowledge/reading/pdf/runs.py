"""Read the text of a PDF page: what its operators show, where, and in which font."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

from pypdf import PageObject
from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, StreamObject

from knowledge.reading.pdf.fonts import Face, Faces, dictionary
from knowledge.reading.pdf.geometry import (
    IDENTITY,
    NOTHING,
    Box,
    Matrix,
    matrix,
    point,
    product,
)

MAX_FORMS = 2_000  # pieces of a page that are painted from elsewhere; they can nest
MAX_DEPTH = 30  # of such pieces inside each other
CELL_GAP = 0.9  # of the font size; between words there is less, but in the loosest lines


@dataclass(frozen=True, slots=True)
class Run:
    """Text that is shown at once; all lengths are in points, and `base` grows upwards."""

    text: str
    left: float
    right: float
    base: float
    size: float
    space: float  # the width of a space
    angle: int  # of the line of writing, in degrees; `left` and `base` are measured along it
    bold: bool = False
    fixed: bool = False  # all letters have the same width


def runs(page: PageObject, faces: Faces) -> list[Run]:
    """Return the text of a page in the order in which it is painted.

    Raises:
        LimitReachedError: it is made of too many pieces.
    """
    contents = page.get("/Contents")
    contents = contents.get_object() if contents is not None else None
    if not isinstance(contents, ArrayObject | StreamObject):
        return []
    painter = _Painter(page.pdf, faces)
    painter.paint(contents, dictionary(page.get("/Resources")))
    return painter.runs


@dataclass(slots=True)
class _State:
    """What a page's operators set, save and restore."""

    matrix: Matrix = IDENTITY
    face: Face | None = None
    size: float = 0.0
    letter_gap: float = 0.0
    word_gap: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


class _Painter:
    """Carry out the operators that move and show text."""

    def __init__(self, document: object, faces: Faces) -> None:
        self.runs: list[Run] = []
        self._document = document
        self._faces = faces
        self._forms = 0
        self._depth = 0
        self._latest: dict[str, Run] = {}
        self._drawn = NOTHING
        self._dot: Box | None = None
        self._resources = DictionaryObject()
        self._state = _State()
        self._text = self._line = IDENTITY

    def paint(self, contents: ArrayObject | StreamObject, resources: DictionaryObject) -> None:
        """Carry out a stream of operators, and those of the forms that it calls."""
        outer, self._resources = self._resources, resources
        saved: list[_State] = []
        for operands, operator in ContentStream(contents, self._document, "bytes").operations:
            if operator == b"q":
                saved.append(replace(self._state))
            elif operator == b"Q" and saved:
                self._state = saved.pop()
            elif isinstance(operands, list):
                self._operate(bytes(operator), operands)
        self._resources = outer

    def _operate(self, operator: bytes, operands: list[Any]) -> None:
        match operator, operands:
            case b"cm", [_, _, _, _, _, _]:
                self._state.matrix = product(matrix(operands), self._state.matrix)
            case b"BT", _:
                self._text = self._line = IDENTITY
            case b"Tf", [name, size, *_]:
                self._state.face = self._faces.face(self._resources, name)
                self._state.size = float(size)
            case b"Tm", [_, _, _, _, _, _]:
                self._text = self._line = matrix(operands)
            case b"Td", [right, up, *_]:
                self._move(float(right), float(up))
            case b"TD", [right, up, *_]:
                self._state.leading = -float(up)
                self._move(float(right), float(up))
            case b"T*", _:
                self._move(0, -self._state.leading)
            case b"Tj", [shown, *_]:
                self._show([shown])
            case b"TJ", [list(shown), *_]:
                self._show(shown)
            case b"'", [shown, *_]:
                self._move(0, -self._state.leading)
                self._show([shown])
            case b'"', [word_gap, letter_gap, shown, *_]:
                self._state.word_gap, self._state.letter_gap = float(word_gap), float(letter_gap)
                self._move(0, -self._state.leading)
                self._show([shown])
            case b"Do", [name, *_]:
                self._paint_form(name)
            case b"m" | b"l" | b"c" | b"v" | b"y", _:
                self._draw(operands)
            case b"re", [x, y, width, height]:
                self._draw([x, y, float(x) + float(width), float(y) + float(height)])
            case b"f" | b"F" | b"f*" | b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*" | b"n", _:
                self._end_drawing(painted=operator != b"n")
            case _, [value, *_]:
                self._set(operator, value)

    def _set(self, operator: bytes, value: float) -> None:
        match operator:
            case b"Tc":
                self._state.letter_gap = float(value)
            case b"Tw":
                self._state.word_gap = float(value)
            case b"Tz":
                self._state.stretch = float(value) / 100
            case b"TL":
                self._state.leading = float(value)
            case b"Ts":
                self._state.rise = float(value)

    def _draw(self, numbers: list[Any]) -> None:
        points = zip(map(float, numbers[::2]), map(float, numbers[1::2]), strict=False)
        self._drawn = self._drawn.around(point(self._state.matrix, x, y) for x, y in points)

    def _end_drawing(self, *, painted: bool) -> None:
        """Remember a small round or square thing: before a line it is the bullet of a list."""
        if painted and self._drawn.is_dot():
            self._dot = self._drawn
        self._drawn = NOTHING

    def _move(self, right: float, up: float) -> None:
        self._text = self._line = product((1, 0, 0, 1, right, up), self._line)

    def _show(self, shown: list[Any]) -> None:
        """Show strings; a number between them is a step back, in thousandths of the size.

        A step forward is a space, as typesetters write it, and a wide one begins another run.
        """
        state, face = self._state, self._state.face
        if face is None:  # its bytes say nothing
            return
        text, start, end, pen = "", 0.0, 0.0, 0.0
        for one in shown:
            if isinstance(one, int | float):
                pen -= float(one) / 1000 * state.size * state.stretch
                continue
            said, glyphs, spaces, width = face.read(_bytes(one))
            gap = pen - end if text else 0.0
            if abs(gap) > CELL_GAP * state.size:
                self._add(text, start, end)
                text = ""
            elif gap > face.space / 2 * state.size and not text.endswith(" "):
                text += " "
            start = start if text else pen
            text += said
            gaps = glyphs * state.letter_gap + spaces * state.word_gap
            pen = end = pen + (width * state.size + gaps) * state.stretch
        self._add(text, start, end)
        self._text = product((1, 0, 0, 1, pen, 0), self._text)

    def _add(self, text: str, start: float, end: float) -> None:
        """Keep a run, unless it is painted over itself, as is done for shadows and bold type."""
        if not text:
            return
        across, slope, _, up, _, _ = placed = product(self._text, self._state.matrix)
        x, y = point(placed, start, self._state.rise)
        scale = math.hypot(across, slope)
        height = math.hypot(placed[2], up)
        cosine, sine = (across / scale, slope / scale) if scale else (1.0, 0.0)
        if not math.isfinite(x + y + scale + height):
            raise ValueError("text that is nowhere")
        left, size = x * cosine + y * sine, abs(self._state.size) * height
        face = self._state.face
        assert face is not None  # noqa: S101  # nothing is shown without one
        run = Run(
            text=text,
            left=left,
            right=left + abs(end - start) * scale,
            base=y * cosine - x * sine,
            size=size,
            space=face.space * size,
            angle=round(math.degrees(math.atan2(sine, cosine))) % 360,
            bold=face.bold,
            fixed=face.fixed,
        )
        if self._dot and _leads(self._dot, run):
            self.runs.append(replace(run, text="• ", left=self._dot.left, right=self._dot.right))
        if text.strip():
            self._dot = None
        if not _is_shadow(run, self._latest.get(text)):
            self.runs.append(run)
            self._latest[text] = run

    def _paint_form(self, name: object) -> None:
        form = dictionary(dictionary(self._resources.get("/XObject")).get(name))
        if form.get("/Subtype") != "/Form" or not isinstance(form, StreamObject):
            return
        self._forms += 1
        self._depth += 1
        if self._forms > MAX_FORMS or self._depth > MAX_DEPTH:
            raise LimitReachedError("too many forms")
        outer, text, line = self._state, self._text, self._line
        inner = matrix(form.get("/Matrix") or list(IDENTITY))
        self._state = replace(outer, matrix=product(inner, outer.matrix))
        self.paint(form, dictionary(form.get("/Resources")) or self._resources)
        self._state, self._text, self._line = outer, text, line
        self._depth -= 1


def _leads(dot: Box, run: Run) -> bool:
    """Whether something drawn stands before a run, at the height of its small letters."""
    middle = (dot.bottom + dot.top) / 2 - run.base
    return 0 < middle < 0.7 * run.size and 0 < run.left - dot.right < 2.5 * run.size


def _is_shadow(run: Run, other: Run | None) -> bool:
    if other is None or not run.text.strip():
        return False
    near = max(abs(run.left - other.left), abs(run.base - other.base))
    return near < 0.2 * run.size and run.angle == other.angle


def _bytes(shown: object) -> bytes:
    if isinstance(shown, bytes):
        return bytes(shown)
    return str(shown).encode("latin-1", "replace")
