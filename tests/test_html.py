"""Show what is read of a web page: its article's text and structure, nothing hidden, in time."""

import time

import pytest

from knowledge.errors import EMPTY, NO_PARAGRAPHS, TOO_NESTED, ReadError
from knowledge.model import BlockKind
from knowledge.reading.html.reader import MOST_ELEMENTS, parse
from knowledge.reading.parsed import Parsed

SENTENCE = "The tram stops here every day of the week."
PROSE = f"<p>{SENTENCE} It has done so since 1925, when the bridge across the river was built.</p>"
DEADLINE = 10  # seconds of computing for the largest page


def read(body: str, head: str = "") -> Parsed:
    return parse(f"<!doctype html><head>{head}</head><body>{body}</body>".encode(), "page.html")


def lines_of(body: str, head: str = "") -> list[str]:
    return [line for block in read(body, head).blocks for line in block.lines]


def lines_below(html: str) -> list[str]:
    """Return the lines that `html` adds between two paragraphs."""
    edge, *lines, last = lines_of(f"{PROSE}{html}{PROSE}")
    assert edge == last
    return lines


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p><b>foo</b>bar</p>", ["foobar"]),
        ("<p>one<br>two</p>", ["one", "two"]),
        ("<p>one\n  two&nbsp;three &amp; four</p>", ["one two three & four"]),
        (
            "<div>one<br><br>two <i>three</i><p>four</p>five</div>",
            ["one", "two three", "four", "five"],
        ),
        ("<ul><li>a<li>b<ul><li>c</ul>d<li>e</ul>", ["- a", "- b", "- c", "d", "- e"]),
        ("<ol start=3><li><p>a</p><p>b</p></li><li>c</li></ol>", ["3. a", "b", "4. c"]),
        ("<table><tr><th>x<th>y<tr><td>1<td><p>2</p>3</table>", ["x | y", "1 | 2 3"]),
        ("<table><caption>T</caption><tr><td>1<td><td>3</table>", ["T", "1 | – | 3"]),
        ("<table><tr><td><p>one</p><p>two</p></td></tr></table>", ["one", "two"]),
        ("<dl><dt>a:<dd>x<dd>y<dt>b<dd>z</dl>", ["a: x", "y", "b: z"]),
        ("<pre>if x:\n    <b>y</b> = 1\n\nz</pre>", ["if x:", "    y = 1", "z"]),
        ("<pre>a<br>b</pre>", ["a", "b"]),
        ("<blockquote><p>one</p><footer>She</footer></blockquote>", ["one", "She"]),
        ("<figure><img alt=no title=no><figcaption>one</figcaption></figure>", ["one"]),
        ("<h2>A <a class=headerlink href='#a'>¶</a></h2><p>b</p>", ["A", "b"]),
        ("<h2>A<span class=mw-editsection>[<a>edit</a>]</span></h2><p>b</p>", ["A", "b"]),
        ("<p>one<sup><a href='#1'>[1]</a></sup>, two<sup>2</sup>.</p>", ["one, two²."]),
        ("<div><button>Copy</button><pre>x = 1</pre></div>", ["x = 1"]),
        ("<details><summary>one</summary>two</details>", ["one", "two"]),
        ("<div role=heading aria-level=3>A</div><p>b</p>", ["A", "b"]),
        ("<dl><dt>a<dd><ul><li>x</ul><dt>b<dd>y</dl>", ["a:", "- x", "b: y"]),
        ("<dl><dt>a()<dd><p>x</p><pre>y</pre><dd><h4>c</h4></dl>", ["a(): x", "y", "c"]),
        ("<div><span>Jane Doe</span><span>Editor</span></div>", ["Jane Doe", "Editor"]),
        ("<div><span>It</span> was<span> so</span></div>", ["It was so"]),
        ("<h3><button aria-expanded=true>A</button></h3><p>b</p>", ["A", "b"]),
        ("<p>soft&shy;en&#x202e;ed &zwnj;</p>", ["softened \u200c"]),
    ],
)
def test_text_and_structure(html: str, lines: list[str]) -> None:
    assert lines_below(html) == lines


