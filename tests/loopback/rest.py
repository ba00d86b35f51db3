"""Serve REST: authorise, validate, hand to the operation, record, answer."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from . import schema
from .codes import ErrorCode
from .errors import ApiError, InvalidFormError, Violation
from .waiting import Changes

PREFIX = "/api/v10"
REQUESTS_PER_BUCKET = 1_000  # generous: limits are not what this server tests


@dataclass(slots=True)
class Recorded:
    """One request as it came in, and the status it got."""

    method: str
    path: str
    route: str | None  # the OpenAPI template; None if this server has no such operation
    body: Any
    status: int = 0

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status} {json.dumps(self.body)}"


@dataclass(frozen=True, slots=True)
class Call:
    """What an operation gets to see of a valid request."""

    parameters: Mapping[str, str]
    query: Mapping[str, str]
    body: Any

    def id(self, name: str) -> int:
        """Return an id from the path."""
        try:
            return int(self.parameters[name])
        except ValueError:
            raise InvalidFormError([Violation(name, "not a snowflake")]) from None


Operation = Callable[[Call], Awaitable[Any]]  # returns the JSON to answer; None is 204
Operations = Mapping[tuple[str, str], Operation]


class Rest:
    """The front door of every operation."""

    def __init__(self, operations: Operations, token: str, changes: Changes) -> None:
        self.requests: list[Recorded] = []
        self.faults: list[str] = []
        self._operations = operations
        self._authorization = f"Bot {token}"
        self._changes = changes

    def install(self, router: web.UrlDispatcher) -> None:
        """Route each operation by its OpenAPI template, and everything else to a refusal."""
        for method, route in self._operations:
            router.add_route(method, PREFIX + route, self._serve)
        router.add_route("*", "/{elsewhere:.*}", self._refuse)

    async def _serve(self, request: web.Request) -> web.Response:
        resource = request.match_info.route.resource
        assert resource is not None
        route = resource.canonical.removeprefix(PREFIX)
        record = await self._record(request, route)
        try:
            answer = await self._perform(request, route, record.body)
            record.status = 204 if answer is None else 200
        except ApiError as error:
            answer, record.status = error.payload(), error.status
            if isinstance(error, InvalidFormError):
                self._blame(record, error.violations)
        self._changes.announce()
        return _response(record, answer)

    async def _perform(self, request: web.Request, route: str, body: object) -> Any:  # noqa: ANN401
        method = request.method
        authorized = request.headers.get("Authorization") == self._authorization
        if not authorized and not schema.is_open(route, method):
            raise ApiError(401, ErrorCode.GENERAL, "401: Unauthorized")
        if body is None and request.body_exists:
            reason = f"not JSON but {request.content_type}, which this server does not take"
            raise InvalidFormError([Violation("body", reason)])
        if violations := schema.violations(route, method, body):
            raise InvalidFormError(violations)
        call = Call(request.match_info, request.query, body)
        return await self._operations[method, route](call)

    async def _refuse(self, request: web.Request) -> web.Response:
        """Answer 501, the one server error that discord.py does not repeat."""
        record = await self._record(request, None)
        record.status = 501
        self._blame(record, [Violation(request.path, "not an operation of this server")])
        return _response(record, {"message": "Not Implemented", "code": 0})

    async def _record(self, request: web.Request, route: str | None) -> Recorded:
        record = Recorded(request.method, request.path, route, await _json_of(request))
        self.requests.append(record)
        return record

    def _blame(self, record: Recorded, violations: list[Violation]) -> None:
        operation = f"{record.method} {record.route or 'unknown'}"
        self.faults += [f"{operation}: {violation}" for violation in violations]


async def _json_of(request: web.Request) -> Any:  # noqa: ANN401
    """Return the body, or None where there is none that is JSON."""
    if request.content_type != "application/json":
        return None
    try:
        return await request.json()
    except ValueError:
        return None


def _response(record: Recorded, answer: object) -> web.Response:
    bucket = f"{record.method} {record.route}"
    headers = {
        "X-RateLimit-Limit": str(REQUESTS_PER_BUCKET),
        "X-RateLimit-Remaining": str(REQUESTS_PER_BUCKET - 1),
        "X-RateLimit-Reset-After": "1",
        "X-RateLimit-Bucket": bucket,
    }
    if answer is None:
        return web.Response(status=record.status, headers=headers)
    # Not json_response: it adds a charset, which makes discord.py read the body as text.
    body = json.dumps(answer).encode()
    return web.Response(
        body=body, status=record.status, headers=headers, content_type="application/json"
    )
