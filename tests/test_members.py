"""What may go wrong between a member and the bot: rows of sections O and I of the threat model.

Not shown: I11, a fair queue between servers. Nothing queues: an answer takes about a millisecond,
and the limits of a server (`limits.server`) and of all together shed what is too much, with a
notice; tests/test_limits.py shows that one server's flood leaves the others their answers.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import simcord
from test_mending import plain
from test_reading_on import TITLE
from world import QUESTION, World, opened, running, text_of

from bot import reading_replies as says
from bot import replies
from bot.card import Card, Span, Tone
from bot.layout import SHOWN_LIMIT, layout
from knowledge.changes import Action, Wish
from knowledge.edits import SourceEdit
from knowledge.libraries import Libraries
from knowledge.library import Library
from knowledge.moderation import Moderation
from knowledge.reading.article import read_article

BRACES = "{0.class} %s %(x)s ${x} {replies} {{}} {question!r}"


@pytest.fixture
async def braced(tmp_path: Path) -> AsyncIterator[Libraries]:
    folder = tmp_path / "articles"
    folder.mkdir()
    text = f"# Bees {BRACES}\n\n## Queen {BRACES}\n\nA queen bee lays eggs {BRACES} all summer.\n"
    (folder / "bees.md").write_text(text, encoding="utf-8")
    async with opened(folder, tmp_path / "state") as libraries:
        yield libraries


@pytest.mark.threat("O8")
async def test_braces_and_percent_signs_are_shown_as_they_are(
    braced: Libraries, tmp_path: Path
) -> None:
    async with running(braced, tmp_path) as world:
        question = f"What does a queen bee lay {BRACES}?"
        answer = await world.alice.slash(world.channel, "ask", question=question)
        assert f"lays eggs {BRACES} all summer" in plain(answer)
        assert f"“{question}”" in plain(answer)
        for command, options in (
            ("articles", {}),
            ("read", {"article": f"Bees {BRACES}"}),
            ("lookup", {"term": f"Queen {BRACES}"}),
        ):
            assert BRACES in plain(await world.alice.slash(world.channel, command, **options))


@pytest.mark.threat("O6")
async def test_no_address_in_a_text_makes_a_preview(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    text = "# Bees\n\nA queen bee lays eggs, says https://evil.example/x and www.evil.example/y.\n"
    (folder / "bees.md").write_text(f"---\nurl: https://bees.example\n---\n{text}", "utf-8")
    async with (
        opened(folder, tmp_path / "state") as libraries,
        running(libraries, tmp_path) as world,
    ):
        answer = await world.alice.slash(world.channel, "ask", question="What does a queen lay?")
        sent = text_of(answer)
        assert "](<https://bees.example" in sent
        assert not re.search(r"(?<![<\\])https?://", sent)
        assert "https\\://evil.example" in sent


@pytest.mark.threat("O10")
@pytest.mark.parametrize("mark", ["*", "\\", "😀", "字", "a"])
def test_the_longest_texts_stay_within_a_message(mark: str) -> None:
    line = (Span(mark * 3000, bold=True), Span(mark * 3000))
    card = Card(Tone.ANSWER, (line, line), (line, line), question=mark * 500)
    view = layout(card)
    shown = [str(getattr(item, "content", "")) for item in view.walk_children()]
    assert sum(map(len, shown)) <= SHOWN_LIMIT
    assert view.content_length() <= SHOWN_LIMIT


@pytest.mark.threat("O12")
async def test_a_servers_own_articles_show_nowhere_else(
    libraries: Libraries, tmp_path: Path
) -> None:
    async with running(libraries, tmp_path) as world:
        other = world.env.create_guild("Other")
        channel = other.create_text_channel("general")
        secret = SourceEdit("plans.md", b"# Plans\n\nThe zeppelin lands on Friday.\n")
        await Moderation(libraries).refresh(Wish(other.id, 1, Action.ADD, secret))
        member = other.add_member(world.env.create_user("carol"))
        question = "When does the zeppelin land?"
        own = await member.slash(channel, "ask", question=question)
        assert "lands on Friday" in plain(own)
        asked = [
            await world.alice.slash(world.channel, "ask", question=question),
            await world.alice.slash(world.channel, "lookup", term="zeppelin"),
            await world.alice.slash(world.channel, "articles"),
            await world.alice.slash(world.channel, "read", article="Plans"),
        ]
        await world.alice.send_dm(question)
        texts = [plain(one) for one in asked]
        texts += [text_of(one) for one in world.said(world.alice.user.dm_channel)]
        assert not any("Friday" in one for one in texts)
        for command, option in (("lookup", "term"), ("read", "article")):
            offered = await world.alice.autocomplete(world.channel, command, option, "")
            assert not any("lans" in one["name"] or "eppelin" in one["name"] for one in offered)


@pytest.mark.threat("I5")
def test_letters_that_grow_when_they_are_folded_are_quoted_as_they_are() -> None:
    text = "\ufdfa" * 5000 + " ﬃ İstanbul ẞ are letters."
    library = Library.of([read_article(f"# Signs\n\n{text}\n".encode(), "signs.md")])
    started = time.process_time()
    answer = library.ask("\ufdfa" * 400 + " letters ﬃ?")
    assert time.process_time() - started < 5
    for citation in answer.citations:
        assert citation.quote == citation.article.text[citation.start : citation.end]
    assert library.ask("Which are letters in Istanbul?").citations[0].quote in text


@pytest.mark.threat("I7")
async def test_typing_reads_nothing_from_the_store_and_offers_no_more_than_discord_takes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.alice.autocomplete(world.channel, "lookup", "term", "s")

    def fail(_self: object) -> None:
        raise AssertionError("the store was read")

    monkeypatch.setattr(type(world.bot.libraries.database), "read", fail)
    for typed in ("", "s", "sh", "shoi", "shoigu visits", "zzzzzz", "x" * 100, "*[]("):
        for command, option in (("lookup", "term"), ("read", "article")):
            offered = await world.alice.autocomplete(world.channel, command, option, typed)
            assert len(offered) <= 25
            assert all(0 < len(one["name"]) <= 100 for one in offered)


@pytest.mark.threat("I14")
async def test_fifty_presses_at_once_are_each_answered_and_leave_one_page(world: World) -> None:
    card = await world.alice.slash(world.channel, "read", article=TITLE)
    assert card.response
    presses: list[simcord.InteractionResult] = await asyncio.gather(
        *(world.alice.click(card.response, label=says.LATER) for _ in range(50)),
        return_exceptions=True,
    )  # type: ignore[assignment]
    answered = [one for one in presses if isinstance(one, simcord.InteractionResult)]
    assert answered
    assert all(one.acknowledged for one in answered)
    assert "Page 2 of 2" in plain(card)
    assert not world.env.errors


async def test_a_member_can_press_every_button_of_an_answer(world: World) -> None:
    answer = await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert answer.response
    labels = re.findall(r"'label': '([^']+)'", str(answer.response.components))
    assert labels == [
        *(replies.CONTEXT, replies.MORE, "👍", "👎", says.DISMISS, says.FOLLOW),
    ]
    for label in labels[:4]:
        assert (await world.alice.click(answer.response, label=label)).acknowledged
