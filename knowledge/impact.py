"""What a new version does to saved questions and pinned answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.curation import Pin
from knowledge.evaluation import Outcome, SavedQuestion, evaluate
from knowledge.library import Library
from knowledge.model import Citation


@dataclass(frozen=True, slots=True)
class Shift:
    """A saved question that cites something else now, or claims something else."""

    before: Outcome
    after: Outcome

    @property
    def question(self) -> str:
        """As it is saved."""
        return self.after.question.text

    @property
    def cited_before(self) -> Citation | None:
        """What was cited first."""
        return _first(self.before)

    @property
    def cited_now(self) -> Citation | None:
        """What is cited first now."""
        return _first(self.after)


@dataclass(frozen=True, slots=True)
class Impact:
    """The questions that shifted, and the pins that lost or found their quote again."""

    asked: int = 0  # saved questions
    shifts: tuple[Shift, ...] = ()
    orphans: tuple[Pin, ...] = ()  # whose quote is in no article any more

    def __bool__(self) -> bool:
        """Whether moderators should look."""
        return bool(self.shifts or self.orphans)


NO_IMPACT = Impact()


def impact(questions: Iterable[SavedQuestion], before: Library, after: Library) -> Impact:
    """Ask every question before and after."""
    asked = list(questions)
    pairs = zip(evaluate(before, asked), evaluate(after, asked), strict=True)
    return Impact(
        asked=len(asked),
        shifts=tuple(Shift(old, new) for old, new in pairs if _told(old) != _told(new)),
        orphans=tuple(after.curation.orphans(after.snapshot)),
    )


def _first(outcome: Outcome) -> Citation | None:
    return next(iter(outcome.answer.citations), None)


def _told(outcome: Outcome) -> tuple[str, str, bool]:
    """What a reader would notice: the article, the words, and whether they claim to answer."""
    cited = _first(outcome)
    place = (cited.article.name, cited.quote) if cited else ("", "")
    return (*place, outcome.is_answered)
