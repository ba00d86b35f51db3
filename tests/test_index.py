"""Show that the index scores as rank_bm25 and bm25s do, and where it mends the former."""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import bm25s
import numpy as np
import pytest
from rank_bm25 import BM25Okapi

from knowledge.index import K1, B, BM25Index, Hit, Scores, lucene_idf

QUERIES = 300
PER_CORPUS = 10
Documents = list[list[str]]


@dataclass(frozen=True, slots=True)
class Case:
    """Some documents and a query, with words that no document holds and words repeated."""

    documents: Documents
    query: list[str]


def cases() -> Iterator[Case]:
    chance = random.Random(20230717)  # noqa: S311  # reproducible, no secret
    for _ in range(QUERIES // PER_CORPUS):
        known = [f"word{number}" for number in range(chance.randint(1, 60))]
        weights = [1 / (place + 1) for place in range(len(known))]
        sizes = [chance.randint(0, 30) for _ in range(chance.randint(1, 60))]
        documents = [chance.choices(known, weights, k=size) for size in [*sizes, 5]]
        for _ in range(PER_CORPUS):
            query = chance.choices([*known, "unseen", "other"], k=chance.randint(1, 8))
            yield Case(documents, query)


def rank_bm25_scores(documents: Documents, query: Sequence[str], idf: dict[str, float]) -> Scores:
    plain = BM25Okapi(documents, k1=K1, b=B)
    plain.idf = idf
    return np.asarray(plain.get_scores(query))


def bm25s_scores(documents: Documents, query: Sequence[str]) -> Scores:
    other = bm25s.BM25(k1=K1, b=B, method="lucene", dtype="float64")
    other.index(documents, show_progress=False)
    known = [term for term in query if any(term in document for document in documents)]
    if not known:
        return np.zeros(len(documents))
    return np.asarray(other.get_scores(known)) * (K1 + 1)


def test_there_are_enough_random_queries() -> None:
    assert len(list(cases())) == QUERIES


def test_scores_equal_those_of_rank_bm25_with_the_same_idf() -> None:
    for case in cases():
        index = BM25Index(case.documents)
        expected = rank_bm25_scores(case.documents, case.query, index.idf)
        np.testing.assert_allclose(index.get_scores(case.query), expected, rtol=0, atol=1e-9)


def test_scores_equal_those_of_bm25s_times_k1_plus_one() -> None:
    for case in cases():
        expected = bm25s_scores(case.documents, case.query)
        scores = BM25Index(case.documents).get_scores(case.query)
        np.testing.assert_allclose(scores, expected, rtol=0, atol=1e-9)


def test_search_finds_what_matches_and_nothing_else_best_first() -> None:
    for case in cases():
        index = BM25Index(case.documents)
        scores = index.get_scores(case.query)
        matching = [
            number
            for number, document in enumerate(case.documents)
            if set(document).intersection(case.query)
        ]
        ranked = sorted(matching, key=lambda number: (-scores[number], number))
        for limit in (1, 3, 1000):
            expected = [Hit(number, float(scores[number])) for number in ranked[:limit]]
            assert index.search(case.query, limit=limit) == expected


@pytest.mark.parametrize(
    ("holding", "documents", "idf"),
    [
        (0, 0, math.log(2)),
        (1, 1, math.log(4 / 3)),
        (0, 1, math.log(4)),
        (1, 2, math.log(2)),
        (2, 2, math.log(1.2)),
        (1, 10, math.log(22 / 3)),
        (5, 10, math.log(2)),
        (10, 10, math.log(22 / 21)),
        (1, 1_000_000, math.log(1 + 999_999.5 / 1.5)),
    ],
)
def test_idf_is_that_of_lucene(holding: int, documents: int, idf: float) -> None:
    assert lucene_idf(holding, documents) == pytest.approx(idf, abs=1e-12)
    assert lucene_idf(holding, documents) > 0


@pytest.mark.parametrize(("holding", "documents"), [(-1, 3), (4, 3), (1, 0)])
def test_an_impossible_frequency_is_refused(holding: int, documents: int) -> None:
    with pytest.raises(ValueError, match=rf"document frequency {holding} is not in 0\.\."):
        lucene_idf(holding, documents)


@pytest.mark.parametrize("documents", [[], [[]], [[], []]])
def test_an_index_of_nothing_finds_nothing(documents: Documents) -> None:
    index = BM25Index(documents)
    assert index.get_scores(["ship"]).tolist() == [0.0] * len(documents)
    assert index.search(["ship"], limit=3) == []
    assert index.get_top_n(["ship"], ["a", "b"]) == []
    assert index.get_batch_scores(["ship"], []) == []
    assert index.weight("ship") > 0


def test_the_only_document_is_found_by_any_of_its_words() -> None:
    index = BM25Index([["ship", "bridge"]])
    assert [hit.document for hit in index.search(["ship"], limit=3)] == [0]
    assert index.search(["ship"], limit=3)[0].score > 0
    assert index.search(["tram"], limit=3) == []


def test_an_empty_query_finds_nothing() -> None:
    assert BM25Index([["ship"]]).search([], limit=3) == []


def test_a_word_in_every_document_still_counts() -> None:
    assert len(BM25Index([["ship"], ["ship"], ["ship"]]).search(["ship"], limit=5)) == 3


def test_get_top_n_leaves_out_what_does_not_match() -> None:
    documents = ["a ship", "a tram", "two ship ship"]
    index = BM25Index([text.split() for text in documents])
    assert index.get_top_n(["ship"], documents) == ["two ship ship", "a ship"]
    assert index.get_top_n(["ship"], documents, n=1) == ["two ship ship"]
    assert index.get_top_n(["moon"], documents) == []


@pytest.mark.parametrize("limit", [1, 2, 4, 5, 9])
def test_ties_come_in_the_order_of_the_documents(limit: int) -> None:
    index = BM25Index([["ship"], ["tram"], ["ship"], ["ship"], ["tram"], ["ship"], ["ship"]])
    found = [hit.document for hit in index.search(["ship"], limit=limit)]
    assert found == [0, 2, 3, 5, 6][:limit]


def test_a_repeated_term_counts_again() -> None:
    index = BM25Index([["ship", "tram"], ["ship"]])
    once, twice = index.get_scores(["ship"]), index.get_scores(["ship", "ship"])
    np.testing.assert_allclose(twice, 2 * once, rtol=1e-15)


def test_batch_scores_come_in_the_order_asked_for() -> None:
    index = BM25Index([["ship"], ["tram"], ["ship", "tram"]])
    scores = index.get_scores(["tram"]).tolist()
    assert index.get_batch_scores(["tram"], [2, 0, 2, 1]) == [scores[at] for at in (2, 0, 2, 1)]


def test_documents_may_come_from_an_iterator() -> None:
    documents = [["ship"], ["tram", "ship"]]
    assert BM25Index(iter(documents)).idf == BM25Index(documents).idf


def test_an_unseen_term_weighs_more_than_any_seen_one() -> None:
    index = BM25Index([["ship"], ["tram"], ["ship"]])
    assert index.weight("moon") > index.weight("tram") > index.weight("ship") > 0
