"""The lines that pages carry beside their article: one rule each, by name.

A rule sees one line. Its pattern must match the whole line, letter case aside, and is linear:
no quantifier stands inside another one's reach over the same characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_IN_SENTENCES = ("notice", "newsletter")  # the rules for whole sentences
MAX_LINE = 200  # characters; a longer line is prose, whatever it says

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_TIME = r"(?:,? (?:at )?\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?(?: [a-z]{2,4})?)?"
_DATE = (
    rf"{_DAY}(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}\.? {_MONTH},? \d{{4}}"
    rf"|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}){_TIME}"
)
_NAME = r"[^\W\d_][\w.'’-]*(?: (?:and |& )?[^\W\d_][\w.'’-]*){0,5}"
_COUNTED = (
    "(?:page |post |total )?(?:views?|reads?|shares?|likes?|comments?|hits|visits|claps?|replies"
    "|reactions|reposts|retweets|followers|downloads|votes|upvotes)"
)
_NUMBER = r"\d[\d.,]*[km]?"

_VERBS = frozenset("share shares sharing tweet pin email e-mail print copy follow like".split())
_NETWORKS = frozenset(
    "facebook twitter x linkedin whatsapp telegram reddit pinterest instagram mastodon bluesky "
    "threads messenger youtube tiktok tumblr rss flipboard pocket vk viber".split()
)
_SHARE_WORDS = (
    frozenset("this the it us on via to by a link page article story post with and love".split())
    | _VERBS
    | _NETWORKS
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of furniture, what it is in a reader's words, and how a line of it is known."""

    name: str
    about: str
    matches: Callable[[str], bool]


def _pattern(*alternatives: str) -> Callable[[str], bool]:
    compiled = re.compile("|".join(f"(?:{one})" for one in alternatives), re.IGNORECASE)
    return lambda line: compiled.fullmatch(line) is not None


_share_phrase = _pattern(
    r"(?:spread|share|feel) the (?:love|word)!?",
    r"sharing is caring!?",
    r"click to (?:share|email|print|tweet)\b.{0,60}",
    r"(?:like|rate) this(?: post| article| story)?:",
    r"like loading\.*",
    r"join the (?:conversation|discussion)[.!]?",
    r"follow us\b.{0,60}",
)


def _is_share(line: str) -> bool:
    words = re.findall(r"[\w-]+", line.casefold())
    if len(words) > 1 and words[0] in _VERBS | _NETWORKS and _SHARE_WORDS.issuperset(words):
        return not line.endswith(".")
    return _share_phrase(line)


