"""The people of a delegation: added, named, changed, replaced, removed."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.badges.models import Badge
from eventapp.delegations import queries
from eventapp.delegations.errors import (
    AlreadyInDelegation,
    AnswersThemselves,
    DelegationEnded,
    QuotaReached,
    TooLateToAdd,
    WeekOver,
)
from eventapp.delegations.progress import progress_of
from eventapp.delegations.service import deciding, linking, members
from eventapp.delegations.service.members import MemberEntry
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.kernel.personal import Purpose
from eventapp.mail.models import Message
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import DelegateKind, RegistrationStatus
from eventapp.vault import service as vault
from eventapp.vault.service import Shelf
from tests.builders import (
    make_delegation,
    make_event,
    make_place,
    make_registration,
    make_week,
)
from tests.conftest import Client, StoppedClock
from tests.programme.contest import at_once

CONFIRMED = RegistrationStatus.CONFIRMED


def entry(latin: str = "Anna Nowak", **changes: Any) -> MemberEntry:
    return MemberEntry(name=PersonName(latin), **changes)


def unnamed(label: str | None = None) -> MemberEntry:
    return MemberEntry(to_be_named=label)


def test_people_are_added_by_name_and_to_be_named(time: StoppedClock) -> None:
    assert time
    delegation = make_delegation(quota=3)

    members.add_members(
        delegation,
        [entry(kind=DelegateKind.PRESIDENT, address="Anna@guest.example")],
    )
    members.add_members(delegation, [unnamed("our dean"), unnamed()])

    found = progress_of(delegation)
    assert (found.named, found.to_be_named, found.left) == (1, 2, 0)
    first, second = found.people[0].member, found.people[1].member
    assert (first.address, first.has_own_address) == ("anna@guest.example", True)
    assert (second.address, second.has_own_address) == (
        delegation.contact_address,
        False,
    )
    assert found.people[1].label == "our dean"
    assert found.people[1].lacks == ("Name",)
    assert "Name as in the passport" not in found.people[0].lacks


def test_another_address_is_of_one_person_alone(time: StoppedClock) -> None:
    assert time
    delegation, stranger = make_delegation(), make_registration()
    companion = make_registration(accompanies_id=stranger.id)
    address = stranger.address

    [member] = members.add_members(delegation, [entry(address="Anna@guest.example")])
    members.change_member(member, entry(address="anna@home.example"))

    assert (member.address, stranger.address) == ("anna@home.example", address)
    assert companion.address != member.address


def test_an_address_that_asked_for_a_letter_is_not_taken_away(
    time: StoppedClock,
) -> None:
    delegation = make_delegation()
    [member] = members.add_members(delegation, [entry(address="anna@guest.example")])
    members.change_member(member, entry(address="anna@home.example"))
    shelf = Shelf(member.week_id, Purpose.VISA, time.now + timedelta(days=1))
    vault.keep(member.id, "passport", {"number": "E1234567"}, shelf=shelf)

    with pytest.raises(AnswersThemselves):
        members.change_member(member, entry())

    assert member.address == "anna@home.example"


def test_the_quota_is_never_exceeded(time: StoppedClock) -> None:
    assert time
    delegation = make_delegation(quota=2)
    members.add_members(delegation, [entry()])

    with pytest.raises(QuotaReached) as refusal:
        members.add_members(delegation, [entry("B"), entry("C")])

    assert refusal.value.details == {"quota": 2, "left": 1}
    assert queries.present_count(delegation) == 1


def test_of_many_who_are_added_at_once_only_the_quota_comes(app: Flask) -> None:
    delegation = make_delegation(quota=5, status=CONFIRMED).id
    db.session.commit()

    def add_one(number: int) -> None:
        found = db.session.get_one(Delegation, delegation)
        members.add_members(found, [entry(f"Guest {number}")])

    outcomes = at_once(app, [partial(add_one, number) for number in range(12)])

    db.session.rollback()
    rows = select(Registration).where(Registration.delegation_id == delegation)
    people = db.session.scalars(rows).all()
    assert (outcomes.count("done"), outcomes.count("QuotaReached")) == (5, 7)
    assert sorted(one.number or 0 for one in people) == [1, 2, 3, 4, 5]
    assert {one.status for one in people} == {CONFIRMED}


def test_nobody_is_entered_twice_unless_an_address_tells_them_apart(
    time: StoppedClock,
) -> None:
    assert time
    delegation = make_delegation()
    members.add_members(delegation, [entry()])

    with pytest.raises(AlreadyInDelegation):
        members.add_members(delegation, [entry("anna  nowak")])

    members.add_members(delegation, [entry(address="other@guest.example")])
    assert queries.present_count(delegation) == 2


def test_people_of_a_confirmed_delegation_are_confirmed_and_numbered(
    time: StoppedClock,
) -> None:
    assert time
    delegation = make_delegation(status=CONFIRMED)

    named, later = members.add_members(delegation, [entry(), unnamed("our dean")])

    assert (named.status, named.number, later.number) == (CONFIRMED, 1, 2)
    assert _badges(named) == 1
    assert _badges(later) == 0

    members.change_member(later, entry("Jan Kowalski"))

    assert (_badges(later), later.to_be_named, later.number) == (1, None, 2)


def test_after_the_deadline_people_are_named_and_no_longer_added(
    time: StoppedClock,
) -> None:
    week = make_week(registration_closes_at=time.now + timedelta(days=1))
    delegation = make_delegation(week)
    (later,) = members.add_members(delegation, [unnamed()])
    time.advance(days=2)

    members.change_member(later, entry())
    with pytest.raises(TooLateToAdd):
        members.add_members(delegation, [entry("B")])
    with pytest.raises(TooLateToAdd):
        members.replace_member(later, entry("C"))

    time.advance(days=60)
    with pytest.raises(WeekOver):
        members.change_member(later, entry("D"))


def test_who_answered_is_changed_by_nobody_else(time: StoppedClock) -> None:
    assert time
    delegation = make_delegation()
    (one,) = members.add_members(delegation, [entry(address="anna@guest.example")])
    one.steps_done = (*one.steps_done, "needs")

    with pytest.raises(AnswersThemselves):
        members.change_member(one, entry("B"))


def test_a_person_is_replaced_places_stay_and_the_badge_is_another(
    time: StoppedClock,
) -> None:
    assert time
    week = make_week()
    delegation = make_delegation(week, status=CONFIRMED)
    (one,) = members.add_members(delegation, [entry()])
    members.mark_head(one)
    event = make_event(week, capacity=1)
    make_place(one, event)
    before = _live_badge(one)

    other = members.replace_member(one, entry("Jan Kowalski"))

    place = db.session.scalars(select(Place)).one()
    assert (place.registration_id, place.is_held) == (other.id, True)
    assert one.status is RegistrationStatus.CANCELLED
    assert (other.status, other.is_head, other.delegation_id) == (
        CONFIRMED,
        True,
        delegation.id,
    )
    assert _live_badge(other) not in {None, before}
    assert other.address == delegation.contact_address
    assert queries.present_count(delegation) == 1


def test_who_was_only_entered_leaves_no_trace(time: StoppedClock) -> None:
    assert time
    delegation = make_delegation()
    (one,) = members.add_members(delegation, [entry()])

    members.remove_member(one)

    assert queries.members_of(delegation) == []


def test_who_was_confirmed_is_cancelled_and_gives_room(time: StoppedClock) -> None:
    assert time
    delegation = make_delegation(status=CONFIRMED, quota=1)
    (one,) = members.add_members(delegation, [entry(address="anna@guest.example")])

    members.remove_member(one)

    assert one.status is RegistrationStatus.CANCELLED
    assert queries.present_count(delegation) == 0
    told = db.session.scalars(select(Message.occasion)).all()
    assert "registration.cancelled" in told
    with pytest.raises(DelegationEnded):
        members.change_member(one, entry("B"))


def test_one_leads_at_every_moment(time: StoppedClock) -> None:
    assert time
    delegation = make_delegation()
    first, second = members.add_members(delegation, [entry(), entry("B")])

    members.mark_head(first)
    members.mark_head(second)

    assert (first.is_head, second.is_head) == (False, True)


def test_a_delegation_that_ended_takes_nobody(time: StoppedClock) -> None:
    assert time
    delegation = make_delegation()
    deciding.cancel_delegation(delegation, actor="office")

    with pytest.raises(DelegationEnded):
        members.add_members(delegation, [entry()])


def _badges(one: Registration) -> int:
    rows = select(func.count()).where(Badge.registration_id == one.id)
    return db.session.scalar(rows) or 0


def _live_badge(one: Registration) -> Any:
    rows = select(Badge.id).where(
        Badge.registration_id == one.id, Badge.revoked_at.is_(None)
    )
    return db.session.scalar(rows)


@pytest.mark.parametrize("way", ["cancel", "hand-over"])
@pytest.mark.usefixtures("time")
def test_the_contact_hears_once_who_left_by_themselves(
    client: Client, way: str
) -> None:
    delegation = make_delegation(status=RegistrationStatus.CONFIRMED)
    anna = members.add_members(delegation, [entry(address="anna@guest.example")])[0]
    client.post(linking.open_link(delegation))
    with client.session_transaction() as session:
        session["registrations"] = [str(anna.id)]
    colleague = {"name": "Piotr Zima", "address": "piotr@guest.example"}

    client.post(f"/me/{anna.id}/{way}", data=colleague)

    wanted = select(Message).where(Message.to_address == delegation.contact_address)
    letter = db.session.scalars(wanted).one()
    assert letter.occasion == "delegation.member_left"
    assert "Anna Nowak does not come" in letter.subject
    assert ("Piotr Zima" in letter.text) is (way == "hand-over")
    page = client.get(f"/delegations/{delegation.id}/").text
    assert "Anna Nowak" in page[page.index("People who do not come") :]
