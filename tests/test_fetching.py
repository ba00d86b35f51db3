"""Show that a page is fetched politely and within limits, whatever its site does."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import time
import zlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiohttp.abc import ResolveResult
from web_server import HOST, Answer, Names, WebServer, answer

from knowledge import errors
from knowledge.errors import WebError
from knowledge.reading.folder import MAX_BYTES
from knowledge.web.fetching import Fetcher, Page, Patience, WebSettings
from knowledge.web.refusals import seconds_of
from knowledge.web.turns import MAX_HOSTS, Turns

HOSTS = ("site.example", "other.example", *(f"drip{number}.example" for number in range(10)))
TEXT = b"<p>The tram stops here.</p>"
TOO_LARGE = errors.PAGE_TOO_LARGE.format(limit=MAX_BYTES)
MEGABYTE = 1_000_000

Fetching = Callable[..., Fetcher]


@pytest.fixture
async def server() -> AsyncIterator[WebServer]:
    async with WebServer.running() as running:
        running.answers["/"] = answer(TEXT)
        yield running


@pytest.fixture
async def fetching() -> AsyncIterator[Fetching]:
    """Make fetchers that may reach some servers of this machine, by the names in HOSTS."""
    made = []

    def make(*servers: WebServer, **options: Any) -> Fetcher:  # noqa: ANN401
        ports = tuple(server.port for server in servers)
        options = {"patience": Patience(pause=0), **options}
        allowed = {(HOST, port) for port in ports}
        names = Names({name: [HOST] for name in HOSTS})
        made.append(Fetcher(WebSettings(ports=ports), allowed=allowed, resolver=names, **options))
        return made[-1]

    yield make
    for fetcher in made:
        await fetcher.close()


async def page_of(fetcher: Fetcher, url: str, **known: str) -> Page:
    page = await fetcher.fetch(url, **known)
    assert page is not None
    return page


async def error_of(fetcher: Fetcher, url: str) -> WebError:
    with pytest.raises(WebError) as caught:
        await fetcher.fetch(url)
    return caught.value


async def reason_for(server: WebServer, fetcher: Fetcher, reply: Answer) -> str:
    server.answers["/one"] = reply
    return (await error_of(fetcher, server.url("/one"))).reason


async def test_a_page_comes_with_what_its_site_says_of_it(
    server: WebServer, fetching: Fetching
) -> None:
    server.answers["/"] = answer(
        TEXT, content_type="text/html; charset=x", etag='W/"1"', last_modified="yesterday"
    )
    page = await page_of(fetching(server), server.url("/#part"))
    url = server.url("/")
    assert page == Page(url, TEXT, "text/html; charset=x", 'W/"1"', "yesterday")


async def test_headers_that_could_not_be_sent_back_are_not_kept(
    server: WebServer, fetching: Fetching
) -> None:
    server.answers["/"] = answer(
        TEXT, content_type="text/plain" + " x" * 500, etag="é", last_modified="x" * 201
    )
    page = await page_of(fetching(server), server.url())
    assert (page.etag, page.modified, len(page.media_type)) == (None, None, 200)


async def test_a_request_says_who_asks_and_carries_nothing_personal(
    server: WebServer, fetching: Fetching
) -> None:
    server.answers["/one"] = answer(status="302 Found", location="/", set_cookie="a=1; Path=/")
    fetcher = fetching(server)
    await fetcher.fetch(server.url("/one"))
    await fetcher.fetch(server.url())
    for asked in server.asked:
        names = {"host", "user-agent", "accept", "accept-encoding", "connection"}
        assert set(asked.headers) == names
        assert asked.headers["user-agent"].startswith("Footnote/0.1 (")
        assert asked.headers["accept-encoding"] == "gzip, deflate"
    assert len(server.asked) == server.connections == 3


@pytest.mark.threat("W4")
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_page_may_forward_five_times(
    server: WebServer, fetching: Fetching, status: int
) -> None:
    for hop in range(5):
        target = server.url(f"/{hop + 1}", host=HOSTS[hop % 2]) if hop % 2 else f"/{hop + 1}"
        server.answers[f"/{hop}"] = answer(status=f"{status} Moved", location=target)
    server.answers["/5"] = answer(TEXT)
    page = await page_of(fetching(server), server.url("/0"), etag='"1"')
    assert (page.url, page.data) == (server.url("/5", host="other.example"), TEXT)
    assert [asked.path for asked in server.asked] == [f"/{hop}" for hop in range(6)]
    assert all("referer" not in asked.headers for asked in server.asked)


@pytest.mark.threat("W4")
async def test_a_page_may_not_forward_six_times_or_in_a_circle(
    server: WebServer, fetching: Fetching
) -> None:
    server.answers["/one"] = answer(status="302 Found", location="/one")
    assert (await error_of(fetching(server), server.url("/one"))).reason == errors.FORWARDED_WRONGLY
    assert len(server.asked) == 6


@pytest.mark.threat("W4")
@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("file:///etc/passwd", errors.LINK_SCHEME),
        ("ftp://site.example/", errors.LINK_SCHEME),
        ("javascript:alert(1)", errors.LINK_SCHEME),
        ("//me:secret@site.example/", errors.LINK_WITH_LOGIN),
        ("http://site.example:22/", errors.LINK_PORT.partition("{")[0]),
        ("http://127.0.0.1:1\\@site.example/", errors.FORWARDED_WRONGLY),
        ("http://[::1/", errors.FORWARDED_WRONGLY),
        ("", errors.FORWARDED_WRONGLY),
        ("https:/\\127.0.0.1/", errors.BAD_LINK),
        ("data:text/html,x", errors.LINK_SCHEME),
        ("x" * 3000, errors.LINK_TOO_LONG.partition("{")[0]),
    ],
)
async def test_a_page_may_not_forward_to_what_is_no_page(
    server: WebServer, fetching: Fetching, location: str, reason: str
) -> None:
    reply = answer(status="302 Found", location=location)
    assert (await reason_for(server, fetching(server), reply)).startswith(reason)
    assert len(server.asked) == 1


@pytest.mark.threat("W7")
async def test_neither_proxies_nor_passwords_of_the_environment_are_used(
    server: WebServer, fetching: Fetching, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".netrc").write_text("machine site.example login me password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    async with WebServer.running() as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://{HOST}:{proxy.port}")
            monkeypatch.setenv(name.lower(), f"http://{HOST}:{proxy.port}")
        await fetching(server, proxy).fetch(server.url())
        assert not proxy.connections
    assert "authorization" not in server.asked[0].headers


def megabytes_of_zeros(count: int, wbits: int) -> bytes:
    """Return packed zeros; after a full flush, the same packed block may follow again."""
    packer = zlib.compressobj(wbits=wbits)
    start = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + block * (count - 1)


GZIP, DEFLATE, RAW = 31, 15, -15
BOMBS = {
    "gzip": ("gzip", megabytes_of_zeros(1000, GZIP), TOO_LARGE),
    "deflate": ("deflate", megabytes_of_zeros(1000, DEFLATE), TOO_LARGE),
    "raw deflate": ("deflate", megabytes_of_zeros(1000, RAW), TOO_LARGE),
    "gzip, in capitals": ("GZip", megabytes_of_zeros(1000, GZIP), TOO_LARGE),
    "many members": ("gzip", gzip.compress(bytes(MEGABYTE)) * 1000, TOO_LARGE),
    "empty members": ("gzip", gzip.compress(b"") * 100_000, errors.BROKEN_ANSWER),
    "gzip twice": ("gzip, gzip", gzip.compress(gzip.compress(TEXT)), errors.UNKNOWN_ENCODING),
    "x-gzip": ("x-gzip", gzip.compress(TEXT), errors.UNKNOWN_ENCODING),
    "nonsense": ("nonsense", TEXT, errors.UNKNOWN_ENCODING),
    "no gzip": ("gzip", TEXT * 1000, errors.BROKEN_ANSWER),
    "no deflate": ("deflate", b"\xff" * 1000, errors.BROKEN_ANSWER),
}


def grown_by(before: int) -> int:
    """Return by how many bytes the memory has grown at its peak."""
    return peak() - before


def peak() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def peak_from_now() -> int:
    Path("/proc/self/clear_refs").write_text("5")
    return peak()


@pytest.mark.threat("W8")
@pytest.mark.parametrize("name", BOMBS)
async def test_what_unpacks_to_too_much_is_refused_at_once(
    server: WebServer, fetching: Fetching, name: str
) -> None:
    encoding, body, reason = BOMBS[name]
    reply = answer(body, content_encoding=encoding)
    fetcher = fetching(server)
    before, began = peak_from_now(), time.monotonic()
    assert await reason_for(server, fetcher, reply) == reason
    assert time.monotonic() - began < 5
    assert grown_by(before) < 20 * MEGABYTE


@pytest.mark.threat("W8")
@pytest.mark.parametrize("encoding", ["br", "zstd", "BR", "compress"])
async def test_no_encoding_is_unpacked_that_was_not_asked_for(
    server: WebServer, fetching: Fetching, encoding: str
) -> None:
    reply = answer(b"\x1b" + bytes(1600), content_encoding=encoding)
    assert await reason_for(server, fetching(server), reply) in (
        errors.UNKNOWN_ENCODING,
        errors.BROKEN_ANSWER,  # aiohttp's own refusal, if it lacks the library
    )


@pytest.mark.threat("W8")
async def test_what_is_packed_twice_is_unpacked_once(server: WebServer, fetching: Fetching) -> None:
    inner = gzip.compress(bytes(MEGABYTE))
    server.answers["/"] = answer(gzip.compress(inner), content_encoding="gzip")
    assert (await page_of(fetching(server), server.url())).data == inner


@pytest.mark.threat("W8")
@pytest.mark.parametrize("encoding", ["gzip", "deflate", "identity"])
async def test_an_ordinary_page_is_unpacked(
    server: WebServer, fetching: Fetching, encoding: str
) -> None:
    text = TEXT * 1000
    packed = {"gzip": gzip.compress(text), "deflate": zlib.compress(text), "identity": text}
    server.answers["/"] = answer(packed[encoding], content_encoding=encoding)
    assert (await page_of(fetching(server), server.url())).data == TEXT * 1000


def endless(head: bytes, piece: bytes) -> Answer:
    async def send(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()

    return send


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNK = b"10000\r\n" + bytes(0x10000) + b"\r\n"
ENDLESS = {
    "no length": endless(HEAD + b"\r\n", bytes(0x10000)),
    "chunked": endless(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", CHUNK),
    "a huge length": endless(HEAD + b"Content-Length: 999999999999\r\n\r\n", bytes(0x10000)),
}
EMPTY_BLOCK = b"\x00\x00\x00\xff\xff"  # of deflate, stored
FRUITLESS = {
    "a chunk's size": endless(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0" * 0x10000),
    "empty blocks": endless(
        HEAD + b"Content-Encoding: deflate\r\n\r\n\x78\x9c", EMPTY_BLOCK * 9999
    ),
}
BROKEN = {
    "endless headers": endless(HEAD, b"X-A: " + b"a" * 4000 + b"\r\n"),
    "a line that does not end": endless(HEAD + b"X-A: ", b"a" * 0x10000),
    "more than announced": answer(TEXT, content_length="5"),
    "less than announced": answer(TEXT, content_length="1000"),
    "two lengths": HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "a negative length": answer(TEXT, content_length="-1"),
    "a chunk of nonsense": answer(b"zz\r\n", transfer_encoding="chunked"),
    "nothing": b"",
    "no HTTP": b"220 smtp.example ESMTP\r\n",
    "no status": b"HTTP/1.1 OK\r\n\r\n",
    "not modified, unasked": answer(status="304 Not Modified"),
    "no content": b"HTTP/1.1 204 No Content\r\n\r\n",
    "a part": answer(TEXT, status="206 Partial Content"),
    "other protocol": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
}


@pytest.mark.threat("W9")
@pytest.mark.parametrize("name", ENDLESS)
async def test_an_endless_page_is_cut_off(server: WebServer, fetching: Fetching, name: str) -> None:
    fetcher = fetching(server)
    before = peak_from_now()
    assert await reason_for(server, fetcher, ENDLESS[name]) == TOO_LARGE
    assert grown_by(before) < 20 * MEGABYTE
    async with asyncio.timeout(2):
        await server.cut_off.wait()


@pytest.mark.threat("W9")
async def test_a_page_that_is_announced_as_too_large_is_not_waited_for(
    server: WebServer, fetching: Fetching
) -> None:
    reply = dripping(HEAD + b"Content-Length: 5000001\r\n\r\n", pause=60)
    async with asyncio.timeout(2):
        assert await reason_for(server, fetching(server), reply) == TOO_LARGE


@pytest.mark.threat("W9")
@pytest.mark.parametrize("name", BROKEN)
async def test_a_broken_answer_is_refused(server: WebServer, fetching: Fetching, name: str) -> None:
    fetcher = fetching(server)
    before = peak_from_now()
    assert await reason_for(server, fetcher, BROKEN[name]) == errors.BROKEN_ANSWER
    assert grown_by(before) < 20 * MEGABYTE


async def lag_until(done: asyncio.Event) -> float:
    """Return the longest time that the loop did not come round."""
    longest = 0.0
    while not done.is_set():
        began = time.monotonic()
        await asyncio.sleep(0.005)
        longest = max(longest, time.monotonic() - began)
    return longest


@pytest.mark.threat("W9")
@pytest.mark.parametrize("name", FRUITLESS)
async def test_what_never_becomes_text_ends_at_the_deadline_and_holds_up_nobody(
    server: WebServer, fetching: Fetching, name: str
) -> None:
    fetcher = fetching(server, patience=Patience(total=0.5, pause=0))
    done, before = asyncio.Event(), peak_from_now()
    lag = asyncio.create_task(lag_until(done))
    assert await reason_for(server, fetcher, FRUITLESS[name]) == errors.TOO_SLOW_SITE
    done.set()
    assert grown_by(before) < 20 * MEGABYTE
    assert await lag < 0.25


@pytest.mark.threat("W9")
async def test_the_limit_is_a_page_of_five_million_bytes(
    server: WebServer, fetching: Fetching
) -> None:
    fetcher = fetching(server)
    server.answers["/"] = answer(bytes(MAX_BYTES))
    assert len((await page_of(fetcher, server.url())).data) == MAX_BYTES
    assert await reason_for(server, fetcher, answer(bytes(MAX_BYTES + 1))) == TOO_LARGE


def dripping(*pieces: bytes, pause: float) -> Answer:
    async def send(writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
        await asyncio.sleep(60)

    return send


DRIPS = (
    dripping(*(bytes([byte]) for byte in b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 99), pause=0.05),
    dripping(HEAD, *([b"X-A: b\r\n"] * 1000), pause=0.05),
    dripping(HEAD + b"\r\n", *([b"a"] * 1000), pause=0.05),
    dripping(HEAD + b"Content-Length: 9\r\n\r\n", pause=60),
    dripping(pause=60),
)


@pytest.mark.threat("W10")
async def test_ten_sites_that_drip_all_end_at_the_deadline_and_hold_up_nobody(
    server: WebServer, fetching: Fetching
) -> None:
    fetcher = fetching(server, patience=Patience(total=1.0, read=0.6, pause=0))
    for number in range(10):
        server.answers[f"/drip{number}"] = DRIPS[number % len(DRIPS)]
    drips = [server.url(f"/drip{number}", host=f"drip{number}.example") for number in range(10)]
    done, began = asyncio.Event(), time.monotonic()
    lag = asyncio.create_task(lag_until(done))
    pending = [asyncio.create_task(error_of(fetcher, url)) for url in drips]
    await asyncio.sleep(0.1)
    await page_of(fetcher, server.url())
    assert not any(task.done() for task in pending)
    reasons = {error.reason for error in await asyncio.gather(*pending)}
    took = time.monotonic() - began
    done.set()
    assert reasons == {errors.TOO_SLOW_SITE}
    assert 0.9 < took < 2
    assert await lag < 0.25


@pytest.mark.threat("W10")
async def test_the_deadline_is_one_for_all_that_a_page_forwards_to(
    server: WebServer, fetching: Fetching
) -> None:
    async def forward(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.2)
        writer.write(answer(status="302 Found", location="/one"))

    fetcher = fetching(server, patience=Patience(total=0.5, pause=0))
    assert await reason_for(server, fetcher, forward) == errors.TOO_SLOW_SITE
    assert len(server.asked) == 3


@pytest.mark.threat("W10")
async def test_a_name_that_does_not_resolve_in_time_is_given_up() -> None:
    class Hanging(Names):
        async def resolve(self, *_: object, **__: object) -> list[ResolveResult]:
            await asyncio.sleep(60)
            return []

    fetcher = Fetcher(resolver=Hanging({}), patience=Patience(connect=0.1))
    async with asyncio.timeout(2):
        assert (await error_of(fetcher, "http://site.example/")).reason == errors.TOO_SLOW_SITE


@pytest.mark.threat("W10")
async def test_a_site_that_falls_silent_is_given_up_before_the_deadline(
    server: WebServer, fetching: Fetching
) -> None:
    fetcher = fetching(server, patience=Patience(read=0.1, pause=0))
    for drip in DRIPS[3:]:
        async with asyncio.timeout(2):
            assert await reason_for(server, fetcher, drip) == errors.TOO_SLOW_SITE


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        *((404, errors.GONE), (410, errors.GONE)),
        *((401, errors.LOGIN_NEEDED), (403, errors.LOGIN_NEEDED), (407, errors.LOGIN_NEEDED)),
        *((429, errors.TRY_LATER), (503, errors.TRY_LATER)),
        *((400, errors.SITE_REFUSES), (451, errors.SITE_REFUSES), (499, errors.SITE_REFUSES)),
        *((500, errors.SITE_FAILED), (502, errors.SITE_FAILED), (599, errors.SITE_FAILED)),
        *((300, errors.BROKEN_ANSWER), (305, errors.BROKEN_ANSWER), (202, errors.BROKEN_ANSWER)),
        (302, errors.FORWARDED_WRONGLY),  # it does not say where to
    ],
)
async def test_a_status_becomes_a_reason(
    server: WebServer, fetching: Fetching, status: int, reason: str
) -> None:
    reply = answer(TEXT, status=f"{status} <script>")
    assert await reason_for(server, fetching(server), reply) == reason.format(status=status)


@pytest.mark.parametrize(
    ("media_type", "is_read"),
    [
        *(("text/html; charset=utf-8", True), ("TEXT/HTML", True), ("text/markdown", True)),
        *(("application/xhtml+xml", True), ("application/pdf", True), ("text/x-whatever", True)),
        *(("application/octet-stream", True), ("", True)),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", True),
        *(("image/png", False), ("audio/mpeg", False), ("video/mp4", False), ("text", False)),
        *(("application/zip", False), ("application/json", False), ("multipart/mixed", False)),
    ],
)
async def test_only_what_can_be_an_article_is_read(
    server: WebServer, fetching: Fetching, media_type: str, is_read: bool
) -> None:
    server.answers["/"] = answer(TEXT, content_type=media_type)
    if is_read:
        assert (await page_of(fetching(server), server.url())).media_type == media_type
    else:
        assert (await error_of(fetching(server), server.url())).reason == errors.NOT_AN_ARTICLE


async def test_a_site_that_does_not_answer_is_told(fetching: Fetching) -> None:
    async with WebServer.running() as gone:
        pass
    assert (await error_of(fetching(gone), gone.url())).reason == errors.NO_ANSWER


@pytest.mark.threat("W12")
async def test_a_page_that_has_not_changed_is_not_sent_again(
    server: WebServer, fetching: Fetching
) -> None:
    fetcher = fetching(server)
    server.answers["/"] = answer(TEXT, etag='"1"', last_modified="Fri, 31 Dec 9999 23:59:59 GMT")
    page = await page_of(fetcher, server.url())
    server.answers["/"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    assert page.etag is not None
    assert page.modified is not None
    assert await fetcher.fetch(server.url(), etag=page.etag, modified=page.modified) is None
    assert server.asked[1].headers["if-none-match"] == '"1"'
    assert server.asked[1].headers["if-modified-since"] == page.modified


@pytest.mark.threat("W12")
async def test_what_a_site_sends_is_a_page_whatever_it_says_of_changes(
    server: WebServer, fetching: Fetching
) -> None:
    fetcher = fetching(server)
    server.answers["/"] = answer(TEXT, etag='"1"', last_modified="never")
    first = await page_of(fetcher, server.url(), etag='"1"', modified="never")
    server.answers["/"] = answer(TEXT, etag='"2"')
    second = await page_of(fetcher, server.url(), etag='"1"')
    server.answers["/"] = answer(b"changed", etag='"1"')
    third = await page_of(fetcher, server.url(), etag='"1"')
    assert (first.data, second.data, third.data) == (TEXT, TEXT, b"changed")


@pytest.mark.threat("W12")
@pytest.mark.parametrize("etag", ['"1"\r\nX: y', "é", "x" * 300, "", "\ud800"])
async def test_a_validator_that_is_none_is_not_sent(
    server: WebServer, fetching: Fetching, etag: str
) -> None:
    await page_of(fetching(server), server.url(), etag=etag, modified=etag)
    assert not {"if-none-match", "if-modified-since", "x"} & set(server.asked[0].headers)


def serving(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def serving_itself(authority: trustme.CA, folder: Path) -> ssl.SSLContext:
    """Return a server whose certificate nobody else has signed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    file = folder / "self.pem"
    file.write_bytes(authority.private_key_pem.bytes() + authority.cert_pem.bytes())
    context.load_cert_chain(file)
    return context


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.mark.threat("W13")
async def test_a_valid_certificate_is_accepted(authority: trustme.CA, fetching: Fetching) -> None:
    async with WebServer.running(serving(authority.issue_cert("site.example"))) as server:
        server.answers["/"] = answer(TEXT)
        url = server.url(scheme="https")
        assert (await page_of(fetching(server, ssl=trusting(authority)), url)).data == TEXT


