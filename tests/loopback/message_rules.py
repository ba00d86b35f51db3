"""Check what Discord checks of a message beyond its schema, and that nobody is pinged."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from .codes import LINK_BUTTON, ComponentKind, MessageFlag
from .errors import Violation
from .world import Message, Payload, walk

CONTENT_LIMIT = 2_000  # characters; the schema allows the 4,000 of paying members
EMBEDS_LIMIT = 6_000  # characters, over all embeds of a message
DISPLAYS_LIMIT = 4_000  # characters, over all text displays of a message
COMPONENTS_LIMIT = 40  # nested ones included
ROWS_LIMIT = 5
CLASSIC_KINDS = frozenset({ComponentKind.ACTION_ROW})
EMBED_SUBSTANCE = ("title", "description", "fields", "author", "footer", "image", "thumbnail")


@dataclass(frozen=True, slots=True)
class Draft:
    """A message as it would be after a request."""

    content: str
    embeds: list[Payload]
    components: list[Payload]
    is_v2: bool
    has_other_content: bool


def violations(body: Payload, before: Message | None = None) -> list[Violation]:
    """Return the rules that creating a message, or editing the one before, would break."""
    draft = _draft(body, before)
    broken = [Violation(place, why) for rule in RULES for place, why in rule(draft)]
    return [*broken, *_mention_violations(body)]


def _draft(body: Payload, before: Message | None) -> Draft:
    """Lay the body over what is there: an edit leaves alone what it does not name."""
    flags = MessageFlag(body.get("flags") or 0)
    shown: dict[str, Any] = {}
    if before is not None:
        flags |= before.flags & MessageFlag.COMPONENTS_V2  # cannot be taken back
        shown = {
            "content": before.content,
            "embeds": before.embeds,
            "components": before.components,
        }
    shown |= body
    return Draft(
        content=shown.get("content") or "",
        embeds=shown.get("embeds") or [],
        components=shown.get("components") or [],
        is_v2=MessageFlag.COMPONENTS_V2 in flags,
        has_other_content=bool(body.get("poll") or body.get("sticker_ids")),
    )


Complaints = Iterable[tuple[str, str]]


def _content_fits(draft: Draft) -> Complaints:
    if len(draft.content) > CONTENT_LIMIT:
        yield "content", f"{len(draft.content)} characters, {CONTENT_LIMIT} at most"


def _embeds_fit(draft: Draft) -> Complaints:
    total = sum(_embed_length(embed) for embed in draft.embeds)
    if total > EMBEDS_LIMIT:
        yield "embeds", f"{total} characters in all, {EMBEDS_LIMIT} at most"
    for number, embed in enumerate(draft.embeds):
        if not any(embed.get(part) for part in EMBED_SUBSTANCE):
            yield f"embeds.{number}", "empty embed"


def _says_something(draft: Draft) -> Complaints:
    if not (draft.content.strip() or draft.embeds or draft.components or draft.has_other_content):
        yield "content", "cannot send an empty message"


def _keeps_to_its_kind(draft: Draft) -> Complaints:
    if draft.is_v2:
        for part in ("content", "embeds", "has_other_content"):
            if getattr(draft, part):
                yield part, "cannot stand in a message of Components V2"
    elif any(part["type"] not in CLASSIC_KINDS for part in draft.components):
        yield "components", "such components need the Components V2 flag"


def _components_fit(draft: Draft) -> Complaints:
    everything = list(walk(draft.components))
    if len(everything) > COMPONENTS_LIMIT:
        yield "components", f"{len(everything)} components, {COMPONENTS_LIMIT} at most"
    if not draft.is_v2 and len(draft.components) > ROWS_LIMIT:
        yield "components", f"{len(draft.components)} action rows, {ROWS_LIMIT} at most"
    displays = [part for part in everything if part["type"] == ComponentKind.TEXT_DISPLAY]
    total = sum(len(display["content"]) for display in displays)
    if total > DISPLAYS_LIMIT:
        yield "components", f"{total} characters of text, {DISPLAYS_LIMIT} at most"


def _buttons_lead_one_way(draft: Draft) -> Complaints:
    for part in walk(draft.components):
        if part["type"] != ComponentKind.BUTTON:
            continue
        if part["style"] == LINK_BUTTON and part.get("custom_id"):
            yield "components", "a link button cannot have a custom_id"


RULES: tuple[Callable[[Draft], Complaints], ...] = (
    _content_fits,
    _embeds_fit,
    _says_something,
    _keeps_to_its_kind,
    _components_fit,
    _buttons_lead_one_way,
)


def _embed_length(embed: Payload) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get(part) or {}).get(key) for part, key in EMBED_NAMES]
    for entry in embed.get("fields") or []:
        texts += [entry["name"], entry["value"]]
    return sum(len(text) for text in texts if text)


EMBED_NAMES = (("footer", "text"), ("author", "name"))


def _mention_violations(body: Payload) -> Iterable[Violation]:
    """Ask every body for `parse: []`: this project's rule (threats O1 and O3), not Discord's."""
    mentions = body.get("allowed_mentions")
    if mentions is None or mentions.get("parse") != []:
        yield Violation("allowed_mentions", f"must hold an empty parse, not {mentions!r}")
