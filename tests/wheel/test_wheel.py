"""The wheel, installed where nothing else is, runs the demonstration week."""

import os
import re
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

import pytest

from tests.house.tree import ROOT, own_files

FETCHED = {
    "eventapp/static/vendor/zxing-wasm/LICENSE",
    "eventapp/static/vendor/zxing-wasm/reader/index.js",
    "eventapp/static/vendor/zxing-wasm/share.js",
    "eventapp/static/vendor/zxing-wasm/zxing_reader.wasm",
}
TREES = ("eventapp", "templates", "static", "migrations")
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Installation:
    """An empty environment with the wheel in it, and a data folder beside."""

    wheel: Path
    home: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "EVENTAPP_DATA": str(self.home / "data"),
            "EVENTAPP_SECRET_KEY": "a secret for one test, long enough to count",
        }

    def command(self, *words: str) -> list[str]:
        return [str(self.home / "venv/bin/eventapp"), *words]

    def run(self, *words: str) -> str:
        """What the command says; it must succeed."""
        return _run(self.command(*words), self.home, self.environment)

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The address of the site while the block lasts."""
        port = _free_port()
        address = f"http://127.0.0.1:{port}"
        with (self.home / "served.txt").open("w+") as said:
            server = subprocess.Popen(
                self.command("serve", "--port", str(port)),
                cwd=self.home,
                env=self.environment | {"EVENTAPP_ADDRESS": address},
                stdout=said,
                stderr=subprocess.STDOUT,
            )
            try:
                _wait_for(f"{address}/healthz", server, self.home / "served.txt")
                yield address
            finally:
                server.terminate()
                server.wait(PATIENCE_SECONDS)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Build the wheel, and install it from the lock file and nothing else."""
    home = tmp_path_factory.mktemp("wheel")
    build = ("-m", "build", "--wheel", "--no-isolation", "--outdir", str(home))
    _run([sys.executable, *build], ROOT)
    (wheel,) = home.glob("eventapp-*.whl")

    _run([sys.executable, "-m", "venv", str(home / "venv")], home)
    pip = [str(home / "venv/bin/python"), "-m", "pip", "install", "--quiet"]
    lock = str(ROOT / "requirements.lock")
    _run([*pip, "--require-hashes", "--requirement", lock], home)
    _run([*pip, "--no-deps", "--no-index", str(wheel)], home)
    return Installation(wheel, home)


def test_the_wheel_carries_the_four_trees_and_what_set_up_made(
    installation: Installation,
) -> None:
    with zipfile.ZipFile(installation.wheel) as archive:
        carried = {name for name in archive.namelist() if ".dist-info/" not in name}

    ours = {_place(name) for name in own_files() if name.startswith(_folders())}
    catalogues = {
        re.sub(r"\.po$", ".mo", name) for name in ours if name.endswith(".po")
    }
    assert catalogues
    assert carried == ours | catalogues | FETCHED


def test_the_wheel_carries_its_licence(installation: Installation) -> None:
    with zipfile.ZipFile(installation.wheel) as archive:
        assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())


def test_the_installed_wheel_serves_the_demonstration_week(
    installation: Installation,
) -> None:
    installation.run("db", "upgrade")
    installation.run("demo")

    with installation.serving() as address:
        page, kind = _fetch(f"{address}/weeks/gpw2024/")
        sheet = re.search(r'href="(/static/[^"]+/css/app\.css)"', page.decode())
        assert sheet
        _, kind_of_sheet = _fetch(address + sheet[1])
        scanner = sheet[1].replace("css/app.css", "vendor/zxing-wasm/zxing_reader.wasm")
        wasm, kind_of_wasm = _fetch(address + scanner)
        booklet, kind_of_booklet = _fetch(f"{address}/weeks/gpw2024/programme.pdf")
        chinese, _ = _fetch(f"{address}/language/zh-Hans?next=/weeks/gpw2024/")

    assert "Global Partnership Week" in page.decode()
    assert (kind, kind_of_sheet) == ("text/html", "text/css")
    assert (booklet[:4], kind_of_booklet) == (b"%PDF", "application/pdf")
    assert (wasm[:4], kind_of_wasm) == (b"\0asm", "application/wasm")
    assert 'lang="zh-Hans"' in chinese.decode()


def test_without_a_secret_it_says_so_in_one_sentence(
    installation: Installation,
) -> None:
    environment = installation.environment
    del environment["EVENTAPP_SECRET_KEY"]

    refused = subprocess.run(
        installation.command("serve", "--port", str(_free_port())),
        cwd=installation.home,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )

    assert refused.returncode != 0
    assert "EVENTAPP_SECRET_KEY is missing." in refused.stderr
    assert "Traceback" not in refused.stderr


def _folders() -> tuple[str, ...]:
    return tuple(f"{tree}/" for tree in TREES)


def _place(name: str) -> str:
    """Where the wheel puts a file of ours."""
    return name if name.startswith("eventapp/") else f"eventapp/{name}"


def _run(
    command: Sequence[str], cwd: Path, environment: dict[str, str] | None = None
) -> str:
    result = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return result.stdout


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes], said: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail(f"The server did not answer:\n{said.read_text()}")


def _fetch(address: str) -> tuple[bytes, str]:
    """The body and the media type of an address, over one more visitor's cookies."""
    opener = build_opener(HTTPCookieProcessor())
    with opener.open(address, timeout=30) as answer:
        assert answer.status == 200
        return answer.read(), answer.headers.get_content_type()
