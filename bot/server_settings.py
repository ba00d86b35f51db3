"""How the bot behaves in a server and in its channels, as its moderators set it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.store.database import Database

_log = logging.getLogger(__name__)

CHANGED = "server_changed"  # counts the changes to a server's settings
SERVER = 0  # instead of a channel's id: all channels that nothing else is set for


class Mode(StrEnum):
    """What is answered in a channel, beside commands and direct messages."""

    OFF = "off"
    MENTIONS = "mentions"
    QUESTIONS = "questions"
    FIRST_POSTS = "first_posts"  # of the threads of a forum

    @property
    def needs_content(self) -> bool:
        """Whether the bot must read messages that do not mention it."""
        return self in (Mode.QUESTIONS, Mode.FIRST_POSTS)


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What is set; each by channel, or for the whole server under `SERVER`."""

    modes: Mapping[int, Mode] = field(default_factory=dict)
    private: Mapping[int, bool] = field(default_factory=dict)  # /ask answers so by default
    threads: Mapping[int, bool] = field(default_factory=dict)  # messages are answered in one
    helper: int | None = None  # the role that is named where nothing is found

    def mode(self, *places: int) -> Mode | None:
        """Return the mode of the first place that has one: a thread, its channel, the server."""
        return next((self.modes[one] for one in (*places, SERVER) if one in self.modes), None)

    def is_private(self, *places: int) -> bool:
        """Whether /ask answers privately there, if it is not said."""
        return next((self.private[one] for one in (*places, SERVER) if one in self.private), False)

    def uses_threads(self, *places: int) -> bool:
        """Whether messages there are answered in threads."""
        return next((self.threads[one] for one in (*places, SERVER) if one in self.threads), False)


NOTHING_SET = ServerSettings()


class SettingsBook:
    """Reads and keeps the settings of servers; what is in memory follows the store."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[int, tuple[str, ServerSettings]] = {}  # with how often they changed

    async def of(self, guild: int | None) -> ServerSettings:
        """Return what is set in a server; nothing in direct messages.

        Raises:
            StoreError: the store cannot be read.
        """
        if guild is None:
            return NOTHING_SET
        if guild not in self._known:
            from knowledge.store import settings

            async with self._database.read() as connection:
                rows = await settings.all_of(connection, guild)
            self._known[guild] = rows.get(CHANGED, ""), _read(rows)
        return self._known[guild][1]

    async def put(self, guild: int, name: str, place: int, value: str | None) -> None:
        """Set something in a place of a server; None: no longer.

        Raises:
            StoreError: the store cannot be written.
        """
        from knowledge.store import settings

        async with self._database.write() as connection:
            await settings.put(connection, guild, f"{name}:{place}", value)
            before = await settings.find(connection, guild, CHANGED)
            await settings.put(connection, guild, CHANGED, str(int(before or 0) + 1))
        self._known.pop(guild, None)

    async def follow(self) -> None:
        """Forget what other processes have changed, so that it is read when it is wanted next.

        Raises:
            StoreError: the store cannot be read.
        """
        from knowledge.store import settings

        async with self._database.read() as connection:
            changed = await settings.everywhere(connection, CHANGED)
        for guild, (seen, _) in list(self._known.items()):
            if changed.get(guild, "") != seen:
                del self._known[guild]


def _read(rows: Mapping[str, str]) -> ServerSettings:
    modes: dict[int, Mode] = {}
    flags: dict[str, dict[int, bool]] = {"private": {}, "threads": {}}
    helper = None
    for key, value in rows.items():
        name, _, place = key.partition(":")
        if name == "mode" and value in set(Mode):
            modes[int(place)] = Mode(value)
        elif name in flags:
            flags[name][int(place)] = value == "on"
        elif name == "helper":
            helper = int(value)
    return ServerSettings(modes, flags["private"], flags["threads"], helper)
