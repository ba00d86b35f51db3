"""Which questions ask the same."""

from __future__ import annotations

import pytest

from knowledge.likeness import NEAR, is_same, likeness
from knowledge.synonyms import Synonyms, shipped

WIFI = "What is the wifi password?"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (WIFI, "what's the WiFi password"),
        (WIFI, "wifi password"),
        (WIFI, "Can you tell me the wifi password please?"),
        (WIFI, "What is the wifi pasword?"),
        ("Who is the mayor of Paris?", "Who's Paris's mayor?"),
        ("Where did I leave my smoker?", "where did i leave my smokr"),
        ("How do I say hello?", "how do i say hello"),
        ("How are you?", "how are you"),
        ("When did the DPRK sign?", "When did North Korea sign?"),
    ],
)
def test_slips_politeness_and_other_names_do_not_make_another_question(
    one: str, other: str
) -> None:
    assert is_same(one, other, shipped())
    assert is_same(other, one, shipped())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (WIFI, "Where do I find the wifi password?"),
        ("Who is the mayor of Paris?", "Name the mayor of Paris"),
        ("When did Kim visit Russia?", "Why did Kim visit Russia?"),
    ],
)
def test_what_asks_nearly_the_same_is_one_gap_but_has_its_own_answer(one: str, other: str) -> None:
    assert likeness(one, other, shipped()) >= NEAR
    assert not is_same(one, other, shipped())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("When did Kim visit Russia?", "When did Kim visit China?"),
        ("When does the pool open?", "When does the pool close?"),
        ("How old is Kim's sister?", "How old is Kim's brother?"),
        ("Who attended the meeting?", "Who did not attend the meeting?"),
        ("Who won in 2023?", "Who won in 2024?"),
        ("Is the bar open?", "Is the car open?"),
        (WIFI, "???"),
    ],
)
def test_another_subject_is_another_question(one: str, other: str) -> None:
    assert likeness(one, other, shipped()) < NEAR


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("How can I log in?", "How can I log out?"),
        ("What happened before the war?", "What happened after the war?"),
        ("When did Putin visit Kim?", "When did Kim visit Putin?"),
        ("How do I subscribe?", "How do I unsubscribe?"),
        ("What is hypotension?", "What is hypertension?"),
        ("What is prednisone for?", "What is prednisolone for?"),
        ("Who was fired?", "Who was hired?"),
        ("Who is Hansen?", "Who is Hanson?"),
        ("How do I upload it?", "How do I unload it?"),
        ("Who ate the dessert?", "Who crossed the desert?"),
    ],
)
def test_an_answer_to_one_is_no_answer_to_what_turns_it_round(one: str, other: str) -> None:
    assert not is_same(one, other, shipped())
    assert not is_same(other, one, shipped())


def test_names_that_a_moderator_added_count_as_the_same() -> None:
    own = Synonyms({}).extended([("hut", "clubhouse")])
    assert likeness("Where is the hut?", "Where is the clubhouse?", own) == 1
    assert likeness("Where is the hut?", "Where is the clubhouse?", Synonyms({})) < NEAR