ANYWHERE = (
    Rule("share phrase", "invites readers to share the page", _is_share),
    Rule(
        "counter",
        "counts views, shares, comments or reading time",
        _pattern(
            rf"{_COUNTED} ?:? ?{_NUMBER}(?: {_NUMBER})*",
            rf"{_NUMBER} {_COUNTED}",
            r"(?:no|one) (?:comments?|replies|shares|views)(?: yet)?",
            r"(?:estimated )?reading time:? (?:about |approx\. )?\d+ ?min(?:ute)?s?\.?",
            r"\d+[ -]min(?:ute)?s?",
        ),
    ),
    Rule(
        "reading time",
        "says how long reading takes",
        _pattern(r"\d+[ -]min(?:ute)?s? (?:of )?read(?:ing)?(?: time)?"),
    ),
    Rule(
        "page control",
        "belongs to the page: menus, notices, links to other pages",
        _pattern(
            r"(?:skip|jump) to (?:main |the )?(?:content|navigation|search|article|recipe)",
            r"(?:story continues below |continue reading below )?"
            r"(?:advertisement|sponsored|promoted)(?: content| post)?",
            r"listen to this (?:article|story|post)",
            r"(?:print|pin|rate|save) (?:this )?recipe",
            r"(?:edit|improve|report|print|save) this (?:page|article|post)(?: last .{1,60})?",
            r"was this (?:page|article|post|answer) (?:helpful|useful)\??(?: yes no)?",
            r"home ?[>»›/] ?.{1,120}",
            r"(?:(?:accept|reject|decline|allow|manage)(?: all| my)?"
            r"(?: cookies| preferences| settings)? ?){1,3}",
            r"(?:cookie|privacy) (?:policy|settings|preferences|notice)",
            r"terms (?:of|and) (?:use|service|conditions)",
            r"(?:click here to )?(?:log|sign) ?in(?: (?:or|/) (?:register|sign up|join))?",
            r"(?:back|return|scroll) to (?:the )?(?:top|home(?:page)?|blog|news)",
            r"(?:read|see|show|load|view) more(?:[:»›→… .]*| (?:about|on|from|at|in) .{1,60})",
            r"continue reading(?:[:»›→… .]{1,9}.{0,60})?",
            r"(?:previous|next|older|newer) (?:post|article|story|entry|page|topic)s?"
            r"(?:[:»›→].{0,100})?",
            r"(?:tags?|tagged|categor(?:y|ies)|topics): ?.{1,120}(?<![.?!])",
            r"(?:filed under|posted in):? ?.{1,120}(?<![.?!])",
            r"(?:previous|next|prev): ?.{1,100}(?<![.?!])",
            r"retrieved from .{1,150}",
            r"from .{1,40}, the free encyclop(?:a)?edia",
            r"users browsing this (?:forum|topic|thread).{0,150}",
            r"powered by .{1,100}",
        ),
    ),
    Rule(
        "notice",
        "tells of cookies, rights or changes, in a sentence of its own",
        _pattern(
            r"(?:we|this (?:web)?site) uses? cookies\b.*",
            r"by (?:continuing|using) .{0,80}\bcookies\b.*",
            r"(?:this page was )?last (?:edited|modified|updated|changed)(?: by \S{1,40})?"
            r" on .{0,40}\d{4}.*",
            r"(?:©|\(c\)|copyright (?:©|\(c\))) ?.{0,120}",
            r"copyright \d{4}(?:-\d{4})? .{0,60}(?<![.?!])",
            r".{0,80}all rights reserved\.?",
            r".{0,140}\b(?:imprint|impressum)[.,|· ]{1,3}(?:terms|privacy|contact)\b.{0,30}",
            r"follow us on .{1,80}",
            r".{0,40}topic .{0,20}closed\b.{0,80}\bnew replies are no longer allowed\.?",
        ),
    ),
    Rule(
        "newsletter",
        "asks for a subscription",
        _pattern(
            r"(?:subscribe|sign up)\b.{0,120}\b(?:newsletter|mailing list|inbox|updates|weekly"
            r"|digest)\b.{0,60}",
            r"join .{0,120}\b(?:newsletter|mailing list|subscribers)\b.{0,60}",
            r"get .{0,100}\b(?:in|to) your inbox\b.{0,40}",
            r"(?:enter )?your email(?: address)?",
            r"subscribe(?: now| today)?!?",
        ),
    ),
)

# What web pages alone carry. A document may have such a line as its own, so these rules are for the
# reader of pages, and for lines that stand alone there.
_AGE = (
    r"\d{1,3} ?(?:sec(?:ond)?|min(?:ute)?|hr|hour|day|week|month|mo|yr|year|[smhdwy])s?\.?"
    r"(?:, \d{1,2} (?:month|day|hour)s?)? ago"
)
ON_PAGES = (
    Rule(
        "counter",
        "counts answers, or says how long ago",
        _pattern(
            r"\d[\d.,]{0,12} ?[km]",
            r"\d{1,6} answers?",
            rf"viewed {_NUMBER} times",
            rf"(?:(?:asked|answered|active|modified|edited) )?{_AGE}",
            r"you are visitor (?:number|no\.?|#).{0,40}",
            rf"since {_DATE}",
        ),
    ),
    Rule(
        "page control",
        "belongs to the page: menus, notices, links to other pages",
        _pattern(
            r"(?:read more|keep reading|continue reading|also read|read also|(?:à )?lire aussi"
            r"|(?:lesen sie|lies) auch|mehr zum thema|le[ae]r? também|leggi anche|lees ook"
            r"|leia também|czytaj też|читайте также) ?: ?.{1,150}",
            r"more: .{1,100}(?<![.?!])",
            r"sort(?:ed)? by:?.{0,60}",
            r"report this ad|code: select all",
            r"attachment: .{1,80} (?:viewed|downloaded) \d+ times",
            r"who(?:['’]s| is) online.{0,40}",
            r"(?:tap|click) to (?:play|watch|listen|enlarge|expand|zoom)\b.{0,40}",
            r"(?:e-?mail|contact|write to) (?:the |our )?webmaster\b.{0,40}",
            r"(?:chart|image|map|video|ad) placeholder\b.{0,80}",
            r"page \d{1,4} of \d{1,4}",
            r"[«<‹←]+ (?:previous|older|prev)\b.{1,40}\b(?:next|newer)\b.{0,20}[»>›→]",
            r"all times are (?:gmt|utc)\b.{0,60}",
        ),
    ),
    Rule(
        "user card",
        "says who wrote a post",
        _pattern(
            r"top \d{1,2} ?% (?:commenter|poster)",
            r"(?:join(?:ed)?(?: date)?|member since): .{1,30}",
            r"(?:posts|messages|reputation|karma|likes received): ?\d[\d.,]{0,9}k?",
        ),
    ),
)
ON_PAGES_BELOW = Rule(
    "other pages",
    "begins the list of other pages",
    _pattern(
        r"(?:related|suggested|similar) (?:topics|threads|questions|discussions):?",
        r"posting (?:rules|permissions)",
        r"who(?:['’]s| is) online.{0,40}",
    ),
)

