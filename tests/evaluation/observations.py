"""What the ranking saw of each question, kept so that weights can be fitted and measured on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evaluation.cases import Case
from knowledge.features import FEATURES, Matrix, features
from knowledge.query import Query, understand
from knowledge.snapshot import Candidates, Sentence
from knowledge.synonyms import shipped

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Observation:
    """One question: its candidates, their features, and which of them are right."""

    case: Case
    query: Query
    candidates: Candidates
    features: Matrix  # shape (sentences, features)
    right: Flags  # whether the sentence contains the beginning of a gold span
    right_passage: Flags  # whether its passage does


def observe(cases: Iterable[Case]) -> Iterator[Observation]:
    """Yield what the ranking sees of each question."""
    for case in cases:
        snapshot = case.snapshot
        query = understand(case.question, snapshot, shipped())
        candidates = snapshot.candidates(query.weights())
        sentences = [snapshot.sentences[number] for number in candidates.numbers.tolist()]
        yield Observation(
            case,
            query,
            candidates,
            features(query, candidates, snapshot) if sentences else np.zeros((0, len(FEATURES))),
            np.array([_holds(case, one, one.start, one.end) for one in sentences], dtype=np.bool_),
            np.array(
                [_holds(case, one, one.passage.start, one.passage.end) for one in sentences],
                dtype=np.bool_,
            ),
        )


def _holds(case: Case, sentence: Sentence, start: int, end: int) -> bool:
    if sentence.passage.article is not case.article:
        return False
    return any(start <= gold < end for gold, _ in case.gold)
