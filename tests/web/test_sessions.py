"""Signed cookies and tokens: remembered for a while, and no weaker for it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask import session as inner
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from tests.conftest import Client


@pytest.fixture
def protected(app: Flask) -> Iterator[Flask]:
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


def planted(client: Client, secret: str) -> str:
    """Give the browser's session a secret, and return the token that fits."""
    with client.session_transaction() as session:
        session["csrf_token"] = secret
    with client.application.test_request_context():
        inner["csrf_token"] = secret
        return str(generate_csrf())


def sent(client: Client, token: str) -> TestResponse:
    return client.post("/account/sign-out", json={}, headers={"X-CSRFToken": token})


@pytest.mark.usefixtures("protected")
def test_a_token_passes_again_and_again_with_its_own_session(client: Client) -> None:
    token = planted(client, "one")

    assert [sent(client, token).status_code for _ in range(3)] == [302, 302, 302]

    planted(client, "other")
    assert sent(client, token).status_code == 400


@pytest.mark.usefixtures("protected")
@pytest.mark.parametrize("token", ["", "invented", "one"])
def test_a_remembered_token_lets_no_other_pass(client: Client, token: str) -> None:
    assert sent(client, planted(client, "one")).status_code == 302

    assert sent(client, token).status_code == 400
