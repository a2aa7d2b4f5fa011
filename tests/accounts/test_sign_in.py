"""Signing in: with a password, back to where one came from, and not for ever."""

from time import sleep

import pytest
from sqlalchemy import delete, select

from eventapp.accounts import visitors
from eventapp.accounts.errors import AddressTaken, PasswordTooShort
from eventapp.accounts.models import Account, AccountSession, Attempt
from eventapp.accounts.service import accounts, sessions, signing_in
from eventapp.accounts.vocabulary import Role
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.web.language import safe_next
from tests.conftest import Client, StoppedClock

PASSWORD = "correct horse battery"
PAGE = "/account/sign-in"
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "/\n//evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    "evil.example",
    "",
)


@pytest.fixture
def anna(time: StoppedClock) -> Account:
    assert time
    return accounts.create_account(
        "Anna@Host.Example", "Anna Nowak", Role.ORGANISER, PASSWORD
    )


def typed(
    password: str = PASSWORD, address: str = "anna@host.example"
) -> dict[str, str]:
    return {"address": address, "password": password}


def test_an_organiser_begins_with_the_weeks(client: Client, anna: Account) -> None:
    answer = client.post(PAGE, data=typed(address=" ANNA@host.example "))

    assert answer.status_code == 302
    assert answer.location == "/organise/"
    assert client.get("/organise/").status_code == 200
    assert db.session.get_one(Account, anna.id).signed_in_at is not None
    assert db.session.scalars(select(Entry.action)).all() == ["account.signed_in"]


def test_a_steward_begins_with_the_desks(client: Client, anna: Account) -> None:
    anna.role = Role.STEWARD

    assert client.post(PAGE, data=typed()).location == "/desk/"


def test_one_comes_back_to_the_page_that_was_asked_for(
    client: Client, anna: Account
) -> None:
    assert anna
    asked = client.get("/organise/institutions?q=Opole")

    answer = client.post(asked.location, data=typed())

    assert answer.location == "/organise/institutions?q=Opole"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_never_leads_to_another_site(
    client: Client, anna: Account, address: str
) -> None:
    assert anna

    answer = client.post(PAGE, query_string={"next": address}, data=typed())

    assert answer.location == "/organise/"


def test_a_page_of_ours_is_a_safe_place_to_go_on_to() -> None:
    assert safe_next("/weeks/gpw2024/?day=1#now", "/") == "/weeks/gpw2024/?day=1#now"


@pytest.mark.parametrize(
    ("password", "address"),
    [
        ("wrong password", "anna@host.example"),
        (PASSWORD, "nobody@host.example"),
        (PASSWORD.upper(), "anna@host.example"),
        (f"{PASSWORD} ", "anna@host.example"),
        ("\0", "\0"),
    ],
)
def test_a_wrong_word_is_refused_without_saying_which(
    client: Client, anna: Account, password: str, address: str
) -> None:
    assert anna

    answer = client.post(PAGE, data=typed(password, address))

    assert answer.status_code == 422
    if address != "\0":
        assert "The e-mail address or the password is wrong." in answer.text
        assert f'value="{address}"' in answer.text
    assert password not in answer.text or password == "\0"
    assert client.get("/organise/").status_code == 302


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"address=anna@host.example&password=%ED%A0%80%00",
        b"address=%ED%A0%80&password=x",
        b"address=" + b"x" * 5000 + b"&password=x",
        b"address=a@b.example&password=" + b"x" * 100_000,
    ],
)
def test_octets_that_are_no_words_are_refused(client: Client, body: bytes) -> None:
    answer = client.post(
        PAGE, data=body, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 422


def test_a_disabled_account_cannot_sign_in(client: Client, anna: Account) -> None:
    anna.is_enabled = False

    answer = client.post(PAGE, data=typed())

    assert answer.status_code == 422
    assert "The e-mail address or the password is wrong." in answer.text


def test_after_ten_failures_even_the_right_password_has_to_wait(
    client: Client, anna: Account, time: StoppedClock
) -> None:
    assert anna
    for _n in range(signing_in.FAILURES_PER_ACCOUNT):
        assert client.post(PAGE, data=typed("wrong password")).status_code == 422

    waits = client.post(PAGE, data=typed())

    assert waits.status_code == 429
    assert "Too many tries. Wait fifteen minutes, then try again." in waits.text
    assert 'value="anna@host.example"' in waits.text
    time.advance(minutes=16)
    assert client.post(PAGE, data=typed()).status_code == 302


def test_one_address_on_the_net_cannot_try_every_account(
    client: Client, time: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert time
    monkeypatch.setattr(signing_in, "FAILURES_PER_ADDRESS", 5)
    for n in range(5):
        client.post(PAGE, data=typed("wrong", f"account{n}@host.example"))

    answer = client.post(PAGE, data=typed("wrong", "another@host.example"))

    assert answer.status_code == 429


def test_a_success_forgets_the_failures_of_this_account(
    client: Client, anna: Account
) -> None:
    assert anna
    for _n in range(signing_in.FAILURES_PER_ACCOUNT - 1):
        client.post(PAGE, data=typed("wrong password"))
    client.post(PAGE, data=typed())

    answer = client.post(PAGE, data=typed("wrong password"))

    assert answer.status_code == 422
    assert client.post(PAGE, data=typed()).status_code == 302


def test_attempts_are_kept_as_digests_alone(client: Client, anna: Account) -> None:
    assert anna
    client.post(PAGE, data=typed("wrong password"))

    subjects = db.session.scalars(select(Attempt.subject)).all()

    assert len(subjects) == 2
    assert not any(b"anna" in subject for subject in subjects)


def test_signing_out_ends_the_session_here(client: Client, anna: Account) -> None:
    assert anna
    client.post(PAGE, data=typed())

    client.post("/account/sign-out")

    assert client.get("/organise/").status_code == 302


def test_a_session_from_before_is_not_carried_over(
    client: Client, anna: Account
) -> None:
    assert anna
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"

    client.post(PAGE, data=typed())

    with client.session_transaction() as session:
        assert "planted" not in session


def test_a_script_that_is_not_signed_in_gets_a_401(client: Client) -> None:
    answer = client.get("/organise/", headers={"Accept": "application/json"})

    assert answer.status_code == 401


def test_a_password_has_twelve_characters() -> None:
    with pytest.raises(PasswordTooShort):
        accounts.create_account("a@b.example", "A", Role.STEWARD, "eleven char")


def test_two_accounts_never_share_an_address(anna: Account) -> None:
    assert anna
    with pytest.raises(AddressTaken):
        accounts.create_account("ANNA@HOST.EXAMPLE", "A", Role.STEWARD, PASSWORD)


@pytest.mark.parametrize("mark", ["", "x", ".", "x.y", "\0.\0"])
def test_a_session_that_nobody_began_opens_nothing(client: Client, mark: str) -> None:
    with client.session_transaction() as session:
        session["_user_id"] = mark

    assert client.get("/organise/").status_code == 302


def test_another_process_signs_somebody_out_within_a_second(client: Client) -> None:
    account = client.sign_in()
    signed_out = delete(AccountSession).where(AccountSession.account_id == account.id)
    assert client.get("/organise/").status_code == 200

    db.session.execute(  # past the mapper, as nothing of this process would
        signed_out,
        execution_options={"synchronize_session": False},
    )
    sleep(visitors.KNOWN_SECONDS)

    assert client.get("/organise/").status_code == 302


def test_this_process_signs_somebody_out_at_once(client: Client) -> None:
    account = client.sign_in()
    assert client.get("/organise/").status_code == 200

    sessions.end_sessions(account)

    assert client.get("/organise/").status_code == 302
