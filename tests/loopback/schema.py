"""Hold request bodies against Discord's own OpenAPI document, and against stray keys."""

import gzip
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from .errors import Violation

DOCUMENT = Path(__file__).parent.parent / "fixtures" / "discord-openapi.json.gz"
SHOWN_CHARACTERS = 200  # of a complaint: some quote the whole body

# The document lacks keys that Discord takes or ignores: it documents `nsfw` elsewhere, and
# discord.py sends `tts` with every edit and `flags` with every embed.
MISSING_KEYS = {
    "ApplicationCommandCreateRequest": {"nsfw": "boolean"},
    "ApplicationCommandUpdateRequest": {"nsfw": "boolean"},
    "MessageEditRequestPartial": {"tts": "boolean"},
    "IncomingWebhookUpdateRequestPartial": {"tts": "boolean"},
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": {"tts": "boolean"},
    "RichEmbed": {"flags": "integer"},
}


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document, made strict about keys and lenient about whole-number ids."""
    parsed: dict[str, Any] = json.loads(gzip.decompress(DOCUMENT.read_bytes()))
    schemas = parsed["components"]["schemas"]
    for name, keys in MISSING_KEYS.items():
        schemas[name]["properties"] |= {key: {"type": kind} for key, kind in keys.items()}
    _forbid_other_keys(schemas)
    # Discord takes ids as integers too, and discord.py sends some of them so.
    schemas["SnowflakeType"]["type"] = ["string", "integer"]
    return parsed


def is_open(route: str, method: str) -> bool:
    """Tell whether an operation needs no bot token."""
    return {} in document()["paths"][route][method.lower()]["security"]


def violations(route: str, method: str, body: object) -> list[Violation]:
    """Return where the body departs from the operation's schema."""
    checker = _validator(route, method)
    if checker is None:
        return [] if body is None else [Violation("body", "this operation takes none")]
    return [found for error in checker.iter_errors(body) for found in _explain(error)]


@cache
def _validator(route: str, method: str) -> jsonschema_rs.Draft202012Validator | None:
    operation = document()["paths"][route][method.lower()]
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None
    schema = content["schema"] | {"components": document()["components"]}
    return jsonschema_rs.Draft202012Validator(schema)


def _forbid_other_keys(part: object) -> None:
    if isinstance(part, dict):
        if "properties" in part and part.get("type") == "object":
            part.setdefault("additionalProperties", False)
        for inner in part.values():
            _forbid_other_keys(inner)
    elif isinstance(part, list):
        for inner in part:
            _forbid_other_keys(inner)


def _explain(error: jsonschema_rs.ValidationError) -> Iterator[Violation]:
    """Yield what is wrong in the one branch of a union that the body meant, if it shows."""
    branches: list[list[jsonschema_rs.ValidationError]] = getattr(error.kind, "context", [])
    meant = [branch for branch in branches if not any(_misses(error, inner) for inner in branch)]
    if len(meant) == 1:
        for inner in meant[0]:
            yield from _explain(inner)
    else:
        place = ".".join(str(step) for step in error.instance_path) or "body"
        yield Violation(place, error.message[:SHOWN_CHARACTERS])


def _misses(union: jsonschema_rs.ValidationError, inner: jsonschema_rs.ValidationError) -> bool:
    """Tell whether an error means that the branch is of another type altogether."""
    if inner.instance_path == [*union.instance_path, "type"]:
        return True
    return inner.instance_path == union.instance_path and inner.kind.name == "type"
