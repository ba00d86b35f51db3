"""Who may moderate: every command, every context, every button, at the moment of the action.

A11 is covered by test_imports.py; A1's hash of the state is the digest of every table.
"""

from __future__ import annotations

import ast
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import discord
import pytest
import simcord
from discord import app_commands
from test_knowledge import BEES, pressed
from world import World, build_bot, text_of

from bot import replies
from bot.config import Config, Discord
from bot.knowledge_commands import KnowledgeGroup
from bot.rights import may_moderate
from knowledge.libraries import Libraries
from knowledge.store.versions import SHARED

# Every command below /knowledge, with options that would do something if it were allowed.
COMMANDS: dict[str, dict[str, object]] = {
    "refresh": {},
    "add": {"file": ("bees.md", BEES)},
    "remove": {"source": "putin-and-kim.txt"},
    "restore": {"source": "putin-and-kim.txt"},
    "sources": {},
    "status": {},
    "history": {},
    "diff": {"before": 1, "after": 1},
    "rollback": {"version": 1},
    "keep": {"version": 1},
    "export": {},
    "schedule": {"source": "putin-and-kim.txt", "every": "day"},
    "notices": {},
    "cleaning": {"source": "putin-and-kim.txt", "drop": "Spread the love"},
    "questions add": {"question": "Who came?"},
    "questions list": {},
    "questions run": {},
    "questions remove": {"question": 1},
    "pin": {"question": "Who came?", "passage": "visited North Korea in July"},
    "unpin": {"question": 1},
    "pins": {},
    "synonyms add": {"names": "Kremlin, Moscow"},
    "synonyms list": {},
    "synonyms remove": {"names": 1},
    "gaps": {},
    "explain": {"question": "Who came?"},
}


def leaves(command: object) -> Iterator[app_commands.Command[KnowledgeGroup, ..., None]]:
    """Yield every command below a command."""
    if isinstance(command, app_commands.Group):
        for one in command.commands:
            yield from leaves(one)
    elif isinstance(command, app_commands.Command):
        yield command


def state_of(libraries: Libraries) -> str:
    """Return a digest of everything in the store."""
    with closing(sqlite3.connect(libraries.database.path)) as opened:
        return hashlib.sha256("\n".join(opened.iterdump()).encode()).hexdigest()


async def opened_to_everybody(world: World) -> None:
    """Let the server's settings show /knowledge to everybody, as an admin may."""
    [command] = [one for one in await world.bot.tree.fetch_commands() if one.name == "knowledge"]
    world.guild.set_command_permissions(command, {world.guild.default_role: True})


def member(world: World, name: str, *roles: simcord.RoleHandle) -> simcord.MemberActor:
    return world.guild.add_member(world.env.create_user(name), roles=list(roles))


def moderators(world: World) -> simcord.RoleHandle:
    return world.guild.create_role("Team", permissions=discord.Permissions(manage_guild=True))


def test_every_command_below_knowledge_is_listed_here() -> None:
    found = {one.qualified_name.removeprefix("knowledge ") for one in leaves(KnowledgeGroup())}
    assert found == COMMANDS.keys()


@pytest.mark.threat("A2")
def test_the_group_says_who_may_see_it_and_where() -> None:
    group = KnowledgeGroup()
    assert group.default_permissions == discord.Permissions(manage_guild=True)
    assert group.guild_only
    for leaf in leaves(group):
        assert leaf.root_parent is group, "the tree's check goes by the name of the root"


@pytest.mark.threat("A1")
@pytest.mark.parametrize("command", COMMANDS)
async def test_a_member_is_refused_though_the_server_shows_the_command_to_everybody(
    world: World, command: str
) -> None:
    await opened_to_everybody(world)
    before = state_of(world.bot.libraries)
    result = await world.alice.slash(world.channel, f"knowledge {command}", **COMMANDS[command])
    assert text_of(result) == replies.MODERATORS_ONLY
    assert result.ephemeral
    assert state_of(world.bot.libraries) == before


@pytest.mark.threat("I8")
@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("rollback", "version"),
        ("keep", "version"),
        ("diff", "before"),
        ("remove", "source"),
        ("restore", "source"),
        ("schedule", "source"),
        ("cleaning", "keep"),
        ("cleaning", "drop"),
        ("pin", "passage"),
        ("unpin", "question"),
        ("questions add", "passage"),
        ("questions remove", "question"),
        ("synonyms remove", "names"),
    ],
)
async def test_autocomplete_tells_a_member_nothing(world: World, command: str, option: str) -> None:
    await opened_to_everybody(world)
    offered = await world.alice.autocomplete(world.channel, f"knowledge {command}", option, "")
    assert offered == []