@pytest.mark.threat("W13")
async def test_an_invalid_certificate_is_refused(
    authority: trustme.CA, fetching: Fetching, tmp_path: Path
) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    expired = authority.issue_cert(
        "site.example", not_before=yesterday - timedelta(days=9), not_after=yesterday
    )
    early = authority.issue_cert("site.example", not_before=yesterday + timedelta(days=9))
    for context, reason in (
        (serving(expired), errors.CERTIFICATE_EXPIRED),
        (serving(early), errors.CERTIFICATE_BAD),
        (serving(authority.issue_cert("other.example")), errors.CERTIFICATE_OF_ANOTHER),
        (serving(trustme.CA().issue_cert("site.example")), errors.CERTIFICATE_UNKNOWN),
        (serving_itself(trustme.CA(), tmp_path), errors.CERTIFICATE_UNKNOWN),
    ):
        async with WebServer.running(context) as server:
            fetcher = fetching(server, ssl=trusting(authority))
            error = await error_of(fetcher, server.url(scheme="https"))
            assert error.reason == reason
            assert not server.asked


@pytest.mark.threat("W13")
async def test_a_site_that_does_not_encrypt_is_no_https_site(fetching: Fetching) -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = WebServer()
    async with await asyncio.start_server(greet, HOST, 0) as listening:
        server.port = listening.sockets[0].getsockname()[1]
        error = await error_of(fetching(server), server.url(scheme="https"))
    assert error.reason == errors.SECURITY_FAILED


