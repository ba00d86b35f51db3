"""What the bot remembers between starts: small files, written whole or not at all."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import os
import secrets
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

_log = logging.getLogger(__name__)

STALE_AFTER = 60.0  # seconds without a sign of life


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The running bot's last sign of life."""

    age: float  # seconds
    ready: bool


class State:
    """A folder of the bot's own; where it cannot be written, the bot runs without a memory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._remembered_home: int | None = None
        self._key: bytes | None = None

    @property
    def heartbeat_file(self) -> Path:
        """Where the running bot leaves its sign of life."""
        return self._folder / "heartbeat.json"

    def synced_commands(self) -> str | None:
        """Return the digest of the commands that Discord knows, if there is one."""
        try:
            return self._commands.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def remember_commands(self, digest: str) -> None:
        """Keep the digest of the commands that Discord knows."""
        self._write(self._commands, digest)

    def beat(self, *, ready: bool) -> None:
        """Leave a sign of life."""
        self._write(self.heartbeat_file, json.dumps({"time": time.time(), "ready": ready}))

    def heartbeat(self) -> Heartbeat | None:
        """Return the last sign of life, or None if there is none."""
        try:
            found = json.loads(self.heartbeat_file.read_text(encoding="utf-8"))
            return Heartbeat(max(0.0, time.time() - found["time"]), bool(found["ready"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def home(self) -> int | None:
        """Return the server that was the only one first, if there is one."""
        if self._remembered_home is None:
            try:
                self._remembered_home = int(self._home.read_text(encoding="ascii"))
            except (OSError, ValueError):
                return None
        return self._remembered_home

    def remember_home(self, guild: int) -> None:
        """Keep the server that is the only one now."""
        self._remembered_home = guild
        self._write(self._home, str(guild))

    def voter(self, user: int, answer: int) -> str:
        """Return what stands for a user's vote on an answer; nobody can tell the user from it."""
        said = f"{answer}:{user}".encode()
        return hmac.new(self._secret(), said, hashlib.sha256).hexdigest()[:32]

    def _secret(self) -> bytes:
        """Return the key of the votes; it is made once, and read by this user alone."""
        if self._key is None:
            path = self._folder / "votes.key"
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                made = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
                with os.fdopen(made, "r+b") as file:
                    self._key = file.read()
                    if not self._key:  # it is new, or a crash left it empty
                        self._key = secrets.token_bytes(32)
                        file.write(self._key)
            except OSError as error:
                _log.warning("cannot keep %s: %s", path, error.strerror)
                self._key = secrets.token_bytes(32)
        return self._key

    def check(self) -> None:
        """Write and remove a file.

        Raises:
            OSError: the folder cannot be written.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._folder):
            pass

    @property
    def _home(self) -> Path:
        return self._folder / "home_guild"

    @property
    def _commands(self) -> Path:
        return self._folder / "commands.sha256"

    def _write(self, path: Path, text: str) -> None:
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            temporary.write_text(text, encoding="utf-8")
            temporary.replace(path)
        except OSError as error:
            _log.warning("cannot write %s: %s", path, error.strerror)
