"""Show how the sentences that may answer a question are described and put in order."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.features import FEATURES
from knowledge.query import understand
from knowledge.ranking import Ranking, ordered, rank
from knowledge.reading.article import read_article
from knowledge.snapshot import Snapshot, build_snapshot
from knowledge.synonyms import Synonyms
from knowledge.weights import Weights, shipped

SYNONYMS = Synonyms({"tram": ["streetcar"], "North Korea": ["DPRK"]})
ZOE = "Rain fell. Zoe Barnes was born in a quiet village near the sea. {} painted bridges there."
DAY = "A tram comes at noon. The red tram stops. It rings.\n\nA bell rings on historical trams."


def snapshot_of(*texts: str) -> Snapshot:
    named = enumerate(texts)
    return build_snapshot(read_article(f"# Day\n\n{text}".encode(), f"{n}.md") for n, text in named)


def ranked(question: str, *texts: str, weights: Weights | None = None) -> tuple[Ranking, list[str]]:
    """Return the ranking, and its sentences, best first."""
    snapshot = snapshot_of(*texts)
    query = understand(question, snapshot, SYNONYMS)
    ranking = rank(query, snapshot, weights or shipped())
    return ranking, [snapshot.sentences[number].text for number in ranking.candidates.numbers]


def described(question: str, *texts: str) -> dict[str, dict[str, float]]:
    """Return the features of each candidate by name."""
    ranking, sentences = ranked(question, *texts)
    rows = [dict(zip(FEATURES, row, strict=True)) for row in ranking.features.tolist()]
    return dict(zip(sentences, rows, strict=True))


def without(feature: str) -> Weights:
    return replace(shipped(), ranking={**shipped().ranking, feature: 0.0})


@pytest.mark.parametrize(
    ("question", "other", "wanted"),
    [
        ("How many seats has a tram?", "A tram has plush seats.", "A tram has eighty seats."),
        ("When did the tram stop?", "The tram did stop there.", "The tram did stop today."),
        ("Who drove the tram?", "Here he drove the tram.", "Here Kim drove the tram."),
        ("Where did the tram stop?", "A tram stops at home.", "A tram stops at Ghent."),
        ("Why did the tram stop?", "The tram did stop in snow.", "A tram did stop due to snow."),
    ],
)
def test_of_similar_sentences_the_one_that_offers_what_is_asked_for_wins(
    question: str, other: str, wanted: str
) -> None:
    text = f"{other}\n\n{wanted}"
    assert ranked(question, text)[1] == [wanted, other]
    assert ranked(question, text, weights=without("kind"))[1] == [other, wanted]


@pytest.mark.parametrize(("subject", "wins"), [("She", True), ("Somebody", False)])
def test_a_sentence_whose_pronoun_stands_for_the_subject_can_win(subject: str, wins: bool) -> None:
    _, sentences = ranked("What did Zoe Barnes paint there?", ZOE.format(subject))
    assert sentences[0].startswith(subject) is wins


@pytest.mark.parametrize(
    ("feature", "question", "sentence", "value"),
    [
        ("sentence", "red tram", "The red tram stops.", 1),
        ("sentence", "red tram", "It rings.", 0),
        ("passage", "red tram", "It rings.", 1),
        ("covered", "red tram", "It rings.", 1),
        ("covered", "a streetcar?", "It rings.", 0.6),
        ("covered", "a trma?", "It rings.", 0.9),
        ("early", "red tram", "A tram comes at noon.", 1),
        ("early", "red tram", "The red tram stops.", 1 / 2),
        ("early", "red tram", "It rings.", 1 / 3),
        ("borrowed", "red?", "It rings.", 1),
        ("borrowed", "red?", "The red tram stops.", 0),
        ("borrowed", "at noon?", "The red tram stops.", 0),
        ("covered_nearby", "at noon?", "The red tram stops.", 1),
        ("covered_nearby", "at noon?", "It rings.", 0),
        ("related", "history?", "A bell rings on historical trams.", 1),
        ("related", "historical?", "A bell rings on historical trams.", 0),
        ("wording", "does it ring red?", "It rings.", 1 / 4),
        ("wording", "it rings", "It rings.", 1),
        ("phrases", "a RED tram stops", "The red tram stops.", 2 / 3),
        ("phrases", "tram red", "The red tram stops.", 0),
        ("kind", "When does a tram come?", "A tram comes at noon.", 1),
        ("kind", "When does a tram come?", "The red tram stops.", 0),
        ("kind", "Does a tram come?", "A tram comes at noon.", 0),
    ],
)
def test_a_feature_tells_one_thing_about_a_sentence(
    feature: str, question: str, sentence: str, value: float
) -> None:
    assert described(question, DAY)[sentence][feature] == pytest.approx(value)


def test_the_items_of_a_list_are_near_what_announces_them() -> None:
    found = described("What to pack for Ghent?", "For Ghent:\n\n- pack a coat\n- pack a hat")
    assert found["- pack a coat"]["covered_nearby"] == pytest.approx(1)
    assert found["- pack a hat"]["covered_nearby"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("feature", "question", "first", "second"),
    [
        ("borrowed", "red?", "A red tram.", "Its red bell."),
        ("related", "history?", "It rings.", "A historical history."),
    ],
)
def test_what_a_sentence_names_itself_it_needs_not_borrow(
    feature: str, question: str, first: str, second: str
) -> None:
    assert described(question, f"{first} {second}")[second][feature] == 0


def test_another_name_of_several_words_is_named_whole_or_not_at_all() -> None:
    found = described("DPRK?", "North Korea is cold.\n\nThe north is cold.\n\nKorea is cold.")
    covered = {sentence: row["covered"] for sentence, row in found.items()}
    assert covered.pop("North Korea is cold.") > 0
    assert covered == {"The north is cold.": 0, "Korea is cold.": 0}


def test_a_rarer_word_covers_more_of_the_question() -> None:
    common, rare = "the water is cold.", "the xylophone is cold."
    found = described("Is there a xylophone in the water?", f"{common}\n\n{rare}")
    assert found[rare]["covered_by_rarity"] > found[common]["covered_by_rarity"]
    assert found[rare]["covered"] == found[common]["covered"]


@pytest.mark.parametrize("sign", [1, -1])
def test_the_weights_put_the_sentences_in_order(sign: int) -> None:
    weights = Weights({**dict.fromkeys(FEATURES, 0.0), "early": 2.0 * sign}, {}, 0)
    ranking, sentences = ranked("red?", DAY, weights=weights)
    expected = ["A tram comes at noon.", "The red tram stops.", "It rings."]
    assert sentences == expected[::sign]
    assert sorted(ranking.scores * sign) == pytest.approx([2 / 3, 1, 2][::sign][::sign])


def test_sentences_that_score_the_same_stay_in_the_order_of_the_candidates() -> None:
    candidates = snapshot_of(DAY).candidates({"tram": 1.0, "red": 1.0})
    nothing = Weights(dict.fromkeys(FEATURES, 0.0), {}, 0)
    found = ordered(candidates, np.ones((len(candidates), len(FEATURES))), nothing)
    assert found.candidates.numbers.tolist() == candidates.numbers.tolist()
    assert found.shares.tolist() == pytest.approx([1 / len(candidates)] * len(candidates))


@pytest.mark.parametrize(
    ("question", "texts"), [("the moon?", (DAY,)), ("a tram?", ()), ("", [DAY])]
)
def test_where_no_word_is_known_no_sentence_is_ranked(
    question: str, texts: tuple[str, ...]
) -> None:
    ranking, sentences = ranked(question, *texts)
    assert (len(ranking), sentences) == (0, [])
    assert ranking.features.shape == (0, len(FEATURES))
    assert ranking.shares.shape == (0,)


@given(st.lists(st.sampled_from("tram streetcar red rnig noon moon when how many the 5".split())))
def test_sentences_come_best_first_with_shares_that_sum_to_one(words: list[str]) -> None:
    ranking, _ = ranked(" ".join(words), DAY, ZOE, "Two red trams, 5 bells: it rings.")
    if len(ranking):
        assert ranking.shares.sum() == pytest.approx(1)
    for ordered_ in (ranking.scores, ranking.shares):
        assert all(one >= other for one, other in pairwise(ordered_))
    assert np.all((ranking.features >= 0) & (ranking.features <= 1 + 1e-9))
