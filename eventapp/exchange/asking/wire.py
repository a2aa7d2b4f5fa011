"""A connection to a judged number that ends at a set moment, however slow the other."""

import http.client
import io
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from eventapp.exchange.asking.guard import Endpoint, Target

Value = TypeVar("Value")

LONGEST_CONNECT = 5.0  # seconds, of one number among several


class Deadline:
    """The moment at which we stop waiting."""

    def __init__(self, seconds: float) -> None:
        """Begin to wait."""
        self._at = time.monotonic() + seconds

    def left(self) -> float:
        """How many seconds are left.

        Raises:
            TimeoutError: none.
        """
        left = self._at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class Connection(http.client.HTTPConnection):
    """Speaks HTTP with one of these numbers, under the name of the target."""

    def __init__(
        self, target: Target, places: Sequence[Endpoint], deadline: Deadline
    ) -> None:
        """Remember where to go; nothing is sent yet."""
        super().__init__(target.host, target.port)
        self._target = target
        self._places = places
        self._deadline = deadline
        self._plain: socket.socket | None = None

    def connect(self) -> None:
        """Go to the first number that answers, and check whose it is."""
        plain = self._open()
        if self._target.scheme == "https":
            self._plain = plain
            plain.settimeout(self._deadline.left())
            context = ssl.create_default_context()
            plain = context.wrap_socket(plain, server_hostname=self._target.host)
        self._plain = plain
        self.sock: Any = _Timed(plain, self._deadline)

    def end(self) -> None:
        """Hang up; `close` is what http.client does as soon as it has the head."""
        self.close()
        if self._plain is not None:
            self._plain.close()

    def _open(self) -> socket.socket:
        problem: OSError | None = None
        for family, place in self._places:
            opened = socket.socket(family, socket.SOCK_STREAM)
            try:
                opened.settimeout(min(self._deadline.left(), LONGEST_CONNECT))
                opened.connect(place)
            except OSError as error:
                opened.close()
                problem = error
            else:
                return opened
        self._deadline.left()
        raise ConnectionError from problem


class _Timed:
    """What http.client needs of a socket; each wait is as long as there is time."""

    def __init__(self, plain: socket.socket, deadline: Deadline) -> None:
        self._plain = plain
        self._deadline = deadline

    def sendall(self, octets: bytes) -> None:
        self._plain.settimeout(self._deadline.left())
        self._plain.sendall(octets)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self._plain, self._deadline))

    def close(self) -> None:
        """Stay: the body is still to be read. See `Connection.end`."""


class _Reader(io.RawIOBase):
    def __init__(self, plain: socket.socket, deadline: Deadline) -> None:
        super().__init__()
        self._plain = plain
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - a buffer
        self._plain.settimeout(self._deadline.left())
        return self._plain.recv_into(buffer)


def within(deadline: Deadline, ask: Callable[[], Value]) -> Value:
    """What `ask` finds, if it does in time: a resolver knows no deadline itself.

    Raises:
        TimeoutError: it did not; its thread ends when it gives up.
    """
    found: list[Value] = []
    problems: list[BaseException] = []

    def run() -> None:
        try:
            found.append(ask())
        except Exception as error:  # noqa: BLE001 - raised again where it belongs
            problems.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(deadline.left())
    if problems:
        raise problems[0]
    if not found:
        raise TimeoutError
    return found[0]
