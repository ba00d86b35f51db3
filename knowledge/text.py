"""Turn bytes into text that is safe to store, search and show."""

from __future__ import annotations

import re

from knowledge.errors import BINARY, NOT_UTF8, ReadError

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

# Characters that are invisible and can reorder, hide or split what a reader sees. Left-to-right
# and right-to-left marks stay: Hebrew and Arabic punctuation needs them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")

# Marks that stack on a letter without bound ("zalgo"): general diacritics, and those of the
# scripts whose renderers stack them too. No language needs more than four in a row.
MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u06d6-\u06dc\u06df-\u06e4"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_STACK = re.compile(f"([{MARKS}]{{4}})[{MARKS}]+")


def decode(data: bytes, source: str) -> str:
    """Return `data` as text with LF line ends.

    Raises:
        ReadError: `data` is not UTF-8 (a byte order mark is allowed) or holds a NUL byte.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bom = len(data) - len(data.removeprefix(b"\xef\xbb\xbf"))
        fault = NOT_UTF8.format(byte=error.object[error.start], offset=error.start + bom)
        raise ReadError(source, fault) from error
    if "\x00" in text:
        raise ReadError(source, BINARY.format(offset=data.index(b"\x00")))
    return tidy(text)


def tidy(text: str) -> str:
    """Return `text` with LF line ends and without characters that could disturb what is near."""
    text = _LINE_END.sub("\n", text)
    text = _SURROGATE.sub("\ufffd", text)
    return _STACK.sub(r"\1", _INVISIBLE.sub("", text))


def one_line(text: str) -> str:
    """Return tidied `text` on one line, with single spaces."""
    return " ".join(tidy(text).split())
