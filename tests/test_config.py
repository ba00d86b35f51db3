"""The configuration: typed, complete, and every fault of it told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Config
from bot.config_file import ConfigError, load_config
from bot.token import TokenError, load_token, redact

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789AB"


def faults(tmp_path: Path, text: str) -> list[str]:
    """Return what is wrong with a configuration."""
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    return caught.value.faults


def test_the_shipped_file_holds_every_setting_with_its_default() -> None:
    path = Path("config.yaml")
    assert load_config(path).model_dump() == Config().model_dump()
    text = path.read_text(encoding="utf-8")
    for section, settings in Config().model_dump().items():
        assert f"{section}:" in text
        assert all(f"  {name}:" in text for name in settings)


def test_an_empty_file_and_an_empty_section_have_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    for text in ("", "answers:\n"):
        path.write_text(text, encoding="utf-8")
        assert load_config(path).model_dump() == Config().model_dump()


def test_every_fault_is_told_at_once_with_file_line_key_and_cure(tmp_path: Path) -> None:
    text = "answers:\n  citations: many\n  answerd_at: 0.5\nlog:\n  level: LOUD\nextra: 1\n"
    assert faults(tmp_path, text) == [
        (
            "config.yaml, line 2: answers.citations: expected a whole number, found 'many'; "
            "the default is 3"
        ),
        "config.yaml, line 3: answers.answerd_at: unknown setting; did you mean answered_at?",
        (
            "config.yaml, line 5: log.level: expected 'DEBUG', 'INFO', 'WARNING' or 'ERROR', "
            "found 'LOUD'; the default is INFO"
        ),
        (
            "config.yaml, line 6: extra: unknown setting; known here: articles, answers, library, "
            "web, discord, privacy, limits, state, log"
        ),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("answers:\n  citations: 9\n", "expected at most 5, found 9"),
        ("answers:\n  citations: 2.5\n", "expected a whole number, found 2.5"),
        ("answers:\n  related_at: 0.9\n", "related_at must not be above answered_at"),
        (
            "answers:\n  answered_at: bold\n",
            "expected careful, balanced, eager, or a number from 0 to 1",
        ),
        ("answers:\n  related_at: 0.95\n  answered_at: careful\n", "must not be above answered_at"),
        ("answers:\n  related_at: yes\n", "expected a number, found True"),
        ("discord:\n  ask_channels: here\n", "expected a list, such as [first, second]"),
        ("discord:\n  ask_channels: [1.5]\n", "expected a channel's name or id"),
        ("discord: 3\n", "expected settings, indented below it, found 3"),
        ("- a\n", "line 1: expected settings such as"),
        ("articles:\n  folder: 12\n", "expected text, in quotes"),
    ],
)
def test_a_wrong_value_says_what_was_expected_and_found(
    tmp_path: Path, text: str, expected: str
) -> None:
    assert expected in " ".join(faults(tmp_path, text))


@pytest.mark.threat("C3")
def test_a_key_set_twice_is_told_beside_the_other_faults(tmp_path: Path) -> None:
    found = faults(tmp_path, "log:\n  level: INFO\n  level: DEBUG\nwrong: 1\n")
    assert found[0] == "config.yaml, line 3: 'level' is set twice (first on line 2)"
    assert "wrong: unknown setting" in found[1]


@pytest.mark.threat("C2")
def test_aliases_and_deep_nesting_are_refused(tmp_path: Path) -> None:
    assert "aliases" in faults(tmp_path, "a: &x [1]\nb: *x\n")[0]
    assert "deep" in faults(tmp_path, "a: " + "[" * 3000 + "]" * 3000)[0]


@pytest.mark.threat("C1")
def test_python_objects_are_refused(tmp_path: Path) -> None:
    found = faults(tmp_path, "log: !!python/object/apply:os.system ['true']\n")
    assert found[0].startswith("config.yaml, line 1:")


@pytest.mark.threat("C4")
def test_a_token_in_the_file_is_refused_and_not_printed(tmp_path: Path) -> None:
    found = faults(tmp_path, f"discord:\n  token: {TOKEN}\n")
    assert any("looks like a bot token" in fault for fault in found)
    assert TOKEN not in "".join(found)


def test_a_missing_file_and_a_file_that_is_not_utf8_are_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / "none.yaml")
    path = tmp_path / "config.yaml"
    path.write_bytes(b"log: \xff\n")
    with pytest.raises(ConfigError, match="not UTF-8: byte 0xff at offset 5"):
        load_config(path)


def test_a_channel_may_be_named_or_numbered(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("discord:\n  ask_channels: [123456789012345678, '#help']\n", encoding="utf-8")
    assert load_config(path).discord.ask_channels == ["123456789012345678", "help"]


def test_folders_are_below_the_file(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("articles:\n  folder: texts\n", encoding="utf-8")
    assert load_config(path).articles_folder == tmp_path / "texts"


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({}, "There is no bot token"),
        ({"DISCORD_TOKEN": "abc"}, "is not a bot token"),
        ({"DISCORD_TOKEN_FILE": "/no/such/file"}, "/no/such/file cannot be read"),
    ],
)
def test_a_token_that_is_missing_or_malformed_is_told_in_one_sentence(
    environ: dict[str, str], sentence: str
) -> None:
    with pytest.raises(TokenError, match=sentence) as caught:
        load_token(environ)
    assert "abc" not in str(caught.value)


def test_a_token_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n", encoding="utf-8")
    for environ in ({"DISCORD_TOKEN": f" {TOKEN} "}, {"DISCORD_TOKEN_FILE": str(file)}):
        token = load_token(environ)
        assert token.get_secret_value() == TOKEN
        assert TOKEN not in repr(token) + str(token)


@pytest.mark.threat("C5")
def test_tokens_are_blotted_out_of_the_log() -> None:
    url = "https://discord.com/api/v10/webhooks/123456789012345678/aW50ZXJhY3Rpb246MTIzNDU2Nzg5/x"
    shown = redact(f"login with {TOKEN}, then PATCH {url}")
    assert TOKEN not in shown
    assert "aW50ZXJhY3Rpb246MTIzNDU2Nzg5" not in shown
    assert "login with [redacted], then PATCH https://discord.com" in shown
