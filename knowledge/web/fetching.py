"""Fetch one page; nothing else in the program asks the web for anything.

Every address, also one that a page forwards to, is judged three times: as it is written (links),
as its name resolves and as the socket is opened (guard).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from ssl import CERT_REQUIRED, SSLContext, create_default_context

from aiohttp import (
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver
from yarl import URL

from knowledge.errors import (
    FORWARDED_UNSAFELY,
    FORWARDED_WRONGLY,
    NOT_AN_ARTICLE,
    PAGE_TOO_LARGE,
    TOO_SLOW_SITE,
    UNKNOWN_ENCODING,
    WebError,
)
from knowledge.reading.folder import MAX_BYTES
from knowledge.text import one_line
from knowledge.web.guard import Guard
from knowledge.web.links import checked, link
from knowledge.web.refusals import of_failure, of_status, seconds_of
from knowledge.web.settings import WebSettings
from knowledge.web.turns import Turns

__all__ = ["Fetcher", "Page", "Patience", "WebSettings", "checked"]

MAX_FORWARDS = 5
MAX_HEADER = 8190  # bytes of one line, and of one field
MAX_HEADERS = 100
MAX_KEPT = 200  # characters of a header that is kept

_ASKS = {
    "User-Agent": "Footnote/0.1 (a bot that quotes pages its users add)",
    "Accept": "text/html,application/xhtml+xml,text/*;q=0.9,application/pdf;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
_FORWARDS = {301, 302, 303, 307, 308}
_PAGES = {200, 203}
_ENCODINGS = {"", "identity", "gzip", "deflate"}
_ARTICLES = {
    "",
    "application/octet-stream",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/xhtml+xml",
}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a fetch may take, in seconds."""

    total: float = 20.0  # from its first turn to the last byte, with all that it is forwarded to
    connect: float = 5.0  # with resolving and TLS
    read: float = 10.0  # between two pieces
    pause: float = 1.0  # between two requests to one host


@dataclass(frozen=True, slots=True)
class Page:
    """What was fetched."""

    url: str  # of the page itself, after redirects
    data: bytes
    media_type: str  # Content-Type as sent, at most 200 characters, "" if none
    etag: str | None
    modified: str | None  # Last-Modified as sent


