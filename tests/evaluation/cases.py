"""The development questions: each with the library that it is asked of and what must be quoted."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.model import Article, Paragraph
from knowledge.snapshot import Snapshot, build_snapshot

Row = dict[str, Any]  # of the JSON lines

SQUAD = Path(__file__).parents[1] / "fixtures" / "squad2_dev.jsonl.xz"
SIZES = ("short", "article", "library")  # of the library that is asked
SLICE = 7  # passages of a short article, such as the one that Footnote ships with

ANSWERABLE = "answerable"
OFF_TOPIC = "off_topic"
REMOVED = "gold_removed"
ADVERSARIAL = "unans_adversarial"


MEASURED = (ANSWERABLE, OFF_TOPIC, REMOVED)


@dataclass(frozen=True, slots=True)
class Case:
    """A question to a library; `gold` are the spans in the article that answer it, or none."""

    group: int  # the article that it was written for; fitting never sees the group it measures
    size: str  # "short", "article" or "library"
    kind: str
    question: str
    snapshot: Snapshot
    article: Article
    gold: tuple[tuple[int, int], ...]


def squad(size: str) -> Iterator[Case]:
    """Yield the questions over short articles, over one article each, or over all of them."""
    found, questions = _read()
    if size == "library":
        everything = build_snapshot(articles())
    for number, described in enumerate(found):
        whole = _article(described)
        snapshot = everything if size == "library" else build_snapshot([whole])
        if size == "library":
            whole = snapshot.articles[number]
        for asked in questions[number]:
            yield from _cases(number, size, described, asked, whole, snapshot)


def articles() -> list[Article]:
    """Return the articles."""
    return [_article(described) for described in _read()[0]]


def _cases(
    number: int, size: str, described: Row, asked: Row, whole: Article, snapshot: Snapshot
) -> Iterator[Case]:
    kind, gold = asked["kind"], asked["gold_passage"]
    if size == "library" and kind in {OFF_TOPIC, REMOVED}:
        return  # another article of the library answers it
    if size == "short":
        middle = gold if gold is not None else asked.get("drop_passage")
        if middle is None:
            middle = sum(map(ord, asked["id"])) % len(described["passages"])
        first = max(0, min(middle - middle % SLICE, len(described["passages"]) - SLICE))
        kept = [n for n in range(first, first + SLICE) if n != asked.get("drop_passage")]
        snapshot = _part(number, tuple(kept))
        whole = snapshot.articles[0]
        gold = kept.index(gold) if gold is not None else None
    elif kind == REMOVED:
        kept = [n for n in range(len(described["passages"])) if n != asked["drop_passage"]]
        snapshot = _part(number, tuple(kept))
        whole = snapshot.articles[0]
    spans: Sequence[tuple[int, int]] = ()
    if gold is not None:
        begin = whole.paragraphs[gold].start
        spans = tuple(
            (begin + one["start"], begin + one["start"] + len(one["text"]))
            for one in asked["gold_spans"]
        )
    yield Case(number, size, kind, asked["q"], snapshot, whole, tuple(spans))


@lru_cache(maxsize=1)
def _read() -> tuple[list[Row], list[list[Row]]]:
    with lzma.open(SQUAD, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    found = [row for row in rows if row["type"] == "kb"]
    questions = [
        [row for row in rows if row["type"] == "q" and row["kb"] == article["kb"]]
        for article in found
    ]
    return found, questions


@lru_cache(maxsize=4096)
def _part(number: int, kept: tuple[int, ...]) -> Snapshot:
    """Return the snapshot of some passages of an article."""
    described = _read()[0][number]
    passages = [described["passages"][one] for one in kept]
    return build_snapshot([_article({**described, "passages": passages})])


def _article(described: Row) -> Article:
    """Return an article of paragraphs without headings."""
    text, paragraphs = described["title"], []
    for number, passage in enumerate(described["passages"], start=1):
        start = len(text) + 2
        text += "\n\n" + passage
        paragraphs.append(Paragraph(start, len(text), number, ""))
    return Article(described["title"], described["title"], text, tuple(paragraphs), ())
