"""An article as bytes and back, and the names that its content gives it."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.errors import DamagedStoreError
from knowledge.model import Article, Dropped, Paragraph
from knowledge.snapshot import version_of

if TYPE_CHECKING:
    from knowledge.reading.folder import File

_KNOWLEDGE = Path(__file__).parent.parent
_LEVEL = 6  # of compression; a text becomes a third as large


def article_hash(article: Article) -> str:
    """Return the SHA-256 of what an article says; its name and what was left out do not count."""
    return hashlib.sha256(_canonical(_content(article))).hexdigest()


def encode(article: Article) -> bytes:
    """Return an article as compressed JSON, without its name."""
    document = asdict(article)
    del document["name"]
    _leave_out_no_turns(document)
    return zlib.compress(_canonical(document), _LEVEL)


def decode(document: bytes, name: str, expected: str) -> Article:
    """Return the article that `encode` made these bytes of.

    Raises:
        DamagedStoreError: it is not the one whose hash is expected.
    """
    try:
        values: dict[str, Any] = json.loads(zlib.decompress(document))
        values["paragraphs"] = tuple(map(_paragraph, values["paragraphs"]))
        values["dropped"] = tuple(Dropped(**one) for one in values["dropped"])
        values["sections"] = tuple(values["sections"])
        article = Article(name=name, **values)
    except (zlib.error, ValueError, TypeError, KeyError) as error:
        raise DamagedStoreError(f"article {expected[:12]}") from error
    if article_hash(article) != expected:
        raise DamagedStoreError(f"article {expected[:12]}")
    return article


def check_version(articles: Sequence[Article], digest: str) -> None:
    """Raise DamagedStoreError if some articles are not the version that a digest names."""
    if version_of(articles) != digest:
        raise DamagedStoreError(f"version {digest}")


def reading_hash(file: File) -> str:
    """Name what a reading depends on: the bytes, where from, and the rules of this program."""
    digest = hashlib.sha256(_rules())
    digest.update(file.name.encode() + b"\0")
    if file.origin:
        digest.update(repr((file.origin.url, file.origin.media_type)).encode())
    digest.update(file.data)
    return digest.hexdigest()


@cache
def _rules() -> bytes:
    """The hash of the modules that read, so that a new rule reads every source again."""
    names = ("cleaning.py", "furniture.py", "lines.py", "text.py")
    modules = [_KNOWLEDGE / name for name in names]
    paths = sorted([*modules, *_KNOWLEDGE.glob("reading/**/*.py")])
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).digest()


def _content(article: Article) -> dict[str, Any]:
    content = asdict(replace(article, dropped=()))
    del content["name"], content["dropped"], content["guess"]
    for paragraph in content["paragraphs"]:
        if paragraph["page"] is None:  # as it was before there were pages
            del paragraph["page"]
    _leave_out_no_turns(content)
    return content


def _leave_out_no_turns(document: dict[str, Any]) -> None:
    for paragraph in document["paragraphs"]:
        if not paragraph["turns"]:  # as it was before pages turned within paragraphs
            del paragraph["turns"]


def _paragraph(values: dict[str, Any]) -> Paragraph:
    return Paragraph(**values | {"turns": tuple(values.get("turns", ()))})


def _canonical(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()
