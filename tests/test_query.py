"""Show what a question asks of an index: its words mended, and what else names the same."""

import pytest

from knowledge.analysis import terms
from knowledge.expected import Kind
from knowledge.query import CARRIED, Concept, How, Query, understand
from knowledge.rarity import rarity
from knowledge.reading.article import read_article
from knowledge.snapshot import build_snapshot
from knowledge.synonyms import Synonyms

KOREA = Synonyms(
    {
        "North Korea": ["DPRK", "Pyongyang"],
        "South Korea": ["Korea", "Seoul"],
        "Juche": ["Chuch'e"],
    }
)


def query_of(question: str, *passages: str, context: str = "") -> Query:
    texts = ["\n\n".join(("# Day", *passages)).encode()] if passages else []
    snapshot = build_snapshot(read_article(text, "day.md") for text in texts)
    return understand(question, snapshot, KOREA, context)


def concept_of(question: str, *passages: str) -> Concept:
    """Return the only concept of a question."""
    [concept] = query_of(question, *passages).concepts
    return concept


def found(concept: Concept) -> list[tuple[How, str]]:
    """Return how a concept may be found, and as what."""
    return [(one.how, " ".join(one.terms)) for one in concept.alternatives]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("submarnie", "submarine"),
        ("Sumbarine", "submarines"),
        ("Shoigo", "Shoigu"),
        ("Shiogu", "Shoigu"),
        ("Shogu", "Shoigu"),
        ("Shoiggu", "Shoigu"),
        ("Liliput", "Lilliput"),
        ("Liliputt", "Lilliput"),
        ("Brobdignak", "Brobdingnag"),
        ("lefd", "left"),
        ("harbur", "harbour"),
    ],
)
def test_a_typing_error_is_mended(typed: str, meant: str) -> None:
    concept = concept_of(typed, f"There was {meant} again.")
    assert found(concept) == [(How.TYPO, *terms(meant))]
    assert concept.word == typed


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("shore", "shone"),  # English, though the articles have another word
        ("stoped", "stroke"),  # no nearer than two letters
        ("Shaiga", "Shoigu"),
        ("Liliptt", "Lilliput"),  # two letters wrong in a word of seven
        ("Brobdinak", "Brobdingnag"),  # three
        ("Kmi", "Kim"),
        ("Juche", "Jucha"),  # the synonyms know it
        ("1991", "1990"),
        ("20231", "20232"),
        ("F16x", "F16s"),
    ],
)
def test_what_may_be_meant_as_typed_is_not_mended(typed: str, held: str) -> None:
    query = query_of(f"{typed}?", f"There was {held} again.")
    assert query.missing() == [typed]
    assert query.weights() == {}


def test_a_word_that_the_articles_know_is_not_mended() -> None:
    concept = concept_of("Kahl", "Kohl came.", "Kahl came.")
    assert found(concept) == [(How.LITERAL, "kahl")]


def test_other_names_are_found_by_a_mended_name_too() -> None:
    query = query_of("Pyongyagn", "North Korea is near Pyongyang.")
    assert found(query.concepts[0]) == [(How.TYPO, "pyongyang"), (How.SYNONYM, "north korea")]


@pytest.mark.parametrize(
    ("question", "passage", "alternatives"),
    [
        ("DPRK", "He went to North Korea.", [(How.SYNONYM, "north korea")]),
        ("DPRK", "The DPRK is North Korea.", [(How.LITERAL, "dprk"), (How.SYNONYM, "north korea")]),
        ("DPRK", "Korea is cold.", []),
        ("DPRK", "Seoul is cold.", []),
    ],
)
def test_another_name_counts_if_the_articles_hold_all_of_it(
    question: str, passage: str, alternatives: list[tuple[How, str]]
) -> None:
    assert found(concept_of(question, passage)) == alternatives


def test_each_word_of_a_name_is_found_by_the_whole_names_synonyms() -> None:
    query = query_of("Is North Korea cold?", "Pyongyang is not Seoul.")
    north, korea, cold = query.concepts
    assert found(north) == found(korea) == [(How.SYNONYM, "pyongyang")]
    assert found(cold) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("migration", "migrant"), ("migrant", "migrations"), ("history", "historical")],
)
def test_a_related_form_is_found(one: str, other: str) -> None:
    assert found(concept_of(one, f"About {other} here.")) == [(How.FORM, *terms(other))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1990", "1998"),
        ("199001", "199002"),
        ("migration", "Migros"),
        ("port", "Portugal"),
        ("ship", "shin"),
        ("Portugal", "port"),
        ("substance", "submarine"),
    ],
)
def test_what_only_begins_alike_is_no_related_form(one: str, other: str) -> None:
    assert found(concept_of(one, f"About {other} here.")) == []


