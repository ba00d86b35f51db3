"""Show that nothing but public addresses is ever connected to, however they are written."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Sequence
from itertools import cycle
from ssl import create_default_context

import pytest
from web_server import HOST, Names, WebServer, answer

from knowledge import errors
from knowledge.errors import NOT_PUBLIC, WebError
from knowledge.web.addresses import is_public
from knowledge.web.fetching import Fetcher, Patience, WebSettings, checked
from knowledge.web.guard import Guard

CONTEXT = create_default_context()  # loading the authorities takes a while
PUBLIC = "93.184.216.34"
PRIVATE = ("127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fe80::1%lo")

VERDICTS = {
    True: (
        "1.1.1.1 8.8.8.8 93.184.216.34 100.63.255.255 100.128.0.0 172.15.255.255 172.32.0.0 "
        "192.88.98.255 192.88.100.0 223.255.255.255 168.63.129.15 198.17.255.255 198.20.0.0 "
        "2606:4700::1111 2001:4860:4860::8888 2a00:1450:4001:81b::200e 2003::1 2400:cb00::1"
    ),
    False: (
        "0.0.0.0 0.1.2.3 10.0.0.0 10.255.255.255 100.64.0.0 100.100.100.200 100.127.255.255 "
        "127.0.0.1 127.255.255.254 168.63.129.16 169.254.0.0 169.254.169.254 172.16.0.0 "
        "172.31.255.255 192.0.0.1 192.0.0.9 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.0 "
        "192.168.255.255 198.18.0.0 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 "
        "239.255.255.255 240.0.0.1 255.255.255.255 "
        ":: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:127.0.0.1 "
        "64:ff9b::127.0.0.1 64:ff9b::8.8.8.8 64:ff9b:1::1 100::1 2001::1 "
        "2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:10::1 2001:20::1 2001:db8::1 "
        "2002:7f00:1:: 2002:808:808::1 3fff::1 4000::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 "
        "febf::1 fec0::1 feff::1 ff02::1 ff0e::1 fe80::1%eth0 2606:4700::1111%eth0 "
        "2130706433 0x7f000001 127.1 0177.0.0.1 127.0.0.1. localhost 8.8.8.8:80 [::1] 08.8.8.8 "
        "１.1.1.1"
    ),
}

NAMES: dict[str, Sequence[str]] = {
    "loop.example": ["127.0.0.1"],
    "home.example": ["192.168.1.1"],
    "cloud.example": ["169.254.169.254"],
    "six.example": ["::1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "wrapped.example": ["64:ff9b::7f00:1"],
    "scoped.example": ["fe80::1%lo"],
    "mixed.example": [PUBLIC, "127.0.0.1"],
    "mixed-six.example": ["2606:4700::1111", "fd00::1"],
    "nowhere.example": [],
}

# P stands for the port of the secret server.
AS_NUMBERS = (
    *("http://127.0.0.1:P/", "http://127.255.255.254:P/", "http://0.0.0.0:P/", "http://0:P/"),
    *("http://10.0.0.1:P/", "http://172.16.0.1:P/", "http://192.168.0.1:P/"),
    *("http://169.254.169.254/latest/meta-data/", "http://100.100.100.200/latest/meta-data/"),
    *("http://192.0.0.192/opc/v2/", "http://168.63.129.16/machine", "http://100.64.0.1:P/"),
    *("http://[::1]:P/", "http://[::]:P/", "http://[fd00:ec2::254]/latest/meta-data/"),
    *("http://224.0.0.1:P/", "http://255.255.255.255:P/", "https://127.0.0.1:P/"),
)
SPELLED = (
    *("http://2130706433:P/", "http://0x7f000001:P/", "http://017700000001:P/"),
    *("http://127.1:P/", "http://127.0.1:P/", "http://0177.0.0.1:P/", "http://0x7f.0.0.1:P/"),
    *("http://0x7f.1:P/", "http://127.0.0.1.:P/", "http://127.0.0.1..:P/", "http://127.1.:P/"),
    *("http://１２７.０.０.１:P/", "http://127。0。0。1:P/", "http://①②⑦.0.0.1:P/"),
    *("http://4294967297:P/", "http://0x100007f000001:P/", "http://127.0.0.0x1:P/"),
    *("http://good.example@127.0.0.1:P/", "http://good.example:80@127.0.0.1:P/"),
    *("http://good.example%40127.0.0.1:P/", "http://127.0.0.1%00.good.example:P/"),
    *("http://good.example\\@127.0.0.1:P/", "http://127.0.0.1:P\\@good.example/"),
    *("http:\\\\127.0.0.1:P/", "http:127.0.0.1:P/", "http:///127.0.0.1:P/", "//127.0.0.1:P/"),
    *("http://127.0.0.1:P#@good.example/", "http://127.0.0.1:P?@good.example/"),
    *("http://good.example@@127.0.0.1:P/", "http://%31%32%37.0.0.1:P/", "HTTP://127.0.0.1:P"),
)
WRAPPED = (
    *("http://[::ffff:127.0.0.1]:P/", "http://[::ffff:7f00:1]:P/", "http://[::127.0.0.1]:P/"),
    *("http://[64:ff9b::127.0.0.1]:P/", "http://[64:ff9b:1::7f00:1]:P/"),
    *("http://[2002:7f00:1::]:P/", "http://[2001:0:7f00:1::]:P/", "http://[fec0::1]:P/"),
    *("http://[fe80::1%25lo]:P/", "http://[fe80::1%lo]:P/", "http://[::1%25lo]:P/"),
    *("http://[ff02::1]:P/", "http://[0:0:0:0:0:ffff:127.0.0.1]:P/", "http://[::1:P/"),
)
NAMED = (
    *("http://localhost:P/", "http://LOCALHOST:P/", "http://localhost.:P/", "http://ⓛocalhost:P/"),
    *("http://secret.localhost:P/", "http://localhost.localdomain:P/", "http://ip6-localhost:P/"),
    *(f"http://{name}:P/" for name in NAMES),
    *("http://metadata.google.internal/", "http://kubernetes.default.svc/"),
)
OTHER_SCHEMES = (
    *("file:///etc/passwd", "file://127.0.0.1/etc/passwd", "gopher://127.0.0.1:P/_GET", "data:,x"),
    *("ftp://127.0.0.1:P/", "javascript:alert(1)", "ws://127.0.0.1:P/", "unix:///run/docker.sock"),
    *("dict://127.0.0.1:P/", "ldap://127.0.0.1:P/", "http+unix://%2Frun%2Fdocker.sock/", "x", ""),
    *("view-source:http://127.0.0.1:P/", "jar:http://127.0.0.1:P/!/", "http", "http:", "http://"),
)
ODD = (
    *("http://127.0.0.1:22/", "http://loop.example:6379/", "https://loop.example:0/"),
    *("http://127.0.0.1:99999/", "http://127.0.0.1:8o/", "http://127.0.0.1:P:80/"),
    *("http://127.0.0.1:P/\r\nHost: good.example", "http://127.0.0.1:P\r\n.good.example/"),
    *("http://127.0.0.1:P /", " http://127.0.0.1:P/", "http://127.0.0.1:P/\x00", "http://a..b/"),
    *("http://127.0.0.1:P/\u2028", "http://127.0.0.1\t:P/", "http://127.0.0.1:P/" + "a" * 3000),
    *("http://" + "a" * 64 + ".example/", "http://" + "a." * 130 + "example/", "http://\ud800/"),
)
HOSTILE = (*AS_NUMBERS, *SPELLED, *WRAPPED, *NAMED, *OTHER_SCHEMES, *ODD)
REASONS = (
    *(errors.NOT_PUBLIC, errors.BAD_LINK, errors.LINK_SCHEME, errors.LINK_WITH_LOGIN),
    *(errors.LINK_TOO_LONG.format(limit=2000), errors.LINK_PORT.partition("{")[0]),
)


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record every address that a socket is connected to; only this machine is reached."""
    reached: list[str] = []
    connect = socket.socket.connect

    def record(self: socket.socket, address: tuple[str, int]) -> None:
        reached.append(address[0])
        if address[0] != HOST:
            raise ConnectionRefusedError
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", record)
    return reached


