"""What changed between two versions: articles, passages, sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from knowledge.chunking import passages
from knowledge.model import Article
from knowledge.sentences import sentences


@dataclass(frozen=True, slots=True)
class Edit:
    """A sentence that is new ("" before), gone ("" after) or has changed."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """An article that both versions have, with its edits and how many passages they touch."""

    before: Article
    after: Article
    edits: tuple[Edit, ...]
    sentences_before: int
    sentences_after: int
    passages_added: int
    passages_removed: int
    passages_changed: int

    @property
    def loss(self) -> float:
        """The share of its sentences before that are gone or say something else, 0 to 1."""
        gone = sum(bool(edit.before) for edit in self.edits)
        return min(1.0, gone / max(1, self.sentences_before))

    @property
    def touched(self) -> float:
        """The share of its sentences that are new, gone or changed, 0 to 1."""
        most = max(1, self.sentences_before, self.sentences_after)
        return min(1.0, len(self.edits) / most)


@dataclass(frozen=True, slots=True)
class Difference:
    """From one version to another; passages are counted as a reader sees them."""

    added: tuple[Article, ...]
    removed: tuple[Article, ...]
    changed: tuple[Changed, ...]
    passages_before: int
    passages_after: int
    passages_added: int
    passages_removed: int
    passages_changed: int

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    @property
    def loss(self) -> float:
        """The share of the passages before that are gone, 0 to 1."""
        return self.passages_removed / self.passages_before if self.passages_before else 0.0


def compare(before: Sequence[Article], after: Sequence[Article]) -> Difference:
    """Return what changed; an article is the same one as long as it keeps its name."""
    old = {article.name: article for article in before}
    new = {article.name: article for article in after}
    added = tuple(article for name, article in new.items() if name not in old)
    removed = tuple(article for name, article in old.items() if name not in new)
    changed = tuple(
        _changed(old[name], article)
        for name, article in new.items()
        if name in old and not _is_same(old[name], article)
    )
    each = {id(article): article for article in (*before, *after)}  # most are in both
    counts = {one: sum(1 for _ in passages([article])) for one, article in each.items()}
    return Difference(
        added=added,
        removed=removed,
        changed=changed,
        passages_before=sum(counts[id(article)] for article in before),
        passages_after=sum(counts[id(article)] for article in after),
        passages_added=sum(counts[id(article)] for article in added)
        + sum(one.passages_added for one in changed),
        passages_removed=sum(counts[id(article)] for article in removed)
        + sum(one.passages_removed for one in changed),
        passages_changed=sum(one.passages_changed for one in changed),
    )


def _is_same(old: Article, new: Article) -> bool:
    """Whether two articles say the same; what was left out of them does not count."""
    return old is new or _said(old) == _said(new)


def _said(article: Article) -> Article:
    return replace(article, dropped=(), guess=None)


def _changed(old: Article, new: Article) -> Changed:
    before, after = _texts(old), _texts(new)
    pairs = list(_pairs(before, after))
    if old.title != new.title:
        pairs.insert(0, (old.title, new.title))
    return Changed(
        before=old,
        after=new,
        edits=tuple(edit for gone, came in pairs for edit in _edits(gone, came)),
        sentences_before=sum(len(_sentences(text)) for text in before),
        sentences_after=sum(len(_sentences(text)) for text in after),
        passages_added=sum(not before for before, _ in pairs),
        passages_removed=sum(not after for _, after in pairs),
        passages_changed=sum(bool(before and after) for before, after in pairs),
    )


def _texts(article: Article) -> list[str]:
    return [passage.text for passage in passages([article])]


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what stands where in both, in order, if it is not equal; "" where one has nothing."""
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            continue
        width = max(end - start, new_end - new_start)
        gone = [*old[start:end], *[""] * width][:width]
        came = [*new[new_start:new_end], *[""] * width][:width]
        yield from zip(gone, came, strict=True)


def _edits(before: str, after: str) -> Iterator[Edit]:
    for gone, came in _pairs(_sentences(before), _sentences(after)):
        yield Edit(gone, came)


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]
