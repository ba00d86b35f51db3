"""Moderators add pages, plan when they are read, are told what happened, and mend the cleaning."""

from __future__ import annotations

from collections.abc import AsyncIterator
from types import SimpleNamespace

import aiohttp
import discord
import pytest
import simcord
from test_knowledge import BEES, asked, did
from test_web_sources import LOGIN, MORE_ANTS, markdown
from web_server import WebServer, answer, reaching
from world import World, text_of

from bot import replies
from bot.notices import tell
from knowledge.scheduler import Scheduler
from knowledge.store.versions import SHARED

SLEEP = "Do ants sleep?"
HIVE = (
    b"Bees\n\nSpread the love\n\nA hive hums all day long.\n\nBuy hats here.\n\nA queen dances.\n"
)
DAY = 86_400


@pytest.fixture
async def server() -> AsyncIterator[WebServer]:
    async with WebServer.running() as running:
        running.answers["/ants"] = markdown(MORE_ANTS)
        yield running


@pytest.fixture
async def mori(world: World, server: WebServer) -> AsyncIterator[simcord.MemberActor]:
    """A moderator, whose bot may reach the server of the test."""
    role = world.guild.create_role(
        "Moderators", permissions=discord.Permissions(administrator=True)
    )
    async with reaching(server) as fetcher:
        world.bot.libraries._fetcher = fetcher  # noqa: SLF001
        yield world.guild.add_member(world.env.create_user("mori"), roles=[role])


@pytest.fixture
def channel(world: World) -> simcord.ChannelHandle:
    """A channel that members do not see."""
    hidden = discord.PermissionOverwrite(view_channel=False)
    shown = discord.PermissionOverwrite(view_channel=True)
    assert world.bot.user
    return world.guild.create_text_channel(
        "moderators", overwrites={world.guild.default_role: hidden, world.bot.user: shown}
    )


def plain(result: simcord.InteractionResult) -> str:
    return text_of(result).replace("\\", "")


async def run(world: World, days: int) -> None:
    """Let days pass, and read and tell as the bot's own loop does."""
    database = world.bot.libraries.database
    now = database.now() + days * DAY
    database._clock = lambda: now  # noqa: SLF001
    scheduler = Scheduler(world.bot.libraries)
    async for notice in scheduler.run():
        if await tell(world.bot, notice):
            await scheduler.told(notice)


async def hive_text(world: World) -> str:
    library = await world.bot.libraries.get(SHARED)
    return next(one.text for one in library.snapshot.articles if one.name == "hive.txt")


async def test_a_page_that_a_moderator_adds_is_quoted_with_a_link_to_the_sentence(
    world: World, mori: simcord.MemberActor, server: WebServer
) -> None:
    added = plain(await did(world, mori, "add", url=server.url("/ants")))
    assert "Version 2 answers now." in added
    assert f"+ site.example:{server.port}/ants" in added
    link = f"{server.url('/ants')}#:~:text=Ants%20sleep%20in%20short%20naps."
    assert f"[Ants](<{link}>)" in await asked(world, SLEEP)
    assert "web page" in plain(await did(world, mori, "sources"))


async def test_an_address_may_be_pasted_in_angle_brackets(
    world: World, mori: simcord.MemberActor, server: WebServer
) -> None:
    assert "Version 2" in plain(await did(world, mori, "add", url=f" <{server.url('/ants')}> "))


async def test_a_file_or_an_address_is_wanted_and_not_both(
    world: World, mori: simcord.MemberActor, server: WebServer
) -> None:
    assert plain(await did(world, mori, "add")) == replies.ADD_ONE
    both = await did(world, mori, "add", file=("bees.md", BEES), url=server.url("/ants"))
    assert plain(both) == replies.ADD_BOTH
    assert server.asked == []


@pytest.mark.threat("W1", "W6")
@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://localhost/", "file:///etc/passwd", "nonsense", "http://[::1]/"],
)
async def test_an_address_that_may_not_be_fetched_is_refused_in_a_sentence(
    world: World, mori: simcord.MemberActor, address: str
) -> None:
    world.bot.libraries._fetcher = None  # noqa: SLF001  # as in every bot but that of a test
    said = plain(await did(world, mori, "add", url=address))
    assert said.startswith(f"{address}: ")
    assert "; " in said, "what is wrong, and what to do"
    assert "version 1 stays" in plain(await did(world, mori, "refresh"))


