"""Take the bot's answers to interactions: the first callback, and what follows by webhook."""

import secrets
from collections.abc import Callable

from . import message_rules
from .codes import CallbackKind, ErrorCode, InteractionKind, MessageFlag
from .errors import ApiError, InvalidFormError, Violation, unknown
from .interaction import Interaction
from .messages import Messages
from .payloads import message_payload
from .rest import Call, Operations
from .world import Channel, Message, Payload, User, World

CALLBACK_SECONDS = 3.0
TOKEN_SECONDS = 15 * 60.0

ANSWERS = {
    InteractionKind.COMMAND: {
        CallbackKind.MESSAGE,
        CallbackKind.DEFERRED_MESSAGE,
        CallbackKind.MODAL,
    },
    InteractionKind.COMPONENT: {
        CallbackKind.MESSAGE,
        CallbackKind.DEFERRED_MESSAGE,
        CallbackKind.DEFERRED_UPDATE,
        CallbackKind.UPDATE,
        CallbackKind.MODAL,
    },
    InteractionKind.AUTOCOMPLETE: {CallbackKind.CHOICES},
}


class InteractionRoutes:
    """The open interactions and the operations on them."""

    def __init__(self, world: World, messages: Messages, clock: Callable[[], float]) -> None:
        self._world = world
        self._messages = messages
        self._clock = clock
        self._interactions: dict[str, Interaction] = {}

    def operations(self) -> Operations:
        """Return each operation under its method and OpenAPI template."""
        webhook = "/webhooks/{webhook_id}/{webhook_token}"
        routes: Operations = {
            ("POST", "/interactions/{interaction_id}/{interaction_token}/callback"): self._respond,
            ("POST", webhook): self._follow_up,
        }
        # In this order: a router that takes the first match must not read @original as an id.
        for message in (f"{webhook}/messages/@original", f"{webhook}/messages/{{message_id}}"):
            routes = {
                **routes,
                ("GET", message): self._get,
                ("PATCH", message): self._edit,
                ("DELETE", message): self._delete,
            }
        return routes

    def open(
        self,
        kind: InteractionKind,
        user: User,
        channel: Channel,
        data: Payload,
        source: Message | None = None,
    ) -> Interaction:
        """Start the clock of a new interaction."""
        token, id_ = secrets.token_urlsafe(32), self._world.ids.mint()
        new = Interaction(id_, token, kind, user, channel, data, source, self._clock())
        self._interactions[token] = new
        return new

    async def _respond(self, call: Call) -> Payload | None:
        interaction = self._interactions.get(call.parameters["interaction_token"])
        if interaction is None or self._age(interaction) > CALLBACK_SECONDS:
            raise unknown(ErrorCode.UNKNOWN_INTERACTION)
        if interaction.callback is not None:
            reason = "Interaction has already been acknowledged."
            raise ApiError(400, ErrorCode.ALREADY_ACKNOWLEDGED, reason)
        if broken := _callback_violations(interaction, call.body):
            raise InvalidFormError(broken)
        interaction.callback = call.body
        await self._show(interaction, call.body)
        return _resource(interaction) if call.query.get("with_response") else None

    async def _show(self, interaction: Interaction, callback: Payload) -> None:
        """Do to the message of an interaction what its first answer says."""
        data, kind = callback.get("data") or {}, callback["type"]
        if kind == CallbackKind.MESSAGE:
            interaction.message = await self._say(interaction, data)
        elif kind == CallbackKind.DEFERRED_MESSAGE:
            placeholder = {"flags": data.get("flags")}
            interaction.message = await self._say(interaction, placeholder, MessageFlag.LOADING)
        elif kind in (CallbackKind.UPDATE, CallbackKind.DEFERRED_UPDATE):
            interaction.message = interaction.source
            if kind == CallbackKind.UPDATE and interaction.source is not None:
                await self._messages.edit(interaction.source, data)

    async def _say(
        self, interaction: Interaction, body: Payload, flags: MessageFlag = MessageFlag.NONE
    ) -> Message:
        return await self._messages.create(interaction.channel, body, flags, is_response=True)

    async def _get(self, call: Call) -> Payload:
        return _shown(_message(self._held(call), call))

    async def _edit(self, call: Call) -> Payload:
        interaction = self._held(call)
        message = _message(interaction, call)
        if broken := message_rules.violations(call.body, message):
            raise InvalidFormError(broken)
        await self._messages.edit(message, call.body)
        interaction.is_followed_up = True
        return _shown(message)

    async def _delete(self, call: Call) -> None:
        interaction = self._held(call)
        await self._messages.delete(_message(interaction, call))
        interaction.is_followed_up = True

    async def _follow_up(self, call: Call) -> Payload | None:
        interaction = self._held(call)
        if broken := message_rules.violations(call.body):
            raise InvalidFormError(broken)
        message = interaction.message
        if message is not None and message.is_loading:
            await self._messages.edit(message, call.body)  # the first one fills the placeholder
        else:
            message = await self._say(interaction, call.body)
            interaction.followups.append(message)
        interaction.is_followed_up = True
        return _shown(message) if call.query.get("wait") else None

    def _held(self, call: Call) -> Interaction:
        """Return the interaction of a token that is good and has been answered once."""
        interaction = self._interactions.get(call.parameters["webhook_token"])
        if interaction is None or interaction.callback is None:
            raise unknown(ErrorCode.UNKNOWN_WEBHOOK)
        if self._age(interaction) > TOKEN_SECONDS:
            raise ApiError(401, ErrorCode.INVALID_WEBHOOK_TOKEN, "Invalid Webhook Token")
        return interaction

    def _age(self, interaction: Interaction) -> float:
        return self._clock() - interaction.started


def _callback_violations(interaction: Interaction, callback: Payload) -> list[Violation]:
    kind, data = callback["type"], callback.get("data")
    if kind not in ANSWERS[interaction.kind]:
        return [Violation("type", f"{kind} is no answer to {interaction.kind.name}")]
    if kind == CallbackKind.MESSAGE and data is None:
        return [Violation("data", "an answer of type 4 needs it")]
    if kind == CallbackKind.MESSAGE:
        return message_rules.violations(data or {})
    if kind == CallbackKind.UPDATE:
        return message_rules.violations(data or {}, interaction.source)
    return []


def _message(interaction: Interaction, call: Call) -> Message:
    """Return the message that the path names; without an id it is the original answer."""
    original = [] if interaction.message is None else [interaction.message]
    wanted = call.id("message_id") if "message_id" in call.parameters else None
    for message in [*original, *interaction.followups]:
        if wanted in (None, message.id) and not message.is_deleted:
            return message
    raise unknown(ErrorCode.UNKNOWN_MESSAGE)


def _shown(message: Message) -> Payload:
    return message_payload(message, lambda _: True)


def _resource(interaction: Interaction) -> Payload:
    """Return what a callback asked to report: the interaction, and the message it made."""
    callback = interaction.callback or {}
    answer: Payload = {"interaction": {"id": str(interaction.id), "type": int(interaction.kind)}}
    if (message := interaction.message) is not None:
        answer["interaction"] |= {
            "response_message_id": str(message.id),
            "response_message_loading": message.is_loading,
            "response_message_ephemeral": message.is_ephemeral,
        }
        answer["resource"] = {"type": callback.get("type"), "message": _shown(message)}
    return answer
