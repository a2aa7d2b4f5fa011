"""The load: a few connections that are kept alive, in a process of its own.

It reads one order as JSON and writes one result as JSON. Requests are octets made
beforehand, sent in order; each connection sends its next one when it has its answer.
"""

import json
import selectors
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import cycle

LARGEST_READ = 1 << 18
PATIENCE_SECONDS = 20.0


@dataclass(frozen=True)
class Order:
    """What to send, to whom, for how long."""

    port: int
    requests: list[str]  # octets as latin-1
    connections: int
    seconds: float
    again: bool  # from the beginning when all were sent
    expects: str  # stands in every answer: a status line, a verdict


@dataclass
class Result:
    """What came back."""

    sent: int = 0
    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)  # one each
    refused: list[str] = field(default_factory=list)  # beginnings of wrong answers


class Connection:
    """One connection with at most one question on its way."""

    def __init__(self, port: int) -> None:
        """Connect to our own machine."""
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""
        self.asked_at = 0.0

    def ask(self, request: bytes) -> None:
        """Send a question."""
        self.received = b""
        self.asked_at = time.perf_counter()
        self.socket.sendall(request)

    def answer(self) -> bytes | None:
        """The whole answer, once it is there."""
        part = self.socket.recv(LARGEST_READ)
        if not part:
            message = f"The server closed a connection: {self.received[:200]!r}"
            raise ConnectionError(message)
        self.received += part
        return self.received if _is_whole(self.received) else None


def run(order: Order) -> Result:
    """Send until the time is over or nothing is left; then wait for what is open."""
    result = Result()
    expected = order.expects.encode("latin-1")
    octets = [request.encode("latin-1") for request in order.requests]
    left: Iterator[bytes] = cycle(octets) if order.again else iter(octets)
    selector = selectors.DefaultSelector()
    begun = time.perf_counter()
    ends = begun + order.seconds
    open_questions = 0
    for _ in range(order.connections):
        connection = Connection(order.port)
        if request := next(left, None):
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask(request)
            open_questions += 1
    while open_questions:
        ready = selector.select(PATIENCE_SECONDS)
        if not ready:
            message = f"No answer within {PATIENCE_SECONDS:.0f} seconds."
            raise TimeoutError(message)
        for key, _mask in ready:
            connection = key.data
            answer = connection.answer()
            if answer is None:
                continue
            present = time.perf_counter()
            result.sent += 1
            result.milliseconds.append((present - connection.asked_at) * 1000)
            if expected not in answer:
                result.refused.append(answer[:600].decode("latin-1"))
            request = next(left, None) if present < ends else None
            if request is None:
                open_questions -= 1
                selector.unregister(connection.socket)
                connection.socket.close()
            else:
                connection.ask(request)
    result.seconds = time.perf_counter() - begun
    return result


def _is_whole(received: bytes) -> bool:
    head, separator, body = received.partition(b"\r\n\r\n")
    if not separator:
        return False
    lowered = head.lower()
    if b"transfer-encoding: chunked" in lowered:
        return body.endswith(b"0\r\n\r\n")
    at = lowered.find(b"content-length:")
    if at < 0:
        return True
    return len(body) >= int(lowered[at + 15 :].partition(b"\r\n")[0])


if __name__ == "__main__":
    json.dump(asdict(run(Order(**json.load(sys.stdin)))), sys.stdout)