def test_lists_tables_and_code_are_one_paragraph_each() -> None:
    parsed = read(
        f"{PROSE}<ul><li>a<li>b</ul><table><tr><th>c<tr><td>d</table><pre>e\nf</pre>{PROSE}"
    )
    assert [block.lines for block in parsed.blocks[1:-1]] == [
        ("- a", "- b"),
        ("c", "d"),
        ("e", "f"),
    ]


def test_a_list_of_posts_is_no_list() -> None:
    posts = "".join(f"<li><div>user{one}</div><div>{PROSE}{PROSE}</div></li>" for one in range(3))
    parsed = read(f"<h1>A thread</h1><ol class=posts>{posts}</ol>")
    assert [block.text for block in parsed.blocks].count(parsed.blocks[1].text) == 6
    assert parsed.blocks[1].text.startswith(SENTENCE)


def test_heading_tags_become_headings_of_one_line() -> None:
    parsed = read(f"<h1>T</h1>{PROSE}<h3>A<br>b</h3>{PROSE}")
    assert [block.text for block in parsed.blocks if block.kind is BlockKind.HEADING] == ["A b"]


def test_a_short_bold_line_above_text_is_a_heading_and_bold_words_are_none() -> None:
    parsed = read(
        f"{PROSE}<p><b>A part</b></p>{PROSE}<p><b>Mind</b> it</p><p><b>So.</b></p>{PROSE}"
    )
    assert [one.text for one in parsed.blocks if one.kind is BlockKind.HEADING] == ["A part"]


@pytest.mark.threat("F6")
@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<div class=post-meta><span>Jane Doe</span> <span>in Travel</span></div>", []),
        ("<div><span>Jane Doe</span><span>12 comments</span></div>", []),
        ("<p>On <span class=date>1 May</span> it opened</p>", ["On 1 May it opened"]),
        ("<ul><li><b class=date>1925</b> It opened</ul>", ["- 1925 It opened"]),
        ("<table><tr><th>Built<td><span class=date>1925</span></table>", ["Built | 1925"]),
        (f"<div class=author>{PROSE}</div>", [f"{PROSE}"[3:-4]]),
    ],
)
def test_rows_about_the_text_go_unless_they_belong_to_a_sentence(
    html: str, lines: list[str]
) -> None:
    assert lines_below(html) == lines


@pytest.mark.threat("W15")
@pytest.mark.parametrize(
    "html",
    [
        "<p hidden>bad</p>",
        "<div style='DISPLAY : none'><p>bad</p></div>",
        "<p style='visibility:hidden'>bad</p>",
        "<p style='font-size:0px;color:red'>bad</p>",
        "<p style='opacity: 0'>bad</p>",
        "<p style='position:absolute; left:-9999px'>bad</p>",
        "<p style='text-indent:-5000px'>bad</p>",
        "<p style='height:1px;overflow:hidden'>bad</p>",
        "<p class='sr-only'>bad</p>",
        "<p class='x secret'>bad</p>",
        "<p id=buried>bad</p>",
        "<p class=layered>bad</p>",
        "<p aria-hidden='true'>bad</p>",
        "<!-- bad -->",
        "<img alt='bad' title='bad' src='data:text/plain,bad'>",
        "<template><p>bad</p></template>",
        "<noscript><p>bad</p></noscript>",
        "<input value='bad'><textarea>bad</textarea><select><option>bad</select>",
        "<svg><text>bad</text></svg>",
        "<iframe srcdoc='bad'>bad</iframe>",
    ],
)
def test_what_a_reader_cannot_see_is_not_read(html: str) -> None:
    sheet = (
        "<style>/* .visible{display:none} */ p.secret, #buried { color: red; display: none }"
        "@media screen{.layered{display:none}}</style>"
    )
    text = "\n".join(lines_of(f"<h1>Title</h1>{PROSE}{html}{PROSE}", sheet))
    assert "bad" not in text
    assert text.count(SENTENCE) == 2


@pytest.mark.parametrize(
    "html",
    [
        "<p class='hidden md:block'>fine</p>",
        "<p class='printed'>fine</p>",
        "<p class='visible'>fine</p>",
        "<p class=faded>fine</p>",
        "<p style='opacity: 0.5; font-size:0.9em; left:-2px'>fine</p>",
        "<div class=box><p>fine</p></div>",
    ],
)
def test_what_is_hidden_elsewhere_only_is_read(html: str) -> None:
    sheet = (
        "<style>@media print{.printed{display:none}} /* .visible{display:none} */"
        ".faded{opacity:.9} .js .box{display:none} p{margin:0}</style>"
    )
    assert "fine" in lines_of(f"<h1>Title</h1>{PROSE}{html}{PROSE}", sheet)


