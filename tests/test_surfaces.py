"""Every way to ask, and every way not to be answered."""

from __future__ import annotations

import logging
from pathlib import Path

import discord
import pytest
from world import QUESTION, World, build_bot, shown, text_of

from bot import replies
from knowledge.libraries import Libraries
from knowledge.model import Note
from knowledge.reading.article import read_article
from knowledge.snapshot import build_snapshot

JULY = "visited North Korea in July"


async def test_ask_quotes_the_sentence_and_cites_its_place(world: World) -> None:
    result = await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert JULY in text_of(result)
    assert "**[1]** " in shown(text_of(result))
    assert "› Signs of Military Cooperation, ¶3" in text_of(result)
    assert not result.ephemeral
    assert not result.deferred


async def test_a_private_question_is_answered_privately(world: World) -> None:
    result = await world.alice.slash(world.channel, "ask", question=QUESTION, private=True)
    assert result.ephemeral
    assert JULY in text_of(result)


async def test_a_mention_is_answered_by_a_reply_without_a_ping(world: World) -> None:
    asked = await world.alice.send(world.channel, f"{world.mention} {QUESTION}")
    [answer] = world.said(world.channel)
    assert JULY in text_of(answer)
    assert answer.reference
    assert answer.reference.message_id == asked.id


async def test_a_direct_message_is_answered(world: World) -> None:
    await world.alice.send_dm(QUESTION)
    assert JULY in text_of(world.said(world.alice.user.dm_channel)[-1])


async def test_a_reply_to_an_answer_asks_the_next_question(world: World) -> None:
    await world.alice.send(world.channel, f"{world.mention} {QUESTION}")
    [first] = world.said(world.channel)
    await world.alice.send(world.channel, "Who guided Shoigu?", reply_to=first)
    assert "personally guided Shoigu" in text_of(world.said(world.channel)[-1])


async def test_answer_this_answers_somebody_elses_message(world: World) -> None:
    bob = world.guild.add_member(world.env.create_user("bob"))
    message = await bob.send(world.channel, "does anybody know when Shoigu visited?")
    result = await world.alice.context_menu(world.channel, replies.ANSWER_THIS, message)
    assert JULY in text_of(result)


async def test_answer_this_says_when_a_message_has_no_text(world: World) -> None:
    message = await world.alice.send(world.channel, attachments=[("a.png", b"x")])
    result = await world.alice.context_menu(world.channel, replies.ANSWER_THIS, message)
    assert text_of(result) == replies.NO_TEXT
    assert result.ephemeral


async def test_an_ask_channel_answers_questions_and_leaves_chatter_alone(world: World) -> None:
    for chatter in ("nice weather today", "ok", "?", "I think so. What a day"):
        await world.alice.send(world.asked, chatter)
    assert not world.said(world.asked)
    for question in ("When did Shoigu go", "munitions for whom?", "tell me about sanctions please"):
        await world.alice.send(world.asked, question)
    assert len(world.said(world.asked)) == 3


@pytest.mark.threat("I12")
async def test_bots_webhooks_everyone_roles_and_chatter_are_not_answered(world: World) -> None:
    role = world.guild.create_role("readers")
    other = world.guild.add_member(world.env.create_user("other", bot=True))
    hook = world.guild.create_webhook(world.channel)
    await other.send(world.channel, f"{world.mention} {QUESTION}")
    await hook.send(f"{world.mention} {QUESTION}")
    for text in (f"@everyone {QUESTION}", f"{role.mention} {QUESTION}", QUESTION):
        await world.alice.send(world.channel, text)
        if text != QUESTION:
            await world.alice.send(world.asked, text)
    message = await world.alice.send(world.channel, f"hello {role.mention}")
    await world.alice.forward(message, world.asked)
    assert not world.said(world.channel) + world.said(world.asked)


@pytest.mark.threat("I13")
async def test_an_edit_is_not_answered_again(world: World) -> None:
    message = await world.alice.send(world.channel, f"{world.mention} {QUESTION}")
    for number in range(5):
        await world.alice.edit(message, f"{world.mention} {QUESTION} {number}")
    assert len(world.said(world.channel)) == 1


@pytest.mark.parametrize(
    "text", ["", "   ", "👋 🎉", "what is it?", "<:smile:1234567890>", "<#123>"]
)
async def test_a_message_with_nothing_to_search_for_gets_a_helpful_line(
    world: World, text: str
) -> None:
    await world.alice.send(world.channel, f"{world.mention}{text}")
    [answer] = world.said(world.channel)
    assert text_of(answer) == replies.NOTES[Note.NOTHING_TO_SEARCH]


@pytest.mark.threat("I1")
async def test_a_text_too_long_to_be_a_question_gets_a_hint(world: World) -> None:
    await world.alice.send_dm("Shoigu " * 250)
    assert text_of(world.said(world.alice.user.dm_channel)[-1]) == replies.NOTES[Note.TOO_LONG]


