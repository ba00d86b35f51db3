"""Show which phrases of a query have other names, and that the shipped names are in order."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import strict_yaml
from knowledge.analysis import terms
from knowledge.errors import ReadError
from knowledge.synonyms import SHIPPED, Synonyms, read_synonyms, shipped

KOREAS = Synonyms(
    {
        "North Korea": ["DPRK", "Pyongyang"],
        "South Korea": ["Korea", "Seoul"],
        "north": ["Arctic"],
    }
)


def found(text: str, synonyms: Synonyms = KOREAS) -> list[tuple[str, set[str]]]:
    """Return each phrase of a text that has other names, with those."""
    query = terms(text)
    return [
        (" ".join(query[start:end]), {" ".join(other) for other in others})
        for start, end, others in synonyms.find(query)
    ]


@pytest.mark.parametrize(
    ("asked", "others"),
    [
        ("DPRK", {"north korea", "pyongyang"}),
        ("north KOREA’s", {"dprk", "pyongyang"}),
        ("Pyongyang", {"north korea", "dprk"}),
    ],
)
def test_every_name_of_a_thing_leads_to_all_others(asked: str, others: set[str]) -> None:
    assert [names for _, names in found(asked)] == [others]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("North Korea and Korea", ["north korea", "korea"]),
        ("Korea’s north", ["korea", "north"]),
        ("North and South America", ["north"]),
        ("South of Korea", ["south korea"]),
        ("Seoul Pyongyang Seoul", ["seoul", "pyongyang", "seoul"]),
        ("", []),
    ],
)
def test_the_longest_phrase_at_a_place_counts(text: str, phrases: list[str]) -> None:
    assert [phrase for phrase, _ in found(text)] == phrases


def test_a_phrase_belongs_to_the_first_group_that_names_it() -> None:
    synonyms = Synonyms({"dog": ["pet"], "cat": ["pet", "kitten"]})
    assert found("pet", synonyms) == [("pet", {"dog"})]
    assert found("kitten", synonyms) == [("kitten", {"cat", "pet"})]


def test_forms_of_one_word_are_no_other_names() -> None:
    synonyms = Synonyms({"Türkiye": ["Turkiye", "TÜRKIYE’s", "Turkey"]})
    assert found("turkiye", synonyms) == [("turkiy", {"turkey"})]


@pytest.mark.parametrize("groups", [{}, {"the": ["?!", ""]}, {"the": ["ship"], "": ["of"]}])
def test_names_without_a_word_to_search_for_are_left_out(groups: dict[str, list[str]]) -> None:
    assert all(not others for _, others in found("the ship of the line", Synonyms(groups)))


@given(st.lists(st.sampled_from("north south korea dprk seoul ship".split())))
def test_phrases_are_found_in_order_and_do_not_overlap(query: list[str]) -> None:
    spans = list(KOREAS.find(query))
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    for start, end, others in spans:
        assert 0 <= start < end <= len(query)
        assert tuple(query[start:end]) not in others


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Moscow", "russia"),
        ("the U.S.", "america"),
        ("Americans", "us."),
        ("DPRK", "north korea"),
        ("Republic of Korea", "south korea"),
        ("CIA", "central intellig agenc"),
        ("fled", "flee"),
    ],
)
def test_the_shipped_names_lead_to_one_another(one: str, other: str) -> None:
    assert other in found(one, shipped())[0][1]


@pytest.mark.parametrize(
    ("text", "names"),
    [("Kim Jong Un", "un"), ("New Mexico", "mexico"), ("tell us", "us.")],
)
def test_the_shipped_names_leave_alone_what_only_looks_like_a_name(text: str, names: str) -> None:
    assert names not in {phrase for phrase, _ in found(text, shipped())}


def test_no_phrase_stands_in_two_of_the_shipped_groups() -> None:
    document = strict_yaml.load(SHIPPED.read_text(encoding="utf-8"))
    groups = [{tuple(terms(one)) for one in (name, *all_)} for name, all_ in document.value.items()]
    counts = Counter(phrase for group in groups for phrase in group)
    assert document.twice == ()
    assert () not in counts
    assert [phrase for phrase, times in counts.items() if times > 1] == []


@pytest.mark.parametrize(
    "text",
    [
        "cat: feline",
        "cat:",
        "- cat",
        "No: [never]",
        "cat: [1]",
        "cat: [a]\ncat: [b]",
        "cat: [",
        "3",
    ],
)
def test_a_malformed_file_of_synonyms_is_refused_with_its_name(text: str) -> None:
    with pytest.raises(ReadError, match=r"^mine\.yaml: "):
        read_synonyms(text, "mine.yaml")


def test_an_empty_file_of_synonyms_has_none() -> None:
    assert list(read_synonyms("# nothing yet\n", "mine.yaml").find(["cat"])) == []


def test_a_name_in_two_lines_is_refused() -> None:
    with pytest.raises(ReadError, match="pet stands in two lines"):
        read_synonyms("cat: [pet]\ndog: [hound, pets]", "mine.yaml")
