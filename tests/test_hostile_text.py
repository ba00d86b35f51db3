"""Articles and questions that try to ping, to link, to pose as the bot or to break the card."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import World, opened, running, shown, text_of

from bot.markdown import escape, isolate, unescape
from bot.replies import CONTEXT, MORE
from knowledge.libraries import Libraries
from knowledge.store.versions import SHARED

HOSTILE = (
    "@everyone <@&1> <@1> <#1> </ask:1> <:a:1> <t:1:R> [x](https://evil.example) "
    "https://evil.example/[y](https://evil.example) `code` ||spoiler|| **bold** __under__ ~~out~~"
)
ARTICLE = f"""# Bees @everyone [t](https://evil.example)

## Queen <@&1> `c`

A queen bee lays eggs {HOSTILE} all summer.

- A drone bee {HOSTILE} dies in the autumn.
- A worker bee [split
over lines](https://evil.example) carries \u202eevil\u2066 nectar.

1. The zalgo bee says h{chr(0x301) * 300}ello {HOSTILE} to a queen bee.

The \u05d3\u05d1\u05d5\u05e8\u05d4 bee writes from right to left.
"""
PLAIN = f"""Wasps @everyone [t](https://evil.example)

# Not a heading of ours
> A wasp queen quotes {HOSTILE} at the hive.
-# A wasp drone says {HOSTILE} in small print.
"""

# What Discord would act on, if no backslash stands before it.
_ACTIVE = re.compile(
    r"(?<!\\)(?:@(?:everyone|here)|<(?:@|#|/|t:|a?:)|\]\(|`|\|\||~~|__|https?://)"
    r"|^\s*(?:#|>|-|\d+\.) ",
    re.MULTILINE,
)
_OURS = re.compile(r"^-# ", re.MULTILINE)  # the small print is the card's own


def active(text: str) -> list[str]:
    """Return the forms in a sent text that Discord would act on."""
    return _ACTIVE.findall(_OURS.sub("", text))


@pytest.fixture
async def hostile(tmp_path: Path) -> AsyncIterator[Libraries]:
    """A library of hostile articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bees.md").write_text(ARTICLE, encoding="utf-8")
    (folder / "wasps.txt").write_text(PLAIN, encoding="utf-8")
    async with opened(folder, tmp_path / "state") as libraries:
        yield libraries


QUESTIONS = (
    "Who lays eggs in summer, the queen bee?",
    "When does a drone bee die?",
    "What does a worker bee carry?",
    "What does the zalgo bee say hello to?",
    "Which bee writes from right to left?",
    "What does the wasp queen quote?",
    "What does the wasp drone say in print?",
)


async def texts_on_every_surface(world: World, question: str) -> list[str]:
    """Ask on every surface, press every button, and return all that was sent."""
    result = await world.alice.slash(world.channel, "ask", question=question[:500])
    assert result.response
    texts = [text_of(result)]
    buttons = str(result.response.components)
    labels = [label for label in (CONTEXT, MORE) if f"'label': '{label}'" in buttons]
    pressed = [await world.alice.click(result.response, label=label) for label in labels]
    texts += map(text_of, pressed)
    await world.alice.send(world.channel, f"{world.mention} {question}")
    texts.append(text_of(world.said(world.channel)[-1]))
    await world.alice.send_dm(question)
    texts.append(text_of(world.said(world.alice.user.dm_channel)[-1]))
    return texts


@pytest.mark.threat("O1")
@pytest.mark.threat("O4")
@pytest.mark.threat("O5")
@pytest.mark.threat("O7")
async def test_a_hostile_article_pings_nobody_links_nowhere_and_stays_in_its_place(
    hostile: Libraries, tmp_path: Path
) -> None:
    async with running(hostile, tmp_path) as world:
        for question in QUESTIONS:
            for text in await texts_on_every_surface(world, question):
                assert active(text) == [], text
        sent = [one.json for one in world.env.http_requests if one.method == "POST"]
        bodies = [one.get("data", one) for one in sent if isinstance(one, dict)]
        shown_bodies = [one for one in bodies if one.get("components")]
        assert len(shown_bodies) >= 3 * len(QUESTIONS)
        assert all(one["allowed_mentions"]["parse"] == [] for one in shown_bodies)


@pytest.mark.threat("O2")
async def test_a_hostile_question_is_shown_literally(hostile: Libraries, tmp_path: Path) -> None:
    words = "@everyone [x](https://evil.example) `a` ||b|| \u202egnp zal" + chr(0x30D) * 200 + "go"
    async with running(hostile, tmp_path) as world:
        for question in (words, HOSTILE, f"why {words}?"):
            for text in await texts_on_every_surface(world, question):
                assert active(text) == [], text
                assert "\u202e" not in text
                assert chr(0x30D) * 5 not in text


@pytest.mark.threat("O9")
async def test_a_hostile_quote_still_reads_verbatim(hostile: Libraries, tmp_path: Path) -> None:
    async with running(hostile, tmp_path) as world:
        for question in QUESTIONS:
            answer = (await hostile.get(SHARED)).ask(question)
            assert answer.citations
            text = text_of(await world.alice.slash(world.channel, "ask", question=question))
            line = answer.citations[0].quote.split("\n")[0]
            assert line in shown(text).replace("\u2068", "").replace("\u2069", "")


@pytest.mark.threat("O9")
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_an_escaped_text_is_shown_as_it_was(text: str) -> None:
    assert shown(escape(text)) == text


@pytest.mark.threat("O9")
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_question_is_read_back_from_its_card_as_it_was(text: str) -> None:
    for mark in "\u2068\u2069":
        text = text.replace(mark, "")
    assert unescape(isolate(escape(text))) == text


@pytest.mark.threat("O2")
async def test_what_moderators_see_of_a_hostile_question_is_shown_literally(
    hostile: Libraries, tmp_path: Path
) -> None:
    question = f"Who zorbs {HOSTILE}"
    async with running(hostile, tmp_path) as world:
        rights = discord.Permissions(manage_guild=True)
        role = world.guild.create_role("Moderators", permissions=rights)
        mori = world.guild.add_member(world.env.create_user("mori"), roles=[role])
        await world.alice.slash(world.channel, "ask", question="Who zorbs @everyone `a`?")
        commands: dict[str, dict[str, str]] = {
            "explain": {"question": question},
            "pin": {"question": question, "passage": "A queen bee lays eggs"},
            "pins": {},
            "questions add": {"question": question, "passage": "A queen bee lays eggs"},
            "questions list": {},
            "questions run": {},
            "synonyms add": {"names": "@everyone, <@&1>, `a`"},
            "synonyms list": {},
            "history": {},
            "gaps": {},
        }
        for command, options in commands.items():
            result = await mori.slash(world.channel, f"knowledge {command}", **options)
            text = text_of(result).replace("[there](<https://discord.com/", "")
            assert active(re.sub(r"<t:\d+:f>|<@\d+>", "", text)) == [], (command, text)


PIECES = (*"@<>[]()`|*_~#-:/\\1. \n", "everyone", "https", "a")


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_no_text_keeps_a_form_that_discord_acts_on(text: str) -> None:
    assert active(escape(text).replace("\\\\", "")) == []


@pytest.mark.threat("I2")
def test_escaping_at_most_doubles_a_text() -> None:
    for mark in ("[](", "`", "1. ", "\n#", "://", "@everyone", "\\"):
        assert len(escape(mark * 10_000)) <= 2 * len(mark * 10_000)


@pytest.mark.threat("O11")
def test_right_to_left_text_is_isolated_line_by_line_and_other_text_is_left_alone() -> None:
    assert isolate("plain “text”") == "plain “text”"
    assert isolate("\u05d3\nx") == "\u2068\u05d3\u2069\n\u2068x\u2069"


@pytest.mark.threat("O1")
@pytest.mark.threat("O4")
async def test_the_cards_of_moderators_show_hostile_names_and_sentences_literally(
    hostile: Libraries, tmp_path: Path
) -> None:
    async with running(hostile, tmp_path) as world:
        rights = discord.Permissions(manage_guild=True)
        role = world.guild.create_role("Moderators", permissions=rights)
        mori = world.guild.add_member(world.env.create_user("mori"), roles=[role])
        name = "@everyone <@&1> [x](https://evil.example) `c`.md"
        text = ARTICLE.replace("all summer", "all winter").encode()
        (hostile.folder / "bees.md").write_bytes(text)
        cards = [
            await mori.slash(world.channel, "knowledge add", file=(name, text)),
            await mori.slash(world.channel, "knowledge sources"),
            await mori.slash(world.channel, "knowledge diff", before=1, after=2),
            await mori.slash(world.channel, "knowledge rollback", version=1),
            await mori.slash(world.channel, "knowledge remove", source=name),
            await mori.slash(world.channel, "knowledge remove", source="@everyone <@1>"),
            await mori.slash(world.channel, "knowledge history"),
        ]
        for card in cards:
            sent = text_of(card).replace(mori.mention, "mori")  # shown by the bot, never pinged
            assert active(re.sub(r"<t:\d+:f>", "", sent)) == [], sent
