"""How much of a library may go, and when."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """When a refresh asks first, and how long versions stay."""

    largest_loss: float = 0.5  # the share of the passages that may go without a question
    keep_versions: int = 50
    keep_days: int = 365
    question_days: int = 30  # that questions without an answer are kept; 0: never
    forget_days: int = 30  # after which the data of a guild goes that the bot has left