@pytest.mark.parametrize(
    "question",
    ["Ship, ship and SHIPS?", "a ship’s ships", "submarine submarnie", "Shiogu Shoigu Shoigo"],
)
def test_a_word_that_is_asked_twice_is_one_concept(question: str) -> None:
    assert len(query_of(question, "A ship, a submarine and Shoigu.").concepts) == 1


def test_concepts_come_in_the_order_of_the_question_without_stop_words() -> None:
    query = query_of("When did the tram meet ships on the tram?", "A tram.")
    assert [concept.word for concept in query.concepts] == ["tram", "meet", "ships"]
    assert query.text == "When did the tram meet ships on the tram?"


def test_missing_words_are_named_as_they_were_typed() -> None:
    passages = "A tram stops.", "North Korea.", "Migrants came."
    query = query_of("Does the ZEBRA’s trma stop migration, DPRK or Café?", *passages)
    assert query.missing() == ["ZEBRA’s", "Café"]


@pytest.mark.parametrize("question", ["", "?!", "what is it"])
def test_a_question_without_words_to_search_for_has_no_concepts(question: str) -> None:
    query = query_of(question, "A tram.")
    assert (query.concepts, query.weights(), query.missing()) == ((), {}, [])


def test_of_no_articles_every_word_is_missing() -> None:
    assert query_of("Is Pyongyang a submarnie?").missing() == ["Pyongyang", "submarnie"]


def test_a_literal_match_counts_most_and_a_related_form_least() -> None:
    passages = "the Shoigu migrants", "a tram to Pyongyang"
    weights = query_of("Did the tram bring Shiogu from DPRK by migration?", *passages).weights()
    assert list(weights) == ["tram", "shoigu", "pyongyang", "migrant"]
    literal, typing_error, synonym, form = weights.values()
    assert literal == 1 > typing_error > synonym > form > 0


def test_the_words_of_a_long_name_count_together_as_a_short_name_does() -> None:
    weights = query_of("DPRK", "North Korea and Pyongyang").weights()
    assert weights["north"] + weights["korea"] == pytest.approx(weights["pyongyang"])


def test_a_term_that_is_met_in_two_ways_counts_as_the_better_one() -> None:
    weights = query_of("Is Korea near the DPRK?", "North Korea").weights()
    assert weights["korea"] == 1 > weights["north"]


def test_a_word_weighs_as_much_as_it_is_rare_here_and_in_english() -> None:
    passages = "A tram to Korea.", "The tram to Shoigu.", "A ship."
    query = query_of("Does the tram of Shoigu leave Seoul for Utopia?", *passages)
    tram, shoigu, _, seoul, utopia = query.concepts
    assert utopia.idf > shoigu.idf == seoul.idf > tram.idf > 0
    assert all(concept.rarity == rarity(concept.term) for concept in query.concepts)


def test_what_a_question_leans_on_counts_less_than_its_own_words() -> None:
    passages = "The tram stops at noon.", "A tram to Ghent."
    query = query_of("and the tram to Xanadu?", *passages, context="When does the tram stop at Y2?")
    alone = query_of("Does it stop?", *passages).concepts[0]
    stop = query.concepts[2]
    assert [one.carried for one in query.concepts] == [False, False, True, True]
    assert stop.idf == pytest.approx(CARRIED * alone.idf)
    assert stop.rarity == pytest.approx(CARRIED * alone.rarity)
    assert query.weights() == pytest.approx({"tram": 1, "stop": CARRIED})
    assert query.missing() == ["Xanadu"]


@pytest.mark.parametrize(
    ("question", "kind"), [("and Kim?", Kind.TIME), ("and who?", Kind.PERSON), ("how?", Kind.TIME)]
)
def test_a_question_that_does_not_say_asks_for_what_the_one_before_did(
    question: str, kind: Kind
) -> None:
    assert query_of(question, "A tram.", context="When did Putin come?").kind is kind
