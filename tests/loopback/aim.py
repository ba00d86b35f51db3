"""Point discord.py at a server on this machine, for a while."""

from collections.abc import Iterator
from contextlib import contextmanager

from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from .rest import PREFIX

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


@contextmanager
def discord_at(origin: URL, gateway: URL) -> Iterator[None]:
    """Send every client to these addresses until the block ends.

    Raises:
        ValueError: an address is not of this machine; a bot token must not leave it.
    """
    if not {origin.host, gateway.host} <= LOOPBACK_HOSTS:
        raise ValueError(f"{origin} or {gateway} is not on loopback")
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE
    Route.BASE = str(origin.with_path(PREFIX))
    DiscordWebSocket.DEFAULT_GATEWAY = gateway
    Asset.BASE = str(origin)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE = before