async def test_a_page_that_is_not_there_is_told_so(
    world: World, mori: simcord.MemberActor, server: WebServer
) -> None:
    said = plain(await did(world, mori, "add", url=server.url("/nothing")))
    assert "there is no such page" in said


async def test_a_schedule_says_when_the_page_is_read_next(
    world: World, mori: simcord.MemberActor, server: WebServer, channel: simcord.ChannelHandle
) -> None:
    await did(world, mori, "add", url=server.url("/ants"))
    name = f"site.example:{server.port}/ants"
    [offered] = await mori.autocomplete(world.channel, "knowledge schedule", "source", "ants")
    planned = plain(await did(world, mori, "schedule", source=offered["value"], every="day"))
    assert f"{name} is read again about every day, next <t:" in planned
    assert replies.SCHEDULED_WITHOUT_NOTICES in planned
    assert ", every day, next <t:" in plain(await did(world, mori, "sources"))
    await did(world, mori, "notices", channel=channel)
    planned = plain(await did(world, mori, "schedule", source=name, every="week"))
    assert replies.SCHEDULED_WITHOUT_NOTICES not in planned
    ended = plain(await did(world, mori, "schedule", source=name, every="off"))
    assert ended == replies.UNSCHEDULED.format(name=name)


async def test_an_upload_is_told_that_it_does_not_change_by_itself(
    world: World, mori: simcord.MemberActor
) -> None:
    await did(world, mori, "add", file=("bees.md", BEES))
    said = plain(await did(world, mori, "schedule", source="bees.md", every="day"))
    assert "does not change by itself" in said


