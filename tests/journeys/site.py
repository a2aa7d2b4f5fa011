"""The whole site as its users have it: real processes, a real mail server."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

PATIENCE_SECONDS = 90
READING = 1100  # milliseconds: nobody fills in a form in less than a second


@dataclass
class Mailbox:
    """A real SMTP server that keeps what it receives."""

    received: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd
        """Take one message."""
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.received.append(mail)
        return "250 OK"

    def text_to(self, address: str, *words: str) -> str:
        """The text of the newest message to `address` that holds all `words`."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            for mail in reversed(list(self.received)):
                body = mail.get_body(("plain",)) or mail  # an event comes along
                text = str(body.get_content())
                fits = all(word in f"{mail['Subject']}\n{text}" for word in words)
                if address in str(mail["To"]) and fits:
                    return text
            time.sleep(0.1)
        raise AssertionError((address, words, [str(one) for one in self.received]))


@dataclass
class Site:
    """A running `eventapp run`, and what one needs to use it."""

    address: str
    data: Path
    database: str | None
    mailbox: Mailbox
    smtp: str
    process: subprocess.Popen[bytes] | None = None

    @property
    def sign_ins(self) -> dict[str, tuple[str, str]]:
        """Address and password by role, as `make run` prints them."""
        text = (self.data / "sign-in.txt").read_text(encoding="utf-8")
        rows = re.findall(r"^ +(\w+) +(\S+@\S+) +(\S+)$", text, re.MULTILINE)
        return {role: (address, password) for role, address, password in rows}

    def start(self) -> None:
        """Start the processes, and wait until they answer."""
        own = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("EVENTAPP_")
        }
        own["EVENTAPP_SMTP"] = self.smtp
        if self.database:
            own["EVENTAPP_DATABASE"] = self.database
        port = self.address.rpartition(":")[2]
        self.data.mkdir(exist_ok=True)
        with (self.data / "log.txt").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "eventapp.cli"),
                    *("run", "--port", port, "--data", str(self.data)),
                ],
                env=own,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()

    def kill(self) -> None:
        """Pull the plug: no process gets a chance to finish anything."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Ask the processes to end, and wait."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()

    def _wait(self) -> None:
        assert self.process is not None
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError((self.data / "log.txt").read_text(errors="replace"))


@contextmanager
def running_site(data: Path, database: str | None) -> Iterator[Site]:
    """A site with the demonstration week on a free port, and its mail server."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    site = Site(
        address=f"http://127.0.0.1:{free_port()}",
        data=data,
        database=database,
        mailbox=mailbox,
        smtp=f"smtp://127.0.0.1:{controller.port}",
    )
    try:
        site.start()
        yield site
    finally:
        site.stop()
        controller.stop()


def free_port() -> int:
    """A port at which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
