"""A web server on this machine that answers as it is told, and remembers what it was asked."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from ssl import SSLContext

from aiohttp.abc import AbstractResolver, ResolveResult

from knowledge.web.fetching import Fetcher, Patience, WebSettings
from knowledge.web.guard import SystemResolver

HOST = "127.0.0.1"

Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """Return an answer as it goes over the wire; `content_type` is the header Content-Type."""
    fields = {"content_type": "text/html", "content_length": str(len(body)), **headers}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; the names of `headers` are in lower case."""

    line: str
    headers: Mapping[str, str]

    @property
    def path(self) -> str:
        return self.line.split()[1]


class WebServer:
    """Answers each path with what `answers` says; a path that it does not know is not found."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[Asked] = []
        self.connections = 0
        self.cut_off = asyncio.Event()  # a client left before it had all
        self.port = 0
        self.at_once = self.most_at_once = 0
        self._writers: set[asyncio.StreamWriter] = set()

    @classmethod
    @asynccontextmanager
    async def running(cls, ssl: SSLContext | None = None) -> AsyncIterator[WebServer]:
        server = cls()
        listening = await asyncio.start_server(server._serve, HOST, 0, ssl=ssl)
        server.port = listening.sockets[0].getsockname()[1]
        async with listening:
            yield server
            for writer in server._writers:
                writer.transport.abort()

    def url(self, path: str = "/", *, host: str = "site.example", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self._writers.add(writer)
        try:
            await self._answer(reader, writer)
        except OSError:
            self.cut_off.set()
        finally:
            self.at_once -= 1
            self._writers.discard(writer)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            line, *fields = head.strip().split("\r\n")
            headers = dict(field.split(": ", 1) for field in fields)
            self.asked.append(Asked(line, {name.lower(): value for name, value in headers.items()}))
            found = self.answers.get(self.asked[-1].path, answer(status="404 Not Found"))
            if callable(found):
                await found(writer)
            else:
                writer.write(found)
                await writer.drain()


@asynccontextmanager
async def reaching(server: WebServer) -> AsyncIterator[Fetcher]:
    """Lend a fetcher that may reach a server of this machine, which it knows as site.example."""
    fetcher = Fetcher(
        WebSettings(ports=(server.port,)),
        allowed={(HOST, server.port)},
        resolver=Names({"site.example": [HOST]}),
        patience=Patience(pause=0),
    )
    yield fetcher
    await fetcher.close()


class Names(AbstractResolver):
    """Knows some names, and asks the system for the others."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._names = names
        self._system = SystemResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = self.addresses(host)
        if found is None:
            return await self._system.resolve(host, port, family)
        return [_resolved(host, address, port) for address in found]

    def addresses(self, host: str) -> Sequence[str] | None:
        """Return the addresses of `host`; None: its name is not known here."""
        return self._names.get(host)

    async def close(self) -> None:
        await self._system.close()


def _resolved(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
