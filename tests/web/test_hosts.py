"""Which hosts we answer for, and whose cookies open something."""

from dataclasses import replace

import pytest

from eventapp import config
from eventapp.accounts.service.accounts import create_account
from eventapp.accounts.vocabulary import Role
from eventapp.config import Settings
from eventapp.variables import ConfigurationError
from eventapp.web.cookies import name_of
from tests.builders import make_week
from tests.conftest import Client

PASSWORD = "correct horse battery"
SECRET = "a secret of the tests, long enough to count"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("week.example", 200),
        ("week.example:8443", 200),
        ("localhost", 200),
        ("127.0.0.1:8000", 200),
        ("evil.example", 400),
        ("week.example.evil.example", 400),
        ("week.example@evil.example", 400),
        ("", 400),
    ],
)
def test_another_host_is_not_answered(client: Client, host: str, status: int) -> None:
    make_week("spring", is_public=True)
    page = "/weeks/spring/"
    client.get(page)  # and from memory the second time

    answers = [
        client.get(address, headers={"Host": host})
        for address in (page, "/account/sign-in")
    ]

    assert [one.status_code for one in answers] == [status, status]
    assert not any("evil" in one.text for one in answers)


def test_a_forged_host_stands_in_no_mail(client: Client) -> None:
    client.post(
        "/account/forgotten",
        data={"address": "anna@host.example"},
        headers={"X-Forwarded-Host": "evil.example"},
    )

    refused = client.post(
        "/account/forgotten",
        data={"address": "anna@host.example"},
        headers={"Host": "evil.example"},
    )

    assert refused.status_code == 400


def test_over_https_cookies_that_open_something_are_of_this_host_alone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    secure = replace(config.current(), address="https://week.example")
    monkeypatch.setattr(config, "_current", secure)
    create_account("anna@host.example", "Anna", Role.STEWARD, PASSWORD)
    typed = {"address": "anna@host.example", "password": PASSWORD}

    answer = client.post("/account/sign-in", data=typed)

    known = [one for one in answer.headers.getlist("Set-Cookie") if "known" in one]
    assert name_of("session") == "__Host-session"
    assert len(known) == 1
    assert known[0].startswith("__Host-known=")
    assert all(
        word in known[0] for word in ("Secure", "HttpOnly", "Path=/", "SameSite")
    )
    assert "Domain" not in known[0]


def test_more_hosts_are_named_in_a_setting() -> None:
    settings = Settings.from_environment(
        {
            "EVENTAPP_SECRET_KEY": SECRET,
            "EVENTAPP_ADDRESS": "https://week.example",
            "EVENTAPP_HOSTS": "monitor.example, 10.1.2.3:8000",
        }
    )

    assert settings.own_hosts >= {"week.example", "monitor.example", "10.1.2.3"}
    with pytest.raises(ConfigurationError, match="EVENTAPP_HOSTS must name hosts"):
        Settings.from_environment(
            {"EVENTAPP_SECRET_KEY": SECRET, "EVENTAPP_HOSTS": "no host/"}
        )