@pytest.mark.threat("W13")
def test_nobody_can_turn_verification_off() -> None:
    without_names = ssl.create_default_context()
    without_names.check_hostname = False
    without_all = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    without_all.check_hostname = False
    without_all.verify_mode = ssl.CERT_NONE
    without_need = ssl.create_default_context()
    without_need.verify_mode = ssl.CERT_OPTIONAL
    for context in (without_names, without_all, without_need):
        with pytest.raises(ValueError, match="always verified"):
            Fetcher(ssl=context)


@pytest.mark.threat("W4")
async def test_an_encrypted_page_may_not_forward_to_an_unencrypted_one(
    server: WebServer, authority: trustme.CA, fetching: Fetching
) -> None:
    async with WebServer.running(serving(authority.issue_cert("site.example"))) as secure:
        fetcher = fetching(server, secure, ssl=trusting(authority))
        secure.answers["/"] = answer(status="301 Moved", location=server.url())
        error = await error_of(fetcher, secure.url(scheme="https"))
        assert error.reason == errors.FORWARDED_UNSAFELY
        assert not server.asked
        server.answers["/"] = answer(status="301 Moved", location=secure.url(scheme="https"))
        secure.answers["/"] = answer(TEXT)
        assert (await page_of(fetcher, server.url())).url == secure.url(scheme="https")


