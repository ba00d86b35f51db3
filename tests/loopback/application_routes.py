"""Answer for the application: who it is, where its gateway is, which commands it has."""

from .codes import ErrorCode, Intent
from .command_rules import kind_of, violations
from .errors import InvalidFormError, unknown
from .gateway import Gateway
from .payloads import application_payload, channel_payload, user_payload
from .rest import Call, Operations
from .world import Payload, World

IDENTIFIES_A_DAY = 1_000
GLOBAL = None  # the scope of commands that no guild owns


class ApplicationRoutes:
    """The operations that concern the bot itself."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self._world = world
        self._gateway = gateway
        self._commands: dict[int | None, list[Payload]] = {}

    def operations(self) -> Operations:
        """Return each operation under its method and OpenAPI template."""
        commands = "/applications/{application_id}/commands"
        guild_commands = "/applications/{application_id}/guilds/{guild_id}/commands"
        return {
            ("GET", "/gateway"): self._gateway_url,
            ("GET", "/gateway/bot"): self._gateway_for_bots,
            ("GET", "/users/@me"): self._me,
            ("GET", "/oauth2/applications/@me"): self._application,
            ("GET", "/applications/@me"): self._application,
            ("POST", "/users/@me/channels"): self._direct_channel,
            ("GET", commands): self._list_commands,
            ("PUT", commands): self._replace_commands,
            ("GET", guild_commands): self._list_commands,
            ("PUT", guild_commands): self._replace_commands,
        }

    def commands_in(self, guild_id: int | None) -> list[Payload]:
        """Return the commands that are offered there; a guild's own come before global ones."""
        own = [] if guild_id is GLOBAL else self._commands.get(guild_id, [])
        return [*own, *self._commands.get(GLOBAL, [])]

    async def _gateway_url(self, _: Call) -> Payload:
        return {"url": self._gateway.url}

    async def _gateway_for_bots(self, _: Call) -> Payload:
        limit = {"total": IDENTIFIES_A_DAY, "remaining": IDENTIFIES_A_DAY}
        limit |= {"reset_after": 0, "max_concurrency": 1}
        return {"url": self._gateway.url, "shards": 1, "session_start_limit": limit}

    async def _me(self, _: Call) -> Payload:
        return user_payload(self._world.bot) | {"verified": True, "mfa_enabled": False}

    async def _application(self, _: Call) -> Payload:
        granted = Intent.MESSAGE_CONTENT in self._gateway.allowed_intents
        return application_payload(self._world, message_content=granted)

    async def _direct_channel(self, call: Call) -> Payload:
        user = self._world.users.get(int(call.body.get("recipient_id") or 0))
        if user is None:
            raise unknown(ErrorCode.UNKNOWN_USER)
        return channel_payload(self._world.direct_channel(user))

    async def _list_commands(self, call: Call) -> list[Payload]:
        return self._commands.get(_scope(call), [])

    async def _replace_commands(self, call: Call) -> list[Payload]:
        commands: list[Payload] = call.body or []
        if broken := violations(commands):
            raise InvalidFormError(broken)
        scope = _scope(call)
        known = {_key(command): command["id"] for command in self._commands.get(scope, [])}
        self._commands[scope] = [
            self._registered(command, scope, known.get(_key(command))) for command in commands
        ]
        return self._commands[scope]

    def _registered(self, command: Payload, scope: int | None, id_: str | None) -> Payload:
        """Return a command with what Discord adds; one of the same name keeps its id."""
        rights = command.get("default_member_permissions")
        return (
            {"description": ""}
            | command
            | {
                "id": id_ or str(self._world.ids.mint()),
                "type": kind_of(command),
                "application_id": str(self._world.bot.id),
                "guild_id": None if scope is GLOBAL else str(scope),
                "version": str(self._world.ids.mint()),
                "default_member_permissions": None if rights is None else str(rights),
            }
        )


def _scope(call: Call) -> int | None:
    return call.id("guild_id") if "guild_id" in call.parameters else GLOBAL


def _key(command: Payload) -> tuple[int, str]:
    return kind_of(command), command["name"]
