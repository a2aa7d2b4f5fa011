"""What those who are invited do: open, accept, decline; and how often they may."""

import re
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.accounts.errors import TooManyAttempts
from eventapp.invitations.errors import InvitationAnswered, InvitationEnded
from eventapp.invitations.service.answering import (
    begin_delegation,
    decline_invitation,
    open_invitation,
)
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.mail.models import Message
from eventapp.programme.vocabulary import RegistrationMode
from eventapp.registration.errors import InvitationNeeded
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.entering import Invitation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import inviting
from eventapp.registration.service.confirming import (
    ask_to_confirm,
    confirm_by_code,
    confirm_by_link,
)
from eventapp.registration.service.inviting import token_of
from eventapp.registration.vocabulary import DelegateKind, InvitationState
from tests.builders import make_institution, make_invitation, make_week
from tests.conftest import Client, StoppedClock
from tests.programme.contest import at_once

BY_INVITATION = RegistrationMode.INVITATION
NAME = PersonName("Wang Xiaoming", "王小明", "zh-Hans")


def page_of(one: Invitation, deed: str = "") -> str:
    return f"/weeks/{one.week.slug}/invitation/{deed}{token_of(one)}"


def test_an_invitation_opens_by_a_press_and_begins_a_filled_registration(
    client: Client, time: StoppedClock
) -> None:
    institution = make_institution()
    week = make_week("spring", registration_mode=BY_INVITATION)
    one = make_invitation(
        week,
        name=NAME,
        kind=DelegateKind.EXPERT,
        institution_id=institution.id,
        personal_words="We would be glad.",
        address="wang@guest.example",
    )
    key, address = one.id, page_of(one)

    closed = client.get(address).text
    assert "We would be glad." not in closed
    assert db.session.get_one(Invitation, key).opened_at is None
    opened = client.post(address, follow_redirects=True).text
    assert "We would be glad." in opened
    assert 'value="wang@guest.example"' in opened
    assert db.session.get_one(Invitation, key).opened_at == time.now
    accept = page_of(db.session.get_one(Invitation, key), "accept/")
    answer = client.post(accept, data={"address": "wang@guest.example"})
    assert answer.location == "/weeks/spring/register/code"
    assert db.session.get_one(Invitation, key).answered_at is None
    answer = client.post("/weeks/spring/register/code", data={"code": _digits()})

    found = db.session.scalars(select(Registration)).one()
    assert (found.name, found.kind, found.institution_id, found.invitation_id) == (
        NAME,
        DelegateKind.EXPERT,
        institution.id,
        key,
    )
    assert found.territory_code == "PL"
    assert "wang xiaoming" in found.search_text
    assert 'value="Wang Xiaoming"' in client.get(answer.location).text
    one = db.session.get_one(Invitation, key)
    assert (one.used, one.state(time.now)) == (1, InvitationState.ANSWERED)
    assert "was accepted on" in client.get(page_of(one)).text