@pytest.mark.threat("F13")
def test_scripts_handlers_and_links_leave_text_only() -> None:
    html = (
        "<h1 onclick='alert(1)'>T</h1><script>alert(1)</script>"
        f"{PROSE}<p onmouseover='alert(1)'><a href='javascript:alert(1)'>one</a> "
        "<a href='data:text/html,alert(1)'>two</a> &lt;script&gt;</p>" + PROSE
    )
    assert lines_of(html)[1] == "one two <script>"
    assert "alert" not in "".join(lines_of(html))


COMMENT = '{"@type": "Comment", "datePublished": "2020-01-01"}'
POST = '{"@type": "BlogPosting", "datePublished": "2024-03-05T01:00"}'
PAGE = f"""<body class="has-sidebar"><header><a href="/">The Site</a> Tagline of it</header>
<nav><ul><li><a>Home</a><li><a>News</a></ul></nav>
<main><article><header><h1>The bridge</h1></header>{PROSE}<h2>Cost</h2>{PROSE}
<p>No.</p><div class="share-bar"><p>Tell your friends about this article, please do.</p></div>
<aside class="related"><h3>Related</h3><p>Ten other bridges that you must have seen.</p></aside>
<div class="admonition note"><p>Note.</p></div>{PROSE}</article></main>
<div id="comments"><p>First! I have always liked this bridge a lot.</p></div>
<div class="sidebar"><p>Our newest stories, straight from the editors.</p></div>
<footer><p>The Site is a site of the company of sites.</p></footer></body>"""
SOUP = f"""<div><div><a>The Site</a></div><div><a>Home</a> <a>News</a> <a>Sport and so on</a></div>
<div><div><div>The bridge</div>{PROSE.replace("p>", "div>")}<div>No.</div>{PROSE}{PROSE}</div>
<div><div><a>Ten other bridges that you must have seen</a></div><div><a>Another one</a></div>
</div></div><div><a>Imprint</a> <a>Contact</a></div></div>"""


@pytest.mark.threat("F6")
def test_a_page_with_helpful_names_keeps_its_article_only() -> None:
    parsed = read(PAGE)
    texts = [block.text for block in parsed.blocks]
    prose = texts[0]
    assert parsed.title == "The bridge"
    assert texts == [prose, "Cost", prose, "No.", "Note.", prose]


@pytest.mark.threat("F6")
def test_a_page_without_names_keeps_its_article_only() -> None:
    lines = lines_of(SOUP, "<title>The bridge | The Site</title>")
    assert lines == [lines[0], "No.", lines[0], lines[0]]


def test_what_was_left_out_is_listed_with_the_rule() -> None:
    left_out = {one.rule: one.text for one in parse(PAGE.encode(), "page.html").left_out}
    assert left_out["share bar"] == "Tell your friends about this article, please do."
    assert left_out["comments"].startswith("First!")


def test_an_element_that_holds_the_article_is_no_furniture_whatever_its_name() -> None:
    wrapped = f"<div class='has-sidebar sidebar share'>{PROSE}{PROSE}</div>"
    assert len(lines_of(wrapped)) == 2
    forum = "".join(f"<div class=comment>{PROSE}</div>" for _ in range(5))
    assert len(lines_of(f"<h1>A thread</h1>{forum}")) == 5


@pytest.mark.parametrize(
    ("head", "h1", "title"),
    [
        ("<title>The bridge | The Site</title>", "", "The bridge"),
        ("<title>The long bridge - Site</title>", "", "The long bridge"),
        ("<title>x</title><meta property=og:title content='The bridge'>", "", "The bridge"),
        (
            "<title>The bridge - The Site</title>",
            "<h1>The Site</h1><h2>The bridge</h2>",
            "The bridge",
        ),
        ("<title>The Site</title>", "<h1>The bridge</h1>", "The bridge"),
        ("", "", None),
    ],
)
def test_the_title_is_the_articles_and_stands_there_once(
    head: str, h1: str, title: str | None
) -> None:
    parsed = read(f"{h1}{PROSE}", head)
    assert parsed.title == title
    assert [block.text for block in parsed.blocks] == [parsed.blocks[0].text]


