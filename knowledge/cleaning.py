"""Take the furniture of a web page off its article, and say what went and why."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from knowledge.furniture import (
    Rule,
    introduces_writer,
    is_button,
    is_credit,
    rule_for,
    speaks_of_writer,
    tail_rule_for,
)
from knowledge.lines import CREDIT_SEPARATOR, line_key
from knowledge.model import Block, BlockKind, Dropped

PROSE_WORDS = 8  # a block of so many words that ends like a sentence is prose
TAIL_SHARE = 0.5  # of the page's words: furniture that drops all after it begins no earlier
NOTE_SHARE = 0.25  # of the page's words: a note after the source line is no longer than that
ROW_LENGTH = 80  # characters; a longer line is no button, name or date
SITE_NAME_WORDS = 4  # a first line that repeats at the end is a site's name up to so many words

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The article's own blocks, what was dropped, and whom the page credits."""

    blocks: tuple[Block, ...]
    dropped: tuple[Dropped, ...]
    credit: str | None


def clean(blocks: Sequence[Block], kept: Collection[str] = ()) -> Cleaned:
    """Return the article's own blocks; every line that goes is in `dropped` or in `credit`.

    `kept` are keys of lines that are no furniture, whatever the rules say.
    """
    page = _Page(list(blocks), kept)
    page.drop_tail()
    page.drop_lines()
    page.drop_repeated()
    page.drop_note_after_source()
    page.take_credits()
    page.drop_buttons()
    return Cleaned(
        tuple(page.blocks), tuple(page.dropped), CREDIT_SEPARATOR.join(page.credits) or None
    )


def is_prose(block: Block) -> bool:
    """Whether the block reads like sentences, not like a heading, a button or a row of links."""
    if block.kind is BlockKind.HEADING:
        return False
    words = len(block.text.split())
    unbroken = len(block.lines) == 1 and words > 3 * PROSE_WORDS
    return words >= PROSE_WORDS and (unbroken or _SENTENCE_END.search(block.text) is not None)


def _is_chapter(block: Block, rule: str) -> bool:
    """Whether a marked heading is one that documents have too, such as "Comments"."""
    return block.kind is BlockKind.HEADING and rule == "comments"


