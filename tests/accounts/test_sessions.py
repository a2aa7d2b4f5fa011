"""Sessions: listed, ended one by one, over by themselves, and new devices told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import delete, select, update

from eventapp.accounts import visitors
from eventapp.accounts.models import Account, AccountSession, KnownDevice
from eventapp.accounts.service import sessions, signing_in
from eventapp.accounts.service.accounts import create_account
from eventapp.accounts.vocabulary import Role
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.kernel.tokens import digest
from eventapp.mail.models import Message
from tests.builders import make_account, make_session
from tests.conftest import Client, StoppedClock

PASSWORD = "correct horse battery"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0"
TYPED = {"address": "anna@host.example", "password": PASSWORD}


@pytest.fixture
def anna(time: StoppedClock) -> Account:
    assert time
    return create_account("anna@host.example", "Anna Nowak", Role.ORGANISER, PASSWORD)


def another(client: Client) -> Client:
    browser = client.application.test_client()
    assert isinstance(browser, Client)
    return browser


def sign_in(client: Client, **headers: str) -> None:
    answer = client.post("/account/sign-in", data=TYPED, headers=headers)
    assert answer.status_code == 302, answer.text


def test_a_cookie_carries_a_token_of_which_only_the_digest_is_kept(
    client: Client, anna: Account
) -> None:
    assert anna
    sign_in(client, **{"User-Agent": FIREFOX})

    with client.session_transaction() as session:
        token = session["_user_id"]

    row = db.session.scalars(select(AccountSession)).one()
    assert row.digest == digest(token)
    assert (row.device, row.whence) == ("Firefox, Windows", "127.0.0.1")


def test_signing_in_gives_a_new_token_and_signing_out_ends_it_for_good(
    client: Client, anna: Account
) -> None:
    assert anna
    sign_in(client)
    with client.session_transaction() as session:
        stolen = session["_user_id"]
    client.post("/account/sign-out")
    sign_in(client)
    with client.session_transaction() as session:
        assert session["_user_id"] != stolen
        session["_user_id"] = stolen

    assert client.get("/organise/").status_code == 302


def test_own_sessions_are_listed_and_one_is_ended(
    client: Client, anna: Account
) -> None:
    assert anna
    phone = another(client)
    sign_in(client, **{"User-Agent": FIREFOX})
    sign_in(phone, **{"User-Agent": "Mozilla/5.0 (iPhone) CriOS/120 Safari/1"})
    there = db.session.scalars(
        select(AccountSession.id).where(AccountSession.device == "Chrome, iPhone")
    ).one()

    page = client.get("/account/").text
    client.post(f"/account/sessions/{there}/end")

    assert "Firefox, Windows" in page
    assert "Chrome, iPhone" in page
    assert page.count("This device") == 1
    assert phone.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200


def test_everywhere_else_is_ended_at_once_and_nobody_ends_what_is_not_theirs(
    client: Client, anna: Account
) -> None:
    assert anna
    phone = another(client)
    sign_in(client)
    sign_in(phone)
    make_session(make_account())
    strange = db.session.scalars(
        select(AccountSession.id).where(AccountSession.account_id != anna.id)
    ).one()

    refused = client.post(f"/account/sessions/{strange}/end").status_code
    client.post("/account/sessions/end-others")

    assert refused == 404
    assert phone.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200
    assert db.session.get(AccountSession, strange) is not None


@pytest.mark.parametrize(
    ("role", "idle", "whole"),
    [
        (Role.ORGANISER, timedelta(hours=12), timedelta(days=7)),
        (Role.STEWARD, timedelta(days=3), timedelta(days=31)),
    ],
)
def test_a_session_ends_unused_and_in_any_case(
    client: Client,
    time: StoppedClock,
    role: Role,
    idle: timedelta,
    whole: timedelta,
) -> None:
    account, now = make_account(role), time.now
    client.act_for(account)
    time.set(now + idle - timedelta(seconds=1))
    used = client.get("/account/", buffered=True).status_code
    visitors.forget()
    time.set(now + 2 * idle - timedelta(minutes=1))
    used_again = client.get("/account/", buffered=True).status_code
    visitors.forget()

    db.session.execute(
        update(AccountSession).values(seen_at=now + whole - timedelta(minutes=1))
    )
    time.set(now + whole)

    assert (used, used_again) == (200, 200)
    assert client.get("/account/").status_code == 302


def test_being_seen_is_noted_after_the_answer_and_not_at_every_request(
    client: Client, time: StoppedClock
) -> None:
    client.sign_in()
    first = time.now
    time.advance(minutes=4)
    visitors.forget()
    client.get("/account/", buffered=True)
    after_four = db.session.scalars(select(AccountSession.seen_at)).one()
    time.advance(minutes=1)
    visitors.forget()
    client.get("/account/", buffered=True)

    after_five = db.session.scalars(select(AccountSession.seen_at)).one()

    assert (after_four, after_five) == (first, time.now)


def test_what_is_over_is_forgotten(client: Client, time: StoppedClock) -> None:
    client.sign_in(Role.STEWARD)
    db.session.commit()

    time.advance(days=32)
    sessions.keep_house()

    assert db.session.scalars(select(AccountSession)).all() == []


def test_a_new_device_is_told_by_mail_and_a_known_one_is_not(
    client: Client, anna: Account, time: StoppedClock
) -> None:
    assert anna
    sign_in(client)
    sign_in(client)
    before = db.session.scalars(select(Message)).all()
    time.advance(days=1)
    sign_in(another(client), **{"User-Agent": FIREFOX})

    told = db.session.scalars(select(Message)).one()

    assert before == []
    assert told.to_address == "anna@host.example"
    assert "Device: Firefox, Windows" in told.text
    assert "http://week.example/account/" in told.text


def test_strangers_who_guess_do_not_lock_out_a_known_browser(
    client: Client, anna: Account
) -> None:
    assert anna
    sign_in(client)
    client.post("/account/sign-out")
    stranger = another(client)
    wrong = TYPED | {"password": "wrong password"}
    for _n in range(signing_in.FAILURES_PER_ACCOUNT):
        stranger.post("/account/sign-in", data=wrong)

    locked = stranger.post("/account/sign-in", data=TYPED).status_code
    known = client.post("/account/sign-in", data=TYPED).status_code

    assert (locked, known) == (429, 302)


def test_failures_stand_in_the_journal_and_unknown_addresses_once(
    client: Client, anna: Account
) -> None:
    assert anna
    for address in ("hunter2", "nobody@host.example"):
        client.post("/account/sign-in", data=TYPED | {"address": address})
    client.post("/account/sign-in", data=TYPED | {"password": "wrong"})

    lines = db.session.scalars(
        select(Entry).where(Entry.action == "account.sign_in_failed").order_by(Entry.at)
    ).all()

    assert sorted(one.subject for one in lines) == ["Anna Nowak", "–"]
    assert not any("hunter2" in f"{one.subject}{one.details}" for one in lines)


def test_a_hash_of_other_parameters_is_renewed_at_sign_in(
    client: Client, anna: Account
) -> None:
    anna.password_hash = old = PasswordHasher(
        time_cost=1, memory_cost=8, parallelism=1
    ).hash(PASSWORD)

    sign_in(client)

    db.session.refresh(anna)
    assert anna.password_hash != old
    assert "m=19456" in str(anna.password_hash)
    sign_in(another(client))


def test_before_dangerous_deeds_the_password_is_asked_again(
    client: Client, anna: Account, time: StoppedClock
) -> None:
    anna.role = Role.ADMINISTRATOR
    sign_in(client)
    page = "/organise/accounts/invite"
    fresh = client.get(page).status_code
    time.advance(minutes=16)
    visitors.forget()

    asked = client.get(page)
    wrong = client.post(asked.location, data={"password": "wrong password"})
    right = client.post(asked.location, data={"password": PASSWORD})

    assert fresh == 200
    assert asked.location == f"/account/prove?next={page}?"
    assert wrong.status_code == 422
    assert "This is not your present password." in wrong.text
    assert client.get(right.location).status_code == 200


def test_a_device_that_is_not_used_for_a_year_is_new_again(
    client: Client, anna: Account, time: StoppedClock
) -> None:
    assert anna
    sign_in(client)
    time.advance(days=401)

    sessions.keep_house()

    assert db.session.scalars(select(KnownDevice)).all() == []


def test_who_acts_is_found_in_one_statement(
    client: Client, statements: Callable[[], Any]
) -> None:
    client.sign_in()

    with statements() as ran:
        client.get("/account/password")

    assert sum("account_session" in one for one in ran) == 1


def test_ended_sessions_are_gone_in_another_process_within_a_second(
    client: Client,
) -> None:
    account = client.sign_in()
    assert client.get("/account/").status_code == 200

    db.session.execute(delete(AccountSession))
    db.session.commit()
    visitors.forget()

    assert account
    assert client.get("/account/").status_code == 302
