"""Read Word files (.docx): their headings, paragraphs, lists and tables as plain text.

Only the parts that hold the text and its looks are ever unpacked and parsed: pictures, macros,
embedded files, headers, comments and notes are not, and nothing outside of the file is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby, takewhile
from zipfile import ZipFile

from docx.oxml.ns import qn

from knowledge.errors import EMPTY, ENCRYPTED, OLD_WORD, WRONG_KIND, ReadError
from knowledge.model import Block, BlockKind
from knowledge.reading.docx.body import Body
from knowledge.reading.docx.headings import headings_told
from knowledge.reading.docx.looks import TITLE, Looks
from knowledge.reading.docx.other_kinds import other_kind
from knowledge.reading.docx.package import Package, properties
from knowledge.reading.docx.piece import Piece
from knowledge.reading.docx.zip_check import check, damage_refused
from knowledge.reading.parsed import Parsed

MOST_NODES = 500_000  # elements, texts and attributes of the text; lxml needs up to 220 bytes each

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # Word before 2007, and whatever Office has encrypted
_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def parse(
    data: bytes,
    name: str,
    declared: str | None = None,  # noqa: ARG001 - XML says itself which encoding it is in
) -> Parsed:
    """Return the text of a Word file, as it is when all tracked changes are accepted.

    Hidden text, field codes, comments, headers, footers, footnotes, endnotes and tables of
    contents are left out. The date is that of the last change, since the text is as of then.

    Raises:
        ReadError: it is no Word file, damaged, encrypted, too large or without text.
    """
    if data.startswith(_OLE):
        raise ReadError(name, ENCRYPTED if _PACKAGE in data else OLD_WORD)
    check(data, name)
    with damage_refused(name), ZipFile(BytesIO(data)) as archive:
        if reason := other_kind(archive):
            raise ReadError(name, reason)
        package = Package(archive, name)
        main = package.related("")["officeDocument"]
        stated, date = properties(package.beside("", "core-properties"))
        looks = Looks(package.beside(main, "styles"), package.beside(main, "numbering"))
        body = package.part(main, MOST_NODES).find(qn("w:body"))
        if body is None:
            raise ReadError(name, WRONG_KIND.format(kind=".docx"))
        pieces = list(_lists_joined(headings_told(Body(looks).pieces(body))))
    if not pieces:
        raise ReadError(name, EMPTY)
    title, blocks = _take_title(pieces, stated)
    return Parsed(blocks, title, date)


def _lists_joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Yield the pieces, items that follow each other as one."""
    for is_item, group in groupby(pieces, key=lambda piece: piece.is_item):
        if is_item:
            lines = tuple(line for piece in group for line in piece.block.lines)
            yield Piece(Block(BlockKind.PARAGRAPH, lines))
        else:
            yield from group


def _take_title(
    pieces: Sequence[Piece], stated: str | None
) -> tuple[str | None, tuple[Block, ...]]:
    """Return the title and the blocks but for it.

    That is the first paragraph that looks like one, or what the file states, or the first of the
    uppermost headings before all text.
    """
    opening = list(takewhile(lambda piece: piece.level is not None, pieces))
    titles = [piece for piece in pieces if piece.level == TITLE]
    if not (titles or stated):
        titles = [piece for piece in opening if piece.level == 1]
    taken, title = (titles[0], titles[0].block.text) if titles else (None, stated)
    left = (
        piece.block
        for place, piece in enumerate(pieces)
        if piece is not taken and not (place <= len(opening) and _says(piece, title))
    )
    return title, tuple(left)


def _says(piece: Piece, title: str | None) -> bool:
    return title is not None and piece.block.text.casefold() == title.casefold()
