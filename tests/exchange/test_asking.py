"""An address is judged before it is asked, and no server keeps us for long."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from eventapp.exchange.asking import errors, fetching
from eventapp.exchange.asking.addresses import meant, told
from eventapp.exchange.asking.fetching import Answer, Marks, fetch
from eventapp.exchange.asking.guard import endpoints, target_of
from eventapp.spreadsheets.errors import FileRefused
from tests.exchange.servers import CALENDAR, Answering, certified, plain, serving


@contextmanager
def partner(answer: Answering, **more: Any) -> Iterator[str]:
    with serving(answer, **more) as port:
        yield f"127.0.0.1:{port}"


def ask(answer: Answering, path: str = "/a.ics", **more: Any) -> Answer:
    with partner(answer) as host:
        return fetch(f"http://{host}{path}", allowed=[host], **more)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "127.0.0.1",
        "127.9.9.9",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "0.0.0.0",  # noqa: S104 - asked, not bound
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "168.63.129.16",
        "192.0.0.192",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[fe80::1]",
        "[fec0::1]",
        "[fd00:ec2::254]",
        "[ff02::1]",
        "[64:ff9b::a00:1]",
        "[2002:a00:1::]",
        "127。0。0。1",
    ],
)
def test_inner_addresses_are_refused_however_they_are_written(host: str) -> None:
    with pytest.raises(errors.InnerAddress):
        fetch(f"http://{host}/calendar.ics")


@pytest.mark.parametrize(
    "host", ["169.254.169.254", "100.100.100.200", "168.63.129.16", "224.0.0.1"]
)
def test_no_list_opens_what_tells_secrets(host: str) -> None:
    with pytest.raises(errors.InnerAddress):
        fetch(f"http://{host}/", allowed=[host])


@pytest.mark.parametrize(
    ("address", "refusal"),
    [
        ("", errors.NoAddress),
        ("calendar.example/a.ics", errors.NoAddress),
        ("file:///etc/passwd", errors.NoAddress),
        ("gopher://127.0.0.1/", errors.NoAddress),
        ("https:///a.ics", errors.NoAddress),
        ("https://a.example\\@b.example/", errors.NoAddress),
        ("https://a.example/ b", errors.NoAddress),
        ("https://a.example:99999/", errors.NoAddress),
        ("https://" + "a" * 2000, errors.NoAddress),
        ("https://user:word@a.example/", errors.NamesSomebody),
        ("http://a.example:22/", errors.OddPort),
    ],
)
def test_other_addresses_are_refused(address: str, refusal: type[FileRefused]) -> None:
    with pytest.raises(refusal):
        fetch(address)


def test_a_name_that_leads_nowhere_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def names(*_host: Any, **_more: Any) -> list[Any]:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", names)

    with pytest.raises(errors.NoSuchHost):
        fetch("https://nowhere.example/")


def test_a_name_that_means_an_outer_and_an_inner_number_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def names(_host: str, port: int, **_more: Any) -> list[Any]:
        numbers = ("93.184.215.14", "10.0.0.1")
        return [(socket.AF_INET, None, 0, "", (one, port)) for one in numbers]

    monkeypatch.setattr(socket, "getaddrinfo", names)

    with pytest.raises(errors.InnerAddress):
        endpoints(target_of("https://rebind.example/"), [])


def test_the_name_is_resolved_once_and_the_connection_goes_to_that_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    really = socket.getaddrinfo

    def names(host: str, port: int, **more: Any) -> list[Any]:
        asked.append(host)
        if len(asked) > 1:
            message = "asked again: another number could stand there now"
            raise OSError(message)
        return really("127.0.0.1", port, **more)

    monkeypatch.setattr(socket, "getaddrinfo", names)
    with serving(plain(CALENDAR)) as port:
        host = f"calendar.campus.example:{port}"
        answer = fetch(f"http://{host}/a.ics", allowed=[host])

    assert (answer.content, asked) == (CALENDAR, ["calendar.campus.example"])


def test_a_calendar_comes_with_its_marks_and_is_asked_for_by_them() -> None:
    seen: list[str] = []

    def answer(connection: socket.socket, asked: str) -> None:
        seen.append(asked)
        known = "If-None-Match" in asked
        marked = (
            plain(b"", status="304 Not Modified")
            if known
            else plain(
                gzip.compress(CALENDAR),
                'ETag: "one"',
                "Last-Modified: Mon, 01 Mar 2027 09:00:00 GMT",
                "Content-Encoding: gzip",
            )
        )
        marked(connection, asked)

    with partner(answer) as host:
        address = f"http://{host}/a%20b.ics?lang=en"
        first = fetch(address, allowed=[host])
        again = fetch(address, allowed=[host], known=first.marks)

    marks = Marks('"one"', "Mon, 01 Mar 2027 09:00:00 GMT")
    assert first == Answer(CALENDAR, marks)
    assert again == Answer(None, marks)
    head = seen[0].splitlines()
    assert head[0] == "GET /a%20b.ics?lang=en HTTP/1.1"
    assert {line.partition(":")[0] for line in head[1:] if line} == {
        *("Host", "Accept", "Accept-Encoding", "Connection", "User-Agent")
    }


def test_a_redirect_is_judged_anew() -> None:
    with pytest.raises(errors.InnerAddress):
        ask(plain(b"", "Location: http://169.254.169.254/latest", status="302 Found"))
    with pytest.raises(errors.NoAddress):
        ask(plain(b"", "Location: file:///etc/passwd", status="301 Moved"))
    with pytest.raises(errors.InnerAddress):  # the same number, but another port
        ask(plain(b"", "Location: http://127.0.0.1:8000/", status="307 Moved"))


def test_a_few_redirects_are_followed_and_not_more() -> None:
    def answer(connection: socket.socket, asked: str) -> None:
        number = int(asked.split(" ")[1].strip("/"))
        there = plain(b"", f"Location: /{number + 1}", status="302 Found")
        (plain(CALENDAR) if number == 4 else there)(connection, asked)

    assert ask(answer, "/0").content == CALENDAR
    with pytest.raises(errors.TooManySteps):
        ask(answer, "/5")
    with pytest.raises(errors.TooManySteps):
        ask(plain(b"", "Location: /a.ics", status="302 Found"))


def test_https_is_not_left_and_its_name_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, public = certified(tmp_path, "localhost")
    down = plain(b"", "Location: http://localhost:8000/", status="302 Found")

    def fetched(answer: Answering, name: str) -> Answer:
        with serving(answer, context) as port:
            return fetch(f"https://{name}:{port}/", allowed=[f"{name}:{port}"])

    with pytest.raises(errors.NoTrust):
        fetched(plain(CALENDAR), "localhost")  # nobody vouches for it
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    with pytest.raises(errors.NoTrust):
        fetched(plain(CALENDAR), "127.0.0.1")  # it proves another name
    with pytest.raises(errors.LeavesSafety):
        fetched(down, "localhost")
    assert fetched(plain(CALENDAR), "localhost").content == CALENDAR


def said(octets: bytes) -> Answering:
    return lambda connection, _asked: connection.sendall(octets)


PACKED = "Content-Encoding: gzip"
HOSTILE: dict[str, tuple[Answering, type[FileRefused]]] = {
    "not there": (plain(b"", status="404 Not Found"), errors.Unwilling),
    "for members": (plain(b"", status="401 Unauthorized"), errors.Unwilling),
    "not asked": (plain(b"", status="304 Not Modified"), errors.Unwilling),
    "a page": (plain(b"<!doctype html><p>Sign in"), errors.WebPage),
    "JSON": (plain(b"{}", "Content-Type: application/json"), errors.NotACalendar),
    "a secret": (plain(b"root:x:0:0"), errors.NotACalendar),
    "nothing": (plain(b""), errors.NotACalendar),
    "too much": (plain(CALENDAR + b"X" * 3_000_000), errors.AnswerTooLarge),
    "packed oddly": (plain(CALENDAR, "Content-Encoding: br"), errors.AnswerSpoilt),
    "not packed": (plain(CALENDAR, PACKED), errors.AnswerSpoilt),
    "a bomb": (
        plain(gzip.compress(CALENDAR + b"\0" * 40_000_000, 1), PACKED),
        errors.AnswerTooLarge,
    ),
    "cut": (plain(gzip.compress(CALENDAR)[:-20], PACKED), errors.NotReached),
    "cut short": (
        said(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n" + CALENDAR),
        errors.NotReached,
    ),
    "another service": (said(b"SSH-2.0-OpenSSH_9.6\r\n"), errors.NotReached),
    "many headers": (
        said(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n"),
        errors.NotReached,
    ),
    "a long header": (
        said(b"HTTP/1.1 200 OK\r\nA: " + b"b" * 100_000 + b"\r\n\r\n"),
        errors.NotReached,
    ),
    "silence": (said(b""), errors.NotReached),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_and_broken_servers_are_refused(name: str) -> None:
    answer, refusal = HOSTILE[name]

    with pytest.raises(refusal):
        ask(answer)


@pytest.mark.parametrize(
    "begins", ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\n\r\n"]
)
def test_a_server_that_drips_is_left_in_time(
    begins: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.6)

    def drip(connection: socket.socket, _asked: str) -> None:
        connection.sendall(begins.encode())
        for _time in range(100):
            connection.sendall(b"X")
            time.sleep(0.05)

    begun = time.monotonic()
    with pytest.raises(errors.TooSlow):
        ask(drip)

    assert time.monotonic() - begun < 4  # of the five that it takes


def test_a_resolver_without_end_is_left_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.3)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_m: time.sleep(2))

    with pytest.raises(errors.TooSlow):
        fetch("https://slow.example/")


def test_only_two_ask_at_once_and_their_turns_come_back() -> None:
    held = threading.Event()
    threads = []

    def wait(connection: socket.socket, asked: str) -> None:
        held.wait(5)
        plain(CALENDAR)(connection, asked)

    with partner(wait) as host:
        for _one in range(fetching.MOST_AT_ONCE):
            asking = threading.Thread(
                target=fetch, args=(f"http://{host}/",), kwargs={"allowed": [host]}
            )
            asking.start()
            threads.append(asking)
        time.sleep(0.2)
        with pytest.raises(errors.AllBusy):
            fetch(f"http://{host}/", allowed=[host])
        held.set()
        for one in threads:
            one.join()

        assert fetch(f"http://{host}/", allowed=[host]).content == CALENDAR


def test_a_page_that_shows_a_calendar_means_the_calendar() -> None:
    google = "https://calendar.google.com/calendar/embed?src=a%40group.example&ctz=UTC"
    cloud = "https://cloud.example/index.php/apps/calendar/p/AbC-12/Programme"

    assert meant(f" {google} ") == (
        "https://calendar.google.com/calendar/ical/a%40group.example/public/basic.ics"
    )
    shared = "https://calendar.google.com/calendar/u/0?cid=YUBncm91cC5leGFtcGxl"
    assert meant(shared) == meant(google)
    assert meant(cloud) == (
        "https://cloud.example/remote.php/dav/public-calendars/AbC-12?export"
    )
    assert meant("https://a.example/x.ics") == "https://a.example/x.ics"
    assert target_of("webcal://A.example./x.ics").address == "https://a.example/x.ics"
    assert told("https://a.example/private-0123/basic.ics") == "a.example/…/basic.ics"
    assert told("https://a.example/0123456789abcdef") == "a.example/…"
