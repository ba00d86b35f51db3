"""The command line as a person or a program uses it: a process, its output, its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from knowledge.library import Library

QUESTION = "When did Shoigu visit North Korea?"


@pytest.fixture(autouse=True)
def config(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings for this test alone: the shipped articles, and a state folder of its own."""
    folder = tmp_path_factory.mktemp("home")
    copytree("knowledge/articles", folder / "articles")
    path = folder / "config.yaml"
    path.write_text("articles:\n  folder: articles\n", encoding="utf-8")
    monkeypatch.setenv("TEST_CONFIG", str(path))
    return path


def run(*arguments: str, stdin: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, without a token."""
    if "--config" not in arguments:
        arguments = ("--config", os.environ["TEST_CONFIG"], *arguments)
    clean = {key: value for key, value in os.environ.items() if not key.startswith("DISCORD_")}
    return subprocess.run(  # noqa: S603
        [sys.executable, "run_bot.py", *arguments],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env=clean | environ,
    )


def test_ask_shows_the_sentence_and_where_it_stands() -> None:
    done = run("ask", *QUESTION.split())
    text = " ".join(done.stdout.replace("│", " ").split())
    assert done.returncode == 0
    assert "visited North Korea in July" in text
    assert "› Signs of Military Cooperation, ¶3" in text


def test_ask_as_json_gives_offsets_into_the_stored_text() -> None:
    done = run("ask", "--json", QUESTION)
    answer = json.loads(done.stdout)
    [article] = Library.open(Path("knowledge/articles")).snapshot.articles
    assert answer["question"] == QUESTION
    assert answer["verdict"] == "answered"
    assert answer["citations"][0]["section"] == "Signs of Military Cooperation"
    for one in answer["citations"]:
        assert article.text[one["start"] : one["end"]] == one["quote"]
        assert article.text[one["passage_start"] : one["passage_end"]] == one["passage"]
        assert set(one) == {
            *("article", "title", "section", "paragraph", "start", "end", "quote", "passage"),
            *("passage_start", "passage_end", "score", "url"),
        }


def test_explain_prints_how_the_answer_was_found() -> None:
    done = run("ask", "--explain", "When did Shoigu visit Pyongyang?")
    assert done.returncode == 0
    for part in ("north korea (synonym)", "covered_by_rarity", "intercept", "answered from 0.86"):
        assert part in done.stdout


def test_explain_of_small_talk_says_that_nothing_was_searched_for() -> None:
    assert "Not searched for" in run("ask", "--explain", "thanks!").stdout
    assert "the beginning is shown" in run("ask", "--explain", "What is the article about?").stdout


def test_explain_goes_with_one_question_alone() -> None:
    done = run("ask", "--explain", "--json", QUESTION)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "ask: --explain goes with one question, without --json\n"


def test_evaluate_prints_the_figures_and_fails_if_there_are_misses(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    saved = [{"question": QUESTION, "gold": ["in July"]}, {"question": "What is Go?", "gold": []}]
    file.write_text("\n".join(map(json.dumps, saved)), encoding="utf-8")
    done = run("evaluate", str(file))
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "No misses."
    file.write_text(json.dumps({"question": QUESTION, "gold": ["in May"]}), encoding="utf-8")
    done = run("evaluate", str(file))
    assert done.returncode == 1
    assert f"✗ {QUESTION}" in done.stdout


def test_evaluate_asks_over_the_articles_of_a_folder(tmp_path: Path) -> None:
    text = "Bees\n\nA queen bee lays two thousand eggs a day in early summer.\n"
    (tmp_path / "bees.txt").write_text(text, encoding="utf-8")
    saved = json.dumps({"question": "How many eggs does a queen lay?", "gold": ["two thousand"]})
    done = run("evaluate", "--articles", str(tmp_path), "-", stdin=saved)
    assert "right sentence quoted first: 1 of 1" in done.stdout


def test_evaluate_names_a_faulty_line_or_file(tmp_path: Path) -> None:
    done = run("evaluate", "-", stdin="What?\n")
    assert done.returncode == 2
    assert done.stderr.startswith("evaluate: -, line 1: expected an object such as")
    assert run("evaluate", "-").stderr == "evaluate: - has no question in it\n"
    done = run("evaluate", str(tmp_path / "none.jsonl"))
    assert done.returncode == 2
    assert "cannot be read" in done.stderr


def test_a_batch_gives_one_object_a_line_in_order() -> None:
    done = run("ask", "--batch", "-", "--json", stdin=f"{QUESTION}\n\nWhat is Python?\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["question"] for one in answers] == [QUESTION, "", "What is Python?"]
    assert [one["verdict"] for one in answers] == ["answered", "not_found", "not_found"]
    assert answers[1]["note"]
    assert answers[1]["confidence"] == 0


def test_articles_asks_over_that_folder_alone(tmp_path: Path) -> None:
    text = "Bees\n\nA queen bee lays two thousand eggs a day in early summer.\n"
    (tmp_path / "bees.txt").write_text(text, encoding="utf-8")
    done = run("ask", "--json", "--articles", str(tmp_path), "How many eggs does a queen lay?")
    [citation] = json.loads(done.stdout)["citations"]
    assert citation["quote"] == "A queen bee lays two thousand eggs a day in early summer."


def test_a_broken_article_is_told_and_the_others_answer(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\xef\xbb\xbfcaf\xe9")
    (tmp_path / "bees.txt").write_text("A queen bee lays eggs all summer long.", encoding="utf-8")
    done = run("ask", "--json", "--articles", str(tmp_path), "Who lays eggs?")
    assert done.stderr == (
        "Not read: bad.txt: its characters are in an unknown encoding; save it as UTF-8\n"
    )
    assert json.loads(done.stdout)["verdict"] == "answered"


def test_wrong_use_is_one_sentence_without_a_traceback(tmp_path: Path) -> None:
    cases = (
        (["ask"], "write a question"),
        (["ask", "--batch", "-"], "--batch goes with --json"),
        (["ask", "--batch", "none.txt", "--json"], "none.txt cannot be read"),
        (["ask", "--articles", str(tmp_path / "none"), "x"], "cannot be opened"),
        (["backup", "copy"], "There is no store"),
        (["--config", "none.yaml", "chat"], "none.yaml cannot be read"),
        (["serve"], "There is no bot token"),
    )
    for arguments, sentence in cases:
        done = run(*arguments)
        assert done.returncode == 2, arguments
        assert sentence in done.stderr
        assert "Traceback" not in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_a_dry_run_shows_what_is_left_out_and_by_which_rule(config: Path) -> None:
    done = run("refresh", "--dry-run")
    assert done.returncode == 0
    assert not (config.parent / "state").exists()
    assert "5 sections, 6 passages" in done.stdout
    assert "credit: SOURCE: Ref Image from Radio Free Europe" in done.stdout
    assert done.stdout.count("Spread the love") == 2
    assert "left out (counter): Views:1021 1" in done.stdout
    assert "left out (author box): Website | + posts" in done.stdout


def test_a_conversation_follows_up_and_ends() -> None:
    lines = ["/more", QUESTION, "/context", "/more", "/nonsense", "/quit", "never asked"]
    done = run("chat", stdin="\n".join(lines))
    assert done.returncode == 0
    for expected in ("Ask something first.", "¶3", "Other passages that match", "Unknown command"):
        assert expected in done.stdout
    assert "Speculation also arises" in done.stdout


def test_check_tells_each_part_and_fails_without_a_token() -> None:
    done = run("check")
    assert done.returncode == 1
    names = [line.split(":")[0].split()[-1] for line in done.stdout.splitlines()]
    assert names == ["configuration", "token", "intents", "invite", "state", "store", "articles"]
    assert "FAIL token: There is no bot token" in done.stdout


def test_check_is_content_with_articles_that_only_the_store_has(config: Path) -> None:
    run("refresh")
    for path in (config.parent / "articles").iterdir():
        path.unlink()
    assert "the store has those that were added" in run("check").stdout


def test_check_health_fails_while_no_bot_runs(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("", encoding="utf-8")
    done = run("--config", str(config), "check", "--health")
    assert done.returncode == 1
    assert "is it running?" in done.stdout


def test_ask_imports_neither_discord_nor_the_store_nor_the_terminal_library(config: Path) -> None:
    assert run("refresh").returncode == 0  # so that there is a store to ask
    heavy = {"discord", "rich", "simcord", "markdown_it", "sqlalchemy", "aiosqlite"}
    heavy |= {"trafilatura", "lxml", "pypdf", "docx", "justext", "aiohttp", "yarl"}
    code = (
        f"import sys, run_bot; run_bot.main(["
        f"'--config', {str(config)!r}, 'ask', '--json', 'Who?'])\n"
        f"assert not {heavy} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr


def test_a_refresh_prints_what_changed_and_ask_answers_from_it(config: Path) -> None:
    first = run("refresh")
    assert first.stdout.startswith(
        "Version 1 answers now.\nArticles: +1 −0 ~0. Passages: +6 −0 ~0."
    )
    assert run("refresh").stdout.startswith("Nothing has changed; version 1 stays.")
    article = config.parent / "articles" / "putin-and-kim.txt"
    text = article.read_text(encoding="utf-8")
    article.write_text(text.replace("in July", "in August"), encoding="utf-8")
    assert "in July" in run("ask", "--json", QUESTION).stdout  # nothing is read by itself
    dry = run("refresh", "--dry-run").stdout
    assert dry.startswith("This is what would change.")
    assert "+ In a surprising move, Sergei Shoigu" in dry
    done = run("refresh")
    assert done.returncode == 0
    assert "Passages: +0 −0 ~1." in done.stdout
    assert "in August" in run("ask", "--json", QUESTION).stdout


def test_a_refresh_that_would_lose_much_waits_for_the_operators_word(config: Path) -> None:
    (config.parent / "articles" / "bees.md").write_text("# Bees\n\nBees fly.\n", encoding="utf-8")
    assert run("refresh").returncode == 0
    (config.parent / "articles" / "putin-and-kim.txt").unlink()
    held = run("refresh")
    assert held.returncode == 1
    assert held.stdout.startswith("Nothing has changed yet: 6 of 7 passages would go.")
    assert run("refresh", "--agree").stdout.startswith("Version 2 answers now.")


def test_a_file_that_cannot_be_read_is_told_and_its_article_stays(config: Path) -> None:
    run("refresh")
    (config.parent / "articles" / "putin-and-kim.txt").write_bytes(b"\xef\xbb\xbfcaf\xe9")
    done = run("refresh")
    assert done.returncode == 1
    assert "Nothing has changed; version 1 stays." in done.stdout
    assert "Not read: putin-and-kim.txt: its characters" in done.stdout
    assert "in July" in run("ask", "--json", QUESTION).stdout


def test_a_server_without_sources_is_told_to_add_one() -> None:
    done = run("refresh", "--guild", "123456789012345678")
    assert done.returncode == 2
    assert done.stderr == "This library has no source of its own. Add a file first.\n"


@pytest.mark.threat("S12")
def test_a_backup_answers_when_it_is_put_back(config: Path) -> None:
    run("refresh")
    copy = config.parent / "copy.sqlite3"
    assert run("backup", str(copy)).returncode == 0
    assert "exists already" in run("backup", str(copy)).stderr
    article = config.parent / "articles" / "putin-and-kim.txt"
    text = article.read_text(encoding="utf-8")
    article.write_text(text.replace("in July", "in August"), encoding="utf-8")
    run("refresh")
    assert "in August" in run("ask", "--json", QUESTION).stdout
    state = config.parent / "state"  # as the README says: without -wal and -shm of the old one
    for beside in state.glob("library.sqlite3*"):
        beside.unlink()
    (state / "library.sqlite3").write_bytes(copy.read_bytes())
    assert "in July" in run("ask", "--json", QUESTION).stdout
    assert run("check").stdout.count("ok   store: whole; it answers from 1 article") == 1
