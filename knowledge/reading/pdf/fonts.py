"""Read the fonts of a PDF: which letters the bytes of a string are, and how wide they are."""

from __future__ import annotations

from pypdf.generic import DictionaryObject, PdfObject
from pypdf.generic._font import Font  # there is no public name for it

UNREADABLE = "\ufffd"  # a glyph of which the font does not say which letter it is
_NARROW, _WIDE = 0.2, 0.5  # of the font size: the width of a space, whatever the font says
_FORCED_BOLD, _FIXED_PITCH = 1 << 18, 1  # bits in a font's flags
_BOLD_NAMES = ("bold", "black", "heavy", "demi", "cmbx", "sfbx", "-bd")
_FIXED_NAMES = ("mono", "courier", "consolas", "menlo", "typewriter", "cmtt", "sftt", "cmsltt")


class Face:
    """A font, and what it makes of the bytes of a string."""

    def __init__(self, resource: DictionaryObject) -> None:
        self._font = font = Font.from_font_resource(resource)
        # In these a string holds the numbers of glyphs, which are no letters.
        self._needs_map = str(resource.get("/Encoding")).startswith("/Identity")
        self._read: dict[bytes, tuple[str, int, int, float]] = {}
        name, flags = font.name.lower(), int(font.font_descriptor.flags)
        self.bold = any(one in name for one in _BOLD_NAMES) or bool(flags & _FORCED_BOLD)
        self.fixed = any(one in name for one in _FIXED_NAMES) or bool(flags & _FIXED_PITCH)
        self.space = min(max(font.space_width / 1000, _NARROW), _WIDE)

    def read(self, data: bytes) -> tuple[str, int, int, float]:
        """Return the text, the number of its glyphs and spaces, and its width for size 1."""
        if data not in self._read:
            self._read[data] = self._measured(data)
        return self._read[data]

    def _measured(self, data: bytes) -> tuple[str, int, int, float]:
        font = self._font
        if isinstance(font.encoding, str):
            glyphs = coded = data.decode(font.encoding, "replace")
        else:
            glyphs = data.decode("latin-1")
            coded = "".join(font.encoding.get(code, chr(code)) for code in data)
        text = "".join(map(self._letter, coded))
        spaces = data.count(b" ") if glyphs is not coded else 0
        width = sum(self._width(glyph) for glyph in glyphs)
        return text, len(glyphs), spaces, width / 1000

    def _letter(self, one: str) -> str:
        if not self._font.interpretable:
            return UNREADABLE
        return str(self._font.character_map.get(one, UNREADABLE if self._needs_map else one))

    def _width(self, glyph: str) -> float:
        is_space = glyph == self._font.space_char
        return self._font.space_width if is_space else self._font.get_text_width(glyph)


class Faces:
    """The fonts of a document, each read once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[DictionaryObject, Face]] = {}

    def face(self, resources: DictionaryObject, name: object) -> Face | None:
        """Return the font that the resources have under a name, if there is one."""
        fonts = dictionary(resources.get("/Font"))
        resource = dictionary(fonts.get(name))
        if not resource:
            return None
        if id(resource) not in self._known:  # kept beside its face, so that no other gets its id
            self._known[id(resource)] = resource, Face(resource)
        return self._known[id(resource)][1]


def dictionary(value: PdfObject | None) -> DictionaryObject:
    found = value.get_object() if value is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()
