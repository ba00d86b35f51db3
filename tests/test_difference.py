"""What changed between two versions, and what a snapshot takes over from the one before."""

from __future__ import annotations

import pytest

from knowledge.difference import Edit, compare
from knowledge.model import Article
from knowledge.reading.article import read_article
from knowledge.snapshot import build_snapshot


def bees(text: str) -> Article:
    return article("bees.md", f"# Bees\n\n{text}\n")


def article(name: str, text: str) -> Article:
    return read_article(text.encode(), name)


WASPS = article("wasps.md", "# Wasps\n\nA wasp builds with paper.\n")


def test_passages_are_counted_and_changed_sentences_shown() -> None:
    old = bees("One bee flies. Two bees walk.\n\nIt rains.\n\nThe end of bees.")
    new = bees("One bee flies. Two bees run.\n\nThe end of bees.\n\nA new hive.")
    found = compare([old], [new])
    [changed] = found.changed
    assert Edit("Two bees walk.", "Two bees run.") in changed.edits
    assert Edit("", "A new hive.") in changed.edits
    assert (found.passages_added, found.passages_removed, found.passages_changed) == (1, 1, 1)
    assert found.loss == pytest.approx(1 / 3)


def test_new_and_gone_articles_are_named() -> None:
    found = compare([bees("One bee flies.")], [WASPS])
    assert [one.name for one in found.added] == ["wasps.md"]
    assert [one.name for one in found.removed] == ["bees.md"]
    assert found.loss == 1


def test_equal_versions_have_no_difference() -> None:
    assert not compare([WASPS], [WASPS])
    assert not compare([bees("One bee flies.")], [bees("One bee flies.")])


def test_a_new_date_is_a_change_without_a_changed_sentence() -> None:
    text = "# Bees\n\nOne bee flies.\n"
    dated = article("bees.md", f"---\ndate: 2026-01-01\n---\n{text}")
    [changed] = compare([article("bees.md", text)], [dated]).changed
    assert changed.edits == ()


@pytest.mark.parametrize("before", [0, 1, 2])
def test_a_snapshot_that_takes_over_is_the_one_that_is_built_anew(before: int) -> None:
    hive = bees("A hive has a queen.\n\n## Autumn\n\nA drone leaves the hive.")
    ants = article("ants.md", "# Ants\n\nAn ant carries a leaf to the hive.\n")
    articles = [ants, hive, WASPS]
    old = build_snapshot([hive, WASPS][:before])
    reused, anew = build_snapshot(articles, old), build_snapshot(articles)
    assert list(reused.spellings.items()) == list(anew.spellings.items())
    assert tuple(reused.sentences) == tuple(anew.sentences)
    assert reused.passages == anew.passages
    for name in ("passage_index", "sentence_index", "heading_index"):
        one, other = getattr(reused, name), getattr(anew, name)
        assert one.idf == other.idf
        assert one.vocabulary == other.vocabulary
        query = one.vocabulary
        assert one.get_scores(query).tolist() == other.get_scores(query).tolist()