IN_HEAD = Rule(
    "byline",
    "names author or date above the article",
    _pattern(
        rf"(?:words |written |posted |reported |story |text )?by:? {_NAME}"
        rf"(?: (?:on|for|in|at) .{{1,60}})?",
        rf"(?:(?:first )?published|posted|(?:last )?updated|modified|date)(?: on)?:? ?{_DATE}",
        rf"(?:(?:first )?published|posted|(?:last )?updated)(?: on)?:? ?{_DATE} by {_NAME}",
        rf"{_NAME}(?:,| [·•|–-]) {_DATE}",
        rf"by {_NAME} [»•·] .{{0,10}}{_DATE}",
        _DATE,
    ),
)

# Below the article, everything after one of these belongs to the page, not to the article.
IN_TAIL = (
    Rule(
        "author box",
        "begins the note about the author",
        _pattern(
            r"website ?\| ?\+? ?posts",
            r"\+ ?posts",
            r"(?:about|meet) the (?:author|writer)s?:?",
            r"author bio(?:graphy)?:?",
            rf"(?:written|posted|article|post) by:? {_NAME}",
            rf"(?:more|all|view all|see all|other) (?:posts|articles|stories) (?:by|from) {_NAME}",
        ),
    ),
    Rule(
        "other pages",
        "begins the list of other pages",
        _pattern(
            r"(?:related|recommended) (?:posts?|articles?|stories|reading|news|content):?",
            r"you (?:may|might|could) also (?:like|enjoy|be interested in):?",
            r"(?:read next|read also|also read)(?::.{0,80})?",
        ),
    ),
    Rule(
        "comments",
        "begins the readers' comments",
        _pattern(
            r"(?:leave|post|write|add) (?:a|your) (?:comment|reply)\b.{0,40}",
            r"comments ?\(\d+\):?",
            r"\d+ (?:comments|replies|responses|thoughts)(?: on .{1,120})?",
            r"comments are (?:closed|disabled)\.?",
            r"cancel reply",
        ),
    ),
)
_ABOUT_PERSON = Rule("author box", IN_TAIL[0].about, _pattern(rf"(?:about|by) {_NAME}"))
_PERHAPS_OTHER_PAGES = Rule(
    "other pages",
    IN_TAIL[1].about,
    _pattern(
        r"(?:popular|trending|latest|recent|top|similar|most read|most popular|more)"
        r"(?: \w+)?(?: (?:posts?|articles?|stories|news|topics|reads))?(?: .{0,40})?:?",
        r"(?:see also|read more|further reading|external links|more from|up next|don['’]t miss)"
        r"\b.{0,60}",
        r"(?:related|recommended) .{1,60}|comments:?|author:?",
    ),
)

# One word alone is a heading as often as it is a button: it goes when no paragraph follows.
_BUTTONS = (
    _VERBS
    | _NETWORKS
    | frozenset(
        "menu search home login register subscribe newsletter comments tags reply quote report "
        "advertisement edit save next previous yes no".split()
    )
)

