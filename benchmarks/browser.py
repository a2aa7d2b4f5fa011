"""A browser without a screen, which keeps cookies and fills in forms as people do."""

import re
import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

FORM = "application/x-www-form-urlencoded"
TOKEN = re.compile(r'name="csrf[_-]token" (?:content|type="hidden" value)="([^"]+)"')
KEY = re.compile(r'name="form_key"[^>]* value="([^"]+)"')
READING_SECONDS = 1.1  # nobody fills in a form in less than a second
OTHER_TOKEN = re.compile(r'id="csrf_token" name="csrf_token"[^>]* value="([^"]+)"')


class Browser:
    """One person's browser."""

    def __init__(self, port: int) -> None:
        """Know only the site at `port`."""
        self.port = port
        self.cookies: dict[str, str] = {}
        self.page = ""
        self.address = ""
        self.headers: Mapping[str, str] = {}  # by lower-case name

    def get(self, address: str) -> None:
        """Open a page, and go wherever it sends us."""
        self._ask("GET", address)

    def send(self, **fields: str) -> None:
        """Send the form of the page that is open."""
        key = KEY.search(self.page)
        if key:
            time.sleep(READING_SECONDS)
            fields["form_key"] = key[1]
        body = urlencode({"csrf_token": self.csrf(), **fields})
        self._ask("POST", self.address, body)

    def csrf(self) -> str:
        """The token of the page that is open."""
        found = TOKEN.search(self.page) or OTHER_TOKEN.search(self.page)
        if found is None:
            message = f"{self.address} carries no token:\n{self.page[:2000]}"
            raise LookupError(message)
        return found[1]

    def request(
        self, method: str, address: str, body: str = "", **headers: str
    ) -> bytes:
        """The octets of a request with our cookies, to be sent many times."""
        lines = [f"{method} {address} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named.setdefault("Accept-Encoding", "gzip")
        named.setdefault("Accept-Language", "en")
        if self.cookies:
            named["Cookie"] = self._cookie()
        if body:
            named["Content-Length"] = str(len(body.encode()))
        lines += [f"{name}: {value}" for name, value in named.items()]
        return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()

    def _ask(self, method: str, address: str, body: str = "") -> None:
        parts = urlsplit(address)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": self._cookie()} if self.cookies else {}
        if method == "POST":
            headers["Content-Type"] = FORM
        connection.request(method, target, body or None, headers)
        answer = connection.getresponse()
        self.page = answer.read().decode()
        self.headers = {name.lower(): value for name, value in answer.headers.items()}
        self._remember(answer)
        connection.close()
        if answer.status in {301, 302, 303}:
            self._ask("GET", answer.headers["Location"])
        elif answer.status >= 400:
            message = f"{method} {target}: {answer.status}\n{self.page[:2000]}"
            raise LookupError(message)
        else:
            self.address = target

    def _remember(self, answer: HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())
