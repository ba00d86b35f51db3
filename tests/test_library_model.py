"""Two processes change three libraries in any order; a model that does one thing at a time agrees.

`FOOTNOTE_LONG=1` looks for longer.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from knowledge.changes import Action, Outcome, Wish
from knowledge.edits import SourceEdit
from knowledge.errors import ReadError, RefusedError
from knowledge.libraries import Libraries
from knowledge.limits import Limits
from knowledge.model import Answer, Article
from knowledge.moderation import Moderation
from knowledge.opening import open_libraries
from knowledge.reading.article import read_article
from knowledge.snapshot import version_of
from knowledge.store.glance import FILE
from knowledge.store.versions import SHARED
from knowledge.upkeep import Upkeep

IS_LONG = os.environ.get("FOOTNOTE_LONG") == "1"
KEEP_VERSIONS = 3
LIMITS = Limits(keep_versions=KEEP_VERSIONS)
LIBRARIES = (SHARED, 1, 2)
FILES = ("bees.md", "moon.txt", "tram.md")
UPLOADS = ("moon.txt", "ship.md", "snow.txt")  # the first one stands for a file
EMPTY = b" \n"  # cannot be read
REFUSED, UNREADABLE, KEPT = "refused", "unreadable", "kept"

Content = dict[str, bytes]  # what the articles of a version were read from, by name


@dataclass(frozen=True, slots=True)
class Deed:
    """What a moderator does, in terms that mean the same before and after another deed."""

    kind: str  # refresh, propose, add, remove, restore, rollback, keep, release
    library: int
    name: str = ""
    data: bytes = b""
    number: int = 0
    before: int | None = None
    agreed: tuple[int | None, str] | None = None


@dataclass(slots=True)
class Shelf:
    """A library of the model."""

    pointer: int | None = None
    last: int = 0
    versions: dict[int, Content] = field(default_factory=dict)  # those that are not pruned
    kept: set[int] = field(default_factory=set)
    uploads: Content = field(default_factory=dict)
    taken_out: Content = field(default_factory=dict)  # uploads that may come back
    left_out: set[str] = field(default_factory=set)

    @property
    def current(self) -> Content:
        """What answers."""
        return self.versions[self.pointer] if self.pointer is not None else {}


@dataclass(slots=True)
class Model:
    """Does one deed at a time."""

    folder: Content
    shelves: dict[int, Shelf] = field(default_factory=lambda: {one: Shelf() for one in LIBRARIES})

    def do(self, deed: Deed) -> str:
        """Do a deed; return what the library should say to it."""
        shelf = self.shelves[deed.library]
        match deed.kind:
            case "rollback":
                return self._roll_back(shelf, deed)
            case "keep" | "release":
                if deed.number not in shelf.versions:
                    return REFUSED
                (shelf.kept.add if deed.kind == "keep" else shelf.kept.discard)(deed.number)
                return KEPT
            case "restore" if deed.name in shelf.taken_out:
                data = shelf.taken_out[deed.name]
                return self._refresh(shelf, replace(deed, kind="add", data=data))
            case "restore" if deed.name not in shelf.left_out:
                return REFUSED
            case "add" if deed.data == EMPTY:
                return UNREADABLE
            case "remove" if deed.name not in shelf.uploads | shelf.current:
                return REFUSED
        return self._refresh(shelf, deed)

    def agreement(self, deed: Deed) -> tuple[int | None, str]:
        """Return what a moderator agrees to who looks at the libraries as they are now."""
        shelf = self.shelves[deed.library]
        edited = deepcopy(shelf)
        _edit(edited, deed)
        content, _ = self._gathered(edited, deed.library)
        return shelf.pointer, digest_of(content)

    def _roll_back(self, shelf: Shelf, deed: Deed) -> str:
        is_there = deed.number in shelf.versions
        if not is_there or deed.before != shelf.pointer or deed.number == deed.before:
            return REFUSED
        shelf.pointer = deed.number
        return Outcome.DONE

    def _refresh(self, shelf: Shelf, deed: Deed) -> str:
        edited = deepcopy(shelf)
        _edit(edited, deed)
        content, has_faults = self._gathered(edited, deed.library)
        before, agreed = shelf.current, deed.agreed == (shelf.pointer, digest_of(content))
        if not content:
            if has_faults or shelf.pointer is None or deed.library == SHARED:
                return REFUSED
            if deed.agreed and not agreed:
                return REFUSED
            if not agreed:
                return Outcome.PROPOSED if deed.kind == "propose" else Outcome.TOO_MUCH
            edited.pointer = None
            self.shelves[deed.library] = edited
            return Outcome.DONE
        if deed.agreed and not agreed:
            return REFUSED
        if shelf.pointer is not None and digest_of(content) == digest_of(before):
            self.shelves[deed.library] = edited
            return Outcome.UNCHANGED
        if deed.kind == "propose":
            return Outcome.PROPOSED
        gone = len(before.keys() - content.keys())  # every article is one passage
        if before and gone / len(before) > LIMITS.largest_loss and not agreed:
            return Outcome.TOO_MUCH
        _publish(edited, content)
        self.shelves[deed.library] = edited
        return Outcome.DONE

    def _files(self, library: int) -> Content:
        return self.folder if library == SHARED else {}

    def _gathered(self, shelf: Shelf, library: int) -> tuple[Content, bool]:
        """Return what is read; a file that cannot be read keeps its article."""
        files = self._files(library)
        found = {name: data for name, data in files.items() if name not in shelf.left_out}
        found |= shelf.uploads
        faults = {name for name, data in found.items() if data == EMPTY}
        stand_in = {name: shelf.current[name] for name in faults & shelf.current.keys()}
        content = {name: data for name, data in found.items() if name not in faults} | stand_in
        return content, bool(faults)


def _edit(shelf: Shelf, deed: Deed) -> None:
    if deed.kind == "add":
        shelf.uploads[deed.name] = deed.data
        shelf.taken_out.pop(deed.name, None)
        shelf.left_out.discard(deed.name)
    elif deed.kind == "restore":
        shelf.left_out.discard(deed.name)
    elif deed.kind == "remove" and deed.name in shelf.uploads:
        shelf.taken_out[deed.name] = shelf.uploads.pop(deed.name)
    elif deed.kind == "remove" and deed.library == SHARED:
        shelf.left_out.add(deed.name)


def _publish(shelf: Shelf, content: Content) -> None:
    shelf.last += 1
    before, shelf.pointer = shelf.pointer, shelf.last
    shelf.versions[shelf.last] = content
    for place, number in enumerate(sorted(shelf.versions, reverse=True)):
        if place >= KEEP_VERSIONS and number not in shelf.kept | {before}:
            del shelf.versions[number]


@lru_cache(maxsize=4096)
def article_of(data: bytes, name: str) -> Article:
    return read_article(data, name)


def articles_of(content: Mapping[str, bytes]) -> tuple[Article, ...]:
    return tuple(article_of(content[name], name) for name in sorted(content))


def digest_of(content: Mapping[str, bytes]) -> str:
    return version_of(articles_of(content))


def projected(shelf: Shelf) -> object:
    """Return what the store should hold of a library."""
    return (
        shelf.pointer,
        shelf.last,
        {n: (digest_of(content), n in shelf.kept) for n, content in shelf.versions.items()},
        shelf.uploads,
        shelf.taken_out,
        shelf.left_out,
    )


def stored(path: Path, library: int) -> object:
    """Return what the store does hold of a library."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as opened:

        def rows(query: str) -> list[tuple[object, ...]]:
            return opened.execute(query, (library,)).fetchall()

        pointers = rows("SELECT current, last FROM libraries WHERE id = ?")
        versions = rows("SELECT number, digest, kept FROM versions WHERE library = ?")
        sources = rows("SELECT name, data, removed, hidden FROM sources WHERE library = ?")
    pointer, last = pointers[0] if pointers else (None, 0)
    return (
        pointer,
        last,
        {number: (digest, bool(kept)) for number, digest, kept in versions},
        {name: data for name, data, removed, _ in sources if data is not None and not removed},
        {name: data for name, data, removed, _ in sources if removed},
        {name for name, _, _, hidden in sources if hidden},
    )


