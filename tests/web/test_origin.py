"""From where a request comes: an address that is one, and words for the browser."""

import pytest
from flask import Flask

from eventapp.kernel.origin import NOWHERE, Origin, came_from
from eventapp.web.origin import device_of

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"


def origin_of(app: Flask, address: str, said: str = "") -> Origin:
    context = app.test_request_context(
        environ_base={"REMOTE_ADDR": address}, headers={"User-Agent": said}
    )
    with context:
        app.preprocess_request()
        return came_from()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME}", "Chrome, Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0) {CHROME} Edg/126.0", "Edge, Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
            "Firefox, Linux",
        ),
        (
            "Mozilla/5.0 (iPhone; iOS 17_5 like Mac OS X) Version/17.5 Safari/6",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) Chrome/116.0 MicroMessenger/8.0.49",
            "WeChat, Android",
        ),
        ("curl/8.5.0", ""),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_browser_and_its_system_are_named_as_people_know_them(
    said: str, words: str
) -> None:
    assert device_of(said) == words


def test_an_address_is_kept_in_its_shortest_form_and_nothing_else_is(
    app: Flask,
) -> None:
    assert origin_of(app, "::ffff:192.0.2.7").address == "192.0.2.7"
    assert origin_of(app, "2001:0db8:0::1%eth0").address == "2001:db8::1"
    assert origin_of(app, "unknown, <b>").address == ""
    assert came_from() == NOWHERE


def test_a_network_tells_no_single_device() -> None:
    assert Origin("192.0.2.77").network == "192.0.2.0/24"
    assert Origin("2001:db8:7:8::1").network == "2001:db8:7::/48"
    assert NOWHERE.network == ""
