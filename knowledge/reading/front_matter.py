"""Read the optional front matter of a source: title, url, date and credit."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from knowledge.errors import (
    BAD_FRONT_MATTER,
    BAD_FRONT_MATTER_VALUE,
    BAD_URL,
    ReadError,
    YamlError,
)
from knowledge.strict_yaml import load
from knowledge.text import one_line

# Dashes around something that begins like a setting; a rule above ordinary text is no front matter.
_FENCED = re.compile(
    r"---[ \t]*\n(?P<yaml>(?=\s*(?:#|[a-z][\w-]*:|---)).*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
LARGEST_NUMBER = 10**15  # a year or a short title; Python refuses to write very long ones
_URL = re.compile(r"https?://[^\s<>()\[\]]{1,2000}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a source says of itself before its text."""

    title: str | None = None
    url: str | None = None
    date: str | None = None
    credit: str | None = None


def split_front_matter(text: str, source: str) -> tuple[FrontMatter, str]:
    """Return the front matter and the text below it; other keys than the four are left alone.

    Raises:
        ReadError: the front matter is malformed, or a value is not of its kind.
    """
    fenced = _FENCED.match(text)
    if not fenced:
        return FrontMatter(), text
    values = _load(fenced["yaml"], source)
    if not isinstance(values, dict):  # a rule of dashes above ordinary text
        return FrontMatter(), text
    return _front_matter(values, source), text[fenced.end() :]


def _load(text: str, source: str) -> object:
    try:
        document = load(text)
        for fault in document.twice:
            raise fault
    except YamlError as error:
        raise ReadError(source, BAD_FRONT_MATTER.format(fault=error)) from error
    return document.value or {}


def _front_matter(values: dict[str, Any], source: str) -> FrontMatter:
    found = {key: _text(values.get(key), key, source) for key in FrontMatter.__slots__}
    if found["url"] and not _URL.fullmatch(found["url"]):
        raise ReadError(source, BAD_URL)
    return FrontMatter(**found)


def _text(value: object, key: str, source: str) -> str | None:
    if isinstance(value, datetime.date):  # a datetime is one, too
        value = value.isoformat()[:10]
    if value is None or isinstance(value, str):
        return one_line(value or "") or None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and abs(value) < LARGEST_NUMBER:  # type: ignore[arg-type]
        return str(value)
    raise ReadError(source, BAD_FRONT_MATTER_VALUE.format(key=key, found=type(value).__name__))
