"""Log to standard error, without secrets: no bot token, no interaction token."""

from __future__ import annotations

import logging

from bot.token import redact


class RedactingFormatter(logging.Formatter):
    """Blots secrets out of the whole entry, its traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the entry as one text without secrets."""
        return redact(super().format(record))


def set_up_logging(level: str) -> None:
    """Send the log of everything to standard error.

    discord.py's own DEBUG entries hold what people write, so they never appear.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("discord").setLevel(max(logging.INFO, logging.getLevelName(level)))
