"""Show what speaks for an answer and what against it, and that confidence is a probability."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.answering import AnswerSettings
from knowledge.confidence import confidence
from knowledge.library import Library
from knowledge.model import Verdict
from knowledge.reading.article import read_article
from knowledge.snapshot import build_snapshot
from knowledge.weights import shipped

TRAMS = "The red tram stopped at the harbour in June. Nobody got out of it, since it was cold."
SHARES = "covered_by_rarity unknown phrases share passage_share kind_absent".split()


def library_of(*texts: str, settings: AnswerSettings | None = None) -> Library:
    articles = [
        read_article(f"# Day\n\n{text}".encode(), f"{n}.md") for n, text in enumerate(texts)
    ]
    return Library(build_snapshot(articles), settings or AnswerSettings())


def sure(question: str, *texts: str) -> float:
    return library_of(*texts or (TRAMS,)).ask(question).confidence


def signals(question: str, *texts: str) -> dict[str, float]:
    _, reasoning = library_of(*texts or (TRAMS,)).explain(question)
    assert reasoning is not None
    return reasoning.signals


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ("Did the zebra stop at the volcano?", "Did the tram stop at the harbour?"),
        ("Did the zebra stop at the harbour?", "Did the tram stop at the harbour?"),
        ("Did the tram stop at the volcano?", "Did the tram stop in cold?"),
        ("Was the harbour red at the tram?", "Was the red tram at the harbour?"),
        ("How many got out of the tram?", "Did nobody get out of the tram?"),
    ],
)
def test_a_question_that_the_articles_say_less_about_gets_less_confidence(
    less: str, more: str
) -> None:
    assert 0 < sure(less) < sure(more) < 1


@pytest.mark.parametrize(
    ("question", "without", "with_one"),
    [
        (
            "How many seats has the tram?",
            "The tram has plush seats.\n\nTwo trams.",
            "A tram has two seats.",
        ),
        ("When did the tram stop?", "The tram stopped in silence.", "The tram stopped in June."),
        ("Who drove the tram?", "He drove the tram slowly.", "Here Kim drove the tram."),
        ("Where does the tram stop?", "The tram stops at home.", "The tram stops at Ghent."),
    ],
)
def test_a_passage_without_the_kind_of_thing_that_is_asked_for_gets_less(
    question: str, without: str, with_one: str
) -> None:
    assert signals(question, without)["kind_absent"] == 1
    assert signals(question, with_one)["kind_absent"] == 0
    assert sure(question, without) < sure(question, with_one)


@pytest.mark.parametrize("question", ["Why did the tram stop?", "Is the tram red?", "What tram?"])
def test_what_needs_no_number_time_or_name_lacks_none(question: str) -> None:
    assert signals(question, "The tram stopped in silence.")["kind_absent"] == 0


@pytest.mark.parametrize(
    ("question", "least", "most"),
    [
        ("Did the red tram stop?", 0, 0),
        ("Did the red trma stop?", 0, 0),
        ("Did the tram stop in water?", 0.2, 0.3),
        ("Did the tram stop in Xanadu?", 0.4, 0.6),
        ("Did Xanadu and Utopia stop?", 0.7, 0.9),
    ],
)
def test_the_unknown_share_of_a_question_grows_with_the_rarity_of_its_unknown_words(
    question: str, least: float, most: float
) -> None:
    assert least <= signals(question)["unknown"] <= most


def test_a_sentence_without_a_rival_has_the_whole_share() -> None:
    alone = signals("Is the tram red?", "A red tram.")
    rivals = signals("Is the tram red?", "A red tram. A tram, red.\n\nA bell is red.")
    assert alone["share"] == alone["passage_share"] == pytest.approx(1)
    assert 1 / 3 < rivals["share"] < rivals["passage_share"] < 1


def test_where_no_word_is_known_there_is_no_confidence() -> None:
    answer, reasoning = library_of(TRAMS).explain("Do zebras sing?")
    assert (answer.confidence, answer.verdict) == (0, Verdict.NOT_FOUND)
    assert reasoning is not None
    assert reasoning.signals == {}


@pytest.mark.parametrize("question", ["Did the tram stop?", "Is the volcano cold?", "Xanadu, June"])
def test_the_verdict_follows_from_the_confidence(question: str) -> None:
    shown = library_of(TRAMS).ask(question).confidence
    assert shown == round(confidence(signals(question), shipped()), 2)
    verdicts = [
        library_of(TRAMS, settings=AnswerSettings(3, answered_at, related_at)).ask(question).verdict
        for answered_at, related_at in ((shown, 0), (shown + 1e-9, shown), (1, shown + 1e-9))
    ]
    assert verdicts == [Verdict.ANSWERED, Verdict.RELATED, Verdict.NOT_FOUND]


@given(st.fixed_dictionaries(dict.fromkeys(SHARES, st.floats(0, 1))), st.floats(0, 5))
def test_confidence_is_a_probability_that_falls_with_what_is_unknown(
    shares: dict[str, float], words: float
) -> None:
    found = {**shares, "terms": words}
    assert found.keys() == shipped().confidence.keys()
    worst = confidence({**found, "unknown": 1.0}, shipped())
    assert 0 < worst <= confidence(found, shipped()) < 1


WORDS = st.sampled_from("Who When How many Kim Putin north KOREA Shoigo visit 2023 zebra ?".split())


@given(text=st.text(max_size=100) | st.lists(WORDS | st.text(max_size=9)).map(" ".join))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_question_gets_a_probability_and_quotes_word_for_word(
    library: Library, text: str
) -> None:
    answer = library.ask(text)
    assert 0 <= answer.confidence <= 1
    assert bool(answer.citations) is (answer.verdict is not Verdict.NOT_FOUND)
    for one in answer.citations:
        assert one.article.text[one.start : one.end] == one.quote
        assert one.quote in one.passage.text