def test_one_that_is_tied_lets_in_its_address_alone(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week(registration_mode=BY_INVITATION)
    one = make_invitation(week, address="anna@guest.example", is_tied=True)

    for code in (token_of(one), inviting.code_of(one)):
        with pytest.raises(InvitationNeeded):
            ask_to_confirm(week, "jan@guest.example", language="en", code=code)
    client.post(page_of(one, "accept/"), data={"address": "jan@guest.example"})

    message = db.session.scalars(select(Message)).one()
    assert message.to_address == "anna@guest.example"


@pytest.mark.parametrize("changes", [{"expires_at": True}, {"uses_allowed": 1}])
def test_what_ended_after_the_digits_were_mailed_admits_nobody(
    time: StoppedClock, changes: dict[str, bool]
) -> None:
    week = make_week(registration_mode=BY_INVITATION)
    one = make_invitation(week, uses_allowed=2)
    ask_to_confirm(week, "anna@guest.example", language="en", code=token_of(one))
    if "expires_at" in changes:
        one.expires_at = time.now
    else:
        one.used = 2
    db.session.commit()

    with pytest.raises(InvitationNeeded):
        confirm_by_code(week, "anna@guest.example", _digits())
    db.session.rollback()
    assert db.session.scalars(select(Registration)).all() == []


def test_of_forty_at_once_exactly_three_use_the_three_uses(app: Flask) -> None:
    week = make_week(registration_mode=BY_INVITATION)
    one = make_invitation(week, uses_allowed=3)
    for number in range(40):
        ask_to_confirm(
            week, f"guest{number}@guest.example", language="en", code=token_of(one)
        )
    links = re.findall(r"/register/confirm/(\S+)", " ".join(_texts()))
    key: UUID = one.id
    db.session.commit()

    outcomes = at_once(app, [partial(confirm_by_link, link) for link in links])

    assert len(links) == 40
    assert outcomes.count("done") == 3
    assert outcomes.count("InvitationNeeded") == 37
    db.session.rollback()
    assert db.session.get_one(Invitation, key).used == 3
    assert len(db.session.scalars(select(Registration)).all()) == 3


def test_declining_asks_once_may_say_why_and_can_be_undone(
    client: Client, time: StoppedClock
) -> None:
    week = make_week("spring", registration_mode=BY_INVITATION)
    one = make_invitation(week)
    key, address = one.id, page_of(one, "decline/")

    assert "One press tells the organisers" in client.get(address).text
    assert db.session.get_one(Invitation, key).declined_at is None
    page = client.post(address, data={"reason": "Exams"}, follow_redirects=True).text

    one = db.session.get_one(Invitation, key)
    assert (one.decline_reason, one.state(time.now)) == (
        "Exams",
        InvitationState.DECLINED,
    )
    assert "You can still accept." in page
    ask_to_confirm(one.week, "anna@guest.example", language="en", code=token_of(one))
    db.session.commit()
    confirm_by_code(one.week, "anna@guest.example", _digits())
    assert one.state(time.now) is InvitationState.ANSWERED
    with pytest.raises(InvitationAnswered):
        decline_invitation(one, "")


def test_an_ended_invitation_says_so_and_is_not_declined(
    client: Client, time: StoppedClock
) -> None:
    one = make_invitation(expires_at=time.now)
    with pytest.raises(InvitationEnded):
        open_invitation(one)

    answer = client.get(page_of(one))

    assert answer.status_code == 410
    assert "This invitation has ended" in answer.text


def test_an_invitation_of_a_delegation_opens_it_once_and_mails_its_link(
    time: StoppedClock,
) -> None:
    assert time
    one = make_invitation(
        institution=make_institution(),
        delegation_places=9,
        address="secretary@guest.example",
    )

    begin_delegation(one)
    begin_delegation(one)

    found = db.session.scalars(select(Delegation)).one()
    assert one.delegation_id == found.id
    assert (found.quota, found.contact_address) == (9, "secretary@guest.example")
    assert (one.used, one.answered_at) == (1, time.now)
    receivers = set(db.session.scalars(select(Message.to_address)))
    assert receivers == {"secretary@guest.example"}
    other = make_invitation(institution=make_institution(), delegation_places=2)
    other.expires_at = time.now
    with pytest.raises(InvitationEnded):
        begin_delegation(other)


def test_wrong_links_and_wrong_codes_look_alike_and_are_counted(
    client: Client, time: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert time
    monkeypatch.setattr(inviting, "WRONG_PER_NETWORK", 3)
    week = make_week("spring", registration_mode=BY_INVITATION)
    one = make_invitation(week, expires_at=time.now + timedelta(days=1))
    right = page_of(one)
    typed = {"address": "anna@guest.example", "invitation": "WRONG"}

    assert client.get("/weeks/spring/invitation/wrong").status_code == 404
    assert client.post("/weeks/spring/invitation/wrong").status_code == 404
    refused = client.post("/weeks/spring/register", data=typed)
    late = client.get(right)

    assert "This invitation code is not valid." in refused.text
    assert late.status_code == TooManyAttempts.status
    time.advance(minutes=16)
    assert client.get(right).status_code == 200


def _texts() -> list[str]:
    order = Message.created_at, Message.to_address
    wanted = select(Message.text).where(Message.occasion == "registration.code")
    return list(db.session.scalars(wanted.order_by(*order)))


def _digits() -> str:
    found: str = re.findall(r"\b\d{6}\b", _texts()[-1])[0]
    return found
