"""The settings of config.yaml, typed, with their defaults."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, model_validator

from bot.limits import Rate, Rates
from knowledge.answering import RELATED_AT, THRESHOLDS, AnswerSettings
from knowledge.limits import Limits
from knowledge.web.settings import WebSettings

_HOST = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,20}")

Share = Annotated[float, Field(ge=0, le=1)]
Threshold = Literal["careful", "balanced", "eager"] | Share


def _channel(value: object) -> object:
    """An id may be written with or without quotes; floats and booleans are slips."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and value.strip(" #"):
        return value.strip(" #")
    raise ValueError("expected a channel's name or id")


def _id(value: object) -> object:
    """An id may be written with or without quotes."""
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value > 0):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    raise ValueError("expected an id, such as 123456789012345678")


def _host(value: object) -> object:
    """The name of a site, without what stands before and behind it in an address."""
    if isinstance(value, str) and _HOST.fullmatch(value.strip(" .")):
        return value.strip(" .").lower()
    raise ValueError("expected the name of a site, such as example.com")


def _threshold(value: object) -> object:
    """One message for both ways of saying it, by name and by number."""
    if isinstance(value, str) and value in THRESHOLDS:
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return float(value)
    raise ValueError(f"expected {', '.join(THRESHOLDS)}, or a number from 0 to 1")


class Section(BaseModel):
    """Strict: no silent conversion, no unknown key."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Articles(Section):
    """Where the articles are."""

    folder: str = Field(default="knowledge/articles", min_length=1)


class Answers(Section):
    """How much is shown, and from what confidence on."""

    citations: int = Field(default=3, ge=1, le=5)
    answered_at: Annotated[Threshold, BeforeValidator(_threshold)] = "balanced"
    related_at: Share = RELATED_AT

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.related_at > self.settings().answered_at:
            raise ValueError("related_at must not be above answered_at")
        return self

    def settings(self) -> AnswerSettings:
        """Return the same, as knowledge wants it."""
        named = self.answered_at
        answered_at = THRESHOLDS[named] if isinstance(named, str) else named
        return AnswerSettings(self.citations, answered_at, self.related_at)


class Library(Section):
    """When a refresh asks first, and how long versions stay."""

    largest_loss: Share = 0.5
    keep_versions: int = Field(default=50, ge=1)
    keep_days: int = Field(default=365, ge=1)


class Web(Section):
    """Which pages may be fetched; only public addresses are, whatever stands here."""

    hosts: list[Annotated[str, BeforeValidator(_host)]] = Field(default_factory=list)
    ports: list[Annotated[int, Field(ge=1, le=65535)]] = Field(default_factory=lambda: [80, 443])

    def settings(self) -> WebSettings:
        """Return the same, as the fetcher wants it."""
        return WebSettings(tuple(self.hosts), tuple(self.ports))


class Discord(Section):
    """Where the bot answers without being mentioned, and who moderates it."""

    home_guild: Annotated[int | None, BeforeValidator(_id)] = None
    moderator_roles: list[Annotated[int, BeforeValidator(_id)]] = Field(default_factory=list)

    ask_channels: list[Annotated[str, BeforeValidator(_channel)]] = Field(default_factory=list)
    ask_channels_answer: Literal["questions", "everything"] = "questions"
    message_content: bool = False

    @property
    def needs_message_content(self) -> bool:
        """Whether the bot must read messages that do not mention it."""
        return self.message_content or bool(self.ask_channels)


class Privacy(Section):
    """What is kept of what members ask."""

    question_days: int = Field(default=30, ge=0, le=365)


class Speed(Section):
    """How many questions and presses are answered in some seconds; 0: any number."""

    seconds: int = Field(default=20, ge=1, le=3600)
    user: int = Field(default=10, ge=0)
    channel: int = Field(default=30, ge=0)
    server: int = Field(default=100, ge=0)
    total: int = Field(default=500, ge=0)

    def rates(self) -> Rates:
        """Return the same, as the limiter wants it."""
        counts = (self.user, self.channel, self.server, self.total)
        return Rates(*(Rate(count, self.seconds) for count in counts))


class State(Section):
    """Where the bot remembers."""

    folder: str = Field(default="state", min_length=1)


class Log(Section):
    """What is logged."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


class Config(Section):
    """All settings; relative folders are below the folder of the file."""

    articles: Articles = Articles()
    answers: Answers = Answers()
    library: Library = Library()
    web: Web = Web()
    discord: Discord = Discord()
    privacy: Privacy = Privacy()
    limits: Speed = Speed()
    state: State = State()
    log: Log = Log()
    _base: Path = PrivateAttr(default=Path())

    def below(self, base: Path) -> Self:
        """Return the same settings with relative folders below `base`."""
        copy = self.model_copy()
        copy._base = base  # noqa: SLF001  # its own class
        return copy

    def keeping(self) -> Limits:
        """Return what knowledge is told to keep, and for how long."""
        library = self.library
        return Limits(
            library.largest_loss,
            library.keep_versions,
            library.keep_days,
            self.privacy.question_days,
        )

    @property
    def articles_folder(self) -> Path:
        """The folder of the articles."""
        return self._base / self.articles.folder

    @property
    def state_folder(self) -> Path:
        """The folder of what the bot remembers."""
        return self._base / self.state.folder
