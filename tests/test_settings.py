"""Moderators set how the bot behaves; who asks too fast is told, once, and nobody else."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import discord
import pytest
import simcord
from sqlalchemy.ext.asyncio import AsyncConnection
from test_mending import fill, plain, press
from world import ASK_CHANNEL, QUESTION, World, arrange, build_bot, text_of

from bot import reading_replies as says
from bot import replies
from bot.client import Footnote
from bot.config import Config, Discord, Speed
from bot.server_settings import Mode, SettingsBook
from bot.slowing import WAIT
from bot.state import State
from knowledge.libraries import Libraries
from knowledge.store import settings

JULY = "visited North Korea in July"
LOST = "Who baked the purple scones?"


@pytest.fixture
def mori(world: World) -> simcord.MemberActor:
    rights = discord.Permissions(manage_guild=True, manage_messages=True)
    role = world.guild.create_role("Moderators", permissions=rights)
    return world.guild.add_member(world.env.create_user("mori"), roles=[role])


async def open_for(
    world: World, mori: simcord.MemberActor, channel: simcord.ChannelHandle | None = None
) -> simcord.InteractionResult:
    """Open the settings of the server, or of one channel."""
    card = await mori.slash(world.channel, "settings")
    assert card.ephemeral
    if channel:
        assert card.response
        await mori.select(card.response, [channel], custom_id="setplace")
    return card


async def say(world: World, channel: simcord.ChannelHandle, text: str) -> int:
    """Say something, and return how often the bot answered."""
    before = len(world.said(channel))
    await world.alice.send(channel, text)
    return len(world.said(channel)) - before


async def test_a_channel_is_switched_off_and_back_to_the_default(
    world: World, mori: simcord.MemberActor
) -> None:
    card = await open_for(world, mori, world.channel)
    assert plain(card).startswith("Settings of #general")
    await press(mori, card, says.MODE_BUTTONS["off"])
    assert says.MODES["off"] in plain(card)
    assert await say(world, world.channel, f"{world.mention} {QUESTION}") == 0
    asked = await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert asked.ephemeral
    assert JULY in plain(asked)
    assert await say(world, world.asked, QUESTION) == 1
    await press(mori, card, says.SETTINGS_CLEAR)
    assert await say(world, world.channel, f"{world.mention} {QUESTION}") == 1


async def test_what_is_set_for_a_channel_counts_more_than_what_is_set_for_the_server(
    world: World, mori: simcord.MemberActor
) -> None:
    await press(mori, await open_for(world, mori), says.MODE_BUTTONS["off"])
    await press(mori, await open_for(world, mori, world.channel), says.MODE_BUTTONS["questions"])
    assert await say(world, world.asked, QUESTION) == 0
    assert await say(world, world.channel, QUESTION) == 1
    assert await say(world, world.channel, "just chatting") == 0


async def test_the_first_post_of_a_forum_thread_is_answered_and_later_ones_are_not(
    world: World, mori: simcord.MemberActor
) -> None:
    forum = world.guild.create_forum_channel("help")
    await press(mori, await open_for(world, mori, forum), says.MODE_BUTTONS["first_posts"])
    made = world.env.backend.create_thread(forum.id, "Shoigu", world.alice.id)
    thread = simcord.ChannelHandle(world.env, world.guild, made)
    assert await say(world, thread, QUESTION) == 0
    place = world.bot.get_channel(thread.id)
    assert isinstance(place, discord.Thread)
    [post] = [one async for one in place.history() if one.author.id == world.alice.id]
    post.id = place.id  # as of the post that opens a thread; simcord lets only bots open one
    await world.bot.on_message(post)
    assert JULY in text_of(world.said(thread)[-1])


async def test_modes_that_the_bot_cannot_do_are_greyed_out_with_the_reason(
    libraries: Libraries, tmp_path: Path
) -> None:
    config = Config(discord=Discord(ask_channels=[ASK_CHANNEL]))
    bot = Footnote(libraries, config, State(tmp_path), message_content=False)
    async with simcord.run(bot) as env:
        world = arrange(env)
        role = world.guild.create_role("M", permissions=discord.Permissions(manage_guild=True))
        mori = world.guild.add_member(env.create_user("mori"), roles=[role])
        card = await open_for(world, mori)
        assert says.NEEDS_CONTENT in plain(card)
        assert card.response
        off = [
            one["label"]
            for row in card.response.components[0]["components"]
            for one in row.get("components", [])
            if one.get("disabled")
        ]
        assert off == [says.MODE_BUTTONS["questions"], says.MODE_BUTTONS["first_posts"]]


async def test_chatter_and_what_others_store_read_no_settings_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(world, world.asked, QUESTION)
    read, reads = settings.all_of, list[int]()

    async def counted(connection: AsyncConnection, guild: int) -> dict[str, str]:
        reads.append(guild)
        return await read(connection, guild)

    monkeypatch.setattr(settings, "all_of", counted)
    await world.bot.feedback.vote(world.guild.id, 1, "voter", is_up=True)
    await world.bot.settings.follow()
    for text in ("hello there", QUESTION):
        await say(world, world.asked, text)
    assert reads == []
    other = SettingsBook(world.bot.libraries.database)  # of another process
    await other.put(world.guild.id, "mode", world.asked.id, "off")
    await world.bot.settings.follow()
    assert await say(world, world.asked, QUESTION) == 0
    assert reads == [world.guild.id]


async def test_without_the_intent_messages_to_others_read_nothing(
    libraries: Libraries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = Footnote(libraries, Config(), State(tmp_path), message_content=False)
    async with simcord.run(bot) as env:
        world = arrange(env)
        monkeypatch.setattr(bot.settings, "of", None)  # calling it would fail
        assert await say(world, world.channel, QUESTION) == 0
        assert not env.errors


async def test_answers_are_private_by_default_where_moderators_want_it(
    world: World, mori: simcord.MemberActor
) -> None:
    await press(mori, await open_for(world, mori), says.PRIVATE_ON)
    assert (await world.alice.slash(world.channel, "ask", question=QUESTION)).ephemeral
    said = await world.alice.slash(world.channel, "ask", question=QUESTION, private=False)
    assert not said.ephemeral


async def test_messages_are_answered_in_threads_where_moderators_want_it(
    world: World, mori: simcord.MemberActor
) -> None:
    await press(mori, await open_for(world, mori, world.channel), says.THREADS_ON)
    await world.alice.send(world.channel, f"{world.mention} {QUESTION}")
    assert not any(one.components for one in world.said(world.channel))
    [thread] = world.bot.get_channel(world.channel.id).threads  # type: ignore[union-attr]
    assert thread.name == QUESTION
    [answer] = [one async for one in thread.history() if one.author == world.bot.user]
    assert JULY in text_of(answer)


async def test_a_role_is_named_and_not_pinged_where_nothing_is_found(
    world: World, mori: simcord.MemberActor
) -> None:
    helpers = world.guild.create_role("Helpers")
    card = await open_for(world, mori)
    assert card.response
    await mori.select(card.response, [helpers], custom_id="sethelper")
    answer = await world.alice.slash(world.channel, "ask", question=LOST)
    assert f"{says.HELPER}<@&{helpers.id}>{says.HELPER_KNOWS}" in text_of(answer)
    assert answer.response
    body = [one.json for one in world.env.http_requests if "purple" in str(one.json)][-1]
    assert "'parse': []" in str(body)
    found = await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert says.HELPER not in plain(found)


@pytest.mark.threat("A1")
async def test_a_member_may_not_set_anything(world: World, mori: simcord.MemberActor) -> None:
    del mori
    [command] = [one for one in await world.bot.tree.fetch_commands() if one.name == "settings"]
    world.guild.set_command_permissions(command, {world.guild.default_role: True})
    refused = await world.alice.slash(world.channel, "settings")
    assert text_of(refused) == replies.MODERATORS_ONLY


async def test_settings_outlive_a_restart(
    world: World, mori: simcord.MemberActor, tmp_path: Path
) -> None:
    await press(mori, await open_for(world, mori, world.channel), says.MODE_BUTTONS["off"])
    await world.env.restart_bot(build_bot(world.bot.libraries, tmp_path))
    assert await say(world, world.channel, f"{world.mention} {QUESTION}") == 0
    other = SettingsBook(world.bot.libraries.database)
    assert (await other.of(world.guild.id)).mode(world.channel.id) is Mode.OFF


@asynccontextmanager
async def busy(libraries: Libraries, tmp_path: Path) -> AsyncIterator[World]:
    """A bot that answers a user three times in twenty seconds."""
    config = Config(limits=Speed(user=3))
    bot = Footnote(libraries, config, State(tmp_path))
    async with simcord.run(bot) as env:
        yield arrange(env)


@pytest.mark.threat("I9")
async def test_one_limit_counts_all_ways_of_asking(libraries: Libraries, tmp_path: Path) -> None:
    async with busy(libraries, tmp_path) as world:
        answer = await world.alice.slash(world.channel, "ask", question=QUESTION)
        await press(world.alice, answer, replies.CONTEXT)
        assert await say(world, world.channel, f"{world.mention} {QUESTION}") == 1
        assert await say(world, world.channel, f"{world.mention} {QUESTION}") == 0
        await world.alice.send_dm(QUESTION)
        assert not any(JULY in text_of(one) for one in world.said(world.alice.user.dm_channel))
        refused = await world.alice.slash(world.channel, "ask", question=QUESTION)
        assert refused.ephemeral
        assert plain(refused).startswith("That is more than I can answer just now. Try again in ")
        pressed = await press(world.alice, answer, replies.CONTEXT)
        assert plain(pressed) == plain(refused)
        bob = world.guild.add_member(world.env.create_user("bob"))
        assert JULY in plain(await bob.slash(world.channel, "ask", question=QUESTION))


@pytest.mark.threat("I10")
async def test_a_flood_of_messages_is_told_in_private_once_and_then_gets_silence(
    libraries: Libraries, tmp_path: Path
) -> None:
    async with busy(libraries, tmp_path) as world:
        for _ in range(8):
            await world.alice.send(world.channel, f"{world.mention} {QUESTION}")
        assert len(world.said(world.channel)) == 3
        assert not any(one.reactions for one in world.channel.history())
        [told] = world.said(world.alice.user.dm_channel)
        assert re.search(r"Try again in \d+ seconds?\.", text_of(told))


@pytest.mark.threat("I10")
async def test_who_takes_no_direct_messages_gets_one_sign_under_the_message(
    libraries: Libraries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with busy(libraries, tmp_path) as world:

        async def closed(_person: object, _card: object) -> bool:
            return False

        monkeypatch.setattr("bot.slowing.post", closed)
        sent = [
            await world.alice.send(world.channel, f"{world.mention} {QUESTION}") for _ in range(8)
        ]
        marked = [one for one in world.channel.history() if one.reactions]
        assert [one.id for one in marked] == [sent[3].id]
        assert str(marked[0].reactions[0].emoji) == WAIT


async def test_a_flood_of_direct_messages_is_told_the_seconds_once(
    libraries: Libraries, tmp_path: Path
) -> None:
    async with busy(libraries, tmp_path) as world:
        for _ in range(6):
            await world.alice.send_dm(QUESTION)
        said = [text_of(one) for one in world.said(world.alice.user.dm_channel)]
        assert [JULY in one for one in said] == [True, True, True, False]
        assert "Try again in " in said[-1]


async def test_moderators_do_not_wait(libraries: Libraries, tmp_path: Path) -> None:
    async with busy(libraries, tmp_path) as world:
        role = world.guild.create_role("M", permissions=discord.Permissions(manage_guild=True))
        mori = world.guild.add_member(world.env.create_user("mori"), roles=[role])
        for _ in range(6):
            told = await mori.slash(world.channel, "knowledge sources")
            assert "putin-and-kim.txt" in plain(told)


async def test_a_channel_that_is_off_gets_no_public_answer_in_any_way(
    world: World, mori: simcord.MemberActor
) -> None:
    public = await world.alice.slash(world.channel, "ask", question=QUESTION)
    await press(mori, await open_for(world, mori, world.channel), says.MODE_BUTTONS["off"])
    message = await world.alice.send(world.channel, QUESTION)
    answered = await world.alice.context_menu(world.channel, replies.ANSWER_THIS, message)
    assert answered.ephemeral
    form = await press(world.alice, public, says.FOLLOW)
    assert (await fill(world.alice, form, "and why?")).ephemeral
    private = await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert plain(await press(world.alice, private, says.SHARE)) == says.OFF_HERE


async def test_an_answer_in_a_thread_shows_its_question_and_is_followed_up_there(
    world: World, mori: simcord.MemberActor
) -> None:
    await press(mori, await open_for(world, mori, world.channel), says.THREADS_ON)
    await world.alice.send(world.channel, f"{world.mention} {QUESTION}")
    [thread] = world.channel.threads
    [answer] = [one for one in world.said(thread) if one.components]
    assert f"“{QUESTION}”" in text_of(answer)
    more = await world.alice.click(answer, label=replies.MORE)
    assert says.LATER in str(more.response.components if more.response else "")
    await world.alice.send(thread, f"{world.mention} and why?")
    assert "Shoigu" in text_of(world.said(thread)[-1])
    await world.alice.send(world.channel, f"{world.mention} thanks")
    assert len(world.channel.threads) == 1


async def test_a_thread_and_a_channel_of_a_category_follow_what_is_set_above(
    world: World, mori: simcord.MemberActor
) -> None:
    book = world.bot.settings
    category = world.guild.create_category("Lounge")
    inside = world.guild.create_text_channel("inside", category=category)
    card = await open_for(world, mori, inside)
    assert says.MODES["mentions"] in plain(card)
    await book.put(world.guild.id, "mode", category.id, "off")
    assert await say(world, inside, f"{world.mention} {QUESTION}") == 0
    assert says.MODES["off"] in plain(await open_for(world, mori, inside))


async def test_a_channel_that_is_gone_is_told_so_and_nothing_is_set_for_the_server(
    world: World, mori: simcord.MemberActor
) -> None:
    gone = world.guild.create_text_channel("gone")
    card = await open_for(world, mori, gone)
    found = world.bot.get_channel(gone.id)
    assert isinstance(found, discord.TextChannel)
    await found.delete()
    await press(mori, card, says.MODE_BUTTONS["off"])
    assert plain(card) == says.NO_SUCH_CHANNEL
    assert await say(world, world.channel, f"{world.mention} {QUESTION}") == 1


async def test_the_helper_role_can_be_taken_back_alone(
    world: World, mori: simcord.MemberActor
) -> None:
    helpers = world.guild.create_role("Helpers")
    card = await open_for(world, mori)
    assert card.response
    await mori.select(card.response, [helpers], custom_id="sethelper")
    await press(mori, card, says.PRIVATE_ON)
    await mori.select(card.response, [], custom_id="sethelper")
    found = await world.bot.settings.of(world.guild.id)
    assert found.helper is None
    assert found.is_private()


async def test_help_names_the_channels_where_questions_need_no_mention_now(
    world: World, mori: simcord.MemberActor
) -> None:
    await press(mori, await open_for(world, mori, world.asked), says.MODE_BUTTONS["off"])
    await press(mori, await open_for(world, mori, world.channel), says.MODE_BUTTONS["questions"])
    told = plain(await world.alice.slash(world.channel, "help"))
    assert "In #general – I answer questions without a mention" in told
    assert ASK_CHANNEL not in told
