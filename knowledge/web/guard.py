"""Resolve names and open sockets, to public addresses only."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.connector import AddrInfoType

from knowledge.errors import NOT_PUBLIC, WebError
from knowledge.web.addresses import is_public

_LOOKUPS = 4  # at once


class SystemResolver(AbstractResolver):
    """Ask the system, in threads of its own.

    A name server that never answers holds a thread for longer than a fetch may take. In the
    loop's own threads it would hold up the rest of the bot.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_LOOKUPS, thread_name_prefix="resolver")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return every address of `host`.

        Raises:
            OSError: it has none.
        """
        ask = partial(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM)
        found = await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        return [
            ResolveResult(
                hostname=host,
                host=socket.getnameinfo(address, socket.NI_NUMERICHOST | socket.NI_NUMERICSERV)[0],
                port=port,
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST,
            )
            for kind, _, protocol, _, address in found
        ]

    async def close(self) -> None:
        """Take no more questions."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class Guard(AbstractResolver):
    """Stand between aiohttp and the network, once for names and once for addresses.

    `allowed` are (address, port) pairs that may be connected to although they are not public. It
    is for tests only, and no setting leads here.
    """

    def __init__(
        self, allowed: Collection[tuple[str, int]], resolver: AbstractResolver | None
    ) -> None:
        self._allowed = frozenset(allowed)
        self._resolver = resolver or SystemResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of `host`.

        Raises:
            WebError: it has none, or one that is not public. The reason does not tell which, as
                the names in the operator's own network are nobody's business.
        """
        try:
            found = await self._resolver.resolve(host, port, family)
        except OSError as error:
            raise WebError(NOT_PUBLIC) from error
        if not found or not all(self._permits(one["host"], port) for one in found):
            raise WebError(NOT_PUBLIC)
        return found

    def open(self, info: AddrInfoType) -> socket.socket:
        """Open a socket for the very address that is connected to next.

        Raises:
            PermissionError: the address is not public.
        """
        family, kind, protocol, _, (address, port, *_) = info
        if not self._permits(address, port):
            # Only an OSError gets through aiohttp unharmed.
            raise PermissionError(errno.EACCES, NOT_PUBLIC)
        return socket.socket(family, kind, protocol)

    async def close(self) -> None:
        """Close the resolver."""
        await self._resolver.close()

    def _permits(self, address: str, port: int) -> bool:
        return is_public(address) or (address, port) in self._allowed