class _Page:
    """The blocks of one page while it is cleaned."""

    def __init__(self, blocks: list[Block], kept: Collection[str]) -> None:
        self.blocks = blocks
        self.kept = kept
        self.dropped: list[Dropped] = []
        self.credits: list[str] = []

    def drop_tail(self) -> None:
        """Drop the page's own matter below the article: author box, other pages, comments."""
        for place in self._tail():
            block = self.blocks[place]
            for row in range(len(block.lines)):
                if (rule := self._tail_rule(place, row)) and not _is_chapter(block, rule.name):
                    self._drop_from(place, row, rule.name)
                    return

    def _tail_rule(self, place: int, row: int) -> Rule | None:
        line, rest = self.blocks[place].lines[row], self.blocks[place + 1 :]
        if self._stays(line):
            return None
        return tail_rule_for(
            line,
            followed_by=rest[0].text if rest else "",
            prose_follows=any(map(is_prose, rest)),
        )

    def _tail(self, share: float = TAIL_SHARE) -> list[int]:
        """Return the places of the blocks that begin in the last share of the page's words."""
        lengths = [len(block.text.split()) for block in self.blocks]
        before = accumulate(lengths, initial=0)
        least = (1 - share) * sum(lengths)
        return [
            place
            for place, words in enumerate(before)
            if 0 < place < len(lengths) and words >= least
        ]

    def drop_lines(self) -> None:
        """Drop lines that are furniture by themselves, and the short lines that stand with them."""
        first, last = self._first_prose(), self._last_prose()
        kept = []
        for place, block in enumerate(self.blocks):
            may_be_title = place == 0 and len(block.lines) == 1
            in_head = place < first and not may_be_title and block.kind is not BlockKind.HEADING
            if in_head or place > last:
                # The title may stand in the first group of lines.
                least = len(block.lines) // 2 + 1 if place == 0 else 1
                block = self._without_rows(block, in_head=in_head, least=least)
            kept.append(self._without_edges(block, in_head=in_head, in_text=first < place < last))
        self.blocks = [block for block in kept if block.lines]

    def _without_rows(self, block: Block, *, in_head: bool, least: int) -> Block:
        """Drop a group of short lines outside the article if some of them are furniture."""
        found = [self._rule(line, in_head=in_head) for line in block.lines]
        rule = next(filter(None, found), None)
        is_row = len(found) > 1 and max(map(len, block.lines)) <= ROW_LENGTH
        if rule is None or not is_row or sum(map(bool, found)) < least:
            return block
        pairs = zip(block.lines, found, strict=True)
        stay = [line for line, own in pairs for line in self._drop((own or rule).name, [line])]
        return replace(block, lines=tuple(stay))

    def _without_edges(self, block: Block, *, in_head: bool, in_text: bool) -> Block:
        lines = list(block.lines)
        for end in (0, -1):
            while lines and (rule := self._rule(lines[end], in_head=in_head, in_text=in_text)):
                self._drop(rule.name, [lines.pop(end)])
        return replace(block, lines=tuple(lines))

    def drop_repeated(self) -> None:
        """Drop short lines that stand both above and below the article."""
        head, tail = self._first_prose(), self._last_prose() + 1
        above = {block.text.casefold() for block in self.blocks[:head]}
        below = {block.text.casefold() for block in self.blocks[max(head, tail) :]}
        both = above & below
        keep = (
            self.blocks[0].text.casefold() if self.blocks and not self._begins_with_site() else ""
        )
        kept = []
        for place, block in enumerate(self.blocks):
            text = block.text.casefold()
            if text in both and not (text == keep and place == 0) and not head <= place < tail:
                block = replace(block, lines=self._drop("repeated line", block.lines))
            if block.lines:
                kept.append(block)
        self.blocks = kept

    def _begins_with_site(self) -> bool:
        """Whether the first line names the site and the title comes after it."""
        short = len(self.blocks[0].text.split()) <= SITE_NAME_WORDS
        return short and self._first_prose() > 1

    def drop_note_after_source(self) -> None:
        """Drop what speaks of the writer near the end: below a source line, or as the last word."""
        for place in self._tail(NOTE_SHARE):
            source, note = self.blocks[place - 1], self.blocks[place]
            if is_credit(source.lines[-1]) and speaks_of_writer(note.text):
                self._drop_from(place, 0, "note after the source line")
                return
            is_last = place == len(self.blocks) - 1
            if is_last and self.dropped and introduces_writer(note.text):
                self._drop_from(place, 0, "note on the author")
                return

    def take_credits(self) -> None:
        """Move lines that credit a source or a picture out of the text."""
        kept = []
        for block in self.blocks:
            credited = [line for line in block.lines if is_credit(line) and not self._stays(line)]
            self.credits += credited
            if lines := tuple(line for line in block.lines if line not in credited):
                kept.append(replace(block, lines=lines))
        self.blocks = kept

    def drop_buttons(self) -> None:
        """Drop single words from buttons and menus that no paragraph follows."""
        kept: list[Block] = []
        for block in reversed(self.blocks):
            heads_text = bool(kept) and is_prose(kept[-1])
            buttons = block.kind is BlockKind.LINES and all(map(is_button, block.lines))
            if buttons and (len(block.lines) > 1 or not heads_text):
                block = replace(block, lines=self._drop("button", block.lines))
            if block.lines:
                kept.append(block)
        self.blocks = kept[::-1]

    def _drop_from(self, place: int, row: int, rule: str) -> None:
        block, *later = self.blocks[place:]
        stay = block.lines[:row] + self._drop(rule, block.lines[row:])
        rest = [replace(block, lines=stay)]
        rest += [replace(one, lines=self._drop(rule, one.lines)) for one in later]
        self.blocks[place:] = [one for one in rest if one.lines]

    def _drop(self, rule: str, lines: Iterable[str]) -> tuple[str, ...]:
        """Note the lines that go, and return those that a moderator keeps."""
        stay = []
        for line in lines:
            if self._stays(line):
                stay.append(line)
            elif is_credit(line):
                self.credits.append(line)
            else:
                self.dropped.append(Dropped(rule, line))
        return tuple(stay)

    def _rule(self, line: str, *, in_head: bool, in_text: bool = False) -> Rule | None:
        return None if self._stays(line) else rule_for(line, in_head=in_head, in_text=in_text)

    def _stays(self, line: str) -> bool:
        return bool(self.kept) and line_key(line) in self.kept

    def _first_prose(self) -> int:
        places = (place for place, block in enumerate(self.blocks) if is_prose(block))
        return next(places, len(self.blocks))

    def _last_prose(self) -> int:
        return max(
            (place for place, block in enumerate(self.blocks) if is_prose(block)), default=-1
        )
