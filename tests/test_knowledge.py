"""What moderators do in Discord: each test is a sentence of theirs."""

from __future__ import annotations

import asyncio
import io
import zipfile
from pathlib import Path

import discord
import pytest
import simcord
from world import QUESTION, World, build_bot, opened, text_of

from bot import replies
from knowledge.changes import Wish
from knowledge.libraries import Libraries
from knowledge.moderation import Moderation
from knowledge.opening import open_libraries
from knowledge.store.turns import alone
from knowledge.store.versions import SHARED

BEES = b"# Bees\n\nA queen bee lays two thousand eggs a day.\n"
EGGS = "How many eggs does a queen bee lay?"
DRONES = b"# Bees\n\nA queen bee lays two thousand eggs a day. A drone bee dies in the autumn.\n"


@pytest.fixture
def articles(libraries: Libraries) -> Path:
    """The folder that the shared library is read from."""
    return libraries.folder


@pytest.fixture
def mori(world: World) -> simcord.MemberActor:
    """A moderator."""
    role = world.guild.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
    return world.guild.add_member(world.env.create_user("mori"), roles=[role])


async def did(
    world: World, mori: simcord.MemberActor, command: str, **options: object
) -> simcord.InteractionResult:
    """Let a moderator run a command, and expect a private response."""
    result = await mori.slash(world.channel, f"knowledge {command}", **options)
    assert result.ephemeral
    return result


async def asked(world: World, question: str = EGGS) -> str:
    """Ask as a member, and return what is shown."""
    return text_of(await world.alice.slash(world.channel, "ask", question=question))


async def pressed(actor: simcord.MemberActor, result: simcord.InteractionResult, label: str) -> str:
    """Press a button of a response, and return what the card shows then."""
    assert result.response
    done = await actor.click(result.response, label=label)
    return text_of(done) if done.response else text_of(result)


async def test_an_added_file_is_shown_answers_and_is_rolled_back(
    world: World, mori: simcord.MemberActor
) -> None:
    added = text_of(await did(world, mori, "add", file=("bees.md", BEES)))
    assert "Version 2 answers now." in added
    assert "bees.md" in added
    assert "Passages: +1 −0 ~0." in added.replace("\\", "")
    assert "two thousand eggs" in await asked(world)
    proposal = await did(world, mori, "rollback", version=1)
    assert "Let version 1 answer again?" in text_of(proposal)
    assert "Version 1 answers again." in await pressed(mori, proposal, replies.ROLL_BACK)
    assert "two thousand eggs" not in await asked(world)
    assert "visited North Korea in July" in await asked(world, QUESTION)


async def test_a_dry_run_stores_nothing_until_it_is_applied(
    world: World, mori: simcord.MemberActor, articles: Path
) -> None:
    (articles / "bees.md").write_bytes(BEES)
    proposal = await did(world, mori, "refresh", dry_run=True)
    assert "Nothing is stored yet." in text_of(proposal)
    assert "two thousand" not in await asked(world)
    assert "Version 2 answers now." in await pressed(mori, proposal, replies.APPLY)
    assert "two thousand" in await asked(world)


async def test_a_discarded_proposal_changes_nothing_and_loses_its_buttons(
    world: World, mori: simcord.MemberActor, articles: Path
) -> None:
    (articles / "bees.md").write_bytes(BEES)
    proposal = await did(world, mori, "refresh", dry_run=True)
    assert await pressed(mori, proposal, replies.DISCARD) == replies.DISCARDED
    assert "two thousand" not in await asked(world)


async def test_a_proposal_that_has_been_overtaken_is_not_applied(
    world: World, mori: simcord.MemberActor, articles: Path
) -> None:
    (articles / "bees.md").write_bytes(BEES)
    proposal = await did(world, mori, "refresh", dry_run=True)
    (articles / "bees.md").write_bytes(DRONES)
    assert "has changed meanwhile" in await pressed(mori, proposal, replies.APPLY)
    assert "two thousand" not in await asked(world)


