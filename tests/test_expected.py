"""Show which kind of answer a question asks for, and which sentences offer one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.expected import Kind, expected, offers

NUMBER, TIME, PERSON, PLACE, REASON = Kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many ships came?", NUMBER),
        ("how LONG is the bridge", NUMBER),
        ("What is the population of Ghent?", NUMBER),
        ("What’s the price?", NUMBER),
        ("What percentage of trams is late?", NUMBER),
        ("When did the tram stop?", TIME),
        ("When's the next tram?", TIME),
        ("When’s the next tram?", TIME),
        ("and when?", TIME),
        ("Since when", TIME),
        ("In which month did it rain?", TIME),
        ("What year was it?", TIME),
        ("Who came?", PERSON),
        ("Whose tram is it?", PERSON),
        ("Who’s there?", PERSON),
        ("To whom was it sold?", PERSON),
        ("Which famous king slept here?", None),
        ("Which king slept here?", PERSON),
        ("Where is it?", PLACE),
        ("In what Belgian city is it?", PLACE),
        ("Which rivers meet there?", PLACE),
        ("Why is it late?", REASON),
        ("What was the reason?", REASON),
        ("What is a tram?", None),
        ("How does a tram brake?", None),
        ("Which tram is red?", None),
        ("Is the tram red?", None),
        ("Tell me about whales, the year and the city", None),
        ("", None),
    ],
)
def test_the_words_of_a_question_tell_what_kind_of_answer_it_asks_for(
    question: str, kind: Kind | None
) -> None:
    assert expected(question) is kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What happens when it rains?", None),
        ("When it rains, what happens?", None),
        ("When it rains, how many trams are late?", NUMBER),
        ("When the tram stops, where do we go?", PLACE),
        ("If it rains, when do the trams stop?", TIME),
    ],
)
def test_when_as_a_conjunction_asks_for_no_time(question: str, kind: Kind | None) -> None:
    assert expected(question) is kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who built it and when?", PERSON),
        ("When was it built, and who built it?", TIME),
        ("Why does nobody know where it is?", REASON),
        ("What happened where it stopped?", None),
    ],
)
def test_the_first_question_word_decides(question: str, kind: Kind | None) -> None:
    assert expected(question) is kind


@given(st.text() | st.text("whenrso's ", max_size=30))
def test_curly_apostrophes_ask_for_what_straight_ones_do(question: str) -> None:
    assert expected(question.replace("'", "’")) is expected(question)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (NUMBER, "It has 1,021 seats."),
        (NUMBER, "Twelve trams came."),
        (NUMBER, "It stops twice."),
        (TIME, "It opened in 1990."),
        (TIME, "It was popular in the 1870s."),
        (TIME, "It opened last July."),
        (TIME, "It opens in May."),
        (TIME, "It stops on Sundays."),
        (TIME, "It stops at 9:30."),
        (TIME, "It stops at 9 pm."),
        (TIME, "It opened in the 19th century."),
        (TIME, "It stops at noon."),
        (PERSON, "It was Shoigu."),
        (PERSON, "It was Élodie."),
        (PERSON, "It was “Kim”."),
        (PLACE, "It runs to Ghent."),
        (REASON, "It stopped because of snow."),
        (REASON, "Snow caused it."),
        (REASON, "It stopped due to snow."),
    ],
)
def test_a_sentence_offers_what_is_asked_for(kind: Kind, text: str) -> None:
    assert offers(text, kind, "?")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (NUMBER, "Many trams came often."),
        (NUMBER, "The network weighs more."),
        (TIME, "It may march on, in a second."),
        (TIME, "It has 3000 seats, or 12345."),
        (PERSON, "Nobody came here."),
        (PLACE, "Trams run to the harbour."),
        (REASON, "It stopped in the snow."),
        *((kind, "") for kind in Kind),
    ],
)
def test_a_sentence_offers_nothing_else(kind: Kind, text: str) -> None:
    assert not offers(text, kind, "?")


@pytest.mark.parametrize(
    ("kind", "question", "named", "new"),
    [
        (NUMBER, "How many of the 12 trams came?", "All 12, came.", "Of the 12, 7 came."),
        (TIME, "When in 1990 did it open?", "It opened in 1990.", "In 1990, in June."),
        (TIME, "When did it stop in may?", "It did in May.", "It did in May, at noon."),
        (PERSON, "Who met KIM?", "He met Kim.", "He and Putin met Kim."),
        (PLACE, "Where in Ghent is it?", "It is in Ghent.", "It is in Ghent, by Korenmarkt."),
        (REASON, "Why was it due to snow?", "It was due to snow.", "It was due to snow, thus ice."),
    ],
)
def test_what_the_question_names_itself_is_no_offer(
    kind: Kind, question: str, named: str, new: str
) -> None:
    assert not offers(named, kind, question)
    assert offers(new, kind, question)


@given(st.text(), st.sampled_from(Kind))
def test_no_text_offers_anything_beyond_itself(text: str, kind: Kind) -> None:
    assert not offers(text, kind, text)
