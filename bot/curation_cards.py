"""The cards about mended answers: saved questions, pins, synonyms, and the impact of a change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from bot import curation_replies as says
from bot.card import Card, File, Line, Span, Tone, notice
from bot.replies import counted
from knowledge.curation import Names, Pin
from knowledge.evaluation import Outcome, SavedQuestion, write_questions
from knowledge.impact import Impact, Shift

LINES_SHOWN = 15
SHIFTS_SHOWN = 6
QUESTION_SHOWN = 90  # characters
QUOTE_SHOWN = 90
SHIFT_QUOTE = 60


def questions_card(questions: Sequence[SavedQuestion]) -> Card:
    """Return the saved questions, with a file that has all of them."""
    if not questions:
        return notice(says.QUESTIONS_NONE)
    lines = [_must_cite(one) for one in questions]
    file = File("questions.jsonl", write_questions(questions).encode())
    return _list(says.QUESTIONS_TITLE, lines, says.QUESTIONS_HOW, file)


def run_card(outcomes: Sequence[Outcome]) -> Card:
    """Return which saved questions go wrong now."""
    if not outcomes:
        return notice(says.QUESTIONS_NONE)
    missed = [one for one in outcomes if one.is_missed]
    right = len(outcomes) - len(missed)
    title = says.QUESTIONS_RAN.format(right=right, count=counted(len(outcomes), "saved question"))
    lines = [_missed(one) for one in missed] or [says.QUESTIONS_ALL_RIGHT]
    return _list(title, lines, "", tone=Tone.RELATED if missed else Tone.ANSWER)


def pins_card(pins: Sequence[Pin], orphans: Collection[Pin]) -> Card:
    """Return the pins; `orphans` are those whose quote is in no article any more."""
    if not pins:
        return notice(says.PINS_NONE)
    lines = [
        says.PIN_LINE.format(question=_cut(pin.question), quote=_cut(pin.quote, QUOTE_SHOWN))
        + (says.PIN_ORPHAN if pin in orphans else "")
        for pin in pins
    ]
    return _list(says.PINS_TITLE, lines, says.PINS_HOW)


def names_card(names: Sequence[Names]) -> Card:
    """Return the lines of synonyms."""
    if not names:
        return notice(says.SYNONYMS_NONE)
    return _list(says.SYNONYMS_TITLE, [", ".join(one.names) for one in names], "")


def impact_lines(impact: Impact) -> Iterator[Line]:
    """Yield what a change does to saved questions and pins."""
    for pin in impact.orphans[:SHIFTS_SHOWN]:
        yield (Span(says.ORPHAN.format(question=_cut(pin.question))),)
    if rest := len(impact.orphans[SHIFTS_SHOWN:]):
        yield (Span(says.SHIFT_MORE.format(count=rest)),)
    if impact.shifts:
        told = says.IMPACT.format(count=impact.asked, shifted=len(impact.shifts))
        yield (Span(told),)
    for shift in impact.shifts[:SHIFTS_SHOWN]:
        yield (Span(_shift(shift)),)
    if rest := len(impact.shifts[SHIFTS_SHOWN:]):
        yield (Span(says.SHIFT_MORE.format(count=rest)),)


def _list(
    title: str,
    lines: Sequence[str],
    how: str,
    file: File | None = None,
    tone: Tone = Tone.NOTICE,
) -> Card:
    body: list[Line] = [(Span(title, bold=True),)]
    body += [(Span(line),) for line in lines[:LINES_SHOWN]]
    if rest := len(lines[LINES_SHOWN:]):
        body.append((Span(says.MORE_LINES.format(count=rest)),))
    small: tuple[Line, ...] = ((Span(how),),) if how else ()
    return Card(tone, tuple(body), small, file=file)


def _must_cite(question: SavedQuestion) -> str:
    if not question.gold:
        return says.MUST_CITE_NOTHING.format(question=_cut(question.text))
    gold = _cut(question.gold[0], QUOTE_SHOWN)
    return says.MUST_CITE.format(question=_cut(question.text), gold=gold)


def _missed(outcome: Outcome) -> str:
    question, citations = outcome.question, outcome.answer.citations
    quote = f"“{_cut(citations[0].quote, QUOTE_SHOWN)}”" if citations else says.CITES_NOTHING
    if not question.gold:
        return says.MISSED_NONE.format(question=_cut(question.text), quote=quote)
    gold = _cut(question.gold[0], QUOTE_SHOWN)
    return says.MISSED.format(question=_cut(question.text), quote=quote, gold=gold)


def _shift(shift: Shift) -> str:
    was_missed, is_missed = shift.before.is_missed, shift.after.is_missed
    mark = says.SHIFT_OTHER
    if was_missed is not is_missed:
        mark = says.SHIFT_WRONG if is_missed else says.SHIFT_RIGHT
    return says.SHIFT.format(
        mark=mark,
        question=_cut(shift.question),
        before=_said(shift.before),
        after=_said(shift.after),
    )


def _said(outcome: Outcome) -> str:
    citations = outcome.answer.citations
    if not citations:
        return says.SHIFT_NOTHING
    quote = f"“{_cut(citations[0].quote, SHIFT_QUOTE)}”"
    return quote if outcome.is_answered else says.SHIFT_CLOSE.format(quote=quote)


def _cut(text: str, limit: int = QUESTION_SHOWN) -> str:
    text = text.replace("\n", " ")
    return text if len(text) <= limit else text[: limit - 2] + " …"
