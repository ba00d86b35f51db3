"""The questions with a gold text: on the shipped article, on short articles, and follow-ups."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.cases import SQUAD, articles
from knowledge.answering import AnswerSettings
from knowledge.evaluation import Outcome, evaluate, read_questions
from knowledge.follow_ups import leans
from knowledge.library import Library
from knowledge.snapshot import build_snapshot

FIXTURES = SQUAD.parent
SHIPPED = Path("knowledge/articles")


def shipped_article() -> list[Outcome]:
    """Ask the development questions of the article that Footnote ships with."""
    return _asked(Library.open(SHIPPED), FIXTURES / "article_questions.jsonl")


def short_articles() -> list[Outcome]:
    """Ask questions that were written without knowing the program, over eight short articles."""
    found = []
    for questions in sorted((FIXTURES / "short_articles").glob("*.jsonl")):
        [article] = {*questions.parent.glob(f"{questions.stem}.*")} - {questions}
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(article, folder)
            found += _asked(Library.open(Path(folder)), questions)
    return found


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, the one before it, and how the second was answered with and without it."""

    question: str
    leans: bool  # as its author says
    is_taken_to_lean: bool
    ranks: tuple[int | None, int | None]  # of the right quote among three: alone, completed


def follow_ups() -> Iterator[Pair]:
    """Ask each second question alone, and together with the first."""
    libraries = {number: _library(number) for number in (None, *range(len(articles())))}
    for line in (FIXTURES / "follow_ups.jsonl").read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        library, question, gold = libraries[pair["kb"]], pair["question"], pair["gold"]
        ranks = (
            _rank(library, question, "", gold),
            _rank(library, question, pair["previous"], gold),
        )
        yield Pair(question, pair["leans"], leans(question), ranks)


def _asked(library: Library, questions: Path) -> list[Outcome]:
    with questions.open(encoding="utf-8") as lines:
        return evaluate(library, read_questions(lines))


def _library(number: int | None) -> Library:
    if number is None:
        return Library.open(SHIPPED)
    return Library(build_snapshot([articles()[number]]), AnswerSettings())


def _rank(library: Library, question: str, previous: str, gold: Sequence[str]) -> int | None:
    quotes = [one.quote for one in library.ask(question, previous).citations]
    return next((n for n, quote in enumerate(quotes) if any(one in quote for one in gold)), None)
