"""Put the sentences that may answer a question in order, by a linear model of their features."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from knowledge.features import FEATURES, Matrix, features
from knowledge.query import Query
from knowledge.snapshot import Candidates, Snapshot
from knowledge.weights import Weights


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidate sentences, best first.

    `features` has the shape (sentences, len(FEATURES)); `shares` are the scores' softmax, so the
    probability of each to be the answer if one of them is.
    """

    candidates: Candidates
    features: Matrix
    scores: Matrix
    shares: Matrix

    def __len__(self) -> int:
        return len(self.scores)


def rank(query: Query, snapshot: Snapshot, weights: Weights) -> Ranking:
    """Return the sentences that may answer the question; there may be none."""
    candidates = snapshot.candidates(query.weights())
    if not len(candidates):
        return Ranking(candidates, np.zeros((0, len(FEATURES))), np.zeros(0), np.zeros(0))
    return ordered(candidates, features(query, candidates, snapshot), weights)


def ordered(candidates: Candidates, found: Matrix, weights: Weights) -> Ranking:
    """Return one or more candidates by the weighted sums of their features."""
    scores = found @ np.array([weights.ranking[name] for name in FEATURES])
    order = np.argsort(-scores, kind="stable")
    scores = scores[order]
    shares = np.exp(scores - scores[0])
    return Ranking(candidates[order], found[order], scores, shares / shares.sum())
