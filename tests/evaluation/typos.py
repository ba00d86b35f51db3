"""Put a typing error into a question, as fingers do: swap, drop, double or miss a letter."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from evaluation.cases import Case
from knowledge.analysis import tokens

SHORTEST = 4  # letters of a word that gets one
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def mistyped(cases: Iterator[Case]) -> Iterator[Case]:
    """Yield the same questions, each with one error in a word that carries meaning."""
    chance = random.Random(0)  # noqa: S311
    for case in cases:
        yield replace(case, question=_mistyped(case.question, chance))


def _mistyped(question: str, chance: random.Random) -> str:
    words = [
        token
        for token in tokens(question)
        if token.end - token.start >= SHORTEST and question[token.start : token.end].isalpha()
    ]
    if not words:
        return question
    word = chance.choice(words)
    place = chance.randrange(word.start + 1, word.end - 1)
    before, letter, after = question[:place], question[place], question[place + 1 :]
    kinds = (
        before + after[:1] + letter + after[1:],
        before + after,
        before + letter + letter + after,
        before + chance.choice(_LETTERS) + after,
    )
    return chance.choice(kinds)
