"""Read Markdown: its headings, paragraphs, lists, tables and code as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from knowledge.model import Block, BlockKind
from knowledge.reading.parsed import Parsed
from knowledge.reading.rows import row_of

_PARSER = MarkdownIt("commonmark").enable("table")


def parse(data: bytes, name: str, declared: str | None = None) -> Parsed:
    """Return the blocks of a Markdown text in UTF-8, for the process that reads foreign files."""
    del name, declared
    return Parsed(tuple(blocks(data.decode())))


def blocks(text: str) -> list[Block]:
    """Return the headings and paragraphs of a Markdown text; raw HTML and pictures are left out."""
    tree = SyntaxTreeNode(_PARSER.parse(text))
    return [block for node in tree.children for block in _blocks(node) if any(block.lines)]


def _blocks(node: SyntaxTreeNode) -> Iterator[Block]:
    if node.type == "heading":
        yield Block(BlockKind.HEADING, tuple(" ".join(_inline(node)).split("\n")))
    elif node.type in {"bullet_list", "ordered_list"}:
        yield Block(BlockKind.PARAGRAPH, tuple(_items(node)))
    elif node.type == "blockquote":
        for child in node.children:
            yield from _blocks(child)
    elif node.type in {"paragraph", "table", "fence", "code_block"}:
        yield Block(BlockKind.PARAGRAPH, tuple(_lines(node)))


def _lines(node: SyntaxTreeNode) -> Iterator[str]:
    """Yield the lines of a paragraph, a table (a row each) or a piece of code."""
    if node.type in {"fence", "code_block"}:
        yield from (line.rstrip() for line in node.content.split("\n") if line.strip())
    elif node.type == "table":
        for row in (row for part in node.children for row in part.children):
            cells = [" ".join(_inline(cell)) for cell in row.children]
            yield row_of(cells)
    else:
        yield from _inline(node)


def _items(node: SyntaxTreeNode) -> Iterator[str]:
    """Yield one line for each paragraph of each item, marked as the list marks it."""
    first = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
    for place, item in enumerate(node.children):
        mark = "- " if first is None else f"{first + place}. "
        for child in item.children:
            if child.type in {"bullet_list", "ordered_list"}:
                yield from _items(child)
                continue
            for line in _lines(child) if child.type != "blockquote" else _quoted(child):
                yield mark + line
                mark = ""


def _quoted(node: SyntaxTreeNode) -> Iterator[str]:
    for block in _blocks(node):
        yield from block.lines


def _inline(node: SyntaxTreeNode) -> list[str]:
    """Return the lines of a node's inline text: a hard break is a border, a soft one a space."""
    tokens = [token for child in node.children for token in _tokens(child)]
    lines = "".join(map(_text, tokens)).split("\n")
    return [line for line in (" ".join(line.split()) for line in lines) if line]


def _tokens(node: SyntaxTreeNode) -> list[Token]:
    return (node.token.children if node.token else None) or []


def _text(token: Token) -> str:
    if token.type in {"text", "code_inline"}:
        return token.content
    return {"softbreak": " ", "hardbreak": "\n"}.get(token.type, "")
