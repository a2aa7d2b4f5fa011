"""A mailbox behind a real socket, which speaks as much IMAP as a reader needs."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

USER, PASSWORD = "calendar@week.example", "p@ss/word"


@dataclass
class Mailbox:
    """Its letters by number; and what the server refuses."""

    letters: dict[int, bytes] = field(default_factory=dict)
    validity: int = 7
    is_away: bool = False
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def put(self, content: bytes) -> int:
        """Let a letter arrive; tells its number."""
        key = max(self.letters, default=0) + 1
        self.letters[key] = content
        return key


@contextmanager
def imap_server() -> Iterator[Mailbox]:
    """Serve on 127.0.0.1 for as long as the block lasts."""
    box = Mailbox()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            _serve(self, box)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        box.url = f"imap://calendar%40week.example:p%40ss%2Fword@127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()


def _serve(connection: socketserver.StreamRequestHandler, box: Mailbox) -> None:
    def say(line: str | bytes) -> None:
        raw = line.encode() if isinstance(line, str) else line
        connection.wfile.write(raw + b"\r\n")

    if box.is_away:
        return
    say("* OK ready")
    for raw in connection.rfile:
        tag, _space, command = raw.decode().strip().partition(" ")
        box.asked.append(command)
        done = "OK"
        for line in _answers(command, box):
            if line == "NO":
                done = "NO"
            else:
                say(line)
        say(f"{tag} {done} {command.split()[0]} done")
        if command == "LOGOUT":
            return


def _answers(command: str, box: Mailbox) -> Iterator[str | bytes]:
    if command == "CAPABILITY":
        yield "* CAPABILITY IMAP4REV1"
    elif command.startswith("LOGIN"):
        if command != f'LOGIN {USER} "{PASSWORD}"':
            yield "NO"
    elif command.startswith(("SELECT", "EXAMINE")):
        yield f"* {len(box.letters)} EXISTS"
        yield f"* OK [UIDVALIDITY {box.validity}] valid"
    elif found := re.fullmatch(r"UID SEARCH UID (\d+):\*", command):
        first = min(int(found[1]), max(box.letters, default=0))
        keys = [str(key) for key in sorted(box.letters) if key >= first]
        yield " ".join(["* SEARCH", *keys])
    elif command.startswith("UID SEARCH SINCE"):
        yield " ".join(["* SEARCH", *map(str, sorted(box.letters))])
    elif found := re.fullmatch(r"UID FETCH (\d+) \(RFC822\.SIZE\)", command):
        key = int(found[1])
        yield f"* {key} FETCH (UID {key} RFC822.SIZE {len(box.letters[key])})"
    elif found := re.fullmatch(r"UID FETCH (\d+) \(BODY\.PEEK\[\]\)", command):
        key, content = int(found[1]), box.letters[int(found[1])]
        head = f"* {key} FETCH (UID {key} BODY[] {{{len(content)}}}\r\n".encode()
        yield head + content + b")"
    elif command == "LOGOUT":
        yield "* BYE"
