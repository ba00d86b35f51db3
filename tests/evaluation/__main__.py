"""Print how good answers are: `make evaluate`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from bot.evaluate import report
from evaluation import measures
from evaluation.ablation import STEPS, without, without_feature
from evaluation.cases import (
    ADVERSARIAL,
    ANSWERABLE,
    MEASURED,
    OFF_TOPIC,
    REMOVED,
    SIZES,
    Case,
    articles,
    squad,
)
from evaluation.fitting import Judged, cross_fit
from evaluation.observations import Observation, observe
from evaluation.saved import follow_ups, shipped_article, short_articles
from evaluation.typos import mistyped
from knowledge.answering import THRESHOLDS
from knowledge.features import FEATURES

NAMES = {
    "short": "7 passages",
    "article": "one article of 25 to 50 passages",
    "library": "16 articles, 651 passages",
}
HITS: dict[str, measures.Measure] = {
    "passage hit@1": measures.passage_hit,
    "quote hit@1": measures.quote_hit,
    "quote hit@3": partial(measures.quote_hit, first=3),
    "MRR@10": measures.reciprocal_rank,
}


def main() -> None:
    """Print the tables; every figure is of articles that the weights were not fitted on."""
    trained = [one for size in SIZES for one in _observed(size)]
    judged = cross_fit(trained, trained)
    over = {size: [one for one in judged if one.observation.case.size == size] for size in SIZES}
    extra = {
        ADVERSARIAL: cross_fit(trained, list(observe(squad_of(ADVERSARIAL)))),
        "typos": cross_fit(trained, list(observe(mistyped(squad_of(ANSWERABLE))))),
    }
    for section in (
        _hits(over),
        _typing_errors(over["article"], extra["typos"]),
        _unanswerable(over, extra[ADVERSARIAL]),
        _thresholds(over),
        _saved(),
        _pairs(),
        _by_article(over["article"]),
        _ablation(over["article"]),
    ):
        print("\n".join(section), flush=True)
        print()


def squad_of(kind: str) -> Iterator[Case]:
    """Yield the questions of one kind, over one article each."""
    return (case for case in squad("article") if case.kind == kind)


def _observed(size: str) -> list[Observation]:
    return list(observe(case for case in squad(size) if case.kind in MEASURED))


def _row(name: str, values: Sequence[object], width: int = 34) -> str:
    cells = (f"{value:.3f}" if isinstance(value, float) else str(value) for value in values)
    return f"{name:{width}}" + "".join(f"{cell:>18}" for cell in cells)


def _with_interval(measure: measures.Measure, judged: Sequence[Judged]) -> str:
    low, high = measures.interval(measure, judged)
    return f"{measure(judged):.3f} [{low:.3f},{high:.3f}]".replace("0.", ".")


def _hits(over: dict[str, list[Judged]]) -> Iterator[str]:
    """Answerable questions; the library holds …"""
    yield _row("Answerable questions, asked of", list(HITS))
    for size, judged in over.items():
        yield _row(NAMES[size], [_with_interval(one, judged) for one in HITS.values()])


def _typing_errors(clean: Sequence[Judged], typos: Sequence[Judged]) -> Iterator[str]:
    yield _row("the article, one typing error", [one(typos) for one in HITS.values()])
    yield _row("  difference", [one(typos) - one(clean) for one in HITS.values()])


def _unanswerable(over: dict[str, list[Judged]], adversarial: Sequence[Judged]) -> Iterator[str]:
    yield _row("Confidence, AUROC against", ["7 passages", "one article"])
    sizes = ("short", "article")
    for kind in (OFF_TOPIC, REMOVED):
        values = [_with_interval(partial(measures.auroc, kind=kind), over[one]) for one in sizes]
        yield _row(f"  {kind}", values)
    every = [*over["article"], *adversarial]
    yield _row(f"  {ADVERSARIAL}", ["", measures.auroc(every, ADVERSARIAL)])
    for precision in (0.95, 0.9):
        found = [measures.coverage(over[one], precision=precision) for one in sizes]
        values = [f"{covered:.3f} (p≥{least:.2f})" for covered, least in found]
        yield _row(f"Coverage at precision {precision}", values)
    yield _row("Calibration error", [measures.calibration_error(over[one]) for one in sizes])


def _thresholds(over: dict[str, list[Judged]]) -> Iterator[str]:
    yield _row("Precision / coverage at", ["7 passages", "one article"])
    for name, threshold in THRESHOLDS.items():
        found = [measures.at_threshold(over[one], threshold) for one in ("short", "article")]
        yield _row(f"  {name} (p≥{threshold})", [f"{one:.3f} / {two:.3f}" for one, two in found])


def _saved() -> Iterator[str]:
    yield "The shipped article (tests/fixtures/article_questions.jsonl)"
    yield from report(shipped_article())
    outcomes = short_articles()
    yield "Short articles (tests/fixtures/short_articles, written to be hard)"
    yield from list(report(outcomes))[:3]
    answered = [one for one in outcomes if one.is_answered]
    yield (
        f"of {len(answered)} called answered, {sum(bool(one.question.gold) for one in answered)} "
        f"are, {sum(one.is_quoted(1) for one in answered)} with the right sentence first"
    )


def _pairs() -> Iterator[str]:
    pairs = list(follow_ups())
    told = sum(pair.leans == pair.is_taken_to_lean for pair in pairs)
    yield f"Follow-ups: {told} of {len(pairs)} told apart"
    for leaning in (True, False):
        ranks = [pair.ranks for pair in pairs if pair.leans is leaning]
        first = [sum(one[way] == 0 for one in ranks) for way in (0, 1)]
        three = [sum(one[way] is not None for one in ranks) for way in (0, 1)]
        name = "leaning" if leaning else "standing alone"
        yield (
            f"  {name}, {len(ranks)}: quoted first {first[0]} alone, {first[1]} with the question "
            f"before; among three {three[0]}, {three[1]}"
        )


def _by_article(judged: Sequence[Judged]) -> Iterator[str]:
    yield _row("By article", [*HITS, "off_topic", "gold_removed"])
    for number, article in enumerate(articles()):
        own = [one for one in judged if one.observation.case.group == number]
        hits = [one(own) for one in HITS.values()]
        yield _row(f"  {article.title}", [*hits, *(_auroc(own, k) for k in (OFF_TOPIC, REMOVED))])


def _auroc(judged: Sequence[Judged], kind: str) -> float | str:
    return (
        measures.auroc(judged, kind)
        if any(one.observation.case.kind == kind for one in judged)
        else ""
    )


def _ablation(judged: Sequence[Judged]) -> Iterator[str]:
    """The difference to the whole when one step or one feature is left out."""
    observations = [one.observation for one in judged]
    whole = _figures(cross_fit(observations, observations))
    yield _row("Without", list(whole))
    left_out = [*STEPS, *FEATURES]
    with ProcessPoolExecutor() as pool:
        found = pool.map(partial(_figures_without, observations=observations), left_out)
        for name, figures in zip(left_out, found, strict=True):
            step = name if name in STEPS else f"feature {name}"
            yield _row(f"  {step}", [f"{figures[key] - whole[key]:+.3f}" for key in whole])


def _figures_without(name: str, observations: Sequence[Observation]) -> dict[str, float]:
    return _figures(without(name) if name in STEPS else without_feature(name, observations))


def _figures(judged: Sequence[Judged]) -> dict[str, float]:
    return {
        **{name: one(judged) for name, one in HITS.items()},
        "off_topic": measures.auroc(judged, OFF_TOPIC),
        "gold_removed": measures.auroc(judged, REMOVED),
    }


if __name__ == "__main__":
    main()
