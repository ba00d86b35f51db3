"""Show that imports go one way, stay light, and start nothing."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MIGRATIONS = ROOT / "knowledge" / "store" / "migrations"  # Alembic's own to import
KNOWLEDGE = sorted(
    path for path in (ROOT / "knowledge").rglob("*.py") if MIGRATIONS not in path.parents
)
BOT = sorted((ROOT / "bot").rglob("*.py"))

START_NOTHING = """
import importlib, sys, threading
for name in sys.argv[1:]:
    importlib.import_module(name)
print([thread.name for thread in threading.enumerate()])
print(sorted({"discord", "bot", "rich", "alembic", "aiosqlite"} & set(sys.modules)))
"""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# The only modules that may need these when they are imported; the others pay nothing for them.
STORE = {
    f"knowledge/store/{name}.py"
    for name in (
        *("curation", "database", "gaps", "journal", "proposals", "schedules", "schema"),
        *("settings", "sources", "turns", "versions"),
    )
}
HTML = {name_of(path) for path in KNOWLEDGE if "html" in path.parts}
DOCX = {name_of(path) for path in KNOWLEDGE if "docx" in path.parts}
PDF = {name_of(path) for path in KNOWLEDGE if "pdf" in path.parts}
WEB = {name_of(path) for path in KNOWLEDGE if "web" in path.parts}
AT_HOME = {
    "simcord": {"bot/preview.py"},
    "rich": {"bot/explain.py", "bot/terminal.py"},
    "sqlalchemy": STORE,
    "filelock": STORE,
    "aiosqlite": set(),
    "alembic": set(),
    "aiohttp": WEB | {"bot/config.py", "bot/sender.py", "bot/service.py", "bot/checks.py"},
    "yarl": WEB,
    "lxml": HTML | DOCX,
    "trafilatura": HTML,
    "pypdf": PDF,
    "docx": DOCX,
    "justext": set(),
}


def imports_in(tree: ast.AST) -> Iterator[str]:
    """Yield the top-level package of every import below `tree`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield (node.module or "").partition(".")[0]


def imports_of(path: Path) -> set[str]:
    return set(imports_in(ast.parse(path.read_text("utf-8"))))


def imports_at_once(path: Path) -> set[str]:
    """Return the packages that importing the module imports: those outside of functions."""
    return {name for node in _executed(ast.parse(path.read_text("utf-8"))) for name in node}


def _executed(tree: ast.AST) -> Iterator[set[str]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield set(imports_in(node))
        elif isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            yield from (names for other in node.orelse for names in _executed(other))
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _executed(node)


def test_there_is_something_to_look_at() -> None:
    assert ROOT / "knowledge" / "library.py" in KNOWLEDGE
    assert "rank_bm25" in imports_of(ROOT / "knowledge" / "index.py")


@pytest.mark.parametrize("path", KNOWLEDGE, ids=name_of)
def test_knowledge_knows_neither_discord_nor_the_bot(path: Path) -> None:
    assert {"discord", "bot", "run_bot", "simcord", "rich"}.isdisjoint(imports_of(path))


@pytest.mark.parametrize("path", BOT, ids=name_of)
def test_the_bot_does_not_know_the_command_line(path: Path) -> None:
    assert "run_bot" not in imports_of(path)


@pytest.mark.parametrize("path", [*KNOWLEDGE, *BOT], ids=name_of)
def test_what_few_need_is_imported_where_it_is_used(path: Path) -> None:
    needed = imports_at_once(path)
    for package, homes in AT_HOME.items():
        assert package not in needed or name_of(path) in homes


@pytest.mark.parametrize("path", [*KNOWLEDGE, *BOT], ids=name_of)
def test_imports_name_their_package(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert not any(isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(tree))


def test_importing_all_of_knowledge_starts_nothing() -> None:
    modules = [name_of(path).removesuffix(".py").replace("/", ".") for path in KNOWLEDGE]
    modules = [name.removesuffix(".__init__") for name in modules]
    said = _python(START_NOTHING, *modules).splitlines()
    assert said[0] == "['MainThread']"
    assert said[1] == "[]"


def test_the_library_is_imported_without_the_markdown_parser_and_the_store() -> None:
    heavy = "{'markdown_it', 'sqlalchemy', 'filelock', 'asyncio', 'subprocess', 'lxml', 'yarl'}"
    said = _python(f"import sys, knowledge.library; print({heavy} & set(sys.modules))")
    assert said == "set()\n"


def _python(code: str, *arguments: str) -> str:
    command = [sys.executable, "-W", "error", "-c", code, *arguments]
    found = subprocess.run(  # noqa: S603  # our own code
        command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert found.stderr == ""
    return found.stdout
