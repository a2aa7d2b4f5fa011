"""A real SMTP server for tests, which answers what a test wants."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope

from eventapp.mail.delivering import HandOver, Send
from eventapp.mail.models import Message


@contextmanager
def takes_all() -> Iterator[Send]:
    """A conversation with a server that takes everything, and keeps nothing."""

    def send(_message: Message, hand_over: HandOver) -> None:
        hand_over()

    yield send


class Postbox:
    """What arrived; and what the server answers, letter by letter."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.receivers: list[str] = []
        self.senders: list[str] = []  # to whom mails come back
        self.answers: list[str] = []  # to the next letters; then 250
        self.refused: dict[str, str] = {}  # receivers, and what they are told
        self.url = ""
        self.connections = 0
        self.kills: int | None = None  # whoever sent the next letter, unanswered

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's word
        self,
        _server: Any,
        session: Any,
        _envelope: Envelope,
        name: str,
        answers: list[str],
    ) -> list[str]:
        self.connections += 1
        session.host_name = name
        return answers

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's word
        self,
        _server: Any,
        _session: Any,
        envelope: Envelope,
        address: str,
        _options: Any,
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's word
        self, _server: Any, _session: Any, envelope: Envelope
    ) -> str:
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            mail = message_from_bytes(content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
            self.receivers.extend(envelope.rcpt_tos)
            self.senders.append(envelope.mail_from or "")
            if self.kills is not None:
                os.kill(self.kills, signal.SIGKILL)
                self.kills = None
        return answer


@contextmanager
def smtp_server(password: str | None = None) -> Iterator[Postbox]:
    """Serve on 127.0.0.1 for as long as the block lasts."""
    box = Postbox()
    port = free_port()

    def know(*words: Any) -> AuthResult:
        given = words[-1]
        fits = given.password == (password or "").encode()
        return AuthResult(success=fits, handled=False)

    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=port,
        auth_required=password is not None,
        auth_require_tls=False,
        authenticator=know,
    )
    user = f"week:{quote(password, safe='')}@" if password else ""
    box.url = f"smtp://{user}127.0.0.1:{port}"
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