async def test_of_a_long_message_its_last_question_is_answered(world: World) -> None:
    story = "We talked about the north all evening and nobody could remember. " * 9
    message = await world.alice.send(world.channel, f"{story}{QUESTION} {story}")
    result = await world.alice.context_menu(world.channel, replies.ANSWER_THIS, message)
    assert JULY in text_of(result)


async def test_an_unknown_topic_says_so_and_names_the_missing_words(world: World) -> None:
    result = await world.alice.slash(world.channel, "ask", question="recipe for *kimchi*?")
    assert replies.NOT_FOUND in text_of(result)
    assert "“recipe”, “kimchi”" in text_of(result)
    assert "¶" not in text_of(result)


async def test_a_passage_that_is_only_close_is_said_to_be_no_answer(world: World) -> None:
    result = await world.alice.slash(world.channel, "ask", question="How tall is Kim Jong Un?")
    asked, first, second, *_ = text_of(result).splitlines()
    assert asked == "-# “How tall is Kim Jong Un?”"
    assert first == replies.RELATED
    assert second == "The articles do not contain: “tall”."


async def test_context_shows_the_paragraph_and_its_neighbours_privately(world: World) -> None:
    result = await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert result.response
    bob = world.guild.add_member(world.env.create_user("bob"))
    pressed = await bob.click(result.response, label=replies.CONTEXT)
    assert pressed.ephemeral
    for part in ("While not a bromance", "Speculation also arises", "This alignment between"):
        assert part in text_of(pressed)


async def test_more_shows_the_other_passages_with_their_own_context(world: World) -> None:
    result = await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert result.response
    pressed = await world.alice.click(result.response, label=replies.MORE)
    assert pressed.ephemeral
    assert pressed.response
    assert "**[2]** " in shown(text_of(pressed))
    deeper = await world.alice.click(pressed.response, label="Context [2]")
    assert "**[2]** " in shown(text_of(deeper))


async def test_buttons_work_after_a_restart(
    world: World, libraries: Libraries, tmp_path: Path
) -> None:
    result = await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert result.response
    await world.env.restart_bot(build_bot(libraries, tmp_path))
    pressed = await world.alice.click(result.response, label=replies.CONTEXT)
    assert "Speculation also arises" in text_of(pressed)


async def test_buttons_expire_politely_when_the_article_has_changed(
    world: World, tmp_path: Path
) -> None:
    result = await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert result.response
    changed = read_article(b"Bees\n\nA queen bee lays two thousand eggs a day.", "bees.txt")
    (await world.library()).swap(build_snapshot([changed]))
    await world.env.restart_bot(build_bot(world.bot.libraries, tmp_path))
    for label in (replies.CONTEXT, replies.MORE):
        pressed = await world.alice.click(result.response, label=label)
        assert text_of(pressed) == replies.EXPIRED
        assert pressed.ephemeral


async def test_help_and_articles_tell_how_and_what(world: World) -> None:
    told = text_of(await world.alice.slash(world.channel, "help"))
    assert all(
        word in told for word in ("/ask", "/articles", replies.ANSWER_THIS, "#ask-the-article")
    )
    known = text_of(await world.alice.slash(world.channel, "articles"))
    assert "6 passages, 5 sections" in known
    assert "Radio Free Europe" in known


async def test_a_failure_is_an_apology_with_a_reference_and_no_internals(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(question: str, previous: str) -> None:
        raise RuntimeError(f"secret {question} {previous}")

    monkeypatch.setattr(await world.library(), "ask", fail)
    with caplog.at_level(logging.CRITICAL):
        result = await world.alice.slash(world.channel, "ask", question=QUESTION)
        await world.alice.send(world.channel, f"{world.mention} {QUESTION}")
    for text in (text_of(result), text_of(world.said(world.channel)[-1])):
        assert text.startswith("Something went wrong on my side.")
        assert "secret" not in text
    assert world.env.errors


@pytest.mark.threat("O1")
@pytest.mark.threat("O3")
async def test_no_message_may_ping_anybody(world: World) -> None:
    result = await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert result.response
    await world.alice.click(result.response, label=replies.CONTEXT)
    await world.alice.click(result.response, label=replies.MORE)
    await world.alice.send(world.channel, f"{world.mention} {QUESTION}")
    await world.alice.send_dm(QUESTION)
    bodies = [one.json for one in world.env.http_requests if one.method in {"POST", "PATCH"}]
    datas = [body.get("data", body) for body in bodies if isinstance(body, dict)]
    sent = [data for data in datas if data.get("components") or data.get("content")]
    assert len(sent) == 5
    assert all(data["allowed_mentions"]["parse"] == [] for data in sent)


@pytest.mark.threat("D21")
async def test_commands_are_synced_only_when_they_changed(
    world: World, libraries: Libraries, tmp_path: Path
) -> None:
    await world.env.restart_bot(build_bot(libraries, tmp_path))
    puts = [one for one in world.env.http_requests if one.method == "PUT"]
    assert len(puts) == 1


async def test_the_bot_asks_for_no_intent_that_it_does_not_need(
    libraries: Libraries, tmp_path: Path
) -> None:
    needed = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
    assert build_bot(libraries, tmp_path, message_content=False).intents == needed
