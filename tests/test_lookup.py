"""Show what can be looked up, what is suggested while somebody types, and what is then listed."""

from collections.abc import Iterable

import pytest

from knowledge.key_terms import Entry, EntryKind, entries_of
from knowledge.library import Library
from knowledge.lookup import Lookup, mentions
from knowledge.reading.article import read_article
from knowledge.snapshot import Snapshot, build_snapshot

GARDEN = """# The Garden of Añil

## Opening hours

Every morning Doña Inés Peñalver opens the gate. The gate was painted by José.

## Prize winners

In 1998 the gardener Anna van der Berg won with 12 chrysanthemums. Chrysanthemums need potash.
"""
TRAMS = """# Trams of Lyme

The U.S. envoy rode with Mr. Aldous Finch. A tram stopped beside the orangery of Lyme.

Nobody took the tram to the orangery again.
"""
HOSTILE = [
    *("(", "[a-z]+*?", ".*", "\\", "^$|", "%s{0}", "'\"`", "a" * 10_000, "ab " * 5_000),
    *(
        "\x00",
        "a\x00b",
        "\u202eKim\u202c",
        "😀",
        "😀" * 5_000,
        "\ud800",
        "\n\n",
        "   ",
        "-",
        "ﷺ" * 5_000,
    ),
    *(
        "é" * 10_000,
        "e\u0301" * 5_000,
        "İ" * 5_000,
        "金正恩",
        "١٢٣",
        "ab\tcd\u2028ef",
        "the",
        "of the",
    ),
]


def snapshot_of(*texts: str) -> Snapshot:
    named = enumerate(texts)
    return build_snapshot([read_article(text.encode(), f"{n}.md") for n, text in named])


def texts(entries: Iterable[Entry]) -> list[str]:
    return [entry.text for entry in entries]


def of_kind(entries: Iterable[Entry], kind: EntryKind) -> list[str]:
    return [entry.text for entry in entries if entry.kind is kind]


def lookup_of(*written: str) -> Lookup:
    """Return a lookup whose entries are the more useful, the earlier they stand."""
    count = len(written)
    return Lookup(Entry(text, EntryKind.TERM, count - n) for n, text in enumerate(written))


@pytest.fixture
def entries(library: Library) -> list[Entry]:
    return entries_of(library.snapshot)


@pytest.fixture
def lookup(entries: list[Entry]) -> Lookup:
    return Lookup(entries)


def test_headings_names_and_key_terms_are_entries(entries: list[Entry]) -> None:
    assert "Signs of Military Cooperation" in of_kind(entries, EntryKind.HEADING)
    assert {"North Korea", "Russia", "Soviet Union"} <= set(of_kind(entries, EntryKind.NAME))
    key_terms = of_kind(entries, EntryKind.TERM)
    assert {"sanctions", "military exercises", "munitions", "bromance"} <= set(key_terms)


def test_a_name_is_joined_and_does_not_begin_before_or_end_behind_itself(
    entries: list[Entry],
) -> None:
    names = set(of_kind(entries, EntryKind.NAME))
    assert {"Kim Jong Un", "United Nations Security Council", "Donald Trump", "Putin"} <= names
    assert {"Andrei Kozyrev", "Russian Foreign Minister"} <= names  # a title, and who has it
    assert names.isdisjoint({"Jong", "Jong Un", "Trump’s", "Minister", "Despite", "Speculation"})


def test_names_are_joined_by_their_small_words_and_full_stops() -> None:
    names = of_kind(entries_of(snapshot_of(GARDEN, TRAMS)), EntryKind.NAME)
    assert {"Doña Inés Peñalver", "Anna van der Berg", "Aldous Finch", "U.S."} <= set(names)
    assert not {"Every", "Nobody", "Mr", "In"} & set(names)


def test_a_capital_that_only_begins_a_sentence_makes_no_name() -> None:
    found = entries_of(snapshot_of("# Bees\n\nDrones die. A queen is fed by drones."))
    assert of_kind(found, EntryKind.NAME) == []
    assert "drones" in texts(found)


def test_titles_are_entries_where_there_are_several_articles() -> None:
    assert "Trams of Lyme" not in texts(entries_of(snapshot_of(TRAMS)))
    found = {entry.text: entry for entry in entries_of(snapshot_of(GARDEN, TRAMS))}
    assert found["Trams of Lyme"] == Entry("Trams of Lyme", EntryKind.HEADING, 2)
    assert found["Opening hours"].passages == 1


