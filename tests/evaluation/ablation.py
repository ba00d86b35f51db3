"""Take one step of the retrieval away, to see what it is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest.mock import patch

from evaluation import cases
from evaluation.cases import MEASURED, squad
from evaluation.fitting import Judged, cross_fit
from evaluation.observations import Observation, observe
from knowledge import analysis, query, snapshot
from knowledge.features import FEATURES

Step = Callable[[], AbstractContextManager[Any]]


class _NoStemmer:
    """Leaves words as they are."""

    def stemWord(self, word: str) -> str:  # noqa: N802  # as PyStemmer calls it
        return word


@contextmanager
def _analysing(name: str, value: object) -> Iterator[None]:
    """Change the analysis of words, whose results are kept."""
    with patch.object(analysis, name, value):
        _forget()
        yield
    _forget()


def _forget() -> None:
    analysis._term.cache_clear()  # noqa: SLF001
    cases._part.cache_clear()  # noqa: SLF001


STEPS: dict[str, Step] = {
    "stop words": lambda: _analysing("STOP_WORDS", frozenset()),
    "stemming": lambda: _analysing("_stemmer", _NoStemmer),
    "British spelling": lambda: _analysing("_american", lambda word: word),
    "synonyms": lambda: patch.object(query, "_synonyms", lambda asked, *_: [[] for _ in asked]),
    "related forms": lambda: patch.object(query, "_forms", lambda *_: iter(())),
    "typing errors": lambda: patch.object(query, "_meant", lambda *_: None),
    "rarity in English": lambda: patch.object(query, "rarity", lambda _: 1.0),
    "passage beside sentence": lambda: patch.object(snapshot, "PASSAGE_WEIGHT", 0.0),
}


def without(step: str) -> list[Judged]:
    """Judge the questions over one article each, with one step of the whole left out."""
    with STEPS[step]():
        found = list(observe(case for case in squad("article") if case.kind in MEASURED))
    return cross_fit(found, found)


def without_feature(name: str, observations: Sequence[Observation]) -> list[Judged]:
    """Judge the same without one feature of the ranking."""
    return cross_fit(observations, observations, [one for one in FEATURES if one != name])
