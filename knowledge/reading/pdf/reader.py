"""Read PDF files: their text in reading order, and nothing that is attached to it or runs in it."""

from __future__ import annotations

import logging
import re
import warnings
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from unicodedata import bidirectional

from pypdf import Configuration, PageObject, PdfReader, apply_configuration
from pypdf.errors import DependencyError, LimitReachedError

from knowledge.errors import (
    BOMB,
    BROKEN_FILE,
    EMPTY,
    ENCRYPTED,
    NO_TEXT,
    RIGHT_TO_LEFT,
    TOO_MANY_PAGES,
    ReadError,
)
from knowledge.reading.parsed import Parsed
from knowledge.reading.pdf.blocks import Blocks
from knowledge.reading.pdf.fonts import UNREADABLE, Faces, dictionary
from knowledge.reading.pdf.furniture import without_furniture
from knowledge.reading.pdf.lines import Line, lines
from knowledge.reading.pdf.rows import in_reading_order
from knowledge.reading.pdf.runs import Run, runs
from knowledge.text import one_line

MAX_PAGES = 2_000
MAX_UNPACKED = 25_000_000  # bytes of what one page shows; a whole book has less
MAX_TOKENS = 1_000_000  # of what one page shows; pypdf reads 200,000 a second
MAX_NODES = 3 * MAX_PAGES  # of the tree that leads to the pages
MAX_TITLE = 200  # characters
MOST_REVERSED = 0.02  # of the letters; a name in Hebrew or Arabic may be cited
FIRST_YEAR = 1993  # there is no older PDF; a computer without a clock says 1970
_END_WITHIN = 1024  # bytes; so far from the end of a whole file its mark stands

_LIMITS = Configuration(
    zlib_maximum_output_length=MAX_UNPACKED,
    lzw_maximum_output_length=MAX_UNPACKED,
    run_length_maximum_output_length=MAX_UNPACKED,
    array_based_stream_maximum_output_length=MAX_UNPACKED,
    stream_parsing_work_maximum_count=MAX_TOKENS,
    page_tree_maximum_entries=MAX_NODES,
)

# What programs write into a file that was given no title.
_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint|excel) - .*|untitled.*|document ?\d*|slide \d+|title"
    r"|powerpoint presentation|about:blank|(?:https?|file):.*"
    r"|.*\.(?:docx?|odt|rtf|pdf|tex|dvi|indd|qxd|pptx?|xlsx?|html?|php|aspx?|txt|md)",
    re.IGNORECASE,
)


def parse(data: bytes, name: str, declared: str | None = None) -> Parsed:  # noqa: ARG001
    """Return the headings and paragraphs of a PDF; `declared` is for the formats that need it.

    Raises:
        ReadError: it is empty, damaged, too large, needs a password, or has no text.
    """
    if not data:
        raise ReadError(name, EMPTY)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each flaw of a file
    with warnings.catch_warnings(action="ignore"), apply_configuration(_LIMITS):
        file = _read(data, name)
    pages = [in_reading_order(lines(shown, number)) for number, shown in enumerate(file.pages)]
    _check_text(pages, name)
    kept, left_out = without_furniture(pages)
    if not any(kept):
        kept, left_out = pages, ()
    blocks = Blocks([line for page in kept for line in page])
    title = blocks.title or file.title
    return Parsed(tuple(blocks.all()), title=title, date=file.date, left_out=left_out)


@dataclass(frozen=True, slots=True)
class _File:
    """What is shown on each page, and what the file says of itself."""

    pages: list[list[Run]]
    title: str | None
    date: str | None


def _read(data: bytes, name: str) -> _File:
    try:
        reader = _opened(data, name)
        faces = Faces()
        pages = [runs(page, faces) for page in _pages(reader, name)]
        return _File(pages, _title(reader), _date(reader))
    except (ReadError, MemoryError):
        raise
    except LimitReachedError as error:
        raise ReadError(name, BOMB.format(limit=MAX_UNPACKED)) from error
    except Exception as error:  # a broken file makes pypdf raise almost anything
        raise ReadError(name, BROKEN_FILE) from error


def _opened(data: bytes, name: str) -> PdfReader:
    # Changes are appended to a file; of one that was cut off pypdf would read an earlier version.
    if b"%%EOF" not in data.rstrip(b"\0\r\n\t ")[-_END_WITHIN:]:
        raise ReadError(name, BROKEN_FILE)
    try:
        reader = PdfReader(BytesIO(data))
        opened = not reader.is_encrypted or reader.decrypt("")
    except (DependencyError, NotImplementedError) as error:  # ways of encryption it does not know
        raise ReadError(name, ENCRYPTED) from error
    except LimitReachedError as error:
        raise ReadError(name, BROKEN_FILE) from error
    if not opened:
        raise ReadError(name, ENCRYPTED)
    return reader


def _pages(reader: PdfReader, name: str) -> list[PageObject]:
    """Return the pages, if their tree is sound and not too large."""
    declared = dictionary(reader.root_object["/Pages"]).get("/Count")
    if isinstance(declared, int) and declared > MAX_PAGES:
        raise ReadError(name, TOO_MANY_PAGES.format(limit=MAX_PAGES))
    try:
        count = len(reader.pages)
    except LimitReachedError as error:
        raise ReadError(name, BROKEN_FILE) from error
    if count > MAX_PAGES:
        raise ReadError(name, TOO_MANY_PAGES.format(limit=MAX_PAGES))
    return list(reader.pages)


def _check_text(pages: list[list[Line]], name: str) -> None:
    """Refuse what would not be read as it is written.

    That is pictures of pages, fonts that do not say which letters they have, and letters that are
    drawn from the end of the line to its beginning.
    """
    text = "".join(line.text for page in pages for line in page)
    letters = sum(map(str.isalnum, text))
    if letters <= text.count(UNREADABLE):
        raise ReadError(name, NO_TEXT)
    if sum(bidirectional(letter) in ("R", "AL") for letter in text) > MOST_REVERSED * letters:
        raise ReadError(name, RIGHT_TO_LEFT)


def _title(reader: PdfReader) -> str | None:
    title = one_line(str(reader.metadata.title or "")) if reader.metadata else ""
    is_title = any(map(str.isalpha, title)) and not _NO_TITLE.fullmatch(title)
    return title if is_title and len(title) <= MAX_TITLE else None


def _date(reader: PdfReader) -> str | None:
    try:
        created = reader.metadata.creation_date if reader.metadata else None
    except ValueError:
        return None
    return date.isoformat(created.date()) if created and created.year >= FIRST_YEAR else None
