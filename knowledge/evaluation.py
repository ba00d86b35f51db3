"""Measure answers by saved questions, each with text that the right quote contains."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.errors import BAD_QUESTION, QuestionsError
from knowledge.library import Library
from knowledge.model import Answer, Verdict


@dataclass(frozen=True, slots=True)
class SavedQuestion:
    """A question; the right quote contains one of `gold`, and none says that there is no answer."""

    text: str
    gold: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the library answered to a saved question."""

    question: SavedQuestion
    answer: Answer

    def is_quoted(self, first: int) -> bool:
        """Whether the right text is in one of the first quotes."""
        quotes = [citation.quote for citation in self.answer.citations[:first]]
        return any(gold in quote for gold in self.question.gold for quote in quotes)

    @property
    def is_answered(self) -> bool:
        """Whether the answer claims to be one."""
        return self.answer.verdict is Verdict.ANSWERED

    @property
    def is_missed(self) -> bool:
        """Whether the first quote is wrong, or an answer is claimed where there is none."""
        return not self.is_quoted(1) if self.question.gold else self.is_answered


def read_questions(lines: Iterable[str]) -> Iterator[SavedQuestion]:
    """Yield the questions of some JSON lines; empty lines are skipped.

    Raises:
        QuestionsError: a line is no object with the texts `question` and `gold`.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                found = json.loads(line)
                text, gold = found["question"], found["gold"]
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                raise QuestionsError(number, BAD_QUESTION) from error
            if not isinstance(text, str) or not _are_texts(gold):
                raise QuestionsError(number, BAD_QUESTION)
            yield SavedQuestion(text, tuple(gold))


def write_questions(questions: Iterable[SavedQuestion]) -> str:
    """Return questions as JSON lines, as `read_questions` reads them."""
    rows = ({"question": one.text, "gold": list(one.gold)} for one in questions)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def evaluate(library: Library, questions: Iterable[SavedQuestion]) -> list[Outcome]:
    """Ask every question; the library is not changed."""
    return [Outcome(question, library.ask(question.text)) for question in questions]


def share(flags: Sequence[bool]) -> float:
    """Return the share of what is true, 0 of nothing."""
    return sum(flags) / len(flags) if flags else 0.0


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one for one in value)
