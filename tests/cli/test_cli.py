"""The command `eventapp`, as somebody types it."""

import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

SECRET = "a secret of the tests, long enough to count"


def eventapp(
    *words: str, data: Path, typed: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("EVENTAPP_")
    }
    given = {f"EVENTAPP_{name}": value for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, "-m", "eventapp.cli", *words],
        env={**kept, "EVENTAPP_DATA": str(data), **given},
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_without_a_secret_it_refuses_in_one_sentence(
    tmp_path: Path, command: str
) -> None:
    done = eventapp(command, data=tmp_path)

    assert done.returncode == 1
    assert done.stderr.startswith("Error: EVENTAPP_SECRET_KEY is missing.")
    assert "Traceback" not in done.stderr


def test_a_misspelt_setting_is_named(tmp_path: Path) -> None:
    done = eventapp("serve", data=tmp_path, SECRET_KEY=SECRET, PORT="80")

    assert done.returncode == 1
    assert "EVENTAPP_PORT is not a setting" in done.stderr


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = eventapp("run", "--port", port, "--data", str(tmp_path), data=tmp_path)

    assert done.returncode == 1
    assert "Choose another PORT" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a demonstration."""
    data = tmp_path_factory.mktemp("demonstration")
    first = eventapp("demo", data=data, SECRET_KEY=SECRET)
    assert first.returncode == 0, first.stderr
    assert "organiser@sspu.example" in first.stdout
    return data


def test_the_demonstration_is_planted_once(planted: Path) -> None:
    second = eventapp("demo", data=planted, SECRET_KEY=SECRET)

    assert second.returncode == 0, second.stderr
    assert "Nothing was planted" in second.stdout
    assert (planted / "sign-in.txt").stat().st_mode & 0o077 == 0


def test_an_account_is_made_with_a_password_that_is_long_enough(planted: Path) -> None:
    words = ("account", "create", "Ann@host.example", "--name", "Ann")
    role = ("--role", "organiser")

    short = eventapp(
        *words, *role, data=planted, typed="short\nshort\n", SECRET_KEY=SECRET
    )
    made = eventapp(
        *words, *role, data=planted, typed="long enough 12\n" * 2, SECRET_KEY=SECRET
    )

    assert (short.returncode, made.returncode) == (1, 0), made.stderr
    assert "at least 12 characters" in short.stderr
    with sqlite3.connect(planted / "eventapp.db") as kept:
        rows = kept.execute(
            "SELECT role FROM account WHERE address = 'ann@host.example'"
        ).fetchall()
    assert rows == [("organiser",)]


def test_without_a_mail_server_messages_stay_in_the_outbox(tmp_path: Path) -> None:
    done = eventapp("mail", "deliver", data=tmp_path, SECRET_KEY=SECRET)

    assert (done.returncode, done.stderr) == (0, "")
    assert "kept in the outbox" in done.stdout


def test_tables_are_brought_to_another_revision(tmp_path: Path) -> None:
    for words in (("upgrade", "0002"), ("downgrade", "0001")):
        done = eventapp("db", *words, data=tmp_path, SECRET_KEY=SECRET)
        assert done.returncode == 0, done.stderr

    current = eventapp("db", "current", data=tmp_path, SECRET_KEY=SECRET)

    assert current.stdout.strip() == "0001"
