"""How probable it is that the articles answer a question, by a logistic model of the ranking."""

from __future__ import annotations

import math

import numpy as np

from knowledge.expected import Kind, offers
from knowledge.features import FEATURES
from knowledge.query import Query
from knowledge.ranking import Ranking
from knowledge.snapshot import Snapshot
from knowledge.weights import Weights

# A text without a number does not say how many; one without "because" may still say why.
_MUST_BE_THERE = frozenset({Kind.NUMBER, Kind.TIME, Kind.PERSON, Kind.PLACE})


def signals(query: Query, ranking: Ranking, snapshot: Snapshot) -> dict[str, float]:
    """Return what speaks for an answer and what against it; the ranking has a best sentence."""
    best = dict(zip(FEATURES, ranking.features[0].tolist(), strict=True))
    sentences = [snapshot.sentences[number] for number in ranking.candidates.numbers.tolist()]
    text, passage = sentences[0].text, sentences[0].passage
    shares = list(zip(ranking.shares.tolist(), sentences, strict=True))
    rarity = sum(concept.rarity for concept in query.concepts)
    unknown = sum(concept.rarity for concept in query.concepts if not concept.alternatives)
    return {
        "covered_by_rarity": best["covered_by_rarity"],
        "unknown": unknown / rarity,  # share of the question, by rarity, that no passage names
        "phrases": best["phrases"],
        # Of the best sentence and of its passage; of all, if several articles say the same.
        "share": sum(share for share, one in shares if one.text == text),
        "passage_share": sum(share for share, one in shares if text in one.passage.text),
        "terms": math.log(len(query.concepts)),
        "kind_absent": float(_lacks_kind(query, passage.text)),
    }


def confidence(found: dict[str, float], weights: Weights) -> float:
    """Return the probability, 0 to 1, that the articles answer the question."""
    odds = weights.intercept + sum(
        weights.confidence[name] * value for name, value in found.items()
    )
    return float(1 / (1 + np.exp(-odds)))


def _lacks_kind(query: Query, passage: str) -> bool:
    kind = query.kind
    return kind in _MUST_BE_THERE and not offers(passage, kind, query.text)
