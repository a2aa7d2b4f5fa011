"""Invitations and forgotten passwords: links that are spent once and end."""

import re

import pytest
from sqlalchemy import select

from eventapp.accounts.errors import AlreadyCome, LinkEnded
from eventapp.accounts.models import Account, AccountLink, AccountSession
from eventapp.accounts.service import linking
from eventapp.accounts.service.accounts import create_account, disable
from eventapp.accounts.vocabulary import Role
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.kernel.tokens import digest
from eventapp.mail.models import Message
from tests.builders import make_account, make_week
from tests.conftest import Client, StoppedClock
from tests.web.world import act_in

PASSWORD = "correct horse battery"
OTHER = "meadow turbine quilt 7"
GUEST = {
    "name": "Bo Lin",
    "address": "Bo@Host.Example",
    "role": "editor",
    "language": "zh-Hans",
}


@pytest.fixture
def anna(time: StoppedClock) -> Account:
    assert time
    return create_account("anna@host.example", "Anna Nowak", Role.ORGANISER, PASSWORD)


def mailed(page: str) -> str:
    """The path of the link in the newest mail."""
    text = db.session.scalars(
        select(Message.text).order_by(Message.created_at.desc()).limit(1)
    ).one()
    found = re.search(rf"http://week\.example(/account/{page}/[\w-]{{22}})", text)
    assert found, text
    return found[1]


