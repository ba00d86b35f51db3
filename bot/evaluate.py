"""Print how well saved questions are answered, and each miss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot import operator_replies as tells
from knowledge.evaluation import Outcome, share

QUOTE_SHOWN = 120  # characters of a wrong quote


def report(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield the lines of the report."""
    answerable = [one for one in outcomes if one.question.gold]
    others = [one for one in outcomes if not one.question.gold]
    yield tells.EVALUATE_HIT.format(
        first=sum(one.is_quoted(1) for one in answerable),
        any=sum(one.is_quoted(len(one.answer.citations)) for one in answerable),
        all=len(answerable),
    )
    yield tells.EVALUATE_ANSWERED.format(
        yes=sum(one.is_answered for one in answerable),
        answerable=len(answerable),
        no=sum(one.is_answered for one in others),
        others=len(others),
    )
    right = [one.is_answered == bool(one.question.gold) for one in outcomes]
    yield tells.EVALUATE_ACCURACY.format(share=share(right), right=sum(right), all=len(right))
    missed = [one for one in outcomes if one.is_missed]
    yield from map(_miss, missed)
    if not missed:
        yield tells.EVALUATE_ALL_RIGHT


def _miss(outcome: Outcome) -> str:
    answer = outcome.answer
    quotes = [citation.quote for citation in answer.citations]
    sentence = tells.EVALUATE_WRONG if outcome.question.gold else tells.EVALUATE_CLAIMED
    return sentence.format(
        question=outcome.question.text,
        quote=f"“{_short(quotes[0])}”" if quotes else tells.EVALUATE_NO_QUOTE,
        gold="” or “".join(outcome.question.gold),
        confidence=answer.confidence,
    )


def _short(text: str) -> str:
    return text if len(text) <= QUOTE_SHOWN else text[:QUOTE_SHOWN] + " …"
