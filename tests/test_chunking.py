"""Show that passages and their sentences are slices, however long a paragraph is."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.chunking import PASSAGE_LENGTH, passages, sentence_spans
from knowledge.model import Article, Passage
from knowledge.reading.article import read_article


def article_of(*paragraphs: str, name: str = "note.txt") -> Article:
    return read_article("\n\n".join(["A title", *paragraphs]).encode(), name)


def words_of(text: str) -> list[str]:
    return text.split()


def long_paragraph(sentences: int) -> str:
    return " ".join(f"This is sentence number {number} of many." for number in range(sentences))


def assert_slices(found: list[Passage]) -> None:
    for passage in found:
        paragraph = passage.paragraph
        assert paragraph.start <= passage.start < passage.end <= paragraph.end
        assert passage.text == passage.article.text[passage.start : passage.end]
        assert passage.text == passage.text.strip()
        assert len(passage.text) <= PASSAGE_LENGTH


def test_a_paragraph_is_a_passage_that_knows_its_section_and_number() -> None:
    article = article_of("A heading", "The first one.", "The second one. It is longer.")
    found = list(passages([article]))
    assert [passage.text for passage in found] == [
        "The first one.",
        "The second one. It is longer.",
    ]
    assert [passage.paragraph.number for passage in found] == [1, 2]
    assert {passage.paragraph.section for passage in found} == {"A heading"}


def test_numbers_count_over_all_articles_and_paragraphs_over_their_own() -> None:
    articles = [article_of("One.", "Two.", name="a.txt"), article_of("Three.", name="b.txt")]
    found = list(passages(articles))
    assert [passage.number for passage in found] == [0, 1, 2]
    assert [passage.paragraph.number for passage in found] == [1, 2, 1]
    assert [passage.article.name for passage in found] == ["a.txt", "a.txt", "b.txt"]


def test_no_articles_have_no_passages() -> None:
    assert list(passages([])) == []


def test_a_paragraph_of_the_greatest_length_stays_whole() -> None:
    text = "x" * (PASSAGE_LENGTH - 1) + "."
    assert [passage.text for passage in passages([article_of(text, "Yes.")])] == [text, "Yes."]


def test_a_long_paragraph_becomes_windows_that_begin_and_end_with_a_sentence() -> None:
    text = long_paragraph(200)
    found = list(passages([article_of(text)]))
    assert_slices(found)
    assert len(found) == -(-len(text) // PASSAGE_LENGTH)
    assert all(one.text.startswith("This is") and one.text.endswith("many.") for one in found)
    assert " ".join(passage.text for passage in found) == text
    assert {passage.paragraph.number for passage in found} == {1}


def test_windows_are_of_about_equal_length() -> None:
    lengths = [len(one.text) for one in passages([article_of(long_paragraph(60))])]
    assert len(lengths) == 2
    assert max(lengths) - min(lengths) < 100


def test_an_endless_sentence_is_cut_between_words() -> None:
    text = " ".join(f"word{number}" for number in range(2000)) + "."
    found = list(passages([article_of(text)]))
    assert_slices(found)
    assert [word for passage in found for word in words_of(passage.text)] == words_of(text)


def test_an_endless_word_is_cut_too() -> None:
    text = "x" * (PASSAGE_LENGTH * 3 + 7) + "."
    found = list(passages([article_of(text)]))
    assert_slices(found)
    assert "".join(passage.text for passage in found) == text


@given(st.lists(st.text("ab. 。!\u00a0", max_size=3000), min_size=1, max_size=4))
@settings(deadline=None, max_examples=50)
def test_windows_hold_every_character_once_and_in_order(texts: list[str]) -> None:
    article = article_of("Begin.", *texts)
    found = list(passages([article]))
    assert_slices(found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    held = "".join("".join(words_of(passage.text)) for passage in found)
    spans = [article.text[one.start : one.end] for one in article.paragraphs]
    assert held == "".join(word for text in spans for word in words_of(text))


def test_the_sentences_of_a_passage_are_slices_of_the_article() -> None:
    article = article_of("It rained. The tram stopped.", "Nobody minded. “Fine,” she said.")
    second = list(passages([article]))[1]
    assert [article.text[start:end] for start, end in sentence_spans(second)] == [
        "Nobody minded.",
        "“Fine,” she said.",
    ]