async def test_a_refresh_shows_the_changed_sentence_and_what_was_left_out(
    world: World, mori: simcord.MemberActor, articles: Path
) -> None:
    file = articles / "putin-and-kim.txt"
    file.write_text(file.read_text("utf-8").replace("in July", "in August"), encoding="utf-8")
    card = text_of(await did(world, mori, "refresh"))
    assert "−  In a surprising" in card or "− In a surprising move" in card
    assert "in August, marking" in card
    assert "Left out of putin-and-kim.txt (counter): Views" in card.replace("\\", "")
    assert "in August" in await asked(world, QUESTION)


async def test_a_refresh_without_news_says_so_and_makes_no_version(
    world: World, mori: simcord.MemberActor
) -> None:
    card = await did(world, mori, "refresh")
    assert text_of(card) == "**Nothing has changed; version 1 stays.**"


async def test_a_loss_waits_for_a_moderators_word(
    world: World, mori: simcord.MemberActor, articles: Path
) -> None:
    await did(world, mori, "add", file=("bees.md", BEES))
    (articles / "putin-and-kim.txt").unlink()
    held = await did(world, mori, "refresh")
    assert "6 of 7 passages would go" in text_of(held)
    assert "in July" in await asked(world, QUESTION)
    assert "Version 3 answers now." in await pressed(mori, held, replies.APPLY)
    assert "in July" not in await asked(world, QUESTION)


async def test_a_file_that_is_no_article_is_refused_with_the_reason(
    world: World, mori: simcord.MemberActor
) -> None:
    for name, data, reason in (
        ("bees.exe", BEES, "are not read"),
        ("bees.txt", b"\xef\xbb\xbfcaf\xe9", "save it as UTF-8"),
        ("bees.pdf", BEES, "its content is none"),
        ("bees.txt", b"", "empty"),
        ("b" * 95 + ".md", BEES, "longer than 90 characters"),
    ):
        assert reason in text_of(await did(world, mori, "add", file=(name, data)))
    assert "bees" not in text_of(await did(world, mori, "sources"))


async def test_removing_asks_first_and_can_be_undone(
    world: World, mori: simcord.MemberActor
) -> None:
    await did(world, mori, "add", file=("bees.md", BEES))
    proposal = await did(world, mori, "remove", source="bees.md")
    assert "two thousand" in await asked(world)
    assert "Version 3 answers now." in await pressed(mori, proposal, replies.REMOVE)
    assert "two thousand" not in await asked(world)
    assert "removed" in text_of(await did(world, mori, "sources"))
    assert "Version 4 answers now." in text_of(await did(world, mori, "restore", source="bees.md"))
    assert "two thousand" in await asked(world)


async def test_the_shipped_article_can_be_removed_and_restored(
    world: World, mori: simcord.MemberActor
) -> None:
    await did(world, mori, "add", file=("bees.md", BEES))
    proposal = await did(world, mori, "remove", source="putin-and-kim.txt")
    await pressed(mori, proposal, replies.REMOVE)
    assert "in July" not in await asked(world, QUESTION)
    assert "Nothing has changed" in text_of(await did(world, mori, "refresh"))
    await did(world, mori, "restore", source="putin-and-kim.txt")
    assert "in July" in await asked(world, QUESTION)


async def test_the_last_article_cannot_be_removed(world: World, mori: simcord.MemberActor) -> None:
    refused = text_of(await did(world, mori, "remove", source="putin-and-kim.txt"))
    assert refused == "It is the last article here. Add another one first."


async def test_history_tells_versions_and_who_did_what(
    world: World, mori: simcord.MemberActor
) -> None:
    await did(world, mori, "add", file=("bees.md", BEES))
    await pressed(mori, await did(world, mori, "rollback", version=1), replies.ROLL_BACK)
    await did(world, mori, "keep", version=2)
    told = text_of(await did(world, mori, "history"))
    assert "**Version 2**: 2 articles, 7 passages" in told
    assert f"by <@{mori.id}>, kept" in told
    assert "**Version 1**: 1 article, 6 passages" in told
    assert ", current" in told
    for deed in ("kept version 2", "rolled back: version 2 → 1", "added bees.md: version 1 → 2"):
        assert deed in told.replace("\\", "")


async def test_a_kept_version_can_be_released(world: World, mori: simcord.MemberActor) -> None:
    assert "stays, whatever its age" in text_of(await did(world, mori, "keep", version=1))
    released = await did(world, mori, "keep", version=1, release=True)
    assert "goes with age" in text_of(released)
    assert "There is no version 9" in text_of(await did(world, mori, "keep", version=9))


