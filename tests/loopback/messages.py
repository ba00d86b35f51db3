"""Send, edit and delete messages, and tell the gateway of each."""

from .codes import ErrorCode, Intent, MessageFlag
from .errors import ApiError, InvalidFormError, Violation
from .gateway import Gateway
from .snowflakes import timestamp_now
from .world import Channel, Message, Payload, User, World

LASTING_FLAGS = MessageFlag.EPHEMERAL | MessageFlag.COMPONENTS_V2  # an edit cannot drop these


class Messages:
    """The one place where messages change."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self._world = world
        self._gateway = gateway

    async def post(
        self, author: User, channel: Channel, content: str, reply_to: Message | None, *, ping: bool
    ) -> Message:
        """Let a person write; mentions follow from the text, and from a reply that pings.

        A reply to the response to an interaction pings nobody.
        """
        message = Message(self._world.ids.mint(), channel, author, content, reply_to=reply_to)
        everyone = self._world.users.values()
        message.mentions = [user for user in everyone if user.mention in content]
        if reply_to is not None and ping and not reply_to.is_response:
            message.mentions += {reply_to.author}.difference(message.mentions)
        message.pings_everyone = "@everyone" in content or "@here" in content
        await self._add(message)
        return message

    async def create(
        self,
        channel: Channel,
        body: Payload,
        flags: MessageFlag = MessageFlag.NONE,
        *,
        is_response: bool = False,
    ) -> Message:
        """Let the bot write; the same enforced nonce again returns the message that has it."""
        if body.get("enforce_nonce") and (known := _with_nonce(channel, body["nonce"])):
            return known
        message = Message(self._world.ids.mint(), channel, self._world.bot)
        message.is_response = is_response
        message.flags = MessageFlag(body.get("flags") or 0) | flags
        message.reply_to = _reply_target(channel, body.get("message_reference"))
        message.nonce = body.get("nonce")
        _fill(message, body)
        await self._add(message)
        return message

    async def edit(self, message: Message, body: Payload) -> None:
        """Change what the body names."""
        flags = MessageFlag(body["flags"] or 0) if "flags" in body else message.flags
        message.flags = (flags | message.flags & LASTING_FLAGS) & ~MessageFlag.LOADING
        message.edited_at = timestamp_now()
        _fill(message, body)
        await self._gateway.dispatch_message("MESSAGE_UPDATE", message)

    async def delete(self, message: Message) -> None:
        """Take a message away."""
        channel, guild = message.channel, message.channel.guild
        del channel.messages[message.id]
        message.is_deleted = True
        if message.is_ephemeral:
            return
        place = {"guild_id": str(guild.id)} if guild else {}
        intent = Intent.GUILD_MESSAGES if guild else Intent.DIRECT_MESSAGES
        payload = {"id": str(message.id), "channel_id": str(channel.id), **place}
        await self._gateway.dispatch("MESSAGE_DELETE", payload, intent=intent)

    async def _add(self, message: Message) -> None:
        message.channel.messages[message.id] = message
        await self._gateway.dispatch_message("MESSAGE_CREATE", message)


def _fill(message: Message, body: Payload) -> None:
    if "content" in body:
        message.content = body["content"] or ""
    if "embeds" in body:
        message.embeds = body["embeds"] or []
    if "components" in body:
        message.components = body["components"] or []


def _with_nonce(channel: Channel, nonce: str) -> Message | None:
    return next((m for m in channel.messages.values() if m.nonce == nonce), None)


def _reply_target(channel: Channel, reference: Payload | None) -> Message | None:
    if reference is None:
        return None
    try:
        return channel.message(int(reference["message_id"]))
    except ApiError as error:
        if error.code != ErrorCode.UNKNOWN_MESSAGE or not reference.get("fail_if_not_exists", True):
            return None
        raise InvalidFormError([Violation("message_reference", "Unknown message")]) from None