@pytest.mark.parametrize(
    ("head", "body", "date"),
    [
        ("<meta property='article:published_time' content='2024-03-05T10:00Z'>", "", "2024-03-05"),
        ("<meta name=date content='2024-13-05'>", "", None),
        (
            '<script type=\'application/ld+json\'>{"datePublished":"2024-03-05"}</script>',
            "",
            "2024-03-05",
        ),
        (
            f'<script type="application/ld+json">{{"@graph": [{COMMENT}, {POST}]}}</script>',
            "",
            "2024-03-05",
        ),
        (f"<script type='application/ld+json'>{'[' * 100_000}</script>", "", None),
        ("<script type='application/ld+json'>{\"datePublished\": 7}</script>", "", None),
        ("", "<time datetime='2024-03-05'>March</time>", "2024-03-05"),
        ("", "<p>Written on 2024-03-05, in the evening.</p>", None),
    ],
)
def test_the_date_is_one_that_the_page_states(head: str, body: str, date: str | None) -> None:
    assert read(f"<article><h1>T</h1>{body}{PROSE}</article>", head).date == date


def test_the_encoding_is_the_servers_or_the_pages_own() -> None:
    page = f"<meta charset=iso-8859-1><h1>Köln</h1><p>Größe: {SENTENCE}</p>".encode("latin-1")
    assert parse(page, "page.html").title == "Köln"
    assert parse(page, "page.html", "windows-1252").title == "Köln"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (b"", EMPTY),
        (b"   ", EMPTY),
        (b"<html><body></body></html>", EMPTY),
        (b"<script>alert(1)</script>", EMPTY),
        (b"<h1>A title</h1><h2>A heading</h2>", NO_PARAGRAPHS),
        (b"<div>" * 50_000 + b"deep text", TOO_NESTED),
    ],
)
def test_a_page_without_a_paragraph_is_refused_with_the_reason(page: bytes, reason: str) -> None:
    assert reason_against(page) == reason


def reason_against(page: bytes) -> str | None:
    """Return why a page is not read; errors of other kinds are raised."""
    try:
        parse(page, "page.html")
    except ReadError as error:
        return error.reason
    return None


@pytest.mark.parametrize("page", [b"<" * 5000, b"\xff\xfe<p>", b"<p>&#x110000;&#0;x", b"\x00<p>x"])
def test_broken_bytes_raise_nothing_but_read_errors(page: bytes) -> None:
    reason_against(page)


LARGE = 5_000_000  # bytes
SLOW = {
    "plain paragraphs": f"<p>{SENTENCE}</p>\n",
    "tiny paragraphs": "<p>a",
    "unclosed items": "<li>item of a list",
    "furniture": "<div class='share-bar ad'>a</div>b",
    "hidden": "<i hidden>a</i>b",
    "cells": "<td>a<tr>",
    "headings": "<h2>a</h2>",
}


@pytest.mark.threat("F5")
@pytest.mark.parametrize("part", SLOW.values(), ids=SLOW)
def test_a_large_page_is_read_by_the_deadline(part: str) -> None:
    times = min(LARGE // len(part), MOST_ELEMENTS // (part.count("<") - part.count("</")) - 9)
    page = f"<h1>T</h1><ul>{part * times}".encode()
    start = time.process_time()
    assert reason_against(page) in (None, NO_PARAGRAPHS)
    assert time.process_time() - start < DEADLINE


@pytest.mark.threat("F5")
def test_a_page_of_too_many_elements_is_refused() -> None:
    with pytest.raises(ReadError, match="too many elements"):
        parse(b"<p>a" * (MOST_ELEMENTS + 1), "page.html")


@pytest.mark.threat("F5")
@pytest.mark.parametrize(
    "opening", [b"<div>", b"<ul><li>", b"<table><tr><td>", b"<b><i>", b"<blockquote>"]
)
def test_deep_nesting_ends_in_text_or_a_reason(opening: bytes) -> None:
    start = time.process_time()
    with pytest.raises(ReadError, match="nested"):
        parse(opening * 20_000 + SENTENCE.encode(), "page.html")
    around = opening * 60 + PROSE.encode() * 20_000
    assert parse(around, "page.html").blocks
    assert time.process_time() - start < DEADLINE
