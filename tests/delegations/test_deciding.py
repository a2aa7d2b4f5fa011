"""What becomes of a whole delegation: entered, sent, confirmed, declined, cancelled."""

from typing import Any

import pytest
from sqlalchemy import select

from eventapp.delegations import queries
from eventapp.delegations.errors import (
    DelegationNotDecidable,
    NobodyToSend,
    QuotaTooSmall,
)
from eventapp.delegations.service import deciding, linking, members
from eventapp.delegations.service.deciding import DelegationEntry
from eventapp.delegations.service.members import MemberEntry
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.mail.models import Message
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import RegistrationMode
from eventapp.registration import signals
from eventapp.registration.delegated import DelegationWish
from eventapp.registration.errors import (
    CheckedByYourself,
    NoLongerOpen,
    NotCheckedYet,
)
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.service import applying, opening
from eventapp.registration.service.deciding import decline_registration
from eventapp.registration.vocabulary import Rank, RegistrationStatus
from tests.builders import (
    make_account,
    make_delegation,
    make_event,
    make_institution,
    make_week,
)
from tests.conftest import StoppedClock
from tests.registration.test_own_part import AGREED

SUBMITTED, CONFIRMED = RegistrationStatus.SUBMITTED, RegistrationStatus.CONFIRMED
DECLINED, CANCELLED = RegistrationStatus.DECLINED, RegistrationStatus.CANCELLED


def make_full(week: Week | None = None, **changes: Any) -> Delegation:
    """Two people by name, one of them with an own address, and one to be named."""
    delegation = make_delegation(week, **changes)
    members.add_members(
        delegation,
        [
            MemberEntry(PersonName("Anna Nowak"), address="anna@guest.example"),
            MemberEntry(PersonName("Jan Kowalski")),
            MemberEntry(to_be_named="our dean"),
        ],
    )
    return delegation


def test_in_an_open_week_all_are_confirmed_at_once(time: StoppedClock) -> None:
    assert time
    delegation = make_full()

    deciding.submit_delegation(delegation)
    deciding.submit_delegation(delegation)  # a second press

    people = queries.members_of(delegation)
    assert delegation.is_confirmed
    assert {one.status for one in people} == {CONFIRMED}
    assert [one.number for one in people] == [1, 2, 3]
    told = _told()
    assert [one.occasion for one in told] == [
        "delegation.confirmed",
        "registration.confirmed",
    ]
    contact, anna = told
    assert contact.to_address == delegation.contact_address
    assert "- 0001 Anna Nowak\n- 0002 Jan Kowalski\n- 0003 our dean" in contact.text
    assert "1 person is to be named. A badge comes with the name." in contact.text
    assert "The own answers of 2 people are missing." in contact.text
    assert anna.to_address == "anna@guest.example"
    assert "We need some answers from you." in anna.text


def test_in_a_week_with_approval_the_office_confirms_all(time: StoppedClock) -> None:
    assert time
    week = make_week(registration_mode=RegistrationMode.APPROVAL)
    delegation = make_full(week)

    deciding.submit_delegation(delegation)

    people = queries.members_of(delegation)
    assert {one.status for one in people} == {SUBMITTED}
    assert sorted(one.number or 0 for one in people) == [1, 2, 3]

    deciding.confirm_delegation(delegation, actor="office")

    assert {one.status for one in people} == {CONFIRMED}
    occasions = [one.occasion for one in _told()]
    assert occasions.count("delegation.received") == 1
    assert occasions.count("delegation.confirmed") == 1


def test_in_two_steps_one_checks_and_another_one_decides(time: StoppedClock) -> None:
    assert time
    week = make_week(registration_mode=RegistrationMode.APPROVAL, approval_steps=2)
    delegation = make_full(week)
    deciding.submit_delegation(delegation)
    one, other = make_account(), make_account()

    with pytest.raises(NotCheckedYet):
        deciding.confirm_delegation(delegation, actor=one.name, actor_id=one.id)
    deciding.check_delegation(delegation, by=one)
    with pytest.raises(CheckedByYourself):
        deciding.confirm_delegation(delegation, actor=one.name, actor_id=one.id)
    deciding.confirm_delegation(delegation, actor=other.name, actor_id=other.id)

    assert {one.status for one in queries.members_of(delegation)} == {CONFIRMED}


def test_nobody_is_no_delegation(time: StoppedClock) -> None:
    assert time

    with pytest.raises(NobodyToSend):
        deciding.submit_delegation(make_delegation())


def test_all_are_declined_with_one_reason_and_may_be_confirmed_again(
    time: StoppedClock,
) -> None:
    delegation = make_full()
    deciding.submit_delegation(delegation)
    people = queries.members_of(delegation)
    members.remove_member(people[1])
    time.advance(minutes=5)

    deciding.decline_delegation(delegation, "The week is full.", actor="office")

    assert (delegation.status, delegation.decision_note) == (
        DECLINED,
        "The week is full.",
    )
    assert [one.status for one in people] == [DECLINED, CANCELLED, DECLINED]
    declined = [one for one in _told() if one.occasion.endswith(".declined")]
    assert sorted(one.to_address for one in declined) == [
        "anna@guest.example",
        delegation.contact_address,
    ]

    deciding.confirm_delegation(delegation, actor="office")

    assert [one.status for one in people] == [CONFIRMED, CANCELLED, CONFIRMED]
    with pytest.raises(DelegationNotDecidable):
        deciding.confirm_delegation(delegation, actor="office")


