"""Show that versions name their content, and what stands around a quote."""

from pathlib import Path

import pytest

from knowledge.context import excerpt, neighbours, paragraph_text
from knowledge.library import Library
from knowledge.model import Citation

PARAGRAPHS = (
    "The day was cold. The tram stopped at noon. Nobody got out. It was a Sunday.",
    "A bell rang twice.",
    "Snow fell on the bridge.",
)
TEXT = "\n\n".join(["Trams", "Winter", *PARAGRAPHS])


def library_of(folder: Path, *texts: str, names: str = "abc") -> Library:
    folder.mkdir()
    for name, text in zip(names, texts, strict=False):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    return Library.open(folder)


def cited(library: Library, question: str) -> Citation:
    return library.ask(question).citations[0]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return library_of(tmp_path / "articles", TEXT)


def version_of(folder: Path, *texts: str, names: str = "abc") -> str:
    return library_of(folder, *texts, names=names).snapshot.version


def test_equal_files_have_an_equal_version(tmp_path: Path) -> None:
    one = version_of(tmp_path / "one", TEXT, TEXT)
    assert one == version_of(tmp_path / "two", TEXT, TEXT)
    assert one == version_of(tmp_path / "three", TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT)
    assert len(one) == 12
    assert set(one) <= set("0123456789abcdef")


def test_another_text_name_link_or_number_of_articles_is_another_version(tmp_path: Path) -> None:
    versions = [
        version_of(tmp_path / "0"),
        version_of(tmp_path / "1", TEXT),
        version_of(tmp_path / "2", TEXT, TEXT),
        version_of(tmp_path / "3", TEXT.replace("noon", "nine")),
        version_of(tmp_path / "4", TEXT, names="x"),
        version_of(tmp_path / "5", f"---\nurl: https://a.example\n---\n{TEXT}"),
        version_of(tmp_path / "6", f"---\ndate: 2023-02-17\n---\n{TEXT}"),
    ]
    assert len(set(versions)) == len(versions)


def test_a_passage_is_given_by_version_and_number(library: Library) -> None:
    snapshot = library.snapshot
    for number, text in enumerate(PARAGRAPHS):
        passage = library.passage(snapshot.version, number)
        assert passage is snapshot.passages[number]
        assert passage.text == text


@pytest.mark.parametrize("number", [-1, 3, 10**12])
def test_a_number_that_no_passage_has_gives_nothing(library: Library, number: int) -> None:
    assert library.passage(library.snapshot.version, number) is None


@pytest.mark.parametrize("version", ["", "0" * 12])
def test_a_passage_of_another_version_is_not_given(library: Library, version: str) -> None:
    assert library.passage(version, 0) is None


def test_the_sentences_of_a_snapshot_make_up_its_passages(library: Library) -> None:
    snapshot = library.snapshot
    for passage in snapshot.passages:
        quotes = [one.text for one in snapshot.sentences if one.passage is passage]
        assert " ".join(quotes) == passage.text
    assert [one.place for one in snapshot.sentences] == [0, 1, 2, 3, 0, 0]


@pytest.mark.parametrize("query", [{}, {"moon": 1.0}])
def test_terms_that_no_passage_holds_have_no_candidates(
    library: Library, query: dict[str, float]
) -> None:
    assert len(library.snapshot.candidates(query)) == 0


@pytest.mark.parametrize(
    ("question", "limit", "expected"),
    [
        ("When did the tram stop?", 500, PARAGRAPHS[0][:59]),
        ("When did the tram stop?", 59, PARAGRAPHS[0][:59]),
        ("When did the tram stop?", 58, "The day was cold. The tram stopped at noon."),
        ("When did the tram stop?", 42, "The tram stopped at noon. Nobody got out."),
        ("When did the tram stop?", 30, "The tram stopped at noon."),
        ("When did the tram stop?", 1, "The tram stopped at noon."),
        ("Was the day cold?", 500, "The day was cold. The tram stopped at noon."),
        ("Was it Sunday?", 500, "Nobody got out. It was a Sunday."),
        ("What rang twice?", 500, "A bell rang twice."),
    ],
)
def test_an_excerpt_is_the_quote_with_the_neighbours_that_fit(
    library: Library, question: str, limit: int, expected: str
) -> None:
    citation = cited(library, question)
    start, end = excerpt(citation, limit=limit)
    assert citation.article.text[start:end] == expected
    assert start <= citation.start < citation.end <= end


@pytest.mark.parametrize(
    ("question", "before", "after"),
    [
        ("When did the tram stop?", None, PARAGRAPHS[1]),
        ("What rang twice?", PARAGRAPHS[0], PARAGRAPHS[2]),
        ("What fell on the bridge?", PARAGRAPHS[1], None),
    ],
)
def test_neighbours_are_the_paragraphs_before_and_after(
    library: Library, question: str, before: str | None, after: str | None
) -> None:
    citation = cited(library, question)
    found = [one and paragraph_text(citation.article, one) for one in neighbours(citation)]
    assert found == [before, after]


def test_neighbours_are_of_the_same_article(tmp_path: Path) -> None:
    library = library_of(tmp_path / "articles", "Moons\n\nThe moon is far.", "Suns\n\nIt is hot.")
    assert neighbours(cited(library, "Is the moon far?")) == (None, None)
