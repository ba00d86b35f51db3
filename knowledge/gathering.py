"""Read the sources of a library into articles; what has not changed is not read again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from knowledge.edits import LibraryEdit, LineEdit, SourceEdit
from knowledge.errors import SAME_NAME, ReadError
from knowledge.lines import NO_RULES, LineRules
from knowledge.model import Article
from knowledge.reading.article import read_article
from knowledge.reading.folder import File, files
from knowledge.snapshot import version_of
from knowledge.store.documents import article_hash, reading_hash
from knowledge.store.versions import Entry

Progress = Callable[[int, int], object]  # sources read so far, sources in all

Known = Mapping[str, tuple[Entry, Article]]  # the articles of the version before, by name


@dataclass(frozen=True, slots=True)
class Sources:
    """Where articles come from: a folder, if the library has one, and stored files by name.

    Stored are uploads, and pages as they were fetched last.
    """

    folder: Path | None
    stored: Mapping[str, File] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()  # names of files in the folder that are not read
    rules: LineRules = NO_RULES

    def edited(self, edits: Iterable[LibraryEdit]) -> Sources:
        """Return the sources as they are after some edits."""
        found = self
        for edit in edits:
            if isinstance(edit, LineEdit):
                found = replace(found, rules=found.rules.edited(edit.line, kept=edit.kept))
            else:
                found = found._after(edit)  # noqa: SLF001  # its own class
        return found

    def _after(self, edit: SourceEdit) -> Sources:
        stored = {name: file for name, file in self.stored.items() if name != edit.name}
        if edit.data is not None:
            stored[edit.name] = File(edit.name, edit.data, edit.origin)
        hidden = self.hidden - {edit.name}
        if edit.removed and edit.name not in self.stored:
            hidden |= {edit.name}
        return replace(self, stored=stored, hidden=hidden)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The articles that the sources give now, with an entry each, by name; and what failed."""

    digest: str  # of the version that they make
    articles: tuple[Article, ...]
    entries: tuple[Entry, ...]
    faults: tuple[ReadError, ...]
    stood_in: tuple[str, ...]  # names of articles that stay as they were, since reading failed

    def missing(self, faults: Iterable[ReadError]) -> Gathered:
        """Return the same, with pages that were not fetched; what is stored of them stood in."""
        more = tuple(faults)
        names = {article.name for article in self.articles}
        stood_in = tuple(fault.source for fault in more if fault.source in names)
        return replace(self, faults=self.faults + more, stood_in=self.stood_in + stood_in)


def gather(
    sources: Sources,
    known: Known,
    progress: Progress = lambda _done, _all: None,
    only: Collection[str] | None = None,
) -> Gathered:
    """Read every source; one that fails keeps its article of the version before.

    With `only`, sources of other names keep theirs unread.

    Raises:
        ReadError: the folder cannot be listed.
    """
    found = _files(sources, only)
    others = {} if only is None else {name: known[name] for name in known if name not in only}
    articles: dict[str, tuple[Entry, Article]] = dict(others)
    faults, stood_in = [], []
    for done, file in enumerate(found):
        progress(done, len(found))
        name = _name(file)
        try:
            if name in articles:
                raise ReadError(name, SAME_NAME)
            articles[name] = _read(file, known, sources.rules)
        except ReadError as error:
            faults.append(error)
            if name in known and name not in articles:
                articles[name] = known[name]
                stood_in.append(name)
    progress(len(found), len(found))
    ordered = [articles[name] for name in sorted(articles)]
    return Gathered(
        digest=version_of(article for _, article in ordered),
        articles=tuple(article for _, article in ordered),
        entries=tuple(entry for entry, _ in ordered),
        faults=tuple(faults),
        stood_in=tuple(stood_in),
    )


def _files(sources: Sources, only: Collection[str] | None) -> Sequence[File | ReadError]:
    """Return stored files, and those of the folder that no stored one of the same name hides."""
    hidden = sources.hidden | sources.stored.keys()
    found: Iterable[File | ReadError] = ()
    if sources.folder and (only is None or not hidden.issuperset(only)):
        found = files(sources.folder)
    shown = [file for file in found if _name(file) not in hidden]
    return [
        file for file in (*shown, *sources.stored.values()) if only is None or _name(file) in only
    ]


def _name(file: File | ReadError) -> str:
    return file.source if isinstance(file, ReadError) else file.name


def _read(file: File | ReadError, known: Known, rules: LineRules) -> tuple[Entry, Article]:
    if isinstance(file, ReadError):
        raise file
    reading = reading_hash(file)
    before = known.get(file.name)
    if before and before[0].reading == reading and rules.are_obeyed(before[1]):
        return before
    article = read_article(file.data, file.name, file.origin, rules)
    if before and file.origin and replace(article, url=before[1].url) == before[1]:
        # Some sites lead to another address each time; that is no news.
        return replace(before[0], reading=reading), before[1]
    return Entry(file.name, article_hash(article), reading), article
