"""Refuse zip files, and XML in them, that are more than a reader can bear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from knowledge.errors import (
    BOMB,
    BROKEN_FILE,
    ENCRYPTED,
    TOO_MANY_ENTRIES,
    TOO_MUCH_MEMORY,
    ReadError,
)

LARGEST_TOTAL = 50_000_000  # bytes of all entries together, as the directory declares them
MOST_ENTRIES = 2_000

LARGEST_XML = 7_000_000  # bytes of one entry; a book of 350 pages has about as many

_ENTRY = b"PK\x01\x02"  # each entry of the directory begins with it
_IS_ENCRYPTED = 0x1  # a bit of an entry's flags
_ENCODING = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*[\"']([^\"'>]*)")
_UTF8 = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}


def check(data: bytes, name: str) -> None:
    """Refuse the zip file `data` by what its directory says; nothing is unpacked.

    Raises:
        ReadError: it is no zip file, has too many entries, too large, encrypted or with the same
            name twice, or an entry is packed in another way than the usual one.
    """
    # Counted before zipfile makes an object of each: it believes the directory's size, not its
    # count. A zip file inside may add to the number; none that a person made adds so many.
    if data.count(_ENTRY) > MOST_ENTRIES:
        raise ReadError(name, TOO_MANY_ENTRIES.format(limit=MOST_ENTRIES))
    with damage_refused(name), ZipFile(BytesIO(data)) as archive:
        _check_entries(archive.infolist(), name)


def _check_entries(entries: list[ZipInfo], name: str) -> None:
    if any(entry.flag_bits & _IS_ENCRYPTED for entry in entries):
        raise ReadError(name, ENCRYPTED)
    if sum(entry.file_size for entry in entries) > LARGEST_TOTAL:
        raise ReadError(name, BOMB.format(limit=LARGEST_TOTAL))
    if len({entry.filename.casefold() for entry in entries}) < len(entries):
        raise ReadError(name, BROKEN_FILE)
    if any(entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for entry in entries):
        raise ReadError(name, BROKEN_FILE)


def unpack_xml(archive: ZipFile, entry: str, name: str, *, most_nodes: int) -> bytes:
    """Return the XML in an entry of the file `name`; no more than the limit is ever unpacked.

    It is in UTF-8 and has no DOCTYPE, thus no entities, and no more than `most_nodes` elements,
    texts and attributes.

    Raises:
        ReadError: any of that is not so, whatever the directory says of the size.
        KeyError: there is no such entry.
    """
    with archive.open(entry) as unpacked:
        data = unpacked.read(LARGEST_XML + 1)
    if len(data) > LARGEST_XML:
        raise ReadError(name, TOO_MUCH_MEMORY)
    # Bytes can be counted only if they mean to the parser what they mean here.
    if not _is_utf8(data) or b"<!DOCTYPE" in data:
        raise ReadError(name, BROKEN_FILE)
    if _most_nodes_in(data) > most_nodes:
        raise ReadError(name, TOO_MUCH_MEMORY)
    return data


def _is_utf8(data: bytes) -> bool:
    """Whether a parser that looks at the first bytes and the declaration takes it for UTF-8."""
    data.decode()
    declared = _ENCODING.match(data)
    return b"\0" not in data and (not declared or declared[1].lower() in _UTF8)


def _most_nodes_in(data: bytes) -> int:
    """Return no less than the number of elements, texts and attributes in `data`."""
    elements = data.count(b"<") - data.count(b"</")
    texts = data.count(b">") - data.count(b"><")
    return elements + texts + data.count(b"=")


@contextmanager
def damage_refused(name: str) -> Iterator[None]:
    """Turn whatever a reader raises over a damaged file into the one sentence that says so."""
    try:
        yield
    except (ReadError, MemoryError):
        raise
    except Exception as error:
        raise ReadError(name, BROKEN_FILE) from error
