"""Load config.yaml, and tell every fault of it at once: file, line, key, cure."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot import operator_replies as tells
from bot.config import Config
from bot.token import looks_like_token, redact
from knowledge.errors import KnowledgeError, YamlError
from knowledge.strict_yaml import Document, load
from knowledge.text import decode


class ConfigError(Exception):
    """The configuration is unusable; one sentence for each fault."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))


def load_config(path: Path) -> Config:
    """Return the settings in a file; a missing section or key has its default.

    Raises:
        ConfigError: the file is missing, no UTF-8 text, malformed, or a setting is wrong.
    """
    try:
        document = load(decode(path.read_bytes(), path.name))
    except OSError as error:
        raise ConfigError([tells.NO_CONFIG.format(path=path, error=error.strerror)]) from error
    except YamlError as error:
        raise ConfigError([_at(path, error.line, error.reason)]) from error
    except KnowledgeError as error:
        raise ConfigError([str(error)]) from error
    faults = [_at(path, fault.line, fault.reason) for fault in document.twice]
    faults += [_at(path, line, tells.TOKEN_IN_CONFIG) for line in _token_lines(document)]
    config = _validated(document, path, faults)
    if faults or config is None:
        raise ConfigError(faults)
    return config


def _validated(document: Document, path: Path, faults: list[str]) -> Config | None:
    value = {} if document.value is None else document.value
    if not isinstance(value, dict):
        faults.append(_at(path, 1, tells.NOT_SETTINGS))
        return None
    # A section that is written but left empty has its defaults.
    sections = {key: {} if part is None else part for key, part in value.items()}
    try:
        return Config.model_validate(sections).below(path.parent)
    except ValidationError as error:
        for details in error.errors(include_url=False):
            line = _line(document, details["loc"])
            faults.append(_at(path, line, f"{_dotted(details['loc'])}: {_sentence(details)}"))
        return None


def _at(path: Path, line: int, fault: str) -> str:
    return f"{path.name}, line {line}: {fault}"


def _line(document: Document, place: tuple[str | int, ...]) -> int:
    """The line of a setting, or of the nearest section above it that is written."""
    while place and place not in document.lines:
        place = place[:-1]
    return document.lines.get(place, 1)


def _dotted(place: tuple[str | int, ...]) -> str:
    return ".".join(map(str, place)) or "settings"


def _sentence(details: ErrorDetails) -> str:
    """Say what is wrong with a setting, what was found, and what to write instead."""
    kind = details["type"]
    section, default = _section_of(details["loc"])
    if kind == "extra_forbidden":
        return _unknown(str(details["loc"][-1]), section)
    wanted = tells.CONFIG_FAULTS.get(kind, details["msg"].removeprefix("Value error, "))
    wanted = wanted.format(**details.get("ctx", {}))
    cure = tells.CONFIG_DEFAULT.format(default=default) if default is not None else ""
    return f"{wanted}, found {_shown(details['input'])}{cure}"


def _section_of(place: tuple[str | int, ...]) -> tuple[type[BaseModel], Any]:
    """Return the section in which a setting stands, and the setting's default if it has one."""
    section: type[BaseModel] = Config
    default: Any = None
    for name in place:
        field = section.model_fields.get(str(name))
        default = None if field is None else field.get_default(call_default_factory=True)
        if isinstance(default, BaseModel):
            section, default = type(default), None
    return section, default


def _unknown(name: str, section: type[BaseModel]) -> str:
    known = list(section.model_fields)
    if close := difflib.get_close_matches(name, known, n=1):
        return tells.UNKNOWN_SETTING_CLOSE.format(close=close[0])
    return tells.UNKNOWN_SETTING.format(known=", ".join(known))


def _shown(value: object) -> str:
    text = redact(repr(value))
    return text if len(text) <= 40 else f"{text[:40]}…"


def _token_lines(document: Document) -> list[int]:
    """Return the lines of values that look like a bot token; they are never shown."""
    return [
        line
        for place, line in document.lines.items()
        if looks_like_token(str(_value_at(document.value, place)))
    ]


def _value_at(value: object, place: tuple[str | int, ...]) -> object:
    for name in place:
        if isinstance(value, dict):
            value = value.get(name)
        elif isinstance(value, list) and isinstance(name, int):
            value = value[name]
    return "" if isinstance(value, dict | list) else value
