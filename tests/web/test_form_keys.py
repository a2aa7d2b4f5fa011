"""Keys of forms: from a page of ours, not at once, good for one deed."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from eventapp.accounts.service.limits import spend
from eventapp.kernel.db import db
from eventapp.mail.models import Message
from tests.builders import make_week
from tests.conftest import Client, StoppedClock
from tests.programme.contest import at_once

WHO = {"address": "anna@guest.example"}


@pytest.fixture
def guarded(app: Flask) -> Iterator[None]:
    """Forms ask for their keys, as they do outside tests."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


def hidden(page: str) -> dict[str, str]:
    names = ("csrf_token", "form_key")
    found = {
        name: re.search(rf'name="{name}"[^>]*value="([^"]+)"', page) for name in names
    }
    return {name: match[1] for name, match in found.items() if match}


@pytest.mark.usefixtures("guarded")
def test_who_sends_a_page_at_once_presses_again_and_types_nothing_again(
    client: Client, time: StoppedClock
) -> None:
    address = f"/weeks/{make_week().slug}/register"
    page = hidden(client.get(address).text)

    at_first = client.post(address, data=WHO | page)
    time.advance(seconds=3)
    then = client.post(address, data=WHO | hidden(at_first.text))

    assert at_first.status_code == 422
    assert "That was very quick." in at_first.text
    assert WHO["address"] in at_first.text
    assert then.status_code == 302


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize("key", ["", "made-up", "WyJhIiwiYiJd.c2lnbmVk"])
def test_what_no_page_of_ours_sent_is_not_taken(
    client: Client, time: StoppedClock, key: str
) -> None:
    address = f"/weeks/{make_week().slug}/register"
    page = hidden(client.get(address).text)
    time.advance(seconds=3)

    answer = client.post(address, data=WHO | page | {"form_key": key})

    assert answer.status_code == 422
    assert db.session.query(Message).count() == 0


@pytest.mark.usefixtures("time")
def test_of_many_who_spend_one_key_one_is_the_first(app: Flask) -> None:
    first: list[bool] = []

    at_once(app, [lambda: first.append(spend("key"))] * 8)

    assert sorted(first) == [False] * 7 + [True]


def test_a_university_behind_one_address_is_not_locked_out(
    client: Client, time: StoppedClock
) -> None:
    address = f"/weeks/{make_week().slug}/register"

    answers = []
    for number in range(150):
        time.advance(seconds=2)
        typed = {"address": f"person{number}@guest.example"}
        answers.append(client.post(address, data=typed).status_code)

    assert set(answers) == {302}
