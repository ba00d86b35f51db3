"""Judge the address of a page by how it is written, before anything is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv6Address

from yarl import URL

from knowledge.errors import (
    BAD_LINK,
    LINK_HOST,
    LINK_PORT,
    LINK_SCHEME,
    LINK_TOO_LONG,
    LINK_WITH_LOGIN,
    WebError,
)
from knowledge.web.settings import WebSettings

MAX_LENGTH = 2000  # characters; browsers and servers agree on no longer ones
MAX_HOST_LENGTH = 253  # characters; a limit of DNS

# No parser agrees with another on what these mean in an address.
_AMBIGUOUS = re.compile(r"[\x00-\x20\x7f-\x9f\s\\\ud800-\udfff]")
_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")


def checked(url: str, settings: WebSettings) -> str:
    """Return `url` as it will be fetched: host in punycode, no fragment, no login.

    Whether the host is public shows only when it is connected to.

    Raises:
        WebError: it is no address of a web page, or not one that `settings` allow.
    """
    return str(link(url, settings))


def link(url: str, settings: WebSettings) -> URL:
    """Return the parsed `url`; promises and errors are those of `checked`."""
    parsed = _parsed(url)
    if parsed.scheme not in ("http", "https"):
        raise WebError(LINK_SCHEME)
    if parsed.raw_user is not None or parsed.raw_password is not None:
        raise WebError(LINK_WITH_LOGIN)
    host = _host(parsed)
    if parsed.port not in settings.ports:
        ports = " or ".join(map(str, settings.ports))
        raise WebError(LINK_PORT.format(port=parsed.port, ports=ports))
    if settings.hosts and not _is_among(host, settings.hosts):
        raise WebError(LINK_HOST.format(host=host))
    named = parsed.with_host(host)
    # An empty path is written as "/"; the fragment is left out.
    return named.with_path(named.raw_path, encoded=True, keep_query=True)


def _parsed(url: str) -> URL:
    if len(url) > MAX_LENGTH:
        raise WebError(LINK_TOO_LONG.format(limit=MAX_LENGTH))
    if _AMBIGUOUS.search(url):
        raise WebError(BAD_LINK)
    try:
        return URL(url)
    except ValueError as error:
        raise WebError(BAD_LINK) from error


def _host(parsed: URL) -> str:
    host = (parsed.raw_host or "").removesuffix(".")
    if ":" in host and _is_six(host):
        return host
    if len(host) > MAX_HOST_LENGTH or not _NAME.fullmatch(host):
        raise WebError(BAD_LINK)
    return host


def _is_six(host: str) -> bool:
    try:
        return IPv6Address(host).scope_id is None
    except ValueError:
        return False


def _is_among(host: str, allowed: Iterable[str]) -> bool:
    names = (URL.build(scheme="https", host=name.strip(".")).raw_host for name in allowed)
    return any(host == name or host.endswith(f".{name}") for name in names)
