"""What moderators say about single lines: one stays, one goes, whatever cleaning thinks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.model import Article, Block, Dropped
from knowledge.text import one_line

CREDIT_SEPARATOR = "; "
BY_MODERATOR = "a moderator"  # the rule that dropped such a line


def line_key(line: str) -> str:
    """Return what makes two lines the same: spaces and case do not count."""
    return one_line(line).casefold()


@dataclass(frozen=True, slots=True)
class LineRules:
    """Keys of lines that stay, and of lines that go, in every source of a library."""

    kept: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()

    def edited(self, line: str, *, kept: bool) -> LineRules:
        """Return the rules after a word on one line; it takes back what was said before."""
        key = frozenset({line_key(line)})
        if kept:
            return LineRules(self.kept | key, self.dropped - key)
        return LineRules(self.kept - key, self.dropped | key)

    def are_obeyed(self, article: Article) -> bool:
        """Whether reading the article's source again by these rules would give the same."""
        gone = {line_key(one): False for one in credits_of(article)}
        gone |= {line_key(one.text): one.rule == BY_MODERATOR for one in article.dropped}
        if any(by_moderator and key not in self.dropped for key, by_moderator in gone.items()):
            return False
        here = {line_key(line) for line in lines_of(article)} if self.dropped else set()
        return self.kept.isdisjoint(gone) and self.dropped.isdisjoint(here)


NO_RULES = LineRules()


def lines_of(article: Article) -> Iterator[str]:
    """Yield the lines of an article that a moderator may drop: all but its title."""
    below = article.text[len(article.title) :]
    yield from (line for line in below.split("\n") if line)


def credits_of(article: Article) -> list[str]:
    """Return the lines that were taken as the article's credit."""
    return article.credit.split(CREDIT_SEPARATOR) if article.credit else []


def without(blocks: Iterable[Block], rules: LineRules) -> tuple[list[Block], Sequence[Dropped]]:
    """Return the blocks without the lines that are to go, and these lines."""
    kept, dropped = [], []
    for block in blocks:
        gone = [line for line in block.lines if line_key(line) in rules.dropped]
        dropped += [Dropped(BY_MODERATOR, line) for line in gone]
        if lines := tuple(line for line in block.lines if line not in gone):
            kept.append(replace(block, lines=lines))
    return kept, dropped
