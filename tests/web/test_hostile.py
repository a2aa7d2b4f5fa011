"""Wrong, huge, empty, hostile and half input: a sentence each time, never a 500."""

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from eventapp.accounts.vocabulary import Right, Role
from eventapp.checkin.duty import COOKIE as DEVICE
from eventapp.programme import stars
from tests.conftest import Client
from tests.web.sent import Fields, Forms
from tests.web.world import World, become, make_world, put_back, rows_now

HUGE = "x" * 100_000
# Quoted, as they stand in an address or a form.
NASTY = (
    "%00",
    "%ff%fe",
    "%ed%a0%80",  # half a character
    "%F0%9F%98%80%E2%80%AE",
    "-1",
    "9" * 30,
    "9" * 5000,
    "1e308",
    "%D9%A1%D9%A2",  # Arabic digits
    "0001-01-01",
    "9999-12-31",
    "2027-02-30",
    "25:61",
    "00000000-0000-0000-0000-000000000000",
    "%7B%22a%22%3A%5B%5D%7D",
    "a%0d%0aSet-Cookie:%20evil=1",
    "%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "%25%28x%29s%25s%7B%7D",
    "//%5B",
    "%EF%B7%BA" * 200,  # one sign that unfolds to eighteen
    HUGE,
    "",
)
ASKED = (
    *("q", "day", "view", "kind", "language", "lang", "sort", "status", "territory"),
    *("only", "event", "next", "place", "sent", "registration", "check", "version"),
)
EVERYBODY = ("delegate", "administrator")
ACTORS: tuple[tuple[str, ...], ...] = ((), ("delegate",), ("steward",), ("organiser",))
FORM = "application/x-www-form-urlencoded"
UNFINISHED = "--x\r\nContent-Disposition: form-data; name=address\r\n\r\nanna@"
BODIES: tuple[tuple[str, bytes | str], ...] = (
    ("application/json", "["),
    ("application/json", "[" * 100_000),
    ("application/json", '{"scans": [1, null, [], "x"]}'),
    ("application/json", '{"scan_id": ["x"], "event": {}, "code": 1e999}'),
    ("application/json", b'{"code": "\xff\xfe"}'),
    ("multipart/form-data; boundary=x", UNFINISHED),
    ("multipart/form-data; boundary=x", "no boundary at all"),
    ("multipart/form-data", UNFINISHED),
    ("text/xml; charset=utf-99", "<x/>"),
    (FORM, "&".join(f"f{number}=1" for number in range(5000))),
    (FORM, "=&&==%&%ZZ=%"),
    (FORM, "x" * 1_000_001),
)
HEADERS: tuple[dict[str, str], ...] = (
    {"Accept-Language": ",;q=x,,zh;q=9e999,\xff" + "a," * 3000},
    {"Accept": "\xff;;;q=", "Accept-Encoding": "gzi\xff;q=\xff,*"},
    {"Host": "evil.example\t<x>", "X-Forwarded-Host": "evil.example"},
    {"X-Forwarded-For": "'; --", "X-Forwarded-Proto": "https", "Forwarded": "for=x"},
    {"If-None-Match": '"a, W/"b, *, \xff"', "If-Modified-Since": "31 Feb \xff"},
    {"Range": "bytes=9-1,-,x", "If-Range": "\xff", "Expect": "\xff"},
    {"Cookie": "session=.eJx.x.x; language=xx; theme=\xff; =; ;;"},
    {"Cookie": "session=" + "A" * 4000},
    {"Authorization": "Basic \xff", "Content-Type": "\xff", "Content-Length": "-5"},
)
AT_ONCE = {name: value for one in HEADERS[:-1] for name, value in one.items()}
del AT_ONCE["Host"]  # a wrong one is refused before the others are looked at
METHODS = ("PROPFIND", "TRACE", "OPTIONS", "DELETE", "PUT", "PATCH", "X")


WRITES = ("INSERT", "UPDATE", "DELETE")
OF_SCRIPTS = {"checkin", "coaches", "run_of_show", "run"}

# What is refused before any row is asked for, and who may do what, is the same on
# both; values that one of them cannot keep are tried on both.
on_sqlite = pytest.mark.parametrize(
    "database_url", ["sqlite"], indirect=True, scope="session"
)


