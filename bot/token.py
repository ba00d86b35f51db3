"""Find the bot's token in the environment, and keep it out of everything that is printed."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import SecretStr

from bot import operator_replies as tells

# The bot's id in base64, a time, a signature.
_SHAPE = r"[A-Za-z0-9_-]{17,30}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,50}"
_TOKEN = re.compile(_SHAPE)


class TokenError(Exception):
    """There is no usable token; the text says where to get or put it, and never what it is."""


def load_token(environ: Mapping[str, str]) -> SecretStr:
    """Return the token in DISCORD_TOKEN, or in the file that DISCORD_TOKEN_FILE names.

    Raises:
        TokenError: neither is set, the file cannot be read, or the text is no bot token.
    """
    text = environ.get("DISCORD_TOKEN", "").strip()
    if not text and (path := environ.get("DISCORD_TOKEN_FILE", "").strip()):
        text = _read(Path(path))
    if not text:
        raise TokenError(tells.NO_TOKEN)
    text = text.removeprefix("Bot ").strip("\"' ")
    if not looks_like_token(text):
        raise TokenError(tells.MALFORMED_TOKEN)
    return SecretStr(text)


def looks_like_token(text: str) -> bool:
    """Whether the text has the shape of a bot token."""
    return _TOKEN.fullmatch(text.strip()) is not None


def application_id(token: SecretStr) -> int | None:
    """Return the id of the token's application, which its first part holds."""
    first = token.get_secret_value().partition(".")[0]
    try:
        return int(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)))
    except (binascii.Error, ValueError):
        return None


def redact(text: str) -> str:
    """Return `text` with every bot token and every interaction token blotted out."""
    return _INTERACTION.sub(r"\1[redacted]", _ANYWHERE.sub("[redacted]", text))


_ANYWHERE = re.compile(rf"(?<![\w-]){_SHAPE}(?![\w-])")
_INTERACTION = re.compile(r"(/(?:webhooks|interactions)/\d+/)[\w=.-]{20,}")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise TokenError(tells.TOKEN_FILE.format(path=path, error=reason)) from error