@pytest.mark.threat("A3")
async def test_rights_in_one_channel_and_names_of_roles_do_not_count(world: World) -> None:
    await opened_to_everybody(world)
    named = world.guild.create_role("Moderators")
    channel = world.guild.create_text_channel(
        "mine", overwrites={named: discord.PermissionOverwrite(manage_messages=True)}
    )
    bob = member(world, "bob", named)
    result = await bob.slash(channel, "knowledge refresh")
    assert text_of(result) == replies.MODERATORS_ONLY


async def test_a_configured_role_may_moderate_without_any_right(
    world: World, tmp_path: Path
) -> None:
    await opened_to_everybody(world)
    helpers = world.guild.create_role("helpers")
    bob = member(world, "bob", helpers)
    config = Config(discord=Discord(moderator_roles=[helpers.id]))
    bot = build_bot(world.bot.libraries, tmp_path)
    bot.config = config
    await world.env.restart_bot(bot)
    result = await bob.slash(world.channel, "knowledge refresh")
    assert "version 1 stays" in text_of(result)


@pytest.mark.parametrize(
    ("state", "role", "is_owner"),
    [(2, "admin", True), (2, "developer", True), (2, "read_only", False), (1, "admin", False)],
)
async def test_of_the_bots_team_those_may_moderate_who_may_change_the_bot(
    world: World, state: int, role: str, is_owner: bool
) -> None:
    await opened_to_everybody(world)
    assert world.bot.application
    person = {"id": str(world.alice.id), "username": "alice", "discriminator": "0", "avatar": None}
    someone = {"user": person, "membership_state": state, "team_id": "1", "role": role}
    team = {"id": "1", "name": "Us", "icon": None, "owner_user_id": "1", "members": [someone]}
    connection = world.bot._connection  # noqa: SLF001
    world.bot.application.team = discord.Team(connection, team)  # type: ignore[arg-type]
    told = text_of(await world.alice.slash(world.channel, "knowledge status"))
    assert (told != replies.MODERATORS_ONLY) is is_owner


@pytest.mark.threat("A4")
def test_outside_of_a_server_that_the_bot_is_in_nobody_moderates(world: World) -> None:
    for guild, user in ((None, object()), (object(), object())):
        interaction = _Interaction(guild, user, world.bot)
        assert not may_moderate(interaction)  # type: ignore[arg-type]


class _Interaction:
    """What an interaction from a DM, or of a user install, tells of its place."""

    def __init__(self, guild: object, user: object, client: object) -> None:
        self.guild, self.user, self.client = guild, user, client


async def proposal(world: World, mori: simcord.MemberActor) -> simcord.InteractionResult:
    """Return a rollback that waits for a word."""
    await mori.slash(world.channel, "knowledge add", file=("bees.md", BEES))
    return await mori.slash(world.channel, "knowledge rollback", version=1)


@pytest.mark.threat("A7")
async def test_rights_that_are_lost_before_the_press_do_not_count(world: World) -> None:
    role = moderators(world)
    mori = member(world, "mori", role)
    asks = await proposal(world, mori)
    await world.bot.http.remove_role(world.guild.id, mori.id, role.id)
    before = state_of(world.bot.libraries)
    assert await pressed(mori, asks, replies.ROLL_BACK) == replies.MODERATORS_ONLY
    assert state_of(world.bot.libraries) == before


@pytest.mark.threat("A5")
async def test_a_stranger_may_not_press_a_moderators_button(world: World) -> None:
    mori = member(world, "mori", moderators(world))
    await proposal(world, mori)
    before = state_of(world.bot.libraries)
    for custom_id in ("agree:rollback:2:1", "discard", "agree:2:" + "0" * 12):
        assert await forged(world, world.alice, custom_id) == replies.MODERATORS_ONLY
    assert state_of(world.bot.libraries) == before


