"""The figures of an evaluation, each with its interval over articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.stats import mannwhitneyu

from evaluation.cases import ANSWERABLE
from evaluation.fitting import MIX, Judged

RESAMPLES = 300  # of the articles, with replacement, for an interval
BINS = 10  # of confidence, for the calibration error

Measure = Callable[[Sequence[Judged]], float]


def quote_hit(judged: Sequence[Judged], first: int = 1) -> float:
    """Return the share of answerable questions whose right sentence is among the first."""
    return float(np.mean([one.right[:first].any() for one in _of(judged, ANSWERABLE)]))


def passage_hit(judged: Sequence[Judged]) -> float:
    """Return the share of answerable questions whose best sentence stands in the right passage."""
    return float(np.mean([one.right_passage[:1].any() for one in _of(judged, ANSWERABLE)]))


def reciprocal_rank(judged: Sequence[Judged], first: int = 10) -> float:
    """Return the mean reciprocal rank of the right sentence, 0 below the first ten (MRR@10)."""
    answerable = _of(judged, ANSWERABLE)
    places = [np.flatnonzero(one.right[:first])[:1] for one in answerable]
    return float(np.mean([1 / (1 + place[0]) if len(place) else 0.0 for place in places]))


def auroc(judged: Sequence[Judged], kind: str) -> float:
    """Return the chance that an answerable question gets more confidence than one of `kind`."""
    yes = [one.confidence for one in _of(judged, ANSWERABLE)]
    no = [one.confidence for one in _of(judged, kind)]
    return float(mannwhitneyu(yes, no).statistic / (len(yes) * len(no)))


def coverage(judged: Sequence[Judged], *, precision: float) -> tuple[float, float]:
    """Return how many answerable questions are answered at a precision, and the threshold.

    Over the mix of half answerable, a quarter off the subject, a quarter with the answer removed;
    precision is the share of answered questions that the article answers.
    """
    sure, answers, weights = _mixed(judged)
    order = np.argsort(-sure, kind="stable")
    right = np.cumsum((weights * answers)[order])
    good = np.flatnonzero(right >= precision * np.cumsum(weights[order]))
    if not len(good):
        return 0.0, 1.0
    return float(right[good[-1]] / (weights * answers).sum()), float(sure[order[good[-1]]])


def at_threshold(judged: Sequence[Judged], threshold: float) -> tuple[float, float]:
    """Return precision and coverage, over the same mix, of answering from a confidence on."""
    sure, answers, weights = _mixed(judged)
    answered = sure >= threshold
    right = (weights * answers)[answered].sum()
    return float(right / weights[answered].sum()), float(right / (weights * answers).sum())


def calibration_error(judged: Sequence[Judged]) -> float:
    """Return the mean distance of confidence to the share answered, over ten bins (ECE).

    Naeini, Cooper and Hauskrecht 2015; over the same mix.
    """
    sure, answers, weights = _mixed(judged)
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, weights * (answers - sure), minlength=BINS)
    return float(np.abs(gaps).sum() / weights.sum())


def interval(measure: Measure, judged: Sequence[Judged]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a figure, articles drawn with replacement."""
    groups: dict[int, list[Judged]] = {}
    for one in judged:
        groups.setdefault(one.observation.case.group, []).append(one)
    chance = np.random.default_rng(0)
    names = list(groups)
    drawn = [
        measure([one for name in chance.choice(names, len(names)) for one in groups[name]])
        for _ in range(RESAMPLES)
    ]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def _of(judged: Sequence[Judged], kind: str) -> list[Judged]:
    return [one for one in judged if one.observation.case.kind == kind]


def _mixed(judged: Sequence[Judged]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return confidences, whether each is answerable, and weights that make up the mix."""
    used = [one for one in judged if one.observation.case.kind in MIX]
    counts = {kind: len(_of(used, kind)) for kind in MIX}
    weights = [MIX[kind] / counts[kind] for kind in (one.observation.case.kind for one in used)]
    answers = [one.observation.case.kind == ANSWERABLE for one in used]
    return np.array([one.confidence for one in used]), np.array(answers), np.array(weights)
