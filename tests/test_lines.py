"""What moderators say about single lines: kept, dropped, taken back, in every source."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from shelf import ALICE, GUILD, WASPS, Desk, opened, page, write

from knowledge.changes import Action, Change, Outcome, Wish
from knowledge.edits import LineEdit
from knowledge.errors import RefusedError
from knowledge.lines import BY_MODERATOR
from knowledge.store.versions import SHARED

SHARE = "Spread the love"
AD = "Buy our honey at the stand."
HIVE = "A hive has one queen and many workers in it."
BEES = f"Bees\n\n{SHARE}\n\n{HIVE}\n\n{AD}\n\nA drone dies in the autumn of its only year.\n"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path, {"bees.txt": BEES, "wasps.md": WASPS}) as desk:
        yield desk


async def said(desk: Desk, line: str, *, kept: bool, library: int = SHARED) -> Change:
    """Say of a line that it stays or goes."""
    action = Action.KEEP_LINE if kept else Action.DROP_LINE
    return await desk.moderation.refresh(Wish(library, ALICE, action, LineEdit(line, kept)))


async def text_of(desk: Desk, name: str = "bees.txt") -> str:
    return (await desk.records.article(SHARED, name)).text


async def dropped(desk: Desk) -> dict[str, str]:
    """Return the lines that were left out, with their rules."""
    return {one.text: one.rule for one in (await desk.records.article(SHARED, "bees.txt")).dropped}


@pytest.mark.threat("F6")
async def test_a_line_that_a_moderator_keeps_is_in_the_article(desk: Desk) -> None:
    assert await dropped(desk) == {SHARE: "share phrase"}
    assert (await said(desk, SHARE, kept=True)).outcome is Outcome.DONE
    assert await dropped(desk) == {}
    assert SHARE in (await text_of(desk)).split("\n")


@pytest.mark.threat("F6")
async def test_a_line_that_a_moderator_drops_is_gone_and_shown_as_such(desk: Desk) -> None:
    assert (await said(desk, AD, kept=False)).outcome is Outcome.DONE
    assert AD not in await text_of(desk)
    assert await dropped(desk) == {SHARE: "share phrase", AD: BY_MODERATOR}
    assert "honey" not in str((await desk.ask("Where is honey sold?")).citations)


async def test_the_other_word_takes_one_back(desk: Desk) -> None:
    before = await desk.version()
    for line, kept in ((AD, False), (AD, True), (SHARE, True), (SHARE, False)):
        await said(desk, line, kept=kept)
    assert AD in await text_of(desk)
    assert SHARE not in await text_of(desk)
    assert await desk.version() == before


async def test_spaces_and_case_do_not_matter(desk: Desk) -> None:
    await said(desk, f"  {AD.upper()}  ", kept=False)
    assert AD not in await text_of(desk)


async def test_a_word_counts_for_every_source_also_for_one_that_comes_later(desk: Desk) -> None:
    write(desk.articles, {"moths.md": page("Moths", AD, "A moth drinks nectar at night.")})
    await said(desk, AD, kept=False)
    assert AD not in await text_of(desk, "moths.md")
    await desk.add("ants.md", page("Ants", "An ant carries much.", AD), SHARED)
    assert AD not in await text_of(desk, "ants.md")


async def test_a_word_counts_in_its_own_library_alone(desk: Desk) -> None:
    await desk.add("bees.txt", BEES, GUILD)
    await said(desk, AD, kept=False, library=GUILD)
    assert AD in await text_of(desk)
    assert AD not in (await desk.records.article(GUILD, "bees.txt")).text


async def test_a_word_outlives_a_restart_and_a_rollback(desk: Desk, tmp_path: Path) -> None:
    await said(desk, AD, kept=False)
    await desk.moderation.rollback(SHARED, ALICE, 1, 2)
    assert AD in await text_of(desk)
    assert (await desk.refresh()).outcome is Outcome.DONE
    assert AD not in await text_of(desk)
    async with opened(tmp_path) as other:
        write(other.articles, {"bees.txt": BEES + "\nA bee has five eyes in all.\n"})
        await other.refresh()
        assert AD not in await text_of(other)


async def test_a_word_on_a_line_that_is_nowhere_waits_for_it(desk: Desk) -> None:
    assert (await said(desk, "Our sponsors are great.", kept=False)).outcome is Outcome.UNCHANGED
    write(desk.articles, {"moths.md": page("Moths", "Our sponsors are great.", "Moths fly.")})
    await desk.refresh()
    assert "sponsors" not in await text_of(desk, "moths.md")


async def test_a_line_that_was_taken_as_the_credit_can_be_kept(tmp_path: Path) -> None:
    credit = "Photo by Jane Doe"
    async with opened(tmp_path, {"bees.txt": f"{BEES}\n{credit}\n"}) as desk:
        assert (await desk.records.article(SHARED, "bees.txt")).credit == credit
        await said(desk, credit, kept=True)
        assert credit in await text_of(desk)


async def test_words_on_lines_are_on_record(desk: Desk) -> None:
    await said(desk, AD, kept=False)
    await said(desk, SHARE, kept=True)
    found = [(one.action, one.actor, one.detail) for one in await desk.records.deeds(SHARED)]
    assert found[:2] == [("keep_line", ALICE, SHARE), ("drop_line", ALICE, AD)]


async def test_a_title_cannot_be_dropped_and_an_article_keeps_a_paragraph(desk: Desk) -> None:
    before = await desk.version()
    assert (await said(desk, "Wasps", kept=False)).outcome is Outcome.UNCHANGED
    change = await said(desk, "A wasp builds its nest with paper.", kept=False)
    assert change.stood_in == ("wasps.md",)
    assert await desk.version() == before


async def test_a_line_that_is_most_of_a_library_is_dropped_after_a_second_word(
    tmp_path: Path,
) -> None:
    pages = {f"{n}.md": page(f"Page {n}", AD, AD, f"Hive {n} hums.") for n in range(3)}
    async with opened(tmp_path, pages) as desk:
        change = await said(desk, AD, kept=False)
        assert change.outcome is Outcome.TOO_MUCH
        assert AD in await text_of(desk, "1.md")
        assert (await desk.agree(change)).outcome is Outcome.DONE
        assert AD not in await text_of(desk, "1.md")


async def test_a_server_without_articles_of_its_own_has_no_lines(desk: Desk) -> None:
    with pytest.raises(RefusedError, match="no source of its own"):
        await said(desk, AD, kept=False, library=GUILD)


@pytest.mark.parametrize("tail", ["About the author", "Related posts"])
async def test_a_kept_line_does_not_take_with_it_what_stands_below(
    tmp_path: Path, tail: str
) -> None:
    below = "Ada keeps bees in her own garden and writes on them for us."
    text = f"{BEES}\n{HIVE} Twice.\n\n{tail}\n\n{below}\n"
    async with opened(tmp_path, {"bees.txt": text}) as desk:
        assert below not in await text_of(desk)
        await said(desk, tail, kept=True)
        assert tail in await text_of(desk)
        assert below in await text_of(desk)


async def test_what_stands_below_can_be_kept_alone(tmp_path: Path) -> None:
    below = "Ada keeps bees in her own garden and writes on them for us."
    text = f"{BEES}\n{HIVE} Twice.\n\nAbout the author\n\n{below}\n"
    async with opened(tmp_path, {"bees.txt": text}) as desk:
        await said(desk, below, kept=True)
        assert "About the author" not in await text_of(desk)
        assert below in await text_of(desk)
