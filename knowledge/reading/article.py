"""Make an article of a source's bytes: decode, split, clean, compose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from knowledge.cleaning import clean
from knowledge.errors import EMPTY, NO_PARAGRAPHS, ReadError
from knowledge.lines import NO_RULES, LineRules, line_key, without
from knowledge.model import Article, Block, BlockKind, Origin, Paragraph
from knowledge.reading import plain
from knowledge.reading.charset.decoding import unicode_text
from knowledge.reading.front_matter import FrontMatter, split_front_matter
from knowledge.reading.kinds import Kind, kind_of
from knowledge.reading.parsed import Parsed
from knowledge.reading.pdf.turns import joined, turns, with_turns_apart

MOST_MARKDOWN = 200_000  # characters read here; of hostile marks, parsing takes a quadratic time
LONGEST_QUESTION = 200  # characters of a line that the next paragraph answers
_LISTED = re.compile(r"\A(?:[-*•–]|\d+[.)]) | \| ")  # the first line of a list or a table


def read_article(
    data: bytes, name: str, origin: Origin | None = None, rules: LineRules = NO_RULES
) -> Article:
    """Return the article in a file, or in a page from the web, which has an origin.

    `rules` say which lines stay or go, whatever cleaning thinks of them.

    Raises:
        ReadError: the bytes are empty, of an unknown format or encoding, without a paragraph, or
            their front matter is malformed.
    """
    kind = kind_of(data, name, origin)
    front, parsed = _parsed(kind, data, name, origin)
    if not parsed.blocks:
        raise ReadError(name, EMPTY)
    parsed = _with_kept(parsed, rules)
    cleaned = clean(parsed.blocks, rules.kept)
    title, blocks = _take_title(kind, list(cleaned.blocks), front.title)
    blocks, dropped = without(blocks, rules)
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
        url=origin.url if origin else front.url,  # no page speaks for another
        date=front.date,
        credit=front.credit or cleaned.credit,
        dropped=(*parsed.left_out, *cleaned.dropped, *dropped),
        guess=parsed.guess,
    )


def _parsed(
    kind: Kind, data: bytes, name: str, origin: Origin | None
) -> tuple[FrontMatter, Parsed]:
    """Return what a file says of itself, and its blocks; foreign formats have their own process."""
    declared = origin.charset if origin else None
    if kind not in (Kind.PLAIN, Kind.MARKDOWN):
        parsed = _isolated(kind, data, name, declared)
        return FrontMatter(title=parsed.title, date=parsed.date), parsed
    text, guess = unicode_text(data, name), None
    if text is None:
        found = _isolated(Kind.PLAIN, data, name, declared)
        text, guess = "".join(block.text for block in found.blocks), found.guess
    front, text = split_front_matter(text, name)
    return front, Parsed(tuple(_blocks(kind, text, name)), guess=guess)


def _blocks(kind: Kind, text: str, name: str) -> Iterable[Block]:
    if kind is Kind.PLAIN:
        return plain.blocks(text)
    if len(text) > MOST_MARKDOWN:
        return _isolated(kind, text.encode(), name).blocks
    from knowledge.reading import markdown  # its parser costs a tenth of a second

    return markdown.blocks(text)


def _isolated(kind: Kind, data: bytes, name: str, declared: str | None = None) -> Parsed:
    from knowledge.reading import isolated  # few need to start programs

    parsed = isolated.parse(kind, data, name, declared)
    return replace(parsed, blocks=tuple(map(with_turns_apart, parsed.blocks)))


def _with_kept(parsed: Parsed, rules: LineRules) -> Parsed:
    """Take in at the end what the reader of a page left out and a moderator keeps."""
    kept = [one for one in parsed.left_out if line_key(one.text) in rules.kept]
    blocks = tuple(Block(BlockKind.PARAGRAPH, (one.text,)) for one in kept)
    left_out = tuple(one for one in parsed.left_out if one not in kept)
    return replace(parsed, blocks=parsed.blocks + blocks, left_out=left_out)


def _take_title(
    kind: Kind, blocks: list[Block], title: str | None
) -> tuple[str | None, list[Block]]:
    """Return the title, and the blocks below it: in most formats a first heading is the title."""
    if kind is Kind.PLAIN:
        return plain.take_title(blocks, title)
    first = blocks[0] if blocks else None
    if first is None or first.kind is not BlockKind.HEADING:
        return title, blocks
    if title is None or title.casefold() == first.text.casefold():
        return title or first.text, blocks[1:]
    return title, blocks


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
            last = joined(last, block)
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
            number = len(paragraphs) + 1
            printed = block.page, turns(block)
            paragraphs.append(Paragraph(start, offset, number, section, *printed))
    return "\n\n".join(parts), tuple(paragraphs)
