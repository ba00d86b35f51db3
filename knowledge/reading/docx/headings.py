"""Tell headings that no style marks from short bold lines that state something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, pairwise

from knowledge.model import Block, BlockKind
from knowledge.reading.docx.piece import Piece

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
    r"|januar|jänner|februar|märz|mai|juni|juli|oktober|dezember"
    r"|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    r"|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre)"
)
_WHEN = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th|er|\.)? (?:of |de )?{_MONTH}\b"
    rf"|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b"
    r"|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}([./-])\d{1,2}\1\d{4}\b|\b\d{1,2}/\d{1,2}/\d\d\b"
    r"|(?<=\S )\d{1,2}\. ?\d{1,2}\.(?!\d)"  # at the beginning, that is the number of a section
    r"|\b\d{1,2}:\d\d\b|\b\d{1,2}(?:[.:]\d\d)? ?(?:[ap]\.?m\b|uhr\b|h\b|o['’]clock\b)"
    r"|\b\d{1,2}h\d\d\b|\b(?:noon|midnight)\b",
    re.IGNORECASE,
)


def headings_told(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces, as paragraphs those that only look like headings.

    Such a line holds a date or a time, or stands above no text but another such line or the end.
    (One that ends like a sentence has never looked like a heading.)
    """
    for piece, below in pairwise(chain(pieces, (None,))):
        if piece and piece.may_be_heading and _states(piece, below):
            yield replace(piece, block=Block(BlockKind.PARAGRAPH, piece.block.lines), level=None)
        elif piece:
            yield piece


def _states(piece: Piece, below: Piece | None) -> bool:
    return below is None or below.may_be_heading or _WHEN.search(piece.block.text) is not None
