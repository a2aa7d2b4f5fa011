"""Whether Redis would earn its place: counting a try there, and in the database.

`python -m benchmarks.shared_state` needs a redis-server in PATH; the site does not.
"""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask_migrate import upgrade

from eventapp.accounts.service import limits
from eventapp.app import create_app
from eventapp.kernel.db import may_write, reading, writing
from eventapp.kernel.tokens import digest
from tests.conftest import settings_for
from tests.postgres import postgres_server

ROUNDS, TRIES = 5, 400
PATIENCE_SECONDS = 10
ASK = b"*2\r\n$3\r\nGET\r\n$6\r\ntries1\r\n"
COUNT = b"*2\r\n$4\r\nINCR\r\n$6\r\ntries1\r\n"


def main() -> None:
    """Print microseconds of a look and of a count, the best of five rounds."""
    with tempfile.TemporaryDirectory() as folder:
        _in_database("SQLite", f"sqlite:///{folder}/one.db", Path(folder))
        with postgres_server(durable=True) as address:
            _in_database("PostgreSQL", address, Path(folder))
        with _redis(Path(folder)) as asked:
            _print("Redis", _best(lambda: asked(ASK)), _best(lambda: asked(COUNT)))


def _in_database(name: str, address: str, data: Path) -> None:
    app = create_app(settings_for(address, data))
    whom = digest("somebody")

    def look() -> None:
        with reading():
            limits.check_limit("measure", whom, 10**9)

    def count() -> None:
        with writing():
            limits.count("measure", whom)

    with app.app_context():
        may_write(allowed=True)
        upgrade()
        _print(name, _best(look), _best(count))


def _best(deed: Callable[[], object]) -> float:
    """Microseconds of one deed."""
    found = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        for _try in range(TRIES):
            deed()
        found.append((time.perf_counter() - begun) / TRIES * 1e6)
    return min(found)


def _print(name: str, look: float, count: float) -> None:
    print(f"{name:<12} look {look:7.0f} us   count {count:7.0f} us")


@contextmanager
def _redis(folder: Path) -> Iterator[Callable[[bytes], bytes]]:
    """A server of our own, asked through its socket without any library."""
    program = shutil.which("redis-server")
    if program is None:
        message = "There is no redis-server in PATH."
        raise SystemExit(message)
    place = folder / "redis.sock"
    words = [program, "--port", "0", "--unixsocket", str(place), "--save", ""]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, cwd=folder) as server:
        try:
            until = time.monotonic() + PATIENCE_SECONDS
            while not place.exists() and time.monotonic() < until:
                time.sleep(0.05)
            with socket.socket(socket.AF_UNIX) as line:
                line.connect(str(place))

                def asked(words: bytes) -> bytes:
                    line.sendall(words)
                    return line.recv(100)

                yield asked
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
