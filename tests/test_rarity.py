"""Show that a rarer word is rarer, and that the table is in order."""

from itertools import pairwise

import pytest

from knowledge.analysis import terms
from knowledge.rarity import HIGHEST_ZIPF, LEAST_ZIPF, TABLE, UNKNOWN_ZIPF, is_common, rarity

WORDS = ("year", "bridge", "submarine", "Shoigu")  # the rarer the later


@pytest.mark.parametrize(("one", "other"), list(pairwise(WORDS)))
def test_a_rarer_word_has_a_higher_rarity(one: str, other: str) -> None:
    assert 0 < rarity(*terms(one)) < rarity(*terms(other))


@pytest.mark.parametrize("term", ["shoigu", "zxq", "", "submarine ship", "19905"])
def test_an_unknown_term_is_as_rare_as_can_be(term: str) -> None:
    assert rarity(term) == HIGHEST_ZIPF - UNKNOWN_ZIPF
    assert not is_common(term)


@pytest.mark.parametrize("word", ["year", "Submarines", "bridges", "US"])
def test_an_english_word_is_common_in_all_its_forms(word: str) -> None:
    [term] = terms(word)
    assert is_common(term)
    assert rarity(term) < rarity("shoigu")


def test_the_table_holds_each_term_once_the_most_common_first() -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line.split(" ") for line in lines if not line.startswith("#")]
    levels = [float(level) for level, *_ in rows]
    found = [term for _, *own in rows for term in own]
    assert levels == sorted(set(levels), reverse=True)
    assert HIGHEST_ZIPF > levels[0] > levels[-1] >= LEAST_ZIPF > UNKNOWN_ZIPF
    assert len(found) == len(set(found))
    assert all(found)