async def test_moderators_choose_where_they_are_told(
    world: World, mori: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    chosen = plain(await did(world, mori, "notices", channel=channel))
    assert chosen == replies.NOTICES_ON.format(channel="#moderators")
    assert [text_of(one) for one in world.said(channel)] == [replies.NOTICES_HERE]
    assert "set the channel for notices" in plain(await did(world, mori, "history"))
    assert plain(await did(world, mori, "notices")) == replies.NOTICES_OFF


async def test_a_channel_that_everybody_reads_is_pointed_out(
    world: World, mori: simcord.MemberActor
) -> None:
    chosen = plain(await did(world, mori, "notices", channel=world.channel))
    assert replies.NOTICES_PUBLIC.format(channel="#general") in chosen


async def test_a_channel_that_the_bot_may_not_write_in_is_refused(
    world: World, mori: simcord.MemberActor
) -> None:
    mute = discord.PermissionOverwrite(send_messages=False)
    silent = world.guild.create_text_channel("silent", overwrites={world.guild.default_role: mute})
    chosen = plain(await did(world, mori, "notices", channel=silent))
    assert chosen == replies.NOTICES_REFUSED.format(channel="#silent")


async def test_a_large_change_that_was_read_by_schedule_waits_in_the_moderators_channel(
    world: World, mori: simcord.MemberActor, server: WebServer, channel: simcord.ChannelHandle
) -> None:
    await did(world, mori, "add", url=server.url("/ants"))
    name = f"site.example:{server.port}/ants"
    await did(world, mori, "schedule", source=name, every="day")
    await did(world, mori, "notices", channel=channel)
    server.answers["/ants"] = markdown(LOGIN)
    await run(world, 2)
    await run(world, 2)
    [_, told] = world.said(channel)
    text = text_of(told).replace("\\", "")
    assert text.startswith(replies.NOTICE_WAITS)
    assert replies.PAGE_CHANGES.format(name=name) in text
    assert "− Ants sleep in short naps." in text
    assert "short naps" in await asked(world, SLEEP)
    done = await mori.click(told, label=replies.APPLY)
    assert "Version 3 answers now." in text_of(world.said(channel)[-1])
    assert done.acknowledged
    assert "short naps" not in await asked(world, SLEEP)


async def test_a_page_that_keeps_failing_is_told_of_once_and_shown_among_the_sources(
    world: World, mori: simcord.MemberActor, server: WebServer, channel: simcord.ChannelHandle
) -> None:
    await did(world, mori, "add", url=server.url("/ants"))
    name = f"site.example:{server.port}/ants"
    await did(world, mori, "schedule", source=name, every="day")
    await did(world, mori, "notices", channel=channel)
    server.answers["/ants"] = answer(status="404 Not Found")
    for _ in range(4):
        await run(world, 10)
    [_, told] = world.said(channel)
    text = text_of(told).replace("\\", "")
    assert text.startswith(f"Three times in a row I could not read {name}: ")
    assert replies.NOTICE_STAYS in text
    assert "; failed 4 times: " in plain(await did(world, mori, "sources"))


async def test_what_a_schedule_read_is_told_if_a_saved_question_cites_something_else(
    world: World, mori: simcord.MemberActor, server: WebServer, channel: simcord.ChannelHandle
) -> None:
    await did(world, mori, "add", url=server.url("/ants"))
    name = f"site.example:{server.port}/ants"
    await did(world, mori, "schedule", source=name, every="day")
    await did(world, mori, "notices", channel=channel)
    await did(world, mori, "questions add", question=SLEEP, passage="Ants sleep in short naps.")
    server.answers["/ants"] = markdown(MORE_ANTS.replace("short naps", "long naps"))
    await run(world, 2)
    [_, told] = world.said(channel)
    text = text_of(told).replace("\\", "")
    assert text.startswith("Read by schedule: version 3 answers saved questions differently.")
    assert f"✗ “{SLEEP}”: “Ants sleep in short naps.” → “Ants sleep in long naps.”" in text


async def test_a_notice_for_a_channel_that_is_gone_goes_nowhere_and_stops_nothing(
    world: World, mori: simcord.MemberActor, server: WebServer, channel: simcord.ChannelHandle
) -> None:
    await did(world, mori, "add", url=server.url("/ants"))
    name = f"site.example:{server.port}/ants"
    await did(world, mori, "schedule", source=name, every="day")
    await did(world, mori, "notices", channel=channel)
    found = world.bot.get_channel(channel.id)
    assert isinstance(found, discord.TextChannel)
    await found.delete()
    server.answers["/ants"] = markdown(LOGIN)
    await run(world, 2)
    assert "short naps" in await asked(world, SLEEP)


async def test_cleaning_shows_what_was_left_out_by_which_rule(
    world: World, mori: simcord.MemberActor
) -> None:
    await did(world, mori, "add", file=("hive.txt", HIVE))
    shown = plain(await did(world, mori, "cleaning", source="hive.txt"))
    assert shown.startswith("**Left out of hive.txt**\n\n**share phrase**\nSpread the love")
    assert replies.CLEANING_HOW in shown


async def test_a_moderator_drops_a_line_and_takes_another_in(
    world: World, mori: simcord.MemberActor
) -> None:
    await did(world, mori, "add", file=("hive.txt", HIVE))
    offers = await mori.autocomplete(
        world.channel, "knowledge cleaning", "drop", "hats", source="hive.txt"
    )
    assert [one["name"] for one in offers] == ["Buy hats here."]
    gone = plain(await did(world, mori, "cleaning", source="hive.txt", drop=offers[0]["value"]))
    assert "− Buy hats here." in gone
    offers = await mori.autocomplete(
        world.channel, "knowledge cleaning", "keep", "", source="hive.txt"
    )
    assert {one["name"] for one in offers} == {"Spread the love", "Buy hats here."}
    back = plain(await did(world, mori, "cleaning", source="hive.txt", keep="Spread the love"))
    assert "Version 4 answers now." in back
    shown = plain(await did(world, mori, "cleaning", source="hive.txt"))
    assert "**a moderator**\nBuy hats here." in shown
    assert "**kept by a moderator**\nSpread the love" in shown
    history = plain(await did(world, mori, "history"))
    assert "leaves out the line “Buy hats here.”" in history
    assert "keeps the line “Spread the love”" in history
    assert "hats here" not in await asked(world, "Where can I buy hats?")


async def test_one_line_at_a_time_is_kept_or_dropped(
    world: World, mori: simcord.MemberActor
) -> None:
    said = await did(world, mori, "cleaning", source="hive.txt", keep="a", drop="b")
    assert plain(said) == replies.CLEANING_ONE


async def test_a_line_longer_than_a_choice_can_be_dropped(
    world: World, mori: simcord.MemberActor
) -> None:
    long = "Our sponsors " + "and their many good friends " * 8 + "thank you."
    await did(world, mori, "add", file=("hive.txt", HIVE + f"\n{long}\n".encode()))
    [offered] = await mori.autocomplete(
        world.channel, "knowledge cleaning", "drop", "sponsors", source="hive.txt"
    )
    await did(world, mori, "cleaning", source="hive.txt", drop=offered["value"])
    article = await hive_text(world)
    assert "sponsors" not in article


async def test_a_line_that_is_nowhere_is_kept_in_mind(
    world: World, mori: simcord.MemberActor
) -> None:
    await did(world, mori, "add", file=("hive.txt", HIVE))
    said = plain(await did(world, mori, "cleaning", source="hive.txt", drop="Sponsored by Hats"))
    assert replies.LINE_NOWHERE in said


async def test_cleaning_of_what_is_not_there_is_refused(
    world: World, mori: simcord.MemberActor
) -> None:
    assert "no source" in plain(await did(world, mori, "cleaning", source="nothing.txt"))


def refused(status: int) -> discord.HTTPException:
    kind = {403: discord.Forbidden, 404: discord.NotFound}.get(status, discord.HTTPException)
    return kind(SimpleNamespace(status=status, reason=""), "expired")


@pytest.mark.threat("F11")
@pytest.mark.parametrize(
    "failure",
    [refused(403), refused(404), refused(500), aiohttp.ClientPayloadError(), TimeoutError()],
)
async def test_a_file_that_discord_does_not_hand_over_is_told_and_nothing_is_stored(
    world: World,
    mori: simcord.MemberActor,
    failure: Exception,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def fail(_file: discord.Attachment) -> bytes:
        raise failure

    monkeypatch.setattr(discord.Attachment, "read", fail)
    said = await did(world, mori, "add", file=("bees.md", BEES))
    assert plain(said) == replies.NOT_FETCHED
    assert "bees.md" not in plain(await did(world, mori, "sources"))


@pytest.mark.threat("F11")
async def test_a_file_that_is_longer_than_it_was_declared_is_refused(
    world: World, mori: simcord.MemberActor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def long(_file: discord.Attachment) -> bytes:
        return b"word " * 1_000_001

    monkeypatch.setattr(discord.Attachment, "read", long)
    said = plain(await did(world, mori, "add", file=("bees.txt", BEES)))
    assert said.startswith("bees.txt: 5000005 bytes, over the limit of 5000000")


@pytest.mark.threat("F11")
async def test_a_file_that_is_declared_too_large_is_not_fetched(
    world: World, mori: simcord.MemberActor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(_file: discord.Attachment) -> bytes:
        raise AssertionError

    monkeypatch.setattr(discord.Attachment, "read", never)
    said = plain(await did(world, mori, "add", file=("bees.txt", b"x" * 5_000_001)))
    assert "over the limit of 5000000" in said


@pytest.mark.threat("F13", "O5")
async def test_a_page_with_markup_in_its_title_and_text_is_shown_as_text(
    world: World, mori: simcord.MemberActor, server: WebServer
) -> None:
    hostile = (
        "<html><head><title>Ants [x](https://evil.example)</title></head><body>"
        "<h1>Ants &lt;script&gt;alert(1)&lt;/script&gt; [x](https://evil.example)</h1>"
        "<p>Ants sleep in &lt;b onclick=x&gt;short&lt;/b&gt; naps @everyone.</p>"
        "<script>alert('canary')</script></body></html>"
    )
    server.answers["/evil"] = answer(hostile.encode(), content_type="text/html")
    await did(world, mori, "add", url=server.url("/evil"))
    shown = await asked(world, "Do ants sleep in short naps?")
    assert "canary" not in shown
    assert "\\[x\\](https\\://evil.example)" in shown
    assert "\\@everyone" in shown


@pytest.mark.threat("F7")
async def test_an_encoding_that_was_guessed_is_shown(
    world: World, mori: simcord.MemberActor
) -> None:
    text = "Cafés\n\nThe café’s garçon said “voilà” to the fiancée of the naïve señor.\n"
    added = plain(await did(world, mori, "add", file=("cafe.txt", text.encode("cp1252"))))
    assert "cafe.txt says no encoding; it was read as windows-1252, a guess." in added
    assert "voilà" in await asked(world, "What did the garçon say?")