class Fetcher:
    """Fetch pages politely: one at a time from a host, and as who it is.

    `allowed` are (address, port) pairs that may be connected to although they are not public; it
    is for tests only, there is no setting for it. `clock` and `sleep` time the pauses.
    """

    def __init__(
        self,
        settings: WebSettings | None = None,
        *,
        allowed: Collection[tuple[str, int]] = (),
        resolver: AbstractResolver | None = None,
        ssl: SSLContext | None = None,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._settings = settings or WebSettings()
        self._patience = patience or Patience()
        self._guard = Guard(allowed, resolver)
        self._context = ssl or create_default_context()
        if self._context.verify_mode != CERT_REQUIRED or not self._context.check_hostname:
            raise ValueError("certificates are always verified")
        self._turns = Turns(self._patience.pause, clock, sleep)

    async def fetch(
        self, url: str, *, etag: str | None = None, modified: str | None = None
    ) -> Page | None:
        """Return the page at `url`, or None if its site says that it has not changed.

        `etag` and `modified` are those of the page that is known. Whether a page that is returned
        has changed is for the caller to find out from its data.

        Raises:
            WebError: there is no page; the reason may be shown to anybody.
        """
        known = {"If-None-Match": _header(etag), "If-Modified-Since": _header(modified)}
        asks = {name: value for name, value in known.items() if value}
        target = link(url, self._settings)
        try:
            async with asyncio.timeout(None) as deadline, self._session() as session:
                return await self._follow(session, target, asks, deadline)
        except TimeoutError:
            raise WebError(TOO_SLOW_SITE) from None
        except ClientError as error:
            # aiohttp quotes what it was sent, and that may be long: keep it out of the log.
            raise of_failure(error) from None

    def checked(self, url: str) -> str:
        """Return `url` as it will be fetched; promises and errors are those of `links.checked`."""
        return checked(url, self._settings)

    async def close(self) -> None:
        """Resolve no more names; a fetch leaves nothing else behind."""
        await self._guard.close()

    def _session(self) -> ClientSession:
        connector = TCPConnector(
            resolver=self._guard,
            socket_factory=self._guard.open,
            ssl=self._context,
            use_dns_cache=False,
            force_close=True,
        )
        return ClientSession(
            connector=connector,
            headers=_ASKS,
            cookie_jar=DummyCookieJar(),
            trust_env=False,  # neither proxies nor .netrc
            timeout=ClientTimeout(
                total=None, connect=self._patience.connect, sock_read=self._patience.read
            ),
            max_line_size=MAX_HEADER,
            max_field_size=MAX_HEADER,
            max_headers=MAX_HEADERS,
        )

    async def _follow(
        self, session: ClientSession, target: URL, asks: dict[str, str], deadline: asyncio.Timeout
    ) -> Page | None:
        for _ in range(1 + MAX_FORWARDS):
            async with self._turns.turn(str(target.raw_host)):
                if deadline.when() is None:  # waiting for others is not this site's fault
                    now = asyncio.get_running_loop().time()
                    deadline.reschedule(now + self._patience.total)
                found = await self._ask(session, target, asks)
            if not isinstance(found, URL):
                return found
            target = found
        raise WebError(FORWARDED_WRONGLY)

    async def _ask(
        self, session: ClientSession, target: URL, asks: dict[str, str]
    ) -> Page | URL | None:
        async with session.get(target, headers=asks, allow_redirects=False) as response:
            if response.status in _FORWARDS:
                return self._next(response)
            if response.status == 304 and asks:
                return None
            if response.status not in _PAGES:
                raise self._refusal(response)
            return await _page(response)

    def _next(self, response: ClientResponse) -> URL:
        location = response.headers.get("Location")
        try:
            joined = response.url.join(URL(location)) if location else None
        except ValueError:
            joined = None
        if joined is None:
            raise WebError(FORWARDED_WRONGLY)
        if response.url.scheme == "https" and joined.scheme == "http":
            raise WebError(FORWARDED_UNSAFELY)
        return link(str(joined), self._settings)

    def _refusal(self, response: ClientResponse) -> WebError:
        wait = seconds_of(response.headers.get("Retry-After", ""))
        if response.status in (429, 503) and wait is not None:
            self._turns.leave_alone(str(response.url.raw_host), wait)
        return of_status(response.status, wait)


async def _page(response: ClientResponse) -> Page:
    encoding = ",".join(response.headers.getall("Content-Encoding", []))
    if encoding.strip().lower() not in _ENCODINGS:
        raise WebError(UNKNOWN_ENCODING)
    media_type = one_line(response.headers.get("Content-Type", ""))[:MAX_KEPT]
    kind = media_type.partition(";")[0].strip().lower()
    if kind not in _ARTICLES and not kind.startswith("text/"):
        raise WebError(NOT_AN_ARTICLE)
    return Page(
        url=str(response.url),
        data=await _data(response),
        media_type=media_type,
        etag=_header(response.headers.get("ETag")),
        modified=_header(response.headers.get("Last-Modified")),
    )


async def _data(response: ClientResponse) -> bytes:
    too_large = WebError(PAGE_TOO_LARGE.format(limit=MAX_BYTES))
    if (response.content_length or 0) > MAX_BYTES:
        raise too_large
    data = bytearray()
    async for piece in response.content.iter_any():
        data += piece  # unpacked, and each piece is small
        if len(data) > MAX_BYTES:
            raise too_large
    return bytes(data)


def _header(value: str | None) -> str | None:
    """Return `value` if it can be sent back as it is."""
    if value and len(value) <= MAX_KEPT and value.isascii() and value.isprintable():
        return value
    return None
