"""The fitted weights of ranking and confidence, from a file that `make weights` writes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("weights.yaml")


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature adds: to a sentence's score, and to the log-odds of an answer."""

    ranking: dict[str, float]
    confidence: dict[str, float]
    intercept: float  # of the log-odds


@lru_cache(maxsize=1)
def shipped() -> Weights:
    """Return the weights that Footnote ships with."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with FILE.open(encoding="utf-8") as file:
        return Weights(**yaml.load(file, Loader=loader))  # noqa: S506  # both loaders are safe
