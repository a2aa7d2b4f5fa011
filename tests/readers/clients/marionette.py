"""The wire by which Thunderbird lets itself be driven: lengths, colons and JSON."""

import json
import socket
import time
from typing import Any

PATIENCE_SECONDS = 60


class Wire:
    """A session with the program that listens at `port`, in its own chrome."""

    def __init__(self, port: int) -> None:
        self.asked = 0
        self.socket = _connected(port)
        self._hear()  # its greeting
        self.ask("WebDriver:NewSession", {"capabilities": {}})
        self.ask("Marionette:SetContext", {"value": "chrome"})

    def ask(self, command: str, parameters: dict[str, Any]) -> Any:
        """What it answers to a command."""
        self.asked += 1
        said = json.dumps([0, self.asked, command, parameters]).encode()
        self.socket.sendall(b"%d:%s" % (len(said), said))
        _kind, _number, error, value = self._hear()
        if error:
            raise AssertionError(error)
        return value

    def close(self) -> None:
        """Let go."""
        self.socket.close()

    def _hear(self) -> Any:
        digits = b""
        while not digits.endswith(b":"):
            digits += self._octets(1)
        return json.loads(self._octets(int(digits[:-1])))

    def _octets(self, wanted: int) -> bytes:
        heard = b""
        while len(heard) < wanted:
            more = self.socket.recv(wanted - len(heard))
            if not more:
                message = "The program has hung up."
                raise ConnectionError(message)
            heard += more
        return heard


def _connected(port: int) -> socket.socket:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