async def test_a_difference_between_two_versions_is_shown(
    world: World, mori: simcord.MemberActor
) -> None:
    await did(world, mori, "add", file=("bees.md", BEES))
    await did(world, mori, "add", file=("bees.md", DRONES))
    told = text_of(await did(world, mori, "diff", before=2, after=3))
    assert "From version 2 to version 3" in told
    assert "A drone bee dies in the autumn." in told
    assert replies.NO_DIFFERENCE in text_of(await did(world, mori, "diff", before=2, after=2))
    assert "There is no version 99" in text_of(await did(world, mori, "diff", before=1, after=99))


async def test_status_tells_whether_a_refresh_is_due(
    world: World, mori: simcord.MemberActor, articles: Path
) -> None:
    told = text_of(await did(world, mori, "status"))
    assert "Version 1 answers: 1 article, 6 passages" in told
    assert "A refresh would" not in told
    (articles / "bees.md").write_bytes(BEES)
    assert "A refresh would change 1 article" in text_of(await did(world, mori, "status"))


async def test_an_export_holds_the_stored_texts(world: World, mori: simcord.MemberActor) -> None:
    exported = await did(world, mori, "export")
    assert exported.response
    [attachment] = exported.response.attachments
    data = await attachment.read()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        [name] = archive.namelist()
        text = archive.read(name).decode()
    assert text == (await world.library()).snapshot.articles[0].text


async def test_autocomplete_offers_versions_and_sources(
    world: World, mori: simcord.MemberActor
) -> None:
    await did(world, mori, "add", file=("bees.md", BEES))
    channel = world.channel
    offered = await mori.autocomplete(channel, "knowledge rollback", "version", "")
    assert [one["value"] for one in offered] == [2, 1]
    assert offered[0]["name"].endswith("2 articles, 7 passages, current")
    offered = await mori.autocomplete(channel, "knowledge remove", "source", "BEE")
    assert [one["value"] for one in offered] == ["bees.md"]
    assert await mori.autocomplete(channel, "knowledge restore", "source", "") == []


async def test_the_second_of_two_refreshes_is_told_who_runs_the_first(
    world: World, mori: simcord.MemberActor
) -> None:
    with alone(world.bot.libraries.database, SHARED, world.alice.id):
        told = text_of(await did(world, mori, "refresh"))
    assert told.startswith(f"<@{world.alice.id}> is refreshing this library, since <t:")
    assert "Nothing has changed" in text_of(await did(world, mori, "refresh"))


async def test_a_refresh_that_a_restart_broke_off_is_reported_to_its_moderator(
    world: World, mori: simcord.MemberActor, tmp_path: Path
) -> None:
    database = world.bot.libraries.database
    with pytest.raises(asyncio.CancelledError), alone(database, SHARED, mori.id):
        raise asyncio.CancelledError
    await world.env.restart_bot(build_bot(world.bot.libraries, tmp_path))
    await world.env.settle()
    [told] = world.said(mori.user.dm_channel)
    assert "was broken off by a restart" in text_of(told)


async def test_what_another_process_stores_answers_soon(
    world: World, articles: Path, tmp_path: Path
) -> None:
    (articles / "bees.md").write_bytes(BEES)
    other = await open_libraries(tmp_path / "state", articles)
    await Moderation(other.libraries).refresh(Wish(SHARED, 0))
    await world.bot.libraries.follow()  # what the watch does every two seconds
    assert "two thousand" in await asked(world)