class Time:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


@pytest.mark.threat("W14")
async def test_a_hundred_pages_of_one_host_are_fetched_one_by_one_with_a_pause(
    server: WebServer, fetching: Fetching
) -> None:
    time, began = Time(), []

    async def note(writer: asyncio.StreamWriter) -> None:
        began.append(time.now)
        writer.write(answer(TEXT))

    urls = [server.url(f"/{number}") for number in range(100)]
    server.answers.update({f"/{number}": note for number in range(100)})
    fetcher = fetching(server, patience=Patience(), clock=time.clock, sleep=time.sleep)
    assert all(await asyncio.gather(*(fetcher.fetch(url) for url in urls)))
    assert server.most_at_once == 1
    assert [later - sooner for sooner, later in pairwise(began)] == [1.0] * 99
    server.answers["/"] = note
    await fetcher.fetch(server.url(host="other.example"))
    assert began[-1] == began[-2]


@pytest.mark.threat("W14")
async def test_a_host_that_asks_to_be_left_alone_is_left_alone(
    server: WebServer, fetching: Fetching
) -> None:
    time = Time()
    fetcher = fetching(server, clock=time.clock, sleep=time.sleep)
    server.answers["/busy"] = answer(status="429 Too Many Requests", retry_after="119")
    for _ in range(2):
        error = await error_of(fetcher, server.url("/busy"))
        assert error.reason == errors.TRY_LATER_IN.format(minutes=2)
        assert error.retry_after == 119
    assert len(server.asked) == 1
    await page_of(fetcher, server.url(host="other.example"))
    time.now += 118
    assert (await error_of(fetcher, server.url())).retry_after == 1
    time.now += 1
    await page_of(fetcher, server.url())


