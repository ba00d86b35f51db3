"""Hold the quality of answers where it is: a part of `make evaluate`, on a few articles."""

from __future__ import annotations

from functools import partial

import pytest
from evaluation import measures
from evaluation.cases import MEASURED, OFF_TOPIC, REMOVED, squad
from evaluation.fitting import Judged, judge
from evaluation.observations import observe
from evaluation.weights import HEADER

from knowledge import weights

ARTICLES = {3, 4, 10}  # Steam engine, 1973 oil crisis, Scottish Parliament


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    """The questions on three articles, judged by the weights that Footnote ships with."""
    chosen = (case for case in squad("article") if case.group in ARTICLES and case.kind in MEASURED)
    return [judge(one, weights.shipped()) for one in observe(chosen)]


@pytest.mark.parametrize(
    ("name", "measure", "least"),
    [
        ("passage hit@1", measures.passage_hit, 0.94),
        ("quote hit@1", measures.quote_hit, 0.86),
        ("quote hit@3", partial(measures.quote_hit, first=3), 0.96),
        ("AUROC off the subject", partial(measures.auroc, kind=OFF_TOPIC), 0.99),
        ("AUROC answer removed", partial(measures.auroc, kind=REMOVED), 0.91),
        ("precision at the default", lambda one: measures.at_threshold(one, 0.86)[0], 0.95),
        ("coverage at the default", lambda one: measures.at_threshold(one, 0.86)[1], 0.7),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_figure_has_not_fallen(
    judged: list[Judged], name: str, measure: measures.Measure, least: float
) -> None:
    assert measure(judged) >= least, name


def test_the_weights_say_how_they_were_made() -> None:
    assert weights.FILE.read_text("utf-8").startswith(HEADER)