def test_somebody_is_invited_to_a_week_and_chooses_the_password(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week("spring")
    act_in(client, week, Role.ADMINISTRATOR)
    sent = client.post("/organise/spring/staff/invite", data=GUEST)
    link = mailed("welcome")
    guest = client.application.test_client()

    looked = [guest.get(link).status_code for _n in range(2)]  # a mail scanner does
    weak = guest.post(link, data={"name": "Bo", "password": "password1234"})
    came = guest.post(link, data={"name": "Bo Lin 林博", "password": OTHER})
    again = guest.post(link, data={"name": "Eve", "password": OTHER})

    account = db.session.scalars(
        select(Account).where(Account.address == "bo@host.example")
    ).one()
    assert (sent.location, looked, weak.status_code) == (
        "/organise/spring/staff",
        [200, 200],
        422,
    )
    assert "lists of stolen passwords" in weak.text
    assert (came.location, again.status_code) == ("/organise/", 410)
    assert (account.name, account.role) == ("Bo Lin 林博", None)
    assert guest.get("/organise/spring/events").status_code == 200
    assert guest.get("/organise/spring/registrations").status_code == 403


def test_an_administrator_of_one_week_invites_to_no_other(client: Client) -> None:
    make_week("autumn")
    act_in(client, make_week("spring"), Role.ADMINISTRATOR)

    refused = {
        client.post(f"/organise/{page}/invite", data=GUEST).status_code
        for page in ("accounts", "autumn/staff")
    }

    assert refused == {403}
    assert db.session.scalars(select(Message)).all() == []


def test_an_invitation_is_sent_again_taken_back_and_ends(
    client: Client, time: StoppedClock
) -> None:
    client.sign_in(Role.ADMINISTRATOR)
    client.post("/organise/accounts/invite", data=GUEST)
    first = mailed("welcome")
    invited = db.session.scalars(select(Account).where(Account.name == "Bo Lin")).one()
    time.advance(hours=1)
    client.post(f"/organise/accounts/{invited.id}/invite-again")
    second = mailed("welcome")
    states = [client.get(first).status_code, client.get(second).status_code]
    time.advance(days=7)
    states.append(client.get(second).status_code)
    client.act_for(make_account(Role.ADMINISTRATOR))
    client.post(f"/organise/accounts/{invited.id}/take-back")

    assert states == [410, 200, 410]
    assert db.session.get(Account, invited.id) is None


def test_whoever_came_is_not_invited_again(anna: Account) -> None:
    with pytest.raises(AlreadyCome):
        linking.invite_again(anna, invited_by="")
    with pytest.raises(AlreadyCome):
        linking.take_back(anna)


def test_a_forgotten_password_is_replaced_and_ends_all_sessions(
    client: Client, anna: Account
) -> None:
    client.act_for(anna)
    asked = client.post("/account/forgotten", data={"address": "ANNA@host.example"})
    link = mailed("recover")
    browser = client.application.test_client()

    came = browser.post(link, data={"password": OTHER})
    again = browser.post(link, data={"password": "another quilt turbine 8"})

    assert asked.location == "/account/forgotten/sent"
    assert (came.location, again.status_code) == ("/organise/", 410)
    assert client.get("/account/").status_code == 302
    assert browser.get("/account/").status_code == 200
    told = db.session.scalars(select(Message.occasion)).all()
    assert set(told) >= {"account.recovery", "account.password_changed"}


def test_the_answer_for_an_address_without_account_is_the_same(
    client: Client, anna: Account
) -> None:
    disabled = make_account(is_enabled=False)
    answers = {
        (answer.status_code, answer.location)
        for address in (anna.address, disabled.address, "nobody@host.example")
        for answer in [client.post("/account/forgotten", data={"address": address})]
    }

    assert answers == {(302, "/account/forgotten/sent")}
    assert db.session.scalars(select(Message.to_address)).all() == [anna.address]


def test_nobody_fills_a_mailbox_with_links(client: Client, anna: Account) -> None:
    asked = [
        client.post("/account/forgotten", data={"address": anna.address}).status_code
        for _n in range(linking.MAILS_PER_ADDRESS + 1)
    ]

    assert asked == [302] * linking.MAILS_PER_ADDRESS + [429]


def test_a_link_ends_after_an_hour_with_the_account_and_with_the_password(
    client: Client, anna: Account, time: StoppedClock
) -> None:
    states = []
    for ends in (
        lambda: time.advance(minutes=61),
        lambda: disable(anna, by=make_account()),
        lambda: client.post(
            "/account/password", data={"present": PASSWORD, "password": OTHER}
        ),
    ):
        anna.is_enabled = True
        linking.send_recovery(anna.address)
        link = mailed("recover")
        time.advance(minutes=16)
        client.act_for(anna)
        ends()
        states.append(client.get(link).status_code)

    assert states == [410, 410, 410]


def test_links_are_kept_as_digests_and_of_two_with_one_link_one_passes(
    client: Client, anna: Account
) -> None:
    assert client
    linking.send_recovery(anna.address)
    token = mailed("recover").rpartition("/")[2]
    row = db.session.scalars(select(AccountLink)).one()
    assert row.digest == digest(token)

    linking.recover(token, OTHER)

    with pytest.raises(LinkEnded):
        linking.recover(token, PASSWORD)


def test_the_own_password_is_changed_with_the_present_one_alone(
    client: Client, anna: Account
) -> None:
    phone = client.application.test_client()
    phone.post("/account/sign-in", data={"address": anna.address, "password": PASSWORD})
    client.act_for(anna)

    wrong = client.post(
        "/account/password", data={"present": "guessed", "password": OTHER}
    )
    weak = client.post(
        "/account/password", data={"present": PASSWORD, "password": "anna.nowak.2027"}
    )
    right = client.post(
        "/account/password", data={"present": PASSWORD, "password": OTHER}
    )

    assert [one.status_code for one in (wrong, weak, right)] == [422, 422, 302]
    assert "made of your name" in weak.text
    assert phone.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200
    assert len(db.session.scalars(select(AccountSession)).all()) == 1
    actions = db.session.scalars(select(Entry.action)).all()
    assert "account.password_changed" in actions


def test_name_and_language_of_mails_are_ones_own(client: Client, anna: Account) -> None:
    client.act_for(anna)

    client.post("/account/", data={"name": "Anna Maria", "language": "zh-Hans"})
    linking.send_recovery(anna.address)

    db.session.refresh(anna)
    told = db.session.scalars(select(Message)).one()
    assert (anna.name, told.language) == ("Anna Maria", "zh-Hans")