class Process:
    """A bot: libraries over the store that all of them share, and a moderator."""

    def __init__(self, libraries: Libraries) -> None:
        self.libraries = libraries
        self.moderation = Moderation(libraries)

    async def do(self, deed: Deed) -> str:
        """Do a deed; return what the library says to it."""
        try:
            return await self._done(deed)
        except RefusedError:
            return REFUSED
        except ReadError:
            return UNREADABLE

    async def _done(self, deed: Deed) -> str:
        library, actor = deed.library, 5
        if deed.kind in ("keep", "release"):
            await Upkeep(self.libraries).keep(library, actor, deed.number, kept=deed.kind == "keep")
            return KEPT
        if deed.kind == "rollback":
            change = await self.moderation.rollback(library, actor, deed.number, deed.before)
        elif deed.kind == "restore":
            change = await self.moderation.restore(library, actor, deed.name)
        else:
            edits = {
                "add": SourceEdit(deed.name, deed.data),
                "remove": SourceEdit(deed.name, removed=True),
            }
            action = Action(deed.kind) if deed.kind in edits else Action.REFRESH
            edit, is_dry = edits.get(deed.kind), deed.kind == "propose"
            wish = Wish(library, actor, action, edit, dry_run=is_dry, agreed=deed.agreed)
            change = await self.moderation.refresh(wish)
        return change.outcome