def test_spellings_of_one_thing_are_one_entry_spelt_as_it_is_most_often() -> None:
    text = "# Rods\n\nThis is a sextant.\n\nOld sextants are sold.\n\nThe sextant's price is high."
    found = [one for one in entries_of(snapshot_of(text)) if "sextant" in one.text.casefold()]
    assert found == [Entry("sextant", EntryKind.TERM, 3)]


def test_neither_stop_words_nor_numbers_are_entries_by_themselves(entries: list[Entry]) -> None:
    found = {one.text.casefold() for one in entries}
    numbered = (
        "# Years\n\n## 1998\n\nThe 12 of them and 1,000 more came with us.\n\n## About us\n\nWe."
    )
    found |= {one.text.casefold() for one in entries_of(snapshot_of(numbered))}
    assert found.isdisjoint({"the", "and", "both", "may", "us", "about us", "in", "we", "of"})
    assert not any(text.replace(",", "").isdecimal() for text in found)


@pytest.mark.parametrize("shelf", ["shipped", "small"])
def test_every_entry_is_written_in_an_article_and_listed_as_often_as_it_says(
    library: Library, shelf: str
) -> None:
    snapshot = library.snapshot if shelf == "shipped" else snapshot_of(GARDEN, TRAMS)
    written = [" ".join(article.text.split()).casefold() for article in snapshot.articles]
    found = entries_of(snapshot)
    assert len(found) > 10
    for entry in found:
        assert any(entry.text.casefold() in text for text in written), entry
        assert entry.passages == len(mentions(snapshot, entry.text)) > 0, entry


def test_no_entry_is_there_twice(entries: list[Entry]) -> None:
    assert len({one.text.casefold() for one in entries}) == len(entries)


def test_exact_goes_before_prefix_before_word_before_inside_before_misspelt() -> None:
    lookup = lookup_of("corn", "unkorean", "the Korea trip", "Koreans", "korea", "koreo", "rice")
    expected = ["korea", "Koreans", "the Korea trip", "unkorean", "koreo"]
    assert texts(lookup.suggest("korea")) == expected


def test_of_equally_fitting_entries_the_most_useful_goes_first() -> None:
    found = [
        Entry("Kimchi pots", EntryKind.TERM, 2),
        Entry("Kimchi", EntryKind.TERM, 2),
        Entry("Kim Il Sung", EntryKind.NAME, 2),
        Entry("Kim’s life", EntryKind.HEADING, 2),
        Entry("Kimono", EntryKind.TERM, 9),
    ]
    expected = ["Kimono", "Kim’s life", "Kim Il Sung", "Kimchi", "Kimchi pots"]
    assert texts(Lookup(found).suggest("kim")) == expected


@pytest.mark.parametrize("typed", ["", "k", "ki", "kora", "x", "word"])
def test_at_most_25_entries_are_suggested_and_each_once(typed: str) -> None:
    written = [f"{word} {n}" for n in range(60) for word in ("kilo", "kora", "my kilo", "wordy")]
    found = texts(lookup_of(*written).suggest(typed))
    assert len(found) == (0 if typed == "x" else 25)
    assert len(set(found)) == len(found)


def test_what_is_too_long_to_choose_is_no_entry() -> None:
    text = f"# Long\n\n## {'many words ' * 5_000}\n\nA {'z' * 9_000} has a {'q' * 50}."
    assert texts(entries_of(snapshot_of(text))) == ["q" * 50]


@pytest.mark.parametrize("limit", [-1, 0, 1, 3])
def test_fewer_can_be_wanted(lookup: Lookup, limit: int) -> None:
    assert len(lookup.suggest("", limit)) == len(lookup.suggest("r", limit)) == max(0, limit)


