"""The command line of Footnote: serve, preview, chat, ask, refresh, and more."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot import operator_replies as tells
from bot import replies
from bot.config_file import ConfigError, load_config
from knowledge.errors import KnowledgeError, QuestionsError
from knowledge.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.config import Config
    from knowledge.evaluation import SavedQuestion

DONE, FAILED, WRONG_USE = 0, 1, 2
DEFAULT_CONFIG = Path(__file__).with_name("config.yaml")


class UsageError(Exception):
    """The command cannot do what was asked; one sentence for each fault."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0 if it is done, 1 if a check failed, 2 for wrong use."""
    for stream in (sys.stdout, sys.stderr):  # Windows would write cp1252
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (ConfigError, KnowledgeError, UsageError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return WRONG_USE
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        sys.stdout = None
        return DONE
    except KeyboardInterrupt:
        return DONE


def serve(options: argparse.Namespace) -> int:
    """Connect to Discord."""
    from bot.logs import set_up_logging
    from bot.service import open_and_serve as run
    from bot.state import State
    from bot.token import TokenError, load_token

    config = load_config(options.config)
    set_up_logging(config.log.level)
    try:
        token = load_token(os.environ)
        asyncio.run(run(config, State(config.state_folder), token))
    except TokenError as error:
        raise UsageError(str(error)) from error
    return DONE


def preview(options: argparse.Namespace) -> int:
    """Serve the same bot to the browser."""
    try:
        from bot.preview import PortTaken, run_preview
    except ModuleNotFoundError as error:
        raise UsageError(tells.NO_PREVIEW) from error
    config = load_config(options.config)
    with contextlib.suppress(KeyboardInterrupt):
        try:
            asyncio.run(run_preview(config, options.port, print))
        except PortTaken as error:
            raise UsageError(str(error)) from error
    return DONE


def chat(options: argparse.Namespace) -> int:
    """Answer what is typed."""
    from bot import terminal

    terminal.chat(_library(load_config(options.config)))
    return DONE


def ask(options: argparse.Namespace) -> int:
    """Answer one question, or one a line of a file."""
    from bot import terminal

    question = " ".join(options.question)
    if fault := _misuse(options, question):
        raise UsageError(fault)
    config = load_config(options.config)
    library = _library(config, options.articles)
    if options.batch is None:
        terminal.ask(library, question, as_object=options.json)
        if options.explain:
            from bot import explain

            explain.show(*library.explain(question), library.snapshot, config.answers.settings())
        return DONE
    try:
        with _opened(options.batch) as lines:
            terminal.ask_all(library, lines)
    except OSError as error:
        fault = tells.NO_BATCH_FILE.format(path=options.batch, error=error.strerror)
        raise UsageError(fault) from error
    return DONE


def refresh(options: argparse.Namespace) -> int:
    """Read all sources of a library, and print what changed."""
    from bot.refresh import is_done, report
    from bot.refresh import refresh as run
    from bot.state import State
    from knowledge.changes import Wish
    from knowledge.store.versions import SHARED

    config = load_config(options.config)
    home = config.discord.home_guild or State(config.state_folder).home()
    library = SHARED if options.guild in (None, home) else options.guild
    wish = Wish(library, actor=0, dry_run=options.dry_run)
    change = asyncio.run(run(config, wish, agree=options.agree))
    print("\n".join(report(change, in_full=options.dry_run)))  # noqa: T201
    return DONE if is_done(change) else FAILED


def backup(options: argparse.Namespace) -> int:
    """Copy the store while it is in use."""
    from knowledge.store.glance import backup as copy

    copy(load_config(options.config).state_folder, options.file)
    print(tells.BACKED_UP.format(path=options.file))  # noqa: T201
    return DONE


def evaluate(options: argparse.Namespace) -> int:
    """Print how well saved questions are answered."""
    from bot.evaluate import report
    from knowledge.evaluation import evaluate as ask_all
    from knowledge.evaluation import write_questions

    config = load_config(options.config)
    questions = _questions(config, options.file)
    if options.write:
        _write(options.write, write_questions(questions))
    outcomes = ask_all(_library(config, options.articles), questions)
    print("\n".join(report(outcomes)))  # noqa: T201
    return FAILED if any(one.is_missed for one in outcomes) else DONE


def check(options: argparse.Namespace) -> int:
    """Print one line for each part of the installation."""
    from bot.checks import check_all, check_health
    from bot.state import State

    if options.health:
        checks = [check_health(State(load_config(options.config).state_folder))]
    else:
        checks = list(check_all(options.config, os.environ))
    print("\n".join(map(str, checks)))  # noqa: T201
    return FAILED if any(one.passed is False for one in checks) else DONE


def _library(config: Config, folder: Path | None = None) -> Library:
    """Return what the bot answers from, or before its first start, what it would read.

    What cannot be read is said on standard error.
    """
    from knowledge.store.glance import shared_articles, shared_curation

    settings = config.answers.settings()
    if folder is None and (articles := shared_articles(config.state_folder)):
        said = shared_curation(config.state_folder)
        return Library.of(articles, settings).curated(said)
    library = Library.open(folder or config.articles_folder, settings)
    for fault in library.faults:
        print(replies.FAULTY_SOURCE.format(fault=fault), file=sys.stderr)  # noqa: T201
    return library


def _misuse(options: argparse.Namespace, question: str) -> str | None:
    if options.explain and (options.json or options.batch):
        return tells.EXPLAIN_ALONE
    if options.batch is None:
        return None if question.strip() or options.question else tells.NO_QUESTION
    if question:
        return tells.BATCH_AND_QUESTION
    return None if options.json else tells.BATCH_NEEDS_JSON


def _questions(config: Config, path: str | None) -> list[SavedQuestion]:
    """Return the questions of a file, or those that moderators have saved."""
    from knowledge.evaluation import read_questions
    from knowledge.store.glance import saved_questions

    if path is None:
        if not (found := saved_questions(config.state_folder)):
            raise UsageError(tells.EVALUATE_NONE_SAVED)
        return found
    try:
        with _opened(path) as lines:
            found = list(read_questions(lines))
    except OSError as error:
        fault = tells.NO_QUESTIONS_FILE.format(path=path, error=error.strerror)
        raise UsageError(fault) from error
    except QuestionsError as error:
        fault = tells.BAD_QUESTIONS_FILE.format(path=path, fault=error)
        raise UsageError(fault) from error
    if not found:
        raise UsageError(tells.EVALUATE_NONE.format(path=path))
    return found


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        fault = tells.NOT_WRITTEN.format(path=path, error=error.strerror)
        raise UsageError(fault) from error


def _opened(path: str) -> contextlib.AbstractContextManager[Iterable[str]]:
    if path == "-":
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        return contextlib.nullcontext(sys.stdin)
    return Path(path).open(encoding="utf-8-sig", errors="replace")


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) < 65_536:
        return int(text)
    raise argparse.ArgumentTypeError(tells.BAD_PORT.format(text=text))