async def forged(world: World, actor: simcord.MemberActor, custom_id: str) -> str:
    """Let the bot show a button with this id in the channel, and press it."""
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(discord.ui.ActionRow(discord.ui.Button(label="Old", custom_id=custom_id)))
    view.stop()
    channel = world.bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    message = await channel.send(view=view)
    done = await actor.click(message, custom_id=custom_id)
    if done.response:
        return text_of(done)
    return text_of(world.said(world.channel)[-1])


FORGED = (
    "agree:rollback:2:99",
    "agree:rollback:1:1",
    "agree:rollback:0:1",
    "agree:rollback:999999999:2",
    "agree:2:" + "0" * 12,
    "agree:0:" + "f" * 12,
    "agree:999999999:" + "0" * 12,
)


@pytest.mark.threat("A6")
@pytest.mark.threat("A8")
@pytest.mark.parametrize("custom_id", FORGED)
async def test_a_forged_or_outdated_id_changes_nothing_and_is_answered(
    world: World, custom_id: str
) -> None:
    mori = member(world, "mori", moderators(world))
    await proposal(world, mori)
    before = state_of(world.bot.libraries)
    told = await forged(world, mori, custom_id)
    assert any(part in told for part in ("meanwhile", "no version", "already"))
    assert state_of(world.bot.libraries) == before


@pytest.mark.threat("A8")
@pytest.mark.parametrize("source", ["x" * 100, "../../etc/passwd", "%", "bees.md\0", "' OR 1=1 --"])
async def test_an_option_that_was_not_offered_changes_nothing(world: World, source: str) -> None:
    mori = member(world, "mori", moderators(world))
    before = state_of(world.bot.libraries)
    for command in ("remove", "restore"):
        result = await mori.slash(world.channel, f"knowledge {command}", source=source)
        assert "This library has no source" in text_of(result)
    for command in ("rollback", "keep"):
        result = await mori.slash(world.channel, f"knowledge {command}", version=77)
        assert "There is no version 77" in text_of(result)
    assert state_of(world.bot.libraries) == before


@pytest.mark.threat("A9")
async def test_a_moderator_of_another_server_reaches_nothing_of_the_home(world: World) -> None:
    mori = member(world, "mori", moderators(world))
    await proposal(world, mori)
    other = world.env.create_guild("Other")
    channel = other.create_text_channel("general")
    role = other.create_role("Boss", permissions=discord.Permissions(manage_guild=True))
    boss = other.add_member(world.env.create_user("boss"), roles=[role])
    before = (await world.library()).snapshot
    for command, options in COMMANDS.items():
        if command != "add":
            told = text_of(await boss.slash(channel, f"knowledge {command}", **options))
            assert "putin" not in told.replace(str(options), "").replace("“putin-and-kim.txt”", "")
    await boss.slash(channel, "knowledge add", file=("wasps.md", b"# Wasps\n\nA wasp stings.\n"))
    assert (await world.library()).snapshot is before
    assert (await world.bot.libraries.shelf(SHARED)).number == 2


@pytest.mark.threat("A10")
async def test_what_is_removed_comes_back_by_one_rollback_and_both_are_on_record(
    world: World,
) -> None:
    mori = member(world, "mori", moderators(world))
    await mori.slash(world.channel, "knowledge add", file=("bees.md", BEES))
    before = (await world.library()).snapshot.version
    gone = await mori.slash(world.channel, "knowledge remove", source="putin-and-kim.txt")
    await pressed(mori, gone, replies.REMOVE)
    assert (await world.library()).snapshot.version != before
    back = await mori.slash(world.channel, "knowledge rollback", version=2)
    await pressed(mori, back, replies.ROLL_BACK)
    assert (await world.library()).snapshot.version == before
    history = text_of(await mori.slash(world.channel, "knowledge history")).replace("\\", "")
    assert f"<@{mori.id}> removed putin-and-kim.txt: version 2 → 3" in history
    assert f"<@{mori.id}> rolled back: version 3 → 2" in history


@pytest.mark.threat("A11")
@pytest.mark.parametrize("name", ["eval", "exec", "compile", "pickle", "marshal", "subprocess"])
def test_nothing_can_run_code_that_comes_from_outside(name: str) -> None:
    for path in [*Path("bot").rglob("*.py"), *Path("knowledge").rglob("*.py")]:
        if (name, path.name) == ("subprocess", "isolated.py"):  # it runs one program, our own
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != name, path
            if isinstance(node, ast.Import):
                assert name not in {alias.name for alias in node.names}, path