async def test_a_server_of_its_own_library_leaves_the_shared_one_alone(
    world: World, mori: simcord.MemberActor
) -> None:
    assert world.bot.libraries
    await asked(world)  # so that this server is known to be the home
    other = world.env.create_guild("Other")
    channel = other.create_text_channel("general")
    role = other.create_role("Boss", permissions=discord.Permissions(manage_guild=True))
    boss = other.add_member(world.env.create_user("boss"), roles=[role])
    ask = {"question": QUESTION}
    assert "in July" in text_of(await boss.slash(channel, "ask", **ask))
    told = text_of(await boss.slash(channel, "knowledge status"))
    assert replies.STATUS_FOLLOWS in told
    refused = text_of(await boss.slash(channel, "knowledge refresh"))
    assert refused == "This library has no source of its own. Add a file first."
    for command in ("remove", "restore"):
        answer = await boss.slash(channel, f"knowledge {command}", source="putin-and-kim.txt")
        assert "no source" in text_of(answer)
    added = text_of(await boss.slash(channel, "knowledge add", file=("bees.md", BEES)))
    assert replies.OWN_LIBRARY in added
    assert "in July" not in text_of(await boss.slash(channel, "ask", **ask))
    assert "in July" in await asked(world, QUESTION)
    assert "two thousand" not in await asked(world)
    assert "bees" not in text_of(await did(world, mori, "sources"))
    proposal = await boss.slash(channel, "knowledge remove", source="bees.md")
    assert replies.WOULD_FOLLOW in text_of(proposal)
    assert replies.FOLLOWS_AGAIN in await pressed(boss, proposal, replies.REMOVE)
    assert "in July" in text_of(await boss.slash(channel, "ask", **ask))


async def test_a_library_outlives_the_process(
    world: World, mori: simcord.MemberActor, articles: Path, tmp_path: Path
) -> None:
    await did(world, mori, "add", file=("bees.md", BEES))
    async with opened(articles, tmp_path / "state") as fresh:
        await world.env.restart_bot(build_bot(fresh, tmp_path))
        assert "two thousand" in await asked(world)
        assert "added bees.md" in text_of(await did(world, mori, "history")).replace("\\", "")


async def test_a_bad_upload_is_removed_after_it_was_rolled_back(
    world: World, mori: simcord.MemberActor
) -> None:
    await did(world, mori, "add", file=("bees.md", BEES))
    await pressed(mori, await did(world, mori, "rollback", version=1), replies.ROLL_BACK)
    proposal = await did(world, mori, "remove", source="bees.md")
    assert "bees.md is only taken out of the sources" in text_of(proposal)
    await pressed(mori, proposal, replies.REMOVE)
    assert "version 1 stays" in text_of(await did(world, mori, "refresh"))
    assert "two thousand" not in await asked(world)


async def test_a_discarded_upload_is_gone(world: World, mori: simcord.MemberActor) -> None:
    long = BEES + b"\n".join(b"\nBee %d flies over the hill.\n" % number for number in range(30))
    await did(world, mori, "add", file=("bees.md", long))
    held = await did(world, mori, "add", file=("bees.md", DRONES))
    assert "passages would go" in text_of(held)
    assert await pressed(mori, held, replies.DISCARD) == replies.DISCARDED
    assert "version 2 stays" in text_of(await did(world, mori, "refresh"))


async def test_what_comes_back_at_a_cost_can_be_applied(
    world: World, mori: simcord.MemberActor
) -> None:
    held = await did(world, mori, "add", file=("putin-and-kim.txt", BEES))
    assert "5 of 6 passages would go" in text_of(held)
    assert "Version 2 answers now." in await pressed(mori, held, replies.APPLY)
    gone = await did(world, mori, "remove", source="putin-and-kim.txt")
    await pressed(mori, gone, replies.REMOVE)
    assert "in July" in await asked(world, QUESTION)
    back = await did(world, mori, "restore", source="putin-and-kim.txt")
    assert "5 of 6 passages would go" in text_of(back)
    assert "Version 4 answers now." in await pressed(mori, back, replies.APPLY)
    assert "two thousand" in await asked(world)


async def test_status_names_a_file_that_cannot_be_read(
    world: World, mori: simcord.MemberActor, articles: Path
) -> None:
    (articles / "picture.png").write_bytes(b"\x89PNG")
    told = text_of(await did(world, mori, "status"))
    assert "Not read: picture.png: files of the kind .png are not read" in told.replace("\\", "")
    assert "A refresh would" not in told


async def test_a_file_with_a_very_long_name_can_be_removed(
    world: World, mori: simcord.MemberActor, articles: Path
) -> None:
    name = "b" * 150 + ".md"
    (articles / name).write_bytes(BEES)
    await did(world, mori, "refresh")
    [offered] = await mori.autocomplete(world.channel, "knowledge remove", "source", "bbb")
    proposal = await did(world, mori, "remove", source=offered["value"])
    await pressed(mori, proposal, replies.REMOVE)
    assert "two thousand" not in await asked(world)