_CREDIT = re.compile(
    r"(?:(?:ref(?:erence)?\.? |featured |cover |header |main |lead |banner )?"
    r"(?:image|photo(?:graph)?|picture|graphic|illustration|video|map)s?"
    r"(?: (?:source|credit|courtesy|by))?|sources?|credits?|via) ?: ?\S.*"
    r"|(?:image|photo(?:graph)?|picture|illustration)s? (?:by|from|via|courtesy of) (?-i:[A-Z]).*",
    re.IGNORECASE,
)
_WRITER = re.compile(
    r"\b(?:writer|author|journalist|reporter|correspondent|editor|columnist|blogger|freelance\w*"
    r"|my (?:writing|work|articles)|writes (?:about|for|on)|covers|contributor)\b",
    re.IGNORECASE,
)
_INTRODUCTION = re.compile(
    r"[A-Z][\w'’-]+(?: [A-Z][\w.'’-]*){1,3} (?:is|was) an? (?:[\w-]+ ){0,4}"
    r"(?:writer|author|journalist|reporter|correspondent|editor|columnist|blogger|contributor)\b"
)
_BETWEEN_PIECES = re.compile(r" ?[|·•] ?| [–—-] ")


def rule_for(line: str, *, in_head: bool = False, in_text: bool = False) -> Rule | None:
    """Return the rule that calls this line furniture, in the head of the page or in the text.

    A bare number of something, such as "30 minutes", may be the article's own inside its text.
    """
    if len(line) > MAX_LINE:
        return None
    rules: tuple[Rule, ...] = (*ANYWHERE, IN_HEAD) if in_head else ANYWHERE
    if in_text:
        rules = tuple(rule for rule in ANYWHERE if rule.name != "counter")
    if _is_sentence(line):
        rules = tuple(rule for rule in ANYWHERE if rule.name in _IN_SENTENCES)
    found = next((rule for rule in rules if rule.matches(line)), None)
    return found or _rule_for_row(line, rules)


def _rule_for_row(line: str, rules: tuple[Rule, ...]) -> Rule | None:
    """A row such as "By Jane Doe | March 3, 2024 | 12 shares" is furniture if each piece is."""
    pieces = [piece for piece in _BETWEEN_PIECES.split(line) if piece]
    if len(pieces) < 2:
        return None
    found = [
        next((rule for rule in rules if rule.matches(piece)), None)
        if piece.casefold() not in _BUTTONS
        else rules[0]
        for piece in pieces
    ]
    return found[0] if all(found) else None


def tail_rule_for(line: str, *, followed_by: str, prose_follows: bool) -> Rule | None:
    """Return the rule that says the page's own matter begins with this line.

    Some lines say so only by what follows them: a note that speaks of a writer, or no prose.
    """
    if len(line) > MAX_LINE or _is_sentence(line):
        return None
    if found := next((rule for rule in IN_TAIL if rule.matches(line)), None):
        return found
    if _ABOUT_PERSON.matches(line) and speaks_of_writer(followed_by):
        return _ABOUT_PERSON
    return (
        _PERHAPS_OTHER_PAGES if _PERHAPS_OTHER_PAGES.matches(line) and not prose_follows else None
    )


def is_button(line: str) -> bool:
    """Whether the line is one word that pages put on buttons and menus."""
    return line.strip(" :+|").casefold() in _BUTTONS


def is_credit(line: str) -> bool:
    """Whether the line only says whose text or picture this is, like "Photo: Jane Doe"."""
    is_short = len(line) <= MAX_LINE and not _is_sentence(line)
    return is_short and _CREDIT.fullmatch(line) is not None


def introduces_writer(text: str) -> bool:
    """Whether a short text begins like "Jane Doe is a freelance journalist"."""
    return len(text) <= 500 and _INTRODUCTION.match(text) is not None


def _is_sentence(line: str) -> bool:
    """Whether the line is long enough for a sentence and ends like one."""
    return line.endswith((".", "?", "!")) and len(line.split()) > 5


def speaks_of_writer(text: str) -> bool:
    """Whether the text has the words of a note about its author."""
    return _WRITER.search(text) is not None


def page_rule_for(line: str) -> Rule | None:
    """Return the rule that calls a line of a web page, which stands alone there, furniture."""
    if len(line) > MAX_LINE:
        return None
    return next((rule for rule in ON_PAGES if rule.matches(line)), None)
