"""Tell zip files of other programs from damaged Word files."""

from __future__ import annotations

from zipfile import ZipFile

_EXCEL = "it is an Excel workbook (.xlsx); save the sheets you need as .pdf, or their text as .txt"
_POWERPOINT = (
    "it is a PowerPoint presentation (.pptx); save it as .pdf, or its text as .docx or .txt"
)
_TEXT = "it is an OpenDocument text (.odt); save it as .docx, .pdf or .txt"
_SHEET = (
    "it is an OpenDocument spreadsheet (.ods); save the sheets you need as .pdf, "
    "or their text as .txt"
)
_SLIDES = "it is an OpenDocument presentation (.odp); save it as .pdf, or its text as .docx or .txt"
_BOOK = "it is an e-book (.epub); save it as .docx, .pdf or .txt"

_ODF = "application/vnd.oasis.opendocument."
_BY_TYPE = {
    f"{_ODF}text": _TEXT,
    f"{_ODF}spreadsheet": _SHEET,
    f"{_ODF}presentation": _SLIDES,
    "application/epub+zip": _BOOK,
}
_BY_FOLDER = {"xl": _EXCEL, "ppt": _POWERPOINT}
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
