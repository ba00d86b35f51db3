"""Let the bot read, write, edit and delete messages in channels."""

from itertools import islice

from . import message_rules
from .codes import ErrorCode, Intent
from .errors import ApiError, InvalidFormError, Violation
from .gateway import Gateway
from .messages import Messages
from .payloads import channel_payload, message_payload
from .rest import Call, Operations
from .world import Message, Payload, World

PAGE = 50  # messages, unless asked otherwise


class ChannelRoutes:
    """The operations on channels and their messages."""

    def __init__(self, world: World, messages: Messages, gateway: Gateway) -> None:
        self._world = world
        self._messages = messages
        self._gateway = gateway

    def operations(self) -> Operations:
        """Return each operation under its method and OpenAPI template."""
        channel = "/channels/{channel_id}"
        message = "/channels/{channel_id}/messages/{message_id}"
        return {
            ("GET", channel): self._channel,
            ("POST", f"{channel}/typing"): self._type,
            ("GET", f"{channel}/messages"): self._list,
            ("POST", f"{channel}/messages"): self._create,
            ("GET", message): self._get,
            ("PATCH", message): self._edit,
            ("DELETE", message): self._delete,
        }

    async def _channel(self, call: Call) -> Payload:
        return channel_payload(self._world.channel(call.id("channel_id")))

    async def _type(self, call: Call) -> None:
        self._world.channel(call.id("channel_id"))

    async def _list(self, call: Call) -> list[Payload]:
        channel = self._world.channel(call.id("channel_id"))
        if "around" in call.query:
            raise InvalidFormError([Violation("around", "this server does not take it")])
        after, before = int(call.query.get("after", 0)), call.query.get("before")
        wanted = [
            message
            for message in channel.messages.values()
            if message.id > after
            and (before is None or message.id < int(before))
            and not message.is_ephemeral
        ]
        newest = reversed(wanted) if "after" not in call.query else iter(wanted)
        page = list(islice(newest, int(call.query.get("limit", PAGE))))
        return [self._shown(message) for message in sorted(page, key=lambda m: -m.id)]

    async def _get(self, call: Call) -> Payload:
        return self._shown(self._message(call))

    async def _create(self, call: Call) -> Payload:
        channel = self._world.channel(call.id("channel_id"))
        if broken := message_rules.violations(call.body):
            raise InvalidFormError(broken)
        return self._shown(await self._messages.create(channel, call.body))

    async def _edit(self, call: Call) -> Payload:
        message = self._message(call)
        if message.author != self._world.bot:
            reason = "Cannot edit a message authored by another user"
            raise ApiError(403, ErrorCode.NOT_THE_AUTHOR, reason)
        if broken := message_rules.violations(call.body, message):
            raise InvalidFormError(broken)
        await self._messages.edit(message, call.body)
        return self._shown(message)

    async def _delete(self, call: Call) -> None:
        await self._messages.delete(self._message(call))

    def _message(self, call: Call) -> Message:
        message = self._world.channel(call.id("channel_id")).message(call.id("message_id"))
        if message.is_ephemeral:  # only its interaction reaches it
            raise ApiError(404, ErrorCode.UNKNOWN_MESSAGE, "Unknown message")
        return message

    def _shown(self, message: Message) -> Payload:
        has_intent = Intent.MESSAGE_CONTENT in self._gateway.allowed_intents
        reader = self._world.bot_reads
        return message_payload(message, lambda one: reader(one, has_intent=has_intent))