def test_the_contact_hears_what_becomes_of_one_person(time: StoppedClock) -> None:
    assert time
    delegation = make_full()
    deciding.submit_delegation(delegation)
    people = queries.members_of(delegation)
    person = next(one for one in people if not one.has_own_address)
    before = len(_told())

    decline_registration(person, "No room", actor="Maria")

    letter = _told()[before]
    assert letter.to_address == delegation.contact_address
    assert f"Dear {delegation.contact_name}," in letter.text
    assert "This is about Jan Kowalski of your delegation." in letter.text


def test_a_delegation_that_was_not_sent_is_not_decided(time: StoppedClock) -> None:
    assert time
    delegation = make_full()

    with pytest.raises(DelegationNotDecidable):
        deciding.confirm_delegation(delegation, actor="office")
    with pytest.raises(DelegationNotDecidable):
        deciding.decline_delegation(delegation, "No.", actor="office")


def test_cancelling_ends_all_and_is_told_once(time: StoppedClock) -> None:
    assert time
    delegation = make_full()
    deciding.submit_delegation(delegation)

    deciding.cancel_delegation(delegation, actor="office")

    assert {one.status for one in queries.members_of(delegation)} == {CANCELLED}
    told = [one for one in _told() if one.occasion == "delegation.cancelled"]
    assert [one.to_address for one in told] == [delegation.contact_address]
    with pytest.raises(NoLongerOpen):
        deciding.cancel_delegation(delegation, actor="office")


def test_the_quota_never_goes_below_those_who_are_there(time: StoppedClock) -> None:
    assert time
    delegation = make_full(quota=5)

    with pytest.raises(QuotaTooSmall) as refusal:
        deciding.change_delegation(delegation, _entry(delegation, 2), actor="office")
    deciding.change_delegation(delegation, _entry(delegation, 3), actor="office")

    assert refusal.value.details == {"present": 3}
    assert delegation.quota == 3


def test_another_contact_needs_another_link(time: StoppedClock) -> None:
    assert time
    delegation = make_full()
    linking.send_link(delegation, actor="office")
    before = linking.link_token(delegation)

    deciding.change_delegation(
        delegation,
        _entry(delegation, contact_address="new@guest.example"),
        actor="office",
    )

    assert linking.link_token(delegation) is None
    assert delegation.link_sent_at is None
    jan = queries.members_of(delegation)[1]
    assert jan.address == "new@guest.example"
    linking.send_link(delegation, actor="office")
    assert linking.link_token(delegation) not in {None, before}


def test_a_member_never_sends_the_delegation(time: StoppedClock) -> None:
    assert time
    delegation = make_full()
    anna = queries.members_of(delegation)[0]
    anna.steps_done = ("name", "institution", "stay", "events", "needs")

    applying.submit(anna, AGREED)

    assert anna.status is RegistrationStatus.DRAFT
    assert "check" in anna.steps_done


def test_an_invitation_opens_a_delegation_and_writes_to_its_contact(
    time: StoppedClock,
) -> None:
    assert time
    wish = DelegationWish(
        week=make_week(),
        institution=make_institution("Guest University"),
        quota=4,
        contact_name="Maria",
        contact_address="Maria@guest.example",
        language="en",
        rank=Rank.DECANAL,
    )

    ((_listener, opened),) = signals.delegation_wanted.send(wish)

    assert (opened.delegation.quota, opened.delegation.rank) == (4, Rank.DECANAL)
    assert opened.path == linking.link_path(opened.delegation)
    (told,) = _told()
    assert (told.to_address, opened.path in told.text) == ("maria@guest.example", True)


def test_who_lost_the_link_of_a_delegation_gets_it_again(time: StoppedClock) -> None:
    assert time
    delegation = make_full()
    linking.open_link(delegation)

    opening.send_links(delegation.contact_address.upper(), from_address="")

    (told,) = _told()  # and none for the people who have no address of their own
    assert told.occasion == "delegation.link"
    assert str(linking.link_path(delegation)) in told.text

    time.advance(days=90)  # the week is over
    opening.send_links(delegation.contact_address, from_address="")
    assert len(_told()) == 1


def test_each_decision_stands_in_the_journal(time: StoppedClock) -> None:
    assert time
    delegation = make_full()
    deciding.submit_delegation(delegation)

    rows = select(Entry.action).where(Entry.subject_id == delegation.id)

    assert set(db.session.scalars(rows)) == {
        "delegation.members_added",
        "delegation.submitted",
    }


def test_wishes_of_the_people_become_places(time: StoppedClock) -> None:
    assert time
    week = make_week()
    delegation = make_full(week)
    event = make_event(week, capacity=1)
    for one in queries.members_of(delegation):
        one.wishes = (str(event.id),)

    deciding.submit_delegation(delegation)

    held = queries.places_of(delegation)
    assert held == {event.id: (1, 2)}


def _entry(delegation: Delegation, quota: int = 9, **changes: Any) -> DelegationEntry:
    values: dict[str, Any] = {
        "institution_id": delegation.institution_id,
        "quota": quota,
        "contact_name": delegation.contact_name,
        "contact_address": delegation.contact_address,
        "language": delegation.language,
    }
    return DelegationEntry(**(values | changes))


def _told() -> list[Message]:
    rows = select(Message).order_by(Message.created_at, Message.occasion)
    return list(db.session.scalars(rows))
