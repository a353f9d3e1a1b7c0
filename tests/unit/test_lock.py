"""One process a data folder, and who it is."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import AlreadyRunning, BadRequest
from bot.lock import DataFolder, Holder, holder


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[DataFolder]:
    held = DataFolder(tmp_path / "deep" / "data", "newsdesk serve")
    yield held
    held.close()


def note(folder: DataFolder) -> Path:
    return folder.path / "newsdesk.holder.json"


def test_second_is_told_who(folder: DataFolder) -> None:
    """Who comes second is told the folder, the command and the process, in one line."""
    with pytest.raises(AlreadyRunning) as refused:
        DataFolder(folder.path, "newsdesk ask")
    line = str(refused.value)
    assert all(word in line for word in (str(folder.path), "`newsdesk serve`", str(os.getpid())))
    assert "\n" not in line
    assert refused.value.url is None


def test_server(folder: DataFolder) -> None:
    """A server says where it answers and by what token; only its owner may read that."""
    told = Holder(pid=os.getpid(), command="newsdesk serve", url="http://127.0.0.1:1", token="t")  # noqa: S106
    folder.announce(told)
    assert holder(folder.path) == told
    assert note(folder).stat().st_mode & 0o777 == 0o600
    with pytest.raises(AlreadyRunning) as refused:
        DataFolder(folder.path, "newsdesk ask")
    assert refused.value.url == told.url


def test_free_again(folder: DataFolder) -> None:
    """A closed folder is free, and closing twice does no harm."""
    folder.close()
    folder.close()
    assert holder(folder.path) is None
    DataFolder(folder.path, "newsdesk ask").close()


def test_never_used(tmp_path: Path) -> None:
    """Nobody holds a folder that is not there, and asking does not make it."""
    assert holder(tmp_path / "none") is None
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}', '{"some": "thing"}'])
def test_damaged_note(folder: DataFolder, text: str) -> None:
    """A note that cannot be read does not hide that somebody holds the folder."""
    note(folder).write_text(text, "utf-8")
    assert holder(folder.path) == Holder(pid=0, command="another process")
    with pytest.raises(AlreadyRunning, match="another process"):
        DataFolder(folder.path, "newsdesk ask")


def test_killed_holder(tmp_path: Path) -> None:
    """What a killed process held is free, whatever note it left."""
    program = (
        "import sys, pathlib, bot.lock as l; f = l.DataFolder(pathlib.Path(sys.argv[1]), 'x');"
        " print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603
        assert process.stdout is not None
        process.stdout.readline()
        held = holder(tmp_path)
        assert held is not None
        assert held.pid == process.pid
        process.kill()
    assert json.loads((tmp_path / "newsdesk.holder.json").read_text("utf-8"))["pid"] == process.pid
    assert holder(tmp_path) is None
    DataFolder(tmp_path, "newsdesk ask").close()


def test_no_folder_there(tmp_path: Path) -> None:
    """A path that cannot be a folder is one line that says what to set."""
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file", tmp_path / "file" / "data"):
        with pytest.raises(BadRequest, match="NEWSDESK_DATA_DIR") as refused:
            DataFolder(path, "newsdesk ask")
        assert "\n" not in str(refused.value)


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A mounted file system without a free byte."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    where = tmp_path / "full"
    where.mkdir()
    asked = [str(mount), "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(where)]
    if mount is None or subprocess.run(asked, check=False, capture_output=True).returncode:  # noqa: S603
        pytest.skip("a small file system cannot be mounted here")
    filler = (where / "filler").open("wb", buffering=0)
    with filler, pytest.raises(OSError, match="space"):
        filler.writelines(b"x" * 4096 for _ in range(1000))
    yield where
    subprocess.run([str(umount), str(where)], check=True)  # noqa: S603


def test_full_disk(full_disk: Path) -> None:
    """On a full disk the folder cannot be held, which is one line, and it stays free."""
    with pytest.raises(BadRequest, match=r"No space.*free some space") as refused:
        DataFolder(full_disk, "newsdesk ask")
    assert "\n" not in str(refused.value)
    (full_disk / "filler").unlink()
    DataFolder(full_disk, "newsdesk ask").close()
