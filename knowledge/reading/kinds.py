"""Tell which format a source is in: by its content, its media type, and the ending of its name."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

from knowledge.errors import OLD_WORD, UNKNOWN_KIND, WRONG_KIND, ReadError
from knowledge.model import Origin

LOOKED_AT = 1024  # bytes in which a PDF shows itself


class Kind(StrEnum):
    """A format that can be read."""

    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"


ENDINGS = {
    ".txt": Kind.PLAIN,
    ".text": Kind.PLAIN,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".pdf": Kind.PDF,
    ".docx": Kind.DOCX,
}
_MEDIA_TYPES = {
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "text/markdown": Kind.MARKDOWN,
    "text/x-markdown": Kind.MARKDOWN,
}
_PDF, _ZIP, _OLE = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>\s+|<!--.*?-->|<\?xml.*?\?>)*+"
    rb"<(?:!doctype\s+html|html|head|body)(?:[\s/>]|\Z)",
    re.DOTALL | re.IGNORECASE,
)
# Of a page: a path, and no host, of which many in Moldova end so.
_MARKDOWN_PATH = re.compile(
    r"(?:https?://)?+[^/?#]+/[^?#]*\.(?:md|markdown)(?:[?#]|\Z)", re.IGNORECASE
)


def kind_of(data: bytes, name: str, origin: Origin | None = None) -> Kind:
    """Return the format of a file, or of a page from the web.

    What the content shows for certain counts, whatever the name says.

    Raises:
        ReadError: it is in none that is read, or its content is not what the name says.
    """
    if shown := _shown(data, name):
        return shown
    if origin:
        media_type = origin.media_type.partition(";")[0].strip().lower()
        return _MEDIA_TYPES.get(media_type) or _of_text(data, name, origin.url)
    ending = PurePath(name).suffix.lower()
    kind = ENDINGS.get(ending)
    if kind is None:
        known = ", ".join(ENDINGS)
        raise ReadError(name, UNKNOWN_KIND.format(kind=ending or "(no ending)", known=known))
    if kind in (Kind.PDF, Kind.DOCX):
        raise ReadError(name, WRONG_KIND.format(kind=ending))
    return kind


def _shown(data: bytes, name: str) -> Kind | None:
    """Return the format that the first bytes give away."""
    is_text = ENDINGS.get(PurePath(name).suffix.lower(), Kind.PDF) is not Kind.PDF
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_PDF):
        return Kind.PDF
    if _PDF in data[:LOOKED_AT] and not is_text:  # something may stand before it
        return Kind.PDF
    if data.startswith(_ZIP):
        return Kind.DOCX
    if data.startswith(_OLE) and PurePath(name).suffix.lower() != ".docx":
        raise ReadError(name, OLD_WORD)
    return Kind.DOCX if data.startswith(_OLE) else None


def _of_text(data: bytes, name: str, url: str) -> Kind:
    """Return the format of a page that is some text, as far as its site says."""
    if _HTML.match(data):
        return Kind.HTML
    return Kind.MARKDOWN if any(map(_MARKDOWN_PATH.match, (name, url))) else Kind.PLAIN
