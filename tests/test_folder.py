"""Show that a folder's broken files are told and stop nothing else."""

import os
import socket
from pathlib import Path

import pytest

from knowledge.errors import ReadError
from knowledge.reading.folder import MAX_BYTES, read_folder

GOOD = "A title\n\nThe tram stops here.\n"


def write(folder: Path, name: str, data: bytes | str = GOOD) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def faults(folder: Path) -> dict[str, str]:
    return {fault.source: fault.reason for fault in read_folder(folder).faults}


def names(folder: Path) -> list[str]:
    return [article.name for article in read_folder(folder).articles]


def test_files_are_read_in_the_order_of_their_names_folders_below_included(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "sub/c.text", "sub/deep/d.markdown"):
        write(tmp_path, name)
    assert names(tmp_path) == ["a.txt", "b.md", "sub/c.text", "sub/deep/d.markdown"]


def test_broken_files_are_one_fault_each_and_stop_nothing(tmp_path: Path) -> None:
    broken = {
        "binary.txt": b"A\x00b",
        "empty.txt": b"",
        "latin.txt": b"Gr\xf6\xdfe",
        "matter.txt": b"---\ntitle: [\n---\nText.",
        "picture.png": b"\x89PNG",
        "title.txt": b"Only a title",
    }
    for name, data in broken.items():
        write(tmp_path, name, data)
    write(tmp_path, "a.txt")
    write(tmp_path, "z.txt")
    assert names(tmp_path) == ["a.txt", "z.txt"]
    assert list(faults(tmp_path)) == sorted(broken)


def test_hidden_files_and_folders_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path, ".hidden.txt")
    write(tmp_path, ".git/config")
    assert not read_folder(tmp_path).articles
    assert not read_folder(tmp_path).faults


def test_an_empty_folder_gives_nothing_and_a_missing_one_an_error(tmp_path: Path) -> None:
    assert not read_folder(tmp_path).articles
    with pytest.raises(ReadError, match=r"missing: cannot be opened \(No such file"):
        read_folder(tmp_path / "missing")


@pytest.mark.threat("F10")
def test_a_link_is_refused_and_what_it_points_to_is_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    write(folder, "a.txt")
    (folder / "link.txt").symlink_to(write(tmp_path, "outside.txt"))
    (folder / "dangling.txt").symlink_to(tmp_path / "nowhere")
    assert names(folder) == ["a.txt"]
    reason = "not a regular file; only plain files are read"
    assert faults(folder) == {"dangling.txt": reason, "link.txt": reason}


@pytest.mark.threat("F10")
def test_a_linked_folder_is_named_and_not_entered(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    write(folder, "a.txt")
    write(tmp_path, "outside/b.txt")
    (folder / "sub").symlink_to(tmp_path / "outside", target_is_directory=True)
    assert names(folder) == ["a.txt"]
    assert faults(folder) == {"sub": "not a regular file; only plain files are read"}


@pytest.mark.threat("F10")
def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert names(tmp_path) == ["a.txt"]
    assert faults(tmp_path) == {"pipe.txt": "not a regular file; only plain files are read"}


@pytest.mark.threat("F10")
def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path holds 108 bytes at most
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("ear.txt")
        assert list(faults(tmp_path)) == ["ear.txt"]


@pytest.mark.threat("F10")
def test_a_huge_sparse_file_is_refused_unread(tmp_path: Path) -> None:
    with write(tmp_path, "huge.txt").open("r+b") as file:
        file.truncate(1 << 40)
    assert faults(tmp_path) == {
        "huge.txt": f"{1 << 40} bytes, over the limit of {MAX_BYTES}; "
        "split it into several articles"
    }


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_without_permission_is_a_fault(tmp_path: Path) -> None:
    write(tmp_path, "secret.txt").chmod(0)
    assert faults(tmp_path) == {
        "secret.txt": "cannot be opened (Permission denied); check its permissions"
    }
