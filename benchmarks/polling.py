"""All subscribers asking once, in random order, as a quarter of an hour would bring."""

import random
import re
import selectors
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.client import Connection
from benchmarks.servers import Running

CONNECTIONS = 8
PATIENCE_SECONDS = 20.0
ETAG = re.compile(rb'\r\netag: ("[^"]*")', re.IGNORECASE)


@dataclass
class Subscriber:
    """A calendar program, and the validator of what it has."""

    address: str
    etag: bytes = b""

    def request(self, port: int) -> bytes:
        """What it sends."""
        lines = [
            f"GET {self.address} HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            "User-Agent: iOS/18.0 (22A3354) dataaccessd/1.0",
            "Accept: */*",
            "Accept-Encoding: gzip, deflate",
            "Accept-Language: de-DE",
        ]
        if self.etag:
            lines.append(f"If-None-Match: {self.etag.decode()}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


@dataclass
class Round:
    """What all of them were answered, and what it cost."""

    server: float = 0.0  # seconds of processor time
    database: float = 0.0
    seconds: float = 0.0
    answers: Counter[str] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)

    @property
    def cost_ms(self) -> float:
        """Processor milliseconds of server and database for one question."""
        return 1000 * (self.server + self.database) / len(self.milliseconds)

    def within(self, share: float) -> float:
        """The milliseconds within which `share` of all answers came."""
        ordered = sorted(self.milliseconds)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def all_ask(
    running: Running,
    subscribers: Sequence[Subscriber],
    database_seconds: Callable[[], float],
) -> Round:
    """Let each ask once, as fast as eight connections bring it, and remember."""
    found = Round(-running.cpu_seconds(), -database_seconds(), -time.perf_counter())
    left = list(subscribers)
    random.shuffle(left)
    selector = selectors.DefaultSelector()
    waiting: dict[Connection, Subscriber] = {}
    for _ in range(CONNECTIONS):
        connection = Connection(running.port)
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        waiting[connection] = left.pop()
        connection.ask(waiting[connection].request(running.port))
    while waiting:
        ready = selector.select(PATIENCE_SECONDS)
        if not ready:
            message = f"No answer within {PATIENCE_SECONDS:.0f} seconds."
            raise TimeoutError(message)
        for key, _mask in ready:
            connection = key.data
            answer = connection.answer()
            if answer is None:
                continue
            asked_at = connection.asked_at
            found.milliseconds.append((time.perf_counter() - asked_at) * 1000)
            found.answers[answer[9:12].decode()] += 1
            _remember(waiting.pop(connection), answer)
            if left:
                waiting[connection] = left.pop()
                connection.ask(waiting[connection].request(running.port))
            else:
                selector.unregister(connection.socket)
                connection.socket.close()
    found.server += running.cpu_seconds()
    found.database += database_seconds()
    found.seconds += time.perf_counter()
    return found


def _remember(subscriber: Subscriber, answer: bytes) -> None:
    if sent := ETAG.search(answer):
        subscriber.etag = sent[1]
