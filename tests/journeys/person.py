"""People with browsers without a screen, many at once; and a site of their own."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.journeys.site import Site, running_site
from tests.postgres import postgres_server

KEY = re.compile(r'name="form_key"[^>]* value="([^"]+)"')
TOKEN = re.compile(r'name="csrf[_-]token"[^>]* (?:content|value)="([^"]+)"')


@dataclass
class Person:
    """Somebody's browser: cookies, the page that is open, what they were told."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    page: str = ""
    token: str = ""  # of the form that was opened last
    key: str = ""  # of the same
    told: list[str] = field(default_factory=list)

    def ask(
        self, method: str, path: str, body: str | None = None, **headers: str
    ) -> int:
        """One request, answered wholly or not at all."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        host = urlsplit(self.address).netloc
        with closing(HTTPConnection(host, timeout=30)) as connection:
            connection.request(method, path, body, {"Cookie": cookie, **named})
            with connection.getresponse() as answer:
                self.page = answer.read().decode()
        self._remember(answer)
        if found := TOKEN.search(self.page):
            self.token = found[1]
        if found := KEY.search(self.page):
            self.key = found[1]
        return answer.status

    def send(self, path: str, **fields: str) -> int:
        """Open a form, fill it in and send it."""
        self.ask("GET", path)
        return self.press(path, **fields)

    def press(self, path: str, **fields: str) -> int:
        """Fill in the form that is open and send it."""
        hidden = {"csrf_token": self.token, "form_key": self.key}
        body = urlencode({**hidden, **fields})
        kind = "application/x-www-form-urlencoded"
        return self.ask("POST", path, body, Content_Type=kind)

    def _remember(self, answer: HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value


@contextmanager
def own_site(data: Path, sort: str) -> Iterator[Site]:
    """A site which nobody else needs when it is killed, on this sort of database."""
    with ExitStack() as stack:
        database = None
        if sort == "postgresql":
            database = stack.enter_context(postgres_server(durable=True))
        yield stack.enter_context(running_site(data, database))
