"""Speak Discord's gateway protocol: identify, heartbeat, resume and tell of events."""

import json
import secrets
from typing import Any

from aiohttp import WSCloseCode, WSMessage, WSMsgType, web

from .codes import CloseCode, Intent, Opcode
from .payloads import Reader, guild_payload, message_payload, placed, user_payload
from .session import Connection, Session
from .waiting import Changes
from .world import Message, Payload, World

HEARTBEAT_MILLISECONDS = 41_250
PRIVILEGED = Intent.GUILD_MEMBERS | Intent.GUILD_PRESENCES | Intent.MESSAGE_CONTENT
DATA = frozenset({WSMsgType.TEXT, WSMsgType.BINARY})
GOODBYES = frozenset({WSCloseCode.OK, WSCloseCode.GOING_AWAY})  # a client cannot resume after these


class Hangup(Exception):  # noqa: N818  (an order to close, not an error)
    """Close the connection with this code."""

    def __init__(self, code: CloseCode) -> None:
        super().__init__(code.name)
        self.code = code


class Gateway:
    """Every connection and session of the one bot that may log in."""

    def __init__(self, world: World, token: str, changes: Changes) -> None:
        self.url = ""  # known once the server listens
        self.allowed_intents = ~PRIVILEGED
        self.sessions: dict[str, Session] = {}
        self.heartbeats = 0
        self._world = world
        self._token = token
        self._changes = changes
        self._connections: set[Connection] = set()

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one socket until either side hangs up."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(socket, compressed=request.query.get("compress") == "zlib-stream")
        self._connections.add(connection)
        try:
            await self._converse(connection)
        except Hangup as hangup:
            await socket.close(code=hangup.code)
        finally:
            self._connections.discard(connection)
            connection.leave()
        return socket

    def is_connected(self) -> bool:
        """Tell whether a client that has identified is listening."""
        return any(session.connection for session in self.sessions.values())

    async def disconnect(self, code: int) -> None:
        """Hang up on every client."""
        for connection in list(self._connections):
            await connection.socket.close(code=code)

    async def dispatch(self, event: str, data: Payload, *, intent: Intent = Intent.NONE) -> None:
        """Tell every session that asked for such events."""
        for session in list(self.sessions.values()):
            if intent in session.intents:
                await session.emit(event, data)

    async def dispatch_message(self, event: str, message: Message) -> None:
        """Tell of a message, showing each session what its intents let it read."""
        if message.is_ephemeral:
            return
        intent = Intent.GUILD_MESSAGES if message.channel.guild else Intent.DIRECT_MESSAGES
        for session in list(self.sessions.values()):
            if intent in session.intents:
                payload = message_payload(message, self._reader(session))
                await session.emit(event, placed(message, payload))

    def _reader(self, session: Session) -> Reader:
        has_intent = Intent.MESSAGE_CONTENT in session.intents
        return lambda message: self._world.bot_reads(message, has_intent=has_intent)

    async def _converse(self, connection: Connection) -> None:
        hello = {"heartbeat_interval": HEARTBEAT_MILLISECONDS}
        await connection.send({"op": Opcode.HELLO, "d": hello, "s": None, "t": None})
        while (message := await connection.socket.receive()).type in DATA:
            operation, data = _parsed(message)
            await self._receive(connection, operation, data)
        if message.type is WSMsgType.CLOSE and message.data in GOODBYES and connection.session:
            self.sessions.pop(connection.session.id, None)

    async def _receive(self, connection: Connection, operation: int, data: Any) -> None:  # noqa: ANN401
        if operation == Opcode.HEARTBEAT:
            self.heartbeats += 1
            await connection.send({"op": Opcode.HEARTBEAT_ACK, "d": None, "s": None, "t": None})
        elif operation == Opcode.IDENTIFY:
            await self._identify(connection, data)
        elif operation == Opcode.RESUME:
            await self._resume(connection, data)
        elif connection.session is None:
            raise Hangup(CloseCode.NOT_AUTHENTICATED)
        elif operation != Opcode.PRESENCE_UPDATE:
            raise Hangup(CloseCode.UNKNOWN_OPCODE)

    async def _identify(self, connection: Connection, data: Payload) -> None:
        if connection.session is not None:
            raise Hangup(CloseCode.ALREADY_AUTHENTICATED)
        self._authenticate(data)
        intents = Intent(data["intents"])
        if intents & ~self.allowed_intents:
            raise Hangup(CloseCode.DISALLOWED_INTENTS)
        session = Session(secrets.token_hex(16), intents)
        connection.take(session)
        await self._welcome(session)
        self.sessions[session.id] = session  # only now: no event may come before the welcome
        self._changes.announce()

    async def _welcome(self, session: Session) -> None:
        guilds = list(self._world.guilds.values())
        bot = user_payload(self._world.bot) | {
            "verified": True,
            "mfa_enabled": False,
            "email": None,
        }
        await session.emit(
            "READY",
            {
                "v": 10,
                "user": bot,
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
                "session_id": session.id,
                "resume_gateway_url": self.url,
                "application": {"id": str(self._world.bot.id), "flags": 0},
            },
        )
        if Intent.GUILDS in session.intents:
            for guild in guilds:
                await session.emit("GUILD_CREATE", guild_payload(guild))

    async def _resume(self, connection: Connection, data: Payload) -> None:
        self._authenticate(data)
        session, sequence = self.sessions.get(data["session_id"]), int(data["seq"])
        if session is None or not session.can_replay(sequence):
            await connection.send({"op": Opcode.INVALID_SESSION, "d": False, "s": None, "t": None})
            return
        if sequence > session.sequence:
            raise Hangup(CloseCode.INVALID_SEQUENCE)
        # Again until nothing is missed: events may come while the missed ones are sent.
        while missed := session.after(sequence):
            for frame in missed:
                await connection.send(frame)
            sequence = missed[-1]["s"]
        connection.take(session)
        await session.emit("RESUMED", {})
        self._changes.announce()

    def _authenticate(self, data: Payload) -> None:
        if data["token"] != self._token:
            raise Hangup(CloseCode.AUTHENTICATION_FAILED)


def _parsed(message: WSMessage) -> tuple[int, Any]:
    try:
        frame = json.loads(message.data)
        return frame["op"], frame.get("d")
    except (ValueError, TypeError, KeyError):
        raise Hangup(CloseCode.DECODE_ERROR) from None
