"""Show that the loopback Discord refuses what Discord refuses, from a worse client too."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from bare_call import call
from loopback import TOKEN, Channel, Interaction, InteractionKind, LoopbackDiscord

Body = dict[str, Any]
NOBODY: Body = {"parse": []}
BUTTON: Body = {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}
V2 = 1 << 15

Frames = aiohttp.ClientWebSocketResponse


@pytest.fixture
async def frames(server: LoopbackDiscord) -> AsyncIterator[Frames]:
    """Yield a bare gateway connection that asks for no compression."""
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{server.gateway.url}?v=10&encoding=json") as socket,
    ):
        assert (await socket.receive_json())["op"] == 10
        yield socket


IDENTIFY: Body = {"op": 2, "d": {"token": TOKEN, "intents": 1}}
RESUME: Body = {"op": 6, "d": {"token": TOKEN, "session_id": "none", "seq": 1}}


async def test_goodbye_ends_the_session(server: LoopbackDiscord, frames: Frames) -> None:
    await frames.send_json(IDENTIFY)
    assert (await frames.receive_json())["t"] == "READY"
    await server.ready()
    await frames.close(code=1000)
    assert server.gateway.sessions == {}


async def test_unknown_session_cannot_be_resumed(frames: Frames) -> None:
    await frames.send_json(RESUME)
    answer = await frames.receive_json()
    assert (answer["op"], answer["d"]) == (9, False)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ([{"op": 3, "d": {}}], 4003),
        ([IDENTIFY, IDENTIFY], 4005),
        ([IDENTIFY, {"op": 99}], 4001),
        (["no frame"], 4002),
    ],
)
async def test_misbehaviour_is_hung_up_on(frames: Frames, sent: list[object], code: int) -> None:
    for frame in sent:
        await frames.send_json(frame)
    while (await frames.receive()).type is not aiohttp.WSMsgType.CLOSE:
        pass
    assert frames.close_code == code


def row(*buttons: Body) -> Body:
    return {"type": 1, "components": list(buttons)}


def display(text: str) -> Body:
    return {"type": 10, "content": text}


def section() -> Body:
    return {"type": 9, "components": [display("a")], "accessory": BUTTON}


def numbered(count: int) -> list[Body]:
    return [row(BUTTON | {"custom_id": str(number)}) for number in range(count)]


BAD_MESSAGES: dict[str, Body] = {
    "content over 2,000": {"content": "a" * 2001},
    "content that is no text": {"content": 1},
    "empty": {"content": " "},
    "without anything": {},
    "empty embed": {"embeds": [{"color": 1}]},
    "embeds over 6,000": {"embeds": [{"description": "a" * 3001}] * 2},
    "embed fields over 6,000": {"embeds": [{"fields": [{"name": "a", "value": "a" * 1024}] * 6}]},
    "embed title over 256": {"embeds": [{"title": "a" * 257}]},
    "V2 with content": {"content": "a", "flags": V2, "components": [display("a")]},
    "V2 with embeds": {"embeds": [{"title": "a"}], "flags": V2, "components": [display("a")]},
    "V2 without the flag": {"components": [display("a")]},
    "V2 text over 4,000": {"flags": V2, "components": [display("a" * 2001)] * 2},
    "six rows": {"components": numbered(6)},
    "over 40 components": {"flags": V2, "components": numbered(21)},
    "over 40 with accessories": {"flags": V2, "components": [section()] * 14},
    "link with custom_id": {"components": [row(BUTTON | {"style": 5, "url": "https://a.example"})]},
    "label over 80": {"components": [row(BUTTON | {"label": "a" * 81})]},
    "unknown key": {"content": "a", "colour": 1},
    "unknown key inside": {"components": [row(BUTTON | {"colour": 1})]},
    "lost reply": {"content": "a", "message_reference": {"message_id": "1"}},
    "no allowed_mentions": {"content": "a", "allowed_mentions": None},
    "everyone allowed": {"content": "a", "allowed_mentions": {"parse": ["everyone"]}},
    "parse left out": {"content": "a", "allowed_mentions": {"users": ["1"]}},
}


@pytest.mark.parametrize("bad", BAD_MESSAGES.values(), ids=BAD_MESSAGES)
async def test_bad_message_is_refused_and_a_fault(
    server: LoopbackDiscord, channel: Channel, bad: Body
) -> None:
    body = {"allowed_mentions": NOBODY} | bad
    status, answer = await call(server, "POST", f"/channels/{channel.id}/messages", body)
    assert (status, answer["code"]) == (400, 50035)
    assert answer["errors"]
    assert len(server.faults) == 1, server.faults
    assert channel.messages == {}


GOOD_MESSAGES: dict[str, Body] = {
    "2,000 astral characters": {"content": "😀" * 2000},
    "V2 to the limit": {"flags": V2, "components": [display("a" * 4000), *numbered(19)]},
    "ids as integers": {"content": "a", "allowed_mentions": {"parse": [], "users": [1]}},
    "reply to nothing": {
        "content": "a",
        "message_reference": {"message_id": 1, "fail_if_not_exists": False},
    },
}


@pytest.mark.parametrize("good", GOOD_MESSAGES.values(), ids=GOOD_MESSAGES)
async def test_message_at_the_limit_passes(
    server: LoopbackDiscord, channel: Channel, good: Body
) -> None:
    body = {"allowed_mentions": NOBODY} | good
    status, _ = await call(server, "POST", f"/channels/{channel.id}/messages", body)
    assert (status, server.faults) == (200, [])


async def test_edit_is_judged_by_the_message_it_leaves(
    server: LoopbackDiscord, channel: Channel
) -> None:
    path = f"/channels/{channel.id}/messages"
    v2 = {"flags": V2, "components": [display("a")], "allowed_mentions": NOBODY}
    _, message = await call(server, "POST", path, v2)
    edits: list[tuple[Body, int]] = [
        ({"components": [display("b")]}, 200),
        ({"content": "a V2 message stays one"}, 400),
        ({"components": []}, 400),
    ]
    for edit, expected in edits:
        body = {"allowed_mentions": NOBODY} | edit
        status, _ = await call(server, "PATCH", f"{path}/{message['id']}", body)
        assert status == expected, edit


def command(**changes: object) -> Body:
    return {"name": "ask", "description": "Ask", "type": 1} | changes


def option(**changes: object) -> Body:
    return {"name": "question", "description": "What", "type": 3} | changes


BAD_COMMANDS: dict[str, list[Body]] = {
    "uppercase": [command(name="Ask")],
    "uppercase option": [command(options=[option(name="Question")])],
    "autocomplete with choices": [
        command(options=[option(autocomplete=True, choices=[{"name": "a", "value": "a"}])])
    ],
    "over 100": [command(name=f"ask{number}") for number in range(101)],
    "name over 32": [command(name="a" * 33)],
    "unknown key": [command(colour=1)],
}


@pytest.mark.parametrize("bad", BAD_COMMANDS.values(), ids=BAD_COMMANDS)
async def test_bad_command_is_refused_and_a_fault(server: LoopbackDiscord, bad: list[Body]) -> None:
    path = f"/applications/{server.bot_id}/commands"
    status, answer = await call(server, "PUT", path, bad)
    assert (status, answer["code"]) == (400, 50035)
    assert len(server.faults) == 1
    assert server.commands() == []


class Clock:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Open:
    """An interaction that nobody has answered, and the paths that answer it."""

    server: LoopbackDiscord
    clock: Clock
    interaction: Interaction

    async def respond(self, kind: int, data: Body | None = None) -> tuple[int, Body]:
        path = f"/interactions/{self.interaction.id}/{self.interaction.token}/callback"
        body = {"type": kind} | ({} if data is None else {"data": data})
        return await call(self.server, "POST", path, body)

    async def webhook(self, method: str, path: str, body: object = None) -> tuple[int, Body]:
        root = f"/webhooks/{self.server.bot_id}/{self.interaction.token}"
        return await call(self.server, method, root + path, body)


@pytest.fixture
async def opened() -> AsyncIterator[Open]:
    clock = Clock()
    async with LoopbackDiscord.running(clock=clock) as server:
        channel = server.world.add_guild("Home").add_channel("general")
        data = {"id": "1", "name": "ask", "type": 1, "options": []}
        kind = InteractionKind.COMMAND
        interaction = await server.interact(kind, server.world.owner, channel, data)
        yield Open(server, clock, interaction)


SAID: Body = {"content": "a", "allowed_mentions": NOBODY}


async def test_second_callback_is_40060(opened: Open) -> None:
    assert (await opened.respond(4, SAID))[0] == 204
    status, answer = await opened.respond(4, SAID)
    assert (status, answer["code"]) == (400, 40060)
    assert opened.interaction.text == "a"


async def test_callback_after_three_seconds_is_10062(opened: Open) -> None:
    opened.clock.now = 3.1
    status, answer = await opened.respond(4, SAID)
    assert (status, answer["code"]) == (404, 10062)


async def test_webhook_expires_after_fifteen_minutes(opened: Open) -> None:
    await opened.respond(5)
    opened.clock.now = 901
    status, answer = await opened.webhook("PATCH", "/messages/@original", SAID)
    assert (status, answer["code"]) == (401, 50027)


async def test_webhook_before_the_callback_is_unknown(opened: Open) -> None:
    status, answer = await opened.webhook("POST", "?wait=true", SAID)
    assert (status, answer["code"]) == (404, 10015)


async def test_first_follow_up_fills_the_placeholder_and_keeps_it_ephemeral(opened: Open) -> None:
    await opened.respond(5, {"flags": 64})
    assert not opened.interaction.is_answered
    _, first = await opened.webhook("POST", "?wait=true", SAID)
    _, second = await opened.webhook("POST", "?wait=true", SAID | {"content": "b"})
    _, original = await opened.webhook("GET", "/messages/@original")
    assert original["id"] == first["id"] != second["id"]
    assert (original["flags"], second["flags"]) == (64, 0)
    assert [message.text for message in opened.interaction.followups] == ["b"]


async def test_original_can_be_deleted_once(opened: Open) -> None:
    await opened.respond(4, SAID)
    assert (await opened.webhook("DELETE", "/messages/@original"))[0] == 204
    status, answer = await opened.webhook("DELETE", "/messages/@original")
    assert (status, answer["code"]) == (404, 10008)


BAD_CALLBACKS: dict[str, tuple[int, Body | None]] = {
    "type 4 without data": (4, None),
    "type 4 that pings": (4, {"content": "a"}),
    "content over 2,000": (4, SAID | {"content": "a" * 2001}),
    "unknown key": (4, SAID | {"colour": 1}),
    "unknown type": (3, None),
    "update of no message": (7, SAID),
    "choices for a command": (8, {"choices": []}),
    "modal without title": (9, {"custom_id": "a", "components": [row()]}),
}


@pytest.mark.parametrize("bad", BAD_CALLBACKS.values(), ids=BAD_CALLBACKS)
async def test_bad_callback_is_refused_and_a_fault(
    opened: Open, bad: tuple[int, Body | None]
) -> None:
    status, answer = await opened.respond(*bad)
    assert (status, answer["code"]) == (400, 50035)
    assert opened.server.faults
    assert opened.interaction.callback is None


async def test_bad_edit_by_webhook_is_refused_and_a_fault(opened: Open) -> None:
    await opened.respond(5)
    status, _ = await opened.webhook("PATCH", "/messages/@original", {"content": "a"})
    assert status == 400
    [fault] = opened.server.faults
    assert fault.startswith("PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original: ")
    assert fault.endswith("allowed_mentions: must hold an empty parse, not None")


async def test_vain_wait_tells_what_the_bot_sent(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loopback.waiting.PATIENCE", 0.01)
    await opened.respond(5)
    with pytest.raises(AssertionError, match="in vain for an answer to COMMAND 'ask'\nPOST /"):
        await opened.server.answered(opened.interaction)