NOUNS = ("bee", "ship", "tram", "moon", "bell", "river")
VERBS = ("stops at", "belongs to", "was built by")
STOPS = ("stops at", "the bridge")
THINGS = ("the bridge", "the mayor", "the old harbour", "a Korean delegation")


def _text(noun: str, verb: str, thing: str, noun2: str) -> bytes:
    """Return a text of one paragraph, so that an article is one passage."""
    return f"The {noun} {verb} {thing}. Nobody saw a {noun2} there.\n".encode()


texts = st.builds(_text, *(st.sampled_from(words) for words in (NOUNS, VERBS, THINGS, NOUNS)))
questions = st.builds(
    "{} the {}?".format, st.sampled_from(("What stops at", "Who built", "Where is")),
    st.sampled_from(NOUNS),
)  # fmt: skip
libraries_ = st.sampled_from(LIBRARIES)
actors = st.sampled_from((0, 1))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A deed before the model says which versions there are."""

    kind: str
    library: int
    data: bytes
    place: int  # among what there is to choose from
    is_agreed: bool


contents = st.tuples(st.integers(0, 9), texts).map(lambda pair: pair[1] if pair[0] else EMPTY)
drawn = st.builds(
    Drawn,
    st.sampled_from(
        ("add", "refresh", "propose", "remove", "restore", "rollback", "keep", "release")
    ),
    libraries_,
    contents,
    st.integers(0, 11),
    st.booleans(),
)


class Machine(RuleBasedStateMachine):
    """Hypothesis chooses what is done next."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.base = Path(tempfile.mkdtemp())
        self.folder = self.base / "articles"
        self.folder.mkdir()
        self.model = Model({})
        self.processes: list[Process] = []
        self.known: dict[str, Content] = {}  # every version that there ever was, by digest

    @initialize(first=texts, second=texts, third=texts)
    def start(self, first: bytes, second: bytes, third: bytes) -> None:
        """Start two bots over two files, and give a guild a library of its own."""
        self._write(FILES[0], first)
        self._write(FILES[1], second)
        self.processes = [Process(self._opened()) for _ in range(2)]
        assert self.model.do(Deed("refresh", SHARED)) == Outcome.DONE
        for name in UPLOADS[1:]:
            deed = Deed("add", 1, name, third)
            said = self.runner.run(self.processes[0].do(deed))
            assert said == self.model.do(deed) == Outcome.DONE

    @rule(name=st.sampled_from(FILES), data=contents)
    def edit_a_file(self, name: str, data: bytes) -> None:
        """Write a file of the folder; nothing changes before the next refresh."""
        self._write(name, data)

    @rule(name=st.sampled_from(FILES))
    def delete_a_file(self, name: str) -> None:
        """Delete a file of the folder."""
        (self.folder / name).unlink(missing_ok=True)
        self.model.folder.pop(name, None)

    @rule(chosen=drawn, actor=actors)
    def do(self, chosen: Drawn, actor: int) -> None:
        """Do one thing."""
        deed = self._deed(chosen)
        expected = self.model.do(deed)
        assert self.runner.run(self.processes[actor].do(deed)) == expected, deed

    @rule(one=drawn, other=drawn, same_bot=st.booleans(), elsewhere=st.booleans())
    def do_two_things_at_once(
        self, one: Drawn, other: Drawn, same_bot: bool, elsewhere: bool
    ) -> None:
        """Do two things, by one bot or two: as if in some order, or one of them is refused."""
        if not elsewhere:
            other = replace(other, library=one.library)
        deeds = (self._deed(one), self._deed(other))

        async def both() -> list[str]:
            first, second = self.processes[0], self.processes[0 if same_bot else 1]
            return list(await asyncio.gather(first.do(deeds[0]), second.do(deeds[1])))

        said = self.runner.run(both())
        found = {one: stored(self.base / "state" / FILE, one) for one in LIBRARIES}
        for model in self._serial(deeds, said):
            if {n: projected(shelf) for n, shelf in model.shelves.items()} == found:
                self.model = model
                return
        raise AssertionError(f"{deeds} said {said} and left {found}")

    @rule(chosen=drawn, actor=actors, question=questions)
    def ask_while_something_is_done(self, chosen: Drawn, actor: int, question: str) -> None:
        """An answer is of the version before a change or of the one after it."""
        deed = self._deed(chosen)
        process = self.processes[actor]
        expected = self.model.do(deed)
        self._remember()

        async def both() -> tuple[str, Answer]:
            library = await process.libraries.get(deed.library)
            change = asyncio.create_task(process.do(deed))
            answer = await asyncio.to_thread(library.ask, question)
            return await change, answer

        said, answer = self.runner.run(both())
        assert said == expected, deed
        self._check(answer)

    @rule(library=libraries_, actor=actors, question=questions)
    def ask(self, library: int, actor: int, question: str) -> None:
        """An answer is of one version, and quotes it."""
        found = self.runner.run(self.processes[actor].libraries.get(library))
        version = found.snapshot.version
        answer = found.ask(question)
        assert answer.version == version
        self._check(answer)

    @rule(actor=actors)
    def follow(self, actor: int) -> None:
        """A bot that follows answers from what is current."""
        libraries = self.processes[actor].libraries
        self.runner.run(libraries.follow())
        shared = self.model.shelves[SHARED]
        for library, shelf in self.model.shelves.items():
            current = (shelf if shelf.pointer is not None else shared).current
            assert libraries.follows(library) == (shelf.pointer is None)
            found = self.runner.run(libraries.get(library)).snapshot
            assert found.articles == articles_of(current)
            assert found.version == digest_of(current)
            assert self.runner.run(libraries.shelf(library)).number == shelf.pointer

    @rule(actor=actors)
    def restart(self, actor: int) -> None:
        """End a bot, and start it again."""
        self.runner.run(self.processes[actor].libraries.database.close())
        self.processes[actor] = Process(self._opened())

    @invariant()
    def the_store_is_as_the_model(self) -> None:
        """All libraries are, also those that nothing was done to."""
        if not self.processes:
            return
        self._remember()
        for library, shelf in self.model.shelves.items():
            assert stored(self.base / "state" / FILE, library) == projected(shelf)
            if shelf.pointer is not None:
                libraries = self.processes[0].libraries
                found = self.runner.run(libraries.articles_of(library, shelf.pointer))
                assert found == articles_of(shelf.current)

    def teardown(self) -> None:
        """Look at every version once more, and clean up."""
        try:
            for library, shelf in self.model.shelves.items():
                for number, content in shelf.versions.items():
                    libraries = self.processes[1].libraries
                    found = self.runner.run(libraries.articles_of(library, number))
                    assert found == articles_of(content)
        finally:
            for process in self.processes:
                self.runner.run(process.libraries.database.close())
            self.runner.close()
            shutil.rmtree(self.base)

    def _write(self, name: str, data: bytes) -> None:
        (self.folder / name).write_bytes(data)
        self.model.folder[name] = data

    def _opened(self) -> Libraries:
        found = self.runner.run(open_libraries(self.base / "state", self.folder, limits=LIMITS))
        return found.libraries

    def _deed(self, chosen: Drawn) -> Deed:
        shelf = self.model.shelves[chosen.library]
        names = {
            "add": sorted(UPLOADS),
            "remove": [*sorted({*shelf.uploads, *shelf.current}), "no.md"],
            "restore": [*sorted({*shelf.taken_out, *shelf.left_out}), "no.md"],
        }.get(chosen.kind, [""])
        others = [one for one in shelf.versions if one != shelf.pointer]
        numbers = [
            *others,
            *others,
            *shelf.versions,
            shelf.last + 1,
            max(1, min(others or [1]) - 1),
        ]
        name = names[chosen.place % len(names)]
        number = numbers[chosen.place % len(numbers)]
        deed = Deed(chosen.kind, chosen.library, name, chosen.data, number, shelf.pointer)
        may_agree = deed.kind in ("add", "refresh", "remove") and deed.data != EMPTY
        if chosen.is_agreed and may_agree:
            deed = replace(deed, agreed=self.model.agreement(deed))
        return deed

    def _serial(self, deeds: tuple[Deed, Deed], said: list[str]) -> Iterator[Model]:
        """Yield the models of what may have happened if it was said so."""
        for order in (*permutations((0, 1)), (0,), (1,)):
            model = deepcopy(self.model)
            results = {place: model.do(deeds[place]) for place in order}
            if all(results.get(place, REFUSED) == said[place] for place in (0, 1)):
                yield model

    def _remember(self) -> None:
        for shelf in self.model.shelves.values():
            self.known |= {digest_of(content): content for content in shelf.versions.values()}

    def _check(self, answer: Answer) -> None:
        articles = articles_of(self.known[answer.version])
        for citation in answer.citations:
            assert citation.article in articles
            assert citation.quote == citation.article.text[citation.start : citation.end]
            assert citation.quote.strip()


