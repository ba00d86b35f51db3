"""Tell zip files of other programs from damaged Word files."""

from __future__ import annotations

from zipfile import ZipFile

from knowledge.errors import (
    IS_BOOK,
    IS_EXCEL,
    IS_POWERPOINT,
    IS_SHEET,
    IS_SLIDES,
    IS_TEXT,
)

_ODF = "application/vnd.oasis.opendocument."
_BY_TYPE = {
    f"{_ODF}text": IS_TEXT,
    f"{_ODF}spreadsheet": IS_SHEET,
    f"{_ODF}presentation": IS_SLIDES,
    "application/epub+zip": IS_BOOK,
}
_BY_FOLDER = {"xl": IS_EXCEL, "ppt": IS_POWERPOINT}
_LONGEST_TYPE = 100  # bytes


def other_kind(archive: ZipFile) -> str | None:
    """Return the sentence about a file of another program, or None if none of these made it.

    The zip file has been checked; no more is unpacked than the name of a media type.
    """
    folders = {name.partition("/")[0] for name in archive.namelist() if "/" in name}
    if "word" in folders:
        return None
    found = (_BY_FOLDER[folder] for folder in _BY_FOLDER if folder in folders)
    return next(found, None) or _BY_TYPE.get(_stated_type(archive))


def _stated_type(archive: ZipFile) -> str:
    if "mimetype" not in archive.NameToInfo:
        return ""
    with archive.open("mimetype") as entry:
        stated = entry.read(_LONGEST_TYPE)
    return stated.decode("ascii", "replace").strip().removesuffix("-template")
