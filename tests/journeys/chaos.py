"""A bad network: a proxy that loses, halves, delays and refuses what it carries."""

import re
import socket
import struct
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any

LATE_SECONDS = 3.0  # longer than the desk waits for an answer
PATIENCE_SECONDS = 30
BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/html\r\n"
    b"Content-Length: 4\r\nConnection: close\r\n\r\nbusy"
)


class Fate(Enum):
    """What becomes of a request."""

    CARRIED = "carried"
    REQUEST_LOST = "request lost"
    ANSWER_LOST = "answer lost"
    ANSWER_HALVED = "answer halved"
    ANSWER_LATE = "answer late"
    REFUSED = "refused"
    BUSY = "busy"


@dataclass
class Network:
    """The way from the browser to the server."""

    server: tuple[str, int]
    address: str = ""
    fates: deque[Fate] = field(default_factory=deque)  # of the next scans to be sent
    is_down: bool = False
    happened: Counter[Fate] = field(default_factory=Counter)
    bodies: list[bytes] = field(default_factory=list)  # of scans that were carried

    def fate(self, head: bytes) -> Fate:
        """What becomes of this request."""
        if self.is_down:
            return Fate.REFUSED
        if not re.match(rb"POST /desk/[0-9a-f-]+/scans ", head):
            return Fate.CARRIED
        found = self.fates.popleft() if self.fates else Fate.CARRIED
        self.happened[found] += 1
        return found


@contextmanager
def bad_network(address: str) -> Iterator[Network]:
    """A proxy before the server at `address`."""
    host, _colon, port = address.rpartition("/")[2].partition(":")
    network = Network((host, int(port)))
    with _Proxy(("127.0.0.1", 0), network) as proxy:
        network.address = f"http://127.0.0.1:{proxy.server_address[1]}"
        thread = threading.Thread(target=proxy.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield network
        finally:
            proxy.shutdown()
            thread.join()


class _Proxy(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], network: Network) -> None:
        super().__init__(address, _Carrier)
        self.network = network

    def handle_error(self, *_what: Any) -> None:
        """Nobody waits for this answer any more."""


class _Carrier(BaseRequestHandler):
    """Carries one request a connection, as its fate is."""

    server: _Proxy
    request: socket.socket

    def handle(self) -> None:
        network = self.server.network
        self.request.settimeout(PATIENCE_SECONDS)
        head, body = self._read()
        if not head:
            return
        fate = network.fate(head)
        if fate is Fate.REFUSED:
            hard = struct.pack("ii", 1, 0)  # closed at once: the other side is reset
            self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, hard)
            return
        if fate is Fate.BUSY:
            self.request.sendall(BUSY)
        if fate in {Fate.BUSY, Fate.REQUEST_LOST}:
            return
        answer = self._carry(head, body)
        if b"/scans " in head.partition(b"\r\n")[0]:
            network.bodies.append(body)
        if fate is Fate.ANSWER_LOST or network.is_down:
            return
        if fate is Fate.ANSWER_LATE:
            time.sleep(LATE_SECONDS)
        half = len(answer) - len(answer.partition(b"\r\n\r\n")[2]) // 2
        with suppress(OSError):
            self.request.sendall(
                answer[:half] if fate is Fate.ANSWER_HALVED else answer
            )

    def _read(self) -> tuple[bytes, bytes]:
        read = b""
        while b"\r\n\r\n" not in read:
            part = self.request.recv(65536)
            if not part:
                return b"", b""
            read += part
        head, _blank, body = read.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        while length and len(body) < int(length[1]):
            body += self.request.recv(65536)
        return head, body

    def _carry(self, head: bytes, body: bytes) -> bytes:
        head = re.sub(rb"(?i)\r\nconnection:[^\r]*", b"", head)
        with socket.create_connection(self.server.network.server) as upstream:
            upstream.settimeout(PATIENCE_SECONDS)
            upstream.sendall(head + b"\r\nConnection: close\r\n\r\n" + body)
            return b"".join(iter(lambda: upstream.recv(65536), b""))