TestLibraries = pytest.mark.threat("S7")(Machine.TestCase)
TestLibraries.settings = settings(
    max_examples=200 if IS_LONG else 15,
    stateful_step_count=50 if IS_LONG else 20,
    deadline=None,
    derandomize=not IS_LONG,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.threat("S7")
async def test_an_upload_that_is_taken_out_twice_can_come_back(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    found = await open_libraries(tmp_path / "state", tmp_path / "articles", limits=LIMITS)
    process = Process(found.libraries)
    for name in ("bees.md", "ship.md"):
        await process.do(Deed("add", 1, name, _text("bee", *STOPS, "ship")))
    taken_out = Deed("remove", 1, "bees.md")
    assert await process.do(taken_out) == Outcome.DONE
    assert await process.do(Deed("rollback", 1, number=2, before=3)) == Outcome.DONE
    assert await process.do(taken_out) == Outcome.DONE
    assert await process.do(Deed("restore", 1, "bees.md")) == Outcome.DONE
    library = await found.libraries.get(1)
    assert [article.name for article in library.snapshot.articles] == ["bees.md", "ship.md"]
    await found.libraries.database.close()


@pytest.mark.threat("S7")
async def test_a_file_that_was_missing_when_it_was_left_out_stays_out(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in FILES:
        (folder / name).write_bytes(_text("moon", *STOPS, "ship"))
    found = await open_libraries(tmp_path / "state", folder, limits=LIMITS)
    process = Process(found.libraries)
    (folder / FILES[0]).unlink()
    assert await process.do(Deed("remove", SHARED, FILES[0])) == Outcome.DONE
    (folder / FILES[0]).write_bytes(_text("moon", *STOPS, "ship"))
    assert await process.do(Deed("refresh", SHARED)) == Outcome.UNCHANGED
    assert await process.do(Deed("restore", SHARED, FILES[0])) == Outcome.DONE
    await found.libraries.database.close()


@pytest.mark.threat("S7")
async def test_a_guild_that_was_emptied_by_another_bot_is_answered_from_the_shared_library(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "moon.txt").write_bytes(_text("moon", *STOPS, "ship"))
    one, other = [
        (await open_libraries(tmp_path / "state", folder, limits=LIMITS)).libraries
        for _ in range(2)
    ]
    process = Process(one)
    await process.do(Deed("add", 1, "bees.md", _text("bee", *STOPS, "ship")))
    await other.follow()
    emptied = Deed("remove", 1, "bees.md", agreed=(1, digest_of({})))
    assert await process.do(emptied) == Outcome.DONE
    assert len((await other.get(1)).snapshot.articles) == 1
    await one.database.close()
    await other.database.close()
