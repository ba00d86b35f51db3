"""Call the loopback Discord without discord.py."""

from typing import Any

import aiohttp
from loopback import TOKEN, LoopbackDiscord


async def call(
    server: LoopbackDiscord, method: str, path: str, body: object = None
) -> tuple[int, dict[str, Any]]:
    """Make one REST request and return the status and the body."""
    url = f"{server.origin}/api/v10{path}"
    headers = {"Authorization": f"Bot {TOKEN}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.request(method, url, json=body) as response,
    ):
        assert response.headers.get("Content-Type", "application/json") == "application/json"
        return response.status, await response.json() if response.status != 204 else {}
