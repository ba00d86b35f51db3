"""Carry gateway frames to one client, and keep them for a client that comes back."""

import contextlib
import json
import zlib
from collections import deque
from dataclasses import dataclass, field

from aiohttp import web

from .codes import Intent, Opcode
from .world import Payload

REPLAYABLE_FRAMES = 1_000


class Connection:
    """One socket. A client that asks for another compression than zlib gets plain text,
    which clients take as well."""

    def __init__(self, socket: web.WebSocketResponse, *, compressed: bool) -> None:
        self.socket = socket
        self.session: Session | None = None
        self._deflate = zlib.compressobj() if compressed else None

    def take(self, session: "Session") -> None:
        """Carry the frames of this session from now on."""
        self.session, session.connection = session, self

    def leave(self) -> None:
        """Carry none any more, unless another connection has taken over."""
        if self.session is not None and self.session.connection is self:
            self.session.connection = None

    async def send(self, frame: Payload) -> None:
        """Send a frame; a socket that has just closed loses it, and RESUME asks again."""
        text = json.dumps(frame)
        with contextlib.suppress(ConnectionError):
            if self._deflate is None:
                await self.socket.send_str(text)
            else:
                packed = self._deflate.compress(text.encode())
                await self.socket.send_bytes(packed + self._deflate.flush(zlib.Z_SYNC_FLUSH))


@dataclass(slots=True, eq=False)
class Session:
    """What a client has been told since it identified; it outlives the socket."""

    id: str
    intents: Intent
    connection: Connection | None = None
    sequence: int = 0
    sent: deque[Payload] = field(default_factory=lambda: deque(maxlen=REPLAYABLE_FRAMES))

    async def emit(self, event: str, data: Payload) -> None:
        """Tell the client of an event, now or when it resumes."""
        self.sequence += 1
        frame = {"op": Opcode.DISPATCH, "s": self.sequence, "t": event, "d": data}
        self.sent.append(frame)
        if self.connection is not None:
            await self.connection.send(frame)

    def after(self, sequence: int) -> list[Payload]:
        """Return the frames that a client at this sequence has missed."""
        return [frame for frame in self.sent if frame["s"] > sequence]

    def can_replay(self, sequence: int) -> bool:
        """Tell whether every frame after this one is still here."""
        return not self.sent or self.sent[0]["s"] <= sequence + 1
