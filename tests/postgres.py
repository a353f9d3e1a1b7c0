"""A private PostgreSQL server for tests, where its programs are installed."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.ext.asyncio import create_async_engine


def programs() -> Path | None:
    """Where initdb and pg_ctl are."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = shutil.which("initdb")
    return folders[-1].parent if folders else Path(found).parent if found else None


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A server on a free loopback port; its URL for SQLAlchemy."""
    bin, data, port = programs(), folder / "pg", _free_port()
    assert bin is not None
    who = _owner(folder)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    _run(who, bin / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C")
    _run(who, bin / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://tester@127.0.0.1:{port}/postgres"
    finally:
        _run(who, bin / "pg_ctl", "-D", data, "-m", "immediate", "stop")


async def emptied(url: str) -> None:
    """Take everything out of a database."""
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    await engine.dispose()


def _owner(folder: Path) -> str | None:
    """PostgreSQL does not run as root."""
    if os.geteuid():
        return None
    user = pwd.getpwnam("postgres")
    for parent in (folder, *folder.parents):
        if parent.is_relative_to("/tmp") and parent != Path("/tmp"):  # noqa: S108
            parent.chmod(0o755)
    os.chown(folder, user.pw_uid, user.pw_gid)
    return "postgres"


def _run(who: str | None, *command: object) -> None:
    words = [str(word) for word in command]
    quiet = subprocess.DEVNULL
    subprocess.run(words, check=True, stdin=quiet, stdout=quiet, stderr=quiet, user=who, cwd="/")  # noqa: S603


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
