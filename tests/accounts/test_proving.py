"""The second step at the door: codes, passkeys, and who is held up without one."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from eventapp import config
from eventapp.accounts import passwords
from eventapp.accounts.factors import Authenticator
from eventapp.accounts.models import Account, AccountSession
from eventapp.accounts.service import passkeys, requiring, stepping
from eventapp.accounts.vocabulary import Role
from eventapp.journal.models import Entry
from eventapp.kernel import clock
from eventapp.kernel.db import db
from tests.accounts.soft_passkey import SoftPasskey
from tests.builders import make_account, make_desk, make_session, make_week
from tests.conftest import Client, StoppedClock

PASSWORD = "correct horse battery"
SIGN_IN, STEP = "/account/sign-in", "/account/second-step"
FACTORS = "/account/factors/"
OFFICE = "/organise/"


@pytest.fixture
def anna(time: StoppedClock) -> Account:
    assert time
    account = make_account(
        address="anna@host.example", password_hash=passwords.hashed(PASSWORD)
    )
    db.session.commit()
    return account


@pytest.fixture
def secure(app: Flask) -> Iterator[None]:
    """The site is reached at an address for which browsers make passkeys."""
    assert app
    before = config.current()
    config.use(replace(before, address="https://week.example"))
    yield
    config.use(before)


def code_of(app: Authenticator) -> str:
    made = pyotp.TOTP(stepping.secret_of(app))
    return made.at(clock.now().timestamp())


def with_app(account: Account, time: StoppedClock) -> tuple[Authenticator, list[str]]:
    app = stepping.begin_authenticator(account, "Own phone")
    db.session.commit()
    codes = stepping.confirm_authenticator(app, code_of(app))
    db.session.commit()
    time.advance(minutes=1)
    return app, list(codes)


def password_given(client: Client, onward: str = "") -> Any:
    return client.post(
        SIGN_IN,
        query_string={"next": onward} if onward else {},
        data={"address": "anna@host.example", "password": PASSWORD},
    )


def asked_on(page: str) -> dict[str, Any]:
    """What a page hands to the browser."""
    found = re.search(r'data-asked="([^"]*)"', page)
    assert found, "the page asks for no passkey"
    asked: dict[str, Any] = json.loads(unescape(found[1]))
    return asked


def test_a_password_alone_opens_nothing_where_there_is_a_second_step(
    client: Client, anna: Account, time: StoppedClock
) -> None:
    app, _codes = with_app(anna, time)

    answer = password_given(client, "/organise/institutions?q=Opole")

    assert answer.location == STEP
    assert client.get(OFFICE).location.startswith(SIGN_IN)
    assert client.get(FACTORS).location.startswith(SIGN_IN)
    wrong = client.post(STEP, data={"code": "000000"})
    assert wrong.status_code == 422
    assert "This code is wrong or was used before." in wrong.text
    right = client.post(STEP, data={"code": code_of(app)})
    assert right.location == "/organise/institutions?q=Opole"
    assert client.get(OFFICE).status_code == 200
    assert db.session.scalars(select(AccountSession.is_strong)).all() == [True]
    lines = db.session.scalars(select(Entry.action)).all()
    assert "account.second_step_failed" in lines


def test_the_second_step_ends_after_ten_minutes_and_with_the_password(
    client: Client, anna: Account, time: StoppedClock
) -> None:
    app, _codes = with_app(anna, time)
    password_given(client)
    time.advance(minutes=10)

    assert client.post(STEP, data={"code": code_of(app)}).location == SIGN_IN
    assert client.get(STEP).location == SIGN_IN


def test_a_code_that_was_used_lets_nobody_else_in(
    client: Client, anna: Account, time: StoppedClock
) -> None:
    app, _codes = with_app(anna, time)
    seen = code_of(app)
    password_given(client)
    assert client.post(STEP, data={"code": seen}).status_code == 302
    client.post("/account/sign-out")
    password_given(client)

    assert client.post(STEP, data={"code": seen}).status_code == 422
    assert client.get(OFFICE).status_code == 302


def test_an_app_is_set_up_on_its_page_and_older_sessions_end(
    client: Client, anna: Account, time: StoppedClock
) -> None:
    other = client.application.test_client()
    password_given(other)  # type: ignore[arg-type]  # of the same sort
    password_given(client)
    begun = client.post(f"{FACTORS}apps", data={"name": "My phone"})
    page = client.get(begun.location)
    app = db.session.scalars(select(Authenticator)).one()
    assert app.account_id == anna.id
    assert stepping.secret_of(app)[:4] in page.text
    picture = client.get(f"{begun.location}/code.svg")
    assert (picture.mimetype, picture.headers["Cache-Control"]) == (
        "image/svg+xml",
        "no-store",
    )

    shown = client.post(begun.location, data={"code": code_of(app)})

    codes = re.findall(r"<code>([^<]+)</code>", shown.text)
    assert len(codes) == 10
    assert shown.headers["Cache-Control"] == "no-store"
    assert client.get(f"{begun.location}/code.svg").status_code == 404
    assert stepping.secret_of(app)[:4] not in client.get(begun.location).text
    assert client.get(OFFICE).status_code == 200
    assert other.get(OFFICE).status_code == 302
    assert time


def test_factors_of_others_are_not_found(
    client: Client, anna: Account, time: StoppedClock
) -> None:
    app, _codes = with_app(anna, time)
    client.sign_in()

    for address in (f"apps/{app.id}", f"apps/{app.id}/code.svg"):
        assert client.get(FACTORS + address).status_code == 404
    assert client.post(f"{FACTORS}apps/{app.id}/end").status_code == 404
    assert db.session.get(Authenticator, app.id)


def test_what_changes_the_ways_in_asks_again_who_it_is(
    client: Client, anna: Account, time: StoppedClock
) -> None:
    app, _codes = with_app(anna, time)
    password_given(client)
    client.post(STEP, data={"code": code_of(app)})
    time.advance(minutes=16)

    for path in ("apps", f"apps/{app.id}/end", "recovery-codes"):
        answer = client.post(FACTORS + path, data={"name": "Theirs"})
        assert answer.location.startswith("/account/prove")
    assert client.get(FACTORS).status_code == 200


@pytest.mark.usefixtures("secure")
def test_a_passkey_is_added_and_signs_in_without_a_password(
    client: Client, anna: Account
) -> None:
    assert anna
    device = SoftPasskey()
    password_given(client)
    asked = asked_on(client.get(f"{FACTORS}passkeys").text)
    made = {"name": "Laptop", "credential": device.made(asked)}
    assert "Your recovery codes" in client.post(f"{FACTORS}passkeys", data=made).text
    client.post("/account/sign-out")

    asked = asked_on(client.get(SIGN_IN).text)
    proof = {"passkey-credential": device.proof(asked)}
    answer = client.post("/account/sign-in/passkey", data=proof)

    assert answer.location == OFFICE
    assert client.get(OFFICE).status_code == 200
    assert "Laptop" in client.get(FACTORS).text
    client.post("/account/sign-out")
    client.get(SIGN_IN)
    again = client.post("/account/sign-in/passkey", data=proof)
    assert again.location == SIGN_IN
    assert client.get(OFFICE).status_code == 302


@pytest.mark.usefixtures("secure")
def test_a_passkey_is_the_second_step_and_proves_again(
    client: Client, anna: Account, time: StoppedClock
) -> None:
    device = SoftPasskey()
    options = passkeys.creation_options(anna)
    passkeys.add_passkey(
        anna, "Laptop", device.made(options), challenge=options["challenge"]
    )
    other = SoftPasskey()
    options = passkeys.creation_options(stranger := make_account())
    passkeys.add_passkey(
        stranger, "Theirs", other.made(options), challenge=options["challenge"]
    )
    password_given(client)

    asked = asked_on(client.get(STEP).text)
    theirs = {"passkey-credential": other.proof(asked)}
    assert client.post(f"{STEP}/passkey", data=theirs).status_code == 422
    asked = asked_on(client.get(STEP).text)
    own = {"passkey-credential": device.proof(asked, looks=False)}
    assert client.post(f"{STEP}/passkey", data=own).location == OFFICE
    time.advance(minutes=16)
    page = client.get(f"{FACTORS}apps", follow_redirects=True)
    again = {"passkey-credential": device.proof(asked_on(page.text))}
    proven = client.post(
        "/account/prove/passkey", query_string={"next": f"{FACTORS}apps"}, data=again
    )
    assert proven.location == f"{FACTORS}apps"
    assert client.get(f"{FACTORS}apps").status_code == 200


def test_a_role_that_needs_a_second_step_is_held_up_until_it_has_one(
    client: Client, anna: Account, time: StoppedClock
) -> None:
    head = make_account(role=Role.ADMINISTRATOR)
    db.session.commit()
    with_app(head, time)
    password_given(client)
    assert client.get(OFFICE).status_code == 200

    requiring.require_of({Role.ORGANISER}, by=head)
    db.session.commit()

    assert client.get(OFFICE).location == FACTORS
    page = client.get(FACTORS)
    assert "Your role needs a second step." in page.text
    as_json = client.get(OFFICE, headers={"Accept": "application/json"})
    assert as_json.status_code == 403
    begun = client.post(f"{FACTORS}apps", data={"name": "Phone"})
    app = db.session.scalars(
        select(Authenticator).where(Authenticator.account_id == anna.id)
    ).one()
    client.post(begun.location, data={"code": code_of(app)})
    assert client.get(OFFICE).status_code == 200


def test_desks_hold_up_whoever_needs_a_second_step_as_the_office_does(
    client: Client, time: StoppedClock
) -> None:
    head = make_account(role=Role.ADMINISTRATOR)
    desk = make_desk(make_week("spring"))
    db.session.commit()
    with_app(head, time)
    requiring.require_of({Role.ORGANISER, Role.STEWARD}, by=head)
    people = f"/desk/{desk.id}/people?q=a"

    for role in (Role.ORGANISER, Role.STEWARD):
        stolen = make_account(role)
        token = make_session(stolen, is_strong=False)  # a password alone
        db.session.commit()
        with client.session_transaction() as session:
            session["_user_id"] = token

        assert client.get("/desk/").location == FACTORS
        assert client.get(f"/desk/{desk.id}/").location == FACTORS
        quietly = {"Accept": "application/json"}
        assert client.get(people, headers=quietly).status_code == 403
        assert client.post(f"/desk/{desk.id}/scans", json={}).status_code == 403


def test_an_administrator_says_who_needs_one_and_helps_who_lost_it(
    client: Client, anna: Account, time: StoppedClock
) -> None:
    with_app(anna, time)
    own = client.sign_in(Role.ADMINISTRATOR)
    rules = "/organise/second-step/"
    refused = client.post(rules, data={"roles": ["organiser"]})
    assert refused.status_code == 409
    assert "Set up your own second step first." in refused.text
    with_app(own, time)

    client.post(rules, data={"roles": ["organiser", "administrator"]})

    page = client.get(rules).text
    assert anna.name in page
    lost = f"{rules}{anna.id}/lost"
    assert "Say how you know" in client.post(lost, data={"reason": " "}).text
    client.post(lost, data={"reason": "Showed the staff card"})
    assert not stepping.needs_second_step(anna)
    line = db.session.scalars(
        select(Entry).where(Entry.action == "account.factors_forgotten")
    ).one()
    assert line.details == {"reason": "Showed the staff card"}
    assert client.post(f"{rules}{own.id}/lost").status_code == 409