@pytest.mark.parametrize("typed", ["", "   ", "“", "(("])
def test_before_a_letter_is_typed_the_most_useful_entries_are_suggested(
    lookup: Lookup, typed: str
) -> None:
    assert texts(lookup.suggest(typed))[:3] == ["North Korea", "Russia", "Putin"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Shoygu", "Shoigu"),
        ("sergey shoigu", "Sergei Shoigu"),
        ("Koera", "North Korea"),
        ("kim jung un", "Kim Jong Un"),
        ("sanctoins", "sanctions"),
        ("kozirev", "Andrei Kozyrev"),
        ("militry excer", "military exercises"),
        ("korea north", "North Korea"),
        ("bromanc", "bromance"),
    ],
)
def test_what_is_misspelt_or_not_finished_is_found(
    lookup: Lookup, typed: str, expected: str
) -> None:
    assert texts(lookup.suggest(typed))[0] == expected


def test_a_short_word_is_not_taken_for_another() -> None:
    assert lookup_of("Kim").suggest("Kin") == []


@pytest.mark.parametrize("typed", ["INES", "inés", "Ine\u0301s pen", "INÉS PEÑALVER", "dona ines"])
def test_case_and_accents_do_not_matter(typed: str) -> None:
    found = Lookup(entries_of(snapshot_of(GARDEN))).suggest(typed)
    assert texts(found)[0] == "Doña Inés Peñalver"


@pytest.mark.parametrize("typed", ["us env", "U.S. envoy", "u.s", "the   u.s. envoy"])
def test_full_stops_and_spaces_do_not_matter(typed: str) -> None:
    assert texts(lookup_of("rice", "the U.S. envoy").suggest(typed)) == ["the U.S. envoy"]


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_is_answered(library: Library, lookup: Lookup, typed: str) -> None:
    found = lookup.suggest(typed)
    assert len(found) <= 25
    for citation in mentions(library.snapshot, typed):
        assert citation.quote == citation.article.text[citation.start : citation.end] != ""


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_an_entry_holds_can_be_laid_out(text: str) -> None:
    lookup = Lookup([Entry(text, EntryKind.NAME, 1), Entry("Kim", EntryKind.NAME, 2)])
    assert texts(lookup.suggest("Kim"))[0] == "Kim"
    assert len(lookup.suggest(text)) <= 2


def test_without_articles_nothing_is_found() -> None:
    nothing = build_snapshot([])
    assert entries_of(nothing) == []
    assert mentions(nothing, "Kim") == []
    for typed in ("", "Kim", "Shoygu", *HOSTILE):
        assert Lookup([]).suggest(typed) == []


def test_a_term_lists_the_passages_that_mention_it_best_first(library: Library) -> None:
    found = mentions(library.snapshot, "Kim Jong Un")
    assert len(found) == 3
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len({one.passage.number for one in found}) == 3
    for citation in found:
        assert "Kim Jong Un" in citation.quote
        assert citation.quote in citation.passage.text


def test_a_citation_is_the_first_sentence_that_mentions_the_term(library: Library) -> None:
    (found,) = mentions(library.snapshot, "military exercises")
    assert found.quote.startswith("Speculation also arises")
    assert found.quote == found.article.text[found.start : found.end]


def test_a_heading_lists_the_passages_below_it_too(library: Library) -> None:
    (found,) = mentions(library.snapshot, "signs of military cooperation")
    assert found.quote.startswith("In a surprising move")
    assert found.start == found.passage.start


def test_a_title_lists_the_passages_of_its_article() -> None:
    found = mentions(snapshot_of(GARDEN, TRAMS), "Trams of Lyme")
    assert {one.article.name for one in found} == {"1.md"}
    assert len(found) == 2


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        ("weapons exhibition", "During the visit"),  # side by side
        ("Shoigu weapons", "During the visit"),  # in one sentence
        ("Shoigu weapons Soviet", "In a surprising"),  # in the passage only
        ("the isolation of leaders", "Vladimir Putin"),
    ],
)
def test_free_text_lists_the_passages_that_hold_its_words(
    library: Library, typed: str, begins: str
) -> None:
    assert mentions(library.snapshot, typed)[0].quote.startswith(begins)


def test_words_side_by_side_are_preferred_to_words_apart(library: Library) -> None:
    quotes = [one.quote for one in mentions(library.snapshot, "weapons program")]
    assert len(quotes) == 1
    assert "nuclear weapons program" in quotes[0]


@pytest.mark.parametrize("typed", ["", "the", "what is it", "giraffes", "Kim giraffes", "Shoygu"])
def test_words_that_no_passage_holds_list_nothing(library: Library, typed: str) -> None:
    assert mentions(library.snapshot, typed) == []
