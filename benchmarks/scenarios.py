"""What is measured: requests as people's browsers and devices send them."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import cycle
from uuid import uuid4

import sqlalchemy as sa

from benchmarks.browser import FORM, Browser
from benchmarks.stock import PASSWORD, STEWARDS, Stock

WEEK = "/weeks/gpw2024"
DESKS = 8  # connections at once
BARE = Browser(0)
LIMITS = {
    "bare route": (BARE.request("GET", "/hello"), "hello"),
    "bare 304": (BARE.request("GET", "/unchanged"), " 304 "),
    "committed insert": (
        BARE.request("POST", "/insert", "{}", Content_Type="application/json"),
        "kept",
    ),
}


@dataclass
class Scenario:
    """Requests of one sort, and the limit beside which they stand."""

    name: str
    limit: str
    requests: list[bytes]
    expects: str
    again: bool = False
    connections: int = DESKS
    sent: int = 0


def prepare(port: int, database: str, stock: Stock) -> list[Scenario]:
    """Sign in, register, fetch each page once; then write all requests."""
    desks = cycle([_steward(port, stock, address) for address in STEWARDS])
    admitted = [next(desks).scan(event, code) for event, code in stock.visits]
    duplicate = [
        next(desks).scan(*stock.visits[number % 100]) for number in range(20_000)
    ]
    feed, unchanged = _feeds(port)
    page = Browser(port)
    page.get(f"{WEEK}/programme")
    programme = page.request("GET", f"{WEEK}/programme", Accept="text/html")
    agendas = [
        page.request("GET", f"/feeds/agenda/{token}.ics") for token in stock.agendas
    ]
    admitted_verdict = '"verdict":"admitted"'
    here_verdict = '"verdict":"already_here"'
    insert, bare, bare304 = "committed insert", "bare route", "bare 304"
    return [
        Scenario("scan admitted", insert, admitted, admitted_verdict),
        Scenario("scan already here", insert, duplicate, here_verdict),
        Scenario("feed", bare, [feed], " 200 ", again=True),
        Scenario("feed, unchanged", bare304, [unchanged], " 304 ", again=True),
        Scenario("private agenda", bare, agendas, " 200 ", again=True),
        Scenario("programme page", bare, [programme], " 200 ", again=True),
        Scenario(
            "registration step", insert, _steps(port, database), " 302 ", again=True
        ),
        Scenario(
            "place, 24 race for 3",
            insert,
            _races(port, stock),
            " 302 ",
            connections=len(stock.racers),
        ),
    ]


class Desk:
    """A device at a desk, signed in."""

    def __init__(self, browser: Browser, desk: str) -> None:
        """Stand at `desk`."""
        self.browser = browser
        self.desk = desk
        self.token = browser.csrf()

    def scan(self, event: str, code: str) -> bytes:
        """One presentation of a badge."""
        body = {
            "scan_id": str(uuid4()),
            "event": event,
            "code": code,
            "scanned_at": "2024-03-27T01:00:00.000Z",
            "offline": False,
            "direction": "in",
        }
        return self.browser.request(
            "POST",
            f"/desk/{self.desk}/scans",
            json.dumps(body, separators=(",", ":")),
            Accept="application/json",
            Content_Type="application/json",
            X_CSRFToken=self.token,
        )


def _steward(port: int, stock: Stock, address: str) -> Desk:
    browser = Browser(port)
    browser.get("/account/sign-in")
    browser.send(address=address, password=PASSWORD)
    browser.get(f"/desk/{stock.desk}/?event={stock.visits[0][0]}")
    return Desk(browser, stock.desk)


def _feeds(port: int) -> tuple[bytes, bytes]:
    address = "/feeds/gpw2024.ics?lang=en"
    client = Browser(port)
    plain = client.request("GET", address)
    client.get(address)
    tag = client.headers["etag"].rstrip('"').removesuffix("-gz") + '-gz"'
    return plain, client.request("GET", address, If_None_Match=tag)


def _steps(port: int, database: str) -> list[bytes]:
    """Each of some people, who register for real, saves the second step."""
    engine = sa.create_engine(database)
    requests = []
    for number in range(DESKS):
        address = f"bench{number}@guest.example"
        browser = Browser(port)
        browser.get(f"{WEEK}/register")
        browser.send(address=address)
        browser.send(code=_code_from_outbox(engine, address))
        body = "&".join(
            (
                f"csrf_token={browser.csrf()}",
                "latin=Anna+Kowalska",
                "native=%E7%8E%8B%E5%B0%8F%E6%98%8E",
                "native_language=zh-Hans",
                "order=native",
                "phone=%2B48+77+123+456",
            )
        )
        requests.append(
            browser.request("POST", browser.address, body, Content_Type=FORM)
        )
    engine.dispose()
    return requests


def _code_from_outbox(engine: sa.Engine, address: str) -> str:
    wanted = sa.text("SELECT text FROM message WHERE to_address = :address")
    with engine.connect() as connection:
        mail = connection.execute(wanted, {"address": address}).scalar_one()
    found = re.search(r"^\s+(\d{6})$", mail, re.MULTILINE)
    if found is None:
        message = f"no code in: {mail}"
        raise LookupError(message)
    return found[1]


def _races(port: int, stock: Stock) -> list[bytes]:
    """All racers ask for one event after the other, at the same time."""
    racers: list[tuple[str, str, Browser]] = []
    for registration, link in stock.racers:
        browser = Browser(port)
        browser.get(f"/me/enter/{link}")
        racers.append((registration, f"csrf_token={browser.csrf()}", browser))
    return list(_race(stock.tours, racers))


def _race(
    tours: Iterable[str], racers: list[tuple[str, str, Browser]]
) -> Iterable[bytes]:
    for tour in tours:
        for registration, token, browser in racers:
            yield browser.request(
                "POST", f"/me/{registration}/events/{tour}", token, Content_Type=FORM
            )
