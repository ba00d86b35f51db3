"""Fit the weights of ranking and confidence, and measure them on articles they have not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from evaluation.cases import ANSWERABLE, OFF_TOPIC, REMOVED
from evaluation.observations import Flags, Observation
from knowledge.confidence import confidence, signals
from knowledge.features import FEATURES, Matrix
from knowledge.ranking import Ranking, ordered
from knowledge.weights import Weights

PENALTY = 10.0  # of the squared weights (ridge), on features scaled to variance 1
# By hand: in SQuAD nearly every "how many" finds some number, so its weight cannot be learned.
BY_HAND = {"kind_absent": -2.0}
# The mix that confidence is calibrated for: shares of the kinds of question.
MIX = {ANSWERABLE: 0.5, OFF_TOPIC: 0.25, REMOVED: 0.25}


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, how its candidates were ranked, and the confidence; all on unseen articles."""

    observation: Observation
    ranking: Ranking | None
    right: Flags  # in the order of the ranking
    right_passage: Flags
    confidence: float


def fit(observations: Sequence[Observation], names: Sequence[str] = FEATURES) -> Weights:
    """Return the weights for some observations; features that are not named weigh nothing."""
    ranking = dict.fromkeys(FEATURES, 0.0) | fit_ranking(observations, names)
    used = [one for one in observations if one.case.kind in MIX and len(one.candidates)]
    rows = [
        signals(
            one.query,
            ordered(one.candidates, one.features, Weights(ranking, {}, 0.0)),
            one.case.snapshot,
        )
        for one in used
    ]
    kinds = Counter(one.case.kind for one in observations)
    importance = np.array([MIX[one.case.kind] / kinds[one.case.kind] for one in used])
    answers = np.array([one.case.kind == ANSWERABLE for one in used])
    return _fit_confidence(ranking, rows, answers, importance * len(rows))


def fit_ranking(
    observations: Iterable[Observation], names: Sequence[str] = FEATURES
) -> dict[str, float]:
    """Return the weights that make the right sentences most probable (softmax over candidates)."""
    values, there, right = _padded(observations, [FEATURES.index(name) for name in names])
    scale = values[there].std(axis=0) + 1e-9
    flat = (values / scale).reshape(-1, len(names))

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        scores = np.where(there, (flat @ weights).reshape(there.shape), -np.inf)
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        good = (shares * right).sum(axis=1)
        slope = shares - shares * right / good[:, None]
        penalty = PENALTY / 2 * (weights @ weights)
        return -np.log(good).sum() + penalty, slope.ravel() @ flat + PENALTY * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x / scale
    return dict(zip(names, map(float, found), strict=True))


def _padded(
    observations: Iterable[Observation], columns: Sequence[int]
) -> tuple[Matrix, Flags, Flags]:
    """Return features, whether there is a candidate, and whether it is right.

    The shapes are (questions, most candidates, columns) and twice (questions, most candidates).
    """
    usable = [
        (one.features[:, columns], one.right)
        for one in observations
        if one.case.kind == ANSWERABLE and one.right.any() and not one.right.all()
    ]
    shape = len(usable), max(len(right) for _, right in usable)
    values = np.zeros((*shape, len(columns)))
    there, right = np.zeros((2, *shape), dtype=np.bool_)
    for row, (found, is_right) in enumerate(usable):
        values[row, : len(found)] = found
        there[row, : len(found)] = True
        right[row, : len(found)] = is_right
    return values, there, right


def _fit_confidence(
    ranking: dict[str, float],
    rows: Sequence[dict[str, float]],
    answers: Flags,
    importance: Matrix,
) -> Weights:
    """Fit a logistic model by weighted maximum likelihood, with some weights given by hand."""
    names = [name for name in rows[0] if name not in BY_HAND]
    values = np.array([[row[name] for name in names] for row in rows])
    offset = np.array([sum(BY_HAND[name] * row[name] for name in BY_HAND) for row in rows])
    middle, scale = values.mean(axis=0), values.std(axis=0) + 1e-9
    scaled = np.column_stack([(values - middle) / scale, np.ones(len(rows))])

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        odds = scaled @ weights + offset
        likelihood = importance * (np.logaddexp(0, odds) - answers * odds)
        slope = scaled.T @ (importance * (1 / (1 + np.exp(-odds)) - answers))
        slope[:-1] += PENALTY * weights[:-1]
        return likelihood.sum() + PENALTY / 2 * (weights[:-1] @ weights[:-1]), slope

    found = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B").x
    fitted = found[:-1] / scale
    weights = dict(zip(names, map(float, fitted), strict=True)) | BY_HAND
    return Weights(ranking, weights, float(found[-1] - fitted @ middle))


def cross_fit(
    fitted_on: Sequence[Observation],
    measured_on: Sequence[Observation],
    names: Sequence[str] = FEATURES,
) -> list[Judged]:
    """Judge each question with weights that no question on its article has touched."""
    found: list[Judged] = []
    for group in sorted({one.case.group for one in measured_on}):
        weights = fit([one for one in fitted_on if one.case.group != group], names)
        found += [judge(one, weights) for one in measured_on if one.case.group == group]
    return found


def judge(one: Observation, weights: Weights) -> Judged:
    """Rank one question's candidates with some weights."""
    if not len(one.candidates):
        return Judged(one, None, one.right, one.right_passage, 0.0)
    ranking = ordered(one.candidates, one.features, weights)
    places = {number: place for place, number in enumerate(one.candidates.numbers.tolist())}
    order = [places[number] for number in ranking.candidates.numbers.tolist()]
    sure = confidence(signals(one.query, ranking, one.case.snapshot), weights)
    return Judged(one, ranking, one.right[order], one.right_passage[order], sure)