class Witness(logging.Handler):
    """Hears what is noted as an error of ours."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(self.format(record))


@dataclass
class Judge:
    """Looks at answers, and keeps what was wrong with them."""

    witness: Witness
    wrong: list[str] = field(default_factory=list)
    count: int = 0

    def look(self, answer: TestResponse, what: str) -> None:
        """No error of ours, no echo that runs, and words where it is refused."""
        self.count += 1
        set_by_us = {"session", "language", "theme", stars.COOKIE, stars.SEEN, DEVICE}
        names = {
            line.partition("=")[0] for line in answer.headers.getlist("Set-Cookie")
        }
        complaints = (
            answer.status_code >= 500,
            answer.status_code >= 400 and not has_sentence(answer),
            not names <= set_by_us,
            "evil.example" in answer.headers.get("Location", ""),
            b"<script>alert" in answer.data,
            self.witness.heard,
        )
        if any(complaints):
            heard = "".join(self.witness.heard)[-1500:]
            self.wrong.append(f"{answer.status_code} {what[:300]} {heard}")
        self.witness.heard.clear()


@pytest.fixture
def judge(app: Flask) -> Iterator[Judge]:
    assert app
    witness = Witness()
    logger = logging.getLogger("eventapp")
    logger.addHandler(witness)
    yield Judge(witness)
    logger.removeHandler(witness)


@pytest.fixture
def rules(app: Flask) -> Sequence[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)


def test_nonsense_in_the_place_of_a_key_is_answered_in_words(
    app: Flask, client: Client, judge: Judge, rules: Sequence[Rule]
) -> None:
    world = make_world()
    become(client, world, *EVERYBODY)
    values = cycle([*NASTY, str(uuid4())])
    chosen = {"tag", "name", "form", "step", "build", "direction"}  # from a list

    for rule in rules:
        for name in sorted(rule.arguments - chosen):
            present = str(world.arguments[name])
            address = world.address(app, rule, **{name: world.arguments[name]})
            for _ in range(2):
                asked = address.replace(present, next(values)[:3000])
                for method in sorted({"GET", "POST"} & (rule.methods or set())):
                    judge.look(client.open(asked, method=method), f"{method} {asked}")

    assert judge.count > 400
    assert judge.wrong == []


def test_nonsense_after_the_question_mark_is_answered_in_words(
    app: Flask, client: Client, judge: Judge, rules: Sequence[Rule]
) -> None:
    world = make_world()
    become(client, world, *EVERYBODY)
    values = cycle(NASTY)
    event = world.arguments["event_id"]

    for rule in readable(rules):
        address = world.address(app, rule)
        value = next(values)[:5000]
        everything = "&".join(f"{name}={value}" for name in ASKED)
        others = (
            f"page={value}&event={event}&q={value}&lang={value}&place={value}&place=x",
            f"q=univ&territory={value}&day={value}",
        )
        for query in (everything, others[len(rule.rule) % 2]):
            judge.look(client.get(address, query_string=query), address + query)

    assert judge.count > 400
    assert judge.wrong == []


def test_nonsense_in_any_field_of_any_form_is_answered_in_words(
    app: Flask,
    client: Client,
    judge: Judge,
    rules: Sequence[Rule],
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    values = cycle(NASTY)
    world = make_world()
    become(client, world, *EVERYBODY)
    rows, signed_in = rows_now(), client.get_cookie("session")
    assert signed_in

    with statements() as ran:
        for rule in writable(rules):
            if any(one.startswith(WRITES) for one in ran):
                put_back(rows)
            ran.clear()
            client.set_cookie("session", signed_in.value)
            for address, fields, names in forms_of(app, client, rule, world):
                for name in names:
                    value = next(values)
                    body = "&".join(
                        f"{quote(one)}={value if one == name else quote(usual)}"
                        for one, usual in fields
                    )
                    answer = client.post(address, data=body, content_type=FORM)
                    judge.look(answer, f"{address} {name}={value}")

    assert judge.count > 1000
    assert judge.wrong == []


@on_sqlite
def test_bodies_of_a_wrong_kind_are_answered_in_words(
    app: Flask, client: Client, judge: Judge, rules: Sequence[Rule]
) -> None:
    world = make_world()
    bodies = cycle(BODIES)

    for rule in writable(rules):
        become(client, world, *EVERYBODY)
        address = world.address(app, rule)
        # Who reads a body of its own gets all, who reads forms some in turn.
        for kind, body in BODIES if reads_json(rule) else islice(bodies, 3):
            answer = client.post(address, data=body, content_type=kind)
            judge.look(answer, f"{address} {kind} {body[:80]!r}")

    assert judge.count > 700
    assert judge.wrong == []


@on_sqlite
def test_strange_headers_and_methods_are_answered_in_words(
    app: Flask, judge: Judge, rules: Sequence[Rule]
) -> None:
    world = make_world()
    strange, methods = cycle(HEADERS), cycle(METHODS)

    for rule in rules:
        client = app.test_client()
        address = world.address(app, rule)
        for headers in (AT_ONCE, *islice(strange, 2)):
            judge.look(client.get(address, headers=headers), f"{address} {headers}")
        for method in islice(methods, 2):
            judge.look(client.open(address, method=method), f"{method} {address}")

    assert judge.count > 1000
    assert judge.wrong == []


@on_sqlite
@pytest.mark.parametrize("actor", ACTORS)
def test_nobody_is_shown_more_for_asking_strangely(
    app: Flask,
    client: Client,
    judge: Judge,
    rules: Sequence[Rule],
    actor: tuple[str, ...],
) -> None:
    world = make_world()
    become(client, world, *actor)
    roles = [Role(one) for one in actor if one in set(Role)]
    rights = {right for role in roles for right in role.rights}

    for rule in rules:
        audience = getattr(app.view_functions[rule.endpoint], "__audience__", "")
        address = world.address(app, rule, token="nobodys")  # a true one lets in
        body = "q=%00&registration=%ff&address=" + "x" * 1000
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            answer = client.open(address, method=method, data=body, content_type=FORM)
            judge.look(answer, f"{method} {address}")
            if audience in set(Right):
                may = audience in rights
                assert may or answer.status_code in {302, 403}, address
                assert may or "sign-in" in answer.headers.get("Location", "sign-in")
            if audience == "delegate" and "delegate" not in actor:
                assert answer.status_code in {302, 404}, address

    assert judge.wrong == []


@pytest.mark.parametrize(
    "code", ["\ud800", "PW1\udfff", "\0", HUGE, "9" * 5000, "\u202e" * 400]
)
def test_whatever_a_camera_reads_gets_a_verdict(
    app: Flask, client: Client, code: str
) -> None:
    assert app
    world = make_world()
    become(client, world, "steward")
    desk, event = world.arguments["desk_id"], str(world.arguments["event_id"])
    scan = {"scan_id": str(uuid4()), "event": event, "code": code}

    answers = [
        client.post(
            f"/desk/{desk}/scans",
            data=json.dumps(scan),
            content_type="application/json",
        )
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert {answer.get_json()["verdict"] for answer in answers} <= {
        "unknown",
        "misread",
    }


def has_sentence(answer: TestResponse) -> bool:
    """Whether a person, or the script of a page, is told something."""
    if answer.is_json:
        body: Any = answer.json
        return len(str(body["error"]["sentence"]).split()) > 2
    return len(answer.data.split()) > 4 or answer.request.method == "HEAD"


def readable(rules: Iterable[Rule]) -> list[Rule]:
    """Those that can be opened."""
    return [rule for rule in rules if "GET" in (rule.methods or ())]


def writable(rules: Iterable[Rule]) -> list[Rule]:
    """Those to which something can be sent."""
    return [rule for rule in rules if "POST" in (rule.methods or ())]


def reads_json(rule: Rule) -> bool:
    """Whether scripts send something to this address, and not only forms."""
    return rule.endpoint.partition(".")[0] in OF_SCRIPTS


def forms_of(
    app: Flask, client: Client, rule: Rule, world: World
) -> Iterator[tuple[str, Fields, list[str]]]:
    """The forms that people see at an address, and one that nobody sees.

    With the fields that get nonsense: of the unseen one, two in turn where no script
    sends it.
    """
    steps = ("name", "institution", "stay", "events", "needs", "check")
    for step in steps if "step" in rule.arguments else ("",):
        address = world.address(app, rule, **({"step": step} if step else {}))
        unseen = invisible(world.arguments["event_id"], world.confirmed_id)
        names = [name for name, _value in unseen]
        turn = len(rule.rule) % len(names)
        yield (
            address,
            unseen,
            names if reads_json(rule) else [names[turn], names[turn - 3]],
        )
        if "GET" in (rule.methods or ()):
            page = client.get(address).text
            for action, fields in Forms(page).forms:
                if action in {"", address}:
                    named = dict(fields)
                    yield address, list(named.items()), list(named)


def invisible(event: UUID, registration: UUID) -> Fields:
    """What scripts and small buttons send."""
    return [
        ("code", "x"),
        ("event", str(event)),
        ("registration", str(registration)),
        ("scan_id", str(uuid4())),
        ("language", "en"),
        ("next", "/"),
    ]
