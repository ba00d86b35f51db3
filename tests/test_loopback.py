"""Show that the loopback Discord treats the real client as Discord does, and bad bodies too."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest
from bare_call import call
from discord import app_commands
from loopback import TOKEN, Channel, InteractionKind, LoopbackDiscord, User

Body = dict[str, Any]

NOBODY: Body = {"parse": []}
BUTTON: Body = {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}
V2 = 1 << 15


class Echo(discord.Client):
    """Answer on each surface in the simplest way."""

    def __init__(self, *, message_content: bool = False) -> None:
        intents = discord.Intents.none()
        intents.guilds = intents.guild_messages = intents.dm_messages = True
        intents.message_content = message_content
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0.05,
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: list[discord.Message] = []
        self.resumed = asyncio.Event()

    async def setup_hook(self) -> None:
        self.tree.add_command(ask)
        self.tree.add_command(think)
        self.tree.add_command(quote)
        self.tree.add_command(Shelf(name="shelf", description="Look after the articles"))
        self.add_dynamic_items(Again)
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message)
        if self.user in message.mentions or message.guild is None:
            await message.reply(f"heard: {message.content}", mention_author=False)

    async def on_resumed(self) -> None:
        self.resumed.set()


class Again(discord.ui.DynamicItem[discord.ui.Button[discord.ui.LayoutView]], template=r"again:1"):
    """Answer a press by editing the message it is on."""

    def __init__(self) -> None:
        super().__init__(discord.ui.Button(label="Again", custom_id="again:1"))

    @classmethod
    async def from_custom_id(cls, *_: object) -> "Again":
        return cls()

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(view=card("pressed"))


def card(text: str) -> discord.ui.LayoutView:
    """Return a Components V2 message with one button."""
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(discord.ui.Container(discord.ui.TextDisplay(text)))
    row = discord.ui.ActionRow[discord.ui.LayoutView]()
    view.add_item(row.add_item(Again()))
    return view


@app_commands.command()
async def ask(interaction: discord.Interaction, question: app_commands.Range[str, 3, 300]) -> None:
    """Answer at once."""
    await interaction.response.send_message(view=card(f"answer to {question}"))


@app_commands.command()
async def think(interaction: discord.Interaction) -> None:
    """Answer after a deferral."""
    await interaction.response.defer(ephemeral=True)
    await interaction.edit_original_response(content="thought it over")


@app_commands.context_menu(name="Quote this")
async def quote(interaction: discord.Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"quoted: {message.content}", ephemeral=True)


class Shelf(app_commands.Group):
    """A command with a subcommand and autocompletion."""

    @app_commands.command()
    async def show(self, interaction: discord.Interaction, title: str) -> None:
        """Show an article."""
        await interaction.response.send_message(f"shelf: {title}")

    @show.autocomplete("title")
    async def titles(self, _: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed}…", value=typed)]


@pytest.fixture
async def echo(server: LoopbackDiscord, alice: User) -> AsyncIterator[Echo]:
    assert alice.id in server.world.users  # the guild must be full before the bot hears of it
    async with server.connected(Echo()) as client:
        yield client
    assert server.faults == []


async def test_client_logs_in_and_sees_the_world(server: LoopbackDiscord, echo: Echo) -> None:
    await echo.wait_until_ready()
    assert echo.user is not None
    assert echo.user.id == echo.application_id == server.bot_id
    assert [guild.name for guild in echo.guilds] == ["Home"]
    assert [channel.name for channel in echo.guilds[0].text_channels] == ["general"]
    assert echo.guilds[0].me.id == server.bot_id
    assert server.gateway.heartbeats > 0


async def test_synced_commands_can_be_fetched_and_keep_their_ids(
    server: LoopbackDiscord, echo: Echo
) -> None:
    first = {command.name: command.id for command in await echo.tree.fetch_commands()}
    again = {command.name: command.id for command in await echo.tree.sync()}
    assert first == again
    assert first.keys() == {"ask", "think", "Quote this", "shelf"}
    assert len(server.commands()) == len(first)


async def test_guild_commands_stay_in_their_guild(
    server: LoopbackDiscord, echo: Echo, channel: Channel
) -> None:
    assert channel.guild is not None
    echo.tree.add_command(ask, guild=channel.guild)
    await echo.tree.sync(guild=channel.guild)
    everywhere = len(server.commands())
    assert len(server.commands(channel.guild.id)) == everywhere + 1


@pytest.mark.usefixtures("echo")
async def test_slash_command_is_answered(
    server: LoopbackDiscord, alice: User, channel: Channel
) -> None:
    answer = await server.slash(alice, channel, "ask", question="why?")
    assert answer.text == "answer to why?"
    assert not answer.is_ephemeral
    assert answer.message in channel.messages.values()


@pytest.mark.usefixtures("echo")
async def test_deferred_answer_is_waited_for(
    server: LoopbackDiscord, alice: User, channel: Channel
) -> None:
    answer = await server.slash(alice, channel, "think")
    assert answer.text == "thought it over"
    assert answer.is_ephemeral


@pytest.mark.usefixtures("echo")
async def test_subcommand_and_its_choices_are_answered(
    server: LoopbackDiscord, alice: User, channel: Channel
) -> None:
    search = await server.autocomplete(alice, channel, "shelf show", "title", title="Pu")
    assert search.choices == [{"name": "Pu…", "value": "Pu"}]
    answer = await server.slash(alice, channel, "shelf show", title="Pu")
    assert answer.text == "shelf: Pu"


@pytest.mark.usefixtures("echo")
async def test_press_edits_the_message_it_is_on(
    server: LoopbackDiscord, alice: User, channel: Channel
) -> None:
    answer = await server.slash(alice, channel, "ask", question="why?")
    assert answer.message is not None
    pressed = await server.press(alice, answer.message, answer.message.button("Again"))
    assert pressed.message is answer.message
    assert answer.text == "pressed"


@pytest.mark.usefixtures("echo")
async def test_context_menu_shows_the_message_without_the_intent(
    server: LoopbackDiscord, alice: User, channel: Channel
) -> None:
    message = await server.post(alice, channel, "a claim")
    answer = await server.context_menu(alice, channel, "Quote this", message)
    assert answer.text == "quoted: a claim"


@pytest.mark.usefixtures("echo")
async def test_commands_work_in_direct_messages(server: LoopbackDiscord, alice: User) -> None:
    answer = await server.slash(alice, server.world.direct_channel(alice), "ask", question="why?")
    assert answer.text == "answer to why?"


@pytest.mark.usefixtures("echo")
async def test_client_refuses_what_discord_would_not_offer(
    server: LoopbackDiscord, alice: User, channel: Channel
) -> None:
    with pytest.raises(LookupError, match="no command 'nope'"):
        await server.slash(alice, channel, "nope")
    with pytest.raises(LookupError, match="needs"):
        await server.slash(alice, channel, "ask")
    with pytest.raises(ValueError, match="2 characters"):
        await server.slash(alice, channel, "ask", question="so")
    with pytest.raises(LookupError, match="no option 'answer'"):
        await server.slash(alice, channel, "ask", question="why?", answer="so")
    message = await server.post(alice, channel, "no buttons")
    with pytest.raises(LookupError, match="nothing to press"):
        await server.press(alice, message, "go")


async def test_mention_is_answered_by_a_reply(
    server: LoopbackDiscord, echo: Echo, alice: User, channel: Channel
) -> None:
    reply = await server.say(alice, channel, f"{server.mention} why?")
    assert reply.text == f"heard: {server.mention} why?"
    assert reply.reply_to is not None
    assert reply.reply_to.author == alice
    again = await server.say(alice, channel, "and?", reply_to=reply)
    assert again.text == "heard: and?"
    assert echo.heard[0].author.id == alice.id


@pytest.mark.usefixtures("echo")
async def test_direct_message_carries_its_text(server: LoopbackDiscord, alice: User) -> None:
    assert (await server.direct_message(alice, "why?")).text == "heard: why?"


async def test_reply_to_a_response_does_not_ping(
    server: LoopbackDiscord, echo: Echo, alice: User, channel: Channel
) -> None:
    answer = await server.slash(alice, channel, "ask", question="why?")
    await server.post(alice, channel, "and?", reply_to=answer.message)
    await server.say(alice, channel, f"{server.mention} did you hear?")
    unheard = next(message for message in echo.heard if message.author.id == alice.id)
    assert (unheard.mentions, unheard.content) == ([], "")


async def test_button_outlives_the_client_that_sent_it(
    server: LoopbackDiscord, alice: User, channel: Channel
) -> None:
    async with server.connected(Echo()):
        answer = await server.slash(alice, channel, "ask", question="why?")
    async with server.connected(Echo()):
        await server.press(alice, answer.message, "again:1")
    assert answer.text == "pressed"


async def test_client_that_cannot_log_in_is_not_waited_for(server: LoopbackDiscord) -> None:
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with server.connected(Echo(message_content=True)):
            pass


async def test_content_is_blank_without_the_intent(
    server: LoopbackDiscord, echo: Echo, alice: User, channel: Channel
) -> None:
    secret = await server.post(alice, channel, "not for the bot")
    await server.say(alice, channel, f"{server.mention} why?", reply_to=secret)
    assert echo.heard[0].content == ""
    resolved = echo.heard[1].reference and echo.heard[1].reference.resolved
    assert isinstance(resolved, discord.Message)
    assert resolved.content == ""


async def test_allowed_intent_brings_the_content(
    server: LoopbackDiscord, alice: User, channel: Channel
) -> None:
    server.allow_message_content()
    async with server.connected(Echo(message_content=True)) as client:
        await server.post(alice, channel, "for everyone")
        await server.say(alice, channel, f"{server.mention} why?")
        assert client.heard[0].content == "for everyone"


async def test_intent_that_is_not_allowed_closes_with_4014(server: LoopbackDiscord) -> None:
    with server.routed():
        async with Echo(message_content=True) as client:
            with pytest.raises(discord.PrivilegedIntentsRequired):
                await client.start(server.token)


async def test_wrong_token_is_refused_by_rest_and_gateway(server: LoopbackDiscord) -> None:
    with server.routed():
        async with Echo() as client:
            with pytest.raises(discord.LoginFailure):
                await client.start("not the token")
        async with Echo() as client:
            await client.login(server.token)
            client.http.token = "not the token"
            with pytest.raises(discord.ConnectionClosed) as closed:
                await client.connect()
    assert closed.value.code == 4004


async def test_dropped_client_resumes_and_hears_what_it_missed(
    server: LoopbackDiscord, echo: Echo, alice: User, channel: Channel
) -> None:
    await echo.wait_until_ready()
    identity = list(server.gateway.sessions)
    await server.gateway.disconnect(4000)
    reply = await server.say(alice, channel, f"{server.mention} still there?")
    await asyncio.wait_for(echo.resumed.wait(), 5)
    assert reply.text.endswith("still there?")
    assert list(server.gateway.sessions) == identity


async def test_bot_reads_edits_and_deletes_its_messages(
    server: LoopbackDiscord, echo: Echo, alice: User, channel: Channel
) -> None:
    partial = echo.get_partial_messageable(channel.id)
    theirs = await server.post(alice, channel, "mine")
    sent = await partial.send(embed=discord.Embed(title="Title"), nonce=7)
    twin = await partial.send("again", nonce=7)
    assert twin.id == sent.id
    edited = await sent.edit(content="changed")
    assert edited.content == channel.message(sent.id).text == "changed"
    assert [message.id async for message in partial.history()] == [sent.id, theirs.id]
    with pytest.raises(discord.Forbidden):
        await partial.get_partial_message(theirs.id).edit(content="yours")
    await sent.delete()
    with pytest.raises(discord.NotFound):
        await partial.fetch_message(sent.id)


async def test_bot_opens_direct_messages(echo: Echo, server: LoopbackDiscord, alice: User) -> None:
    opened = await echo.create_dm(discord.Object(alice.id))
    async with opened.typing():
        sent = await opened.send("hello")
    assert server.world.direct_channel(alice).message(sent.id).text == "hello"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/channels/1", None, 404, 10003),
        ("GET", "/channels/general", None, 400, 50035),
        ("POST", "/users/@me/channels", {"recipient_id": "1"}, 404, 10013),
    ],
)
async def test_what_is_not_there_is_refused_with_its_code(
    server: LoopbackDiscord, method: str, path: str, body: object, status: int, code: int
) -> None:
    answered, answer = await call(server, method, path, body)
    assert (answered, answer["code"]) == (status, code)


async def test_gateway_is_on_this_machine_and_counts_identifies(server: LoopbackDiscord) -> None:
    assert await call(server, "GET", "/gateway") == (200, {"url": server.gateway.url})
    _, answer = await call(server, "GET", "/gateway/bot")
    assert answer["url"].startswith("ws://127.0.0.1:")
    assert answer["session_start_limit"]["total"] == 1_000


async def test_interaction_carries_the_rights_of_the_roles(
    server: LoopbackDiscord, channel: Channel
) -> None:
    guild, moderator = channel.guild, server.world.add_user("moderator")
    assert guild is not None
    manage_messages = discord.Permissions(manage_messages=True)
    guild.add_member(moderator, guild.add_role("Moderator", manage_messages.value))
    kind = InteractionKind.COMMAND
    interaction = await server.interact(kind, moderator, channel, {"name": "ask"})
    rights = int(interaction.payload(server.world)["member"]["permissions"])
    assert discord.Permissions(rights) >= manage_messages


async def test_body_that_is_no_json_is_refused_and_a_fault(
    server: LoopbackDiscord, channel: Channel
) -> None:
    url = f"{server.origin}/api/v10/channels/{channel.id}/messages"
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"Bot {TOKEN}"}) as session,
        session.post(url, data={"content": "a"}) as response,
    ):
        assert response.status == 400
    assert ["not JSON" in fault for fault in server.faults] == [True]


async def test_unknown_operation_is_501_and_a_fault(server: LoopbackDiscord) -> None:
    status, _ = await call(server, "GET", "/stickers/1")
    assert status == 501
    assert len(server.faults) == 1


def test_clients_are_never_routed_off_this_machine() -> None:
    server = LoopbackDiscord()
    server.gateway.url = "ws://gateway.discord.gg/"
    with pytest.raises(ValueError, match="not on loopback"), server.routed():
        pass
