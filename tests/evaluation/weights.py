"""Fit the weights on all development questions and write them: `make weights`."""

from __future__ import annotations

from collections.abc import Iterator

from evaluation.cases import MEASURED, SIZES, squad
from evaluation.fitting import fit
from evaluation.observations import Observation, observe
from knowledge import weights
from knowledge.weights import Weights

HEADER = """\
# What each feature adds to a sentence's score (ranking) and to the log-odds that the articles
# answer (confidence); knowledge/features.py and knowledge/confidence.py say what they are.
# Written by `make weights`, which fits them on tests/fixtures/squad2_dev.jsonl.xz;
# `make evaluate` measures them on articles that they were not fitted on.
"""


def training() -> Iterator[Observation]:
    """Yield every question that weights are fitted on, over libraries of three sizes."""
    for size in SIZES:
        yield from observe(case for case in squad(size) if case.kind in MEASURED)


def as_yaml(fitted: Weights) -> str:
    """Return the weights as they are written, with two decimals."""
    lines = [HEADER]
    for name in ("ranking", "confidence"):
        lines.append(f"{name}:\n")
        lines += [f"  {key}: {value:.2f}\n" for key, value in getattr(fitted, name).items()]
    return "".join([*lines, f"intercept: {fitted.intercept:.2f}\n"])


if __name__ == "__main__":
    weights.FILE.write_text(as_yaml(fit(list(training()))), encoding="utf-8")
