"""A desk's scanning page as tests use it: hand scanner, camera film, what it shows."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field as made
from pathlib import Path

from flask import Flask
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Route,
    expect,
)
from werkzeug.serving import make_server

from eventapp.accounts.vocabulary import Role
from eventapp.kernel.db import db
from eventapp.kernel.qr import matrix
from tests.conftest import Client

KEY_MS = 6  # between two keys of a common hand scanner
WIDTH, HEIGHT, FRAMES = 640, 480, 10
LIGHT, DARK, GREY = b"\xeb", b"\x10", b"\x80"
MODULE = 8  # pixels
SECOND = 1000
PLACES = {
    ":": "Semicolon", "/": "Slash", ".": "Period", "?": "Slash", "=": "Equal",
    "]": "BracketRight", "-": "Minus",
}  # fmt: skip


@dataclass(frozen=True)
class Door:
    """A desk on duty: its server, the steward's session, the guests' badges."""

    address: str
    session: str
    badges: list[str]


@dataclass
class DeskPage:
    """The open page, and the badges of people who may enter."""

    page: Page
    badges: list[str]
    held: list[Route] = made(default_factory=list)

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def verdict(self) -> Locator:
        """The largest word of the verdict that covers the page."""
        return self.dialog.get_by_role("heading")

    @property
    def next_button(self) -> Locator:
        return self.dialog.get_by_role("button", name="Next person")

    @property
    def field(self) -> Locator:
        """Where names are typed; at a door, the code below the square."""
        return self.page.locator("[data-part=field]")

    @property
    def strip(self) -> Locator:
        """The verdicts that wait until somebody has seen them."""
        return self.page.locator("[data-strip]:visible").last

    @property
    def last_scans(self) -> Locator:
        return self.page.locator("[data-part=last] li")

    @property
    def state(self) -> Locator:
        """Whether the desk is online, and what waits."""
        return self.page.locator(".desk-state [data-state]")

    def expect_count(self, count: int) -> None:
        """See how many the page says were admitted."""
        expect(self.page.locator(".desk-count [data-count]")).to_have_text(str(count))

    def scan(
        self,
        text: str,
        *,
        every: float = KEY_MS,
        place: Callable[[str], str] | None = None,
        shown: Callable[[str], str] | None = None,
        pauses: Mapping[int, float] | None = None,
        before: str = "",
        after: str = "Enter",
    ) -> None:
        """Press the keys of a hand scanner that reads `text`, then Enter.

        `place` is where a sign's key lies, `shown` what the layout makes of it;
        `pauses` says after how many keys the computer is busy, and how long.
        `before` and `after` are keys that the scanner presses by itself.
        """
        session = self.page.context.new_cdp_session(self.page)
        keys = [
            (place(sign) if place else place_of(sign), shown(sign) if shown else sign)
            for sign in text
        ]
        own = [[(name, name)] if name else [] for name in (before, after)]
        for typed, (code, key) in enumerate([*own[0], *keys, *own[1]], start=1):
            letter = key if len(key) == 1 else "\r" if key == "Enter" else ""
            event = {"code": code, "key": key}
            session.send(
                "Input.dispatchKeyEvent", {"type": "keyDown", "text": letter, **event}
            )
            session.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})
            self.page.wait_for_timeout((pauses or {}).get(typed, every))
        session.detach()

    def hold(self, route: Route) -> None:
        """Keep a request on its way."""
        self.held.append(route)

    def release(self) -> None:
        """Let the requests arrive that were kept on their way."""
        while self.held:
            self.held.pop(0).continue_()


def signed_in(client: Client, role: Role = Role.STEWARD) -> str:
    """The session of somebody who has signed in."""
    client.sign_in(role)
    cookie = client.get_cookie("session")
    assert cookie
    db.session.remove()
    return cookie.value


@contextmanager
def served(app: Flask, port: int = 0) -> Iterator[str]:
    """The application as a browser finds it, at an address of this machine."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def at_desk(
    context: BrowserContext, door: Door, problems: list[str] | None = None
) -> Iterator[DeskPage]:
    """A steward at the desk; the page may not complain of anything."""
    context.add_cookies(
        [{"name": "session", "value": door.session, "url": door.address}]
    )
    found = [] if problems is None else problems
    desk = DeskPage(watched(context, found), door.badges)
    desk.page.goto(f"{door.address}/desk/")
    desk.page.get_by_role("button", name="Open the desk").click()
    expect(desk.field).to_be_visible()
    yield desk
    assert found == [], found


def watched(context: BrowserContext, problems: list[str]) -> Page:
    """A new page; what it complains of is noted in `problems`."""

    def listen(said: ConsoleMessage) -> None:
        # That a request did not arrive is what some tests are about.
        if said.type == "error" and "Failed to load resource" not in said.text:
            problems.append(said.text)

    page = context.new_page()
    page.on("console", listen)
    page.on("pageerror", lambda error: problems.append(error.message))
    return page


def place_of(sign: str) -> str:
    """Where the key of a sign lies."""
    if sign in PLACES:
        return PLACES[sign]
    return f"Digit{sign}" if sign.isdigit() else f"Key{sign.upper()}"


def film(path: Path, scenes: list[tuple[str, float]]) -> Path:
    """A film for the browser's camera: what is shown, and for how many seconds."""
    colour = GREY * (WIDTH * HEIGHT // 2)
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES}:1 C420jpeg\n".encode())
        for text, seconds in scenes:
            frame = b"FRAME\n" + _picture(text) + colour
            file.write(frame * round(seconds * FRAMES))
    return path


def _picture(text: str) -> bytes:
    rows = matrix(text) if text else ()
    above = (HEIGHT - len(rows) * MODULE) // 2 * WIDTH
    lines = b"".join(_line(row) * MODULE for row in rows)
    return (LIGHT * above + lines).ljust(WIDTH * HEIGHT, LIGHT)


def _line(row: tuple[bool, ...]) -> bytes:
    drawn = b"".join((DARK if dark else LIGHT) * MODULE for dark in row)
    return drawn.center(WIDTH, LIGHT)
