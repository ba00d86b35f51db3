"""Make an article of a source's bytes: decode, split, clean, compose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Protocol

from knowledge.cleaning import clean
from knowledge.errors import EMPTY, NO_PARAGRAPHS, UNKNOWN_KIND, ReadError
from knowledge.model import Article, Block, BlockKind, Paragraph
from knowledge.reading import plain
from knowledge.reading.front_matter import split_front_matter
from knowledge.text import decode

PLAIN = (".txt", ".text")
MARKDOWN = (".md", ".markdown")


LONGEST_QUESTION = 200  # characters of a line that the next paragraph answers
_LISTED = re.compile(r"\A(?:[-*•–]|\d+[.)]) | \| ")  # the first line of a list or a table


class Format(Protocol):
    """How one kind of file becomes blocks, and how its title is told from them."""

    def blocks(self, text: str) -> list[Block]: ...

    def take_title(
        self, found: list[Block], title: str | None
    ) -> tuple[str | None, list[Block]]: ...


def read_article(data: bytes, name: str) -> Article:
    """Return the article in `data`; the ending of `name` says which format it is in.

    Raises:
        ReadError: the bytes are empty, no UTF-8 text, of an unknown format, without a paragraph,
            or their front matter is malformed.
    """
    format_ = _format_of(name)
    front, text = split_front_matter(decode(data, name), name)
    if not text.strip():
        raise ReadError(name, EMPTY)
    cleaned = clean(format_.blocks(text))
    title, blocks = format_.take_title(list(cleaned.blocks), front.title)
    if all(block.kind is BlockKind.HEADING for block in blocks):
        raise ReadError(name, NO_PARAGRAPHS)
    blocks = list(_led_in(blocks))
    text, paragraphs = _compose(title := title or _title_from(name), blocks)
    return Article(
        name=name,
        title=title,
        text=text,
        paragraphs=paragraphs,
        sections=tuple(block.text for block in blocks if block.kind is BlockKind.HEADING),
        url=front.url,
        date=front.date,
        credit=front.credit or cleaned.credit,
        dropped=cleaned.dropped,
    )


def _format_of(name: str) -> Format:
    kind = PurePath(name).suffix.lower()
    if kind in PLAIN:
        return plain
    if kind in MARKDOWN:
        from knowledge.reading import markdown  # its parser costs a tenth of a second

        return markdown
    known = ", ".join(PLAIN + MARKDOWN)
    raise ReadError(name, UNKNOWN_KIND.format(kind=kind or "(no ending)", known=known))


def _title_from(name: str) -> str:
    """A file's name, as a person would write it: "annual_report-2024.txt", "Annual report 2024"."""
    words = re.sub(r"[\s_-]+", " ", PurePath(name).stem).strip() or name
    return words[0].upper() + words[1:]


def _led_in(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks, a paragraph as one with the line that leads it in.

    That is a line with a colon before a list or a table, and a line that is a question.
    """
    last: Block | None = None
    for block in blocks:
        if last and _leads_in(last, block):
            last = Block(BlockKind.PARAGRAPH, last.lines + block.lines)
            continue
        if last:
            yield last
        last = block
    if last:
        yield last


def _leads_in(line: Block, block: Block) -> bool:
    if BlockKind.HEADING in (line.kind, block.kind):
        return False
    if line.text.endswith(":"):
        return _LISTED.search(block.lines[0]) is not None
    return line.text.endswith("?") and len(line.text) <= LONGEST_QUESTION


def _compose(title: str, blocks: Sequence[Block]) -> tuple[str, tuple[Paragraph, ...]]:
    """Lay title and blocks out as one text, and say where each paragraph stands in it."""
    parts = [title]
    paragraphs: list[Paragraph] = []
    offset, section = len(title), ""
    for block in blocks:
        start = offset + len("\n\n")
        offset = start + len(block.text)
        parts.append(block.text)
        if block.kind is BlockKind.HEADING:
            section = block.text
        else:
            paragraphs.append(Paragraph(start, offset, len(paragraphs) + 1, section))
    return "\n\n".join(parts), tuple(paragraphs)