def _guild(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text):
        return int(text)
    raise argparse.ArgumentTypeError(tells.BAD_GUILD.format(text=text))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run_bot.py", description=__doc__)
    parser.add_argument(
        "--config", type=Path, default=DEFAULT_CONFIG, help="settings (default: %(default)s)"
    )
    parser.set_defaults(run=serve)
    commands = parser.add_subparsers(metavar="COMMAND")
    _command(commands, "serve", serve, "connect to Discord (the default; needs DISCORD_TOKEN)")
    one = _command(commands, "preview", preview, "the same bot in the browser, without a token")
    one.add_argument("--port", type=_port, default=8080, help="default: %(default)s")
    _command(commands, "chat", chat, "the same answers in the terminal")
    one = _command(commands, "ask", ask, "answer one question, or a file of them")
    one.add_argument("question", nargs="*", metavar="QUESTION")
    one.add_argument("--json", action="store_true", help="print the answer as a JSON object")
    one.add_argument("--explain", action="store_true", help="print how the answer was found")
    one.add_argument("--batch", metavar="FILE", help='one question a line; "-" is standard input')
    one.add_argument("--articles", type=Path, metavar="DIR", help="ask over these files alone")
    one = _command(commands, "refresh", refresh, "read all sources again, and print what changed")
    one.add_argument("--dry-run", action="store_true", help="read and report, store nothing")
    one.add_argument("--agree", action="store_true", help="even if many passages would go")
    one.add_argument("--guild", type=_guild, metavar="ID", help="that server's own library")
    one = _command(commands, "backup", backup, "copy the store while it is in use")
    one.add_argument("file", type=Path, metavar="FILE", help="a file that does not exist yet")
    one = _command(commands, "evaluate", evaluate, "measure answers by saved questions")
    one.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        help='JSON lines with "question" and "gold"; without it, what moderators saved',
    )
    one.add_argument("--write", type=Path, metavar="FILE", help="write the questions to a file")
    one.add_argument("--articles", type=Path, metavar="DIR", help="ask over these files alone")
    one = _command(commands, "check", check, "check configuration, token, intents and articles")
    one.add_argument("--health", action="store_true", help="is the running bot ready?")
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: object,
    text: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(run=run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