@pytest.mark.threat("W14")
async def test_a_page_that_is_gone_does_not_shut_its_host(
    server: WebServer, fetching: Fetching
) -> None:
    fetcher = fetching(server)
    gone = answer(status="404 Not Found", retry_after="60")
    assert await reason_for(server, fetcher, gone) == errors.GONE
    await page_of(fetcher, server.url())


@pytest.mark.threat("W14")
async def test_those_who_wait_for_their_turn_learn_that_the_host_wants_none(
    server: WebServer, fetching: Fetching
) -> None:
    fetcher = fetching(server)
    server.answers["/busy"] = answer(status="503 Busy", retry_after="60")
    waiting = [error_of(fetcher, server.url("/busy")) for _ in range(10)]
    found = await asyncio.gather(*waiting)
    assert {error.reason for error in found} == {errors.TRY_LATER_IN.format(minutes=1)}
    assert len(server.asked) == 1


@pytest.mark.threat("W14")
@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        *(("1", 1), ("86401", 86_400), ("9" * 8000, 86_400)),
        *(("0", None), ("-5", None), ("1.5", None), ("²", None), ("soon", None), ("", None)),
        ("Wed, 21 Oct 2015 07:28:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
        ("Fri, 31 Dec 99999 23:59:59 GMT", None),
    ],
)
def test_a_pause_that_is_asked_for_lasts_a_day_at_most(
    retry_after: str, seconds: float | None
) -> None:
    assert seconds_of(retry_after) == seconds


@pytest.mark.threat("W14")
def test_a_pause_may_be_given_as_a_date() -> None:
    moment = datetime.now(UTC) + timedelta(hours=1)
    assert seconds_of(format_datetime(moment, usegmt=True)) == pytest.approx(3600, abs=5)


async def test_no_more_than_a_thousand_hosts_are_remembered_and_those_in_use_always() -> None:
    time = Time()
    turns = Turns(1.0, time.clock, time.sleep)
    async with turns.turn("used"):
        for number in range(MAX_HOSTS + 100):
            async with turns.turn(str(number)):
                pass
        assert len(turns) == MAX_HOSTS
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01), turns.turn("used"):
                pass


async def test_a_fetch_that_is_given_up_leaves_nothing_behind(
    server: WebServer, fetching: Fetching
) -> None:
    fetcher = fetching(server)
    server.answers["/slow"] = dripping(HEAD, pause=60)
    task = asyncio.create_task(fetcher.fetch(server.url("/slow")))
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(1):
        await page_of(fetcher, server.url())  # the turn is free again
