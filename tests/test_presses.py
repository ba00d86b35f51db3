"""Presses on forged, stale and failing buttons: every one is answered."""

from __future__ import annotations

import discord
import pytest
import simcord
from discord import ui
from world import QUESTION, World, text_of

from bot import replies

AROUND = "Speculation also arises"  # in the paragraph that Context shows, and not on the answer


async def asked(world: World) -> simcord.ResponseMessage:
    """Ask with /ask, and return the answer."""
    result = await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert result.response
    return result.response


async def test_buttons_under_an_answer_in_direct_messages_work(world: World) -> None:
    await world.alice.send_dm(QUESTION)
    answer = world.said(world.alice.user.dm_channel)[-1]
    context = await world.alice.user.click(answer, label=replies.CONTEXT)
    assert AROUND in text_of(context)


async def pressed_on_a_card_of_the_bot(world: World, custom_id: str) -> simcord.InteractionResult:
    """Let the bot show a button with this id, and press it."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.ActionRow(ui.Button(label="Old", custom_id=custom_id)))
    view.stop()
    channel = world.bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    message = await channel.send(view=view)
    return await world.alice.click(message, custom_id=custom_id)


@pytest.mark.threat("A6")
@pytest.mark.parametrize(
    "custom_id", ["old", "context", "context:1:abc:0.0.1", "more:1:", "context:1:" + "0" * 12 + ":"]
)
async def test_a_button_of_an_unknown_kind_is_acknowledged(world: World, custom_id: str) -> None:
    pressed = await pressed_on_a_card_of_the_bot(world, custom_id)
    assert text_of(pressed) == replies.UNKNOWN_BUTTON
    assert pressed.ephemeral


FORGED_QUOTES = ("999999999.0.1", "0.0.0", "0.99999.99999", "0.0.99999", "0.0.5,999.0.1")


@pytest.mark.parametrize("kind", ["context", "more"])
@pytest.mark.parametrize("quotes", FORGED_QUOTES)
@pytest.mark.parametrize("forged_version", [False, True])
async def test_a_button_with_a_forged_place_is_acknowledged(
    world: World, kind: str, quotes: str, forged_version: bool
) -> None:
    version = "0" * 12 if forged_version else (await world.library()).snapshot.version
    pressed = await pressed_on_a_card_of_the_bot(world, f"{kind}:1:{version}:{quotes}")
    assert text_of(pressed) == replies.EXPIRED
    assert pressed.ephemeral


async def test_a_press_that_fails_apologises_without_internals(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(version: str, number: int) -> None:
        raise RuntimeError(f"secret {version} {number}")

    answer = await asked(world)
    monkeypatch.setattr(await world.library(), "passage", fail)
    pressed = await world.alice.click(answer, label=replies.CONTEXT)
    assert text_of(pressed).startswith("Something went wrong on my side.")
    assert "secret" not in text_of(pressed)
    assert pressed.ephemeral


async def test_a_server_where_the_bot_may_not_write_is_not_welcomed(world: World) -> None:
    guild = world.env.create_guild("Quiet")
    silent = discord.PermissionOverwrite(send_messages=False)
    channel = guild.create_text_channel("general", overwrites={guild.default_role: silent})
    await world.env.settle()
    joined = world.bot.get_guild(guild.id)
    assert joined
    world.bot.dispatch("guild_join", joined)
    await world.env.settle()
    assert not channel.history()