@pytest.fixture
async def secret() -> AsyncIterator[WebServer]:
    """A server that nobody may reach."""
    async with WebServer.running() as server:
        yield server


@pytest.fixture
async def closed_port() -> int:
    async with WebServer.running() as server:
        return server.port


def test_there_are_enough_hostile_addresses() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 60


@pytest.mark.threat("W3")
@pytest.mark.parametrize(
    ("address", "verdict"),
    [(one, verdict) for verdict in VERDICTS for one in VERDICTS[verdict].split()],
)
def test_an_address_is_public_or_not(address: str, verdict: bool) -> None:
    assert is_public(address) is verdict


async def refusal_of(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(WebError) as caught:
        await fetcher.fetch(url)
    return caught.value.reason


async def refusal_at(port: int, url: str) -> str:
    settings = WebSettings(ports=(80, 443, port))
    fetcher = Fetcher(settings, resolver=Names(NAMES), ssl=CONTEXT)
    try:
        return (await refusal_of(fetcher, url.replace(":P", f":{port}"))).replace(str(port), "P")
    finally:
        await fetcher.close()


@pytest.mark.threat("W1")
@pytest.mark.threat("W2")
@pytest.mark.threat("W3")
@pytest.mark.threat("W6")
@pytest.mark.parametrize("url", HOSTILE, ids=ascii)
async def test_a_hostile_address_opens_no_socket_and_tells_nothing(
    url: str, secret: WebServer, closed_port: int, wire: list[str]
) -> None:
    reason = await refusal_at(secret.port, url)
    assert reason.startswith(REASONS)
    assert reason == await refusal_at(closed_port, url)
    assert not wire
    assert not secret.connections


@pytest.mark.threat("W4")
@pytest.mark.parametrize("url", [url for url in HOSTILE if url.isprintable() and url], ids=ascii)
async def test_no_page_can_forward_to_a_hostile_address(
    url: str, secret: WebServer, wire: list[str]
) -> None:
    async with WebServer.running() as server:
        target = url.replace(":P", f":{secret.port}")
        server.answers["/"] = answer(status="302 Found", location=target)
        fetcher = Fetcher(
            WebSettings(ports=(80, 443, server.port, secret.port)),
            allowed={(HOST, server.port)},
            resolver=Names({**NAMES, "site.example": [HOST]}),
            ssl=CONTEXT,
            patience=Patience(pause=0),
        )
        with pytest.raises(WebError):
            await fetcher.fetch(server.url())
        await fetcher.close()
    assert wire == [HOST] * server.connections  # of the page that forwards
    assert not secret.connections


@pytest.mark.threat("W1")
async def test_the_secret_server_would_have_noticed(secret: WebServer, wire: list[str]) -> None:
    secret.answers["/"] = answer(b"secret")
    fetcher = Fetcher(WebSettings(ports=(secret.port,)), allowed={(HOST, secret.port)})
    page = await fetcher.fetch(secret.url(host=HOST))
    await fetcher.close()
    assert page is not None
    assert page.data == b"secret"
    assert wire == [HOST]
    assert secret.connections == 1


class Flipping(Names):
    """Has the next of its sets of addresses for every question."""

    def __init__(self, sets: Sequence[Sequence[str]]) -> None:
        super().__init__({})
        self._sets = cycle(sets)

    def addresses(self, host: str) -> Sequence[str]:
        assert host == "flips.example"
        return next(self._sets)


@pytest.mark.threat("W5")
async def test_a_name_that_changes_its_address_never_leads_to_a_private_one(
    wire: list[str],
) -> None:
    mixes = [[PUBLIC, one] for one in PRIVATE] + [[one, PUBLIC] for one in PRIVATE]
    sets = [[PUBLIC], *([one] for one in PRIVATE), [PUBLIC], *mixes, []]
    fetcher = Fetcher(resolver=Flipping(sets), patience=Patience(pause=0))
    reasons = [await refusal_of(fetcher, "http://flips.example/") for _ in range(10_000)]
    assert set(wire) == {PUBLIC}
    public = reasons.count(errors.NO_ANSWER)  # the fixture lets nobody reach it
    assert public == len(wire) == -(-10_000 * 2 // len(sets))
    assert reasons.count(NOT_PUBLIC) == 10_000 - public


@pytest.mark.threat("W5")
async def test_the_socket_is_judged_even_if_the_names_were_not(
    wire: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    unguarded = Flipping([[one, other] for one in PRIVATE for other in PRIVATE])
    monkeypatch.setattr(Guard, "resolve", unguarded.resolve)
    fetcher = Fetcher(patience=Patience(pause=0))
    for _ in range(len(PRIVATE) ** 2):
        assert await refusal_of(fetcher, "http://flips.example/") == NOT_PUBLIC
    assert not wire


@pytest.mark.threat("W6")
@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com", "https://example.com/"),
        ("HTTPS://Example.COM:443/a/../b#part", "https://example.com/b"),
        ("http://example.com./", "http://example.com/"),
        ("https://аpple.com/", "https://xn--pple-43d.com/"),  # the first letter is Cyrillic
        ("https://müller.de/ä?q=ö", "https://xn--mller-kva.de/%C3%A4?q=%C3%B6"),
        ("https://1.1.1.1/", "https://1.1.1.1/"),
        ("http://[2606:4700::1111]:80/", "http://[2606:4700::1111]/"),
        ("http://a_b.example/a%2Fb?x=%26", "http://a_b.example/a%2Fb?x=%26"),
    ],
)
def test_a_checked_address_is_shown_as_it_is_fetched(url: str, expected: str) -> None:
    assert checked(url, WebSettings()) == expected
    assert checked(expected, WebSettings()) == expected


@pytest.mark.threat("W6")
@pytest.mark.parametrize(
    "url",
    [
        *("https://example.com/a b", " https://example.com/", "https://example.com/\r\nX: y"),
        *("https://example.com/\t", "https://example.com/\x00", "https://example.com/\ud800"),
        *("https://example.com\\x", "https://example.com/\u2028", "https://exa%6dple.com/"),
        *("https://a..example/", "https://" + "a." * 130 + "example/", "https://[::1%25lo]/"),
        *("https://[2606:4700::1111%lo]/", "https://[::g]/", "https:///example.com/", "https:"),
    ],
    ids=ascii,
)
def test_what_parsers_could_disagree_about_is_no_address(url: str) -> None:
    with pytest.raises(WebError) as caught:
        checked(url, WebSettings())
    assert caught.value.reason == errors.BAD_LINK


@pytest.mark.threat("W6")
def test_only_hosts_on_the_list_are_allowed_and_their_subdomains() -> None:
    settings = WebSettings(hosts=("Example.com", "müller.de"))
    for url in ("https://example.com/", "http://www.example.com./x", "https://a.müller.de/"):
        checked(url, settings)
    for host in ("example.org", "badexample.com", "example.com.evil.net", "1.1.1.1"):
        with pytest.raises(WebError, match=f"pages of {host} are not allowed"):
            checked(f"https://{host}/", settings)


@pytest.mark.threat("W6")
def test_only_ports_on_the_list_are_allowed() -> None:
    with pytest.raises(WebError, match="port 8080 is not allowed, only 80 or 443"):
        checked("https://example.com:8080/", WebSettings())
    checked("https://example.com:8080/", WebSettings(ports=(8080,)))
